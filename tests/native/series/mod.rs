//! One defect in growing strength: a check passes without it, fires with enough of it, with the right code and in the
//! right place, and never judges more of it more kindly. A file a family of checks.

mod attire;
mod clothes;
mod cover;
mod cutout;
mod detail;
mod face;
mod light;
mod one_defect;
mod own_pixels;
