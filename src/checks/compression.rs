//! No blocks show from a file that was made too small.

use super::*;
use crate::container::{JpegColor, JpegHeader};
use crate::limit::Range;

pub(super) static CHECK: Check = Check {
    id: "compression",
    group: Group::Sharpness,
    title: Text { zh: "压缩痕迹", en: "Compression" },
    unit: Unit::Levels,
    limit: LimitFrom::Own(Limit { ideal: Range::at_most(2.4), accepted: Range::at_most(3.2) }),
    source: "notices 000, 002, 004, item 7: a clear picture; labelled portraits up to 1.7; stored again by libjpeg's quality 30 about 2.2, 20 about 2.9, 10 about 3.9",
    how: "height of the seams between blocks of 8 x 8 px around the face, or what the file's own quantisation tables make one expect, in 8-bit levels",
    faults: &[Fault {
        code: "blocky",
        when: When::Outside(Side::High),
        problem: Text {
            zh: "照片被压缩得太厉害，出现了方块状的痕迹。",
            en: "The photo was compressed so much that blocks show.",
        },
        remedy: Remedy {
            kind: RemedyKind::ChooseAnother,
            text: Text {
                zh: "请选择相机拍摄的原图；聊天软件转发的图会被压缩，发送时请勾选“原图”。",
                en: "Please choose the original from the camera. Messengers shrink photos unless they are sent as originals.",
            },
        },
    }],
    look: Text {
        zh: "请放大照片，看看有没有方块状的压缩痕迹。", en: "Please zoom in and look for square blocks."
    },
    measure,
};

fn measure(case: &Case) -> Reading<Observed> {
    let detail = case.evidence.detail.as_ref().map_err(|reason| *reason)?;
    let expected = case.evidence.container.jpeg.as_ref().and_then(expected).map(|seams| seams / detail.scale.max(1.0));
    match (detail.seams, expected) {
        (Ok(seen), Some(expected)) => Ok(Observed::value(seen.max(expected))),
        (Err(_), Some(expected)) => Ok(Observed::value(expected)),
        (seen, None) => seen.map(Observed::value),
    }
}

/// Low frequencies in zigzag order that make a seam: the first four diagonals.
const LOW: usize = 10;

/// Height of the seams over the square root of the mean of the low frequencies' steps; on 16 labelled photos stored by
/// libjpeg's tables at quality 50, 30, 20 and 10 within a tenth of what is seen on the mean.
const PER_ROOT: f64 = 0.46;

/// Height of the seams, levels, that the table for brightness makes one expect; `None` without one.
fn expected(header: &JpegHeader) -> Option<f64> {
    if !matches!(header.color, JpegColor::YCbCr | JpegColor::Grey) {
        return None;
    }
    let id = header.components.first()?.table;
    // The last of a destination is the one in force.
    let table = header.tables.iter().rfind(|table| table.id == id)?;
    let mean = table.values[..LOW].iter().map(|step| f64::from(*step)).sum::<f64>() / LOW as f64;
    Some(PER_ROOT * mean.sqrt())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::container::{Component, JpegProcess, QuantTable};

    fn header(color: JpegColor, step: u16) -> JpegHeader {
        JpegHeader {
            process: JpegProcess::Baseline,
            precision_bits: 8,
            components: vec![Component { id: 1, sampling: (1, 1), table: 0 }],
            color,
            tables: vec![QuantTable { id: 0, values: [step; 64] }],
            density_dpi: None,
        }
    }

    #[test]
    fn coarser_tables_promise_higher_seams() {
        let expected = |step| expected(&header(JpegColor::Grey, step)).unwrap();
        assert!(expected(1) < 0.5 && expected(16) < expected(60) && expected(60) > 3.2);
    }

    #[test]
    fn only_a_table_for_brightness_counts() {
        assert_eq!(expected(&header(JpegColor::Cmyk, 9)), None);
        let unnamed = JpegHeader { tables: Vec::new(), ..header(JpegColor::YCbCr, 9) };
        assert_eq!(expected(&unnamed), None);
    }
}
