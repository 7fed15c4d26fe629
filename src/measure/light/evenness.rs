//! How unevenly the light falls on a face: the stops between its bright and its dark places, the stops between its
//! halves, and how far the light's colour differs from side to side.

use super::patch::{Patch, luminance};
use super::{Reading, Seen, Unmeasured};
use crate::statistics::weighted_quantile;

/// Mesh points on bare skin of the picture's left, each with the one that mirrors it: of the canonical face those
/// inside an ellipse of 6.2 by 8.6 cm, above the chin and below the hair, neither on the middle line nor on eyes, brows
/// or lips.
#[rustfmt::skip]
const PAIRS: [(u16, u16); 93] = [
    (3, 248), (20, 250), (22, 252), (23, 253), (24, 254), (27, 257), (28, 258), (29, 259), (31, 261), (35, 265),
    (36, 266), (44, 274), (45, 275), (46, 276), (47, 277), (48, 278), (49, 279), (50, 280), (51, 281), (55, 285),
    (57, 287), (59, 289), (60, 290), (64, 294), (69, 299), (75, 305), (79, 309), (92, 322), (97, 326), (98, 327),
    (99, 328), (100, 329), (101, 330), (102, 331), (108, 337), (111, 340), (113, 342), (114, 343), (115, 344),
    (117, 346), (118, 347), (119, 348), (120, 349), (121, 350), (122, 351), (124, 353), (126, 355), (128, 357),
    (129, 358), (131, 360), (134, 363), (142, 371), (165, 391), (166, 392), (167, 393), (174, 399), (186, 410),
    (187, 411), (188, 412), (189, 413), (192, 416), (193, 417), (196, 419), (198, 420), (203, 423), (205, 425),
    (206, 426), (207, 427), (209, 429), (216, 436), (217, 437), (218, 438), (219, 439), (220, 440), (221, 441),
    (222, 442), (223, 443), (224, 444), (225, 445), (226, 446), (228, 448), (229, 449), (230, 450), (231, 451),
    (232, 452), (233, 453), (235, 455), (236, 456), (237, 457), (238, 458), (239, 459), (240, 460), (245, 465),
];

/// Half-width of the window around each point, in distances of the eyes. Prototype.
const WINDOW: f64 = 0.07;

/// Light added before its logarithm is taken: a black pixel is not endlessly darker than its neighbour. The darkest 5 %
/// of the 8-bit range. Prototype.
const FLOOR: f64 = 0.004;

/// But no more than this share of the light of the face's bright places: on dark skin the same shadow would count less
/// than on light skin. As much as [`FLOOR`] is on skin of a lightness of 59. No labelled photo is judged otherwise for
/// it that is labelled as even or uneven, in either half; one that people were unsure of is warned of.
const FLOOR_SHARE: f64 = 0.015;

/// And no less than the darkest grey that is not black: one step of sRGB's 8 bits (IEC 61966-2-1, 5.2).
const LEAST_FLOOR: f64 = 1.0 / 255.0 / 12.92;

/// Shares of the points between which the spread is taken: a moustache or the rim of glasses under 15 % of them does
/// not count. Prototype.
const SPREAD: (f64, f64) = (0.15, 0.85);

/// What a difference in colour between the sides, in octaves of a channel, counts of one in light. Chosen with the
/// limit on the labelled photos that are not held back.
const COLOUR_WEIGHT: f64 = 0.5;

/// Fewer pairs in view say nothing of the face.
const FEWEST_PAIRS: usize = 20;

/// The spread of the light over the face and between its sides, stops.
///
/// Alone, the spread orders 57 even and 22 uneven labelled photos with an AUC of 0.93, the halves of 0.92, the colours
/// of 0.89; all three together of 0.96.
///
/// # Errors
/// [`Unmeasured::OutOfView`] where too little of the face lies in the square.
pub(super) fn unevenness(patch: &Patch) -> Reading<Seen> {
    let radius = ((WINDOW * patch.eyes_px()).round() as usize).max(1);
    let floor = floor(patch);
    let stops = |light: [f64; 3]| light.map(|value| (value + floor).log2());
    let seen = |index: u16| patch.around(patch.point(usize::from(index)), radius);
    let pairs: Vec<_> = PAIRS.iter().filter_map(|(left, right)| Some([seen(*left)?, seen(*right)?])).collect();
    if pairs.len() < FEWEST_PAIRS {
        return Err(Unmeasured::OutOfView);
    }
    let brightness = |light: [f64; 3]| ((crate::color::luminance(light) + floor).log2(), 1.0);
    let all: Vec<_> = pairs.iter().flatten().map(|light| brightness(*light)).collect();
    let colours: Vec<_> = pairs.iter().map(|[left, right]| (tint_apart(stops(*left), stops(*right)), 1.0)).collect();
    let quantile = |values: &[(f64, f64)], share| weighted_quantile(values, share).ok_or(Unmeasured::OutOfView);
    let spread = quantile(&all, SPREAD.1)? - quantile(&all, SPREAD.0)?;
    let tint = quantile(&colours, 0.5)?;
    let (halves, darker) = halves(patch, floor);
    let value = spread + halves.abs() + COLOUR_WEIGHT * tint;
    Ok(Seen { value, region: patch.region(patch.skin().map(|(at, ..)| at).filter(|at| darker(*at))) })
}

/// What is added to each light of this face, linear.
fn floor(patch: &Patch) -> f64 {
    (FLOOR_SHARE * crate::color::luminance_of(patch.skin_lightness(SPREAD.1))).clamp(LEAST_FLOOR, FLOOR)
}

/// How far two lights, in stops a channel, differ in colour alone.
fn tint_apart(a: [f64; 3], b: [f64; 3]) -> f64 {
    let tint = |light: [f64; 3]| (light[0] - light[1], light[2] - light[1]);
    let (a, b) = (tint(a), tint(b));
    (a.0 - b.0).hypot(a.1 - b.1)
}

/// The picture's left half of the face over its right half, stops; and which places are of the darker half.
fn halves(patch: &Patch, floor: f64) -> (f64, impl Fn((f64, f64)) -> bool) {
    /// On the bridge and the tip of the nose.
    const RIDGE: [usize; 2] = [168, 4];
    /// Fewer pixels are no half of a face.
    const FEWEST_PX: u32 = 50;
    let middle = RIDGE.iter().map(|at| patch.point(*at).0).sum::<f64>() / 2.0;
    let mut sums = [(0.0, 0_u32); 2];
    for ((x, _), light, _) in patch.skin() {
        let sum = &mut sums[usize::from(x >= middle)];
        *sum = (sum.0 + luminance(light), sum.1 + 1);
    }
    let [left, right] = sums.map(|(sum, count)| (sum / f64::from(count.max(1)) + floor).log2());
    let enough = sums.iter().all(|(_, count)| *count >= FEWEST_PX);
    (if enough { left - right } else { 0.0 }, move |(x, _): (f64, f64)| (x >= middle) == (right <= left))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brightness_alone_is_no_tint() {
        assert!(tint_apart([-1.0, -2.0, -3.0], [-2.5, -3.5, -4.5]) < 1e-12);
        assert!((tint_apart([0.0; 3], [1.0, 0.0, 0.0]) - 1.0).abs() < 1e-12);
    }

    #[test]
    fn no_point_stands_on_both_sides() {
        let mut points: Vec<u16> = PAIRS.iter().flat_map(|(left, right)| [*left, *right]).collect();
        points.sort_unstable();
        points.dedup();
        assert_eq!(points.len(), 2 * PAIRS.len());
    }
}
