//! The EXIF block (EXIF 2.32, TIFF 6.0): orientation, camera, programs, comments, dates, thumbnail.
//!
//! A reader of its own, because a broken entry must not hide the sound ones and because a finding names the offset of
//! what it saw. Every offset is checked, every list is bounded.

use super::provenance::{MarkKind, Provenance};
use super::{Orientation, labels};
use std::ops::Range;

/// EXIF lies in one JPEG segment; anything longer is not one and is not read.
const LARGEST: usize = 1 << 17;

/// Entries of one directory that are read: cameras write under 100.
const MOST_ENTRIES: usize = 300;

/// Characters of a text that are read.
const LONGEST_TEXT: usize = 1 << 14;

/// A TIFF block inside a file.
struct Tiff<'a> {
    block: &'a [u8],
    little: bool,
}

/// One entry: what it is and where its value lies in the block.
struct Entry {
    tag: u16,
    /// TIFF's type code.
    kind: u16,
    place: Range<usize>,
}

impl<'a> Tiff<'a> {
    fn new(block: &'a [u8]) -> Option<Self> {
        let little = match block.get(..4)? {
            [b'I', b'I', 42, 0] => true,
            [b'M', b'M', 0, 42] => false,
            _ => return None,
        };
        (block.len() <= LARGEST).then_some(Self { block, little })
    }

    fn u16(&self, at: usize) -> Option<u16> {
        let pair = self.block.get(at..at.checked_add(2)?)?.try_into().ok()?;
        Some(if self.little { u16::from_le_bytes(pair) } else { u16::from_be_bytes(pair) })
    }

    fn u32(&self, at: usize) -> Option<u32> {
        let four = self.block.get(at..at.checked_add(4)?)?.try_into().ok()?;
        Some(if self.little { u32::from_le_bytes(four) } else { u32::from_be_bytes(four) })
    }

    /// The sound entries of the directory at `at`, and the offset of the next one.
    fn directory(&self, at: usize) -> (Vec<Entry>, Option<usize>) {
        let count = self.u16(at).map_or(0, usize::from);
        let entries = (0..count.min(MOST_ENTRIES)).filter_map(|index| self.entry(at + 2 + index * 12)).collect();
        let next = self.u32(at + 2 + count * 12).map(|next| next as usize).filter(|next| *next != 0);
        (entries, next)
    }

    fn entry(&self, at: usize) -> Option<Entry> {
        let (tag, kind) = (self.u16(at)?, self.u16(at + 2)?);
        let size = match kind {
            1 | 2 | 6 | 7 => 1,
            3 | 8 => 2,
            4 | 9 | 11 | 13 => 4,
            5 | 10 | 12 => 8,
            _ => return None,
        };
        let bytes = (self.u32(at + 4)? as usize).checked_mul(size)?;
        let start = if bytes <= 4 { at + 8 } else { self.u32(at + 8)? as usize };
        let end = start.checked_add(bytes)?;
        (end <= self.block.len()).then_some(Entry { tag, kind, place: start..end })
    }

    /// An unsigned number, or a rational as its quotient.
    fn number(&self, entry: &Entry) -> Option<f64> {
        let at = entry.place.start;
        let whole = |at: usize| self.u32(at).map(f64::from);
        match entry.kind {
            1 => entry.place.clone().next().and_then(|at| self.block.get(at)).map(|byte| f64::from(*byte)),
            3 if entry.place.len() >= 2 => self.u16(at).map(f64::from),
            4 if entry.place.len() >= 4 => whole(at),
            5 if entry.place.len() >= 8 => {
                whole(at).zip(whole(at + 4)).filter(|(_, below)| *below > 0.0).map(|(above, below)| above / below)
            }
            _ => None,
        }
    }

    fn bytes(&self, entry: &Entry) -> &'a [u8] {
        let bytes = self.block.get(entry.place.clone()).unwrap_or_default();
        &bytes[..bytes.len().min(LONGEST_TEXT)]
    }

    fn text(&self, entry: &Entry) -> String {
        let bytes = self.bytes(entry);
        let end = bytes.iter().position(|byte| *byte == 0).unwrap_or(bytes.len());
        String::from_utf8_lossy(&bytes[..end]).trim().to_owned()
    }

    /// EXIF 2.32, 4.6.5: eight bytes name the character code, then the text.
    fn comment(&self, entry: &Entry) -> String {
        let bytes = self.bytes(entry);
        match bytes.split_at_checked(8) {
            Some((b"UNICODE\0", rest)) => utf16(rest, self.little),
            Some((code, rest)) if code.starts_with(b"ASCII") || code.starts_with(b"JIS") || code == [0; 8] => {
                String::from_utf8_lossy(rest).into_owned()
            }
            _ => String::from_utf8_lossy(bytes).into_owned(),
        }
    }
}

/// UTF-16 text; in the other byte order where that makes more of it ASCII, as some writers do.
fn utf16(bytes: &[u8], little: bool) -> String {
    let read = |little: bool| -> Vec<u16> {
        let pairs = bytes.chunks_exact(2).map(|pair| [pair[0], pair[1]]);
        pairs.map(|pair| if little { u16::from_le_bytes(pair) } else { u16::from_be_bytes(pair) }).collect()
    };
    let ascii = |units: &[u16]| units.iter().filter(|unit| **unit < 128).count();
    let (this, other) = (read(little), read(!little));
    String::from_utf16_lossy(if ascii(&other) > ascii(&this) { &other } else { &this })
}

