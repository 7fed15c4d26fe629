//! What many tests need: the networks, a judgement of a picture, the labelled photos.

use crate::portrait::Picture;
use photo_precheck::profile::{self, Profile};
use photo_precheck::report::{Finding, Report};
use photo_precheck::session::{self, Networks, Opened};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

pub static NETWORKS: LazyLock<Networks> = LazyLock::new(|| {
    Networks::from_folder(&models())
        .unwrap_or_else(|error| panic!("{error}\nThe build makes the networks: run `./build.sh build` first."))
});

/// Where the build puts the networks.
pub fn models() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("www/models")
}

/// The folder with the labelled photos, which may not be there.
pub fn photos() -> PathBuf {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared");
    std::env::var_os("PHOTO_PRECHECK_SHARED").map_or_else(beside, PathBuf::from).join("photos")
}

/// The pixels of a labelled photo, upright or not as it is stored; `None`, and a word, where it is not there.
pub fn photo(file: &str) -> Option<Picture> {
    let path = photos().join(file);
    let Ok(bytes) = std::fs::read(&path) else {
        println!("SKIPPED: {} is not there", path.display());
        return None;
    };
    Some(match image::load_from_memory(&bytes) {
        Ok(decoded) => {
            let rgb = decoded.into_rgb8();
            let (width_px, height_px) = (rgb.width() as usize, rgb.height() as usize);
            Picture { width_px, height_px, rgb: rgb.into_raw() }
        }
        // `image` is built without JPEG.
        Err(_) => Picture::from_jpeg(&bytes),
    })
}

pub fn profile(id: &str) -> &'static Profile {
    profile::builtin(id).unwrap_or_else(|| panic!("there is no profile {id}"))
}

/// A picture as a camera's file, opened.
pub fn open(picture: &Picture) -> Opened {
    session::open("picture.jpg", &picture.jpeg(95), &NETWORKS)
}

/// The report on a whole picture under the default profile.
pub fn judge(picture: &Picture) -> Report {
    report(&open(picture))
}

pub fn report(opened: &Opened) -> Report {
    opened.judge(profile("degree-photo"), None).expect("the whole photo is a picture")
}

pub fn finding<'a>(report: &'a Report, check: &str) -> &'a Finding {
    report.findings.iter().find(|finding| finding.check == check).unwrap_or_else(|| panic!("no finding of {check}"))
}
