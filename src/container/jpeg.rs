//! JPEG from its markers alone (ITU-T T.81, annex B): what process coded it, its components, tables, profile and EXIF,
//! and where the picture ends. Entropy-coded data are skipped by searching for the next marker.

use super::encoder::{self, Order};
use super::provenance::MarkKind;
use super::{Container, be_u16, c2pa, filler, labels, photoshop, xmp};
use crate::statistics;

/// How the pixels are coded: the start-of-frame marker (T.81, table B.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JpegProcess {
    /// SOF0: what every reader reads.
    Baseline,
    /// SOF1, Huffman: with 8 bits as good as baseline, with 12 rarely read.
    Extended,
    /// SOF2, Huffman.
    Progressive,
    /// SOF3.
    Lossless,
    /// SOF9 to SOF11: arithmetic coding.
    Arithmetic,
    /// SOF5 to SOF7, SOF13 to SOF15.
    Hierarchical,
}

/// What the components are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JpegColor {
    Grey,
    YCbCr,
    Rgb,
    Cmyk,
    Ycck,
    /// Two components, or more than four.
    Other,
}

/// One component of the frame header.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Component {
    pub id: u8,
    /// Horizontal and vertical sampling factor, 1..=4.
    pub sampling: (u8, u8),
    /// Which quantisation table it uses.
    pub table: u8,
}

/// A quantisation table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QuantTable {
    /// Destination, 0..=3.
    pub id: u8,
    /// In zigzag order, as stored.
    pub values: [u16; 64],
}

/// The headers of a JPEG.
#[derive(Clone, Debug, PartialEq)]
pub struct JpegHeader {
    pub process: JpegProcess,
    /// Bits a sample: 8 or 12; 2..=16 if lossless.
    pub precision_bits: u8,
    pub components: Vec<Component>,
    pub color: JpegColor,
    /// In the order of the file.
    pub tables: Vec<QuantTable>,
    /// Horizontal and vertical density of the JFIF header, dots per inch; `None` without one in inches or centimetres.
    pub density_dpi: Option<(u16, u16)>,
}

/// Markers that stand alone, without a length (T.81, table B.1): TEM, RST0 to RST7.
fn stands_alone(marker: u8) -> bool {
    marker == 0x01 || (0xD0..=0xD7).contains(&marker)
}

/// What is gathered on the walk.
#[derive(Default)]
struct Walk {
    frame: Option<(JpegProcess, u8, Vec<Component>)>,
    tables: Vec<QuantTable>,
    density_dpi: Option<(u16, u16)>,
    /// Colour transform of the Adobe segment: 0 none, 1 YCbCr, 2 YCCK.
    adobe: Option<u8>,
    jfif: bool,
    /// Sequence number and place of each ICC segment's data.
    icc: Vec<(u8, std::ops::Range<usize>)>,
    order: Order,
    filler: filler::Count,
    /// Place of each JUMBF segment's part of the store.
    jumbf: Vec<std::ops::Range<usize>>,
    /// Whether entropy-coded data have begun: what stands between segments then is the picture.
    scanned: bool,
}

/// Fills in what the markers say.
pub(super) fn read(bytes: &[u8], container: &mut Container) {
    let mut walk = Walk::default();
    // After SOI.
    let mut at = 2;
    loop {
        let Some((marker, body)) = next_marker(bytes, at) else {
            container.ends_at(bytes.len(), false);
            break;
        };
        if !walk.scanned && body > at + 2 {
            walk.filler.gap(body - at - 2, at, &mut container.provenance);
        }
        at = body;
        if marker == 0xD9 {
            container.ends_at(body, true);
            break;
        }
        if stands_alone(marker) || marker == 0xD8 {
            continue;
        }
        let length = usize::from(be_u16(bytes, body).unwrap_or(0));
        let segment = bytes.get(body + 2..body + length.max(2)).unwrap_or_default();
        if segment.is_empty() && length > 2 {
            container.ends_at(bytes.len(), false);
            break;
        }
        walk.segment(marker, segment, body + 2, container);
        walk.origin(marker, segment, body + 2, container);
        at = body + length.max(2);
    }
    let in_order = statistics::ascending(walk.icc.iter().map(|(number, _)| f64::from(*number)));
    container.icc = in_order.into_iter().map(|place| walk.icc[place].1.clone()).collect();
    walk.finish_origin(bytes, container);
    container.jpeg = walk.header(container);
    let end = usize::try_from(container.end.offset).unwrap_or(bytes.len());
    filler::after_end(bytes, end, &mut container.provenance);
}

/// The marker's own name, for a finding.
const fn application(marker: u8) -> &'static str {
    const NAMES: [&str; 16] = [
        "APP0", "APP1", "APP2", "APP3", "APP4", "APP5", "APP6", "APP7", "APP8", "APP9", "APP10", "APP11", "APP12",
        "APP13", "APP14", "APP15",
    ];
    NAMES[(marker & 15) as usize]
}

