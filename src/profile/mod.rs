//! What one school asks for, as data: the file, the picture, and how grave each check is.
//!
//! A profile is parsed from JSON, laid over its `base`, and validated; a [`Profile`] that exists is sound.

mod parse;
mod place;

use crate::checks::Check;
use crate::error::ProfileError;
use crate::limit::{Limit, Range};
use crate::text::Words;
use serde::de::{Error, Unexpected, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::collections::BTreeMap;
use std::fmt;
use std::sync::LazyLock;

/// How grave a fault is under this profile.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    Fail,
    Warn,
    Off,
}

/// The file that is asked for.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FileRule {
    /// Only `jpeg` so far: every notice asks for it.
    pub format: FileFormat,
    /// Smallest and largest length on the reading of KB that is safe on both; `None`: not limited.
    pub min_bytes: Option<u64>,
    pub max_bytes: Option<u64>,
    pub source: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FileFormat {
    Jpeg,
}

/// The picture that is asked for.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PictureRule {
    /// Size of the finished picture, px; also its shape.
    pub width_px: u32,
    pub height_px: u32,
    /// Whether the uploaded picture must have exactly this size, or at least this size.
    pub exact: bool,
    /// Density written into the made file, dots per inch.
    pub dpi: u32,
    pub background: BackgroundRule,
    /// Largest turn that levelling the head may take, degrees; 0 where turning is not allowed.
    pub max_roll_deg: f64,
    pub source: String,
}

/// Which background is asked for.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct BackgroundRule {
    /// Whether any one plain colour will do; then `preferred` is advice only.
    pub any_plain: bool,
    /// sRGB of the standard colour, `#rrggbb`.
    pub preferred: Rgb,
    /// Largest CIELAB distance (CIE 1976) from `preferred` that is taken for it.
    pub tolerance: f64,
}

/// An sRGB colour, written `#rrggbb`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rgb(pub [u8; 3]);

impl Serialize for Rgb {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let [r, g, b] = self.0;
        serializer.serialize_str(&format!("#{r:02x}{g:02x}{b:02x}"))
    }
}

impl<'de> Deserialize<'de> for Rgb {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // By a visitor, so that the reader still knows the place when the text is refused.
        deserializer.deserialize_str(RgbVisitor)
    }
}

struct RgbVisitor;

impl Visitor<'_> for RgbVisitor {
    type Value = Rgb;

    fn expecting(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        formatter.write_str("a colour as #64c5ff")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Rgb, E> {
        let digits = text.strip_prefix('#').filter(|digits| digits.len() == 6 && digits.is_ascii());
        let channel = |at: usize| u8::from_str_radix(digits?.get(at..at + 2)?, 16).ok();
        match [channel(0), channel(2), channel(4)] {
            [Some(r), Some(g), Some(b)] => Ok(Rgb([r, g, b])),
            _ => Err(E::invalid_value(Unexpected::Str(text), &self)),
        }
    }
}

/// What a profile says of one check.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CheckRule {
    pub severity: Severity,
    /// `None`: the check's own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ideal: Option<Range>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accepted: Option<Range>,
    pub source: String,
}

/// A step of a school's own flow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Step {
    /// A file is chosen.
    Choose,
    /// It is moved and zoomed in a frame.
    Frame,
}

/// A sound profile, its base already laid under it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Profile {
    pub id: String,
    pub name: Words,
    pub institution_code: Option<String>,
    pub file: FileRule,
    pub picture: PictureRule,
    /// Whether the untouched original file is demanded.
    pub original_only: bool,
    /// The steps of the school's own flow that a page should follow.
    pub steps: Vec<Step>,
    /// By check id. A check that is not named has its own limit and severity `fail`.
    pub checks: BTreeMap<String, CheckRule>,
}

/// What a profile and a check together ask.
#[derive(Clone, Debug, PartialEq)]
pub struct Rule<'a> {
    pub severity: Severity,
    pub limit: Option<Limit>,
    pub source: &'a str,
}

/// The built-in profiles' files, the default first; a base stands before its overlays.
const FILES: [(&str, &str); 6] = [
    ("degree-photo.json", include_str!("builtin/degree-photo.json")),
    ("bj-zikao-degree-2022.json", include_str!("builtin/bj-zikao-degree-2022.json")),
    ("bj-zikao-exam.json", include_str!("builtin/bj-zikao-exam.json")),
    ("cueb-2022.json", include_str!("builtin/cueb-2022.json")),
    ("bit-graduate-2020.json", include_str!("builtin/bit-graduate-2020.json")),
    ("cup-graduate-2022.json", include_str!("builtin/cup-graduate-2022.json")),
];

/// The profile that everything is laid over.
static DEGREE_PHOTO: LazyLock<Option<Profile>> = LazyLock::new(|| parse::parse(FILES[0].0, FILES[0].1).ok());

/// The others, all laid over it. A file that is not sound is left out; a test reads each.
static OVERLAYS: LazyLock<Vec<Profile>> =
    LazyLock::new(|| FILES[1..].iter().filter_map(|(name, json)| parse::parse(name, json).ok()).collect());

/// Every built-in profile, `degree-photo` first.
pub fn builtins() -> impl Iterator<Item = &'static Profile> {
    DEGREE_PHOTO.iter().chain(OVERLAYS.iter())
}

/// The built-in profile called `id`.
pub fn builtin(id: &str) -> Option<&'static Profile> {
    // The base is looked up while the overlays are being read.
    if let Some(base) = DEGREE_PHOTO.as_ref().filter(|base| base.id == id) {
        return Some(base);
    }
    OVERLAYS.iter().find(|profile| profile.id == id)
}

impl Profile {
    /// Reads a profile from JSON; `name` is what its errors call it. Its base, if any, is a built-in one.
    ///
    /// # Errors
    /// [`ProfileError`] naming the field and the value.
    pub fn parse(name: &str, json: &str) -> Result<Self, ProfileError> {
        // Parsing an overlay of an overlay asks for the others: they are read first.
        LazyLock::force(&OVERLAYS);
        parse::parse(name, json)
    }

    /// Severity, limit and source of `check` under this profile: the check's own, narrowed by the profile's line.
    pub fn rule<'a>(&'a self, check: &'a Check) -> Rule<'a> {
        let own = check.limit.under(self);
        let Some(line) = self.checks.get(check.id) else {
            return Rule { severity: Severity::Fail, limit: own, source: check.source };
        };
        let limit = own.map(|own| {
            let accepted = line.accepted.unwrap_or(own.accepted);
            // An ideal range of the check's own that sticks out of a narrower accepted one is cut to it.
            let ideal = line.ideal.unwrap_or_else(|| own.ideal.within(&accepted));
            Limit { ideal, accepted }
        });
        Rule { severity: line.severity, limit, source: &line.source }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::CHECKS;

    #[test]
    fn every_built_in_profile_is_sound_and_named_as_its_file() {
        for (name, json) in FILES {
            let profile = Profile::parse(name, json).unwrap();
            assert_eq!(format!("{}.json", profile.id), name);
        }
        assert_eq!(builtins().count(), FILES.len());
    }

    #[test]
    fn the_default_profile_names_every_check_with_its_source() {
        let named: Vec<_> =
            CHECKS.iter().filter(|check| !builtin("degree-photo").unwrap().checks.contains_key(check.id)).collect();
        assert!(named.is_empty(), "{named:?}");
    }
}
