//! The best crop for a profile: from the head's geometry and the photo's size alone.
//!
//! The head is put where the profile's ranges are happiest; where the photo ends too soon, the nearest place that the
//! ranges still accept. Turned upright where the profile allows it.

use crate::checks::{self, Check};
use crate::geometry::{Crop, Photo, Point, Rect};
use crate::limit::Range;
use crate::measure::{Evidence, Head, Unmeasured};
use crate::profile::Profile;
use crate::text::Text;

/// Steps tried from one end of an accepted range to the other: finer than the eye, and a thousand cases in all.
const STEPS: u32 = 24;

/// A head nearer to upright than this is left as it is: turning resamples every pixel. Half the error of the roll's
/// own measure on drawn portraits.
const LEVEL_ENOUGH_DEG: f64 = 1.0;

const NO_HEAD: Text = Text {
    zh: "没有测出头部的位置，无法给出裁剪建议。",
    en: "The head could not be placed, so no crop is suggested.",
};
const NOT_OPENED: Text = Text {
    zh: "照片打不开，无法给出裁剪建议。",
    en: "The photo could not be opened, so no crop is suggested.",
};
const CUT_HEAD: Text = Text {
    zh: "头部在照片里不完整，裁剪补不回来，请重拍。",
    en: "The head is cut off in the photo; cropping cannot bring it back. Please retake it.",
};
const TOO_TIGHT: Text = Text {
    zh: "照片四周留白不够，裁不出合格的构图。请让头部居中、四周多留一些空白，再拍一张。",
    en: "There is too little room around the head for any good crop. Please retake it with the head in the middle and more space on every side.",
};
const TOO_SMALL: Text = Text {
    zh: "人像在照片里太小，裁剪后像素不够，请靠近一些重拍。",
    en: "The person is too small in the photo; the crop would have too few pixels. Please retake it from nearer.",
};

const PHOTO_TOO_SMALL: Text = Text {
    zh: "照片本身像素不够，裁剪后会更少，请选择更大的原图。",
    en: "The photo has too few pixels to crop. Please choose the larger original.",
};
const LEANING: Text = Text {
    zh: "头歪得较多，而这里不能旋转照片，请端正坐好重拍一张。",
    en: "Your head leans too far, and the photo may not be turned here. Please sit up straight and retake it.",
};

/// What the framing checks of a profile ask, as shares of the picture's height (`centre`: of its width).
struct Wishes {
    height: Wish,
    room: Wish,
    eyes: Wish,
    /// The largest distance of the face's middle from the picture's, as a share of the picture's width.
    aside: f64,
}

/// A range to hit and the place in it to aim for.
struct Wish {
    accepted: Range,
    aim: f64,
}

impl Wish {
    fn of(profile: &Profile, check: &'static Check) -> Option<Self> {
        let limit = profile.rule(check).limit?;
        Some(Self { accepted: limit.accepted, aim: limit.ideal.middle()? })
    }

    /// 0 at the aim, 1 at the nearer end of what is accepted; `None` outside.
    fn distance(&self, value: f64) -> Option<f64> {
        if !self.accepted.holds(value) {
            return None;
        }
        let end = if value < self.aim { self.accepted.min } else { self.accepted.max };
        Some(end.map_or(0.0, |end| ((value - self.aim) / (end - self.aim).abs().max(1e-9)).abs()))
    }

    /// Values to try.
    fn tries(&self) -> impl Iterator<Item = f64> + use<> {
        let (from, to) = (self.accepted.min.unwrap_or(self.aim), self.accepted.max.unwrap_or(self.aim));
        // The ends as printed belong to the range; a hair inside them, rounding to whole pixels does not leave it.
        let inset = (to - from) / f64::from(STEPS * 2);
        let aim = self.aim;
        (0..=STEPS)
            .map(move |step| from + inset + (to - from - 2.0 * inset) * f64::from(step) / f64::from(STEPS))
            .chain([aim])
    }
}

