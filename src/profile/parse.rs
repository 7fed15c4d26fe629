//! A profile's JSON to a sound [`Profile`]: parsed, laid over its base, validated. Every error names the profile, the
//! field and the value.

use super::*;
use crate::checks;
use crate::error::ProfileError;
use serde::de::Deserializer;
use std::collections::BTreeMap;

/// A profile as it is written; what it leaves out comes from its base.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    id: String,
    base: Option<String>,
    name: Words,
    institution_code: Option<String>,
    file: Option<WrittenFile>,
    picture: Option<WrittenPicture>,
    original_only: Option<bool>,
    steps: Option<Vec<Step>>,
    #[serde(default)]
    checks: BTreeMap<String, WrittenCheck>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenFile {
    format: Option<FileFormat>,
    /// Outer `None`: left to the base; inner: not limited.
    #[serde(default, deserialize_with = "given")]
    min_bytes: Option<Option<u64>>,
    #[serde(default, deserialize_with = "given")]
    max_bytes: Option<Option<u64>>,
    source: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenPicture {
    width_px: Option<u32>,
    height_px: Option<u32>,
    exact: Option<bool>,
    dpi: Option<u32>,
    background: Option<WrittenBackground>,
    max_roll_deg: Option<f64>,
    source: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenBackground {
    any_plain: Option<bool>,
    preferred: Option<Rgb>,
    tolerance: Option<f64>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenCheck {
    severity: Option<Severity>,
    ideal: Option<Range>,
    accepted: Option<Range>,
    source: String,
}

/// Tells a field that says `null` from one that is not there.
fn given<'de, D: Deserializer<'de>, T: Deserialize<'de>>(field: D) -> Result<Option<Option<T>>, D::Error> {
    Option::deserialize(field).map(Some)
}

/// Says what is wrong with one profile.
struct Judge<'a> {
    profile: &'a str,
}

impl Judge<'_> {
    fn error(&self, field: impl Into<String>, reason: impl Into<String>) -> ProfileError {
        ProfileError { profile: self.profile.to_owned(), field: field.into(), reason: reason.into() }
    }

    fn demand(&self, holds: bool, field: &str, reason: impl FnOnce() -> String) -> Result<(), ProfileError> {
        if holds { Ok(()) } else { Err(self.error(field, reason())) }
    }
}

/// Reads `json`; `name` is what its errors call it.
///
/// # Errors
/// [`ProfileError`] on anything that is not a sound profile: an unknown field or check, a missing source, an inverted
/// range, a base that does not exist.
pub(super) fn parse(name: &str, json: &str) -> Result<Profile, ProfileError> {
    let judge = Judge { profile: name };
    let mut reader = serde_json::Deserializer::from_str(json);
    let written = Written::deserialize(&mut reader)
        .map_err(|error| judge.error(place::path(json, error.line(), error.column()), error.to_string()))?;
    reader.end().map_err(|error| judge.error("", error.to_string()))?;
    let profile = match written.base.as_deref() {
        Some(id) => {
            let base =
                super::builtin(id).ok_or_else(|| judge.error("base", format!("{id:?} is not a built-in profile")))?;
            overlaid(base.clone(), written)
        }
        None => complete(&judge, written)?,
    };
    validate(&judge, &profile)?;
    Ok(profile)
}

