//! The file does not declare itself made or changed by an AI model.

use super::*;
use crate::container::MarkKind;

const RETAKE: Remedy = Remedy {
    kind: RemedyKind::Retake,
    text: Text {
        zh: "请用相机拍摄本人的真实照片，不要使用 AI 生成或换装、换背景。",
        en: "Please take a real photo with a camera; do not let an AI make it or change clothes or background.",
    },
};

pub(super) static CHECK: Check = Check {
    id: "not-generated",
    group: Group::Original,
    title: Text { zh: "不是 AI 生成", en: "Not AI-made" },
    unit: Unit::Count,
    limit: LimitFrom::None,
    source: "notices 000, 002, 003, 004: a photo of the student; GB 45438-2025 (AIGC label), IPTC digital source type and C2PA actions declare what is not one",
    how: "the AIGC label, DigitalSourceType and Content Credentials of the file, a generator's settings or name; undeclared pictures are not recognised",
    faults: &[
        Fault {
            code: "declared-generated",
            when: When::Named,
            problem: Text {
                zh: "文件标明这张图由 AI 生成，不能用作学位照片。",
                en: "The file declares that an AI made this picture; it cannot be a degree photo.",
            },
            remedy: RETAKE,
        },
        Fault {
            code: "declared-ai-edited",
            when: When::Named,
            problem: Text {
                zh: "文件标明这张照片由 AI 修改或合成过，不能用作学位照片。",
                en: "The file declares that an AI changed or composed this photo; it cannot be a degree photo.",
            },
            remedy: RETAKE,
        },
        Fault {
            code: "perhaps-generated",
            when: When::Named,
            problem: Text {
                zh: "文件标明这张图可能由 AI 生成，审核时容易被退回。",
                en: "The file declares that an AI may have made this picture; it may be refused.",
            },
            remedy: RETAKE,
        },
    ],
    look: Text {
        zh: "请确认这是相机拍摄的真实照片。",
        en: "Please make sure that this is a real photo from a camera.",
    },
    measure,
};

fn measure(case: &Case) -> Reading<Observed> {
    let origin = case.provenance()?;
    let grades = [
        (MarkKind::Generated, "declared-generated", true),
        (MarkKind::PartlyGenerated, "declared-ai-edited", true),
        (MarkKind::MaybeGenerated, "perhaps-generated", false),
    ];
    let seen = grades
        .into_iter()
        .find_map(|(kind, code, certain)| origin.find(&[kind]).map(|mark| Observed::sign(code, certain).traced(mark)));
    Ok(seen.unwrap_or(Observed::Fine))
}
