//! The report: what was found, check by check, in words and numbers. Values are rounded before they are compared, so
//! that a reader of the report can repeat every judgement.

use crate::checks::{CHECKS, Case, Check, Fault, Group, Observed, RemedyKind, Trace, When};
use crate::container::Format;
use crate::geometry::{Crop, Photo, Point, Rect};
use crate::limit::{Limit, Place, Range};
use crate::measure::{Evidence, Reading, Unmeasured};
use crate::profile::{Profile, Rule, Severity};
use crate::text::Words;
use crate::unit::Unit;
use serde::{Deserialize, Serialize};

/// Version of the report's form. Raised when a reader would have to change.
const SCHEMA: u32 = 1;

/// How grave a finding is, gravest last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    Off,
    Pass,
    Unmeasured,
    Warn,
    Fail,
}

/// Everything found in one picture under one profile.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Report {
    pub schema: u32,
    pub profile: String,
    /// The gravest of the findings.
    pub verdict: Verdict,
    pub photo: PhotoFacts,
    /// The picture that was judged; `None` where the photo's size is unknown.
    pub crop: Option<CropBox>,
    /// The best crop for the profile; `None`, with `no_crop` saying why, where there is none.
    pub suggested_crop: Option<CropBox>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub no_crop: Option<Words>,
    pub face: Option<FaceFacts>,
    pub findings: Vec<Finding>,
}

/// The chosen file.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PhotoFacts {
    pub name: String,
    pub bytes: u64,
    pub format: Format,
    /// Of the upright photo; `None` where the header does not say.
    pub width_px: Option<u32>,
    pub height_px: Option<u32>,
    /// The EXIF tag, 1..=8.
    pub orientation: u8,
}

/// A rectangle in whole pixels of the upright photo.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct PixelRect {
    pub x: f64,
    pub y: f64,
    pub width: f64,
    pub height: f64,
}

/// A [`Crop`] as it is written.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CropBox {
    pub x: f64,
    pub y: f64,
    pub width: f64,
    pub height: f64,
    /// Clockwise around the rectangle's centre.
    #[serde(default)]
    pub roll_deg: f64,
}

/// A point in whole pixels of the upright photo.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct PixelPoint {
    pub x: f64,
    pub y: f64,
}

/// The main face. Left and right are the picture's.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FaceFacts {
    #[serde(rename = "box")]
    pub face_box: PixelRect,
    pub left_eye: PixelPoint,
    pub right_eye: PixelPoint,
    /// `None` where the top of the hair lies outside the photo or was not measured.
    pub crown_y: Option<f64>,
    pub chin_y: f64,
    pub yaw_deg: f64,
    pub pitch_deg: f64,
    pub roll_deg: f64,
}

/// One check's answer.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Finding {
    pub check: &'static str,
    pub group: Group,
    pub verdict: Verdict,
    /// The fault's code, or the reason why nothing was measured; `None` for a pass.
    pub code: Option<&'static str>,
    pub value: Option<f64>,
    pub unit: Option<Unit>,
    pub ideal: Option<Range>,
    pub accepted: Option<Range>,
    pub problem: Option<Words>,
    pub remedy: Option<RemedyFacts>,
    pub region: Option<PixelRect>,
    /// `marker`, `offset` and `software`, where the fault was seen in the file and not in the picture.
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    pub trace: Option<Trace>,
    pub source: String,
}

/// What the student can do.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RemedyFacts {
    pub kind: RemedyKind,
    #[serde(flatten)]
    pub words: Words,
}

impl From<Rect<Photo>> for PixelRect {
    fn from(rect: Rect<Photo>) -> Self {
        let [x, y, width, height] = [rect.x, rect.y, rect.width, rect.height].map(|v| Unit::Px.round(v));
        Self { x, y, width, height }
    }
}

impl From<Point<Photo>> for PixelPoint {
    fn from(point: Point<Photo>) -> Self {
        Self { x: Unit::Px.round(point.x), y: Unit::Px.round(point.y) }
    }
}

impl From<Crop> for CropBox {
    fn from(crop: Crop) -> Self {
        let PixelRect { x, y, width, height } = crop.rect.into();
        Self { x, y, width, height, roll_deg: Unit::Deg.round(crop.roll_deg) }
    }
}

