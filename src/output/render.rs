//! A crop of the photo to the finished picture's pixels: cut, turned and brought to size in one step, in linear light.

use super::encode::Picture;
use crate::container::{Container, JpegHeader, JpegProcess, Orientation};
use crate::decode::Photo;
use crate::error::ExportError;
use crate::geometry::{Crop, Photo as InPhoto, Point, Rect};
use crate::profile::PictureRule;
use crate::resample::{self, LANCZOS, LINEAR, View};

/// How far a crop's shape may be from the one asked for: it is then trimmed to it. Whole pixels of a crop of 480 x 640
/// are off by 0.2 %.
const SHAPE_TOLERANCE: f64 = 0.01;

/// How far a crop may stick out of the photo, photo pixels: rounding, and the corners of a turned crop. The edge goes on.
const OUTSIDE_PX: f64 = 1.5;

/// A turn beyond what the profile allows that is rounding, degrees.
const TURN_TOLERANCE_DEG: f64 = 0.05;

/// Decoded pixels to a finished one, at least. A JPEG's own reduction takes means of the bytes, not of the light: with
/// this many left for our own last step the file is 42 dB and more from one made of all pixels, on four 12 MP photos with
/// noise and fine texture, and on 22 crops of the labelled photos 41.4 dB at worst, 47 at the median, encoding and all;
/// 40 dB are asked for. With 2 it was 44 dB, but a 12 MP photo cropped to two thirds of its height was decoded whole;
/// with 1 it was 38 dB.
const DETAIL: f64 = 1.5;

/// Decoded pixels that are held at most: 7 bytes each while a JPEG is decoded, so 175 of the 256 MB that the module may
/// take, beside the file and the networks.
const MOST_PIXELS: f64 = 25e6;

/// The same where a progressive JPEG's coefficients are held too, up to 6 bytes a pixel more: 182 MB.
const MOST_PROGRESSIVE_PIXELS: f64 = 14e6;

/// The same of a JPEG with whole colours, whose planes are twice as large: of 24.5 million pixels the module ran out of
/// its memory, of 22 it did not.
const MOST_WHOLE_COLOUR_PIXELS: f64 = 20e6;

/// `crop` with exactly the shape that `picture` asks for.
///
/// # Errors
/// Where the profile or the photo's edges do not allow the crop, or it has fewer pixels than are asked for.
pub(super) fn admitted(crop: Crop, whole: &Rect<InPhoto>, picture: &PictureRule) -> Result<Crop, ExportError> {
    if crop.roll_deg.abs() > picture.max_roll_deg + TURN_TOLERANCE_DEG {
        return Err(ExportError::Turned);
    }
    let (wanted_width, wanted_height) = (f64::from(picture.width_px), f64::from(picture.height_px));
    let Rect { width, height, .. } = crop.rect;
    let aspect = wanted_width / wanted_height;
    if !is_shaped(&crop.rect, picture) {
        return Err(ExportError::Shape);
    }
    // Whole pixels are taken as they are, half a pixel off at most; else one axis is shortened around the same centre.
    let rounded = (width - height * aspect).abs() <= 0.5 || (height - width / aspect).abs() <= 0.5;
    let trimmed = (width.min(height * aspect), height.min(width / aspect));
    let (new_width, new_height) = if rounded { (width, height) } else { trimmed };
    let centre = crop.rect.centre();
    let rect = Rect::new(centre.x - new_width / 2.0, centre.y - new_height / 2.0, new_width, new_height);
    let crop = Crop { rect, ..crop };
    let slack = Rect::new(-OUTSIDE_PX, -OUTSIDE_PX, whole.width + 2.0 * OUTSIDE_PX, whole.height + 2.0 * OUTSIDE_PX);
    if !crop.corners().iter().all(|corner| slack.holds(*corner)) {
        return Err(ExportError::Outside);
    }
    // A crop in whole pixels may be short of half of one.
    if rect.width < (wanted_width - 0.5) / super::LARGEST_ENLARGEMENT
        || rect.height < (wanted_height - 0.5) / super::LARGEST_ENLARGEMENT
    {
        return Err(ExportError::PixelSize);
    }
    Ok(crop)
}

