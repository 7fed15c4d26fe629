//! Whether a JPEG was compressed before, more coarsely than now: the steps of the first time leave gaps at even
//! distances in the histogram of each frequency's coefficients (Lukáš and Fridrich, DFRWS 2003; Popescu and Farid 2004).
//!
//! For each low frequency and each first step that could have been, it is asked how much more likely the histogram is
//! with the gaps which that step would leave than without. A second compression coarser than the first leaves next to
//! nothing: `tests/ORIGIN.md` has the figures.

use super::{Reading, Unmeasured};
use crate::color::luma;
use crate::container::{Container, JpegHeader};
use crate::decode::Photo;

/// Samples of a block's side (ITU-T T.81, A.3.1).
const SIDE: usize = 8;

/// Row and column of the frequencies looked at, in zigzag order from the second on.
const FREQUENCIES: [(usize, usize); 9] = [(0, 1), (1, 0), (2, 0), (1, 1), (0, 2), (0, 3), (1, 2), (2, 1), (3, 0)];

/// Coefficients are counted up to this many steps; beyond, few are left.
const STEPS: usize = 40;

/// Counts at a distance of so many to either side tell what is usual here.
const AROUND: usize = 3;

/// Of zero and one nothing is learnt: nearly all coefficients are.
const FIRST: usize = 2;

/// Steps of a first compression that are tried: 1 is none, 32 is a quality of 20.
const TRIED: std::ops::RangeInclusive<usize> = 2..=32;

/// Coefficients of a frequency, different values, and frequencies at least: fewer may be uneven by chance.
const FEWEST: usize = 200;
const FEWEST_VALUES: usize = 6;
const FEWEST_FREQUENCIES: usize = 3;

/// Blocks looked at: all of 480 x 640; of larger pictures whole rows of blocks are left out.
const MOST_BLOCKS: usize = 4800;

/// Likelihood that is left to a gap: pixels are clipped.
const IN_GAPS: f64 = 0.05;

/// The evidence for an earlier, coarser compression: the mean logarithm of the likelihoods' ratio for a coefficient, of
/// the median frequency. `stored`: pixels as the file has them, from its first row on, at full size.
///
/// # Errors
/// [`Unmeasured::NotImplied`] where the pixels hold too little, or the file is no baseline JPEG.
pub(crate) fn recompressed(container: &Container, stored: Option<&Photo>) -> Reading<f64> {
    let header = container.jpeg.as_ref().ok_or(Unmeasured::NotImplied)?;
    let stored = stored.ok_or(Unmeasured::NotImplied)?;
    let steps = luma_steps(header).ok_or(Unmeasured::NotImplied)?;
    let histograms = histograms(stored, &steps);
    let scores = steps.iter().zip(&histograms).filter_map(|(step, counts)| score(*step, counts));
    let mut scores: Vec<f64> = scores.collect();
    if scores.len() < FEWEST_FREQUENCIES {
        return Err(Unmeasured::NotImplied);
    }
    let middle = scores.len() / 2;
    Ok(*scores.select_nth_unstable_by(middle, f64::total_cmp).1)
}

/// The steps of [`FREQUENCIES`] in the brightness's table.
fn luma_steps(header: &JpegHeader) -> Option<[usize; FREQUENCIES.len()]> {
    let id = header.components.first()?.table;
    let table = header.tables.iter().rfind(|table| table.id == id)?;
    let steps = std::array::from_fn(|at| usize::from(table.values[at + 1]));
    steps.iter().all(|step| *step > 0).then_some(steps)
}

type Counts = [f64; STEPS];

