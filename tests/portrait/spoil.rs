//! One defect at a time, in graded steps, into any picture: drawn ones and real photos alike.
//!
//! Every function takes a picture and a strength and returns a new picture; the neutral strength returns the same pixels
//! (but for [`jpeg`]). Nothing here is random: the same call gives the same bytes.

use super::Picture;

/// From an sRGB value 0..=1 to linear light. IEC 61966-2-1.
pub fn linear(v: f64) -> f64 {
    if v <= 0.040_45 { v / 12.92 } else { ((v + 0.055) / 1.055).powf(2.4) }
}

/// From linear light 0..=1 to an sRGB value. IEC 61966-2-1.
pub fn gamma_coded(v: f64) -> f64 {
    if v <= 0.003_130_8 { v * 12.92 } else { 1.055 * v.powf(1.0 / 2.4) - 0.055 }
}

/// A number of mean 0 and deviation 1, roughly bell-shaped, that belongs to (x, y, seed).
pub fn bell(x: i64, y: i64, seed: u64) -> f64 {
    let mut z = (x as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15)
        ^ (y as u64).wrapping_mul(0xC2B2_AE3D_27D4_EB4F)
        ^ seed.wrapping_mul(0x1656_67B1_9E37_79F9);
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^= z >> 31;
    // The sum of four evenly spread 16-bit numbers; each has a deviation of 65536 / sqrt 12.
    let sum: f64 = (0..4).map(|i| ((z >> (16 * i)) & 0xFFFF) as f64).sum();
    (sum - 4.0 * 32_767.5) / (2.0 * 65_536.0 / 12f64.sqrt())
}

fn byte(v: f64) -> u8 {
    v.round().clamp(0.0, 255.0) as u8
}

/// The sum of the picture moved by each (dx, dy) times its weight; edges repeat.
fn convolve(p: &Picture, taps: &[(isize, isize, f64)]) -> Picture {
    let (width, height) = (p.width_px as isize, p.height_px as isize);
    let mut out = p.clone();
    let mut sums = vec![0.0; 3 * p.width_px];
    // Whole rows at a time: the innermost loop knows no edges, and the compiler makes vectors of it.
    for (y, out) in out.rgb.chunks_exact_mut(3 * p.width_px).enumerate() {
        sums.fill(0.0);
        for &(dx, dy, weight) in taps {
            let row = 3 * ((y as isize + dy).clamp(0, height - 1) * width) as usize;
            let row = &p.rgb[row..row + 3 * p.width_px];
            let [start, end] = [-dx, width - dx].map(|x| 3 * x.clamp(0, width) as usize);
            let from = (start as isize + 3 * dx).clamp(0, 3 * width) as usize;
            for (sum, value) in sums[start..end].iter_mut().zip(&row[from..]) {
                *sum += weight * f64::from(*value);
            }
            for (edge, repeated) in [(0..start, &row[..3]), (end..sums.len(), &row[row.len() - 3..])] {
                for (sum, value) in sums[edge].iter_mut().zip(repeated.iter().cycle()) {
                    *sum += weight * f64::from(*value);
                }
            }
        }
        for (out, sum) in out.iter_mut().zip(&sums) {
            *out = byte(*sum);
        }
    }
    out
}

/// Out of focus: a Gaussian of `sigma_px`.
pub fn gaussian_blur(p: &Picture, sigma_px: f64) -> Picture {
    if sigma_px <= 0.0 {
        return p.clone();
    }
    let reach = (3.0 * sigma_px).ceil() as isize;
    let weights: Vec<f64> = (-reach..=reach).map(|d| (-(d * d) as f64 / (2.0 * sigma_px * sigma_px)).exp()).collect();
    let total: f64 = weights.iter().sum();
    let across: Vec<_> = (-reach..=reach).zip(&weights).map(|(d, w)| (d, 0, w / total)).collect();
    let down: Vec<_> = (-reach..=reach).zip(&weights).map(|(d, w)| (0, d, w / total)).collect();
    convolve(&convolve(p, &across), &down)
}

