//! The picture around the face, at a size where a colour has its place but no texture: the wall near the head, and what
//! colours there are at all.

use super::{Tally, Variety};
use crate::color::{Lab, lab};
use crate::face::Mesh;
use crate::frame::Frame;
use crate::geometry::{Frame as InFrame, Photo, Point, Rect};
use crate::segment::{Between, Mask};

/// Long edge of what is looked at, px, at least; at most twice as much. Half of it gives the same figures to 1 %.
const LONG_EDGE_PX: usize = 100;

/// Mask value under which a place is background. As for the background's colour.
const NOT_PERSON: f32 = 0.1;

/// How far to each side and above the face the background counts, in face widths and heights. Prototype.
const BESIDE: f64 = 1.8;
const ABOVE: f64 = 1.2;

/// Directions of the (a, b) plane in which a cast is looked for.
const DIRECTIONS: usize = 8;

/// Lightness under which a colour is noise.
const BLACK: f64 = 15.0;

/// What the picture holds beside the face.
pub(super) struct Scene {
    /// Lightness of all of it.
    lightness: Tally,
    /// Lightness of the background near the head.
    pub wall: Tally,
    /// Share of the picture that it covers.
    pub wall_share: f64,
    /// Places of that background, with their lightness.
    places: Vec<(Point<Photo>, f64)>,
    /// The colours that there are.
    pub colours: Variety,
    /// Chroma in each direction, of what is not black.
    chroma: [Tally; DIRECTIONS],
    pixels: f64,
    /// Light pixels that are white, grey or of a cool colour.
    not_warm: f64,
}

impl Scene {
    pub fn new(frame: &Frame, mesh: &Mesh, mask: &Mask) -> Self {
        let (level, shrink) = frame.level_of(LONG_EDGE_PX);
        let outline = mesh.outline();
        let middle = outline.centre().x;
        let near = |at: Point<InFrame>| {
            (at.x - middle).abs() < BESIDE * outline.width
                && at.y < outline.bottom()
                && at.y > outline.y - ABOVE * outline.height
        };
        let mut scene = Self::empty();
        let directions = directions();
        let place = |x: usize, y: usize| Point::<InFrame>::new((x as f64 + 0.5) * shrink, (y as f64 + 0.5) * shrink);
        // The mask is of the whole frame and not turned: its columns and rows are those of the picture.
        let columns: Vec<Between> = (0..level.width).map(|x| mask.between(place(x, 0)).0).collect();
        for y in 0..level.height {
            let down = mask.between(place(0, y)).1;
            for (x, across) in columns.iter().enumerate() {
                let colour = lab(level.rgb(x, y));
                scene.put(colour, &directions);
                let at = place(x, y);
                if near(at) && mask.mixed(across, &down) < NOT_PERSON {
                    scene.wall.put(colour[0]);
                    scene.places.push((at.to_photo(frame.scale()), colour[0]));
                }
            }
        }
        scene.wall_share = scene.places.len() as f64 / scene.pixels.max(1.0);
        scene
    }

    fn empty() -> Self {
        Self {
            lightness: Tally::new(0.0, 100.0),
            wall: Tally::new(0.0, 100.0),
            wall_share: 0.0,
            places: Vec::new(),
            colours: Variety::default(),
            chroma: std::array::from_fn(|_| Tally::new(-100.0, 100.0)),
            pixels: 0.0,
            not_warm: 0.0,
        }
    }

    fn put(&mut self, [lightness, a, b]: Lab, directions: &[(f64, f64); DIRECTIONS]) {
        /// Lightness over which a pixel tells of the light's colour, and a and b under which it is not warm. Chosen by
        /// eye.
        const LIGHT: f64 = 55.0;
        const WARM: f64 = 7.0;
        self.pixels += 1.0;
        self.lightness.put(lightness);
        self.colours.put([lightness, a, b]);
        if lightness > BLACK {
            for (tally, (cos, sin)) in self.chroma.iter_mut().zip(directions) {
                tally.put(a * cos + b * sin);
            }
        }
        if lightness > LIGHT && a < WARM && b < WARM {
            self.not_warm += 1.0;
        }
    }

    /// 1 where something in the picture is light, less the dimmer its lightest places are. A well-exposed photo of
    /// anybody shows a white collar, an eye's white, a wall.
    pub fn brightness(&self) -> f64 {
        /// The lightest share that counts, and the lightness that it has in a well-exposed photo: of 100 labelled ones
        /// all but one reach it, at 57.
        const LIGHTEST: f64 = 0.02;
        const LIGHT: f64 = 60.0;
        (self.lightness.quantile(1.0 - LIGHTEST) / LIGHT).min(1.0)
    }

    /// The chroma that nearly all of the picture has in one and the same direction: a cast over everything. 95 % of the
    /// picture have at least as much.
    pub fn common_chroma(&self) -> f64 {
        self.chroma.iter().filter(|tally| tally.total > 0).map(|tally| tally.quantile(0.05)).fold(0.0, f64::max)
    }

    /// Share of the picture that is light and not warm: warm light would have made it so.
    pub fn cool_share(&self) -> f64 {
        self.not_warm / self.pixels.max(1.0)
    }

    /// The box around the background that is at least as light as `lightness`.
    pub fn where_lighter(&self, lightness: f64) -> Option<Rect<Photo>> {
        Rect::around(self.places.iter().filter(|(_, light)| *light >= lightness).map(|(place, _)| *place))
    }
}

fn directions() -> [(f64, f64); DIRECTIONS] {
    std::array::from_fn(|step| {
        let (sin, cos) = (step as f64 * std::f64::consts::TAU / DIRECTIONS as f64).sin_cos();
        (cos, sin)
    })
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// A scene of these colours alone, without a wall.
    pub fn of_colours(colours: impl IntoIterator<Item = Lab>) -> Scene {
        let mut scene = Scene::empty();
        let directions = directions();
        colours.into_iter().for_each(|colour| scene.put(colour, &directions));
        scene
    }

    /// A scene of a wall whose pixels have these lightnesses.
    pub fn of_wall(lightness: impl IntoIterator<Item = f64>) -> Scene {
        let mut scene = of_colours([]);
        scene.wall_share = 0.5;
        for (at, lightness) in lightness.into_iter().enumerate() {
            scene.wall.put(lightness);
            scene.places.push((Point::new(at as f64, 0.0), lightness));
        }
        scene
    }

    #[test]
    fn a_toned_picture_has_one_colour_for_each_lightness() {
        let sepia = (0..=100).map(|l| [f64::from(l), 0.1 * f64::from(l), 0.2 * f64::from(l)]);
        let scene = of_colours(sepia);
        assert!(scene.colours.apart() < 1.0, "{}", scene.colours.apart());
        let skin_on_blue = of_colours([[70.0, 12.0, 20.0], [70.0, -12.0, -37.0]].repeat(50));
        assert!((skin_on_blue.colours.apart() - 12.0_f64.hypot(28.5)).abs() < 1e-9);
    }

    #[test]
    fn a_cast_is_what_all_colours_share() {
        let warm = of_colours([[50.0, 0.0, 20.0], [80.0, 4.0, 30.0], [20.0, -4.0, 25.0]].repeat(40));
        assert!((warm.common_chroma() - 20.0).abs() < 0.1);
        assert_eq!(warm.cool_share(), 0.0);
        let plain = of_colours([[90.0, 0.0, 0.0], [60.0, 30.0, 30.0], [60.0, -10.0, -30.0]].repeat(40));
        assert_eq!(plain.common_chroma(), 0.0);
        assert!((plain.cool_share() - 2.0 / 3.0).abs() < 1e-9);
    }
}
