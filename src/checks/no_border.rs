//! Nothing was printed around or under the picture: no frame, no bar with a caption.

use super::*;
use crate::limit::Range;

pub(super) static CHECK: Check = Check {
    id: "no-border",
    group: Group::Original,
    title: Text { zh: "无边框和文字", en: "No border or caption" },
    unit: Unit::Ratio,
    limit: LimitFrom::Own(Limit { ideal: Range::at_most(0.65), accepted: Range::at_most(0.75) }),
    source: "notices 000, 002, 003, 004, item 9: a standard identification photo; labelled photos: 119 without, all but one (0.68) up to 0.65; 4 with a border from 0.90 on",
    how: "strips along the sides of the picture that end in a straight line and have one colour: the straight share of the line times the share of that colour, on a second side or of a bar across",
    faults: &[Fault {
        code: "border",
        when: When::Outside(Side::High),
        problem: Text {
            zh: "照片四周有边框，或带有文字条。", en: "The picture has a border, or a bar with writing."
        },
        remedy: Remedy {
            kind: RemedyKind::Recrop,
            text: Text {
                zh: "请移动取景框，把边框和文字留在框外；不够裁时请换一张原图。",
                en: "Please move the frame so that border and writing stay outside, or choose the original without them.",
            },
        },
    }],
    look: Text {
        zh: "请看看照片上有没有边框、文字、日期或水印。",
        en: "Please look for borders, writing, a date or a watermark.",
    },
    measure,
};

fn measure(case: &Case) -> Reading<Observed> {
    let detail = case.evidence.detail.as_ref().map_err(|reason| *reason)?;
    let (value, region) = detail.border.within(&case.crop);
    Ok(Observed::Value { value, region, code: None })
}
