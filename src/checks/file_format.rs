//! The bytes are the format asked for, whatever the name says.

use super::*;
use crate::container::{Format, JpegHeader, JpegProcess};
use crate::measure::Unmeasured;

pub(super) static CHECK: Check = Check {
    id: "file-format",
    group: Group::File,
    title: Text { zh: "文件格式", en: "File format" },
    unit: Unit::Count,
    limit: LimitFrom::None,
    source: "notices 000, 002, 003, 004, item 7: the format is jpg",
    how: "the first bytes and the headers; never the name",
    faults: &[
        Fault {
            code: "empty",
            when: When::Named,
            problem: Text { zh: "这个文件是空的。", en: "This file is empty." },
            remedy: Remedy {
                kind: RemedyKind::ChooseAnother,
                text: Text { zh: "请重新选择照片。", en: "Please choose the photo again." },
            },
        },
        Fault {
            code: "not-an-image",
            when: When::Named,
            problem: Text { zh: "这个文件不是照片。", en: "This file is not a photo." },
            remedy: Remedy {
                kind: RemedyKind::ChooseAnother,
                text: Text {
                    zh: "请从相册里选择一张 JPG 照片。", en: "Please choose a JPG photo from your album."
                },
            },
        },
        Fault {
            code: "unopened",
            when: When::Named,
            problem: Text {
                zh: "照片的格式在这里打不开，学校也只收 JPG。",
                en: "A photo of this format cannot be opened here, and the school takes JPG only.",
            },
            remedy: Remedy {
                kind: RemedyKind::ChooseAnother,
                text: Text {
                    zh: "请在手机相册里另存为 JPG 后再选；或在相机设置里选择“兼容性最佳”后重拍。",
                    en: "Please save it as JPG in your album and choose that, or choose Most Compatible in the camera settings and retake it.",
                },
            },
        },
        Fault {
            code: "heic",
            when: When::Named,
            problem: Text {
                zh: "这是 HEIC 格式，学校只收 JPG。",
                en: "This is a HEIC file; the school takes JPG only.",
            },
            remedy: Remedy {
                kind: RemedyKind::Reencode,
                text: Text {
                    zh: "可以在这里导出为 JPG；或在手机相机设置里选择“兼容性最佳”后重拍。",
                    en: "Export it as JPG here, or choose Most Compatible in the camera settings and retake it.",
                },
            },
        },
        Fault {
            code: "not-jpeg",
            when: When::Named,
            problem: Text {
                zh: "照片不是 JPG 格式，学校只收 JPG。",
                en: "The photo is not a JPG file; the school takes JPG only.",
            },
            remedy: Remedy {
                kind: RemedyKind::Reencode,
                text: Text {
                    zh: "可以在这里导出为 JPG；只改文件名没有用。",
                    en: "Export it as JPG here; renaming the file does not help.",
                },
            },
        },
        Fault {
            code: "unusual-jpeg",
            when: When::Named,
            problem: Text {
                zh: "这张 JPG 的编码方式很少见，系统多半打不开。",
                en: "This JPG is coded in a rare way that most systems cannot open.",
            },
            remedy: Remedy {
                kind: RemedyKind::Reencode,
                text: Text {
                    zh: "请用手机相册打开后另存为普通 JPG，再选择一次。",
                    en: "Open it in your photo album, save it as an ordinary JPG and choose it again.",
                },
            },
        },
    ],
    look: Text { zh: "请确认文件是 JPG 照片。", en: "Please make sure that the file is a JPG photo." },
    measure,
};

fn measure(case: &Case) -> Reading<Observed> {
    let file = &case.evidence.container;
    let code = match file.format {
        Format::Jpeg if file.jpeg.as_ref().is_some_and(|jpeg| !ordinary(jpeg)) => "unusual-jpeg",
        Format::Jpeg => return Ok(Observed::Fine),
        Format::Empty => "empty",
        Format::Other => "not-an-image",
        // Of what gave no pixels nothing can be exported.
        _ if case.evidence.intact == Err(Unmeasured::NoPixels) => "unopened",
        Format::Heic | Format::Avif => "heic",
        Format::Png | Format::Webp | Format::Gif | Format::Bmp | Format::Tiff => "not-jpeg",
    };
    Ok(Observed::Fault { code, region: None })
}

/// Whether common software reads it: eight bits, Huffman-coded, baseline or progressive.
fn ordinary(jpeg: &JpegHeader) -> bool {
    let process = matches!(jpeg.process, JpegProcess::Baseline | JpegProcess::Extended | JpegProcess::Progressive);
    process && jpeg.precision_bits == 8
}
