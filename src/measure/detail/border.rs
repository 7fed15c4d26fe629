//! Strips along the photo's sides that were printed or added: a frame, a bar with a caption. Each ends in a straight
//! line from side to side, and is of one colour but for what is written on it.

use super::plane::quantile;
use crate::frame::{Frame, Level};
use crate::geometry::{Crop, Frame as InFrame, Photo, Rect};

/// Long edge of the copy that is looked at, px, at least; at most twice as much.
const LONG_EDGE_PX: usize = 300;

/// A strip takes at most this share of its side. Prototype.
const DEEPEST: f64 = 0.25;

/// A step of colour over two pixels, in the channel where it is largest, that a line needs, levels. The prototype's was a
/// CIELAB distance of 6, about 14; with 8 a wall's corners come near a border's likeness.
const STEP: u8 = 10;

/// A pixel this near to the strip's colour in each channel belongs to it, levels.
const ALIKE: f32 = 16.0;

/// A line is looked at closer where it is at least this straight: less is no border at any evenness.
const STRAIGHT: f64 = 0.5;

/// A side of the photo.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    Top,
    Bottom,
    Left,
    Right,
}

const SIDES: [Side; 4] = [Side::Top, Side::Bottom, Side::Left, Side::Right];

/// A strip along a side.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Strip {
    side: Side,
    place: Rect<Photo>,
    /// Share of its inner line that is an edge.
    straight: f64,
    /// Share of it that has its colour.
    even: f64,
    /// Over the length of the sides that it cuts.
    depth: f64,
}

impl Strip {
    fn likeness(&self) -> f64 {
        self.straight * self.even
    }
}

/// The strips that the photo's sides may be; at most one a side.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Border {
    strips: Vec<Strip>,
}

/// The strips along the sides of `frame`.
pub(super) fn border(frame: &Frame) -> Border {
    let (level, shrink) = frame.level_of(LONG_EDGE_PX);
    let strips = SIDES.into_iter().filter_map(|side| strip(&Lines { level, side }, shrink * frame.scale()));
    Border { strips: strips.collect() }
}

impl Border {
    /// How much what the picture that `crop` cuts still shows is like a border, 0..=1, and where the likest strip lies.
    ///
    /// Two sides make a frame, and the less likely one counts: one straight edge is a door's. One strip is enough where
    /// it is a bar across, above or below: nothing in a portrait is as wide as the picture and straight.
    pub fn within(&self, crop: &Crop) -> (f64, Option<Rect<Photo>>) {
        /// A bar is at least this deep, as a share of the height, and its edge this straight.
        const BAR: (f64, f64) = (0.025, 0.9);
        /// Share of a bar that writing may take: capitals without a space between take about so much.
        const WRITING: f64 = 0.3;
        /// A strip counts while more than this share of it is in the picture.
        const SHOWN: f64 = 0.1;
        /// Upright lines on both sides alone may be a doorway: no more likely than this, which is a warning.
        const UPRIGHT_ONLY: f64 = 0.7;
        let shown = |strip: &&Strip| strip.place.shared_area(&crop.rect) > SHOWN * strip.place.area();
        let strips: Vec<&Strip> = self.strips.iter().filter(shown).collect();
        let likest = strips.iter().copied().reduce(|a, b| if b.likeness() > a.likeness() { b } else { a });
        let others = |strip: &&&Strip| likest.is_none_or(|likest| likest.side != strip.side);
        let second = strips.iter().filter(others).map(|strip| strip.likeness()).fold(0.0, f64::max);
        let lies = |strip: &Strip| matches!(strip.side, Side::Top | Side::Bottom);
        let across = strips.iter().filter(|strip| lies(strip)).map(|strip| strip.likeness()).fold(0.0, f64::max);
        let frame = if across > UPRIGHT_ONLY { second } else { second.min(UPRIGHT_ONLY) };
        let bar = strips.iter().filter(|strip| lies(strip) && strip.depth >= BAR.0 && strip.straight >= BAR.1);
        let bar = bar.map(|strip| (strip.straight * (strip.even / (1.0 - WRITING)).min(1.0), strip.place));
        match bar.reduce(|a, b| if b.0 > a.0 { b } else { a }) {
            Some((likeness, place)) if likeness >= frame => (likeness, Some(place)),
            _ => (frame, likest.map(|strip| strip.place)),
        }
    }
}

/// The photo's lines along one side, the outermost first.
struct Lines<'a> {
    level: &'a Level,
    side: Side,
}