/// `written` over `base`: what it states replaces, what it leaves out stays.
fn overlaid(base: Profile, written: Written) -> Profile {
    let mut profile = Profile {
        id: written.id,
        name: written.name,
        institution_code: written.institution_code,
        original_only: written.original_only.unwrap_or(base.original_only),
        steps: written.steps.unwrap_or(base.steps),
        ..base
    };
    let stated = (written.file.is_some(), written.picture.is_some());
    if let Some(file) = written.file {
        let old = &profile.file;
        profile.file = FileRule {
            format: file.format.unwrap_or(old.format),
            min_bytes: file.min_bytes.unwrap_or(old.min_bytes),
            max_bytes: file.max_bytes.unwrap_or(old.max_bytes),
            source: file.source,
        };
    }
    if let Some(picture) = written.picture {
        let old = &profile.picture;
        let ground =
            picture.background.unwrap_or(WrittenBackground { any_plain: None, preferred: None, tolerance: None });
        profile.picture = PictureRule {
            width_px: picture.width_px.unwrap_or(old.width_px),
            height_px: picture.height_px.unwrap_or(old.height_px),
            exact: picture.exact.unwrap_or(old.exact),
            dpi: picture.dpi.unwrap_or(old.dpi),
            background: BackgroundRule {
                any_plain: ground.any_plain.unwrap_or(old.background.any_plain),
                preferred: ground.preferred.unwrap_or(old.background.preferred),
                tolerance: ground.tolerance.unwrap_or(old.background.tolerance),
            },
            max_roll_deg: picture.max_roll_deg.unwrap_or(old.max_roll_deg),
            source: picture.source,
        };
    }
    // What the file's or the picture's own line says now, the base's lines for their checks say no more.
    let sections =
        [("file-format", stated.0), ("file-size", stated.0), ("pixel-size", stated.1), ("background-colour", stated.1)];
    for (id, stated) in sections {
        let source = if id.starts_with("file") { &profile.file.source } else { &profile.picture.source };
        if let Some(rule) = profile.checks.get_mut(id).filter(|_| stated) {
            rule.source.clone_from(source);
        }
    }
    for (id, line) in written.checks {
        let old = profile.checks.get(&id);
        let rule = CheckRule {
            severity: line.severity.or(old.map(|old| old.severity)).unwrap_or(Severity::Fail),
            ideal: line.ideal.or(old.and_then(|old| old.ideal)),
            accepted: line.accepted.or(old.and_then(|old| old.accepted)),
            source: line.source,
        };
        profile.checks.insert(id, rule);
    }
    profile
}

/// A profile without a base has to say everything.
fn complete(judge: &Judge, written: Written) -> Result<Profile, ProfileError> {
    let missing = |field: &str| judge.error(field, "is missing, and there is no base to take it from");
    let file = written.file.as_ref().ok_or_else(|| missing("file"))?;
    let picture = written.picture.as_ref().ok_or_else(|| missing("picture"))?;
    let ground = picture.background.as_ref().ok_or_else(|| missing("picture.background"))?;
    let blank = Profile {
        id: String::new(),
        name: Words::default(),
        institution_code: None,
        file: FileRule {
            format: file.format.ok_or_else(|| missing("file.format"))?,
            min_bytes: None,
            max_bytes: None,
            source: String::new(),
        },
        picture: PictureRule {
            width_px: picture.width_px.ok_or_else(|| missing("picture.width_px"))?,
            height_px: picture.height_px.ok_or_else(|| missing("picture.height_px"))?,
            exact: picture.exact.ok_or_else(|| missing("picture.exact"))?,
            dpi: picture.dpi.ok_or_else(|| missing("picture.dpi"))?,
            background: BackgroundRule {
                any_plain: ground.any_plain.ok_or_else(|| missing("picture.background.any_plain"))?,
                preferred: ground.preferred.ok_or_else(|| missing("picture.background.preferred"))?,
                tolerance: ground.tolerance.ok_or_else(|| missing("picture.background.tolerance"))?,
            },
            max_roll_deg: picture.max_roll_deg.ok_or_else(|| missing("picture.max_roll_deg"))?,
            source: String::new(),
        },
        original_only: written.original_only.ok_or_else(|| missing("original_only"))?,
        steps: written.steps.clone().ok_or_else(|| missing("steps"))?,
        checks: BTreeMap::new(),
    };
    Ok(overlaid(blank, written))
}

/// The largest side that a picture may be asked to have, px: larger than any notice, small enough to be made.
const LARGEST_SIDE_PX: u32 = 8000;

