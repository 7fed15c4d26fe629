//! Drawn portraits against the report: is what we drew where the report says, and does more of a defect never score better?
//!
//! Each test draws a family of portraits, opens them as JPEG files through the public interface, and compares with the
//! drawing's own truth. All cases of a family run before it fails, and each failing one is printed with its parameters.
//! Pictures are small: a debug build opens one in a tenth of a second. Over 400 lines because the families share their
//! helpers and each is a table of cases.

use crate::kit::{finding, judge, open, profile};
use crate::portrait::{Hair, Pattern, Picture, Placement, Portrait, SkinTone, Truth, spoil};
use photo_precheck::checks::Group;
use photo_precheck::geometry::{Crop, Photo, Point, Rect};
use photo_precheck::profile::Profile;
use photo_precheck::report::{Report, Verdict};
use photo_precheck::session::Opened;

/// Crown, chin and eyes may lie this far from the truth, as a share of the picture's height. Measured over the heads
/// here: 0.006 at worst.
const POINT_SHARE: f64 = 0.015;
/// The measured worst is 0.7.
const ROLL_DEG: f64 = 1.0;

/// Every finding that is no pass, in short.
fn blemishes(report: &Report) -> Vec<String> {
    let worse = report.findings.iter().filter(|finding| finding.verdict != Verdict::Pass);
    worse.map(|f| format!("{} {:?} {:?} {:?}", f.check, f.verdict, f.code, f.value)).collect()
}

/// Three quarters of the usual size: enough for points, quick to draw.
fn small() -> Portrait {
    Portrait { width_px: 360, height_px: 480, ..Portrait::default() }
}

/// A head of this height and roll, moved across the picture: (0, 0) the head's box in the upper left corner, (1, 1) in
/// the lower right one.
fn placed(base: &Portrait, head_height: f64, roll_deg: f64, (u, v): (f64, f64)) -> Portrait {
    let middle = Placement { head_height, centre_x: 0.5, crown_y: 0.5 - head_height / 2.0, roll_deg };
    let mut portrait = Portrait { place: middle, ..base.clone() };
    let [left, top, right, bottom] = portrait.truth().head;
    let (width, height) = (f64::from(base.width_px), f64::from(base.height_px));
    portrait.place.centre_x += ((width - (right - left)) * u - left) / width;
    portrait.place.crown_y += ((height - (bottom - top)) * v - top) / height;
    portrait
}

/// What a failing case says of itself.
fn parameters(p: &Portrait) -> String {
    let Placement { head_height, centre_x, crown_y, roll_deg } = p.place;
    format!(
        "{} x {} px, head {head_height:.3} at {centre_x:.3}, {crown_y:.3}, roll {roll_deg:.1}, {:?}, {:?}, {:?} on {:?}",
        p.width_px, p.height_px, p.hair, p.skin, p.pattern, p.background
    )
}

