//! `profiles` and `checks`: what the library knows, listed.

use super::Outcome;
use ::photo_precheck::checks::{CHECKS, Check};
use ::photo_precheck::limit::{Limit, Range};
use ::photo_precheck::profile::{self, Profile};
use ::photo_precheck::unit::Unit;
use std::io::{self, Write};

/// Runs `profiles`.
///
/// # Errors
/// When standard output cannot be written.
pub fn profiles(json: bool) -> io::Result<Outcome> {
    let mut out = io::stdout().lock();
    if json {
        let all: Vec<&Profile> = profile::builtins().collect();
        writeln!(out, "{}", serde_json::to_string_pretty(&all)?)?;
    } else {
        for profile in profile::builtins() {
            writeln!(out, "{:24} {} / {}", profile.id, profile.name.zh, profile.name.en)?;
        }
    }
    Ok(Outcome::Passed)
}

/// Runs `checks`.
///
/// # Errors
/// When standard output cannot be written.
pub fn checks(json: bool, markdown: bool) -> io::Result<Outcome> {
    let mut out = io::stdout().lock();
    if json {
        writeln!(out, "{}", serde_json::to_string_pretty(&CHECKS)?)?;
    } else if markdown {
        writeln!(out, "| check | what | limit | source | how it is measured | how well |\n|---|---|---|---|---|---|")?;
        for check in CHECKS {
            let what = format!("{} / {}", check.title.zh, check.title.en);
            let (limit, well) = (limit(check), how_well(ACCURACY, check.id));
            writeln!(out, "| `{}` | {what} | {limit} | {} | {} | {well} |", check.id, check.source, check.how)?;
        }
    } else {
        for check in CHECKS {
            writeln!(out, "{:20} {} / {}", check.id, check.title.zh, check.title.en)?;
        }
    }
    Ok(Outcome::Passed)
}

/// What `./build.sh accuracy` wrote of the labelled photos.
const ACCURACY: &str = include_str!("../../../tests/ACCURACY.md");

/// How often `check` was right on labelled photos, by the first table that has a row of it.
fn how_well(accuracy: &str, check: &str) -> String {
    let cells = accuracy.lines().map(|line| line.split('|').map(str::trim).collect::<Vec<_>>());
    let mut rows = cells.filter_map(|cells| match cells[..] {
        ["", name, ok, fault, alarms, misses, ..] if name == check => Some((ok, fault, alarms, misses)),
        _ => None,
    });
    match rows.next() {
        Some((ok, fault, alarms, misses)) => format!("false alarms: {alarms} of {ok}; misses: {misses} of {fault}"),
        None => "no labels".to_owned(),
    }
}

/// The limit in words, under the default profile.
fn limit(check: &Check) -> String {
    let Some(Limit { ideal, accepted }) =
        profile::builtin("degree-photo").and_then(|profile| check.limit.under(profile))
    else {
        return "yes or no".to_owned();
    };
    let shown = range(accepted, check.unit);
    if ideal == accepted { shown } else { format!("{} (accepted: {shown})", range(ideal, check.unit)) }
}

fn range(range: Range, unit: Unit) -> String {
    match (range.min, range.max) {
        (Some(min), Some(max)) if min == max => unit.show(min),
        (Some(min), Some(max)) => format!("{} to {}", unit.show(min), unit.show(max)),
        (Some(min), None) => format!("at least {}", unit.show(min)),
        (None, Some(max)) => format!("at most {}", unit.show(max)),
        (None, None) => "any".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::how_well;

    const TABLE: &str = "| check | ok | fault | false alarms | misses |\n| --- | --- | --- | --- | --- |\n\
        | sharp | 90 | 10 | 1 (1 %) | 2 (20 %) |\n| sharp | 9 | 1 | 0 (0 %) | 0 (0 %) |\n";

    #[test]
    fn the_first_row_of_a_check_tells_how_well() {
        assert_eq!(how_well(TABLE, "sharp"), "false alarms: 1 (1 %) of 90; misses: 2 (20 %) of 10");
        assert_eq!(how_well(TABLE, "file-size"), "no labels");
    }
}
