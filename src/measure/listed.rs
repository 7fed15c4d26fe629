//! Photos as the measures see them, for the tests that make files for training.

use crate::container;
use crate::decode;
use crate::face::{self, Found};
use crate::frame::{DECODE_EDGE_PX, Frame};
use crate::network::{FileNetwork, Network, NetworkKind};
use crate::segment;
use std::path::Path;

/// Shows `see` each photo named in the file that the environment's `variable` names, one a line: its frame, the faces
/// found in it, and the network that segments.
pub(super) fn each(variable: &str, mut see: impl FnMut(&Frame, Found, &dyn Network)) {
    let network = |kind: NetworkKind| {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("www/models").join(kind.file_name());
        FileNetwork::load(kind, &std::fs::read(path).unwrap()).unwrap()
    };
    let detector = network(NetworkKind::FaceDetection);
    let (mesher, segmenter) = (network(NetworkKind::FaceMesh), network(NetworkKind::PersonSegmentation));
    for path in std::fs::read_to_string(std::env::var(variable).unwrap()).unwrap().lines() {
        let bytes = std::fs::read(path).unwrap();
        let photo = decode::decode(&bytes, &container::sniff(&bytes), DECODE_EDGE_PX).unwrap();
        let frame = Frame::new(photo);
        let whole = segment::mask(&frame, &segmenter, frame.whole()).unwrap();
        let found = face::find(&frame, &detector, &mesher, &whole).unwrap();
        see(&frame, found, &segmenter);
    }
}
