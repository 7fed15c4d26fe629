//! GIF from its blocks (GIF89a specification): size and end. Blocks are walked by their lengths.

use super::Container;

pub(super) fn read(bytes: &[u8], container: &mut Container) {
    let side = |at: usize| bytes.get(at..at + 2)?.try_into().ok().map(|pair| u32::from(u16::from_le_bytes(pair)));
    container.stored_size = side(6).zip(side(8)).filter(|(width, height)| *width > 0 && *height > 0);
    match end(bytes) {
        Some(end) => container.ends_at(end, true),
        None => container.ends_at(bytes.len(), false),
    }
}

/// Bytes of a colour table described by packed `flags`; 0 where there is none.
fn table_bytes(flags: u8) -> usize {
    if flags & 0x80 == 0 { 0 } else { 3 << ((flags & 7) + 1) }
}

/// The offset after the trailer; `None` where the file ends before it.
fn end(bytes: &[u8]) -> Option<usize> {
    let mut at = 13 + table_bytes(*bytes.get(10)?);
    loop {
        match bytes.get(at)? {
            0x3B => return Some(at + 1),
            // Extension: a label, then sub-blocks.
            0x21 => at = after_blocks(bytes, at + 2)?,
            // Image: descriptor of 10 bytes, colour table, code size, sub-blocks.
            0x2C => at = after_blocks(bytes, at + 11 + table_bytes(*bytes.get(at + 9)?))?,
            _ => return None,
        }
    }
}

/// The offset after a chain of sub-blocks that starts at `at`.
fn after_blocks(bytes: &[u8], mut at: usize) -> Option<usize> {
    loop {
        let length = usize::from(*bytes.get(at)?);
        at += 1 + length;
        if length == 0 {
            return Some(at);
        }
    }
}
