//! Writes what the judges of `src/measure/attire` weigh, for `tests/tools/train_attire.py`: of the labelled photos as
//! they are, and dressed with drawn hats and earrings. Not a test of anything, so it is left out unless asked for.

use crate::kit::NETWORKS;
use crate::portrait::{Hair, Portrait, SkinTone, dress};
use photo_precheck::session::{self, Opened};
use std::fmt::Write as _;
use std::path::PathBuf;

fn row(out: &mut String, opened: &Opened, file: &str, dressed: &str) {
    let evidence = opened.evidence();
    let (Ok(head), Ok(attire)) = (&evidence.head, &evidence.attire) else { return };
    for (name, numbers) in &attire.numbers {
        let _ = write!(out, "{file}\t{dressed}\t{name}\t{:.2}\t{:.2}", head.yaw_deg, head.pitch_deg);
        for number in numbers {
            let _ = write!(out, "\t{number:.4}");
        }
        out.push('\n');
    }
}

#[test]
#[ignore = "writes the samples to train on: ATTIRE_PHOTOS is the folder with labels.tsv, ATTIRE_SAMPLES the file"]
fn samples() {
    let folder = PathBuf::from(std::env::var("ATTIRE_PHOTOS").expect("ATTIRE_PHOTOS"));
    let labels = std::fs::read_to_string(folder.join("labels.tsv")).unwrap();
    let mut out = String::new();
    for (line, file) in labels.lines().skip(1).filter_map(|line| line.split('\t').next()).enumerate() {
        let bytes = std::fs::read(folder.join(file)).unwrap();
        let opened = session::open(file, &bytes, &NETWORKS);
        row(&mut out, &opened, file, "as-it-is");
        let (Ok(head), Some(picture)) = (&opened.evidence().head, dress::read(&bytes, 700)) else { continue };
        let size = opened.evidence().size.map_or(1.0, |(width, _)| f64::from(width));
        let map = dress::map(head, picture.width_px as f64 / size);
        for same in dress::again(&picture) {
            row(&mut out, &session::open(file, &same.jpeg(95), &NETWORKS), file, "again");
        }
        for (name, dressed) in dress::samples(&picture, &map, line as u64) {
            row(&mut out, &session::open(file, &dressed.jpeg(90), &NETWORKS), file, name);
        }
    }
    for hair in [Hair::Short, Hair::Long, Hair::Bun, Hair::Bald] {
        for skin in SkinTone::ALL {
            for (seed, earrings) in [(1, false), (2, false), (3, true)] {
                let portrait = Portrait { hair, skin, seed, earrings, ..Portrait::default() };
                let name = format!("{hair:?} {}", if earrings { "earrings" } else { "plain" });
                row(&mut out, &session::open("drawn.jpg", &portrait.jpeg(), &NETWORKS), "drawn", &name);
            }
        }
    }
    std::fs::write(std::env::var("ATTIRE_SAMPLES").expect("ATTIRE_SAMPLES"), out).unwrap();
}

#[test]
#[ignore = "writes drawn portraits for tests/tools/jewels/train.py to the folder ATTIRE_PORTRAITS"]
fn portraits_to_train_on() {
    let folder = PathBuf::from(std::env::var("ATTIRE_PORTRAITS").expect("ATTIRE_PORTRAITS"));
    for hair in [Hair::Short, Hair::Long, Hair::Bun, Hair::Bald] {
        for skin in SkinTone::ALL {
            for (seed, yaw_deg) in [(1, -9.0), (2, 0.0), (3, 9.0)] {
                let portrait = Portrait { hair, skin, seed, yaw_deg, ..Portrait::default() };
                std::fs::write(folder.join(format!("{hair:?}-{skin:?}-{seed}.jpg")), portrait.jpeg()).unwrap();
            }
        }
    }
}
