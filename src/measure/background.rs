//! The background as sums over a grid of cells, so that any crop's background is judged without a pixel.
//!
//! A background is even when a smooth surface describes its colour: a quadratic in x and y, fitted by least squares to
//! all its pixels in the crop. The fit needs sums of products only, and sums over cells add up.

use super::{Reading, Unmeasured};
use crate::color::{Lab, lab};
use crate::frame::{Frame, Level};
use crate::geometry::{Crop, Frame as InFrame, Point};
use crate::segment::{Between, Mask};
use crate::statistics;

/// Long edge of the copy that is looked at, px, at least; at most twice as much. The prototype's 256, whose measures
/// separated the labelled photos fully, lies inside.
const LONG_EDGE_PX: usize = 200;

/// Cells along the long edge: a crop is known to 3 % of it.
const CELLS: usize = 32;

/// Mask value under which a place is background, not person or doubtful hair. Prototype.
const NOT_PERSON: f32 = 0.1;

/// Background nearer to the person than this share of the long edge is left out: it holds hair, halo and shadow.
/// Prototype.
const CLEARANCE: f64 = 0.025;

/// The picture's own rim left out, as a share of its width: scans and rounded frames. Prototype.
const RIM: f64 = 0.01;

/// Terms of a quadratic surface: 1, x, y, x², xy, y².
const TERMS: usize = 6;
/// The products of two such terms: all powers of x and y up to 4 in sum.
const POWERS: usize = 15;

/// The powers (of x, of y) whose sums are kept, the six terms first.
const EXPONENTS: [(i32, i32); POWERS] = [
    (0, 0),
    (1, 0),
    (0, 1),
    (2, 0),
    (1, 1),
    (0, 2),
    (3, 0),
    (2, 1),
    (1, 2),
    (0, 3),
    (4, 0),
    (3, 1),
    (2, 2),
    (1, 3),
    (0, 4),
];

/// Sums over the background pixels of one cell, or of several.
#[derive(Clone, Copy, Debug)]
struct Sums {
    /// Of xᵃyᵇ, in the order of [`EXPONENTS`]; the first counts the pixels.
    powers: [f64; POWERS],
    /// Of term times L, a, b.
    colours: [[f64; TERMS]; 3],
    /// Of L², a², b².
    squares: Lab,
}

const NOTHING: Sums = Sums { powers: [0.0; POWERS], colours: [[0.0; TERMS]; 3], squares: [0.0; 3] };

impl Sums {
    fn add(&mut self, other: &Sums) {
        let add = |to: &mut [f64], from: &[f64]| to.iter_mut().zip(from).for_each(|(to, from)| *to += from);
        add(&mut self.powers, &other.powers);
        for (to, from) in self.colours.iter_mut().zip(&other.colours) {
            add(to, from);
        }
        add(&mut self.squares, &other.squares);
    }

    /// Adds a pixel of `colour` at (`x`, `y`), both about -1..=1.
    fn put(&mut self, x: f64, y: f64, colour: Lab) {
        let (xx, xy, yy) = (x * x, x * y, y * y);
        let powers =
            [1.0, x, y, xx, xy, yy, xx * x, xx * y, x * yy, yy * y, xx * xx, xx * xy, xx * yy, xy * yy, yy * yy];
        self.powers.iter_mut().zip(powers).for_each(|(to, power)| *to += power);
        for (channel, value) in colour.into_iter().enumerate() {
            for (to, term) in self.colours[channel].iter_mut().zip(powers) {
                *to += term * value;
            }
            self.squares[channel] += value * value;
        }
    }

    fn count(&self) -> f64 {
        self.powers[0]
    }
}

/// One cell of the grid.
#[derive(Clone, Copy, Debug)]
struct Cell {
    /// Centre in photo pixels.
    centre: Point<crate::geometry::Photo>,
    sums: Sums,
}

