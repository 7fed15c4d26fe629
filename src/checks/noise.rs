//! The face is not grainy.

use super::*;
use crate::limit::Range;

pub(super) static CHECK: Check = Check {
    id: "noise",
    group: Group::Sharpness,
    title: Text { zh: "噪点", en: "Noise" },
    unit: Unit::Levels,
    limit: LimitFrom::Own(Limit { ideal: Range::at_most(6.0), accepted: Range::at_most(10.0) }),
    source: "notices 000, 002, 004, item 7: a clear picture; 123 labelled photos have up to 3.4; at 6 grain shows on skin, at 10 it hides fine features (seen on 16 of them with noise added)",
    how: "deviation of the noise in the face's calmest places, at about the finished picture's size, in 8-bit levels",
    faults: &[Fault {
        code: "noisy",
        when: When::Outside(Side::High),
        problem: Text {
            zh: "照片噪点太多，面部显得粗糙。", en: "The photo is grainy, which roughens the face."
        },
        remedy: Remedy {
            kind: RemedyKind::Retake,
            text: Text {
                zh: "请到光线充足的地方重拍，不要用数码变焦。",
                en: "Please retake it in good light, without digital zoom.",
            },
        },
    }],
    look: Text {
        zh: "请放大照片，看看面部有没有明显的噪点。", en: "Please zoom in and check the face for grain."
    },
    measure,
};

fn measure(case: &Case) -> Reading<Observed> {
    let face = case.face_detail()?;
    Ok(Observed::at(face.noise?, face.region))
}
