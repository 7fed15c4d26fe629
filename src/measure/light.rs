//! Light and colour on the face: how bright, how even, which cast.

use super::{Reading, Unmeasured};
use crate::face::Mesh;
use crate::frame::Frame;
use crate::segment::Mask;

/// How the face is lit.
#[derive(Clone, Debug)]
pub struct Light {}

/// Measures them on the main face's `mesh`; `whole` is the person mask of the whole frame, `close` that of the head's
/// surroundings.
pub(crate) fn light(_frame: &Frame, _mesh: &Mesh, _whole: &Mask, _close: &Mask) -> Reading<Light> {
    Err(Unmeasured::NotImplied)
}
