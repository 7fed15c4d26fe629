//! Hair does not cover brows or eyes.

use super::*;
use crate::limit::Range;

pub(super) static CHECK: Check = Check {
    id: "brows-clear",
    group: Group::Face,
    title: Text { zh: "眉眼露出", en: "Brows and eyes free" },
    unit: Unit::Ratio,
    limit: LimitFrom::Own(Limit { ideal: Range::at_most(0.5), accepted: Range::at_most(0.8) }),
    source: "notices 000 to 004, item 2: hair off brows and eyes; even odds, and four to one: of the labelled photos 101 in order lie below even odds",
    how: "likelihood, by a classifier over edges and colours around the eyes, trained on labelled faces and on fringes drawn over them",
    faults: &[Fault {
        code: "hair-over-brows",
        when: When::Outside(Side::High),
        problem: Text { zh: "头发遮住了眉毛或眼睛。", en: "Hair covers a brow or an eye." },
        remedy: Remedy {
            kind: RemedyKind::Retake,
            text: Text {
                zh: "请把刘海梳开或别起来，露出眉毛和眼睛，再重拍。",
                en: "Please comb or pin the hair back until brows and eyes are free, and retake it.",
            },
        },
    }],
    look: Text {
        zh: "请看看头发有没有遮住眉毛或眼睛。",
        en: "Please check that no hair covers the brows or the eyes.",
    },
    measure,
};

fn measure(case: &Case) -> Reading<Observed> {
    let fringe = case.eyewear()?.fringe;
    Ok(Observed::at(fringe.value, fringe.place))
}
