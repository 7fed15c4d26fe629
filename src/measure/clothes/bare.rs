//! How much skin shows on shoulders and chest: the colours there against those of this face's own cheeks and forehead,
//! so that it holds for every skin tone.

use super::Body;
use crate::color::Lab;
use crate::geometry::{Photo, Rect};
use crate::measure::colours::{Colours, median};
use crate::measure::{Reading, Unmeasured};

/// Where clothes should be: across in face widths from the middle (an open collar lies nearer), down in face heights
/// under the chin; and what is taken of a picture that ends just under the chin. Best of eight on the labelled photos.
const SHOULDERS: Area = Area { across: (0.6, 1.6), down: (0.15, 1.2) };
const NARROW: Area = Area { across: (0.5, 1.6), down: (0.05, 1.2) };

/// Part of the picture, under the chin.
struct Area {
    across: (f64, f64),
    down: (f64, f64),
}

/// Mask value from which a place is surely person. Prototype.
const SURE_PERSON: f32 = 0.6;

/// Side of the patches whose colours are compared, in face widths: larger than the weave of cloth.
const PATCH: f64 = 0.03;

/// Smallest seen part of the area, in squared face widths.
const SMALLEST: f64 = 0.02;

/// Upper cheeks of both sides and the forehead, three points of the mesh each. MediaPipe's canonical face model.
const SKIN: [[usize; 3]; 3] = [[50, 118, 101], [280, 347, 330], [151, 108, 337]];

/// How skin varies on one person: deviation of a and b (CIELAB, at the face's lightness), and of lightness downwards
/// and upwards. Likeness over which a patch is skin. The best of twelve sets on the labelled
/// photos (AUC 0.97).
const CHROMA_DEVIATION: f64 = 3.0;
const DARKER_DEVIATION: f64 = 26.0;
const LIGHTER_DEVIATION: f64 = 18.0;
const LIKENESS: f64 = 0.35;

/// # Errors
/// [`Unmeasured::OutOfView`] where hardly anything under the chin shows.
pub(super) fn bare(body: &Body) -> Reading<(f64, Rect<Photo>)> {
    let colours = Colours::of(body.frame, PATCH * body.width);
    let of_region = |points: &[usize; 3]| {
        let colours: Vec<_> = points.iter().filter_map(|index| colours.at(body.mesh.point(*index))).collect();
        (!colours.is_empty()).then(|| median(&colours))
    };
    let skin = median(&SKIN.iter().filter_map(of_region).collect::<Vec<_>>());
    within(body, &colours, skin, &SHOULDERS)
        .or_else(|| within(body, &colours, skin, &NARROW))
        .ok_or(Unmeasured::OutOfView)
}

/// Share of the person in `area` that looks like `skin`; `None` where too little shows.
fn within(body: &Body, colours: &Colours, skin: Lab, area: &Area) -> Option<(f64, Rect<Photo>)> {
    let (wide, high) = (colours.step / body.width, colours.step / body.height);
    // Where skin shows; without skin, where it was looked for.
    let (mut places, mut looked_at) = (Vec::new(), Vec::new());
    let mut down = area.down.0;
    while down < area.down.1 && body.at(0.0, down).y < body.frame.height() {
        let mut across = area.across.0;
        while across < area.across.1 {
            for place in [body.at(-across, down), body.at(across, down)] {
                if !body.holds(place) || body.mask.at(place) <= SURE_PERSON {
                    continue;
                }
                if let Some(colour) = colours.at(place) {
                    looked_at.push(place);
                    if likeness(colour, skin) > LIKENESS {
                        places.push(place);
                    }
                }
            }
            across += wide;
        }
        down += high;
    }
    if looked_at.len() as f64 * wide * wide < SMALLEST {
        return None;
    }
    let (seen, alike) = (looked_at.len(), places.len());
    let region = Rect::around(if places.is_empty() { looked_at } else { places })?;
    Some((alike as f64 / seen as f64, body.to_photo(region)))
}

/// How much `colour` is like `skin`, 0..=1. The chroma of a surface scales with its lightness.
fn likeness(colour: Lab, skin: Lab) -> f64 {
    let scale = (colour[0] / skin[0].max(5.0)).clamp(0.35, 1.3);
    let chroma = (colour[1] - skin[1] * scale).hypot(colour[2] - skin[2] * scale) / CHROMA_DEVIATION;
    let lighter = colour[0] - skin[0];
    let light = lighter / if lighter < 0.0 { DARKER_DEVIATION } else { LIGHTER_DEVIATION };
    (-0.5 * (chroma * chroma + light * light)).exp()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn skin_in_shade_is_skin_and_cloth_is_not() {
        let skin = [65.0, 16.0, 20.0];
        assert!(likeness(skin, skin) > 0.99);
        assert!(likeness([45.0, 11.0, 14.0], skin) > LIKENESS);
        assert!(likeness([65.0, 0.0, 0.0], skin) < LIKENESS);
        assert!(likeness([30.0, 2.0, -5.0], skin) < LIKENESS);
    }
}
