//! Export: the made file keeps its promises for any crop, roll, size and window, or says why there is none.
//!
//! Pictures are made here; networks are needed only where the suggested crop is.

mod portrait;

use photo_precheck::container::{self, JpegProcess};
use photo_precheck::error::{Error, ExportError};
use photo_precheck::geometry::{Crop, Photo, Point, Rect};
use photo_precheck::output::Note;
use photo_precheck::profile::{self, Profile};
use photo_precheck::report::Verdict;
use photo_precheck::session::{self, Exported, Networks};
use portrait::{Picture, Placement, Portrait, Truth};
use proptest::prelude::{ProptestConfig, any, prop_assert, prop_assert_eq, proptest};
use std::path::Path;
use std::sync::LazyLock;

static NETWORKS: LazyLock<Networks> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("www/models");
    Networks::from_folder(&folder)
        .unwrap_or_else(|error| panic!("{error}\nThe build makes the networks: run `./build.sh build` first."))
});

/// `degree-photo` with another size, window and largest roll.
fn asking(
    (width, height): (u32, u32),
    exact: bool,
    (min, max): (Option<u64>, Option<u64>),
    max_roll_deg: f64,
) -> Profile {
    let number = |bytes: Option<u64>| bytes.map_or("null".to_owned(), |bytes| bytes.to_string());
    let json = format!(
        r#"{{ "id": "asking", "base": "degree-photo", "name": {{ "zh": "测试", "en": "A test" }},
            "file": {{ "min_bytes": {}, "max_bytes": {}, "source": "a test" }},
            "picture": {{ "width_px": {width}, "height_px": {height}, "exact": {exact}, "max_roll_deg": {max_roll_deg},
            "source": "a test" }} }}"#,
        number(min),
        number(max)
    );
    Profile::parse("asking.json", &json).unwrap_or_else(|error| panic!("{error}"))
}

/// Waves of many lengths, in colour: something to see at every scale. `noise`: 8-bit levels.
fn scene(width_px: usize, height_px: usize, noise: u32) -> Picture {
    Picture::plain(width_px, height_px, [0; 3]).map(|x, y, _| {
        // Two rounds of Numerical Recipes' generator: the same picture every time.
        let mixed = |state: u32| state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let state = mixed(mixed((y * width_px + x) as u32) ^ 0x5bd1_e995).rotate_left(9);
        let state = mixed(state ^ (state >> 13));
        let grain = if noise == 0 { 0.0 } else { f64::from((state >> 8) % (2 * noise + 1)) - f64::from(noise) };
        let (x, y) = (x as f64, y as f64);
        let wave =
            |length: f64, angle: f64| ((x * angle.cos() + y * angle.sin()) * std::f64::consts::TAU / length).sin();
        let light = 128.0 + 50.0 * wave(900.0, 0.3) + 25.0 * wave(120.0, 1.1) + 20.0 * wave(31.0, 2.0) + grain;
        [light + 20.0 * wave(400.0, 0.9), light, light - 25.0 * wave(700.0, 2.5)]
            .map(|value| value.clamp(0.0, 255.0) as u8)
    })
}

fn crop(x: f64, y: f64, width: f64, height: f64, roll_deg: f64) -> Crop {
    Crop { rect: Rect::new(x, y, width, height), roll_deg }
}

fn export(bytes: &[u8], profile: &Profile, crop: Option<Crop>) -> Result<Exported, Error> {
    session::export("a.jpg", bytes, profile, crop, &Networks::none())
}

fn refusal(bytes: &[u8], profile: &Profile, crop: Option<Crop>) -> ExportError {
    match export(bytes, profile, crop) {
        Err(Error::Export(reason)) => reason,
        other => panic!("no refusal: {other:?}"),
    }
}

