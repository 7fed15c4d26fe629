//! Is the drawn ground truth true? The picture's own pixels are asked where crown, chin and irises are.
//!
//! The truth comes from the shapes' numbers; here it is compared with what was rasterised, and drawing is shown to be repeatable.

use crate::portrait::{Hair, Picture, Placement, Portrait, SkinTone, spoil};

/// Without noise, pores and lens: the bare drawing.
fn bare() -> Portrait {
    Portrait { grain: 0.0, skin_texture: 0.0, softness_px: 0.0, ..Portrait::default() }
}

fn distance(a: [u8; 3], b: [u8; 3]) -> f64 {
    (0..3).map(|i| (f64::from(a[i]) - f64::from(b[i])).powi(2)).sum::<f64>().sqrt()
}

/// The height in `column` where the colour has gone half-way from the background to the hair, px from the top.
fn crown_row(picture: &Picture, column: usize, background: [u8; 3]) -> f64 {
    let off = |y: usize| distance(picture.at(column as isize, y as isize), background);
    let first = (0..picture.height_px).find(|&y| off(y) > 20.0).expect("a head in the column");
    let full = off(first + 4);
    (first.saturating_sub(4)..first + 4).fold(first as f64 + 4.0, |edge, y| edge - (off(y) / full).min(1.0))
}

#[test]
fn the_same_numbers_draw_the_same_bytes() {
    let portrait = Portrait::default();
    assert_eq!(portrait.jpeg(), portrait.jpeg());
}

#[test]
fn another_seed_draws_another_grain() {
    let other = Portrait { seed: 2, ..Portrait::default() };
    assert_ne!(Portrait::default().draw().0, other.draw().0);
}

#[test]
fn the_default_is_as_the_standard_asks() {
    let (picture, truth) = Portrait::default().draw();
    assert_eq!((picture.width_px, picture.height_px), (480, 640));
    assert!((truth.head_px() / 640.0 - 0.5).abs() < 1e-3);
    assert!((truth.crown.1 - 80.0).abs() < 0.01 && (truth.chin.1 - 400.0).abs() < 0.01);
    assert!((truth.left_eye.1 - 249.0).abs() < 0.01 && truth.left_eye.0 + truth.right_eye.0 == 480.0);
}

#[test]
fn the_default_file_is_inside_the_usual_window() {
    let bytes = Portrait::default().jpeg().len();
    assert!((51_200..2_000_000).contains(&bytes), "{bytes} bytes");
}

#[test]
fn the_crown_is_where_the_first_hair_is() {
    for height in [0.3, 0.5, 0.73] {
        for hair in [Hair::Short, Hair::Long, Hair::Bun, Hair::Bald] {
            let place = Placement { head_height: height, crown_y: 0.15, centre_x: 0.5 + 0.5 / 480.0, roll_deg: 0.0 };
            let portrait = Portrait { place, hair, ..bare() };
            let (picture, truth) = portrait.draw();
            let row = crown_row(&picture, truth.crown.0 as usize, portrait.background);
            assert!((row - truth.crown.1).abs() < 0.5, "{hair:?} {height}: drawn at {row}, said {}", truth.crown.1);
        }
    }
}

#[test]
fn a_turned_crown_lies_on_the_edge_of_the_hair() {
    let portrait = Portrait { place: Placement { roll_deg: 18.0, ..Portrait::default().place }, ..bare() };
    let (picture, truth) = portrait.draw();
    let towards = ((truth.chin.0 - truth.crown.0) / truth.head_px(), (truth.chin.1 - truth.crown.1) / truth.head_px());
    let at = |d: f64| picture.at((truth.crown.0 + d * towards.0) as isize, (truth.crown.1 + d * towards.1) as isize);
    assert!(distance(at(-2.0), portrait.background) < 20.0);
    assert!(distance(at(2.0), portrait.background) > 100.0);
}

#[test]
fn the_chin_is_where_skin_meets_the_neck() {
    for (height, skin) in [(0.35, SkinTone::Light), (0.5, SkinTone::Medium), (0.7, SkinTone::Dark)] {
        let place = Placement { head_height: height, crown_y: 0.1, ..Portrait::default().place };
        let (picture, truth) = Portrait { place, skin, ..bare() }.draw();
        let luma = |y: usize| picture.at(truth.chin.0 as isize, y as isize).iter().map(|&v| f64::from(v)).sum::<f64>();
        let near = truth.chin.1 as usize - 8..truth.chin.1 as usize + 8;
        // The steepest fall of brightness down the midline.
        let edge = near.max_by(|&a, &b| (luma(a) - luma(a + 1)).total_cmp(&(luma(b) - luma(b + 1)))).expect("rows");
        assert!((edge as f64 + 1.0 - truth.chin.1).abs() <= 1.0, "{skin:?}: drawn at {edge}, said {}", truth.chin.1);
    }
}

