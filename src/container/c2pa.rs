//! Content Credentials (C2PA 2.1): a JUMBF store (ISO/IEC 19566-5) to the claims of its manifests, without their
//! signatures. What a manifest claims counts against the file even where nobody signed it.

use super::provenance::{MarkKind, Provenance};
use super::{be_u32, labels, xmp};

const PLACE: &str = "c2pa";
/// Boxes and values that are looked at in one store.
const MOST: usize = 20_000;
const DEEPEST: u32 = 16;

/// Reads the store whose first byte lies at `offset` of the file.
pub(super) fn read(store: &[u8], offset: usize, found: &mut Provenance) {
    let mut left = MOST;
    boxes(store, offset, DEEPEST, &mut left, found);
}

/// The boxes of `data`, one after the other.
fn boxes(data: &[u8], offset: usize, depth: u32, left: &mut usize, found: &mut Provenance) {
    let mut at = 0;
    while let (Some(length), Some(kind)) = (be_u32(data, at), data.get(at + 4..at + 8)) {
        if *left == 0 || depth == 0 {
            return;
        }
        *left -= 1;
        // A length of 0 reaches to the end; one that is too long is a cut store.
        let end = if length == 0 { data.len() } else { (at + length.max(8) as usize).min(data.len()) };
        let body = data.get(at + 8..end).unwrap_or_default();
        match kind {
            b"jumb" => boxes(body, offset + at + 8, depth - 1, left, found),
            b"cbor" => {
                let mut reader = Cbor { data: body, at: 0, left, offset: offset + at + 8, found: &mut *found };
                while reader.at < body.len() && reader.value("", DEEPEST).is_some() {}
            }
            b"json" => {
                let text = String::from_utf8_lossy(body);
                json(&text, offset + at + 8, found);
            }
            _ => {}
        }
        at = end;
    }
}

/// JSON assertions of older manifests: a member's name and its text, wherever they stand.
fn json(text: &str, offset: usize, found: &mut Provenance) {
    let mut parts = text.split('"').skip(1).step_by(2).peekable();
    while let Some(name) = parts.next() {
        if let Some(value) = parts.peek() {
            claim(name, value, offset, found);
        }
    }
}

/// What one member of a claim or an assertion means.
fn claim(name: &str, value: &str, offset: usize, found: &mut Provenance) {
    /// Actions that leave the picture as it was (C2PA 2.1, 18.15.4).
    const HARMLESS: [&str; 7] = [
        "c2pa.created",
        "c2pa.opened",
        "c2pa.transcoded",
        "c2pa.repackaged",
        "c2pa.converted",
        "c2pa.published",
        "c2pa.unknown",
    ];
    match name {
        "digitalSourceType" => xmp::source_type(found, "c2pa:digitalSourceType", offset, value),
        "action" if value.starts_with("c2pa.") && !HARMLESS.contains(&value) => {
            found.mark(MarkKind::Edited, "c2pa:action", offset, value);
        }
        "softwareAgent" | "claim_generator" | "name" => labels::read(found, PLACE, offset, value, true),
        _ => {}
    }
}

/// A reader of CBOR (RFC 8949) that tells of texts under a name.
struct Cbor<'a, 'b> {
    data: &'a [u8],
    at: usize,
    left: &'b mut usize,
    offset: usize,
    found: &'b mut Provenance,
}

