//! The file is inside the byte window. A notice that says "50K" may mean 1000 or 1024 bytes a K: between the two
//! readings the answer is a warning.

use super::*;
use crate::limit::Range;

pub(super) static CHECK: Check = Check {
    id: "file-size",
    group: Group::File,
    title: Text { zh: "文件大小", en: "File size" },
    unit: Unit::Bytes,
    limit: LimitFrom::Profile(window),
    source: "the profile's file.min_bytes and file.max_bytes",
    how: "the length of the file",
    faults: &[
        Fault {
            code: "too-small",
            when: When::Outside(Side::Low),
            problem: Text {
                zh: "文件只有 {value}，要求不小于 {min}。",
                en: "The file is only {value}; at least {min} is required.",
            },
            remedy: Remedy {
                kind: RemedyKind::ChooseAnother,
                text: Text {
                    zh: "请选择相机拍摄的原图；聊天软件转发的图会被压缩，发送时请勾选“原图”。",
                    en: "Please choose the original from the camera. Messengers shrink photos unless they are sent as originals.",
                },
            },
        },
        Fault {
            code: "too-large",
            when: When::Outside(Side::High),
            problem: Text {
                zh: "文件有 {value}，要求不超过 {max}。",
                en: "The file is {value}; at most {max} is allowed.",
            },
            remedy: Remedy {
                kind: RemedyKind::Reencode,
                text: Text {
                    zh: "可以在这里裁剪并导出，文件会变小。",
                    en: "Crop and export it here; the file becomes smaller.",
                },
            },
        },
    ],
    look: Text { zh: "请查看文件大小是否符合要求。", en: "Please check the size of the file." },
    measure,
};

/// From the reading of KB that is safe on both down (or up) to the other one.
fn window(profile: &Profile) -> Limit {
    let file = &profile.file;
    let to_f64 = |bytes: u64| bytes as f64;
    let ideal = Range { min: file.min_bytes.map(to_f64), max: file.max_bytes.map(to_f64) };
    // Over 50 K is from 51,201 bytes on, and on the other reading from 50,001 on.
    let accepted =
        Range { min: ideal.min.map(|min| ((min - 1.0) / KIB_PER_KB).floor() + 1.0), max: ideal.max.map(looser) };
    Limit { ideal, accepted }
}

/// 1024 over 1000.
const KIB_PER_KB: f64 = 1.024;

/// The 1024-reading of a largest size: whole megabytes are read as MB, others as KB.
fn looser(max: f64) -> f64 {
    let factor = if max % 1e6 == 0.0 { KIB_PER_KB * KIB_PER_KB } else { KIB_PER_KB };
    (max * factor).floor()
}

fn measure(case: &Case) -> Reading<Observed> {
    Ok(Observed::value(case.evidence.container.bytes as f64))
}
