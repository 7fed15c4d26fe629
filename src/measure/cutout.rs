//! Whether the background is one number: a colour that a program laid behind a cut-out person.
//!
//! A camera's picture of any wall has noise, and light that falls off; even where both are small, neighbouring levels
//! mix. A filled area is the same to the last bit, also after JPEG, whose blocks of one colour decode to one colour.

use super::{Reading, Unmeasured, background};
use crate::frame::Frame;
use crate::segment::Mask;
use std::collections::HashMap;

/// Long edge of the copy whose pixels are places to look at: up to 40,000 of them.
const PLACES_EDGE_PX: usize = 200;

/// Background pixels looked at, at least: fewer may be alike by chance.
const FEWEST: usize = 300;

/// Share of the whole picture beyond which its colour is all there is: a sheet of paper, with nobody laid on it. A head
/// that is a fifth as high as the picture fills 3 %.
const WHOLE_SHARE: f64 = 0.98;

/// What a cut-out leaves behind.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cutout {
    /// Share of the background's pixels that have exactly its most frequent colour.
    pub flat_share: f64,
    /// That colour, sRGB.
    pub colour: [u8; 3],
}

impl Cutout {
    /// Whether the colour is the end of the scale, where a blown-out wall is flat as well.
    pub fn is_clipped(&self) -> bool {
        self.colour.iter().all(|value| *value >= 254) || self.colour.iter().all(|value| *value <= 1)
    }
}

/// Measures the background of `frame`, where `mask` (of the whole frame) sees no person.
///
/// # Errors
/// [`Unmeasured::NoBackground`] where too little shows, or nothing stands before it.
pub(crate) fn cutout(frame: &Frame, mask: &Mask) -> Reading<Cutout> {
    let (level, shrink) = frame.level_of(PLACES_EDGE_PX);
    let allowed = background::clear_of_person(mask, level.width, level.height, shrink);
    let full = frame.full();
    let mut counts: HashMap<[u8; 3], usize> = HashMap::new();
    let mut seen = 0;
    // The middle of the small copy's pixel, in the frame.
    let middle = |at: usize| ((at as f64 + 0.5) * shrink) as usize;
    let full_colour = |at: usize| full.rgb(middle(at % level.width), middle(at / level.width)).map(|value| value as u8);
    for (at, _) in allowed.iter().enumerate().filter(|(_, allowed)| **allowed) {
        let colour = full_colour(at);
        *counts.entry(colour).or_default() += 1;
        seen += 1;
    }
    if seen < FEWEST {
        return Err(Unmeasured::NoBackground);
    }
    // Of colours equally frequent the smallest, so that the answer is the same every time.
    let most = counts.into_iter().max_by_key(|(colour, count)| (*count, std::cmp::Reverse(*colour)));
    let (colour, count) = most.ok_or(Unmeasured::NoBackground)?;
    let places = level.width * level.height;
    let alike = (0..places).filter(|at| full_colour(*at) == colour).count();
    if alike as f64 > WHOLE_SHARE * places as f64 {
        return Err(Unmeasured::NoBackground);
    }
    Ok(Cutout { flat_share: count as f64 / seen as f64, colour })
}
