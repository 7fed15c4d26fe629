//! Export: what the made file shows. Places within a pixel or two, colours as a plain resize in linear light gives them.

use crate::kit::NETWORKS;
use crate::making::{asking, crop, made, scene};
use crate::portrait::{Picture, Placement, Portrait, Truth};
use photo_precheck::checks;
use photo_precheck::geometry::{Crop, Photo, Point, Rect};
use photo_precheck::profile::{self, Profile};
use photo_precheck::session;

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

/// Where a profile would have a value: the middle of the check's ideal range, as a share of the picture's height.
fn aim(profile: &Profile, check: &str) -> f64 {
    let check = checks::find(check).expect("a check");
    profile.rule(check).limit.and_then(|limit| limit.ideal.middle()).expect("a closed range")
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
        let (top, below) = (aim(profile, "head-room"), aim(profile, "head-room") + aim(profile, "head-height"));
        for (name, seen, wanted) in [("crown", crown.1, top), ("chin", chin.1, below)] {
            if (seen - wanted * 640.0).abs() > 2.0 {
                failures.push(format!("{place:?}: the {name} is at {seen:.1} px, {:.1} is aimed at", wanted * 640.0));
            }
        }
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
            let of = |channel: usize| taps.iter().map(move |(row, weight)| (row, weight, channel));
            for taps in [of(0), of(1), of(2)] {
                let light: f64 = taps.map(|(row, weight, channel)| weight * narrow[row * width + u][channel]).sum();
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

/// `picture` as a JPEG whose EXIF says how it is turned.
fn oriented(picture: &Picture, tag: u8) -> Vec<u8> {
    // One directory of one entry: orientation (0x0112), a short.
    let tiff = [b"MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0".as_slice(), &[tag, 0, 0, 0, 0, 0, 0]].concat();
    let mut out = Vec::new();
    let mut encoder = jpeg_encoder::Encoder::new(&mut out, 95);
    encoder.add_exif_metadata(&tiff).expect("a small block");
    let side = |px: usize| u16::try_from(px).expect("a small picture");
    let (width, height) = (side(picture.width_px), side(picture.height_px));
    encoder.encode(&picture.rgb, width, height, jpeg_encoder::ColorType::Rgb).expect("pixels fit their size");
    out
}

#[test]
fn a_photo_stored_lying_or_mirrored_comes_out_upright() {
    // A side of 8 n + 3 px: the decoder's last pixel then reaches over the edge, wherever that is turned to.
    let upright = scene(963, 1283, 0);
    let profile = asking((120, 160), true, (None, None), 0.0);
    let wanted = plainly(&upright, &crop(3.0, 3.0, 957.0, 1276.0, 0.0), (120, 160));
    for tag in 1..=8 {
        // Where the EXIF standard puts row 0 and column 0 of what is stored.
        let (width, height) = if tag >= 5 { (1283, 963) } else { (963, 1283) };
        let stored = Picture::plain(width, height, [0; 3]).map(|x, y, _| {
            let (right, bottom) = (width - 1, height - 1);
            let (x, y) = match tag {
                2 => (right - x, y),
                3 => (right - x, bottom - y),
                4 => (x, bottom - y),
                5 => (y, x),
                6 => (bottom - y, x),
                7 => (bottom - y, right - x),
                8 => (y, right - x),
                _ => (x, y),
            };
            upright.at(x as isize, y as isize)
        });
        let file = made(&oriented(&stored, tag), &profile, Some(crop(3.0, 3.0, 957.0, 1276.0, 0.0)));
        let seen = Picture::from_jpeg(&file);
        let square: f64 = wanted.iter().zip(&seen.rgb).map(|(a, b)| (a - f64::from(*b)).powi(2)).sum();
        let psnr = 10.0 * (255.0 * 255.0 * wanted.len() as f64 / square).log10();
        println!("orientation {tag}: {psnr:.1} dB");
        assert!(psnr >= 40.0, "orientation {tag}: {psnr:.1} dB");
    }
}

#[test]
fn a_cmyk_photo_comes_out_in_srgb() {
    let mut bytes = Vec::new();
    let ink = [0, 128, 255, 51].repeat(480 * 640);
    jpeg_encoder::Encoder::new(&mut bytes, 95).encode(&ink, 480, 640, jpeg_encoder::ColorType::Cmyk).expect("a JPEG");
    let profile = asking((480, 640), true, (None, None), 0.0);
    let file = made(&bytes, &profile, Some(crop(0.0, 0.0, 480.0, 640.0, 0.0)));
    let [r, g, b] = Picture::from_jpeg(&file).at(240, 320);
    assert!(r.abs_diff(204) < 4 && g.abs_diff(102) < 4 && b < 4, "{r} {g} {b}");
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