fn made(bytes: &[u8], profile: &Profile, crop: Option<Crop>) -> Vec<u8> {
    export(bytes, profile, crop).expect("a file").jpeg.expect("a made one")
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
    assert!(exported.report.findings.iter().all(|finding| finding.verdict != Verdict::Fail), "{:?}", exported.report);
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

/// What a picture shows of each channel in linear light, at the size `to`: every new pixel the Lanczos-weighted mean of
/// `crop`, two loops and nothing clever. 8-bit levels, with fractions.
fn plainly(picture: &Picture, crop: &Crop, (width, height): (usize, usize)) -> Vec<f64> {
    let linear: Vec<f64> = (0..256)
        .map(|byte| f64::from(byte) / 255.0)
        .map(|value| if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) })
        .collect();
    let sinc = |x: f64| if x == 0.0 { 1.0 } else { (x * std::f64::consts::PI).sin() / (x * std::f64::consts::PI) };
    let weights = |from: f64, step: f64, index: usize, length: usize| -> Vec<(usize, f64)> {
        let centre = from + (index as f64 + 0.5) * step;
        let near = (0..length).map(|at| (at, (at as f64 + 0.5 - centre) / step)).filter(|(_, x)| x.abs() < 3.0);
        let raw: Vec<_> = near.map(|(at, x)| (at, sinc(x) * sinc(x / 3.0))).collect();
        let sum: f64 = raw.iter().map(|(_, weight)| weight).sum();
        raw.into_iter().map(|(at, weight)| (at, weight / sum)).collect()
    };
    let Rect { x, y, width: w, height: h, .. } = crop.rect;
    let across: Vec<_> = (0..width).map(|u| weights(x, w / width as f64, u, picture.width_px)).collect();
    let mut narrow = vec![[0.0; 3]; width * picture.height_px];
    for row in 0..picture.height_px {
        for (u, taps) in across.iter().enumerate() {
            for (at, weight) in taps {
                let rgb = picture.at(*at as isize, row as isize);
                (0..3)
                    .for_each(|channel| narrow[row * width + u][channel] += weight * linear[usize::from(rgb[channel])]);
            }
        }
    }
    let mut out = Vec::with_capacity(width * height * 3);
    for v in 0..height {
        let taps = weights(y, h / height as f64, v, picture.height_px);
        for u in 0..width {
            for channel in 0..3 {
                let light: f64 = taps.iter().map(|(row, weight)| weight * narrow[row * width + u][channel]).sum();
                let light = light.clamp(0.0, 1.0);
                let value = if light <= 0.0031308 { light * 12.92 } else { 1.055 * light.powf(1.0 / 2.4) - 0.055 };
                out.push(value * 255.0);
            }
        }
    }
    out
}

#[test]
fn the_pixels_are_those_of_a_plain_resize_in_linear_light() {
    let profile = asking((240, 320), true, (None, None), 0.0);
    // Sizes that eight does not divide, and grain: where a scaled decode and a shift of half a pixel would show.
    let original = scene(1501, 1997, 25).jpeg(92);
    let whole = Picture::from_jpeg(&original);
    for crop in
        [crop(1.0, 1.0, 1497.0, 1996.0, 0.0), crop(700.0, 900.0, 801.0, 1068.0, 0.0), crop(9.0, 9.0, 270.0, 360.0, 0.0)]
    {
        let seen = Picture::from_jpeg(&made(&original, &profile, Some(crop)));
        let wanted = plainly(&whole, &crop, (240, 320));
        let square: f64 = wanted.iter().zip(&seen.rgb).map(|(a, b)| (a - f64::from(*b)).powi(2)).sum();
        let psnr = 10.0 * (255.0 * 255.0 * wanted.len() as f64 / square).log10();
        println!("{crop:?}: {psnr:.1} dB");
        assert!(psnr >= 40.0, "{crop:?}: {psnr:.1} dB");
    }
}

#[test]
fn a_turned_crop_is_the_turned_picture() {
    // Drawn twice: leaning and cut out level, and level from the start.
    let clean = Portrait { grain: 0.0, skin_texture: 0.0, width_px: 960, height_px: 1280, ..Portrait::default() };
    let leaning = Portrait { place: Placement { roll_deg: 8.0, head_height: 0.35, ..clean.place }, ..clean.clone() };
    let (picture, truth) = leaning.draw();
    let centre = ((truth.crown.0 + truth.chin.0) / 2.0, (truth.crown.1 + truth.chin.1) / 2.0);
    let cut = crop(centre.0 - 240.0, centre.1 - 320.0, 480.0, 640.0, 8.0);
    let seen = Picture::from_jpeg(&made(&picture.jpeg(98), &asking((480, 640), true, (None, None), 10.0), Some(cut)));
    let place = Placement { head_height: 0.7, centre_x: 0.5, crown_y: 0.15, roll_deg: 0.0 };
    let level = Portrait { width_px: 480, height_px: 640, place, ..clean }.draw().0;
    // The face alone: light falls on the picture, not on the head.
    let square = difference(&level, &seen, (240.0, 340.0), 60, (0, 0));
    let psnr = 10.0 * (255.0 * 255.0 * (121.0 * 121.0 * 3.0) / square).log10();
    assert!(psnr >= 35.0, "{psnr:.1} dB");
}

