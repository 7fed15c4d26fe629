//! The analysis copy: the photo at a long edge of about a thousand pixels, with halved copies below it, and square or
//! turned regions of it as network inputs.

use crate::decode::Photo;
use crate::geometry::{Frame as InFrame, Point};
use crate::resample;

/// Long edge of the analysis copy at most, px. At 1024 a face of 8 % of the height is 60-80 px wide, a third of what
/// the mesh network sees; 4000 px cameras are decoded to 1000 without another resize. Chosen on 12 photos.
pub const LONG_EDGE_PX: u32 = 1024;

/// Long edge to which a JPEG is decoded at least: a little less than [`LONG_EDGE_PX`], so that the sizes just below
/// four times 1024 (4000, 4032: most phones) are decoded at a quarter and not at a half.
pub const DECODE_EDGE_PX: u32 = 900;

/// Smallest side of a halved copy, px: below it nothing is sampled.
const SMALLEST_LEVEL_PX: u32 = 64;

/// The copy and its halves.
pub struct Frame {
    /// Full size first, each next half as large.
    levels: Vec<Level>,
    /// Photo pixels to a pixel of the copy.
    scale: f64,
}

/// One copy: R G B A rows.
pub(crate) struct Level {
    pub width: usize,
    pub height: usize,
    pub rgba: Vec<u8>,
}

/// What lies outside the picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Border {
    Black,
    /// The nearest pixel of the picture.
    Nearest,
}

/// A turned rectangle of the frame.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Region {
    pub centre: Point<InFrame>,
    pub width: f64,
    pub height: f64,
    /// Sine and cosine of its turn, clockwise as seen: taken once, used for every pixel.
    turn: (f64, f64),
}

impl Region {
    /// A square of `side`.
    pub fn square(centre: Point<InFrame>, side: f64, turn_deg: f64) -> Self {
        Self { centre, width: side, height: side, turn: turn_deg.to_radians().sin_cos() }
    }

    /// The frame's point at (`u`, `v`) of the region, both 0..1 from its top-left corner.
    pub fn at(&self, u: f64, v: f64) -> Point<InFrame> {
        let (x, y) = ((u - 0.5) * self.width, (v - 0.5) * self.height);
        let (sin, cos) = self.turn;
        Point::new(self.centre.x + x * cos - y * sin, self.centre.y + x * sin + y * cos)
    }

    /// Where `point` lies in the region: the inverse of [`Region::at`].
    pub fn locate(&self, point: Point<InFrame>) -> (f64, f64) {
        let (x, y) = (point.x - self.centre.x, point.y - self.centre.y);
        let (sin, cos) = self.turn;
        ((x * cos + y * sin) / self.width + 0.5, (y * cos - x * sin) / self.height + 0.5)
    }
}

impl Frame {
    /// Takes over `photo`, made smaller where its long edge is over [`LONG_EDGE_PX`].
    pub fn new(photo: Photo) -> Self {
        let full_long = photo.full_size.0.max(photo.full_size.1);
        let top = shrunk(photo);
        let scale = f64::from(full_long) / top.width.max(top.height).max(1) as f64;
        let mut levels = vec![top];
        while let Some(next) = levels.last().and_then(halved) {
            levels.push(next);
        }
        Self { levels, scale }
    }

    /// Photo pixels to a pixel of the frame.
    pub fn scale(&self) -> f64 {
        self.scale
    }
    pub fn width(&self) -> f64 {
        self.top().width as f64
    }
    pub fn height(&self) -> f64 {
        self.top().height as f64
    }
    /// The whole frame as a region.
    pub(crate) fn whole(&self) -> Region {
        let (width, height) = (self.width(), self.height());
        Region { centre: Point::new(width / 2.0, height / 2.0), width, height, turn: (0.0, 1.0) }
    }
    /// The copy whose long edge is nearest to, and not under, `long_edge` where there is one; and frame pixels to one
    /// of its pixels.
    pub(crate) fn level_of(&self, long_edge: usize) -> (&Level, f64) {
        let index = self.levels.iter().rposition(|level| level.width.max(level.height) >= long_edge).unwrap_or(0);
        (self.levels.get(index).unwrap_or(self.top()), f64::from(1_u32 << index.min(31)))
    }

    /// The copy at its full size.
    pub(crate) fn full(&self) -> &Level {
        self.top()
    }

