//! There is room above the hair, and not too much.

use super::*;
use crate::limit::Range;
use crate::measure::Unmeasured;

pub(super) static CHECK: Check = Check {
    id: "head-room",
    group: Group::Framing,
    title: Text { zh: "头顶留白", en: "Room above the head" },
    unit: Unit::Ratio,
    limit: LimitFrom::Own(Limit { ideal: Range::new(0.078, 0.172), accepted: Range::new(0.05, 0.22) }),
    source: "CHSI collection pages: hair top 50 to 110 px from the top of 640; the notices leave it open, so only gross misses fail",
    how: "top edge of the picture to the crown, over the height of the picture",
    faults: &[
        Fault {
            code: "none",
            when: When::Named,
            problem: Text { zh: "头顶上方没有留白。", en: "There is no room above the head." },
            remedy: Remedy {
                kind: RemedyKind::Retake,
                text: Text {
                    zh: "请离镜头远一些，头顶上方留出空白后重拍。",
                    en: "Please step back, leave room above the hair and retake it.",
                },
            },
        },
        Fault {
            code: "too-little",
            when: When::Outside(Side::Low),
            problem: Text {
                zh: "头顶上方留白偏少，只有画面高度的 {value}。",
                en: "There is too little room above the head: {value} of the height.",
            },
            remedy: Remedy {
                kind: RemedyKind::Recrop,
                text: Text {
                    zh: "请把人像往下移一点，头顶留出约十分之一的空白。",
                    en: "Please move the photo down a little, leaving about a tenth above the hair.",
                },
            },
        },
        Fault {
            code: "too-much",
            when: When::Outside(Side::High),
            problem: Text {
                zh: "头顶上方留白偏多，占画面高度的 {value}。",
                en: "There is too much room above the head: {value} of the height.",
            },
            remedy: Remedy {
                kind: RemedyKind::Recrop,
                text: Text { zh: "请把人像往上移一点。", en: "Please move the photo up a little." },
            },
        },
    ],
    look: Text {
        zh: "请看看头顶上方是否留有约十分之一的空白。",
        en: "Please check that about a tenth of the height is left above the hair.",
    },
    measure,
};

fn measure(case: &Case) -> Reading<Observed> {
    match case.crown() {
        // The photo ends within the hair: how much is missing nobody knows, that there is no room is certain.
        Err(Unmeasured::OutOfView) => Ok(Observed::Value { value: 0.0, region: None, code: Some("none") }),
        crown => Ok(Observed::value(case.share(crown?).y)),
    }
}
