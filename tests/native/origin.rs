//! Where a file comes from, through the public interface: constructed segments are found with their offsets, what
//! devices write is left alone, and hostile files neither panic nor take long.

use crate::portrait::Portrait;
use photo_precheck::container::{MarkKind, sniff};
use photo_precheck::profile;
use photo_precheck::report::{Finding, Verdict};
use photo_precheck::session::{self, Networks};
use std::sync::LazyLock;
use std::time::{Duration, Instant};

/// A drawn portrait's JPEG, small.
static PHOTO: LazyLock<Vec<u8>> =
    LazyLock::new(|| Portrait { width_px: 240, height_px: 320, ..Portrait::default() }.draw().0.jpeg(92));

fn segment(marker: u8, data: &[u8]) -> Vec<u8> {
    let length = u16::try_from(data.len() + 2).expect("a segment's length").to_be_bytes();
    [&[0xFF, marker], length.as_slice(), data].concat()
}

/// The photo with `parts` right after its start.
fn with(parts: &[Vec<u8>]) -> Vec<u8> {
    [&PHOTO[..2], &parts.concat(), &PHOTO[2..]].concat()
}

fn xmp(body: &str) -> Vec<u8> {
    segment(0xE1, &[b"http://ns.adobe.com/xap/1.0/\0", body.as_bytes()].concat())
}

/// An EXIF segment: texts by their tag in directory 0.
fn exif(entries: &[(u16, &str)]) -> Vec<u8> {
    let mut head = b"Exif\0\0MM\0\x2A\0\0\0\x08".to_vec();
    head.extend(u16::try_from(entries.len()).unwrap().to_be_bytes());
    let mut tail = Vec::new();
    for (tag, text) in entries {
        let place = 8 + 2 + entries.len() * 12 + 4 + tail.len();
        // Longer than four bytes, so that the value lies elsewhere.
        let text = format!("{text:4}\0");
        head.extend(tag.to_be_bytes());
        head.extend([0, 2]);
        head.extend(u32::try_from(text.len()).unwrap().to_be_bytes());
        head.extend(u32::try_from(place).unwrap().to_be_bytes());
        tail.extend(text.into_bytes());
    }
    segment(0xE1, &[head, vec![0; 4], tail].concat())
}

/// What `check` says of `bytes` under the profile `id`, without networks.
fn judged(bytes: &[u8], id: &str, check: &str) -> Finding {
    let opened = session::open("a.jpg", bytes, &Networks::none());
    let report = opened.judge(profile::builtin(id).expect("a built-in profile"), None).expect("the whole photo");
    report.findings.into_iter().find(|finding| finding.check == check).expect("the check is on")
}

fn kinds(bytes: &[u8]) -> Vec<MarkKind> {
    sniff(bytes).provenance.marks.into_iter().map(|mark| mark.kind).collect()
}

#[test]
fn a_photo_of_no_record_passes_everywhere() {
    for id in ["degree-photo", "cueb-2022"] {
        for check in ["original-file", "no-padding", "not-generated", "not-selfie", "not-enlarged"] {
            assert_eq!(judged(&PHOTO, id, check).verdict, Verdict::Pass, "{id} {check}");
        }
    }
}

#[test]
fn an_editor_fails_where_the_original_is_demanded_and_warns_elsewhere() {
    let photo = with(&[exif(&[(0x0131, "Adobe Photoshop 25.0")])]);
    let [strict, lenient] = ["cueb-2022", "degree-photo"].map(|id| judged(&photo, id, "original-file"));
    assert_eq!((strict.verdict, strict.code), (Verdict::Fail, Some("edited")));
    assert_eq!(lenient.verdict, Verdict::Warn);
    let trace = strict.trace.expect("it was seen somewhere");
    let at = usize::try_from(trace.offset).unwrap();
    assert_eq!((trace.marker, &photo[at..at + 15]), ("exif:Software", b"Adobe Photoshop".as_slice()));
    assert_eq!(trace.software, "Adobe Photoshop 25.0");
}

#[test]
fn the_trace_stands_in_the_finding_s_json_and_only_there() {
    let json = serde_json::to_value(judged(&with(&[exif(&[(0x0131, "GIMP 2.10")])]), "cueb-2022", "original-file"));
    let json = json.expect("a finding is JSON");
    assert_eq!((json["marker"].as_str(), json["software"].as_str()), (Some("exif:Software"), Some("GIMP 2.10")));
    assert!(json["offset"].is_u64());
    let clean = serde_json::to_value(judged(&PHOTO, "cueb-2022", "original-file")).expect("a finding is JSON");
    assert!(clean.get("marker").is_none() && clean.get("offset").is_none());
}

#[test]
fn firmware_is_no_editor() {
    let phone =
        exif(&[(0x010F, "Xiaomi"), (0x0110, "M2102J2SC"), (0x0131, "M2102J2SC-user 13 TKQ1"), (0x013C, "iPhone 13")]);
    assert_eq!(kinds(&with(&[phone])), []);
}

#[test]
fn what_a_beauty_app_did_counts_and_not_the_app() {
    let json = |on: bool| format!("{{\"BeautyInfo\":{{\"IsBeauty\":{on}}},\"FilterInfo\":{{\"IsUseFilter\":false}}}}");
    let photo = |on: bool| with(&[exif(&[(0x013B, "Meitu"), (0x010E, &json(on))])]);
    let done = judged(&photo(true), "degree-photo", "original-file");
    assert_eq!((done.verdict, done.code), (Verdict::Fail, Some("retouched")));
    assert_eq!(judged(&photo(false), "degree-photo", "original-file").verdict, Verdict::Pass);
}

