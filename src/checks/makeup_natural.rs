//! No heavy make-up.

use super::*;
use crate::limit::Range;

pub(super) static CHECK: Check = Check {
    id: "makeup-natural",
    group: Group::Face,
    title: Text { zh: "妆容自然", en: "Natural make-up" },
    unit: Unit::DeltaE,
    limit: LimitFrom::Own(Limit { ideal: Range::at_most(21.0), accepted: Range::at_most(36.0) }),
    source: "notices 000 to 004, item 2: no heavy make-up; limits: SOURCE",
    how: "HOW",
    faults: &[Fault {
        code: "heavy-makeup",
        when: When::Outside(Side::High),
        problem: Text { zh: "妆容看起来偏浓。", en: "The make-up looks heavy." },
        remedy: Remedy {
            kind: RemedyKind::Retake,
            text: Text {
                zh: "请卸妆或只化淡妆后重拍。", en: "Please remove it or use only a little, and retake it."
            },
        },
    }],
    look: Text { zh: "请看看妆容是否自然、不浓。", en: "Please check that the make-up is light and natural." },
    measure,
};

fn measure(case: &Case) -> Reading<Observed> {
    let attire = case.evidence.attire.as_ref().map_err(|reason| *reason)?;
    let makeup = attire.makeup.as_ref().map_err(|reason| *reason)?;
    Ok(Observed::at(makeup.strength, makeup.region))
}
