//! A rim of another colour about the person: what is left of the old background when a person was cut out of it.
//!
//! Where a lens draws an edge, each pixel across it is a mix of what lies inside and what lies outside. A mask, hard or
//! soft, cut by colour or by a network, takes some of the background that the person stood before along; laid on
//! another one, that rim is no mix of the two sides, and it goes all around, hair first. Sharpening too goes beyond the
//! two sides' colours, but along the line through them.

use super::colours::median;
use super::{Reading, Unmeasured};
use crate::frame::{Border, Frame};
use crate::geometry::{Frame as InFrame, Point};
use crate::segment::{Mask, PERSON};

/// How far to both sides of the mask's outline is looked, px, and as a share of the long edge whichever is more: a cell of
/// the mask is up to 4 px, and it errs by a few. With the share alone pictures of 320 px kept too few places.
const REACH_PX: f64 = 14.0;
const REACH_SHARE: f64 = 0.025;

/// The outermost samples, whose median is the background behind that place.
const OUTSIDE: usize = 6;

/// A place is left out where these stray further from their median, 8-bit levels of one channel: no plain wall. A first
/// guess that left a hundred places in all but 14 of 519 pictures.
const LARGEST_STRAY: f64 = 25.0;

/// The person begins where this many samples in turn differ from the background by this many levels and by more than
/// half as much again as it strays itself: a single one is a hair or noise. Of 8, 10, 12, 14 and 20 levels 10 caught most
/// cut-outs of the photos with an even hash at 2 % false alarms.
const IN_TURN: usize = 3;
const LEAST_CHANGE: f64 = 10.0;

/// Samples from there on inwards in which a rim is looked for, and those whose median is the person's colour. Chosen
/// likewise: a wider rim takes in the shading of hair and cheek.
const RIM: usize = 4;
const INSIDE: std::ops::RangeInclusive<usize> = 5..=4 + OUTSIDE;

/// How far beyond the two sides' colours sharpening may go, as a share of their difference. In the prototype an
/// unsharp mask of 150 % and a radius of 2 px brought 12 of 113 labelled photos to 12 levels with 0.25, with this 8, and
/// as many cut-outs were caught.
const OVERSHOOT: f64 = 0.6;

/// Places at least: fewer may all lie at one shoulder.
const FEWEST: usize = 100;

/// By how much the rim of the person in `frame` differs from every mix of person and background: the length of the
/// median over the outline, 8-bit levels, 0 where it does not. `mask` is of the whole frame.
///
/// # Errors
/// [`Unmeasured::NoBackground`] where too little of the person stands before a plain background.
pub(crate) fn halo(frame: &Frame, mask: &Mask) -> Reading<f64> {
    let rims: Vec<[f64; 3]> = outline(frame, mask).into_iter().filter_map(|place| rim(frame, &place)).collect();
    if rims.len() < FEWEST {
        return Err(Unmeasured::NoBackground);
    }
    Ok(length(median(&rims)))
}

/// A place of the outline, and the unit vector from there away from the person.
struct Place {
    at: Point<InFrame>,
    outwards: (f64, f64),
}

/// Where `mask` passes even odds between neighbouring cells of a row or a column.
fn outline(frame: &Frame, mask: &Mask) -> Vec<Place> {
    let side = crate::segment::SIDE;
    let (wide, high) = (frame.width() / side as f64, frame.height() / side as f64);
    let mut places = Vec::new();
    let mut put = |column: f64, row: f64, right: f64| {
        let at = Point::new((column + 0.5) * wide, (row + 0.5) * high);
        let odds = |x: f64, y: f64| f64::from(mask.at(Point::new(at.x + x, at.y + y)));
        let (x, y) = ((odds(-wide, 0.0) - odds(wide, 0.0)) / wide, (odds(0.0, -high) - odds(0.0, high)) / high);
        let steep = x.hypot(y);
        // A slanting edge passes between the cells of a row and of a column: it is looked at once, on its steeper side.
        if steep > 0.0 && (x.abs() >= y.abs()) == (right > 0.0) {
            places.push(Place { at, outwards: (x / steep, y / steep) });
        }
    };
    for row in 0..side {
        for column in 0..side {
            let here = mask.cell(column, row);
            for (next, right, down) in [(mask.cell(column + 1, row), 1.0, 0.0), (mask.cell(column, row + 1), 0.0, 1.0)]
            {
                // Beyond the last cell nothing is known.
                let inside = column as f64 + right < side as f64 && row as f64 + down < side as f64;
                if inside && (here > PERSON) != (next > PERSON) {
                    let share = f64::from((PERSON - here) / (next - here));
                    put(column as f64 + right * share, row as f64 + down * share, right);
                }
            }
        }
    }
    places
}

