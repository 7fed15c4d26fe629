//! The JavaScript boundary: bytes in, plain objects out. The only file that knows of JavaScript.
//!
//! Objects cross as JSON, the very text that the command line prints: `null` and never `undefined`, fields in the order of
//! the Rust struct. An object built field by field takes as long, and with whole numbers in it its serializer imports
//! BigInt, which old engines and mini-programs lack: so it is for words alone. Nothing here is asynchronous: the glue of
//! a future holds numbers of the module's functions, and the modules with and without SIMD could no longer share one
//! glue.

use crate::checks::{CHECKS, Check, Group};
use crate::container;
use crate::decode::{self, Photo};
use crate::error::{Error, PhotoError};
use crate::frame;
use crate::geometry::Crop;
use crate::limit::Range;
use crate::network::NetworkKind;
use crate::profile::{self, Profile, Rule, Severity};
use crate::report::CropBox;
use crate::session::{self, Exported, Networks, Opened, Stage};
use crate::text::Text;
use crate::unit::Unit;
use serde::Serialize;
use wasm_bindgen::prelude::*;
use web_sys::{ImageBitmap, OffscreenCanvas, OffscreenCanvasRenderingContext2d};

/// Long edge, px, to which a photo decoded by the platform is made smaller: twice the analysis copy's, so that the last step
/// down is our own resampler and the copy is as sharp as that of a JPEG.
const PLATFORM_EDGE_PX: u32 = 2 * frame::LONG_EDGE_PX;

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
    pub fn load(&mut self, name: &str, bytes: &[u8]) -> Result<(), JsValue> {
        let kind = NetworkKind::from_file_name(name)
            .ok_or_else(|| thrown("bad-model", &format!("model: {name} is not one of ours"), None))?;
        self.networks.load(kind, bytes).map_err(|error| refused(&error.into()))
    }

    /// Opens a photo. Whatever the bytes are, the result can be judged. `progress` is called with the name of each
    /// stage as it ends.
    pub fn open(&self, bytes: &[u8], name: &str, progress: Option<js_sys::Function>) -> OpenedPhoto {
        OpenedPhoto(session::open_with_progress(name, bytes, &self.networks, &mut |stage| tell(&progress, stage)))
    }

    /// As [`Engine::open`] or [`Engine::open_turned`], a part at a time; `progress` is called for the first part, which
    /// reads and decodes.
    pub fn begin(bytes: &[u8], name: &str, quarters: u8, progress: Option<js_sys::Function>) -> OpeningPhoto {
        OpeningPhoto(session::Opening::new(name, bytes, quarters, &mut |stage| tell(&progress, stage)))
    }

    /// As [`Engine::open`], turned clockwise by `quarters` of a full turn more than the file says.
    #[wasm_bindgen(js_name = openTurned)]
    pub fn open_turned(
        &self,
        bytes: &[u8],
        name: &str,
        quarters: u8,
        progress: Option<js_sys::Function>,
    ) -> OpenedPhoto {
        OpenedPhoto(session::open_turned(name, bytes, quarters, &self.networks, &mut |stage| tell(&progress, stage)))
    }

    /// Whether `bytes` are a picture that we do not decode and the browser may.
    #[wasm_bindgen(js_name = needsPlatform)]
    pub fn needs_platform(bytes: &[u8]) -> bool {
        let format = container::sniff(bytes).format;
        format.is_picture() && !decode::reads(format)
    }

    /// As [`Engine::open`], with the pixels that the platform decoded, upright.
    ///
    /// # Errors
    /// `bad-input` where the platform gives no canvas outside the page (Safari before 16.4) or no pixels.
    #[wasm_bindgen(js_name = openDecoded)]
    pub fn open_decoded(
        &self,
        bytes: &[u8],
        name: &str,
        bitmap: &ImageBitmap,
        progress: Option<js_sys::Function>,
    ) -> Result<OpenedPhoto, JsValue> {
        let photo = pixels(bitmap, PLATFORM_EDGE_PX)?;
        let opened = session::open_decoded(name, bytes, photo, &self.networks, &mut |stage| tell(&progress, stage));
        Ok(OpenedPhoto(opened))
    }

    /// The JPEG for the upload, cut from the original `bytes` of the opened `photo` by `crop` (undefined: the suggested
    /// one): `{ jpeg, encodes, notes, report }`. `jpeg` is null where the original may go up as it is.
    ///
    /// # Errors
    /// `bad-crop`; `no-export` with `reason` and `words` where no file can be made that the profile takes.
    pub fn export(
        &self,
        photo: &OpenedPhoto,
        bytes: &[u8],
        profile: &ParsedProfile,
        crop: JsValue,
    ) -> Result<JsValue, JsValue> {
        told(photo.0.export(bytes, &profile.0, optional_crop(crop)?, &self.networks))
    }

    /// As [`Engine::export`], with the pixels that the platform decoded, upright.
    ///
    /// # Errors
    /// As [`Engine::export`].
    #[wasm_bindgen(js_name = exportDecoded)]
    pub fn export_decoded(
        &self,
        photo: &OpenedPhoto,
        bitmap: &ImageBitmap,
        profile: &ParsedProfile,
        crop: JsValue,
    ) -> Result<JsValue, JsValue> {
        let mut decoded = |edge_px| {
            pixels(bitmap, edge_px).map_err(|_| PhotoError::Undecodable("the browser gave no pixels".to_owned()))
        };
        told(photo.0.export_from(&mut decoded, &profile.0, optional_crop(crop)?, &self.networks))
    }
}

