//! Whose turn it is when something could not be done: the photo's owner, a limit of ours, a profile's author or the
//! person who installed the models. A photo that merely breaks a rule is a report and never comes here.

use crate::text::{Text, Words};
use crate::unit::Unit;
use std::fmt;

/// Why a call could not be answered.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Error {
    /// The photo's bytes cannot be made into pixels.
    Photo(PhotoError),
    /// A profile cannot be used.
    Profile(ProfileError),
    /// A network is missing or broken.
    Model(ModelError),
    /// A crop that is not a picture: empty, infinite or outside the photo.
    Crop(String),
    /// No file that the profile takes can be made of the photo.
    Export(ExportError),
}

/// Why no file can be made: the photo's owner can act on it.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum ExportError {
    /// The photo has no pixels for us.
    Photo(PhotoError),
    /// The numbers of the pixels do not fit together.
    Unreadable,
    /// Rows are missing.
    Damaged,
    /// No crop was given and none is suggested, with the reason.
    NoCrop(Text),
    /// The crop does not have the shape of the finished picture.
    Shape,
    /// The crop reaches over the photo's edge: there is no background to fill it with.
    Outside,
    /// The crop is turned by more than the profile allows.
    Turned,
    /// The crop has fewer pixels than are asked for.
    PixelSize,
    /// So small a crop of so large a photo takes more memory than there is.
    TooLarge,
    /// At the lowest quality the file still has `bytes`.
    Over { bytes: u64, max: u64 },
    /// At the best quality, with all pixels of the crop, the file has only `bytes`.
    Under { bytes: u64, min: u64 },
}

impl ExportError {
    /// Permanent, machine-readable.
    pub const fn code(&self) -> &'static str {
        match self {
            ExportError::Photo(_) | ExportError::Unreadable => "unreadable",
            ExportError::Damaged => "damaged",
            ExportError::NoCrop(_) => "no-crop",
            ExportError::Shape => "crop-shape",
            ExportError::Outside => "crop-outside",
            ExportError::Turned => "crop-turned",
            ExportError::PixelSize => "pixel-size",
            ExportError::TooLarge => "too-large",
            ExportError::Over { .. } => "over-window",
            ExportError::Under { .. } => "under-window",
        }
    }

    /// The reason and what to do, for a student.
    pub fn words(&self) -> Words {
        let bytes = |bytes: u64| Unit::Bytes.show(bytes as f64);
        let (text, values) = match self {
            ExportError::Photo(PhotoError::TooLarge { .. }) | ExportError::TooLarge => (TOO_LARGE, vec![]),
            ExportError::Photo(_) | ExportError::Unreadable => (UNREADABLE, vec![]),
            ExportError::Damaged => (DAMAGED, vec![]),
            ExportError::NoCrop(reason) => (*reason, vec![]),
            ExportError::Shape => (SHAPE, vec![]),
            ExportError::Outside => (OUTSIDE, vec![]),
            ExportError::Turned => (TURNED, vec![]),
            ExportError::PixelSize => (PIXEL_SIZE, vec![]),
            ExportError::Over { bytes: length, max } => (OVER, vec![("value", bytes(*length)), ("max", bytes(*max))]),
            ExportError::Under { bytes: length, min } => (UNDER, vec![("value", bytes(*length)), ("min", bytes(*min))]),
        };
        text.fill(&values)
    }
}