impl From<CropBox> for Crop {
    fn from(b: CropBox) -> Self {
        Crop { rect: Rect::new(b.x, b.y, b.width, b.height), roll_deg: b.roll_deg }
    }
}

/// Judges the picture that `crop` cuts from the photo (the whole photo without one) under `profile`.
///
/// Pure and cheap: no pixel is touched.
pub fn judge(name: &str, evidence: &Evidence, profile: &Profile, crop: Option<Crop>) -> Report {
    let whole = evidence.whole();
    // Without a size nothing of the picture is measured either: an empty crop is never looked at.
    let case = Case { profile, evidence, crop: crop.or(whole).unwrap_or(Crop::upright(Rect::new(0.0, 0.0, 0.0, 0.0))) };
    let mut findings: Vec<_> = CHECKS.iter().filter_map(|check| finding(check, &case)).collect();
    let suggestion = crate::crop::suggest(evidence, profile);
    if let Err(reason) = suggestion {
        // Where no frame will do, nobody is sent to move the frame.
        for remedy in findings.iter_mut().filter_map(|finding| finding.remedy.as_mut()) {
            if remedy.kind == RemedyKind::Recrop {
                *remedy = RemedyFacts { kind: RemedyKind::Retake, words: reason.into() };
            }
        }
    }
    Report {
        schema: SCHEMA,
        profile: profile.id.clone(),
        verdict: findings.iter().map(|finding| finding.verdict).max().unwrap_or(Verdict::Pass),
        photo: photo_facts(name, evidence),
        crop: crop.or(whole).map(CropBox::from),
        no_crop: suggestion.as_ref().err().map(|reason| (*reason).into()),
        suggested_crop: suggestion.ok().map(CropBox::from),
        face: face_facts(evidence),
        findings,
    }
}

fn photo_facts(name: &str, evidence: &Evidence) -> PhotoFacts {
    let file = &evidence.container;
    PhotoFacts {
        name: name.to_owned(),
        bytes: file.bytes,
        format: file.format,
        width_px: evidence.size.map(|(width, _)| width),
        height_px: evidence.size.map(|(_, height)| height),
        orientation: file.orientation.tag(),
    }
}

fn face_facts(evidence: &Evidence) -> Option<FaceFacts> {
    let head = evidence.head.as_ref().ok()?;
    Some(FaceFacts {
        face_box: head.face.into(),
        left_eye: head.left_eye.into(),
        right_eye: head.right_eye.into(),
        crown_y: head.whole_crown().ok().map(|crown| Unit::Px.round(crown.y)),
        chin_y: Unit::Px.round(head.chin.y),
        yaw_deg: Unit::Deg.round(head.yaw_deg),
        pitch_deg: Unit::Deg.round(head.pitch_deg),
        roll_deg: Unit::Deg.round(head.roll_deg),
    })
}

/// The answer of `check`, or `None` where the profile switched it off.
fn finding(check: &'static Check, case: &Case) -> Option<Finding> {
    let rule = case.profile.rule(check);
    if rule.severity == Severity::Off {
        return None;
    }
    Some(judged(check, &rule, (check.measure)(case)))
}

fn judged(check: &'static Check, rule: &Rule, reading: Reading<Observed>) -> Finding {
    match reading {
        Err(reason) => unmeasured(check, rule, reason),
        Ok(Observed::Traced(seen, trace)) => {
            let finding = judged(check, rule, Ok(*seen));
            let faulty = matches!(finding.verdict, Verdict::Warn | Verdict::Fail);
            Finding { trace: faulty.then_some(trace), ..finding }
        }
        Ok(Observed::Likely { code }) => named(check, rule, code, Verdict::Warn, None),
        Ok(Observed::Fine) => passed(check, rule, None, None),
        Ok(Observed::Fault { code, region }) => named(check, rule, code, grave(rule), region),
        Ok(Observed::Value { value, region, code }) => compared(check, rule, check.unit.round(value), region, code),
    }
}

/// The fault that the check calls `code`.
fn named(
    check: &'static Check,
    rule: &Rule,
    code: &'static str,
    verdict: Verdict,
    region: Option<Rect<Photo>>,
) -> Finding {
    match check.faults.iter().find(|fault| fault.code == code) {
        Some(fault) => faulty(check, rule, fault, verdict, None, region),
        // A test walks every check's named codes; an unknown one still must not pass.
        None => unmeasured(check, rule, Unmeasured::NotImplied),
    }
}

