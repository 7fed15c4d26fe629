//! What is worn: clothes, shoulders, hats, glasses, jewellery, and what covers brows, ears and face.

use super::{Reading, Unmeasured};
use crate::face::Mesh;
use crate::frame::Frame;
use crate::segment::Mask;

/// What is worn.
#[derive(Clone, Debug)]
pub struct Attire {}

/// Measures them on the main face's `mesh`; `whole` is the person mask of the whole frame, `close` that of the head's
/// surroundings.
pub(crate) fn attire(_frame: &Frame, _mesh: &Mesh, _whole: &Mask, _close: &Mask) -> Reading<Attire> {
    Err(Unmeasured::NotImplied)
}
