//! Open once, judge many: the slow part happens in [`open`], and judging touches no pixels.

use crate::container::{self, Container};
use crate::crop;
use crate::decode::{self, Photo};
use crate::error::{Error, ExportError, ModelError, PhotoError};
use crate::face;
use crate::frame::{DECODE_EDGE_PX, Frame};
use crate::geometry::{self, Crop, Rect};
use crate::measure::{self, Attire, Background, Cutout, Detail, Evidence, Features, Head, Light, Reading, Unmeasured};
use crate::network::{FileNetwork, Network, NetworkKind};
use crate::output::{self, Note, Pixels};
use crate::profile::Profile;
use crate::report::{self, Report};
use crate::segment;

/// The networks that are loaded; what needs a missing one is unmeasured.
#[derive(Default)]
pub struct Networks {
    detector: Option<Box<dyn Network>>,
    mesher: Option<Box<dyn Network>>,
    segmenter: Option<Box<dyn Network>>,
}

impl Networks {
    /// No network: only the file is judged.
    pub fn none() -> Self {
        Self::default()
    }

    /// Adds the network `kind` from its file.
    ///
    /// # Errors
    /// When the bytes are not that network.
    pub fn load(&mut self, kind: NetworkKind, bytes: &[u8]) -> Result<(), ModelError> {
        self.put(kind, Box::new(FileNetwork::load(kind, bytes)?));
        Ok(())
    }

    /// Adds a network of one's own, as a test's fake.
    pub fn put(&mut self, kind: NetworkKind, network: Box<dyn Network>) {
        let place = match kind {
            NetworkKind::FaceDetection => &mut self.detector,
            NetworkKind::FaceMesh => &mut self.mesher,
            NetworkKind::PersonSegmentation => &mut self.segmenter,
        };
        *place = Some(network);
    }

    /// Whether all three are loaded.
    pub fn complete(&self) -> bool {
        self.detector.is_some() && self.mesher.is_some() && self.segmenter.is_some()
    }

    /// All three, from the files of `folder`.
    ///
    /// # Errors
    /// When a file is missing or is not its network.
    #[cfg(not(target_arch = "wasm32"))]
    pub fn from_folder(folder: &std::path::Path) -> Result<Self, ModelError> {
        let mut networks = Self::none();
        for kind in NetworkKind::ALL {
            let path = folder.join(kind.file_name());
            let bytes = std::fs::read(&path)
                .map_err(|error| ModelError { model: path.display().to_string(), reason: error.to_string() })?;
            networks.load(kind, &bytes)?;
        }
        Ok(networks)
    }
}

/// A photo that was measured.
#[derive(Clone, Debug)]
pub struct Opened {
    name: String,
    evidence: Evidence,
}

/// A part of opening that is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// The container's headers were read.
    Read,
    /// The pixels were decoded.
    Decoded,
    /// The analysis copy was made.
    Framed,
    /// The person mask of the whole was made.
    Segmented,
    /// Faces were looked for, and their landmarks placed.
    Found,
    /// Head and background were measured.
    Measured,
}

impl Stage {
    /// All, in their order.
    pub const ALL: [Self; 6] = [Self::Read, Self::Decoded, Self::Framed, Self::Segmented, Self::Found, Self::Measured];

    /// Permanent, machine-readable.
    pub const fn code(self) -> &'static str {
        match self {
            Stage::Read => "read",
            Stage::Decoded => "decoded",
            Stage::Framed => "framed",
            Stage::Segmented => "segmented",
            Stage::Found => "found",
            Stage::Measured => "measured",
        }
    }
}

/// Told of each stage as it ends; stages that do not happen (no pixels, no networks) are left out.
pub type Progress<'a> = &'a mut dyn FnMut(Stage);

/// Reads, decodes and measures the photo in `bytes`. Never fails: what cannot be measured says so in the report.
pub fn open(name: &str, bytes: &[u8], networks: &Networks) -> Opened {
    open_with_progress(name, bytes, networks, &mut |_| ())
}