fn compared(
    check: &'static Check,
    rule: &Rule,
    value: f64,
    region: Option<Rect<Photo>>,
    code: Option<&'static str>,
) -> Finding {
    let Some(limit) = rule.limit else { return passed(check, rule, Some(value), region) };
    if !value.is_finite() {
        return unmeasured(check, rule, Unmeasured::NotImplied);
    }
    let (side, verdict) = match limit.place(value) {
        Place::Ideal => return passed(check, rule, Some(value), region),
        Place::Tolerated(side) => (side, Verdict::Warn),
        Place::Refused(side) => (side, grave(rule)),
    };
    let named = code.and_then(|code| check.faults.iter().find(|fault| fault.code == code));
    match named.or_else(|| check.faults.iter().find(|fault| fault.when == When::Outside(side))) {
        Some(fault) => faulty(check, rule, fault, verdict, Some(value), region),
        None => passed(check, rule, Some(value), region),
    }
}

fn grave(rule: &Rule) -> Verdict {
    match rule.severity {
        Severity::Fail => Verdict::Fail,
        Severity::Warn => Verdict::Warn,
        Severity::Off => Verdict::Off,
    }
}

fn blank(check: &'static Check, rule: &Rule, verdict: Verdict) -> Finding {
    Finding {
        check: check.id,
        group: check.group,
        verdict,
        code: None,
        value: None,
        unit: check.shown_unit(),
        ideal: rule.limit.map(|limit| limit.ideal),
        accepted: rule.limit.map(|limit| limit.accepted),
        problem: None,
        remedy: None,
        region: None,
        trace: None,
        source: rule.source.to_owned(),
    }
}

fn passed(check: &'static Check, rule: &Rule, value: Option<f64>, region: Option<Rect<Photo>>) -> Finding {
    Finding { value, region: region.map(Into::into), ..blank(check, rule, Verdict::Pass) }
}

fn unmeasured(check: &'static Check, rule: &Rule, reason: Unmeasured) -> Finding {
    Finding {
        code: Some(reason.code()),
        problem: Some(reason.words().into()),
        remedy: Some(RemedyFacts { kind: remedy_of(reason), words: reason.advice().unwrap_or(check.look).into() }),
        ..blank(check, rule, Verdict::Unmeasured)
    }
}

/// What helps most often where nothing was measured.
const fn remedy_of(reason: Unmeasured) -> RemedyKind {
    match reason {
        Unmeasured::NoPixels | Unmeasured::TooManyPixels | Unmeasured::TooSmall => RemedyKind::ChooseAnother,
        Unmeasured::OutOfView | Unmeasured::NoBackground => RemedyKind::Recrop,
        Unmeasured::NoModels | Unmeasured::NoFace | Unmeasured::NotImplied => RemedyKind::Retake,
    }
}

fn faulty(
    check: &'static Check,
    rule: &Rule,
    fault: &'static Fault,
    verdict: Verdict,
    value: Option<f64>,
    region: Option<Rect<Photo>>,
) -> Finding {
    let values = numbers(check.unit, rule.limit.as_ref(), value);
    Finding {
        code: Some(fault.code),
        value,
        problem: Some(fault.problem.fill(&values)),
        remedy: Some(RemedyFacts { kind: fault.remedy.kind, words: fault.remedy.text.fill(&values) }),
        region: region.map(Into::into),
        ..blank(check, rule, verdict)
    }
}

/// What a message may name: the value and the ends of the range that it should lie in.
fn numbers(unit: Unit, limit: Option<&Limit>, value: Option<f64>) -> Vec<(&'static str, String)> {
    let ends = limit.map(|limit| [("min", limit.ideal.min), ("max", limit.ideal.max)]).unwrap_or_default();
    // "51.2 KB, at least 51.2 KB are required" helps nobody: then every digit is shown.
    let alike = |end: Option<f64>| end.zip(value).is_some_and(|(a, b)| a != b && unit.show(a) == unit.show(b));
    let exact = ends.iter().any(|(_, end)| alike(*end));
    std::iter::once(("value", value))
        .chain(ends)
        .filter_map(|(name, number)| number.filter(|_| !name.is_empty()).map(|number| (name, number)))
        .map(|(name, number)| (name, if exact { unit.show_exactly(number) } else { unit.show(number) }))
        .collect()
}
