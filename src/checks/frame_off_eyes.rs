//! The frame of glasses does not cross an eye. Without glasses there is none.

use super::*;
use crate::limit::Range;

pub(super) static CHECK: Check = Check {
    id: "frame-off-eyes",
    group: Group::Face,
    title: Text { zh: "镜框不遮眼", en: "Frame off the eyes" },
    unit: Unit::Ratio,
    limit: LimitFrom::Own(Limit { ideal: Range::at_most(0.5), accepted: Range::at_most(0.9) }),
    source: "notices 000 to 004, item 2: the frame must not cover the eyes; even odds, and nine to one. No labelled photo has the fault: chosen on drawn frames over real faces",
    how: "likelihood, by a classifier over edges and colours around the eyes, trained on frames drawn at all heights over labelled faces",
    faults: &[Fault {
        code: "frame-over-eye",
        when: When::Outside(Side::High),
        problem: Text {
            zh: "眼镜框可能挡住了眼睛。", en: "The frame of the glasses seems to cross an eye."
        },
        remedy: Remedy {
            kind: RemedyKind::Retake,
            text: Text {
                zh: "请把眼镜向上推，让眼睛在镜片中间，再重拍。",
                en: "Please push the glasses up until the eyes are in the middle of the lenses, and retake it.",
            },
        },
    }],
    look: Text {
        zh: "如果戴了眼镜，请看看镜框有没有挡住眼睛。",
        en: "If you wear glasses, please check that the frame does not cross the eyes.",
    },
    measure,
};

fn measure(case: &Case) -> Reading<Observed> {
    let frame = case.eyewear()?.frame;
    Ok(Observed::at(frame.value, frame.place))
}
