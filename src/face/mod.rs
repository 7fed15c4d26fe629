//! Frame to faces: found by BlazeFace in views of several sizes, each confirmed by the mesh network.
//!
//! [`detect`] turns the detector's numbers into boxes, [`landmarks`] the mesh network's into 478 points, [`pose`] those
//! into angles; [`find`] joins them.

mod canonical;
mod detect;
mod landmarks;
pub(crate) mod pose;
mod straight;

use crate::error::ModelError;
use crate::frame::{Border, Frame, Region};
use crate::geometry::{Frame as InFrame, Point, Rect};
use crate::network::Network;
use crate::segment::Mask;

pub(crate) use detect::Detection;
pub(crate) use landmarks::{Mesh, index};
pub(crate) use straight::FaceMap;

/// The detector's view must score this to be a candidate; MediaPipe's own threshold (face_detection_short_range).
const CANDIDATE_SCORE: f64 = 0.5;

/// A close-up of the main face must score this. Prototype on the 123 photos: all true faces over it.
const MAIN_SCORE: f64 = 0.6;

/// A candidate of this score needs no close-up, if the mesh network is as sure: of the labelled photos' faces two in
/// three, of what is none nothing.
const PLAIN_SCORE: f64 = 0.75;

/// Face logit of the mesh network over which the main face is a face at all, and over which it counts as sure.
/// Prototype on the 123 photos: true faces 4 to 45, paintings and pets below.
const MAIN_LOGIT: f64 = 0.0;
const SURE_LOGIT: f64 = 3.9;

/// Another face counts from this logit on; a blurred poster behind stays below. Same source.
const OTHER_LOGIT: f64 = 8.0;

/// Another face counts when at least this wide, as a share of the main face. Same source.
const OTHER_WIDTH: f64 = 0.25;

/// Side of the close-up around a candidate, in its box's widths; the face then fills the share of the view on which
/// the short-range detector was trained. Same source.
const CLOSE_UP: f64 = 2.5;

/// A face of the frame.
#[derive(Clone, Debug)]
pub(crate) struct Face {
    pub mesh: Mesh,
    /// Score of the close-up, 0..=1.
    pub score: f64,
}

impl Face {
    /// Around all points of the mesh.
    pub fn outline(&self) -> Rect<InFrame> {
        self.mesh.outline()
    }

    /// Whether `centre` lies so near to this face's that it is the same.
    fn is_at(&self, centre: Point<InFrame>) -> bool {
        /// Half-sides grown by this are still the same face. Prototype.
        const GROWN: f64 = 1.15;
        let outline = self.outline();
        let middle = outline.centre();
        (centre.x - middle.x).abs() < outline.width / 2.0 * GROWN
            && (centre.y - middle.y).abs() < outline.height / 2.0 * GROWN
    }
}

/// Everybody in a frame.
#[derive(Clone, Debug, Default)]
pub(crate) struct Found {
    pub main: Option<Face>,
    /// Where another person shows, smaller or to the side.
    pub others: Vec<Rect<InFrame>>,
}

/// The networks and the frame that a search works on.
struct Search<'a> {
    frame: &'a Frame,
    detector: &'a dyn Network,
    mesher: &'a dyn Network,
    known: Vec<Face>,
}

/// Finds everybody in `frame`; `people` is the person mask of the whole frame.
///
/// Large faces first; beside the main face once more at half the scale, where somebody may stand behind; small faces in
/// tiles only where no large one was found.
///
/// # Errors
/// When a network fails.
pub(crate) fn find(
    frame: &Frame,
    detector: &dyn Network,
    mesher: &dyn Network,
    people: &Mask,
) -> Result<Found, ModelError> {
    let mut search = Search { frame, detector, mesher, known: Vec::new() };
    let whole = frame.whole();
    let side = whole.width.max(whole.height);
    search.look([Region::square(whole.centre, side, 0.0)])?;
    if main_of(&search.known).is_none() {
        // With a margin: a face that fills the picture is too large for the detector otherwise.
        search.look([Region::square(whole.centre, side * 1.5, 0.0)])?;
    }
    for share in TILES {
        if main_of(&search.known).is_none() {
            search.look(tiles(frame, share))?;
        }
    }
    let Some(main) = main_of(&search.known) else { return Ok(Found::default()) };
    search.look(beside(frame, &main))?;
    let apart = people.patches_apart(main.outline().centre(), SMALLEST_PATCH);
    let mut others = Vec::new();
    for patch in apart {
        others.extend(search.stranger(&patch, &main)?);
    }
    let smallest = main.outline().width * OTHER_WIDTH;
    let noticed = search.known.iter().filter(|face| {
        !main.is_at(face.outline().centre())
            && face.mesh.face_logit > OTHER_LOGIT
            && face.score > CANDIDATE_SCORE
            && face.outline().width >= smallest
    });
    let faces: Vec<_> = noticed.map(Face::outline).collect();
    others.retain(|stranger| faces.iter().all(|face| face.shared_area(stranger) == 0.0));
    others.splice(0..0, faces);
    Ok(Found { main: Some(main), others })
}

/// Sides of the tiles in which small faces are looked for, as shares of the long edge. A face of 8 % of the picture is
/// 16 % and 27 % of them: what the short-range detector finds.
const TILES: [f64; 2] = [0.5, 0.3];