#[test]
fn the_irises_are_the_dark_spots_of_the_eyes() {
    for place in
        [Portrait::default().place, Placement { head_height: 0.4, centre_x: 0.4, crown_y: 0.3, roll_deg: -12.0 }]
    {
        let (picture, truth) = Portrait { place, ..bare() }.draw();
        for eye in [truth.left_eye, truth.right_eye] {
            let dark: Vec<(f64, f64)> = (-9..=9)
                .flat_map(|dy| (-9..=9).map(move |dx| (dx, dy)))
                .map(|(dx, dy)| (eye.0 as isize + dx, eye.1 as isize + dy))
                .filter(|&(x, y)| picture.at(x, y).iter().all(|&v| v < 28))
                .map(|(x, y)| (x as f64 + 0.5, y as f64 + 0.5))
                .filter(|&(x, y)| (x - eye.0).hypot(y - eye.1) < 7.0)
                .collect();
            let mean = |f: fn(&(f64, f64)) -> f64| dark.iter().map(f).sum::<f64>() / dark.len() as f64;
            let off = (mean(|p| p.0) - eye.0).hypot(mean(|p| p.1) - eye.1);
            // The catchlight takes a bite out of the pupil.
            assert!(dark.len() > 15 && off < 1.5, "{} dark pixels, {off} px off", dark.len());
        }
    }
}

#[test]
fn the_truth_moves_with_the_parameters() {
    let truth = Portrait::default().truth();
    let moved = |change: fn(&mut Portrait)| {
        let mut portrait = Portrait::default();
        change(&mut portrait);
        portrait.truth()
    };
    assert!(moved(|p| p.place.head_height = 0.6).head_px() > truth.head_px());
    assert!(moved(|p| p.place.centre_x = 0.6).crown.0 > truth.crown.0);
    assert!(moved(|p| p.place.crown_y = 0.2).crown.1 > truth.crown.1);
    assert!(moved(|p| p.gaze = (0.5, 0.0)).left_eye.0 > truth.left_eye.0);
    assert!(moved(|p| p.yaw_deg = 15.0).left_eye.0 > truth.left_eye.0);
    assert!(moved(|p| p.pitch_deg = 10.0).left_eye.1 > truth.left_eye.1);
    assert!(moved(|p| p.hair = Hair::Bun).crown.1 < truth.crown.1);
    assert_eq!(moved(|p| p.others.push(p.place)).others.len(), 1);
}

#[test]
fn roll_is_positive_when_the_right_eye_is_lower() {
    let truth =
        Portrait { place: Placement { roll_deg: 10.0, ..Portrait::default().place }, ..Portrait::default() }.truth();
    let (dx, dy) = (truth.right_eye.0 - truth.left_eye.0, truth.right_eye.1 - truth.left_eye.1);
    assert!((dy.atan2(dx).to_degrees() - 10.0).abs() < 1e-6);
    assert!(truth.crown.0 > truth.chin.0);
}

#[test]
fn the_head_box_holds_crown_chin_and_eyes() {
    let truth =
        Portrait { place: Placement { roll_deg: 14.0, ..Portrait::default().place }, ..Portrait::default() }.truth();
    let [left, top, right, bottom] = truth.head;
    for (x, y) in [truth.crown, truth.chin, truth.left_eye, truth.right_eye] {
        assert!((left - 0.01..=right + 0.01).contains(&x) && (top - 0.01..=bottom + 0.01).contains(&y));
    }
}

#[test]
fn a_defect_of_no_strength_changes_nothing() {
    let (picture, _) = Portrait::default().draw();
    for same in [
        spoil::gaussian_blur(&picture, 0.0),
        spoil::motion_blur(&picture, 0.0, 0.0),
        spoil::noise(&picture, 0.0, 1),
        spoil::gain(&picture, [1.0; 3]),
        spoil::gamma(&picture, 1.0),
        spoil::channel_cast(&picture, [0.0; 3]),
        spoil::greyscale(&picture, 0.0),
        spoil::side_light(&picture, 0.0),
        spoil::shadow_bands(&picture, 0.0, 80.0),
        spoil::enlarge(&picture, 1.0),
        spoil::border(&picture, 0, [255; 3]),
        spoil::caption(&picture, 0.0),
    ] {
        assert!(same == picture);
    }
}

#[test]
fn blur_noise_and_enlargement_grow_with_their_strength() {
    let (picture, _) = Portrait::default().draw();
    // Mean absolute difference of neighbours: the detail.
    let detail = |p: &Picture| p.rgb.windows(4).map(|w| f64::from(w[0].abs_diff(w[3]))).sum::<f64>();
    let blurred: Vec<f64> = [0.0, 0.7, 1.5, 3.0].map(|s| detail(&spoil::gaussian_blur(&picture, s))).to_vec();
    let streaked: Vec<f64> = [0.0, 4.0, 9.0].map(|s| detail(&spoil::motion_blur(&picture, s, 0.0))).to_vec();
    let enlarged: Vec<f64> = [1.0, 1.5, 2.0, 3.0].map(|s| detail(&spoil::enlarge(&picture, s))).to_vec();
    let noisy: Vec<f64> = [9.0, 5.0, 2.0, 0.0].map(|s| detail(&spoil::noise(&picture, s, 7))).to_vec();
    for series in [blurred, streaked, enlarged, noisy] {
        assert!(series.windows(2).all(|w| w[0] > w[1]), "{series:?}");
    }
}

#[test]
fn a_jpeg_round_trip_loses_more_at_lower_quality() {
    let (picture, _) = Portrait::default().draw();
    let loss =
        |q| spoil::jpeg(&picture, q).rgb.iter().zip(&picture.rgb).map(|(a, b)| u64::from(a.abs_diff(*b))).sum::<u64>();
    assert!(loss(95) < loss(70) && loss(70) < loss(25));
}
