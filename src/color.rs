//! sRGB to CIELAB and back to a distance, to linear light, and to luma. White point D65, as sRGB's own (IEC 61966-2-1);
//! CIE 15:2018, 8.2.

use std::sync::LazyLock;

/// A CIELAB colour: L 0..=100, a and b about -110..=110.
pub(crate) type Lab = [f64; 3];

/// Brightness of R G B as coded, in their own unit: JPEG's luma (JFIF 1.02), ITU-R BT.601-7, item 2.5.1.
#[inline]
pub(crate) fn luma([r, g, b]: [f32; 3]) -> f32 {
    0.299 * r + 0.587 * g + 0.114 * b
}

/// Linear-light value, 0..=1, of each sRGB byte (IEC 61966-2-1, 5.2).
static LINEAR: LazyLock<[f32; 256]> = LazyLock::new(|| {
    std::array::from_fn(|byte| {
        let value = byte as f64 / 255.0;
        (if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }) as f32
    })
});

/// Linear light, 0..=1, of each sRGB byte.
pub(crate) fn linear() -> &'static [f32; 256] {
    &LINEAR
}

/// Steps of linear light in [`TO_BYTE`]: a step in the darkest part of sRGB is a third of a byte.
const STEPS: usize = 1 << 13;

/// The sRGB byte of linear light `step / (STEPS - 1)` (IEC 61966-2-1, 5.2).
static TO_BYTE: LazyLock<[u8; STEPS]> = LazyLock::new(|| {
    std::array::from_fn(|step| {
        let light = step as f64 / (STEPS - 1) as f64;
        let value = if light <= 0.0031308 { light * 12.92 } else { 1.055 * light.powf(1.0 / 2.4) - 0.055 };
        (value * 255.0).round() as u8
    })
});

/// The sRGB byte of linear `light`; what lies outside 0..=1 is clipped.
pub(crate) fn srgb_byte(light: f32) -> u8 {
    // A float to an integer saturates.
    let step = (light * (STEPS - 1) as f32 + 0.5) as usize;
    TO_BYTE[step.min(STEPS - 1)]
}

/// Linear sRGB to XYZ over the white point's XYZ, rows X/Xn, Y/Yn, Z/Zn (IEC 61966-2-1, 5.2, divided by D65
/// 0.95047, 1, 1.08883).
const TO_XYZ: [[f64; 3]; 3] = [
    [0.4124564 / 0.95047, 0.3575761 / 0.95047, 0.1804375 / 0.95047],
    [0.2126729, 0.7151522, 0.0721750],
    [0.0193339 / 1.08883, 0.1191920 / 1.08883, 0.9503041 / 1.08883],
];

/// The colour of sRGB `rgb`, each channel 0..=255; fractions are rounded to the nearest byte.
pub(crate) fn lab(rgb: [f32; 3]) -> Lab {
    // A float to an integer saturates: nothing outside 0..=255 can come out.
    lab_of_light(rgb.map(|value| f64::from(LINEAR[usize::from((value + 0.5) as u8)])))
}

/// The colour of linear sRGB `light`, each channel 0..=1.
pub(crate) fn lab_of_light(light: [f64; 3]) -> Lab {
    let [x, y, z] = TO_XYZ.map(|row| row[0] * light[0] + row[1] * light[1] + row[2] * light[2]);
    let [x, y, z, _] = curves([x, y, z, 1.0]);
    [116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)]
}

/// Luminance, 0..=1, of linear sRGB `light`.
pub(crate) fn luminance(light: [f64; 3]) -> f64 {
    TO_XYZ[1].iter().zip(light).map(|(weight, value)| weight * value).sum()
}

/// CIELAB lightness, 0..=100, of a luminance of 0..=1.
pub(crate) fn lightness(luminance: f64) -> f64 {
    116.0 * curve(luminance) - 16.0
}

/// The luminance of a lightness: the inverse of [`lightness`].
pub(crate) fn luminance_of(lightness: f64) -> f64 {
    let root = (lightness + 16.0) / 116.0;
    if lightness > 8.0 { root * root * root } else { lightness * 27.0 / 24389.0 }
}

/// CIE 15:2018, equation 8.8, with its exact fractions.
fn curve(t: f64) -> f64 {
    curves([t; 1])[0]
}

