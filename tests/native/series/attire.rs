//! Graded series of what hides ears or is worn: hair growing over the ears, a hat that comes down, earrings that grow,
//! paint that thickens; on drawn portraits and, where they are, on real photos. More of it never scores better, enough
//! of it is found where it is, and none of it is found where there is none.

use crate::kit::{self, NETWORKS, photos};
use crate::portrait::dress::{self, Hat};
use crate::portrait::svg::Svg;
use crate::portrait::{Affine, Picture, Portrait, Rgb, SkinTone};
use photo_precheck::geometry::{Photo, Point, Rect};
use photo_precheck::report::{Finding, PixelRect, Verdict};
use photo_precheck::session::{self, Opened};

fn open(picture: &Picture) -> Opened {
    session::open("dressed.jpg", &picture.jpeg(92), &NETWORKS)
}

/// Portraits to dress: drawn ones of each skin, and the real ones that are at hand, small enough to be quick.
struct Sitter {
    name: String,
    picture: Picture,
    /// From head units to its pixels.
    map: Affine,
}

impl Sitter {
    fn new(name: &str, picture: Picture) -> Sitter {
        let opened = open(&picture);
        let map = dress::map(opened.evidence().head.as_ref().expect("a head"), 1.0);
        Sitter { name: name.to_owned(), picture, map }
    }

    fn drawn() -> Vec<Sitter> {
        let skins = [SkinTone::Light, SkinTone::Medium, SkinTone::Dark];
        skins.map(|skin| Sitter::new(&format!("{skin:?}"), Portrait { skin, ..Portrait::default() }.draw().0)).into()
    }

    /// Those of `files` that are beside the project; none where nothing is.
    fn real(files: &[&str]) -> Vec<Sitter> {
        let read = |file: &&str| dress::read(&std::fs::read(photos().join(file)).ok()?, 640);
        files.iter().filter_map(|file| Some(Sitter::new(file, read(file)?))).collect()
    }
}

const BALD: &str = "CivilServiceUSA+us-senate/cory-booker.jpg";
const SHORT: &str = "CivilServiceUSA+us-senate/mike-lee.jpg";
const GLASSES: &str = "CivilServiceUSA+us-senate/john-boozman.jpg";
const GREY: &str = "CivilServiceUSA+us-senate/thom-tillis.jpg";
const DARK_HAIRED: &str = "SelfishGene+SFHQ-T2I-dataset/eyec_r2c2.png";