fn validate(judge: &Judge, profile: &Profile) -> Result<(), ProfileError> {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    let id = &profile.id;
    judge.demand(!id.is_empty() && id.chars().all(plain), "id", || format!("{id:?} is not of a-z, 0-9 and -"))?;
    let named = !profile.name.zh.is_empty() && !profile.name.en.is_empty();
    judge.demand(named, "name", || "is empty in one of the languages".to_owned())?;
    validate_file(judge, &profile.file)?;
    validate_picture(judge, &profile.picture)?;
    profile.checks.iter().try_for_each(|(id, line)| validate_check(judge, profile, id, line))
}

fn validate_file(judge: &Judge, file: &FileRule) -> Result<(), ProfileError> {
    let window = file.min_bytes.zip(file.max_bytes);
    judge.demand(window.is_none_or(|(min, max)| min <= max), "file.min_bytes", || {
        format!("{} is more than max_bytes {}", file.min_bytes.unwrap_or(0), file.max_bytes.unwrap_or(0))
    })?;
    judge.demand(file.max_bytes != Some(0), "file.max_bytes", || "0 leaves no file".to_owned())?;
    judge.demand(!file.source.is_empty(), "file.source", || "is empty".to_owned())
}

fn validate_picture(judge: &Judge, picture: &PictureRule) -> Result<(), ProfileError> {
    for (field, side) in [("picture.width_px", picture.width_px), ("picture.height_px", picture.height_px)] {
        judge.demand((1..=LARGEST_SIDE_PX).contains(&side), field, || {
            format!("{side} is not in 1..={LARGEST_SIDE_PX}")
        })?;
    }
    judge.demand((1..=u32::from(u16::MAX)).contains(&picture.dpi), "picture.dpi", || {
        format!("{} is not a density", picture.dpi)
    })?;
    let tolerance = picture.background.tolerance;
    let field = "picture.background.tolerance";
    judge.demand(tolerance.is_finite() && tolerance > 0.0, field, || format!("{tolerance} is not above 0"))?;
    let roll = picture.max_roll_deg;
    judge.demand((0.0..=45.0).contains(&roll), "picture.max_roll_deg", || format!("{roll} is not in 0..=45"))?;
    judge.demand(!picture.source.is_empty(), "picture.source", || "is empty".to_owned())
}

fn validate_check(judge: &Judge, profile: &Profile, id: &str, line: &CheckRule) -> Result<(), ProfileError> {
    let field = |name: &str| format!("checks.{id}{}{name}", if name.is_empty() { "" } else { "." });
    let check =
        checks::find(id).ok_or_else(|| judge.error(field(""), format!("{id:?} is not a check{}", nearest(id))))?;
    judge.demand(!line.source.is_empty(), &field("source"), || "is empty".to_owned())?;
    for (name, range) in [("ideal", line.ideal), ("accepted", line.accepted)] {
        let Some(range) = range else { continue };
        let shown = serde_json::to_string(&range).unwrap_or_default();
        judge.demand(range.is_sound(), &field(name), || format!("{shown} is inverted"))?;
        judge.demand(check.limit.under(profile).is_some(), &field(name), || {
            format!("{shown}: this check has no number")
        })?;
    }
    let Some(limit) = profile.rule(check).limit else { return Ok(()) };
    judge.demand(limit.accepted.contains(&limit.ideal), &field("ideal"), || {
        let [ideal, accepted] =
            [limit.ideal, limit.accepted].map(|range| serde_json::to_string(&range).unwrap_or_default());
        format!("{ideal} is not inside accepted {accepted}")
    })
}

