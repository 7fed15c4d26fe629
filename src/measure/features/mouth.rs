//! Lips and teeth: the gap from the mesh, the teeth from the colours in it.

use super::Face;
use crate::color::{Lab, lab};
use crate::frame::{Border, Frame, Region};
use crate::geometry::{Frame as InFrame, Point};
use crate::measure::colours::{Colours, median};

/// The corners of the mouth, the picture's left first. MediaPipe's canonical face model, as all here.
pub(super) const CORNERS: [usize; 2] = [61, 291];

/// Inner edges of the upper and lower lip over the mouth's middle third, in pairs.
const LIPS: [(usize, usize); 3] = [(82, 87), (13, 14), (312, 317)];

/// The lips' outer and inner outline, around.
pub(super) const OUTER: [usize; 20] =
    [61, 185, 40, 39, 37, 0, 267, 269, 270, 409, 291, 375, 321, 405, 314, 17, 84, 181, 91, 146];
const INNER: [usize; 20] = [78, 191, 80, 81, 82, 13, 312, 311, 310, 415, 308, 324, 318, 402, 317, 14, 87, 178, 88, 95];

/// Skin beside mouth and nose: both cheeks.
const SKIN: [usize; 6] = [50, 280, 205, 425, 101, 330];

/// Between the lips over the mouth's middle third, over the distance between the eyes.
pub(super) fn lip_gap(face: &Face) -> f64 {
    face.mean_drop(&LIPS)
}

/// Side of the sampled square, px. The mouth's width fills nine tenths of it.
const SIDE: usize = 64;
const MARGIN: f64 = 1.1;

/// A tooth is less red than the lips by this share of their own redness (CIELAB a, at least [`LEAST_RED`]), and lighter
/// than the dark of an open mouth: this share of the cheeks' lightness, or this much less than the lips. Chosen on 108
/// labelled photos for the area of teeth: 75 mouths without have up to 0.05 % of the squared distance between the eyes,
/// 32 of 33 with teeth from 0.56 % on.
const LESS_RED: f64 = 0.3;
const LEAST_RED: f64 = 6.0;
const LIGHTNESS_OF_SKIN: f64 = 0.45;
const UNDER_LIPS: f64 = 8.0;

/// Side of a square as large as all teeth between the lips, over the distance between the eyes.
pub(super) fn teeth(frame: &Frame, face: &Face) -> f64 {
    let [left, right] = CORNERS.map(|corner| face.at(corner));
    let middle = INNER.iter().map(|index| face.at(*index)).fold((0.0, 0.0), |sum, p| (sum.0 + p.x, sum.1 + p.y));
    let count = INNER.len() as f64;
    let side = left.distance(right) * MARGIN;
    let region = Region::square(Point::new(middle.0 / count, middle.1 / count), side, face.mesh.eye_line_deg());
    let outlines = [&INNER, &OUTER].map(|outline| outline.map(|index| cell(&region, face.at(index))));
    let [inner, outer] = outlines.each_ref().map(|outline| filled(outline));
    if !inner.contains(&true) {
        return 0.0;
    }
    let pixels = frame.sample(&region, SIDE, Border::Nearest, (0.0, 255.0));
    let colour = |at: usize| match pixels.get(at * 3..at * 3 + 3) {
        Some(&[r, g, b]) => lab([r, g, b]),
        _ => [0.0; 3],
    };
    let gap: Vec<Lab> = (0..SIDE * SIDE).filter(|at| inner[*at]).map(colour).collect();
    // The lips' own pixels, clear of the gap's edge.
    let clear = 2;
    let near_gap = |at: usize| {
        let (row, column) = (at / SIDE, at % SIDE);
        let rows = row.saturating_sub(clear)..=(row + clear).min(SIDE - 1);
        rows.into_iter().any(|row| {
            (column.saturating_sub(clear)..=(column + clear).min(SIDE - 1)).any(|column| inner[row * SIDE + column])
        })
    };
    let lips: Vec<Lab> = (0..SIDE * SIDE).filter(|at| outer[*at] && !near_gap(*at)).map(colour).collect();
    let skin = median(&skin_colours(frame, face));
    let lips = if lips.len() < FEWEST_PIXELS { skin } else { median(&lips) };
    let least_light = (LIGHTNESS_OF_SKIN * skin[0]).max(lips[0] - UNDER_LIPS);
    let most_red = lips[1] - LESS_RED * lips[1].max(LEAST_RED);
    let teeth = gap.iter().filter(|[light, red, _]| *light > least_light && *red < most_red).count();
    (teeth as f64).sqrt() * side / SIDE as f64 / face.eye_distance
}

/// Lips of fewer sampled pixels are too thin to have a colour; the skin's is taken.
const FEWEST_PIXELS: usize = 20;

/// The colours of the face's own skin, one for each point of [`SKIN`].
fn skin_colours(frame: &Frame, face: &Face) -> Vec<Lab> {
    let colours = Colours::of(frame, SWATCH * face.eye_distance);
    SKIN.iter().filter_map(|index| colours.at(face.at(*index))).collect()
}

/// A patch of skin that is looked at, in distances between the eyes: larger than a pore, smaller than a cheek.
const SWATCH: f64 = 0.04;

/// `point` in pixels of the sampled square.
fn cell(region: &Region, point: Point<InFrame>) -> (f64, f64) {
    let (u, v) = region.locate(point);
    (u * SIDE as f64, v * SIDE as f64)
}

/// Which pixels' centres lie inside `outline`, (SIDE, SIDE) row by row; even-odd rule.
fn filled(outline: &[(f64, f64)]) -> Vec<bool> {
    let mut inside = vec![false; SIDE * SIDE];
    for row in 0..SIDE {
        let y = row as f64 + 0.5;
        let sides = outline.iter().zip(outline.iter().cycle().skip(1));
        let crossing = sides.filter(|(a, b)| (a.1 <= y) != (b.1 <= y));
        for x in crossing.map(|(a, b)| a.0 + (b.0 - a.0) * (y - a.1) / (b.1 - a.1)) {
            // All pixels to the right of a side change sides.
            let first = (x + 0.5).max(0.0) as usize;
            inside[row * SIDE..(row + 1) * SIDE].iter_mut().skip(first).for_each(|inside| *inside = !*inside);
        }
    }
    inside
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_polygon_is_filled_to_its_edges() {
        let square = [(10.0, 20.0), (30.0, 20.0), (30.0, 25.0), (10.0, 25.0)];
        let inside = filled(&square);
        assert_eq!(inside.iter().filter(|inside| **inside).count(), 100);
        assert!(inside[20 * SIDE + 10] && !inside[20 * SIDE + 9] && !inside[25 * SIDE + 10]);
    }

    #[test]
    fn a_polygon_partly_outside_the_square_is_filled_inside_it() {
        let wide = [(-50.0, -50.0), (200.0, -50.0), (200.0, 200.0), (-50.0, 200.0)];
        assert!(filled(&wide).iter().all(|inside| *inside));
    }
}
