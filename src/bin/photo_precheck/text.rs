//! A report as lines for a terminal.

use ::photo_precheck::checks::find;
use ::photo_precheck::measure::Unmeasured;
use ::photo_precheck::report::{Finding, Report, Verdict};
use ::photo_precheck::text::{Lang, Text};
use std::fmt::Write;

/// The word for a verdict.
pub const fn verdict(verdict: Verdict) -> Text {
    match verdict {
        Verdict::Fail => Text { zh: "不合格", en: "FAIL" },
        Verdict::Warn => Text { zh: "请留意", en: "WARN" },
        Verdict::Unmeasured => Text { zh: "请自己看一下", en: "LOOK YOURSELF" },
        Verdict::Pass => Text { zh: "合格", en: "PASS" },
        Verdict::Off => Text { zh: "未检查", en: "OFF" },
    }
}

/// `text` in `lang`.
pub fn say(text: Text, lang: Lang) -> &'static str {
    match lang {
        Lang::Zh => text.zh,
        Lang::En => text.en,
    }
}

/// The check's title.
pub fn title(finding: &Finding, lang: Lang) -> &'static str {
    find(finding.check).map_or(finding.check, |check| say(check.title, lang))
}

/// The findings that a person should read, gravest first, in the report's order within a verdict.
pub fn notable(report: &Report) -> Vec<&Finding> {
    let mut findings: Vec<_> = report.findings.iter().filter(|finding| finding.verdict > Verdict::Pass).collect();
    findings.sort_by_key(|finding| std::cmp::Reverse(finding.verdict));
    findings
}

/// One report.
pub fn report(report: &Report, lang: Lang) -> String {
    let mut out = format!("{}: {}\n", printable(&report.photo.name), say(verdict(report.verdict), lang));
    let (told, unopened): (Vec<_>, Vec<_>) = notable(report).into_iter().partition(|finding| !of_no_picture(finding));
    for finding in told {
        let words = |words: &::photo_precheck::text::Words| words.get(lang).to_owned();
        let problem = finding.problem.as_ref().map(words).unwrap_or_default();
        let remedy = finding.remedy.as_ref().map(|remedy| words(&remedy.words)).unwrap_or_default();
        let space = if lang == Lang::En { " " } else { "" };
        // Writing to a string does not fail.
        let _ =
            writeln!(out, "  [{}] {} ({})", say(verdict(finding.verdict), lang), title(finding, lang), finding.check);
        let _ = writeln!(out, "      {problem}{space}{remedy}");
    }
    if let Some(problem) = unopened.first().and_then(|finding| finding.problem.as_ref()) {
        let (count, look, problem) = (unopened.len(), say(verdict(Verdict::Unmeasured), lang), problem.get(lang));
        let _ = match lang {
            Lang::Zh => writeln!(out, "  [{look}] 另有 {count} 项：{problem}"),
            Lang::En => writeln!(out, "  [{look}] {count} more: {problem}"),
        };
    }
    let passed = report.findings.iter().filter(|finding| finding.verdict == Verdict::Pass).count();
    let _ = match lang {
        Lang::Zh => writeln!(out, "  其余 {passed} 项合格。"),
        Lang::En => writeln!(out, "  {passed} checks passed."),
    };
    // Why there is none stands in the remedies.
    if let Some(crop) = &report.suggested_crop {
        let numbers = format!("{},{},{},{},{}", crop.x, crop.y, crop.width, crop.height, crop.roll_deg);
        let _ = match lang {
            Lang::Zh => writeln!(out, "  建议裁剪：{numbers}"),
            Lang::En => writeln!(out, "  Suggested crop: {numbers}"),
        };
    }
    out
}

/// Whether nothing was measured because the picture was not opened: dozens say so in the same words.
fn of_no_picture(finding: &Finding) -> bool {
    let codes = [Unmeasured::NoPixels, Unmeasured::TooManyPixels].map(Unmeasured::code);
    finding.verdict == Verdict::Unmeasured && finding.code.is_some_and(|code| codes.contains(&code))
}

/// `name` without line breaks and the terminal's control codes.
fn printable(name: &str) -> String {
    name.chars().map(|c| if c.is_control() { char::REPLACEMENT_CHARACTER } else { c }).collect()
}
