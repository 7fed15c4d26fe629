//! The head is not tilted back or forward.

use super::*;
use crate::limit::Range;

pub(super) static CHECK: Check = Check {
    id: "chin-level",
    group: Group::Pose,
    title: Text { zh: "下巴水平", en: "Chin level" },
    unit: Unit::Deg,
    limit: LimitFrom::Own(Limit { ideal: Range::new(-16.0, 9.3), accepted: Range::new(-20.0, 12.0) }),
    source: "notices 000 to 004, item 2: frontal; labelled photos: 94 ok within -13.5 to 8.6 but for one, 6 faults beyond",
    how: "pitch of the canonical face fitted to the mesh; positive: looking down; the mesh sees a raised chin as a larger angle than a lowered one",
    faults: &[
        Fault {
            code: "chin-up",
            when: When::Outside(Side::Low),
            problem: Text {
                zh: "下巴抬得偏高，没有平视镜头。", en: "The chin is raised: the face looks up."
            },
            remedy: Remedy {
                kind: RemedyKind::Retake,
                text: Text {
                    zh: "请收一点下巴，让镜头与眼睛同高，再拍一张。",
                    en: "Please lower the chin a little, hold the camera at eye height and retake it.",
                },
            },
        },
        Fault {
            code: "chin-down",
            when: When::Outside(Side::High),
            problem: Text {
                zh: "头低得偏多，没有平视镜头。", en: "The head is lowered: the face looks down."
            },
            remedy: Remedy {
                kind: RemedyKind::Retake,
                text: Text {
                    zh: "请稍稍抬头，让镜头与眼睛同高，再拍一张。",
                    en: "Please raise the head a little, hold the camera at eye height and retake it.",
                },
            },
        },
    ],
    look: Text {
        zh: "请看看是否平视镜头，没有仰头或低头。",
        en: "Please check that the face looks straight ahead, neither up nor down.",
    },
    measure,
};

fn measure(case: &Case) -> Reading<Observed> {
    let head = case.head()?;
    Ok(Observed::at(head.pitch_deg, head.face))
}
