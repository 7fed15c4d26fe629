//! Pixels to the baseline JPEG of the highest quality that a byte window holds, in few encodings.
//!
//! The length at one quality tells the length at another: photos differ by a factor that hardly depends on the quality.
//! So the first guess is the median photo's, and each encoding corrects the guess for the next, between the qualities
//! that are known to fit and to be too much. Trying by halves took 6.8 encodings, this takes under three.

use jpeg_encoder::{
    ChromaSubsamplingMethod, Encoder, ImageBuffer, JpegColorType, PixelDensity, SamplingFactor, rgb_to_ycbcr,
};

/// Upright sRGB pixels to be encoded: R G B A rows.
pub(super) struct Picture {
    pub width: u16,
    pub height: u16,
    pub rgba: Vec<u8>,
}

/// Ours and not the encoder's own choice of nine pixel formats, each of which brings a whole encoder into the module.
impl ImageBuffer for &Picture {
    fn get_jpeg_color_type(&self) -> JpegColorType {
        JpegColorType::Ycbcr
    }

    fn width(&self) -> u16 {
        self.width
    }

    fn height(&self) -> u16 {
        self.height
    }

    fn fill_buffers(&self, row: u16, buffers: &mut [Vec<u8>; 4]) {
        let width = usize::from(self.width);
        for pixel in self.rgba.chunks_exact(4).skip(usize::from(row) * width).take(width) {
            let (y, cb, cr) = rgb_to_ycbcr(pixel[0], pixel[1], pixel[2]);
            buffers[0].push(y);
            buffers[1].push(cb);
            buffers[2].push(cr);
        }
    }
}

/// Lengths that a file may have, in bytes; both ends allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Window {
    pub min: u64,
    pub max: u64,
}

/// What the search came to.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Fitted {
    Fits(Vec<u8>),
    /// The best quality that is not over the window stays under it: the length there.
    Under(u64),
    /// The lowest quality that we make is over the window: the length there.
    Over(u64),
}

/// Every quantiser is 1.
const BEST: u8 = 100;
/// Lower ones are not made. A guess: blocks show on skin there, but a form that asks for 20 KB must be met.
const LOWEST: u8 = 30;
/// From this quality on colours are kept whole (4:4:4), below it at half the resolution (4:2:0), as most encoders do.
const WHOLE_COLOUR: u8 = 90;

/// Share of the window's end that is near enough: one more encoding would gain a step or two of quality at most. By
/// simulation on 62 photos; at 1 the average is 3.6 encodings.
const NEAR_ENOUGH: f64 = 0.97;

/// Aimed at, so that a guess that is a little off still fits; as [`NEAR_ENOUGH`].
const AIM: f64 = 0.985;

/// Natural logarithm of the bytes a pixel of the median photo at a quality: 62 of our photos at 480 x 640, encoded by
/// libjpeg with these tables and optimised Huffman codes.
const MEDIAN: [(u8, f64); 14] = [
    (30, -3.10),
    (40, -2.91),
    (50, -2.75),
    (60, -2.62),
    (70, -2.43),
    (80, -2.17),
    (85, -2.02),
    (89, -1.87),
    (90, -1.59),
    (93, -1.42),
    (96, -1.10),
    (98, -0.87),
    (99, -0.62),
    (100, -0.33),
];
/// What whole colours add to it, as above: the jump from 89 to 90 less a step of quality.
const COLOUR_SHARE: f64 = 0.23;

/// The baseline JPEG at `quality`, without any metadata but its density; empty where the encoder refuses the sizes,
/// which no admitted picture has.
pub(super) fn encode(picture: &Picture, dpi: u16, quality: u8, whole_colour: bool) -> Vec<u8> {
    let mut out = Vec::new();
    let mut encoder = Encoder::new(&mut out, quality);
    encoder.set_sampling_factor(if whole_colour { SamplingFactor::R_4_4_4 } else { SamplingFactor::R_4_2_0 });
    encoder.set_chroma_subsampling_method(ChromaSubsamplingMethod::Average);
    encoder.set_optimized_huffman_tables(true);
    encoder.set_density(PixelDensity::dpi(dpi));
    match encoder.encode_image(picture) {
        Ok(()) => out,
        Err(_) => Vec::new(),
    }
}

/// The file of the highest quality inside `window`, and how many encodings it took.
pub(super) fn fit(picture: &Picture, dpi: u16, window: Window) -> (Fitted, u32) {
    let pixels = f64::from(picture.width) * f64::from(picture.height);
    let (fitted, encodes, at) = search(Ladder { pixels, whole_from: WHOLE_COLOUR }, window, &mut |quality| {
        encode(picture, dpi, quality, quality >= WHOLE_COLOUR)
    });
    // At the best quality there is no longer file.
    if !matches!(fitted, Fitted::Under(_)) || at == BEST {
        return (fitted, encodes);
    }
    // The window lies between 4:2:0 and 4:4:4: how far they are apart depends on the picture, by three times where its
    // colours are noise.
    let half = Ladder { pixels, whole_from: BEST + 1 };
    let (below, more, _) = search(half, window, &mut |quality| encode(picture, dpi, quality, false));
    (if matches!(below, Fitted::Fits(_)) { below } else { fitted }, encodes + more)
}

/// Which lengths are to be expected.
struct Ladder {
    pixels: f64,
    /// The lowest quality with whole colours.
    whole_from: u8,
}

impl Ladder {
    /// Logarithm of the median photo's length at `quality`.
    fn expected(&self, quality: u8) -> f64 {
        let above = MEDIAN.iter().position(|(knot, _)| *knot >= quality).unwrap_or(MEDIAN.len() - 1);
        let ((q1, y1), (q0, y0)) = (MEDIAN[above], MEDIAN[above.saturating_sub(1)]);
        let share = if q1 == q0 { 1.0 } else { f64::from(quality - q0) / f64::from(q1 - q0) };
        let colour = if (WHOLE_COLOUR..self.whole_from).contains(&quality) { COLOUR_SHARE } else { 0.0 };
        y0 + (y1 - y0) * share - colour + self.pixels.ln()
    }

