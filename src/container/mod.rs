//! What a file is, read from its bytes and never from its name: format, dimensions, orientation, colour profile, where
//! the picture ends and what comes after. No pixel is decoded.

mod c2pa;
mod encoder;
mod exif;
mod filler;
mod gif;
mod jpeg;
mod labels;
mod photoshop;
mod png;
mod provenance;
mod software;
mod webp;
mod xmp;

use serde::Serialize;
use std::ops::Range;

pub use jpeg::{Component, JpegColor, JpegHeader, JpegProcess, QuantTable};
pub use provenance::{Camera, Filler, Mark, MarkKind, Provenance};

/// A file format, by content.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    Jpeg,
    Png,
    Webp,
    Heic,
    Avif,
    Gif,
    Bmp,
    Tiff,
    /// Zero bytes.
    Empty,
    /// None of the above.
    Other,
}

impl Format {
    /// Whether such a file, if sound, is a picture.
    pub const fn is_picture(self) -> bool {
        !matches!(self, Self::Empty | Self::Other)
    }
}

/// How stored pixels are turned and mirrored to stand upright: EXIF tag 0x0112, 1..=8 (EXIF 2.32, 4.6.4 A).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Orientation(u8);

impl Orientation {
    /// Stored as seen.
    pub const UPRIGHT: Self = Self(1);

    /// `None` outside 1..=8: such a tag is ignored, as every viewer does.
    pub fn new(tag: u16) -> Option<Self> {
        u8::try_from(tag).ok().filter(|tag| (1..=8).contains(tag)).map(Self)
    }
    /// The tag's value, 1..=8.
    pub fn tag(self) -> u8 {
        self.0
    }
    /// Whether the upright picture's x and y run against the stored axes that they come from.
    pub fn mirrors(self) -> (bool, bool) {
        (matches!(self.0, 2 | 3 | 6 | 7), matches!(self.0, 3 | 4 | 7 | 8))
    }
    /// The same, then turned clockwise by `quarters` of a full turn: a student turns what lies on its side.
    pub fn turned(self, quarters: u8) -> Self {
        /// What follows when one quarter is added; EXIF 2.32, 4.6.4 A, tag by tag.
        const NEXT: [u8; 8] = [6, 7, 8, 5, 2, 3, 4, 1];
        (0..quarters % 4)
            .fold(self, |from, _| Self(NEXT.get(usize::from(from.0).wrapping_sub(1)).copied().unwrap_or(from.0)))
    }
    /// Whether width and height change places.
    pub fn swaps_sides(self) -> bool {
        self.0 >= 5
    }
}

/// The end of the picture's data inside the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct End {
    /// Whether the format's own end marker (JPEG EOI, PNG IEND, the RIFF length, the GIF trailer) was reached; `None`
    /// where the format has none or it was not looked for.
    pub marked: Option<bool>,
    /// Offset of the first byte after the end marker; the file's length where there is none.
    pub offset: u64,
    /// Bytes after the end marker.
    pub trailing_bytes: u64,
}

/// Everything that the bytes say without their pixels.
#[derive(Clone, Debug, PartialEq)]
pub struct Container {
    pub format: Format,
    /// Length of the file.
    pub bytes: u64,
    /// Width and height as stored, before [`Orientation`]; `None` where the header is missing or broken.
    pub stored_size: Option<(u32, u32)>,
    pub orientation: Orientation,
    /// Where the ICC profile's segments lie in the file, in order; empty where there is none.
    pub icc: Vec<Range<usize>>,
    pub end: End,
    /// For [`Format::Jpeg`] with a readable frame header.
    pub jpeg: Option<JpegHeader>,
    /// Offset of the JPEG frame header's data.
    pub frame_offset: Option<u64>,
    /// What the file's records say of how it was made.
    pub provenance: Provenance,
}

/// Reads what `bytes` are. Never fails and never allocates by what a header claims.
pub fn sniff(bytes: &[u8]) -> Container {
    let mut container = Container {
        format: format(bytes),
        bytes: bytes.len() as u64,
        stored_size: None,
        orientation: Orientation::UPRIGHT,
        icc: Vec::new(),
        end: End { marked: None, offset: bytes.len() as u64, trailing_bytes: 0 },
        jpeg: None,
        frame_offset: None,
        provenance: Provenance::default(),
    };
    match container.format {
        Format::Jpeg => jpeg::read(bytes, &mut container),
        Format::Png => png::read(bytes, &mut container),
        Format::Webp => webp::read(bytes, &mut container),
        Format::Gif => gif::read(bytes, &mut container),
        Format::Bmp => container.stored_size = bmp_size(bytes),
        Format::Heic | Format::Avif | Format::Tiff => records_anywhere(bytes, &mut container.provenance),
        Format::Empty | Format::Other => {}
    }
    if matches!(container.format, Format::Png | Format::Webp | Format::Gif) && container.end.marked == Some(true) {
        let end = usize::try_from(container.end.offset).unwrap_or(bytes.len());
        filler::after_end(bytes, end, &mut container.provenance);
    }
    container
}

