//! The picture was taken by a camera, not drawn.

use super::*;
use crate::limit::Range;
use crate::measure::{Drawn, Unmeasured};

pub(super) static CHECK: Check = Check {
    id: "photographic",
    group: Group::Original,
    title: Text { zh: "真实照片", en: "A photograph" },
    unit: Unit::Ratio,
    limit: LimitFrom::Own(Limit { ideal: Range::at_most(1.0), accepted: Range::at_most(1.3) }),
    source: "notices 000, 002, 003, 004, item 9: a standard identification photo; labelled photos: 116 photographs, all but one up to 1.0, two drawings 1.1 and 1.2",
    how: "signs of a drawing in the face: lines without shading between them, few tones, areas without any change; 1 is the strongest that photographs show",
    faults: &[Fault {
        code: "drawn",
        when: When::Outside(Side::High),
        problem: Text {
            zh: "这张图看起来像绘画、卡通或经过艺术滤镜处理，不像真实拍摄的照片。",
            en: "This looks like a drawing, a cartoon or the work of an art filter, not like a photograph.",
        },
        remedy: Remedy {
            kind: RemedyKind::ChooseAnother,
            text: Text {
                zh: "请选择用相机实拍、没有加滤镜的证件照。",
                en: "Please choose an identification photo taken by a camera, without a filter.",
            },
        },
    }],
    look: Text {
        zh: "请看看这是不是实拍的照片，而不是绘画、屏幕翻拍或打印件翻拍。",
        en: "Please check that this is a photograph, not a drawing, a screen or a print.",
    },
    measure,
};

fn measure(case: &Case) -> Reading<Observed> {
    let face = case.face_detail()?;
    let detail = case.evidence.detail.as_ref().map_err(|reason| *reason)?;
    if detail.seams.is_ok_and(|seams| seams > TOO_BLOCKY) {
        return Err(Unmeasured::NotImplied);
    }
    Ok(Observed::at(likeness(&face.drawn?), face.region))
}

/// Seams from which a photo's tones are few and its areas flat because a coder made them so: the end of the check
/// `compression`.
const TOO_BLOCKY: f64 = 3.2;

/// What the strongest photograph shows of each sign, with a little room. Labelled photographs: contrast up to 6.3, one
/// of white hair and glare 6.9; steps up to 0.14; flat up to 0.12, and
/// stored at quality 20 up to 0.22. Posterised to 8 steps, and drawn by a cartoon filter: steps from 0.21 on.
const CONTRAST: f64 = 6.6;
const STEPS: f64 = 0.2;
const FLAT: f64 = 0.25;

/// How much the strongest sign is a drawing's.
fn likeness(drawn: &Drawn) -> f64 {
    (drawn.contrast / CONTRAST).max(drawn.steps / STEPS).max(drawn.flat / FLAT)
}