/// The photo's background, ready to be judged in any crop.
#[derive(Clone, Debug)]
pub struct Background {
    /// The cells that hold background.
    cells: Vec<Cell>,
    /// Cells of the whole photo, background or not.
    cells_of_photo: usize,
    /// Area of the photo, px².
    photo_area: f64,
}

/// The background of one picture.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BackgroundSample {
    /// Its colour: the median over the cells, CIELAB.
    pub colour: [f64; 3],
    /// How far it strays from a plain colour: root mean square distance from the fitted surface, and the surface's own
    /// slope at a quarter of its weight; CIELAB.
    pub unevenness: f64,
}

/// A gradient over the whole background is seen less than the same spread in small: a soft vignette is tolerated, a
/// bright-to-dark slope is not. Chosen by eye on the labelled photos' vignettes.
const SLOPE_WEIGHT: f64 = 0.25;

/// The small copy of the frame in which the background is looked at, and which of its pixels are background.
pub(crate) struct Around<'a> {
    level: &'a Level,
    /// Frame pixels to one of its pixels.
    pub(super) shrink: f64,
    /// Row by row.
    clear: Vec<bool>,
}

impl<'a> Around<'a> {
    /// Where `mask`, of the whole of `frame`, sees no person, and no person near.
    pub fn new(frame: &'a Frame, mask: &Mask) -> Self {
        let (level, shrink) = frame.level_of(LONG_EDGE_PX);
        Self { level, shrink, clear: clear_of_person(mask, level.width, level.height, shrink) }
    }

    /// Column and row of each pixel of the copy.
    pub(super) fn everywhere(&self) -> impl Iterator<Item = (usize, usize)> {
        let Level { width, height, .. } = *self.level;
        (0..height).flat_map(move |y| (0..width).map(move |x| (x, y)))
    }

    /// Column and row of each pixel of background.
    pub(super) fn places(&self) -> impl Iterator<Item = (usize, usize)> {
        let rows = self.clear.chunks_exact(self.level.width.max(1)).enumerate();
        rows.flat_map(|(y, row)| row.iter().enumerate().filter(|(_, clear)| **clear).map(move |(x, _)| (x, y)))
    }
}

/// The background of `frame`: what is `around` the person.
///
/// # Errors
/// [`Unmeasured::NoBackground`] where none shows.
pub(crate) fn background(frame: &Frame, around: &Around) -> Reading<Background> {
    let Around { level, shrink, .. } = around;
    let (width, height) = (level.width, level.height);
    let long = width.max(height) as f64;
    let cell_px = width.max(height).div_ceil(CELLS).max(1);
    let (columns, rows) = (width.div_ceil(cell_px), height.div_ceil(cell_px));
    let mut grid = vec![NOTHING; columns * rows];
    for (x, y) in around.places() {
        let norm = |at: usize, side: usize| (2.0 * at as f64 + 1.0 - side as f64) / long;
        if let Some(cell) = grid.get_mut(y / cell_px * columns + x / cell_px) {
            cell.put(norm(x, width), norm(y, height), lab(level.rgb(x, y)));
        }
    }
    let to_photo = shrink * frame.scale();
    let centre = |at: usize| ((at as f64 + 0.5) * cell_px as f64) * to_photo;
    let cells: Vec<Cell> = grid
        .into_iter()
        .enumerate()
        .filter(|(_, sums)| sums.count() > 0.0)
        .map(|(at, sums)| Cell { centre: Point::new(centre(at % columns), centre(at / columns)), sums })
        .collect();
    if cells.is_empty() {
        return Err(Unmeasured::NoBackground);
    }
    let photo_area = width as f64 * height as f64 * to_photo * to_photo;
    Ok(Background { cells, cells_of_photo: columns * rows, photo_area })
}