/// A note with its words.
#[derive(Serialize)]
struct ToldNote {
    code: &'static str,
    #[serde(flatten)]
    words: Text,
}

fn told(exported: Result<Exported, Error>) -> Result<JsValue, JsValue> {
    let Exported { jpeg, encodes, notes, report } = exported.map_err(|error| refused(&error))?;
    let notes: Vec<_> = notes.iter().map(|note| ToldNote { code: note.code(), words: note.words() }).collect();
    let out = js_sys::Object::new();
    let jpeg = jpeg.map_or(JsValue::NULL, |jpeg| js_sys::Uint8Array::from(jpeg.as_slice()).into());
    for (name, value) in
        [("jpeg", jpeg), ("encodes", encodes.into()), ("notes", object(&notes)?), ("report", object(&report)?)]
    {
        js_sys::Reflect::set(&out, &name.into(), &value)?;
    }
    Ok(out.into())
}

fn tell(progress: &Option<js_sys::Function>, stage: Stage) {
    if let Some(progress) = progress {
        // A listener that throws is its owner's affair; the photo is opened all the same.
        let _ = progress.call1(&JsValue::NULL, &stage.code().into());
    }
}

/// Draws `bitmap` with a long edge of `edge_px`, or its own where that is less, and reads it back: sRGB.
fn pixels(bitmap: &ImageBitmap, edge_px: u32) -> Result<Photo, JsValue> {
    let full = (bitmap.width(), bitmap.height());
    let shrink = (f64::from(edge_px) / f64::from(full.0.max(full.1).max(1))).min(1.0);
    let side = |length: u32| (f64::from(length) * shrink).round().max(1.0);
    let (width, height) = (side(full.0), side(full.1));
    let canvas = OffscreenCanvas::new(width as u32, height as u32)?;
    let context = canvas.get_context("2d")?.ok_or_else(|| thrown("bad-input", "the browser has no canvas", None))?;
    let context: OffscreenCanvasRenderingContext2d = context.unchecked_into();
    // web-sys does not know this property yet; where a browser does not, it smooths as it pleases.
    js_sys::Reflect::set(&context, &"imageSmoothingQuality".into(), &"high".into())?;
    context.draw_image_with_image_bitmap_and_dw_and_dh(bitmap, 0.0, 0.0, width, height)?;
    let data = context.get_image_data(0.0, 0.0, width, height)?;
    decode::from_rgba(data.data().0, data.width(), data.height(), full)
        .map_err(|error| thrown("bad-input", &error.to_string(), None))
}

