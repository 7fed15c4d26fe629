//! PNG, WebP, GIF and BMP, by `image`; of several frames the first.

use super::{Stored, budget, on_white};
use crate::container::Format;
use crate::error::PhotoError;
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits};
use std::io::Cursor;

/// Decodes the whole picture.
pub(super) fn decode(bytes: &[u8], format: Format) -> Result<Stored, PhotoError> {
    let words = |error: image::ImageError| PhotoError::Undecodable(error.to_string());
    let format = match format {
        Format::Png => ImageFormat::Png,
        Format::Webp => ImageFormat::WebP,
        Format::Gif => ImageFormat::Gif,
        Format::Bmp => ImageFormat::Bmp,
        other => return Err(PhotoError::Unsupported(format!("{other:?}"))),
    };
    let mut limits = Limits::default();
    limits.max_alloc = Some(budget::WHOLE_BYTES);
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(words)?;
    // A broken profile is no profile.
    let icc = decoder.icc_profile().ok().flatten();
    let picture = DynamicImage::from_decoder(decoder).map_err(words)?.into_rgba8();
    let (width, height) = picture.dimensions();
    let mut rgba = picture.into_raw();
    on_white(&mut rgba);
    Ok(Stored { width, height, rgba, full_size: (width, height), icc, intact: true })
}
