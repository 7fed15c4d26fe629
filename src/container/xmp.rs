//! An XMP packet (ISO 16684-1) to marks: the tools that it names, the declared source type, the AIGC label.
//!
//! A scanner for tags, not an XML reader: packets are written by many hands, cut, and split over segments. It goes once
//! over the bytes, keeps a bounded stack of names, and knows a property by its name without the prefix, which writers
//! choose freely.

use super::labels;
use super::provenance::{MarkKind, Provenance};

/// What is read of one packet: real ones have under 100 KB.
const LARGEST: usize = 1 << 20;
/// Open elements that are remembered.
const DEEPEST: usize = 24;

/// Reads the packet that lies at `offset` of the file.
pub(super) fn read(packet: &[u8], offset: usize, found: &mut Provenance) {
    let text = String::from_utf8_lossy(&packet[..packet.len().min(LARGEST)]);
    let mut open: Vec<&str> = Vec::new();
    let mut rest = &*text;
    while let Some(start) = rest.find('<') {
        let content = rest[..start].trim();
        if let Some(name) = open.iter().rev().find(|name| !is_list(name)).filter(|_| !content.is_empty()) {
            property(found, local(name), content, offset + (text.len() - rest.len()).min(packet.len()));
        }
        rest = &rest[start + 1..];
        // Values in quotes may hold a bracket.
        let Some(end) = tag_end(rest) else { return };
        let tag = &rest[..end];
        let at = offset + (text.len() - rest.len()).min(packet.len());
        rest = &rest[end + 1..];
        if tag.starts_with(['?', '!']) {
            continue;
        }
        if tag.starts_with('/') {
            open.pop();
            continue;
        }
        let name = tag.split(|c: char| c.is_whitespace() || c == '/').next().unwrap_or_default();
        for (key, value) in attributes(&tag[name.len()..]) {
            let key = if local(key) == "resource" { local(name) } else { local(key) };
            property(found, key, value, at);
        }
        if !tag.ends_with('/') && open.len() < DEEPEST {
            open.push(name);
        }
    }
}

/// Where the tag at the start ends: at the first `>` outside quotes.
fn tag_end(rest: &str) -> Option<usize> {
    let mut quote = None;
    for (at, byte) in rest.bytes().enumerate() {
        match (quote, byte) {
            (None, b'>') => return Some(at),
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), byte) if open == byte => quote = None,
            _ => {}
        }
    }
    None
}

/// Name and value of each attribute.
fn attributes(tag: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut rest = tag;
    std::iter::from_fn(move || {
        let equals = rest.find('=')?;
        let name = rest[..equals].trim();
        let value = rest[equals + 1..].trim_start();
        let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        let end = value[1..].find(quote)?;
        rest = &value[end + 2..];
        Some((name, &value[1..=end]))
    })
}

/// RDF's own containers, whose text belongs to the property around them.
fn is_list(name: &str) -> bool {
    matches!(local(name), "li" | "Seq" | "Bag" | "Alt" | "value")
}

/// A name without its prefix.
fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}

/// What a property means.
fn property(found: &mut Provenance, name: &str, value: &str, at: usize) {
    let value = &*unescaped(value);
    match name {
        "CreatorTool" => labels::read(found, "xmp:CreatorTool", at, value, true),
        "softwareAgent" => labels::read(found, "xmpMM:History", at, value, true),
        "Software" => labels::read(found, "xmp:Software", at, value, true),
        // The toolkit of an editor's own library says nothing: cameras use it too.
        "xmptk" if value.contains("ExifTool") => found.mark(MarkKind::Rewritten, "xmp:xmptk", at, value),
        "Credit" | "credit" => labels::read(found, "photoshop:Credit", at, value, true),
        "UserComment" => labels::read(found, "xmp:UserComment", at, value, true),
        "description" | "parameters" => labels::read(found, "xmp:description", at, value, false),
        "DigitalSourceType" | "digitalSourceType" => source_type(found, "xmp:DigitalSourceType", at, value),
        "AIGC" => {
            labels::aigc(found, "xmp:TC260:AIGC", at, value);
            // A label that cannot be read is still one.
            if !found.marks.iter().any(|mark| mark.place == "xmp:TC260:AIGC") {
                found.mark(MarkKind::MaybeGenerated, "xmp:TC260:AIGC", at, value);
            }
        }
        _ => {}
    }
}