impl Container {
    /// Notes that the picture's data end at `offset`, by the format's own marker or not.
    fn ends_at(&mut self, offset: usize, marked: bool) {
        let offset = offset as u64;
        self.end = End { marked: Some(marked), offset, trailing_bytes: self.bytes.saturating_sub(offset) };
    }

    /// Takes the orientation and the records from an EXIF block whose TIFF header lies at `offset`.
    fn read_exif(&mut self, tiff: &[u8], offset: usize) {
        if let Some(orientation) = exif::orientation(tiff) {
            self.orientation = orientation;
        }
        exif::read(tiff, offset, &mut self.provenance);
    }
}

/// XMP packets, Content Credentials and EXIF of a format whose boxes are not read here: found by their first bytes, as
/// ISO 16684-1, 7.1 foresees for packets.
fn records_anywhere(bytes: &[u8], found: &mut Provenance) {
    /// Packets looked at.
    const MOST: usize = 4;
    for at in memchr::memmem::find_iter(bytes, b"<x:xmpmeta").take(MOST) {
        let packet = &bytes[at..];
        let end = memchr::memmem::find(packet, b"</x:xmpmeta>").map_or(packet.len(), |end| end + 12);
        xmp::read(&packet[..end], at, found);
    }
    for at in memchr::memmem::find_iter(bytes, b"Exif\0\0").take(MOST) {
        let block = &bytes[at + 6..];
        exif::read(&block[..block.len().min(1 << 16)], at + 6, found);
    }
    // The description box of a store stands right after the head of its superbox.
    for at in memchr::memmem::find_iter(bytes, b"jumb").take(MOST) {
        if bytes.get(at + 8..at + 12) == Some(b"jumd") && at >= 4 {
            c2pa::read(&bytes[at - 4..], at - 4, found);
        }
    }
}

/// The format by its first bytes.
fn format(bytes: &[u8]) -> Format {
    match bytes {
        [] => Format::Empty,
        [0xFF, 0xD8, 0xFF, ..] => Format::Jpeg,
        // PNG (ISO/IEC 15948), 5.2.
        [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1A, b'\n', ..] => Format::Png,
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Format::Webp,
        [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..] => Format::Gif,
        [b'B', b'M', ..] if bmp_size(bytes).is_some() => Format::Bmp,
        [b'I', b'I', 42, 0, ..] | [b'M', b'M', 0, 42, ..] => Format::Tiff,
        [_, _, _, _, b'f', b't', b'y', b'p', ..] => iso_format(bytes),
        _ => Format::Other,
    }
}

/// HEIC or AVIF by the brands of an ISO base media file (ISO/IEC 14496-12, 4.3; ISO/IEC 23008-12, annex B).
fn iso_format(bytes: &[u8]) -> Format {
    let length = be_u32(bytes, 0).map_or(0, |length| length as usize).min(bytes.len());
    let brands = bytes.get(8..length).unwrap_or_default();
    for (index, brand) in brands.chunks_exact(4).enumerate() {
        match brand {
            // The second four bytes are the minor version, not a brand.
            _ if index == 1 => {}
            b"avif" | b"avis" => return Format::Avif,
            b"heic" | b"heix" | b"hevc" | b"hevx" | b"heim" | b"heis" | b"mif1" | b"msf1" => return Format::Heic,
            _ => {}
        }
    }
    Format::Other
}

/// Width and height of a Windows bitmap with a BITMAPINFOHEADER or later.
fn bmp_size(bytes: &[u8]) -> Option<(u32, u32)> {
    let le = |at: usize| bytes.get(at..at + 4)?.try_into().ok().map(i32::from_le_bytes);
    let header = le(14)?;
    (header >= 40).then_some(())?;
    // A negative height stores the rows from the top.
    Some((u32::try_from(le(18)?).ok()?, le(22)?.unsigned_abs()))
}

/// The big-endian number at `at`; `None` beyond the end.
fn be_u32(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..at.checked_add(4)?)?.try_into().ok().map(u32::from_be_bytes)
}

/// The big-endian number at `at`; `None` beyond the end.
fn be_u16(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..at.checked_add(2)?)?.try_into().ok().map(u16::from_be_bytes)
}

#[cfg(test)]
mod tests;
