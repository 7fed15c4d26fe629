//! No sign of a selfie: no front camera named, no camera nearer than an arm.

use super::*;

pub(super) static CHECK: Check = Check {
    id: "not-selfie",
    group: Group::Original,
    title: Text { zh: "不是自拍", en: "Not a selfie" },
    unit: Unit::Count,
    limit: LimitFrom::None,
    source: "notices 000, 002, 003, 004, item 9: phone selfies are refused; notice 001: someone else helps, with the rear camera",
    how: "the lens that the EXIF names, or the distance to the camera where the EXIF of a whole picture gives the focal length; without both nothing is claimed",
    faults: &[
        Fault {
            code: "front-camera",
            when: When::Named,
            problem: Text {
                zh: "这张照片是用前置相机拍的，学校不收自拍照。",
                en: "The photo was taken with the front camera; selfies are refused.",
            },
            remedy: REMEDY,
        },
        Fault {
            code: "within-arms-reach",
            when: When::Named,
            problem: Text {
                zh: "相机离脸太近，像是自拍，五官也会变形。",
                en: "The camera was as near as in a selfie, which also distorts the face.",
            },
            remedy: REMEDY,
        },
    ],
    look: Text {
        zh: "请确认照片不是自拍，而是别人用后置相机拍的；衣服上的字和扣子如果左右反了，多半是自拍。",
        en: "Please make sure that this is no selfie: someone else should take it with the rear camera. Letters or buttons the wrong way round betray a mirrored one.",
    },
    measure,
};

const REMEDY: Remedy = Remedy {
    kind: RemedyKind::Retake,
    text: Text {
        zh: "请别人用后置相机，在约一米外帮您拍一张。",
        en: "Please have someone take it with the rear camera from about one metre away.",
    },
};

/// Nearer than this, cm, a phone is hardly held by someone else: the lower end of what `camera-distance` accepts.
const ARMS_REACH_CM: f64 = 50.0;

/// Long edge, px, from which on a picture is taken for the camera's whole one: a front camera of 5 million pixels has
/// 2592. A smaller one may have been cut out, which would make the camera seem nearer.
const WHOLE_PICTURE_PX: u32 = 2500;

fn measure(case: &Case) -> Reading<Observed> {
    let camera = &case.provenance()?.camera;
    // "iPhone 13 front camera 2.71mm f/2.2", "Pixel 6 front camera", "front TrueDepth camera".
    let lens = camera.lens.to_lowercase();
    if ["front camera", "front truedepth", "front facing", "前置"].iter().any(|name| lens.contains(name)) {
        let trace = Trace { marker: "exif:LensModel", offset: camera.lens_offset, software: camera.lens.clone() };
        return Ok(Observed::sign("front-camera", true).traced(trace));
    }
    let whole = case.evidence.size.is_some_and(|(width, height)| width.max(height) >= WHOLE_PICTURE_PX);
    let near = whole && super::camera_distance::distance_cm(case).is_ok_and(|distance| distance < ARMS_REACH_CM);
    Ok(if near { Observed::Likely { code: "within-arms-reach" } } else { Observed::Fine })
}
