//! BlazeFace: a square view of the frame to face boxes with six keypoints.
//!
//! The network answers at 896 anchors; each answer is an offset from its anchor's centre. Overlapping answers are
//! averaged by their scores (weighted non-maximum suppression, as MediaPipe does).

use super::*;
use crate::network::NetworkKind;
use crate::statistics;

/// Input side of the network, px.
const SIDE: usize = NetworkKind::FaceDetection.side();

/// Anchor grids: cells a side, anchors a cell. MediaPipe face_detection_short_range: strides 8, 16, 16, 16.
const GRIDS: [(usize, usize); 2] = [(16, 2), (8, 6)];

/// Numbers an anchor: box centre, box size, six keypoints.
const NUMBERS: usize = 16;

/// Boxes that share this part of their union are one face. MediaPipe: min_suppression_threshold 0.3.
const SAME_UNION: f64 = 0.3;
/// A box of which this part lies in a better one is the same face, seen in another view. Prototype.
const SAME_INSIDE: f64 = 0.6;

/// A face as the detector sees it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Detection {
    /// Brows to chin, about.
    pub rect: Rect<InFrame>,
    /// The eyes: the picture's left, the picture's right.
    pub eyes: [Point<InFrame>; 2],
    /// 0..=1.
    pub score: f64,
}

/// All anchors of `view` that score over a tenth.
pub(crate) fn detect(frame: &Frame, detector: &dyn Network, view: &Region) -> Result<Vec<Detection>, ModelError> {
    /// Below it an answer has no weight worth averaging. Prototype.
    const FAINT: f64 = 0.1;
    let outputs = detector.run(frame.sample(view, SIDE, Border::Black, (-1.0, 1.0)))?;
    let [regressors, scores] = outputs.as_slice() else { return Ok(Vec::new()) };
    let answers = regressors.chunks_exact(NUMBERS).zip(scores).zip(anchors());
    let read = answers.filter_map(|((numbers, logit), anchor)| {
        let score = sigmoid(f64::from(*logit));
        (score > FAINT).then(|| decoded(numbers, anchor, score, view))
    });
    Ok(read.collect())
}

fn sigmoid(logit: f64) -> f64 {
    1.0 / (1.0 + (-logit.clamp(-100.0, 100.0)).exp())
}

/// Anchor centres, 0..1 of the view, in the network's order.
fn anchors() -> impl Iterator<Item = (f64, f64)> {
    GRIDS.into_iter().flat_map(|(cells, each)| {
        (0..cells * cells * each).map(move |index| {
            let cell = index / each;
            let centre = |at: usize| (at as f64 + 0.5) / cells as f64;
            (centre(cell % cells), centre(cell / cells))
        })
    })
}

fn decoded(numbers: &[f32], anchor: (f64, f64), score: f64, view: &Region) -> Detection {
    let number = |at: usize| f64::from(numbers.get(at).copied().unwrap_or_default()) / SIDE as f64;
    let point = |at: usize| view.at(anchor.0 + number(at), anchor.1 + number(at + 1));
    let (width, height) = (number(2) * view.width, number(3) * view.height);
    let centre = point(0);
    Detection {
        rect: Rect::new(centre.x - width / 2.0, centre.y - height / 2.0, width, height),
        eyes: [point(4), point(6)],
        score,
    }
}

/// One detection a face, best first.
pub(crate) fn merge(found: Vec<Detection>) -> Vec<Detection> {
    let best_first = statistics::ascending(found.iter().map(|one| -one.score));
    let mut detections: Vec<Detection> = best_first.into_iter().map(|place| found[place].clone()).collect();
    let mut merged = Vec::new();
    while let Some(best) = detections.first() {
        let best = best.clone();
        let overlap = |other: &Detection| {
            let shared = best.rect.shared_area(&other.rect);
            let smaller = best.rect.area().min(other.rect.area());
            (shared / (best.rect.area() + other.rect.area() - shared), shared / smaller)
        };
        let same: Vec<&Detection> = detections.iter().filter(|other| overlap(other).0 > SAME_UNION).collect();
        merged.push(averaged(&same).unwrap_or_else(|| best.clone()));
        // The best itself always goes, even where its box is empty and overlaps nothing.
        let mut first = true;
        detections.retain(|other| {
            let (union, inside) = overlap(other);
            !std::mem::take(&mut first) && union <= SAME_UNION && inside.is_nan() | (inside <= SAME_INSIDE)
        });
    }
    merged
}

/// The mean by scores; the best one's score. `None` of nothing.
fn averaged(same: &[&Detection]) -> Option<Detection> {
    let total: f64 = same.iter().map(|one| one.score).sum();
    let mean = |get: &dyn Fn(&Detection) -> f64| same.iter().map(|one| get(one) * one.score).sum::<f64>() / total;
    let eye = |side: usize| Point::new(mean(&|one| one.eyes[side].x), mean(&|one| one.eyes[side].y));
    let rect = Rect::new(
        mean(&|one| one.rect.x),
        mean(&|one| one.rect.y),
        mean(&|one| one.rect.width),
        mean(&|one| one.rect.height),
    );
    same.first().map(|best| Detection { rect, eyes: [eye(0), eye(1)], score: best.score })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(x: f64, score: f64) -> Detection {
        let rect = Rect::new(x, 0.0, 10.0, 10.0);
        Detection { rect, eyes: [Point::new(x + 2.0, 3.0), Point::new(x + 8.0, 3.0)], score }
    }

    #[test]
    fn overlapping_answers_are_averaged_by_their_scores() {
        let merged = merge(vec![at(0.0, 0.6), at(1.0, 0.9), at(50.0, 0.7)]);
        assert_eq!(merged.len(), 2);
        assert!((merged[0].rect.x - 0.6).abs() < 1e-9 && merged[0].score == 0.9, "{merged:?}");
    }

    #[test]
    fn empty_boxes_end_the_merging_too() {
        let empty = Detection { rect: Rect::new(0.0, 0.0, 0.0, 0.0), ..at(0.0, 0.8) };
        assert_eq!(merge(vec![empty.clone(), empty]).len(), 1);
    }

    #[test]
    fn anchors_lie_in_the_middle_of_their_cells() {
        let all: Vec<_> = anchors().collect();
        assert_eq!(all.len(), 896);
        assert_eq!(
            (all[0], all[2], all[512], all[895]),
            ((0.03125, 0.03125), (0.09375, 0.03125), (0.0625, 0.0625), (0.9375, 0.9375))
        );
    }
}
