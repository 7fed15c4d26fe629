//! An ICC matrix profile (Display-P3, Adobe RGB and the like) to a transform into sRGB.
//!
//! Read here and not by a library: the two at hand cost more than our whole decoder in the wasm module, for table and
//! CMYK profiles that phones do not write. Those are left as they are. Tags and curves after ICC.1:2022.

use crate::color::srgb_byte;

/// The transform: bytes to linear light, a matrix; linear light to bytes is sRGB's own.
pub(super) struct Transform {
    /// Linear light of each byte, 0..=1, by channel.
    curves: [[f32; 256]; 3],
    /// Linear RGB of the profile to linear sRGB, rows.
    matrix: [[f32; 3]; 3],
}

/// sRGB's primaries in the profile connection space (D50): the colorants of sRGB profiles, IEC 61966-2-1 adapted by the
/// Bradford matrix of ICC.1:2022, annex E.
const SRGB_TO_PCS: [[f64; 3]; 3] =
    [[0.43607, 0.38515, 0.14307], [0.22249, 0.71687, 0.06061], [0.01392, 0.09708, 0.71410]];

/// A profile nearer to sRGB than this on every byte is sRGB.
const SAME_BYTES: u8 = 2;

impl Transform {
    /// The transform for `profile`; `None` where it is sRGB already, or not an RGB matrix profile.
    pub fn to_srgb(profile: &[u8]) -> Option<Self> {
        // The header: colour space at 16, connection space at 20.
        if profile.get(16..24)? != b"RGB XYZ " {
            return None;
        }
        let colorants = [b"rXYZ", b"gXYZ", b"bXYZ"].map(|name| tag(profile, name).and_then(xyz));
        let [Some(r), Some(g), Some(b)] = colorants else { return None };
        let to_pcs = [[r[0], g[0], b[0]], [r[1], g[1], b[1]], [r[2], g[2], b[2]]];
        let matrix = product(inverse(SRGB_TO_PCS)?, to_pcs).map(|row| row.map(|value| value as f32));
        let curves = [b"rTRC", b"gTRC", b"bTRC"].map(|name| tag(profile, name).and_then(curve));
        let [Some(r), Some(g), Some(b)] = curves else { return None };
        let transform = Self { curves: [r, g, b], matrix };
        (!transform.is_identity()).then_some(transform)
    }

    /// Converts R G B A pixels in place.
    pub fn apply(&self, rgba: &mut [u8]) {
        for pixel in rgba.chunks_exact_mut(4) {
            let [r, g, b] = self.convert([pixel[0], pixel[1], pixel[2]]);
            (pixel[0], pixel[1], pixel[2]) = (r, g, b);
        }
    }

    fn convert(&self, rgb: [u8; 3]) -> [u8; 3] {
        let linear: [f32; 3] = std::array::from_fn(|channel| self.curves[channel][usize::from(rgb[channel])]);
        self.matrix.map(|row| srgb_byte(row[0] * linear[0] + row[1] * linear[1] + row[2] * linear[2]))
    }

    fn is_identity(&self) -> bool {
        let levels = [0, 40, 128, 200, 255];
        levels.iter().all(|r| {
            levels.iter().all(|g| {
                levels.iter().all(|b| {
                    let rgb = [*r, *g, *b];
                    self.convert(rgb).iter().zip(rgb).all(|(to, from)| to.abs_diff(from) <= SAME_BYTES)
                })
            })
        })
    }
}

/// The data of the tag `name` (ICC.1:2022, 7.3): count at 128, then name, offset and size, 12 bytes each.
fn tag<'a>(profile: &'a [u8], name: &[u8; 4]) -> Option<&'a [u8]> {
    /// The specification names about 60 tags; a table beyond this is nonsense.
    const MOST: usize = 256;
    let count = usize::try_from(be_u32(profile, 128)?).ok()?.min(MOST);
    let entries = profile.get(132..)?.chunks_exact(12).take(count);
    let entry = entries.into_iter().find(|entry| entry.starts_with(name))?;
    let (offset, size) = (usize::try_from(be_u32(entry, 4)?).ok()?, usize::try_from(be_u32(entry, 8)?).ok()?);
    profile.get(offset..offset.checked_add(size)?)
}

