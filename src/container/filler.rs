//! Bytes that carry nothing: after the end marker, in comments, in segments that nobody reads, between segments. Makers
//! of ID photos put them there to reach a smallest size.
//!
//! What devices append is told apart: further pictures, motion clips, a camera's own records.

use super::labels;
use super::provenance::Provenance;

/// Comments longer than this in all are filler: programs write one line, apps a few hundred bytes of JSON.
const LONGEST_COMMENTS: usize = 1 << 12;

/// A run of one byte, or of one short pattern, from this length on is filler in a comment or an unknown segment. IPTC
/// and EXIF text fields are padded to 200 at most.
const LONGEST_RUN: usize = 512;

/// The longest pattern that is looked for, bytes.
const LONGEST_PATTERN: usize = 64;

/// Writers that end a file on a whole disk sector fill up to so many zeros.
const SECTOR: usize = 512;

/// Segments that are known by the first bytes of their data: ExifTool's table of JPEG segments.
const KNOWN: &[&[u8]] = &[
    b"JFIF\0",
    b"JFXX\0",
    b"Exif\0",
    b"http://ns.adobe.com/",
    b"XMP\0",
    b"ICC_PROFILE\0",
    b"MPF\0",
    b"FPXR\0",
    b"urn:iso:std:iso:ts:21496",
    b"Meta\0",
    b"META\0",
    b"SCALADO\0",
    b"PreviewImage\0",
    b"RMETA\0",
    b"ssuniqueid\0",
    b"EPPIM\0",
    b"NITF\0",
    b"HP_TDHD",
    b"GoPro\0",
    b"DJI",
    b"PENTAX ",
    b"Qualcomm ",
    b"SPIFF\0",
    b"Media Jukebox\0",
    b"UNICODE\0",
    b"HDR_RI",
    b"JP",
    b"[picture info]",
    b"Ducky",
    b"PictureInfo",
    b"Photoshop ",
    b"Adobe_CM",
    b"Adobe",
    b"Q ",
    b"XTC\0",
    b"AROT",
    b"InfiRay",
    b"Samsung",
    b"HDRGM",
    b"OPPO",
    b"vivo",
    b"HUAWEI",
    b"Xiaomi",
    b"MTK",
];

/// Beyond this, a segment of a known name that has no business to be long is filled: JFIF without a thumbnail has 16
/// bytes, Adobe's 14 (33 from Save for Web), Ducky's under 200.
fn longest_of(data: &[u8]) -> usize {
    match data {
        [b'J', b'F', b'I', b'F', 0, _, _, _, _, _, _, _, width, height, ..] => {
            14 + 3 * usize::from(*width) * usize::from(*height)
        }
        _ if data.starts_with(b"Adobe") && !data.starts_with(b"Adobe_CM") => 64,
        _ if data.starts_with(b"Ducky") => 2048,
        _ => usize::MAX,
    }
}

/// Length of the longest part of `data` that repeats one short pattern.
fn repeated(data: &[u8]) -> usize {
    let mut longest = 0;
    // A period that divides none of these is not written by hand: 1, a word, a line.
    for period in 1..=LONGEST_PATTERN.min(data.len()) {
        let mut run = 0;
        for (byte, before) in data[period..].iter().zip(data) {
            run = if byte == before { run + 1 } else { 0 };
            longest = longest.max(run);
        }
        if longest * 2 > data.len() {
            break;
        }
    }
    longest
}

/// At most this much of a piece is looked at: a pattern shows at once.
const SAMPLE: usize = 1 << 12;

fn is_repeated(data: &[u8]) -> bool {
    let sample = &data[..data.len().min(SAMPLE)];
    repeated(sample) * 2 > sample.len()
}

/// What the segments of one file hold of filler, gathered segment by segment.
#[derive(Default)]
pub(super) struct Count {
    comments: usize,
    first_comment: usize,
    /// Data of tables before the first scan.
    tables: usize,
    /// Pieces under unknown names, of no pattern: filler only if no camera wrote the file.
    unknown: Vec<(usize, usize)>,
    /// Pieces looked at for patterns; beyond [`MOST_PIECES`] the file is not a camera's anyway.
    looked: usize,
}

/// Pieces of one file that are searched for a pattern. Cameras write under 20 segments.
const MOST_PIECES: usize = 300;

impl Count {
    /// A comment's data at `offset`.
    pub fn comment(&mut self, data: &[u8], offset: usize, found: &mut Provenance) {
        if self.comments == 0 {
            self.first_comment = offset;
        }
        self.looked += 1;
        if data.len() >= LONGEST_RUN && self.looked < MOST_PIECES && is_repeated(data) {
            found.fill("COM", offset, data.len(), true);
        } else {
            self.comments += data.len();
        }
    }

    /// An application segment's data at `offset`.
    pub fn application(&mut self, name: &'static str, data: &[u8], offset: usize, found: &mut Provenance) {
        let known = KNOWN.iter().any(|start| data.starts_with(start));
        if known {
            let beyond = data.len().saturating_sub(longest_of(data));
            if beyond > 0 {
                found.fill(name, offset, beyond, true);
            }
        } else if data.len() >= LONGEST_RUN {
            self.looked += 1;
            if self.looked < MOST_PIECES && is_repeated(data) {
                found.fill(name, offset, data.len(), true);
            } else if self.unknown.len() < 64 {
                self.unknown.push((offset, data.len()));
            }
        }
    }

    /// Data of quantisation or Huffman tables at `offset`. Four of each with 16-bit entries have under 4 KB.
    pub fn table(&mut self, length: usize, offset: usize, found: &mut Provenance) {
        const MOST: usize = 1 << 13;
        self.tables += length;
        if self.tables > MOST && self.tables - length <= MOST {
            found.fill("tables", offset, length, true);
        }
    }

