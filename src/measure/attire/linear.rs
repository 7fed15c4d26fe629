//! A linear judge: a weighted sum of a patch's numbers, as the logarithm of the odds, to a likelihood.

/// Weights of 16 bits: [`Linear::unit`] is their worth.
pub(super) struct Linear<const N: usize> {
    pub offset: f64,
    pub unit: f64,
    pub weights: [i16; N],
}

impl<const N: usize> Linear<N> {
    /// Logarithm of the odds that what it was taught to find is there; `None` for another number of numbers, or where
    /// one is not finite.
    pub fn log_odds(&self, numbers: &[f32]) -> Option<f64> {
        let sum: f64 =
            self.weights.iter().zip(numbers).map(|(weight, number)| f64::from(*weight) * f64::from(*number)).sum();
        let known = numbers.len() == N && sum.is_finite();
        known.then_some(self.offset + self.unit * sum)
    }
}

/// The likelihood of these odds, 0..=1.
pub(super) fn likelihood(log_odds: f64) -> f64 {
    1.0 / (1.0 + (-log_odds).exp())
}

#[cfg(test)]
mod tests {
    use super::*;

    const JUDGE: Linear<2> = Linear { offset: 1.0, unit: 0.5, weights: [2, -4] };

    #[test]
    fn numbers_are_weighed_and_added() {
        assert_eq!(JUDGE.log_odds(&[3.0, 1.0]), Some(2.0));
        assert_eq!(likelihood(0.0), 0.5);
    }

    #[test]
    fn what_cannot_be_weighed_has_no_odds() {
        assert_eq!(JUDGE.log_odds(&[3.0]), None);
        assert_eq!(JUDGE.log_odds(&[3.0, f32::NAN]), None);
    }
}