/// The next marker at or after `at` and the offset after it. Skips entropy-coded data and anything else between
/// segments.
fn next_marker(bytes: &[u8], mut at: usize) -> Option<(u8, usize)> {
    loop {
        at += memchr::memchr(0xFF, bytes.get(at..)?)? + 1;
        match bytes.get(at)? {
            // A stuffed zero belongs to the data, another FF is fill (T.81, B.1.1.2).
            0x00 => at += 1,
            0xFF => {}
            marker => return Some((*marker, at + 1)),
        }
    }
}

impl Walk {
    fn segment(&mut self, marker: u8, segment: &[u8], offset: usize, container: &mut Container) {
        match marker {
            0xC0..=0xCF if !matches!(marker, 0xC4 | 0xC8 | 0xCC) => self.frame(marker, segment, offset, container),
            0xDB => self.quantisation(segment),
            0xE0 if segment.starts_with(b"JFIF\0") => self.jfif(segment),
            0xE1 => {
                if let Some(tiff) = segment.strip_prefix(b"Exif\0\0") {
                    container.read_exif(tiff, offset + 6);
                }
            }
            0xE2 => self.icc(segment, offset),
            0xEE if segment.starts_with(b"Adobe") => self.adobe = segment.get(11).copied(),
            _ => {}
        }
    }

    /// What the segment says of where the file comes from.
    fn origin(&mut self, marker: u8, segment: &[u8], offset: usize, container: &mut Container) {
        if !self.scanned {
            self.order.note(marker);
        }
        let found = &mut container.provenance;
        match marker {
            0xDA => self.scanned = true,
            0xDB | 0xC4 if !self.scanned => self.filler.table(segment.len(), offset, found),
            0xFE => {
                labels::read(found, "COM", offset, &String::from_utf8_lossy(segment), true);
                self.filler.comment(segment, offset, found);
            }
            0xE0..=0xEF => {
                self.filler.application(application(marker), segment, offset, found);
                self.application(marker, segment, offset, container);
            }
            _ => {}
        }
    }

    fn application(&mut self, marker: u8, segment: &[u8], offset: usize, container: &mut Container) {
        /// Name, UUID-like GUID, total length and offset before the part of an extended packet (ISO 16684-3, 1.1.3.1).
        const EXTENDED_HEAD: usize = 75;
        /// "JP", instance and sequence number before the boxes (ISO/IEC 19566-5, annex D).
        const JUMBF_HEAD: usize = 8;
        let found = &mut container.provenance;
        match marker {
            0xE1 if segment.starts_with(b"http://ns.adobe.com/xap/1.0/") => xmp::read(segment, offset, found),
            0xE1 if segment.starts_with(b"http://ns.adobe.com/xmp/extension/") => {
                xmp::read(segment.get(EXTENDED_HEAD..).unwrap_or_default(), offset + EXTENDED_HEAD, found);
            }
            // Some writers leave out the name.
            0xE1 if segment.starts_with(b"<") => xmp::read(segment, offset, found),
            0xEB if segment.starts_with(b"JP") && segment.len() > JUMBF_HEAD => {
                // Every part after the first repeats the head of the outermost box.
                let again = segment.get(4..8).is_some_and(|number| number != [0, 0, 0, 1]);
                let head = if again && !self.jumbf.is_empty() { JUMBF_HEAD + 8 } else { JUMBF_HEAD };
                self.jumbf.push(offset + head.min(segment.len())..offset + segment.len());
            }
            0xEC if segment.starts_with(b"Ducky") => self.order.save_for_web = true,
            0xED if segment.starts_with(photoshop::NAME) => {
                self.order.photoshop_segment = true;
                let name = photoshop::NAME.len();
                photoshop::read(&segment[name..], offset + name, found);
            }
            // Version 100 with the bit "Encoded with Blend=1 downsampling" (ExifTool, JPEG Adobe tags).
            0xEE if segment.starts_with(b"Adobe\0\x64")
                && be_u16(segment, 7).is_some_and(|flags| flags & 0x8000 != 0) =>
            {
                self.order.save_for_web = true;
            }
            _ => {}
        }
    }

    /// What only the whole file tells.
    fn finish_origin(&mut self, bytes: &[u8], container: &mut Container) {
        let parts = self.jumbf.iter().filter_map(|place| bytes.get(place.clone()));
        let store: Vec<u8> = parts.flatten().copied().collect();
        let start = self.jumbf.first().map_or(0, |place| place.start);
        let found = &mut container.provenance;
        c2pa::read(&store, start, found);
        std::mem::take(&mut self.filler).finish(found);
        if self.order.save_for_web {
            found.mark(MarkKind::Edited, "APP12/APP14", 2, "Adobe Photoshop, Save for Web");
        }
        if self.order.is_library() {
            let tables = self.tables.first().is_some_and(|table| encoder::is_mozjpeg(&table.values));
            if found.camera.is_named() {
                found.mark(MarkKind::Resaved, "segments", 2, "");
            } else if let Some(offset) = encoder::skia_profile(bytes, &container.icc) {
                found.mark(MarkKind::Resaved, "icc:copyright", offset, "Skia: a web page or an Android app");
            } else if tables {
                found.mark(MarkKind::Resaved, "DQT", 2, "mozjpeg: a web page or a compressor");
            }
        }
    }

