//! Fine detail: focus, noise, compression, smoothing, borders, and whether it is a photograph at all.
//!
//! What is asked is how the finished picture of 480 x 640 px will look, where the eyes are about 95 px apart: the face is
//! read from the copy whose eyes are 80 to 160 px apart, or from the largest copy where they are nearer.

mod blocks;
mod border;
mod drawn;
mod focus;
mod grain;
mod plane;
mod skin;

use super::{Reading, Unmeasured};
use crate::face::{Mesh, index};
use crate::frame::Frame;
use crate::geometry::{Photo, Point, Rect};
use plane::Plane;

pub use border::Border;
pub use drawn::Drawn;

/// What the fine detail says.
#[derive(Clone, Debug)]
pub struct Detail {
    pub face: Reading<FaceDetail>,
    /// Height of the seams between a coder's blocks, levels.
    pub seams: Reading<f64>,
    pub border: Border,
    /// Photo pixels to a pixel of the copy that was looked at.
    pub scale: f64,
}

/// What the fine detail of the main face says.
#[derive(Clone, Debug)]
pub struct FaceDetail {
    /// Where it was looked at.
    pub region: Rect<Photo>,
    /// Deviation of the Gaussian that would blur a sharp picture as much, over the distance of the eyes.
    pub blur: Reading<f64>,
    /// Deviation of the noise, levels.
    pub noise: Reading<f64>,
    /// Deviation of the skin's own texture where it is smoothest, levels.
    pub texture: Reading<f64>,
    /// Whether the face is blurred and what is around it is not, so that a smooth skin is not the lens's work.
    pub sharper_around: bool,
    pub drawn: Reading<Drawn>,
}

/// Blur over the eyes' distance from which smooth skin may be the lens's work: the end of the check `sharp`'s limit, which
/// has its source.
pub(crate) const BLURRED: f64 = 0.018;

/// Distance of the eyes for which the copy is chosen, px, at least. See the head of this file.
const EYES_PX: f64 = 80.0;

/// The eyes' distance of a turned head, from the height of its face: as much as a frontal one's. The canonical face has
/// 0.43; a little less, so that frontal ones keep their own.
const EYES_PER_HEIGHT: f64 = 0.4;

/// Nearer eyes than these, px of the copy, say nothing of: lines and fills; noise; texture. Noise and texture of a
/// smaller face are its features. Chosen by eye on the smallest labelled ones (10, 23 and 25 px).
const FEWEST_PX: [f64; 3] = [16.0, 40.0, 50.0];

/// A pixel blurs by about this much itself, px: a sharp lens, a sensor's aperture and its colour filter. A face of few
/// pixels is as poor as a blurred one.
const OWN_BLUR_PX: f64 = 0.45;

/// Where the photo has more pixels than the copy, and the eyes are nearer than this in the copy, px, its own sharpness
/// is not known.
const FOCUS_PX: f64 = 40.0;

/// Measures it, of the face too where `mesh` gives one.
pub(crate) fn detail(frame: &Frame, mesh: Option<&Mesh>) -> Reading<Detail> {
    Ok(Detail {
        face: mesh.ok_or(Unmeasured::NoFace).and_then(|mesh| face(frame, mesh)),
        seams: seams(frame, mesh),
        border: border::border(frame),
        scale: frame.scale(),
    })
}

fn face(frame: &Frame, mesh: &Mesh) -> Reading<FaceDetail> {
    let (left, right) = (mesh.point(index::LEFT_IRIS), mesh.point(index::RIGHT_IRIS));
    let eyes = left.distance(right).max(EYES_PER_HEIGHT * mesh.height());
    if !eyes.is_normal() {
        return Err(Unmeasured::NotImplied);
    }
    let long = frame.width().max(frame.height());
    let (level, shrink) = frame.level_of((long * EYES_PX / eyes).ceil() as usize);
    let eyes_px = eyes / shrink;
    let outline = mesh.outline();
    let bounds = [outline.x, outline.y, outline.right(), outline.bottom()].map(|side| side / shrink);
    let whole = Plane::of(level, bounds);
    let squares = |side: usize| -> Vec<f32> {
        (0..side).map(|at| ((2.0 * at as f32 + 1.0) / side as f32 - 1.0).powi(2)).collect()
    };
    let (across, down) = (squares(whole.width), squares(whole.height));
    let oval = |x: usize, y: usize| across[x] + down[y] < OVAL;
    let of_size = |fewest_px: f64| if eyes_px < fewest_px { Err(Unmeasured::TooSmall) } else { Ok(()) };
    let [for_drawn, for_noise, for_texture] = FEWEST_PX.map(of_size);
    let noise = grain::noise(&whole, oval).ok_or(Unmeasured::NotImplied);
    let focus = around_eyes(left.middle(right), eyes);
    let part = Plane::of(level, focus.map(|side| side / shrink));
    let blur = blur(&part, noise.unwrap_or_default(), eyes_px, frame.scale() * shrink, shrink);
    let blurred = blur.is_ok_and(|blur| blur > BLURRED);
    Ok(FaceDetail {
        region: outline.to_photo(frame.scale()),
        blur,
        noise: for_noise.and(noise).map(f64::from),
        texture: for_texture.and_then(|()| skin::texture(level, mesh, eyes_px, shrink)),
        sharper_around: blurred && skin::sharper_around(level, mesh, eyes_px, shrink),
        drawn: for_drawn.and_then(|()| drawn::drawn(&whole, oval).ok_or(Unmeasured::NotImplied)),
    })
}

/// Square of the oval's half-axes that count as face, of those of its box.
const OVAL: f32 = 0.85;

/// From over the brows to under the lips: what must be in focus. Left, top, right, bottom.
fn around_eyes(middle: Point<crate::geometry::Frame>, eyes: f64) -> [f64; 4] {
    [middle.x - 0.9 * eyes, middle.y - 0.5 * eyes, middle.x + 0.9 * eyes, middle.y + 1.35 * eyes]
}

/// The blur of `part`, whose eyes are `eyes_px` apart, over their distance; `scale`: photo pixels to one of its pixels.
fn blur(part: &Plane, noise: f32, eyes_px: f64, scale: f64, shrink: f64) -> Reading<f64> {
    let own = OWN_BLUR_PX / scale;
    if scale / shrink > 1.0 && eyes_px < FOCUS_PX {
        return Err(Unmeasured::TooSmall);
    }
    let seen = focus::blur_px(part, noise).ok_or(Unmeasured::NotImplied)?;
    Ok(seen.hypot(own) / eyes_px)
}

/// The coder's seams in the face, or in the middle where there is none: a plain background has no seams at any quality.
fn seams(frame: &Frame, mesh: Option<&Mesh>) -> Reading<f64> {
    /// Longest side of what is looked at, px of the copy: 64 seams each way.
    const LONGEST: f64 = 512.0;
    let period = blocks::BLOCK_PX / frame.scale();
    if period < blocks::SMALLEST_PX {
        return Err(Unmeasured::NotImplied);
    }
    let whole = frame.whole();
    let (centre, width, height) = match mesh.map(Mesh::outline) {
        Some(face) => (face.centre(), face.width, face.height),
        None => (whole.centre, whole.width, whole.height),
    };
    let (x, y) = (width.min(LONGEST) / 2.0, height.min(LONGEST) / 2.0);
    let (level, _) = frame.level_of(usize::MAX);
    let part = Plane::of(level, [centre.x - x, centre.y - y, centre.x + x, centre.y + y]);
    blocks::seams(&part, period).ok_or(Unmeasured::TooSmall)
}
