//! How far the light behind the head outshines the face.
//!
//! The brightest tenth of the background near the head against the lit quarter of the face, in stops. A plain wall
//! stands in the same light as the face and is brighter only because it is white, so it is let off; a wall that is
//! burnt out is a source of light itself; a face in the dark before anything that shows is a silhouette.

use super::scene::Scene;
use super::{Reading, Seen, Unmeasured, ramp};
use crate::color;

/// Background near the head must cover this share of the picture to be compared. Prototype.
const SMALLEST_SHARE: f64 = 0.01;

/// Light added before a logarithm: what scatters in any lens. Prototype.
const FLOOR: f64 = 0.002;

/// Lightness over which a wall is burnt out: sRGB 247, OFIQ's bound of overexposure.
const BURNT: f64 = 97.0;

/// A wall whose brightest tenth is this little lighter than its middle is plain, and this much no more; lightness.
/// Prototype: plain walls of the labelled photos lie under 5, scenes over 12.
const PLAIN: (f64, f64) = (5.0, 9.0);

/// Paper and screens are white all over: under this spread a wall is white, not burnt; from there on it may be.
const PAPER: (f64, f64) = (1.0, 3.0);

/// Stops that a plain wall is let off: white paint reflects 0.85 of the light, skin between 0.6 and 0.1; two stops lie
/// between white and the middle of them.
const WALL_STOPS: f64 = 2.0;

/// Stops that a burnt background counts more, for each share of it up to one half: how bright it was is not known.
const BURNT_STOPS: f64 = 2.0;

/// Lightness of the face's lit quarter under which it is in the dark, and the lightness that counts a stop more.
const DARK: f64 = 20.0;
const DARK_STEP: f64 = 10.0;

/// Stops of light behind the head over the face, whose lit quarter begins at the lightness `lit`.
///
/// # Errors
/// [`Unmeasured::NoBackground`] where hardly any shows beside the head.
pub(super) fn backlight(scene: &Scene, lit: f64) -> Reading<Seen> {
    if scene.wall_share < SMALLEST_SHARE {
        return Err(Unmeasured::NoBackground);
    }
    let bright = scene.wall.quantile(0.9);
    let spread = bright - scene.wall.quantile(0.5);
    let stops = ((color::luminance_of(bright) + FLOOR) / (color::luminance_of(lit) + FLOOR)).log2();
    let burnt = BURNT_STOPS * scene.wall.share_over(BURNT).min(0.5) * ramp(spread, PAPER.0, PAPER.1);
    let plain = 1.0 - ramp(spread, PLAIN.0, PLAIN.1);
    let dark = ((DARK - lit) / DARK_STEP).max(0.0);
    let value = stops + burnt - WALL_STOPS * plain * (1.0 - burnt / (BURNT_STOPS / 2.0)) + dark;
    let region = scene.where_lighter(bright).ok_or(Unmeasured::NoBackground)?;
    Ok(Seen { value, region })
}

#[cfg(test)]
mod tests {
    use super::super::scene::tests::of_wall;
    use super::*;

    fn stops(wall: impl IntoIterator<Item = f64>, lit: f64) -> f64 {
        backlight(&of_wall(wall), lit).unwrap().value
    }

    #[test]
    fn a_white_wall_is_no_light_behind_even_the_darkest_skin() {
        for lit in [38.0, 60.0, 80.0] {
            assert!(stops([96.0; 100], lit) < 1.5 && stops([100.0; 100], lit) < 1.5, "{lit}");
        }
    }

    #[test]
    fn a_sky_behind_a_darker_face_is() {
        let sky = |at: i32| if at % 3 == 0 { 92.0 } else { 50.0 };
        assert!(stops((0..300).map(sky), 45.0) > 2.0);
        assert!(stops((0..300).map(sky), 80.0) < 1.0);
    }

    #[test]
    fn the_darker_the_face_the_worse() {
        let wall = |lit| stops((0..200).map(|at| 60.0 + f64::from(at % 30)), lit);
        let values: Vec<_> = [80.0, 60.0, 40.0, 25.0, 15.0, 5.0].map(wall).into();
        assert!(values.is_sorted(), "{values:?}");
    }
}
