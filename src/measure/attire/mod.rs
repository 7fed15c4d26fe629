//! What is worn on the head and near it, and what hides the ears: places laid by the mesh, their numbers weighed by
//! small linear judges that were trained on photos (`tests/tools/train_attire.py`), earrings found by a small network
//! (`tests/tools/jewels`).

#[cfg(test)]
mod busts;
mod finder;
mod jewel_weights;
mod jewels;
mod linear;
mod makeup;
mod patch;
mod weights;

use super::{Reading, Unmeasured};
use crate::face::{Mesh, pose};
use crate::frame::{Frame, Region};
use crate::geometry::{Crop, Photo, Rect};
use crate::segment::Mask;
pub use makeup::Makeup;
use patch::{Anchor, Axes, Patch, Place, Side};

/// What is worn.
#[derive(Clone, Debug)]
pub struct Attire {
    /// That an ear is hidden: of the ear that shows less.
    pub ears: Reading<Sign>,
    /// That there is a hat, a scarf, a headset.
    pub headwear: Reading<Sign>,
    /// That there is an earring: of the side where it is likelier.
    pub earring: Reading<Sign>,
    pub makeup: Reading<Makeup>,
    /// What the judges weigh, by place, and the share of the place that lies in the picture: for their training.
    pub numbers: Vec<(&'static str, Vec<f32>)>,
}

/// How likely something is, and where it would be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sign {
    /// 0..=1.
    pub likelihood: f64,
    pub region: Rect<Photo>,
}

impl Sign {
    fn new(log_odds: f64, region: Rect<Photo>) -> Self {
        Self { likelihood: linear::likelihood(log_odds), region }
    }

    /// This, unless it is so near to even odds, from `from` to `to`, that an answer would be a guess.
    pub fn sure(self, from: f64, to: f64) -> Reading<Self> {
        if (from..=to).contains(&self.likelihood) { Err(Unmeasured::NotImplied) } else { Ok(self) }
    }
}

/// From inside the cheek's edge to beyond the ear, from brow to mouth.
const EAR: Place = Place { anchor: Anchor::Cheek, outwards: (-0.12, 0.30), down: (-0.15, 0.52), side_px: 24 };
/// From the middle outwards, from the brows to above the hair.
const CROWN: Place = Place { anchor: Anchor::Forehead, outwards: (0.0, 0.75), down: (-1.0, -0.12), side_px: 24 };
/// Measures them on the main face's `mesh`; `close` is the person mask of the head's surroundings.
pub(crate) fn attire(frame: &Frame, mesh: &Mesh, close: &Mask) -> Reading<Attire> {
    let axes = Axes::new(mesh);
    let skins = Side::BOTH.map(|side| patch::cheek(frame, mesh, &axes, side));
    let look = |place: &Place| {
        let [left, right] = Side::BOTH;
        [(left, skins[0]), (right, skins[1])]
            .map(|(side, skin)| patch::patch(frame, mesh, close, &axes, (place, side, skin)))
    };
    let (ears, crown) = (look(&EAR), look(&CROWN));
    let by_name = [("ear", &ears), ("crown", &crown)];
    let numbers = by_name.into_iter().flat_map(|(name, sides)| {
        sides.iter().map(move |patch| (name, [patch.numbers.as_slice(), &[patch.inside as f32]].concat()))
    });
    Ok(Attire {
        ears: hidden_ear(frame, mesh, &ears),
        headwear: headwear(frame, &crown),
        earring: jewels::earring(frame, mesh, &axes),
        makeup: makeup::makeup(frame, mesh, &axes, skins),
        numbers: numbers.collect(),
    })
}

/// A patch with less than this share in the picture says nothing; of an ear: it does not show. Chosen by eye on two
/// photos whose edge cuts through an ear.
const LEAST_INSIDE: f64 = 0.4;

fn hidden_ear(frame: &Frame, mesh: &Mesh, ears: &[Patch; 2]) -> Reading<Sign> {
    /// Of a head that leans so far back or forth, degrees, the yaw is known less well, and ears lie elsewhere: then that
    /// one is likely hidden would be a guess. Twice as far as the labels call level.
    const STEEP_DEG: f64 = 20.0;
    /// By how much the yaw of such a head may be too large, degrees: a nod as large as [`STEEP_DEG`], taken for a turn.
    const UNSURE_YAW_DEG: f64 = STEEP_DEG;
    /// Log odds of about three to one.
    const LIKELY: f64 = 1.1;
    let pose = pose::pose(&mesh.plain).ok_or(Unmeasured::NotImplied)?;
    let steep = pose.pitch_deg.abs() > STEEP_DEG;
    // Turned so far, no doubt about the pitch is left that would show both ears.
    let profile = steep && turned_away(pose.yaw_deg.abs() - UNSURE_YAW_DEG) > LIKELY;
    let mut worst: Option<(f64, &Patch)> = None;
    for (patch, away) in ears.iter().zip([-pose.yaw_deg, pose.yaw_deg]) {
        let log_odds = if patch.inside < LEAST_INSIDE {
            OUT_OF_PICTURE
        } else {
            weights::EAR.log_odds(&patch.numbers).ok_or(Unmeasured::NotImplied)?
                + turned_away(if steep { away - UNSURE_YAW_DEG } else { away })
        };
        if worst.is_none_or(|(most, _)| log_odds > most) {
            worst = Some((log_odds, patch));
        }
    }
    let (log_odds, patch) = worst.ok_or(Unmeasured::NotImplied)?;
    if steep && !profile && log_odds > LIKELY {
        return Err(Unmeasured::NotImplied);
    }
    Ok(Sign::new(log_odds, in_photo(&patch.region, frame)))
}

