//! Shut lids, a turned head and bare shoulders in labelled photos, made of the photo's own pixels: lids are drawn down
//! over the eyes, the face is turned as the canonical face turns, skin of the cheek grows over the clothes.

use super::one_defect::{Series, mixed, moved, ramp};
use crate::kit::{finding, judge, photo};
use crate::portrait::Picture;
use photo_precheck::report::{PixelPoint, Report, Verdict};

/// The canonical face, of which the library tells nothing.
#[path = "../../../src/face/canonical.rs"]
mod canonical;

/// Open eyes that look ahead, in heads that look level and ahead.
const PHOTOS: [&str; 6] = [
    "SelfishGene+SFHQ-T2I-dataset/ffeat_r2c7.png",
    "SelfishGene+SFHQ-T2I-dataset/eyec_r2c2.png",
    "CivilServiceUSA+us-senate/cory-booker.jpg",
    "CivilServiceUSA+us-senate/mike-lee.jpg",
    "Zeyi-Lin+HivisionIDPhotos/demoImage_crop0.png",
    DEEP_EYES,
];

/// Eyes in folds and shade: the mesh takes the fold over a lid that is drawn down for an open eye.
const DEEP_EYES: &str = "SelfishGene+SFHQ-T2I-dataset/aes1_r4c6.png";

/// The first four sit before one colour and have skin of one colour in all of the face. Of a face whose cheeks differ
/// from its forehead by more than the measure allows, bare shoulders are not all found.
const EVEN_SKINS: [&str; 4] = [PHOTOS[0], PHOTOS[1], PHOTOS[2], DEEP_EYES];

/// A face's own axes: px to the right and down from the middle between the eyes.
struct Face {
    middle: (f64, f64),
    right: (f64, f64),
    /// Between the irises.
    apart: f64,
    chin_y: f64,
}

impl Face {
    fn of(report: &Report) -> Face {
        let face = report.face.as_ref().expect("a face");
        let (PixelPoint { x: a, y: b }, PixelPoint { x: c, y: d }) = (face.left_eye, face.right_eye);
        let apart = (c - a).hypot(d - b);
        let right = ((c - a) / apart, (d - b) / apart);
        Face { middle: ((a + c) / 2.0, (b + d) / 2.0), right, apart, chin_y: face.chin_y }
    }
    fn at(&self, right: f64, down: f64) -> (f64, f64) {
        (
            self.middle.0 + right * self.right.0 - down * self.right.1,
            self.middle.1 + right * self.right.1 + down * self.right.0,
        )
    }
    /// The inverse of [`Face::at`].
    fn locate(&self, x: f64, y: f64) -> (f64, f64) {
        let (x, y) = (x - self.middle.0, y - self.middle.1);
        (x * self.right.0 + y * self.right.1, y * self.right.0 - x * self.right.1)
    }
    /// From the eyes to the chin.
    fn chin(&self) -> f64 {
        self.chin_y - self.middle.1
    }
}

/// `check` of each of `files` in growing strength, which `last` must answer in the end.
fn series(
    (check, code, last): (&str, &str, Verdict),
    files: &[&str],
    steps: &[f64],
    at: impl Fn(&Picture, &Face) -> Option<(f64, f64)>,
    defect: impl Fn(&Picture, &Report, &Face, f64) -> Picture,
) {
    for file in files {
        let Some(good) = photo(file) else { continue };
        let report = judge(&good);
        let face = Face::of(&report);
        let spoilt = steps.iter().map(|step| (*step, defect(&good, &report, &face, *step)));
        Series { check, code, last, at: at(&good, &face) }.holds(file, spoilt);
    }
}

/// The upper lids `share` of the way down to the lower ones; what is between brow and lid is stretched.
fn lids_down(picture: &Picture, face: &Face, gap: f64, share: f64) -> Picture {
    // In distances between the eyes: half an eye's width, and a brow's height over the iris.
    let (half_width, brow) = (0.27 * face.apart, -0.42 * face.apart);
    moved(picture, |x, y| {
        let (right, down) = face.locate(x, y);
        let off = (right.abs() - face.apart / 2.0) / half_width;
        let bow = (1.0 - off * off).max(0.0);
        // The upper lid's edge, a little over half a gap above the iris's middle, and where it goes.
        let lid = -0.55 * gap * bow;
        let lowered = lid + 1.25 * gap * bow * share;
        if down <= brow || down >= lowered {
            return (x, y);
        }
        face.at(right, brow + (down - brow) * (lid - brow) / (lowered - brow))
    })
}

#[test]
fn lids_of_a_photo_drawn_down_are_never_better() {
    let shut = ("eyes-open", "shut", Verdict::Warn);
    series(
        shut,
        &PHOTOS[..5],
        &[0.0, 0.2, 0.4, 0.6, 0.8, 1.0],
        |_, _| None,
        |picture, report, face, share| {
            let gap = finding(report, "eyes-open").value.expect("open eyes") * face.apart;
            lids_down(picture, face, gap, share)
        },
    );
}

