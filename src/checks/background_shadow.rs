//! The head throws no shadow on the background.

use super::*;
use crate::limit::Range;

pub(super) static CHECK: Check = Check {
    id: "background-shadow",
    group: Group::Background,
    title: Text { zh: "背景无阴影", en: "No shadow behind" },
    unit: Unit::DeltaE,
    limit: LimitFrom::Own(Limit { ideal: Range::at_most(4.0), accepted: Range::at_most(8.0) }),
    source: "notice 001, item 2: back more than 30 cm from the wall; ISO/IEC 19794-5, 7.2.6: no shadows on the background; labelled photos: plain backgrounds up to 2.9",
    how: "how much darker (CIELAB lightness) the background is beside the head than farther out on the same height, on the darker side",
    faults: &[Fault {
        code: "shadow",
        when: When::Outside(Side::High),
        problem: Text { zh: "头部后面的背景上有影子。", en: "The head throws a shadow on the background." },
        remedy: Remedy {
            kind: RemedyKind::Retake,
            text: Text {
                zh: "请离墙三十厘米以上，关闭闪光灯，让光从正面照来，再拍一张。",
                en: "Please stand at least 30 cm from the wall, without flash, with light from the front, and retake it.",
            },
        },
    }],
    look: Text {
        zh: "请看看头部后面是否没有影子。", en: "Please check that there is no shadow behind the head."
    },
    measure,
};

fn measure(case: &Case) -> Reading<Observed> {
    let shadow = case.evidence.shadow?;
    Ok(Observed::at(shadow.depth, case.shown(shadow.region)?))
}
