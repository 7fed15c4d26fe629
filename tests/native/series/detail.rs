//! Fine detail spoilt step by step, on drawn portraits and on real photos: each defect is caught by its check, with its
//! code, in its place, and more of it never scores better.
//!
//! The real photos lie beside the repository and stay there; without them the drawn ones alone are spoilt. Strengths that
//! depend on the face's size are shares of the eyes' distance.

use crate::kit::{NETWORKS, finding, open, photo, profile, report};
use crate::portrait::{Hair, Picture, Portrait, SkinTone, spoil};
use photo_precheck::report::{Finding, PixelRect, Report, Verdict};
use photo_precheck::session;
use std::sync::LazyLock;

/// A picture to be spoilt.
struct Subject {
    name: String,
    picture: Picture,
    /// Between the eyes, px.
    eyes_px: f64,
    /// Around the face.
    face: PixelRect,
}

/// Photos of faces of several skins, sexes and sources that are in order here.
const PHOTOS: [&str; 3] = [
    "SelfishGene+SFHQ-T2I-dataset/eyec_r2c2.png",
    "SelfishGene+SFHQ-T2I-dataset/hcol_r0c7.png",
    "CivilServiceUSA+us-senate/joni-ernst.jpg",
];

static SUBJECTS: LazyLock<Vec<Subject>> = LazyLock::new(|| {
    let drawn = [(Hair::Short, SkinTone::Medium), (Hair::Bun, SkinTone::Dark)]
        .map(|(hair, skin)| (format!("drawn {skin:?}"), Portrait { hair, skin, ..Portrait::default() }.draw().0));
    let real = PHOTOS.iter().filter_map(|name| Some(((*name).to_owned(), photo(name)?)));
    drawn.into_iter().chain(real).map(|(name, picture)| subject(name, picture)).collect()
});

fn subject(name: String, picture: Picture) -> Subject {
    let report = judge(&picture.jpeg(95));
    let face = report.face.unwrap_or_else(|| panic!("{name} has no face"));
    let (left, right) = (face.left_eye, face.right_eye);
    Subject { name, picture, eyes_px: (left.x - right.x).hypot(left.y - right.y), face: face.face_box }
}

fn judge(jpeg: &[u8]) -> Report {
    report(&session::open("spoilt.jpg", jpeg, &NETWORKS))
}

/// A defect in growing strength.
struct Series<'a> {
    check: &'static str,
    code: &'static str,
    strengths: &'a [f64],
    /// The file of the subject with this much of the defect.
    spoil: &'a dyn Fn(&Subject, f64) -> Vec<u8>,
    /// Which subjects the series is for.
    of: fn(&Subject) -> bool,
    /// How gravely the last step is caught at least.
    caught: Verdict,
    /// Whether the finding lies where the defect of this strength was put.
    place: &'a dyn Fn(&Subject, f64, &PixelRect) -> bool,
}

impl Series<'_> {
    /// Every subject passes the first step, is caught at the last, and never scores better than a step before.
    fn run(&self) {
        let failures: Vec<String> = SUBJECTS.iter().filter(|s| (self.of)(s)).filter_map(|s| self.failure(s)).collect();
        assert!(failures.is_empty(), "{}", failures.join("\n"));
    }

    /// What is wrong with the series of `subject`, and the whole of it.
    fn failure(&self, subject: &Subject) -> Option<String> {
        let steps: Vec<(f64, Finding)> = self.strengths.iter().map(|at| (*at, self.finding(subject, *at))).collect();
        let wrong = self.wrong(subject, &steps)?;
        let story = steps.iter().map(|(at, f)| format!("  {at}: {:?} {:?} {:?}", f.verdict, f.value, f.region));
        Some(format!("{}: {wrong}\n{}", subject.name, story.collect::<Vec<_>>().join("\n")))
    }

    fn finding(&self, subject: &Subject, strength: f64) -> Finding {
        let report = judge(&(self.spoil)(subject, strength));
        finding(&report, self.check).clone()
    }

    fn wrong(&self, subject: &Subject, steps: &[(f64, Finding)]) -> Option<String> {
        let (Some((_, first)), Some((_, last))) = (steps.first(), steps.last()) else { panic!("no steps") };
        if first.verdict != Verdict::Pass {
            return Some(format!("{} does not pass unspoilt", self.check));
        }
        if let Some(pair) = steps.windows(2).find(|pair| pair[1].1.verdict < pair[0].1.verdict) {
            return Some(format!("{} improves at {}", self.check, pair[1].0));
        }
        if last.verdict < self.caught || last.code != Some(self.code) {
            return Some(format!("{} is not caught: {:?}", self.check, last.code));
        }
        let alarms = steps.iter().filter(|(_, finding)| finding.verdict >= Verdict::Warn);
        let misplaced = |(at, finding): &&(f64, Finding)| {
            !finding.region.as_ref().is_some_and(|region| (self.place)(subject, *at, region))
        };
        alarms.clone().find(misplaced).map(|(at, _)| format!("{} is misplaced at {at}", self.check))
    }
}

