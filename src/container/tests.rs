//! Headers made here, read again.

use super::*;

/// A JPEG segment.
fn segment(marker: u8, data: &[u8]) -> Vec<u8> {
    let length = u16::try_from(data.len() + 2).unwrap().to_be_bytes();
    [&[0xFF, marker], length.as_slice(), data].concat()
}

/// A start-of-frame segment of 8 (or `bits`) bits and the components named.
fn frame(marker: u8, bits: u8, ids: &[u8]) -> Vec<u8> {
    let components = ids.iter().flat_map(|id| [*id, 0x11, 0]);
    let head = [bits, 0, 40, 0, 30, u8::try_from(ids.len()).unwrap()];
    segment(marker, &head.into_iter().chain(components).collect::<Vec<_>>())
}

fn jpeg(segments: &[Vec<u8>]) -> Vec<u8> {
    [&[0xFF, 0xD8][..], &segments.concat(), &segment(0xDA, &[0; 10]), &[1, 2, 0xFF, 0, 0xFF, 0xD3, 9, 0xFF, 0xD9]]
        .concat()
}

fn header(segments: &[Vec<u8>]) -> JpegHeader {
    sniff(&jpeg(segments)).jpeg.unwrap()
}

#[test]
fn every_process_is_told_apart() {
    use JpegProcess::*;
    let expected = [
        (0xC0, Baseline),
        (0xC1, Extended),
        (0xC2, Progressive),
        (0xC3, Lossless),
        (0xC9, Arithmetic),
        (0xCD, Hierarchical),
    ];
    for (marker, process) in expected {
        assert_eq!(header(&[frame(marker, 8, &[1, 2, 3])]).process, process);
    }
    assert_eq!(header(&[frame(0xC1, 12, &[1])]).precision_bits, 12);
}

#[test]
fn colours_follow_adobe_then_jfif_then_names() {
    let adobe = |transform: u8| segment(0xEE, &[b"Adobe".as_slice(), &[0; 6], &[transform]].concat());
    let jfif = segment(0xE0, b"JFIF\0\x01\x02\x01\0\x48\0\x48\0\0");
    let color = |segments: &[Vec<u8>]| header(segments).color;
    assert_eq!(color(&[frame(0xC0, 8, &[1])]), JpegColor::Grey);
    assert_eq!(color(&[frame(0xC0, 8, &[1, 2, 3])]), JpegColor::YCbCr);
    assert_eq!(color(&[frame(0xC0, 8, b"RGB")]), JpegColor::Rgb);
    assert_eq!(color(&[jfif.clone(), frame(0xC0, 8, b"RGB")]), JpegColor::YCbCr);
    assert_eq!(color(&[adobe(0), frame(0xC0, 8, &[1, 2, 3, 4])]), JpegColor::Cmyk);
    assert_eq!(color(&[adobe(2), frame(0xC0, 8, &[1, 2, 3, 4])]), JpegColor::Ycck);
    assert_eq!(header(&[jfif, frame(0xC0, 8, &[1])]).density_dpi, Some((72, 72)));
}

#[test]
fn size_tables_and_profile_are_read() {
    let table = segment(0xDB, &[&[0][..], &[7; 64], &[0x11][..], &[0, 9].repeat(64)].concat());
    let icc = |number: u8| segment(0xE2, &[b"ICC_PROFILE\0".as_slice(), &[number, 2, number]].concat());
    let file = jpeg(&[table, icc(2), icc(1), frame(0xC0, 8, &[1, 2, 3])]);
    let container = sniff(&file);
    assert_eq!(container.stored_size, Some((30, 40)));
    let values: Vec<_> = container.jpeg.unwrap().tables.iter().map(|table| (table.id, table.values[63])).collect();
    assert_eq!(values, [(0, 7), (1, 9)]);
    let parts: Vec<_> = container.icc.into_iter().map(|place| file[place].to_vec()).collect();
    assert_eq!(parts, [vec![1], vec![2]]);
}

#[test]
fn bytes_after_the_end_are_counted_and_a_missing_end_is_noticed() {
    let whole = jpeg(&[frame(0xC0, 8, &[1])]);
    assert_eq!(sniff(&whole).end, End { marked: Some(true), offset: whole.len() as u64, trailing_bytes: 0 });
    let padded = [whole.clone(), vec![0; 1000]].concat();
    assert_eq!(sniff(&padded).end, End { marked: Some(true), offset: whole.len() as u64, trailing_bytes: 1000 });
    assert_eq!(sniff(&whole[..whole.len() - 1]).end.marked, Some(false));
}

