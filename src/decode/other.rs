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
    let length = usize::try_from(decoder.total_bytes()).ok().filter(|length| *length as u64 <= budget::WHOLE_BYTES);
    let length = length.ok_or_else(|| PhotoError::Undecodable("more bytes than are allowed".to_owned()))?;
    let mut samples = vec![0; length];
    decoder.read_image(&mut samples).map_err(words)?;
    let mut rgba = to_rgba(&samples, color)?;
    on_white(&mut rgba);
    Ok(Stored { width, height, rgba, full_size: (width, height), icc, intact: true })
}

/// R G B A of eight bits. Sixteen-bit samples come in this machine's byte order.
fn to_rgba(samples: &[u8], color: ColorType) -> Result<Vec<u8>, PhotoError> {
    let wide = matches!(color, ColorType::L16 | ColorType::La16 | ColorType::Rgb16 | ColorType::Rgba16);
    let eight: std::borrow::Cow<[u8]> = if wide {
        // 65535 is 255 times 257.
        samples
            .chunks_exact(2)
            .map(|pair| ((u32::from(u16::from_ne_bytes([pair[0], pair[1]])) + 128) / 257) as u8)
            .collect()
    } else {
        samples.into()
    };
    Ok(match color {
        ColorType::L8 | ColorType::L16 => eight.iter().flat_map(|grey| [*grey, *grey, *grey, 255]).collect(),
        ColorType::La8 | ColorType::La16 => eight.chunks_exact(2).flat_map(|p| [p[0], p[0], p[0], p[1]]).collect(),
        ColorType::Rgb8 | ColorType::Rgb16 => eight.chunks_exact(3).flat_map(|p| [p[0], p[1], p[2], 255]).collect(),
        ColorType::Rgba8 | ColorType::Rgba16 => eight.into_owned(),
        other => return Err(PhotoError::Unsupported(format!("samples of {other:?}"))),
    })
}
