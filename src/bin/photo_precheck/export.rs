//! `export`: one photo to the JPEG that a profile asks for, and what came out in words or JSON. Where no such file can be
//! made nothing is written.

use super::check::{could_not, networks};
use super::{ExportArguments, Outcome, inputs, text};
use ::photo_precheck::error::{Error, ExportError};
use ::photo_precheck::report::{Report, Verdict};
use ::photo_precheck::session::{self, Exported};
use serde_json::{Value, json};
use std::io::{self, Write};

/// Runs `export`.
///
/// # Errors
/// When standard output cannot be written.
pub fn run(arguments: &ExportArguments) -> io::Result<Outcome> {
    match made(arguments) {
        Ok((exported, report)) => {
            tell(arguments, &exported, &report)?;
            Ok(if report.verdict == Verdict::Fail { Outcome::Failed } else { Outcome::Passed })
        }
        Err(NotMade::Refused(reason)) => {
            refuse(arguments, &reason)?;
            Ok(Outcome::Failed)
        }
        Err(NotMade::CouldNotRun(reason)) => Ok(could_not(&reason)),
    }
}

/// Why no file was written.
enum NotMade {
    /// The photo does not give one.
    Refused(ExportError),
    CouldNotRun(String),
}

impl From<String> for NotMade {
    fn from(reason: String) -> Self {
        NotMade::CouldNotRun(reason)
    }
}

/// What was written, and its report under the written file's name.
fn made(arguments: &ExportArguments) -> Result<(Exported, Report), NotMade> {
    let (photo, output) = (&arguments.photo, &arguments.output);
    let profile = arguments.profile()?;
    let bytes = inputs::read(photo)?;
    if let (Ok(from), Ok(to)) = (photo.canonicalize(), output.canonicalize())
        && from == to
    {
        return Err(format!("{}: the original is not written over", output.display()).into());
    }
    let exported = session::export(&photo.to_string_lossy(), &bytes, &profile, arguments.crop, &networks());
    let exported = exported.map_err(|error| match error {
        Error::Export(reason) => NotMade::Refused(reason),
        other => NotMade::CouldNotRun(format!("{}: {other}", photo.display())),
    })?;
    std::fs::write(output, exported.jpeg.as_deref().unwrap_or(&bytes))
        .map_err(|error| format!("{}: {error}", output.display()))?;
    let mut report = exported.report.clone();
    report.photo.name = output.to_string_lossy().into_owned();
    Ok((exported, report))
}

fn tell(arguments: &ExportArguments, exported: &Exported, report: &Report) -> io::Result<()> {
    let mut out = io::stdout().lock();
    let language = arguments.language();
    if arguments.json {
        let note = |note: &::photo_precheck::output::Note| coded(note.code(), json!(note.words()));
        let notes: Vec<Value> = exported.notes.iter().map(note).collect();
        let told = json!({ "unchanged": exported.jpeg.is_none(), "encodes": exported.encodes, "notes": notes,
            "report": report });
        return writeln!(out, "{}", serde_json::to_string_pretty(&told)?);
    }
    write!(out, "{}", text::report(report, language))?;
    exported.notes.iter().try_for_each(|note| writeln!(out, "  {}", text::say(note.words(), language)))
}

fn refuse(arguments: &ExportArguments, reason: &ExportError) -> io::Result<()> {
    let words = reason.words();
    if arguments.json {
        let told = json!({ "refused": coded(reason.code(), json!(words)) });
        return writeln!(io::stdout().lock(), "{}", serde_json::to_string_pretty(&told)?);
    }
    eprintln!("photo-precheck: {}: {}", arguments.photo.display(), words.get(arguments.language()));
    Ok(())
}

/// `words` with their code.
fn coded(code: &str, mut words: Value) -> Value {
    words["code"] = code.into();
    words
}