fn every_one(_: &Subject) -> bool {
    true
}

/// Whether a dark bar along the bottom stands out: over dark clothes nobody sees where it begins.
fn bright_below(s: &Subject) -> bool {
    let row = &s.picture.rgb[s.picture.rgb.len() - 3 * s.picture.width_px..];
    let dark = row.chunks_exact(3).filter(|rgb| rgb.iter().all(|value| *value < 50)).count();
    (dark as f64) < 0.2 * s.picture.width_px as f64
}

/// Whether `region` is about the subject's face.
fn on_face(subject: &Subject, _: f64, region: &PixelRect) -> bool {
    let face = &subject.face;
    let (x, y) = (region.x + region.width / 2.0, region.y + region.height / 2.0);
    (face.x..face.x + face.width).contains(&x)
        && (face.y..face.y + face.height).contains(&y)
        && (0.5..2.0).contains(&(region.width / face.width))
}

const BLURS: [f64; 6] = [0.0, 0.01, 0.015, 0.02, 0.03, 0.045];

#[test]
fn out_of_focus_is_not_sharp() {
    let blurred = |s: &Subject, share: f64| spoil::gaussian_blur(&s.picture, share * s.eyes_px).jpeg(95);
    let series = Series {
        check: "sharp",
        code: "blurred",
        strengths: &BLURS,
        spoil: &blurred,
        of: every_one,
        caught: Verdict::Fail,
        place: &on_face,
    };
    series.run();
}

#[test]
fn a_moved_camera_is_not_sharp_whatever_its_way() {
    for angle_deg in [0.0, 45.0, 90.0] {
        let moved = |s: &Subject, share: f64| spoil::motion_blur(&s.picture, share * s.eyes_px, angle_deg).jpeg(95);
        let series = Series {
            check: "sharp",
            code: "blurred",
            strengths: &[0.0, 0.03, 0.06, 0.09, 0.14, 0.2],
            spoil: &moved,
            of: every_one,
            caught: Verdict::Fail,
            place: &on_face,
        };
        series.run();
    }
}

#[test]
fn grain_does_not_make_a_blurred_photo_sharp() {
    let both = |s: &Subject, share: f64| {
        let blurred = spoil::gaussian_blur(&s.picture, share * s.eyes_px);
        if share > 0.0 { spoil::noise(&blurred, 5.0, 1).jpeg(95) } else { blurred.jpeg(95) }
    };
    let series = Series {
        check: "sharp",
        code: "blurred",
        strengths: &BLURS,
        spoil: &both,
        of: every_one,
        caught: Verdict::Fail,
        place: &on_face,
    };
    series.run();
}

#[test]
fn noise_is_seen() {
    let noisy = |s: &Subject, deviation: f64| {
        // The photos' sizes differ: as much noise in the finished picture, where the eyes are 95 px apart.
        let halvings = (s.eyes_px / 80.0).log2().floor().max(0.0);
        spoil::noise(&s.picture, deviation * halvings.exp2(), 1).jpeg(95)
    };
    let series = Series {
        check: "noise",
        code: "noisy",
        strengths: &[0.0, 3.0, 6.0, 9.0, 14.0, 20.0],
        spoil: &noisy,
        of: every_one,
        caught: Verdict::Fail,
        place: &on_face,
    };
    series.run();
}

const QUALITIES: [f64; 7] = [95.0, 70.0, 50.0, 30.0, 20.0, 10.0, 5.0];

#[test]
fn a_file_of_few_bytes_is_blocky() {
    let small = |s: &Subject, quality: f64| s.picture.jpeg(quality as u8);
    compressed(&small);
}

#[test]
fn blocks_are_seen_in_a_photo_that_was_stored_again() {
    let again = |s: &Subject, quality: f64| spoil::jpeg(&s.picture, quality as u8).jpeg(95);
    compressed(&again);
}

fn compressed(file: &dyn Fn(&Subject, f64) -> Vec<u8>) {
    for subject in SUBJECTS.iter() {
        let verdict = |quality: f64| {
            let report = judge(&file(subject, quality));
            let found = report.findings.into_iter().find(|f| f.check == "compression").expect("a finding");
            (found.verdict, found.value, found.code)
        };
        let steps: Vec<_> = QUALITIES.iter().map(|quality| verdict(*quality)).collect();
        let story = format!("{}: {steps:?}", subject.name);
        assert_eq!(steps[0].0, Verdict::Pass, "{story}");
        assert!(steps.windows(2).all(|pair| pair[1].0 >= pair[0].0), "{story}");
        assert_eq!(steps.last().map(|last| (last.0, last.2)), Some((Verdict::Fail, Some("blocky"))), "{story}");
    }
}

