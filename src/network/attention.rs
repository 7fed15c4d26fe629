//! MediaPipe's attention: a rough face mesh says where an eye or the lips are, a crop of the feature map is turned upright
//! and refined, and the refined points go back. A matrix is 4 x 4, row by row, and maps (x, y) of the crop's pixels to
//! the feature map's; of the original operators (mediapipe/util/tflite/operations) all that these networks use is here.

use super::kernels::Shape;

/// Which landmarks a crop is put around.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct CropRule {
    /// Landmarks whose line becomes level.
    pub left: usize,
    pub right: usize,
    /// The box around the others, times these.
    pub scale_x: f32,
    pub scale_y: f32,
    /// The crop's pixels.
    pub width: f32,
    pub height: f32,
    pub subset: Vec<usize>,
}

/// The matrix of the crop around some of `points` (points, 3).
pub(super) fn crop_matrix(points: &[f32], rule: &CropRule) -> Vec<f32> {
    let point = |index: usize| (points[index * 3], points[index * 3 + 1]);
    let ((left_x, left_y), (right_x, right_y)) = (point(rule.left), point(rule.right));
    let (dx, dy) = (right_x - left_x, right_y - left_y);
    let length = (dx * dx + dy * dy).sqrt();
    let (cos, sin) = (dx / length, dy / length);
    // Turned level, the box of the points.
    let (mut low, mut high) = ([f32::INFINITY; 2], [f32::NEG_INFINITY; 2]);
    for index in &rule.subset {
        let (x, y) = point(*index);
        for (axis, value) in [x * cos + y * sin, y * cos - x * sin].into_iter().enumerate() {
            low[axis] = low[axis].min(value);
            high[axis] = high[axis].max(value);
        }
    }
    let middle = [(low[0] + high[0]) * 0.5, (low[1] + high[1]) * 0.5];
    let centre = [middle[0] * cos - middle[1] * sin, middle[0] * sin + middle[1] * cos];
    let across = (high[0] - low[0]) * rule.scale_x / rule.width;
    let down = (high[1] - low[1]) * rule.scale_y / rule.height;
    let linear = [cos * across, -sin * down, sin * across, cos * down];
    let corner = [-rule.width / 2.0, -rule.height / 2.0];
    let shift = |row: usize| centre[row] + linear[2 * row] * corner[0] + linear[2 * row + 1] * corner[1];
    let [a, b, c, d] = linear;
    vec![a, b, 0.0, shift(0), c, d, 0.0, shift(1), 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 1.0]
}

/// The crop's pixels (to) from the map (from), bilinear; nothing outside the map. Differs a little from the original where
/// the crop leaves the map.
pub(super) fn crop_map(map: &[f32], from: Shape, matrix: &[f32], out: &mut [f32], to: Shape) {
    let channels = from.channels;
    for (index, out) in out.chunks_exact_mut(channels).enumerate() {
        let (x, y) = moved(matrix, ((index % to.width) as f32 + 0.5, (index / to.width) as f32 + 0.5));
        // From here on pixels' centres are whole numbers.
        let (x, y) = (x - 0.5, y - 0.5);
        let (left, top) = (x.floor(), y.floor());
        let (fx, fy) = (x - left, y - top);
        let corners = [
            (left, top, (1.0 - fx) * (1.0 - fy)),
            (left + 1.0, top, fx * (1.0 - fy)),
            (left, top + 1.0, (1.0 - fx) * fy),
            (left + 1.0, top + 1.0, fx * fy),
        ];
        for (x, y, weight) in corners {
            let within = x >= 0.0 && y >= 0.0 && x < from.width as f32 && y < from.height as f32;
            if within {
                let pixel = &map[(y as usize * from.width + x as usize) * channels..][..channels];
                out.iter_mut().zip(pixel).for_each(|(sum, value)| *sum += weight * value);
            }
        }
    }
}

/// `points` (points, 2) of the crop as points of the map.
pub(super) fn map_points(points: &[f32], matrix: &[f32]) -> Vec<f32> {
    points
        .chunks_exact(2)
        .flat_map(|pair| {
            let (x, y) = moved(matrix, (pair[0], pair[1]));
            [x, y]
        })
        .collect()
}

fn moved(matrix: &[f32], (x, y): (f32, f32)) -> (f32, f32) {
    (matrix[0] * x + matrix[1] * y + matrix[3], matrix[4] * x + matrix[5] * y + matrix[7])
}
