//! Whether the thumbnail that a camera put into the file shows the picture that is there now: who crops a photo or lays
//! another background often leaves the old thumbnail behind.

use super::{Reading, Unmeasured};
use crate::color::luma;
use crate::container::{self, Container};
use crate::decode::{self, Photo};

/// Cells a side that are compared: coarse enough for the coder's and the shrinking's differences to vanish.
const CELLS: usize = 16;

/// Longest edge of a thumbnail that is decoded, px: EXIF's have 160, an Ultra HDR photo's 336.
const LONGEST_PX: u32 = 640;

/// Deviation of the cells, levels, under which there is nothing to compare: an even wall. By principle.
const PLAIN: f64 = 4.0;

/// Difference of the sides' ratios, as a share, from which on a thumbnail has bars: 160 x 120 rounds to less than 1 %.
const BARRED: f64 = 0.02;

type Cells = [f64; CELLS * CELLS];

/// How alike the two are, the correlation of coarse brightness, -1..=1; brightness and contrast do not count.
///
/// # Errors
/// [`Unmeasured::NotImplied`] where there is no thumbnail, or nothing to be seen in it or in the photo.
pub(crate) fn likeness(bytes: &[u8], container: &Container, photo: &Photo) -> Reading<f64> {
    let place = container.provenance.thumbnail.clone().ok_or(Unmeasured::NotImplied)?;
    let bytes = bytes.get(place).ok_or(Unmeasured::NotImplied)?;
    let small = container::sniff(bytes);
    let is_small = small.stored_size.is_some_and(|(width, height)| width.max(height) <= LONGEST_PX);
    if !is_small || !photo.intact {
        return Err(Unmeasured::NotImplied);
    }
    // It lies as the picture is stored.
    let small = Container { orientation: container.orientation, ..small };
    let thumbnail = decode::decode(bytes, &small, u32::MAX).map_err(|_| Unmeasured::NotImplied)?;
    if !thumbnail.intact {
        return Err(Unmeasured::NotImplied);
    }
    compared(photo, &thumbnail).ok_or(Unmeasured::NotImplied)
}

/// The best of all ways in which devices write thumbnails: squeezed, between bars, and turned otherwise.
fn compared(photo: &Photo, thumbnail: &Photo) -> Option<f64> {
    let mut turned = cells(photo, [0.0, 0.0, 1.0, 1.0])?;
    let mut ratio = f64::from(photo.width) / f64::from(photo.height);
    let own = f64::from(thumbnail.width) / f64::from(thumbnail.height);
    let whole = cells(thumbnail, [0.0, 0.0, 1.0, 1.0])?;
    let mut best = f64::MIN;
    for _ in 0..4 {
        best = best.max(correlation(&turned, &whole));
        // The share of the thumbnail, from the middle, that the picture's shape fills.
        let (width, height) = if own > ratio { (ratio / own, 1.0) } else { (1.0, own / ratio) };
        if width * height < 1.0 - BARRED {
            let within = [(1.0 - width) / 2.0, (1.0 - height) / 2.0, (1.0 + width) / 2.0, (1.0 + height) / 2.0];
            best = cells(thumbnail, within).map_or(best, |part| best.max(correlation(&turned, &part)));
        }
        turned = std::array::from_fn(|at| turned[(CELLS - 1 - at % CELLS) * CELLS + at / CELLS]);
        ratio = 1.0 / ratio;
    }
    Some(best)
}

