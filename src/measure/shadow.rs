//! The shadow behind the head: is the background darker beside the head than farther out, on the same height?

use super::colours::Colours;
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
const BESIDE: (f64, f64) = (0.08, 0.32);
const FARTHER: (f64, f64) = (0.42, 1.0);

/// Fewest steps of either, and fewest rows of a side.
const FEWEST_STEPS: usize = 3;
const FEWEST_ROWS: usize = 12;

/// Mask value over which a place may be hair. As the background's.
const NOT_PERSON: f32 = 0.1;

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
    let sides = [-1.0, 1.0].map(|side| beside(frame, mesh, head, whole, &colours, side));
    let seen = sides.into_iter().flatten();
    let darkest = seen.reduce(|dark, next| if next.depth > dark.depth { next } else { dark });
    let side = darkest.ok_or(Unmeasured::NoBackground)?;
    if side.unrest > LARGEST_UNREST || side.hue_change > LARGEST_HUE_CHANGE {
        return Err(Unmeasured::NotImplied);
    }
    Ok(Shadow { depth: side.depth, region: side.region.to_photo(frame.scale()) })
}

/// One side of the head.
struct Side {
    depth: f64,
    unrest: f64,
    hue_change: f64,
    region: Rect<InFrame>,
}

fn beside(frame: &Frame, mesh: &Mesh, head: &Head, mask: &Mask, colours: &Colours, side: f64) -> Option<Side> {
    let middle = mesh.point(index::LEFT_CHEEK).middle(mesh.point(index::RIGHT_CHEEK)).x;
    let top = head.crown.map_or(mesh.point(index::FOREHEAD).y, |crown| crown.y / frame.scale());
    let (top, bottom) = (top.max(0.0), mesh.point(index::CHIN).y + UNDER_CHIN * mesh.height());
    let (mut depths, mut hues, mut unrest, mut places) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for row in 0..ROWS {
        let y = top + (bottom - top) * (row as f64 + 0.5) / ROWS as f64;
        let at = |step: usize| Point::<InFrame>::new(middle + side * step as f64 * STEP * mesh.width(), y);
        let steps = (0..(REACH / STEP) as usize).take_while(|step| (0.0..frame.width()).contains(&at(*step).x));
        let steps: Vec<usize> = steps.collect();
        let Some(edge) = steps.iter().rev().find(|step| mask.at(at(**step)) > NOT_PERSON) else { continue };
        let band = |(from, to): (f64, f64)| -> Vec<Lab> {
            let steps = steps.iter().filter(|step| {
                let distance = (**step as f64 - *edge as f64) * STEP;
                distance > from && distance < to
            });
            steps.filter_map(|step| colours.at(at(*step))).collect()
        };
        let (near, far) = (band(BESIDE), band(FARTHER));
        if near.len() < FEWEST_STEPS || far.len() < FEWEST_STEPS {
            continue;
        }
        let (shade, light) = (super::colours::median(&near), super::colours::median(&far));
        depths.push((light[0] - shade[0], 1.0));
        hues.push((hue_change(light, shade), 1.0));
        unrest.extend(far.windows(2).map(|pair| ((pair[1][0] - pair[0][0]).abs(), 1.0)));
        places.extend([BESIDE.0, BESIDE.1].map(|distance| at(*edge + (distance / STEP) as usize)));
    }
    if depths.len() < FEWEST_ROWS {
        return None;
    }
    Some(Side {
        depth: statistics::weighted_quantile(&depths, SHARE_OF_ROWS)?,
        unrest: unrest.iter().map(|(change, _)| change).sum::<f64>() / unrest.len() as f64,
        hue_change: statistics::weighted_quantile(&hues, 0.5)?,
        region: Rect::around(places)?,
    })
}

/// How far the hue and saturation of `shade` are from what `light` would have at its lightness.
fn hue_change(light: Lab, shade: Lab) -> f64 {
    let scale = (shade[0] / light[0].max(1.0)).min(1.0);
    (shade[1] - light[1] * scale).hypot(shade[2] - light[2] * scale)
}