    /// The smallest copy that still has a pixel for each step of `step` frame pixels, and frame pixels to one of its
    /// pixels.
    pub(crate) fn level_for(&self, step: f64) -> (&Level, f64) {
        let index = (step.max(1.0).log2().floor() as usize).min(self.levels.len() - 1);
        (self.levels.get(index).unwrap_or(self.top()), f64::from(1_u32 << index.min(31)))
    }

    fn top(&self) -> &Level {
        // `new` always puts one level there.
        &self.levels[0]
    }

    /// `region` as a picture (side, side, 3), RGB, each value in `low..=high`; bilinear, four samples a pixel where
    /// the region is the larger.
    pub(crate) fn sample(&self, region: &Region, side: usize, border: Border, (low, high): (f32, f32)) -> Vec<f32> {
        let ratio = region.width.max(region.height) / side as f64;
        // Take the smallest copy on which the region still has a pixel for each of ours.
        let (level, shrink) = self.level_for(ratio);
        let taps = if ratio / shrink > 1.2 { 2 } else { 1 };
        let scale = (high - low) / (255.0 * (taps * taps) as f32);
        let step = 1.0 / (side * taps) as f64;
        let mut out = Vec::with_capacity(side * side * 3);
        let origin = region.at(step / 2.0, step / 2.0);
        let (right, down) = (region.at(step * 1.5, step / 2.0), region.at(step / 2.0, step * 1.5));
        let to = |value: f64| (value / shrink) as f32;
        let (dux, duy) = (to(right.x - origin.x), to(right.y - origin.y));
        let (dvx, dvy) = (to(down.x - origin.x), to(down.y - origin.y));
        let (x0, y0) = (to(origin.x) - 0.5, to(origin.y) - 0.5);
        for row in 0..side {
            for column in 0..side {
                let mut sum = [0.0_f32; 3];
                for j in row * taps..(row + 1) * taps {
                    for i in column * taps..(column + 1) * taps {
                        let (i, j) = (i as f32, j as f32);
                        let rgb = level.bilinear(x0 + i * dux + j * dvx, y0 + i * duy + j * dvy, border);
                        for channel in 0..3 {
                            sum[channel] += rgb[channel];
                        }
                    }
                }
                out.extend(sum.map(|value| value * scale + low));
            }
        }
        out
    }
}

impl Level {
    /// R G B at (`x`, `y`), where (0, 0) is the centre of the first pixel; 0..=255.
    #[inline]
    pub fn bilinear(&self, x: f32, y: f32, border: Border) -> [f32; 3] {
        let (last_x, last_y) = (self.width as f32 - 1.0, self.height as f32 - 1.0);
        if border == Border::Black && (x < -0.5 || y < -0.5 || x > last_x + 0.5 || y > last_y + 0.5) {
            return [0.0; 3];
        }
        let (x, y) = (x.clamp(0.0, last_x), y.clamp(0.0, last_y));
        // Of two neighbours each; the last pixel is the second of the last two. Integers of 32 bits are the quickest made.
        let left = (x as u32 as usize).min(self.width.saturating_sub(2));
        let top = (y as u32 as usize).min(self.height.saturating_sub(2));
        let (fx, fy) = (x - left as f32, y - top as f32);
        let (row, at) = (self.width * 4, (top * self.width + left) * 4);
        let (Some(above), Some(below)) = (self.rgba.get(at..at + 8), self.rgba.get(at + row..at + row + 8)) else {
            return self.thin(left, top, fx, fy);
        };
        let mut out = [0.0; 3];
        for channel in 0..3 {
            let mix = |two: &[u8]| {
                let (a, b) = (f32::from(two[channel]), f32::from(two[channel + 4]));
                a + (b - a) * fx
            };
            let (above, below) = (mix(above), mix(below));
            out[channel] = above + (below - above) * fy;
        }
        out
    }

    /// [`Level::bilinear`] in a picture with a side of one pixel.
    #[cold]
    fn thin(&self, left: usize, top: usize, fx: f32, fy: f32) -> [f32; 3] {
        let (next_x, next_y) = ((left + 1).min(self.width - 1), (top + 1).min(self.height - 1));
        let [a, b, c, d] = [(left, top), (next_x, top), (left, next_y), (next_x, next_y)].map(|(x, y)| self.rgb(x, y));
        std::array::from_fn(|channel| {
            let above = a[channel] + (b[channel] - a[channel]) * fx;
            let below = c[channel] + (d[channel] - c[channel]) * fx;
            above + (below - above) * fy
        })
    }

