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
        writeln!(out, "| check | what | limit | source | how it is measured |\n|---|---|---|---|---|")?;
        for check in CHECKS {
            let what = format!("{} / {}", check.title.zh, check.title.en);
            writeln!(out, "| `{}` | {what} | {} | {} | {} |", check.id, limit(check), check.source, check.how)?;
        }
    } else {
        for check in CHECKS {
            writeln!(out, "{:20} {} / {}", check.id, check.title.zh, check.title.en)?;
        }
    }
    Ok(Outcome::Passed)
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
