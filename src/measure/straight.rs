//! The face as if it were straight: a picture on the canonical face's plane, where every face has its eyes, nose and
//! mouth at the same places, and what each of its pixels is beside this face's own skin.

use crate::color::{Lab, lab};
use crate::face::{FaceMap, Mesh};
use crate::frame::{Border, Frame};
use crate::geometry::{Photo, Rect};
use crate::statistics::ascending;

/// Side of a pixel on the canonical face, cm. A thin rim of glasses is as wide.
const STEP_CM: f64 = 0.125;
/// The plane's part that is drawn, cm: left edge (x), upper edge (y is up).
const LEFT_CM: f64 = -7.5;
const TOP_CM: f64 = 8.5;
/// Its size: to 7.5 on the right, and down to -8.5, the chin.
pub(super) const WIDTH: usize = 120;
pub(super) const HEIGHT: usize = 136;

/// With more frame pixels than this to a step, four samples make a pixel.
const TAPS_FROM: f64 = 1.2;

/// A rectangle of the canonical face, cm, x to the picture's right, y up.
#[derive(Clone, Copy, Debug)]
pub(super) struct Area {
    pub left: f64,
    pub right: f64,
    pub bottom: f64,
    pub top: f64,
}

impl Area {
    /// Its mirror image, on the other half of the face.
    pub fn mirrored(self) -> Self {
        Self { left: -self.right, right: -self.left, ..self }
    }
    /// Columns and rows of the picture.
    pub fn cells(self) -> (std::ops::Range<usize>, std::ops::Range<usize>) {
        let column = |x: f64| (((x - LEFT_CM) / STEP_CM).round() as usize).min(WIDTH);
        let row = |y: f64| (((TOP_CM - y) / STEP_CM).round() as usize).min(HEIGHT);
        (column(self.left)..column(self.right), row(self.top)..row(self.bottom))
    }
}

/// The picture, row by row.
pub(crate) struct Straight {
    map: FaceMap,
    /// Of the frame, px, and photo pixels to one of them.
    size: (f64, f64),
    scale: f64,
    /// R G B, 0..=255.
    #[cfg(test)] // the training pictures are made of it
    pub(super) rgb: Vec<[f32; 3]>,
    pub(super) lab: Vec<Lab>,
}

impl Straight {
    /// The face of `mesh`, straightened; `None` where the mesh is no face.
    pub fn new(frame: &Frame, mesh: &Mesh) -> Option<Self> {
        let map = FaceMap::new(mesh)?;
        let step_px = map.px_per_cm() * STEP_CM;
        let (level, shrink) = frame.level_for(step_px);
        let taps: &[f64] = if step_px > TAPS_FROM { &[-0.25, 0.25] } else { &[0.0] };
        let share = 1.0 / (taps.len() * taps.len()) as f32;
        let mut rgb = Vec::with_capacity(WIDTH * HEIGHT);
        for row in 0..HEIGHT {
            for column in 0..WIDTH {
                let mut sum = [0.0; 3];
                for down in taps {
                    for right in taps {
                        let x = LEFT_CM + (column as f64 + 0.5 + right) * STEP_CM;
                        let y = TOP_CM - (row as f64 + 0.5 + down) * STEP_CM;
                        let at = map.at(x, y);
                        let (x, y) = ((at.x / shrink - 0.5) as f32, (at.y / shrink - 0.5) as f32);
                        let seen = level.bilinear(x, y, Border::Nearest);
                        sum.iter_mut().zip(seen).for_each(|(sum, value)| *sum += value * share);
                    }
                }
                rgb.push(sum);
            }
        }
        let lab = rgb.iter().map(|rgb| lab(*rgb)).collect();
        Some(Self {
            map,
            size: (frame.width(), frame.height()),
            scale: frame.scale(),
            #[cfg(test)]
            rgb,
            lab,
        })
    }

    /// Frame pixels to a centimetre of the face.
    pub(super) fn px_per_cm(&self) -> f64 {
        self.map.px_per_cm()
    }

