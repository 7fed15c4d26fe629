//! The light falls evenly on the face.

use super::*;
use crate::limit::Range;

pub(super) static CHECK: Check = Check {
    id: "even-light",
    group: Group::Light,
    title: Text { zh: "光线均匀", en: "Even light" },
    unit: Unit::Stops,
    limit: LimitFrom::Own(Limit { ideal: Range::at_most(3.75), accepted: Range::at_most(5.5) }),
    source: "notice 001, 3.1: enough light, not too strong on the face; CHSI: two lights at 45 degrees; limits from labelled photos: of the half not held back 25 of 26 even ones reach 3.69 and 9 of 11 uneven ones begin at 4.07; no even one comes to the second",
    how: "stops between bright and dark places of the skin (186 mesh points) and between the halves of the face, and how far the colour of the light differs from side to side",
    faults: &[Fault {
        code: "uneven",
        when: When::Outside(Side::High),
        problem: Text {
            zh: "脸上明暗不均，一侧太暗或有阴影。",
            en: "The light on the face is uneven: one side is too dark, or there are shadows.",
        },
        remedy: Remedy {
            kind: RemedyKind::Retake,
            text: Text {
                zh: "请正对窗户或柔和的灯光重拍，让两边脸一样亮。",
                en: "Please retake it facing a window or a soft lamp, so that both sides are equally bright.",
            },
        },
    }],
    look: Text {
        zh: "请看看两边脸是否一样亮，有没有明显的阴影。",
        en: "Please check that both sides of the face are equally bright, without strong shadows.",
    },
    measure,
};

fn measure(case: &Case) -> Reading<Observed> {
    let seen = case.light()?.unevenness?;
    Ok(Observed::at(seen.value, seen.region))
}