    /// R G B of the pixel at (`x`, `y`), 0..=255; black outside.
    #[inline]
    pub fn rgb(&self, x: usize, y: usize) -> [f32; 3] {
        let at = (y * self.width + x) * 4;
        match self.rgba.get(at..at + 3) {
            Some(&[r, g, b]) => [f32::from(r), f32::from(g), f32::from(b)],
            _ => [0.0; 3],
        }
    }
}

/// The photo with a long edge of at most [`LONG_EDGE_PX`]: area-weighted (a triangle filter as wide as the shrinking),
/// in gamma light, as the networks were trained.
fn shrunk(photo: Photo) -> Level {
    let from = (photo.width as usize, photo.height as usize);
    let (long, limit) = (from.0.max(from.1), LONG_EDGE_PX as usize);
    let small = (long > limit).then(|| {
        // Below `limit`, so it is a usize again; the product may not be one where that has 32 bits.
        let fit = |side: usize| ((side as u64 * limit as u64 + long as u64 / 2) / long as u64).max(1) as usize;
        let to = (fit(from.0), fit(from.1));
        resample::shrink(&photo.rgba, from, to).map(|rgba| Level { width: to.0, height: to.1, rgba })
    });
    // Only a photo whose buffer does not match its size could not be made smaller; it is looked at as it is.
    small.flatten().unwrap_or(Level { width: from.0, height: from.1, rgba: photo.rgba })
}

/// Half the size, each pixel the mean of four; `None` where a side would fall under [`SMALLEST_LEVEL_PX`].
fn halved(level: &Level) -> Option<Level> {
    let (width, height) = (level.width / 2, level.height / 2);
    if width.min(height) < SMALLEST_LEVEL_PX as usize {
        return None;
    }
    let mut rgba = Vec::with_capacity(width * height * 4);
    for pair in level.rgba.chunks_exact(level.width * 8).take(height) {
        let (above, below) = pair.split_at(level.width * 4);
        for (a, b) in above.chunks_exact(8).zip(below.chunks_exact(8)) {
            for channel in 0..4 {
                let sum = u32::from(a[channel])
                    + u32::from(a[channel + 4])
                    + u32::from(b[channel])
                    + u32::from(b[channel + 4]);
                // A mean of four bytes is a byte.
                rgba.push(((sum + 2) / 4) as u8);
            }
        }
    }
    Some(Level { width, height, rgba })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gradient(width: u32, height: u32) -> Photo {
        let rgba = (0..height)
            .flat_map(|y| (0..width).flat_map(move |x| [(x * 255 / width) as u8, (y * 255 / height) as u8, 0, 255]))
            .collect();
        Photo { width, height, rgba, full_size: (width * 4, height * 4), intact: true }
    }

    #[test]
    fn a_large_photo_is_shrunk_and_knows_its_scale() {
        let frame = Frame::new(gradient(2048, 1024));
        assert_eq!((frame.width(), frame.height(), frame.scale()), (1024.0, 512.0, 8.0));
    }

    #[test]
    fn a_region_is_found_again() {
        let region = Region { height: 20.0, ..Region::square(Point::new(40.0, 50.0), 30.0, 25.0) };
        let (u, v) = region.locate(region.at(0.2, 0.9));
        assert!((u - 0.2).abs() < 1e-12 && (v - 0.9).abs() < 1e-12);
    }

    #[test]
    fn sampling_the_whole_gives_the_picture_at_any_size() {
        let frame = Frame::new(gradient(512, 512));
        for side in [32, 100, 256, 600] {
            let out = frame.sample(&frame.whole(), side, Border::Nearest, (0.0, 1.0));
            let last = &out[out.len() - 3..];
            assert!(out[0] < 0.03 && last[0] > 0.96 && last[1] > 0.96, "{side}: {:?} {last:?}", &out[..3]);
            assert_eq!(out.len(), side * side * 3);
        }
    }

    #[test]
    fn outside_the_picture_is_black_only_where_asked() {
        let frame = Frame::new(gradient(100, 100));
        let aside = Region::square(Point::new(300.0, 50.0), 50.0, 0.0);
        assert!(frame.sample(&aside, 8, Border::Black, (-1.0, 1.0)).iter().all(|v| *v == -1.0));
        assert!(frame.sample(&aside, 8, Border::Nearest, (-1.0, 1.0))[0] > 0.9);
    }
}
