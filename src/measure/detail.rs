//! Fine detail: focus, noise, compression, smoothing, borders, and whether it is a photograph at all.

use super::{Reading, Unmeasured};
use crate::face::Mesh;
use crate::frame::Frame;
use crate::segment::Mask;

/// What the fine detail says.
#[derive(Clone, Debug)]
pub struct Detail {}

/// Measures them on the main face's `mesh`; `whole` is the person mask of the whole frame, `close` that of the head's
/// surroundings.
pub(crate) fn detail(_frame: &Frame, _mesh: &Mesh, _whole: &Mask, _close: &Mask) -> Reading<Detail> {
    Err(Unmeasured::NotImplied)
}
