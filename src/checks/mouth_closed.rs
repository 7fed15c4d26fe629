//! The lips are together.

use super::*;
use crate::limit::Range;

pub(super) static CHECK: Check = Check {
    id: "mouth-closed",
    group: Group::Face,
    title: Text { zh: "嘴唇闭合", en: "Lips closed" },
    unit: Unit::Ratio,
    limit: LimitFrom::Own(Limit { ideal: Range::at_most(0.023), accepted: Range::at_most(0.05) }),
    source: "notices 000 to 004, item 2: lips closed; labelled photos: 61 closed up to 0.022, 42 of 44 open from 0.026 on; to 0.05 careful people are unsure",
    how: "gap between the refined lips over the mouth's middle third, over the distance between the eyes",
    faults: &[Fault {
        code: "open",
        when: When::Outside(Side::High),
        problem: Text { zh: "嘴唇没有闭合。", en: "The lips are not closed." },
        remedy: Remedy {
            kind: RemedyKind::Retake,
            text: Text {
                zh: "请自然闭上嘴，可以微笑，再拍一张。",
                en: "Please close the lips naturally, a smile is welcome, and retake it.",
            },
        },
    }],
    look: Text { zh: "请看看嘴唇是否自然闭合。", en: "Please check that the lips are naturally closed." },
    measure,
};

fn measure(case: &Case) -> Reading<Observed> {
    let features = case.features()?;
    Ok(Observed::at(features.lip_gap, features.mouth))
}
