//! No heavy make-up.

use super::*;
use crate::limit::Range;
use crate::measure::Unmeasured;

/// Between these nothing is said: one in ten faces without make-up lies above the one, one in twenty above the other.
const DOUBTFUL: f64 = 16.4;
const ALARM: f64 = 21.0;
/// No labelled face lies above, made up or not.
const REFUSED: f64 = 36.0;

pub(super) static CHECK: Check = Check {
    id: "makeup-natural",
    group: Group::Face,
    title: Text { zh: "妆容自然", en: "Natural make-up" },
    unit: Unit::DeltaE,
    limit: LimitFrom::Own(Limit { ideal: Range::at_most(ALARM), accepted: Range::at_most(REFUSED) }),
    source: "notices 000, 002, 003, 004, item 5: heavy make-up is not advisable; limits: labelled photos, 107 without heavy make-up up to 32 (95 % under 21), four with it 17, 19, 22 and 32",
    how: "how much more colourful and darker than the cheeks the lips are, or how far the lids are from skin in their light; CIELAB",
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
    look: Text {
        zh: "请看看妆容是否自然、不浓。", en: "Please check that the make-up is light and natural."
    },
    measure,
};

fn measure(case: &Case) -> Reading<Observed> {
    let makeup = case.evidence.attire.as_ref().map_err(|reason| *reason)?.makeup?;
    if (DOUBTFUL..=ALARM).contains(&makeup.strength) {
        return Err(Unmeasured::NotImplied);
    }
    Ok(Observed::at(makeup.strength, makeup.region))
}
