//! The background is one even colour.

use super::*;
use crate::limit::Range;

pub(super) static CHECK: Check = Check {
    id: "background-plain",
    group: Group::Background,
    title: Text { zh: "背景纯色", en: "Plain background" },
    unit: Unit::DeltaE,
    limit: LimitFrom::Own(Limit::only(Range::at_most(2.6))),
    source: "notices 000, 002, 003, 004, item 2: one plain colour; labelled photos: 14 plain up to 2.1, 76 not from 3.2 on",
    how: "how far the background strays from a smooth surface, root mean square in CIELAB, and the slope of that surface",
    faults: &[Fault {
        code: "not-plain",
        when: When::Outside(Side::High),
        problem: Text {
            zh: "背景不是纯色，有杂物、花纹或明显的阴影。",
            en: "The background is not plain: it shows objects, a pattern or a strong shadow.",
        },
        remedy: Remedy {
            kind: RemedyKind::Retake,
            text: Text {
                zh: "请站在没有花纹的墙前重拍，离墙三十厘米以上。",
                en: "Please retake it before a plain wall, at least 30 cm away from it.",
            },
        },
    }],
    look: Text {
        zh: "请看看背景是否只有一种均匀的颜色。", en: "Please check that the background is one even colour."
    },
    measure,
};

fn measure(case: &Case) -> Reading<Observed> {
    let background = case.evidence.background.as_ref().map_err(|reason| *reason)?;
    Ok(Observed::value(background.within(&case.crop)?.unevenness))
}
