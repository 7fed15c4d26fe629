//! The face laid upright on a square of linear light, and which of its pixels are skin.

use super::{Reading, Tally, Unmeasured, Variety};
use crate::color;
use crate::face::{Mesh, index};
use crate::frame::{Border, Frame, Region};
use crate::geometry::{Frame as InFrame, Photo, Point, Rect};

/// Side of the square, px: a face is then about 107 high and the eyes 45 apart. Prototype.
const SIDE: usize = 160;

/// The square's side in the face's larger side, as the mesh network sees it.
const MARGIN: f64 = 1.5;

/// Fewer pixels of skin in the square say nothing: a tenth of what a whole face has.
const FEWEST_SKIN_PX: u32 = 400;

/// Around each eye. FACEMESH_LEFT_EYE, FACEMESH_RIGHT_EYE.
#[rustfmt::skip]
const EYES: [[usize; 16]; 2] = [
    [33, 7, 163, 144, 145, 153, 154, 155, 133, 173, 157, 158, 159, 160, 161, 246],
    [263, 249, 390, 373, 374, 380, 381, 382, 362, 398, 384, 385, 386, 387, 388, 466],
];
/// On the upper cheeks, beside the nose, the lower cheeks and the forehead: where skin shows on nearly every face.
/// Prototype.
const BARE: [usize; 9] = [50, 101, 118, 280, 330, 347, 205, 425, 151];
/// Radius of the discs around them, in distances of the eyes. Prototype.
const BARE_RADIUS: f64 = 0.16;

/// A face in linear light, (SIDE, SIDE), rows from the top, eyes level.
pub(super) struct Patch {
    region: Region,
    /// Photo pixels to one of the frame.
    scale: f64,
    /// The mesh's points in the square, px.
    points: Vec<(f64, f64)>,
    /// R G B, 0..=1.
    light: Vec<[f32; 3]>,
    /// CIELAB, 0..=100, of the face; elsewhere 0.
    lightness: Vec<f64>,
    /// The face inside the photo.
    face: Vec<bool>,
    /// The same without eyes and lips.
    skin: Vec<bool>,
    tally: Tally,
}

impl Patch {
    /// Samples the face of `mesh` and finds its skin.
    ///
    /// # Errors
    /// [`Unmeasured::OutOfView`] where hardly any of it lies in the photo.
    pub fn new(frame: &Frame, mesh: &Mesh) -> Reading<Self> {
        let outline = mesh.outline();
        let side = outline.width.max(outline.height) * MARGIN;
        let region = Region::square(outline.centre(), side, mesh.eye_line_deg());
        let sampled = frame.sample(&region, SIDE, Border::Nearest, (0.0, 255.0));
        let linear = color::linear();
        let light: Vec<[f32; 3]> = sampled
            .chunks_exact(3)
            // A float to an integer saturates.
            .map(|rgb| [rgb[0], rgb[1], rgb[2]].map(|value| linear[usize::from((value + 0.5) as u8)]))
            .collect();
        let in_square = |point: Point<InFrame>| {
            let (u, v) = region.locate(point);
            (u * SIDE as f64, v * SIDE as f64)
        };
        let points = (0..=index::RIGHT_IRIS).map(|at| in_square(mesh.point(at))).collect();
        let tally = Tally::new(0.0, 100.0);
        let (lightness, face, skin) = (vec![], vec![], vec![]);
        let mut patch = Self { region, scale: frame.scale(), points, light, lightness, face, skin, tally };
        (patch.face, patch.skin) = patch.find_skin(frame);
        let lightness =
            |(light, face): (&[f32; 3], &bool)| if *face { color::lightness(luminance(*light)) } else { 0.0 };
        patch.lightness = patch.light.iter().zip(&patch.face).map(lightness).collect();
        for (lightness, _) in patch.lightness.iter().zip(&patch.skin).filter(|(_, skin)| **skin) {
            patch.tally.put(*lightness);
        }
        if patch.tally.total < FEWEST_SKIN_PX { Err(Unmeasured::OutOfView) } else { Ok(patch) }
    }

