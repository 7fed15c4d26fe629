//! The eyes stand at the asked height in the picture.

use super::*;
use crate::limit::Range;

pub(super) static CHECK: Check = Check {
    id: "eye-line",
    group: Group::Framing,
    title: Text { zh: "眼睛高度", en: "Eye height" },
    unit: Unit::Ratio,
    limit: LimitFrom::Own(Limit { ideal: Range::new(0.312, 0.469), accepted: Range::new(0.28, 0.50) }),
    source: "CHSI collection pages: eyes 200 to 300 px from the top of 640; the notices leave it open, so only gross misses fail",
    how: "middle of the irises from the top edge, over the height of the picture",
    faults: &[
        Fault {
            code: "too-high",
            when: When::Outside(Side::Low),
            problem: Text {
                zh: "眼睛的位置偏高，在画面高度的 {value} 处。",
                en: "Your eyes are too high in the picture, at {value} of its height.",
            },
            remedy: Remedy {
                kind: RemedyKind::Recrop,
                text: Text { zh: "请把人像往下移一点。", en: "Please move the photo down a little." },
            },
        },
        Fault {
            code: "too-low",
            when: When::Outside(Side::High),
            problem: Text {
                zh: "眼睛的位置偏低，在画面高度的 {value} 处。",
                en: "Your eyes are too low in the picture, at {value} of its height.",
            },
            remedy: Remedy {
                kind: RemedyKind::Recrop,
                text: Text { zh: "请把人像往上移一点。", en: "Please move the photo up a little." },
            },
        },
    ],
    look: Text {
        zh: "请看看眼睛是否在画面中间偏上的位置。",
        en: "Please check that the eyes stand a little above the middle.",
    },
    measure,
};

fn measure(case: &Case) -> Reading<Observed> {
    let head = case.head()?;
    Ok(Observed::value(case.share(head.left_eye.middle(head.right_eye)).y))
}
