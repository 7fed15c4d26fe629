//! The skin's own texture: of many tiles of the face that of the smoothest.
//!
//! A beauty filter flattens the skin wherever it is skin and leaves hair, brows, lips and wrinkles, so what is smoothest
//! tells, not what is usual: a beard or freckles stay as rough as they are.

use super::plane::{Plane, quantile};
use super::{Reading, Unmeasured};
use crate::face::{Mesh, index};
use crate::frame::Level;
use crate::geometry::{Frame as InFrame, Point, Polygon};

/// The two blurs between which pores and fine hair lie, over the eyes' distance: in the finished picture 0.7 and 2.4 px.
const FINE: f64 = 0.007;
const COARSE: f64 = 0.025;

/// Side of a tile over the eyes' distance; tiles overlap by half. And the share of tiles that are smoother than the
/// answer, which leaves out single ones in glare. Chosen on the half of the labelled photos that is not held back, of
/// three sides, two steps, nine shares and five bands, as what catches most strongly smoothed copies (tests/origin) at no
/// more than an alarm on the clean ones. Of 87 faces, some made by a model: 64 of 68 copies, 1 of 35 clean ones; held
/// back 80 of 86 and 4 of 42. With tiles of 0.16 and shares of up to 5 in 100 it is 88 to 95 in 100. The former measure,
/// the second smoothest of seven patches, caught 9 of 24.
const TILE: f64 = 0.13;
const SMOOTHER: f32 = 0.015;
const SMALLEST_TILE_PX: usize = 6;

/// Fewer tiles say nothing; a whole face has over 200.
const FEWEST: usize = 8;

/// A tile darker or brighter than this on the mean, levels, shows no texture in any photo. From 50 on darker skin is warned
/// of less often, but strong smoothing is caught in 57 of 64 copies instead of 58.
const LIT: std::ops::Range<f32> = 25.0..235.0;

/// Rounding to whole levels alone has a deviation of 1/sqrt(12), of which the band keeps 0.4. A tile with less than that
/// was never photographed: a coder's empty block, or filled in.
const ROUNDING: f32 = 0.11;

/// Deviation over the median of the distances from the middle, of a normal distribution.
const PER_MEDIAN: f32 = 1.4826;

/// The oval is drawn in by this about its middle, for hair and ears beside it, and what is no skin blown up. By eye.
const OVAL_SCALE: f64 = 0.95;
const FEATURE_SCALE: f64 = 1.08;

/// Around the face are ears, hair and neck, as far from the camera as the face: between the oval blown up by these.
/// By eye, as what follows but [`SHARP`].
const AROUND: (f64, f64) = (1.15, 1.7);
/// Of the detail around the face and that of the eyes these shares are less.
const SHARPEST: (f32, f32) = (0.98, 0.9);
/// Levels. From 8 to 12 the copies that [`sharper_around`] tells of are told apart alike, within 5 in 100.
const SHARP: f32 = 10.5;
/// Half of an eye's width and height over the eyes' distance.
const EYE: (f64, f64) = (0.28, 0.16);

/// Around each eye with its brow, the lips and the nostrils: MediaPipe's canonical face.
const FEATURES: [&[usize]; 4] = [
    &[70, 63, 105, 66, 107, 55, 193, 245, 128, 121, 120, 119, 118, 117, 111, 35, 124, 46],
    &[300, 293, 334, 296, 336, 285, 417, 465, 357, 350, 349, 348, 347, 346, 340, 265, 353, 276],
    &index::LIPS,
    &[98, 97, 2, 326, 327, 4],
];

/// Where the skin is looked at: the face without its features, in the pixels of a plane.
struct Bare {
    oval: Polygon<InFrame>,
    features: [Polygon<InFrame>; 4],
    /// Of the plane's first pixel, and pixels of the mesh's frame to one of the plane's.
    origin: (f64, f64),
    shrink: f64,
}

impl Bare {
    /// Whether the square tile at (`x`, `y`) is skin: nine points of it.
    fn holds(&self, x: usize, y: usize, side: usize) -> bool {
        (0..9).all(|at| {
            let (x, y) = ((x + side * (at % 3) / 2) as f64, (y + side * (at / 3) / 2) as f64);
            let point = Point::new((self.origin.0 + x) * self.shrink, (self.origin.1 + y) * self.shrink);
            self.oval.holds(point) && !self.features.iter().any(|feature| feature.holds(point))
        })
    }
}

/// Deviation of brightness between the two blurs on the smoothest skin, in levels; robust, so that a mole does not count.
/// `level` is `shrink` times smaller than the mesh's frame, the eyes are `eyes_px` apart in it.
///
/// # Errors
/// [`Unmeasured::OutOfView`] where hardly any skin is lit and in the photo.
pub(super) fn texture(level: &Level, mesh: &Mesh, eyes_px: f64, shrink: f64) -> Reading<f64> {
    let outline = |indices: &[usize], scale: f64| Polygon::new(indices.iter().map(|at| mesh.point(*at))).grown(scale);
    let oval = outline(&index::OVAL, OVAL_SCALE);
    let bounds = oval.bounds.ok_or(Unmeasured::OutOfView)?;
    let (fine, coarse) = (FINE * eyes_px, COARSE * eyes_px);
    let reach = (3.0 * coarse).ceil();
    let first = |at: f64| (at / shrink - reach).round().max(0.0);
    let origin = (first(bounds.x), first(bounds.y));
    let last = [bounds.right(), bounds.bottom()].map(|at| at / shrink + reach);
    let plane = Plane::of(level, [origin.0, origin.1, last[0], last[1]]);
    let bare = Bare { oval, features: FEATURES.map(|indices| outline(indices, FEATURE_SCALE)), origin, shrink };
    let band = plane.between(fine as f32, coarse as f32);
    // A float to an unsigned integer saturates.
    let side = ((TILE * eyes_px).round() as usize).max(SMALLEST_TILE_PX);
    let mut textures = tiles(&plane, &band, side, |x, y| bare.holds(x, y, side));
    if textures.len() < FEWEST {
        return Err(Unmeasured::OutOfView);
    }
    quantile(&mut textures, SMOOTHER).map(f64::from).ok_or(Unmeasured::OutOfView)
}