/// Mean square difference of two pictures around places in each, `side` px each way, the second moved by (`dx`, `dy`).
fn difference(a: &Picture, b: &Picture, (x, y): (f64, f64), side: isize, (dx, dy): (isize, isize)) -> f64 {
    let (x, y) = (x.round() as isize, y.round() as isize);
    let mut sum = 0.0;
    for j in -side..=side {
        for i in -side..=side {
            for (p, q) in a.at(x + i, y + j).into_iter().zip(b.at(x + i + dx, y + j + dy)) {
                sum += (f64::from(p) - f64::from(q)).powi(2);
            }
        }
    }
    sum
}

/// How far a drawn point lies from where it should, px: by the shift that makes the pictures most alike around it.
fn shift(wanted: &Picture, seen: &Picture, at: (f64, f64)) -> (isize, isize) {
    let shifts = (-4..=4).flat_map(|dx| (-4..=4).map(move |dy| (dx, dy)));
    let off = |shift: &(isize, isize)| difference(wanted, seen, at, 14, *shift);
    shifts.min_by(|a, b| off(a).total_cmp(&off(b))).expect("there are shifts")
}

/// The truth seen through `crop` at the size `to`, by the drawing's own numbers.
fn places(truth: &Truth, crop: &Crop, to_height: f64) -> [(f64, f64); 4] {
    let scale = to_height / crop.rect.height;
    [truth.crown, truth.left_eye, truth.right_eye, truth.chin].map(|(x, y)| {
        let inside = crop.inside(Point::<Photo>::new(x, y));
        (inside.x * scale, inside.y * scale)
    })
}

#[test]
fn crown_eyes_and_chin_come_out_where_the_crop_puts_them() {
    let mut failures = Vec::new();
    let profile = profile::builtin("degree-photo").unwrap();
    for (head_height, centre_x, crown_y, roll_deg) in
        [(0.3, 0.5, 0.3, 0.0), (0.25, 0.35, 0.35, 0.0), (0.33, 0.55, 0.3, 7.0), (0.28, 0.45, 0.3, -9.0)]
    {
        let place = Placement { head_height, centre_x, crown_y, roll_deg };
        let clean = Portrait { grain: 0.0, skin_texture: 0.0, ..Portrait::default() };
        let portrait = Portrait { width_px: 1800, height_px: 2400, place, ..clean.clone() };
        let (picture, truth) = portrait.draw();
        let bytes = picture.jpeg(95);
        let opened = session::open("a.jpg", &bytes, &NETWORKS);
        let report = opened.judge(profile, None).unwrap();
        let suggested: Crop = report.suggested_crop.expect("a crop").into();
        let exported = opened.export(&bytes, profile, Some(suggested), &NETWORKS).unwrap();
        let seen = Picture::from_jpeg(&exported.jpeg.unwrap());
        // The same portrait drawn where it should come out.
        let [crown, left, right, chin] = places(&truth, &suggested, 640.0);
        let middle = ((crown.0 + chin.0) / 2.0, (crown.1 + chin.1) / 2.0);
        let height = (chin.0 - crown.0).hypot(chin.1 - crown.1) / 640.0;
        let roll_deg = place.roll_deg - suggested.roll_deg;
        let place = Placement {
            head_height: height,
            centre_x: middle.0 / 480.0,
            crown_y: middle.1 / 640.0 - height / 2.0,
            roll_deg,
        };
        let wanted = Portrait { place, ..clean }.draw().0;
        for (name, at) in [("crown", crown), ("left eye", left), ("right eye", right), ("chin", chin)] {
            let (dx, dy) = shift(&wanted, &seen, at);
            if dx.abs() > 1 || dy.abs() > 1 {
                failures.push(format!("{place:?}: {name} at {at:?} is off by {dx}, {dy} px"));
            }
        }
        // And what the report measures in the made file is what it measured in the photo, seen through the crop.
        let (before, after) = (report.face.unwrap(), exported.report.face.unwrap());
        let eye = suggested.inside(Point::new(before.left_eye.x, before.left_eye.y));
        let scale = 640.0 / suggested.rect.height;
        let off = (eye.x * scale - after.left_eye.x).hypot(eye.y * scale - after.left_eye.y);
        if off > 2.0 {
            failures.push(format!("{place:?}: the left eye is measured {off:.1} px off"));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
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
