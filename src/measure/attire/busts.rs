//! Pictures of heads and shoulders for `tests/tools/jewels/train.py`, upright and as large as the face's unit.

use super::super::listed;
use super::patch::Axes;
use crate::face::index;
use crate::frame::{Border, Region};

/// Size of a picture: 2 units by 2.5, 128 px each, from half a unit above the eyes.
const WIDTH: usize = 256;
const HEIGHT: usize = 320;
/// Numbers before a picture: whether there is a face, px of the frame to a unit, and where the left cheek, the right
/// cheek, the chin and the forehead are in the picture, px.
const NUMBERS: usize = 16;

#[test]
#[ignore = "makes files for tests/tools/jewels/train.py: BUST_PHOTOS has a photo's path a line, BUST_OUT is the file"]
fn heads_and_shoulders() {
    let mut out: Vec<u8> = Vec::new();
    listed::each("BUST_PHOTOS", |frame, found, segmenter| {
        let Some(main) = found.main else {
            out.extend([0.0_f32; NUMBERS].iter().flat_map(|v| v.to_le_bytes()));
            out.extend(vec![0_u8; WIDTH * HEIGHT * 4]);
            return;
        };
        let close = crate::measure::close_up(frame, segmenter, &main).unwrap();
        let mesh = &main.mesh;
        let axes = Axes::new(mesh);
        let mut region = Region::square(axes.at(0.0, 0.75), 2.0 * axes.unit, mesh.eye_line_deg());
        region.height = 2.5 * axes.unit;
        let place = |p| {
            let (u, v) = region.locate(mesh.point(p));
            [(u * WIDTH as f64) as f32, (v * HEIGHT as f64) as f32]
        };
        let mut head = vec![1.0, axes.unit as f32];
        head.extend(place(index::LEFT_CHEEK));
        head.extend(place(index::RIGHT_CHEEK));
        head.extend(place(index::CHIN));
        head.extend(place(index::FOREHEAD));
        head.resize(NUMBERS, 0.0);
        out.extend(head.iter().flat_map(|v| v.to_le_bytes()));
        let step = region.width / WIDTH as f64;
        let (level, shrink) = frame.level_for(step);
        for row in 0..HEIGHT {
            for column in 0..WIDTH {
                let mut sum = [0.0_f32; 3];
                let mut inside = true;
                for (dx, dy) in [(0.25, 0.25), (0.75, 0.25), (0.25, 0.75), (0.75, 0.75)] {
                    let at = region.at((column as f64 + dx) / WIDTH as f64, (row as f64 + dy) / HEIGHT as f64);
                    inside &= at.x >= 0.0 && at.y >= 0.0 && at.x <= frame.width() && at.y <= frame.height();
                    let (x, y) = ((at.x / shrink - 0.5) as f32, (at.y / shrink - 0.5) as f32);
                    let seen = level.bilinear(x, y, Border::Nearest);
                    sum.iter_mut().zip(seen).for_each(|(s, v)| *s += v / 4.0);
                }
                let at = region.at((column as f64 + 0.5) / WIDTH as f64, (row as f64 + 0.5) / HEIGHT as f64);
                let person = if inside { 1.0 + 254.0 * close.at(at) } else { 0.0 };
                out.extend(sum.map(|v| v.round() as u8));
                out.push(person as u8);
            }
        }
    });
    std::fs::write(std::env::var("BUST_OUT").unwrap(), out).unwrap();
}
