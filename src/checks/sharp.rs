//! Eyes and mouth are in focus and not smeared.

use super::*;
use crate::limit::Range;
use crate::measure::BLURRED;

pub(super) static CHECK: Check = Check {
    id: "sharp",
    group: Group::Sharpness,
    title: Text { zh: "面部清晰", en: "Sharp face" },
    unit: Unit::Ratio,
    limit: LimitFrom::Own(Limit { ideal: Range::at_most(0.014), accepted: Range::at_most(BLURRED) }),
    source: "notices 000, 002, 003, 004, item 7: a clear picture; 0.018 of the eyes' distance is a blur of 1.7 px in the finished 480 x 640 px; labelled photos: 91 ok, all but one up to 0.014",
    how: "how blurred edges around eyes and mouth are, in the most blurred direction, as a share of the eyes' distance",
    faults: &[Fault {
        code: "blurred",
        when: When::Outside(Side::High),
        problem: Text {
            zh: "面部不够清晰，可能是没有对上焦，或拍摄时晃动了。",
            en: "The face is not sharp: out of focus, or something moved.",
        },
        remedy: Remedy {
            kind: RemedyKind::Retake,
            text: Text {
                zh: "请擦净镜头，点按屏幕上的面部对焦，拿稳手机重拍。",
                en: "Please wipe the lens, tap on the face to focus, hold the phone steady and retake it.",
            },
        },
    }],
    look: Text {
        zh: "请放大照片，看看眼睛和睫毛是否清楚。",
        en: "Please zoom in and check that eyes and lashes are clear.",
    },
    measure,
};

fn measure(case: &Case) -> Reading<Observed> {
    let face = case.face_detail()?;
    Ok(Observed::at(face.blur?, face.region))
}
