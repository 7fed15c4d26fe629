//! Nothing is worn on the head.

use super::*;
use crate::limit::Range;

/// About even odds; see `source`. Between them nothing is said.
const DOUBTFUL: f64 = 0.475;
const ALARM: f64 = 0.525;
/// Odds of twenty to one: of the labelled photos in order none lies above.
const REFUSED: f64 = 0.95;

pub(super) static CHECK: Check = Check {
    id: "no-headwear",
    group: Group::Face,
    title: Text { zh: "不戴帽子", en: "Bare head" },
    unit: Unit::Ratio,
    limit: LimitFrom::Own(Limit { ideal: Range::at_most(ALARM), accepted: Range::at_most(REFUSED) }),
    source: "notices 000, 002, 003, 004, item 5: no head cover but for religious, medical or cultural needs, and then none that hides or shades the face; limits: a little over even odds, then twenty to one; labelled photos that the judge has not seen: 5 % false alarms at 0.63 in folds of all, at 0.49 on the half held back; two of nine head covers stay unseen, a headset and a hood",
    how: "a linear judge of edges, colour and lightness above the brows, trained on photos, the same in other light and sizes, and drawn hats",
    faults: &[Fault {
        code: "head-covered",
        when: When::Outside(Side::High),
        problem: Text {
            zh: "看起来戴着帽子、头巾或头饰。",
            en: "There seems to be a hat, a scarf or an ornament on the head.",
        },
        remedy: Remedy {
            kind: RemedyKind::Retake,
            text: Text {
                zh: "请摘下后重拍；因宗教、医疗或民族习俗佩戴的可以保留，但不要遮住脸或在脸上留下阴影。",
                en: "Please take it off and retake it; one worn for religious, medical or cultural reasons may stay if it neither hides nor shades the face.",
            },
        },
    }],
    look: Text {
        zh: "请看看头上是否没有帽子、头巾、耳机或较大的发饰。",
        en: "Please check that there is no hat, scarf, headset or large ornament on the head.",
    },
    measure,
};

fn measure(case: &Case) -> Reading<Observed> {
    let attire = case.evidence.attire.as_ref().map_err(|reason| *reason)?;
    let headwear = attire.headwear?.sure(DOUBTFUL, ALARM)?;
    Ok(Observed::at(headwear.likelihood, headwear.region))
}
