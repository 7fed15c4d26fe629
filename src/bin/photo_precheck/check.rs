//! `check`: opens and judges several photos at once, and writes each report in the order of the paths as soon as it and
//! all before it are ready.

use super::{CheckArguments, Format, Outcome, html, inputs, text};
use ::photo_precheck::network::NetworkKind;
use ::photo_precheck::profile::Profile;
use ::photo_precheck::report::{Report, Verdict};
use ::photo_precheck::session::{self, Networks};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::sync::mpsc;

/// Runs `check`.
///
/// # Errors
/// When standard output cannot be written.
pub fn run(arguments: &CheckArguments) -> io::Result<Outcome> {
    let profile = match arguments.profile() {
        Ok(profile) => profile,
        Err(reason) => return Ok(could_not(&reason)),
    };
    let files = inputs::expand(&arguments.paths);
    if files.is_empty() {
        return Ok(could_not("standard input named no file"));
    }
    let networks = networks();
    let bar = progress(files.len());
    let (sender, receiver) = mpsc::channel();
    // Photos are judged in parallel; this thread alone writes.
    let mut outcome = Outcome::Passed;
    std::thread::scope(|scope| {
        let (files, profile, networks) = (&files, &profile, &networks);
        scope.spawn(move || {
            files.par_iter().enumerate().for_each_with(sender, |sender, (index, file)| {
                // A closed channel means that writing failed: the rest is not needed.
                let _ = sender.send((index, judge(file, arguments, profile, networks)));
            });
        });
        let mut writer = Writer::new(arguments, files.len())?;
        let mut waiting = BTreeMap::new();
        let mut next = 0;
        for (index, judged) in receiver {
            bar.inc(1);
            waiting.insert(index, judged);
            while let Some(judged) = waiting.remove(&next) {
                next += 1;
                outcome = outcome.max(bar.suspend(|| writer.write(judged))?);
            }
        }
        bar.finish_and_clear();
        writer.finish()
    })?;
    Ok(outcome)
}

fn could_not(reason: &str) -> Outcome {
    eprintln!("photo-precheck: {reason}");
    Outcome::CouldNotRun
}

fn judge(
    file: &Result<PathBuf, String>,
    arguments: &CheckArguments,
    profile: &Profile,
    networks: &Networks,
) -> Result<Report, String> {
    let path = file.as_ref().map_err(Clone::clone)?;
    let bytes = inputs::read(path)?;
    let opened = session::open(&path.to_string_lossy(), &bytes, networks);
    opened.judge(profile, arguments.crop).map_err(|error| format!("{}: {error}", path.display()))
}

/// Writes reports in their order.
struct Writer<'a> {
    arguments: &'a CheckArguments,
    /// Whether `json` is one object.
    single: bool,
    written: usize,
    out: io::StdoutLock<'static>,
}

impl<'a> Writer<'a> {
    fn new(arguments: &'a CheckArguments, files: usize) -> io::Result<Self> {
        let single = files == 1 && matches!(arguments.paths.as_slice(), [path] if !path.is_dir());
        let mut writer = Self { arguments, single, written: 0, out: io::stdout().lock() };
        match arguments.format {
            Format::Json if !single => writeln!(writer.out, "[")?,
            Format::Html => write!(writer.out, "{}", html::head(arguments.language()))?,
            _ => {}
        }
        Ok(writer)
    }

    fn write(&mut self, judged: Result<Report, String>) -> io::Result<Outcome> {
        let report = match judged {
            Ok(report) => report,
            Err(reason) => return Ok(could_not(&reason)),
        };
        let language = self.arguments.language();
        match self.arguments.format {
            Format::Text => write!(self.out, "{}", text::report(&report, language))?,
            Format::Jsonl => writeln!(self.out, "{}", serde_json::to_string(&report)?)?,
            Format::Json => {
                let comma = if self.written > 0 { ",\n" } else { "" };
                write!(self.out, "{comma}{}", serde_json::to_string_pretty(&report)?)?;
            }
            Format::Html => write!(self.out, "{}", html::section(&report, language))?,
        }
        self.written += 1;
        self.out.flush()?;
        Ok(if report.verdict == Verdict::Fail { Outcome::Failed } else { Outcome::Passed })
    }

    fn finish(mut self) -> io::Result<()> {
        match self.arguments.format {
            Format::Json if self.single => writeln!(self.out),
            Format::Json => writeln!(self.out, "\n]"),
            Format::Html => writeln!(self.out, "{}", html::FOOT),
            _ => Ok(()),
        }
    }
}

/// A progress bar on standard error, where that is a terminal and there is something to wait for.
fn progress(files: usize) -> ProgressBar {
    let bar = ProgressBar::new(files as u64);
    if files < 2 || !io::stderr().is_terminal() {
        bar.set_draw_target(ProgressDrawTarget::hidden());
    }
    if let Ok(style) = ProgressStyle::with_template("{wide_bar} {pos}/{len} {eta}") {
        bar.set_style(style);
    }
    bar
}

/// The networks from `PHOTO_PRECHECK_MODELS`, or beside the binary; none, and a line that says so, where they are
/// missing.
fn networks() -> Networks {
    let folder = models_folder();
    let loaded = match &folder {
        Some(folder) => Networks::from_folder(folder).map_err(|error| error.to_string()),
        None => Err(format!("no folder with {}", NetworkKind::FaceDetection.file_name())),
    };
    loaded.unwrap_or_else(|reason| {
        eprintln!(
            "photo-precheck: the models are missing, so faces are not checked ({reason}); \
             set PHOTO_PRECHECK_MODELS to their folder"
        );
        Networks::none()
    })
}

fn models_folder() -> Option<PathBuf> {
    if let Some(named) = std::env::var_os("PHOTO_PRECHECK_MODELS") {
        return Some(PathBuf::from(named));
    }
    let binary = std::env::current_exe().ok()?;
    let holds = |folder: &Path| folder.join(NetworkKind::FaceDetection.file_name()).is_file();
    // Beside the binary; in a checkout the build leaves them in www/models, some folders up.
    let candidates = binary.ancestors().skip(1).flat_map(|folder| [folder.join("models"), folder.join("www/models")]);
    candidates.into_iter().find(|folder| holds(folder))
}
