//! PNG from its chunks (ISO/IEC 15948, clause 5): size, profile, EXIF, end.

use super::provenance::{MarkKind, Provenance};
use super::{Container, be_u32, c2pa, labels, xmp};

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
            b"eXIf" => container.read_exif(data, start),
            b"tEXt" | b"iTXt" | b"zTXt" => text(kind, data, start, &mut container.provenance),
            b"caBX" => c2pa::read(data, start, &mut container.provenance),
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

/// A text chunk (ISO/IEC 15948, 11.3.4): a keyword, a zero, the text; before iTXt's text compression flags, language and
/// translated keyword. Compressed texts are known by their keyword only.
fn text(kind: &[u8], data: &[u8], offset: usize, found: &mut Provenance) {
    let Some(end) = data.iter().take(80).position(|byte| *byte == 0) else { return };
    let (keyword, rest) = (&data[..end], &data[end + 1..]);
    // ComfyUI's and the Stable Diffusion front ends' keywords.
    if matches!(keyword, b"parameters" | b"prompt" | b"workflow" | b"sd-metadata" | b"invokeai_metadata" | b"Dream") {
        found.mark(MarkKind::Generated, "png:parameters", offset, &String::from_utf8_lossy(keyword));
    }
    let body = match kind {
        b"zTXt" => return,
        b"iTXt" if rest.first() == Some(&1) => return,
        b"iTXt" => rest.get(2..).and_then(|rest| {
            let language = rest.iter().position(|byte| *byte == 0)?;
            let translated = rest.get(language + 1..)?.iter().position(|byte| *byte == 0)?;
            rest.get(language + translated + 2..)
        }),
        _ => Some(rest),
    };
    let Some(body) = body else { return };
    let at = offset + (data.len() - body.len());
    match keyword {
        b"XML:com.adobe.xmp" => xmp::read(body, at, found),
        b"AIGC" => labels::aigc(found, "png:AIGC", at, &String::from_utf8_lossy(body)),
        b"Software" => labels::read(found, "png:Software", at, &String::from_utf8_lossy(body), true),
        _ => labels::read(found, "png:text", at, &String::from_utf8_lossy(body), false),
    }
}
