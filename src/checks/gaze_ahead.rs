//! The eyes look into the camera. The value is how far the irises stand away from where they do so.

use super::*;
use crate::limit::Range;

pub(super) static CHECK: Check = Check {
    id: "gaze-ahead",
    group: Group::Face,
    title: Text { zh: "目视镜头", en: "Eyes on the camera" },
    unit: Unit::Ratio,
    limit: LimitFrom::Own(Limit { ideal: Range::at_most(0.065), accepted: Range::at_most(0.09) }),
    source: "notices 000 to 004, item 2: frontal, both eyes open and level; labelled photos: 81 ahead up to 0.064, 10 aside from 0.075 on",
    how: "centres of the irises between the corners of the eyes, in widths of an eye, less what the turn of the head explains",
    faults: &[
        Fault {
            code: "aside",
            when: When::Outside(Side::High),
            problem: Text {
                zh: "眼睛看向了旁边，没有看镜头。", en: "The eyes look aside, not at the camera."
            },
            remedy: Remedy {
                kind: RemedyKind::Retake,
                text: Text { zh: "请看着镜头重拍。", en: "Please look into the lens and retake it." },
            },
        },
        Fault {
            code: "up",
            when: When::Named,
            problem: Text {
                zh: "眼睛看向了上方，没有看镜头。", en: "The eyes look up, not at the camera."
            },
            remedy: Remedy {
                kind: RemedyKind::Retake,
                text: Text {
                    zh: "请把镜头放在与眼睛同高的位置，看着镜头重拍。",
                    en: "Please hold the camera at eye height, look into the lens and retake it.",
                },
            },
        },
        Fault {
            code: "down",
            when: When::Named,
            problem: Text {
                zh: "眼睛看向了下方，没有看镜头。", en: "The eyes look down, not at the camera."
            },
            remedy: Remedy {
                kind: RemedyKind::Retake,
                text: Text {
                    zh: "请看着镜头而不是屏幕，重拍一张。",
                    en: "Please look into the lens, not at the screen, and retake it.",
                },
            },
        },
    ],
    look: Text { zh: "请看看双眼是否看着镜头。", en: "Please check that both eyes look at the camera." },
    measure,
};

fn measure(case: &Case) -> Reading<Observed> {
    let features = case.features()?;
    let gaze = features.gaze?;
    let vertical = if gaze.down < 0.0 { "up" } else { "down" };
    let code = (gaze.down.abs() > gaze.right.abs()).then_some(vertical);
    Ok(Observed::Value { value: gaze.away(), region: Some(features.eyes), code })
}
