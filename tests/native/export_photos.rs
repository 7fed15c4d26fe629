//! Export of the labelled photos, which are not part of the repository: every file keeps its window, in few encodings, or
//! there is a reason.

use crate::kit::{self, NETWORKS};
use photo_precheck::container::{self, JpegProcess};
use photo_precheck::error::{Error, ExportError};
use photo_precheck::geometry::{Crop, Rect};
use photo_precheck::profile::{self, Profile};
use photo_precheck::report::{Report, Verdict};
use photo_precheck::session::{self, Networks};
use std::path::{Path, PathBuf};
use std::sync::Mutex;

/// What the project allows itself on average.
const MOST_ENCODES: f64 = 3.0;

/// The labelled photos; `None`, and a word, where they are not there.
fn photos() -> Option<Vec<PathBuf>> {
    let folder = kit::photos();
    let Ok(labels) = std::fs::read_to_string(folder.join("labels.tsv")) else {
        println!("SKIPPED: {} is not there", folder.display());
        return None;
    };
    Some(labels.lines().skip(1).filter_map(|line| Some(folder.join(line.split('\t').next()?))).collect())
}

/// `degree-photo` with this window, at a size that the small photos have too; `exact` or at least.
fn windowed((min, max): (u64, Option<u64>), exact: bool) -> Profile {
    let max = max.map_or("null".to_owned(), |max| max.to_string());
    let json = format!(
        r#"{{ "id": "windowed", "base": "degree-photo", "name": {{ "zh": "测试", "en": "A test" }},
            "file": {{ "min_bytes": {min}, "max_bytes": {max}, "source": "a test" }},
            "picture": {{ "width_px": 240, "height_px": 320, "exact": {exact}, "source": "a test" }} }}"#
    );
    Profile::parse("windowed.json", &json).unwrap_or_else(|error| panic!("{error}"))
}

/// The largest upright crop of this shape around the middle.
fn middle((width, height): (u32, u32), profile: &Profile) -> Crop {
    let (w, h) = (f64::from(profile.picture.width_px), f64::from(profile.picture.height_px));
    let scale = (f64::from(width) / w).min(f64::from(height) / h);
    let (w, h) = ((w * scale).floor(), (h * scale).floor());
    Crop::upright(Rect::new(((f64::from(width) - w) / 2.0).floor(), ((f64::from(height) - h) / 2.0).floor(), w, h))
}

/// Runs `work` on every photo, on all cores.
fn on_all(photos: &[PathBuf], work: impl Fn(&Path, &[u8]) + Sync) {
    let queue = Mutex::new(photos.iter());
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(|| {
                while let Some(path) = queue.lock().ok().and_then(|mut queue| queue.next()) {
                    work(path, &std::fs::read(path).unwrap_or_else(|error| panic!("{}: {error}", path.display())));
                }
            });
        }
    });
}

/// What is wrong with a made file; empty where nothing is.
fn wrongs(file: &[u8], report: &Report, profile: &Profile) -> Vec<String> {
    let read = container::sniff(file);
    let wanted = (profile.picture.width_px, profile.picture.height_px);
    let mut wrongs = Vec::new();
    let mut demand = |holds: bool, what: String| {
        if !holds {
            wrongs.push(what)
        }
    };
    demand(read.jpeg.as_ref().is_some_and(|jpeg| jpeg.process == JpegProcess::Baseline), "is not baseline".into());
    let size = read.stored_size.unwrap_or((0, 0));
    let fits = size == wanted || (!profile.picture.exact && size.0 >= wanted.0 && size.1 >= wanted.1);
    demand(fits, format!("is {} x {}", size.0, size.1));
    let length = file.len() as u64;
    let (min, max) = (profile.file.min_bytes.unwrap_or(0), profile.file.max_bytes.unwrap_or(u64::MAX));
    demand((min..=max).contains(&length), format!("has {length} bytes"));
    demand(jpeg_decoder::Decoder::new(file).decode().is_ok(), "does not open".into());
    let failed = report.findings.iter().filter(|finding| finding.verdict == Verdict::Fail);
    for finding in failed.filter(|finding| finding.check.starts_with("file-") || finding.check == "pixel-size") {
        demand(false, format!("fails {}", finding.check));
    }
    wrongs
}

