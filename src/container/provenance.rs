//! What a file's own records say of how it was made: the camera, marks of editors, beauty apps and generators, filler.
//!
//! Facts only; which of them is a fault is for the checks. Readers of each record call [`Provenance::mark`].

use std::ops::Range;

/// Marks kept of one file; a hostile file may hold millions.
const MOST_MARKS: usize = 32;

/// Characters of a mark's words that are kept.
const MOST_WORDS: usize = 80;

/// What a mark says of the picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MarkKind {
    /// Declared to be made by a trained model.
    Generated,
    /// Declared to be made in part, or changed, by a trained model.
    PartlyGenerated,
    /// Declared as perhaps or suspectedly made by one.
    MaybeGenerated,
    /// An app's own record that the face was retouched or a filter laid on.
    Retouched,
    /// Saved by a beauty app that does not say what it did.
    BeautyApp,
    /// Saved by an editor, or its record of an edit.
    Edited,
    /// Its records, not necessarily its pixels, were written by a tool.
    Rewritten,
    /// A camera's records in a file that a library wrote; or none, and a library that no camera uses without.
    Resaved,
    /// Last changed later than taken.
    Redated,
}

/// One such mark.
#[derive(Clone, Debug, PartialEq)]
pub struct Mark {
    pub kind: MarkKind,
    /// The record that bears it, as `exif:Software`.
    pub place: &'static str,
    /// Of the record in the file.
    pub offset: u64,
    /// What it says, shortened.
    pub words: String,
}

/// What a picture stays when its pixels are saved anew.
const LASTING: [MarkKind; 5] = [
    MarkKind::Generated,
    MarkKind::PartlyGenerated,
    MarkKind::MaybeGenerated,
    MarkKind::Retouched,
    MarkKind::BeautyApp,
];

/// Bytes that carry nothing.
#[derive(Clone, Debug, PartialEq)]
pub struct Filler {
    /// Where: `after-end`, or the segment's name.
    pub place: &'static str,
    pub offset: u64,
    pub bytes: u64,
    /// Whether they are filler beyond doubt, not the record of a device that is not known here.
    pub certain: bool,
}

/// What the EXIF says of the camera; empty where it says nothing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Camera {
    pub make: String,
    pub model: String,
    pub lens: String,
    /// Offset of the lens's name in the file.
    pub lens_offset: u64,
    /// Focal length of the same view on 36 x 24 mm film, mm.
    pub focal_35mm: Option<f64>,
    /// Width and height of the picture when the camera wrote the EXIF, px.
    pub pixel_size: Option<(u32, u32)>,
    /// Whether the maker's own block is there.
    pub maker_note: bool,
    /// When the picture was taken, as written: `2024:05:07 09:33:04`.
    pub taken: String,
    /// When the file was last changed.
    pub changed: String,
}

impl Camera {
    /// Whether the EXIF names a camera.
    pub fn is_named(&self) -> bool {
        !self.make.is_empty() || !self.model.is_empty()
    }
}

/// All that the records say.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Provenance {
    pub camera: Camera,
    /// In the order of the file.
    pub marks: Vec<Mark>,
    pub filler: Vec<Filler>,
    /// Where the EXIF's thumbnail lies in the file, if it is a JPEG.
    pub thumbnail: Option<Range<usize>>,
    /// Whether a beauty app says of every step of its that it was not taken.
    pub untouched_by_app: bool,
    /// The encoder, by its tables and the order of its segments; empty where it is not known.
    pub encoder: String,
}

impl Provenance {
    /// Notes a mark, once of each kind and place.
    pub(super) fn mark(&mut self, kind: MarkKind, place: &'static str, offset: usize, words: &str) {
        let known = self.marks.iter().any(|mark| mark.kind == kind && mark.place == place);
        if known || self.marks.len() >= MOST_MARKS {
            return;
        }
        let clean = words.trim().chars().filter(|c| !c.is_control()).take(MOST_WORDS).collect();
        self.marks.push(Mark { kind, place, offset: offset as u64, words: clean });
    }

    /// Takes over what a picture stays when its pixels are saved anew: the new file's own records are empty.
    pub(crate) fn inherit(&mut self, original: &Provenance) {
        self.untouched_by_app |= original.untouched_by_app;
        self.marks.extend(original.marks.iter().filter(|mark| LASTING.contains(&mark.kind)).cloned());
    }

    /// Notes filler.
    pub(super) fn fill(&mut self, place: &'static str, offset: usize, bytes: usize, certain: bool) {
        if self.filler.len() < MOST_MARKS {
            self.filler.push(Filler { place, offset: offset as u64, bytes: bytes as u64, certain });
        }
    }

    /// The first mark of one of `kinds`, the first kind first.
    pub fn find(&self, kinds: &[MarkKind]) -> Option<&Mark> {
        kinds.iter().find_map(|kind| self.marks.iter().find(|mark| mark.kind == *kind))
    }

    /// The filler of this certainty: all its bytes, and the largest piece.
    pub fn filler(&self, certain: bool) -> Option<(u64, &Filler)> {
        let pieces = || self.filler.iter().filter(move |piece| piece.certain == certain);
        let largest = pieces().max_by_key(|piece| piece.bytes)?;
        Some((pieces().map(|piece| piece.bytes).sum(), largest))
    }
}
