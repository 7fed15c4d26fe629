//! No light from behind outshines the face.

use super::*;
use crate::limit::Range;

pub(super) static CHECK: Check = Check {
    id: "no-backlight",
    group: Group::Light,
    title: Text { zh: "没有逆光", en: "No light from behind" },
    unit: Unit::Stops,
    limit: LimitFrom::Own(Limit { ideal: Range::at_most(1.5), accepted: Range::at_most(2.6) }),
    source: "notice 001, 3.1: the light must not come from behind; the limit from labelled photos",
    how: "stops between the brightest tenth of the background near the head and the lit quarter of the face; more where the background is burnt out or the face in the dark, less before a plain wall",
    faults: &[Fault {
        code: "backlit",
        when: When::Outside(Side::High),
        problem: Text {
            zh: "光从身后照来，背景比面部亮得多。",
            en: "The light comes from behind: the background is much brighter than the face.",
        },
        remedy: Remedy {
            kind: RemedyKind::Retake,
            text: Text {
                zh: "请转过身来，面向光线重拍，不要背对窗户或灯。",
                en: "Please turn round and retake it facing the light, not with a window or lamp behind you.",
            },
        },
    }],
    look: Text {
        zh: "请看看身后有没有窗户、灯或太阳，使面部显得暗。",
        en: "Please check that no window, lamp or sun behind makes the face look dark.",
    },
    measure,
};

fn measure(case: &Case) -> Reading<Observed> {
    let seen = case.light()?.backlight?;
    Ok(Observed::at(seen.value, seen.region))
}