/// Mean luma of the cells of a part: left, top, right, bottom as shares of the sides. `None` where it is plain.
fn cells(photo: &Photo, [left, top, right, bottom]: [f64; 4]) -> Option<Cells> {
    // A float to an unsigned integer saturates at zero.
    let places = |from: f64, to: f64, side: u32, at: usize| {
        let edge = |at: usize| ((from + (to - from) * at as f64 / CELLS as f64) * f64::from(side)) as usize;
        let first = edge(at).min((side as usize).saturating_sub(1));
        first..edge(at + 1).clamp(first + 1, side.max(1) as usize)
    };
    let cells: Cells = std::array::from_fn(|at| {
        let (mut sum, mut seen) = (0.0, 0.0);
        for y in places(top, bottom, photo.height, at / CELLS) {
            for x in places(left, right, photo.width, at % CELLS) {
                let pixel = (y * photo.width as usize + x) * 4;
                if let Some(&[r, g, b]) = photo.rgba.get(pixel..pixel + 3) {
                    sum += f64::from(luma([r, g, b].map(f32::from)));
                    seen += 1.0;
                }
            }
        }
        if seen > 0.0 { sum / seen } else { 0.0 }
    });
    (deviation(&cells) >= PLAIN).then_some(cells)
}

fn mean(cells: &Cells) -> f64 {
    cells.iter().sum::<f64>() / cells.len() as f64
}

fn deviation(cells: &Cells) -> f64 {
    let mean = mean(cells);
    (cells.iter().map(|cell| (cell - mean).powi(2)).sum::<f64>() / cells.len() as f64).sqrt()
}

/// Pearson's, of cells that are not plain.
fn correlation(a: &Cells, b: &Cells) -> f64 {
    let (mean_a, mean_b) = (mean(a), mean(b));
    let together = a.iter().zip(b).map(|(a, b)| (a - mean_a) * (b - mean_b)).sum::<f64>() / a.len() as f64;
    together / (deviation(a) * deviation(b))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A photo of `at(x, y)`, both 0..1.
    fn photo(width: u32, height: u32, at: impl Fn(f64, f64) -> f64) -> Photo {
        let pixel = |place: u32| {
            let (x, y) = (place % width, place / width);
            let value = at((f64::from(x) + 0.5) / f64::from(width), (f64::from(y) + 0.5) / f64::from(height));
            [value as u8, value as u8, value as u8, 255]
        };
        Photo {
            width,
            height,
            rgba: (0..width * height).flat_map(pixel).collect(),
            full_size: (width, height),
            intact: true,
        }
    }

    fn scene(x: f64, y: f64) -> f64 {
        if (x - 0.4).hypot((y - 0.3) * 1.3) < 0.2 { 190.0 } else { 60.0 + 80.0 * x }
    }

    #[test]
    fn a_camera_s_thumbnail_is_alike_however_it_is_laid() {
        let picture = photo(300, 400, scene);
        let barred = |x: f64, y: f64| {
            // 4 : 3, and the picture 3 : 4 in its middle.
            let inner = (x - 0.5) * 16.0 / 9.0 + 0.5;
            if (0.0..1.0).contains(&inner) { scene(inner, y) } else { 0.0 }
        };
        let ways = [
            photo(120, 160, scene),
            photo(160, 120, scene),
            photo(160, 120, barred),
            photo(160, 120, |x, y| scene(y, 1.0 - x)),
        ];
        for (way, thumbnail) in ways.iter().enumerate() {
            let alike = compared(&picture, thumbnail).unwrap();
            assert!(alike > 0.98, "{way}: {alike}");
        }
        let brighter = photo(120, 160, |x, y| 1.2 * scene(x, y));
        assert!(compared(&picture, &brighter).unwrap() > 0.99);
    }

    #[test]
    fn what_was_cropped_or_changed_is_not() {
        let thumbnail = photo(120, 160, scene);
        let cropped = photo(300, 400, |x, y| scene(0.15 + 0.7 * x, 0.15 + 0.7 * y));
        let flat = photo(300, 400, |x, y| if scene(x, y) > 180.0 { 190.0 } else { 255.0 });
        for other in [cropped, flat] {
            assert!(compared(&other, &thumbnail).unwrap() < 0.9);
        }
        assert_eq!(compared(&photo(300, 400, |_, _| 90.0), &thumbnail), None);
    }
}
