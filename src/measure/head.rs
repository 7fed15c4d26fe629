//! The head's geometry: eyes and angles from the mesh, the chin from it and the light about it, the crown from the person
//! mask, hair included, and the colours about it.

use super::{Reading, Unmeasured, chin, hairline};
use crate::error::ModelError;
use crate::face::{Face, Mesh, index, pose};
use crate::frame::{Frame, Region};
use crate::geometry::{Frame as InFrame, Photo, Point, Rect};
use crate::network::Network;
use crate::segment::{self, Mask, PERSON, SIDE, Window};

/// The main face's head, in photo coordinates. Left and right are the picture's.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Head {
    /// Around the face's skin, from cheek to cheek and from forehead to chin.
    pub face: Rect<Photo>,
    /// Centres of the irises.
    pub left_eye: Point<Photo>,
    pub right_eye: Point<Photo>,
    /// Top of the hair, on the line from the chin up through the middle of the forehead. Where hair runs out of the
    /// photo it lies on the photo's edge; see `cut_top`.
    pub crown: Reading<Point<Photo>>,
    /// Lowest point of the chin.
    pub chin: Point<Photo>,
    /// Share of the photo's top edge, over the head's width, that hair touches; 0..=1.
    pub cut_top: f64,
    /// Positive: turned to the picture's right. ISO/IEC 29794-5 yaw, degrees.
    pub yaw_deg: f64,
    /// Positive: looking down. ISO/IEC 29794-5 pitch, degrees.
    pub pitch_deg: f64,
    /// Positive: clockwise as seen; the slope of the line through the outer eye corners, degrees.
    pub roll_deg: f64,
}

impl Head {
    /// The crown, where hair does not run out of the photo.
    pub fn whole_crown(&self) -> Reading<Point<Photo>> {
        if self.cut_top > LARGEST_CUT { Err(Unmeasured::OutOfView) } else { self.crown }
    }
}

/// Share of [`Head::cut_top`] up to which the head counts as whole. Half-way between the labelled photos' whole heads
/// (all but one up to 0.10) and cut ones (all but one from 0.32 on). A chord of 0.2 of the width is 1 % of the head's
/// height deep.
pub const LARGEST_CUT: f64 = 0.2;

/// The person mask of the head's surroundings.
///
/// # Errors
/// When the segmentation fails.
pub(crate) fn close_up(frame: &Frame, segmenter: &dyn Network, face: &Face) -> Result<Mask, ModelError> {
    segment::mask(frame, segmenter, head_region(&face.mesh))
}

/// Measures the head of `face`; `whole` is the mask of the whole frame, `close` that of [`close_up`].
pub(crate) fn head(frame: &Frame, face: &Face, whole: &Mask, close: &Mask) -> Head {
    let mesh = &face.mesh;
    let scale = frame.scale();
    let pose = pose::pose(&mesh.plain);
    let crown = crown(close, frame, mesh);
    Head {
        face: mesh.outline().to_photo(scale),
        left_eye: mesh.point(index::LEFT_IRIS).to_photo(scale),
        right_eye: mesh.point(index::RIGHT_IRIS).to_photo(scale),
        crown: crown.map(|crown| crown.to_photo(scale)),
        chin: chin::chin(frame, mesh).to_photo(scale),
        cut_top: cut_top(whole, frame, mesh),
        yaw_deg: pose.map_or(f64::NAN, |pose| pose.yaw_deg),
        pitch_deg: pose.map_or(f64::NAN, |pose| pose.pitch_deg),
        roll_deg: mesh.eye_line_deg(),
    }
}

/// The square that is segmented for the crown: turned with the head, a little above the face's middle, so that hair up
/// to a face's height above the forehead is inside. Prototype: of three regions the one with the smallest error
/// (median 0.36 %, 90th percentile 1.1 % of the picture).
fn head_region(mesh: &Mesh) -> Region {
    const SIDE_IN_HEIGHTS: f64 = 2.4;
    const RAISED_IN_HEIGHTS: f64 = 0.25;
    let (forehead, chin) = (mesh.point(index::FOREHEAD), mesh.point(index::CHIN));
    let middle = forehead.middle(chin);
    let up = RAISED_IN_HEIGHTS;
    let centre = Point::new(middle.x + (forehead.x - chin.x) * up, middle.y + (forehead.y - chin.y) * up);
    Region::square(centre, SIDE_IN_HEIGHTS * mesh.height(), mesh.eye_line_deg())
}

