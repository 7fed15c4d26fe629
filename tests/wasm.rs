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
    let report = Engine::new().open(GIF, "dot.gif").report(&degree_photo(), None).unwrap();
    assert_eq!(text(&report, "photo.name"), "dot.gif");
    assert_eq!(text(&finding(&report, "file-format"), "code"), "not-jpeg");
    let face = finding(&report, "one-face");
    assert_eq!((text(&face, "verdict"), text(&face, "code")), ("unmeasured".into(), "no-models".into()));
}

#[wasm_bindgen_test]
fn what_is_missing_is_null_and_numbers_are_numbers() {
    let report = Engine::new().open(b"words", "a").report(&degree_photo(), None).unwrap();
    for path in ["face", "crop", "suggested_crop", "photo.width_px"] {
        assert!(get(&report, path).is_null(), "{path}");
    }
    assert_eq!(get(&report, "photo.bytes").as_f64(), Some(5.0));
}

#[wasm_bindgen_test]
fn a_report_keeps_the_order_of_its_fields() {
    let report = Engine::new().open(GIF, "dot.gif").report(&degree_photo(), None).unwrap();
    let text: String = JSON::stringify(&report).unwrap().into();
    assert!(text.starts_with(r#"{"schema":1,"profile":"degree-photo","verdict":"#), "{text}");
}

#[wasm_bindgen_test]
fn a_bad_crop_is_an_error_with_a_code() {
    let photo = Engine::new().open(GIF, "dot.gif");
    for crop in ["{}", "no json", r#"{"x":0,"y":0,"width":0,"height":1}"#, r#"{"x":9,"y":9,"width":1,"height":1}"#] {
        let error = photo.report(&degree_photo(), Some(crop.to_owned())).unwrap_err();
        assert_eq!(text(&error, "code"), "bad-crop", "{crop}");
    }
}

#[wasm_bindgen_test]
fn a_profile_with_a_typo_names_the_field() {
    let json = r#"{"id":"mine","base":"degree-photo","checks":{"head-rol":{"severity":"warn","source":"a test"}}}"#;
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
        let error = Engine::new().load(&name, vec![1, 2, 3]).unwrap_err();
        assert_eq!(text(&error, "code"), "bad-model");
        assert!(text(&error, "message").contains(&name));
    }
    assert_eq!(text(&Engine::new().load("other.onnx", vec![]).unwrap_err(), "code"), "bad-model");
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
    assert!(Engine::needs_platform(AVIF) && !Engine::needs_platform(GIF));
    let opened = engine.open_decoded(AVIF, "a.avif", vec![255; 32 * 24 * 4], 32, 24, 64, 48).unwrap();
    let report = opened.report(&degree_photo(), None).unwrap();
    assert_eq!(
        (get(&report, "photo.width_px").as_f64(), get(&report, "photo.height_px").as_f64()),
        (Some(64.0), Some(48.0))
    );
    assert_eq!(text(&finding(&report, "file-format"), "verdict"), "fail");
    let error = engine.open_decoded(AVIF, "a.avif", vec![255; 5], 32, 24, 64, 48).err().unwrap();
    assert_eq!(text(&error, "code"), "bad-input");
}
