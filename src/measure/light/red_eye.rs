//! Whether a flash lights the pupils red.

use super::{Reading, Seen, Unmeasured};
use crate::color::{Lab, lab};
use crate::face::Mesh;
use crate::frame::{Border, Frame, Region};
use crate::geometry::Rect;

/// Mesh points of each eye: the iris' centre (four on its rim follow), the middles of both lids.
const EYES: [[usize; 3]; 2] = [[468, 159, 145], [473, 386, 374]];

/// The disc that is looked at, in radii of the iris: a pupil in the dark. Prototype.
const PUPIL: f64 = 0.55;

/// Pixels across the square around it.
const SIDE: usize = 16;

/// An iris of a smaller radius, px of the frame, is too small to say.
const SMALLEST_IRIS_PX: f64 = 2.0;

/// An eye open by less than this, in radii of its iris, shows no pupil.
const SHUT: f64 = 0.3;

/// A pixel is red when its a is over this, over its b, and this much over the skin's: irises of the labelled photos end
/// at 27 in a, and red light reddens skin alike.
const RED: f64 = 30.0;
const OVER_SKIN: f64 = 12.0;

/// The share of red in the redder pupil, and where it is; `tone` is the skin's.
///
/// # Errors
/// [`Unmeasured::TooSmall`] where the irises are; [`Unmeasured::OutOfView`] where both eyes are shut.
pub(super) fn red_eye(frame: &Frame, mesh: &Mesh, tone: Option<Lab>) -> Reading<Seen> {
    let least = tone.map_or(RED, |tone| RED.max(tone[1] + OVER_SKIN));
    let mut redder: Option<Seen> = None;
    let mut small = false;
    for [iris, upper, lower] in EYES {
        let centre = mesh.point(iris);
        let radius = (1..=4).map(|rim| mesh.point(iris + rim).distance(centre)).sum::<f64>() / 4.0;
        if mesh.point(upper).distance(mesh.point(lower)) < SHUT * radius {
            continue;
        }
        if radius < SMALLEST_IRIS_PX {
            small = true;
            continue;
        }
        let pupil = Region::square(centre, 2.0 * PUPIL * radius, 0.0);
        let value = red_share(&frame.sample(&pupil, SIDE, Border::Nearest, (0.0, 255.0)), least);
        if redder.is_none_or(|seen| value > seen.value) {
            let around = Rect::new(centre.x - radius, centre.y - radius, 2.0 * radius, 2.0 * radius);
            redder = Some(Seen { value, region: around.to_photo(frame.scale()) });
        }
    }
    redder.ok_or(if small { Unmeasured::TooSmall } else { Unmeasured::OutOfView })
}

/// Share of a disc in the square `rgb`, (SIDE, SIDE, 3), 0..=255, that is red.
fn red_share(rgb: &[f32], least: f64) -> f64 {
    let middle = SIDE as f64 / 2.0;
    let in_disc = |at: usize| {
        let (x, y) = ((at % SIDE) as f64 + 0.5, (at / SIDE) as f64 + 0.5);
        (x - middle).hypot(y - middle) <= middle
    };
    let (mut red, mut all) = (0, 0);
    for (_, pixel) in rgb.chunks_exact(3).enumerate().filter(|(at, _)| in_disc(*at)) {
        let [_, a, b] = lab([pixel[0], pixel[1], pixel[2]]);
        red += i32::from(a > least && a > b);
        all += 1;
    }
    f64::from(red) / f64::from(all.max(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lit_pupil_is_red_and_a_brown_iris_is_not() {
        let eye = |rgb: [f32; 3]| red_share(&rgb.repeat(SIDE * SIDE), RED);
        assert_eq!(eye([200.0, 40.0, 45.0]), 1.0);
        assert_eq!([[92.0, 58.0, 40.0], [20.0, 16.0, 16.0], [150.0, 90.0, 40.0]].map(eye), [0.0; 3]);
    }
}
