//! The face is at rest or smiles lightly. The value is its strongest movement; 1 is the most that is natural.

use super::*;
use crate::limit::Range;
use crate::measure::Strain;

pub(super) static CHECK: Check = Check {
    id: "expression-natural",
    group: Group::Face,
    title: Text { zh: "表情自然", en: "Natural expression" },
    unit: Unit::Ratio,
    limit: LimitFrom::Own(Limit { ideal: Range::at_most(1.0), accepted: Range::at_most(2.2) }),
    source: "notices 000 to 004, item 2: natural expression, a smile is allowed; 1 lies a fifth beyond the outermost of 51 calm faces of the labelled photos",
    how: "width of the mouth, drop of the jaw, lift and slope of its corners, height of the inner brows, each over its natural range; the largest",
    faults: &[
        Fault {
            code: "exaggerated",
            when: When::Outside(Side::High),
            problem: Text { zh: "表情有些夸张。", en: "The expression is rather strong." },
            remedy: Remedy { kind: RemedyKind::Retake, text: CALM },
        },
        Fault {
            code: "laughing",
            when: When::Named,
            problem: Text { zh: "笑得有些开。", en: "The smile is rather broad." },
            remedy: Remedy {
                kind: RemedyKind::Retake,
                text: Text {
                    zh: "请收一收笑容，闭嘴微笑，再拍一张。",
                    en: "Please smile a little less, with closed lips, and retake it.",
                },
            },
        },
        Fault {
            code: "gaping",
            when: When::Named,
            problem: Text { zh: "嘴张得比较大。", en: "The mouth is wide open." },
            remedy: Remedy { kind: RemedyKind::Retake, text: CALM },
        },
        Fault {
            code: "sulking",
            when: When::Named,
            problem: Text {
                zh: "嘴角下撇，表情不够自然。", en: "The corners of the mouth are pulled down."
            },
            remedy: Remedy { kind: RemedyKind::Retake, text: CALM },
        },
        Fault {
            code: "brows-raised",
            when: When::Named,
            problem: Text { zh: "眉毛抬得偏高，表情不够自然。", en: "The brows are raised." },
            remedy: Remedy { kind: RemedyKind::Retake, text: CALM },
        },
        Fault {
            code: "crooked",
            when: When::Named,
            problem: Text {
                zh: "嘴角一高一低，表情不够自然。",
                en: "One corner of the mouth is higher than the other.",
            },
            remedy: Remedy { kind: RemedyKind::Retake, text: CALM },
        },
    ],
    look: Text {
        zh: "请看看表情是否自然，可以微笑。",
        en: "Please check that the expression is natural; a smile is welcome.",
    },
    measure,
};

const CALM: Text = Text {
    zh: "请放松面部，表情平和或微笑，再拍一张。",
    en: "Please relax the face, calm or with a light smile, and retake it.",
};

fn measure(case: &Case) -> Reading<Observed> {
    let features = case.features()?;
    let expression = features.expression?;
    let code = match expression.strain {
        Strain::Laugh => "laughing",
        Strain::Gape => "gaping",
        Strain::Sulk => "sulking",
        Strain::RaisedBrows => "brows-raised",
        Strain::Crooked => "crooked",
    };
    let region = if expression.strain == Strain::RaisedBrows { features.eyes } else { features.mouth };
    Ok(Observed::Value { value: expression.amount, region: Some(region), code: Some(code) })
}
