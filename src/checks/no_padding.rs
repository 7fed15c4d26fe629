//! The file holds no filler: no bytes after the end marker, in comments or in segments that only make it longer.

use super::*;
use crate::container::Filler;
use crate::limit::Range;

pub(super) static CHECK: Check = Check {
    id: "no-padding",
    group: Group::Original,
    title: Text { zh: "没有填充数据", en: "No filler" },
    unit: Unit::Bytes,
    // Less than a thousandth of a photo changes nothing that a size window asks: a warning.
    limit: LimitFrom::Own(Limit { ideal: Range::at_most(0.0), accepted: Range::at_most(255.0) }),
    source: "notices 000, 002, 004, item 7: more than 50K of photo; item 9 of 002 and 004: the original file; some makers of ID photos pad the file to reach the size",
    how: "bytes after the end marker, repeated or nameless data in comments and application segments, fill between segments; what cameras and phones append is left out",
    faults: &[
        Fault {
            code: "padded",
            when: When::Outside(Side::High),
            problem: Text {
                zh: "文件里塞了 {value} 的无用数据，只是为了凑大小，审核时会被退回。",
                en: "The file holds {value} of filler that only makes it larger; such files are refused.",
            },
            remedy: REMEDY,
        },
        Fault {
            code: "unknown-data",
            when: When::Named,
            problem: Text {
                zh: "文件里有一段不属于照片的数据，可能是凑大小用的。",
                en: "The file holds data that do not belong to the photo; they may be filler.",
            },
            remedy: REMEDY,
        },
    ],
    look: Text {
        zh: "请确认照片没有用工具增大过文件大小。",
        en: "Please make sure that no tool made the file larger.",
    },
    measure,
};

const REMEDY: Remedy = Remedy {
    kind: RemedyKind::ChooseAnother,
    text: Text {
        zh: "请上传相机原图，不要用证件照工具凑文件大小。",
        en: "Please upload the camera's own file, not one that a tool made larger.",
    },
};

fn measure(case: &Case) -> Reading<Observed> {
    let origin = case.provenance()?;
    let trace = |piece: &Filler| Trace { marker: piece.place, offset: piece.offset, software: String::new() };
    Ok(match (origin.filler(true), origin.filler(false)) {
        // A file has under 2^53 bytes.
        (Some((bytes, piece)), _) => Observed::value(bytes as f64).traced(trace(piece)),
        (None, Some((_, piece))) => Observed::Likely { code: "unknown-data" }.traced(trace(piece)),
        (None, None) => Observed::value(0.0),
    })
}
