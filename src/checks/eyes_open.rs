//! Both eyes are open.

use super::*;
use crate::limit::Range;

pub(super) static CHECK: Check = Check {
    id: "eyes-open",
    group: Group::Face,
    title: Text { zh: "双眼睁开", en: "Eyes open" },
    unit: Unit::Ratio,
    limit: LimitFrom::Own(Limit { ideal: Range::at_least(0.05), accepted: Range::at_least(0.028) }),
    source: "notices 000 to 004, item 2: both eyes open; labelled photos: 98 of 99 open from 0.07 on, narrow eyes too, 4 shut up to 0.025",
    how: "gap between the refined lids of the less open eye over the distance between the eyes",
    faults: &[Fault {
        code: "shut",
        when: When::Outside(Side::Low),
        problem: Text { zh: "眼睛闭着，或没有完全睁开。", en: "An eye is shut, or not fully open." },
        remedy: Remedy {
            kind: RemedyKind::Retake,
            text: Text {
                zh: "请自然睁开双眼，看着镜头重拍。",
                en: "Please open both eyes naturally, look at the camera and retake it.",
            },
        },
    }],
    look: Text { zh: "请看看双眼是否都自然睁开。", en: "Please check that both eyes are naturally open." },
    measure,
};

fn measure(case: &Case) -> Reading<Observed> {
    let features = case.features()?;
    Ok(Observed::at(features.lid_gap, features.narrower_eye))
}
