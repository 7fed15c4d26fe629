//! Points, rectangles and crops, each in a named space, so that a frame's pixel is never taken for a photo's.
//!
//! Origin top-left, x right, y down; angles in degrees, clockwise as seen.

use std::marker::PhantomData;

/// The space of the whole upright photo, in its pixels at full resolution.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Photo;
/// The space of the analysis copy, in its pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Frame;

/// A point of space `S`; (0, 0) is the outer corner of the first pixel.
#[derive(Debug, PartialEq)]
pub struct Point<S> {
    pub x: f64,
    pub y: f64,
    space: PhantomData<S>,
}

impl<S> Clone for Point<S> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<S> Copy for Point<S> {}

impl<S> Point<S> {
    pub const fn new(x: f64, y: f64) -> Self {
        Self { x, y, space: PhantomData }
    }
    /// Half-way to `other`.
    pub fn middle(self, other: Self) -> Self {
        Self::new((self.x + other.x) / 2.0, (self.y + other.y) / 2.0)
    }
    /// Distance to `other`, px of the space.
    pub fn distance(self, other: Self) -> f64 {
        (self.x - other.x).hypot(self.y - other.y)
    }
    /// This point turned by `deg` clockwise around `centre`.
    pub fn turned(self, centre: Self, deg: f64) -> Self {
        let (sin, cos) = deg.to_radians().sin_cos();
        let (x, y) = (self.x - centre.x, self.y - centre.y);
        Self::new(centre.x + x * cos - y * sin, centre.y + x * sin + y * cos)
    }
}

impl Point<Frame> {
    /// The same place in the photo, `scale` photo pixels to a frame pixel.
    pub fn to_photo(self, scale: f64) -> Point<Photo> {
        Point::new(self.x * scale, self.y * scale)
    }
}

/// An upright rectangle of space `S`.
#[derive(Debug, PartialEq)]
pub struct Rect<S> {
    pub x: f64,
    pub y: f64,
    pub width: f64,
    pub height: f64,
    space: PhantomData<S>,
}

impl<S> Clone for Rect<S> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<S> Copy for Rect<S> {}

impl<S> Rect<S> {
    pub const fn new(x: f64, y: f64, width: f64, height: f64) -> Self {
        Self { x, y, width, height, space: PhantomData }
    }
    /// The smallest rectangle that holds all `points`; `None` without points.
    pub fn around(points: impl IntoIterator<Item = Point<S>>) -> Option<Self> {
        let mut points = points.into_iter();
        let first = points.next()?;
        let (mut low, mut high) = (first, first);
        for point in points {
            low = Point::new(low.x.min(point.x), low.y.min(point.y));
            high = Point::new(high.x.max(point.x), high.y.max(point.y));
        }
        Some(Self::new(low.x, low.y, high.x - low.x, high.y - low.y))
    }
    pub fn right(&self) -> f64 {
        self.x + self.width
    }
    pub fn bottom(&self) -> f64 {
        self.y + self.height
    }
    pub fn centre(&self) -> Point<S> {
        Point::new(self.x + self.width / 2.0, self.y + self.height / 2.0)
    }
    pub fn area(&self) -> f64 {
        self.width * self.height
    }
    /// Whether `point` lies inside or on the edge.
    pub fn holds(&self, point: Point<S>) -> bool {
        (self.x..=self.right()).contains(&point.x) && (self.y..=self.bottom()).contains(&point.y)
    }
    /// Area shared with `other`.
    pub fn shared_area(&self, other: &Self) -> f64 {
        let width = self.right().min(other.right()) - self.x.max(other.x);
        let height = self.bottom().min(other.bottom()) - self.y.max(other.y);
        width.max(0.0) * height.max(0.0)
    }
}

impl Rect<Frame> {
    /// The same place in the photo, `scale` photo pixels to a frame pixel.
    pub fn to_photo(self, scale: f64) -> Rect<Photo> {
        Rect::new(self.x * scale, self.y * scale, self.width * scale, self.height * scale)
    }
}

/// An area by its corners in order, in the space `S`.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Polygon<S> {
    corners: Vec<Point<S>>,
    /// Around them; `None` of no corners.
    pub bounds: Option<Rect<S>>,
}