    /// The face, and the skin of it.
    fn find_skin(&self, frame: &Frame) -> (Vec<bool>, Vec<bool>) {
        /// The oval is drawn in by this about its middle, for hair and ears beside it. Prototype.
        const OVAL_SCALE: f64 = 0.95;
        /// The lips are blown up by this, for their soft edge. Prototype.
        const LIPS_SCALE: f64 = 1.15;
        /// Half-axes of an eye with lashes and lids, in distances of the eyes. Prototype.
        const EYE: (f64, f64) = (0.4, 0.24);
        let mut face = vec![false; SIDE * SIDE];
        flip_inside(&mut face, &self.scaled(&index::OVAL, OVAL_SCALE));
        let mut lips = vec![false; SIDE * SIDE];
        flip_inside(&mut lips, &self.scaled(&index::LIPS, LIPS_SCALE));
        let eyes = EYES.map(|eye| self.middle(&eye));
        let (half_width, half_height) = (EYE.0 * self.eyes_px(), EYE.1 * self.eyes_px());
        let mut skin = vec![false; SIDE * SIDE];
        for (at, face) in face.iter_mut().enumerate().filter(|(_, face)| **face) {
            let (x, y) = centre(at);
            let on_eye =
                eyes.iter().any(|eye| ((x - eye.0) / half_width).powi(2) + ((y - eye.1) / half_height).powi(2) <= 1.0);
            let place = self.region.at(x / SIDE as f64, y / SIDE as f64);
            *face = (0.0..frame.width()).contains(&place.x) && (0.0..frame.height()).contains(&place.y);
            skin[at] = *face && !on_eye && !lips[at];
        }
        (face, skin)
    }

    /// The mesh's point `index` in the square, px.
    pub fn point(&self, index: usize) -> (f64, f64) {
        self.points.get(index).copied().unwrap_or((f64::NAN, f64::NAN))
    }
    /// Between the irises, px of the square.
    pub fn eyes_px(&self) -> f64 {
        let (left, right) = (self.point(index::LEFT_IRIS), self.point(index::RIGHT_IRIS));
        (right.0 - left.0).hypot(right.1 - left.1)
    }
    fn middle(&self, indices: &[usize]) -> (f64, f64) {
        let count = indices.len().max(1) as f64;
        let sum = indices.iter().map(|at| self.point(*at)).fold((0.0, 0.0), |sum, p| (sum.0 + p.0, sum.1 + p.1));
        (sum.0 / count, sum.1 / count)
    }
    fn scaled(&self, indices: &[usize], scale: f64) -> Vec<(f64, f64)> {
        let (x, y) = self.middle(indices);
        let grown = |p: (f64, f64)| (x + (p.0 - x) * scale, y + (p.1 - y) * scale);
        indices.iter().map(|at| grown(self.point(*at))).collect()
    }

    /// The lightness that `share`, 0..=1, of the skin does not exceed.
    pub fn skin_lightness(&self, share: f64) -> f64 {
        self.tally.quantile(share)
    }
    /// The mean lightness of the skin.
    pub fn mean_lightness(&self) -> f64 {
        self.skin().map(|(.., lightness)| lightness).sum::<f64>() / f64::from(self.skin_px().max(1))
    }
    /// Pixels of skin.
    pub fn skin_px(&self) -> u32 {
        self.tally.total
    }
    /// Each pixel of skin: its middle in the square, its light, its lightness.
    pub fn skin(&self) -> impl Iterator<Item = ((f64, f64), [f32; 3], f64)> {
        let pixels = self.skin.iter().zip(&self.light).zip(&self.lightness).enumerate();
        pixels
            .filter(|(_, ((skin, _), _))| **skin)
            .map(|(at, ((_, light), lightness))| (centre(at), *light, *lightness))
    }

    /// The colours of the face, eyes and lips included.
    pub fn colours(&self) -> Variety {
        let mut colours = Variety::default();
        let face = self.face.iter().zip(&self.light).filter(|(face, _)| **face);
        face.for_each(|(_, light)| colours.put(color::lab_of_light(light.map(f64::from))));
        colours
    }

    /// The mean light around (`x`, `y`) of the square, `radius` pixels each way; `None` outside the square.
    pub fn around(&self, (x, y): (f64, f64), radius: usize) -> Option<[f64; 3]> {
        let within = 0.0..SIDE as f64;
        if !within.contains(&x) || !within.contains(&y) {
            return None;
        }
        let span = |at: f64| (at as usize).saturating_sub(radius)..(at as usize + radius + 1).min(SIDE);
        mean(span(y).flat_map(|row| span(x).filter_map(move |column| self.light.get(row * SIDE + column)).copied()))
    }