    /// T.81, B.2.2. Only the first counts: a later one belongs to something appended.
    fn frame(&mut self, marker: u8, segment: &[u8], offset: usize, container: &mut Container) {
        if self.frame.is_some() {
            return;
        }
        let (Some(&precision), Some(height), Some(width), Some(&count)) =
            (segment.first(), be_u16(segment, 1), be_u16(segment, 3), segment.get(5))
        else {
            return;
        };
        let process = match marker {
            0xC0 => JpegProcess::Baseline,
            0xC1 => JpegProcess::Extended,
            0xC2 => JpegProcess::Progressive,
            0xC3 => JpegProcess::Lossless,
            0xC9..=0xCB => JpegProcess::Arithmetic,
            _ => JpegProcess::Hierarchical,
        };
        let component = |three: &[u8]| match three {
            [id, factors, table] => Component { id: *id, sampling: (factors >> 4, factors & 15), table: *table },
            _ => Component { id: 0, sampling: (1, 1), table: 0 },
        };
        let rest = segment.get(6..).unwrap_or_default();
        let components = rest.chunks_exact(3).take(usize::from(count)).map(component).collect();
        if width > 0 && height > 0 {
            container.stored_size = Some((u32::from(width), u32::from(height)));
            container.frame_offset = Some(offset as u64);
        }
        self.frame = Some((process, precision, components));
    }

    /// T.81, B.2.4.1: several tables may share a segment.
    fn quantisation(&mut self, mut segment: &[u8]) {
        /// A file has four destinations; redefinitions beyond this are not worth memory.
        const MOST: usize = 16;
        while let Some((&head, rest)) = segment.split_first() {
            let wide = head >> 4 != 0;
            let length = if wide { 128 } else { 64 };
            let Some(data) = rest.get(..length).filter(|_| self.tables.len() < MOST) else { return };
            let mut values = [0; 64];
            for (index, value) in values.iter_mut().enumerate() {
                *value = if wide { be_u16(data, index * 2).unwrap_or(0) } else { u16::from(data[index]) };
            }
            self.tables.push(QuantTable { id: head & 15, values });
            segment = rest.get(length..).unwrap_or_default();
        }
    }

    /// JFIF 1.02: units at 7 (1: inch, 2: centimetre), densities at 8 and 10.
    fn jfif(&mut self, segment: &[u8]) {
        self.jfif = true;
        let (Some(x), Some(y)) = (be_u16(segment, 8), be_u16(segment, 10)) else { return };
        let to_inch = |dots: u16| u16::try_from((u32::from(dots) * 254 + 50) / 100).unwrap_or(u16::MAX);
        self.density_dpi = match segment.get(7) {
            Some(1) => Some((x, y)),
            Some(2) => Some((to_inch(x), to_inch(y))),
            _ => None,
        };
    }

    /// ICC.1:2022, annex B.4: a name of 12 bytes, sequence number, count, data.
    fn icc(&mut self, segment: &[u8], offset: usize) {
        const HEAD: usize = 14;
        if segment.starts_with(b"ICC_PROFILE\0") && segment.len() > HEAD {
            self.icc.push((segment[12], offset + HEAD..offset + segment.len()));
        }
    }

    fn header(self, container: &mut Container) -> Option<JpegHeader> {
        let color = self.color();
        let (process, precision_bits, components) = self.frame?;
        let tables = self.tables;
        let header = JpegHeader { process, precision_bits, components, color, tables, density_dpi: self.density_dpi };
        container.provenance.encoder = encoder::name(&header, &self.order);
        Some(header)
    }

    /// As libjpeg decides: the Adobe segment, then JFIF, then the component's names.
    fn color(&self) -> JpegColor {
        let Some((_, _, components)) = &self.frame else { return JpegColor::Other };
        let ids: Vec<u8> = components.iter().map(|component| component.id).collect();
        match (components.len(), self.adobe) {
            (1, _) => JpegColor::Grey,
            (3, Some(0)) => JpegColor::Rgb,
            (3, None) if !self.jfif && ids == *b"RGB" => JpegColor::Rgb,
            (3, _) => JpegColor::YCbCr,
            (4, Some(2)) => JpegColor::Ycck,
            (4, _) => JpegColor::Cmyk,
            _ => JpegColor::Other,
        }
    }
}
