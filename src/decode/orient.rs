//! A picture as stored to one that stands upright.

use super::Photo;
use crate::container::Orientation;

/// Turns and mirrors `photo` as its EXIF orientation says (EXIF 2.32, 4.6.4 A: where row 0 and column 0 are seen).
pub(super) fn upright(photo: Photo, orientation: Orientation) -> Photo {
    if orientation == Orientation::UPRIGHT {
        return photo;
    }
    let (width, height) = (photo.width as usize, photo.height as usize);
    let swapped = orientation.swaps_sides();
    let (new_width, new_height) = if swapped { (height, width) } else { (width, height) };
    let mut rgba = Vec::with_capacity(photo.rgba.len());
    for y in 0..new_height {
        for x in 0..new_width {
            let (right, down) = (width.wrapping_sub(1), height.wrapping_sub(1));
            let (from_x, from_y) = match orientation.tag() {
                2 => (right - x, y),
                3 => (right - x, down - y),
                4 => (x, down - y),
                5 => (y, x),
                6 => (y, down - x),
                7 => (right - y, down - x),
                8 => (right - y, x),
                _ => (x, y),
            };
            let at = (from_y * width + from_x) * 4;
            rgba.extend_from_slice(photo.rgba.get(at..at + 4).unwrap_or(&[0, 0, 0, 255]));
        }
    }
    let turn = |(a, b): (u32, u32)| if swapped { (b, a) } else { (a, b) };
    let (width, height) = turn((photo.width, photo.height));
    Photo { width, height, rgba, full_size: turn(photo.full_size), intact: photo.intact }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Pixels 1 2 3 over 4 5 6, as stored.
    fn stored() -> Photo {
        let rgba = (1..=6).flat_map(|value| [value, value, value, 255]).collect();
        Photo { width: 3, height: 2, rgba, full_size: (30, 20), intact: true }
    }

    #[test]
    fn every_orientation_is_brought_upright() {
        // By the EXIF standard's own table: which side of the scene row 0 and column 0 show.
        let expected: [(u16, &[u8]); 8] = [
            (1, &[1, 2, 3, 4, 5, 6]),
            (2, &[3, 2, 1, 6, 5, 4]),
            (3, &[6, 5, 4, 3, 2, 1]),
            (4, &[4, 5, 6, 1, 2, 3]),
            (5, &[1, 4, 2, 5, 3, 6]),
            (6, &[4, 1, 5, 2, 6, 3]),
            (7, &[6, 3, 5, 2, 4, 1]),
            (8, &[3, 6, 2, 5, 1, 4]),
        ];
        for (tag, pixels) in expected {
            let photo = upright(stored(), Orientation::new(tag).unwrap());
            let seen: Vec<u8> = photo.rgba.chunks_exact(4).map(|pixel| pixel[0]).collect();
            assert_eq!(seen, pixels, "orientation {tag}");
            let sides = if tag >= 5 { (2, 3, (20, 30)) } else { (3, 2, (30, 20)) };
            assert_eq!((photo.width, photo.height, photo.full_size), sides, "orientation {tag}");
        }
    }
}
