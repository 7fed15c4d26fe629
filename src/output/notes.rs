//! Whether the original may go up as it is, and what is to be said of a file that was made.

use crate::checks::{Group, RemedyKind};
use crate::container::{JpegColor, JpegProcess, Orientation};
use crate::geometry::Crop;
use crate::measure::Evidence;
use crate::profile::Profile;
use crate::report::{Finding, Report, Verdict};
use crate::text::Text;

/// What the student should know before uploading the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Note {
    /// The original itself is offered.
    Unchanged,
    /// The school wants the original; what was made only shows what its own frame will give.
    OriginalAsked,
    /// Something is wrong that only retouching or another photo could mend.
    NoRetouching,
}

impl Note {
    /// Permanent, machine-readable.
    pub const fn code(self) -> &'static str {
        match self {
            Note::Unchanged => "unchanged",
            Note::OriginalAsked => "original-asked",
            Note::NoRetouching => "no-retouching",
        }
    }

    pub const fn words(self) -> Text {
        match self {
            Note::Unchanged => Text {
                zh: "文件本身不需要改动，这里给出的就是原图。",
                en: "The file itself needs no change: what you get here is the original.",
            },
            Note::OriginalAsked => Text {
                zh: "学校要求上传未经修改的原图。请在学校页面选择原图，并在它自带的裁剪框里裁剪和缩放；这份文件只供您对照裁剪后的样子。",
                en: "The school asks for the unmodified original. Please choose the original on the school's page, and crop and scale it in the frame offered there; this file only shows how that will look.",
            },
            Note::NoRetouching => Text {
                zh: "这里只裁剪和缩放，不换背景，也不修图。其余问题请按提示重拍。",
                en: "Only cropping and scaling are done here: no background is replaced and nothing is retouched. For the rest, please retake the photo as advised.",
            },
        }
    }
}

/// What is to be said of the made file that `report` judges.
pub(crate) fn notes(profile: &Profile, report: &Report) -> Vec<Note> {
    let beyond = |finding: &Finding| {
        let kind = finding.remedy.as_ref().map(|remedy| remedy.kind);
        finding.verdict == Verdict::Fail && matches!(kind, Some(RemedyKind::Retake | RemedyKind::ChooseAnother))
    };
    let notes = [
        profile.original_only.then_some(Note::OriginalAsked),
        report.findings.iter().any(beyond).then_some(Note::NoRetouching),
    ];
    notes.into_iter().flatten().collect()
}

/// How far a crop may be from the photo's edges and still be the whole photo, px.
const WHOLE_WITHIN_PX: f64 = 1.0;

/// Whether the original file is what `profile` asks for, judged whole by `report`: an ordinary upright JPEG of the right
/// shape, with its file and its framing in order. With `crop`, the frame must hold the whole photo; its framing is then
/// the student's own choice.
pub(crate) fn goes_up_unchanged(evidence: &Evidence, profile: &Profile, report: &Report, crop: Option<Crop>) -> bool {
    let (Some(whole), Some(jpeg)) = (evidence.whole(), evidence.container.jpeg.as_ref()) else { return false };
    let plain = jpeg.process == JpegProcess::Baseline
        && !matches!(jpeg.color, JpegColor::Cmyk | JpegColor::Ycck | JpegColor::Other)
        // Whoever ignores the tag sees it lying.
        && evidence.container.orientation == Orientation::UPRIGHT;
    let shaped = super::render::is_shaped(&whole.rect, &profile.picture);
    let uncropped = crop.is_none_or(|crop| {
        let near = |corner: &crate::geometry::Point<_>, other| corner.distance(other) <= WHOLE_WITHIN_PX;
        crop.corners().iter().zip(whole.corners()).all(|(corner, other)| near(corner, other))
    });
    let asked = |finding: &&Finding| match finding.group {
        Group::File => true,
        Group::Framing => crop.is_none(),
        // What reaches its size by filler only is no file of that size.
        _ => finding.check == "no-padding",
    };
    plain && shaped && uncropped && report.findings.iter().filter(asked).all(|finding| finding.verdict == Verdict::Pass)
}

/// The name of the file made from the one called `name`.
pub(crate) fn made_name(name: &str) -> String {
    let ending = |(stem, ending): &(&str, &str)| !stem.is_empty() && !ending.contains(['/', '\\']);
    let stem = name.rsplit_once('.').filter(ending).map_or(name, |(stem, _)| stem);
    format!("{stem}.jpg")
}
