//! Eyes, irises and lips from the refined mesh: how far open, where they look, what the face does.
//!
//! Lengths are shares of the distance between the eyes, which does not change with the expression. [`eyes`] measures
//! lids and irises, [`mouth`] lips and teeth, [`expression`] how far the whole is from a face at rest.

mod expression;
mod eyes;
mod mouth;

use super::{Reading, Unmeasured};
use crate::face::{Mesh, index, pose};
use crate::frame::Frame;
use crate::geometry::{Frame as InFrame, Photo, Point, Rect};

pub use expression::{Expression, Strain};
pub use eyes::Gaze;

/// What eyes, irises and lips do.
#[derive(Clone, Debug, PartialEq)]
pub struct Features {
    /// Between the lids of the eye that is less open, over the distance between the eyes. Shut about 0, narrow eyes
    /// from 0.07 on.
    pub lid_gap: f64,
    /// Around that eye.
    pub narrower_eye: Rect<Photo>,
    /// Around both eyes.
    pub eyes: Rect<Photo>,
    /// Where they look; unmeasured while an eye is shut.
    pub gaze: Reading<Gaze>,
    /// Between the lips, over the distance between the eyes; about 0 when they meet.
    pub lip_gap: f64,
    /// Side of a square as large as all teeth that show, over the distance between the eyes.
    pub teeth: f64,
    /// Around the lips.
    pub mouth: Rect<Photo>,
    /// How far the face is from rest.
    pub expression: Reading<Expression>,
}

/// Eyes nearer than this, px of the frame, have lids and lips of too few pixels: a gap of a twentieth is less than one.
/// Chosen by eye: the smallest labelled faces that are measured well have 22.
const NEAREST_EYES_PX: f64 = 16.0;

/// The face's own axes and measure.
struct Face<'a> {
    mesh: &'a Mesh,
    /// Unit vector down the face, square to the line through the outer eye corners.
    down: (f64, f64),
    /// Between the eyes' middles, px of the frame.
    eye_distance: f64,
    pose: pose::Pose,
}

impl Face<'_> {
    fn at(&self, index: usize) -> Point<InFrame> {
        self.mesh.point(index)
    }

    /// How much lower point `to` lies than point `from`, over the distance between the eyes.
    fn drop(&self, from: usize, to: usize) -> f64 {
        let (from, to) = (self.at(from), self.at(to));
        ((to.x - from.x) * self.down.0 + (to.y - from.y) * self.down.1) / self.eye_distance
    }

    /// Mean of [`Face::drop`] over pairs.
    fn mean_drop(&self, pairs: &[(usize, usize)]) -> f64 {
        pairs.iter().map(|(from, to)| self.drop(*from, *to)).sum::<f64>() / pairs.len().max(1) as f64
    }

    /// Between two points, over the distance between the eyes.
    fn span(&self, a: usize, b: usize) -> f64 {
        self.at(a).distance(self.at(b)) / self.eye_distance
    }

    /// Around points, grown to each side by `margin` distances between the eyes.
    fn around(&self, points: &[usize], margin: f64) -> Rect<InFrame> {
        let Rect { x, y, width, height, .. } =
            Rect::around(points.iter().map(|index| self.at(*index))).unwrap_or(self.mesh.outline());
        let grow = margin * self.eye_distance;
        Rect::new(x - grow, y - grow, width + 2.0 * grow, height + 2.0 * grow)
    }
}

/// Measures them on the main face's `mesh`.
///
/// # Errors
/// [`Unmeasured::TooSmall`] where the face has too few pixels.
pub(crate) fn features(frame: &Frame, mesh: &Mesh) -> Reading<Features> {
    let (left, right) = (mesh.point(index::LEFT_EYE_OUTER), mesh.point(index::RIGHT_EYE_OUTER));
    let across = left.distance(right);
    let eye_distance = left.middle(mesh.point(eyes::LEFT.inner)).distance(right.middle(mesh.point(eyes::RIGHT.inner)));
    if eye_distance.is_nan() || eye_distance < NEAREST_EYES_PX {
        return Err(Unmeasured::TooSmall);
    }
    let down = (-(right.y - left.y) / across, (right.x - left.x) / across);
    let pose = pose::pose(&mesh.plain).ok_or(Unmeasured::NotImplied)?;
    let face = Face { mesh, down, eye_distance, pose };
    let scale = frame.scale();
    let gaps = [&eyes::LEFT, &eyes::RIGHT].map(|eye| eyes::lid_gap(&face, eye));
    let narrower = if gaps[0] <= gaps[1] { &eyes::LEFT } else { &eyes::RIGHT };
    let lid_gap = gaps[0].min(gaps[1]);
    let around = |eye: &eyes::Eye| face.around(&eye.outline(), EYE_MARGIN).to_photo(scale);
    Ok(Features {
        lid_gap,
        narrower_eye: around(narrower),
        eyes: face.around(&[eyes::LEFT.outline(), eyes::RIGHT.outline()].concat(), EYE_MARGIN).to_photo(scale),
        gaze: if lid_gap < eyes::SHUT { Err(Unmeasured::NotImplied) } else { Ok(eyes::gaze(&face)) },
        lip_gap: mouth::lip_gap(&face),
        teeth: mouth::teeth(frame, &face),
        mouth: face.around(&mouth::OUTER, 0.0).to_photo(scale),
        expression: expression::expression(&face),
    })
}

/// Shown around an eye, in distances between the eyes: the lids' points alone are hard to see in a picture.
const EYE_MARGIN: f64 = 0.08;
