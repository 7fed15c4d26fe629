//! Draws ten portraits, each unlike the others, for the tests that judge photos outside this crate.
//!
//! `cargo run --example draw_portraits -- FOLDER` leaves drawn-0.jpg to drawn-9.jpg there.

#[path = "../tests/portrait/mod.rs"]
mod portrait;

use portrait::{Glasses, Hair, Pattern, Placement, Portrait, SkinTone};
use std::path::Path;
use std::process::ExitCode;

fn portraits() -> [Portrait; 10] {
    let plain = Portrait::default;
    let large = |portrait: Portrait| Portrait { width_px: 960, height_px: 1280, ..portrait };
    let at = |head_height, centre_x, crown_y, roll_deg| Placement { head_height, centre_x, crown_y, roll_deg };
    [
        plain(),
        // Room to crop.
        large(Portrait { place: at(0.3, 0.46, 0.2, 0.0), ..plain() }),
        large(Portrait { place: at(0.35, 0.5, 0.2, 9.0), skin: SkinTone::Dark, ..plain() }),
        large(Portrait { hair: Hair::Long, background: [255, 255, 255], smile: 0.6, seed: 3, ..plain() }),
        Portrait { yaw_deg: 28.0, grain: 4.0, ..plain() },
        large(Portrait { glasses: Some(Glasses::default()), side_light: 0.6, ..plain() }),
        Portrait { pattern: Pattern::Room, ..plain() },
        large(Portrait { place: at(0.7, 0.5, -0.05, 0.0), ..plain() }),
        large(Portrait { others: vec![at(0.25, 0.85, 0.3, 0.0)], place: at(0.4, 0.4, 0.2, 0.0), ..plain() }),
        Portrait { width_px: 300, height_px: 400, softness_px: 2.0, skin: SkinTone::Light, ..plain() },
    ]
}

fn main() -> ExitCode {
    let [folder] = &std::env::args().skip(1).collect::<Vec<_>>()[..] else {
        eprintln!("usage: draw_portraits FOLDER");
        return ExitCode::from(2);
    };
    for (number, portrait) in portraits().iter().enumerate() {
        let path = Path::new(folder).join(format!("drawn-{number}.jpg"));
        if let Err(error) = std::fs::write(&path, portrait.jpeg()) {
            eprintln!("{}: {error}", path.display());
            return ExitCode::from(2);
        }
    }
    ExitCode::SUCCESS
}
