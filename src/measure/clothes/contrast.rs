//! How far clothes differ from the background: colours in pairs, one inside the mask's edge, one outside.

use super::Body;
use crate::color::delta_e;
use crate::geometry::{Frame as InFrame, Photo, Point, Rect};
use crate::measure::colours::{Colours, median};
use crate::measure::{Reading, Unmeasured};
use crate::segment::{PERSON, SIDE};
use crate::statistics;

/// The edge from the chin down to here, in face heights under the chin.
const DEEPEST: f64 = 2.2;

/// The two colours of a pair are this far from the edge, in face widths: clear of the mask's own error and of a collar's
/// shadow. Best of five between 0.1 and 0.2 on the labelled photos.
const DEPTH: f64 = 0.15;

/// A colour is the mean over a patch of at most this side, in face widths: wider than a weave, narrower than a collar.
const PATCH: f64 = 0.06;

/// What the mask must say at the inner and at the outer place; a doubtful pair is left out.
const SURE_PERSON: f32 = 0.8;
const SURE_BACKGROUND: f32 = 0.2;

/// Fewest pairs for a side, of the mask's cells.
const FEWEST_PAIRS: usize = 3;

/// The colours on both sides of the body's edge.
pub(super) struct Edge {
    /// CIELAB distance, and where it is as small as that.
    pub contrast: Reading<(f64, Rect<Photo>)>,
    /// Whether the mask is sure of the edge on either side of the neck.
    pub sure: bool,
}

/// [`Unmeasured::OutOfView`] where neither an edge nor a body is seen.
pub(super) fn edge(body: &Body) -> Edge {
    let colours = Colours::of(body.frame, PATCH * body.width);
    let mut sides: [Vec<(f64, Point<InFrame>)>; 2] = Default::default();
    for (place, inward) in cells(body) {
        let apart = |depth: f64| Point::new(place.x + inward.0 * depth, place.y + inward.1 * depth);
        let (inside, outside) = (apart(DEPTH * body.width), apart(-DEPTH * body.width));
        if body.mask.at(inside) < SURE_PERSON || body.mask.at(outside) > SURE_BACKGROUND {
            continue;
        }
        if let Some((inner, outer)) = colours.at(inside).zip(colours.at(outside)) {
            sides[usize::from(place.x >= body.middle_x)].push((delta_e(inner, outer), place));
        }
    }
    let sure = sides.iter().any(|side| side.len() >= FEWEST_PAIRS);
    let seen = sides.iter().filter(|side| side.len() >= FEWEST_PAIRS).filter_map(|side| {
        let distances: Vec<(f64, f64)> = side.iter().map(|(distance, _)| (*distance, 1.0)).collect();
        let middle = statistics::weighted_quantile(&distances, 0.5)?;
        Some((middle, Rect::around(side.iter().map(|(_, place)| *place))?))
    });
    let least = seen.reduce(|least, next| if next.0 < least.0 { next } else { least });
    let contrast = match least {
        Some((distance, region)) => Ok((distance, body.to_photo(region))),
        None => at_large(body, &colours),
    };
    Edge { contrast, sure }
}

/// The cells on the edge of the person, chin downwards: each cell's centre, and the direction inwards.
fn cells(body: &Body) -> Vec<(Point<InFrame>, (f64, f64))> {
    let mask = body.mask;
    let share = |cell: usize| (cell as f64 + 0.5) / SIDE as f64;
    let (wide, high) = (mask.region.width / SIDE as f64, mask.region.height / SIDE as f64);
    let mut found = Vec::new();
    for row in 1..SIDE - 1 {
        let y = mask.region.at(0.5, share(row)).y;
        if !(0.0..=DEEPEST).contains(&((y - body.chin_y) / body.height)) {
            continue;
        }
        for column in 1..SIDE - 1 {
            let person = |column: usize, row: usize| mask.cell(column, row) > PERSON;
            let surrounded = person(column - 1, row)
                && person(column + 1, row)
                && person(column, row - 1)
                && person(column, row + 1);
            if !person(column, row) || surrounded {
                continue;
            }
            let slope = |at: [(usize, usize); 6]| {
                let weights = [1.0, 2.0, 1.0, -1.0, -2.0, -1.0];
                at.iter()
                    .zip(weights)
                    .map(|((column, row), weight)| f64::from(mask.cell(*column, *row)) * weight)
                    .sum::<f64>()
            };
            let (left, right, above, below) = (column - 1, column + 1, row - 1, row + 1);
            let across =
                slope([(right, above), (right, row), (right, below), (left, above), (left, row), (left, below)]);
            let down =
                slope([(left, below), (column, below), (right, below), (left, above), (column, above), (right, above)]);
            let (across, down) = (across / wide, down / high);
            let steepness = across.hypot(down);
            if steepness > 0.0 {
                found.push((mask.region.at(share(column), share(row)), (across / steepness, down / steepness)));
            }
        }
    }
    found
}

/// Where no edge was found: the colour of where shoulders must be against that of the background beside the head, each
/// side for itself. A person who cannot be told from the background is often one whose edge is not found.
fn at_large(body: &Body, colours: &Colours) -> Reading<(f64, Rect<Photo>)> {
    /// Where shoulders are, in face widths from the middle and face heights under the chin; and steps across it.
    const ACROSS: (f64, f64) = (0.25, 1.3);
    const DOWN: (f64, f64) = (0.3, 1.6);
    const STEPS: usize = 24;
    /// Fewest colours for a median.
    const FEWEST: usize = 20;
    let grid = |(from, to): (f64, f64)| (0..STEPS).map(move |step| from + (to - from) * step as f64 / STEPS as f64);
    let mut least: Option<(f64, Rect<InFrame>)> = None;
    for side in [-1.0, 1.0] {
        let places: Vec<_> =
            grid(ACROSS).flat_map(|across| grid(DOWN).map(move |down| body.at(across * side, down))).collect();
        let shoulder: Vec<_> = places.iter().filter_map(|place| colours.at(*place)).collect();
        // Beside the head, from its top down to the chin.
        let beside =
            grid((0.3, 2.0)).flat_map(|across| grid((-1.6, 0.0)).map(move |down| body.at(across * side, down)));
        let background: Vec<_> = beside
            .filter(|place| body.mask.at(*place) <= SURE_BACKGROUND)
            .filter_map(|place| colours.at(place))
            .collect();
        if shoulder.len() < FEWEST || background.len() < FEWEST {
            continue;
        }
        let distance = delta_e(median(&shoulder), median(&background));
        let region = Rect::around(places.into_iter().filter(|place| body.holds(*place)));
        if let Some(region) = region.filter(|_| least.is_none_or(|(least, _)| distance < least)) {
            least = Some((distance, region));
        }
    }
    least.map(|(distance, region)| (distance, body.to_photo(region))).ok_or(Unmeasured::OutOfView)
}