/// A moved camera: a streak of `length_px` in the direction `angle_deg` (0 = across, 90 = down).
pub fn motion_blur(p: &Picture, length_px: f64, angle_deg: f64) -> Picture {
    let (sin, cos) = angle_deg.to_radians().sin_cos();
    let count = (length_px.abs().ceil() as usize).max(1) * 2 + 1;
    let taps: Vec<_> = (0..count)
        .map(|i| length_px * (i as f64 / (count - 1) as f64 - 0.5))
        .map(|t| ((t * cos).round() as isize, (t * sin).round() as isize, 1.0 / count as f64))
        .collect();
    convolve(p, &taps)
}

/// Sensor noise of `deviation` 8-bit levels: mostly brightness, a third of it colour.
pub fn noise(p: &Picture, deviation: f64, seed: u64) -> Picture {
    if deviation <= 0.0 {
        return p.clone();
    }
    p.map(|x, y, c| {
        let (x, y) = (x as i64, y as i64);
        let grey = bell(x, y, seed ^ 0xA1);
        let mut out = [0; 3];
        for i in 0..3 {
            out[i] = byte(f64::from(c[i]) + deviation * (0.95 * grey + 0.32 * bell(x, y, seed ^ (0xB0 + i as u64))));
        }
        out
    })
}

/// Gains of red, green and blue in linear light: over- and underexposure when equal, a colour cast when not.
pub fn gain(p: &Picture, rgb: [f64; 3]) -> Picture {
    let tables = rgb.map(|k| table(|v| gamma_coded((linear(v) * k).min(1.0))));
    p.map(|_, _, c| [tables[0][usize::from(c[0])], tables[1][usize::from(c[1])], tables[2][usize::from(c[2])]])
}

/// Values to the power of `gamma`: above 1 darkens the middle tones.
pub fn gamma(p: &Picture, gamma: f64) -> Picture {
    let table = table(|v| v.powf(gamma));
    p.map(|_, _, c| c.map(|v| table[usize::from(v)]))
}

fn table(f: impl Fn(f64) -> f64) -> Vec<u8> {
    (0..256).map(|v| byte(255.0 * f(f64::from(v) / 255.0))).collect()
}

/// A cast in sRGB values: `rgb` is added to each pixel, in 8-bit levels.
pub fn channel_cast(p: &Picture, rgb: [f64; 3]) -> Picture {
    p.map(|_, _, c| [0, 1, 2].map(|i| byte(f64::from(c[i]) + rgb[i])))
}

/// Colour taken away: `amount` 0 none ..= 1 all. Luma of ITU-R BT.601, as cameras do.
pub fn greyscale(p: &Picture, amount: f64) -> Picture {
    p.map(|_, _, c| {
        let luma = 0.299 * f64::from(c[0]) + 0.587 * f64::from(c[1]) + 0.114 * f64::from(c[2]);
        c.map(|v| byte(f64::from(v) + (luma - f64::from(v)) * amount))
    })
}

/// Light from one side over the whole picture: `strength` stops between the left and the right edge, positive lights the right.
pub fn side_light(p: &Picture, strength: f64) -> Picture {
    p.map(|x, _, c| {
        let stops = strength * ((x as f64 + 0.5) / p.width_px as f64 - 0.5);
        c.map(|v| byte(255.0 * gamma_coded((linear(f64::from(v) / 255.0) * stops.exp2()).min(1.0))))
    })
}

/// Soft dark bands, as of a blind: `depth` 0..=1 of the light is missing in their middle, one every `period_px`, slanted.
pub fn shadow_bands(p: &Picture, depth: f64, period_px: f64) -> Picture {
    p.map(|x, y, c| {
        let phase = (x as f64 * 0.5 + y as f64) / period_px * std::f64::consts::TAU;
        let k = 1.0 - depth * (0.5 - 0.5 * phase.cos());
        c.map(|v| byte(255.0 * gamma_coded(linear(f64::from(v) / 255.0) * k)))
    })
}

