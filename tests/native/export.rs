//! Export: the made file keeps its promises for any crop, roll, size and window, or says why there is none.
//!
//! Pictures are made here; networks are needed only where the suggested crop is.

use crate::kit::NETWORKS;
use crate::making::{asking, crop, export, made, scene};
use crate::portrait::Portrait;
use photo_precheck::checks::Group;
use photo_precheck::container::{self, JpegProcess};
use photo_precheck::error::{Error, ExportError};
use photo_precheck::geometry::Crop;
use photo_precheck::output::Note;
use photo_precheck::profile::{self, Profile};
use photo_precheck::report::Verdict;
use photo_precheck::session;
use proptest::prelude::{ProptestConfig, any, prop_assert, prop_assert_eq, proptest};
use std::sync::LazyLock;

fn refusal(bytes: &[u8], profile: &Profile, crop: Option<Crop>) -> ExportError {
    match export(bytes, profile, crop) {
        Err(Error::Export(reason)) => reason,
        other => panic!("no refusal: {other:?}"),
    }
}

#[test]
fn the_file_is_plain_baseline_with_the_profiles_density_and_nothing_else() {
    let file = made(
        &scene(900, 1200, 10).png(),
        profile::builtin("degree-photo").unwrap(),
        Some(crop(0.0, 0.0, 900.0, 1200.0, 0.0)),
    );
    let read = container::sniff(&file);
    let jpeg = read.jpeg.unwrap();
    assert_eq!(
        (jpeg.process, read.stored_size, jpeg.density_dpi),
        (JpegProcess::Baseline, Some((480, 640)), Some((300, 300)))
    );
    assert_eq!((read.end.trailing_bytes, read.icc.len(), read.orientation.tag()), (0, 0, 1));
    // After the JFIF segment only tables, the frame and the scan.
    let mut markers = Vec::new();
    let mut at = 2;
    while file[at + 1] != 0xDA {
        markers.push(file[at + 1]);
        at += 2 + usize::from(u16::from_be_bytes([file[at + 2], file[at + 3]]));
    }
    assert!(
        markers[0] == 0xE0 && markers[1..].iter().all(|marker| matches!(marker, 0xDB | 0xC0 | 0xC4)),
        "{markers:x?}"
    );
}

#[test]
fn the_report_is_of_the_made_file() {
    let profile = profile::builtin("degree-photo").unwrap();
    let exported = export(&scene(900, 1200, 10).png(), profile, Some(crop(9.0, 0.0, 480.0, 640.0, 0.0))).unwrap();
    let length = exported.jpeg.unwrap().len() as u64;
    assert_eq!((exported.report.photo.bytes, exported.report.photo.width_px), (length, Some(480)));
    // The scene is no portrait: what the file is and holds is right, whatever else it lacks.
    let mut of_the_file = exported.report.findings.iter().filter(|finding| finding.group == Group::File);
    assert!(of_the_file.all(|finding| finding.verdict != Verdict::Fail), "{:?}", exported.report);
}

#[test]
fn a_file_too_small_at_the_best_quality_is_made_with_more_of_the_crops_pixels() {
    let (smooth, whole) = (scene(1500, 2000, 0).png(), crop(0.0, 0.0, 1500.0, 2000.0, 0.0));
    let best = made(&smooth, &asking((480, 640), false, (None, None), 0.0), Some(whole)).len() as u64;
    let window = (Some(best * 3 / 2), Some(best * 4));
    let file = made(&smooth, &asking((480, 640), false, window, 0.0), Some(whole));
    let (width, height) = container::sniff(&file).stored_size.unwrap();
    assert!(height > 640 && height <= 2000 && (width * 4).abs_diff(height * 3) <= 2, "{width} x {height}");
    assert!((best * 3 / 2..=best * 4).contains(&(file.len() as u64)), "{} after {best}", file.len());
    let refused = refusal(&smooth, &asking((480, 640), true, window, 0.0), Some(whole));
    assert!(
        matches!(refused, ExportError::Under { bytes, min } if bytes == best && min >= best * 3 / 2),
        "{refused:?}"
    );
}

#[test]
fn a_window_between_half_and_whole_colours_is_hit() {
    let picture = scene(480, 640, 30).png();
    let whole = Some(crop(0.0, 0.0, 480.0, 640.0, 0.0));
    for end in (30..200).step_by(10).map(|kb| kb * 1000_u64) {
        let profile = asking((480, 640), true, (Some(end * 9 / 10), Some(end)), 0.0);
        match export(&picture, &profile, whole) {
            Ok(exported) => assert!((end * 9 / 10..=end).contains(&(exported.jpeg.unwrap().len() as u64))),
            Err(Error::Export(ExportError::Over { .. })) => assert!(end < 60_000, "{end}"),
            Err(error) => panic!("{end}: {error}"),
        }
    }
}

