//! What one school asks for, as data: the file, the picture, and how grave each check is.
//!
//! A profile is parsed from JSON, laid over its `base`, and validated; a [`Profile`] that exists is sound.

use crate::checks::Check;
use crate::limit::{Limit, Range};
use crate::text::Words;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

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
    /// The steps of the school's own flow that a page should follow: `choose`, `frame`.
    pub steps: Vec<String>,
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

impl Profile {
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

impl Serialize for Rgb {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let [r, g, b] = self.0;
        serializer.serialize_str(&format!("#{r:02x}{g:02x}{b:02x}"))
    }
}
