//! The JavaScript boundary: bytes in, plain objects out. The only file that knows of JavaScript.
//!
//! Objects cross as JSON text that the engine's own parser reads: a report then has one field order and one spelling
//! everywhere, `null` and never `undefined`, and no number becomes a BigInt, which old engines lack. Nothing here is
//! asynchronous: the glue of a future holds numbers of the module's functions, and the modules with and without SIMD
//! could no longer share one glue.

use crate::checks::{CHECKS, Group};
use crate::container::{self, Format};
use crate::decode::Photo;
use crate::error::Error;
use crate::geometry::Crop;
use crate::network::NetworkKind;
use crate::profile::{self, Profile};
use crate::report::CropBox;
use crate::session::{self, Networks, Opened};
use crate::text::Text;
use crate::unit::Unit;
use serde::Serialize;
use wasm_bindgen::prelude::*;

/// Long edge, px, to which a photo decoded by the platform is made smaller: twice the analysis copy's, so that the last step
/// down is our own resampler and the copy is as sharp as that of a JPEG.
const PLATFORM_EDGE_PX: u32 = 2 * crate::frame::LONG_EDGE_PX;

/// The networks, and the way to open photos with them.
#[wasm_bindgen]
#[derive(Default)]
pub struct Engine {
    networks: Networks,
}

#[wasm_bindgen]
impl Engine {
    /// Without networks: every face check is unmeasured until they are loaded.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Self {
        Self::default()
    }

    /// The files that [`Engine::load`] knows, in the order in which they are needed.
    #[wasm_bindgen(js_name = modelNames)]
    pub fn model_names() -> Vec<String> {
        NetworkKind::ALL.iter().map(|kind| kind.file_name().to_owned()).collect()
    }

    /// Loads the network of the file `name`.
    ///
    /// # Errors
    /// `bad-model` where the name is unknown or the bytes are not that network.
    pub fn load(&mut self, name: &str, bytes: Vec<u8>) -> Result<(), JsValue> {
        let kind = NetworkKind::from_file_name(name)
            .ok_or_else(|| thrown("bad-model", &format!("model: {name} is not one of ours"), None))?;
        self.networks.load(kind, bytes).map_err(|error| refused(&error.into()))
    }

    /// Opens a photo. Whatever the bytes are, the result can be judged.
    pub fn open(&self, bytes: &[u8], name: &str) -> OpenedPhoto {
        OpenedPhoto(session::open(name, bytes, &self.networks))
    }

    /// Whether `bytes` are HEIC or AVIF, which the browser may decode and we do not.
    #[wasm_bindgen(js_name = needsPlatform)]
    pub fn needs_platform(bytes: &[u8]) -> bool {
        matches!(container::sniff(bytes).format, Format::Heic | Format::Avif)
    }

    /// Long edge, px, to which the platform's pixels may be made smaller.
    #[wasm_bindgen(js_name = platformEdge)]
    pub fn platform_edge() -> u32 {
        PLATFORM_EDGE_PX
    }

    /// As [`Engine::open`], with the platform's pixels: upright sRGB on white, R G B A row by row, `width` x `height`
    /// of them; the photo itself is `full_width` x `full_height`.
    ///
    /// # Errors
    /// `bad-input` where `rgba` has another length or the photo no pixels.
    #[wasm_bindgen(js_name = openDecoded)]
    pub fn open_decoded(
        &self,
        bytes: &[u8],
        name: &str,
        rgba: Vec<u8>,
        width: u32,
        height: u32,
        full_width: u32,
        full_height: u32,
    ) -> Result<OpenedPhoto, JsValue> {
        let length = u64::from(width) * u64::from(height) * 4;
        if length == 0 || length != rgba.len() as u64 || full_width < width || full_height < height {
            let numbers = rgba.len();
            let size = format!("{numbers} numbers for {width} x {height} of {full_width} x {full_height} pixels");
            return Err(thrown("bad-input", &format!("pixels: {size}"), None));
        }
        let photo = Photo { width, height, rgba, full_size: (full_width, full_height), intact: true };
        Ok(OpenedPhoto(session::open_decoded(name, bytes, photo, &self.networks)))
    }
}