fn be_u32(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..at.checked_add(4)?)?.try_into().ok().map(u32::from_be_bytes)
}

fn be_u16(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..at.checked_add(2)?)?.try_into().ok().map(u16::from_be_bytes)
}

/// s15Fixed16Number (4.6).
fn fixed(bytes: &[u8], at: usize) -> Option<f64> {
    bytes.get(at..at.checked_add(4)?)?.try_into().ok().map(|four| f64::from(i32::from_be_bytes(four)) / 65536.0)
}

/// XYZType (10.31): three numbers after eight bytes.
fn xyz(data: &[u8]) -> Option<[f64; 3]> {
    data.starts_with(b"XYZ ").then_some(())?;
    Some([fixed(data, 8)?, fixed(data, 12)?, fixed(data, 16)?])
}

/// A tone curve at each byte: curveType (10.6) or parametricCurveType (10.18).
fn curve(data: &[u8]) -> Option<[f32; 256]> {
    let at_byte = |of: &dyn Fn(f64) -> Option<f64>| -> Option<[f32; 256]> {
        let mut values = [0.0; 256];
        for (byte, value) in values.iter_mut().enumerate() {
            *value = of(byte as f64 / 255.0)?.clamp(0.0, 1.0) as f32;
        }
        Some(values)
    };
    if data.starts_with(b"curv") {
        let count = usize::try_from(be_u32(data, 8)?).ok()?;
        return match count {
            0 => at_byte(&Some),
            1 => {
                let gamma = f64::from(be_u16(data, 12)?) / 256.0;
                at_byte(&|x| Some(x.powf(gamma)))
            }
            _ => at_byte(&|x| interpolated(data, count, x)),
        };
    }
    data.starts_with(b"para").then_some(())?;
    let kind = be_u16(data, 8)?;
    let needed = *[1, 3, 4, 5, 7].get(usize::from(kind))?;
    let mut p = [0.0; 7];
    for (index, value) in p.iter_mut().take(needed).enumerate() {
        *value = fixed(data, 12 + 4 * index)?;
    }
    at_byte(&|x| Some(parametric(kind, &p, x)))
}

/// Table 68: g, a, b, c, d, e, f.
fn parametric(kind: u16, &[g, a, b, c, d, e, f]: &[f64; 7], x: f64) -> f64 {
    let power = |x: f64| (a * x + b).max(0.0).powf(g);
    match kind {
        0 => x.powf(g),
        1 if x >= -b / a => power(x),
        1 => 0.0,
        2 if x >= -b / a => power(x) + c,
        2 => c,
        3 if x >= d => power(x),
        3 => c * x,
        _ if x >= d => power(x) + e,
        _ => c * x + f,
    }
}

/// The table of `count` 16-bit numbers at offset 12, read at `x` 0..=1.
fn interpolated(data: &[u8], count: usize, x: f64) -> Option<f64> {
    let place = x * (count - 1) as f64;
    let low = place.floor() as usize;
    let value = |index: usize| be_u16(data, 12 + 2 * index.min(count - 1)).map(|value| f64::from(value) / 65535.0);
    let (a, b) = (value(low)?, value(low + 1)?);
    Some(a + (b - a) * place.fract())
}

type Matrix = [[f64; 3]; 3];

fn product(a: Matrix, b: Matrix) -> Matrix {
    std::array::from_fn(|row| std::array::from_fn(|column| (0..3).map(|k| a[row][k] * b[k][column]).sum()))
}