#[test]
fn formats_are_known_by_content() {
    let heic = [&[0, 0, 0, 24][..], b"ftypmif1\0\0\0\0mif1heic"].concat();
    let avif = [&[0, 0, 0, 24][..], b"ftypavif\0\0\0\0avifmif1"].concat();
    let mp4 = [&[0, 0, 0, 20][..], b"ftypisom\0\0\0\0isom"].concat();
    let expected: [(&[u8], Format); 8] = [
        (b"", Format::Empty),
        (b"hello, this is a text", Format::Other),
        (&heic, Format::Heic),
        (&avif, Format::Avif),
        (&mp4, Format::Other),
        (b"GIF89a\x05\0\x04\0\0\0\0;", Format::Gif),
        (b"II*\0rest", Format::Tiff),
        (b"RIFF\x04\0\0\0WEBP", Format::Webp),
    ];
    for (bytes, format) in expected {
        assert_eq!(sniff(bytes).format, format, "{bytes:?}");
    }
}

#[test]
fn a_png_and_a_gif_end_at_their_own_marks() {
    let chunk = |kind: &[u8; 4], data: &[u8]| {
        [&u32::try_from(data.len()).unwrap().to_be_bytes()[..], kind, data, &[0; 4]].concat()
    };
    let size = [0, 0, 0, 5, 0, 0, 0, 4, 8, 2, 0, 0, 0];
    let png = [b"\x89PNG\r\n\x1A\n".to_vec(), chunk(b"IHDR", &size), chunk(b"IEND", &[]), vec![9; 3]].concat();
    let seen = sniff(&png);
    assert_eq!((seen.stored_size, seen.end.marked, seen.end.trailing_bytes), (Some((5, 4)), Some(true), 3));
    let gif = sniff(b"GIF89a\x05\0\x04\0\0\0\0!\xF9\x04\0\0\0\0\0,\0\0\0\0\x05\0\x04\0\0\x02\x02\x4C\x01\0;xx");
    assert_eq!((gif.stored_size, gif.end.marked, gif.end.trailing_bytes), (Some((5, 4)), Some(true), 2));
}

#[test]
fn no_prefix_and_no_flipped_byte_panics() {
    let file = jpeg(&[segment(0xDB, &[0; 65]), frame(0xC0, 8, &[1, 2, 3])]);
    for end in 0..file.len() {
        sniff(&file[..end]);
    }
    for at in 0..file.len() {
        for value in [0, 1, 0x7F, 0xD8, 0xD9, 0xDA, 0xFF] {
            let mut broken = file.clone();
            broken[at] = value;
            sniff(&broken);
        }
    }
}

#[test]
fn four_quarters_bring_every_orientation_back_and_two_are_half_a_turn() {
    let tags = |quarters: u8| (1..=8).map(move |tag| Orientation::new(tag).unwrap().turned(quarters).tag());
    assert!(tags(4).eq(1..=8));
    // Half a turn: upright and 180 degrees change places, as do the mirrored pairs and the two that lie on a side.
    assert!(tags(2).eq([3, 4, 1, 2, 7, 8, 5, 6]));
    // EXIF tag 6 is shown a quarter clockwise of how it is stored.
    assert_eq!(tags(1).next(), Some(6));
}

#[test]
fn a_webp_frame_beyond_its_canvas_has_no_size() {
    let chunk = |kind: &[u8], data: &[u8]| [kind, &(data.len() as u32).to_le_bytes(), data].concat();
    let canvas = chunk(b"VP8X", &[0, 0, 0, 0, 99, 0, 0, 99, 0, 0]);
    let lossy = |width: u16| {
        let [low, high] = width.to_le_bytes();
        chunk(b"VP8 ", &[0, 0, 0, 0x9D, 0x01, 0x2A, low, high, 100, 0])
    };
    let size = |chunks: &[&[u8]]| {
        let body = [b"WEBP", chunks.concat().as_slice()].concat();
        sniff(&[b"RIFF", &(body.len() as u32).to_le_bytes()[..], &body].concat()).stored_size
    };
    assert_eq!(size(&[&canvas, &lossy(100)]), Some((100, 100)));
    assert_eq!(size(&[&canvas, &lossy(16_000)]), None);
    let moving = |width| chunk(b"ANMF", &[&[0; 16][..], &lossy(width)].concat());
    assert_eq!((size(&[&canvas, &moving(100)]), size(&[&canvas, &moving(16_000)])), (Some((100, 100)), None));
    // Frames in frames, as deep as a file is long.
    let deep = [&b"ANMF\xff\xff\xff\0"[..], &[0; 16]].concat().repeat(100_000);
    assert_eq!(size(&[&canvas, &deep]), Some((100, 100)));
}