/// What the pixels just inside `place`'s edge have that is no mix of the two sides; `None` where the edge is not plain.
fn rim(frame: &Frame, place: &Place) -> Option<[f64; 3]> {
    let level = frame.full();
    let reach = (REACH_SHARE * frame.width().max(frame.height())).max(REACH_PX).floor();
    let along = |step: f64| (place.at.x + place.outwards.0 * step, place.at.y + place.outwards.1 * step);
    let shown =
        |(x, y): (f64, f64)| (1.5..frame.width() - 1.5).contains(&x) && (1.5..frame.height() - 1.5).contains(&y);
    if ![reach, -reach].into_iter().all(|step| shown(along(step))) {
        return None;
    }
    let sample = |at: usize| {
        let (x, y) = along(reach - at as f64);
        level.bilinear(x as f32 - 0.5, y as f32 - 0.5, Border::Nearest).map(f64::from)
    };
    let count = 2 * reach as usize + 1;
    let outer: [[f64; 3]; OUTSIDE] = std::array::from_fn(sample);
    let outside = middle(&outer);
    let far = |colour: &[f64; 3]| (0..3).fold(0.0_f64, |most, at| most.max((colour[at] - outside[at]).abs()));
    let stray = outer.iter().map(far).fold(0.0, f64::max);
    if stray > LARGEST_STRAY {
        return None;
    }
    let change = LEAST_CHANGE.max(1.5 * stray);
    let mut in_turn = 0;
    let last = (0..count.saturating_sub(INSIDE.end() + 1) + IN_TURN).find(|at| {
        in_turn = if far(&sample(*at)) > change { in_turn + 1 } else { 0 };
        in_turn == IN_TURN
    })?;
    let first = last + 1 - IN_TURN;
    if first < OUTSIDE || first + INSIDE.end() >= count {
        return None;
    }
    let inner: [[f64; 3]; OUTSIDE] = std::array::from_fn(|at| sample(first + INSIDE.start() + at));
    let inside = middle(&inner);
    let rest = |at: usize| unmixed(sample(first + at), outside, inside);
    (0..RIM).map(rest).max_by(|a, b| length(*a).total_cmp(&length(*b)))
}

/// [`median`] of a few, without a sort: it is taken at a thousand places.
fn middle(colours: &[[f64; 3]; OUTSIDE]) -> [f64; 3] {
    std::array::from_fn(|channel| {
        let values = || colours.iter().map(|colour| colour[channel]);
        let reaches_half = |value: &f64| 2 * values().filter(|other| other <= value).count() >= OUTSIDE;
        values().filter(reaches_half).fold(f64::INFINITY, f64::min)
    })
}

/// What is left of `colour` without the nearest mix of the two others.
fn unmixed(colour: [f64; 3], outside: [f64; 3], inside: [f64; 3]) -> [f64; 3] {
    let minus = |a: [f64; 3], b: [f64; 3]| -> [f64; 3] { std::array::from_fn(|at| a[at] - b[at]) };
    let dot = |a: [f64; 3], b: [f64; 3]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>();
    let (line, off) = (minus(inside, outside), minus(colour, outside));
    let squared = dot(line, line);
    let share = if squared > 0.0 { (dot(off, line) / squared).clamp(-OVERSHOOT, 1.0 + OVERSHOOT) } else { 0.0 };
    minus(off, line.map(|value| value * share))
}

