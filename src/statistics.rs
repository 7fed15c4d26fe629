//! Order and middle of a few numbers. One sort for all: each further one would be 2 KB of the module.

/// The places of `keys`, smallest key first; of equal keys the earlier first.
pub(crate) fn ascending(keys: impl Iterator<Item = f64>) -> Vec<usize> {
    let mut order: Vec<(f64, usize)> = keys.zip(0..).collect();
    order.sort_by(|a, b| a.0.total_cmp(&b.0));
    order.into_iter().map(|(_, place)| place).collect()
}

/// The smallest of `values` (value, weight) at which the weights so far reach the share `share`, 0..=1, of all. `None`
/// of nothing.
pub(crate) fn weighted_quantile(values: &[(f64, f64)], share: f64) -> Option<f64> {
    let wanted = share * values.iter().map(|(_, weight)| weight).sum::<f64>();
    let mut below = 0.0;
    let order = ascending(values.iter().map(|(value, _)| *value));
    order.into_iter().map(|place| values[place]).find_map(|(value, weight)| {
        below += weight;
        (below >= wanted).then_some(value)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_come_in_the_order_of_their_keys() {
        assert_eq!(ascending([3.0, -1.0, 3.0, f64::NAN, 0.0].into_iter()), [1, 4, 0, 2, 3]);
    }

    #[test]
    fn a_quantile_counts_weights() {
        let values = [(5.0, 1.0), (1.0, 2.0), (9.0, 1.0)];
        assert_eq!([0.0, 0.5, 0.6, 1.0].map(|share| weighted_quantile(&values, share)), [1.0, 1.0, 5.0, 9.0].map(Some));
        assert_eq!(weighted_quantile(&[], 0.5), None);
    }
}
