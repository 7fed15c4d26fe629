//! Draws the flawless test portrait into a JPEG, for a look or a demonstration.
//!
//! `cargo run --release --example draw_portrait -- OUT.jpg [--scale N]`; with N = 2 it is 960 x 1280.

#[path = "../tests/portrait/mod.rs"]
mod portrait;

use portrait::Portrait;
use std::process::ExitCode;

const USAGE: &str = "usage: draw_portrait OUT.jpg [--scale N]    N: 1..=10, the size is 480 N x 640 N";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let (path, scale) = match arguments[..] {
        [path] => (path, Some(1)),
        [path, "--scale", scale] | ["--scale", scale, path] => {
            (path, scale.parse().ok().filter(|n| (1..=10).contains(n)))
        }
        _ => ("", None),
    };
    let Some(scale) = scale.filter(|_| !path.starts_with('-')) else {
        eprintln!("{USAGE}");
        return ExitCode::from(2);
    };
    let bytes = Portrait { width_px: 480 * scale, height_px: 640 * scale, ..Portrait::default() }.jpeg();
    if let Err(error) = std::fs::write(path, &bytes) {
        eprintln!("{path}: {error}");
        return ExitCode::from(2);
    }
    println!("{path}: {} x {} px, {} bytes", 480 * scale, 640 * scale, bytes.len());
    ExitCode::SUCCESS
}