const UNREADABLE: Text = Text {
    zh: "照片打不开，无法导出。请换成相机拍摄的 JPG 原图。",
    en: "The photo cannot be opened, so nothing can be exported. Please choose the JPG from the camera.",
};
const DAMAGED: Text = Text {
    zh: "照片文件不完整，无法导出。请重新传输原图，再选择一次。",
    en: "Part of the photo is missing, so nothing can be exported. Please transfer the original again.",
};
const SHAPE: Text = Text {
    zh: "裁剪框的宽高比与要求的照片不同，请按要求的比例裁剪。",
    en: "The frame does not have the shape of the picture that is asked for. Please use that shape.",
};
const OUTSIDE: Text = Text {
    zh: "裁剪框超出了照片，空缺的背景不能补画。请移动或缩小裁剪框。",
    en: "The frame reaches over the edge of the photo, and missing background is not painted in. Please move or shrink it.",
};
const TURNED: Text = Text {
    zh: "学校不允许这样旋转照片。请摆正裁剪框，或重拍一张端正的照片。",
    en: "The school does not allow the photo to be turned like this. Please level the frame, or retake the photo upright.",
};
const PIXEL_SIZE: Text = Text {
    zh: "裁剪框里的像素不够，硬拉大也不会更清楚。请把裁剪框放大一些，或换一张像素更高的照片。",
    en: "The frame holds too few pixels, and enlarging adds no detail. Please make the frame larger, or choose a photo with more pixels.",
};
const TOO_LARGE: Text = Text {
    zh: "照片的像素太多，这里处理不了。请用相册把照片存小一些，或放大裁剪框。",
    en: "The photo has more pixels than can be handled here. Please save it smaller, or make the frame larger.",
};
const OVER: Text = Text {
    zh: "画面细节太多，压到最低质量仍有 {value}，超过上限 {max}。请在纯色背景前重拍。",
    en: "The picture has so much detail that its file takes {value} even at the lowest quality, over {max}. Please retake it before a plain background.",
};
const UNDER: Text = Text {
    zh: "最高质量下文件也只有 {value}，达不到 {min}，又不能塞入无用数据。请换一张更清晰的原图。",
    en: "Even at the best quality the file has only {value}, under {min}, and filler is not allowed. Please choose a sharper original.",
};

/// Why a photo has no pixels for us.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PhotoError {
    /// No bytes.
    Empty,
    /// Not a picture, or a damaged one, with the decoder's words.
    Undecodable(String),
    /// A sound picture, for all we know, of a format or coding that is not read here.
    Unsupported(String),
    /// HEIC or AVIF without a platform decoder.
    NeedsPlatform,
    /// More pixels than the budget allows; nothing was allocated.
    TooLarge { width_px: u32, height_px: u32, limit_px: u64 },
}

/// What is wrong with a profile: where, which field, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProfileError {
    /// The file's or the profile's name.
    pub profile: String,
    /// The field's path, as `checks.head-room.ideal`; empty for the whole.
    pub field: String,
    /// What is wrong, naming the value.
    pub reason: String,
}

/// What is wrong with a network's file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ModelError {
    /// The model's file name.
    pub model: String,
    /// What is wrong.
    pub reason: String,
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Photo(error) => write!(f, "photo: {error}"),
            Error::Profile(error) => write!(f, "profile: {error}"),
            Error::Model(error) => write!(f, "model: {error}"),
            Error::Crop(reason) => write!(f, "crop: {reason}"),
            Error::Export(error) => write!(f, "export: {}: {}", error.code(), error.words().en),
        }
    }
}

impl fmt::Display for PhotoError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            PhotoError::Empty => write!(f, "the file is empty"),
            PhotoError::Undecodable(reason) => write!(f, "not decodable: {reason}"),
            PhotoError::Unsupported(what) => write!(f, "{what} is not read here"),
            PhotoError::NeedsPlatform => write!(f, "HEIC and AVIF are decoded by a browser only"),
            PhotoError::TooLarge { width_px, height_px, limit_px } => {
                write!(f, "{width_px} x {height_px} pixels are more than the {limit_px} that are decoded")
            }
        }
    }
}

impl fmt::Display for ProfileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", self.profile)?;
        if !self.field.is_empty() {
            write!(f, "{}: ", self.field)?;
        }
        write!(f, "{}", self.reason)
    }
}

impl fmt::Display for ModelError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.model, self.reason)
    }
}

impl std::error::Error for Error {}

impl From<PhotoError> for Error {
    fn from(error: PhotoError) -> Self {
        Error::Photo(error)
    }
}
impl From<ExportError> for Error {
    fn from(error: ExportError) -> Self {
        Error::Export(error)
    }
}
impl From<ProfileError> for Error {
    fn from(error: ProfileError) -> Self {
        Error::Profile(error)
    }
}
impl From<ModelError> for Error {
    fn from(error: ModelError) -> Self {
        Error::Model(error)
    }
}