impl Lines<'_> {
    /// How many lines there are, and pixels in each.
    fn size(&self) -> (usize, usize) {
        match self.side {
            Side::Top | Side::Bottom => (self.level.height, self.level.width),
            Side::Left | Side::Right => (self.level.width, self.level.height),
        }
    }

    /// R G B of pixel `at` of line `line`.
    fn pixel(&self, line: usize, at: usize) -> [u8; 3] {
        let (width, height) = (self.level.width, self.level.height);
        let (x, y) = match self.side {
            Side::Top => (at, line),
            Side::Bottom => (at, height - 1 - line),
            Side::Left => (line, at),
            Side::Right => (width - 1 - line, at),
        };
        let start = (y * width + x) * 4;
        match self.level.rgba.get(start..start + 3) {
            Some(&[r, g, b]) => [r, g, b],
            _ => [0; 3],
        }
    }

    /// Share of every `step`th pixel at which colour jumps between the lines before and after `line`.
    fn edge(&self, line: usize, step: usize) -> f64 {
        let (_, length) = self.size();
        let jumps = |at: &usize| {
            let (a, b) = (self.pixel(line - 1, *at), self.pixel(line + 1, *at));
            a.iter().zip(b).any(|(a, b)| a.abs_diff(b) > STEP)
        };
        // At its ends a frame's inner line meets the frame's other sides; an eighth of it and no more, or a short edge in
        // the middle would pass for a line.
        let end = line.min(length / 8);
        let places = (end..length - end).step_by(step);
        let count = places.len().max(1);
        places.filter(jumps).count() as f64 / count as f64
    }

    /// Share of the `depth` outermost lines that have their own middle colour. Up to 16 lines of up to 128 pixels are
    /// asked: it is asked often.
    fn even(&self, depth: usize) -> f64 {
        let (_, length) = self.size();
        let pixels: Vec<[f32; 3]> = (0..depth)
            .step_by(depth.div_ceil(16).max(1))
            .flat_map(|line| (0..length).step_by(length.div_ceil(128).max(1)).map(move |at| (line, at)))
            .map(|(line, at)| self.pixel(line, at).map(f32::from))
            .collect();
        let middle: [f32; 3] = std::array::from_fn(|channel| {
            let mut values: Vec<f32> = pixels.iter().map(|pixel| pixel[channel]).collect();
            quantile(&mut values, 0.5).unwrap_or_default()
        });
        let alike = |pixel: &&[f32; 3]| pixel.iter().zip(middle).all(|(a, b)| (a - b).abs() < ALIKE);
        pixels.iter().filter(alike).count() as f64 / pixels.len().max(1) as f64
    }

    /// The `depth` outermost lines, `to_photo` photo pixels to one of the copy.
    fn place(&self, depth: f64, to_photo: f64) -> Rect<Photo> {
        let (width, height) = (self.level.width as f64, self.level.height as f64);
        let rect: Rect<InFrame> = match self.side {
            Side::Top => Rect::new(0.0, 0.0, width, depth),
            Side::Bottom => Rect::new(0.0, height - depth, width, depth),
            Side::Left => Rect::new(0.0, 0.0, depth, height),
            Side::Right => Rect::new(width - depth, 0.0, depth, height),
        };
        rect.to_photo(to_photo)
    }
}

/// The likest strip along `lines`; `None` where none is straight enough.
fn strip(lines: &Lines, to_photo: f64) -> Option<Strip> {
    /// One pixel in so many is asked first.
    const COARSE: usize = 8;
    let (count, _) = lines.size();
    let deepest = (count as f64 * DEEPEST) as usize;
    let mut best: Option<Strip> = None;
    for line in 1..deepest {
        if lines.edge(line, COARSE) < STRAIGHT / 2.0 {
            continue;
        }
        let straight = lines.edge(line, 1);
        let least = best.map_or(STRAIGHT, |best| best.likeness());
        if straight <= least {
            continue;
        }
        let even = lines.even(line);
        if straight * even > least {
            let depth = line as f64 + 0.5;
            let place = lines.place(depth, to_photo);
            best = Some(Strip { side: lines.side, place, straight, even, depth: depth / count as f64 });
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decode::Photo as Pixels;

    /// A slanted gradient of 300 x 400 px, painted over by `paint`.
    fn framed(paint: impl Fn(usize, usize) -> Option<u8>) -> Border {
        let (width, height) = (300_u32, 400_u32);
        let pixel = |x: usize, y: usize| paint(x, y).unwrap_or((40 + (x + y) * 150 / 700) as u8);
        let rgba = (0..height as usize).flat_map(|y| {
            (0..width as usize).flat_map(move |x| {
                let value = pixel(x, y);
                [value, value, value, 255]
            })
        });
        let rgba = {
            let mut all = Vec::new();
            all.extend(rgba);
            all
        };
        border(&Frame::new(Pixels { width, height, rgba, full_size: (width, height), intact: true }))
    }

    fn whole() -> Crop {
        Crop::upright(Rect::new(0.0, 0.0, 300.0, 400.0))
    }

    #[test]
    fn a_frame_is_seen_and_a_plain_photo_has_none() {
        assert_eq!(framed(|_, _| None).within(&whole()).0, 0.0);
        for width in [2, 6, 20] {
            let frame = framed(|x, y| (x.min(y).min(299 - x).min(399 - y) < width).then_some(250));
            assert!(frame.within(&whole()).0 > 0.9, "{width}: {frame:?}");
        }
    }

    #[test]
    fn a_crop_inside_the_frame_is_free_of_it() {
        let frame = framed(|x, y| (x.min(y).min(299 - x).min(399 - y) < 12).then_some(250));
        let inner = Crop::upright(Rect::new(14.0, 14.0, 270.0, 370.0));
        assert_eq!(frame.within(&inner), (0.0, None));
    }

    #[test]
    fn a_bar_with_writing_is_a_border_and_lies_where_it_lies() {
        let bar = framed(|x, y| (y >= 360).then_some(if y % 20 < 8 && x % 16 < 5 { 240 } else { 20 }));
        let (likeness, place) = bar.within(&whole());
        assert!(likeness > 0.75, "{bar:?}");
        assert!((place.unwrap().y - 360.0).abs() <= 2.0, "{place:?}");
    }

    #[test]
    fn a_short_edge_far_inside_is_no_bar() {
        let cuff = framed(|x, y| (y >= 310 && (110..190).contains(&x)).then_some(250));
        assert_eq!(cuff.within(&whole()).0, 0.0, "{cuff:?}");
    }

    #[test]
    fn one_upright_edge_is_a_door_and_two_are_doubtful() {
        let door = framed(|x, _| (x < 30).then_some(250));
        assert_eq!(door.within(&whole()).0, 0.0);
        let doorway = framed(|x, _| (x.min(299 - x) < 30).then_some(250));
        assert!((0.6..=0.7).contains(&doorway.within(&whole()).0), "{:?}", doorway.within(&whole()));
    }
}