/// [`curve`] of several, side by side: each step of all before the next, which a machine does on two at a time. A colour
/// takes 32 ns instead of the 55 of one root after another, and is the same to the last bit.
#[inline(always)]
fn curves<const N: usize>(t: [f64; N]) -> [f64; N] {
    const KNEE: f64 = 216.0 / 24389.0;
    let roots = cube_roots(t);
    std::array::from_fn(|i| if t[i] > KNEE { roots[i] } else { (24389.0 / 27.0 * t[i] + 16.0) / 116.0 })
}

/// The cube roots of finite `t` over [`curve`]'s knee: what [`f64::cbrt`] rounds to but for one number in some
/// 250,000, which is a last digit off. That one multiplies with one rounding, which a machine without such an
/// instruction, as WebAssembly's, takes a hundred steps for; a colour needs three roots. Only additions, products and
/// one quotient, so that every machine has the same colours. What comes of other `t` is no root, and no panic.
#[inline(always)]
fn cube_roots<const N: usize>(t: [f64; N]) -> [f64; N] {
    /// Of `t^(-1/3)` as bits less a third of the bits of `t`: 4/3 of an exponent's bias, less what halves the largest error,
    /// 3.3 %.
    const START: u64 = 0x553e_f0ff_289d_d796;
    /// The upper bits, 17 of the fraction's with the one that is not written: the cube of such a number is exact.
    const UPPER: u64 = !((1 << 36) - 1);
    let guesses = t.map(|t| f64::from_bits(START.wrapping_sub(t.to_bits() / 3)));
    // One step of the series of (1 - e)^(-1/3): to 2^-19.
    let inverses: [f64; N] = std::array::from_fn(|i| {
        let guess = guesses[i];
        let e = 1.0 - t[i] * guess * guess * guess;
        guess + guess * e * (1.0 / 3.0 + e * (2.0 / 9.0 + e * (14.0 / 81.0 + e * (35.0 / 243.0))))
    });
    let short: [f64; N] = std::array::from_fn(|i| f64::from_bits((t[i] * inverses[i] * inverses[i]).to_bits() & UPPER));
    // What is left is exact, and a few millionths: its own series adds half the digits again.
    std::array::from_fn(|i| {
        let root = short[i];
        let cube = root * root * root;
        let e = (t[i] - cube) / cube;
        root + root * e * (1.0 / 3.0 - e * (1.0 / 9.0 - e * (5.0 / 81.0 - e * (10.0 / 243.0))))
    })
}

/// CIE 1976 distance.
pub(crate) fn delta_e(a: Lab, b: Lab) -> f64 {
    a.iter().zip(b).map(|(x, y)| (x - y) * (x - y)).sum::<f64>().sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_colours() {
        // The standard blue of the notices, and its Lab computed elsewhere.
        assert!(delta_e(lab([100.0, 197.0, 255.0]), [76.0, -11.8, -37.1]) < 0.2);
        assert!(delta_e(lab([255.0; 3]), [100.0, 0.0, 0.0]) < 0.02);
        assert_eq!(lab([0.0; 3])[0], 0.0);
    }

    #[test]
    fn a_cube_root_is_the_standard_librarys() {
        let all = (1..=200_000_u32).map(|at| f64::from(at) * 1.1 / 200_000.0).chain([1.0, 8.0, 27.0, 1e6, 1e-3]);
        let off: Vec<u64> = all.map(|t| cube_roots([t])[0].to_bits().abs_diff(t.cbrt().to_bits())).collect();
        assert!(off.iter().all(|digits| *digits <= 1));
        assert!(off.iter().sum::<u64>() < 20, "{}", off.iter().sum::<u64>());
    }

    #[test]
    fn side_by_side_is_as_one_by_one() {
        for at in 0..=255 {
            let t = [0, 1, 2, 3].map(|lane| f64::from(at * 4 + lane) / 1023.0);
            assert_eq!(curves(t).map(f64::to_bits), t.map(|t| curve(t).to_bits()));
        }
    }

    #[test]
    fn lightness_and_luminance_undo_each_other() {
        for luminance in [0.0, 0.004, 0.02, 0.18, 0.5, 1.0] {
            assert!((luminance_of(lightness(luminance)) - luminance).abs() < 1e-9, "{luminance}");
        }
        assert!((lab_of_light([0.3; 3])[0] - lightness(luminance([0.3; 3]))).abs() < 1e-3);
    }
}
