//! What a check is asked about.

use crate::container::{Format, Provenance};
use crate::geometry::{Crop, Photo, Point, Rect};
use crate::measure::{Clothes, Evidence, Eyewear, FaceDetail, Features, Head, Light, Reading, Unmeasured};
use crate::profile::Profile;

/// What is judged: this picture, cut from this photo, under this profile.
pub(crate) struct Case<'a> {
    pub profile: &'a Profile,
    pub evidence: &'a Evidence,
    pub crop: Crop,
}

impl<'a> Case<'a> {
    /// What the file tells of where it comes from.
    ///
    /// # Errors
    /// [`Unmeasured::NoPixels`] where it is no picture: of what is none, nothing is in order.
    pub fn provenance(&self) -> Reading<&'a Provenance> {
        let file = &self.evidence.container;
        if matches!(file.format, Format::Empty | Format::Other) {
            Err(Unmeasured::NoPixels)
        } else {
            Ok(&file.provenance)
        }
    }
    /// The main face's head.
    pub fn head(&self) -> Reading<&'a Head> {
        self.evidence.head.as_ref().map_err(|reason| *reason)
    }
    /// How the main face is lit.
    pub fn light(&self) -> Reading<&'a Light> {
        self.evidence.light.as_ref().map_err(|reason| *reason)
    }
    /// The main face's fine detail.
    pub fn face_detail(&self) -> Reading<&'a FaceDetail> {
        let detail = self.evidence.detail.as_ref().map_err(|reason| *reason)?;
        detail.face.as_ref().map_err(|reason| *reason)
    }
    /// What eyes, lips and brows of the main face do.
    pub fn features(&self) -> Reading<&'a Features> {
        self.evidence.features.as_ref().map_err(|reason| *reason)
    }
    /// Shoulders and clothes of the main person.
    pub fn clothes(&self) -> Reading<&'a Clothes> {
        self.evidence.clothes.as_ref().map_err(|reason| *reason)
    }
    /// `region`, if the picture shows a good part of it: what is cut away cannot be at fault.
    ///
    /// # Errors
    /// [`Unmeasured::OutOfView`] where it does not.
    pub fn shown(&self, region: Rect<Photo>) -> Reading<Rect<Photo>> {
        /// Smallest share, by area. Chosen by eye.
        const GOOD_PART: f64 = 0.3;
        let seen = region.shared_area(&self.crop.rect) >= GOOD_PART * region.area();
        if seen { Ok(region) } else { Err(Unmeasured::OutOfView) }
    }
    /// What the main face wears before its eyes.
    pub fn eyewear(&self) -> Reading<&'a Eyewear> {
        self.evidence.eyewear.as_ref().map_err(|reason| *reason)
    }
    /// Whether the picture's top edge is the photo's.
    pub fn reaches_top(&self) -> bool {
        self.crop.rect.y <= 0.5
    }
    /// The top of the hair; where it runs out of a photo whose top edge the picture shows, nobody knows how far.
    pub fn crown(&self) -> Reading<Point<Photo>> {
        let head = self.head()?;
        if self.reaches_top() { head.whole_crown() } else { head.crown }
    }
    /// `point` in the picture, as shares of its height from the top-left corner, so that both axes have one scale.
    pub fn share(&self, point: Point<Photo>) -> Point<Photo> {
        let inside = self.crop.inside(point);
        let height = self.crop.rect.height;
        Point::new(inside.x / height, inside.y / height)
    }
}
