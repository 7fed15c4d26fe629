//! Hair, chin and both sides of the head are inside the picture. The value is the part of the head, across, that lies on
//! or beyond an edge: a head that just touches has 0, one cut through its middle 1.

use super::*;
use crate::limit::Range;
use crate::measure::LARGEST_CUT;

pub(super) static CHECK: Check = Check {
    id: "whole-head",
    group: Group::Framing,
    title: Text { zh: "头部完整", en: "Whole head" },
    unit: Unit::Ratio,
    limit: LimitFrom::Own(Limit::only(Range::at_most(LARGEST_CUT))),
    source: "notice 000, item 5: whole and clear inside the frame; the limit separates 74 whole from 35 cut heads of the labelled photos (AUC 0.999)",
    how: "person mask along the top edge; crown, chin and cheeks against the edges of the picture",
    faults: &[
        Fault {
            code: "cut-by-frame",
            when: When::Named,
            problem: Text { zh: "裁剪框切到了头部。", en: "The frame cuts the head." },
            remedy: Remedy {
                kind: RemedyKind::Recrop,
                text: Text {
                    zh: "请缩小照片或移动裁剪框，让头发、下巴和两侧都在框内。",
                    en: "Please zoom out or move the frame until hair, chin and both sides are inside.",
                },
            },
        },
        Fault {
            code: "cut",
            when: When::Outside(Side::High),
            problem: Text {
                zh: "头部没有完整地拍进照片。", en: "The head is not wholly inside the photo."
            },
            remedy: Remedy {
                kind: RemedyKind::Retake,
                text: Text {
                    zh: "请离镜头远一些，头顶上方留出空白后重拍。",
                    en: "Please step back, leave room above the hair and retake it.",
                },
            },
        },
    ],
    look: Text {
        zh: "请看看头发、下巴和两侧是否都在画面里。",
        en: "Please check that hair, chin and both sides of the head are inside the picture.",
    },
    measure,
};

/// The mesh's cheeks may lie this share of the face's width beyond a side before skin is lost: on a turned head they
/// lie on the far side. Prototype.
const SIDE_SLACK: f64 = 0.03;

fn measure(case: &Case) -> Reading<Observed> {
    let head = case.head()?;
    let crown = head.crown?;
    let by_photo = case.evidence.whole().map_or(0.0, |whole| beyond(case, crown, &whole)).max(head.cut_top);
    let by_frame = beyond(case, crown, &case.crop);
    // Hair that runs out of the photo is cut in every picture that shows the photo's top edge.
    let value = if case.reaches_top() { by_frame.max(by_photo) } else { by_frame };
    // Where the photo itself has it all, moving the frame mends it.
    let code = (by_photo <= LARGEST_CUT).then_some("cut-by-frame");
    Ok(Observed::Value { value, region: Some(head.face), code })
}

/// How much of the head, across, an edge of `crop` cuts: of an ellipse of the head's size, the chord on that edge.
fn beyond(case: &Case, crown: Point<Photo>, crop: &Crop) -> f64 {
    let Ok(head) = case.head() else { return 0.0 };
    let (width, height) = (crop.rect.width, crop.rect.height);
    let inside = |point| crop.inside(point);
    let (top, chin) = (inside(crown), inside(head.chin));
    let middle = inside(head.face.centre());
    let half = head.face.width / 2.0;
    let tall = (chin.y - top.y).max(1.0);
    // Depth beyond each edge, as a share of the head's own extent in that direction.
    let depths = [
        -top.y / tall,
        (chin.y - height) / tall,
        (half - middle.x) / head.face.width - SIDE_SLACK,
        (middle.x + half - width) / head.face.width - SIDE_SLACK,
    ];
    let deepest = depths.into_iter().fold(0.0, f64::max).min(0.5);
    2.0 * (deepest * (1.0 - deepest)).sqrt()
}