/// A photo that was opened; freed by its owner.
#[wasm_bindgen]
pub struct OpenedPhoto(Opened);

#[wasm_bindgen]
impl OpenedPhoto {
    /// The report of the picture that `crop` (`{x, y, width, height, roll_deg}` as JSON; none: the whole photo) cuts.
    ///
    /// # Errors
    /// `bad-crop` where the crop is not a picture.
    pub fn report(&self, profile: &ParsedProfile, crop: Option<String>) -> Result<JsValue, JsValue> {
        let crop = crop.map(|text| parse_crop(&text)).transpose()?;
        object(&self.0.judge(&profile.0, crop).map_err(|error| refused(&error))?)
    }
}

/// A profile that was found sound.
#[wasm_bindgen]
pub struct ParsedProfile(Profile);

#[wasm_bindgen]
impl ParsedProfile {
    /// The built-in profile `id`.
    ///
    /// # Errors
    /// `unknown-profile`.
    pub fn builtin(id: &str) -> Result<Self, JsValue> {
        let found = profile::builtin(id);
        found.map(Self).ok_or_else(|| thrown("unknown-profile", &format!("profile: {id} is not built in"), None))
    }

    /// The profile that `json` describes; `name` is what errors call it.
    ///
    /// # Errors
    /// `bad-profile`, with the field.
    pub fn parse(name: &str, json: &str) -> Result<Self, JsValue> {
        Profile::parse(name, json).map(Self).map_err(|error| refused(&error.into()))
    }

    /// The profile with its base laid under it, as an object.
    ///
    /// # Errors
    /// Never for a profile that exists.
    pub fn describe(&self) -> Result<JsValue, JsValue> {
        object(&self.0)
    }
}

/// Every built-in profile, as objects.
///
/// # Errors
/// Never.
#[wasm_bindgen]
pub fn profiles() -> Result<JsValue, JsValue> {
    object(&profile::builtins())
}

/// What a page may say of a check.
#[derive(Serialize)]
struct CheckFacts {
    id: &'static str,
    group: Group,
    title: Text,
    unit: Unit,
    look: Text,
    how: &'static str,
    source: &'static str,
}

/// Every check, in the order of the report, as objects.
///
/// # Errors
/// Never.
#[wasm_bindgen]
pub fn checks() -> Result<JsValue, JsValue> {
    let facts: Vec<_> = CHECKS
        .iter()
        .map(|check| CheckFacts {
            id: check.id,
            group: check.group,
            title: check.title,
            unit: check.unit,
            look: check.look,
            how: check.how,
            source: check.source,
        })
        .collect();
    object(&facts)
}

fn parse_crop(text: &str) -> Result<Crop, JsValue> {
    let parsed: Result<CropBox, _> = serde_json::from_str(text);
    parsed.map(Crop::from).map_err(|error| refused(&Error::Crop(error.to_string())))
}

/// `value` as a JavaScript object.
fn object(value: &impl Serialize) -> Result<JsValue, JsValue> {
    let text = serde_json::to_string(value).map_err(|error| thrown("internal", &error.to_string(), None))?;
    js_sys::JSON::parse(&text)
}

/// `error` as JavaScript throws it.
fn refused(error: &Error) -> JsValue {
    let (code, field) = match error {
        Error::Photo(_) => ("bad-photo", None),
        Error::Profile(error) => ("bad-profile", Some(error.field.as_str())),
        Error::Model(_) => ("bad-model", None),
        Error::Crop(_) => ("bad-crop", None),
    };
    thrown(code, &error.to_string(), field)
}

/// An `Error` with a `code` and, where one is to blame, the `field`.
fn thrown(code: &str, message: &str, field: Option<&str>) -> JsValue {
    let error = js_sys::Error::new(message);
    for (name, value) in [("code", Some(code)), ("field", field)] {
        if let Some(value) = value {
            // A fresh error takes any property.
            let _ = js_sys::Reflect::set(&error, &name.into(), &value.into());
        }
    }
    error.into()
}