/// A photo that is being opened.
#[wasm_bindgen]
pub struct OpeningPhoto(session::Opening);

#[wasm_bindgen]
impl OpeningPhoto {
    /// Does the next part and gives the name of its stage; undefined when nothing is left to do.
    pub fn step(&mut self, engine: &Engine) -> Option<String> {
        self.0.step(&engine.networks).map(|stage| stage.code().to_owned())
    }

    /// Does what is left, and is freed.
    pub fn finish(self, engine: &Engine) -> OpenedPhoto {
        OpenedPhoto(self.0.finish(&engine.networks, &mut |_| ()))
    }
}

/// A photo that was opened; freed by its owner.
#[wasm_bindgen]
pub struct OpenedPhoto(Opened);

#[wasm_bindgen]
impl OpenedPhoto {
    /// The report of the picture that `crop` (`{x, y, width, height, roll_deg}`; undefined: the whole photo) cuts.
    ///
    /// # Errors
    /// `bad-crop` where the crop is not a picture.
    pub fn report(&self, profile: &ParsedProfile, crop: JsValue) -> Result<JsValue, JsValue> {
        object(&self.0.judge(&profile.0, optional_crop(crop)?).map_err(|error| refused(&error))?)
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
        let found = profile::builtin(id).cloned().map(Self);
        found.ok_or_else(|| thrown("unknown-profile", &format!("profile: {id} is not built in"), None))
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

    /// What the profile asks of each check that is on, in the order of the report, as objects.
    ///
    /// # Errors
    /// Never for a profile that exists.
    pub fn rules(&self) -> Result<JsValue, JsValue> {
        let rules = CHECKS.iter().map(|check| (check, self.0.rule(check)));
        let on = rules.filter(|(_, rule)| rule.severity != Severity::Off);
        object(&on.map(|(check, rule)| ToldRule::new(check, &rule)).collect::<Vec<_>>())
    }
}

/// What a profile asks of one check.
#[derive(Serialize)]
struct ToldRule<'a> {
    check: &'static str,
    group: Group,
    severity: Severity,
    unit: Option<Unit>,
    ideal: Option<Range>,
    accepted: Option<Range>,
    source: &'a str,
}

impl<'a> ToldRule<'a> {
    fn new(check: &'static Check, rule: &Rule<'a>) -> Self {
        let limit = rule.limit;
        Self {
            check: check.id,
            group: check.group,
            severity: rule.severity,
            unit: check.shown_unit(),
            ideal: limit.map(|limit| limit.ideal),
            accepted: limit.map(|limit| limit.accepted),
            source: rule.source,
        }
    }
}

/// Every built-in profile, as objects.
///
/// # Errors
/// Never.
#[wasm_bindgen]
pub fn profiles() -> Result<JsValue, JsValue> {
    object(&profile::builtins().collect::<Vec<_>>())
}

/// Every check, in the order of the report, as objects.
///
/// # Errors
/// Never.
#[wasm_bindgen]
pub fn checks() -> Result<JsValue, JsValue> {
    object(&CHECKS)
}

fn optional_crop(value: JsValue) -> Result<Option<Crop>, JsValue> {
    if value.is_undefined() || value.is_null() { Ok(None) } else { parse_crop(value).map(Some) }
}

fn parse_crop(value: JsValue) -> Result<Crop, JsValue> {
    // By way of its JSON: an object read field by field would not show a field too many, as a misspelt roll.
    let text = js_sys::JSON::stringify(&value).ok().and_then(|text| text.as_string()).unwrap_or_default();
    let parsed: Result<CropBox, _> = serde_json::from_str(&text);
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
        Error::Export(_) => ("no-export", None),
    };
    let out = thrown(code, &error.to_string(), field);
    if let Error::Export(error) = error {
        // A fresh error takes any property.
        let _ = js_sys::Reflect::set(&out, &"reason".into(), &error.code().into());
        let words = serde_wasm_bindgen::to_value(&error.words()).map_err(JsValue::from);
        let _ = words.and_then(|words| js_sys::Reflect::set(&out, &"words".into(), &words));
    }
    out
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
