//! What covers the face between brows and chin: a mask, a scarf, a hand, a microphone, hair; learned from colours and
//! edges beside the skin around the eyes, which such things leave free.

use super::descriptor::{Channels, Side};
use super::eyewear::likely;
use super::straight::{Area, Straight, median};
use super::worn_weights::COVER;
use super::{Reading, Spot, Unmeasured};

/// What covers the face.
#[derive(Clone, Copy, Debug)]
pub struct Cover {
    /// How likely something covers cheek, nose, mouth or chin, 0..=1; the worse half.
    pub lower: Spot,
}

/// What is described, of the right half, cm: from the nose's bridge to the chin.
pub(super) const LOWER: Area = Area { left: 0.0, right: 6.0, bottom: -8.0, top: 2.0 };
/// Where the skin is looked at: below both eyes, the nose's bridge, the forehead.
const SKIN: [Area; 4] = [
    Area { left: 2.25, right: 4.5, bottom: -0.25, top: 1.0 },
    Area { left: -4.5, right: -2.25, bottom: -0.25, top: 1.0 },
    Area { left: -0.75, right: 0.75, bottom: 1.25, top: 3.5 },
    Area { left: -2.25, right: 2.25, bottom: 5.5, top: 6.75 },
];

/// Frame pixels to a centimetre of the face, from which on covers are seen: a mask is larger than a rim.
const LEAST_PX_PER_CM: f64 = 2.0;
/// Lightness of skin, from which on it can be told from what lies over it. Labelled photos below it have 7, 8 and 13 and
/// are labelled too dark; the next has 17, under dark glasses.
const LEAST_LIGHT: f64 = 15.0;

/// Measures it on the straightened face.
pub(crate) fn cover(face: Option<&Straight>) -> Reading<Cover> {
    let face = face.ok_or(Unmeasured::NotImplied)?;
    if face.px_per_cm() < LEAST_PX_PER_CM {
        return Err(Unmeasured::TooSmall);
    }
    if median(&SKIN.map(|area| face.median(area)))[0] < LEAST_LIGHT {
        return Err(Unmeasured::NotImplied);
    }
    let channels = Channels::new(face, &SKIN);
    let shown = Side::BOTH.into_iter().filter(|side| face.shows(side.place(LOWER)));
    let halves = shown.map(|side| (likely(COVER.odds(&channels.describe(LOWER, side))), side));
    Ok(Cover { lower: Spot::worst(face, LOWER, halves).ok_or(Unmeasured::OutOfView)? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_a_face_nothing_is_said() {
        assert_eq!(cover(None).err(), Some(Unmeasured::NotImplied));
    }
}