/// The IPTC's digital source types (NewsCodes, `digitalsourcetype`): those of a model, and those of an editor.
pub(super) fn source_type(found: &mut Provenance, place: &'static str, at: usize, value: &str) {
    let term = value.trim().rsplit(['/', ':']).next().unwrap_or_default();
    let kind = match term {
        "trainedAlgorithmicMedia" => MarkKind::Generated,
        "compositeWithTrainedAlgorithmicMedia" | "compositeSynthetic" | "algorithmicMedia" => MarkKind::PartlyGenerated,
        "digitalArt" | "digitalCreation" | "virtualRecording" => MarkKind::MaybeGenerated,
        "humanEdits" | "minorHumanEdits" | "algorithmicallyEnhanced" | "composite" | "compositeCapture" => {
            MarkKind::Edited
        }
        _ => return,
    };
    found.mark(kind, place, at, term);
}

/// XML's five entities and the numbered quotation mark.
fn unescaped(text: &str) -> String {
    let pairs = [("&quot;", "\""), ("&#34;", "\""), ("&#x22;", "\""), ("&apos;", "'"), ("&lt;", "<"), ("&gt;", ">")];
    pairs.iter().fold(text.to_owned(), |done, (from, to)| done.replace(from, to)).replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marks(packet: &str) -> Vec<(MarkKind, &'static str, u64)> {
        let mut found = Provenance::default();
        read(packet.as_bytes(), 100, &mut found);
        found.marks.into_iter().map(|mark| (mark.kind, mark.place, mark.offset)).collect()
    }

    #[test]
    fn properties_are_read_as_attributes_and_as_elements() {
        let attribute = marks("<rdf:Description xmp:CreatorTool=\"Adobe Photoshop 2020\" a='>'/>");
        assert_eq!(attribute, [(MarkKind::Edited, "xmp:CreatorTool", 101)]);
        let nested = "<History><rdf:Seq><rdf:li><softwareAgent>Snapseed</softwareAgent></rdf:li></rdf:Seq></History>";
        assert_eq!(marks(nested)[0].1, "xmpMM:History");
        let listed =
            "<dc:description><rdf:Alt><rdf:li>{\"AIGC\":{\"Label\":\"1\"}}</rdf:li></rdf:Alt></dc:description>";
        assert_eq!(marks(listed)[0].0, MarkKind::Generated);
    }

    #[test]
    fn the_aigc_label_is_read_in_its_grades() {
        let grade = |label: &str| {
            marks(&format!(
                "<T:AIGC>{{&quot;Label&quot;:&quot;{label}&quot;,&quot;ContentProducer&quot;:&quot;x&quot;}}</T:AIGC>"
            ))
        };
        assert_eq!([grade("1")[0].0, grade("2")[0].0], [MarkKind::Generated, MarkKind::MaybeGenerated]);
        assert_eq!(marks("<T:AIGC>broken</T:AIGC>")[0].0, MarkKind::MaybeGenerated);
    }

    #[test]
    fn a_camera_s_source_type_is_no_mark() {
        let camera = "http://cv.iptc.org/newscodes/digitalsourcetype/computationalCapture";
        assert_eq!(marks(&format!("<d Iptc4xmpExt:DigitalSourceType=\"{camera}\"/>")), []);
        let made = "<e:DigitalSourceType rdf:resource='http://x/trainedAlgorithmicMedia'/>";
        assert_eq!(marks(made)[0].0, MarkKind::Generated);
    }

    #[test]
    fn broken_packets_end() {
        for packet in ["<", "<a", "<a b=", "<a b=\"", "</a></a>", "<a><a><a", "\u{0}<é b='é'>é</é", "<a =''=''>"] {
            marks(packet);
            marks(&packet.repeat(5000));
        }
    }
}
