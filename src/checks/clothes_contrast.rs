//! The clothes can be told from the background.

use super::*;
use crate::limit::Range;

pub(super) static CHECK: Check = Check {
    id: "clothes-contrast",
    group: Group::Clothes,
    title: Text { zh: "衣服与背景有别", en: "Clothes apart from background" },
    unit: Unit::DeltaE,
    limit: LimitFrom::Own(Limit { ideal: Range::at_least(18.4), accepted: Range::at_least(10.0) }),
    source: "notices 000 to 004, item 2: clothes clearly different from the background; labelled photos: 58 of 60 ok from 18.7 on, 8 faults up to 18.1",
    how: "CIELAB distance between the colours on either side of the shoulders' edge in the person mask, median, of the less different side",
    faults: &[Fault {
        code: "alike",
        when: When::Outside(Side::Low),
        problem: Text {
            zh: "衣服和背景颜色相近，轮廓不清楚。",
            en: "The clothes are much like the background: the outline is hard to see.",
        },
        remedy: Remedy {
            kind: RemedyKind::Retake,
            text: Text {
                zh: "请换一件与背景颜色差别明显的衣服，再拍一张。",
                en: "Please wear a colour that differs clearly from the background and retake it.",
            },
        },
    }],
    look: Text {
        zh: "请看看衣服和背景的颜色是否容易分清。",
        en: "Please check that the clothes differ clearly from the background.",
    },
    measure,
};

fn measure(case: &Case) -> Reading<Observed> {
    let (distance, region) = case.clothes()?.contrast?;
    Ok(Observed::at(distance, case.shown(region)?))
}