/// The top of the hair in a mask whose region is turned with the head: the highest row of the largest patch of person
/// around the face that is wide enough to be hair.
fn crown(mask: &Mask, frame: &Frame, mesh: &Mesh) -> Reading<Point<InFrame>> {
    /// Columns looked at, in face widths each side of the middle; shoulders do not reach up into them.
    const HALF_WIDTH: f64 = 0.9;
    /// A row this wide, in face widths, is hair and not a stray lock. Prototype.
    const ROW_WIDTH: f64 = 0.1;
    let cells = |length: f64| length / mask.region.width * SIDE as f64;
    let column = |point: Point<InFrame>| mask.region.locate(point).0 * SIDE as f64;
    let middle = (column(mesh.point(index::LEFT_CHEEK)) + column(mesh.point(index::RIGHT_CHEEK))) / 2.0;
    let reach = cells(mesh.width()) * HALF_WIDTH;
    let chin_row = mask.region.locate(mesh.point(index::CHIN)).1 * SIDE as f64;
    // A float to an unsigned integer saturates at zero.
    let window = Window {
        left: (middle - reach) as usize,
        right: ((middle + reach) as usize).min(SIDE),
        top: 0,
        bottom: (chin_row as usize).min(SIDE),
    };
    let wide_enough = cells(mesh.width()) * ROW_WIDTH;
    let patches = mask.patches(&window);
    let head = patches.iter().max_by_key(|patch| patch.area).ok_or(Unmeasured::OutOfView)?;
    let top = (0..SIDE).find(|row| head.width(*row) as f64 >= wide_enough).ok_or(Unmeasured::OutOfView)?;
    // The edge lies between this row and the one above, where the mask falls through one half.
    let row = top as f64 + 0.5 - overhang(mask, top, middle, wide_enough);
    let crown = mask.region.at(middle / SIDE as f64, row / SIDE as f64);
    // Beyond the picture there is no hair to be seen: its edge is the most that can be said.
    if crown.y < 0.0 {
        return Ok(on_top_edge(crown, mesh.point(index::CHIN)));
    }
    let settled = hairline::settled(frame, crown, mesh.eye_line_deg(), mesh.height());
    // Hair that the mask sees end inside the picture ends there.
    Ok(clamped(if settled.y < 0.0 { crown } else { settled }, frame))
}

/// How far above the centre of row `top` the mask falls under one half, in cells, 0..=1: on the mean over the middle
/// columns that are person in that row.
fn overhang(mask: &Mask, top: usize, middle: f64, width: f64) -> f64 {
    let (from, to) = ((middle - width) as usize, ((middle + width) as usize).min(SIDE));
    let inside: Vec<usize> = (from..to).filter(|column| mask.cell(*column, top) > PERSON).collect();
    if inside.is_empty() || top == 0 {
        return 0.5;
    }
    let mean = |row: usize| inside.iter().map(|column| mask.cell(*column, row)).sum::<f32>() / inside.len() as f32;
    let (here, above) = (mean(top), mean(top - 1));
    f64::from((here - PERSON) / (here - above).max(1e-6)).clamp(0.0, 1.0)
}

/// Where the line from `chin` to `crown` meets the picture's top edge.
fn on_top_edge(crown: Point<InFrame>, chin: Point<InFrame>) -> Point<InFrame> {
    let share = chin.y / (chin.y - crown.y);
    Point::new(chin.x + (crown.x - chin.x) * share, 0.0)
}

fn clamped(point: Point<InFrame>, frame: &Frame) -> Point<InFrame> {
    Point::new(point.x.clamp(0.0, frame.width()), point.y.min(frame.height()))
}

/// Share of the frame's top edge that is person, over a face's width around the head's middle.
fn cut_top(whole: &Mask, frame: &Frame, mesh: &Mesh) -> f64 {
    /// Points looked at along the edge.
    const POINTS: u32 = 60;
    let middle = (mesh.point(index::LEFT_CHEEK).x + mesh.point(index::RIGHT_CHEEK).x) / 2.0;
    let (from, to) = ((middle - mesh.width() / 2.0).max(0.0), (middle + mesh.width() / 2.0).min(frame.width()));
    let at = |step: u32| Point::new(from + (to - from) * (f64::from(step) + 0.5) / f64::from(POINTS), 0.0);
    let person = (0..POINTS).filter(|step| whole.at(at(*step)) > PERSON).count();
    person as f64 / f64::from(POINTS)
}