/// By cofactors; `None` of a singular matrix.
fn inverse(m: Matrix) -> Option<Matrix> {
    let cofactor = |row: usize, column: usize| {
        let (r, s, c, d) = ((row + 1) % 3, (row + 2) % 3, (column + 1) % 3, (column + 2) % 3);
        m[r][c] * m[s][d] - m[r][d] * m[s][c]
    };
    let determinant: f64 = (0..3).map(|column| m[0][column] * cofactor(0, column)).sum();
    (determinant.abs() > 1e-9)
        .then(|| std::array::from_fn(|row| std::array::from_fn(|column| cofactor(column, row) / determinant)))
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// A matrix profile with these colorants (D50) and one parametric curve for all channels.
    pub(crate) fn profile(colorants: [[f64; 3]; 3], gamma: &[f64], kind: u16) -> Vec<u8> {
        let number = |value: f64| ((value * 65536.0).round() as i32).to_be_bytes();
        let mut data: Vec<(&[u8; 4], Vec<u8>)> = Vec::new();
        for (name, xyz) in [b"rXYZ", b"gXYZ", b"bXYZ"].into_iter().zip(colorants) {
            data.push((name, [b"XYZ \0\0\0\0".to_vec(), xyz.into_iter().flat_map(number).collect()].concat()));
        }
        for name in [b"rTRC", b"gTRC", b"bTRC"] {
            let head = [b"para\0\0\0\0".as_slice(), &kind.to_be_bytes(), &[0, 0]].concat();
            data.push((name, [head, gamma.iter().copied().flat_map(number).collect()].concat()));
        }
        let mut out = vec![0; 128];
        out[16..24].copy_from_slice(b"RGB XYZ ");
        out.extend((data.len() as u32).to_be_bytes());
        let mut offset = 132 + 12 * data.len();
        for (name, block) in &data {
            out.extend(*name);
            out.extend((offset as u32).to_be_bytes());
            out.extend((block.len() as u32).to_be_bytes());
            offset += block.len();
        }
        data.into_iter().for_each(|(_, block)| out.extend(block));
        out
    }

    /// sRGB's own curve as parameters of kind 3.
    pub(crate) const SRGB_CURVE: [f64; 5] = [2.4, 1.0 / 1.055, 0.055 / 1.055, 1.0 / 12.92, 0.04045];
    /// Apple's Display P3 profile.
    pub(crate) const DISPLAY_P3: [[f64; 3]; 3] =
        [[0.51512, 0.24120, -0.00105], [0.29198, 0.69225, 0.04189], [0.15710, 0.06657, 0.78407]];
    /// Adobe RGB (1998), D50-adapted.
    const ADOBE_RGB: [[f64; 3]; 3] =
        [[0.60974, 0.31111, 0.01947], [0.20528, 0.62567, 0.06087], [0.14919, 0.06322, 0.74457]];

    #[test]
    fn display_p3_skin_is_redder_in_srgb() {
        let transform = Transform::to_srgb(&profile(DISPLAY_P3, &SRGB_CURVE, 3)).unwrap();
        let [r, g, b] = transform.convert([229, 150, 120]);
        assert!(r.abs_diff(242) <= 1 && g.abs_diff(145) <= 1 && b.abs_diff(114) <= 1, "{r} {g} {b}");
    }

    #[test]
    fn adobe_rgb_green_is_outside_srgb() {
        let transform = Transform::to_srgb(&profile(ADOBE_RGB, &[563.0 / 256.0], 0)).unwrap();
        assert_eq!(transform.convert([0, 255, 0]), [0, 255, 0]);
        // Greys stay grey.
        let [r, g, b] = transform.convert([128, 128, 128]);
        assert!(r.abs_diff(g) <= 1 && g.abs_diff(b) <= 1, "{r} {g} {b}");
    }

    #[test]
    fn srgb_itself_costs_nothing() {
        let srgb = [[0.43607, 0.22249, 0.01392], [0.38515, 0.71687, 0.09708], [0.14307, 0.06061, 0.71410]];
        assert!(Transform::to_srgb(&profile(srgb, &SRGB_CURVE, 3)).is_none());
    }

    #[test]
    fn a_profile_cut_anywhere_is_no_profile() {
        let whole = profile(DISPLAY_P3, &SRGB_CURVE, 3);
        assert!((0..whole.len()).all(|end| Transform::to_srgb(&whole[..end]).is_none()));
    }
}
