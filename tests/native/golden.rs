//! Whole reports of drawn photos and files, compared with `golden/*.json`, which people have read and found right.
//!
//! `BLESS=1 cargo test --test native golden` writes them anew; read the difference before you commit it.
//!
//! Words, verdicts, limits and what is read from the file's headers must be the same. A measured number may differ by
//! one unit of its last printed digit: the networks' kernels sum in another order with AVX2, AVX-512 or NEON, which
//! moves a result by about a millionth, and that may tip a rounding over. On one machine reports are the same to the
//! last byte; a test here says so.

use crate::kit::NETWORKS;
use crate::portrait::{Pattern, Placement, Portrait};
use photo_precheck::profile;
use photo_precheck::report::Report;
use photo_precheck::session;
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// A file to judge: the golden's name, the file's, the profile, and the bytes.
struct Case {
    golden: &'static str,
    file: &'static str,
    profile: &'static str,
    bytes: fn() -> Vec<u8>,
}

const CASES: [Case; 8] = [
    Case { golden: "flawless", file: "flawless.jpg", profile: "degree-photo", bytes: flawless },
    Case { golden: "small-and-leaning", file: "leaning.jpg", profile: "degree-photo", bytes: small_and_leaning },
    Case {
        golden: "small-and-leaning-bit",
        file: "leaning.jpg",
        profile: "bit-graduate-2020",
        bytes: small_and_leaning,
    },
    Case { golden: "two-faces", file: "two.jpg", profile: "degree-photo", bytes: two_faces },
    Case { golden: "cut-before-a-room", file: "room.jpg", profile: "degree-photo", bytes: cut_before_a_room },
    Case { golden: "truncated", file: "truncated.jpg", profile: "degree-photo", bytes: truncated },
    Case { golden: "png", file: "renamed.jpg", profile: "degree-photo", bytes: png },
    Case { golden: "empty", file: "empty.jpg", profile: "degree-photo", bytes: Vec::new },
];

fn flawless() -> Vec<u8> {
    Portrait::default().jpeg()
}

fn small_and_leaning() -> Vec<u8> {
    let place = Placement { head_height: 0.31, centre_x: 0.42, crown_y: 0.24, roll_deg: 8.0 };
    Portrait { width_px: 900, height_px: 1200, place, ..Portrait::default() }.jpeg()
}

fn two_faces() -> Vec<u8> {
    let place = Placement { head_height: 0.45, centre_x: 0.35, ..Portrait::default().place };
    let others = vec![Placement { head_height: 0.3, centre_x: 0.8, crown_y: 0.3, roll_deg: 0.0 }];
    Portrait { place, others, ..Portrait::default() }.jpeg()
}

fn cut_before_a_room() -> Vec<u8> {
    let place = Placement { head_height: 0.7, crown_y: -0.08, ..Portrait::default().place };
    Portrait { place, pattern: Pattern::Room, ..Portrait::default() }.jpeg()
}

fn truncated() -> Vec<u8> {
    let mut bytes = flawless();
    bytes.truncate(bytes.len() * 6 / 10);
    bytes
}

fn png() -> Vec<u8> {
    Portrait::default().draw().0.png()
}

impl Case {
    fn report(&self) -> Report {
        let profile = profile::builtin(self.profile).expect("a built-in profile");
        session::open(self.file, &(self.bytes)(), &NETWORKS).judge(profile, None).expect("no crop to refuse")
    }

    fn path(&self) -> PathBuf {
        folder().join(self.golden).with_extension("json")
    }
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden")
}

fn printed(report: &Report) -> String {
    let mut text = serde_json::to_string_pretty(report).expect("a report is plain data");
    text.push('\n');
    text
}

#[test]
fn reports_are_as_they_were_reviewed() {
    let bless = std::env::var_os("BLESS").is_some_and(|value| value == "1");
    let mut failures = Vec::new();
    for case in &CASES {
        let text = printed(&case.report());
        if bless {
            std::fs::write(case.path(), &text).expect("tests/golden can be written");
            continue;
        }
        let Ok(golden) = std::fs::read_to_string(case.path()) else {
            failures.push(format!("{}: not there; BLESS=1 writes it", case.path().display()));
            continue;
        };
        let parse = |text: &str| serde_json::from_str::<Value>(text).expect("goldens and reports are JSON");
        let mut lines = Vec::new();
        compare("", &parse(&golden), &parse(&text), &mut lines);
        if !lines.is_empty() {
            failures.push(format!("{}:\n  {}", case.golden, lines.join("\n  ")));
        }
    }
    let how = "`BLESS=1 cargo test --test native golden` accepts what is new";
    assert!(failures.is_empty(), "Reports have changed (- golden, + now); {how}.\n{}", failures.join("\n"));
}

#[test]
fn every_golden_has_its_case() {
    let files = std::fs::read_dir(folder()).expect("tests/golden").map(|entry| entry.expect("an entry").path());
    let written: BTreeSet<PathBuf> = files.collect();
    let known: BTreeSet<PathBuf> = CASES.iter().map(Case::path).collect();
    let stray: Vec<_> = written.difference(&known).collect();
    assert!(stray.is_empty(), "nothing writes {stray:?}");
}

