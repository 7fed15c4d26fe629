//! The shadow behind the head: is the background darker beside the head than farther out, on the same height?

use super::colours::{Colours, median};
use super::{Head, Reading, Unmeasured};
use crate::color::Lab;
use crate::face::{Mesh, index};
use crate::frame::Frame;
use crate::geometry::{Frame as InFrame, Photo, Point, Rect};
use crate::segment::Mask;
use crate::statistics;

/// The darker side of the background beside the head.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Shadow {
    /// How much darker it is beside the head than farther out, CIELAB lightness; negative where it is lighter.
    pub depth: f64,
    /// Where it was looked for.
    pub region: Rect<Photo>,
}

/// Rows from the crown to a little under the chin, and steps along each, in face widths.
const ROWS: usize = 48;
const UNDER_CHIN: f64 = 0.2;
const STEP: f64 = 0.03;
const REACH: f64 = 2.2;

/// Beside the head and farther out: distances from its edge, in face widths. Nearer lies hair's own halo; a shadow of a
/// flash reaches a quarter of a face width; a picture framed as it should be ends at two thirds.
const BESIDE: (f64, f64) = (0.08, 0.28);
const FARTHER: (f64, f64) = (0.42, 1.0);

/// Fewest steps of either, and fewest rows of a side.
const FEWEST_STEPS: usize = 3;
const FEWEST_ROWS: usize = 12;

/// Mask value over which a place may be hair. As the background's.
const NOT_PERSON: f32 = 0.1;

/// Share of the nearer band that may be loose hair. Chosen by eye on one labelled photo.
const PAST_HAIR: f64 = 0.7;

/// Share of a side's rows that are darker than the answer: a shadow does not lie beside the whole head.
const SHARE_OF_ROWS: f64 = 0.75;

/// Side of a patch, in face widths.
const PATCH: f64 = 0.03;

/// How much lightness may change from one step to the next, farther out, on the mean; beyond, it is a scene and no
/// shadow can be told from its things. The labelled photos with one colour, or soft vignettes, have up to 1.6, eight in
/// ten scenes more. Colours must agree as well: a shadow changes lightness, not hue.
const LARGEST_UNREST: f64 = 1.7;
const LARGEST_HUE_CHANGE: f64 = 9.0;

/// # Errors
/// [`Unmeasured::NoBackground`] where too little shows beside the head, [`Unmeasured::NotImplied`] before a scene.
pub(crate) fn shadow(frame: &Frame, mesh: &Mesh, head: &Head, whole: &Mask) -> Reading<Shadow> {
    let colours = Colours::of(frame, PATCH * mesh.width());
    let middle = mesh.point(index::LEFT_CHEEK).middle(mesh.point(index::RIGHT_CHEEK)).x;
    let top = head.crown.map_or(mesh.point(index::FOREHEAD).y, |crown| crown.y / frame.scale()).max(0.0);
    let bottom = mesh.point(index::CHIN).y + UNDER_CHIN * mesh.height();
    let step = STEP * mesh.width();
    let rows: Vec<[Option<Beside>; 2]> = (0..ROWS)
        .map(|row| {
            let start = Point::new(middle, top + (bottom - top) * (row as f64 + 0.5) / ROWS as f64);
            let lines = [-step, step].map(|step| Line::new(frame, whole, start, step));
            let ends = lines.each_ref().map(|line| line.edge);
            [beside(&colours, &lines[0], ends[1]), beside(&colours, &lines[1], ends[0])]
        })
        .collect();
    let darkest = [0, 1]
        .into_iter()
        .filter_map(|side| judged(&rows, side))
        .reduce(|dark, next| if next.depth > dark.depth { next } else { dark });
    let side = darkest.ok_or(Unmeasured::NoBackground)?;
    if side.unrest > LARGEST_UNREST || side.hue_change > LARGEST_HUE_CHANGE {
        return Err(Unmeasured::NotImplied);
    }
    Ok(Shadow { depth: side.depth, region: side.region.to_photo(frame.scale()) })
}

/// The background on one side of the head, in one row.
struct Beside {
    near: Lab,
    far: Lab,
    /// How much the lightness of the farther band changes from one step to the next.
    unrest: f64,
    /// First and last place of the nearer band.
    ends: [Point<InFrame>; 2],
}

/// A walk from the head's midline to one side.
struct Line {
    start: Point<InFrame>,
    /// Px of the frame, to the right.
    step: f64,
    /// Steps inside the frame.
    seen: usize,
    /// The last step on the person; `None` where there is none.
    edge: Option<usize>,
}

impl Line {
    fn new(frame: &Frame, mask: &Mask, start: Point<InFrame>, step: f64) -> Self {
        let mut line = Self { start, step, seen: 0, edge: None };
        let in_frame = |steps: &usize| (0.0..frame.width()).contains(&line.at(*steps).x);
        let seen = (0..(REACH / STEP) as usize).take_while(in_frame).count();
        let edge = (0..seen).rev().find(|steps| mask.at(line.at(*steps)) > NOT_PERSON);
        (line.seen, line.edge) = (seen, edge);
        line
    }

    fn at(&self, steps: usize) -> Point<InFrame> {
        Point::new(self.start.x + steps as f64 * self.step, self.start.y)
    }
}