#[test]
fn what_cannot_be_made_has_one_reason() {
    let png = scene(900, 1200, 10).png();
    let profile = asking((480, 640), false, (None, None), 5.0);
    let cases = [
        (crop(0.0, 0.0, 900.0, 900.0, 0.0), ExportError::Shape),
        (crop(-60.0, 0.0, 600.0, 800.0, 0.0), ExportError::Outside),
        (crop(0.0, 0.0, 900.0, 1200.0, 4.0), ExportError::Outside),
        (crop(100.0, 100.0, 480.0, 640.0, 6.0), ExportError::Turned),
        (crop(0.0, 0.0, 300.0, 400.0, 0.0), ExportError::PixelSize),
    ];
    for (crop, reason) in cases {
        assert_eq!(refusal(&png, &profile, Some(crop)), reason, "{crop:?}");
    }
    assert_eq!(refusal(&png, &profile, None).code(), "no-crop");
    assert_eq!(refusal(b"words", &profile, None).code(), "unreadable");
    let jpeg = scene(900, 1200, 10).jpeg(90);
    let cut = refusal(&jpeg[..jpeg.len() / 2], &profile, Some(crop(0.0, 0.0, 600.0, 800.0, 0.0)));
    assert_eq!(cut, ExportError::Damaged);
}

#[test]
fn every_reason_is_said_in_both_languages() {
    let over = ExportError::Over { bytes: 51_000, max: 40_000 };
    for reason in [over, ExportError::Damaged, ExportError::Outside, ExportError::Turned, ExportError::PixelSize] {
        let words = reason.words();
        assert!(words.zh.ends_with('。') && words.en.ends_with('.') && words.en.is_ascii(), "{words:?}");
        assert!(!words.zh.contains('{') && !words.en.contains('{'), "{words:?}");
    }
    for note in [Note::Unchanged, Note::OriginalAsked, Note::NoRetouching] {
        assert!(note.words().zh.ends_with('。') && note.words().en.is_ascii());
    }
}

#[test]
fn an_original_that_fits_goes_up_unchanged() {
    let profile = asking((480, 640), true, (None, None), 0.0);
    let whole = Some(crop(0.0, 0.0, 480.0, 640.0, 0.0));
    let fits = scene(480, 640, 10);
    let exported = export(&fits.jpeg(92), &profile, whole).unwrap();
    assert_eq!((exported.jpeg, exported.encodes, exported.notes), (None, 0, vec![Note::Unchanged]));
    // Another format, size or crop, and it is made anew.
    assert!(export(&fits.png(), &profile, whole).unwrap().jpeg.is_some());
    let larger = scene(600, 800, 10).jpeg(92);
    assert!(export(&larger, &profile, Some(crop(0.0, 0.0, 600.0, 800.0, 0.0))).unwrap().jpeg.is_some());
    assert!(export(&larger, &profile, Some(crop(50.0, 50.0, 480.0, 640.0, 0.0))).unwrap().jpeg.is_some());
}

/// `jpeg` with `segment` after its start.
fn with(jpeg: &[u8], marker: u8, segment: &[u8]) -> Vec<u8> {
    let length = u16::try_from(segment.len() + 2).unwrap().to_be_bytes();
    [&jpeg[..2], &[0xFF, marker], &length, segment, &jpeg[2..]].concat()
}

#[test]
fn a_file_that_is_large_by_filler_alone_does_not_go_up_unchanged() {
    let file = scene(480, 640, 10).jpeg(92);
    let whole = Some(crop(0.0, 0.0, 480.0, 640.0, 0.0));
    let needs_more = asking((480, 640), false, (Some(file.len() as u64 + 20_000), None), 0.0);
    let padded = with(&file, 0xFE, &[b'x'; 40_000]);
    match export(&padded, &needs_more, whole) {
        Ok(exported) => {
            assert!(exported.jpeg.is_some_and(|made| container::sniff(&made).provenance.filler(true).is_none()))
        }
        Err(error) => assert!(matches!(error, Error::Export(ExportError::Under { .. })), "{error}"),
    }
}

#[test]
fn what_a_model_made_stays_so_when_it_is_made_anew() {
    let told = [
        &b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta xmlns:x='adobe:ns:meta/'><e:DigitalSourceType rdf:resource='http://x/"[..],
        b"trainedAlgorithmicMedia'/></x:xmpmeta>",
    ];
    let file = with(&scene(900, 1200, 10).jpeg(92), 0xE1, &told.concat());
    let profile = profile::builtin("degree-photo").unwrap();
    let exported = export(&file, profile, Some(crop(9.0, 0.0, 480.0, 640.0, 0.0))).unwrap();
    let told = exported.report.findings.iter().find(|finding| finding.check == "not-generated").unwrap();
    assert!(exported.jpeg.is_some() && told.verdict == Verdict::Fail, "{told:?}");
}

