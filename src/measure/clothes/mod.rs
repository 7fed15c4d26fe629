//! Shoulders and clothes, from the person mask and the colours at its edge. Lengths are face widths.
//!
//! [`shoulders`] measures their slope, [`contrast`] how far the clothes differ from the background, [`bare`] how much
//! skin shows where clothes should be.

mod bare;
mod contrast;
mod shoulders;

use super::Reading;
use crate::face::{Mesh, index, pose};
use crate::frame::Frame;
use crate::geometry::{Frame as InFrame, Photo, Point, Rect};
use crate::segment::Mask;

pub use shoulders::Shoulders;

/// Shoulders and clothes of the main person.
#[derive(Clone, Debug, PartialEq)]
pub struct Clothes {
    pub shoulders: Reading<Shoulders>,
    /// CIELAB distance (CIE 1976) between clothes and background on either side of the shoulders' edge, of the side
    /// where it is the smaller; and where that side is.
    pub contrast: Reading<(f64, Rect<Photo>)>,
    /// Share of shoulders and chest that has the colour of this face's skin, 0..=1, and where they are.
    pub bare: Reading<(f64, Rect<Photo>)>,
}

/// Where a body hangs from its face, px of the frame.
struct Body<'a> {
    frame: &'a Frame,
    mesh: &'a Mesh,
    mask: &'a Mask,
    /// Between the cheeks' edges.
    middle_x: f64,
    chin_y: f64,
    width: f64,
    height: f64,
    /// The head's turn.
    yaw_deg: f64,
    pitch_deg: f64,
    /// Clockwise as seen.
    roll_deg: f64,
}

impl Body<'_> {
    /// The frame's point `across` face widths to the picture's right of the face and `down` face heights under the chin.
    fn at(&self, across: f64, down: f64) -> Point<InFrame> {
        Point::new(self.middle_x + across * self.width, self.chin_y + down * self.height)
    }

    /// Whether `point` lies in the frame.
    fn holds(&self, point: Point<InFrame>) -> bool {
        (0.0..self.frame.width()).contains(&point.x) && (0.0..self.frame.height()).contains(&point.y)
    }

    fn to_photo(&self, rect: Rect<InFrame>) -> Rect<Photo> {
        rect.to_photo(self.frame.scale())
    }
}

/// Measures them under the main face's `mesh`; `whole` is the person mask of the whole frame.
pub(crate) fn clothes(frame: &Frame, mesh: &Mesh, whole: &Mask) -> Clothes {
    let (left, right) = (mesh.point(index::LEFT_CHEEK), mesh.point(index::RIGHT_CHEEK));
    let (yaw_deg, pitch_deg, roll_deg) =
        pose::pose(&mesh.plain).map_or((0.0, 0.0, 0.0), |pose| (pose.yaw_deg, pose.pitch_deg, pose.roll_deg));
    let body = Body {
        frame,
        mesh,
        mask: whole,
        middle_x: left.middle(right).x,
        chin_y: mesh.point(index::CHIN).y,
        width: mesh.width(),
        height: mesh.height(),
        yaw_deg,
        pitch_deg,
        roll_deg,
    };
    let contrast::Edge { contrast, sure } = contrast::edge(&body);
    Clothes { shoulders: shoulders::shoulders(&body, sure), contrast, bare: bare::bare(&body) }
}
