//! The shoulders' slope from the upper edge of the body in the person mask.
//!
//! Level shoulders are each other's mirror image: at equal distances from the neck the edge is equally high, and it
//! falls equally on both sides. Both are measured; what they miss of a mirror image is the slope.

use super::Body;
use crate::geometry::{Photo, Rect};
use crate::measure::{Reading, Unmeasured};
use crate::segment::PERSON;

/// The line of the shoulders.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Shoulders {
    /// Degrees; positive: the picture's right shoulder is lower. Under a head thrown back or forward the least that it
    /// may be.
    pub slope_deg: f64,
    /// Whether the edge may be something else's: it falls as steeply as hair or an arm, its sides have not turned with
    /// its heights, the mask is not sure of it, or the head hides the neck and it matters where that is. Then it says
    /// little of the shoulders.
    pub doubtful: bool,
    /// Around the edge that was looked at.
    pub region: Rect<Photo>,
}

/// Columns in which the edge is looked for: this far to each side, in face widths, this far apart.
const REACH: f64 = 2.0;
const STEP: f64 = 0.025;
const COLUMNS: usize = 161;

/// Rows between which it is looked for, in face heights under the chin; a raised shoulder is above the chin.
const TOP: f64 = -0.5;
const BOTTOM: f64 = 1.6;
const ROWS: f64 = 100.0;

/// An edge steeper than this, per face width, is no shoulder's: the side of the neck, an arm.
const STEEPEST: f64 = 2.0;

/// Distances from the neck at which both sides' heights are compared, in face widths; wider where too few columns
/// show the edge, if it falls to both sides. Of three starts, five ends and four weights the ones that separate the labelled photos best.
const COMPARED: (f64, f64) = (0.5, 1.0);
const COMPARED_WIDELY: (f64, f64) = (0.4, 1.8);

/// Fewest pairs of columns for a comparison: an eighth of a face width.
const FEWEST_PAIRS: usize = 6;

/// Between these distances the fall of each side is a straight line's; fewest columns for one.
const FALLING: (f64, f64) = (0.6, 1.3);
const FEWEST_COLUMNS: usize = 6;

/// The fall is measured less surely than the height: it counts half.
const FALL_WEIGHT: f64 = 0.5;

/// A turned head moves against the neck: by this many face widths at a right angle. Best of four on the same photos.
const NECK_BEHIND: f64 = 0.45;

/// Mean fall of both sides over which the edge is hair's or a hood's, degrees. Shoulders of the labelled photos fall by
/// 14 to 56.
const STEEP_DEG: f64 = 57.0;

/// A neck a quarter of a face width beside the face's middle (a body that is not turned as the head is) makes heights
/// differ by as much as this slope where sides fall by 45 degrees: atan(0.25 / 0.75), degrees. What differs by more is
/// a slope only if the sides have turned by half of it at least; else it is a collar's or another thing's edge.
const BESIDE_DEG: f64 = 18.0;
const TURNED_ALONG: f64 = 0.5;

/// A leaning head moves its face to the side of the neck: by this many face heights at a right angle. Half-way between a
/// head that leans on its uppermost joint, behind the face's middle (0), and a neck that bends at its root (about 1).
/// Looked at only where nothing can be compared under the upright head's neck.
const NECK_BELOW: f64 = 0.5;

/// A head thrown back or forward so far, degrees, hides where the neck is. Chosen by eye.
const LARGEST_PITCH_DEG: f64 = 18.0;

/// How far beside it may be then, in face widths. Read so, no one of the 49 labelled level shoulders has a slope over
/// the limit in either half of the photos, the doubtful left out.
const NECK_BESIDE: f64 = 0.25;

/// The slope as it is if the neck is at one place.
struct Under {
    /// From the face's middle, in face widths.
    neck: f64,
    edge: Vec<Option<f64>>,
    slope_deg: f64,
    /// Whether the edge is no shoulder's by its form.
    odd: bool,
}

/// `sure`: whether the mask is sure of the edge on either side.
///
/// # Errors
/// [`Unmeasured::OutOfView`] where too little of both shoulders shows.
pub(super) fn shoulders(body: &Body, sure: bool) -> Reading<Shoulders> {
    let turned = -NECK_BEHIND * body.yaw_deg.to_radians().sin();
    let leaning = -NECK_BELOW * body.roll_deg.to_radians().sin() * body.height / body.width;
    let found = under(body, turned).or_else(|| under(body, turned + leaning)).ok_or(Unmeasured::OutOfView)?;
    let region = region(body, &found.edge, found.neck)?;
    let (slope_deg, lost) = if body.pitch_deg.abs() > LARGEST_PITCH_DEG {
        let beside = [-NECK_BESIDE, NECK_BESIDE].map(|by| under(body, found.neck + by).map(|under| under.slope_deg));
        let whatever = least(found.slope_deg, beside);
        (whatever.unwrap_or(found.slope_deg), whatever.is_none())
    } else {
        (found.slope_deg, false)
    };
    Ok(Shoulders { slope_deg, doubtful: found.odd || lost || !sure, region })
}

