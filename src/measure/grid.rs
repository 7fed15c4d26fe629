//! How much detail the pixel grid holds: an enlarged picture has none near the grid's own limit.
//!
//! Short rows and columns of luma, the busiest fifth of them, give the mean fall of power with frequency. In a
//! photograph it falls evenly; interpolation leaves a cliff, or a hollow with mirror images behind it. A straight line
//! through the falls (logistic regression) tells the two apart.

use super::{Reading, Unmeasured};
use crate::color::luma;
use crate::decode::Photo;

/// Pixels of a row or column that are looked at in one piece; a power of two.
const LENGTH: usize = 64;
/// Frequencies of one piece: from 0 to the grid's limit, a 32nd apart.
const BINS: usize = LENGTH / 2 + 1;
/// Pieces looked at: 2 ms natively.
const PIECES: usize = 4000;
/// One in so many pieces is busy enough to count.
const BUSIEST: usize = 5;
/// Busy pieces at least: the median of fewer strays by more than the scores lie apart. A picture of 150 px has 200.
const FEWEST: usize = 200;

/// The last bin's end of each band.
const BAND_ENDS: [usize; 12] = [2, 4, 7, 10, 13, 16, 19, 22, 25, 28, 31, 33];

/// Weights of the fall from band to band, in powers of ten, and of the steepest slope. Fitted by
/// `tests/tools/enlargement.py` on the labelled photos whose name's SHA-256 is even; its figures on the others are in
/// `tests/ORIGIN.md`.
const WEIGHTS: [f64; 11] = [4.192, -9.673, 2.064, -8.362, 1.852, -15.907, -40.372, -12.062, -11.802, -10.955, 5.919];
const OFFSET: f64 = -7.516;

/// Scores from here on speak for an enlargement: odds of 12 to 1. Of the labelled photos as they are, 4 of 123 lie above.
const DOUBTFUL: f64 = 2.5;
/// From here on it is beyond doubt: odds of 55 to 1; the two labelled photos above show an enlargement's cliff.
const CERTAIN: f64 = 4.0;

/// What the pixel grid holds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Grid {
    /// How far detail reaches, as a share of what the grid could hold, 0..=1; 1 where nothing speaks against it.
    pub detail: f64,
    /// Evidence for an enlargement: the logarithm of its odds, natural.
    pub score: f64,
}

/// Measures the pixels that were decoded. Of a large photo that is a smaller copy, and `top`, if it could be had, some
/// rows in full: an enlargement shows in either. One that shows in neither leaves a degree photo its detail.
///
/// # Errors
/// [`Unmeasured::TooSmall`] where the picture has too few pixels, [`Unmeasured::NotImplied`] where they show nothing.
pub(crate) fn grid(photo: &Photo, top: Option<&Photo>) -> Reading<Grid> {
    let whole = measured(photo)?;
    // Of the top a verdict takes certainty: it may be nothing but wall.
    match top.map(measured) {
        Some(Ok(top)) if top.score >= CERTAIN && whole.score < top.score => Ok(top),
        _ => Ok(whole),
    }
}

fn measured(photo: &Photo) -> Reading<Grid> {
    // What the decoder put in the place of lost rows is no detail.
    if !photo.intact {
        return Err(Unmeasured::NotImplied);
    }
    let spectrum = spectrum(photo)?;
    let (falls, steepest, at) = falls(&spectrum);
    let values = falls.into_iter().chain([steepest]);
    let score = OFFSET + values.zip(WEIGHTS).map(|(value, weight)| value * weight).sum::<f64>();
    // The cliff's middle, in shares of the grid, and half its width.
    let reach = (at + 3) as f64 / (BINS - 1) as f64;
    let detail = match score {
        score if score < DOUBTFUL => 1.0,
        score if score < CERTAIN => reach.clamp(0.7, 0.79),
        _ => reach.min(0.69),
    };
    Ok(Grid { detail, score })
}

