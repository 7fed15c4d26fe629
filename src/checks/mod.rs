//! The checks: each one property of the photo, judged from [`Evidence`](crate::measure::Evidence), a [`Crop`] and a
//! [`Profile`] alone.
//!
//! One file an id, with its data, limit, source, words and measure; [`CHECKS`] is the table, in the report's order.

use crate::container::Mark;
use crate::geometry::{Crop, Photo, Point, Rect};
use crate::limit::{Limit, Side};
use crate::measure::Reading;
use crate::profile::Profile;
use crate::text::Text;
use crate::unit::Unit;
use serde::Serialize;
use serde::ser::SerializeStruct;

mod case;

// File.
mod file_format;
mod file_intact;
mod file_size;
mod pixel_size;

// Original.
mod camera_distance;
mod no_padding;
mod not_enlarged;
mod not_generated;
mod not_selfie;
mod original_file;

// Sharpness and what is no photograph.
mod compression;
mod no_border;
mod noise;
mod photographic;
mod sharp;
mod skin_texture;

// Framing.
mod eye_line;
mod face_size;
mod head_centred;
mod head_height;
mod head_room;
mod one_face;
mod whole_head;

// Pose.
mod chin_level;
mod facing_camera;
mod head_upright;
mod shoulders_level;

// Face.
mod expression_natural;
mod eyes_open;
mod gaze_ahead;
mod mouth_closed;
mod teeth_hidden;

// What is worn on the head and face.
mod brows_clear;
mod ears_visible;
mod face_uncovered;
mod frame_off_eyes;
mod glasses_clear;
mod lens_glare;
mod makeup_natural;
mod no_headwear;
mod no_jewellery;

// Clothes.
mod clothes_contrast;
mod clothes_suitable;

// Light.
mod even_light;
mod face_exposure;
mod natural_colour;
mod no_backlight;
mod no_hotspot;
mod red_eye;

// Background.
mod background_colour;
mod background_plain;
mod background_shadow;

pub(crate) use case::Case;

/// Every check, in the order of the report.
pub static CHECKS: &[&Check] = &[
    // File.
    &file_format::CHECK,
    &file_size::CHECK,
    &file_intact::CHECK,
    &pixel_size::CHECK,
    // Original.
    &original_file::CHECK,
    &no_padding::CHECK,
    &not_enlarged::CHECK,
    &not_generated::CHECK,
    &not_selfie::CHECK,
    // Original: photographic, no-border.
    &photographic::CHECK,
    &no_border::CHECK,
    // Framing.
    &one_face::CHECK,
    &whole_head::CHECK,
    &head_height::CHECK,
    &head_room::CHECK,
    &eye_line::CHECK,
    &head_centred::CHECK,
    &face_size::CHECK,
    &camera_distance::CHECK,
    // Pose.
    &head_upright::CHECK,
    &facing_camera::CHECK,
    &chin_level::CHECK,
    &shoulders_level::CHECK,
    // Face.
    &eyes_open::CHECK,
    &gaze_ahead::CHECK,
    &mouth_closed::CHECK,
    &teeth_hidden::CHECK,
    &expression_natural::CHECK,
    // What is worn on the head and face.
    &brows_clear::CHECK,
    &ears_visible::CHECK,
    &face_uncovered::CHECK,
    &no_headwear::CHECK,
    &glasses_clear::CHECK,
    &lens_glare::CHECK,
    &frame_off_eyes::CHECK,
    &no_jewellery::CHECK,
    &makeup_natural::CHECK,
    // Clothes.
    &clothes_contrast::CHECK,
    &clothes_suitable::CHECK,
    // Light.
    &face_exposure::CHECK,
    &even_light::CHECK,
    &no_backlight::CHECK,
    &no_hotspot::CHECK,
    &natural_colour::CHECK,
    &red_eye::CHECK,
    // Sharpness.
    &sharp::CHECK,
    &skin_texture::CHECK,
    &compression::CHECK,
    &noise::CHECK,
    // Background.
    &background_plain::CHECK,
    &background_colour::CHECK,
    &background_shadow::CHECK,
];

/// The check called `id`.
pub fn find(id: &str) -> Option<&'static Check> {
    CHECKS.iter().copied().find(|check| check.id == id)
}

/// What a check belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Group {
    File,
    Framing,
    Original,
    Pose,
    Face,
    Clothes,
    Light,
    Sharpness,
    Background,
}

/// One property of a photo and all that is to be said of it.
#[derive(Debug)]
pub struct Check {
    /// Permanent.
    pub id: &'static str,
    pub group: Group,
    /// Its name for a student, as short as a label.
    pub title: Text,
    pub unit: Unit,
    pub limit: LimitFrom,
    /// Where the rule and the limit come from.
    pub source: &'static str,
    /// How it is measured, in a sentence, for the documentation.
    pub how: &'static str,
    pub faults: &'static [Fault],
    /// What to look at oneself when it could not be measured.
    pub look: Text,
    pub(crate) measure: fn(&Case) -> Reading<Observed>,
}

impl Serialize for Check {
    /// What a page or a document shows of a check; the limits depend on the profile and are in the reports.
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = serializer.serialize_struct("Check", 8)?;
        fields.serialize_field("id", self.id)?;
        fields.serialize_field("group", &self.group)?;
        fields.serialize_field("title", &self.title)?;
        fields.serialize_field("unit", &self.shown_unit())?;
        fields.serialize_field("source", self.source)?;
        fields.serialize_field("how", self.how)?;
        fields.serialize_field("look", &self.look)?;
        fields.serialize_field("codes", &self.faults.iter().map(|fault| fault.code).collect::<Vec<_>>())?;
        fields.end()
    }
}