    /// The mean light of the lit skin on cheeks and forehead: of their pixels those between the 40th and the 95th
    /// percentile, so that neither shadow nor shine counts. Prototype.
    ///
    /// # Errors
    /// [`Unmeasured::OutOfView`] where they lie outside the photo.
    pub fn lit(&self) -> Reading<[f64; 3]> {
        const FEWEST_PX: u32 = 50;
        let radius = BARE_RADIUS * self.eyes_px();
        let spots = BARE.map(|at| self.point(at));
        let bare = |(x, y): (f64, f64)| {
            spots.iter().any(|spot| (spot.0 - x).powi(2) + (spot.1 - y).powi(2) <= radius * radius)
        };
        let pixels: Vec<([f32; 3], f64)> =
            self.skin().filter(|(at, ..)| bare(*at)).map(|(_, light, lightness)| (light, lightness)).collect();
        let mut tally = Tally::new(0.0, 100.0);
        pixels.iter().for_each(|(_, lightness)| tally.put(*lightness));
        if tally.total < FEWEST_PX {
            return Err(Unmeasured::OutOfView);
        }
        // A step's width about the quantiles: the tally rounds.
        let (low, high) = (tally.quantile(0.4) - 0.05, tally.quantile(0.95) + 0.05);
        let lit = pixels.iter().filter(|(_, lightness)| (low..=high).contains(lightness)).map(|(light, _)| *light);
        mean(lit).ok_or(Unmeasured::OutOfView)
    }

    /// The box in the photo around places of the square; around the whole square without places.
    pub fn region(&self, places: impl IntoIterator<Item = (f64, f64)>) -> Rect<Photo> {
        let at = |(x, y): (f64, f64)| self.region.at(x / SIDE as f64, y / SIDE as f64).to_photo(self.scale);
        let corners = || [(0.0, 0.0), (SIDE as f64, SIDE as f64)].map(at);
        let around = Rect::around(places.into_iter().map(at)).or_else(|| Rect::around(corners()));
        around.unwrap_or(Rect::new(0.0, 0.0, 0.0, 0.0))
    }
}

/// The middle of the pixel `at`.
fn centre(at: usize) -> (f64, f64) {
    ((at % SIDE) as f64 + 0.5, (at / SIDE) as f64 + 0.5)
}

pub(super) fn luminance(light: [f32; 3]) -> f64 {
    color::luminance(light.map(f64::from))
}

fn mean(lights: impl Iterator<Item = [f32; 3]>) -> Option<[f64; 3]> {
    let mut sum = [0.0; 3];
    let mut count = 0_u32;
    for light in lights {
        for (sum, value) in sum.iter_mut().zip(light) {
            *sum += f64::from(value);
        }
        count += 1;
    }
    (count > 0).then(|| sum.map(|sum| sum / f64::from(count)))
}

/// Flips the pixels of a (SIDE, SIDE) mask whose middles lie inside `polygon`: each edge flips all to its right in the
/// rows that it crosses, so that inside an odd number of flips remains.
fn flip_inside(mask: &mut [bool], polygon: &[(f64, f64)]) {
    let ends = polygon.iter().zip(polygon.iter().cycle().skip(1));
    for ((x0, y0), (x1, y1)) in ends {
        let (top, bottom) = (y0.min(*y1), y0.max(*y1));
        // Rows whose middles lie in top..bottom; a float to an unsigned integer saturates at zero.
        for row in (top + 0.5) as usize..((bottom + 0.5) as usize).min(SIDE) {
            let x = x0 + (row as f64 + 0.5 - y0) / (y1 - y0) * (x1 - x0);
            let from = ((x + 0.5) as usize).min(SIDE);
            mask[row * SIDE + from..(row + 1) * SIDE].iter_mut().for_each(|inside| *inside = !*inside);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_polygon_is_filled_where_it_lies() {
        let mut mask = vec![false; SIDE * SIDE];
        flip_inside(&mut mask, &[(10.0, 20.0), (30.0, 20.0), (30.0, 50.0), (10.0, 50.0)]);
        assert_eq!(mask.iter().filter(|inside| **inside).count(), 20 * 30);
        assert!(mask[20 * SIDE + 10] && mask[49 * SIDE + 29] && !mask[50 * SIDE + 29] && !mask[20 * SIDE + 30]);
    }

    #[test]
    fn a_polygon_that_sticks_out_is_cut() {
        let mut mask = vec![false; SIDE * SIDE];
        flip_inside(&mut mask, &[(-40.0, -30.0), (300.0, -30.0), (300.0, 300.0), (-40.0, 300.0)]);
        assert!(mask.iter().all(|inside| *inside));
        flip_inside(&mut mask, &[(f64::NAN, 1.0), (5.0, f64::NAN)]);
    }
}
