//! The mesh's points to the head's angles: the rotation that lays the canonical face onto them best, least squares
//! (B. K. P. Horn, "Closed-form solution of absolute orientation using unit quaternions", JOSA A 4, 1987).

use super::canonical::VERTICES;
use super::landmarks::Vertex;

/// The head's turn, degrees. ISO/IEC 29794-5's axes: yaw positive to the picture's right (the person's left), pitch
/// positive looking down, roll positive clockwise as seen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Pose {
    pub yaw_deg: f64,
    pub pitch_deg: f64,
    pub roll_deg: f64,
}

/// What the fit reads as pitch on faces that look straight ahead, degrees: the canonical face is tilted against the
/// mesh network's. Median over the photos labelled `chin-level` ok (on 94 of them: 6.3).
const LEVEL_PITCH_DEG: f64 = 6.3;

/// The pose of a face whose plain mesh is `points`; `None` for another number of points than the canonical face has.
pub(crate) fn pose(points: &[Vertex]) -> Option<Pose> {
    if points.len() != VERTICES.len() {
        return None;
    }
    // The canonical face has y up and z towards the camera; the picture has y down and z away.
    let canonical: Vec<Vertex> =
        VERTICES.iter().map(|[x, y, z]| [f64::from(*x), f64::from(-*y), f64::from(-*z)]).collect();
    let [w, x, y, z] = rotation(&canonical, points)?;
    // Where the face's own direction, (0, 0, -1), and its right side, (1, 0, 0), point after the turn.
    let ahead = [-2.0 * (x * z + w * y), -2.0 * (y * z - w * x), -(1.0 - 2.0 * (x * x + y * y))];
    let right = [1.0 - 2.0 * (y * y + z * z), 2.0 * (x * y + w * z)];
    Some(Pose {
        yaw_deg: ahead[0].atan2(-ahead[2]).to_degrees(),
        pitch_deg: ahead[1].clamp(-1.0, 1.0).asin().to_degrees() - LEVEL_PITCH_DEG,
        roll_deg: right[1].atan2(right[0]).to_degrees(),
    })
}

fn mean(points: &[Vertex]) -> Vertex {
    let count = points.len().max(1) as f64;
    let sum = points.iter().fold([0.0; 3], |sum, p| [sum[0] + p[0], sum[1] + p[1], sum[2] + p[2]]);
    sum.map(|value| value / count)
}

/// The unit quaternion (w, x, y, z) that turns `from` onto `to`; `None` where a point is not finite.
fn rotation(from: &[Vertex], to: &[Vertex]) -> Option<[f64; 4]> {
    let (a0, b0) = (mean(from), mean(to));
    let mut s = [[0.0; 3]; 3];
    for (a, b) in from.iter().zip(to) {
        for (row, (av, am)) in s.iter_mut().zip(a.iter().zip(a0)) {
            for (cell, (bv, bm)) in row.iter_mut().zip(b.iter().zip(b0)) {
                *cell += (av - am) * (bv - bm);
            }
        }
    }
    let [[xx, xy, xz], [yx, yy, yz], [zx, zy, zz]] = s;
    largest_eigenvector([
        [xx + yy + zz, yz - zy, zx - xz, xy - yx],
        [yz - zy, xx - yy - zz, xy + yx, zx + xz],
        [zx - xz, xy + yx, yy - xx - zz, yz + zy],
        [xy - yx, zx + xz, yz + zy, zz - xx - yy],
    ])
}

/// Of a symmetric matrix, by Jacobi's rotations: unconditionally stable, and four by four is done in a few sweeps.
fn largest_eigenvector(mut m: [[f64; 4]; 4]) -> Option<[f64; 4]> {
    /// Each sweep squares the error; six reach the last bit from anywhere.
    const SWEEPS: usize = 8;
    let mut vectors = [[0.0; 4]; 4];
    for (i, row) in vectors.iter_mut().enumerate() {
        row[i] = 1.0;
    }
    for _ in 0..SWEEPS {
        for p in 0..3 {
            for q in p + 1..4 {
                if m[p][q].abs() < 1e-300 {
                    continue;
                }
                let theta = (m[q][q] - m[p][p]) / (2.0 * m[p][q]);
                let t = theta.signum() / (theta.abs() + theta.hypot(1.0));
                let c = 1.0 / t.hypot(1.0);
                let s = t * c;
                for row in &mut m {
                    (row[p], row[q]) = (c * row[p] - s * row[q], s * row[p] + c * row[q]);
                }
                let (above, below) = (m[p], m[q]);
                m[p] = std::array::from_fn(|k| c * above[k] - s * below[k]);
                m[q] = std::array::from_fn(|k| s * above[k] + c * below[k]);
                for row in &mut vectors {
                    (row[p], row[q]) = (c * row[p] - s * row[q], s * row[p] + c * row[q]);
                }
            }
        }
    }
    let best = (0..4).max_by(|a, b| m[*a][*a].total_cmp(&m[*b][*b]))?;
    let vector = vectors.map(|row| row[best]);
    vector.iter().all(|value| value.is_finite()).then_some(vector)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The canonical face turned by `yaw` about the vertical, then by `roll` in the picture, degrees; times 7, moved.
    fn turned(yaw: f64, roll: f64) -> Vec<Vertex> {
        let ((sy, cy), (sr, cr)) = (yaw.to_radians().sin_cos(), roll.to_radians().sin_cos());
        let turn = |[x, y, z]: [f32; 3]| {
            let (x, y, z) = (f64::from(x), f64::from(-y), f64::from(-z));
            // The face's direction (0, 0, -1) goes to the picture's right for a positive yaw.
            let (x, z) = (x * cy - z * sy, x * sy + z * cy);
            let (x, y) = (x * cr - y * sr, x * sr + y * cr);
            [7.0 * x + 300.0, 7.0 * y + 200.0, 7.0 * z - 5.0]
        };
        VERTICES.map(turn).to_vec()
    }

    #[test]
    fn the_angles_that_went_in_come_out() {
        for (yaw, roll) in [(0.0, 0.0), (20.0, 0.0), (-35.0, 0.0), (0.0, 15.0), (0.0, -170.0), (10.0, -20.0)] {
            let pose = pose(&turned(yaw, roll)).unwrap();
            assert!((pose.yaw_deg - yaw).abs() < 1e-6 || roll != 0.0, "{yaw} {roll}: {pose:?}");
            assert!((pose.roll_deg - roll).abs() < 1e-6 || yaw != 0.0, "{yaw} {roll}: {pose:?}");
        }
    }

    #[test]
    fn nonsense_has_no_pose() {
        assert_eq!(pose(&[[0.0; 3]; 5]), None);
        assert_eq!(pose(&[[f64::NAN; 3]; 468]), None);
    }
}