/// The best crop of the photo for `profile`, in whole pixels.
///
/// # Errors
/// The reason, in words, why no crop will do.
pub fn suggest(evidence: &Evidence, profile: &Profile) -> Result<Crop, Text> {
    let head = match &evidence.head {
        Ok(head) => head,
        Err(Unmeasured::NoPixels | Unmeasured::TooManyPixels) => return Err(NOT_OPENED),
        Err(_) => return Err(NO_HEAD),
    };
    let whole = evidence.whole().ok_or(NO_HEAD)?;
    let crown = head.crown.map_err(|_: Unmeasured| NO_HEAD)?;
    if head.whole_crown().is_err() {
        return Err(CUT_HEAD);
    }
    let wish = |id: &str| checks::find(id).and_then(|check| Wish::of(profile, check)).ok_or(NO_HEAD);
    let limit_of = |id: &str| checks::find(id).and_then(|check| profile.rule(check).limit);
    let aside = limit_of("head-centred").and_then(|limit| limit.accepted.max).unwrap_or(f64::INFINITY);
    let wishes = Wishes { height: wish("head-height")?, room: wish("head-room")?, eyes: wish("eye-line")?, aside };
    let levelled = if head.roll_deg.abs() < LEVEL_ENOUGH_DEG { 0.0 } else { head.roll_deg };
    let roll_deg = levelled.clamp(-profile.picture.max_roll_deg, profile.picture.max_roll_deg);
    let upright = limit_of("head-upright").map(|limit| limit.accepted);
    let level = |roll_deg: f64| upright.is_none_or(|range| range.holds(head.roll_deg - roll_deg));
    if !level(roll_deg) {
        return Err(LEANING);
    }
    let wanted = (f64::from(profile.picture.width_px), f64::from(profile.picture.height_px));
    // A turned frame may stick out of the photo where an upright one fits.
    let turns = [roll_deg, 0.0].into_iter().filter(|turn| level(*turn));
    let search = |smallest: f64| {
        turns.clone().find_map(|turn| fitting(head, crown, turn, &whole.rect, profile, &wishes, smallest))
    };
    search(wanted.1).ok_or_else(|| match search(0.0) {
        None => TOO_TIGHT,
        Some(_) if whole.rect.width < wanted.0 || whole.rect.height < wanted.1 => PHOTO_TOO_SMALL,
        Some(_) => TOO_SMALL,
    })
}

/// The best crop with this turn that lies in `photo` and is at least `smallest` px high; `None` where none does.
fn fitting(
    head: &Head,
    crown: Point<Photo>,
    roll_deg: f64,
    photo: &Rect<Photo>,
    profile: &Profile,
    wishes: &Wishes,
    smallest: f64,
) -> Option<Crop> {
    let aspect = f64::from(profile.picture.width_px) / f64::from(profile.picture.height_px);
    // In coordinates turned upright about the origin, a crop is an upright rectangle.
    let origin = Point::new(0.0, 0.0);
    let level = |point: Point<Photo>| point.turned(origin, -roll_deg);
    let (top, chin) = (level(crown), level(head.chin));
    let eyes = level(head.left_eye.middle(head.right_eye));
    let middle_x = level(head.face.centre()).x;
    let mut best: Option<(f64, Crop)> = None;
    let tall = chin.y - top.y;
    // The photo as it is, and the smallest picture asked for, belong to the tries: they leave every pixel as it is.
    let heights = wishes.height.tries().map(|share| tall / share).chain([photo.height, smallest]);
    for height in heights.filter(|height| *height >= smallest && *height > 0.0) {
        for room in wishes.room.tries().chain([top.y / height]) {
            let y = top.y - room * height;
            let scores = [
                wishes.height.distance(tall / height),
                wishes.room.distance(room),
                wishes.eyes.distance((eyes.y - y) / height),
            ];
            let Some(score) = scores.into_iter().try_fold(0.0, |sum, score| Some(sum + score? * score?)) else {
                continue;
            };
            if best.as_ref().is_some_and(|(least, _)| score >= *least) {
                continue;
            }
            let width = height * aspect;
            let centred = middle_x - width / 2.0;
            // Where the photo ends beside the head, the frame moves over as far as is accepted.
            let x = if roll_deg == 0.0 { centred.clamp(0.0, (photo.width - width).max(0.0)) } else { centred };
            let aside = ((x - centred) / width).abs() / wishes.aside;
            let score = score + aside * aside;
            if aside > 0.99 || best.as_ref().is_some_and(|(least, _)| score >= *least) {
                continue;
            }
            let upright = Rect::<Photo>::new(x, y, width, height);
            let centre = upright.centre().turned(origin, roll_deg);
            let rect = Rect::new(centre.x - width / 2.0, centre.y - height / 2.0, width, height);
            if let Some(crop) = whole_pixels(Crop { rect, roll_deg }, photo, profile) {
                best = Some((score, crop));
            }
        }
    }
    best.map(|(_, crop)| crop)
}

/// `crop` in whole pixels with the profile's shape, shifted by a pixel or two back into `photo`; `None` where it does
/// not fit.
fn whole_pixels(crop: Crop, photo: &Rect<Photo>, profile: &Profile) -> Option<Crop> {
    let (w, h) = (f64::from(profile.picture.width_px), f64::from(profile.picture.height_px));
    let height = crop.rect.height.round();
    let width = (height * w / h).round();
    let rect = Rect::new(crop.rect.x.round(), crop.rect.y.round(), width, height);
    let inset = |rect: Rect<Photo>| {
        // Only an upright rectangle may slide along an edge that rounding pushed it over.
        let slide = |at: f64, side: f64, end: f64| at.clamp(0.0, (end - side).max(0.0));
        Rect::new(slide(rect.x, width, photo.width), slide(rect.y, height, photo.height), width, height)
    };
    let slid = inset(rect);
    let near = (slid.x - rect.x).abs() <= 1.0 && (slid.y - rect.y).abs() <= 1.0;
    let rect = if crop.roll_deg == 0.0 && near { slid } else { rect };
    let crop = Crop { rect, roll_deg: crate::unit::Unit::Deg.round(crop.roll_deg) };
    crop.corners().iter().all(|corner| photo.holds(*corner)).then_some(crop)
}
