//! PNG from its chunks (ISO/IEC 15948, clause 5): size, profile, EXIF, end.

use super::{Container, be_u32};

/// Bytes around a chunk's data: length, type, checksum.
const AROUND: usize = 12;

pub(super) fn read(bytes: &[u8], container: &mut Container) {
    // After the signature.
    let mut at = 8;
    while let (Some(length), Some(kind)) = (be_u32(bytes, at), bytes.get(at + 4..at + 8)) {
        let start = at + 8;
        let Some(end) = usize::try_from(length).ok().and_then(|length| start.checked_add(length)) else { break };
        let Some(data) = bytes.get(start..end) else { break };
        match kind {
            b"IHDR" => container.stored_size = be_u32(data, 0).zip(be_u32(data, 4)).filter(|(w, h)| *w > 0 && *h > 0),
            b"iCCP" => container.icc = std::iter::once(start..end).collect(),
            b"eXIf" => container.read_exif(data),
            b"IEND" => {
                container.ends_at((end + AROUND - 8).min(bytes.len()), true);
                return;
            }
            _ => {}
        }
        at = end + AROUND - 8;
    }
    container.ends_at(bytes.len(), false);
}
