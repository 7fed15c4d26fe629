//! The colours are natural: no cast, not black and white.

use super::*;
use crate::limit::Range;

/// A picture without colours, as the measure names it.
const GREY: &str = "no-colour";

pub(super) static CHECK: Check = Check {
    id: "natural-colour",
    group: Group::Light,
    title: Text { zh: "色彩自然", en: "Natural colours" },
    unit: Unit::DeltaE,
    limit: LimitFrom::Own(Limit { ideal: Range::at_most(2.0), accepted: Range::at_most(5.0) }),
    source: "notices 000, 002, 004, item 7: natural colours; ISO/IEC 29794-5: where the colour of skin lies; labelled photos",
    how: "distance of the lit skin, brought to one brightness, from the colours that skin has; or of the picture's common tint; or how nearly it has one colour for each lightness, as grey and toned ones have",
    faults: &[
        Fault {
            code: "cast",
            when: When::Outside(Side::High),
            problem: Text {
                zh: "照片偏色，肤色不自然。",
                en: "The photo has a colour cast: the skin does not look natural.",
            },
            remedy: Remedy {
                kind: RemedyKind::Retake,
                text: Text {
                    zh: "请在白天自然光或白色灯光下重拍，不要用滤镜。",
                    en: "Please retake it in daylight or white light, without a filter.",
                },
            },
        },
        Fault {
            code: GREY,
            when: When::Named,
            problem: Text {
                zh: "照片是黑白或单色的，要求彩色照片。",
                en: "The photo is black and white or toned in one colour; a colour photo is asked for.",
            },
            remedy: Remedy {
                kind: RemedyKind::Retake,
                text: Text {
                    zh: "请关掉黑白滤镜，拍一张彩色照片。",
                    en: "Please switch the filter off and take a colour photo.",
                },
            },
        },
    ],
    look: Text {
        zh: "请看看肤色是否自然，照片有没有偏黄、偏蓝或是黑白的。",
        en: "Please check that the skin looks natural and that the photo is neither tinted nor black and white.",
    },
    measure,
};

fn measure(case: &Case) -> Reading<Observed> {
    let light = case.light()?;
    let colour = light.colour?;
    let code = colour.grey.then_some(GREY);
    Ok(Observed::Value { value: colour.value, region: Some(light.skin.region), code })
}
