//! The colours of lips and lids against the cheeks'.

use super::in_photo;
use super::patch::{Axes, labs, middle};
use crate::color::Lab;
use crate::face::Mesh;
use crate::frame::{Frame, Region};
use crate::geometry::{Photo, Rect};
use crate::measure::{Reading, Unmeasured};

/// How far lips and lids are from the colour of bare skin.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Makeup {
    /// A CIELAB distance.
    pub strength: f64,
    /// Lips or lids, whichever are farther.
    pub region: Rect<Photo>,
}

/// Mesh points in the red of both lips, and between lid and brow; the picture's left, then its right.
const LIPS: [usize; 6] = [16, 85, 315, 11, 72, 302];
const LIDS: [[usize; 3]; 2] = [[27, 28, 29], [257, 258, 259]];

/// Bare lips differ from the cheek less than bare lids do, in the shade of the brow: of the labelled photos without
/// make-up lips reach 20 (95th percentile), lids 17 and up to 26 in the shade.
const LID_WEIGHT: f64 = 0.75;

pub(super) fn makeup(frame: &Frame, mesh: &Mesh, axes: &Axes, skins: [Lab; 2]) -> Reading<Makeup> {
    let at = |points: &[usize]| {
        let square = |point: &usize| Region::square(mesh.point(*point), 0.03 * axes.unit, mesh.eye_line_deg());
        middle(&points.iter().flat_map(|point| labs(frame, &square(point), 3)).collect::<Vec<_>>())
    };
    let [left, right] = skins;
    let cheek = [0, 1, 2].map(|channel| (left[channel] + right[channel]) / 2.0);
    let lips = lip_colour(at(&LIPS), cheek);
    let lids = LIDS.iter().zip(skins).map(|(points, skin)| off_skin(at(points), skin)).sum::<f64>() / 2.0;
    let lids = LID_WEIGHT * lids;
    let strength = lips.max(lids);
    if !strength.is_finite() {
        return Err(Unmeasured::NotImplied);
    }
    let points: Vec<usize> = if lips >= lids { LIPS.to_vec() } else { LIDS.concat() };
    // A little around the points, so that it can be seen where it is.
    let squares = points.iter().map(|point| Region::square(mesh.point(*point), 0.12 * axes.unit, 0.0));
    let corners = squares.flat_map(|square| {
        let rect = in_photo(&square, frame);
        crate::geometry::Crop::upright(rect).corners()
    });
    Ok(Makeup { strength, region: Rect::around(corners).ok_or(Unmeasured::NotImplied)? })
}

/// How much more colourful than the cheek, and half of how much darker. Of the prototype's nine measures the one that
/// separates best (area under the curve 0.92, on four faults).
fn lip_colour(lips: Lab, cheek: Lab) -> f64 {
    let chroma = |colour: Lab| colour[1].hypot(colour[2]);
    (chroma(lips) - chroma(cheek)).max(0.0).hypot(0.5 * (cheek[0] - lips[0]).max(0.0))
}

/// Distance of a and b from those that the skin would have in this light: a surface's chroma grows with its lightness.
fn off_skin(colour: Lab, skin: Lab) -> f64 {
    let light = (colour[0] / skin[0].max(5.0)).clamp(0.35, 1.3);
    (colour[1] - skin[1] * light).hypot(colour[2] - skin[2] * light)
}

#[cfg(test)]
mod tests {
    use super::*;

    const CHEEK: Lab = [70.0, 14.0, 18.0];

    #[test]
    fn lips_of_the_cheeks_colour_have_no_paint_on_them() {
        assert_eq!(lip_colour(CHEEK, CHEEK), 0.0);
    }

    #[test]
    fn redder_and_darker_lips_are_stronger() {
        let strengths = [0.0, 10.0, 20.0, 30.0].map(|more| lip_colour([70.0 - more, 14.0 + more, 18.0], CHEEK));
        assert!(strengths.is_sorted_by(|a, b| a < b), "{strengths:?}");
    }

    #[test]
    fn a_shaded_lid_is_skin_and_a_violet_one_is_not() {
        assert!(off_skin([35.0, 7.0, 9.0], CHEEK) < 0.01);
        assert!(off_skin([50.0, 20.0, -10.0], CHEEK) > 20.0);
    }
}
