//! Judges a degree photo before it is uploaded, on the student's own device.
//!
//! ```text
//! bytes -container-> Container     headers, EXIF, markers, trailing bytes; no pixels
//! bytes -decode->    Photo         upright sRGB pixels at the scale asked for
//! Photo -frame->     Frame         the analysis copy, knows its scale back to the photo
//! Frame -face, segment-> Faces, Mask
//! all   -measure->   Evidence      plain numbers in photo coordinates, each measured or `Unmeasured`
//! Evidence + Crop + Profile -checks-> Report
//! bytes + Crop + Profile -output->    JPEG  cropped from full resolution, inside the byte window
//! ```
//!
//! [`session`] ties the arrows together: [`session::open`] once, [`session::Opened::judge`] many times, then
//! [`session::Opened::export`].
#![forbid(unsafe_code)]

pub mod checks;
mod color;
pub mod container;
pub mod crop;
pub mod decode;
pub mod error;
mod face;
pub mod frame;
pub mod geometry;
pub mod limit;
pub mod measure;
pub mod network;
pub mod output;
pub mod profile;
pub mod report;
mod resample;
mod segment;
pub mod session;
mod statistics;
pub mod text;
pub mod unit;
#[cfg(target_arch = "wasm32")]
pub mod wasm;
