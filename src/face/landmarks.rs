//! The mesh network: a square around a face to 478 points of the frame.
//!
//! The square is turned so that the eyes are level; a second pass around the first mesh's own outline is worth its time
//! (the detector's box is rough). The refined lips, eyes and irises take the place of the plain mesh's points.

use super::*;
use crate::network::NetworkKind;

/// Input side of the network, px.
const SIDE: usize = NetworkKind::FaceMesh.side();

/// Side of the square in the face's larger side. MediaPipe face_landmark_front: 1.5.
const MARGIN: f64 = 1.5;

/// Points of the plain mesh; five of each iris come after.
const PLAIN: usize = 468;

/// Names for the points that are used. MediaPipe's canonical face model; left and right are the picture's.
pub(crate) mod index {
    pub const FOREHEAD: usize = 10;
    pub const CHIN: usize = 152;
    pub const LEFT_EYE_OUTER: usize = 33;
    pub const RIGHT_EYE_OUTER: usize = 263;
    pub const LEFT_CHEEK: usize = 234;
    pub const RIGHT_CHEEK: usize = 454;
    pub const LEFT_IRIS: usize = 468;
    pub const RIGHT_IRIS: usize = 473;
    /// Around the face, clockwise from the forehead. MediaPipe face_mesh_connections, FACE_OVAL.
    #[rustfmt::skip]
    pub const OVAL: [usize; 36] = [
        10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377, 152, 148, 176, 149, 150,
        136, 172, 58, 132, 93, 234, 127, 162, 21, 54, 103, 67, 109,
    ];
    /// Around the lips. FACEMESH_LIPS, outer.
    #[rustfmt::skip]
    pub const LIPS: [usize; 20] = [
        61, 146, 91, 181, 84, 17, 314, 405, 321, 375, 291, 409, 270, 269, 267, 0, 37, 39, 40, 185,
    ];
}

/// A mesh point: x and y in the frame, z in the frame's pixels with the same scale, away from the camera.
pub(crate) type Vertex = [f64; 3];

/// The points of one face.
#[derive(Clone, Debug)]
pub(crate) struct Mesh {
    /// 478: the mesh with lips and eyes refined, then left iris (468, centre first) and right iris (473).
    points: Vec<Point<InFrame>>,
    /// The 468 unrefined points with depth, for the pose.
    pub plain: Vec<Vertex>,
    /// The network's own belief that this is a face; over 0 is likelier than not.
    pub face_logit: f64,
}

impl Mesh {
    /// A mesh of these points alone.
    #[cfg(test)]
    pub fn of_points(points: Vec<Point<InFrame>>) -> Self {
        Self { points, plain: Vec::new(), face_logit: 0.0 }
    }
    /// The point `index`, 0..478.
    pub fn point(&self, index: usize) -> Point<InFrame> {
        // Both networks' outputs are checked for their length before a mesh is made.
        self.points.get(index).copied().unwrap_or(Point::new(f64::NAN, f64::NAN))
    }
    /// Around the plain mesh.
    pub fn outline(&self) -> Rect<InFrame> {
        let plain = self.plain.iter().map(|[x, y, _]| Point::new(*x, *y));
        Rect::around(plain).unwrap_or(Rect::new(0.0, 0.0, 0.0, 0.0))
    }
    /// Forehead to chin, px of the frame.
    pub fn height(&self) -> f64 {
        self.point(index::FOREHEAD).distance(self.point(index::CHIN))
    }
    /// Cheek to cheek, px of the frame.
    pub fn width(&self) -> f64 {
        self.point(index::LEFT_CHEEK).distance(self.point(index::RIGHT_CHEEK))
    }
    /// Turn of the line through the outer eye corners, degrees clockwise.
    pub fn eye_line_deg(&self) -> f64 {
        angle_deg(self.point(index::LEFT_EYE_OUTER), self.point(index::RIGHT_EYE_OUTER))
    }
}

fn angle_deg(from: Point<InFrame>, to: Point<InFrame>) -> f64 {
    (to.y - from.y).atan2(to.x - from.x).to_degrees()
}