/// The least of these slopes, if all are to one side and one beside could be measured: the shoulders slope by that much
/// wherever the neck is.
fn least(slope_deg: f64, beside: [Option<f64>; 2]) -> Option<f64> {
    let seen = || beside.into_iter().flatten();
    let agree = seen().count() > 0 && seen().all(|other| other * slope_deg > 0.0);
    agree.then(|| seen().fold(slope_deg, |least, other| if other.abs() < least.abs() { other } else { least }))
}

/// `None` where too little shows.
fn under(body: &Body, neck: f64) -> Option<Under> {
    let edge: Vec<Option<f64>> = (0..COLUMNS).map(|column| top_of_body(body, offset(column) + neck)).collect();
    let falls = [-1.0, 1.0].map(|side| fall_deg(&edge, side));
    let both = falls.iter().all(Option::is_some);
    let widely = || compared(&edge, COMPARED_WIDELY, FEWEST_PAIRS).filter(|_| both);
    let tilt = compared(&edge, COMPARED, FEWEST_PAIRS).or_else(widely);
    // Mirrored falls have opposite signs.
    let turn = falls[0].zip(falls[1]).map(|(left, right)| FALL_WEIGHT * (left + right) / 2.0);
    let slope_deg = match (tilt, turn) {
        (Some(tilt), Some(turn)) => tilt.hypot(turn).copysign(if tilt.abs() > turn.abs() { tilt } else { turn }),
        (Some(only), None) | (None, Some(only)) => only,
        (None, None) => return None,
    };
    let steep = falls[0].zip(falls[1]).is_some_and(|(left, right)| (left.abs() + right.abs()) / 2.0 > STEEP_DEG);
    let apart = tilt.zip(turn).is_some_and(|(tilt, turn)| contradict(tilt, turn / FALL_WEIGHT));
    Some(Under { neck, edge, slope_deg, odd: steep || apart })
}

/// Whether heights slope by `tilt` degrees without the sides having turned along, which they have by `turn`.
fn contradict(tilt: f64, turn: f64) -> bool {
    tilt.abs() > BESIDE_DEG && turn.abs() < TURNED_ALONG * tilt.abs()
}

/// Distance of a column from the neck, in face widths.
fn offset(column: usize) -> f64 {
    column as f64 * STEP - REACH
}

/// The column nearest to `offset`.
fn column(offset: f64) -> usize {
    ((offset + REACH) / STEP).round() as usize
}

/// Where the body begins in the column `across` face widths from the face, in face widths under the chin: the lowest
/// place where the mask turns from person to not; `None` where it does not, or no body is at the bottom.
fn top_of_body(body: &Body, across: f64) -> Option<f64> {
    let step = 1.0 / ROWS;
    let last = ((body.frame.height() - 1.0 - body.chin_y) / body.height).min(BOTTOM);
    if !body.holds(body.at(across, last)) {
        return None;
    }
    let rows = ((last - TOP) / step).max(0.0) as usize;
    let value = |row: usize| body.mask.at(body.at(across, TOP + row as f64 * step));
    if rows < 4 || value(rows) <= PERSON {
        return None;
    }
    let mut below = value(rows);
    for row in (0..rows).rev() {
        let here = value(row);
        if here <= PERSON {
            let part = f64::from((PERSON - here) / (below - here).max(1e-6));
            return Some((TOP + (row as f64 + part) * step) * body.height / body.width);
        }
        below = here;
    }
    None
}

/// The edge without what is too steep for a shoulder.
fn gentle(edge: &[Option<f64>], column: usize) -> Option<f64> {
    let at = |column: usize| edge.get(column).copied().flatten();
    let (before, after) = (at(column.wrapping_sub(1)), at(column + 1));
    let here = at(column)?;
    let slope = match (before, after) {
        (Some(before), Some(after)) => (after - before) / (2.0 * STEP),
        (Some(before), None) => (here - before) / STEP,
        (None, Some(after)) => (after - here) / STEP,
        (None, None) => return None,
    };
    (slope.abs() <= STEEPEST).then_some(here)
}

