//! Whether the background is one number: a colour that a program laid behind a cut-out person.
//!
//! A camera's picture of any wall has noise, and light that falls off; even where both are small, neighbouring levels
//! mix. A filled area is the same to the last bit, also after JPEG, whose blocks of one colour decode to one colour.

use super::{Around, Reading, Unmeasured};
use crate::frame::Frame;

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

/// Measures the background of `frame`: its pixel in the middle of each of the places `around` the person.
///
/// # Errors
/// [`Unmeasured::NoBackground`] where too little shows, or nothing stands before it.
pub(crate) fn cutout(frame: &Frame, around: &Around) -> Reading<Cutout> {
    let full = frame.full();
    // The middle of the small copy's pixel, in the frame.
    let middle = |at: usize| ((at as f64 + 0.5) * around.shrink) as usize;
    // As one number, which is sorted three times as fast as three.
    let colour_at = |(x, y): (usize, usize)| {
        let [r, g, b] = full.rgb(middle(x), middle(y)).map(|value| value as u8);
        u32::from_be_bytes([0, r, g, b])
    };
    let mut colours: Vec<u32> = around.places().map(colour_at).collect();
    let seen = colours.len();
    if seen < FEWEST {
        return Err(Unmeasured::NoBackground);
    }
    colours.sort_unstable();
    // Of colours equally frequent the smallest, so that the answer is the same every time.
    let alike = colours.chunk_by(|a, b| a == b);
    let most = alike.reduce(|most, next| if next.len() > most.len() { next } else { most });
    let most = most.ok_or(Unmeasured::NoBackground)?;
    let everywhere = around.everywhere().filter(|place| colour_at(*place) == most[0]).count();
    if everywhere as f64 > WHOLE_SHARE * around.everywhere().count() as f64 {
        return Err(Unmeasured::NoBackground);
    }
    let [_, colour @ ..] = most[0].to_be_bytes();
    Ok(Cutout { flat_share: most.len() as f64 / seen as f64, colour })
}
