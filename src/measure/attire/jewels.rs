//! Earrings: a small picture of each ear's surroundings, laid by the mesh, in which a small network looks for what
//! `tests/tools/jewels` has taught it.

use super::finder::{CHANNELS, Finder, Map};
use super::patch::{Anchor, Axes, Place, Side};
use super::{LEAST_INSIDE, Reading, Sign, Unmeasured, jewel_weights};
use crate::face::Mesh;
use crate::frame::{Border, Frame, Region};
use crate::geometry::{Frame as InFrame, Photo, Point, Rect};
use crate::network::kernels::Shape;

/// About an ear, from above its middle to where long earrings end: earrings are looked for in it. Taken by eye on the
/// even half of the labelled photos.
const EAR: Place =
    Place { anchor: Anchor::Cheek, outwards: (-0.16, 0.34), down: (0.02, 0.02 + 64.0 / 96.0), side_px: 48 };
/// Its picture, px: 96 to a face unit, where a small stud is three wide.
const EAR_SIZE: (usize, usize) = (48, 64);
/// What the network's log odds are lessened by, and how much they then count: it was taught with as many earrings as
/// ears without, most of them drawn, and is too sure of photos. By eye on the half that it has not seen: the odds that
/// 2 of 41 photos in order exceed become seven to one, those that 6 exceed two to one.
const USUAL: f64 = 2.5;
const SURE: f64 = 0.7;
/// How much larger the place that is shown is on each side than what was found, face units. By eye.
const AROUND: f64 = 0.1;

/// The likeliest earring.
pub(super) fn earring(frame: &Frame, mesh: &Mesh, axes: &Axes) -> Reading<Sign> {
    let finder = Finder::new(&jewel_weights::EARRING);
    let mut likeliest: Option<(f64, Rect<Photo>)> = None;
    for side in Side::BOTH {
        let region = axes.region(mesh, &EAR, side);
        let (picture, inside) = picture(frame, &region, EAR_SIZE, side == Side::Left);
        if inside < LEAST_INSIDE {
            continue;
        }
        let found = finder.find(picture).ok_or(Unmeasured::NotImplied)?;
        if likeliest.is_none_or(|(most, _)| found.log_odds > most) {
            likeliest = Some((found.log_odds, shown(frame, axes, &region, found.place, side)));
        }
    }
    let (log_odds, place) = likeliest.ok_or(Unmeasured::OutOfView)?;
    Ok(Sign::new(SURE * (log_odds - USUAL), place))
}

/// `place` of `region`'s picture in the photo, with some of what is about it.
fn shown(frame: &Frame, axes: &Axes, region: &Region, [left, top, right, bottom]: [f64; 4], side: Side) -> Rect<Photo> {
    let middle = (left + right) / 2.0;
    let middle = if side == Side::Left { 1.0 - middle } else { middle };
    let mut around = *region;
    around.centre = region.at(middle, (top + bottom) / 2.0);
    around.width = (right - left) * region.width + 2.0 * AROUND * axes.unit;
    around.height = (bottom - top) * region.height + 2.0 * AROUND * axes.unit;
    super::in_photo(&around, frame)
}

/// `region` as a picture of `size`, px, perhaps mirrored, and the share of it that lies inside the photo.
fn picture(frame: &Frame, region: &Region, (width, height): (usize, usize), mirrored: bool) -> (Map, f64) {
    /// Of a pixel's side, where it is sampled: four samples a pixel, as a picture made smaller by the mean has.
    const TAPS: [f64; 2] = [0.25, 0.75];
    let (level, shrink) = frame.level_for(region.width / width as f64);
    let mut values = Vec::with_capacity(width * height * CHANNELS);
    let mut seen = 0;
    for row in 0..height {
        for column in 0..width {
            let column = if mirrored { width - 1 - column } else { column };
            let at =
                |dx: f64, dy: f64| region.at((column as f64 + dx) / width as f64, (row as f64 + dy) / height as f64);
            if !holds(frame, at(0.5, 0.5)) {
                values.extend([0.0; CHANNELS]);
                continue;
            }
            seen += 1;
            let mut sum = [0.0; 3];
            for (dx, dy) in TAPS.into_iter().flat_map(|dy| TAPS.map(|dx| (dx, dy))) {
                let point = at(dx, dy);
                let (x, y) = ((point.x / shrink - 0.5) as f32, (point.y / shrink - 0.5) as f32);
                let colour = level.bilinear(x, y, Border::Nearest);
                sum.iter_mut().zip(colour).for_each(|(sum, value)| *sum += value / 4.0);
            }
            values.extend(sum.map(|value| value / 127.5 - 1.0));
            values.push(1.0);
        }
    }
    (Map { shape: Shape { height, width, channels: CHANNELS }, values }, seen as f64 / (width * height) as f64)
}

fn holds(frame: &Frame, point: Point<InFrame>) -> bool {
    point.x >= 0.0 && point.y >= 0.0 && point.x <= frame.width() && point.y <= frame.height()
}
