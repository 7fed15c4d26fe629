use super::straight::Area;
use super::{Reading,Unmeasured};
use crate::frame::Frame;
use crate::face::Mesh;
pub(super) const LOWER: Area = Area { left: 0.0, right: 6.0, bottom: -8.0, top: 2.0 };
#[derive(Clone, Copy, Debug)]
pub struct Cover {}
pub(crate) fn cover(_f: &Frame, _m: &Mesh) -> Reading<Cover> { Err(Unmeasured::NotImplied) }