    /// The best quality in `LOWEST..=BEST` whose expected length is at most `wanted`, a logarithm.
    fn quality(&self, wanted: f64) -> u8 {
        (LOWEST..=BEST).rev().find(|quality| self.expected(*quality) <= wanted).unwrap_or(LOWEST)
    }
}

/// Log of the expected and of the true length at one quality.
type Seen = (f64, f64);

/// What fits, how many encodings that took, and the highest quality that is not too much.
fn search(ladder: Ladder, window: Window, encode: &mut dyn FnMut(u8) -> Vec<u8>) -> (Fitted, u32, u8) {
    let aim = (window.max as f64 * AIM).ln();
    let mut seen: Vec<Seen> = Vec::new();
    // The highest quality that is known to fit, with its file, and the lowest that is known to be too much.
    let (mut fits, mut best) = (LOWEST - 1, Vec::new());
    let mut too_much = BEST + 1;
    let mut encodes = 0;
    loop {
        let quality = ladder.quality(guess(&seen, aim)).clamp(fits + 1, too_much - 1);
        let file = encode(quality);
        encodes += 1;
        let length = file.len() as u64;
        seen.push((ladder.expected(quality), (length.max(1) as f64).ln()));
        if length > window.max {
            too_much = quality;
            if quality == LOWEST {
                return (Fitted::Over(length), encodes, fits);
            }
        } else {
            (fits, best) = (quality, file);
        }
        let near = length <= window.max && length as f64 >= window.max as f64 * NEAR_ENOUGH;
        if near || fits + 1 == too_much {
            let length = best.len() as u64;
            return (if length < window.min { Fitted::Under(length) } else { Fitted::Fits(best) }, encodes, fits);
        }
    }
}

/// The expected length, as a logarithm, at which the true one should be `aim`: by the line through what was seen
/// nearest to it, or a line of slope 1 through a single point, or the median photo's.
fn guess(seen: &[Seen], aim: f64) -> f64 {
    let off = |point: &Seen| (point.1 - aim).abs();
    let Some(nearest) = seen.iter().min_by(|a, b| off(a).total_cmp(&off(b))) else { return aim };
    let others = seen.iter().filter(|point| (point.0 - nearest.0).abs() > 1e-9);
    let slope = others
        .min_by(|a, b| off(a).total_cmp(&off(b)))
        .map_or(1.0, |other| ((other.1 - nearest.1) / (other.0 - nearest.0)).clamp(0.5, 2.0));
    nearest.0 + (aim - nearest.1) / slope
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A picture whose files have `factor` times the median photo's length, at 480 x 640.
    fn searched(factor: f64, window: Window) -> (Fitted, u32) {
        let ladder = || Ladder { pixels: 307_200.0, whole_from: WHOLE_COLOUR };
        let (fitted, encodes, _) =
            search(ladder(), window, &mut |quality| vec![0; (ladder().expected(quality).exp() * factor) as usize]);
        (fitted, encodes)
    }

    #[test]
    fn the_median_photo_takes_an_encoding_or_two() {
        for max in [30_000, 40_000, 60_000, 100_000, 200_000] {
            let (fitted, encodes) = searched(1.0, Window { min: max / 2, max });
            assert!(matches!(fitted, Fitted::Fits(_)) && encodes <= 2, "{max}: {encodes}");
        }
    }

    #[test]
    fn other_photos_take_three_at_most() {
        for factor in [0.5, 0.7, 1.4, 2.0] {
            for max in [40_000, 60_000, 100_000] {
                let (fitted, encodes) = searched(factor, Window { min: max / 2, max });
                assert!(matches!(fitted, Fitted::Fits(_)) && encodes <= 3, "{factor}, {max}: {encodes}");
            }
        }
    }

    #[test]
    fn without_an_upper_end_the_best_quality_is_made_once() {
        let (fitted, encodes) = searched(1.0, Window { min: 50_000, max: u64::MAX });
        assert!(matches!(fitted, Fitted::Fits(file) if file.len() > 200_000) && encodes == 1);
    }

    #[test]
    fn what_does_not_fit_says_on_which_side() {
        let (over, _) = searched(1.0, Window { min: 1, max: 5_000 });
        assert!(matches!(over, Fitted::Over(length) if length > 5_000), "{over:?}");
        let (under, encodes) = searched(0.1, Window { min: 50_000, max: u64::MAX });
        assert!(matches!(under, Fitted::Under(length) if length < 50_000) && encodes == 1);
    }

    #[test]
    fn no_quality_fits_better_than_the_one_found() {
        // Lengths that jump about: the search still ends, between two neighbours.
        for seed in 1..40_u64 {
            let jumpy = |quality: u8| vec![0; usize::from(quality) * 1000 + (seed * u64::from(quality) % 900) as usize];
            let ladder = Ladder { pixels: 307_200.0, whole_from: WHOLE_COLOUR };
            let max = 35_000 + seed * 1500;
            let (fitted, encodes, _) = search(ladder, Window { min: 0, max }, &mut |quality| jumpy(quality));
            let Fitted::Fits(file) = fitted else { panic!("{seed}: {fitted:?}") };
            let best = (LOWEST..=BEST).map(|quality| jumpy(quality).len() as u64).filter(|length| *length <= max).max();
            assert!(file.len() as f64 >= best.unwrap_or(0) as f64 * NEAR_ENOUGH && encodes <= 9, "{seed}: {encodes}");
        }
    }
}
