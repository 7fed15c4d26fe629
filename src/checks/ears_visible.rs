//! Both ears show.

use super::*;
use crate::limit::Range;

/// Odds of two to one, and of three to one; see `source`. Between them nothing is said.
const DOUBTFUL: f64 = 0.667;
const ALARM: f64 = 0.75;
/// Odds of two hundred to one: no labelled photo in order lies above, nor one that people were unsure of.
const REFUSED: f64 = 0.995;

pub(super) static CHECK: Check = Check {
    id: "ears-visible",
    group: Group::Face,
    title: Text { zh: "露出双耳", en: "Ears visible" },
    unit: Unit::Ratio,
    limit: LimitFrom::Own(Limit { ideal: Range::at_most(ALARM), accepted: Range::at_most(REFUSED) }),
    source: "notices 000, 002, 003, 004, item 4: both ears visible; limits: odds of three to one, then two hundred to one; labelled photos that the judge has not seen: 5 % false alarms at 0.64 in folds of all, at 0.73 on the half held back",
    how: "a linear judge of edges, skin and person beside each cheek, trained on photos and drawings, and the head's turn; the ear that shows less",
    faults: &[Fault {
        code: "ear-hidden",
        when: When::Outside(Side::High),
        problem: Text { zh: "有耳朵没有露出来。", en: "An ear does not show." },
        remedy: Remedy {
            kind: RemedyKind::Retake,
            text: Text {
                zh: "请把头发拢到耳后，正对镜头，露出双耳重拍。",
                en: "Please put your hair behind your ears, face the camera and retake it.",
            },
        },
    }],
    look: Text { zh: "请看看两只耳朵是否都露在外面。", en: "Please check that both ears show." },
    measure,
};

fn measure(case: &Case) -> Reading<Observed> {
    let attire = case.evidence.attire.as_ref().map_err(|reason| *reason)?;
    let ears = attire.ears?.sure(DOUBTFUL, ALARM)?;
    Ok(Observed::at(ears.likelihood, ears.region))
}
