//! Where exactly the hair ends at the crown: the mask's row, moved to the edge between background and hair where the
//! picture shows one plainly. A cell of the mask is 2 to 4 px of a degree photo; the edge is placed within one.
//!
//! Over drawn portraits the largest error went from 3.3 to 0.6 px of 640. Over the labelled photos, whose hair is less
//! sharp and whose labels are rounded to one per cent, the median went from 0.42 to 0.41 % of the picture's height and
//! the 90th percentile from 1.07 to 1.15 %.

use super::chin::{AGREES, COLUMN_STEP, FIND_ROWS, PLACE_ROWS, PLACE_WITHIN, ROW_STEP, belief, mean, peak};
use crate::frame::{Border, Frame};
use crate::geometry::{Frame as InFrame, Point};

/// Columns each side of the crown, as far apart as the chin's: lengths here are shares of the face's height. Wider, the
/// head's roundness shows.
const COLUMNS_ASIDE: i32 = 4;

/// Samples down a column, from this far above the mask's crown on.
const ROWS: usize = 64;
const FIRST_ROW: f64 = -0.11;

/// How far an edge may lie from the mask's crown, one and a half of its cells, and the deviation of the bell by which a
/// farther one counts less. Of the values tried these changed the labelled photos' crowns least, both halves in sight.
const BAND: f64 = 0.016;
const DEVIATION: f64 = 0.01;
/// The least change of colour, 8-bit levels, and how much more it must be than any above it to be half believed: a
/// background of its own pattern tells nothing. Chosen likewise.
const LEAST_CHANGE: f64 = 30.0;
const HALF_BELIEVED: f64 = 25.0;
/// Rows above an edge in which another speaks against it.
const AGAINST: (usize, usize) = (28, 8);
/// Of all columns this share must agree.
const AGREEING: f64 = 0.9;

/// `crown`, as the mask has it, moved along the head (turned by `roll_deg`; the face is `height` px high) to the edge of
/// the hair.
pub(super) fn settled(frame: &Frame, crown: Point<InFrame>, roll_deg: f64, height: f64) -> Point<InFrame> {
    let (sin, cos) = roll_deg.to_radians().sin_cos();
    let at = |aside: f64, below: f64| {
        let (x, y) = (aside * height, below * height);
        Point::new(crown.x + x * cos - y * sin, crown.y + x * sin + y * cos)
    };
    let column = |index: i32| -> Vec<[f64; 3]> {
        let aside = f64::from(index) * COLUMN_STEP;
        let place = |row: usize| at(aside, FIRST_ROW + (row as f64 + 0.5) * ROW_STEP);
        let colour = |at: Point<InFrame>| frame.full().bilinear(at.x as f32 - 0.5, at.y as f32 - 0.5, Border::Nearest);
        (0..ROWS).map(|row| colour(place(row)).map(f64::from)).collect()
    };
    let columns: Vec<_> = (-COLUMNS_ASIDE..=COLUMNS_ASIDE).map(column).collect();
    at(0.0, moved(&columns))
}

/// How far below the mask's crown the edge lies, face heights; 0 where none is plain.
fn moved(columns: &[Vec<[f64; 3]>]) -> f64 {
    let whole = |at: usize| (FIND_ROWS..=ROWS - FIND_ROWS).contains(&at);
    let change = |at: usize| if whole(at) { length(mean_change(columns, at, FIND_ROWS)) } else { 0.0 };
    let changes: Vec<f64> = (0..ROWS).map(change).collect();
    let weight = |at: usize| {
        let off = offset(at as f64);
        if off.abs() <= BAND { changes[at] * (-(off / DEVIATION).powi(2) / 2.0).exp() } else { 0.0 }
    };
    let Some(best) = (0..ROWS).max_by(|a, b| weight(*a).total_cmp(&weight(*b))) else { return 0.0 };
    let found = changes[best];
    if found < LEAST_CHANGE || weight(best) <= 0.0 {
        return 0.0;
    }
    // From here on a change is what there is of it in the found edge's direction of colour.
    let towards = mean_change(columns, best, FIND_ROWS).map(|channel| channel / found);
    let along = |change: [f64; 3]| change.iter().zip(towards).map(|(a, b)| a * b).sum::<f64>();
    let agrees = |column: &&Vec<[f64; 3]>| along(change_in(column, best, FIND_ROWS)) > AGREES * found;
    let agreeing = columns.iter().filter(agrees).count() as f64 / columns.len() as f64;
    let above = best.saturating_sub(AGAINST.0)..best.saturating_sub(AGAINST.1);
    let against = above.fold(0.0_f64, |most, at| most.max(changes[at]));
    if agreeing < AGREEING {
        return 0.0;
    }
    let near = best.saturating_sub(PLACE_WITHIN)..=best + PLACE_WITHIN;
    belief(found - against, HALF_BELIEVED) * offset(peak(near, |at| along(mean_change(columns, at, PLACE_ROWS))))
}

/// The mean over `columns` of [`change_in`].
fn mean_change(columns: &[Vec<[f64; 3]>], at: usize, rows: usize) -> [f64; 3] {
    let changes: Vec<_> = columns.iter().map(|column| change_in(column, at, rows)).collect();
    [0, 1, 2].map(|channel| mean(changes.iter().map(|change| change[channel])))
}

/// What the `rows` above row `at` have more of each channel than those from it on.
fn change_in(column: &[[f64; 3]], at: usize, rows: usize) -> [f64; 3] {
    let sum = |from: usize, channel: usize| column.iter().skip(from).take(rows).map(|rgb| rgb[channel]).sum::<f64>();
    [0, 1, 2].map(|channel| (sum(at.saturating_sub(rows), channel) - sum(at, channel)) / rows as f64)
}

/// How far below the mask's crown the upper edge of a row is, face heights.
fn offset(row: f64) -> f64 {
    FIRST_ROW + row * ROW_STEP
}

fn length(rgb: [f64; 3]) -> f64 {
    rgb.iter().map(|channel| channel * channel).sum::<f64>().sqrt()
}
