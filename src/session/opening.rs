//! Opening a photo a part at a time: for hosts where others wait on the same thread, as in a mini-program without workers.

use super::{Networks, Opened, Progress, Stage};
use crate::container::{self, Container};
use crate::decode::{self, Photo};
use crate::error::{ModelError, PhotoError};
use crate::face::{self, Found};
use crate::frame::{DECODE_EDGE_PX, Frame};
use crate::geometry::{self, Rect};
use crate::measure::{self, Attire, Background, Detail, Evidence, Features, Head, Light, Reading, Unmeasured};
use crate::network::Network;
use crate::segment::{self, Mask};

/// A photo between its bytes and what is measured of it.
pub struct Opening {
    name: String,
    turned: bool,
    container: Container,
    size: Option<(u32, u32)>,
    intact: Reading<bool>,
    at: At,
}

/// What the next part starts from.
enum At {
    Pixels(Photo),
    Frame(Frame),
    Mask(Frame, Mask),
    Faces(Frame, Mask, Found),
    End(Box<Seen>),
}

impl Opening {
    /// Reads and decodes: the first part. `quarters`: as of [`super::open_turned`].
    pub fn new(name: &str, bytes: &[u8], quarters: u8, progress: Progress) -> Self {
        let mut container = container::sniff(bytes);
        container.orientation = container.orientation.turned(quarters);
        progress(Stage::Read);
        let photo = decode::decode(bytes, &container, DECODE_EDGE_PX);
        if photo.is_ok() {
            progress(Stage::Decoded);
        }
        Self { turned: !quarters.is_multiple_of(4), ..Self::of(name, container, photo) }
    }

    /// Starts with pixels from the platform's own decoder.
    pub fn of_pixels(name: &str, bytes: &[u8], photo: Photo) -> Self {
        Self::of(name, container::sniff(bytes), Ok(photo))
    }

    fn of(name: &str, container: Container, photo: Result<Photo, PhotoError>) -> Self {
        let size = photo.as_ref().ok().map(|photo| photo.full_size).or_else(|| upright_size(&container));
        let intact = match &photo {
            Ok(photo) => Ok(photo.intact && container.end.marked != Some(false)),
            Err(PhotoError::Undecodable(_)) if decode::reads(container.format) => Ok(false),
            // Whether a picture that is not decoded here is whole cannot be said.
            Err(error) => Err(reason(error)),
        };
        let at = match photo {
            Ok(photo) => At::Pixels(photo),
            Err(error) => At::End(Box::new(Seen::nothing(reason(&error)))),
        };
        Self { name: name.to_owned(), turned: false, container, size, intact, at }
    }

    /// Does the next part, and names it; `None`: nothing is left to do. A network that fails has measured nothing.
    pub fn step(&mut self, networks: &Networks) -> Option<Stage> {
        let nothing = |reason| At::End(Box::new(Seen::nothing(reason)));
        let at = std::mem::replace(&mut self.at, nothing(Unmeasured::NotImplied));
        let (next, stage) = match (at, networks.all()) {
            (At::End(seen), _) => (At::End(seen), None),
            (At::Pixels(photo), _) => (At::Frame(Frame::new(photo)), Some(Stage::Framed)),
            (_, None) => (nothing(Unmeasured::NoModels), None),
            (at, Some(all)) => match look(at, all) {
                Ok((next, stage)) => (next, Some(stage)),
                Err(ModelError { .. }) => (nothing(Unmeasured::NotImplied), None),
            },
        };
        self.at = next;
        stage
    }

    /// Does what is left.
    pub fn finish(mut self, networks: &Networks, progress: Progress) -> Opened {
        while let Some(stage) = self.step(networks) {
            progress(stage);
        }
        let Self { name, turned, container, size, intact, at } = self;
        let seen = match at {
            At::End(seen) => *seen,
            _ => Seen::nothing(Unmeasured::NotImplied),
        };
        let Seen { faces, head, background, features, light, detail, attire } = seen;
        let evidence = Evidence { container, size, intact, faces, head, background, features, light, detail, attire };
        Opened { name, evidence, turned }
    }
}

/// Why a photo without pixels is not measured.
fn reason(error: &PhotoError) -> Unmeasured {
    match error {
        PhotoError::TooLarge { .. } => Unmeasured::TooManyPixels,
        _ => Unmeasured::NoPixels,
    }
}

/// Width and height of the upright photo, as its header says.
fn upright_size(container: &Container) -> Option<(u32, u32)> {
    let (width, height) = container.stored_size?;
    Some(if container.orientation.swaps_sides() { (height, width) } else { (width, height) })
}

/// What the networks let us measure.
struct Seen {
    faces: Reading<Vec<Rect<geometry::Photo>>>,
    head: Reading<Head>,
    background: Reading<Background>,
    features: Reading<Features>,
    light: Reading<Light>,
    detail: Reading<Detail>,
    attire: Reading<Attire>,
}

impl Seen {
    fn nothing(reason: Unmeasured) -> Self {
        Self {
            faces: Err(reason),
            head: Err(reason),
            background: Err(reason),
            features: Err(reason),
            light: Err(reason),
            detail: Err(reason),
            attire: Err(reason),
        }
    }
}

/// The part after `at`, with the networks.
fn look(at: At, [detector, mesher, segmenter]: [&dyn Network; 3]) -> Result<(At, Stage), ModelError> {
    Ok(match at {
        At::Frame(frame) => {
            let whole = segment::mask(&frame, segmenter, frame.whole())?;
            (At::Mask(frame, whole), Stage::Segmented)
        }
        At::Mask(frame, whole) => {
            let found = face::find(&frame, detector, mesher, &whole)?;
            (At::Faces(frame, whole, found), Stage::Found)
        }
        At::Faces(frame, whole, found) => {
            (At::End(Box::new(measured(&frame, segmenter, &whole, found)?)), Stage::Measured)
        }
        done @ (At::Pixels(_) | At::End(_)) => (done, Stage::Measured),
    })
}

fn measured(frame: &Frame, segmenter: &dyn Network, whole: &Mask, found: Found) -> Result<Seen, ModelError> {
    let close = match &found.main {
        Some(main) => Some(measure::close_up(frame, segmenter, main)?),
        None => None,
    };
    let outlines = found.main.iter().map(face::Face::outline).chain(found.others);
    let faces = outlines.map(|outline| outline.to_photo(frame.scale())).collect();
    let background = measure::background(frame, whole);
    Ok(match found.main.as_ref().zip(close.as_ref()) {
        Some((main, close)) => Seen {
            faces: Ok(faces),
            head: Ok(measure::head(frame, main, whole, close)),
            background,
            features: measure::features(frame, &main.mesh, whole, close),
            light: measure::light(frame, &main.mesh, whole, close),
            detail: measure::detail(frame, &main.mesh, whole, close),
            attire: measure::attire(frame, &main.mesh, whole, close),
        },
        None => Seen { faces: Ok(faces), background, ..Seen::nothing(Unmeasured::NoFace) },
    })
}
