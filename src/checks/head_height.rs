//! The head, crown to chin, fills about half of the picture's height.

use super::*;
use crate::limit::Range;

pub(super) static CHECK: Check = Check {
    id: "head-height",
    group: Group::Framing,
    title: Text { zh: "头部大小", en: "Head size" },
    unit: Unit::Ratio,
    limit: LimitFrom::Own(Limit { ideal: Range::new(0.45, 0.55), accepted: Range::new(0.40, 0.60) }),
    source: "notices 000, 002, 003, 004, item 4: the head takes about half of the height; how far about reaches is ours",
    how: "crown (top of the hair in the person mask) to chin (face mesh), over the height of the picture",
    faults: &[
        Fault {
            code: "too-small",
            when: When::Outside(Side::Low),
            problem: Text {
                zh: "头部偏小，只占画面高度的 {value}，要求约一半（{min} 至 {max}）。",
                en: "The head is too small: it fills {value} of the height; about half ({min} to {max}) is required.",
            },
            remedy: Remedy {
                kind: RemedyKind::Recrop,
                text: Text {
                    zh: "请放大照片，让头部约占画面高度的一半。",
                    en: "Please zoom in until the head fills about half of the height.",
                },
            },
        },
        Fault {
            code: "too-large",
            when: When::Outside(Side::High),
            problem: Text {
                zh: "头部偏大，占画面高度的 {value}，要求约一半（{min} 至 {max}）。",
                en: "The head is too large: it fills {value} of the height; about half ({min} to {max}) is required.",
            },
            remedy: Remedy {
                kind: RemedyKind::Recrop,
                text: Text {
                    zh: "请缩小照片；如果四周没有余量，请离远一些重拍。",
                    en: "Please zoom out; if nothing is left around you, step back and retake it.",
                },
            },
        },
    ],
    look: Text {
        zh: "请看看头部是否约占画面高度的一半。",
        en: "Please check that the head fills about half of the height.",
    },
    measure,
};

fn measure(case: &Case) -> Reading<Observed> {
    let head = case.head()?;
    Ok(Observed::at(case.share(head.chin).y - case.share(case.crown()?).y, head.face))
}
