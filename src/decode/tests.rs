//! Pictures made here, decoded again.

use super::*;
use crate::container::sniff;

/// A picture of `width` x `height`: red to the right, green downwards.
fn scene(width: u16, height: u16) -> Vec<u8> {
    let shade = |at: u16, side: u16| u8::try_from(u32::from(at) * 255 / u32::from(side)).unwrap();
    (0..height).flat_map(|y| (0..width).flat_map(move |x| [shade(x, width), shade(y, height), 90])).collect()
}

fn jpeg(width: u16, height: u16, progressive: bool) -> Vec<u8> {
    let mut out = Vec::new();
    let mut encoder = jpeg_encoder::Encoder::new(&mut out, 95);
    encoder.set_progressive(progressive);
    encoder.encode(&scene(width, height), width, height, jpeg_encoder::ColorType::Rgb).unwrap();
    out
}

fn png(width: u16, height: u16) -> Vec<u8> {
    let picture = image::RgbImage::from_raw(width.into(), height.into(), scene(width, height)).unwrap();
    let mut out = std::io::Cursor::new(Vec::new());
    picture.write_to(&mut out, image::ImageFormat::Png).unwrap();
    out.into_inner()
}

fn decoded(bytes: &[u8], long_edge_px: u32) -> Result<Photo, PhotoError> {
    decode(bytes, &sniff(bytes), long_edge_px)
}

#[test]
fn a_jpeg_is_decoded_at_the_smallest_scale_that_suffices() {
    for progressive in [false, true] {
        let file = jpeg(640, 400, progressive);
        let sizes = [1, 80, 81, 160, 161, 320, 321, u32::MAX].map(|edge| decoded(&file, edge).unwrap().width);
        assert_eq!(sizes, [80, 80, 160, 160, 320, 320, 640, 640]);
    }
}

#[test]
fn a_scaled_decode_shows_the_same_scene() {
    let photo = decoded(&jpeg(640, 400, false), 160).unwrap();
    assert_eq!((photo.width, photo.height, photo.full_size, photo.intact), (160, 100, (640, 400), true));
    let at = |x: usize, y: usize| &photo.rgba[(y * 160 + x) * 4..][..3];
    let near = |seen: &[u8], wanted: [u8; 3]| seen.iter().zip(wanted).all(|(a, b)| a.abs_diff(b) < 8);
    assert!(near(at(2, 2), [3, 5, 90]) && near(at(150, 95), [239, 242, 90]), "{:?} {:?}", at(2, 2), at(150, 95));
}

#[test]
fn a_png_is_decoded_whole_and_transparency_lies_on_white() {
    assert_eq!(decoded(&png(30, 20), 5).unwrap().width, 30);
    let clear = image::RgbaImage::from_raw(1, 1, vec![10, 20, 30, 0]).unwrap();
    let mut out = std::io::Cursor::new(Vec::new());
    clear.write_to(&mut out, image::ImageFormat::Png).unwrap();
    assert_eq!(decoded(&out.into_inner(), 1).unwrap().rgba, [255; 4]);
}

#[test]
fn a_file_cut_short_gives_its_first_rows_and_is_not_intact() {
    let file = jpeg(320, 320, false);
    let photo = decoded(&file[..file.len() * 2 / 3], u32::MAX).unwrap();
    assert!(!photo.intact);
    let red_at = |x: usize| photo.rgba[(10 * 320 + x) * 4];
    assert!(red_at(10) < 20 && red_at(300) > 220, "{} {}", red_at(10), red_at(300));
}

#[test]
fn no_prefix_of_a_file_panics() {
    for file in [jpeg(48, 48, false), jpeg(48, 48, true), png(16, 16)] {
        for end in 0..file.len() {
            let _ = decoded(&file[..end], 16);
        }
    }
}

#[test]
fn no_flipped_byte_panics() {
    // Numerical Recipes' generator: the same bytes every time.
    let mut state = 1_u32;
    let mut next = move || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 8) as usize
    };
    for file in [jpeg(48, 48, false), jpeg(48, 48, true), png(16, 16)] {
        for _ in 0..1500 {
            let mut broken = file.clone();
            for _ in 0..1 + next() % 3 {
                let at = next() % broken.len();
                broken[at] = (next() % 256) as u8;
            }
            let _ = decoded(&broken, 16);
        }
    }
}

#[test]
fn a_header_of_900_million_pixels_is_refused_by_its_numbers() {
    let mut file = jpeg(48, 48, false);
    let sof = file.windows(2).position(|pair| pair == [0xFF, 0xC0]).unwrap();
    file[sof + 5..sof + 9].copy_from_slice(&[0x75, 0x30, 0x75, 0x30]);
    let refused = decoded(&file, 900).unwrap_err();
    assert_eq!(refused, PhotoError::TooLarge { width_px: 30_000, height_px: 30_000, limit_px: 120_000_000 });
}

#[test]
fn a_display_p3_jpeg_comes_out_in_srgb() {
    let mut out = Vec::new();
    let mut encoder = jpeg_encoder::Encoder::new(&mut out, 100);
    encoder
        .add_icc_profile(&color_profile::tests::profile(
            color_profile::tests::DISPLAY_P3,
            &color_profile::tests::SRGB_CURVE,
            3,
        ))
        .unwrap();
    encoder.encode(&[229, 150, 120].repeat(64), 8, 8, jpeg_encoder::ColorType::Rgb).unwrap();
    let photo = decoded(&out, 8).unwrap();
    let near = photo.rgba.iter().zip([242, 145, 114]).all(|(a, b)| a.abs_diff(b) <= 3);
    assert!(near, "{:?}", &photo.rgba[..3]);
}

#[test]
fn the_platforms_pixels_must_fit_their_size() {
    assert!(from_rgba(vec![0; 16], 2, 2, (4, 4)).is_ok());
    assert!(from_rgba(vec![0; 15], 2, 2, (4, 4)).is_err());
    assert!(from_rgba(vec![0; 16], 2, 2, (1, 1)).is_err());
    assert!(from_rgba(Vec::new(), 0, 0, (0, 0)).is_err());
}

#[test]
fn many_pixels_of_16_bits_are_too_many_and_not_damaged() {
    use image::ImageEncoder;
    let encoded = |side: u32| {
        let mut out = Vec::new();
        let encoder = image::codecs::png::PngEncoder::new(&mut out);
        encoder.write_image(&[0; 16 * 16 * 8], 16, 16, image::ExtendedColorType::Rgba16).unwrap();
        // Width and height stand in the header, whose checksum is the CRC of its name and data.
        out[16..24].copy_from_slice(&[side.to_be_bytes(), side.to_be_bytes()].concat());
        let crc = crc32fast::hash(&out[12..29]);
        out[29..33].copy_from_slice(&crc.to_be_bytes());
        out
    };
    let error = |side: u32| decoded(&encoded(side), u32::MAX).map(|photo| photo.width).unwrap_err();
    // Admitted by their number, of which 16-bit samples take eight bytes each.
    assert_eq!(error(4500), PhotoError::TooLarge { width_px: 4500, height_px: 4500, limit_px: 18_000_000 });
    assert_eq!(error(5000), PhotoError::TooLarge { width_px: 5000, height_px: 5000, limit_px: 24_000_000 });
    assert_eq!(decoded(&encoded(16), u32::MAX).unwrap().width, 16);
}