/// The orientation that a TIFF block states; `None` where it is broken or says nothing.
pub(super) fn orientation(block: &[u8]) -> Option<Orientation> {
    let tiff = Tiff::new(block)?;
    let (entries, _) = tiff.directory(tiff.u32(4)? as usize);
    let entry = entries.iter().find(|entry| entry.tag == 0x0112)?;
    let value = tiff.number(entry).filter(|value| value.fract() == 0.0 && *value <= 8.0)?;
    // At most 8, just checked.
    Orientation::new(value as u16)
}

/// Reads what the block at `offset` of the file says of camera and programs.
pub(super) fn read(block: &[u8], offset: usize, found: &mut Provenance) {
    let Some(tiff) = Tiff::new(block) else { return };
    let Some(first) = tiff.u32(4) else { return };
    let (main, next) = tiff.directory(first as usize);
    for entry in &main {
        read_main(&tiff, entry, offset, found);
    }
    let below = |tag: u16| main.iter().find(|entry| entry.tag == tag).and_then(|entry| tiff.number(entry));
    // Pointers are 32-bit numbers.
    if let Some(at) = below(0x8769) {
        let (entries, _) = tiff.directory(at as usize);
        entries.iter().for_each(|entry| read_exif(&tiff, entry, offset, found));
    }
    if let Some(next) = next {
        let (entries, _) = tiff.directory(next);
        let value = |tag: u16| entries.iter().find(|entry| entry.tag == tag).and_then(|entry| tiff.number(entry));
        if let Some((at, length)) = value(0x0201).zip(value(0x0202)) {
            let range = at as usize..(at as usize).saturating_add(length as usize);
            let jpeg = block.get(range.clone()).is_some_and(|bytes| bytes.starts_with(&[0xFF, 0xD8]));
            found.thumbnail = jpeg.then(|| offset + range.start..offset + range.end);
        }
    }
    let camera = &found.camera;
    let (taken, changed) = (camera.taken.clone(), camera.changed.clone());
    // A transfer program notes its copying as a change.
    let program = main.iter().find(|entry| entry.tag == 0x0131).map(|entry| tiff.text(entry)).unwrap_or_default();
    let copied = program.contains("Transfer");
    // Both have the form that sorts as text; a camera writes the same second, or the next.
    if camera.is_named() && !copied && taken.len() == 19 && changed.len() == 19 && changed.get(..16) > taken.get(..16) {
        found.mark(MarkKind::Redated, "exif:ModifyDate", offset, &changed);
    }
}

/// Directory 0.
fn read_main(tiff: &Tiff, entry: &Entry, offset: usize, found: &mut Provenance) {
    let at = offset + entry.place.start;
    let place = match entry.tag {
        0x010F => {
            found.camera.make = tiff.text(entry);
            return;
        }
        0x0110 => {
            found.camera.model = tiff.text(entry);
            return;
        }
        0x0132 => {
            found.camera.changed = tiff.text(entry);
            return;
        }
        0x000B => "exif:ProcessingSoftware",
        0x0131 => "exif:Software",
        0x013B => "exif:Artist",
        0x013C => "exif:HostComputer",
        0x010E => "exif:ImageDescription",
        0x02BC => {
            super::xmp::read(tiff.bytes(entry), at, found);
            return;
        }
        0x9C9C => {
            let text = utf16(tiff.bytes(entry), true);
            labels::read(found, "exif:XPComment", at, &text, true);
            return;
        }
        _ => return,
    };
    // A description speaks of what is seen, not of programs.
    labels::read(found, place, at, &tiff.text(entry), entry.tag != 0x010E);
}

/// The EXIF directory.
fn read_exif(tiff: &Tiff, entry: &Entry, offset: usize, found: &mut Provenance) {
    let at = offset + entry.place.start;
    let camera = &mut found.camera;
    match entry.tag {
        0x9003 => camera.taken = tiff.text(entry),
        0x927C => camera.maker_note = !entry.place.is_empty(),
        0xA434 => {
            camera.lens = tiff.text(entry);
            camera.lens_offset = at as u64;
        }
        0xA405 => camera.focal_35mm = tiff.number(entry).filter(|mm| *mm > 0.0),
        0xA002 | 0xA003 => {
            let side = tiff.number(entry).filter(|side| *side >= 1.0).map_or(0, |side| side as u32);
            let (width, height) = camera.pixel_size.unwrap_or_default();
            camera.pixel_size = Some(if entry.tag == 0xA002 { (side, height) } else { (width, side) });
        }
        0x9286 => labels::read(found, "exif:UserComment", at, &tiff.comment(entry), true),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A big-endian TIFF block with one entry: tag 0x0112, SHORT, `value`.
    pub(crate) fn tiff(value: u16) -> Vec<u8> {
        let mut block = b"MM\0\x2A\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01".to_vec();
        block.extend(value.to_be_bytes());
        block.extend([0; 6]);
        block
    }

    #[test]
    fn only_the_eight_orientations_count() {
        let tags: Vec<_> = [0, 1, 6, 8, 9, 700].map(|tag| orientation(&tiff(tag)).map(Orientation::tag)).to_vec();
        assert_eq!(tags, [None, Some(1), Some(6), Some(8), None, None]);
    }

    #[test]
    fn a_block_cut_anywhere_says_nothing_or_the_truth() {
        let whole = tiff(6);
        for end in 0..whole.len() {
            let seen = orientation(&whole[..end]).map(Orientation::tag);
            assert!(matches!(seen, None | Some(6)), "{end}: {seen:?}");
        }
    }

    #[test]
    fn a_comment_in_utf_16_is_read_in_either_order() {
        let text = "{\"a\":1}";
        let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!((utf16(&little, true), utf16(&little, false)), (text.to_owned(), text.to_owned()));
    }
}