#[test]
fn declared_models_fail_and_doubtful_labels_warn() {
    let label = |grade: &str| xmp(&format!("<a:AIGC>{{\"Label\":\"{grade}\",\"ContentProducer\":\"x\"}}</a:AIGC>"));
    let [is, may] = ["1", "2"].map(|grade| judged(&with(&[label(grade)]), "degree-photo", "not-generated"));
    assert_eq!((is.verdict, may.verdict), (Verdict::Fail, Verdict::Warn));
    let part = with(&[xmp("<d i:DigitalSourceType=\"http://x/compositeWithTrainedAlgorithmicMedia\"/>")]);
    assert_eq!(judged(&part, "degree-photo", "not-generated").code, Some("declared-ai-edited"));
}

#[test]
fn filler_is_counted_to_the_byte_and_more_is_never_better() {
    let mut last = Verdict::Off;
    for bytes in [0, 100, 1000, 30_000] {
        let padded = [PHOTO.as_slice(), &vec![0x20; bytes]].concat();
        let finding = judged(&padded, "degree-photo", "no-padding");
        assert_eq!(finding.value, Some(bytes as f64));
        assert!(finding.verdict >= last, "{bytes}");
        last = finding.verdict;
        if bytes > 0 {
            let trace = finding.trace.expect("it lies somewhere");
            assert_eq!((trace.marker, trace.offset), ("after-end", PHOTO.len() as u64));
        }
    }
    assert_eq!(last, Verdict::Fail);
    let commented = with(&[segment(0xFE, &[0; 20_000]), segment(0xFE, &[0; 20_000])]);
    assert_eq!(judged(&commented, "degree-photo", "no-padding").value, Some(40_000.0));
}

#[test]
fn a_front_camera_is_named() {
    let mut block = b"Exif\0\0II\x2A\0\x08\0\0\0\x01\0\x69\x87\x04\0\x01\0\0\0\x1A\0\0\0\0\0\0\0".to_vec();
    let lens = b"iPhone 13 front camera 2.71mm f/2.2\0";
    block.extend(b"\x01\0\x34\xA4\x02\0");
    block.extend(u32::try_from(lens.len()).unwrap().to_le_bytes());
    block.extend([44, 0, 0, 0, 0, 0, 0, 0]);
    block.extend(lens);
    let finding = judged(&with(&[segment(0xE1, &block)]), "degree-photo", "not-selfie");
    assert_eq!((finding.verdict, finding.code), (Verdict::Fail, Some("front-camera")));
}

/// Reads `bytes`, which takes no longer than a phone's photo may.
fn soon(name: &str, bytes: &[u8]) {
    let started = Instant::now();
    sniff(bytes);
    let taken = started.elapsed();
    // Measured under 0.1 s each for 12 MB; the rest is for a busy machine.
    assert!(taken < Duration::from_secs(3), "{name}: {taken:?}");
}

#[test]
fn twelve_megabytes_of_anything_are_read_soon() {
    let many = |part: &[u8]| part.repeat(12_000_000 / part.len());
    let file = |part: &[u8]| [&PHOTO[..2], &many(part), &PHOTO[2..]].concat();
    soon("comments", &file(&segment(0xFE, &[b'{'; 600])));
    soon("open braces", &file(&segment(0xFE, &[b"{\"a\":".repeat(6000), b"AIGC ContentProducer".to_vec()].concat())));
    soon("unknown segments", &file(&segment(0xEF, &[7; 513])));
    soon("empty segments", &file(&[0xFF, 0xEF, 0, 2]));
    soon("packets", &file(&xmp("<a CreatorTool='Photoshop'>")));
    soon("open tags", &file(&xmp(&"<".repeat(60_000))));
    soon("quotes", &file(&xmp(&"<a b='".repeat(10_000))));
    soon("credentials", &file(&segment(0xEB, &[b"JP\0\x01\0\0\0\x01".as_slice(), &[0; 60_000]].concat())));
    soon("exif", &file(&exif(&[(0x0131, "x".repeat(60_000).as_str())])));
    soon(
        "resources",
        &file(&segment(0xED, &[b"Photoshop 3.0\0".to_vec(), b"8BIM\x04\x04\0\0\0\0\0\0".repeat(5000)].concat())),
    );
    soon("after the end", &[PHOTO.as_slice(), &many(b"<x:xmpmeta <a ")].concat());
    soon("tables", &file(&segment(0xDB, &[1; 65])));
    let heic =
        [&[0, 0, 0, 24][..], b"ftypmif1\0\0\0\0mif1heic", &many(b"<x:xmpmeta><jumb\0\0\0\0jumdExif\0\0MM\0*")].concat();
    soon("another format", &heic);
}

#[test]
fn no_flipped_byte_panics() {
    let records = [
        exif(&[(0x0131, "GIMP"), (0x010E, "{\"BeautyInfo\":{\"IsBeauty\":true}}"), (0x8769, "\u{1}")]),
        xmp("<a b:CreatorTool='x'><c:AIGC>{&quot;Label&quot;:&quot;1&quot;}</c:AIGC></a>"),
        segment(0xED, b"Photoshop 3.0\08BIM\x04\x06\0\0\0\0\0\x04abcd"),
        segment(0xEB, b"JP\0\x01\0\0\0\x01\0\0\0\x20jumb\0\0\0\x0Cjumdabcd\0\0\0\x0Ccbor\xA1aax"),
        segment(0xFE, b"{\"source_type\":\"douyin_beauty_me\"}"),
    ];
    let head = [&[0xFF, 0xD8][..], &records.concat(), &[0xFF, 0xD9]].concat();
    for at in 0..head.len() {
        sniff(&head[..at]);
        for value in [0, 1, 0x27, 0x3C, 0x7B, 0x7F, 0x80, 0xD9, 0xFF] {
            let mut broken = head.clone();
            broken[at] = value;
            sniff(&broken);
        }
    }
}
