//! Strangers' files: the odd and broken ones of the shared corpus, headers that lie, and portraits damaged on purpose.
//! Each is a report, in its turn, without a panic and within the memory of a phone.
//!
//! The corpus is not part of the repository: without it, or without the models, what needs them is skipped, aloud.

use crate::kit;
use crate::portrait::{Picture, Portrait, STANDARD_BLUE};
use photo_precheck::profile;
use photo_precheck::report::{Report, Verdict};
use photo_precheck::session::{self, Networks};
use serde_json::Value;
use std::fs::{self, File};
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::process::{Child, Command};
use std::sync::LazyLock;
use std::time::Duration;

/// The most memory that judging the corpus may take on this machine's number of threads, kB. Measured: 250,000.
const LARGEST_PEAK_KB: u64 = 400_000;

/// What became of judging the corpus by the command line; `None` where there is nothing to judge or to judge with.
static RUN: LazyLock<Option<Run>> = LazyLock::new(|| Some(judged(corpus()?, models()?)));

struct Run {
    paths: Vec<PathBuf>,
    reports: Vec<Value>,
    errors: String,
    status: Option<i32>,
    /// `None` where the system does not tell.
    peak_kb: Option<u64>,
}

/// The folder, or `None` and a line that says so.
fn present(folder: PathBuf) -> Option<PathBuf> {
    if folder.is_dir() {
        return Some(folder);
    }
    eprintln!("SKIPPED: {} is not there", folder.display());
    None
}

fn models() -> Option<PathBuf> {
    present(kit::models())
}

/// The files of the corpus, whatever their endings, sorted.
fn corpus() -> Option<Vec<PathBuf>> {
    let mut files = Vec::new();
    collect(&present(kit::photos().join("robust"))?, &mut files).expect("the corpus can be read");
    files.sort();
    Some(files)
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, files)?;
        } else {
            files.push(path);
        }
    }
    Ok(())
}

/// A folder for what these tests write.
fn desk() -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("corpus");
    fs::create_dir_all(&folder).expect("the folder can be made");
    folder
}

/// Judges `paths`, and two files whose headers claim 900 million pixels, in one call.
fn judged(mut paths: Vec<PathBuf>, models: PathBuf) -> Run {
    let desk = desk();
    for (name, bytes) in [("huge.png", huge_png()), ("huge.jpg", huge_jpeg())] {
        paths.push(desk.join(name));
        fs::write(desk.join(name), bytes).expect("the file can be written");
    }
    let lines: String = paths.iter().map(|path| format!("{}\n", path.display())).collect();
    fs::write(desk.join("paths"), lines).expect("the list can be written");
    let [out, err] = ["reports", "errors"].map(|name| File::create(desk.join(name)).expect("a file can be made"));
    let mut child = Command::new(env!("CARGO_BIN_EXE_photo-precheck"))
        .args(["check", "--profile", "degree-photo", "--format", "jsonl", "-"])
        .env("PHOTO_PRECHECK_MODELS", models)
        .stdin(File::open(desk.join("paths")).expect("the list is there"))
        .stdout(out)
        .stderr(err)
        .spawn()
        .expect("the program starts");
    let (status, peak_kb) = watched(&mut child);
    let read = |name| fs::read_to_string(desk.join(name)).expect("it wrote UTF-8");
    let reports = read("reports").lines().map(|line| serde_json::from_str(line).expect("a line is a report")).collect();
    Run { paths, reports, errors: read("errors"), status, peak_kb }
}

/// The exit status of `child`, and the most memory it held at once.
fn watched(child: &mut Child) -> (Option<i32>, Option<u64>) {
    let status_file = format!("/proc/{}/status", child.id());
    let mut peak_kb = None;
    loop {
        // The line goes when the process ends: the last number seen is kept.
        peak_kb = fs::read_to_string(&status_file).ok().and_then(|text| high_water_kb(&text)).or(peak_kb);
        if let Some(status) = child.try_wait().expect("the child can be asked") {
            return (status.code(), peak_kb);
        }
        std::thread::sleep(Duration::from_millis(5));
    }
}

fn high_water_kb(status: &str) -> Option<u64> {
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().strip_suffix("kB")?.trim().parse().ok()
}

/// CRC-32 as in PNG: ISO/IEC 15948, annex D, bit by bit.
fn crc(bytes: &[u8]) -> u32 {
    let bit = |crc: u32| (crc >> 1) ^ (0xedb8_8320 & (crc & 1).wrapping_neg());
    !bytes.iter().fold(!0, |crc, byte| (0..8).fold(crc ^ u32::from(*byte), |crc, _| bit(crc)))
}

/// A PNG whose header, with a right checksum, claims 30,000 x 30,000 pixels.
fn huge_png() -> Vec<u8> {
    let mut png = Picture::plain(4, 4, STANDARD_BLUE).png();
    let side = 30_000u32.to_be_bytes();
    png[16..24].copy_from_slice(&[side, side].concat());
    let sum = crc(&png[12..29]);
    png[29..33].copy_from_slice(&sum.to_be_bytes());
    png
}

/// The portrait's JPEG with a frame header that claims 30,000 x 30,000 pixels.
fn huge_jpeg() -> Vec<u8> {
    let mut jpeg = Portrait::default().jpeg();
    let frame = jpeg.windows(2).position(|pair| pair == [0xff, 0xc0]).expect("a baseline JPEG has a frame header");
    let side = 30_000u16.to_be_bytes();
    jpeg[frame + 5..frame + 9].copy_from_slice(&[side, side].concat());
    jpeg
}

