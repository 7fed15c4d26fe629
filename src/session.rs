//! Open once, judge many: the slow part happens in [`open`], and judging touches no pixels.

mod opening;

use crate::crop;
use crate::decode::{self, Photo};
use crate::error::{Error, ExportError, ModelError};
use crate::geometry::{Crop, Rect};
use crate::measure::Evidence;
use crate::network::{FileNetwork, Network, NetworkKind};
use crate::output::{self, Note, Pixels};
use crate::profile::Profile;
use crate::report::{self, Report};

pub use opening::{Lap, Opening};

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

    /// Detector, mesher and segmenter, where all three are loaded.
    fn all(&self) -> Option<[&dyn Network; 3]> {
        Some([self.detector.as_deref()?, self.mesher.as_deref()?, self.segmenter.as_deref()?])
    }

    /// Whether all three are loaded.
    pub fn complete(&self) -> bool {
        self.all().is_some()
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
    /// Whether its owner turned it: then its own file would lie on its side, and cannot go up as it is.
    turned: bool,
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
    open_turned(name, bytes, 0, networks, progress)
}

/// [`open_with_progress`] of a photo that lies on its side: turned clockwise by `quarters` of a full turn more than
/// its file says.
pub fn open_turned(name: &str, bytes: &[u8], quarters: u8, networks: &Networks, progress: Progress) -> Opened {
    Opening::new(name, bytes, quarters, progress).finish(networks, progress)
}

/// [`open_with_progress`] with the pixels from the platform's own decoder, for formats that ours does not read.
pub fn open_decoded(name: &str, bytes: &[u8], photo: Photo, networks: &Networks, progress: Progress) -> Opened {
    Opening::of_pixels(name, bytes, photo).finish(networks, progress)
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
        if !self.turned && output::goes_up_unchanged(&self.evidence, profile, &whole, crop) {
            return Ok(Exported { jpeg: None, encodes: 0, notes: vec![Note::Unchanged], report: whole });
        }
        let full = self.evidence.size.ok_or(ExportError::Unreadable)?;
        let crop = match crop {
            Some(crop) => crop,
            None => crop::suggest(&self.evidence, profile).map_err(ExportError::NoCrop)?,
        };
        let made = output::make(crop, full, &self.evidence.container, profile, pixels)?;
        let mut opened = open(&output::made_name(&self.name), &made.jpeg, networks);
        // A picture is no less generated or retouched for having been saved anew.
        opened.evidence.container.provenance.inherit(&self.evidence.container.provenance);
        let report = opened.judge(profile, None)?;
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
