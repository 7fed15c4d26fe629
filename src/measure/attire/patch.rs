//! A place beside, above or below the face to the numbers that a linear judge weighs: edges by direction (histograms
//! of oriented gradients, Dalal and Triggs, CVPR 2005), lightness and colour against this face's own cheek, skin,
//! person, and small spots, in a grid of cells that turns and grows with the face.

use crate::color::{self, Lab};
use crate::face::{Mesh, index};
use crate::frame::{Border, Frame, Region};
use crate::geometry::{Frame as InFrame, Point};
use crate::segment::Mask;
use crate::statistics::weighted_quantile;

/// The picture's left or right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Left,
    Right,
}

impl Side {
    pub const BOTH: [Self; 2] = [Self::Left, Self::Right];

    /// Which way is outwards along the eye line.
    fn sign(self) -> f64 {
        match self {
            Side::Left => -1.0,
            Side::Right => 1.0,
        }
    }
}

/// From where a place is measured, sideways.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Anchor {
    /// The cheek's edge of that side.
    Cheek,
    /// The top of the forehead.
    Forehead,
}

/// Where to look, in face units from the anchor: sideways outwards, and down from the eye line.
pub(super) struct Place {
    pub anchor: Anchor,
    pub outwards: (f64, f64),
    pub down: (f64, f64),
    /// Side of the sampled picture, px; a multiple of [`CELL`].
    pub side_px: usize,
}

/// Side of a cell, samples.
pub(super) const CELL: usize = 4;
/// Directions of an edge, over half a turn.
const DIRECTIONS: usize = 8;
/// Numbers of a cell: [`DIRECTIONS`], strength of the edges, skin, person, lightness, a, b, colourfulness, brightest
/// and darkest spot.
pub(super) const CHANNELS: usize = DIRECTIONS + 9;

/// The face's own axes and size.
pub(super) struct Axes {
    /// Between the outer eye corners.
    eyes: Point<InFrame>,
    /// Unit vector along the eye line, to the picture's right; the other points down the face.
    right: (f64, f64),
    turn_deg: f64,
    /// A face unit, px of the frame: a face's width, also of a turned one, which is 0.85 of its height on the labelled
    /// photos (median 0.82).
    pub unit: f64,
}

impl Axes {
    pub fn new(mesh: &Mesh) -> Self {
        let (left, right) = (mesh.point(index::LEFT_EYE_OUTER), mesh.point(index::RIGHT_EYE_OUTER));
        let length = left.distance(right).max(1e-6);
        Self {
            eyes: left.middle(right),
            right: ((right.x - left.x) / length, (right.y - left.y) / length),
            turn_deg: mesh.eye_line_deg(),
            unit: mesh.width().max(0.85 * mesh.height()),
        }
    }

    /// The point `x` units to the right of the eyes' middle and `y` below.
    pub fn at(&self, x: f64, y: f64) -> Point<InFrame> {
        let (rx, ry) = self.right;
        Point::new(self.eyes.x + (x * rx - y * ry) * self.unit, self.eyes.y + (x * ry + y * rx) * self.unit)
    }

    /// How far `point` lies to the right of the eyes' middle, units.
    fn across(&self, point: Point<InFrame>) -> f64 {
        ((point.x - self.eyes.x) * self.right.0 + (point.y - self.eyes.y) * self.right.1) / self.unit
    }

    /// Where `place` of `side` lies.
    pub fn region(&self, mesh: &Mesh, place: &Place, side: Side) -> Region {
        let anchor = match (place.anchor, side) {
            (Anchor::Forehead, _) => index::FOREHEAD,
            (Anchor::Cheek, Side::Left) => index::LEFT_CHEEK,
            (Anchor::Cheek, Side::Right) => index::RIGHT_CHEEK,
        };
        let ((x0, x1), (y0, y1)) = (place.outwards, place.down);
        let x = self.across(mesh.point(anchor)) + side.sign() * (x0 + x1) / 2.0;
        let mut region = Region::square(self.at(x, (y0 + y1) / 2.0), (x1 - x0) * self.unit, self.turn_deg);
        region.height = (y1 - y0) * self.unit;
        region
    }
}

/// Mesh points on the cheek of each side, clear of eye, nose and mouth.
const CHEEKS: [[usize; 4]; 2] = [[50, 118, 101, 205], [280, 347, 330, 425]];

