//! Whose turn it is when something could not be done: the photo's owner, a limit of ours, a profile's author or the
//! person who installed the models. A photo that merely breaks a rule is a report and never comes here.

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
}

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