/// ", did you mean X?" for the check whose id is nearest to `id`, if any is near.
fn nearest(id: &str) -> String {
    let distance = |other: &str| strsim::damerau_levenshtein(id, other);
    let best = checks::CHECKS.iter().map(|check| check.id).min_by_key(|other| distance(other));
    best.filter(|best| distance(best) <= 3).map(|best| format!(", did you mean {best:?}?")).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(json: &str) -> String {
        parse("my.json", json).unwrap_err().to_string()
    }

    /// An overlay with `more` fields.
    fn overlay(more: &str) -> String {
        format!(
            r#"{{ "id": "my-school", "base": "degree-photo", "name": {{ "zh": "某校", "en": "A school" }}{more} }}"#
        )
    }

    #[test]
    fn an_overlay_changes_what_it_names_and_nothing_else() {
        let json = overlay(r#", "file": { "max_bytes": 300000, "source": "a letter" }"#);
        let (profile, base) = (parse("my.json", &json).unwrap(), super::super::builtin("degree-photo").unwrap());
        assert_eq!(profile.file.max_bytes, Some(300_000));
        assert_eq!((profile.file.min_bytes, &profile.picture), (base.file.min_bytes, &base.picture));
    }

    #[test]
    fn a_section_of_an_overlay_is_the_source_of_its_checks() {
        let json = overlay(r#", "file": { "max_bytes": 300000, "source": "a letter" }"#);
        let profile = parse("my.json", &json).unwrap();
        let source = |id: &str| profile.checks[id].source.clone();
        assert_eq!((source("file-size").as_str(), source("file-format").as_str()), ("a letter", "a letter"));
        assert_ne!(source("pixel-size"), "a letter");
    }

    #[test]
    fn a_null_lifts_a_limit_of_the_base() {
        let json = overlay(r#", "file": { "min_bytes": null, "source": "a letter" }"#);
        assert_eq!(parse("my.json", &json).unwrap().file.min_bytes, None);
    }

    #[test]
    fn every_mistake_is_named_with_its_field_and_value() {
        let cases = [
            ("", "my.json: EOF"),
            ("{}", "missing field `id`"),
            (&overlay(r#", "chekcs": {}"#), "unknown field `chekcs`"),
            (
                &overlay(r#", "checks": { "head-rom": { "source": "x" } }"#),
                r#"checks.head-rom: "head-rom" is not a check, did you mean "head-room"?"#,
            ),
            (
                &overlay(r#", "checks": { "head-room": { "severity": "warn" } }"#),
                "checks.head-room: missing field `source`",
            ),
            (
                &overlay(r#", "checks": { "head-room": { "ideal": [0.3, 0.1], "source": "x" } }"#),
                "checks.head-room.ideal: [0.3,0.1] is inverted",
            ),
            (
                &overlay(r#", "checks": { "head-room": { "ideal": [0.0, 0.9], "source": "x" } }"#),
                "checks.head-room.ideal: [0.0,0.9] is not inside accepted [0.05,0.22]",
            ),
            (
                &overlay(r#", "checks": { "file-intact": { "ideal": [0, 1], "source": "x" } }"#),
                "this check has no number",
            ),
            (
                &overlay(r#", "checks": { "head-room": { "severity": "grave", "source": "x" } }"#),
                "checks.head-room.severity: unknown variant `grave`",
            ),
            (
                &overlay(r#", "file": { "min_bytes": 9, "max_bytes": 5, "source": "x" }"#),
                "file.min_bytes: 9 is more than max_bytes 5",
            ),
            (&overlay(r#", "file": { "min_bytes": 9 }"#), "file: missing field `source`"),
            (&overlay(r#", "picture": { "width_px": 0, "source": "x" }"#), "picture.width_px: 0 is not in 1..=8000"),
            (
                &overlay(r#", "picture": { "background": { "preferred": "blue" }, "source": "x" }"#),
                "picture.background.preferred: invalid value: string \"blue\", expected a colour as #64c5ff",
            ),
            (
                r#"{ "id": "x", "base": "none-such", "name": { "zh": "x", "en": "x" } }"#,
                r#"base: "none-such" is not a built-in profile"#,
            ),
            (r#"{ "id": "x", "name": { "zh": "x", "en": "x" } }"#, "file: is missing, and there is no base"),
            (&overlay(r#" } junk {"#), "trailing characters"),
        ];
        for (json, words) in cases {
            let message = refused(json);
            assert!(message.starts_with("my.json: ") && message.contains(words), "{message}\n  does not say: {words}");
        }
    }
}