/// Through a JPEG file of `quality` 1..=100 and back.
pub fn jpeg(p: &Picture, quality: u8) -> Picture {
    Picture::from_jpeg(&p.jpeg(quality))
}

/// Made `factor` times smaller and back to its size: what an enlarged small photo looks like. 1 changes nothing.
pub fn enlarge(p: &Picture, factor: f64) -> Picture {
    if factor <= 1.0 {
        return p.clone();
    }
    let width = ((p.width_px as f64 / factor).round() as usize).max(1);
    let height = ((p.height_px as f64 / factor).round() as usize).max(1);
    resize(&resize(p, width, height), p.width_px, p.height_px)
}

/// Area average when shrinking, bilinear when growing.
pub fn resize(p: &Picture, width_px: usize, height_px: usize) -> Picture {
    let out = Picture::plain(width_px, height_px, [0; 3]);
    let (kx, ky) = (p.width_px as f64 / width_px as f64, p.height_px as f64 / height_px as f64);
    let columns: Vec<_> = (0..width_px).map(|x| spans(x, kx, p.width_px)).collect();
    let rows: Vec<_> = (0..height_px).map(|y| spans(y, ky, p.height_px)).collect();
    out.map(|x, y, _| {
        let mut sum = [0.0; 3];
        for &(sy, wy) in &rows[y] {
            for &(sx, wx) in &columns[x] {
                let c = p.at(sx, sy);
                for i in 0..3 {
                    sum[i] += wx * wy * f64::from(c[i]);
                }
            }
        }
        sum.map(byte)
    })
}

/// The source pixels under target pixel `at`, and their weights (sum 1). `k` = source / target size.
fn spans(at: usize, k: f64, length: usize) -> Vec<(isize, f64)> {
    let last = length as isize - 1;
    if k <= 1.0 {
        let centre = (at as f64 + 0.5) * k - 0.5;
        let (low, share) = (centre.floor(), centre - centre.floor());
        return vec![((low as isize).clamp(0, last), 1.0 - share), ((low as isize + 1).clamp(0, last), share)];
    }
    let (from, to) = (at as f64 * k, (at as f64 + 1.0) * k);
    (from.floor() as isize..to.ceil() as isize)
        .map(|i| (i.clamp(0, last), (to.min(i as f64 + 1.0) - from.max(i as f64)) / k))
        .collect()
}

/// A frame of `width_px` drawn over the edges.
pub fn border(p: &Picture, width_px: usize, colour: [u8; 3]) -> Picture {
    p.map(|x, y, c| {
        let edge = x.min(y).min(p.width_px - 1 - x).min(p.height_px - 1 - y);
        if edge < width_px { colour } else { c }
    })
}

/// A dark bar of `height` (share of the picture's) along the bottom with a row of light marks like a date or a name.
pub fn caption(p: &Picture, height: f64) -> Picture {
    /// The digits 2, 0, 6, 1, 9 and a dash, three dots wide and five high, a bit a dot, rows from the top.
    const MARKS: [u16; 6] = [
        0b111_001_111_100_111,
        0b111_101_101_101_111,
        0b111_100_111_101_111,
        0b010_110_010_010_111,
        0b111_101_111_001_111,
        0b000_000_111_000_000,
    ];
    let bar = (height * p.height_px as f64).round() as usize;
    let dot = (bar / 9).max(1);
    p.map(|x, y, c| {
        if y + bar < p.height_px {
            return c;
        }
        let (row, column) = ((y + bar - p.height_px) / dot, x / dot);
        let (digit, bit_x, bit_y) = (column / 4, column % 4, row.wrapping_sub(2));
        // One mark after the other, with a margin left and right.
        let inside = bit_x < 3 && bit_y < 5 && digit >= 1 && (digit + 2) * 4 * dot < p.width_px;
        let mark = MARKS[digit * 7 % MARKS.len()];
        if inside && mark >> (14 - (bit_y * 3 + bit_x)) & 1 == 1 { [240, 240, 236] } else { [24, 24, 28] }
    })
}

