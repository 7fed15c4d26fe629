//! Drawn portraits with parameters: ground truth that belongs to us.
//!
//! A [`Portrait`] is plain numbers; its default is a flawless degree photo. [`Portrait::draw`] gives the pixels and the
//! [`Truth`]: where crown, chin and eyes really are, from the same numbers through the same affine map. Shapes are in
//! head units: x = 0 on the head's midline, y = 0 at the crown, 320 at the chin. `spoil` puts one defect into any picture.
#![allow(dead_code)] // each test uses its part

mod body;
mod cover;
pub mod dress;
mod face;
mod finish;
mod hair;
mod picture;
mod scene;
pub mod spoil;
pub mod svg;

pub use picture::Picture;
pub use svg::{Affine, Point};

/// sRGB, 0..=255.
pub type Rgb = [u8; 3];

/// The background that the notices call standard: notice 003, rgb(100, 197, 255).
pub const STANDARD_BLUE: Rgb = [100, 197, 255];

/// Crown to chin in head units.
pub const HEAD: f64 = 320.0;

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum SkinTone {
    Light,
    Medium,
    Tan,
    Brown,
    Dark,
}

impl SkinTone {
    pub const ALL: [SkinTone; 5] = [SkinTone::Light, SkinTone::Medium, SkinTone::Tan, SkinTone::Brown, SkinTone::Dark];