/// How often each frequency has each number of steps, up or down.
fn histograms(stored: &Photo, steps: &[usize; FREQUENCIES.len()]) -> [Counts; FREQUENCIES.len()] {
    let waves: [[f32; SIDE]; SIDE] = std::array::from_fn(|frequency| {
        let scale: f64 = if frequency == 0 { 0.125_f64.sqrt() } else { 0.5 };
        // Rounded once, so that the last bit of a platform's cosine is lost.
        std::array::from_fn(|at| {
            (scale * (std::f64::consts::PI / 16.0 * ((2 * at + 1) * frequency) as f64).cos()) as f32
        })
    });
    let mut counts = [[0.0; STEPS]; FREQUENCIES.len()];
    let (width, height) = (stored.width as usize, stored.height as usize);
    let skip = ((width / SIDE) * (height / SIDE)).div_ceil(MOST_BLOCKS).max(1);
    for top in (0..(height / SIDE * SIDE)).step_by(SIDE * skip) {
        for left in (0..(width / SIDE * SIDE)).step_by(SIDE) {
            // Along the rows first: four frequencies of each.
            let mut along = [[0.0_f32; SIDE]; 4];
            for row in 0..SIDE {
                let start = ((top + row) * width + left) * 4;
                let pixels = stored.rgba.get(start..start + SIDE * 4).unwrap_or_default();
                for (pixel, at) in pixels.chunks_exact(4).zip(0..) {
                    let luma = luma([pixel[0], pixel[1], pixel[2]].map(f32::from));
                    for (frequency, sums) in along.iter_mut().enumerate() {
                        sums[row] += luma * waves[frequency][at];
                    }
                }
            }
            for ((down, right), (step, counts)) in FREQUENCIES.iter().zip(steps.iter().zip(&mut counts)) {
                let sum: f32 = along[*right].iter().zip(&waves[*down]).map(|(value, wave)| value * wave).sum();
                // A float to an unsigned integer saturates.
                if let Some(count) = counts.get_mut((sum.abs() / *step as f32).round() as usize) {
                    *count += 1.0;
                }
            }
        }
    }
    counts
}

/// The best first step's evidence for one frequency; `None` where there is too little.
fn score(step: usize, counts: &Counts) -> Option<f64> {
    let last = counts.iter().rposition(|count| *count > 0.0)?;
    let values = FIRST..last.saturating_sub(AROUND).max(FIRST);
    let seen: f64 = counts[values.clone()].iter().sum();
    if seen < FEWEST as f64 || values.len() < FEWEST_VALUES {
        return None;
    }
    let evidence = |first: usize| {
        let shares = shares(first, step);
        let gain = |at: usize| {
            let around = &shares[at.saturating_sub(AROUND).max(1)..=at + AROUND];
            (shares[at] * around.len() as f64 / around.iter().sum::<f64>()).ln()
        };
        values.clone().map(|at| counts[at] * gain(at)).sum::<f64>() / seen
    };
    // A first step that divides the second leaves nothing.
    TRIED.filter(|first| !step.is_multiple_of(*first)).map(evidence).max_by(f64::total_cmp)
}

/// How many of its share each number of steps gets, after multiples of `first` were rounded to multiples of `step`;
/// between the two the pixels were rounded, which moves a coefficient by half a level.
fn shares(first: usize, step: usize) -> [f64; STEPS + AROUND] {
    /// Such a movement, levels, and its probability.
    const ROUNDED: [(f64, f64); 3] = [(-0.5, 0.25), (0.0, 0.5), (0.5, 0.25)];
    let mut shares = [IN_GAPS; STEPS + AROUND];
    let each = first as f64 / step as f64;
    for multiple in 0..=(STEPS + AROUND + 1) * step / first + 1 {
        for (moved, probability) in ROUNDED {
            let at = ((multiple * first) as f64 + moved) / step as f64;
            if let Some(share) = shares.get_mut(at.abs().round() as usize) {
                *share += probability * each;
            }
        }
    }
    shares
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Counts of coefficients that fall off evenly, in `step`s; before, where `first` is given, in steps of that.
    fn counts(step: usize, first: Option<usize>) -> Counts {
        let mut counts = [0.0; STEPS];
        for level in 0..STEPS * step {
            let level = level as f64;
            let coarse = first.map_or(level, |first| (level / first as f64).round() * first as f64);
            if let Some(count) = counts.get_mut((coarse / step as f64).round() as usize) {
                *count += (4000.0 * (-level / (6.0 * step as f64)).exp()).round();
            }
        }
        counts
    }

    #[test]
    fn a_coarser_first_compression_shows_and_a_single_one_does_not() {
        for step in [1, 2, 3, 5, 8] {
            let single = score(step, &counts(step, None)).unwrap();
            assert!(single < 0.1, "{step}: {single}");
            for first in [step * 2 + 1, step * 3 - 1, step * 4 + 1] {
                let twice = score(step, &counts(step, Some(first))).unwrap();
                assert!(twice > 0.3, "{first} to {step}: {twice}");
            }
        }
    }

    #[test]
    fn too_little_says_nothing() {
        assert_eq!(score(3, &[0.0; STEPS]), None);
        assert_eq!(score(3, &counts(3, None).map(|count| (count / 1000.0).floor())), None);
    }
}
