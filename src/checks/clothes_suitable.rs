//! Shoulders and chest are covered. The value is the share of them that has the colour of this face's skin.

use super::*;
use crate::limit::Range;

pub(super) static CHECK: Check = Check {
    id: "clothes-suitable",
    group: Group::Clothes,
    title: Text { zh: "衣着得体", en: "Suitable clothes" },
    unit: Unit::Ratio,
    limit: LimitFrom::Own(Limit { ideal: Range::at_most(0.07), accepted: Range::at_most(0.5) }),
    source: "notices 000 to 004, item 2: no sleeveless or strap tops; labelled photos: 74 of 78 ok up to 0.01, 10 of 11 faults from 0.1 on; clothes in the colour of skin reach 0.44, so less than half is a warning only. Large fur collars are not recognised",
    how: "share of shoulders and chest in the colour of the cheeks and the forehead, lightness apart",
    faults: &[Fault {
        code: "bare",
        when: When::Outside(Side::High),
        problem: Text {
            zh: "肩部露出较多，像是无袖或吊带衣服。",
            en: "The shoulders look bare, as in a sleeveless or strap top.",
        },
        remedy: Remedy {
            kind: RemedyKind::Retake,
            text: Text {
                zh: "请穿有袖、有领的衣服，再拍一张。",
                en: "Please wear something with sleeves and a collar and retake it.",
            },
        },
    }],
    look: Text {
        zh: "请看看衣服是否有袖，没有吊带或大毛领。",
        en: "Please check that the clothes have sleeves, and no straps or large fur collar.",
    },
    measure,
};

fn measure(case: &Case) -> Reading<Observed> {
    let (share, region) = case.clothes()?.bare?;
    Ok(Observed::at(share, case.shown(region)?))
}