    /// The cheek's colour in even light. Chosen by eye.
    pub fn colour(self) -> Rgb {
        match self {
            SkinTone::Light => [232, 194, 168],
            SkinTone::Medium => [222, 178, 146],
            SkinTone::Tan => [196, 146, 110],
            SkinTone::Brown => [150, 103, 74],
            SkinTone::Dark => [108, 73, 54],
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Hair {
    Short,
    /// Down to the shoulders, over both ears.
    Long,
    /// Tied back, ears free, a knot that rises above the head: the crown is then the knot's top.
    Bun,
    Bald,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Clothes {
    JacketShirt,
    /// Bare shoulders with two straps.
    StrapTop,
    FurCollar,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Cover {
    Nothing,
    /// A surgical mask over mouth and nose.
    Mask,
    /// A hand before the mouth.
    Hand,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Pattern {
    Plain,
    Stripes,
    Bricks,
    /// A wall with a window, a shelf and books.
    Room,
}

/// Spectacles. All lengths in head units (the head is 320 high, the eyes are 98 apart).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Glasses {
    /// Rim thickness: 1.5 thin, 7 thick.
    pub rim: f64,
    pub rim_colour: Rgb,
    /// How far they have slid down: 0 sits right, 30 puts the upper rim across the eyes.
    pub slip: f64,
    /// Opacity of the glass, 0..=1, and its colour.
    pub tint: f64,
    pub tint_colour: Rgb,
    /// Strength of a reflection over each eye, 0..=1.
    pub glare: f64,
}

impl Default for Glasses {
    fn default() -> Self {
        Glasses { rim: 1.8, rim_colour: [40, 36, 36], slip: 0.0, tint: 0.0, tint_colour: [30, 28, 34], glare: 0.0 }
    }
}

/// Where a head stands in the picture.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Placement {
    /// Crown to chin / picture height, 0.05..=1.2.
    pub head_height: f64,
    /// The head's midline / picture width.
    pub centre_x: f64,
    /// The crown before any roll / picture height.
    pub crown_y: f64,
    /// The person turned about the middle of the head, degrees, clockwise as seen.
    pub roll_deg: f64,
}

/// Everything about a portrait; each field alone can be spoilt.
#[derive(Clone, Debug, PartialEq)]
pub struct Portrait {
    pub width_px: u32,
    pub height_px: u32,
    pub place: Placement,
    /// More people, drawn behind, the same person in other clothes.
    pub others: Vec<Placement>,

    /// Degrees, positive towards the picture's right, -45..=45. Approximate: features move on a ball, the outline but little.
    /// The face mesh sees about 0.6 of it (10.6 at 20, 19 at 30), monotone.
    pub yaw_deg: f64,
    /// Degrees, positive looking down, -30..=30. Approximate: crown and chin stay.
    /// The face mesh sees about 0.6 of it (14 at 20, -10.6 at -20), monotone.
    pub pitch_deg: f64,
    /// The shoulder line alone, degrees, positive: the picture's right shoulder is lower.
    pub shoulder_tilt_deg: f64,

    /// Opening of the picture's left eye, 0 shut ..= 1 open.
    pub left_eye_open: f64,
    pub right_eye_open: f64,
    /// Both irises moved, -1..=1 each: to the corner of the eye (right positive), to its edge (down positive).
    pub gaze: Point,
    /// Between the lips / distance of the eyes, 0..=0.4.
    pub lip_gap: f64,
    /// Share of the gap filled with teeth, 0..=1. Unseen while the lips are shut.
    pub teeth: f64,
    /// -1 sulking, 0 neutral, 1 a broad smile.
    pub smile: f64,
    /// Opacity of the brows, 0..=1.
    pub brows: f64,
    /// Hair over the forehead: 0 none, 0.6 over the brows, 1 over the eyes.
    pub fringe: f64,

    pub hair: Hair,
    pub hair_colour: Rgb,
    pub skin: SkinTone,
    /// Lipstick, eye shadow and blush, 0..=1.
    pub makeup: f64,
    /// Red light in the pupils, 0..=1.
    pub red_eye: f64,
    pub glasses: Option<Glasses>,
    /// A cap of this colour.
    pub hat: Option<Rgb>,
    pub earrings: bool,
    pub necklace: bool,
    pub cover: Cover,
    pub clothes: Clothes,
    pub clothes_colour: Rgb,

    pub background: Rgb,
    /// Darkening from the upper left to the lower right corner, 0..=1.
    pub background_gradient: f64,
    pub pattern: Pattern,
    /// Shadow of head and shoulders on the background, 0..=1, and its offset in head units.
    pub shadow: f64,
    pub shadow_offset: Point,

    /// Light from one side on the person, -1..=1: positive lights the picture's right. 1: three stops between the cheeks' edges.
    pub side_light: f64,
    /// Light on the person alone, in stops: negative is backlight.
    pub person_stops: f64,
    /// Shine of a flash on forehead and nose, 0..=1.
    pub hot_spot: f64,
    /// Exposure of the whole picture, in stops.
    pub exposure_stops: f64,
    /// Gains of red, green and blue, linear light.
    pub cast: [f64; 3],

    /// Pores and blotches of the skin, 8-bit levels (standard deviation).
    pub skin_texture: f64,
    /// The lens: standard deviation of a Gaussian, px.
    pub softness_px: f64,
    /// Sensor noise, 8-bit levels (standard deviation).
    pub grain: f64,
    /// A white frame / picture width, 0 none.
    pub border: f64,
    /// A dark bar with light marks along the bottom / picture height, 0 none.
    pub caption: f64,
    /// Another number gives another pattern of noise and strands.
    pub seed: u64,
}

impl Default for Portrait {
    fn default() -> Self {
        Portrait {
            width_px: 480,
            height_px: 640,
            place: Placement { head_height: 0.5, centre_x: 0.5, crown_y: 0.125, roll_deg: 0.0 },
            others: Vec::new(),
            yaw_deg: 0.0,
            pitch_deg: 0.0,
            shoulder_tilt_deg: 0.0,
            left_eye_open: 1.0,
            right_eye_open: 1.0,
            gaze: (0.0, 0.0),
            lip_gap: 0.0,
            teeth: 0.0,
            smile: 0.0,
            brows: 1.0,
            fringe: 0.0,
            hair: Hair::Short,
            hair_colour: [38, 29, 25],
            skin: SkinTone::Medium,
            makeup: 0.0,
            red_eye: 0.0,
            glasses: None,
            hat: None,
            earrings: false,
            necklace: false,
            cover: Cover::Nothing,
            clothes: Clothes::JacketShirt,
            clothes_colour: [41, 43, 54],
            background: STANDARD_BLUE,
            background_gradient: 0.0,
            pattern: Pattern::Plain,
            shadow: 0.0,
            shadow_offset: (38.0, 14.0),
            side_light: 0.0,
            person_stops: 0.0,
            hot_spot: 0.0,
            exposure_stops: 0.0,
            cast: [1.0; 3],
            skin_texture: 2.2,
            softness_px: 0.55,
            grain: 1.6,
            border: 0.0,
            caption: 0.0,
            seed: 1,
        }
    }
}

/// Where things really are, in the picture's pixels; pixel (0, 0) covers 0..1, its middle is (0.5, 0.5).
#[derive(Clone, Debug, PartialEq)]
pub struct Truth {
    /// Top of the hair (of the bald head, of the bun) on the head's midline; under the hat, if there is one.
    pub crown: Point,
    /// Lowest point of the chin on the head's midline.
    pub chin: Point,
    /// Centre of the iris of the picture's left eye, whether the lid shows it or not.
    pub left_eye: Point,
    pub right_eye: Point,
    /// Clockwise as seen: positive when the picture's right eye is lower.
    pub roll_deg: f64,
    pub yaw_deg: f64,
    pub pitch_deg: f64,
    /// Around hair, ears and chin: left, top, right, bottom. Of long hair only what a head of short hair would have.
    pub head: [f64; 4],
    /// The other people, in order.
    pub others: Vec<Truth>,
}

impl Truth {
    /// Crown to chin, px, along the midline.
    pub fn head_px(&self) -> f64 {
        (self.chin.0 - self.crown.0).hypot(self.chin.1 - self.crown.1)
    }
}

impl Portrait {
    /// From head units to picture pixels.
    pub fn map(&self, place: &Placement) -> Affine {
        let (width, height) = (f64::from(self.width_px), f64::from(self.height_px));
        let target = (place.centre_x * width, (place.crown_y + place.head_height / 2.0) * height);
        Affine::about((0.0, HEAD / 2.0), target, place.head_height * height / HEAD, place.roll_deg)
    }

    /// The truth without the pixels.
    pub fn truth(&self) -> Truth {
        let mut truth = self.truth_at(&self.place);
        truth.others = self.others.iter().map(|place| self.truth_at(place)).collect();
        truth
    }

    fn truth_at(&self, place: &Placement) -> Truth {
        let map = self.map(place);
        let boxes = [hair::outline(self), face::outline(self)].into_iter().chain(face::ears(self));
        let head = boxes
            .map(|path| svg::bounds(&path, &map))
            .reduce(|a, b| [a[0].min(b[0]), a[1].min(b[1]), a[2].max(b[2]), a[3].max(b[3])]);
        Truth {
            crown: map.apply(hair::crown(self)),
            chin: map.apply(face::chin(self)),
            left_eye: map.apply(face::iris(self, -1.0)),
            right_eye: map.apply(face::iris(self, 1.0)),
            roll_deg: place.roll_deg,
            yaw_deg: self.yaw_deg,
            pitch_deg: self.pitch_deg,
            head: head.expect("a head has an outline"),
            others: Vec::new(),
        }
    }

    /// The pixels and the truth about them.
    pub fn draw(&self) -> (Picture, Truth) {
        let mut picture = finish::finish(self, &finish::layers(self));
        if self.border > 0.0 {
            picture =
                spoil::border(&picture, (self.border * f64::from(self.width_px)).round() as usize, [250, 250, 248]);
        }
        if self.caption > 0.0 {
            picture = spoil::caption(&picture, self.caption);
        }
        (picture, self.truth())
    }

    /// The picture as a JPEG of quality 95, as a camera would keep it.
    pub fn jpeg(&self) -> Vec<u8> {
        self.draw().0.jpeg(95)
    }
}
