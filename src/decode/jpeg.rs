//! JPEG at a scale, by `jpeg-decoder`: its inverse DCT gives 1/2, 1/4 or 1/8 directly.

use super::Stored;
use crate::container::{Container, JpegColor, JpegHeader, JpegProcess};
use crate::error::PhotoError;
use jpeg_decoder::{Decoder, PixelFormat};

/// Appended to a file that was cut short: zero bits are the most frequent symbols, so the rows that are missing come out
/// flat, and the end marker ends them.
const PATCH_BYTES: usize = 1 << 16;

/// Decodes at the smallest scale whose long edge is at least `long_edge_px`.
pub(super) fn decode(bytes: &[u8], container: &Container, long_edge_px: u32) -> Result<Stored, PhotoError> {
    let header = container.jpeg.as_ref().filter(|header| is_readable(header));
    let (Some(_), Some(full_size)) = (header, container.stored_size) else {
        return Err(PhotoError::Unsupported("JPEG with these components".to_owned()));
    };
    let icc = joined(bytes, container);
    let whole = container.end.marked == Some(true);
    match pixels(bytes, full_size, long_edge_px) {
        Ok((width, height, rgba)) => Ok(Stored { width, height, rgba, full_size, icc, intact: whole }),
        Err(reason) if !whole => {
            let mut patched = bytes.to_vec();
            patched.resize(bytes.len() + PATCH_BYTES, 0);
            patched.extend([0xFF, 0xD9]);
            // The first reason is the true one.
            let (width, height, rgba) =
                pixels(&patched, full_size, long_edge_px).map_err(|_| PhotoError::Undecodable(reason))?;
            Ok(Stored { width, height, rgba, full_size, icc, intact: false })
        }
        Err(reason) => Err(PhotoError::Undecodable(reason)),
    }
}

/// The decoder takes for granted what the standard demands (T.81, B.2.2 and B.2.3): it is checked here.
fn is_readable(header: &JpegHeader) -> bool {
    let sampled = |factor: u8| (1..=4).contains(&factor);
    header.color != JpegColor::Other
        && header.components.iter().all(|one| sampled(one.sampling.0) && sampled(one.sampling.1))
}

/// The ICC profile's segments in one.
fn joined(bytes: &[u8], container: &Container) -> Option<Vec<u8>> {
    let parts = container.icc.iter().filter_map(|place| bytes.get(place.clone()));
    let profile = parts.flatten().copied().collect::<Vec<u8>>();
    (!profile.is_empty()).then_some(profile)
}

/// Width, height and R G B A at the scale; the decoder's words where it fails.
fn pixels(bytes: &[u8], full_size: (u32, u32), long_edge_px: u32) -> Result<(u32, u32, Vec<u8>), String> {
    let words = |error: jpeg_decoder::Error| error.to_string();
    let mut decoder = Decoder::new(bytes);
    decoder.read_info().map_err(words)?;
    let (width, height) = scaled(full_size, long_edge_px);
    let (width, height) = decoder.scale(width, height).map_err(words)?;
    let data = decoder.decode().map_err(words)?;
    let format = decoder.info().ok_or("no frame header")?.pixel_format;
    let rgba = to_rgba(&data, format)?;
    let (width, height) = (u32::from(width), u32::from(height));
    if rgba.len() as u64 != u64::from(width) * u64::from(height) * 4 {
        return Err(format!("{} bytes for {width} x {height} pixels", rgba.len()));
    }
    Ok((width, height, rgba))
}

/// The topmost rows of a large baseline JPEG at full resolution, at most `most_px` pixels of them: where the copy that is
/// judged was decoded smaller, something has to show the pixels themselves. The header is told that the picture is lower
/// than it is; what follows its last row is not looked at. `None` for other codings, or where the decoder refuses.
pub(super) fn top_rows(bytes: &[u8], container: &Container, most_px: u32) -> Option<(u32, u32, Vec<u8>)> {
    let header = container.jpeg.as_ref().filter(|header| is_readable(header))?;
    let (width, height) = container.stored_size.filter(|_| header.process == JpegProcess::Baseline)?;
    // Whole rows of blocks, of the largest kind.
    let rows = (most_px / width / 32 * 32).min(height);
    let low = u16::try_from(rows).ok().filter(|rows| *rows > 0)?;
    let scan = memchr::memmem::find(bytes, &[0xFF, 0xDA])?;
    let frame = usize::try_from(container.frame_offset?).ok().filter(|frame| *frame + 3 <= bytes.len())?;
    // The scan's share of the file and as much again: the top is seldom the busiest part.
    let data = bytes.len().checked_sub(scan.max(frame))?;
    let enough = (data as u64 * u64::from(rows) / u64::from(height) * 2) as usize + PATCH_BYTES;
    let end = bytes.len().min(scan.max(frame) + enough);
    let mut strip = bytes.get(..end)?.to_vec();
    strip.get_mut(frame + 1..frame + 3)?.copy_from_slice(&low.to_be_bytes());
    strip.extend([0xFF, 0xD9]);
    pixels(&strip, (width, rows), u32::MAX).ok()
}

/// The size to ask for.
fn scaled((width, height): (u32, u32), long_edge_px: u32) -> (u16, u16) {
    let divisor =
        [8, 4, 2].into_iter().find(|divisor| width.max(height).div_ceil(*divisor) >= long_edge_px).unwrap_or(1);
    // A JPEG's sides have 16 bits (T.81, B.2.2).
    let side = |length: u32| u16::try_from(length.div_ceil(divisor)).unwrap_or(u16::MAX);
    (side(width), side(height))
}

fn to_rgba(data: &[u8], format: PixelFormat) -> Result<Vec<u8>, String> {
    Ok(match format {
        PixelFormat::L8 => data.iter().flat_map(|grey| [*grey, *grey, *grey, 255]).collect(),
        PixelFormat::RGB24 => {
            let mut rgba = vec![255; data.len() / 3 * 4];
            for (to, from) in rgba.chunks_exact_mut(4).zip(data.chunks_exact(3)) {
                to[..3].copy_from_slice(from);
            }
            rgba
        }
        PixelFormat::CMYK32 => data.chunks_exact(4).flat_map(from_cmyk).collect(),
        PixelFormat::L16 => return Err("16-bit samples".to_owned()),
    })
}

/// Ink amounts to light without a profile: what is not covered by the ink nor by black. As libraries do that have no
/// colour management.
fn from_cmyk(ink: &[u8]) -> [u8; 4] {
    let light = |at: usize| {
        let free = |at: usize| 255 - u16::from(ink.get(at).copied().unwrap_or(0));
        ((free(at) * free(3) + 127) / 255).min(255) as u8
    };
    [light(0), light(1), light(2), 255]
}
