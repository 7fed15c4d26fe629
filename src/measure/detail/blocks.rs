//! The seams between a JPEG coder's blocks: how much higher the steps of brightness are there than elsewhere.
//!
//! A coder that was told to save quantises each block of 8 x 8 px on its own, so that neighbours no longer meet. Looked
//! for in the pixels, it is found as well in a photo that was stored again since.

use super::plane::Plane;

/// Side of a block in the file, px (ITU-T T.81, A.3.1).
pub(super) const BLOCK_PX: f64 = 8.0;

/// Blocks made smaller than this, px, by the scale of the analysis copy are not told from texture.
pub(super) const SMALLEST_PX: f64 = 2.9;

/// A step over this many levels is the subject's own, and counts no more than this.
const HIGHEST_STEP: f32 = 16.0;

/// Seams along each axis; fewer say nothing.
const FEWEST: f64 = 6.0;

/// Height of the seams in `part`, levels, where blocks are `period` px wide, wherever they start: on the mean over both
/// axes, those steps over the steps beside them. `None` where blocks cannot be seen.
pub(super) fn seams(part: &Plane, period: f64) -> Option<f64> {
    if period < SMALLEST_PX || (part.width.min(part.height) as f64) < period * FEWEST {
        return None;
    }
    Some((highest(&across(part), period) + highest(&down(part), period)) / 2.0)
}

fn step(a: f32, b: f32) -> f32 {
    (a - b).abs().min(HIGHEST_STEP)
}

/// For each column (but two on the left and one on the right): the step into it over the mean of the steps before and
/// after, on the mean over the rows.
fn across(part: &Plane) -> Vec<f32> {
    let mut sums = vec![0.0_f32; part.width - 3];
    for y in 0..part.height {
        let row = part.row(y);
        for (sum, four) in sums.iter_mut().zip(row.windows(4)) {
            *sum += step(four[2], four[1]) - 0.5 * (step(four[1], four[0]) + step(four[3], four[2]));
        }
    }
    let rows = part.height as f32;
    sums.into_iter().map(|sum| sum / rows).collect()
}

/// The same for rows.
fn down(part: &Plane) -> Vec<f32> {
    let columns = part.width as f32;
    let over = |y: usize| {
        let [a, b, c, d] = [y, y + 1, y + 2, y + 3].map(|y| part.row(y));
        let steps = a.iter().zip(b).zip(c.iter().zip(d));
        steps.map(|((a, b), (c, d))| step(*c, *b) - 0.5 * (step(*b, *a) + step(*d, *c))).sum::<f32>() / columns
    };
    (0..part.height - 3).map(over).collect()
}

/// The highest mean of `profile` at places `period` apart, over where they may start; never under 0.
fn highest(profile: &[f32], period: f64) -> f64 {
    let starts = (2.0 * period).ceil() as u32;
    let at = |place: f64| {
        let (low, share) = (place as usize, place.fract() as f32);
        match profile.get(low..low + 2) {
            Some([a, b]) => f64::from(a + (b - a) * share),
            _ => 0.0,
        }
    };
    (0..starts)
        .map(|start| {
            let first = period * f64::from(start) / f64::from(starts);
            let count = ((profile.len() as f64 - 1.0 - first) / period).ceil().max(1.0);
            (0..count as u32).map(|seam| at(first + period * f64::from(seam))).sum::<f64>() / count
        })
        .fold(0.0, f64::max)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A slope, with blocks of `side` px that each stand `height` levels over or under their neighbours.
    fn blocky(side: usize, offset: usize, height: f32) -> Plane {
        let (width, size) = (128, 128 * 128);
        let value = |x: usize, y: usize| {
            let odd = ((x + offset) / side + (y + offset) / side) % 2;
            80.0 + 0.3 * x as f32 + height * odd as f32
        };
        Plane { width, height: width, values: (0..size).map(|at| value(at % width, at / width)).collect() }
    }

    #[test]
    fn seams_are_found_wherever_they_start() {
        for offset in [0, 3, 7] {
            let found = seams(&blocky(8, offset, 4.0), 8.0).unwrap();
            assert!((found - 4.0).abs() < 0.4, "{offset}: {found}");
        }
    }

    #[test]
    fn other_patterns_are_no_seams() {
        assert!(seams(&blocky(7, 0, 4.0), 8.0).unwrap() < 0.6);
        assert!(seams(&blocky(128, 0, 4.0), 8.0).unwrap() < 0.1);
    }

    #[test]
    fn blocks_too_small_to_be_seen_are_not_measured() {
        assert_eq!(seams(&blocky(2, 0, 4.0), 2.0), None);
        assert_eq!(seams(&Plane { width: 20, height: 20, values: vec![0.0; 400] }, 8.0), None);
    }
}
