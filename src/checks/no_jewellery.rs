//! No earrings.

use super::*;
use crate::limit::Range;

/// Odds of two to one, and of seven to one; see `source`. Between them nothing is said.
const DOUBTFUL: f64 = 0.65;
const ALARM: f64 = 0.87;
/// Odds of twenty to one: of the labelled photos in order none lies above.
const REFUSED: f64 = 0.95;

pub(super) static CHECK: Check = Check {
    id: "no-jewellery",
    group: Group::Face,
    title: Text { zh: "不戴首饰", en: "No jewellery" },
    unit: Unit::Ratio,
    limit: LimitFrom::Own(Limit { ideal: Range::at_most(ALARM), accepted: Range::at_most(REFUSED) }),
    source: "notices 000, 002, 003, 004, item 5: no earrings, necklaces or other ornaments; limits: odds of seven to one, then twenty to one; labelled photos that the network has not seen: 5 % false alarms at 0.87, where two earrings in three are seen",
    how: "a small network looks about each ear, taught by photos and by earrings drawn on them; necklaces are not looked for",
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
    let attire = case.evidence.attire.as_ref().map_err(|reason| *reason)?;
    let jewel = attire.earring?.sure(DOUBTFUL, ALARM)?;
    Ok(Observed::at(jewel.likelihood, jewel.region))
}
