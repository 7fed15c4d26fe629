//! How large a picture is decoded at all, checked on the header before anything is allocated.

use crate::container::{Container, JpegProcess};
use crate::error::PhotoError;

/// A baseline JPEG is decoded row by row at the scale asked for. The largest phone pictures have 108 to 200 million
/// pixels; at 1/8 and 1/4 those of 120 million take under 100 MB.
const SEQUENTIAL_PIXELS: u64 = 120_000_000;

/// A progressive JPEG keeps two bytes for every coefficient: up to six bytes a pixel of three components, so 216 MB; of
/// four (CMYK) as many fewer pixels.
const PROGRESSIVE_PIXELS: u64 = 36_000_000;
const PROGRESSIVE_COMPONENTS: u64 = 3;

/// The other formats are decoded whole, beside the file: three bytes a pixel and then four more, or four twice while the
/// picture is turned, so 192 of the 256 MB that the module may take. Of 30 million it ran out.
const WHOLE_PIXELS: u64 = 24_000_000;

/// Bytes that a decoder of another format may allocate: 16-bit samples are reduced where they lie.
pub(super) const WHOLE_BYTES: u64 = 6 * WHOLE_PIXELS;

/// Lets a JPEG's header pass.
///
/// # Errors
/// [`PhotoError::TooLarge`]; [`PhotoError::Undecodable`] without a size; [`PhotoError::Unsupported`] for a coding
/// that is not read.
pub(super) fn admit_jpeg(container: &Container) -> Result<(), PhotoError> {
    let header = container.jpeg.as_ref().ok_or_else(|| PhotoError::Undecodable("no JPEG frame header".to_owned()))?;
    let sequential = match header.process {
        JpegProcess::Baseline | JpegProcess::Extended => true,
        JpegProcess::Progressive => false,
        process => return Err(PhotoError::Unsupported(format!("JPEG coded {process:?}"))),
    };
    if header.precision_bits != 8 {
        return Err(PhotoError::Unsupported(format!("JPEG of {} bits", header.precision_bits)));
    }
    let components = (header.components.len() as u64).max(PROGRESSIVE_COMPONENTS);
    admit(
        container,
        if sequential { SEQUENTIAL_PIXELS } else { PROGRESSIVE_PIXELS * PROGRESSIVE_COMPONENTS / components },
    )
}

/// Lets another format's header pass. Errors as [`admit_jpeg`].
pub(super) fn admit_other(container: &Container) -> Result<(), PhotoError> {
    admit(container, WHOLE_PIXELS)
}

fn admit(container: &Container, limit_px: u64) -> Result<(), PhotoError> {
    let (width_px, height_px) =
        container.stored_size.ok_or_else(|| PhotoError::Undecodable("no width and height".to_owned()))?;
    if u64::from(width_px) * u64::from(height_px) > limit_px {
        return Err(PhotoError::TooLarge { width_px, height_px, limit_px });
    }
    Ok(())
}
