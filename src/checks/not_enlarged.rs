//! Real detail in every pixel: not enlarged, not cut out and laid on a flat colour.

use super::*;
use crate::limit::Range;

const REMEDY: Remedy = Remedy {
    kind: RemedyKind::ChooseAnother,
    text: Text {
        zh: "请上传相机原图，不要放大小图，也不要用软件换背景。",
        en: "Please upload the camera's own file; do not enlarge a small one nor replace the background.",
    },
};

/// Three quarters of the grid and a margin: real photos reach all of it, an enlargement by 1.5 two thirds.
const LEAST_DETAIL: f64 = 0.8;

pub(super) static CHECK: Check = Check {
    id: "not-enlarged",
    group: Group::Original,
    title: Text { zh: "清晰度真实", en: "Real detail" },
    unit: Unit::Ratio,
    limit: LimitFrom::Own(Limit { ideal: Range::at_least(LEAST_DETAIL), accepted: Range::at_least(0.7) }),
    source: "notices 000, 002, 004, item 5: clear; item 9 of 002 and 004: not modified",
    how: "how far fine detail reaches up to what the pixel grid could hold, in the sharpest parts of the photo; noise of the background; a rim of another colour about the person",
    faults: &[
        Fault {
            code: "enlarged",
            when: When::Outside(Side::Low),
            problem: Text {
                zh: "照片像是由小图放大的，真实细节不足，看起来会模糊。",
                en: "The photo seems enlarged from a smaller one: its real detail is far below its pixels.",
            },
            remedy: REMEDY,
        },
        Fault {
            code: "flat-background",
            when: When::Named,
            problem: Text {
                zh: "背景像是用软件换上的纯色，没有真实照片的质感，容易被退回。",
                en: "The background seems to be a flat colour put in by a program; such photos are often refused.",
            },
            remedy: REMEDY,
        },
        Fault {
            code: "cut-out-halo",
            when: When::Named,
            problem: Text {
                zh: "人像边缘有一圈别的颜色，像是抠图后换的背景，容易被退回。",
                en: "The person has a rim of another colour, as if cut out and laid on another background; such photos are often refused.",
            },
            remedy: REMEDY,
        },
    ],
    look: Text {
        zh: "请确认照片没有放大过，背景没有换过。",
        en: "Please make sure that the photo was not enlarged and its background not replaced.",
    },
    measure,
};

/// Share of the background that is one colour to the last bit, from which on it was filled in. By principle: noise and
/// falling light mix at least two levels. Of the labelled photos one of 123 has more than 0.75, and it is such a cut-out;
/// series of `tests/origin` from 0.90 on.
const FLAT_SHARE: f64 = 0.85;

/// Rim of another colour, 8-bit levels, from which on it is taken for the old background's. Chosen above all that nobody
/// cut out, both halves in sight: of 123 labelled photos and those of `robust` none has 13. Of the same shrunk to 320 px and
/// less two have more: one lit from behind, and one that was small before.
const HALO: f64 = 14.0;

fn measure(case: &Case) -> Reading<Observed> {
    let detail = case.evidence.grid.as_ref().map(|grid| grid.detail).map_err(|reason| *reason);
    // An enlargement is the graver fault.
    if detail.is_ok_and(|detail| detail < LEAST_DETAIL) {
        return detail.map(Observed::value);
    }
    let flat = case.evidence.cutout.as_ref().ok().filter(|cutout| cutout.flat_share >= FLAT_SHARE);
    match flat {
        // A white wall may be blown out; and who does not ask for the original may take a studio's background.
        Some(cutout) => Ok(Observed::sign("flat-background", case.profile.original_only && !cutout.is_clipped())),
        // A light from behind draws rims as well: a doubt, whoever asks.
        None if case.evidence.halo.is_ok_and(|halo| halo >= HALO) => Ok(Observed::sign("cut-out-halo", false)),
        None => detail.map(Observed::value),
    }
}
