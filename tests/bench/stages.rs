//! How long each stage of opening a photo takes natively, and making the file of it: medians over rounds, on one thread.
//! `cargo bench --bench stages [-- PHOTO...]`; without a photo a drawn portrait of 12 million pixels.

#[path = "../portrait/mod.rs"]
mod portrait;

use photo_precheck::profile;
use photo_precheck::session::{self, Networks, Opening, Stage};
use std::path::Path;
use std::time::{Duration, Instant};

const ROUNDS: usize = 15;

/// What the measures may add to a photo that already has its face and mask, ms: the project's own bound.
const MEASURES_MS: f64 = 25.0;
/// A part of the measures that is not theirs alone: the second run of a network, for the mask of the head's surroundings.
const NETWORK: &str = "close mask, by the network";

fn main() {
    let models = Path::new(env!("CARGO_MANIFEST_DIR")).join("www/models");
    let networks = Networks::from_folder(&models).expect("`./build.sh build` makes www/models");
    // Cargo itself passes `--bench`.
    let paths: Vec<String> = std::env::args().skip(1).filter(|argument| !argument.starts_with("--")).collect();
    let read = |path: &String| (path.clone(), std::fs::read(path).expect("a photo"));
    let mut photos: Vec<_> = paths.iter().map(read).collect();
    if photos.is_empty() {
        let drawn = portrait::Portrait { width_px: 3000, height_px: 4000, ..portrait::Portrait::default() };
        photos.push(("drawn, 3000 x 4000".to_owned(), drawn.jpeg()));
    }
    for (name, bytes) in &photos {
        print(name, bytes, &networks);
        print_measures(name, bytes, &networks);
        print_export(name, bytes, &networks);
    }
}

/// Each measure of a photo whose face, mesh and mask are there, and their sum beside its bound.
fn print_measures(name: &str, bytes: &[u8], networks: &Networks) {
    let mut times: Vec<(&str, Vec<Duration>)> = Vec::new();
    for _ in 0..ROUNDS {
        let mut opening = Opening::new(name, bytes, 0, &mut |_| ());
        let mut last = Instant::now();
        let mut lap = |measure: &'static str| {
            let took = last.elapsed();
            match times.iter_mut().find(|(other, _)| *other == measure) {
                // The name of nothing starts the clock.
                _ if measure.is_empty() => (),
                Some((_, times)) => times.push(took),
                None => times.push((measure, vec![took])),
            }
            last = Instant::now();
        };
        while opening.step_watched(networks, &mut lap).is_some() {}
    }
    println!("\n{name}: the measures\n\n| measure | ms |\n|---|---:|");
    let mut sum = 0.0;
    for (measure, times) in &mut times {
        times.sort();
        let median = times[times.len() / 2].as_secs_f64() * 1e3;
        sum += if *measure == NETWORK { 0.0 } else { median };
        println!("| {measure} | {median:.2} |");
    }
    println!("| all but the network, of {MEASURES_MS} | {sum:.2} |");
}

/// From the opened photo to the file's bytes, without its report: that is another photo's opening.
fn print_export(name: &str, bytes: &[u8], networks: &Networks) {
    let opened = session::open(name, bytes, networks);
    println!("\n{name}: the suggested crop to the file\n\n| profile | ms | bytes | encodings |\n|---|---:|---:|---:|");
    for profile in profile::builtins() {
        let mut times = Vec::new();
        let mut last = None;
        for _ in 0..ROUNDS {
            let start = Instant::now();
            last = Some(opened.export(bytes, profile, None, &Networks::none()));
            times.push(start.elapsed());
        }
        times.sort();
        let made = match last {
            Some(Ok(made)) => match made.jpeg {
                Some(jpeg) => format!("{} | {}", jpeg.len(), made.encodes),
                None => "goes up unchanged |".to_owned(),
            },
            Some(Err(error)) => format!("{error} |"),
            None => continue,
        };
        println!("| {} | {:.1} | {made} |", profile.id, times[times.len() / 2].as_secs_f64() * 1e3);
    }
}

fn print(name: &str, bytes: &[u8], networks: &Networks) {
    let mut times: Vec<Vec<Duration>> = vec![Vec::new(); Stage::ALL.len() + 1];
    for _ in 0..ROUNDS {
        let start = Instant::now();
        let mut last = start;
        session::open_with_progress(name, bytes, networks, &mut |stage| {
            let place = Stage::ALL.iter().position(|other| *other == stage).expect("a stage of the list");
            times[place].push(last.elapsed());
            last = Instant::now();
        });
        times[Stage::ALL.len()].push(start.elapsed());
    }
    println!(
        "\n{name}, {:.1} MB; medians of {ROUNDS} rounds, one thread\n\n| stage | ms |\n|---|---:|",
        bytes.len() as f64 / 1e6
    );
    for (stage, times) in Stage::ALL.iter().map(|stage| stage.code()).chain(["all"]).zip(&mut times) {
        times.sort();
        if let Some(median) = times.get(times.len() / 2) {
            println!("| {stage} | {:.1} |", median.as_secs_f64() * 1e3);
        }
    }
}
