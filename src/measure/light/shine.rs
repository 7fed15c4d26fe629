//! How much of the skin shines white: a flash or a lamp that mirrors in it.

use super::Seen;
use super::patch::Patch;
use crate::color::{self, Lab};

/// A place shines when it is at least this share of the way from the lit skin's lightness to white: what burns out
/// light skin (L 78) at 90 and dark skin (L 40) at 73. Chosen by eye on 119 photos.
const TOWARDS_WHITE: f64 = 0.55;

/// And when at most this is left of the lit skin's saturation: a mirrored lamp has its own colour. Same source.
const SATURATION_LEFT: f64 = 0.5;

/// Share of the skin that shines, and where; `tone` is the lit skin's.
pub(super) fn shine(patch: &Patch, tone: Option<Lab>) -> Seen {
    let Some(tone) = tone else { return Seen { value: 0.0, region: patch.region([]) } };
    let places: Vec<_> = patch.skin().filter(|(_, light, l)| shines(*light, *l, tone)).map(|(at, ..)| at).collect();
    let value = places.len() as f64 / f64::from(patch.skin_px().max(1));
    Seen { value, region: patch.region(places) }
}

fn shines(light: [f32; 3], lightness: f64, tone: Lab) -> bool {
    // Chroma goes with the cube root of light, as L + 16 does: their quotient is a saturation.
    let saturation = |[l, a, b]: Lab| a.hypot(b) / (l + 16.0);
    lightness > tone[0] + TOWARDS_WHITE * (100.0 - tone[0])
        && saturation(color::lab_of_light(light.map(f64::from))) <= SATURATION_LEFT * saturation(tone)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_on_skin_shines_and_light_skin_does_not() {
        let linear = |rgb: [u8; 3]| rgb.map(|byte| color::linear()[usize::from(byte)]);
        let shining = |skin: [f32; 3], spot: [u8; 3]| {
            let light = linear(spot);
            shines(light, color::lightness(color::luminance(light.map(f64::from))), color::lab(skin))
        };
        assert!(shining([222.0, 178.0, 146.0], [250, 245, 240]));
        assert!(shining([108.0, 73.0, 54.0], [210, 200, 192]));
        assert!(!shining([222.0, 178.0, 146.0], [242, 206, 180]));
        assert!(!shining([108.0, 73.0, 54.0], [150, 108, 84]));
    }
}
