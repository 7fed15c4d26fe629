//! Glasses: whether some are worn, how dark the lenses are, whether they reflect, whether the frame crosses an eye.
//!
//! Whether there are glasses, and where a frame or a reflection lies, is learned from edges and colours beside this
//! face's own skin; how much light a lens takes is measured: on the skin that is seen through it and on that below it.

use super::descriptor::{Channels, Side};
use super::straight::{Area, Straight, median};
use super::worn_weights::{FRAME, FRINGE, GLARE, GLASSES};
use super::{Reading, Spot, Unmeasured};
use crate::statistics::ascending;

/// What is worn before the eyes, and over the brows.
#[derive(Clone, Copy, Debug)]
pub struct Eyewear {
    /// How likely glasses are worn, 0..=1.
    pub glasses: f64,
    /// Share of the light that a lens takes, 0..=1: the light passes it twice, so the root of what is left. 0 without
    /// glasses; the darker lens.
    pub tint: Spot,
    /// How likely a lens reflects, 0..=1; 0 without glasses.
    pub glare: Spot,
    /// How likely the frame crosses an eye, 0..=1; 0 without glasses.
    pub frame: Spot,
    /// How likely hair covers a brow or an eye, 0..=1.
    pub fringe: Spot,
}

/// What is described, of the right half: from the nose outwards, from the cheekbone to above the brow, cm.
pub(super) const AREA: Area = Area { left: 0.0, right: 7.0, bottom: -0.5, top: 6.5 };
/// Where the skin is looked at: both cheeks and the nose's tip. No lens reaches so low.
const SKIN: [Area; 3] = [
    Area { left: -5.5, right: -3.0, bottom: -2.0, top: -0.25 },
    Area { left: 3.0, right: 5.5, bottom: -2.0, top: -0.25 },
    Area { left: -1.25, right: 1.25, bottom: -1.0, top: 1.0 },
];
/// The middle of the forehead.
const FOREHEAD: Area = Area { left: -2.25, right: 2.25, bottom: 5.625, top: 6.75 };
/// Of the right half: skin below the eye and inside any lens; the cheek below it.
const UNDER_EYE: Area = Area { left: 2.0, right: 4.625, bottom: 0.5, top: 1.75 };
const CHEEK: Area = Area { left: 2.5, right: 5.0, bottom: -2.25, top: -0.875 };
/// Of the right half: a lens, its inner part, the eye, the brow.
const LENS: Area = Area { left: 1.25, right: 5.125, bottom: 0.625, top: 4.0 };
const INNER_LENS: Area = Area { left: 1.875, right: 4.75, bottom: 0.875, top: 3.625 };
const EYE: Area = Area { left: 1.5, right: 5.0, bottom: 1.75, top: 3.75 };
const BROW: Area = Area { left: 1.0, right: 6.0, bottom: 3.75, top: 5.75 };

/// Frame pixels to a centimetre of the face, from which on glasses are seen: a thick rim is then a pixel wide. The
/// labelled photo below it has 2.3 and cannot be judged by eye either.
const LEAST_PX_PER_CM: f64 = 3.0;
/// Lightness of skin, from which on it can be told from what lies over it. Three labelled photos lie below (all are
/// labelled too dark), the next at 21.
const LEAST_LIGHT: f64 = 12.0;
/// Log odds of the lesser half from which on glasses are worn. Half-way between the training half's bare faces (up to
/// -1.4) and those with glasses (from 1.8 on); of the half held back bare faces reach -0.3, glasses lie over 0.3.
const WORN: f64 = 0.2;
/// Reflections are rarer among glasses than the even odds of the training: a third of the labelled ones have one (log 3).
const RARE: f64 = 1.1;
/// A lens that takes more than this is dark: reflections are looked for as on a mirror. As the check's limit.
const DARK: f64 = 0.5;

/// Measures them on the straightened face.
pub(crate) fn eyewear(face: Option<&Straight>) -> Reading<Eyewear> {
    let face = face.ok_or(Unmeasured::NotImplied)?;
    if face.px_per_cm() < LEAST_PX_PER_CM {
        return Err(Unmeasured::TooSmall);
    }
    let skin = median(&SKIN.map(|area| face.median(area)));
    if skin[0] < LEAST_LIGHT {
        return Err(Unmeasured::NotImplied);
    }
    let channels = Channels::new(face, &SKIN);
    let sides: Vec<Half> = Side::BOTH
        .into_iter()
        .filter(|side| face.shows(side.place(AREA)))
        .map(|side| Half::new(face, &channels, skin[0], side))
        .collect();
    if sides.is_empty() {
        return Err(Unmeasured::OutOfView);
    }
    // Glasses have two lenses: a shadow's edge on one side is none.
    let odds = sides.iter().map(|half| half.glasses).fold(f64::INFINITY, f64::min);
    // Without glasses nothing is wrong with them; in between, it counts in part, so that no step is taken.
    let worn = (odds - WORN + 0.5).clamp(0.0, 1.0);
    let doubt = (odds - WORN).min(0.0);
    let spot = |area: Area, value: &dyn Fn(&Half) -> f64| {
        Spot::worst(face, area, sides.iter().map(|half| (value(half), half.side))).ok_or(Unmeasured::OutOfView)
    };
    Ok(Eyewear {
        glasses: likely(odds),
        tint: spot(LENS, &|half| half.tint * worn)?,
        glare: spot(LENS, &|half| likely(half.glare + doubt).max(half.shine * worn))?,
        frame: spot(EYE, &|half| likely(half.frame + doubt))?,
        fringe: spot(BROW, &|half| likely(half.fringe))?,
    })
}

