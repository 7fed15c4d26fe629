//! The skin has its own texture: it was not smoothed by a beauty filter.

use super::*;
use crate::limit::Range;
use crate::measure::Unmeasured;

pub(super) static CHECK: Check = Check {
    id: "skin-texture",
    group: Group::Sharpness,
    title: Text { zh: "皮肤质感", en: "Skin texture" },
    unit: Unit::Levels,
    limit: LimitFrom::Own(Limit { ideal: Range::at_least(0.7), accepted: Range::at_least(0.35) }),
    source: "notices 000, 002, 003, 004, item 9: over-beautified photos are refused; labelled photos that are sharp: 97 in 100 from 0.7 on, the one that is plainly beautified 0.4, which is warned of: only what no skin has is refused",
    how: "deviation of brightness between 0.7 and 2.4 px of the finished picture, on the smoother of seven patches of cheek and forehead, in 8-bit levels",
    faults: &[Fault {
        code: "smoothed",
        when: When::Outside(Side::Low),
        problem: Text {
            zh: "皮肤过于光滑，看不到自然的纹理，像是经过了磨皮美颜。",
            en: "The skin is so smooth that its natural texture is gone, as after a beauty filter.",
        },
        remedy: Remedy {
            kind: RemedyKind::ChooseAnother,
            text: Text {
                zh: "请选择没有美颜的原图，或关闭美颜后重拍。",
                en: "Please choose the original without a beauty filter, or switch the filter off and retake it.",
            },
        },
    }],
    look: Text {
        zh: "请放大照片，看看皮肤是否保留了自然的纹理。",
        en: "Please zoom in and check that the skin still shows its natural texture.",
    },
    measure,
};

/// Blur over the eyes' distance from which smooth skin may be the lens's work; the check `sharp` speaks of it then. The
/// end of that check's limit.
const TOO_BLURRED: f64 = 0.018;

fn measure(case: &Case) -> Reading<Observed> {
    let face = case.face_detail()?;
    let texture = face.texture?;
    let smooth = matches!(&CHECK.limit, LimitFrom::Own(limit) if !limit.ideal.holds(CHECK.unit.round(texture)));
    if smooth && face.blur? > TOO_BLURRED {
        return Err(Unmeasured::NotImplied);
    }
    Ok(Observed::at(texture, face.region))
}
