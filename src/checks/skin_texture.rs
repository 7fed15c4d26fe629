//! The skin has its own texture: it was not smoothed by a beauty filter.

use super::*;
use crate::limit::Range;
use crate::measure::{BLURRED, Unmeasured};

pub(super) static CHECK: Check = Check {
    id: "skin-texture",
    group: Group::Sharpness,
    title: Text { zh: "皮肤质感", en: "Skin texture" },
    unit: Unit::Levels,
    limit: LimitFrom::Own(Limit { ideal: Range::at_least(0.5), accepted: Range::at_least(0.0) }),
    source: "notices 000, 002, 003, 004, item 9: over-beautified photos are refused; strongly smoothed copies of labelled photos (tests/ORIGIN.md): nine in ten lie under 0.5, of camera JPEGs one in twenty; pictures made by a model are as smooth as that in one of five; so it is warned of and never refused",
    how: "deviation of brightness between 0.7 and 2.4 px of the finished picture, in tiles of bare skin 12 px wide, on the smoothest of them, in 8-bit levels; not where the whole picture is blurred",
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

fn measure(case: &Case) -> Reading<Observed> {
    let face = case.face_detail()?;
    let texture = face.texture?;
    let smooth = matches!(&CHECK.limit, LimitFrom::Own(limit) if !limit.ideal.holds(CHECK.unit.round(texture)));
    if smooth && face.blur? > BLURRED && !face.sharper_around {
        return Err(Unmeasured::NotImplied);
    }
    Ok(Observed::at(texture, face.region))
}
