//! `check`: opens and judges several photos at once, and writes each report in the order of the paths as soon as it and
//! all before it are ready.

use super::{CheckArguments, Format, Outcome, html, inputs, text};
use ::photo_precheck::network::NetworkKind;
use ::photo_precheck::profile::Profile;
use ::photo_precheck::report::{Report, Verdict};
use ::photo_precheck::session::{self, Networks};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::collections::BTreeMap;
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, mpsc};
use std::thread;

/// Runs `check`.
///
/// # Errors
/// When standard output cannot be written.
pub fn run(arguments: &CheckArguments) -> io::Result<Outcome> {
    let profile = match arguments.profile() {
        Ok(profile) => profile,
        Err(reason) => return Ok(could_not(&reason)),
    };
    let networks = networks();
    let files = inputs::expand(&arguments.paths);
    let bar = progress(files.size_hint().1);
    let files = Mutex::new(files.enumerate());
    let mut writer = Writer::new(arguments)?;
    let (sender, receiver) = mpsc::channel();
    let (mut outcome, mut next) = (Outcome::Passed, 0);
    // Photos are judged in parallel, each thread taking the next path when it is free; this thread alone writes.
    // Each waits for the next line of standard input when it is free.
    thread::scope(|scope| -> io::Result<()> {
        let (files, profile, networks) = (&files, &profile, &networks);
        for _ in 0..thread::available_parallelism().map_or(1, usize::from) {
            let sender = sender.clone();
            scope.spawn(move || {
                while let Some((index, file)) = files.lock().ok().and_then(|mut files| files.next()) {
                    // A closed channel means that writing failed: the rest is not needed.
                    if sender.send((index, judge(file, arguments, profile, networks))).is_err() {
                        break;
                    }
                }
            });
        }
        drop(sender);
        // Owned here, so that it closes when writing fails.
        let (receiver, mut waiting) = (receiver, BTreeMap::new());
        for (index, judged) in receiver {
            bar.inc(1);
            waiting.insert(index, judged);
            while let Some(judged) = waiting.remove(&next) {
                next += 1;
                outcome = outcome.max(bar.suspend(|| writer.write(judged))?);
            }
        }
        Ok(())
    })?;
    bar.finish_and_clear();
    writer.finish()?;
    Ok(if next == 0 { could_not("standard input named no file") } else { outcome })
}

pub(super) fn could_not(reason: &str) -> Outcome {
    eprintln!("photo-precheck: {reason}");
    Outcome::CouldNotRun
}

fn judge(
    file: Result<PathBuf, String>,
    arguments: &CheckArguments,
    profile: &Profile,
    networks: &Networks,
) -> Result<Report, String> {
    let path = file?;
    let bytes = inputs::read(&path)?;
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
    fn new(arguments: &'a CheckArguments) -> io::Result<Self> {
        // How many a folder or standard input names is their affair: always an array.
        let single = matches!(arguments.paths.as_slice(), [path] if !inputs::is_stdin(path) && !path.is_dir());
        let mut writer = Self { arguments, single, written: 0, out: io::stdout().lock() };
        if arguments.format == Format::Html {
            write!(writer.out, "{}", html::head(arguments.language()))?;
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
                let before = match self.written {
                    0 if self.single => "",
                    0 => "[\n",
                    _ => ",\n",
                };
                write!(self.out, "{before}{}", serde_json::to_string_pretty(&report)?)?;
            }
            Format::Html => write!(self.out, "{}", html::section(&report, language))?,
        }
        self.written += 1;
        self.out.flush()?;
        Ok(if report.verdict == Verdict::Fail { Outcome::Failed } else { Outcome::Passed })
    }

    fn finish(mut self) -> io::Result<()> {
        match self.arguments.format {
            Format::Json if self.single && self.written == 0 => Ok(()),
            Format::Json if self.single => writeln!(self.out),
            Format::Json if self.written == 0 => writeln!(self.out, "[]"),
            Format::Json => writeln!(self.out, "\n]"),
            Format::Html => writeln!(self.out, "{}", html::FOOT),
            _ => Ok(()),
        }
    }
}

/// A progress bar on standard error, where that is a terminal and it is known that there is something to wait for.
fn progress(files: Option<usize>) -> ProgressBar {
    let files = files.unwrap_or(0);
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
/// missing or broken.
pub(super) fn networks() -> Networks {
    let loaded = match models_folder() {
        Some(folder) => Networks::from_folder(&folder)
            .map_err(|error| format!("the models in {} cannot be used: {error}", folder.display())),
        None => Err("the models were not found beside this program".to_owned()),
    };
    loaded.unwrap_or_else(|reason| {
        eprintln!("photo-precheck: faces are not checked: {reason}; PHOTO_PRECHECK_MODELS names another folder");
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
