//! No lamp or flash shines on the skin.

use super::*;
use crate::limit::Range;

pub(super) static CHECK: Check = Check {
    id: "no-hotspot",
    group: Group::Light,
    title: Text { zh: "面部无反光", en: "No shine on the skin" },
    unit: Unit::Ratio,
    limit: LimitFrom::Own(Limit { ideal: Range::at_most(0.04), accepted: Range::at_most(0.055) }),
    source: "notice 001, 3.1: no light too strong on the face; ISO/IEC 19794-5: no hot spots; limits by eye on 119 photos, of which 6 are over the first and 4, all in hard light, over the second",
    how: "share of the skin that has lost half of its saturation and over half of its distance to white",
    faults: &[Fault {
        code: "shine",
        when: When::Outside(Side::High),
        problem: Text { zh: "脸上有一块发白的反光。", en: "A part of the face shines white." },
        remedy: Remedy {
            kind: RemedyKind::Retake,
            text: Text {
                zh: "请关掉闪光灯，擦去脸上的油光，在柔和的光线下重拍。",
                en: "Please switch the flash off, dab the skin dry and retake it in soft light.",
            },
        },
    }],
    look: Text {
        zh: "请看看额头、鼻子和脸颊上有没有发白的反光。",
        en: "Please check forehead, nose and cheeks for white shine.",
    },
    measure,
};

fn measure(case: &Case) -> Reading<Observed> {
    let seen = case.light()?.shine;
    Ok(Observed::at(seen.value, seen.region))
}