/// What shows along `line`; `other`: where the person ends on the other side. `None` where too little shows.
fn beside(colours: &Colours, line: &Line, other: Option<usize>) -> Option<Beside> {
    let place = |edge: usize, distance: f64| edge + (distance / STEP).round() as usize;
    let band = |edge: usize, (from, to): (f64, f64)| -> Vec<Lab> {
        (place(edge, from)..place(edge, to).min(line.seen)).filter_map(|steps| colours.at(line.at(steps))).collect()
    };
    let person = line.edge?;
    let far = band(person, FARTHER);
    if far.len() < FEWEST_STEPS {
        return None;
    }
    let light = median(&far);
    // A deep shadow looks like a person to the network: where this side reaches farther out than the other, what has
    // the background's hue is background.
    let inner = other.map_or(person, |other| place(other, LOPSIDED)).min(person);
    let shaded = |steps: &usize| colours.at(line.at(*steps)).is_some_and(|colour| is_shade(colour, light));
    let edge = person - (inner..=person).rev().take_while(shaded).count().min(person);
    let near = band(edge, BESIDE);
    if near.len() < FEWEST_STEPS {
        return None;
    }
    let unrest: f64 = far.windows(2).map(|pair| (pair[1][0] - pair[0][0]).abs()).sum();
    Some(Beside {
        near: lighter(near)?,
        far: light,
        unrest: unrest / (far.len() - 1) as f64,
        ends: [line.at(place(edge, BESIDE.0)), line.at(place(edge, BESIDE.1))],
    })
}

/// One side of a head may reach this much farther out than the other, in face widths: a turn, a parting.
const LOPSIDED: f64 = 0.1;

/// Whether `colour` may be the background `light` in shade: its hue, and over a third of its lightness, which hair
/// rarely has.
fn is_shade(colour: Lab, light: Lab) -> bool {
    colour[0] > light[0] / 3.0 && hue_change(light, colour) < LARGEST_HUE_CHANGE
}

/// The colour that is lighter than [`PAST_HAIR`] of `colours`: loose hair is darker than any shadow, but thin.
fn lighter(colours: Vec<Lab>) -> Option<Lab> {
    let order = statistics::ascending(colours.iter().map(|colour| colour[0]));
    let place = order.get((colours.len() as f64 * PAST_HAIR) as usize)?;
    colours.get(*place).copied()
}

/// One side of the head over all rows.
struct Side {
    depth: f64,
    unrest: f64,
    hue_change: f64,
    region: Rect<InFrame>,
}

/// The column `side` of `rows`; `None` where too few rows show it. What lies farther out on the other side of the head
/// is background too: a place is only as dark as against the darker of both, or a bright window would make shadows.
fn judged(rows: &[[Option<Beside>; 2]], side: usize) -> Option<Side> {
    let (mut depths, mut hues, mut unrest, mut places) = (Vec::new(), Vec::new(), 0.0, Vec::new());
    for row in rows {
        let Some(here) = &row[side] else { continue };
        let light = row.iter().flatten().map(|beside| beside.far[0]).fold(f64::INFINITY, f64::min);
        depths.push((light - here.near[0], 1.0));
        hues.push((hue_change(here.far, here.near), 1.0));
        unrest += here.unrest;
        places.extend(here.ends);
    }
    if depths.len() < FEWEST_ROWS {
        return None;
    }
    Some(Side {
        depth: statistics::weighted_quantile(&depths, SHARE_OF_ROWS)?,
        unrest: unrest / depths.len() as f64,
        hue_change: statistics::weighted_quantile(&hues, 0.5)?,
        region: Rect::around(places)?,
    })
}

/// How far the hue and saturation of `shade` are from what `light` would have at its lightness.
fn hue_change(light: Lab, shade: Lab) -> f64 {
    let scale = (shade[0] / light[0].max(1.0)).min(1.0);
    (shade[1] - light[1] * scale).hypot(shade[2] - light[2] * scale)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(left: (f64, f64), right: (f64, f64)) -> Vec<[Option<Beside>; 2]> {
        let side = |(near, far): (f64, f64)| {
            let ends = [Point::new(0.0, 0.0), Point::new(1.0, 1.0)];
            Some(Beside { near: [near, 0.0, 0.0], far: [far, 0.0, 0.0], unrest: 0.0, ends })
        };
        (0..ROWS).map(|_| [side(left), side(right)]).collect()
    }

    #[test]
    fn a_shadow_on_one_side_is_as_deep_as_it_is_darker() {
        let seen = rows((80.0, 80.0), (70.0, 80.0));
        assert_eq!([0, 1].map(|side| judged(&seen, side).unwrap().depth), [0.0, 10.0]);
    }

    #[test]
    fn a_bright_window_on_one_side_makes_no_shadow() {
        let seen = rows((80.0, 80.0), (80.0, 98.0));
        assert_eq!(judged(&seen, 1).unwrap().depth, 0.0);
    }

    #[test]
    fn a_few_rows_are_not_enough() {
        let seen = rows((80.0, 80.0), (80.0, 80.0));
        assert!(judged(&seen[..FEWEST_ROWS - 1], 0).is_none());
    }

    #[test]
    fn shade_has_the_walls_hue() {
        let wall = [76.0, -12.0, -37.0];
        assert!(is_shade([45.0, -7.0, -22.0], wall));
        assert!(!is_shade([15.0, 3.0, 4.0], wall) && !is_shade([60.0, 15.0, 20.0], wall));
    }

    #[test]
    fn loose_hair_is_no_shadow() {
        let strand = [10.0, 0.0, 0.0];
        let wall = [80.0, 0.0, 0.0];
        assert_eq!(lighter(vec![strand, wall, strand, wall]), Some(wall));
    }
}
