//! Enough pixels between the eyes for a reviewer to know the person.

use super::*;
use crate::limit::Range;

pub(super) static CHECK: Check = Check {
    id: "face-size",
    group: Group::Framing,
    title: Text { zh: "面部像素", en: "Face pixels" },
    unit: Unit::Px,
    limit: LimitFrom::Own(Limit { ideal: Range::at_least(70.0), accepted: Range::at_least(60.0) }),
    source: "ISO/IEC 19794-5, 8.4.1: 90 px between the eyes are comfortable, 60 the least; a 480 x 640 picture with a head of 0.45 of its height has 70 to 84 (10th to 90th percentile of 63 frontal labelled heads: 0.244 to 0.294 of the head)",
    how: "distance between the irises in pixels of the photo",
    faults: &[Fault {
        code: "too-few",
        when: When::Outside(Side::Low),
        problem: Text {
            zh: "面部偏小，两眼之间只有 {value}，要求至少 {min}。",
            en: "The face is too small: {value} between the eyes, at least {min} are needed.",
        },
        remedy: Remedy {
            kind: RemedyKind::Retake,
            text: Text {
                zh: "请靠近一些重拍，或选择更清晰的原图。",
                en: "Please retake it from nearer, or choose the larger original.",
            },
        },
    }],
    look: Text { zh: "请放大看看面部是否清晰。", en: "Please zoom in and check that the face is clear." },
    measure,
};

fn measure(case: &Case) -> Reading<Observed> {
    let head = case.head()?;
    // A turned head brings the eyes nearer together; what counts is the face's own size.
    let foreshortened = head.yaw_deg.to_radians().cos().max(0.5);
    Ok(Observed::at(head.left_eye.distance(head.right_eye) / foreshortened, head.face))
}