/// From log odds to a likelihood.
pub(super) fn likely(odds: f64) -> f64 {
    1.0 / (1.0 + (-odds).exp())
}

/// One half of the face.
struct Half {
    side: Side,
    /// Log odds, as are `glare`, `frame` and `fringe`.
    glasses: f64,
    /// Share of the light that the lens takes.
    tint: f64,
    glare: f64,
    /// How likely a lens reflects, as measured.
    shine: f64,
    frame: f64,
    fringe: f64,
}

impl Half {
    fn new(face: &Straight, channels: &Channels, skin: f64, side: Side) -> Self {
        let described = channels.describe(AREA, side);
        let cheek = face.median(side.place(CHEEK))[0];
        let left = light(face.median(side.place(UNDER_EYE))[0]) / light(cheek);
        let tint = (1.0 - left.sqrt()).max(0.0);
        let mirrored = if tint > DARK { mirroring(face, side, cheek.max(skin)) } else { 0.0 };
        Self {
            side,
            glasses: GLASSES.odds(&described),
            tint,
            glare: GLARE.odds(&described) - RARE,
            shine: shine(face, side).max(mirrored),
            frame: FRAME.odds(&described),
            fringe: FRINGE.odds(&described),
        }
    }
}

/// Luminance, 0..=1, of a lightness L (CIE 15:2018, 8.2.1.1); never 0, to divide by it.
fn light(lightness: f64) -> f64 {
    ((lightness + 16.0) / 116.0).powi(3).max(1e-3)
}

/// How likely the lens shines: by the share of it that is brighter and bluer than any skin of this face. Skin's own
/// shine is as yellow as the skin; windows, screens and coatings are not.
fn shine(face: &Straight, side: Side) -> f64 {
    /// Times the lightest of cheeks, nose and forehead.
    const BRIGHTER: f64 = 1.1;
    /// Less b than skin has in that light.
    const BLUER: f64 = 4.0;
    /// Even odds at this share of the lens: labelled photos without a reflection have at most 0.104, with one 0.149
    /// and 0.26.
    const EVEN: f64 = 0.11;
    let places = SKIN.map(|area| face.median(area));
    let skin = median(&places);
    let lightest = places.iter().map(|place| place[0]).fold(face.median(FOREHEAD)[0], f64::max).max(20.0);
    let inside = face.pixels(side.place(LENS));
    let shining = inside.iter().filter(|colour| {
        let shade = (colour[0] / skin[0].max(LEAST_LIGHT)).clamp(0.2, 1.6);
        colour[0] > BRIGHTER * lightest && colour[2] < skin[2] * shade - BLUER
    });
    let share = shining.count() as f64 / inside.len().max(1) as f64;
    share / (share + EVEN)
}

/// How likely a dark lens mirrors something: by the spread of its lightness, as a share of the skin's.
fn mirroring(face: &Straight, side: Side, skin: f64) -> f64 {
    /// Even odds at this spread: labelled dark lenses without a reflection have 0.04, with one 0.3 and more.
    const EVEN: f64 = 0.2;
    let inside = face.pixels(side.place(INNER_LENS));
    let order = ascending(inside.iter().map(|colour| colour[0]));
    let at = |share: f64| order.get((share * order.len() as f64) as usize).map_or(0.0, |place| inside[*place][0]);
    let spread = (at(0.92) - at(0.25)) / skin;
    spread / (spread + EVEN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn even_odds_are_one_half() {
        assert_eq!(likely(0.0), 0.5);
        assert!(likely(3.0) > 0.95 && likely(-3.0) < 0.05);
    }

    #[test]
    fn luminance_follows_lightness() {
        assert!((light(100.0) - 1.0).abs() < 1e-12 && (light(50.0) - 0.184).abs() < 1e-3);
        assert!(light(0.0) > 0.0);
    }

    #[test]
    fn without_a_face_nothing_is_said() {
        assert_eq!(eyewear(None).err(), Some(Unmeasured::NotImplied));
    }
}
