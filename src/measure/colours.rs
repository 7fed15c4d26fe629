//! Colours of the frame at points: each the mean over a patch of a given size.

use crate::color::{Lab, lab};
use crate::frame::{Frame, Level};
use crate::geometry::{Frame as InFrame, Point};
use crate::statistics;

/// The copy of the frame whose pixels are the patches.
pub(super) struct Colours<'a> {
    level: &'a Level,
    /// Frame pixels to a pixel of the copy.
    pub step: f64,
}

impl<'a> Colours<'a> {
    /// Patches of a side of at most `patch` px of the frame, and over half of it where the frame has such a copy.
    pub fn of(frame: &'a Frame, patch: f64) -> Self {
        // A float to an integer saturates; no copy is larger than the frame.
        let long_edge = (frame.width().max(frame.height()) / patch.max(1.0)) as usize;
        let (level, step) = frame.level_of(long_edge);
        Self { level, step }
    }

    /// The colour of the patch at `point`; `None` outside the frame.
    pub fn at(&self, point: Point<InFrame>) -> Option<Lab> {
        let (x, y) = (point.x / self.step, point.y / self.step);
        let inside = x >= 0.0 && y >= 0.0 && x < self.level.width as f64 && y < self.level.height as f64;
        inside.then(|| lab(self.level.rgb(x as usize, y as usize)))
    }
}

/// The median of each channel; not a number of nothing.
pub(super) fn median(colours: &[Lab]) -> Lab {
    std::array::from_fn(|channel| {
        let values: Vec<_> = colours.iter().map(|colour| (colour[channel], 1.0)).collect();
        statistics::weighted_quantile(&values, 0.5).unwrap_or(f64::NAN)
    })
}
