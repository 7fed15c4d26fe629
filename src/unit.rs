//! What a measured number counts, how many digits of it are printed, and how it is written for a person.

use serde::Serialize;

/// The unit of a check's value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Unit {
    /// A share or a quotient; 1 is the whole.
    Ratio,
    /// Degrees of arc.
    Deg,
    /// Pixels of the upright photo.
    Px,
    /// Bytes of the file.
    Bytes,
    /// A CIELAB distance (CIE 1976).
    DeltaE,
    /// Stops of light (EV): each doubles it.
    Stops,
    /// Steps of 256 between black and white, of brightness as a file stores it.
    Levels,
    /// Things counted.
    Count,
    /// Centimetres in front of the camera.
    Cm,
}

impl Unit {
    /// Digits after the point that are printed. A value is rounded to them *before* it is compared with a limit, so
    /// that what is judged is what is shown.
    pub const fn decimals(self) -> u32 {
        match self {
            Unit::Ratio => 3,
            Unit::Stops => 2,
            Unit::Deg | Unit::DeltaE | Unit::Levels => 1,
            Unit::Px | Unit::Bytes | Unit::Count | Unit::Cm => 0,
        }
    }

    /// `value` as it is printed and judged. Never the negative zero.
    pub fn round(self, value: f64) -> f64 {
        round_to(value, self.decimals())
    }

    /// As [`Unit::show`], with every digit that there is.
    pub fn show_exactly(self, value: f64) -> String {
        match self {
            Unit::Bytes => format!("{value} B"),
            _ => self.show(value),
        }
    }

    /// The number with its unit, for a sentence. A ratio is written in per cent.
    pub fn show(self, value: f64) -> String {
        match self {
            Unit::Ratio => format!("{}%", round_to(value * 100.0, 1)),
            Unit::Deg => format!("{}°", self.round(value)),
            Unit::Px => format!("{} px", self.round(value)),
            Unit::Bytes => kilobytes(value),
            Unit::Cm => format!("{} cm", self.round(value)),
            Unit::Stops => format!("{} EV", self.round(value)),
            Unit::DeltaE | Unit::Levels | Unit::Count => format!("{}", self.round(value)),
        }
    }
}

/// Bytes as students read them: KB of 1000 bytes, MB from a million on.
fn kilobytes(bytes: f64) -> String {
    if bytes < 1e3 {
        format!("{bytes} B")
    } else if bytes >= 1e6 {
        format!("{} MB", round_to(bytes / 1e6, 2))
    } else {
        format!("{} KB", round_to(bytes / 1e3, 1))
    }
}

/// `value` rounded half away from zero to `decimals` digits after the point.
pub fn round_to(value: f64, decimals: u32) -> f64 {
    let scale = f64::from(10_u32.pow(decimals));
    (value * scale).round() / scale + 0.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_written_as_a_person_reads_them() {
        assert_eq!(Unit::Ratio.show(0.4236), "42.4%");
        assert_eq!(Unit::Deg.show(-3.04), "-3°");
        assert_eq!(Unit::Bytes.show(35.0), "35 B");
        assert_eq!(Unit::Bytes.show(51_200.0), "51.2 KB");
        assert_eq!(Unit::Bytes.show(2_000_000.0), "2 MB");
    }

    #[test]
    fn a_rounded_zero_has_no_sign() {
        assert!(Unit::Deg.round(-0.01).is_sign_positive());
    }
}
