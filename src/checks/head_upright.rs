//! The head is not leant to a shoulder.

use super::*;
use crate::limit::Range;

pub(super) static CHECK: Check = Check {
    id: "head-upright",
    group: Group::Pose,
    title: Text { zh: "头部端正", en: "Head upright" },
    unit: Unit::Deg,
    limit: LimitFrom::Own(Limit { ideal: Range::new(-6.5, 6.5), accepted: Range::new(-9.0, 9.0) }),
    source: "notices 000 to 004, item 2: upright, shoulders level; labelled photos: 95 ok up to 5.9, 8 faults from 7.4 on; refused only from a degree, the measure's own error, over the 8 that ISO/IEC 19794-5 allows",
    how: "slope of the line through the outer eye corners against the picture; positive: clockwise",
    faults: &[
        Fault {
            code: "leans-left",
            when: When::Outside(Side::Low),
            problem: Text {
                zh: "头向画面左侧歪了 {value}。",
                en: "The head leans to the left of the picture by {value}.",
            },
            remedy: Remedy {
                kind: RemedyKind::Recrop,
                text: Text {
                    zh: "请把照片转正；如果系统不能旋转，请端正坐好重拍。",
                    en: "Please turn the photo level; where it cannot be turned, sit up straight and retake it.",
                },
            },
        },
        Fault {
            code: "leans-right",
            when: When::Outside(Side::High),
            problem: Text {
                zh: "头向画面右侧歪了 {value}。",
                en: "The head leans to the right of the picture by {value}.",
            },
            remedy: Remedy {
                kind: RemedyKind::Recrop,
                text: Text {
                    zh: "请把照片转正；如果系统不能旋转，请端正坐好重拍。",
                    en: "Please turn the photo level; where it cannot be turned, sit up straight and retake it.",
                },
            },
        },
    ],
    look: Text { zh: "请看看双眼是否在同一水平线上。", en: "Please check that both eyes are level." },
    measure,
};

fn measure(case: &Case) -> Reading<Observed> {
    let head = case.head()?;
    Ok(Observed::at(head.roll_deg - case.crop.roll_deg, head.face))
}
