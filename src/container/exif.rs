//! The EXIF block: so far, how the picture is to be turned.

use super::Orientation;
use ::exif::{In, Tag};

/// The orientation that a TIFF block states; `None` where it is broken or says nothing.
pub(super) fn orientation(tiff: &[u8]) -> Option<Orientation> {
    /// EXIF lies in one JPEG segment; anything longer is not one and is not read.
    const LARGEST: usize = 1 << 17;
    if tiff.len() > LARGEST {
        return None;
    }
    let (fields, _) = ::exif::parse_exif(tiff).ok()?;
    let field = fields.iter().find(|field| field.tag == Tag::Orientation && field.ifd_num == In::PRIMARY)?;
    Orientation::new(u16::try_from(field.value.get_uint(0)?).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A big-endian TIFF block with one entry: tag 0x0112, SHORT, `value`.
    pub(crate) fn tiff(value: u16) -> Vec<u8> {
        let mut block = b"MM\0\x2A\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01".to_vec();
        block.extend(value.to_be_bytes());
        block.extend([0; 6]);
        block
    }

    #[test]
    fn only_the_eight_orientations_count() {
        let tags: Vec<_> = [0, 1, 6, 8, 9, 700].map(|tag| orientation(&tiff(tag)).map(Orientation::tag)).to_vec();
        assert_eq!(tags, [None, Some(1), Some(6), Some(8), None, None]);
    }

    #[test]
    fn a_block_cut_anywhere_says_nothing_or_the_truth() {
        let whole = tiff(6);
        for end in 0..whole.len() {
            let seen = orientation(&whole[..end]).map(Orientation::tag);
            assert!(matches!(seen, None | Some(6)), "{end}: {seen:?}");
        }
    }
}