/// The texture of each lit tile of `side` px that `is_skin`; `band` holds distances from the middle.
fn tiles(plane: &Plane, band: &Plane, side: usize, is_skin: impl Fn(usize, usize) -> bool) -> Vec<f32> {
    let starts = |length: usize| (0..=length.saturating_sub(side)).step_by((side / 2).max(1));
    let mut apart = Vec::with_capacity(side * side);
    let mut textures = Vec::new();
    for (x, y) in starts(plane.height).flat_map(|y| starts(plane.width).map(move |x| (x, y))) {
        if x + side > plane.width || y + side > plane.height || !is_skin(x, y) {
            continue;
        }
        let light: f32 = (y..y + side).flat_map(|y| &plane.row(y)[x..x + side]).sum();
        if LIT.contains(&(light / (side * side) as f32)) {
            apart.clear();
            (y..y + side).for_each(|y| apart.extend_from_slice(&band.row(y)[x..x + side]));
            let texture = quantile(&mut apart, 0.5).map(|median| median * PER_MEDIAN);
            textures.extend(texture.filter(|texture| *texture > ROUNDING));
        }
    }
    textures
}

/// Whether hair, ears and neck are sharp, and sharper than the eyes: then a smooth face is not the lens's work. Takes some
/// milliseconds: ask only where it matters.
///
/// Of 113 clean copies of labelled photos that a blur of 0.8 to 3.5 % of the eyes' distance left smooth 8 are taken for
/// sharper around, of 17 that were smoothed strongly and look blurred 15.
pub(super) fn sharper_around(level: &Level, mesh: &Mesh, eyes_px: f64, shrink: f64) -> bool {
    let face = Polygon::new(index::OVAL.iter().map(|at| mesh.point(*at)));
    let (face, head) = (face.grown(AROUND.0), face.grown(AROUND.1));
    let Some(bounds) = head.bounds else { return false };
    let sides = [bounds.x, bounds.y, bounds.right(), bounds.bottom()].map(|side| (side / shrink).round().max(0.0));
    let plane = Plane::of(level, sides);
    let band = plane.between((FINE * eyes_px) as f32, (COARSE * eyes_px) as f32);
    let eyes = [index::LEFT_IRIS, index::RIGHT_IRIS].map(|eye| mesh.point(eye));
    let (half_width, half_height) = (EYE.0 * eyes_px * shrink, EYE.1 * eyes_px * shrink);
    let on_eye = |at: Point<InFrame>| {
        eyes.iter().any(|eye| (at.x - eye.x).abs() < half_width && (at.y - eye.y).abs() < half_height)
    };
    let (mut around, mut inside) = (Vec::new(), Vec::new());
    for (x, y) in band.inner(0) {
        let at = Point::new((sides[0] + x as f64) * shrink, (sides[1] + y as f64) * shrink);
        if on_eye(at) {
            inside.push(band.row(y)[x]);
        } else if head.holds(at) && !face.holds(at) {
            around.push(band.row(y)[x]);
        }
    }
    let (around, eyes) = (quantile(&mut around, SHARPEST.0), quantile(&mut inside, SHARPEST.1));
    around.zip(eyes).is_some_and(|(around, eyes)| around > SHARP.max(eyes))
}

#[cfg(test)]
mod tests {
    use super::super::plane::tests::{SIDE, grainy};
    use super::*;

    /// The middle one of the tiles' textures.
    fn usual(plane: &Plane) -> Option<f32> {
        quantile(&mut tiles(plane, &plane.between(0.7, 2.5), 16, |_, _| true), 0.5)
    }

    #[test]
    fn smoother_skin_has_less_texture() {
        let steps = [0.0_f32, 1.0, 2.0]
            .map(|sigma| if sigma == 0.0 { usual(&grainy(3.0)) } else { usual(&grainy(3.0).blurred(sigma)) });
        assert!(steps[0] > Some(1.0) && steps[1] < steps[0] && steps[2] < steps[1], "{steps:?}");
    }

    #[test]
    fn a_slope_is_no_texture_and_neither_it_nor_the_dark_says_anything() {
        assert_eq!(usual(&grainy(0.0)), None);
        let dark = Plane { values: vec![9.0; SIDE * SIDE], ..grainy(0.0) };
        assert!(tiles(&dark, &dark.between(0.7, 2.5), 16, |_, _| true).is_empty());
    }

    #[test]
    fn only_skin_counts_and_small_planes_have_none() {
        let plane = grainy(3.0);
        let band = plane.between(0.7, 2.5);
        assert_eq!(tiles(&plane, &band, 16, |x, _| x >= 56).len(), tiles(&plane, &band, 16, |_, _| true).len() / 2);
        assert!(tiles(&plane, &band, SIDE + 1, |_, _| true).is_empty());
    }
}
