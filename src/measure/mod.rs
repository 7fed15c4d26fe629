//! Evidence: plain numbers in photo coordinates, each measured or [`Unmeasured`] with its reason. Pixels stop here.

mod attire;
mod background;
mod chin;
mod clothes;
mod colours;
mod cover;
mod cutout;
mod descriptor;
mod detail;
mod eyewear;
mod features;
mod grid;
mod hairline;
mod halo;
mod head;
mod light;
#[cfg(test)]
mod listed;
mod recompressed;
mod shadow;
mod straight;
mod thumbnail;
mod worn_weights;

use crate::container::Container;
use crate::geometry::{Crop, Photo, Rect};
use crate::text::Text;

pub(crate) use attire::attire;
pub use attire::{Attire, Makeup, Sign};
pub(crate) use background::{Around, background};
pub use background::{Background, BackgroundSample};
pub(crate) use clothes::clothes;
pub use clothes::{Clothes, Shoulders};
pub use cover::Cover;
pub(crate) use cover::cover;
pub use cutout::Cutout;
pub(crate) use cutout::cutout;
pub(crate) use detail::BLURRED;
pub(crate) use detail::detail;
pub use detail::{Border, Detail, Drawn, FaceDetail};
pub use eyewear::Eyewear;
pub(crate) use eyewear::eyewear;
pub(crate) use features::features;
pub use features::{Expression, Features, Gaze, Strain};
pub use grid::Grid;
pub(crate) use grid::grid;
pub(crate) use halo::halo;
pub use head::{Head, LARGEST_CUT};
pub(crate) use head::{close_up, head};
pub(crate) use light::light;
pub use light::{Colour, Light, Seen, Skin};
pub(crate) use recompressed::recompressed;
pub use shadow::Shadow;
pub(crate) use shadow::shadow;
pub(crate) use straight::Straight;
pub(crate) use thumbnail::likeness;

/// A measured value, or why there is none.
pub type Reading<T> = Result<T, Unmeasured>;

/// Why something could not be measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unmeasured {
    /// The networks are not loaded.
    NoModels,
    /// The file could not be made into pixels.
    NoPixels,
    /// The picture has more pixels than are decoded.
    TooManyPixels,
    /// There is no face.
    NoFace,
    /// What is to be measured lies outside the picture.
    OutOfView,
    /// Too few pixels to say.
    TooSmall,
    /// The background hardly shows.
    NoBackground,
    /// The measure does not apply, or gave no number.
    NotImplied,
}

impl Unmeasured {
    /// Permanent, machine-readable.
    pub const fn code(self) -> &'static str {
        match self {
            Unmeasured::NoModels => "no-models",
            Unmeasured::NoPixels => "no-pixels",
            Unmeasured::TooManyPixels => "too-many-pixels",
            Unmeasured::NoFace => "no-face-found",
            Unmeasured::OutOfView => "out-of-view",
            Unmeasured::TooSmall => "too-small-to-say",
            Unmeasured::NoBackground => "no-background",
            Unmeasured::NotImplied => "not-measurable",
        }
    }

    /// The reason for a student.
    pub const fn words(self) -> Text {
        match self {
            Unmeasured::NoModels => Text {
                zh: "人脸模型没有加载，这一项没有检查。",
                en: "The face models are not loaded, so this was not checked.",
            },
            Unmeasured::NoPixels => Text {
                zh: "照片打不开，这一项没有检查。",
                en: "The photo could not be opened, so this was not checked.",
            },
            Unmeasured::TooManyPixels => Text {
                zh: "照片的像素太多，超出了这里能打开的范围，这一项没有检查。",
                en: "The photo has more pixels than can be opened here, so this was not checked.",
            },
            Unmeasured::NoFace => Text {
                zh: "没有找到人脸，这一项没有检查。",
                en: "No face was found, so this was not checked.",
            },
            Unmeasured::OutOfView => Text {
                zh: "这一部分不在画面内，没有检查。",
                en: "This part lies outside the picture, so it was not checked.",
            },
            Unmeasured::TooSmall => {
                Text { zh: "画面太小，无法判断这一项。", en: "The picture is too small to judge this." }
            }
            Unmeasured::NoBackground => Text {
                zh: "画面中背景太少，无法判断这一项。",
                en: "Too little of the background shows to judge this.",
            },
            Unmeasured::NotImplied => Text { zh: "这一项没能测出。", en: "This could not be measured." },
        }
    }

    /// What to do instead of looking oneself, where there is nothing to look at.
    pub const fn advice(self) -> Option<Text> {
        match self {
            Unmeasured::NoPixels => {
                Some(Text { zh: "请换一张能打开的照片。", en: "Please choose a photo that opens." })
            }
            Unmeasured::TooManyPixels => Some(Text {
                zh: "请选择小一些的照片，或先用手机相册缩小。",
                en: "Please choose a smaller photo, or shrink it in the phone's album first.",
            }),
            _ => None,
        }
    }
}

/// How much of something there is, and where in the photo.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spot {
    pub value: f64,
    pub place: Rect<Photo>,
}

/// Everything measured of one photo, once. Judging another crop or profile needs nothing else.
#[derive(Clone, Debug)]
pub struct Evidence {
    pub container: Container,
    /// Width and height of the upright photo, px; `None` where no header says.
    pub size: Option<(u32, u32)>,
    /// Whether the picture's data decodes to its end.
    pub intact: Reading<bool>,
    /// Every face, the main one first. Empty: there is none.
    pub faces: Reading<Vec<Rect<Photo>>>,
    /// The main face's head.
    pub head: Reading<Head>,
    /// What the pixel grid holds.
    pub grid: Reading<Grid>,
    /// How alike the file's own thumbnail and the picture are, -1..=1.
    pub thumbnail: Reading<f64>,
    /// Evidence for an earlier, coarser compression: the mean logarithm of the likelihoods' ratio, natural.
    pub recompressed: Reading<f64>,
    pub background: Reading<Background>,
    /// What a replaced background leaves behind.
    pub cutout: Reading<Cutout>,
    /// By how much the person's rim differs from every mix of person and background, 8-bit levels.
    pub halo: Reading<f64>,
    pub features: Reading<Features>,
    pub light: Reading<Light>,
    pub detail: Reading<Detail>,
    pub attire: Reading<Attire>,
    /// Shoulders and clothes.
    pub clothes: Reading<Clothes>,
    /// What the head throws on the background.
    pub shadow: Reading<Shadow>,
    pub eyewear: Reading<Eyewear>,
    pub cover: Reading<Cover>,
}

impl Evidence {
    /// What the file tells, with nothing yet of what its pixels show: everything is unmeasured for `reason`.
    pub fn unseen(container: Container, size: Option<(u32, u32)>, intact: Reading<bool>, reason: Unmeasured) -> Self {
        Self {
            container,
            size,
            intact,
            faces: Err(reason),
            head: Err(reason),
            grid: Err(reason),
            thumbnail: Err(reason),
            recompressed: Err(reason),
            background: Err(reason),
            cutout: Err(reason),
            halo: Err(reason),
            features: Err(reason),
            light: Err(reason),
            detail: Err(reason),
            attire: Err(reason),
            clothes: Err(reason),
            shadow: Err(reason),
            eyewear: Err(reason),
            cover: Err(reason),
        }
    }

    /// The whole photo as a picture; `None` where its size is unknown.
    pub fn whole(&self) -> Option<Crop> {
        let (width, height) = self.size?;
        Some(Crop::upright(Rect::new(0.0, 0.0, f64::from(width), f64::from(height))))
    }
}