/// A patch of person apart from the main one is looked at from this share of the picture on.
const SMALLEST_PATCH: f64 = 0.004;

/// A patch of person at head height, apart from the main one, that the detector finds this much like a face is
/// somebody, even if too blurred or too far out of the picture for a mesh. Half the odds at which a face alone counts;
/// one labelled photo has such a person (0.35), patches that are none stay under 0.2.
const STRANGER_SCORE: f64 = 0.25;

/// Square views of `share` of the long edge, half overlapping, that cover the frame.
fn tiles(frame: &Frame, share: f64) -> Vec<Region> {
    let (width, height) = (frame.width(), frame.height());
    let side = width.max(height) * share;
    let centres = |length: f64| -> Vec<f64> {
        if length <= side {
            return vec![length / 2.0];
        }
        let steps = ((length - side) / (side / 2.0)).ceil().max(1.0);
        (0..=steps as u32).map(|step| side / 2.0 + (length - side) * f64::from(step) / steps).collect()
    };
    let columns = centres(width);
    let place = |y: f64| columns.iter().map(move |x| Region::square(Point::new(*x, y), side, 0.0));
    centres(height).into_iter().flat_map(place).collect()
}

/// A view of the half long edge to each side of the main face, at its height, where there is room for another.
fn beside(frame: &Frame, main: &Face) -> Vec<Region> {
    let outline = main.outline();
    let side = frame.width().max(frame.height()) / 2.0;
    let strips = [(0.0, outline.x), (outline.right(), frame.width())];
    strips
        .into_iter()
        .filter(|(from, to)| to - from > outline.width * OTHER_WIDTH)
        .map(|(from, to)| Region::square(Point::new((from + to) / 2.0, outline.centre().y), side, 0.0))
        .collect()
}

impl Search<'_> {
    /// Adds the faces of `views` to those known.
    fn look(&mut self, views: impl IntoIterator<Item = Region>) -> Result<(), ModelError> {
        let mut candidates = Vec::new();
        for view in views {
            candidates.extend(detect::detect(self.frame, self.detector, &view)?);
        }
        candidates.retain(|candidate| candidate.score > CANDIDATE_SCORE);
        for candidate in detect::merge(candidates) {
            if self.known.iter().any(|face| face.is_at(candidate.rect.centre())) {
                continue;
            }
            if let Some(face) = confirm(self.frame, self.detector, self.mesher, &candidate)?
                && !self.known.iter().any(|known| known.is_at(face.outline().centre()))
            {
                self.known.push(face);
            }
        }
        Ok(())
    }

    /// Looks closer at a patch of person apart from `main`: somebody else, or nobody.
    fn stranger(&self, patch: &Rect<InFrame>, main: &Face) -> Result<Option<Rect<InFrame>>, ModelError> {
        let outline = main.outline();
        let at_head_height = (outline.y..outline.bottom()).contains(&patch.centre().y);
        // Nearer than a face's width it is the main one's own hair, or light shining through it.
        let clear = (patch.centre().x - outline.centre().x).abs() > outline.width;
        if !at_head_height || !clear {
            return Ok(None);
        }
        // The head is the patch's upper part.
        let width = patch.width.min(patch.height);
        let head = Point::new(patch.centre().x, patch.y + width / 2.0);
        let seen = detect::detect(self.frame, self.detector, &Region::square(head, width * CLOSE_UP, 0.0))?;
        let best = detect::merge(seen).into_iter().next();
        Ok(best
            .filter(|best| best.score > STRANGER_SCORE && best.rect.shared_area(&outline) == 0.0)
            .map(|best| best.rect))
    }
}

/// Makes sure of `candidate`, with a closer look where it is not plain enough; `None` where the mesh network sees no
/// face there.
fn confirm(
    frame: &Frame,
    detector: &dyn Network,
    mesher: &dyn Network,
    candidate: &Detection,
) -> Result<Option<Face>, ModelError> {
    if candidate.score > PLAIN_SCORE {
        let mesh = landmarks::mesh(frame, mesher, candidate)?;
        if mesh.face_logit > OTHER_LOGIT {
            return Ok(Some(Face { mesh, score: candidate.score }));
        }
    }
    let side = candidate.rect.width.max(candidate.rect.height) * CLOSE_UP;
    let view = Region::square(candidate.rect.centre(), side, 0.0);
    let closer = detect::merge(detect::detect(frame, detector, &view)?).into_iter().next();
    let score = closer.as_ref().map_or(0.0, |closer| closer.score);
    let best = closer.filter(|closer| closer.score > CANDIDATE_SCORE);
    let mesh = landmarks::mesh(frame, mesher, best.as_ref().unwrap_or(candidate))?;
    Ok((mesh.face_logit > MAIN_LOGIT).then_some(Face { mesh, score }))
}

/// The main face: the widest of the sure ones; none where it does not look like a face from near.
fn main_of(faces: &[Face]) -> Option<Face> {
    let sure = |face: &Face| face.mesh.face_logit > SURE_LOGIT && face.score > CANDIDATE_SCORE;
    let key = |face: &Face| (sure(face), face.outline().width);
    let main = faces.iter().reduce(|best, face| if key(face) > key(best) { face } else { best });
    main.filter(|face| face.score > MAIN_SCORE).cloned()
}