/// The colour of the skin of `side`'s cheek.
pub(super) fn cheek(frame: &Frame, mesh: &Mesh, axes: &Axes, side: Side) -> Lab {
    /// Side of each sampled square, in face units, and in samples.
    const SQUARE: f64 = 0.06;
    const SAMPLES: usize = 4;
    let points = match side {
        Side::Left => CHEEKS[0],
        Side::Right => CHEEKS[1],
    };
    let mut seen: Vec<Lab> = Vec::with_capacity(points.len() * SAMPLES * SAMPLES);
    for point in points {
        let region = Region::square(mesh.point(point), SQUARE * axes.unit, axes.turn_deg);
        seen.extend(labs(frame, &region, SAMPLES));
    }
    middle(&seen)
}

/// The median of each of L, a and b.
pub(super) fn middle(colours: &[Lab]) -> Lab {
    [0, 1, 2].map(|channel| {
        let values: Vec<_> = colours.iter().map(|colour| (colour[channel], 1.0)).collect();
        weighted_quantile(&values, 0.5).unwrap_or(f64::NAN)
    })
}

/// `region` as `side` rows of as many colours.
pub(super) fn labs(frame: &Frame, region: &Region, side: usize) -> Vec<Lab> {
    let rgb = frame.sample(region, side, Border::Nearest, (0.0, 255.0));
    rgb.chunks_exact(3).map(|p| color::lab([p[0], p[1], p[2]])).collect()
}

/// A place's numbers.
pub(super) struct Patch {
    /// [`CHANNELS`] numbers a cell, cells row by row, the first of a row nearest the face's middle.
    pub numbers: Vec<f32>,
    /// Share that lies in the picture, 0..=1.
    pub inside: f64,
    /// Where it lies.
    pub region: Region,
}

/// Looks at `place` of `side`; `skin` is that cheek's colour.
pub(super) fn patch(
    frame: &Frame,
    mesh: &Mesh,
    person: &Mask,
    axes: &Axes,
    (place, side, skin): (&Place, Side, Lab),
) -> Patch {
    let region = axes.region(mesh, place, side);
    let n = place.side_px;
    let mut colours = labs(frame, &region, n);
    if side == Side::Left {
        colours.chunks_exact_mut(n).for_each(|row| row.reverse());
    }
    let share = |at: usize| (at as f64 + 0.5) / n as f64;
    let place_of = |row: usize, column: usize| {
        let column = if side == Side::Left { n - 1 - column } else { column };
        region.at(share(column), share(row))
    };
    let in_picture = |p: Point<InFrame>| p.x >= 0.0 && p.y >= 0.0 && p.x <= frame.width() && p.y <= frame.height();
    let light: Vec<f32> = colours.iter().map(|colour| ((colour[0] + DARKEST).ln()) as f32).collect();
    let smooth = blurred(&light, n);
    let skin_light = ((skin[0] + DARKEST).ln()) as f32;
    let cells = n / CELL;
    let mut grid = vec![[0.0_f32; CHANNELS]; cells * cells];
    let mut inside = 0;
    let per_sample = 1.0 / (CELL * CELL) as f32;
    for row in 0..n {
        for column in 0..n {
            let at = row * n + column;
            let Some(cell) = grid.get_mut(row / CELL * cells + column / CELL) else { continue };
            let point = place_of(row, column);
            let seen = in_picture(point);
            inside += usize::from(seen);
            let across = if column > 0 && column + 1 < n { light[at + 1] - light[at - 1] } else { 0.0 };
            let down = if row > 0 && row + 1 < n { light[at + n] - light[at - n] } else { 0.0 };
            let strength = across.hypot(down) * per_sample;
            // Half a turn in `DIRECTIONS` bins, each edge shared by the two nearest.
            let bin = down.atan2(across).rem_euclid(std::f32::consts::PI) / std::f32::consts::PI * DIRECTIONS as f32;
            let low = (bin - 0.5).floor();
            let share = bin - 0.5 - low;
            let low = (low + DIRECTIONS as f32) as usize;
            cell[low % DIRECTIONS] += strength * (1.0 - share);
            cell[(low + 1) % DIRECTIONS] += strength * share;
            let belongs = if seen { person.at(point) } else { 0.0 };
            let [lighter, red, yellow] = against(colours[at], skin);
            let rest = &mut cell[DIRECTIONS..];
            rest[1] += skin_likeness(lighter, red, yellow) * f32::from(u8::from(belongs > 0.3)) * per_sample;
            rest[2] += belongs * per_sample;
            rest[3] += (light[at] - skin_light) * per_sample;
            rest[4] += red * per_sample;
            rest[5] += yellow * per_sample;
            rest[6] += red.hypot(yellow).min(4.0) * per_sample;
            let spot = light[at] - smooth[at];
            rest[7] = rest[7].max(spot);
            rest[8] = rest[8].max(-spot);
        }
    }
    normalised(&mut grid, cells);
    Patch { numbers: grid.concat(), inside: inside as f64 / (n * n) as f64, region }
}