/// [`open`], telling `progress` of each stage.
pub fn open_with_progress(name: &str, bytes: &[u8], networks: &Networks, progress: Progress) -> Opened {
    let container = container::sniff(bytes);
    progress(Stage::Read);
    let photo = decode::decode(bytes, &container, DECODE_EDGE_PX);
    if photo.is_ok() {
        progress(Stage::Decoded);
    }
    let top = photo.as_ref().ok().and_then(|photo| decode::top_rows(bytes, &container, photo));
    measured(name, container, photo, top, networks, progress)
}

/// [`open_with_progress`] with the pixels from the platform's own decoder, for formats that ours does not read.
pub fn open_decoded(name: &str, bytes: &[u8], photo: Photo, networks: &Networks, progress: Progress) -> Opened {
    measured(name, container::sniff(bytes), Ok(photo), None, networks, progress)
}

fn measured(
    name: &str,
    container: Container,
    photo: Result<Photo, PhotoError>,
    top: Option<Photo>,
    networks: &Networks,
    progress: Progress,
) -> Opened {
    let size = photo.as_ref().ok().map(|photo| photo.full_size).or_else(|| upright_size(&container));
    let intact = match &photo {
        Ok(photo) => Ok(photo.intact && container.end.marked != Some(false)),
        Err(PhotoError::Undecodable(_)) if decode::reads(container.format) => Ok(false),
        // Whether a picture that is not decoded here is whole cannot be said.
        Err(error) => Err(reason(error)),
    };
    let grid = photo.as_ref().map_err(reason).and_then(|photo| measure::grid(photo, top.as_ref()));
    let seen = match photo {
        Ok(photo) => {
            let frame = Frame::new(photo);
            progress(Stage::Framed);
            look(&frame, networks, progress)
        }
        Err(error) => Seen::nothing(reason(&error)),
    };
    let Seen { faces, head, background, cutout, features, light, detail, attire } = seen;
    let evidence =
        Evidence { container, size, intact, faces, head, grid, background, cutout, features, light, detail, attire };
    Opened { name: name.to_owned(), evidence }
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
    cutout: Reading<Cutout>,
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
            cutout: Err(reason),
            features: Err(reason),
            light: Err(reason),
            detail: Err(reason),
            attire: Err(reason),
        }
    }
}

/// Runs the networks and the measures. A network that fails has measured nothing.
fn look(frame: &Frame, networks: &Networks, progress: Progress) -> Seen {
    let (Some(detector), Some(mesher), Some(segmenter)) = (&networks.detector, &networks.mesher, &networks.segmenter)
    else {
        return Seen::nothing(Unmeasured::NoModels);
    };
    try_look(frame, detector.as_ref(), mesher.as_ref(), segmenter.as_ref(), progress)
        .unwrap_or_else(|_: ModelError| Seen::nothing(Unmeasured::NotImplied))
}

fn try_look(
    frame: &Frame,
    detector: &dyn Network,
    mesher: &dyn Network,
    segmenter: &dyn Network,
    progress: Progress,
) -> Result<Seen, ModelError> {
    let whole = segment::mask(frame, segmenter, frame.whole())?;
    progress(Stage::Segmented);
    let found = face::find(frame, detector, mesher, &whole)?;
    progress(Stage::Found);
    let close = match &found.main {
        Some(main) => Some(measure::close_up(frame, segmenter, main)?),
        None => None,
    };
    let outlines = found.main.iter().map(face::Face::outline).chain(found.others);
    let faces = outlines.map(|outline| outline.to_photo(frame.scale())).collect();
    let background = measure::background(frame, &whole);
    let cutout = measure::cutout(frame, &whole);
    let seen = match found.main.as_ref().zip(close.as_ref()) {
        Some((main, close)) => Seen {
            faces: Ok(faces),
            head: Ok(measure::head(frame, main, &whole, close)),
            background,
            cutout,
            features: measure::features(frame, &main.mesh, &whole, close),
            light: measure::light(frame, &main.mesh, &whole, close),
            detail: measure::detail(frame, &main.mesh, &whole, close),
            attire: measure::attire(frame, &main.mesh, &whole, close),
        },
        None => Seen { faces: Ok(faces), background, cutout, ..Seen::nothing(Unmeasured::NoFace) },
    };
    progress(Stage::Measured);
    Ok(seen)
}

