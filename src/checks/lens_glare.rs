//! No reflection on the lenses of glasses. Without glasses there is none.

use super::*;
use crate::limit::Range;

pub(super) static CHECK: Check = Check {
    id: "lens-glare",
    group: Group::Face,
    title: Text { zh: "镜片无反光", en: "No glare on lenses" },
    unit: Unit::Ratio,
    limit: LimitFrom::Own(Limit { ideal: Range::at_most(0.5), accepted: Range::at_most(0.65) }),
    source: "notices 000 to 004, item 2: no reflection on glasses; even odds, and the labelled photos: 16 without up to 0.49, 6 with from 0.57 on",
    how: "likelihood, the largest of: the share of a lens that is brighter and bluer than this face's skin, the spread of lightness in a dark lens, and a classifier over edges and colours around the eyes",
    faults: &[Fault {
        code: "glare",
        when: When::Outside(Side::High),
        problem: Text {
            zh: "镜片上有反光，可能挡住眼睛。", en: "The lenses reflect light and may hide the eyes."
        },
        remedy: Remedy {
            kind: RemedyKind::Retake,
            text: Text {
                zh: "请稍微调整头部或灯光的角度，让镜片不反光，再重拍。",
                en: "Please change the angle of the light or of the head a little until nothing reflects, and retake it.",
            },
        },
    }],
    look: Text {
        zh: "如果戴了眼镜，请看看镜片上有没有反光。",
        en: "If you wear glasses, please check that nothing reflects in the lenses.",
    },
    measure,
};

fn measure(case: &Case) -> Reading<Observed> {
    let glare = case.eyewear()?.glare;
    Ok(Observed::at(glare.value, glare.place))
}
