//! No flash lights the pupils red.

use super::*;
use crate::limit::Range;

pub(super) static CHECK: Check = Check {
    id: "red-eye",
    group: Group::Light,
    title: Text { zh: "无红眼", en: "No red eyes" },
    unit: Unit::Ratio,
    limit: LimitFrom::Own(Limit { ideal: Range::at_most(0.15), accepted: Range::at_most(0.25) }),
    source: "notices 000, 002, 004, item 7: natural colours; ISO/IEC 19794-5: no red eyes; of the labelled photos' eyes one is red (0.3), all others are under 0.01",
    how: "share of the redder pupil that is red, well over the skin's own red",
    faults: &[Fault {
        code: "red",
        when: When::Outside(Side::High),
        problem: Text { zh: "眼睛被闪光灯照得发红。", en: "The flash has made an eye red." },
        remedy: Remedy {
            kind: RemedyKind::Retake,
            text: Text {
                zh: "请关掉闪光灯，在明亮的地方重拍。",
                en: "Please switch the flash off and retake it in a bright place.",
            },
        },
    }],
    look: Text { zh: "请看看瞳孔有没有发红。", en: "Please check that no pupil is red." },
    measure,
};

fn measure(case: &Case) -> Reading<Observed> {
    let seen = case.light()?.red_eye?;
    Ok(Observed::at(seen.value, seen.region))
}