/// How the evidence misses the truth; empty when it does not.
fn misses(opened: &Opened, truth: &Truth, height_px: f64) -> Vec<String> {
    let head = match &opened.evidence().head {
        Ok(head) => head,
        Err(reason) => return vec![format!("no head: {}", reason.code())],
    };
    let off = |name: &str, seen: Option<Point<Photo>>, (x, y): (f64, f64)| match seen {
        None => Some(format!("{name} not measured")),
        Some(seen) => {
            let share = seen.distance(Point::new(x, y)) / height_px;
            (share > POINT_SHARE).then(|| {
                let (dx, dy) = (seen.x - x, seen.y - y);
                format!("{name} off by {:.2} % ({dx:+.1}, {dy:+.1} px)", share * 100.0)
            })
        }
    };
    let roll = head.roll_deg - truth.roll_deg;
    [
        off("crown", head.crown.ok(), truth.crown),
        off("chin", Some(head.chin), truth.chin),
        off("left eye", Some(head.left_eye), truth.left_eye),
        off("right eye", Some(head.right_eye), truth.right_eye),
        (roll.abs() > ROLL_DEG).then(|| format!("roll off by {roll:+.2} degrees")),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Every portrait's head is found where it was drawn.
fn heads_are_found(portraits: impl IntoIterator<Item = Portrait>) {
    let mut failures = Vec::new();
    for portrait in portraits {
        let (picture, truth) = portrait.draw();
        let misses = misses(&open(&picture), &truth, f64::from(portrait.height_px));
        if !misses.is_empty() {
            failures.push(format!("{}: {}", parameters(&portrait), misses.join("; ")));
        }
    }
    assert!(failures.is_empty(), "{} heads were missed:\n{}", failures.len(), failures.join("\n"));
}

#[test]
fn heads_of_any_size_are_found_anywhere() {
    let corners_and_middle = [(0.0, 0.0), (1.0, 0.0), (0.5, 0.5), (0.0, 1.0), (1.0, 1.0)];
    let edges = [(0.5, 0.0), (0.0, 0.5), (1.0, 0.5), (0.5, 1.0)];
    let places = corners_and_middle.into_iter().chain(edges);
    heads_are_found(places.flat_map(|at| [0.3, 0.45, 0.6, 0.8].map(|height| placed(&small(), height, 0.0, at))));
}

#[test]
fn heads_leaning_up_to_20_degrees_are_found() {
    let rolls = (-20..=20).step_by(5).map(f64::from);
    heads_are_found(rolls.flat_map(|roll| [0.3, 0.5, 0.7].map(|height| placed(&small(), height, roll, (0.5, 0.4)))));
}

#[test]
fn heads_of_any_size_place_and_roll_at_once_are_found() {
    // Multiples of the powers of the plastic number spread evenly over four dimensions and repeat exactly.
    let spread = |i: u32, dimension: i32| (f64::from(i) * 1.167_304_f64.powi(-dimension)).fract();
    heads_are_found((1..=30).map(|i| {
        let (height, roll) = (0.3 + 0.5 * spread(i, 1), -20.0 + 40.0 * spread(i, 2));
        placed(&small(), height, roll, (spread(i, 3), spread(i, 4)))
    }));
}

#[test]
fn every_hair_and_skin_is_found() {
    let hairs = [Hair::Short, Hair::Long, Hair::Bun, Hair::Bald];
    heads_are_found(hairs.into_iter().flat_map(|hair| SkinTone::ALL.map(|skin| Portrait { hair, skin, ..small() })));
}

#[test]
fn a_head_is_found_before_any_background() {
    const BLACK_AS_HAIR: [u8; 3] = [38, 29, 25];
    let colours = [[255, 255, 255], [192, 192, 192], [200, 30, 40], [40, 60, 120], [60, 60, 60], BLACK_AS_HAIR];
    let plain = colours.map(|background| Portrait { background, ..small() });
    let busy = [Pattern::Stripes, Pattern::Bricks, Pattern::Room].map(|pattern| Portrait { pattern, ..small() });
    heads_are_found(plain.into_iter().chain(busy));
}

#[test]
fn tiny_and_huge_heads_are_found() {
    let tiny = [(0.5, 0.2), (0.1, 0.1), (0.9, 0.5), (0.3, 0.9)].map(|at| placed(&Portrait::default(), 0.08, 0.0, at));
    let huge = [0.9, 0.95].map(|height| placed(&Portrait::default(), height, 0.0, (0.5, 0.5)));
    heads_are_found(tiny.into_iter().chain(huge));
}

#[test]
fn the_default_portrait_passes_every_check() {
    for seed in [1, 2, 3] {
        let report = judge(&Portrait { seed, ..Portrait::default() }.draw().0);
        assert_eq!(blemishes(&report), [""; 0], "seed {seed}");
        assert_eq!(report.verdict, Verdict::Pass, "seed {seed}");
    }
}

#[test]
fn every_skin_passes_alike() {
    let mut failures = Vec::new();
    for hair in [Hair::Short, Hair::Long, Hair::Bald] {
        for skin in SkinTone::ALL {
            let portrait = Portrait { hair, skin, ..Portrait::default() };
            let mut report = judge(&portrait.draw().0);
            // A drawn bald head makes a smaller file than any photo.
            report.findings.retain(|finding| finding.check != "file-size");
            // Long hair hangs over the ears.
            report.findings.retain(|finding| hair != Hair::Long || finding.check != "ears-visible");
            failures.extend(blemishes(&report).into_iter().map(|what| format!("{hair:?} {skin:?}: {what}")));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

/// Two people: one of `main` height left of the middle, another of `other` height at (`x`, `y`).
fn pair(main: f64, other: f64, x: f64, y: f64) -> Portrait {
    let place = Placement { head_height: main, centre_x: 0.32, crown_y: 0.2, roll_deg: 0.0 };
    let others = vec![Placement { head_height: other, centre_x: x, crown_y: y, roll_deg: 0.0 }];
    Portrait { place, others, ..Portrait::default() }
}

#[test]
fn a_second_person_is_one_too_many() {
    let mut failures = Vec::new();
    let beside = [(0.4, 0.78, 0.2), (0.3, 0.8, 0.3), (0.2, 0.8, 0.15), (0.13, 0.85, 0.3), (0.4, 0.7, 0.05)];
    for (other, x, y) in beside {
        let report = judge(&pair(0.4, other, x, y).draw().0);
        let one = finding(&report, "one-face");
        if (one.verdict, one.code) != (Verdict::Fail, Some("several-faces")) {
            failures.push(format!("a head of 0.4 and one of {other} at {x}, {y}: {one:?}"));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn a_crop_without_the_second_person_has_one_face() {
    let opened = open(&pair(0.4, 0.3, 0.82, 0.3).draw().0);
    let judged = |x, width| {
        let crop = Crop::upright(Rect::new(x, 0.0, width, 640.0));
        opened.judge(profile("degree-photo"), Some(crop)).expect("inside the photo")
    };
    assert_eq!(finding(&judged(0.0, 300.0), "one-face").verdict, Verdict::Pass);
    assert_eq!(finding(&judged(0.0, 480.0), "one-face").verdict, Verdict::Fail);
}

#[test]
fn nobody_is_no_pass() {
    let away = Placement { centre_x: 9.0, ..Portrait::default().place };
    let headless = Placement { head_height: 0.9, crown_y: -1.1, ..Portrait::default().place };
    let mut failures = Vec::new();
    for place in [away, headless] {
        for pattern in [Pattern::Plain, Pattern::Stripes, Pattern::Bricks, Pattern::Room] {
            let report = judge(&Portrait { place, pattern, ..Portrait::default() }.draw().0);
            let one = finding(&report, "one-face");
            if (one.verdict, one.code) != (Verdict::Fail, Some("no-face")) {
                failures.push(format!("{place:?} {pattern:?}: {one:?}"));
            }
            let of_a_face = report.findings.iter().filter(|f| matches!(f.group, Group::Framing | Group::Pose));
            let passed = of_a_face.filter(|f| f.verdict == Verdict::Pass);
            failures.extend(passed.map(|f| format!("{place:?} {pattern:?}: {} passes without a face", f.check)));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

/// One defect in growing strength: neither the report nor any of the `checks` ever scores better than with less of it,
/// the first step passes them, and the last is caught by each with its code.
fn more_is_never_better(checks: &[(&str, &str)], steps: impl IntoIterator<Item = (f64, Picture)>) {
    let judged: Vec<_> = steps.into_iter().map(|(strength, picture)| (strength, judge(&picture))).collect();
    let step = |(strength, report): &(f64, Report)| {
        let values: Vec<_> = checks.iter().map(|(check, _)| (check, finding(report, check).value)).collect();
        format!("{strength}: {values:?}; {:?}: {:?}", report.verdict, blemishes(report))
    };
    let story = judged.iter().map(step).collect::<Vec<_>>().join("\n");
    let (Some((_, first)), Some((_, last))) = (judged.first(), judged.last()) else { panic!("no steps") };
    for pair in judged.windows(2) {
        assert!(pair[1].1.verdict >= pair[0].1.verdict, "the report improves at {}:\n{story}", pair[1].0);
    }
    for (check, code) in checks {
        for pair in judged.windows(2) {
            let (less, more) = (finding(&pair[0].1, check), finding(&pair[1].1, check));
            assert!(more.verdict >= less.verdict, "{check} improves at {}:\n{story}", pair[1].0);
        }
        assert_eq!(finding(first, check).verdict, Verdict::Pass, "{check}, the first step:\n{story}");
        let last = finding(last, check);
        assert_eq!((last.verdict, last.code), (Verdict::Fail, Some(*code)), "{check}, the last step:\n{story}");
    }
}

/// `change` of the default portrait in growing strength.
fn portraits(steps: &[f64], change: impl Fn(&mut Portrait, f64)) -> Vec<(f64, Picture)> {
    let draw = |strength: f64| {
        let mut portrait = Portrait::default();
        change(&mut portrait, strength);
        (strength, portrait.draw().0)
    };
    steps.iter().map(|strength| draw(*strength)).collect()
}

#[test]
fn leaning_more_is_never_better() {
    let steps = [0.0, 3.0, 5.0, 6.0, 7.5, 9.0, 12.0, 16.0, 20.0];
    more_is_never_better(&[("head-upright", "leans-right")], portraits(&steps, |p, roll| p.place.roll_deg = roll));
    more_is_never_better(&[("head-upright", "leans-left")], portraits(&steps, |p, roll| p.place.roll_deg = -roll));
}

#[test]
fn turning_further_away_is_never_better() {
    let steps = [0.0, 6.0, 12.0, 18.0, 24.0, 30.0, 36.0];
    more_is_never_better(&[("facing-camera", "turned-right")], portraits(&steps, |p, yaw| p.yaw_deg = yaw));
    more_is_never_better(&[("facing-camera", "turned-left")], portraits(&steps, |p, yaw| p.yaw_deg = -yaw));
}

#[test]
fn a_smaller_or_larger_head_is_never_better() {
    let smaller = [0.5, 0.46, 0.42, 0.38, 0.3, 0.2, 0.12];
    more_is_never_better(
        &[("head-height", "too-small")],
        portraits(&smaller, |p, height| p.place.head_height = height),
    );
    let larger = [0.5, 0.54, 0.57, 0.62, 0.7, 0.8, 0.9, 1.0];
    more_is_never_better(&[("head-height", "too-large")], portraits(&larger, |p, height| p.place.head_height = height));
}

#[test]
fn moving_the_head_aside_is_never_better() {
    let steps = [0.0, 0.03, 0.07, 0.12, 0.2, 0.3];
    more_is_never_better(&[("head-centred", "too-far-right")], portraits(&steps, |p, by| p.place.centre_x += by));
    more_is_never_better(&[("head-centred", "too-far-left")], portraits(&steps, |p, by| p.place.centre_x -= by));
}

#[test]
fn less_room_above_the_hair_or_more_is_never_better() {
    let upwards = [0.0, 0.03, 0.06, 0.09, 0.12, 0.16, 0.2, 0.3];
    let little = [("head-room", "none"), ("whole-head", "cut")];
    more_is_never_better(&little, portraits(&upwards, |p, by| p.place.crown_y -= by));
    let downwards = [0.0, 0.03, 0.06, 0.12, 0.2, 0.3];
    let much = [("head-room", "too-much"), ("eye-line", "too-low")];
    more_is_never_better(&much, portraits(&downwards, |p, by| p.place.crown_y += by));
}

#[test]
fn a_less_even_background_is_never_better() {
    let steps = [0.0, 0.1, 0.2, 0.35, 0.5, 0.75, 1.0];
    let not_plain = |steps: Vec<(f64, Picture)>| more_is_never_better(&[("background-plain", "not-plain")], steps);
    not_plain(portraits(&steps, |p, depth| p.background_gradient = depth));
    let plain = Portrait::default().draw().0;
    not_plain(steps.iter().map(|depth| (*depth, spoil::shadow_bands(&plain, *depth, 160.0))).collect());
    // Things behind the person fade in.
    for pattern in [Pattern::Stripes, Pattern::Bricks, Pattern::Room] {
        let busy = Portrait { pattern, ..Portrait::default() }.draw().0;
        not_plain(steps.iter().map(|share| (*share, mixed(&plain, &busy, *share))).collect());
    }
}

/// `share` of the second picture over the first.
fn mixed(under: &Picture, over: &Picture, share: f64) -> Picture {
    under.map(|x, y, low| {
        let high = over.at(x as isize, y as isize);
        [0, 1, 2].map(|i| (f64::from(low[i]) + share * (f64::from(high[i]) - f64::from(low[i]))).round() as u8)
    })
}

#[test]
fn fewer_pixels_are_never_better() {
    let (plain, steps) = (Portrait::default().draw().0, [1.0, 0.95, 0.8, 0.6, 0.4, 0.25]);
    let side = |px: usize, share: f64| (px as f64 * share).round() as usize;
    let shrunk = |share| spoil::resize(&plain, side(plain.width_px, share), side(plain.height_px, share));
    let few = [("pixel-size", "too-few"), ("face-size", "too-few")];
    more_is_never_better(&few, steps.map(|share| (share, shrunk(share))));
}

/// What head-upright accepts.
const HEAD_UPRIGHT_DEG: f64 = 6.5;

/// A head far from the edges of a larger photo.
fn in_a_larger_photo(head_height: f64, roll_deg: f64, (u, v): (f64, f64)) -> Portrait {
    let base = Portrait { width_px: 1080, height_px: 1200, ..Portrait::default() };
    placed(&base, head_height, roll_deg, (u, v))
}

#[test]
fn the_suggested_crop_of_a_flawless_photo_is_itself() {
    let report = open(&Portrait::default().draw().0).judge(profile("degree-photo"), None).expect("a picture");
    assert_eq!(report.suggested_crop, report.crop);
}

#[test]
fn the_suggested_crop_frames_the_head() {
    let mut failures = Vec::new();
    for (height, roll, at) in [
        (0.32, 0.0, (0.5, 0.4)),
        (0.32, 0.0, (0.3, 0.25)),
        (0.32, 0.0, (0.7, 0.45)),
        (0.36, 4.0, (0.5, 0.4)),
        (0.34, -8.0, (0.4, 0.4)),
        (0.32, 9.0, (0.6, 0.45)),
        (0.32, -15.0, (0.5, 0.45)),
    ] {
        let portrait = in_a_larger_photo(height, roll, at);
        let opened = open(&portrait.draw().0);
        for id in ["degree-photo", "bit-graduate-2020"] {
            let faults = crop_faults(&opened, profile(id), roll);
            failures.extend(faults.iter().map(|fault| format!("{id}, {}: {fault}", parameters(&portrait))));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

/// What is wrong with the crop that is suggested for a head with this roll.
fn crop_faults(opened: &Opened, profile: &Profile, roll_deg: f64) -> Vec<String> {
    let whole = opened.judge(profile, None).expect("the whole photo is a picture");
    let left = roll_deg.abs() - profile.picture.max_roll_deg;
    let Some(crop) = whole.suggested_crop else {
        // Nobody is promised a frame that leaves the head leaning.
        let honest = left > HEAD_UPRIGHT_DEG && whole.no_crop.is_some();
        return if honest { vec![] } else { vec![format!("no crop, {:?}", whole.no_crop)] };
    };
    let mut report = opened.judge(profile, Some(Crop::from(crop))).expect("a crop of the photo");
    let upright = finding(&report, "head-upright").value;
    report.findings.retain(|finding| finding.group == Group::Framing);
    let mut faults = blemishes(&report);
    // Turned as far as the profile allows; the rest stays in the picture.
    let turned = roll_deg.clamp(-profile.picture.max_roll_deg, profile.picture.max_roll_deg);
    if (crop.roll_deg - turned).abs() > ROLL_DEG {
        faults.push(format!("turned by {}, not {turned}", crop.roll_deg));
    }
    if upright.is_none_or(|rest| (rest - (roll_deg - turned)).abs() > ROLL_DEG) {
        faults.push(format!("a roll of {upright:?} is left, not {}", roll_deg - turned));
    }
    if (crop.width * 4.0 / 3.0 - crop.height).abs() > 1.0 {
        faults.push(format!("{} x {} is not 3 : 4", crop.width, crop.height));
    }
    faults
}
