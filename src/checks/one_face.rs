//! Exactly one face in the picture.

use super::*;
use crate::limit::Range;

pub(super) static CHECK: Check = Check {
    id: "one-face",
    group: Group::Framing,
    title: Text { zh: "只有一张脸", en: "One face" },
    unit: Unit::Count,
    limit: LimitFrom::Own(Limit::only(Range::new(1.0, 1.0))),
    source: "all five notices: a frontal portrait of the student",
    how: "faces found by the detector and confirmed by the mesh network, whose centre lies in the picture",
    faults: &[
        Fault {
            code: "no-face",
            when: When::Outside(Side::Low),
            problem: Text { zh: "照片里没有找到人脸。", en: "No face was found in the photo." },
            remedy: Remedy {
                kind: RemedyKind::Retake,
                text: Text {
                    zh: "请正对镜头，不要遮挡脸部，在明亮的地方重拍。",
                    en: "Please face the camera with nothing before your face, in good light, and retake it.",
                },
            },
        },
        Fault {
            code: "several-faces",
            when: When::Outside(Side::High),
            problem: Text {
                zh: "照片里有 {value} 张脸，应只有您一个人。",
                en: "There are {value} faces in the photo; only you may be in it.",
            },
            remedy: Remedy {
                kind: RemedyKind::Retake,
                text: Text {
                    zh: "请单独拍摄，背后不要有人像或海报。",
                    en: "Please be alone in the photo, with no people or posters behind you.",
                },
            },
        },
    ],
    look: Text {
        zh: "请确认照片里只有您一个人。", en: "Please make sure that you are alone in the photo."
    },
    measure,
};

fn measure(case: &Case) -> Reading<Observed> {
    let faces = case.evidence.faces.as_ref().map_err(|reason| *reason)?;
    let picture = &case.crop.rect;
    let inside = |face: &&Rect<Photo>| {
        let at = case.crop.inside(face.centre());
        (0.0..=picture.width).contains(&at.x) && (0.0..=picture.height).contains(&at.y)
    };
    let seen: Vec<_> = faces.iter().filter(inside).collect();
    // Point at the one too many.
    let region = seen.get(1).copied().copied();
    Ok(Observed::Value { value: seen.len() as f64, region, code: None })
}
