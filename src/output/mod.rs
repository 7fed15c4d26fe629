//! Bytes, a crop and a profile to the JPEG that is uploaded: cut from the original's pixels, brought to size once, encoded
//! at the highest quality that the byte window holds.
//!
//! Nothing is sharpened, smoothed, brightened or recoloured, no background is replaced, nothing is enlarged, and no byte
//! is added that is not picture. Where that gives no file that the profile takes, the answer is an [`ExportError`].

mod encode;
mod notes;
mod render;

use crate::container::Container;
use crate::decode::Photo;
use crate::error::{ExportError, PhotoError};
use crate::geometry::{Crop, Rect};
use crate::profile::{FileRule, Profile};
use encode::{Fitted, Window};

pub use notes::Note;
pub(crate) use notes::{goes_up_unchanged, made_name, notes};

/// Times that a crop may be enlarged: not at all. What is missing in the photo cannot be made.
const LARGEST_ENLARGEMENT: f64 = 1.0;

/// 1024 over 1000, the two readings of K. Whichever a profile's author took, a file that is inside the window by this
/// factor is inside it on the other reading too.
const KIB_PER_KB: f64 = 1.024;

/// Share that a picture is made longer at least when its file is too small.
const GROWTH: f64 = 1.04;

/// Sizes that are tried at most.
const MOST_SIZES: u32 = 4;

/// A file that was made.
pub(crate) struct Made {
    pub jpeg: Vec<u8>,
    /// How often the picture was encoded.
    pub encodes: u32,
}

/// Where the photo's pixels come from: given a long edge, px, a copy with that edge at least.
pub type Pixels<'a> = &'a mut dyn FnMut(u32) -> Result<Photo, PhotoError>;

/// Makes the file that `profile` asks for, of what `crop` cuts from the photo in `file`, of `full` size upright.
///
/// # Errors
/// The reason why there is none.
pub(crate) fn make(
    crop: Crop,
    full: (u32, u32),
    file: &Container,
    profile: &Profile,
    pixels: Pixels,
) -> Result<Made, ExportError> {
    let whole = Rect::new(0.0, 0.0, f64::from(full.0), f64::from(full.1));
    let crop = render::admitted(crop, &whole, &profile.picture)?;
    let side = |px: u32| u16::try_from(px).map_err(|_| ExportError::PixelSize);
    let smallest = (side(profile.picture.width_px)?, side(profile.picture.height_px)?);
    let dpi = u16::try_from(profile.picture.dpi).unwrap_or(u16::MAX);
    let window = window(&profile.file);
    let (mut to, mut encodes, mut longest) = (smallest, 0, 0);
    let mut decoded: Option<Photo> = None;
    for _ in 0..MOST_SIZES {
        let edge = render::edge(&crop, full, to, file)?;
        // What is too small is let go before it is decoded anew: two at once are more than a phone holds.
        let large_enough = decoded.take().filter(|photo| photo.width.max(photo.height) >= edge);
        let photo = match large_enough {
            Some(photo) => photo,
            None => pixels(edge).map_err(ExportError::Photo)?,
        };
        if !photo.intact {
            return Err(ExportError::Damaged);
        }
        let picture = render::render(&photo, file.orientation, &crop, to)?;
        decoded = Some(photo);
        let (fitted, tries) = encode::fit(&picture, dpi, window);
        encodes += tries;
        match fitted {
            Fitted::Fits(jpeg) => return Ok(Made { jpeg, encodes }),
            Fitted::Over(length) => return Err(ExportError::Over { bytes: length, max: window.max }),
            Fitted::Under(length) => {
                longest = length;
                let grown = if profile.picture.exact { None } else { grown(to, smallest, length, window, &crop) };
                to = grown.ok_or(ExportError::Under { bytes: length, min: window.min })?;
            }
        }
    }
    Err(ExportError::Under { bytes: longest, min: window.min })
}

/// The lengths to aim for: inside the profile's by the two readings of KB where that leaves any.
fn window(file: &FileRule) -> Window {
    let (min, max) = (file.min_bytes.unwrap_or(0), file.max_bytes.unwrap_or(u64::MAX));
    // Whole megabytes are read as MB: the factor twice.
    let factor = if max % 1_000_000 == 0 || max % (1 << 20) == 0 { KIB_PER_KB * KIB_PER_KB } else { KIB_PER_KB };
    // A float to an integer saturates.
    let inner = Window { min: (min as f64 * KIB_PER_KB).ceil() as u64, max: (max as f64 / factor).floor() as u64 };
    if inner.min < inner.max { inner } else { Window { min, max } }
}

/// The next larger size, of the same shape, whose file should reach the window; `None` where `crop` has no more pixels.
fn grown(to: (u16, u16), smallest: (u16, u16), length: u64, window: Window, crop: &Crop) -> Option<(u16, u16)> {
    let missing = (window.min as f64 / length.max(1) as f64).sqrt();
    let height = (f64::from(to.1) * (missing * GROWTH)).ceil().min(crop.rect.height.floor());
    let width = (height * f64::from(smallest.0) / f64::from(smallest.1)).round();
    let larger = height > f64::from(to.1) && width >= f64::from(to.0) && width <= f64::from(u16::MAX);
    // Between the sides of `to` and what 16 bits hold.
    (larger && height <= f64::from(u16::MAX)).then_some((width as u16, height as u16))
}
