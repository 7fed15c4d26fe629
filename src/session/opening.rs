//! Opening a photo a part at a time: for hosts where others wait on the same thread, as in a mini-program without workers.

use super::{Networks, Opened, Progress, Stage};
use crate::container::{self, Container, Orientation};
use crate::decode::{self, Photo};
use crate::error::{ModelError, PhotoError};
use crate::face::{self, Found};
use crate::frame::{DECODE_EDGE_PX, Frame};
use crate::measure::{self, Evidence, Unmeasured};
use crate::network::Network;
use crate::segment::{self, Mask};

/// Told of each measure's name as it ends; for benchmarks.
pub type Lap<'a> = &'a mut dyn FnMut(&'static str);

/// Pixels decoded again, as they are stored, of a photo that was turned or has a colour profile, and that needs no
/// smaller copy: half of what the top of a large one has.
const STORED_PX: u32 = 1 << 19;

/// A photo between its bytes and what is measured of it.
pub struct Opening {
    name: String,
    turned: bool,
    evidence: Evidence,
    at: At,
}

/// What the next part starts from.
enum At {
    /// The pixels, and the first rows at full size where they were decoded smaller.
    Pixels(Photo, Option<Photo>),
    Frame(Frame),
    Mask(Frame, Mask),
    Faces(Frame, Mask, Found),
    End,
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
        let top = photo.as_ref().ok().and_then(|photo| decode::top_rows(bytes, &container, photo));
        let pixels = photo.as_ref().map_err(|_| Unmeasured::NoPixels);
        let thumbnail = pixels.and_then(|photo| measure::likeness(bytes, &container, photo));
        // What was neither turned nor recoloured is as it is stored.
        let as_stored = container.orientation == Orientation::UPRIGHT && container.icc.is_empty();
        let own = photo.as_ref().ok().filter(|photo| as_stored && photo.full_size.0 == photo.width && photo.intact);
        let again =
            if top.is_none() && own.is_none() { decode::stored_rows(bytes, &container, STORED_PX) } else { None };
        let recompressed = measure::recompressed(&container, own.or(top.as_ref()).or(again.as_ref()));
        let mut opening = Self::of(name, container, photo, top);
        opening.evidence.thumbnail = thumbnail;
        opening.evidence.recompressed = recompressed;
        Self { turned: !quarters.is_multiple_of(4), ..opening }
    }

    /// Starts with pixels from the platform's own decoder.
    pub fn of_pixels(name: &str, bytes: &[u8], photo: Photo) -> Self {
        let container = container::sniff(bytes);
        let thumbnail = measure::likeness(bytes, &container, &photo);
        let mut opening = Self::of(name, container, Ok(photo), None);
        opening.evidence.thumbnail = thumbnail;
        opening
    }

    /// `top`: the first rows at full size, of a photo that was decoded smaller.
    fn of(name: &str, container: Container, photo: Result<Photo, PhotoError>, top: Option<Photo>) -> Self {
        let size = photo.as_ref().ok().map(|photo| photo.full_size).or_else(|| upright_size(&container));
        let intact = match &photo {
            Ok(photo) => Ok(photo.intact && container.end.marked != Some(false)),
            Err(PhotoError::Undecodable(_)) if decode::reads(container.format) => Ok(false),
            // Whether a picture that is not decoded here is whole cannot be said.
            Err(error) => Err(reason(error)),
        };
        let unseen = photo.as_ref().err().map_or(Unmeasured::NoModels, reason);
        let evidence = Evidence::unseen(container, size, intact, unseen);
        let at = photo.map_or(At::End, |photo| At::Pixels(photo, top));
        Self { name: name.to_owned(), turned: false, evidence, at }
    }

    /// Does the next part, and names it; `None`: nothing is left to do. A network that fails has measured nothing.
    pub fn step(&mut self, networks: &Networks) -> Option<Stage> {
        self.step_watched(networks, &mut |_| ())
    }

    /// [`Opening::step`], telling `lap` of each measure in it.
    pub fn step_watched(&mut self, networks: &Networks, lap: Lap) -> Option<Stage> {
        let at = std::mem::replace(&mut self.at, At::End);
        let (next, stage) = match (at, networks.all()) {
            // Without the networks there is nothing to see.
            (At::End, _) | (At::Frame(_) | At::Mask(..) | At::Faces(..), None) => return None,
            (At::Pixels(photo, top), _) => {
                lap("");
                self.evidence.grid = measure::grid(&photo, top.as_ref());
                lap("grid");
                (At::Frame(Frame::new(photo)), Stage::Framed)
            }
            (at, Some(all)) => match look(at, all, &mut self.evidence, lap) {
                Ok(next) => next,
                Err(ModelError { .. }) => {
                    see_nothing(&mut self.evidence, Unmeasured::NotImplied);
                    return None;
                }
            },
        };
        self.at = next;
        Some(stage)
    }

    /// Does what is left.
    pub fn finish(mut self, networks: &Networks, progress: Progress) -> Opened {
        while let Some(stage) = self.step(networks) {
            progress(stage);
        }
        let Self { name, turned, evidence, .. } = self;
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

/// Everything that takes the networks is unmeasured for `reason`.
fn see_nothing(evidence: &mut Evidence, reason: Unmeasured) {
    let file = (evidence.container.clone(), evidence.size, evidence.intact);
    let (grid, thumbnail, recompressed) = (evidence.grid, evidence.thumbnail, evidence.recompressed);
    *evidence = Evidence { grid, thumbnail, recompressed, ..Evidence::unseen(file.0, file.1, file.2, reason) };
}

/// The part after `at`, with the networks.
fn look(at: At, networks: [&dyn Network; 3], evidence: &mut Evidence, lap: Lap) -> Result<(At, Stage), ModelError> {
    let [detector, mesher, segmenter] = networks;
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
            measure(&frame, segmenter, &whole, &found, evidence, lap)?;
            (At::End, Stage::Measured)
        }
        done @ (At::Pixels(..) | At::End) => (done, Stage::Measured),
    })
}

