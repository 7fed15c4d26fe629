//! Bytes to an upright sRGB photo at the scale asked for, inside a budget that is checked before anything is allocated.
//!
//! JPEG is decoded at 1/2, 1/4 or 1/8 where that is enough; PNG and WebP go through `image`; other formats come
//! decoded from the platform ([`from_rgba`]). Display-P3, Adobe RGB and other matrix profiles
//! become sRGB; transparency is laid on white.

/// Upright sRGB pixels, perhaps smaller than the photo itself.
#[derive(Clone, Debug, PartialEq)]
pub struct Photo {
    /// Of `rgba`, in pixels.
    pub width: u32,
    pub height: u32,
    /// Row by row, R G B A, A always 255; `4 * width * height` bytes.
    pub rgba: Vec<u8>,
    /// Width and height of the upright photo at full resolution, px.
    pub full_size: (u32, u32),
    /// False where the data ended or broke before the last row: the pixels after it are whatever the decoder left.
    pub intact: bool,
}

mod budget;
mod color_profile;
mod jpeg;
mod orient;
mod other;

use crate::container::{Container, Format};
use crate::error::PhotoError;

/// Whether pictures of `format` are decoded here.
pub fn reads(format: Format) -> bool {
    matches!(format, Format::Jpeg | Format::Png | Format::Webp)
}

/// Decodes `bytes` so that the long edge is at least `long_edge_px`, or the photo's own where that is less. Never
/// enlarged; of a JPEG the smallest of 1/8, 1/4, 1/2 and 1 that suffices. `u32::MAX`: full resolution.
///
/// # Errors
/// [`PhotoError`] where there are no pixels for us: no picture, a format or coding that is not read, a size over the
/// budget (then nothing was allocated), or damage from the first row on.
pub fn decode(bytes: &[u8], container: &Container, long_edge_px: u32) -> Result<Photo, PhotoError> {
    let stored = match container.format {
        Format::Jpeg => {
            budget::admit_jpeg(container)?;
            jpeg::decode(bytes, container, long_edge_px)?
        }
        format if reads(format) => {
            budget::admit_other(container)?;
            other::decode(bytes, format)?
        }
        Format::Heic | Format::Avif => return Err(PhotoError::NeedsPlatform),
        Format::Empty => return Err(PhotoError::Empty),
        format @ (Format::Png | Format::Webp | Format::Gif | Format::Bmp | Format::Tiff) => {
            return Err(PhotoError::Unsupported(format!("{format:?}").to_uppercase()));
        }
        Format::Other => return Err(PhotoError::Undecodable("not a picture format that is known".to_owned())),
    };
    let Stored { width, height, mut rgba, full_size, icc, intact } = stored;
    if let Some(profile) = icc.as_deref().and_then(color_profile::Transform::to_srgb) {
        profile.apply(&mut rgba);
    }
    Ok(orient::upright(Photo { width, height, rgba, full_size, intact }, container.orientation))
}

/// Pixels of a JPEG's top at full resolution, as stored, where `photo` holds a smaller copy: for what only the pixels
/// themselves show. `None` where `photo` holds all of them, or where the rows cannot be had cheaply.
pub fn top_rows(bytes: &[u8], container: &Container, photo: &Photo) -> Option<Photo> {
    /// A quarter of 2048 x 2048, 10 ms natively; of 12 million pixels a twelfth.
    const MOST_PX: u32 = 1 << 20;
    if photo.full_size.0 <= photo.width { None } else { stored_rows(bytes, container, MOST_PX) }
}

/// The topmost rows of a baseline JPEG as they are stored, in the file's own colours and not turned: at most `most_px`
/// pixels. `None` where they cannot be had cheaply.
pub fn stored_rows(bytes: &[u8], container: &Container, most_px: u32) -> Option<Photo> {
    if container.format != Format::Jpeg {
        return None;
    }
    let (width, height, rgba) = jpeg::top_rows(bytes, container, most_px)?;
    Some(Photo { width, height, rgba, full_size: (width, height), intact: true })
}

/// A photo from the platform's own decoder: upright sRGB pixels, R G B A, of a picture whose full size is `full_size`.
///
/// # Errors
/// [`PhotoError::Undecodable`] where the numbers do not fit together.
pub fn from_rgba(mut rgba: Vec<u8>, width: u32, height: u32, full_size: (u32, u32)) -> Result<Photo, PhotoError> {
    let length = u64::from(width) * u64::from(height) * 4;
    let smaller = width <= full_size.0 && height <= full_size.1;
    if length == 0 || length != rgba.len() as u64 || !smaller {
        return Err(PhotoError::Undecodable(format!(
            "{} bytes are not {width} x {height} pixels of a photo of {} x {}",
            rgba.len(),
            full_size.0,
            full_size.1
        )));
    }
    on_white(&mut rgba);
    Ok(Photo { width, height, rgba, full_size, intact: true })
}

/// A decoded picture as stored: not yet turned, in its own colours.
struct Stored {
    width: u32,
    height: u32,
    rgba: Vec<u8>,
    full_size: (u32, u32),
    icc: Option<Vec<u8>>,
    intact: bool,
}

/// Lays transparent pixels on white, as a web page and a printed form do.
fn on_white(rgba: &mut [u8]) {
    for pixel in rgba.chunks_exact_mut(4) {
        let alpha = u16::from(pixel[3]);
        if alpha == 255 {
            continue;
        }
        for value in &mut pixel[..3] {
            let mixed = (u16::from(*value) * alpha + 255 * (255 - alpha) + 127) / 255;
            // A mean of two bytes is a byte.
            *value = mixed.min(255) as u8;
        }
        pixel[3] = 255;
    }
}

#[cfg(test)]
mod tests;