/// Common logarithm of the power at each frequency: the median over the busiest pieces.
fn spectrum(photo: &Photo) -> Reading<[f64; BINS]> {
    let (width, height) = (photo.width as usize, photo.height as usize);
    let places = |along: usize, lines: usize| (along / (LENGTH / 2)).saturating_sub(1) * lines;
    let (rows, columns) = (places(width, height), places(height, width));
    let step = (rows + columns).div_ceil(PIECES).max(1);
    let (pixels, _) = photo.rgba.as_chunks::<4>();
    let luma = |[r, g, b, _]: [u8; 4]| luma([r, g, b].map(f32::from));
    let piece = |number: usize| -> [f32; LENGTH] {
        let (number, lines, upright) =
            if number < rows { (number, height, false) } else { (number - rows, width, true) };
        let (start, line) = (number / lines * (LENGTH / 2), number % lines);
        let (first, stride) = if upright { (start * width + line, width) } else { (line * width + start, 1) };
        // All of them first: a column's are far apart, and to wait for one after the other takes half of all the time.
        let seen: [[u8; 4]; LENGTH] =
            std::array::from_fn(|at| pixels.get(first + at * stride).copied().unwrap_or_default());
        seen.map(luma)
    };
    let window: [f32; LENGTH] = std::array::from_fn(|at| {
        let turn = std::f32::consts::TAU * (at + 1) as f32 / (LENGTH + 1) as f32;
        0.5 - 0.5 * turn.cos()
    });
    let transform = Transform::new();
    let mut powers: Vec<[f32; BINS]> = Vec::with_capacity(PIECES + 1);
    let numbers: Vec<usize> = (0..rows + columns).step_by(step).collect();
    for some in numbers.chunks(2 * LANES) {
        // Two real pieces make one complex one.
        let (mut re, mut im) = ([[0.0; LANES]; LENGTH], [[0.0; LANES]; LENGTH]);
        for (at, number) in some.iter().enumerate() {
            let piece = piece(*number);
            let mean = piece.iter().sum::<f32>() / LENGTH as f32;
            let part = if at % 2 == 0 { &mut re } else { &mut im };
            for (to, (value, weight)) in part.iter_mut().zip(piece.iter().zip(window)) {
                to[at / 2] = (value - mean) * weight;
            }
        }
        let found = transform.powers(re, im);
        powers.extend(found.iter().flatten().take(some.len()));
    }
    let busy = powers.len() / BUSIEST;
    if busy < FEWEST {
        return Err(Unmeasured::TooSmall);
    }
    // What is busy shows at a tenth to a third of the grid's limit: detail, not noise.
    let activity = |power: &[f32; BINS]| power[3..12].iter().sum::<f32>();
    powers.select_nth_unstable_by(busy, |a, b| activity(b).total_cmp(&activity(a)));
    powers.truncate(busy);
    if activity(&powers[busy / 2]) < QUIET {
        return Err(Unmeasured::NotImplied);
    }
    Ok(std::array::from_fn(|bin| {
        let mut column: Vec<f32> = powers.iter().map(|power| power[bin]).collect();
        let (_, median, _) = column.select_nth_unstable_by(busy / 2, f32::total_cmp);
        f64::from(*median + 1e-3).log10()
    }))
}

/// Power under which there is nothing to see: an edge of one level.
const QUIET: f32 = 30.0;

/// The falls from band to band, and the steepest slope (powers of ten of power to one of frequency) with its middle's
/// bin.
fn falls(spectrum: &[f64; BINS]) -> ([f64; 10], f64, usize) {
    let mean = |from: usize, to: usize| spectrum[from..to].iter().sum::<f64>() / (to - from) as f64;
    let bands: [f64; 11] = std::array::from_fn(|band| mean(BAND_ENDS[band], BAND_ENDS[band + 1]));
    let falls = std::array::from_fn(|band| bands[band] - bands[band + 1]);
    // Over six bins: a cliff of JPEG's and the window's making is no steeper.
    let smooth = |bin: usize| (spectrum[bin - 1] + spectrum[bin] + spectrum[bin + 1]) / 3.0;
    let slope = |bin: usize| {
        let (from, to) = (bin - 3, bin + 3);
        (smooth(from) - smooth(to)) / (to as f64 / from as f64).log10()
    };
    let (at, steepest) = (7..24)
        .map(|bin| (bin, slope(bin)))
        .fold((7, f64::MIN), |best, next| if next.1 > best.1 { next } else { best });
    (falls, steepest, at)
}

