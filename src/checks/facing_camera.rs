//! The face looks straight into the camera, not to a side.

use super::*;
use crate::limit::Range;

pub(super) static CHECK: Check = Check {
    id: "facing-camera",
    group: Group::Pose,
    title: Text { zh: "正对镜头", en: "Facing the camera" },
    unit: Unit::Deg,
    limit: LimitFrom::Own(Limit { ideal: Range::new(-10.0, 10.0), accepted: Range::new(-12.0, 12.0) }),
    source: "notices 000 to 004, item 2: frontal, not from the side; labelled photos: 66 ok up to 8.9, 17 faults from 11.0 on; from 12 on nobody doubts it",
    how: "yaw of the canonical face fitted to the mesh; positive: to the right of the picture",
    faults: &[
        Fault {
            code: "turned-left",
            when: When::Outside(Side::Low),
            problem: Text {
                zh: "脸偏向画面左侧，没有正对镜头。",
                en: "The face is turned to the left of the picture.",
            },
            remedy: Remedy {
                kind: RemedyKind::Retake,
                text: Text {
                    zh: "请把脸和身体都正对镜头，重拍一张。",
                    en: "Please turn face and body straight to the camera and retake it.",
                },
            },
        },
        Fault {
            code: "turned-right",
            when: When::Outside(Side::High),
            problem: Text {
                zh: "脸偏向画面右侧，没有正对镜头。",
                en: "The face is turned to the right of the picture.",
            },
            remedy: Remedy {
                kind: RemedyKind::Retake,
                text: Text {
                    zh: "请把脸和身体都正对镜头，重拍一张。",
                    en: "Please turn face and body straight to the camera and retake it.",
                },
            },
        },
    ],
    look: Text {
        zh: "请看看脸是否正对镜头，左右对称。",
        en: "Please check that the face looks straight ahead, both sides alike.",
    },
    measure,
};

fn measure(case: &Case) -> Reading<Observed> {
    let head = case.head()?;
    Ok(Observed::at(head.yaw_deg, head.face))
}