/// Which pixels are background: seen as no person, and no person near. (height, width), row by row. `mask` is of the
/// whole frame and not turned: its columns and rows are those of the picture.
fn clear_of_person(mask: &Mask, width: usize, height: usize, shrink: f64) -> Vec<bool> {
    let radius = ((CLEARANCE * width.max(height) as f64).round() as usize).max(2);
    let rim = ((RIM * width as f64).round() as usize).max(1);
    let mut person = vec![false; width * height];
    let place = |x: usize, y: usize| {
        let at = Point::<InFrame>::new((x as f64 + 0.5) * shrink, (y as f64 + 0.5) * shrink);
        mask.between(at)
    };
    let columns: Vec<Between> = (0..width).map(|x| place(x, 0).0).collect();
    for (y, row) in person.chunks_exact_mut(width.max(1)).enumerate() {
        let down = place(0, y).1;
        for (person, across) in row.iter_mut().zip(&columns) {
            *person = mask.mixed(across, &down) >= NOT_PERSON;
        }
    }
    let near = spread(&spread(&person, width, height, radius, true), width, height, radius, false);
    let inside = |at: usize, side: usize| at >= rim && at + rim < side;
    (0..width * height).map(|at| !near[at] && inside(at % width, width) && inside(at / width, height)).collect()
}

/// True within `radius` of a true cell, along rows or along columns.
fn spread(cells: &[bool], width: usize, height: usize, radius: usize, along_rows: bool) -> Vec<bool> {
    let (lines, length) = if along_rows { (height, width) } else { (width, height) };
    let index = |line: usize, at: usize| if along_rows { line * width + at } else { at * width + line };
    let mut out = vec![false; cells.len()];
    for line in 0..lines {
        let mut reach = 0;
        for at in 0..length {
            if cells[index(line, at)] {
                // Behind a second one in turn everything is set.
                let first = reach != at + radius;
                reach = at + radius + 1;
                for back in if first { at.saturating_sub(radius) } else { at }..at {
                    out[index(line, back)] = true;
                }
            }
            if at < reach {
                out[index(line, at)] = true;
            }
        }
    }
    out
}

impl Background {
    /// The background of the picture that `crop` cuts.
    ///
    /// # Errors
    /// [`Unmeasured::NoBackground`] where less than 2 % of the picture is background: a strip beside the hair says
    /// nothing of the wall.
    pub fn within(&self, crop: &Crop) -> Reading<BackgroundSample> {
        const SMALLEST_SHARE: f64 = 0.02;
        let size = &crop.rect;
        let seen: Vec<&Cell> = self
            .cells
            .iter()
            .filter(|cell| {
                let at = crop.inside(cell.centre);
                (0.0..=size.width).contains(&at.x) && (0.0..=size.height).contains(&at.y)
            })
            .collect();
        let mut total = NOTHING;
        seen.iter().for_each(|cell| total.add(&cell.sums));
        let cells_of_crop = self.cells_of_photo as f64 * size.area() / self.photo_area;
        if (seen.len() as f64) < SMALLEST_SHARE * cells_of_crop || total.count() < 100.0 {
            return Err(Unmeasured::NoBackground);
        }
        Ok(BackgroundSample { colour: median_colour(&seen), unevenness: unevenness(&total)? })
    }
}

/// The median over cells, weighted by their pixels, channel by channel.
fn median_colour(cells: &[&Cell]) -> Lab {
    std::array::from_fn(|channel| {
        let means: Vec<(f64, f64)> =
            cells.iter().map(|cell| (cell.sums.colours[channel][0] / cell.sums.count(), cell.sums.count())).collect();
        statistics::weighted_quantile(&means, 0.5).unwrap_or(f64::NAN)
    })
}