fn length(colour: [f64; 3]) -> f64 {
    colour.iter().map(|value| value * value).sum::<f64>().sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decode::Photo;
    use crate::segment::SIDE;

    const WALL: [f64; 3] = [60.0, 110.0, 180.0];
    const HAIR: [f64; 3] = [40.0, 32.0, 28.0];

    /// A dark disc before a wall, its edge as `colour` says by the distance from it, px, and a mask that knows.
    fn disc(colour: impl Fn(f64) -> [f64; 3]) -> Reading<f64> {
        const PX: usize = 256;
        let off = |x: usize, y: usize| (x as f64 - 128.0).hypot(y as f64 - 128.0) - 70.0;
        let places = || (0..PX * PX).map(|at| off(at % PX, at / PX));
        let rgba = places().flat_map(|off| {
            let [r, g, b] = colour(off).map(|value| value.round().clamp(0.0, 255.0) as u8);
            [r, g, b, 255]
        });
        let rgba = rgba.collect();
        let frame = Frame::new(Photo { width: 256, height: 256, rgba, full_size: (256, 256), intact: true });
        assert_eq!(SIDE, PX);
        let values = places().map(|off| (0.5 - off / 8.0).clamp(0.0, 1.0) as f32).collect();
        halo(&frame, &Mask { region: frame.whole(), values })
    }

    /// `share` of the way from the hair to the wall.
    fn mix(share: f64) -> [f64; 3] {
        std::array::from_fn(|at| HAIR[at] + (WALL[at] - HAIR[at]) * share)
    }

    /// From the hair (0) to the wall (1) within 3 px, as a lens draws it.
    fn soft(off: f64) -> f64 {
        (0.5 + off / 3.0).clamp(0.0, 1.0)
    }

    #[test]
    fn a_lens_leaves_no_rim_and_neither_does_sharpening() {
        assert!(disc(|off| mix(soft(off))).unwrap() < 1.0);
        let beyond = |off: f64| 0.5 * (-(off - 2.5).powi(2)).exp() - 0.5 * (-(off + 2.5).powi(2)).exp();
        assert!(disc(|off| mix(soft(off) + beyond(off))).unwrap() < 3.0);
    }

    #[test]
    fn more_of_the_old_wall_scores_more() {
        let old = 230.0;
        let rims: Vec<f64> = [0.0, 0.2, 0.4, 0.6, 0.8, 1.0]
            .iter()
            .map(|left| {
                let rim = |off: f64| left * (1.0 - off.abs() / 2.0).max(0.0);
                disc(|off| mix(soft(off)).map(|value| value + (old - value) * rim(off))).unwrap()
            })
            .collect();
        assert!(rims.is_sorted() && rims[0] < 1.0 && rims[5] > 60.0, "{rims:?}");
    }

    #[test]
    fn what_stands_before_no_plain_wall_is_not_measured() {
        let stripes = |off: f64| if off > 2.0 && (off * 0.9).sin() > 0.0 { [255.0; 3] } else { mix(soft(off)) };
        assert_eq!(disc(stripes), Err(Unmeasured::NoBackground));
        assert_eq!(disc(|_| WALL), Err(Unmeasured::NoBackground));
    }

    #[test]
    fn the_middle_of_a_few_is_their_median() {
        let few = [5.0, 1.0, 4.0, 4.0, 9.0, -2.0].map(|value| [value, -value, 7.0]);
        assert_eq!(middle(&few), median(&few));
    }

    #[test]
    fn a_colour_between_two_leaves_nothing() {
        assert_eq!(unmixed(mix(0.3), WALL, HAIR).map(f64::round), [0.0; 3].map(f64::round));
        assert_eq!(unmixed([70.0; 3], [50.0; 3], [50.0; 3]), [20.0; 3]);
    }
}