/// Whether `rect` has the shape of `picture`, but for rounding.
pub(super) fn is_shaped(rect: &Rect<InPhoto>, picture: &PictureRule) -> bool {
    let aspect = f64::from(picture.width_px) / f64::from(picture.height_px);
    (rect.width / rect.height / aspect).ln().abs() <= SHAPE_TOLERANCE
}

/// The long edge to decode a photo of `full` size at, so that `crop` at the size `to` keeps its detail.
///
/// # Errors
/// Where that is more than can be held.
pub(super) fn edge(crop: &Crop, full: (u32, u32), to: (u16, u16), file: &Container) -> Result<u32, ExportError> {
    let most = match &file.jpeg {
        Some(jpeg) if jpeg.process == JpegProcess::Progressive => MOST_PROGRESSIVE_PIXELS,
        // All sampled alike, whatever the factors: none is halved.
        Some(JpegHeader { components, .. })
            if components.len() > 1 && components.windows(2).all(|two| two[0].sampling == two[1].sampling) =>
        {
            MOST_WHOLE_COLOUR_PIXELS
        }
        _ => MOST_PIXELS,
    };
    let long = f64::from(full.0.max(full.1));
    let pixels = f64::from(full.0) * f64::from(full.1);
    let shrink = crop.rect.height / f64::from(to.1);
    // The largest of the decoder's scales that can be held: not below one pixel to a finished one.
    let held = [1.0, 2.0, 4.0, 8.0].into_iter().find(|scale| pixels / (scale * scale) <= most).unwrap_or(8.0);
    if held > shrink.max(1.0) {
        return Err(ExportError::TooLarge);
    }
    let scale = (shrink / DETAIL).max(held).max(1.0);
    // Not over the photo's own edge, so it fits.
    Ok((long / scale).floor() as u32)
}

/// The picture of size `to` that `crop` cuts from `photo`.
///
/// # Errors
/// Where `photo` is not what its numbers say.
pub(super) fn render(
    photo: &Photo,
    orientation: Orientation,
    crop: &Crop,
    to: (u16, u16),
) -> Result<Picture, ExportError> {
    let from = (photo.width as usize, photo.height as usize);
    let across = Scale::new(photo.width, photo.full_size.0, orientation.mirrors().0);
    let down = Scale::new(photo.height, photo.full_size.1, orientation.mirrors().1);
    let corner = Point::<InPhoto>::new(crop.rect.x, crop.rect.y).turned(crop.rect.centre(), crop.roll_deg);
    let view = View {
        origin: (across.place(corner.x), down.place(corner.y)),
        step: (crop.rect.width / across.divisor / f64::from(to.0), crop.rect.height / down.divisor / f64::from(to.1)),
        roll_deg: crop.roll_deg,
    };
    let sides = (usize::from(to.0), usize::from(to.1));
    let rgba = resample::resample(&photo.rgba, from, &view, sides, &LANCZOS, &LINEAR).ok_or(ExportError::Unreadable)?;
    Ok(Picture { width: to.0, height: to.1, rgba })
}

/// From the photo's own pixels to decoded ones, along one axis.
struct Scale {
    divisor: f64,
    /// Decoded pixels before the photo's first.
    before: f64,
}

impl Scale {
    /// A JPEG is divided by 1, 2, 4 or 8, and its last pixel then reaches over the edge, or its first where it is
    /// mirrored; a platform's decoder fits the pixels to the edge.
    fn new(decoded: u32, full: u32, mirrored: bool) -> Self {
        let divided = [1, 2, 4, 8].into_iter().find(|divisor| full.div_ceil(*divisor) == decoded);
        let divisor = divided.map_or(f64::from(full) / f64::from(decoded.max(1)), f64::from);
        let over = f64::from(decoded) - f64::from(full) / divisor;
        Self { divisor, before: if mirrored { over } else { 0.0 } }
    }

    fn place(&self, at: f64) -> f64 {
        at / self.divisor + self.before
    }
}
