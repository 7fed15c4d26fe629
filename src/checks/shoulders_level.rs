//! Both shoulders are at one height.

use super::*;
use crate::limit::Range;
use crate::measure::Unmeasured;

/// What counts as level, degrees. Refused from 13 on: the 8 of the labels, and 5 that a wide collar or a hood may add.
const LIMIT: Limit = Limit { ideal: Range::new(-7.5, 7.5), accepted: Range::new(-13.0, 13.0) };

pub(super) static CHECK: Check = Check {
    id: "shoulders-level",
    group: Group::Pose,
    title: Text { zh: "双肩平齐", en: "Shoulders level" },
    unit: Unit::Deg,
    limit: LimitFrom::Own(LIMIT),
    source: "notices 000, 002, 003, 004, item 2: both shoulders level; labelled photos: 5 degrees are ok, 8 a fault",
    how: "upper edge of the body in the person mask: heights at equal distances from the neck, and how alike both sides fall; positive: the right shoulder of the picture is lower",
    faults: &[
        Fault {
            code: "left-lower",
            when: When::Outside(Side::Low),
            problem: Text {
                zh: "画面左侧的肩膀偏低。", en: "The shoulder on the left of the picture is lower."
            },
            remedy: Remedy {
                kind: RemedyKind::Retake,
                text: Text {
                    zh: "请坐正，身体正对镜头，双肩放平后重拍。",
                    en: "Please sit straight, turn the body to the camera, level both shoulders and retake it.",
                },
            },
        },
        Fault {
            code: "right-lower",
            when: When::Outside(Side::High),
            problem: Text {
                zh: "画面右侧的肩膀偏低。", en: "The shoulder on the right of the picture is lower."
            },
            remedy: Remedy {
                kind: RemedyKind::Retake,
                text: Text {
                    zh: "请坐正，身体正对镜头，双肩放平后重拍。",
                    en: "Please sit straight, turn the body to the camera, level both shoulders and retake it.",
                },
            },
        },
    ],
    look: Text { zh: "请看看双肩是否一样高。", en: "Please check that both shoulders are at one height." },
    measure,
};

fn measure(case: &Case) -> Reading<Observed> {
    let shoulders = case.clothes()?.shoulders?;
    // An edge that may be hair's or the background's is too rough for the finer limit, and no reason to refuse.
    if shoulders.doubtful && !LIMIT.ideal.holds(shoulders.slope_deg) {
        let about_level = LIMIT.accepted.holds(shoulders.slope_deg);
        return if about_level { Ok(Observed::Fine) } else { Err(Unmeasured::NotImplied) };
    }
    Ok(Observed::at(shoulders.slope_deg, case.shown(shoulders.region)?))
}