/// The mesh of the face at `found`.
///
/// # Errors
/// When the network fails.
pub(crate) fn mesh(frame: &Frame, mesher: &dyn Network, found: &Detection) -> Result<Mesh, ModelError> {
    let side = found.rect.width.max(found.rect.height) * MARGIN;
    let first =
        pass(frame, mesher, &Region::square(found.rect.centre(), side, angle_deg(found.eyes[0], found.eyes[1])))?;
    let outline = first.outline();
    let side = outline.width.max(outline.height) * MARGIN;
    pass(frame, mesher, &Region::square(outline.centre(), side, first.eye_line_deg()))
}

fn pass(frame: &Frame, mesher: &dyn Network, region: &Region) -> Result<Mesh, ModelError> {
    let outputs = mesher.run(frame.sample(region, SIDE, Border::Nearest, (0.0, 1.0)))?;
    let unit = |value: f32| f64::from(value) / SIDE as f64;
    let place = |pair: &[f32]| match pair {
        [x, y, ..] => region.at(unit(*x), unit(*y)),
        _ => region.centre,
    };
    let part = |at: usize| outputs.get(at).map(Vec::as_slice).unwrap_or_default();
    let plain: Vec<Vertex> = part(0)
        .chunks_exact(3)
        .map(|xyz| {
            let at = place(xyz);
            [at.x, at.y, unit(xyz[2]) * region.width]
        })
        .collect();
    let mut points: Vec<_> = plain.iter().map(|[x, y, _]| Point::new(*x, *y)).collect();
    let right_eye = RIGHT_EYE.iter();
    let parts = [(1, LIPS.iter()), (2, LEFT_EYE.iter()), (3, right_eye)];
    for (at, indices) in parts {
        for (pair, index) in part(at).chunks_exact(2).zip(indices) {
            if let Some(point) = points.get_mut(usize::from(*index)) {
                *point = place(pair);
            }
        }
    }
    points.truncate(PLAIN);
    points.extend([4, 5].into_iter().flat_map(|at| part(at).chunks_exact(2)).map(place));
    let face_logit = part(6).first().map_or(f64::NEG_INFINITY, |logit| f64::from(*logit));
    Ok(Mesh { points, plain, face_logit })
}

/// Mesh index of each refined lip point, in the network's order. MediaPipe attention mesh, lips_refinement_info.
#[rustfmt::skip]
const LIPS: [u16; 80] = [
    61, 146, 91, 181, 84, 17, 314, 405, 321, 375, 291, 185, 40, 39, 37, 0, 267, 269, 270, 409, 78, 95, 88, 178, 87, 14, 317,
    402, 318, 324, 308, 191, 80, 81, 82, 13, 312, 311, 310, 415, 76, 77, 90, 180, 85, 16, 315, 404, 320, 307, 306, 184, 74,
    73, 72, 11, 302, 303, 304, 408, 62, 96, 89, 179, 86, 15, 316, 403, 319, 325, 292, 183, 42, 41, 38, 12, 268, 271, 272,
    407,
];

/// The same for the picture's left eye and brow. left_eye_refinement_info.
#[rustfmt::skip]
const LEFT_EYE: [u16; 71] = [
    33, 7, 163, 144, 145, 153, 154, 155, 133, 246, 161, 160, 159, 158, 157, 173, 130, 25, 110, 24, 23, 22, 26, 112, 243,
    247, 30, 29, 27, 28, 56, 190, 226, 31, 228, 229, 230, 231, 232, 233, 244, 113, 225, 224, 223, 222, 221, 189, 35, 124,
    46, 53, 52, 65, 143, 111, 117, 118, 119, 120, 121, 128, 245, 156, 70, 63, 105, 66, 107, 55, 193,
];

/// The same for the picture's right eye: [`LEFT_EYE`] mirrored by the canonical face. right_eye_refinement_info.
#[rustfmt::skip]
const RIGHT_EYE: [u16; 71] = [
    263, 249, 390, 373, 374, 380, 381, 382, 362, 466, 388, 387, 386, 385, 384, 398, 359, 255, 339, 254, 253, 252, 256,
    341, 463, 467, 260, 259, 257, 258, 286, 414, 446, 261, 448, 449, 450, 451, 452, 453, 464, 342, 445, 444, 443, 442,
    441, 413, 265, 353, 276, 283, 282, 295, 372, 340, 346, 347, 348, 349, 350, 357, 465, 383, 300, 293, 334, 296, 336,
    285, 417,
];