/// `change` of the part of the picture inside a box (left, top, width, height; px), and the rest as it is.
pub fn within(
    p: &Picture,
    (left, top, width, height): (f64, f64, f64, f64),
    change: impl Fn(&Picture) -> Picture,
) -> Picture {
    let span = |from: f64, length: f64, all: usize| {
        let [start, end] = [from, from + length].map(|at| at.round().clamp(0.0, all as f64) as usize);
        start..end
    };
    let (xs, ys) = (span(left, width, p.width_px), span(top, height, p.height_px));
    let plain = Picture::plain(xs.len(), ys.len(), [0; 3]);
    let part = change(&plain.map(|x, y, _| p.at((xs.start + x) as isize, (ys.start + y) as isize)));
    p.map(|x, y, c| match xs.contains(&x) && ys.contains(&y) {
        true => part.at((x - xs.start) as isize, (y - ys.start) as isize),
        false => c,
    })
}

/// Smoothed as beauty filters do it: each pixel mixed with the mean of those around it that look alike (Tomasi and
/// Manduchi's bilateral filter of 1998), so that edges stay. `strength` 0..=1: how much of the mean; `radius_px`: how
/// far it reaches.
pub fn beautify(p: &Picture, strength: f64, radius_px: usize) -> Picture {
    /// Differences of brightness up to about this are skin's own texture; the apps' default looks like it.
    const ALIKE: f64 = 22.0;
    if strength <= 0.0 || radius_px == 0 {
        return p.clone();
    }
    let reach = radius_px as isize;
    let alike: Vec<f64> = (0..256).map(|d| (-f64::from(d * d) / (2.0 * ALIKE * ALIKE)).exp()).collect();
    p.map(|x, y, c| {
        let (mut sum, mut weights) = ([0.0; 3], 0.0);
        for dy in -reach..=reach {
            for dx in -reach..=reach {
                let other = p.at(x as isize + dx, y as isize + dy);
                let apart = (0..3).map(|i| other[i].abs_diff(c[i])).max().unwrap_or(0);
                let weight = alike[usize::from(apart)];
                weights += weight;
                for i in 0..3 {
                    sum[i] += weight * f64::from(other[i]);
                }
            }
        }
        [0, 1, 2].map(|i| byte(f64::from(c[i]) + (sum[i] / weights - f64::from(c[i])) * strength))
    })
}

/// Only `levels` steps a channel, 2..=256: the flat areas of a drawing.
pub fn posterise(p: &Picture, levels: u16) -> Picture {
    let last = f64::from(levels.clamp(2, 256) - 1);
    let table = table(|v| (v * last).round() / last);
    p.map(|_, _, c| c.map(|v| table[usize::from(v)]))
}

/// As a drawing: smoothed until only shapes are left, posterised to `levels`, and outlined in black where brightness
/// jumps.
pub fn cartoon(p: &Picture, levels: u16) -> Picture {
    /// A jump of brightness over two pixels that a pen would draw. Chosen by eye.
    const OUTLINE: f64 = 24.0;
    let soft = beautify(&beautify(&gaussian_blur(p, 0.8), 1.0, 3), 1.0, 3);
    let shapes = posterise(&soft, levels);
    let luma = |x: isize, y: isize| {
        let c = soft.at(x, y).map(f64::from);
        0.299 * c[0] + 0.587 * c[1] + 0.114 * c[2]
    };
    shapes.map(|x, y, c| {
        let (x, y) = (x as isize, y as isize);
        let jump = (luma(x + 1, y) - luma(x - 1, y)).hypot(luma(x, y + 1) - luma(x, y - 1));
        if jump > OUTLINE { [18, 16, 16] } else { c }
    })
}