#[test]
fn a_report_is_the_same_every_time() {
    for case in &CASES[..3] {
        assert_eq!(printed(&case.report()), printed(&case.report()), "{}", case.golden);
    }
}

/// Adds a pair of lines to `lines` for each place where `new` is not as good as `old`.
fn compare(path: &str, old: &Value, new: &Value, lines: &mut Vec<String>) {
    let same = match (old, new) {
        (Value::Object(old), Value::Object(new)) if old.keys().eq(new.keys()) => {
            old.iter().for_each(|(key, old)| compare(&format!("{path}/{key}"), old, &new[key], lines));
            true
        }
        (Value::Array(old), Value::Array(new)) if old.len() == new.len() => {
            for (at, (old, new)) in old.iter().zip(new).enumerate() {
                compare(&format!("{path}/{}", name(old, at)), old, new, lines);
            }
            true
        }
        (Value::Number(old), Value::Number(new)) => {
            let apart = old.as_f64().zip(new.as_f64()).map(|(old, new)| (old - new).abs());
            apart.is_some_and(|apart| apart <= slack(path) + 1e-9)
        }
        (Value::String(old), Value::String(new)) => alike(old, new),
        _ => old == new,
    };
    if !same {
        lines.extend([format!("- {path}: {old}"), format!("+ {path}: {new}")]);
    }
}

/// An array's element by name where it has one: of a finding the check's id, with the unit that its value has.
fn name(element: &Value, at: usize) -> String {
    let field = |key: &str| element.get(key).and_then(Value::as_str);
    match (field("check"), field("unit")) {
        (Some(check), unit) => format!("{check}:{}", unit.unwrap_or_default()),
        (None, _) => at.to_string(),
    }
}

/// By how much the number at `path` may differ: a unit of its last printed digit (see [`photo_precheck::unit::Unit`])
/// where it was measured in the pixels, else nothing.
fn slack(path: &str) -> f64 {
    let parts: Vec<&str> = path.split('/').skip(1).collect();
    match parts[..] {
        ["crop" | "photo" | "schema", ..] => 0.0,
        ["suggested_crop" | "face", .., field] if field.ends_with("_deg") => 0.1,
        ["suggested_crop" | "face", ..] | ["findings", _, "region", _] => 1.0,
        ["findings", finding, "value"] => match finding.rsplit(':').next() {
            Some("ratio") => 0.001,
            Some("deg" | "delta-e" | "levels") => 0.1,
            Some("stops") => 0.01,
            Some("px") => 1.0,
            _ => 0.0,
        },
        _ => 0.0,
    }
}

/// Whether two sentences are the same but for the last digit of a number with a measured unit.
fn alike(old: &str, new: &str) -> bool {
    let (old, new) = (pieces(old), pieces(new));
    old.len() == new.len()
        && old.iter().zip(&new).zip(old.iter().skip(1).map(Some).chain([None])).all(|((a, b), next)| {
            let slack = match next {
                Some(unit) if unit.starts_with(['%', '°']) => 0.1,
                Some(unit) if unit.starts_with(" px") => 1.0,
                _ => 0.0,
            };
            let apart = a.parse::<f64>().ok().zip(b.parse::<f64>().ok()).map(|(a, b)| (a - b).abs());
            a == b || apart.is_some_and(|apart| apart <= slack + 1e-9)
        })
}

/// `text` cut before and after each number.
fn pieces(text: &str) -> Vec<&str> {
    let numeric = |c: char| c.is_ascii_digit() || c == '.' || c == '-';
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let end = rest.find(|c| numeric(c) != numeric(first)).unwrap_or(rest.len());
        let (piece, after) = rest.split_at(end);
        pieces.push(piece);
        rest = after;
    }
    pieces
}

#[test]
fn a_last_digit_may_differ_and_nothing_else() {
    let finding = |value: f64, verdict: &str, words: &str| {
        serde_json::json!({ "findings": [{ "check": "head-height", "unit": "ratio", "value": value, "verdict": verdict,
            "ideal": [value - value % 0.1, 0.6], "problem": words }] })
    };
    let old = finding(0.314, "fail", "头部太小，只占画面高度的 31.4%。");
    let differences = |new: Value| {
        let mut lines = Vec::new();
        compare("", &old, &new, &mut lines);
        lines
    };
    assert!(differences(finding(0.315, "fail", "头部太小，只占画面高度的 31.5%。")).is_empty());
    assert_eq!(
        differences(finding(0.316, "fail", "头部太小，只占画面高度的 31.4%。")),
        ["- /findings/head-height:ratio/value: 0.314", "+ /findings/head-height:ratio/value: 0.316"]
    );
    assert_eq!(differences(finding(0.314, "warn", "头部太小，只占画面高度的 31.4%。")).len(), 2);
    assert_eq!(differences(finding(0.314, "fail", "头部太小，只占画面高度的 31.6%。")).len(), 2);
    assert_eq!(differences(finding(0.314, "fail", "头部过小，只占画面高度的 31.4%。")).len(), 2);
    assert_eq!(differences(serde_json::json!({ "findings": [] })).len(), 2);
}