#[test]
fn every_suggested_crop_gives_the_file_that_its_profile_asks_for() {
    let Some(photos) = photos() else { return };
    let small = [windowed((10_000, Some(200_000)), false)];
    let profiles: Vec<Profile> = profile::builtins().cloned().chain(small).collect();
    let (failures, made) = (Mutex::new(Vec::new()), Mutex::new(0));
    on_all(&photos, |path, bytes| {
        let name = path.display();
        let opened = session::open(&name.to_string(), bytes, &NETWORKS);
        for profile in &profiles {
            let suggested = opened.judge(profile, None).expect("a report").suggested_crop;
            // Without networks: the file's own checks need none.
            let wrongs = match opened.export(bytes, profile, None, &Networks::none()) {
                Ok(exported) => {
                    *made.lock().expect("no panic") += 1;
                    exported.jpeg.map_or_else(Vec::new, |file| wrongs(&file, &exported.report, profile))
                }
                Err(Error::Export(ExportError::NoCrop(_))) if suggested.is_none() => Vec::new(),
                Err(error) => vec![error.to_string()],
            };
            if !wrongs.is_empty() {
                failures.lock().expect("no panic").push(format!("{name}, {}: {}", profile.id, wrongs.join("; ")));
            }
        }
    });
    let failures = failures.into_inner().expect("no panic");
    assert!(failures.is_empty(), "{}", failures.join("\n"));
    println!("{} files of {} photos", made.into_inner().expect("no panic"), photos.len());
}

#[test]
fn any_window_is_met_in_few_encodings() {
    let Some(photos) = photos() else { return };
    // The windows of the notices, and a quarter of them for the quarter of 480 x 640 that these pictures have.
    let windows = [
        (20_000, Some(40_000)),
        (30_000, Some(60_000)),
        (50_000, None),
        (5_000, Some(10_000)),
        (7_500, Some(15_000)),
        (12_500, None),
        (25_000, Some(500_000)),
    ];
    let profiles: Vec<Profile> = windows.into_iter().map(|window| windowed(window, true)).collect();
    let (failures, encodes) = (Mutex::new(Vec::new()), Mutex::new(vec![Vec::new(); windows.len()]));
    on_all(&photos, |path, bytes| {
        let opened = session::open(&path.display().to_string(), bytes, &Networks::none());
        let Some(size) = opened.evidence().size.filter(|size| size.0 >= 240 && size.1 >= 320) else { return };
        for (index, profile) in profiles.iter().enumerate() {
            let wrongs = match opened.export(bytes, profile, Some(middle(size, profile)), &Networks::none()) {
                Ok(exported) => {
                    encodes.lock().expect("no panic")[index].push(exported.encodes);
                    wrongs(&exported.jpeg.expect("a made file"), &exported.report, profile)
                }
                Err(Error::Export(ExportError::Under { bytes, min })) if bytes < min => Vec::new(),
                Err(Error::Export(ExportError::Over { bytes, max })) if bytes > max => Vec::new(),
                Err(error) => vec![error.to_string()],
            };
            if !wrongs.is_empty() {
                let window = windows[index];
                failures.lock().expect("no panic").push(format!(
                    "{}, {window:?}: {}",
                    path.display(),
                    wrongs.join("; ")
                ));
            }
        }
    });
    let failures = failures.into_inner().expect("no panic");
    assert!(failures.is_empty(), "{}", failures.join("\n"));
    for (window, counts) in windows.iter().zip(encodes.into_inner().expect("no panic")) {
        let mean = f64::from(counts.iter().sum::<u32>()) / counts.len().max(1) as f64;
        println!(
            "{window:?}: {mean:.2} encodings on average, {:?} at most, {} files",
            counts.iter().max(),
            counts.len()
        );
        assert!(mean <= MOST_ENCODES, "{window:?}: {mean}");
    }
}