impl<S: Copy> Polygon<S> {
    pub fn new(corners: impl IntoIterator<Item = Point<S>>) -> Self {
        let corners: Vec<Point<S>> = corners.into_iter().collect();
        Self { bounds: Rect::around(corners.iter().copied()), corners }
    }
    /// Blown up by `scale` about the mean of its corners.
    pub fn grown(&self, scale: f64) -> Self {
        let count = self.corners.len().max(1) as f64;
        let (x, y) = self.corners.iter().fold((0.0, 0.0), |sum, at| (sum.0 + at.x / count, sum.1 + at.y / count));
        Self::new(self.corners.iter().map(|at| Point::new(x + (at.x - x) * scale, y + (at.y - y) * scale)))
    }
    /// Whether `point` lies inside: a ray to its right meets an odd number of edges.
    pub fn holds(&self, point: Point<S>) -> bool {
        // Most places lie far from most polygons.
        if !self.bounds.is_some_and(|bounds| bounds.holds(point)) {
            return false;
        }
        let edges = self.corners.iter().zip(self.corners.iter().cycle().skip(1));
        let met = |(a, b): &(&Point<S>, &Point<S>)| {
            (a.y > point.y) != (b.y > point.y) && point.x < a.x + (point.y - a.y) / (b.y - a.y) * (b.x - a.x)
        };
        edges.filter(met).count() % 2 == 1
    }
}

/// The picture that will be uploaded: `rect` of the photo, turned by `roll_deg` clockwise around its own centre.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Crop {
    pub rect: Rect<Photo>,
    pub roll_deg: f64,
}

impl Crop {
    /// `rect`, not turned.
    pub const fn upright(rect: Rect<Photo>) -> Self {
        Self { rect, roll_deg: 0.0 }
    }

    /// `point` in the cropped picture: (0, 0) is its top-left corner, photo pixels.
    pub fn inside(&self, point: Point<Photo>) -> Point<Photo> {
        let level = point.turned(self.rect.centre(), -self.roll_deg);
        Point::new(level.x - self.rect.x, level.y - self.rect.y)
    }

    /// The four corners in the photo, clockwise from the top-left.
    pub fn corners(&self) -> [Point<Photo>; 4] {
        let r = &self.rect;
        [(r.x, r.y), (r.right(), r.y), (r.right(), r.bottom()), (r.x, r.bottom())]
            .map(|(x, y)| Point::new(x, y).turned(r.centre(), self.roll_deg))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clockwise_turn_takes_right_to_below() {
        let turned = Point::<Photo>::new(2.0, 1.0).turned(Point::new(1.0, 1.0), 90.0);
        assert!(turned.distance(Point::new(1.0, 2.0)) < 1e-12);
    }

    #[test]
    fn a_polygon_holds_what_lies_within() {
        let dart = [(0.0, 0.0), (4.0, 2.0), (0.0, 4.0), (1.0, 2.0)].map(|(x, y)| Point::<Frame>::new(x, y));
        let dart = Polygon::new(dart);
        let holds = |x, y| dart.holds(Point::new(x, y));
        assert!(holds(2.0, 2.0) && holds(1.0, 1.0) && !holds(0.5, 2.0) && !holds(5.0, 2.0) && !holds(f64::NAN, 2.0));
        assert!(dart.grown(2.0).holds(Point::new(5.0, 2.0)));
        assert_eq!(dart.bounds, Some(Rect::new(0.0, 0.0, 4.0, 4.0)));
        assert!(!Polygon::<Frame>::new([]).holds(Point::new(0.0, 0.0)));
    }

    #[test]
    fn a_turned_crop_sees_its_own_corners() {
        let crop = Crop { rect: Rect::new(10.0, 20.0, 30.0, 40.0), roll_deg: 12.0 };
        let seen = crop.corners().map(|corner| crop.inside(corner));
        let expected = [(0.0, 0.0), (30.0, 0.0), (30.0, 40.0), (0.0, 40.0)].map(|(x, y)| Point::new(x, y));
        for (got, want) in seen.into_iter().zip(expected) {
            assert!(got.distance(want) < 1e-9, "{got:?} is not {want:?}");
        }
    }
}
