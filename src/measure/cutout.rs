//! Whether the background is one number: a colour that a program laid behind a cut-out person.
//!
//! A camera's picture of any wall has noise, and light that falls off; even where both are small, neighbouring levels
//! mix. A filled area is the same to the last bit, also after JPEG, whose blocks of one colour decode to one colour.

use super::{Around, Reading, Unmeasured};
use crate::frame::Frame;

/// Background pixels looked at, at least: fewer may be alike by chance.
const FEWEST: usize = 300;

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
/// [`Unmeasured::NoBackground`] where too little shows.
pub(crate) fn cutout(frame: &Frame, around: &Around) -> Reading<Cutout> {
    let full = frame.full();
    let colours = around.places().map(|(x, y)| {
        // The middle of the small copy's pixel, in the frame.
        let middle = |at: usize| ((at as f64 + 0.5) * around.shrink) as usize;
        full.rgb(middle(x), middle(y)).map(|value| value as u8)
    });
    let mut colours: Vec<[u8; 3]> = colours.collect();
    let seen = colours.len();
    if seen < FEWEST {
        return Err(Unmeasured::NoBackground);
    }
    colours.sort_unstable();
    // Of colours equally frequent the smallest, so that the answer is the same every time.
    let alike = colours.chunk_by(|a, b| a == b);
    let most = alike.reduce(|most, next| if next.len() > most.len() { next } else { most });
    let most = most.ok_or(Unmeasured::NoBackground)?;
    Ok(Cutout { flat_share: most.len() as f64 / seen as f64, colour: most[0] })
}
