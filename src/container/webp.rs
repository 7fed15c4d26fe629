//! WebP from its RIFF chunks (RFC 9649, section 2): size, profile, EXIF, end.

use super::{Container, c2pa, xmp};

pub(super) fn read(bytes: &[u8], container: &mut Container) {
    let le_u32 = |at: usize| bytes.get(at..at.checked_add(4)?)?.try_into().ok().map(u32::from_le_bytes);
    let declared = le_u32(4).and_then(|size| usize::try_from(size).ok()).and_then(|size| size.checked_add(8));
    let end = declared.unwrap_or(usize::MAX);
    container.ends_at(end.min(bytes.len()), end <= bytes.len());
    let mut at = 12;
    let mut largest = (0, 0);
    while let (Some(kind), Some(length)) = (bytes.get(at..at + 4), le_u32(at + 4)) {
        let start = at + 8;
        let Some(stop) = usize::try_from(length).ok().and_then(|length| start.checked_add(length)) else { return };
        let data = bytes.get(start..stop.min(bytes.len())).unwrap_or_default();
        match kind {
            b"VP8X" => container.stored_size = extended_size(data),
            b"VP8 " | b"VP8L" if container.stored_size.is_none() => container.stored_size = picture_size(kind, data),
            b"ICCP" if stop <= bytes.len() => container.icc = std::iter::once(start..stop).collect(),
            // Some writers keep JPEG's own prefix.
            b"EXIF" => container.read_exif(data.strip_prefix(b"Exif\0\0").unwrap_or(data), start),
            b"XMP " => xmp::read(data, start, &mut container.provenance),
            b"C2PA" => c2pa::read(data, start, &mut container.provenance),
            _ => {}
        }
        let (width, height) = frame_size(kind, data).unwrap_or_default();
        largest = (width.max(largest.0), height.max(largest.1));
        // Chunks are padded to an even length.
        at = stop.saturating_add(stop % 2);
    }
    // A frame beyond the canvas: its decoder would make room for it before it compares them.
    container.stored_size = container.stored_size.filter(|canvas| largest.0 <= canvas.0 && largest.1 <= canvas.1);
}

/// The size of a chunk's picture, also of the first in an animation's frame (RFC 9649, 2.7.1.1), after its 16 bytes.
fn frame_size(kind: &[u8], data: &[u8]) -> Option<(u32, u32)> {
    if kind != b"ANMF" {
        return picture_size(kind, data);
    }
    let mut rest = data.get(16..)?;
    while let Some((head, data)) = rest.split_at_checked(8) {
        // A frame holds no frames: only pictures are asked for.
        if let Some(size) = picture_size(head.get(..4)?, data) {
            return Some(size);
        }
        let length = u32::from_le_bytes(head.get(4..)?.try_into().ok()?) as usize;
        rest = data.get(length.checked_add(length % 2)?..)?;
    }
    None
}

fn picture_size(kind: &[u8], data: &[u8]) -> Option<(u32, u32)> {
    match kind {
        b"VP8 " => lossy_size(data),
        b"VP8L" => lossless_size(data),
        _ => None,
    }
}

/// RFC 9649, 2.7: canvas width and height minus one, 24 bits each.
fn extended_size(data: &[u8]) -> Option<(u32, u32)> {
    let side = |at: usize| match data.get(at..at + 3) {
        Some(&[a, b, c]) => Some(u32::from_le_bytes([a, b, c, 0]) + 1),
        _ => None,
    };
    side(4).zip(side(7))
}

/// RFC 6386, 9.1: after three bytes of frame tag and the start code, 14 bits each.
fn lossy_size(data: &[u8]) -> Option<(u32, u32)> {
    match data.get(3..10) {
        Some(&[0x9D, 0x01, 0x2A, a, b, c, d]) => {
            let side = |low, high| u32::from(u16::from_le_bytes([low, high]) & 0x3FFF);
            Some((side(a, b), side(c, d))).filter(|(width, height)| *width > 0 && *height > 0)
        }
        _ => None,
    }
}

/// RFC 9649, 3.4: after the signature byte, width and height minus one, 14 bits each.
fn lossless_size(data: &[u8]) -> Option<(u32, u32)> {
    match data.get(..5) {
        Some(&[0x2F, a, b, c, d]) => {
            let bits = u32::from_le_bytes([a, b, c, d]);
            Some(((bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1))
        }
        _ => None,
    }
}