/// Added to L before its logarithm is taken, so that noise in the dark is no edge. Chosen by eye.
const DARKEST: f64 = 10.0;

/// Lightness less the skin's, and the distance of a and b from those that the skin would have in this light (a
/// surface's chroma grows with its lightness), tens of a CIELAB unit, at most 3 either way.
fn against(colour: Lab, skin: Lab) -> [f32; 3] {
    let light = (colour[0] / skin[0].max(5.0)).clamp(0.35, 1.3);
    let off = |channel: usize| ((colour[channel] - skin[channel] * light) / 10.0).clamp(-3.0, 3.0) as f32;
    [(colour[0] - skin[0]) as f32, off(1), off(2)]
}

/// How much it is this face's skin, 0..=1. The deviations are the prototype's: 6 of chroma, 22 darker, 16 lighter.
fn skin_likeness(lighter: f32, red: f32, yellow: f32) -> f32 {
    let deviation = if lighter < 0.0 { 22.0 } else { 16.0 };
    let (chroma, light) = (red.hypot(yellow) / 0.6, lighter / deviation);
    (-0.5 * (chroma * chroma + light * light)).exp()
}

/// Each number the mean of the five by five around it.
fn blurred(values: &[f32], n: usize) -> Vec<f32> {
    let row_of = |values: &[f32], step: usize, other: usize| -> Vec<f32> {
        let at = |line: usize, i: usize| values[line * other + i.min(n - 1) * step];
        let mut out = vec![0.0; n * n];
        for line in 0..n {
            for i in 0..n {
                let sum: f32 = (0..5).map(|k| at(line, (i + k).saturating_sub(2))).sum();
                out[line * other + i * step] = sum / 5.0;
            }
        }
        out
    };
    let across = row_of(values, 1, n);
    row_of(&across, n, 1)
}

/// Directions against the strength of all edges around the cell, so that contrast counts little; that strength by its
/// logarithm.
fn normalised(grid: &mut [[f32; CHANNELS]], cells: usize) {
    /// Keeps noise from being taken for edges: the mean change of the lightness' logarithm over two samples.
    const FLOOR: f32 = 0.02;
    let strength: Vec<f32> = grid.iter().map(|cell| cell[..DIRECTIONS].iter().sum()).collect();
    for row in 0..cells {
        for column in 0..cells {
            let near = |at: usize, step: usize| (at + step).saturating_sub(1).min(cells - 1);
            let around = (0..9).map(|k| strength[near(row, k / 3) * cells + near(column, k % 3)]);
            let mean = around.sum::<f32>() / 9.0;
            let cell = &mut grid[row * cells + column];
            cell[..DIRECTIONS].iter_mut().for_each(|value| *value = (*value / (mean + FLOOR)).sqrt());
            cell[DIRECTIONS] = (strength[row * cells + column] + 0.01).ln();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SKIN: Lab = [70.0, 14.0, 18.0];

    fn likeness(colour: Lab) -> f32 {
        let [lighter, red, yellow] = against(colour, SKIN);
        skin_likeness(lighter, red, yellow)
    }

    #[test]
    fn shaded_skin_is_skin_and_hair_and_sky_are_not() {
        assert!(likeness(SKIN) > 0.99);
        assert!(likeness([50.0, 10.0, 12.9]) > 0.6);
        assert!(likeness([15.0, 3.0, 4.0]) < 0.1, "hair");
        assert!(likeness([76.0, -11.8, -37.1]) < 0.01, "the standard blue");
    }

    #[test]
    fn a_mean_of_neighbours_keeps_a_flat_picture_and_spreads_a_dot() {
        assert!(blurred(&[2.0; 64], 8).iter().all(|value| (value - 2.0).abs() < 1e-6));
        let mut dot = [0.0; 64];
        dot[4 * 8 + 4] = 25.0;
        let spread = blurred(&dot, 8);
        assert!((spread[4 * 8 + 4] - 1.0).abs() < 1e-5 && (spread[2 * 8 + 2] - 1.0).abs() < 1e-5);
        assert_eq!(spread[8 + 1], 0.0);
    }

    #[test]
    fn contrast_changes_the_strength_of_edges_and_hardly_their_directions() {
        let grid = |strength: f32| {
            let mut cell = [0.0; CHANNELS];
            cell[2] = strength;
            let mut grid = vec![cell; 4];
            normalised(&mut grid, 2);
            grid[0]
        };
        let (faint, strong) = (grid(0.4), grid(0.8));
        assert!((faint[2] - strong[2]).abs() < 0.02);
        assert!(strong[DIRECTIONS] > faint[DIRECTIONS] + 0.5);
    }
}
