//! The JavaScript boundary in a browser: what crosses it, and what errors look like there. Networks are not needed.
#![cfg(target_arch = "wasm32")]

use js_sys::{JSON, Reflect};
use photo_precheck::wasm::{Engine, ParsedProfile, checks, profiles};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_dedicated_worker);

/// 64 x 48 px, see `tests/web/data/README.md`.
const AVIF: &[u8] = include_bytes!("web/data/gradient.avif");

/// A GIF of one pixel.
const GIF: &[u8] = b"GIF89a\x01\0\x01\0\x80\0\0\xff\xff\xff\0\0\0,\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0;";

/// A white PNG of one pixel.
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\0\0\0\0:~\x9bU\0\0\0\nIDATx\xdac\xf8\x0f\0\x01\x01\x01\0\x1c\xb0\x8c\x99\0\0\0\0IEND\xaeB`\x82";

fn get(object: &JsValue, path: &str) -> JsValue {
    path.split('.').fold(object.clone(), |inner, key| Reflect::get(&inner, &key.into()).unwrap())
}

fn text(object: &JsValue, path: &str) -> String {
    get(object, path).as_string().unwrap_or_else(|| panic!("{path} is no text: {:?}", get(object, path)))
}

/// The finding of `check`.
fn finding(report: &JsValue, check: &str) -> JsValue {
    let findings: js_sys::Array = get(report, "findings").unchecked_into();
    findings.iter().find(|finding| text(finding, "check") == check).unwrap()
}

fn degree_photo() -> ParsedProfile {
    ParsedProfile::builtin("degree-photo").unwrap()
}

#[wasm_bindgen_test]
fn without_networks_the_file_is_judged_and_the_face_is_not() {
    let report = Engine::new().open(PNG, "dot.png", None).report(&degree_photo(), JsValue::UNDEFINED).unwrap();
    assert_eq!(text(&report, "photo.name"), "dot.png");
    assert_eq!(text(&finding(&report, "file-format"), "code"), "not-jpeg");
    let face = finding(&report, "one-face");
    assert_eq!((text(&face, "verdict"), text(&face, "code")), ("unmeasured".into(), "no-models".into()));
}

#[wasm_bindgen_test]
fn what_is_missing_is_null_and_numbers_are_numbers() {
    let report = Engine::new().open(b"words", "a", None).report(&degree_photo(), JsValue::UNDEFINED).unwrap();
    for path in ["face", "crop", "suggested_crop", "photo.width_px"] {
        assert!(get(&report, path).is_null(), "{path}");
    }
    assert_eq!(get(&report, "photo.bytes").as_f64(), Some(5.0));
}

#[wasm_bindgen_test]
fn a_report_keeps_the_order_of_its_fields() {
    let report = Engine::new().open(GIF, "dot.gif", None).report(&degree_photo(), JsValue::UNDEFINED).unwrap();
    let text: String = JSON::stringify(&report).unwrap().into();
    assert!(text.starts_with(r#"{"schema":1,"profile":"degree-photo","verdict":"#), "{text}");
}

#[wasm_bindgen_test]
fn a_bad_crop_is_an_error_with_a_code() {
    let photo = Engine::new().open(GIF, "dot.gif", None);
    for crop in [
        "{}",
        "3",
        r#"{"x":0,"y":0,"width":0,"height":1}"#,
        r#"{"x":9,"y":9,"width":1,"height":1}"#,
        r#"{"x":0,"y":0,"width":1,"height":1,"rol_deg":1}"#,
    ] {
        let error = photo.report(&degree_photo(), JSON::parse(crop).unwrap()).unwrap_err();
        assert_eq!(text(&error, "code"), "bad-crop", "{crop}");
    }
}

#[wasm_bindgen_test]
fn a_profile_with_a_typo_names_the_field() {
    let json = r#"{"id":"mine","base":"degree-photo","name":{"zh":"某校","en":"A school"},"checks":{"head-rol":{"severity":"warn","source":"a test"}}}"#;
    let error = ParsedProfile::parse("mine.json", json).err().unwrap();
    assert_eq!(text(&error, "code"), "bad-profile");
    let message = text(&error, "message");
    assert!(message.contains("mine.json") && message.contains("head-rol"), "{message}");
}

#[wasm_bindgen_test]
fn an_unknown_profile_and_a_broken_model_are_named() {
    let error = ParsedProfile::builtin("nowhere").err().unwrap();
    assert_eq!(text(&error, "code"), "unknown-profile");
    assert!(text(&error, "message").contains("nowhere"));
    for name in Engine::model_names() {
        let error = Engine::new().load(&name, &[1, 2, 3]).unwrap_err();
        assert_eq!(text(&error, "code"), "bad-model");
        assert!(text(&error, "message").contains(&name));
    }
    assert_eq!(text(&Engine::new().load("other.bin", &[]).unwrap_err(), "code"), "bad-model");
}

#[wasm_bindgen_test]
fn the_catalogues_hold_both_languages() {
    for list in [profiles().unwrap(), checks().unwrap()] {
        let list: js_sys::Array = list.unchecked_into();
        assert!(list.length() > 5);
        for entry in list.iter() {
            let words = if get(&entry, "title").is_undefined() { "name" } else { "title" };
            assert!(
                !text(&entry, &format!("{words}.zh")).is_empty() && !text(&entry, &format!("{words}.en")).is_empty()
            );
        }
    }
}

#[wasm_bindgen_test]
fn pixels_of_the_platform_are_judged_and_counted() {
    let engine = Engine::new();
    assert!(Engine::needs_platform(AVIF) && Engine::needs_platform(GIF) && !Engine::needs_platform(b"words"));
    let canvas = web_sys::OffscreenCanvas::new(5000, 2500).unwrap();
    canvas.get_context("2d").unwrap();
    let bitmap = canvas.transfer_to_image_bitmap().unwrap();
    let opened = engine.open_decoded(AVIF, "a.avif", &bitmap, None).unwrap();
    let report = opened.report(&degree_photo(), JsValue::NULL).unwrap();
    assert_eq!(
        (get(&report, "photo.width_px").as_f64(), get(&report, "photo.height_px").as_f64()),
        (Some(5000.0), Some(2500.0))
    );
    assert_eq!(text(&finding(&report, "file-format"), "verdict"), "fail");
    assert_eq!(text(&finding(&report, "file-intact"), "verdict"), "pass");
}

#[wasm_bindgen_test]
fn stages_are_told_as_they_end() {
    let heard = js_sys::Array::new();
    let listener = js_sys::Function::new_with_args("stage", "this.push(stage)").bind0(&heard);
    let cut: &[u8] = &[0xFF, 0xD8, 0xFF];
    for file in [PNG, cut] {
        Engine::new().open(file, "a", Some(listener.clone()));
    }
    let heard: Vec<String> = heard.iter().filter_map(|stage| stage.as_string()).collect();
    assert_eq!(heard, ["read", "decoded", "framed", "read"]);
}

#[wasm_bindgen_test]
fn a_photo_is_turned_by_quarters() {
    let photo = Engine::new().open_turned(PNG, "dot.png", 1, None);
    let report = photo.report(&degree_photo(), JsValue::UNDEFINED).unwrap();
    let sides = ["photo.width_px", "photo.height_px"].map(|side| get(&report, side).as_f64());
    assert_eq!(sides, [Some(1.0), Some(1.0)]);
    assert_eq!(get(&report, "photo.orientation").as_f64(), Some(6.0));
}

#[wasm_bindgen_test]
fn a_profile_tells_what_it_asks_of_each_check() {
    let rules: js_sys::Array = degree_photo().rules().unwrap().unchecked_into();
    let rule = rules.iter().find(|rule| text(rule, "check") == "head-height").unwrap();
    assert_eq!((text(&rule, "severity"), text(&rule, "unit")), ("fail".into(), "ratio".into()));
    let ideal: js_sys::Array = get(&rule, "ideal").unchecked_into();
    assert!(ideal.get(0).as_f64() < ideal.get(1).as_f64());
}
