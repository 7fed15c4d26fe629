//! Nothing covers the face between brows and chin: no mask, scarf, hand or microphone.

use super::*;
use crate::limit::Range;

pub(super) static CHECK: Check = Check {
    id: "face-uncovered",
    group: Group::Face,
    title: Text { zh: "面部无遮挡", en: "Nothing covers the face" },
    unit: Unit::Ratio,
    limit: LimitFrom::Own(Limit { ideal: Range::at_most(0.7), accepted: Range::at_most(0.95) }),
    source: "notices 000 to 004, item 2: the face whole and uncovered; chosen on the even half of the labelled photos and on covers drawn over them",
    how: "likelihood, by a classifier over colours and edges from nose to chin beside the skin around the eyes, trained on labelled faces and on masks, hands, things and hair drawn over them",
    faults: &[Fault {
        code: "covered",
        when: When::Outside(Side::High),
        problem: Text {
            zh: "面部可能被遮住了，例如口罩、围巾、手或头发。",
            en: "Something seems to cover the face, such as a mask, a scarf, a hand or hair.",
        },
        remedy: Remedy {
            kind: RemedyKind::Retake,
            text: Text {
                zh: "请露出整张脸，重拍一张。", en: "Please leave the whole face free and retake it."
            },
        },
    }],
    look: Text {
        zh: "请看看有没有东西遮住脸，例如口罩、手或头发。",
        en: "Please check that nothing covers the face, such as a mask, a hand or hair.",
    },
    measure,
};

fn measure(case: &Case) -> Reading<Observed> {
    let lower = case.evidence.cover.as_ref().map_err(|reason| *reason)?.lower;
    Ok(Observed::at(lower.value, lower.place))
}
