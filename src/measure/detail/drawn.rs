//! What a pen or a program leaves in a face and a camera does not: lines without shading between them, tones in few
//! steps, areas of one value.

use super::plane::{Plane, quantile};

/// Three signs of a drawing.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Drawn {
    /// The slope of brightness that one pixel in ten of the face exceeds, over that of every second one: skin is shaded
    /// everywhere, a drawing is lines and fills.
    pub contrast: f64,
    /// How much of the face's tones stands in peaks, 0..=1: the distance between its histogram, smoothed a little and
    /// smoothed much. A drawing has few tones.
    pub steps: f64,
    /// Share of the face without any change from pixel to pixel, 0..=1.
    pub flat: f64,
}

/// Median slopes flatter than this, levels a px, count as this: in the dark every face is flat.
const FLATTEST: f32 = 1.0;

/// Blur before slopes are taken, px: over the coder's and the sensor's noise.
const CALM_PX: f32 = 0.7;

/// A change of less than this, levels, is none.
const NO_CHANGE: f32 = 1.0;

/// Darker or brighter than this, levels, tones are few and areas flat in every photo.
const LIT: std::ops::Range<f32> = 30.0..240.0;

/// The signs in `face`, where `inside` says it is face; `None` where too little is seen.
pub(super) fn drawn(face: &Plane, inside: impl Fn(usize, usize) -> bool) -> Option<Drawn> {
    /// Pixels.
    const FEWEST: usize = 400;
    let calm = face.blurred(CALM_PX);
    let (mut slopes, mut flat, mut tones) = (Vec::new(), 0_usize, [0.0_f32; 256]);
    let (mut steepness, mut spreads) = (Vec::new(), Spreads::default());
    for y in 1..face.height.saturating_sub(1) {
        calm.steepness(y, &mut steepness);
        spreads.of_row(face, y);
        for x in (1..face.width.saturating_sub(1)).filter(|x| inside(*x, y)) {
            let here = face.values[y * face.width + x];
            slopes.push(steepness[x - 1]);
            if LIT.contains(&here) {
                flat += usize::from(spreads.all[x - 1] < NO_CHANGE);
                // A float to an integer saturates.
                tones[usize::from((here + 0.5) as u8)] += 1.0;
            }
        }
    }
    if slopes.len() < FEWEST {
        return None;
    }
    let count = slopes.len() as f32;
    let (steep, middle) = (quantile(&mut slopes, 0.9)?, quantile(&mut slopes, 0.5)?);
    Some(Drawn {
        contrast: f64::from(steep / middle.max(FLATTEST)),
        steps: f64::from(peaks(&tones) / count),
        flat: flat as f64 / f64::from(count),
    })
}

/// Brightest minus darkest of the nine pixels around each of a row, without the row's ends.
#[derive(Default)]
struct Spreads {
    all: Vec<f32>,
    /// Darkest and brightest of each three above one another.
    columns: Vec<(f32, f32)>,
}

impl Spreads {
    fn of_row(&mut self, face: &Plane, y: usize) {
        // Of numbers alone; `f32::min` would ask each whether it is one.
        let darker = |a: f32, b: f32| if b < a { b } else { a };
        let brighter = |a: f32, b: f32| if b > a { b } else { a };
        let [above, here, below] = [y - 1, y, y + 1].map(|y| face.row(y));
        let three = above.iter().zip(here).zip(below);
        self.columns.clear();
        self.columns.extend(three.map(|((a, b), c)| (darker(darker(*a, *b), *c), brighter(brighter(*a, *b), *c))));
        self.all.clear();
        self.all.extend(self.columns.windows(3).map(|nine| {
            let [a, b, c] = [nine[0], nine[1], nine[2]];
            brighter(brighter(a.1, b.1), c.1) - darker(darker(a.0, b.0), c.0)
        }));
    }
}

/// Of the counts in `tones` how many stand over the smooth curve through them.
fn peaks(tones: &[f32; 256]) -> f32 {
    /// Tones; the coder spreads a step over as many as the first, photos are smooth over the second.
    const LITTLE: f32 = 2.0;
    const MUCH: f32 = 9.0;
    let histogram = Plane { width: 256, height: 1, values: tones.to_vec() };
    let (little, much) = (histogram.blurred(LITTLE), histogram.blurred(MUCH));
    little.values.iter().zip(&much.values).map(|(a, b)| (a - b).max(0.0)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plane(value: impl Fn(usize, usize) -> f32) -> Plane {
        Plane { width: 100, height: 100, values: (0..10_000).map(|at| value(at % 100, at / 100)).collect() }
    }

    #[test]
    fn shading_has_no_sign_of_a_drawing() {
        let shaded = plane(|x, y| 60.0 + 1.2 * x as f32 + 0.5 * y as f32);
        let signs = drawn(&shaded, |_, _| true).unwrap();
        assert!(signs.contrast < 1.5 && signs.steps < 0.1 && signs.flat < 0.01, "{signs:?}");
    }

    #[test]
    fn few_tones_stand_in_peaks() {
        let shaded = |x: usize| 60.0 + 1.2 * x as f32;
        let steps = [1.0_f32, 12.0, 32.0].map(|by| {
            let few = plane(|x, _| (shaded(x) / by).round() * by);
            drawn(&few, |_, _| true).unwrap().steps
        });
        assert!(steps[0] < 0.2 && steps[1] < steps[2] && steps[2] > 0.5, "{steps:?}");
    }

    #[test]
    fn lines_on_fills_have_contrast_and_no_change_between() {
        let inked = plane(|x, y| if x % 25 < 2 || y % 25 < 2 { 20.0 } else { 180.0 });
        let signs = drawn(&inked, |_, _| true).unwrap();
        assert!(signs.contrast > 10.0 && signs.flat > 0.5, "{signs:?}");
    }

    #[test]
    fn a_dark_face_is_no_drawing_for_being_flat() {
        let dark = plane(|x, y| if x < 8 && y < 90 { 14.0 } else { 8.0 });
        let signs = drawn(&dark, |_, _| true).unwrap();
        assert!(signs.flat == 0.0 && signs.contrast < 3.0, "{signs:?}");
    }
}
