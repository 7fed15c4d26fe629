//! Mesh to a map: where in the frame a place of the canonical face lies, so that any face can be looked at as if it were
//! straight. A quadratic in the canonical face's x and y, least squares over the mesh: its linear part is turn, size and
//! yaw, the quadratic one the face's roundness as seen from the side.

use super::canonical::VERTICES;
use super::landmarks::Mesh;
use crate::geometry::{Frame as InFrame, Point};

/// 1, x, y, x x, x y, y y.
const TERMS: usize = 6;

/// Canonical lengths are divided by this, cm: half a face's height, so that all terms are of one size.
const UNIT_CM: f64 = 8.0;

/// Of the scale along the middle of the face, so much must be left at a place for it to be seen: beyond, the surface
/// turns away and the quadratic folds over. Chosen by eye on the 7 labelled photos with a yaw over 30 degrees.
const LEAST_SHARE: f64 = 0.2;

/// From the canonical face's plane (cm, x to the picture's right, y up) to the frame.
#[derive(Clone, Debug)]
pub(crate) struct FaceMap {
    x: [f64; TERMS],
    y: [f64; TERMS],
}

fn terms(x: f64, y: f64) -> [f64; TERMS] {
    let (u, v) = (x / UNIT_CM, y / UNIT_CM);
    [1.0, u, v, u * u, u * v, v * v]
}

fn dot(a: &[f64; TERMS], b: &[f64; TERMS]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

impl FaceMap {
    /// The map of `mesh`; `None` where a point is not finite.
    pub fn new(mesh: &Mesh) -> Option<Self> {
        let mut normal = [[0.0; TERMS]; TERMS];
        let (mut to_x, mut to_y) = ([0.0; TERMS], [0.0; TERMS]);
        for (index, [x, y, _]) in VERTICES.iter().enumerate() {
            let (place, seen) = (terms(f64::from(*x), f64::from(*y)), mesh.point(index));
            for (term, row) in place.iter().zip(&mut normal) {
                row.iter_mut().zip(&place).for_each(|(cell, other)| *cell += term * other);
            }
            to_x.iter_mut().zip(&place).for_each(|(sum, term)| *sum += term * seen.x);
            to_y.iter_mut().zip(&place).for_each(|(sum, term)| *sum += term * seen.y);
        }
        let (x, y) = solved(normal, to_x, to_y);
        x.iter().chain(&y).all(|value| value.is_finite()).then_some(Self { x, y })
    }

    /// Where (`x`, `y`) lies in the frame.
    pub fn at(&self, x: f64, y: f64) -> Point<InFrame> {
        let place = terms(x, y);
        Point::new(dot(&self.x, &place), dot(&self.y, &place))
    }

    /// Frame pixels to a centimetre, at the middle of the face.
    pub fn px_per_cm(&self) -> f64 {
        self.area(0.0, 0.0).abs().sqrt() / UNIT_CM
    }

    /// Whether the surface at (`x`, `y`) is turned enough to the camera to be seen.
    pub fn shows(&self, x: f64, y: f64) -> bool {
        // Both areas are negative: y is up on one side and down on the other.
        self.area(x, y) < LEAST_SHARE * self.area(0.0, y)
    }

    /// Signed area that a small square of the plane covers in the frame, of a square of [`UNIT_CM`].
    fn area(&self, x: f64, y: f64) -> f64 {
        let (u, v) = (x / UNIT_CM, y / UNIT_CM);
        let along = |c: &[f64; TERMS]| (c[1] + 2.0 * u * c[3] + v * c[4], c[2] + 2.0 * v * c[5] + u * c[4]);
        let ((xu, xv), (yu, yv)) = (along(&self.x), along(&self.y));
        xu * yv - xv * yu
    }
}

/// The two solutions of a positive definite system, by Gauss and Jordan. The matrix depends on the canonical face
/// alone, so it is known to be well conditioned.
fn solved(mut a: [[f64; TERMS]; TERMS], mut b: [f64; TERMS], mut c: [f64; TERMS]) -> ([f64; TERMS], [f64; TERMS]) {
    for pivot in 0..TERMS {
        let (row, scale) = (a[pivot], a[pivot][pivot]);
        let (from_b, from_c) = (b[pivot] / scale, c[pivot] / scale);
        for other in (0..TERMS).filter(|other| *other != pivot) {
            let factor = a[other][pivot] / scale;
            a[other].iter_mut().zip(&row).for_each(|(cell, above)| *cell -= factor * above);
            b[other] -= factor * row[pivot] * from_b;
            c[other] -= factor * row[pivot] * from_c;
        }
        a[pivot] = row.map(|cell| cell / scale);
        (b[pivot], c[pivot]) = (from_b, from_c);
    }
    (b, c)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The canonical face, 7 px to a centimetre, moved, turned by `yaw` about the vertical.
    fn seen(yaw_deg: f64) -> Mesh {
        let (sin, cos) = yaw_deg.to_radians().sin_cos();
        let place = |[x, y, z]: [f32; 3]| {
            let (x, y, z) = (f64::from(x), f64::from(y), f64::from(z));
            Point::new(300.0 + 7.0 * (x * cos + z * sin), 200.0 - 7.0 * y)
        };
        Mesh::of_points(VERTICES.map(place).to_vec())
    }

    #[test]
    fn a_straight_face_maps_onto_itself() {
        let map = FaceMap::new(&seen(0.0)).unwrap();
        assert!(map.at(3.0, -2.0).distance(Point::new(321.0, 214.0)) < 1e-9);
        assert!((map.px_per_cm() - 7.0).abs() < 1e-9);
        assert!(map.shows(6.0, 2.0) && map.shows(-6.0, -7.0));
    }

    #[test]
    fn the_far_cheek_of_a_turned_face_does_not_show() {
        let map = FaceMap::new(&seen(45.0)).unwrap();
        assert!(map.shows(-4.0, 0.0) != map.shows(4.0, 0.0));
    }

    #[test]
    fn nonsense_has_no_map() {
        assert!(FaceMap::new(&Mesh::of_points(Vec::new())).is_none());
    }
}
