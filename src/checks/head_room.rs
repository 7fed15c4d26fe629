//! There is room above the hair, and not too much.

use super::*;
use crate::limit::Range;

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
            code: "too-little",
            when: When::Outside(Side::Low),
            problem: Text {
                zh: "头顶上方留白太少，只有画面高度的 {value}。",
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
                zh: "头顶上方留白太多，占画面高度的 {value}。",
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
    let head = case.head()?;
    Ok(Observed::value(case.share(head.crown?).y))
}
