//! What a text found in a file says: a beauty app's JSON, the Chinese AIGC label, a generator's settings, a program's
//! name. Wherever such a text may stand (EXIF, comments, XMP, PNG text), it is read here.

use super::provenance::{MarkKind, Provenance};
use super::software;
use serde_json::Value;

/// Longer texts are read up to here: labels are short.
const LONGEST: usize = 1 << 16;

/// Reads `text`, which the file holds at `place`. `names_program`: whether the record is one that programs fill with
/// their names.
pub(super) fn read(found: &mut Provenance, place: &'static str, offset: usize, text: &str, names_program: bool) {
    let text = shortened(text.trim().trim_matches('\0'));
    if text.is_empty() {
        return;
    }
    if text.contains("AIGC") || text.contains("ContentProducer") {
        aigc(found, place, offset, text);
    }
    let beauty = json_in(text).map(|json| beauty_app(found, place, offset, &json));
    if beauty.is_none() && is_generation_settings(text) {
        found.mark(MarkKind::Generated, place, offset, text);
    }
    if names_program && let Some(kind) = software::classify(text) {
        found.mark(kind, place, offset, text);
    }
}

/// The first [`LONGEST`] bytes, on a character's edge.
fn shortened(text: &str) -> &str {
    let mut end = text.len().min(LONGEST);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// The JSON object that `text` is, or holds from its first brace to its last.
fn json_in(text: &str) -> Option<Value> {
    let inside = text.get(text.find('{')?..=text.rfind('}')?)?;
    serde_json::from_str(inside).ok().filter(Value::is_object)
}

/// GB 45438-2025, 6 and annex E: `Label` 1 is, 2 may be, 3 is suspected to be made by a model. (Meanings as
/// `reference/rules.md`, and as public writers of the label name the value 1.)
pub(super) fn aigc(found: &mut Provenance, place: &'static str, offset: usize, text: &str) {
    let label = json_in(text).as_ref().and_then(label_of);
    let kind = match label.as_deref() {
        Some("1") => MarkKind::Generated,
        Some(_) => MarkKind::MaybeGenerated,
        // A text that only speaks of AIGC is not the label.
        None if text.contains("ContentProducer") && text.contains("Label") => MarkKind::MaybeGenerated,
        None => return,
    };
    found.mark(kind, place, offset, text);
}

/// The label of the object, or of its member `AIGC`, which may be JSON in a text.
fn label_of(json: &Value) -> Option<String> {
    let inner = match json.get("AIGC") {
        Some(Value::String(text)) => return json_in(text)?.get("Label").map(plain),
        Some(inner) => inner,
        None => json,
    };
    inner.get("Label").map(plain)
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), |text| text.trim().to_owned())
}

/// What a beauty app did, by its own words: the Meitu family's switches, ByteDance's source and product.
fn beauty_app(found: &mut Provenance, place: &'static str, offset: usize, json: &Value) {
    /// The Meitu family's records; their members say what was done.
    const RECORDS: [&str; 6] = ["BeautyInfo", "FaceliftInfo", "MakeupInfo", "FilterInfo", "ARInfo", "HandlerInfo"];
    let records: Vec<&Value> = RECORDS.iter().filter_map(|name| find(json, name, 3)).collect();
    if !records.is_empty() {
        if let Some(done) = records.iter().find_map(|record| switched_on(record, 3)) {
            found.mark(MarkKind::Retouched, place, offset, &done);
        } else {
            found.untouched_by_app = true;
        }
        return;
    }
    let source = find(json, "source_type", 2).and_then(Value::as_str).unwrap_or_default();
    let product = find(json, "product", 3).and_then(Value::as_str).unwrap_or_default();
    if source.contains("douyin") || source.contains("beauty_me") || product == "retouch" {
        /// Empty where nothing of the kind was laid on.
        const LAID_ON: [&str; 5] = ["filterId", "stickerId", "infoStickerId", "imageEffectId", "playId"];
        let used = LAID_ON.iter().find(|name| {
            find(json, name, 3).is_some_and(|value| !matches!(plain(value).as_str(), "" | "null" | "0" | "-1"))
        });
        let words = [source, product].join(" ");
        match used {
            Some(used) => found.mark(MarkKind::Retouched, place, offset, &format!("{words} {used}")),
            None => found.mark(MarkKind::BeautyApp, place, offset, &words),
        }
    }
}

/// The member `name` of `json` or of an object at most `depth` below it.
fn find<'a>(json: &'a Value, name: &str, depth: u32) -> Option<&'a Value> {
    let members = json.as_object()?;
    members.get(name).or_else(|| {
        let below = depth.checked_sub(1)?;
        members.values().find_map(|inner| find(inner, name, below))
    })
}

/// The name of a switch of `record` that is on: `IsChangeThinFace`, `IsUseFilter` and kin, true or a number above 0.
fn switched_on(record: &Value, depth: u32) -> Option<String> {
    let on = |value: &Value| {
        let number = value.as_f64().is_some_and(|number| number > 0.0);
        value.as_bool() == Some(true) || number || matches!(value.as_str(), Some("true" | "1"))
    };
    if let Some(text) = record.as_str() {
        return json_in(text).and_then(|inner| switched_on(&inner, depth.checked_sub(1)?));
    }
    record.as_object()?.iter().find_map(|(name, value)| {
        let switch = name.starts_with("Is") || name.starts_with("is");
        if switch && on(value) {
            return Some(name.clone());
        }
        switched_on(value, depth.checked_sub(1)?)
    })
}

/// The settings that Stable Diffusion's front ends write into a text.
fn is_generation_settings(text: &str) -> bool {
    let all = |words: &[&str]| words.iter().all(|word| text.contains(word));
    all(&["Steps: ", "Sampler: "]) || all(&["Negative prompt:", "Steps: "]) || all(&["\"class_type\"", "\"inputs\""])
}
