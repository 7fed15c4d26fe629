//! Frame to a person mask: how likely each place belongs to a person, hair and clothes included.

use crate::error::ModelError;
use crate::frame::{Border, Frame, Region};
use crate::geometry::{Frame as InFrame, Point, Rect};
use crate::network::{Network, NetworkKind};

/// Side of the network's picture and of the mask, px.
pub(crate) const SIDE: usize = NetworkKind::PersonSegmentation.side();

/// A mask over a region of the frame, (SIDE, SIDE), 0..=1.
#[derive(Clone, Debug)]
pub(crate) struct Mask {
    pub region: Region,
    /// Row by row.
    pub values: Vec<f32>,
}

/// Segments `region`, which is stretched to a square.
///
/// # Errors
/// When the network fails.
pub(crate) fn mask(frame: &Frame, segmenter: &dyn Network, region: Region) -> Result<Mask, ModelError> {
    let outputs = segmenter.run(frame.sample(&region, SIDE, Border::Nearest, (0.0, 1.0)))?;
    Ok(Mask { region, values: outputs.into_iter().next().unwrap_or_default() })
}

/// Mask value from which a cell belongs to the person: even odds.
pub(crate) const PERSON: f32 = 0.5;

/// Cells of a mask: columns `left..right`, rows `top..bottom`.
pub(crate) struct Window {
    pub left: usize,
    pub right: usize,
    pub top: usize,
    pub bottom: usize,
}

/// A place between two neighbouring columns, or rows, of a mask.
pub(crate) struct Between {
    low: usize,
    high: usize,
    /// Of the way from one to the other.
    share: f32,
}

impl Between {
    /// `share` of the mask's side; beyond its outermost cells' centres those.
    fn new(share: f64) -> Self {
        let cell = (share * SIDE as f64 - 0.5).clamp(0.0, SIDE as f64 - 1.0);
        // A float to an integer saturates; what is no number is 0.
        let low = cell as u32 as usize;
        Self { low, high: (low + 1).min(SIDE - 1), share: (cell - low as f64) as f32 }
    }
}

/// Cells that hang together.
pub(crate) struct Patch {
    /// Cells.
    pub area: usize,
    /// By row: first and last column, and cells between that belong to the patch.
    rows: Vec<Option<(usize, usize, usize)>>,
}

impl Patch {
    fn add(&mut self, column: usize, row: usize) {
        self.area += 1;
        if let Some(line) = self.rows.get_mut(row) {
            let (first, last, count) = line.unwrap_or((column, column, 0));
            *line = Some((first.min(column), last.max(column), count + 1));
        }
    }

    /// Cells of the patch in `row`.
    pub fn width(&self, row: usize) -> usize {
        self.rows.get(row).copied().flatten().map_or(0, |(.., count)| count)
    }

    /// Whether the cell lies between the patch's ends in its row.
    fn holds(&self, column: usize, row: usize) -> bool {
        self.rows.get(row).copied().flatten().is_some_and(|(first, last, _)| (first..=last).contains(&column))
    }

    /// First column and end, first row and end; `None` of an empty patch.
    fn extent(&self) -> Option<((usize, usize), (usize, usize))> {
        let lines =
            || self.rows.iter().enumerate().filter_map(|(row, line)| line.map(|(first, last, _)| (row, first, last)));
        let columns = (lines().map(|line| line.1).min()?, lines().map(|line| line.2).max()? + 1);
        Some((columns, (lines().next()?.0, lines().next_back()?.0 + 1)))
    }
}

impl Mask {
    /// The mask at `point`, bilinear; its edge goes on outside.
    pub fn at(&self, point: Point<InFrame>) -> f32 {
        let (across, down) = self.between(point);
        self.mixed(&across, &down)
    }

    /// Between which columns, and which rows, `point` lies.
    pub fn between(&self, point: Point<InFrame>) -> (Between, Between) {
        let (u, v) = self.region.locate(point);
        (Between::new(u), Between::new(v))
    }

    /// The mask between these columns and rows.
    pub fn mixed(&self, across: &Between, down: &Between) -> f32 {
        let row = |row: usize| {
            let (a, b) = (self.cell(across.low, row), self.cell(across.high, row));
            a + (b - a) * across.share
        };
        let (above, below) = (row(down.low), row(down.high));
        above + (below - above) * down.share
    }

    /// Patches of person that do not hang together with the one at `main`, each at least `smallest` of the mask's area;
    /// the boxes around them.
    pub fn patches_apart(&self, main: Point<InFrame>, smallest: f64) -> Vec<Rect<InFrame>> {
        let window = Window { left: 0, right: SIDE, top: 0, bottom: SIDE };
        let patches = self.patches(&window);
        let (u, v) = self.region.locate(main);
        let (column, row) = ((u * SIDE as f64) as usize, (v * SIDE as f64) as usize);
        let least = smallest * (SIDE * SIDE) as f64;
        let apart = patches.into_iter().filter(|patch| patch.area as f64 >= least && !patch.holds(column, row));
        let share = |cells: usize| cells as f64 / SIDE as f64;
        apart
            .filter_map(|patch| {
                let (columns, rows) = patch.extent()?;
                let corners = [(columns.0, rows.0), (columns.1, rows.1)];
                Rect::around(corners.map(|(column, row)| self.region.at(share(column), share(row))))
            })
            .collect()
    }

    /// The connected patches of person inside `window`, in reading order of their first cells.
    pub fn patches(&self, window: &Window) -> Vec<Patch> {
        let inside = |column: usize, row: usize| {
            (window.left..window.right).contains(&column)
                && (window.top..window.bottom).contains(&row)
                && self.cell(column, row) > PERSON
        };
        let mut seen = vec![false; SIDE * SIDE];
        let mut patches = Vec::new();
        for row in window.top..window.bottom.min(SIDE) {
            for column in window.left..window.right.min(SIDE) {
                if seen[row * SIDE + column] || !inside(column, row) {
                    continue;
                }
                seen[row * SIDE + column] = true;
                let mut open = vec![(column, row)];
                let mut patch = Patch { area: 0, rows: vec![None; SIDE] };
                while let Some((column, row)) = open.pop() {
                    patch.add(column, row);
                    let sides = [
                        (column.wrapping_sub(1), row),
                        (column + 1, row),
                        (column, row.wrapping_sub(1)),
                        (column, row + 1),
                    ];
                    for (column, row) in sides {
                        if column < SIDE && row < SIDE && !seen[row * SIDE + column] && inside(column, row) {
                            seen[row * SIDE + column] = true;
                            open.push((column, row));
                        }
                    }
                }
                patches.push(patch);
            }
        }
        patches
    }

    /// The cell in `column` and `row`; 0 outside.
    pub fn cell(&self, column: usize, row: usize) -> f32 {
        self.values.get(row * SIDE + column).copied().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mask_is_read_where_its_region_lies() {
        let values = (0..SIDE * SIDE).map(|at| if at % SIDE < SIDE / 2 { 1.0 } else { 0.0 }).collect();
        let mask = Mask { region: Region::square(Point::new(100.0, 100.0), 64.0, 0.0), values };
        assert_eq!((mask.at(Point::new(80.0, 100.0)), mask.at(Point::new(120.0, 100.0))), (1.0, 0.0));
        assert_eq!(mask.at(Point::new(-500.0, 0.0)), 1.0);
    }
}
