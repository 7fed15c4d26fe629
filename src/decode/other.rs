//! PNG and WebP, by `image`: whole, of several frames the first.
//!
//! The decoders are called directly and their samples brought to R G B A here: `image`'s own conversions know every pair
//! of colour types and cost 40 KB of the module that a phone has to load.

use super::{Stored, budget, on_white};
use crate::container::Format;
use crate::error::PhotoError;
use image::codecs::png::PngDecoder;
use image::codecs::webp::WebPDecoder;
use image::{ColorType, ImageDecoder, ImageError, Limits};
use std::io::Cursor;

/// Decodes the whole picture.
pub(super) fn decode(bytes: &[u8], format: Format) -> Result<Stored, PhotoError> {
    let mut limits = Limits::default();
    limits.max_alloc = Some(budget::WHOLE_BYTES);
    match format {
        Format::Png => stored(PngDecoder::with_limits(Cursor::new(bytes), limits).map_err(words)?),
        Format::Webp => stored(WebPDecoder::new(Cursor::new(bytes)).map_err(words)?),
        other => Err(PhotoError::Unsupported(format!("{other:?}"))),
    }
}

fn words(error: ImageError) -> PhotoError {
    PhotoError::Undecodable(error.to_string())
}

fn stored(mut decoder: impl ImageDecoder) -> Result<Stored, PhotoError> {
    // A broken profile is no profile.
    let icc = decoder.icc_profile().ok().flatten();
    let (width, height) = decoder.dimensions();
    let color = decoder.color_type();
    // Of 16-bit samples as many pixels as are admitted may be too much.
    if decoder.total_bytes() > budget::WHOLE_BYTES {
        let limit_px = budget::WHOLE_BYTES / u64::from(color.bytes_per_pixel());
        return Err(PhotoError::TooLarge { width_px: width, height_px: height, limit_px });
    }
    let mut samples = vec![0; decoder.total_bytes() as usize];
    decoder.read_image(&mut samples).map_err(words)?;
    let mut rgba = to_rgba(samples, color, width as usize * height as usize)?;
    on_white(&mut rgba);
    Ok(Stored { width, height, rgba, full_size: (width, height), icc, intact: true })
}

/// R G B A of eight bits, of `pixels`. Sixteen-bit samples come in this machine's byte order, and are reduced where they
/// lie.
fn to_rgba(mut samples: Vec<u8>, color: ColorType, pixels: usize) -> Result<Vec<u8>, PhotoError> {
    if matches!(color, ColorType::L16 | ColorType::La16 | ColorType::Rgb16 | ColorType::Rgba16) {
        for at in 0..samples.len() / 2 {
            let wide = u16::from_ne_bytes([samples[2 * at], samples[2 * at + 1]]);
            // 65535 is 255 times 257.
            samples[at] = ((u32::from(wide) + 128) / 257) as u8;
        }
        samples.truncate(samples.len() / 2);
        samples.shrink_to_fit();
    }
    // An iterator that does not know its length would double its room as it grows.
    let mut rgba = Vec::new();
    let mut room = || rgba.reserve_exact(4 * pixels);
    match color {
        ColorType::Rgba8 | ColorType::Rgba16 => return Ok(samples),
        ColorType::L8 | ColorType::L16 => {
            room();
            samples.iter().for_each(|grey| rgba.extend_from_slice(&[*grey, *grey, *grey, 255]));
        }
        ColorType::La8 | ColorType::La16 => {
            room();
            samples.chunks_exact(2).for_each(|p| rgba.extend_from_slice(&[p[0], p[0], p[0], p[1]]));
        }
        ColorType::Rgb8 | ColorType::Rgb16 => {
            room();
            samples.chunks_exact(3).for_each(|p| rgba.extend_from_slice(&[p[0], p[1], p[2], 255]));
        }
        other => return Err(PhotoError::Unsupported(format!("samples of {other:?}"))),
    }
    Ok(rgba)
}