    /// Bytes between the end of one segment and the next marker.
    pub fn gap(&mut self, length: usize, offset: usize, found: &mut Provenance) {
        /// Fill bytes to an even or four-byte place.
        const MOST: usize = 16;
        if length > MOST {
            found.fill("between-segments", offset, length, true);
        }
    }

    /// After the last segment.
    pub fn finish(self, found: &mut Provenance) {
        if self.comments > LONGEST_COMMENTS {
            found.fill("COM", self.first_comment, self.comments, true);
        }
        let camera = found.camera.is_named();
        for (offset, length) in self.unknown {
            found.fill("APPn", offset, length, !camera && length >= LONGEST_COMMENTS);
        }
    }
}

/// Judges what follows the end marker at `end`.
pub(super) fn after_end(bytes: &[u8], end: usize, found: &mut Provenance) {
    let rest = bytes.get(end..).unwrap_or_default();
    if rest.is_empty() || is_devices(rest) {
        return;
    }
    if let Some(text) = appended_text(rest) {
        super::xmp::read(rest, end, found);
        labels::read(found, "after-end", end, text, false);
        if !found.marks.is_empty() {
            return;
        }
    }
    let blank = rest.iter().all(|byte| *byte == rest[0]) && matches!(rest[0], 0 | 0xFF);
    if (blank && rest.len() < SECTOR && bytes.len().is_multiple_of(SECTOR)) || (blank && rest.len() < 16) {
        return;
    }
    let certain = is_repeated(rest) || blank || !found.camera.is_named();
    found.fill("after-end", end, rest.len(), certain);
}

/// Whether a device or its camera app appends such a thing.
fn is_devices(rest: &[u8]) -> bool {
    let picture = |bytes: &[u8]| bytes.starts_with(&[0xFF, 0xD8, 0xFF]);
    // A second picture of MPO or Ultra HDR, perhaps after fill to a boundary; a motion clip.
    let lead = rest.iter().take(1 << 16).take_while(|byte| **byte == 0).count();
    let next = &rest[lead..];
    // The box's length, under 256, ends the zeros; then its name.
    let clip = next.get(1..5) == Some(b"ftyp");
    // Samsung's directory ends on SEFT, the others' records begin or end with their names.
    let named = [&b"vivo{"[..], b"MotionPhoto_Data", b"cameralbum", b"SEFH", b"edof", b"oplus", b"OPPO"];
    let edge = &rest[rest.len().saturating_sub(4096)..];
    let has = |part: &[u8], name: &[u8]| memchr::memmem::find(part, name).is_some();
    picture(next)
        || clip
        || rest.ends_with(b"SEFT")
        || named.iter().any(|name| has(&rest[..rest.len().min(4096)], name) || has(edge, name))
        // The rest of a picture whose end marker stood too early: damage, not filler.
        || (rest.ends_with(&[0xFF, 0xD9]) && has(rest, &[0xFF, 0xD8, 0xFF]))
}

/// A record in words put after the end: XMP or JSON.
fn appended_text(rest: &[u8]) -> Option<&str> {
    let text = std::str::from_utf8(&rest[..rest.len().min(1 << 16)]).ok()?;
    text.trim_start().starts_with(['<', '{']).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(rest: &[u8]) -> Option<(u64, bool)> {
        let mut found = Provenance::default();
        after_end(&[b"picture", rest].concat(), 7, &mut found);
        found.filler.first().map(|piece| (piece.bytes, piece.certain))
    }

    #[test]
    fn zeros_spaces_and_noise_after_the_end_are_filler() {
        assert_eq!(after(&[0; 5000]), Some((5000, true)));
        assert_eq!(after(&b"padding ".repeat(200)), Some((1600, true)));
        let noise: Vec<u8> = (0..3000_u32).map(|at| (at.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
        assert_eq!(after(&noise), Some((3000, true)));
        assert_eq!(after(b""), None);
    }

    #[test]
    fn what_devices_append_is_not() {
        let clip = [&[0, 0, 0, 24][..], b"ftypmp42", &[0; 3000]].concat();
        let second = [&[0; 40][..], &[0xFF, 0xD8, 0xFF, 0xE1], &[5; 3000]].concat();
        let samsung = [&[1, 2, 3][..], b"SEFH", &[9; 100], b"SEFT"].concat();
        assert_eq!([after(&clip), after(&second), after(&samsung)], [None; 3]);
        // To the end of a sector.
        assert_eq!(after(&[0; 505]), None);
    }

    #[test]
    fn segments_are_filler_by_pattern_by_length_and_by_name() {
        let pieces = |name: &'static str, data: &[u8]| {
            let (mut count, mut found) = (Count::default(), Provenance::default());
            if name == "COM" {
                count.comment(data, 0, &mut found);
            } else {
                count.application(name, data, 0, &mut found);
            }
            count.finish(&mut found);
            found.filler.iter().map(|piece| (piece.bytes, piece.certain)).collect::<Vec<_>>()
        };
        assert_eq!(pieces("COM", &[b' '; 600]), [(600, true)]);
        assert_eq!(pieces("COM", b"CREATOR: gd-jpeg v1.0 (using IJG JPEG v62), quality = 90\n"), []);
        assert_eq!(pieces("APP15", &[0; 60_000]), [(60_000, true)]);
        assert_eq!(pieces("APP1", &[b"Exif\0\0".as_slice(), &[0; 60_000]].concat()), []);
        let jfif = [b"JFIF\0\x01\x01\x01\0\x48\0\x48\0\0".as_slice(), &[7; 900]].concat();
        assert_eq!(pieces("APP0", &jfif), [(900, true)]);
    }
}