/// What a turn of the head moves: each point of the canonical face by some px, and the rest of the picture along with the
/// nearest, less and less.
struct Turn {
    /// Where the turned points are, px to the right and down from between the eyes, and how far they have moved.
    points: Vec<[(f64, f64); 2]>,
    /// Of a centimetre of the canonical face, px.
    cm: f64,
}

impl Turn {
    /// By `pitch_deg` around a line between the ears, positive: looking down, then by `yaw_deg` around an upright one that
    /// crosses it, positive: the nose to the picture's right.
    fn new(face: &Face, (pitch_deg, yaw_deg): (f64, f64)) -> Turn {
        /// The canonical face's eyes: between them and over the origin, cm. Middles of the eyes' corners.
        const EYES_APART: f64 = 6.3;
        const EYES_UP: f64 = 2.4;
        /// The line under the eyes and before the ears, cm, so that the face turns where it is.
        const DOWN: f64 = 3.0;
        const NEAR: f64 = 2.0;
        let cm = face.apart / EYES_APART;
        let vertices = canonical::VERTICES.map(|vertex| vertex.map(f64::from));
        // A face that is longer than the canonical one.
        let longer = face.chin() / (EYES_UP - vertices[152][1]) / cm;
        let [(pitch_sin, pitch_cos), (yaw_sin, yaw_cos)] = [pitch_deg, yaw_deg].map(|turn| turn.to_radians().sin_cos());
        let points = vertices.map(|[x, y, z]| {
            let (down, near) = (EYES_UP - y - DOWN, z - NEAR);
            let (turned, near) = (down * pitch_cos + near * pitch_sin, near * pitch_cos - down * pitch_sin);
            let right = x * yaw_cos + near * yaw_sin;
            let scale = cm * longer;
            [(right * cm, (DOWN + turned) * scale), ((right - x) * cm, (turned - down) * scale)]
        });
        Turn { points: points.to_vec(), cm }
    }

    /// How far what is now at (`right`, `down`) has moved to the right and down, px.
    fn at(&self, right: f64, down: f64) -> (f64, f64) {
        let soft = (0.6 * self.cm).powi(2);
        let (mut sum, mut weights, mut nearest) = ((0.0, 0.0), 0.0, f64::INFINITY);
        for [(x, y), by] in &self.points {
            let distance = (right - x).powi(2) + (down - y).powi(2);
            let weight = (distance + soft).powi(-2);
            sum = (sum.0 + weight * by.0, sum.1 + weight * by.1);
            (weights, nearest) = (weights + weight, nearest.min(distance));
        }
        let share = (1.0 - ramp(nearest.sqrt(), self.cm, 6.0 * self.cm)) / weights;
        (sum.0 * share, sum.1 * share)
    }
}

/// As [`Turn`] says.
fn turned(picture: &Picture, face: &Face, turn_deg: (f64, f64)) -> Picture {
    /// The turn is smooth: taken at every so many px, and mixed between.
    const STEP: usize = 8;
    let turn = Turn::new(face, turn_deg);
    let (columns, rows) = (picture.width_px / STEP + 2, picture.height_px / STEP + 2);
    let by: Vec<(f64, f64)> = (0..columns * rows)
        .map(|cell| {
            let (right, down) = face.locate((cell % columns * STEP) as f64, (cell / columns * STEP) as f64);
            turn.at(right, down)
        })
        .collect();
    moved(picture, |x, y| {
        let (u, v) = (x / STEP as f64, y / STEP as f64);
        let (column, row) = (u as usize, v as usize);
        let (right, down) = (u.fract(), v.fract());
        let cell = |dx: usize, dy: usize| by[(row + dy) * columns + column + dx];
        let mix = |way: fn((f64, f64)) -> f64| {
            let across = |dy: usize| way(cell(0, dy)) + (way(cell(1, dy)) - way(cell(0, dy))) * right;
            across(0) + (across(1) - across(0)) * down
        };
        let (by_right, by_down) = (mix(|by| by.0), mix(|by| by.1));
        (x - by_right * face.right.0 + by_down * face.right.1, y - by_right * face.right.1 - by_down * face.right.0)
    })
}

#[test]
fn tilting_the_head_of_a_photo_further_is_never_better() {
    let nose = |_: &Picture, face: &Face| Some(face.at(0.0, face.chin() / 2.0));
    let tilt = |picture: &Picture, _: &Report, face: &Face, pitch: f64| turned(picture, face, (pitch, 0.0));
    let down = ("chin-level", "chin-down", Verdict::Fail);
    series(down, &PHOTOS, &[0.0, 7.0, 14.0, 21.0, 28.0, 36.0], nose, tilt);
    let up = ("chin-level", "chin-up", Verdict::Warn);
    series(up, &PHOTOS, &[0.0, -8.0, -16.0, -24.0, -32.0, -38.0], nose, tilt);
}

