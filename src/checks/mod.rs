//! The checks: each one property of the photo, judged from [`Evidence`], a [`Crop`] and a [`Profile`] alone.
//!
//! One file an id, with its data, limit, source, words and measure; [`CHECKS`] is the table, in the report's order.

use crate::geometry::{Crop, Photo, Point, Rect};
use crate::limit::{Limit, Side};
use crate::measure::{Evidence, Head, Reading};
use crate::profile::Profile;
use crate::text::Text;
use crate::unit::Unit;
use serde::Serialize;
use serde::ser::SerializeStruct;

// File.
mod file_format;
mod file_intact;
mod file_size;
mod pixel_size;

// Original.

// Sharpness and what is no photograph.

// Framing.
mod eye_line;
mod face_size;
mod head_centred;
mod head_height;
mod head_room;
mod one_face;
mod whole_head;

// Pose.
mod facing_camera;
mod head_upright;

// Face.

// What is worn on the head and face.
mod ears_visible;
mod makeup_natural;
mod no_headwear;
mod no_jewellery;

// Clothes.

// Light.

// Background.
mod background_colour;
mod background_plain;

/// Every check, in the order of the report.
pub static CHECKS: &[&Check] = &[
    // File.
    &file_format::CHECK,
    &file_size::CHECK,
    &file_intact::CHECK,
    &pixel_size::CHECK,
    // Original: photographic, no-border.
    // Framing.
    &one_face::CHECK,
    &whole_head::CHECK,
    &head_height::CHECK,
    &head_room::CHECK,
    &eye_line::CHECK,
    &head_centred::CHECK,
    &face_size::CHECK,
    // Pose.
    &head_upright::CHECK,
    &facing_camera::CHECK,
    // Pose: chin-level.
    // Pose: shoulders-level.
    // Face: eyes-open, gaze-ahead, mouth-closed, teeth-hidden, expression-natural.
    // Face: brows-clear.
    &ears_visible::CHECK,
    // Face: face-uncovered.
    &no_headwear::CHECK,
    // Face: glasses-clear, lens-glare, frame-off-eyes.
    &no_jewellery::CHECK,
    &makeup_natural::CHECK,
    // Clothes: clothes-contrast, clothes-suitable.
    // Light: face-exposure, even-light, no-backlight, no-hotspot, natural-colour, red-eye.
    // Sharpness: sharp, skin-texture, compression, noise.
    // Background.
    &background_plain::CHECK,
    &background_colour::CHECK,
    // Background: background-shadow.
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
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Observed {
    /// A number, in the check's unit, to be compared with its limit; where in the photo it was taken; and the code of
    /// the fault, should it be one, where the side of the limit alone does not tell.
    Value { value: f64, region: Option<Rect<Photo>>, code: Option<&'static str> },
    /// Nothing wrong, and no number to show.
    Fine,
    /// The fault of this code.
    Fault { code: &'static str, region: Option<Rect<Photo>> },
}

impl Observed {
    /// `value`, seen in no particular place.
    pub(crate) fn value(value: f64) -> Self {
        Self::Value { value, region: None, code: None }
    }
    /// `value`, seen at `region`.
    pub(crate) fn at(value: f64, region: Rect<Photo>) -> Self {
        Self::Value { value, region: Some(region), code: None }
    }
}

/// What is judged: this picture, cut from this photo, under this profile.
pub(crate) struct Case<'a> {
    pub profile: &'a Profile,
    pub evidence: &'a Evidence,
    pub crop: Crop,
}

impl<'a> Case<'a> {
    /// The main face's head.
    pub fn head(&self) -> Reading<&'a Head> {
        self.evidence.head.as_ref().map_err(|reason| *reason)
    }
    /// Whether the picture's top edge is the photo's.
    pub fn reaches_top(&self) -> bool {
        self.crop.rect.y <= 0.5
    }
    /// The top of the hair; where it runs out of a photo whose top edge the picture shows, nobody knows how far.
    pub fn crown(&self) -> Reading<Point<Photo>> {
        let head = self.head()?;
        if self.reaches_top() { head.whole_crown() } else { head.crown }
    }
    /// `point` in the picture, as shares of its height from the top-left corner, so that both axes have one scale.
    pub fn share(&self, point: Point<Photo>) -> Point<Photo> {
        let inside = self.crop.inside(point);
        let height = self.crop.rect.height;
        Point::new(inside.x / height, inside.y / height)
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