#[test]
fn exactly_the_size_is_neither_less_nor_more_on_either_side() {
    let profile = asking((480, 640), true, (None, None), 0.0);
    for ((width, height), verdict) in [
        ((480, 640), Verdict::Pass),
        ((480, 900), Verdict::Fail),
        ((700, 640), Verdict::Fail),
        ((481, 640), Verdict::Fail),
        ((480, 639), Verdict::Fail),
    ] {
        let report = session::open("a.jpg", &scene(width, height, 10).jpeg(92), &session::Networks::none());
        let report = report.judge(&profile, None).unwrap();
        let size = report.findings.iter().find(|finding| finding.check == "pixel-size").unwrap();
        assert_eq!(size.verdict, verdict, "{width} x {height}: {size:?}");
    }
}

/// Noise in colours only, where whole colours cost more than the median photo's.
#[test]
fn noisy_colours_too_hit_the_window_below_whole_colours() {
    let noisy = scene(480, 640, 0).map(|x, y, [r, g, b]| {
        let state = ((y * 480 + x) as u32).wrapping_mul(2_654_435_761).rotate_left(11).wrapping_mul(1_664_525);
        let (up, down) = ((state >> 9) as u8 % 60, (state >> 20) as u8 % 60);
        [r.saturating_add(up), g, b.saturating_add(down)]
    });
    let (picture, whole) = (noisy.png(), Some(crop(0.0, 0.0, 480.0, 640.0, 0.0)));
    for end in (40..=140).step_by(20).map(|kb| kb * 1000_u64) {
        let file = made(&picture, &asking((480, 640), true, (Some(end * 8 / 10), Some(end)), 0.0), whole);
        assert!((end * 8 / 10..=end).contains(&(file.len() as u64)), "{} in {end}", file.len());
    }
}

#[test]
fn a_flawless_portrait_goes_up_unchanged_without_being_asked() {
    let profile = profile::builtin("cueb-2022").unwrap();
    let exported = session::export("a.jpg", &Portrait::default().jpeg(), profile, None, &NETWORKS).unwrap();
    assert_eq!((exported.jpeg, exported.report.verdict), (None, Verdict::Pass));
}

#[test]
fn where_the_original_is_asked_for_the_schools_own_frame_is_named() {
    let portrait = Portrait { width_px: 1200, height_px: 1200, ..Portrait::default() };
    let profile = profile::builtin("cup-graduate-2022").unwrap();
    let exported = session::export("a.jpg", &portrait.jpeg(), profile, None, &NETWORKS).unwrap();
    assert!(exported.jpeg.is_some() && exported.notes.contains(&Note::OriginalAsked), "{:?}", exported.notes);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn always_the_window_or_a_reason(
        (width, height) in (1_u32..90, 1_u32..90),
        exact in any::<bool>(),
        (min, length) in (0_u64..12_000, 1_u64..12_000),
        (open_low, open_high) in any::<(bool, bool)>(),
        (x, y, scale) in (-20.0_f64..150.0, -20.0_f64..150.0, 0.2_f64..5.0),
        (squeeze, roll_deg) in (0.98_f64..1.02, -12.0_f64..12.0),
        jpeg in any::<bool>(),
    ) {
        static FILES: LazyLock<[Vec<u8>; 2]> = LazyLock::new(|| {
            let picture = scene(203, 157, 25);
            [picture.png(), picture.jpeg(80)]
        });
        let window = ((!open_low).then_some(min), (!open_high).then_some(min + length));
        let profile = asking((width, height), exact, window, 10.0);
        let crop = crop(x, y, f64::from(width) * scale * squeeze, f64::from(height) * scale, roll_deg);
        match export(&FILES[usize::from(jpeg)], &profile, Some(crop)) {
            Ok(exported) => {
                let file = exported.jpeg.unwrap_or_else(|| FILES[1].clone());
                let length = file.len() as u64;
                prop_assert!(window.0.is_none_or(|min| length >= min) && window.1.is_none_or(|max| length <= max));
                let (made_width, made_height) = container::sniff(&file).stored_size.unwrap_or((0, 0));
                prop_assert!(made_width >= width && made_height >= height);
                if exact {
                    prop_assert_eq!((made_width, made_height), (width, height));
                }
            }
            Err(Error::Export(reason)) => prop_assert!(!reason.words().zh.is_empty()),
            Err(Error::Crop(_)) => {}
            Err(other) => prop_assert!(false, "{}", other),
        }
    }
}
