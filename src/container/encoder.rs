//! Who encoded a JPEG, by its quantisation tables and its segments.
//!
//! Cameras and phones have tables of their own or the standard's, scaled. A library announces itself by order: JFIF
//! before EXIF, one table a segment, then the frame. That proves nothing against a file without EXIF, which a messenger
//! may have stripped; a camera's EXIF inside a library's file says that it was saved again. Without EXIF so do mozjpeg's
//! tables, which no camera has, and a colour profile that only Skia writes, the library behind Chromium's canvas and
//! Android's `Bitmap`; some Android cameras encode with it, but they write EXIF.

use super::jpeg::{JpegHeader, JpegProcess};
use std::ops::Range;

/// Annex K of ITU-T T.81 (K.1: luminance), in zigzag order.
const STANDARD: [u16; 64] = [
    16, 11, 12, 14, 12, 10, 16, 14, 13, 14, 18, 17, 16, 19, 24, 40, 26, 24, 22, 22, 24, 49, 35, 37, 29, 40, 58, 51, 61,
    60, 57, 51, 56, 55, 64, 72, 92, 78, 64, 68, 87, 69, 55, 56, 80, 109, 81, 87, 95, 98, 103, 104, 103, 62, 77, 113,
    121, 112, 100, 120, 92, 101, 103, 99,
];

/// mozjpeg's default (`-quant-table 3`, N. Robidoux), first ten in zigzag order: as its files have them at quality 50.
const MOZJPEG: [u16; 10] = [16, 16, 16, 16, 17, 16, 18, 20, 20, 18];

/// What is known of the order of segments before the first scan.
#[derive(Default)]
pub(super) struct Order {
    /// Marker codes in order, a run of one kind once; at most 24.
    pub markers: Vec<u8>,
    /// An Adobe segment with the flags of Save for Web, or its `Ducky`.
    pub save_for_web: bool,
    /// APP13 that iOS and macOS write.
    pub photoshop_segment: bool,
}

impl Order {
    pub fn note(&mut self, marker: u8) {
        if self.markers.len() < 24 && self.markers.last() != Some(&marker) {
            self.markers.push(marker);
        }
    }

    fn place(&self, marker: u8) -> Option<usize> {
        self.markers.iter().position(|seen| *seen == marker)
    }

    /// Whether JFIF stands before EXIF and XMP, and the tables before the frame, the Huffman tables after it: libjpeg's
    /// order with metadata put in.
    pub fn is_library(&self) -> bool {
        let ordered = |a: u8, b: u8| self.place(a).zip(self.place(b)).is_some_and(|(a, b)| a < b);
        let frame = if self.place(0xC2).is_some() { 0xC2 } else { 0xC0 };
        let application = self.place(0xED).is_none() || !self.photoshop_segment;
        self.place(0xE0) == Some(0) && ordered(0xDB, frame) && ordered(frame, 0xC4) && application
    }
}

/// What Skia writes into each profile of its own, as a UTF-16 text: `SkICC.cpp`, the tag `cprt`. Seen in what Chromium's
/// canvas saves (`tests/origin/reencode.mjs`).
const SKIA: &str = "Google Inc. 2016";

/// Where in `bytes` the first of the `places` of the colour profile begins, if Skia wrote it.
pub(super) fn skia_profile(bytes: &[u8], places: &[Range<usize>]) -> Option<usize> {
    let place = places.first()?;
    let words: Vec<u8> = SKIA.encode_utf16().flat_map(u16::to_be_bytes).collect();
    // Its profiles have less than 600 bytes: a large one is not searched.
    let profile = bytes.get(place.start..place.end.min(place.start + (1 << 10)))?;
    profile.windows(words.len()).any(|seen| seen == words).then_some(place.start)
}

/// The IJG's quality, 1..=100, whose luminance table this is (libjpeg, `jpeg_quality_scaling`).
fn standard_quality(values: &[u16; 64]) -> Option<u8> {
    (1..=100).rev().find(|quality| {
        let quality = u32::from(*quality);
        let scale = if quality < 50 { 5000 / quality } else { 200 - quality * 2 };
        let scaled = |base: u16| ((u32::from(base) * scale + 50) / 100).clamp(1, 255);
        STANDARD.iter().zip(values).all(|(base, value)| scaled(*base) == u32::from(*value))
    })
}

/// The ratio of a table's first values is mozjpeg's, whatever its quality.
pub(super) fn is_mozjpeg(values: &[u16; 64]) -> bool {
    (1..=100_u32).any(|quality| {
        let scale = if quality < 50 { 5000 / quality } else { 200 - quality * 2 };
        let scaled = |base: u16| ((u32::from(base) * scale + 50) / 100).clamp(1, 255);
        let same = MOZJPEG.iter().zip(values).all(|(base, value)| scaled(*base) == u32::from(*value));
        // At the highest qualities every table is ones.
        same && values[0] > 2
    })
}

/// The encoder's name; empty where it is not known.
pub(super) fn name(header: &JpegHeader, order: &Order) -> String {
    let Some(table) = header.tables.first() else { return String::new() };
    if order.save_for_web {
        return "Adobe Photoshop, Save for Web".to_owned();
    }
    let progressive = if header.process == JpegProcess::Progressive { ", progressive" } else { "" };
    match standard_quality(&table.values) {
        Some(quality) => format!("IJG tables, quality {quality}{progressive}"),
        None if is_mozjpeg(&table.values) => "mozjpeg tables".to_owned(),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn standard_tables_are_known_at_every_quality() {
        for quality in 1..=100_u32 {
            let scale = if quality < 50 { 5000 / quality } else { 200 - quality * 2 };
            let table =
                STANDARD.map(|base| u16::try_from(((u32::from(base) * scale + 50) / 100).clamp(1, 255)).unwrap());
            let seen = u32::from(standard_quality(&table).unwrap());
            assert!(seen == quality || scale == 0 || quality < 3, "{quality}: {seen}");
        }
        assert_eq!(standard_quality(&[7; 64]), None);
    }

    #[test]
    fn mozjpeg_is_known_by_its_first_values() {
        // As @jsquash/jpeg writes them at quality 75, for tests/origin.
        let mut table = [99; 64];
        table[..10].copy_from_slice(&[8, 8, 8, 8, 9, 8, 9, 10, 10, 9]);
        assert!(is_mozjpeg(&table));
        assert!(!is_mozjpeg(&STANDARD) && !is_mozjpeg(&[1; 64]));
    }

    #[test]
    fn skia_is_known_by_its_profile_wherever_that_lies() {
        let text: Vec<u8> = SKIA.encode_utf16().flat_map(u16::to_be_bytes).collect();
        let file = [vec![7; 300], text, vec![7; 100]].concat();
        let of = |from: usize, to: usize| skia_profile(&file, std::slice::from_ref(&(from..to)));
        assert_eq!([of(20, 400), of(20, 320), of(900, 999)], [Some(20), None, None]);
        assert_eq!(skia_profile(&file, &[]), None);
    }

    #[test]
    fn a_camera_s_order_is_not_a_library_s() {
        let order = |markers: &[u8]| Order { markers: markers.to_vec(), ..Order::default() };
        assert!(order(&[0xE0, 0xE1, 0xDB, 0xC0, 0xC4]).is_library());
        assert!(!order(&[0xE1, 0xDB, 0xC0, 0xC4]).is_library());
        // iOS and macOS.
        assert!(!order(&[0xE0, 0xE1, 0xED, 0xE2, 0xC0, 0xC4, 0xDB]).is_library());
    }
}