#[test]
fn turning_the_head_of_a_photo_further_is_never_better() {
    let nose = |_: &Picture, face: &Face| Some(face.at(0.0, face.chin() / 2.0));
    // Further the far cheek, which a photo cannot lose behind the nose, is a smear.
    let steps = [0.0, 6.0, 12.0, 18.0, 24.0];
    for file in PHOTOS {
        let Some(good) = photo(file) else { continue };
        // On to the side to which it already turns a little.
        let left = finding(&judge(&good), "facing-camera").value.is_some_and(|yaw_deg| yaw_deg < 0.0);
        let (code, to) = if left { ("turned-left", -1.0) } else { ("turned-right", 1.0) };
        series(("facing-camera", code, Verdict::Warn), &[file], &steps, nose, |picture, _, face, yaw| {
            turned(picture, face, (0.0, to * yaw))
        });
    }
}

#[test]
fn a_photo_that_leans_further_is_never_better() {
    let nose = |_: &Picture, face: &Face| Some(face.at(0.0, face.chin() / 2.0));
    // The third leans by 8 degrees as it is.
    for file in [PHOTOS[0], PHOTOS[1], PHOTOS[3], PHOTOS[4], PHOTOS[5]] {
        let Some(good) = photo(file) else { continue };
        let left = finding(&judge(&good), "head-upright").value.is_some_and(|roll_deg| roll_deg < 0.0);
        let (code, to) = if left { ("leans-left", -1.0) } else { ("leans-right", 1.0) };
        let steps = [0.0, 3.0, 6.0, 9.0, 12.0];
        series(("head-upright", code, Verdict::Fail), &[file], &steps, nose, |picture, _, face, roll: f64| {
            let (sin, cos) = (to * roll).to_radians().sin_cos();
            let (middle_x, middle_y) = face.at(0.0, face.chin() / 2.0);
            moved(picture, |x, y| {
                let (x, y) = (x - middle_x, y - middle_y);
                (middle_x + x * cos + y * sin, middle_y + y * cos - x * sin)
            })
        });
    }
}

/// Middle of the colours, channel by channel.
fn median(mut colours: Vec<[u8; 3]>) -> [f64; 3] {
    std::array::from_fn(|i| {
        colours.sort_by_key(|colour| colour[i]);
        f64::from(colours[colours.len() / 2][i])
    })
}

/// A plane of this photo's skin: its colour of cheeks and forehead, with a cheek's pores in tiles, each the mirror of
/// its neighbours.
fn skin(picture: &Picture, face: &Face) -> Picture {
    /// Cheeks and forehead, and the side of what is taken there, in distances between the eyes.
    const PLACES: [(f64, f64); 3] = [(-0.5, 0.5), (0.5, 0.5), (0.0, -0.55)];
    const SIDE: f64 = 0.16;
    let side = (SIDE * face.apart).max(2.0) as isize;
    let pixel = |(right, down): (f64, f64), dx: isize, dy: isize| {
        let (x, y) = face.at(right * face.apart, down * face.apart);
        picture.at(x as isize - side / 2 + dx, y as isize - side / 2 + dy)
    };
    let patch = |place| median((0..side * side).map(|i| pixel(place, i % side, i / side)).collect());
    let colours = PLACES.map(patch);
    let colour = median(colours.map(|colour| colour.map(|v| v as u8)).to_vec());
    let fold = |t: usize| {
        let (tile, at) = (t as isize / side, t as isize % side);
        if tile % 2 == 0 { at } else { side - 1 - at }
    };
    picture.map(|x, y, _| {
        let pore = pixel(PLACES[0], fold(x), fold(y));
        std::array::from_fn(|i| (colour[i] + f64::from(pore[i]) - colours[0][i]).clamp(0.0, 255.0) as u8)
    })
}

#[test]
fn barer_shoulders_of_a_photo_are_never_better() {
    let chest = |picture: &Picture, face: &Face| Some((face.middle.0, 0.97 * picture.height_px as f64));
    let bare = ("clothes-suitable", "bare", Verdict::Fail);
    series(bare, &EVEN_SKINS, &[0.0, 0.2, 0.4, 0.6, 0.8, 1.0], chest, |picture, _, face, share| {
        // The person is what has not the colour of the wall beside the head.
        let wall = picture.at(6, face.middle.1 as isize);
        let reach = 4.2 * face.apart * share;
        mixed(picture, &skin(picture, face), |x, y| {
            let here = picture.at(x as isize, y as isize);
            let apart: f64 = here.iter().zip(wall).map(|(a, b)| (f64::from(*a) - f64::from(b)).abs()).sum();
            let within = 1.0 - ramp((x - face.middle.0).abs(), 0.94 * reach, reach + 1.0);
            ramp(apart, 30.0, 60.0) * within * ramp(y, face.chin_y + 0.1 * face.apart, face.chin_y + 0.25 * face.apart)
        })
    });
}
