//! Eyes, irises and lips from the refined mesh: how far open, where they look.

use super::{Reading, Unmeasured};
use crate::face::Mesh;
use crate::frame::Frame;
use crate::segment::Mask;

/// What eyes, irises and lips do.
#[derive(Clone, Debug)]
pub struct Features {}

/// Measures them on the main face's `mesh`; `whole` is the person mask of the whole frame, `close` that of the head's
/// surroundings.
pub(crate) fn features(_frame: &Frame, _mesh: &Mesh, _whole: &Mask, _close: &Mask) -> Reading<Features> {
    Err(Unmeasured::NotImplied)
}