impl<'a> Cbor<'a, '_> {
    /// Reads the value at the place under `name`; its text, if it is one. `None` at an end or a break.
    fn value(&mut self, name: &str, depth: u32) -> Option<Option<&'a str>> {
        if *self.left == 0 || depth == 0 {
            return None;
        }
        *self.left -= 1;
        let head = *self.data.get(self.at)?;
        let start = self.at;
        self.at += 1;
        let (major, info) = (head >> 5, head & 31);
        let size = match info {
            0..=23 => Some(usize::from(info)),
            24..=27 => Some(self.number(1 << (info - 24))?),
            31 => None,
            _ => return None,
        };
        match (major, size) {
            (2 | 3, Some(size)) => {
                let bytes = self.data.get(self.at..self.at.checked_add(size)?)?;
                self.at += size;
                let text = std::str::from_utf8(bytes).ok().filter(|_| major == 3);
                if let Some(text) = text {
                    claim(name, text, self.offset + start, self.found);
                }
                return Some(text);
            }
            (2 | 3, None) | (4, _) => {
                for _ in 0..size.unwrap_or(usize::MAX) {
                    if self.value(name, depth - 1).is_none() {
                        return self.after_break(size);
                    }
                }
            }
            (5, _) => {
                for _ in 0..size.unwrap_or(usize::MAX) {
                    let Some(key) = self.value("", depth - 1) else { return self.after_break(size) };
                    // The name of a software agent is itself a member of a map.
                    self.value(key.unwrap_or_default(), depth - 1)?;
                }
            }
            (6, _) => return self.value(name, depth - 1),
            // Numbers are read with their head; a break ends what it stands in.
            (0 | 1, _) => {}
            (7, Some(_)) => {}
            _ => return None,
        }
        Some(None)
    }

    /// After a list of no stated length its break was read; any other list was cut.
    fn after_break<T>(&self, size: Option<usize>) -> Option<Option<T>> {
        let broken = self.at > 0 && self.data.get(self.at - 1) == Some(&0xFF);
        (size.is_none() && broken).then_some(None)
    }

    /// A big-endian number of `bytes` bytes.
    fn number(&mut self, bytes: usize) -> Option<usize> {
        let part = self.data.get(self.at..self.at + bytes)?;
        self.at += bytes;
        part.iter().try_fold(0_usize, |sum, byte| sum.checked_mul(256)?.checked_add(usize::from(*byte)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn boxed(kind: &[u8; 4], body: &[u8]) -> Vec<u8> {
        [&u32::try_from(body.len() + 8).unwrap().to_be_bytes()[..], kind, body].concat()
    }

    fn text(words: &str) -> Vec<u8> {
        [&[0x78, u8::try_from(words.len()).unwrap()], words.as_bytes()].concat()
    }

    /// A store with one assertion: a list of one action.
    fn store(action: &str, source: &str) -> Vec<u8> {
        let pairs = [text("action"), text(action), text("digitalSourceType"), text(source)].concat();
        let assertion = [&[0xA1][..], &text("actions"), &[0x81, 0xA2], &pairs].concat();
        boxed(b"jumb", &[boxed(b"jumd", b"uuid"), boxed(b"jumb", &boxed(b"cbor", &assertion))].concat())
    }

    fn kinds(store: &[u8]) -> Vec<MarkKind> {
        let mut found = Provenance::default();
        read(store, 0, &mut found);
        found.marks.into_iter().map(|mark| mark.kind).collect()
    }

    #[test]
    fn actions_and_source_types_are_read() {
        let made = store("c2pa.created", "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia");
        assert_eq!(kinds(&made), [MarkKind::Generated]);
        let taken = store("c2pa.created", "http://cv.iptc.org/newscodes/digitalsourcetype/computationalCapture");
        assert_eq!(kinds(&taken), []);
        assert_eq!(kinds(&store("c2pa.color_adjustments", "")), [MarkKind::Edited]);
    }

    #[test]
    fn lists_without_a_length_are_read() {
        let inside = [&[0xBF][..], &text("digitalSourceType"), &text("trainedAlgorithmicMedia"), &[0xFF]].concat();
        assert_eq!(kinds(&boxed(b"cbor", &inside)), [MarkKind::Generated]);
    }

    #[test]
    fn hostile_stores_end() {
        let sound = store("c2pa.edited", "x");
        for at in 0..sound.len() {
            kinds(&sound[..at]);
            for value in [0, 0x5F, 0x7F, 0x9B, 0x9F, 0xBF, 0xDB, 0xFF] {
                let mut broken = sound.clone();
                broken[at] = value;
                kinds(&broken);
            }
        }
        kinds(&boxed(b"cbor", &[0x9F; 100_000]));
        kinds(&boxed(b"jumb", &[0; 100_000]));
    }
}