/// Transforms that are made side by side: as many numbers as a vector instruction takes.
const LANES: usize = 4;
/// One number of each.
type Lanes = [f32; LANES];

/// A fast Fourier transform of [`LENGTH`] complex numbers (Cooley and Tukey 1965, radix 2).
struct Transform {
    /// Cosine and sine of each turn.
    turns: [(f32, f32); LENGTH / 2],
}

impl Transform {
    fn new() -> Self {
        let turn = |at: usize| (-std::f32::consts::TAU * at as f32 / LENGTH as f32).sin_cos();
        Self { turns: std::array::from_fn(|at| (turn(at).1, turn(at).0)) }
    }

    fn run(&self, re: &mut [Lanes; LENGTH], im: &mut [Lanes; LENGTH]) {
        let bits = LENGTH.trailing_zeros();
        for at in 0..LENGTH {
            let mirrored = at.reverse_bits() >> (usize::BITS - bits);
            if at < mirrored {
                re.swap(at, mirrored);
                im.swap(at, mirrored);
            }
        }
        let mut half = 1;
        while half < LENGTH {
            for start in (0..LENGTH).step_by(half * 2) {
                for at in 0..half {
                    let (cos, sin) = self.turns[at * (LENGTH / 2 / half)];
                    let (near, far) = (start + at, start + at + half);
                    for lane in 0..LANES {
                        let (x, y) = (re[far][lane], im[far][lane]);
                        let (x, y) = (x * cos - y * sin, x * sin + y * cos);
                        let (a, b) = (re[near][lane], im[near][lane]);
                        (re[near][lane], im[near][lane]) = (a + x, b + y);
                        (re[far][lane], im[far][lane]) = (a - x, b - y);
                    }
                }
            }
            half *= 2;
        }
    }

    /// The powers of the real pieces of each lane: of the one in `re`, and of the one in `im`.
    fn powers(&self, mut re: [Lanes; LENGTH], mut im: [Lanes; LENGTH]) -> [[[f32; BINS]; 2]; LANES] {
        self.run(&mut re, &mut im);
        let mut out = [[[0.0; BINS]; 2]; LANES];
        for bin in 0..BINS {
            let other = (LENGTH - bin) % LENGTH;
            for (lane, [a, b]) in out.iter_mut().enumerate() {
                let (x, y, other_x, other_y) = (re[bin][lane], im[bin][lane], re[other][lane], im[other][lane]);
                a[bin] = ((x + other_x).powi(2) + (y - other_y).powi(2)) / 4.0;
                b[bin] = ((y + other_y).powi(2) + (x - other_x).powi(2)) / 4.0;
            }
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fast_transform_equals_the_plain_one() {
        let first: [f32; LENGTH] = std::array::from_fn(|at| ((at * at * 7 + 3 * at) % 31) as f32);
        let second: [f32; LENGTH] = std::array::from_fn(|at| ((at * 13) % 17) as f32 - 8.0);
        // The same in every lane, but for its sign.
        let lanes = |piece: [f32; LENGTH]| piece.map(|value| [value, -value, value, -value]);
        let found = Transform::new().powers(lanes(first), lanes(second));
        for (piece, fast) in found.iter().flat_map(|[a, b]| [(first, a), (second, b)]) {
            for (bin, fast) in fast.iter().enumerate() {
                let sum = piece.iter().enumerate().fold((0.0, 0.0), |(re, im), (at, value)| {
                    let turn = std::f64::consts::TAU * (at * bin) as f64 / LENGTH as f64;
                    (re + f64::from(*value) * turn.cos(), im - f64::from(*value) * turn.sin())
                });
                let plain = sum.0 * sum.0 + sum.1 * sum.1;
                assert!((plain - f64::from(*fast)).abs() <= 1e-3 * plain.max(100.0), "{bin}: {plain} {fast}");
            }
        }
    }

    #[test]
    fn nothing_to_see_is_unmeasured() {
        let photo = |side: u32| Photo {
            width: side,
            height: side,
            rgba: vec![90; (side * side * 4) as usize],
            full_size: (side, side),
            intact: true,
        };
        assert_eq!(grid(&photo(20), None), Err(Unmeasured::TooSmall));
        assert_eq!(grid(&photo(300), None), Err(Unmeasured::NotImplied));
    }
}
