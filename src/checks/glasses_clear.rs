//! The lenses of glasses are not tinted.

use super::*;
use crate::limit::Range;

pub(super) static CHECK: Check = Check {
    id: "glasses-clear",
    group: Group::Face,
    title: Text { zh: "镜片透明", en: "Clear lenses" },
    unit: Unit::Ratio,
    // ISO 12312-1 calls a lens clear or very light up to 0.2; skin below the eye alone may be darker by 0.25.
    limit: LimitFrom::Own(Limit { ideal: Range::at_most(0.37), accepted: Range::at_most(0.5) }),
    source: "notices 000 to 004, item 2: glasses only without tint; limits on the even half of the labelled photos: clear up to 0.36 but for two (one behind a hand, one in red light), tinted from 0.40 on",
    how: "share of the light that the darker lens takes, from the skin seen through it and the cheek below; where a classifier over edges and colours around the eyes sees glasses",
    faults: &[Fault {
        code: "tinted-lenses",
        when: When::Outside(Side::High),
        problem: Text {
            zh: "眼镜的镜片有颜色，看不清眼睛。", en: "The lenses are tinted and hide the eyes."
        },
        remedy: Remedy {
            kind: RemedyKind::Retake,
            text: Text {
                zh: "请换上透明镜片的眼镜，重拍一张。",
                en: "Please wear glasses with clear lenses and retake it.",
            },
        },
    }],
    look: Text {
        zh: "如果戴了眼镜，请看看镜片是否透明、没有颜色。",
        en: "If you wear glasses, please check that the lenses are clear and without colour.",
    },
    measure,
};

fn measure(case: &Case) -> Reading<Observed> {
    let tint = case.eyewear()?.tint;
    Ok(Observed::at(tint.value, tint.place))
}
