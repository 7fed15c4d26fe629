//! What the tests of export share: pictures, profiles and the call itself.

use crate::portrait::Picture;
use photo_precheck::error::Error;
use photo_precheck::geometry::{Crop, Rect};
use photo_precheck::profile::Profile;
use photo_precheck::session::{self, Exported, Networks};

/// `degree-photo` with another size, window and largest roll.
pub fn asking(
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
pub fn scene(width_px: usize, height_px: usize, noise: u32) -> Picture {
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

pub fn crop(x: f64, y: f64, width: f64, height: f64, roll_deg: f64) -> Crop {
    Crop { rect: Rect::new(x, y, width, height), roll_deg }
}

pub fn export(bytes: &[u8], profile: &Profile, crop: Option<Crop>) -> Result<Exported, Error> {
    session::export("a.jpg", bytes, profile, crop, &Networks::none())
}

pub fn made(bytes: &[u8], profile: &Profile, crop: Option<Crop>) -> Vec<u8> {
    export(bytes, profile, crop).expect("a file").jpeg.expect("a made one")
}
