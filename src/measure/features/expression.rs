//! How far a face is from rest: the largest of a few movements, each over the most that the labelled photos of calm
//! or lightly smiling people show.

use super::{Face, mouth};
use crate::measure::{Reading, Unmeasured};

/// What the face does most.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Expression {
    pub strain: Strain,
    /// How much of it: 0 at rest, 1 the most that is still natural.
    pub amount: f64,
}

/// One movement of the face.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Strain {
    /// The mouth drawn wide: a broad laugh.
    Laugh,
    /// The jaw dropped: a shout, a yawn.
    Gape,
    /// The corners of the mouth pulled down.
    Sulk,
    /// The inner ends of the brows raised: surprise, fear.
    RaisedBrows,
    /// One corner of the mouth higher than the other.
    Crooked,
}

/// Turned further than this, degrees of yaw or pitch, the mouth's shape is the perspective's and not the person's.
/// Chosen by eye: the `fault` photos of `facing-camera` and `chin-level` read as sulking beyond it.
const LARGEST_TURN_DEG: f64 = 15.0;

/// The middle of the faces at rest and how far from it the outermost natural ones are, a fifth added: lengths in
/// distances between the eyes, over 51 labelled photos with lips and teeth in order. Width of the mouth (largest
/// 0.95), inner brows over the inner eye corners (0.30); drop of the lips' middle under their corners and slope of the
/// corners, in widths of the mouth (-0.09; 0.08). A parted mouth counts from the widest gap of a quiet smile.
const MOUTH_WIDTH: (f64, f64) = (0.80, 0.20);
const BROW_HEIGHT: (f64, f64) = (0.207, 0.13);
const CORNER_LIFT: (f64, f64) = (0.062, -0.18);
const CORNER_SLOPE: (f64, f64) = (0.0, 0.12);
const LIP_GAP: (f64, f64) = (0.0, 0.2);

/// # Errors
/// [`Unmeasured::NotImplied`] on a face that is turned too far for all but a dropped jaw.
pub(super) fn expression(face: &Face) -> Reading<Expression> {
    let amount = |value: f64, (rest, range): (f64, f64)| ((value - rest) / range).max(0.0);
    let gape = Expression { strain: Strain::Gape, amount: amount(mouth::lip_gap(face), LIP_GAP) };
    if face.pose.yaw_deg.abs() > LARGEST_TURN_DEG || face.pose.pitch_deg.abs() > LARGEST_TURN_DEG {
        return if gape.amount > 1.0 { Ok(gape) } else { Err(Unmeasured::NotImplied) };
    }
    let [left, right] = mouth::CORNERS;
    let width = face.span(left, right);
    // Middles of the upper lip's upper and of the lower lip's lower edge.
    let lift = (face.drop(left, 0) + face.drop(right, 0) + face.drop(left, 17) + face.drop(right, 17)) / 4.0 / width;
    let slope = face.drop(right, left).abs() / width;
    let brows = face.mean_drop(&[(55, 133), (285, 362)]);
    let strains = [
        (Strain::Laugh, amount(width, MOUTH_WIDTH)),
        (Strain::Sulk, amount(lift, CORNER_LIFT)),
        (Strain::RaisedBrows, amount(brows, BROW_HEIGHT)),
        (Strain::Crooked, amount(slope, CORNER_SLOPE)),
    ];
    let more = |most: Expression, (strain, amount): (Strain, f64)| {
        if amount > most.amount { Expression { strain, amount } } else { most }
    };
    Ok(strains.into_iter().fold(gape, more))
}
