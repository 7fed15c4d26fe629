//! Light and colour on the face: how bright, how even, from where, which cast.
//!
//! [`patch`] lays the face upright on a small square and says which of its pixels are skin; the others take their
//! numbers from it, [`scene`] from the picture around. Skin is compared with this face's own skin, so that every tone
//! is judged alike.

mod backlight;
mod colour;
mod evenness;
mod patch;
mod red_eye;
mod scene;
mod shine;

use super::{Reading, Unmeasured};
use crate::color::Lab;
use crate::face::Mesh;
use crate::frame::Frame;
use crate::geometry::{Photo, Rect};
use crate::segment::Mask;
use patch::Patch;
use scene::Scene;

pub use colour::Colour;

/// How the face is lit.
#[derive(Clone, Debug)]
pub struct Light {
    /// The face's skin as the photo shows it.
    pub skin: Skin,
    /// The skin's lightness as a share of white, 0..=1, and less where the whole picture is dim: so dark skin is told
    /// from little light.
    pub exposure: f64,
    /// How unevenly the light falls on the face, stops; where it is the darker.
    pub unevenness: Reading<Seen>,
    /// How far the light behind the head outshines the face, stops; where it does.
    pub backlight: Reading<Seen>,
    /// Share of the skin that shines white, 0..=1; where.
    pub shine: Seen,
    pub colour: Reading<Colour>,
    /// Share of the redder pupil that is red, 0..=1; where.
    pub red_eye: Reading<Seen>,
}

/// A number, and where in the photo it was taken.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Seen {
    pub value: f64,
    pub region: Rect<Photo>,
}

/// The skin of a face: what it looks like, not what it is; a darker photo makes it darker.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Skin {
    /// Mean CIELAB lightness, 0..=100.
    pub lightness: f64,
    /// CIELAB colour of the lit parts of cheeks and forehead; `None` where they are hidden.
    pub tone: Option<[f64; 3]>,
    pub region: Rect<Photo>,
}

impl Skin {
    /// The individual typology angle of its tone, degrees: above 28 light, below 10 dark (Chardon, Cretois and
    /// Hourseau, Skin colour typology and suntanning pathways, Int. J. Cosmetic Science 13, 1991).
    pub fn typology_deg(&self) -> Option<f64> {
        self.tone.map(|[l, _, b]| (l - 50.0).atan2(b).to_degrees())
    }
}

/// Measures them on the main face's `mesh`; `whole` is the person mask of the whole frame.
pub(crate) fn light(frame: &Frame, mesh: &Mesh, whole: &Mask) -> Reading<Light> {
    let patch = Patch::new(frame, mesh)?;
    let region = mesh.outline().to_photo(frame.scale());
    let lit = patch.lit();
    let tone = lit.map(crate::color::lab_of_light);
    let skin = Skin { lightness: patch.mean_lightness(), tone: tone.ok(), region };
    let scene = Scene::new(frame, mesh, whole);
    Ok(Light {
        exposure: skin.lightness / 100.0 * scene.brightness(),
        skin,
        unevenness: evenness::unevenness(&patch),
        backlight: backlight::backlight(&scene, patch.skin_lightness(0.75)),
        shine: shine::shine(&patch, tone.ok()),
        colour: lit.map(|lit| colour::colour(lit, &patch.colours(), &scene)),
        red_eye: red_eye::red_eye(frame, mesh, tone.ok()),
    })
}

/// Lightness counted in steps, for its quantiles without a sort.
#[derive(Clone, Debug)]
struct Tally {
    /// Of values `low + step`, `low + 2 step` ...
    counts: Vec<u32>,
    low: f64,
    total: u32,
}

impl Tally {
    /// Steps to a unit: a tenth of what two people could tell apart.
    const STEPS: f64 = 10.0;

    /// For values in `low..=high`; those outside count at its ends.
    fn new(low: f64, high: f64) -> Self {
        Self { counts: vec![0; ((high - low) * Self::STEPS) as usize + 1], low, total: 0 }
    }
    fn put(&mut self, value: f64) {
        let last = self.counts.len() - 1;
        // A float to an unsigned integer saturates at zero; one of 32 bits is the quickest made.
        let at = (((value - self.low) * Self::STEPS + 0.5) as u32 as usize).min(last);
        self.counts[at] += 1;
        self.total += 1;
    }
    /// The value that `share`, 0..=1, of all do not exceed; the lowest of nothing.
    fn quantile(&self, share: f64) -> f64 {
        let wanted = (share * f64::from(self.total)).max(1.0);
        let mut below = 0;
        let at = self.counts.iter().position(|count| {
            below += count;
            f64::from(below) >= wanted
        });
        self.low + at.unwrap_or(0) as f64 / Self::STEPS
    }
    /// Share of the values over `value`.
    fn share_over(&self, value: f64) -> f64 {
        let from = ((value - self.low) * Self::STEPS + 0.5) as usize + 1;
        let over: u32 = self.counts.iter().skip(from).sum();
        f64::from(over) / f64::from(self.total.max(1))
    }
}

/// The colours of a picture, by classes of lightness.
#[derive(Clone, Debug, Default)]
struct Variety {
    /// Of each class: pixels, sums of a and b, and of their squares.
    classes: [[f64; 4]; 11],
    pixels: f64,
}

impl Variety {
    /// Width of a class.
    const CLASS: f64 = 10.0;

    fn put(&mut self, [lightness, a, b]: Lab) {
        // A float to an unsigned integer saturates.
        if let Some(class) = self.classes.get_mut((lightness / Self::CLASS) as u32 as usize) {
            let add = [1.0, a, b, a * a + b * b];
            class.iter_mut().zip(add).for_each(|(sum, value)| *sum += value);
            self.pixels += 1.0;
        }
    }
    /// How far colours of equal lightness lie apart, root mean square in CIELAB. A grey or toned picture has one colour
    /// for each lightness: within a class next to none.
    fn apart(&self) -> f64 {
        let inside = |[count, a, b, squares]: &[f64; 4]| squares - (a * a + b * b) / count.max(1.0);
        (self.classes.iter().map(inside).sum::<f64>().max(0.0) / self.pixels.max(1.0)).sqrt()
    }
}

/// 0 at `from` and before, 1 at `to` and after, straight between: a limit without an edge, so that no photo tips over
/// it.
fn ramp(value: f64, from: f64, to: f64) -> f64 {
    ((value - from) / (to - from)).clamp(0.0, 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tally_knows_its_quantiles() {
        let mut tally = Tally::new(-10.0, 100.0);
        (0..=100).for_each(|value| tally.put(f64::from(value)));
        assert_eq!([0.0, 0.5, 1.0].map(|share| tally.quantile(share)), [0.0, 50.0, 100.0]);
        assert!((tally.share_over(89.0) - 11.0 / 101.0).abs() < 1e-9);
        assert_eq!(Tally::new(0.0, 1.0).quantile(0.5), 0.0);
    }

    #[test]
    fn typology_tells_light_from_dark() {
        let angle = |rgb: [f32; 3]| {
            let tone = Some(crate::color::lab(rgb));
            Skin { lightness: 0.0, tone, region: Rect::new(0.0, 0.0, 1.0, 1.0) }.typology_deg().unwrap()
        };
        assert!(angle([232.0, 194.0, 168.0]) > 41.0 && angle([108.0, 73.0, 54.0]) < -30.0);
    }
}
