//! The picture decodes to its end: nothing was lost on the way.

use super::*;

pub(super) static CHECK: Check = Check {
    id: "file-intact",
    group: Group::File,
    title: Text { zh: "文件完整", en: "File intact" },
    unit: Unit::Count,
    limit: LimitFrom::None,
    source: "a file that is cut short opens with a grey part or not at all; every notice asks for a clear whole picture",
    how: "the decoder reaches the last row and the end marker",
    faults: &[Fault {
        code: "damaged",
        when: When::Named,
        problem: Text {
            zh: "照片文件不完整，下面一部分可能丢失了。",
            en: "The file is incomplete; the lower part of the picture may be missing.",
        },
        remedy: Remedy {
            kind: RemedyKind::ChooseAnother,
            text: Text {
                zh: "请重新下载或重新传输原图，再选择一次。",
                en: "Please download or transfer the original again and choose it once more.",
            },
        },
    }],
    look: Text {
        zh: "请放大查看照片是否完整，有没有灰色或花屏的部分。",
        en: "Please zoom in and look for grey or scrambled parts.",
    },
    measure,
};

fn measure(case: &Case) -> Reading<Observed> {
    match case.evidence.intact {
        Ok(true) => Ok(Observed::Fine),
        Ok(false) => Ok(Observed::Fault { code: "damaged", region: None }),
        Err(reason) => Err(reason),
    }
}
