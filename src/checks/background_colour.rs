//! The background has the colour asked for, within the profile's tolerance.

use super::*;
use crate::color::{delta_e, lab};
use crate::limit::Range;

pub(super) static CHECK: Check = Check {
    id: "background-colour",
    group: Group::Background,
    title: Text { zh: "背景颜色", en: "Background colour" },
    unit: Unit::DeltaE,
    limit: LimitFrom::Profile(tolerance),
    source: "the profile's picture.background",
    how: "CIELAB distance (CIE 1976) of the median background colour from the asked one",
    faults: &[Fault {
        code: "other-colour",
        when: When::Outside(Side::High),
        problem: Text {
            zh: "背景颜色与要求的不同。", en: "The background does not have the colour asked for."
        },
        remedy: Remedy {
            kind: RemedyKind::Retake,
            text: Text {
                zh: "请换成要求的背景颜色重拍；不要用软件换背景。",
                en: "Please retake it before the colour asked for; do not replace the background by software.",
            },
        },
    }],
    look: Text { zh: "请看看背景颜色是否符合要求。", en: "Please check the colour of the background." },
    measure,
};

/// Any distance where any plain colour will do.
fn tolerance(profile: &Profile) -> Limit {
    let background = &profile.picture.background;
    Limit::only(if background.any_plain {
        Range { min: None, max: None }
    } else {
        Range::at_most(background.tolerance)
    })
}

fn measure(case: &Case) -> Reading<Observed> {
    let background = case.evidence.background.as_ref().map_err(|reason| *reason)?;
    let asked = lab(case.profile.picture.background.preferred.0.map(f32::from));
    Ok(Observed::value(delta_e(background.within(&case.crop)?.colour, asked)))
}
