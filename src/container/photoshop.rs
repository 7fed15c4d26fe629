//! Photoshop's image resources in APP13 (Adobe Photoshop File Formats, image resource blocks).
//!
//! Not every such segment is Photoshop's: iOS and macOS write one with nothing but an IPTC digest into every JPEG that
//! they convert, also from an untouched HEIC. Only resources that Photoshop alone writes count.

use super::provenance::{MarkKind, Provenance};
use super::{be_u16, be_u32};

pub(super) const NAME: &[u8] = b"Photoshop 3.0\0";

/// Resources that are read; Photoshop writes about 30.
const MOST: usize = 200;

/// JPEG quality, version information (the writer's name), slices, print scale: the program's own state.
const OWN: [u16; 4] = [0x0406, 0x0421, 0x041A, 0x0426];

/// Reads the resources after the name; the segment's data lies at `offset` of the file.
pub(super) fn read(resources: &[u8], offset: usize, found: &mut Provenance) {
    let mut at = 0;
    for _ in 0..MOST {
        if resources.get(at..at + 4) != Some(b"8BIM") {
            return;
        }
        let (Some(id), Some(name)) = (be_u16(resources, at + 4), resources.get(at + 6)) else { return };
        if OWN.contains(&id) {
            found.mark(MarkKind::Edited, "photoshop:resources", offset + at, "Adobe Photoshop");
            return;
        }
        // The name and the data are each padded to an even length.
        let data = at + 6 + (usize::from(*name) + 2) / 2 * 2;
        let Some(length) = be_u32(resources, data) else { return };
        at = data + 4 + (length as usize).div_ceil(2) * 2;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn resource(id: u16, data: &[u8]) -> Vec<u8> {
        let length = u32::try_from(data.len()).unwrap().to_be_bytes();
        let padding = vec![0; data.len() % 2];
        [b"8BIM", &id.to_be_bytes()[..], &[0, 0], &length, data, &padding].concat()
    }

    fn marks(resources: &[u8]) -> usize {
        let mut found = Provenance::default();
        read(resources, 0, &mut found);
        found.marks.len()
    }

    #[test]
    fn a_digest_alone_is_no_photoshop() {
        let digest = resource(0x0425, &[7; 16]);
        assert_eq!(marks(&digest), 0);
        assert_eq!(marks(&[digest, resource(0x0404, b"odd"), resource(0x0406, &[1; 7])].concat()), 1);
    }

    #[test]
    fn resources_that_lie_of_their_length_end() {
        let mut lying = resource(0x0404, b"x");
        lying[8..12].copy_from_slice(&[0xFF; 4]);
        assert_eq!(marks(&lying), 0);
        assert_eq!(marks(&resource(0x0404, b"x").repeat(10_000)), 0);
    }
}