/// Log odds of an ear that lies outside the picture: it cannot be seen.
const OUT_OF_PICTURE: f64 = 5.0;

/// What the head's turn adds to the log odds that the ear on the far side is hidden, `away` degrees towards it: from 14
/// on, one for every three degrees. An ear stands off the head by some 20 degrees and is gone behind the cheek at about
/// that turn; labelled photos show both ears up to 16 degrees, none beyond 19 whose head is level.
fn turned_away(away: f64) -> f64 {
    (away - 14.0).max(0.0) / 3.0
}

fn headwear(frame: &Frame, crown: &[Patch; 2]) -> Reading<Sign> {
    /// Less of the crown says nothing about what is on it.
    const LEAST_CROWN: f64 = 0.25;
    // Both halves as one: a hat covers both, so the half that shows speaks for one beyond the picture's side.
    let shown: Vec<&Patch> = crown.iter().filter(|patch| patch.inside >= LEAST_CROWN).collect();
    let (first, last) = shown.first().zip(shown.last()).ok_or(Unmeasured::OutOfView)?;
    let mean: Vec<f32> = first.numbers.iter().zip(&last.numbers).map(|(a, b)| (a + b) / 2.0).collect();
    let log_odds = weights::CROWN.log_odds(&mean).ok_or(Unmeasured::NotImplied)?;
    let regions = shown.iter().map(|patch| in_photo(&patch.region, frame));
    let corners = regions.flat_map(|rect| Crop::upright(rect).corners());
    Ok(Sign::new(log_odds, Rect::around(corners).ok_or(Unmeasured::NotImplied)?))
}

/// Around `region`, in the photo.
fn in_photo(region: &Region, frame: &Frame) -> Rect<Photo> {
    let corners = [(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0)].map(|(u, v)| region.at(u, v));
    let around = Rect::around(corners).unwrap_or(Rect::new(0.0, 0.0, 0.0, 0.0));
    let (left, top) = (around.x.max(0.0), around.y.max(0.0));
    let (right, bottom) = (around.right().min(frame.width()), around.bottom().min(frame.height()));
    Rect::new(left, top, (right - left).max(0.0), (bottom - top).max(0.0)).to_photo(frame.scale())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sign_near_even_odds_is_not_sure() {
        let sign = |likelihood| Sign { likelihood, region: Rect::new(0.0, 0.0, 1.0, 1.0) };
        assert_eq!(sign(0.6).sure(0.5, 0.7), Err(Unmeasured::NotImplied));
        assert!(sign(0.4).sure(0.5, 0.7).is_ok() && sign(0.8).sure(0.5, 0.7).is_ok());
    }

    #[test]
    fn a_crown_is_judged_by_the_half_that_shows() {
        let frame = Frame::new(crate::decode::Photo {
            width: 40,
            height: 40,
            rgba: vec![128; 40 * 40 * 4],
            full_size: (40, 40),
            intact: true,
        });
        let half = |inside: f64, value: f32| {
            let region = Region::square(crate::geometry::Point::new(20.0, 20.0), 10.0, 0.0);
            Patch { numbers: vec![value; weights::CROWN.weights.len()], inside, region }
        };
        let odds = |halves: [Patch; 2]| headwear(&frame, &halves).map(|sign| sign.likelihood);
        assert_eq!(odds([half(0.1, 9.0), half(0.9, 0.5)]), odds([half(0.9, 0.5), half(0.9, 0.5)]));
        assert_eq!(odds([half(0.1, 0.5), half(0.2, 0.5)]), Err(Unmeasured::OutOfView));
    }

    #[test]
    fn a_level_head_turned_far_hides_an_ear() {
        assert_eq!(turned_away(-30.0), 0.0);
        assert_eq!(turned_away(14.0), 0.0);
        assert!(turned_away(30.0) > 5.0);
    }
}