/// The turn that explains best by how much the right side is lower than the left at equal distances, degrees.
fn compared(edge: &[Option<f64>], (from, to): (f64, f64), fewest: usize) -> Option<f64> {
    let distances = (column(from)..column(to)).map(offset);
    let pairs: Vec<(f64, f64)> = distances
        .filter_map(|distance| {
            let (left, right) = (gentle(edge, column(-distance))?, gentle(edge, column(distance))?);
            Some((distance, (right - left) / 2.0))
        })
        .collect();
    if pairs.len() < fewest {
        return None;
    }
    let (with_height, with_itself) =
        pairs.iter().fold((0.0, 0.0), |sum, (distance, half)| (sum.0 + distance * half, sum.1 + distance * distance));
    Some((with_height / with_itself).atan().to_degrees())
}

/// The fall of the edge to one side, degrees, positive: down to the picture's right.
fn fall_deg(edge: &[Option<f64>], side: f64) -> Option<f64> {
    let (from, to) = FALLING;
    let points: Vec<(f64, f64)> = (column(from)..=column(to))
        .map(|at| offset(at) * side)
        .filter_map(|at| Some((at, edge.get(column(at)).copied().flatten()?)))
        .collect();
    if points.len() < FEWEST_COLUMNS {
        return None;
    }
    let count = points.len() as f64;
    let (x, y) = points.iter().fold((0.0, 0.0), |sum, at| (sum.0 + at.0 / count, sum.1 + at.1 / count));
    let (xy, xx) =
        points.iter().fold((0.0, 0.0), |sum, at| (sum.0 + (at.0 - x) * (at.1 - y), sum.1 + (at.0 - x) * (at.0 - x)));
    Some((xy / xx).atan().to_degrees())
}

/// Around the edge between the farthest distances that are compared.
fn region(body: &Body, edge: &[Option<f64>], neck: f64) -> Reading<Rect<Photo>> {
    let (from, to) = (COMPARED.0, FALLING.1);
    let seen = edge.iter().enumerate().filter_map(|(at, top)| {
        let distance = offset(at);
        let point = body.at(distance + neck, (*top)? * body.width / body.height);
        (from..=to).contains(&distance.abs()).then_some(point)
    });
    let shown = Rect::around(seen).ok_or(Unmeasured::OutOfView)?;
    Ok(body.to_photo(shown))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Shoulders that fall by `fall` per face width on both sides, turned by `tilt_deg`.
    fn edge(fall: f64, tilt_deg: f64) -> Vec<Option<f64>> {
        let tilt = tilt_deg.to_radians().tan();
        (0..COLUMNS).map(|at| Some(fall * offset(at).abs() + tilt * offset(at))).collect()
    }

    #[test]
    fn a_turn_of_the_edge_is_read_from_its_heights() {
        for tilt in [-12.0, -3.0, 0.0, 7.0] {
            let read = compared(&edge(0.5, tilt), COMPARED, FEWEST_PAIRS).unwrap();
            assert!((read - tilt).abs() < 1e-6, "{tilt} is read as {read}");
        }
    }

    #[test]
    fn mirrored_sides_fall_alike() {
        let level = edge(0.5, 0.0);
        let falls = [-1.0, 1.0].map(|side| fall_deg(&level, side).unwrap());
        assert!((falls[0] + falls[1]).abs() < 1e-9 && (falls[1] - 0.5_f64.atan().to_degrees()).abs() < 1e-9);
    }

    #[test]
    fn one_shoulder_alone_is_not_compared() {
        let mut one = edge(0.5, 0.0);
        one[..COLUMNS / 2].fill(None);
        assert_eq!(compared(&one, COMPARED, FEWEST_PAIRS), None);
        assert_eq!(fall_deg(&one, -1.0), None);
    }

    #[test]
    fn a_great_slope_must_be_the_sides_too() {
        assert!(contradict(22.0, 5.0) && contradict(-25.0, 0.0));
        assert!(!contradict(22.0, 20.0) && !contradict(12.0, 0.0));
    }

    #[test]
    fn a_hidden_neck_leaves_the_slope_that_it_cannot_explain() {
        assert_eq!(least(18.0, [Some(15.0), None]), Some(15.0));
        assert_eq!(least(-8.0, [Some(-19.0), Some(-4.0)]), Some(-4.0));
        assert_eq!(least(-8.0, [Some(-19.0), Some(4.0)]), None);
        assert_eq!(least(18.0, [None, None]), None);
    }

    #[test]
    fn the_side_of_an_arm_is_no_shoulder() {
        assert_eq!(compared(&edge(3.0, 5.0), COMPARED, FEWEST_PAIRS), None);
    }
}
