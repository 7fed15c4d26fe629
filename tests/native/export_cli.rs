//! `photo-precheck export` as it is called: what it writes, says and answers.
#![cfg(not(target_arch = "wasm32"))]

use crate::portrait::Portrait;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A folder of the test's own with a photo of 900 x 1200 in it.
fn folder(test: &str) -> (PathBuf, PathBuf) {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(test);
    std::fs::create_dir_all(&folder).expect("a folder");
    let photo = folder.join("photo.jpg");
    std::fs::write(&photo, Portrait { width_px: 900, height_px: 1200, ..Portrait::default() }.jpeg()).expect("a file");
    let _ = std::fs::remove_file(folder.join("out.jpg"));
    (folder, photo)
}

/// Runs `export` without networks: what they find is tested elsewhere.
fn export(arguments: &[&str], photo: &Path, out: &Path) -> Output {
    Command::new(env!("CARGO_BIN_EXE_photo-precheck"))
        .env("PHOTO_PRECHECK_MODELS", "no-such-folder")
        .arg("export")
        .args(arguments)
        .arg(photo)
        .arg("-o")
        .arg(out)
        .output()
        .expect("it runs")
}

const CROP: [&str; 4] = ["--profile", "degree-photo", "--crop", "90,120,720,960"];

#[test]
fn the_file_is_written_and_its_report_told_under_its_name() {
    let (folder, photo) = folder("written");
    let out = folder.join("out.jpg");
    let told = export(&[&CROP[..], &["--json"]].concat(), &photo, &out);
    assert_eq!(told.status.code(), Some(0), "{told:?}");
    let json: serde_json::Value = serde_json::from_slice(&told.stdout).expect("JSON");
    let length = std::fs::metadata(&out).expect("a file").len();
    assert_eq!(json["report"]["photo"]["bytes"], length);
    assert_eq!(json["report"]["photo"]["name"], out.to_string_lossy().as_ref());
    assert_eq!(json["unchanged"], false);
}

#[test]
fn where_none_can_be_made_nothing_is_written_and_the_reason_is_told() {
    let (folder, photo) = folder("refused");
    let out = folder.join("out.jpg");
    for (arguments, code) in [
        (["--profile", "degree-photo", "--crop", "0,0,300,400"], "pixel-size"),
        (["--profile", "degree-photo", "--crop", "-200,0,720,960"], "crop-outside"),
        (["--profile", "cueb-2022", "--crop", "90,120,720,960,2"], "crop-turned"),
    ] {
        let told = export(&[&arguments[..], &["--json"]].concat(), &photo, &out);
        let json: serde_json::Value = serde_json::from_slice(&told.stdout).expect("JSON");
        assert_eq!((told.status.code(), json["refused"]["code"].as_str()), (Some(1), Some(code)));
        assert!(!out.exists());
    }
    let told = export(&["--profile", "degree-photo", "--lang", "zh"], &photo, &out);
    assert!(told.status.code() == Some(1) && String::from_utf8_lossy(&told.stderr).contains("裁剪"), "{told:?}");
}

#[test]
fn what_cannot_run_is_status_2() {
    let (folder, photo) = folder("cannot-run");
    let out = folder.join("out.jpg");
    let status = |arguments: &[&str], photo: &Path, out: &Path| export(arguments, photo, out).status.code();
    assert_eq!(status(&CROP, &folder.join("none.jpg"), &out), Some(2));
    assert_eq!(status(&["--profile", "nowhere"], &photo, &out), Some(2));
    assert_eq!(status(&["--profile", "degree-photo", "--crop", "5000,0,480,640"], &photo, &out), Some(2));
    assert_eq!(status(&CROP, &photo, &folder.join("no/such/out.jpg")), Some(2));
}

#[test]
fn the_original_is_never_written_over() {
    let (folder, photo) = folder("original");
    let before = std::fs::read(&photo).expect("a file");
    let told = export(&CROP, &photo, &folder.join("../original/photo.jpg"));
    assert_eq!(told.status.code(), Some(2));
    assert!(std::fs::read(&photo).expect("a file") == before);
}
