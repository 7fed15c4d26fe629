//! Enough pixels after the crop. The value is the smaller of width and height over what is asked; the larger where
//! exactly that is asked and one of them is more.

use super::*;
use crate::limit::Range;
use crate::measure::Unmeasured;

pub(super) static CHECK: Check = Check {
    id: "pixel-size",
    group: Group::File,
    title: Text { zh: "像素尺寸", en: "Pixel size" },
    unit: Unit::Ratio,
    limit: LimitFrom::Profile(wanted),
    source: "the profile's picture.width_px and picture.height_px",
    how: "width and height of the crop over those asked for; the smaller, or the larger where the size is exact and one is over it",
    faults: &[
        Fault {
            code: "too-few",
            when: When::Outside(Side::Low),
            problem: Text {
                zh: "照片像素不够，只有要求的 {value}。",
                en: "The picture has only {value} of the pixels asked for.",
            },
            remedy: Remedy {
                kind: RemedyKind::ChooseAnother,
                text: Text {
                    zh: "请选择相机原图，不要用截图或聊天软件压缩过的图。",
                    en: "Please choose the original from the camera, not a screenshot or a photo from a messenger.",
                },
            },
        },
        Fault {
            code: "crop-too-small",
            when: When::Named,
            problem: Text {
                zh: "裁剪框太小，像素只有要求的 {value}。",
                en: "The frame is too small: it holds only {value} of the pixels asked for.",
            },
            remedy: Remedy {
                kind: RemedyKind::Recrop,
                text: Text { zh: "请把裁剪框放大一些。", en: "Please make the frame larger." },
            },
        },
        Fault {
            code: "too-many",
            when: When::Outside(Side::High),
            problem: Text {
                zh: "照片尺寸与要求的不同，是要求的 {value}。",
                en: "The picture does not have the size asked for: it is {value} of it.",
            },
            remedy: Remedy {
                kind: RemedyKind::Reencode,
                text: Text {
                    zh: "可以在这里导出为要求的尺寸。", en: "Export it here at the size asked for."
                },
            },
        },
    ],
    look: Text { zh: "请查看照片的像素尺寸。", en: "Please check the width and height of the photo." },
    measure,
};

/// At least, or exactly, the size asked for.
fn wanted(profile: &Profile) -> Limit {
    Limit::only(if profile.picture.exact { Range::new(1.0, 1.0) } else { Range::at_least(1.0) })
}

fn measure(case: &Case) -> Reading<Observed> {
    let wanted = &case.profile.picture;
    let whole = case.evidence.whole().ok_or(Unmeasured::NoPixels)?;
    let share =
        |rect: &Rect<Photo>| (rect.width / f64::from(wanted.width_px)).min(rect.height / f64::from(wanted.height_px));
    let value = share(&case.crop.rect);
    // Where the whole photo would do, the frame is to blame.
    let code = (value < 1.0 && share(&whole.rect) >= 1.0).then_some("crop-too-small");
    // 479 of 480 pixels round to 0.998: never up to 1, nor what is too large down to it.
    let Rect { width, height, .. } = case.crop.rect;
    let (wide, high) = (f64::from(wanted.width_px), f64::from(wanted.height_px));
    let over = wanted.exact && (width - wide).max(height - high) >= 0.5;
    let value = match value {
        _ if value < 1.0 => value.min(0.999),
        _ if over => (width / wide).max(height / high).max(1.001),
        _ => value,
    };
    Ok(Observed::Value { value, region: None, code })
}