fn unevenness(sums: &Sums) -> Reading<f64> {
    let count = sums.count();
    let matrix: [[f64; TERMS]; TERMS] = std::array::from_fn(|row| {
        std::array::from_fn(|column| {
            let (a, b) = EXPONENTS[row];
            let (c, d) = EXPONENTS[column];
            let at = EXPONENTS.iter().position(|power| *power == (a + c, b + d)).unwrap_or(0);
            sums.powers[at]
        })
    });
    let factor = cholesky(matrix).ok_or(Unmeasured::NoBackground)?;
    let (mut residual, mut slope) = (0.0, 0.0);
    for (products, square) in sums.colours.iter().zip(sums.squares) {
        let explained: f64 = solved_norm(&factor, products);
        let flat = products[0] * products[0] / count;
        residual += (square - explained).max(0.0);
        slope += (explained - flat).max(0.0);
    }
    Ok((residual / count + SLOPE_WEIGHT * SLOPE_WEIGHT * slope / count).sqrt())
}

/// The lower triangle L with L Lᵀ = `matrix`, made a trifle larger on its diagonal; `None` where it is singular.
fn cholesky(matrix: [[f64; TERMS]; TERMS]) -> Option<[[f64; TERMS]; TERMS]> {
    /// Against rounding only: twelve digits below the pixel count.
    const RIDGE: f64 = 1e-12;
    let mut factor = [[0.0; TERMS]; TERMS];
    for row in 0..TERMS {
        for column in 0..=row {
            let before: f64 = (0..column).map(|k| factor[row][k] * factor[column][k]).sum();
            let rest = matrix[row][column] - before;
            factor[row][column] = if row == column {
                let rest = rest + RIDGE * matrix[0][0];
                if rest <= 0.0 {
                    return None;
                }
                rest.sqrt()
            } else {
                rest / factor[column][column]
            };
        }
    }
    Some(factor)
}

/// bᵀ M⁻¹ b for M = L Lᵀ: what the fit explains of the values whose products with the terms are `b`.
fn solved_norm(factor: &[[f64; TERMS]; TERMS], b: &[f64; TERMS]) -> f64 {
    let mut y = [0.0; TERMS];
    for row in 0..TERMS {
        let before: f64 = (0..row).map(|k| factor[row][k] * y[k]).sum();
        y[row] = (b[row] - before) / factor[row][row];
    }
    y.iter().map(|value| value * value).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Sums over a square of pixels whose colour is `colour(x, y)`.
    fn painted(colour: impl Fn(f64, f64) -> Lab) -> Sums {
        let mut sums = NOTHING;
        for row in 0..60 {
            for column in 0..60 {
                let (x, y) = (f64::from(column) / 60.0 - 0.3, f64::from(row) / 60.0 - 0.5);
                sums.put(x, y, colour(x, y));
            }
        }
        sums
    }

    #[test]
    fn one_colour_is_even() {
        assert!(unevenness(&painted(|_, _| [70.0, -10.0, -30.0])).unwrap() < 1e-3);
    }

    #[test]
    fn stripes_count_in_full_and_a_slope_at_its_weight() {
        let stripes = painted(|x, _| [if (x * 30.0).sin() > 0.0 { 75.0 } else { 65.0 }, 0.0, 0.0]);
        let slope = painted(|x, _| [70.0 + 10.0 * x, 0.0, 0.0]);
        assert!((unevenness(&stripes).unwrap() - 5.0).abs() < 0.3, "{:?}", unevenness(&stripes));
        // A slope of 10 over a length of 1 spreads by 10 / √12.
        assert!((unevenness(&slope).unwrap() - SLOPE_WEIGHT * 10.0 / 12_f64.sqrt()).abs() < 0.01);
    }

    #[test]
    fn a_single_column_of_background_has_no_fit() {
        let mut line = NOTHING;
        (0..200).for_each(|_| line.put(0.0, 0.5, [50.0, 0.0, 0.0]));
        // Singular but for rounding: an answer is not promised, a panic is not allowed.
        let _ = unevenness(&line);
    }

    #[test]
    fn clearance_is_kept_on_all_sides() {
        let mut person = vec![false; 100];
        person[55] = true;
        let near = spread(&spread(&person, 10, 10, 2, true), 10, 10, 2, false);
        assert_eq!(near.iter().filter(|near| **near).count(), 25);
    }
}