    /// Whether `area` is turned to the camera and inside the frame, but for a sliver at its edge.
    pub(super) fn shows(&self, area: Area) -> bool {
        /// Points looked at along each side.
        const POINTS: u32 = 8;
        /// Share of them that may lie on the far side. The labelled photos' areas have under 0.08, or over 0.2.
        const HIDDEN: f64 = 0.15;
        let along = |from: f64, to: f64, at: u32| from + (to - from) * (f64::from(at) + 0.5) / f64::from(POINTS);
        let hidden = (0..POINTS * POINTS).filter(|at| {
            let (x, y) = (along(area.left, area.right, at % POINTS), along(area.bottom, area.top, at / POINTS));
            let at = self.map.at(x, y);
            let inside = (0.0..self.size.0).contains(&at.x) && (0.0..self.size.1).contains(&at.y);
            !inside || !self.map.shows(x, y)
        });
        (hidden.count() as f64) < HIDDEN * f64::from(POINTS * POINTS)
    }

    /// Around `area` in the photo.
    pub(super) fn in_photo(&self, area: Area) -> Option<Rect<Photo>> {
        let corners = [area.left, area.right].into_iter().flat_map(|x| [(x, area.bottom), (x, area.top)]);
        Some(Rect::around(corners.map(|(x, y)| self.map.at(x, y)))?.to_photo(self.scale))
    }

    /// The median colour of `area`, channel by channel.
    pub(super) fn median(&self, area: Area) -> Lab {
        median(&self.pixels(area))
    }

    /// The colours of `area`.
    pub(super) fn pixels(&self, area: Area) -> Vec<Lab> {
        let (columns, rows) = area.cells();
        rows.flat_map(|row| &self.lab[row * WIDTH..][columns.clone()]).copied().collect()
    }
}

/// The median of each channel; of an even number the mean of the middle two. Black where there is nothing.
pub(super) fn median(colours: &[Lab]) -> Lab {
    if colours.is_empty() {
        return [0.0; 3];
    }
    std::array::from_fn(|channel| {
        let order = ascending(colours.iter().map(|colour| colour[channel]));
        let at = |place: usize| colours[order[place]][channel];
        (at((order.len() - 1) / 2) + at(order.len() / 2)) / 2.0
    })
}

#[cfg(test)]
mod tests {
    use super::super::listed;
    use super::*;

    #[test]
    fn medians_are_channel_by_channel() {
        assert_eq!(median(&[[1.0, 5.0, 0.0], [3.0, 1.0, 0.0], [2.0, 9.0, 0.0]]), [2.0, 5.0, 0.0]);
        assert_eq!(median(&[[1.0; 3], [2.0; 3]]), [1.5; 3]);
        assert_eq!(median(&[]), [0.0; 3]);
    }

    #[test]
    fn an_area_has_as_many_cells_as_steps_and_a_mirror_image() {
        let area = Area { left: 0.0, right: 7.0, bottom: -0.5, top: 6.5 };
        assert_eq!(area.cells(), (60..116, 16..72));
        assert_eq!(area.mirrored().cells(), (4..60, 16..72));
    }

    /// Writes what `tests/tools/worn/train.py` is trained on: for each photo named in the file `STRAIGHT_PHOTOS`, one a
    /// line, its straight face, and for each half whether the areas of `eyewear` and `cover` show, to `STRAIGHT_OUT`.
    #[test]
    #[ignore = "makes files for tests/tools/worn/train.py"]
    fn straight_faces_for_training() {
        let mut out = Vec::new();
        listed::each("STRAIGHT_PHOTOS", |frame, found, _| {
            let Some(face) = found.main.and_then(|main| Straight::new(frame, &main.mesh)) else {
                out.extend([0_u8; 8]);
                out.extend(vec![0_u8; WIDTH * HEIGHT * 12]);
                return;
            };
            let areas = [super::super::eyewear::AREA, super::super::cover::LOWER];
            let shown =
                areas.into_iter().flat_map(|area| [area.mirrored(), area]).map(|area| u8::from(face.shows(area)));
            out.extend(shown.chain([1, 0, 0, 0]));
            out.extend(face.rgb.iter().flatten().flat_map(|value| value.to_le_bytes()));
        });
        std::fs::write(std::env::var("STRAIGHT_OUT").unwrap(), out).unwrap();
    }
}
