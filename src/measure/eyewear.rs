use super::straight::Area;
use super::{Reading,Unmeasured};
use crate::frame::Frame;
use crate::face::Mesh;
pub(super) const AREA: Area = Area { left: 0.0, right: 7.0, bottom: -0.5, top: 6.5 };
#[derive(Clone, Copy, Debug)]
pub struct Eyewear {}
pub(crate) fn eyewear(_f: &Frame, _m: &Mesh) -> Reading<Eyewear> { Err(Unmeasured::NotImplied) }