#[test]
fn a_beauty_filter_takes_the_skin_its_texture() {
    let smoothed = |s: &Subject, strength: f64| {
        let radius_px = (0.045 * s.eyes_px).round().max(1.0) as usize;
        // Past the whole of it, once more. Of the face and its rim alone: the filter is slow, and so do the apps.
        let PixelRect { x, y, width, height } = s.face;
        let head = (x - 0.2 * width, y - 0.2 * height, 1.4 * width, 1.4 * height);
        let twice = |face: &Picture| {
            let once = spoil::beautify(face, strength.min(1.0), radius_px);
            spoil::beautify(&once, (strength - 1.0).max(0.0), radius_px)
        };
        spoil::within(&s.picture, head, twice).jpeg(95)
    };
    let series = Series {
        check: "skin-texture",
        code: "smoothed",
        strengths: &[0.0, 0.5, 1.0, 1.5, 2.0],
        spoil: &smoothed,
        of: every_one,
        caught: Verdict::Warn,
        place: &on_face,
    };
    series.run();
}

#[test]
fn a_border_is_seen_where_it_lies() {
    for colour in [[250, 250, 248], [12, 12, 14]] {
        let width_px = |s: &Subject, share: f64| (share * s.picture.width_px as f64).round();
        let framed = |s: &Subject, share: f64| spoil::border(&s.picture, width_px(s, share) as usize, colour).jpeg(95);
        let along_a_side = |s: &Subject, share: f64, region: &PixelRect| {
            let (width, height) = (s.picture.width_px as f64, s.picture.height_px as f64);
            let depth = region.width.min(region.height);
            let at_edge = region.x == 0.0
                || region.y == 0.0
                || region.x + region.width >= width - 1.0
                || region.y + region.height >= height - 1.0;
            at_edge && (depth - width_px(s, share)).abs() <= 3.0
        };
        let series = Series {
            check: "no-border",
            code: "border",
            strengths: &[0.0, 0.01, 0.02, 0.04, 0.08, 0.12],
            spoil: &framed,
            of: every_one,
            caught: Verdict::Fail,
            place: &along_a_side,
        };
        series.run();
    }
}

#[test]
fn a_caption_is_seen_where_it_lies() {
    let captioned = |s: &Subject, height: f64| spoil::caption(&s.picture, height).jpeg(95);
    let at_the_bottom = |s: &Subject, share: f64, region: &PixelRect| {
        let height = s.picture.height_px as f64;
        (region.y - height * (1.0 - share)).abs() <= 0.01 * height && region.y + region.height >= height - 1.0
    };
    let series = Series {
        check: "no-border",
        code: "border",
        strengths: &[0.0, 0.04, 0.06, 0.09, 0.12],
        spoil: &captioned,
        of: bright_below,
        caught: Verdict::Fail,
        place: &at_the_bottom,
    };
    series.run();
}

#[test]
fn few_tones_are_no_photograph() {
    // The strength is how many times fewer they are than a file can hold.
    let posterised = |s: &Subject, fewer: f64| spoil::posterise(&s.picture, (256.0 / fewer) as u16).jpeg(95);
    let series = Series {
        check: "photographic",
        code: "drawn",
        strengths: &[1.0, 4.0, 8.0, 32.0, 64.0],
        spoil: &posterised,
        of: every_one,
        caught: Verdict::Warn,
        place: &on_face,
    };
    series.run();
}

#[test]
fn a_cartoon_is_no_photograph() {
    let drawn = |s: &Subject, much: f64| {
        if much > 0.0 { spoil::cartoon(&s.picture, 8).jpeg(95) } else { s.picture.jpeg(95) }
    };
    let series = Series {
        check: "photographic",
        code: "drawn",
        strengths: &[0.0, 1.0],
        spoil: &drawn,
        of: every_one,
        caught: Verdict::Warn,
        place: &on_face,
    };
    series.run();
}

#[test]
fn a_crop_without_the_border_passes() {
    use photo_precheck::geometry::{Crop, Rect};
    let subject = &SUBJECTS[0];
    let opened = open(&spoil::border(&subject.picture, 20, [250; 3]));
    let judged = |crop| {
        let report = opened.judge(profile("degree-photo"), crop).expect("inside the photo");
        finding(&report, "no-border").verdict
    };
    assert_eq!(judged(None), Verdict::Fail);
    assert_eq!(judged(Some(Crop::upright(Rect::new(24.0, 24.0, 432.0, 576.0)))), Verdict::Pass);
}
