//! How much detail the pixel grid holds: an enlarged picture has none near the grid's own limit.
//!
//! To be filled.

use super::Reading;
use crate::decode::Photo;

/// What the pixel grid holds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Grid {
    /// How far detail reaches, as a share of what the grid could hold; 1 where nothing speaks against it.
    pub detail: f64,
}

pub(crate) fn grid(_photo: &Photo) -> Reading<Grid> {
    Ok(Grid { detail: 1.0 })
}
