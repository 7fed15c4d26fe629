//! The face is neither too dark nor burnt out.

use super::*;
use crate::limit::Range;

pub(super) static CHECK: Check = Check {
    id: "face-exposure",
    group: Group::Light,
    title: Text { zh: "面部亮度", en: "Exposure of the face" },
    unit: Unit::Ratio,
    limit: LimitFrom::Own(Limit { ideal: Range::new(0.25, 0.86), accepted: Range::new(0.15, 0.92) }),
    source: "notice 001, 3.1: enough light, not too strong on the face; Baidu and Yoti refuse a mean under 40 of 255 (L 15), Yoti over 215 (L 86); labelled photos: 100 ok from 0.26 to 0.80, 5 too dark up to 0.24",
    how: "mean CIELAB lightness of the skin between brows and chin, as a share of white, and less where nothing in the picture is light; well-lit skin of every tone lies inside",
    faults: &[
        Fault {
            code: "too-dark",
            when: When::Outside(Side::Low),
            problem: Text { zh: "面部太暗，看不清楚。", en: "The face is too dark to be seen well." },
            remedy: Remedy {
                kind: RemedyKind::Retake,
                text: Text {
                    zh: "请面向窗户或灯光，在更亮的地方重拍。",
                    en: "Please retake it in a brighter place, facing a window or a lamp.",
                },
            },
        },
        Fault {
            code: "too-bright",
            when: When::Outside(Side::High),
            problem: Text {
                zh: "面部太亮，皮肤的细节看不到了。",
                en: "The face is too bright: the skin shows no detail.",
            },
            remedy: Remedy {
                kind: RemedyKind::Retake,
                text: Text {
                    zh: "请避开直射的强光，或把曝光调低后重拍。",
                    en: "Please retake it out of strong direct light, or with a lower exposure.",
                },
            },
        },
    ],
    look: Text {
        zh: "请看看面部是否明亮清楚，没有发黑或发白。",
        en: "Please check that the face is bright and clear, neither black nor white anywhere.",
    },
    measure,
};

fn measure(case: &Case) -> Reading<Observed> {
    let light = case.light()?;
    Ok(Observed::at(light.exposure, light.skin.region))
}