/// The file for the upload, and what is to be said of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Exported {
    /// The made JPEG; `None`: the original may go up as it is, byte for byte.
    pub jpeg: Option<Vec<u8>>,
    /// How often the picture was encoded until its file was inside the window.
    pub encodes: u32,
    /// What the student should know before uploading it.
    pub notes: Vec<Note>,
    /// Of the file, opened and judged from its own bytes.
    pub report: Report,
}

/// [`open`] and [`Opened::export`] in one, of the original `bytes`.
///
/// # Errors
/// As [`Opened::export`].
pub fn export(
    name: &str,
    bytes: &[u8],
    profile: &Profile,
    crop: Option<Crop>,
    networks: &Networks,
) -> Result<Exported, Error> {
    open(name, bytes, networks).export(bytes, profile, crop, networks)
}

impl Opened {
    /// The JPEG that `profile` asks for, cut by `crop` (without one: by the suggested crop) from the original `bytes`
    /// that were opened; or word that they may go up as they are.
    ///
    /// # Errors
    /// [`Error::Crop`] as [`Opened::judge`]; [`Error::Export`] where no file can be made that the profile takes.
    pub fn export(
        &self,
        bytes: &[u8],
        profile: &Profile,
        crop: Option<Crop>,
        networks: &Networks,
    ) -> Result<Exported, Error> {
        let container = &self.evidence.container;
        self.export_from(&mut |edge_px| decode::decode(bytes, container, edge_px), profile, crop, networks)
    }

    /// [`Opened::export`] with the pixels from the platform's own decoder: `pixels` gives the upright photo with a long
    /// edge of at least what it is asked for.
    ///
    /// # Errors
    /// As [`Opened::export`].
    pub fn export_from(
        &self,
        pixels: Pixels,
        profile: &Profile,
        crop: Option<Crop>,
        networks: &Networks,
    ) -> Result<Exported, Error> {
        let whole = self.judge(profile, None)?;
        if let Some(crop) = &crop {
            self.admit(crop)?;
        }
        if output::goes_up_unchanged(&self.evidence, profile, &whole, crop) {
            return Ok(Exported { jpeg: None, encodes: 0, notes: vec![Note::Unchanged], report: whole });
        }
        let full = self.evidence.size.ok_or(ExportError::Unreadable)?;
        let crop = match crop {
            Some(crop) => crop,
            None => crop::suggest(&self.evidence, profile).map_err(ExportError::NoCrop)?,
        };
        let made = output::make(crop, full, &self.evidence.container, profile, pixels)?;
        let report = open(&output::made_name(&self.name), &made.jpeg, networks).judge(profile, None)?;
        let notes = output::notes(profile, &report);
        Ok(Exported { jpeg: Some(made.jpeg), encodes: made.encodes, notes, report })
    }

    /// What was measured.
    pub fn evidence(&self) -> &Evidence {
        &self.evidence
    }

    /// Judges the picture that `crop` cuts from the photo, or the whole photo, under `profile`. No pixel is touched.
    ///
    /// # Errors
    /// [`Error::Crop`] where `crop` is empty, not finite, or does not touch the photo.
    pub fn judge(&self, profile: &Profile, crop: Option<Crop>) -> Result<Report, Error> {
        if let Some(crop) = &crop {
            self.admit(crop)?;
        }
        Ok(report::judge(&self.name, &self.evidence, profile, crop))
    }

    fn admit(&self, crop: &Crop) -> Result<(), Error> {
        let Rect { x, y, width, height, .. } = crop.rect;
        let shown = format!("{x},{y},{width},{height} turned by {}", crop.roll_deg);
        if ![x, y, width, height, crop.roll_deg].iter().all(|number| number.is_finite()) {
            return Err(Error::Crop(format!("{shown} is not finite")));
        }
        if width < 1.0 || height < 1.0 {
            return Err(Error::Crop(format!("{shown} is smaller than a pixel")));
        }
        match self.evidence.whole() {
            Some(whole) if whole.rect.shared_area(&crop.rect) <= 0.0 => Err(Error::Crop(format!(
                "{shown} lies outside the photo of {} x {}",
                whole.rect.width, whole.rect.height
            ))),
            _ => Ok(()),
        }
    }
}
