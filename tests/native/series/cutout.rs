//! A person cut out of one wall and laid on another, with more and more of the first left about them.

use super::one_defect::{Series, mixed};
use crate::kit::{finding, judge};
use crate::portrait::{Hair, Picture, Portrait, SkinTone};
use photo_precheck::report::Verdict;

const WHITE: [u8; 3] = [235, 235, 232];
const BLUE: [u8; 3] = [67, 142, 219];

/// The portrait before `new`, with `left` of what it had of `old` in a rim of `rim_px` about the person.
fn cut_out(portrait: &Portrait, old: [u8; 3], new: [u8; 3], rim_px: isize, left: f64) -> Picture {
    let before = |background| Portrait { background, ..portrait.clone() }.draw().0;
    let (first, laid) = (before(old), before(new));
    let apart = |a: [u8; 3], b: [u8; 3]| (0..3).map(|i| f64::from(a[i].abs_diff(b[i]))).sum::<f64>();
    let whole = apart(old, new);
    // How much of each pixel is wall shows by how much the wall's colour changes it.
    let (width, height) = (first.width_px as isize, first.height_px as isize);
    let places = (0..height).flat_map(|y| (0..width).map(move |x| (x, y)));
    let person: Vec<f64> = places.map(|(x, y)| 1.0 - (apart(first.at(x, y), laid.at(x, y)) / whole).min(1.0)).collect();
    let span = || -rim_px..=rim_px;
    // Less and less, as a mask's soft edge leaves it.
    let share = |dx: isize, dy: isize| 1.0 - (dx as f64).hypot(dy as f64) / (rim_px + 1) as f64;
    let shares: Vec<_> = span().flat_map(|dy| span().map(move |dx| (dx, dy, share(dx, dy).max(0.0)))).collect();
    let near = |x: f64, y: f64| {
        let at = |dx: isize, dy: isize| {
            (y as isize + dy).clamp(0, height - 1) * width + (x as isize + dx).clamp(0, width - 1)
        };
        shares.iter().map(|(dx, dy, share)| share * person[at(*dx, *dy) as usize]).fold(0.0, f64::max)
    };
    mixed(&laid, &first, |x, y| left * near(x, y))
}

#[test]
fn more_of_the_old_wall_never_scores_better() {
    let people = [(Hair::Short, SkinTone::Medium), (Hair::Long, SkinTone::Dark)];
    for (hair, skin) in people {
        let portrait = Portrait { hair, skin, ..Portrait::default() };
        for (old, new) in [(WHITE, BLUE), (BLUE, WHITE)] {
            let steps = [0.0, 0.25, 0.5, 0.75, 1.0].map(|left| (left, cut_out(&portrait, old, new, 3, left)));
            Series { check: "not-enlarged", code: "cut-out-halo", last: Verdict::Warn, at: None }
                .holds(&format!("{hair:?} hair, {skin:?} skin, {old:?} left on {new:?}"), steps);
        }
    }
}

#[test]
fn a_wall_of_any_colour_leaves_no_rim() {
    for background in [WHITE, BLUE, [200, 60, 50], [30, 34, 40]] {
        for hair_colour in [[38, 29, 25], [190, 160, 110]] {
            let picture = Portrait { background, hair_colour, ..Portrait::default() }.draw().0;
            let found = finding(&judge(&picture), "not-enlarged").clone();
            assert_eq!(found.verdict, Verdict::Pass, "{background:?} {hair_colour:?}: {:?}", found.code);
        }
    }
}
