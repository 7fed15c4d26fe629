//! How blurred the face's edges are, as the deviation of the Gaussian that would have blurred them.
//!
//! An edge blurred by s has a slope of 1/s. Blurred once more by a known amount its slope falls the less the more it was
//! blurred before, whatever its height: from the two slopes comes s (Zhuo and Sim, Defocus map estimation from a single
//! image, Pattern Recognition 44, 2011). Edges are sorted by direction, because a moved camera blurs one direction only,
//! and the most blurred direction counts.

use super::plane::{Plane, quantile};

/// The two blurs between which slopes are compared, px. With the smaller one at 1 noise of 8 levels does not change the
/// answer on the labelled photos; with 0.6 it halved it.
const LESS_PX: f32 = 1.0;
const MORE_PX: f32 = 2.0;

/// An edge has at least this share of the steepest slopes, which are those of one pixel in fifty.
const STEEP_SHARE: f32 = 0.3;
const STEEPEST: f32 = 0.98;
/// Slopes flatter than this, levels a px, are the shading of skin.
const FLATTEST: f32 = 1.0;
/// White noise of deviation 1, blurred by [`LESS_PX`], has slopes of deviation 1 / (sqrt(8 pi) LESS_PX²) = 0.2; three and
/// a half times that is hardly ever exceeded.
const NOISE_SLOPE: f32 = 0.7;

/// Noise over this, levels, hides the edges of a blurred face: both blurs are made twice as wide, which makes the noise's
/// slopes a quarter. The labelled photos have up to 3.4.
const NOISY: f32 = 4.0;

/// A direction with fewer edges than this says nothing.
const FEWEST: usize = 12;

/// A quarter of a direction's edges are sharper than the answer: pens' lines and cast shadows are found on every face, so
/// not the mean. On 24 labelled photos blurred by 2.0 % of the eyes' distance the answer was 1.8 % (1.5 to 2.2), by 3.0 %
/// 2.6 % (2.0 to 2.9).
const SHARPER: f32 = 0.25;

/// More than this, px, is not told apart.
const MOST_PX: f32 = 20.0;

/// The blur of the edges in `face`, px; `noise` is the deviation of its noise, levels. `None` where there are no edges.
pub(super) fn blur_px(face: &Plane, noise: f32) -> Option<f64> {
    let widened = if noise > NOISY { 2.0 } else { 1.0 };
    let (less_px, more_px) = (LESS_PX * widened, MORE_PX * widened);
    let (less, more) = (face.blurred(less_px), face.blurred(more_px));
    let mut steepness = vec![0.0_f32; face.values.len()];
    let mut inner = Vec::new();
    for y in 1..face.height.saturating_sub(1) {
        less.steepness(y, &mut inner);
        steepness[y * face.width..][1..=inner.len()].copy_from_slice(&inner);
    }
    let top = quantile(&mut steepness.clone(), STEEPEST)?;
    let least = (STEEP_SHARE * top).max(FLATTEST).max(NOISE_SLOPE * noise / (widened * widened));
    let mut directions: [Vec<f32>; 4] = Default::default();
    for (x, y) in face.inner(2) {
        let at = y * face.width + x;
        let here = steepness[at];
        if here < least {
            continue;
        }
        let (direction, across) = direction(less.slope(at), face.width);
        // Only the ridge of the slope, where the edge runs.
        if here < steepness[at - across] || here < steepness[at + across] {
            continue;
        }
        let (dx, dy) = more.slope(at);
        let quotient = (here * here / (dx * dx + dy * dy).max(1e-6)).max(1.0);
        directions[direction].push(before(quotient, less_px, more_px));
    }
    let known = directions.iter_mut().filter(|edges| edges.len() >= FEWEST);
    known.filter_map(|edges| quantile(edges, SHARPER)).reduce(f32::max).map(f64::from)
}

/// Of the four directions 0, 45, 90 and 135 degrees that of the slope, and how far the next pixel along it lies.
fn direction((dx, dy): (f32, f32), width: usize) -> (usize, usize) {
    /// tan 22.5 degrees.
    const HALF: f32 = std::f32::consts::SQRT_2 - 1.0;
    if dy.abs() <= HALF * dx.abs() {
        (0, 1)
    } else if dx.abs() <= HALF * dy.abs() {
        (2, width)
    } else if dx * dy > 0.0 {
        (1, width + 1)
    } else {
        (3, width - 1)
    }
}

/// The blur before ours, px, from the quotient of the squared slopes (1 or more): it is (s² + more²) / (s² + less²).
fn before(quotient: f32, less_px: f32, more_px: f32) -> f32 {
    let square = (more_px * more_px - quotient * less_px * less_px) / (quotient - 1.0).max(1e-4);
    square.clamp(0.0, MOST_PX * MOST_PX).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Discs of several brightnesses: edges in every direction.
    fn discs() -> Plane {
        let (width, height) = (160, 160);
        let value = |x: f32, y: f32| {
            let (cell_x, cell_y) = ((x / 40.0).floor(), (y / 40.0).floor());
            let away = (x - cell_x * 40.0 - 20.0).hypot(y - cell_y * 40.0 - 20.0);
            if away < 12.0 { 60.0 + 10.0 * (cell_x + cell_y) } else { 180.0 }
        };
        let values = (0..width * height).map(|at| value((at % width) as f32, (at / width) as f32)).collect();
        Plane { width, height, values }
    }

    #[test]
    fn the_blur_put_in_is_found() {
        let wrong = [1.0_f32, 2.0, 3.0, 4.0].map(|sigma| {
            let found = blur_px(&discs().blurred(sigma), 0.0).unwrap();
            (found / f64::from(sigma) - 1.0).abs()
        });
        // A disc on pixels has steps of its own.
        assert!(wrong[0] < 0.25 && wrong[1..].iter().all(|share| *share < 0.1), "{wrong:?}");
        assert!(blur_px(&discs(), 0.0).unwrap() < 1.0);
    }

    #[test]
    fn a_streak_along_one_direction_counts_in_full() {
        let sharp = discs();
        let mut streaked = sharp.clone();
        for y in 0..sharp.height {
            for x in 5..sharp.width - 5 {
                let along = &sharp.row(y)[x - 5..=x + 5];
                streaked.values[y * sharp.width + x] = along.iter().sum::<f32>() / 11.0;
            }
        }
        // A box of 11 px has a deviation of 3.2.
        assert!(blur_px(&streaked, 0.0).unwrap() > 2.0, "{:?}", blur_px(&streaked, 0.0));
    }

    #[test]
    fn nothing_to_see_is_not_sharp() {
        let flat = Plane { width: 60, height: 60, values: vec![120.0; 3600] };
        assert_eq!(blur_px(&flat, 0.0), None);
        assert_eq!(blur_px(&Plane { width: 0, height: 0, values: Vec::new() }, 0.0), None);
    }
}