#[test]
fn every_file_of_the_corpus_is_one_report_in_its_turn() {
    let Some(run) = &*RUN else { return };
    assert!(!run.paths.is_empty());
    let named: Vec<_> = run.reports.iter().map(|report| report["photo"]["name"].as_str()).collect();
    let expected: Vec<_> = run.paths.iter().map(|path| path.to_str()).collect();
    assert_eq!(named, expected);
}

#[test]
fn the_corpus_is_judged_without_a_word_on_standard_error() {
    let Some(run) = &*RUN else { return };
    assert!(matches!(run.status, Some(0 | 1)), "{:?}", run.status);
    assert_eq!(run.errors, "");
}

#[test]
fn the_corpus_fits_into_little_memory() {
    let Some(run) = &*RUN else { return };
    let Some(peak_kb) = run.peak_kb else {
        return eprintln!("SKIPPED: this system does not tell how much memory a process holds");
    };
    eprintln!("peak memory: {peak_kb} kB");
    assert!(peak_kb < LARGEST_PEAK_KB, "{peak_kb} kB");
}

#[test]
fn a_photo_is_judged_upright_whatever_its_orientation() {
    let Some(run) = &*RUN else { return };
    let sideways: Vec<_> = (1..=8).map(|tag| (format!("jpg_orientation_landscape_{tag}.jpg"), tag)).collect();
    for report in &run.reports {
        let photo = &report["photo"];
        let Some(name) = photo["name"].as_str() else { continue };
        let Some((_, tag)) = sideways.iter().find(|(file, _)| name.ends_with(file)) else { continue };
        let facts = ["orientation", "width_px", "height_px"].map(|fact| photo[fact].as_i64());
        assert_eq!(facts, [Some(*tag), Some(600), Some(450)], "{name}");
    }
}

fn verdict(report: &Report, check: &str) -> Verdict {
    report.findings.iter().find(|finding| finding.check == check).expect("the check is on").verdict
}

/// The report on `bytes` under the default profile; `case` is named when it panics.
fn report(case: &str, bytes: &[u8], networks: &Networks) -> Report {
    let profile = profile::builtin("degree-photo").expect("it is built in");
    let judge = || session::open(case, bytes, networks).judge(profile, None);
    catch_unwind(AssertUnwindSafe(judge)).unwrap_or_else(|_| panic!("{case}")).expect("no crop was asked for")
}

#[test]
fn a_header_that_claims_900_million_pixels_is_reported_and_not_decoded() {
    for (case, bytes) in [("png", huge_png()), ("jpeg", huge_jpeg())] {
        let report = report(case, &bytes, &Networks::none());
        assert_eq!((report.photo.width_px, report.photo.height_px), (Some(30_000), Some(30_000)), "{case}");
        assert!(report.verdict > Verdict::Pass, "{case}");
        let one_face = report.findings.iter().find(|finding| finding.check == "one-face");
        assert_eq!(one_face.and_then(|finding| finding.code), Some("too-many-pixels"), "{case}");
    }
}

/// The models, where they are there: pixels that no camera takes go through them too.
fn networks() -> Networks {
    models().map_or_else(Networks::none, |folder| Networks::from_folder(&folder).expect("the models are whole"))
}

/// A small portrait: its headers are a large share of its bytes.
fn small() -> Picture {
    Portrait { width_px: 120, height_px: 160, ..Portrait::default() }.draw().0
}

/// Cut at twenty lengths, the empty one among them, `photo` is never whole.
fn never_whole_when_cut(kind: &str, photo: &[u8]) {
    let networks = networks();
    for twentieth in 0..20 {
        let length = photo.len() * twentieth / 20;
        let case = format!("{kind} cut to {length} bytes");
        let report = report(&case, &photo[..length], &networks);
        assert!(verdict(&report, "file-intact") > Verdict::Pass, "{case}");
    }
}

#[test]
fn a_jpeg_that_is_cut_is_reported_as_not_whole() {
    never_whole_when_cut("JPEG", &small().jpeg(95));
}

#[test]
fn a_png_that_is_cut_is_reported_as_not_whole() {
    never_whole_when_cut("PNG", &small().png());
}

/// The `index`-th byte to change, and by what: the first half of the two hundred in the headers, the others anywhere.
/// Steele, Lea and Flood's SplitMix64 (2014) without its state.
fn damage(index: usize, length: usize) -> (usize, u8) {
    let mut z = (index as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    let reach = if index < 100 { length.min(700) } else { length };
    // Below 255, plus one: a change that changes something.
    ((z >> 16) as usize % reach, (z % 255) as u8 + 1)
}

/// `photo` with one byte changed, two hundred times. Every eighth goes through the networks, which are slow.
fn a_report_whatever_byte_is_wrong(kind: &str, photo: &[u8]) {
    let (networks, none) = (networks(), Networks::none());
    for index in 0..200 {
        let (at, change) = damage(index, photo.len());
        let mut bytes = photo.to_vec();
        bytes[at] ^= change;
        let case = format!("{kind} with byte {at} changed by {change:#04x}");
        let report = report(&case, &bytes, if index % 8 == 0 { &networks } else { &none });
        assert!(!report.findings.is_empty(), "{case}");
    }
}

#[test]
fn a_jpeg_with_any_byte_wrong_is_a_report() {
    a_report_whatever_byte_is_wrong("JPEG", &small().jpeg(95));
}

#[test]
fn a_png_with_any_byte_wrong_is_a_report() {
    a_report_whatever_byte_is_wrong("PNG", &small().png());
}
