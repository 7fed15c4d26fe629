//! The head stands in the middle, left and right.

use super::*;
use crate::limit::Range;

pub(super) static CHECK: Check = Check {
    id: "head-centred",
    group: Group::Framing,
    title: Text { zh: "左右居中", en: "Centred" },
    unit: Unit::Ratio,
    limit: LimitFrom::Own(Limit { ideal: Range::new(-0.05, 0.05), accepted: Range::new(-0.10, 0.10) }),
    source: "notice 001: the face in the middle; CHSI collection pages: centred; how far about reaches is ours",
    how: "middle of the face to the middle of the picture, over its width; negative: too far left",
    faults: &[
        Fault {
            code: "too-far-left",
            when: When::Outside(Side::Low),
            problem: Text { zh: "人像偏左。", en: "You stand too far to the left." },
            remedy: Remedy {
                kind: RemedyKind::Recrop,
                text: Text {
                    zh: "请把人像往右移一点，让脸在正中间。",
                    en: "Please move the photo to the right until your face is in the middle.",
                },
            },
        },
        Fault {
            code: "too-far-right",
            when: When::Outside(Side::High),
            problem: Text { zh: "人像偏右。", en: "You stand too far to the right." },
            remedy: Remedy {
                kind: RemedyKind::Recrop,
                text: Text {
                    zh: "请把人像往左移一点，让脸在正中间。",
                    en: "Please move the photo to the left until your face is in the middle.",
                },
            },
        },
    ],
    look: Text { zh: "请看看脸是否在画面正中间。", en: "Please check that your face is in the middle." },
    measure,
};

fn measure(case: &Case) -> Reading<Observed> {
    let head = case.head()?;
    let picture = &case.crop.rect;
    Ok(Observed::value(case.crop.inside(head.face.centre()).x / picture.width - 0.5))
}
