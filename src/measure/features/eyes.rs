//! Lids and irises: how far the eyes are open and how far the irises stand from where they stand when they look into
//! the camera.

use super::Face;

/// The mesh's points of one eye. MediaPipe's canonical face model.
pub(super) struct Eye {
    pub outer: usize,
    pub inner: usize,
    /// Upper and lower lid over the eye's middle third, in pairs.
    lids: [(usize, usize); 3],
    /// Corner on the picture's left, corner on its right.
    corners: (usize, usize),
    iris: usize,
}

/// The eye on the picture's left.
pub(super) const LEFT: Eye = Eye {
    outer: 33,
    inner: 133,
    lids: [(160, 144), (159, 145), (158, 153)],
    corners: (33, 133),
    iris: crate::face::index::LEFT_IRIS,
};
/// The eye on the picture's right.
pub(super) const RIGHT: Eye = Eye {
    outer: 263,
    inner: 362,
    lids: [(387, 373), (386, 374), (385, 380)],
    corners: (362, 263),
    iris: crate::face::index::RIGHT_IRIS,
};

impl Eye {
    /// Corners and middles of the lids.
    pub fn outline(&self) -> [usize; 4] {
        [self.outer, self.inner, self.lids[1].0, self.lids[1].1]
    }
}

/// Lids nearer than this leave no iris to be judged. Shut eyes of the labelled photos have up to 0.025, narrow open
/// ones from 0.031 on.
pub(super) const SHUT: f64 = 0.028;

/// Between the lids over the middle third of `eye`, over the distance between the eyes.
pub(super) fn lid_gap(face: &Face, eye: &Eye) -> f64 {
    face.mean_drop(&eye.lids)
}

/// Where the eyes look.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Gaze {
    /// How far the irises stand to the picture's right of where they look into the camera, in widths of an eye.
    pub right: f64,
    /// The same downwards.
    pub down: f64,
}

impl Gaze {
    /// How far away from the camera, whatever the direction, in widths of an eye. A tenth is about 15 degrees.
    pub fn away(&self) -> f64 {
        self.right.hypot(self.down)
    }
}

/// Where irises stand when a face of this turn looks into the camera, in widths of an eye from its middle: to the right
/// for a yaw, down for a pitch (as a line: value at zero, change per degree). Least squares over the labelled photos
/// with `gaze-ahead` ok.
const SIDEWAYS: (f64, f64) = (0.00098, -0.0043);
const DOWNWARDS: (f64, f64) = (-0.067_0, -0.000_425);

/// The gaze: mean over both eyes, less what the head's turn explains.
pub(super) fn gaze(face: &Face) -> Gaze {
    let [left, right] = [&LEFT, &RIGHT].map(|eye| stand(face, eye));
    let mean = |a: f64, b: f64| (a + b) / 2.0;
    let expected = |(start, change): (f64, f64), angle_deg: f64| start + change * angle_deg;
    Gaze {
        right: mean(left.0, right.0) - expected(SIDEWAYS, face.pose.yaw_deg),
        down: mean(left.1, right.1) - expected(DOWNWARDS, face.pose.pitch_deg),
    }
}

/// Where the iris stands between the corners of `eye`, in widths of the eye from its middle: along the line through
/// the corners and square to it, down.
fn stand(face: &Face, eye: &Eye) -> (f64, f64) {
    let (from, to) = (face.at(eye.corners.0), face.at(eye.corners.1));
    let (iris, middle) = (face.at(eye.iris), from.middle(to));
    let width = from.distance(to).max(f64::MIN_POSITIVE);
    let along = ((to.x - from.x) / width, (to.y - from.y) / width);
    let off = ((iris.x - middle.x) / width, (iris.y - middle.y) / width);
    (off.0 * along.0 + off.1 * along.1, off.1 * along.0 - off.0 * along.1)
}