impl Check {
    /// The unit of its value; `None` where it has none.
    pub fn shown_unit(&self) -> Option<Unit> {
        (!matches!(self.limit, LimitFrom::None)).then_some(self.unit)
    }
}

/// Where a check's limit comes from.
#[derive(Debug)]
pub enum LimitFrom {
    /// The same for all, unless a profile narrows it.
    Own(Limit),
    /// Follows from the profile's `file` or `picture`.
    Profile(fn(&Profile) -> Limit),
    /// Yes or no; there is no number to compare.
    None,
}

impl LimitFrom {
    /// The limit for `profile`, before the profile's line for the check is laid over it.
    pub fn under(&self, profile: &Profile) -> Option<Limit> {
        match self {
            LimitFrom::Own(limit) => Some(*limit),
            LimitFrom::Profile(limit) => Some(limit(profile)),
            LimitFrom::None => None,
        }
    }
}

/// One way to miss a check.
#[derive(Debug)]
pub struct Fault {
    /// Permanent, machine-readable.
    pub code: &'static str,
    pub when: When,
    /// What is wrong. May hold `{value}`, `{min}`, `{max}`.
    pub problem: Text,
    pub remedy: Remedy,
}

/// What brings a fault about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// A value on this side of the limit.
    Outside(Side),
    /// The measure names the fault by its code.
    Named,
}

/// What the student can do.
#[derive(Debug)]
pub struct Remedy {
    pub kind: RemedyKind,
    pub text: Text,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum RemedyKind {
    /// Moving the frame helps.
    Recrop,
    /// We can make the file so.
    Reencode,
    /// A new photo is needed.
    Retake,
    /// Another file of the same photo is needed.
    ChooseAnother,
}

/// What a check saw.
#[derive(Clone, Debug, PartialEq)]
pub enum Observed {
    /// A number, in the check's unit, to be compared with its limit; where in the photo it was taken; and the code of
    /// the fault, should it be one, where the side of the limit alone does not tell.
    Value { value: f64, region: Option<Rect<Photo>>, code: Option<&'static str> },
    /// Nothing wrong, and no number to show.
    Fine,
    /// The fault of this code.
    Fault { code: &'static str, region: Option<Rect<Photo>> },
    /// A sign of the fault of this code that leaves room for doubt: a warning at most.
    Likely { code: &'static str },
    /// What was seen, and where in the file.
    Traced(Box<Observed>, Trace),
}

/// Where in the file a finding was made, for whoever wants to look there.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Trace {
    /// The record that bears the sign: `exif:Software`, `COM`, `after-end`.
    pub marker: &'static str,
    /// Its offset in the file, bytes.
    pub offset: u64,
    /// The program that it names, or what else it says.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub software: String,
}

impl From<&Mark> for Trace {
    fn from(mark: &Mark) -> Self {
        Self { marker: mark.place, offset: mark.offset, software: mark.words.clone() }
    }
}

impl Observed {
    /// `value`, seen in no particular place.
    pub(crate) fn value(value: f64) -> Self {
        Self::Value { value, region: None, code: None }
    }
    /// The same, with where in the file it was seen.
    pub(crate) fn traced(self, trace: impl Into<Trace>) -> Self {
        Self::Traced(Box::new(self), trace.into())
    }
    /// The fault of `code` if that is `certain`, else a sign of it.
    pub(crate) fn sign(code: &'static str, certain: bool) -> Self {
        if certain { Self::Fault { code, region: None } } else { Self::Likely { code } }
    }
    /// `value`, seen at `region`.
    pub(crate) fn at(value: f64, region: Rect<Photo>) -> Self {
        Self::Value { value, region: Some(region), code: None }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn ids_are_unique_and_in_the_permanent_form() {
        let ids: HashSet<_> = CHECKS.iter().map(|check| check.id).collect();
        assert_eq!(ids.len(), CHECKS.len());
        assert!(ids.iter().all(|id| id.chars().all(|c| c.is_ascii_lowercase() || c == '-')), "{ids:?}");
    }

    #[test]
    fn every_limit_is_sound_and_its_sides_have_words() {
        for check in CHECKS {
            if let LimitFrom::Own(limit) = check.limit {
                assert!(limit.ideal.is_sound() && limit.accepted.is_sound(), "{}", check.id);
                assert!(limit.accepted.contains(&limit.ideal), "{}", check.id);
                let ends = [(Side::Low, limit.accepted.min), (Side::High, limit.accepted.max)];
                for (side, end) in ends {
                    let worded = check.faults.iter().any(|fault| fault.when == When::Outside(side));
                    assert!(worded || end.is_none(), "{} {side:?}", check.id);
                }
            }
        }
    }

    #[test]
    fn chinese_words_use_full_width_marks_and_english_ones_do_not() {
        for check in CHECKS {
            let texts = check.faults.iter().flat_map(|fault| [fault.problem, fault.remedy.text]);
            for text in texts.chain([check.look]) {
                assert!(text.zh.ends_with(['。', '？']), "{}: {}", check.id, text.zh);
                assert!(text.en.ends_with(['.', '?']) && text.en.is_ascii(), "{}: {}", check.id, text.en);
            }
        }
    }
}
