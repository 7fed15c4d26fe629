//! No earrings.

use super::*;
use crate::limit::Range;

pub(super) static CHECK: Check = Check {
    id: "no-jewellery",
    group: Group::Face,
    title: Text { zh: "不戴首饰", en: "No jewellery" },
    unit: Unit::Ratio,
    limit: LimitFrom::Own(Limit { ideal: Range::at_most(0.75), accepted: Range::at_most(0.95) }),
    source: "notices 000 to 004, item 2: no earrings, no necklace; limits: SOURCE",
    how: "a linear judge of edges, bright and dark spots and colours about each ear's lobe, trained on photos and drawn earrings; necklaces are not looked for",
    faults: &[Fault {
        code: "earring",
        when: When::Outside(Side::High),
        problem: Text { zh: "看起来戴着耳环或耳钉。", en: "There seems to be an earring." },
        remedy: Remedy {
            kind: RemedyKind::Retake,
            text: Text {
                zh: "请摘下耳环、项链等首饰后重拍。",
                en: "Please take off earrings, necklaces and the like and retake it.",
            },
        },
    }],
    look: Text {
        zh: "请看看是否没有戴耳环、项链等首饰。",
        en: "Please check that there are no earrings, necklaces or the like.",
    },
    measure,
};

fn measure(case: &Case) -> Reading<Observed> {
    let jewel = case.evidence.attire.as_ref().map_err(|reason| *reason)?.earring.as_ref().map_err(|reason| *reason)?;
    Ok(Observed::at(jewel.likelihood, jewel.region))
}
