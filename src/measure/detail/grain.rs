//! The sensor's noise: what is finer than a face's features and lies over all of it.

use super::plane::{Plane, quantile};

/// Side of the squares in which noise is looked for, px.
const SQUARE: usize = 8;

/// Noise is read off the calmest squares: a fifth of them are calmer. The rest hold hair, brows and wrinkles.
const CALMER: f32 = 0.2;

/// A square darker or brighter than this on the mean, levels, is clipped: noise does not show.
const UNCLIPPED: std::ops::Range<f32> = 12.0..245.0;

/// Fewer squares than this say nothing.
const FEWEST: usize = 12;

/// Deviation of the noise in `face`, levels, where `inside` says it is face. `None` where too little is seen.
///
/// By the difference of two Laplacians, which neither a slope nor a straight edge answers (Immerkaer, Fast noise variance
/// estimation, CVIU 64, 1996).
pub(super) fn noise(face: &Plane, inside: impl Fn(usize, usize) -> bool) -> Option<f32> {
    let (columns, rows) = (face.width.saturating_sub(2) / SQUARE, face.height.saturating_sub(2) / SQUARE);
    let mut deviations = Vec::new();
    for row in 0..rows {
        for column in 0..columns {
            let (left, top) = (column * SQUARE + 1, row * SQUARE + 1);
            if inside(left + SQUARE / 2, top + SQUARE / 2) {
                deviations.extend(square(face, left, top));
            }
        }
    }
    if deviations.len() < FEWEST { None } else { quantile(&mut deviations, CALMER) }
}

/// Deviation of the noise in one square; `None` where it is clipped.
fn square(face: &Plane, left: usize, top: usize) -> Option<f32> {
    let (mut squares, mut sum) = (0.0, 0.0);
    for y in top..top + SQUARE {
        let [above, here, below] = [y - 1, y, y + 1].map(|y| &face.row(y)[left - 1..left + SQUARE + 1]);
        for x in 1..=SQUARE {
            let corners = above[x - 1] + above[x + 1] + below[x - 1] + below[x + 1];
            let sides = above[x] + below[x] + here[x - 1] + here[x + 1];
            let answer = corners - 2.0 * sides + 4.0 * here[x];
            squares += answer * answer;
            sum += here[x];
        }
    }
    let count = (SQUARE * SQUARE) as f32;
    // White noise of deviation 1 answers with deviation 6, the root of the weights' squares.
    UNCLIPPED.contains(&(sum / count)).then(|| (squares / count).sqrt() / 6.0)
}

#[cfg(test)]
mod tests {
    use super::super::plane::tests::grainy;
    use super::*;

    #[test]
    fn the_noise_put_in_is_found() {
        for deviation in [0.0, 2.0, 5.0, 12.0] {
            let found = noise(&grainy(deviation), |_, _| true).unwrap();
            assert!((found - deviation).abs() <= 0.2 * deviation + 1e-3, "{found} is not {deviation}");
        }
    }

    #[test]
    fn what_is_not_face_is_not_looked_at() {
        assert_eq!(noise(&grainy(3.0), |_, _| false), None);
    }
}
