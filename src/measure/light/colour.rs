//! How far the photo's colours are from natural: skin beside the colours that skin can have, a cast over the whole
//! picture, or no colours at all.

use super::scene::Scene;
use super::{Variety, ramp};
use crate::color;

/// A distance from natural colours, CIELAB; 0 is natural.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Colour {
    pub value: f64,
    /// Whether it is colour itself that is missing.
    pub grey: bool,
}

/// The luminance to which skin is brought before its colour is judged, so that a dark photo, or dark skin, is judged as
/// a light one: that of a light cheek in even light (L 69.5).
const LUMINANCE: f64 = 0.4;

/// Light added to each channel first, so that black has no colour: three bytes' steps at the dark end.
const FLOOR: f64 = 0.001;

/// Where skin lies at that luminance, a and b. OFIQ takes 5..25 and 5..35 for its own measure (ISO/IEC 29794-5, natural
/// colour); a little wider, for pale and sunburnt people alike: of the 82 labelled natural faces all but two lie
/// inside.
const A: (f64, f64) = (2.0, 27.0);
const B: (f64, f64) = (3.0, 36.0);

/// Where so little of the picture is light and not warm, the light may be; from the second share on, strong colour is
/// the skin's own.
const COOL: (f64, f64) = (0.005, 0.03);
/// What is then left of the distance on the strong side.
const OWN: f64 = 0.15;

/// How far colours of equal lightness lie apart, in the face and in the picture, summed: with less, colours are
/// missing, and each unit less counts so much. Labelled natural photos begin at 8.5, grey and toned ones end at 5.5;
/// drawn faces, whose skin has but one colour, before a grey wall at 6.2.
const APART: f64 = 6.6;
const APART_WEIGHT: f64 = 4.0;

/// Chroma that nearly the whole of a picture may share: warm walls and wood come to 12 on labelled natural photos.
const COMMON: f64 = 12.0;

/// Judges the light that the lit skin sends, the colours of the `face` and those of the picture that `scene` describes.
pub(super) fn colour(lit: [f64; 3], face: &Variety, scene: &Scene) -> Colour {
    let lit = lit.map(|value| value + FLOOR);
    let gain = LUMINANCE / color::luminance(lit);
    let [_, a, b] = color::lab_of_light(lit.map(|value| value * gain));
    let pale = (A.0 - a).max(0.0).hypot((B.0 - b).max(0.0));
    let own = 1.0 - (1.0 - OWN) * ramp(scene.cool_share(), COOL.0, COOL.1);
    let strong = (a - A.1).max(0.0).hypot((b - B.1).max(0.0)) * own;
    let skin = pale.hypot(strong);
    let cast = scene.common_chroma() - COMMON;
    let missing = APART_WEIGHT * (APART - face.apart() - scene.colours.apart());
    Colour { value: skin.max(cast).max(missing).max(0.0), grey: missing > 0.0 && missing >= cast.max(0.0) }
}

#[cfg(test)]
mod tests {
    use super::super::scene::tests::of_colours;
    use super::*;

    fn light(rgb: [f64; 3]) -> [f64; 3] {
        rgb.map(|value| (value / 255.0_f64).powf(2.2))
    }

    fn scene() -> Scene {
        of_colours([[92.0, 0.0, 0.0], [65.0, 15.0, 20.0], [66.0, -12.0, -37.0], [20.0, 0.0, 0.0]].repeat(30))
    }

    #[test]
    fn skin_of_any_tone_is_natural_in_any_exposure() {
        for tone in [[232.0, 194.0, 168.0], [196.0, 146.0, 110.0], [108.0, 73.0, 54.0], [70.0, 45.0, 34.0]] {
            for gain in [0.4, 1.0] {
                let seen = colour(light(tone).map(|value| value * gain), &scene().colours, &scene());
                assert!(seen.value < 1.0 && !seen.grey, "{tone:?} {gain}: {seen:?}");
            }
        }
    }

    #[test]
    fn blue_green_and_grey_skin_is_not() {
        for tone in [[150.0, 170.0, 210.0], [150.0, 190.0, 140.0], [160.0, 160.0, 160.0]] {
            assert!(colour(light(tone), &scene().colours, &scene()).value > 3.0, "{tone:?}");
        }
    }

    #[test]
    fn a_picture_without_colours_says_so() {
        let grey = of_colours((0..100).map(|l| [f64::from(l), 0.0, 0.0]));
        let seen = colour(light([170.0; 3]), &grey.colours, &grey);
        assert!(seen.grey && seen.value > 10.0, "{seen:?}");
    }

    #[test]
    fn strong_skin_beside_white_is_its_own() {
        let strong = light([220.0, 120.0, 70.0]);
        let warm =
            of_colours([[82.0, 10.0, 30.0], [83.0, 30.0, 10.0], [52.0, 20.0, 10.0], [53.0, -25.0, 10.0]].repeat(30));
        let (taken, own) = (colour(strong, &warm.colours, &warm), colour(strong, &scene().colours, &scene()));
        assert!(taken.value > 3.0 * own.value, "{taken:?} {own:?}");
    }
}
