//! No teeth show.

use super::*;
use crate::limit::Range;

pub(super) static CHECK: Check = Check {
    id: "teeth-hidden",
    group: Group::Face,
    title: Text { zh: "不露牙齿", en: "No teeth" },
    unit: Unit::Ratio,
    limit: LimitFrom::Own(Limit { ideal: Range::at_most(0.04), accepted: Range::at_most(0.06) }),
    source: "notices 000, 002, 004, item 2: teeth must not show; labelled photos: 75 without up to 0.022, 32 of 33 with from 0.075 on",
    how: "places between the lips that are as light as teeth and not as red as lips; the side of a square of their area, over the distance between the eyes",
    faults: &[Fault {
        code: "teeth",
        when: When::Outside(Side::High),
        problem: Text { zh: "露出了牙齿。", en: "Teeth show." },
        remedy: Remedy {
            kind: RemedyKind::Retake,
            text: Text {
                zh: "请闭上嘴，微笑时不露牙齿，再拍一张。",
                en: "Please close the lips, smile without showing teeth and retake it.",
            },
        },
    }],
    look: Text { zh: "请看看是否没有露出牙齿。", en: "Please check that no teeth show." },
    measure,
};

fn measure(case: &Case) -> Reading<Observed> {
    let features = case.features()?;
    Ok(Observed::at(features.teeth, features.mouth))
}
