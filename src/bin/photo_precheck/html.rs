//! Reports as one page without scripts. Everything that comes from outside is escaped.

use super::text::{notable, say, title, verdict};
use ::photo_precheck::report::{Report, Verdict};
use ::photo_precheck::text::{Lang, Text};
use std::fmt::Write;

/// Closes the page that [`head`] opens.
pub const FOOT: &str = "</main></html>";

const STYLE: &str = "body{font:16px/1.5 system-ui,sans-serif;margin:0 auto;max-width:48rem;padding:1rem}\
section{border-top:1px solid #888;padding:.5rem 0}h2{font-size:1rem;overflow-wrap:anywhere}\
.fail{color:#b00020}.warn{color:#8a5a00}.pass{color:#1b6e2d}.unmeasured,.off{color:#555}";

/// The page up to the first report.
pub fn head(lang: Lang) -> String {
    const TITLE: Text = Text { zh: "照片预检", en: "Photo Precheck" };
    let code = if lang == Lang::Zh { "zh-CN" } else { "en" };
    let title = say(TITLE, lang);
    format!(
        "<!doctype html><html lang=\"{code}\"><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width\"><title>{title}</title>\
         <style>{STYLE}</style><main><h1>{title}</h1>\n"
    )
}

/// One report.
pub fn section(report: &Report, lang: Lang) -> String {
    let word = |at: Verdict| format!("<strong class=\"{}\">{}</strong>", class(at), say(verdict(at), lang));
    let mut out = format!("<section><h2>{}</h2><p>{}</p><ul>", escaped(&report.photo.name), word(report.verdict));
    for finding in notable(report) {
        let problem = finding.problem.as_ref().map_or("", |words| words.get(lang));
        let remedy = finding.remedy.as_ref().map_or("", |remedy| remedy.words.get(lang));
        // Writing to a string does not fail.
        let _ = write!(
            out,
            "<li>{} {}: {} {}</li>",
            word(finding.verdict),
            escaped(title(finding, lang)),
            escaped(problem),
            escaped(remedy)
        );
    }
    out + "</ul></section>\n"
}

const fn class(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Fail => "fail",
        Verdict::Warn => "warn",
        Verdict::Pass => "pass",
        Verdict::Unmeasured => "unmeasured",
        Verdict::Off => "off",
    }
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out += "&amp;",
            '<' => out += "&lt;",
            '>' => out += "&gt;",
            '"' => out += "&quot;",
            '\'' => out += "&#39;",
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_files_name_cannot_become_markup() {
        assert_eq!(escaped("<img src=x onerror='a'>&\""), "&lt;img src=x onerror=&#39;a&#39;&gt;&amp;&quot;");
    }
}
