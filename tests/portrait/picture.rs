//! A plain picture, and its way to and from files: JPEG at a given quality, PNG.
//!
//! Eight bits, sRGB, three channels, row by row. The same picture always gives the same bytes.

/// `rgb` holds `3 * width_px * height_px` bytes.
#[derive(Clone, Debug, PartialEq)]
pub struct Picture {
    pub width_px: usize,
    pub height_px: usize,
    pub rgb: Vec<u8>,
}

impl Picture {
    /// One colour all over.
    pub fn plain(width_px: usize, height_px: usize, colour: [u8; 3]) -> Picture {
        Picture { width_px, height_px, rgb: colour.repeat(width_px * height_px) }
    }

    /// The pixel at (x, y); outside, the nearest one inside.
    pub fn at(&self, x: isize, y: isize) -> [u8; 3] {
        let i = 3
            * (y.clamp(0, self.height_px as isize - 1) as usize * self.width_px
                + x.clamp(0, self.width_px as isize - 1) as usize);
        [self.rgb[i], self.rgb[i + 1], self.rgb[i + 2]]
    }

    /// Sets the pixel at (x, y); outside, nothing.
    pub fn set(&mut self, x: usize, y: usize, colour: [u8; 3]) {
        if x < self.width_px && y < self.height_px {
            let i = 3 * (y * self.width_px + x);
            self.rgb[i..i + 3].copy_from_slice(&colour);
        }
    }

    /// Each pixel by a function of its place and colour.
    pub fn map(&self, f: impl Fn(usize, usize, [u8; 3]) -> [u8; 3]) -> Picture {
        let mut out = self.clone();
        for (i, pixel) in out.rgb.chunks_exact_mut(3).enumerate() {
            let value = f(i % self.width_px, i / self.width_px, [pixel[0], pixel[1], pixel[2]]);
            pixel.copy_from_slice(&value);
        }
        out
    }

    /// A baseline JPEG; `quality` 1..=100. From 90 upwards the colours keep their full resolution.
    pub fn jpeg(&self, quality: u8) -> Vec<u8> {
        use jpeg_encoder::{ColorType, Encoder, SamplingFactor};
        let mut out = Vec::new();
        let mut encoder = Encoder::new(&mut out, quality);
        encoder.set_sampling_factor(if quality >= 90 { SamplingFactor::F_1_1 } else { SamplingFactor::F_2_2 });
        encoder.set_density(jpeg_encoder::PixelDensity {
            density: (300, 300),
            unit: jpeg_encoder::PixelDensityUnit::Inches,
        });
        let (width, height) = (side(self.width_px), side(self.height_px));
        encoder.encode(&self.rgb, width, height, ColorType::Rgb).expect("pixels fit their size");
        out
    }

    pub fn png(&self) -> Vec<u8> {
        use image::ImageEncoder;
        let mut out = Vec::new();
        image::codecs::png::PngEncoder::new(&mut out)
            .write_image(
                &self.rgb,
                u32::from(side(self.width_px)),
                u32::from(side(self.height_px)),
                image::ExtendedColorType::Rgb8,
            )
            .expect("pixels fit their size");
        out
    }

    /// The pixels of a colour JPEG such as [`Picture::jpeg`] makes.
    pub fn from_jpeg(bytes: &[u8]) -> Picture {
        let mut decoder = jpeg_decoder::Decoder::new(bytes);
        let rgb = decoder.decode().expect("a whole JPEG");
        let info = decoder.info().expect("a decoded JPEG has a header");
        assert_eq!(info.pixel_format, jpeg_decoder::PixelFormat::RGB24, "a colour JPEG of eight bits");
        Picture { width_px: usize::from(info.width), height_px: usize::from(info.height), rgb }
    }
}

fn side(px: usize) -> u16 {
    u16::try_from(px).expect("a side of at most 65535 px")
}