/// Everything that pixels, mask and mesh tell.
fn measure(
    frame: &Frame,
    segmenter: &dyn Network,
    whole: &Mask,
    found: &Found,
    evidence: &mut Evidence,
    lap: Lap,
) -> Result<(), ModelError> {
    let Some(main) = &found.main else {
        see_nothing(evidence, Unmeasured::NoFace);
        see_around(frame, whole, found, evidence, lap);
        evidence.detail = measure::detail(frame, None);
        return Ok(());
    };
    lap("");
    let close = measure::close_up(frame, segmenter, main)?;
    lap("close mask, by the network");
    let mesh = &main.mesh;
    let head = measure::head(frame, main, whole, &close);
    lap("head");
    see_around(frame, whole, found, evidence, lap);
    evidence.halo = measure::halo(frame, whole);
    lap("halo");
    evidence.shadow = measure::shadow(frame, mesh, &head, whole);
    lap("shadow");
    evidence.head = Ok(head);
    evidence.features = measure::features(frame, mesh);
    lap("features");
    evidence.light = measure::light(frame, mesh, whole);
    lap("light");
    evidence.detail = measure::detail(frame, Some(mesh));
    lap("detail");
    evidence.attire = measure::attire(frame, mesh, &close);
    lap("attire");
    let straight = measure::Straight::new(frame, mesh);
    lap("straight");
    evidence.eyewear = measure::eyewear(straight.as_ref());
    lap("eyewear");
    evidence.cover = measure::cover(straight.as_ref());
    lap("cover");
    evidence.clothes = Ok(measure::clothes(frame, mesh, whole));
    lap("clothes");
    Ok(())
}

/// What is seen without a face too.
fn see_around(frame: &Frame, whole: &Mask, found: &Found, evidence: &mut Evidence, lap: Lap) {
    let outlines = found.main.iter().map(face::Face::outline).chain(found.others.iter().copied());
    evidence.faces = Ok(outlines.map(|outline| outline.to_photo(frame.scale())).collect());
    let around = measure::Around::new(frame, whole);
    evidence.background = measure::background(frame, &around);
    lap("background");
    evidence.cutout = measure::cutout(frame, &around);
    lap("cutout");
}
