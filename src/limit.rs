//! What a value may be. One [`Limit`] is the only place where a threshold stands; messages, docs and profiles take it
//! from there.

use serde::{Deserialize, Serialize};

/// A closed range; an open end is `None`, written `null` in JSON: `[50000, null]`.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(from = "(Option<f64>, Option<f64>)", into = "(Option<f64>, Option<f64>)")]
pub struct Range {
    pub min: Option<f64>,
    pub max: Option<f64>,
}

impl From<(Option<f64>, Option<f64>)> for Range {
    fn from((min, max): (Option<f64>, Option<f64>)) -> Self {
        Self { min, max }
    }
}

impl From<Range> for (Option<f64>, Option<f64>) {
    fn from(range: Range) -> Self {
        (range.min, range.max)
    }
}

impl Range {
    /// From `min` to `max`, both allowed.
    pub const fn new(min: f64, max: f64) -> Self {
        Self { min: Some(min), max: Some(max) }
    }
    /// `min` or more.
    pub const fn at_least(min: f64) -> Self {
        Self { min: Some(min), max: None }
    }
    /// `max` or less.
    pub const fn at_most(max: f64) -> Self {
        Self { min: None, max: Some(max) }
    }
    /// Whether `value` lies inside.
    pub fn holds(&self, value: f64) -> bool {
        self.min.is_none_or(|min| value >= min) && self.max.is_none_or(|max| value <= max)
    }
    /// Whether every value of `other` lies inside.
    pub fn contains(&self, other: &Range) -> bool {
        let low = self.min.is_none_or(|min| other.min.is_some_and(|low| low >= min));
        low && self.max.is_none_or(|max| other.max.is_some_and(|high| high <= max))
    }
    /// The part of this range that lies in `other`; `other` itself where they do not meet.
    pub fn within(&self, other: &Range) -> Range {
        let pick =
            |a: Option<f64>, b: Option<f64>, best: fn(f64, f64) -> f64| a.zip(b).map(|(a, b)| best(a, b)).or(a).or(b);
        let both = Range { min: pick(self.min, other.min, f64::max), max: pick(self.max, other.max, f64::min) };
        if both.is_sound() { both } else { *other }
    }
    /// The middle, where both ends are closed; else the closed end.
    pub fn middle(&self) -> Option<f64> {
        match (self.min, self.max) {
            (Some(min), Some(max)) => Some((min + max) / 2.0),
            (end, None) | (None, end) => end,
        }
    }
    /// Whether the ends are finite and in order.
    pub fn is_sound(&self) -> bool {
        let finite = |end: Option<f64>| end.is_none_or(f64::is_finite);
        let ordered = self.min.zip(self.max).is_none_or(|(min, max)| min <= max);
        finite(self.min) && finite(self.max) && ordered
    }
}

/// Inside `ideal`: pass. Outside it but inside `accepted`: warn. Outside both: the check's severity.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Limit {
    pub ideal: Range,
    pub accepted: Range,
}

/// Which side of which range a value fell on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    Ideal,
    /// Outside `ideal` only; on the low or the high side.
    Tolerated(Side),
    /// Outside `accepted`.
    Refused(Side),
}

/// Too little or too much.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    Low,
    High,
}

impl Limit {
    /// One range, no zone of warning.
    pub const fn only(accepted: Range) -> Self {
        Self { ideal: accepted, accepted }
    }

    /// Where `value` falls.
    pub fn place(&self, value: f64) -> Place {
        let side = |range: &Range| if range.min.is_some_and(|min| value < min) { Side::Low } else { Side::High };
        if !self.accepted.holds(value) {
            Place::Refused(side(&self.accepted))
        } else if !self.ideal.holds(value) {
            Place::Tolerated(side(&self.ideal))
        } else {
            Place::Ideal
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ends_are_inside() {
        let limit = Limit { ideal: Range::new(2.0, 3.0), accepted: Range::new(1.0, 4.0) };
        let places = [0.9, 1.0, 2.0, 3.0, 3.5, 4.1].map(|value| limit.place(value));
        use Place::*;
        let expected =
            [Refused(Side::Low), Tolerated(Side::Low), Ideal, Ideal, Tolerated(Side::High), Refused(Side::High)];
        assert_eq!(places, expected);
    }

    #[test]
    fn a_range_is_written_as_a_pair() {
        assert_eq!(serde_json::to_string(&Range::at_least(5.0)).unwrap(), "[5.0,null]");
    }
}