/// `check` of each of `sitters` while `wear` goes through `steps`, the first of which is nothing: a pass at first, never
/// better with more, `at_last` or graver in the end, and then in a place that holds one of `places`, in head units.
fn series<F>(check: &str, sitters: &[Sitter], steps: &[f64], at_last: Verdict, places: &[(f64, f64)], wear: F)
where
    F: Fn(&mut Svg, f64),
{
    let mut failures = Vec::new();
    for Sitter { name, picture, map } in sitters {
        let see = |step: &f64| finding(&open(&dress::over(picture, map, |s| wear(s, *step))), check);
        let findings: Vec<Finding> = steps.iter().map(see).collect();
        let verdicts: Vec<Verdict> = findings.iter().map(|finding| finding.verdict).collect();
        let ordered = verdicts.is_sorted() && verdicts[0] == Verdict::Pass;
        let last = findings.last().expect("a step");
        let holds = |seen: PixelRect| {
            let rect = Rect::<Photo>::new(seen.x, seen.y, seen.width, seen.height);
            places.iter().map(|place| map.apply(*place)).any(|(x, y)| rect.holds(Point::new(x, y)))
        };
        let placed = last.verdict < Verdict::Warn || last.region.is_some_and(holds);
        if !ordered || last.verdict < at_last || !placed {
            let values: Vec<_> = findings.iter().map(|finding| (finding.verdict, finding.value)).collect();
            failures.push(format!("{check} of {name}: {values:?} at {:?}", last.region));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

fn finding(opened: &Opened, check: &str) -> Finding {
    kit::finding(&kit::report(opened), check).clone()
}

const BROWN: Rgb = [38, 29, 25];
const BLUE: Rgb = [60, 70, 110];
const GOLD: Rgb = [226, 184, 84];
const BOTH: [f64; 2] = [-1.0, 1.0];
const EARS: [(f64, f64); 2] = [(-106.0, 190.0), (106.0, 190.0)];
const LOBES: [(f64, f64); 2] = [(-106.0, 226.0), (106.0, 226.0)];

#[test]
fn hair_growing_over_the_ears_is_seen() {
    let steps = [0.0, 0.4, 0.8, 1.0, 1.5];
    let mut sitters = Sitter::drawn();
    sitters.extend(Sitter::real(&[BALD, SHORT, GLASSES, GREY, DARK_HAIRED]));
    series("ears-visible", &sitters, &steps, Verdict::Warn, &EARS, |s, amount| {
        for side in BOTH {
            dress::hair_over_ear(s, side, amount, BROWN, 1);
        }
    });
}

#[test]
fn hair_over_one_ear_is_seen_on_that_side() {
    let mut sitters = Sitter::drawn();
    sitters.extend(Sitter::real(&[SHORT, GREY]));
    for (side, ear) in BOTH.into_iter().zip(EARS) {
        series("ears-visible", &sitters, &[0.0, 1.2], Verdict::Warn, &[ear], |s, amount| {
            dress::hair_over_ear(s, side, amount, BROWN, 1);
        });
    }
}

#[test]
fn an_ear_that_the_head_turns_away_is_missed() {
    let mut last = Verdict::Pass;
    for yaw_deg in [0.0, 15.0, 30.0, 45.0] {
        let finding = finding(&open(&Portrait { yaw_deg, ..Portrait::default() }.draw().0), "ears-visible");
        assert!(finding.verdict >= last, "{yaw_deg}: {:?} {:?} after {last:?}", finding.verdict, finding.value);
        last = finding.verdict;
    }
    assert!(last >= Verdict::Warn, "{last:?}");
}

#[test]
fn a_hat_that_comes_down_is_seen() {
    let mut sitters = Sitter::drawn();
    sitters.extend(Sitter::real(&[SHORT, DARK_HAIRED]));
    for hat in Hat::ALL {
        // In head units below the crown; the brows are at 135. None is drawn at 0.
        let steps = [0.0, 20.0, 70.0, 112.0];
        series("no-headwear", &sitters, &steps, Verdict::Warn, &[(0.0, 60.0)], |s, edge| {
            if edge > 0.0 {
                dress::hat(s, hat, BLUE, edge, 10.0, 1);
            }
        });
    }
}

#[test]
fn the_drawn_cap_is_a_hat() {
    for colour in [[40, 60, 120], [150, 40, 40], [70, 70, 74]] {
        let seen = finding(&open(&Portrait { hat: Some(colour), ..Portrait::default() }.draw().0), "no-headwear");
        assert!(seen.verdict >= Verdict::Warn, "{colour:?}: {:?} {:?}", seen.verdict, seen.value);
    }
}

#[test]
fn earrings_that_grow_are_seen() {
    let steps = [0.0, 0.5, 1.0, 1.5];
    let hang = |s: &mut Svg, size: f64| {
        for side in BOTH {
            dress::earring(s, side, LOBES[1], size, GOLD, 1);
        }
    };
    let mut sitters = Sitter::drawn();
    sitters.extend(Sitter::real(&[BALD, GREY]));
    series("no-jewellery", &sitters, &steps, Verdict::Warn, &LOBES, hang);
}

#[test]
fn paint_that_thickens_is_seen() {
    let mut sitters = Sitter::drawn();
    sitters.extend(Sitter::real(&[BALD, DARK_HAIRED]));
    let places = [(0.0, 268.0), (-50.0, 154.0), (50.0, 154.0)];
    series("makeup-natural", &sitters, &[0.0, 0.3, 0.6, 1.0], Verdict::Warn, &places, dress::paint);
}
