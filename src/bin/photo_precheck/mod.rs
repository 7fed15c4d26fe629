//! Arguments to calls, and the exit status: 0 no photo failed, 1 some did, 2 something could not run.

mod check;
mod export;
mod html;
mod inputs;
mod list;
mod text;

use ::photo_precheck::geometry::{Crop, Rect};
use ::photo_precheck::profile::{self, Profile};
use ::photo_precheck::text::Lang;
use clap::{Parser, Subcommand, ValueEnum};
use std::path::PathBuf;
use std::process::ExitCode;

/// What a call came to, gravest last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    Passed,
    Failed,
    CouldNotRun,
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        ExitCode::from(match outcome {
            Outcome::Passed => 0,
            Outcome::Failed => 1,
            Outcome::CouldNotRun => 2,
        })
    }
}

/// Judges degree photos before they are uploaded. Nothing leaves this machine.
#[derive(Parser)]
#[command(name = "photo-precheck", version, about)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Judge photos. Exit status: 0 none failed, 1 some photo failed, 2 something could not run.
    Check(CheckArguments),
    /// Make the JPEG that a profile asks for. Exit status: 0 it is made and does not fail, 1 it fails or none can be
    /// made, 2 something could not run.
    Export(ExportArguments),
    /// List the built-in profiles.
    Profiles {
        /// As JSON, with everything each asks.
        #[arg(long)]
        json: bool,
    },
    /// List the checks.
    Checks {
        /// As JSON.
        #[arg(long, conflicts_with = "markdown")]
        json: bool,
        /// As a table for a README.
        #[arg(long)]
        markdown: bool,
    },
}

#[derive(clap::Args)]
pub struct CheckArguments {
    /// A built-in profile's id, or a profile's JSON file.
    #[arg(long, default_value = "degree-photo")]
    profile: String,
    /// How reports are written. `json` is one object for one photo file, else an array; `jsonl` one report a line.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
    /// The language of `text` and `html`.
    #[arg(long, value_enum, default_value_t = Language::Zh)]
    lang: Language,
    /// Judge this part of each photo: X,Y,WIDTH,HEIGHT in pixels of the upright photo, and degrees clockwise if turned.
    #[arg(long, value_name = "X,Y,W,H[,ROLL]", value_parser = parse_crop, allow_hyphen_values = true)]
    pub crop: Option<Crop>,
    /// Photos, or folders that are searched for photos; `-` reads paths from standard input, one a line.
    #[arg(required = true, value_name = "PATH")]
    pub paths: Vec<PathBuf>,
}

#[derive(clap::Args)]
pub struct ExportArguments {
    /// A built-in profile's id, or a profile's JSON file.
    #[arg(long)]
    profile: String,
    /// The part of the photo to export: X,Y,WIDTH,HEIGHT in pixels of the upright photo, and degrees clockwise if
    /// turned. Without it the crop that `check` suggests.
    #[arg(long, value_name = "X,Y,W,H[,ROLL]", value_parser = parse_crop, allow_hyphen_values = true)]
    pub crop: Option<Crop>,
    /// Where the JPEG is written.
    #[arg(short, long, value_name = "OUT.jpg")]
    pub output: PathBuf,
    /// Tell what came out as one JSON object: unchanged, encodes, notes, report; or refused.
    #[arg(long)]
    pub json: bool,
    /// The language of the text.
    #[arg(long, value_enum, default_value_t = Language::Zh)]
    lang: Language,
    /// The original photo.
    #[arg(value_name = "PHOTO")]
    pub photo: PathBuf,
}

impl ExportArguments {
    pub fn language(&self) -> Lang {
        self.lang.into()
    }

    /// As [`CheckArguments::profile`].
    ///
    /// # Errors
    /// Words that name the profile and what is wrong.
    pub fn profile(&self) -> Result<Profile, String> {
        find_profile(&self.profile)
    }
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    Text,
    Json,
    Jsonl,
    Html,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Language {
    Zh,
    En,
}

impl From<Language> for Lang {
    fn from(language: Language) -> Self {
        match language {
            Language::Zh => Lang::Zh,
            Language::En => Lang::En,
        }
    }
}

impl CheckArguments {
    pub fn language(&self) -> Lang {
        self.lang.into()
    }

    /// The profile that is asked for, built in or from a file.
    ///
    /// # Errors
    /// Words that name the profile and what is wrong.
    pub fn profile(&self) -> Result<Profile, String> {
        find_profile(&self.profile)
    }
}

fn find_profile(named: &str) -> Result<Profile, String> {
    if let Some(found) = profile::builtin(named) {
        return Ok(found.clone());
    }
    let looks_like_file = named.ends_with(".json") || std::path::Path::new(named).exists();
    if !looks_like_file {
        let ids: Vec<_> = profile::builtins().map(|profile| profile.id.as_str()).collect();
        return Err(format!("profile {named:?} is not known; there are {}", ids.join(", ")));
    }
    let json = std::fs::read_to_string(named).map_err(|error| format!("profile {named}: {error}"))?;
    Profile::parse(named, &json).map_err(|error| format!("profile {error}"))
}

fn parse_crop(text: &str) -> Result<Crop, String> {
    let numbers: Vec<f64> = text
        .split(',')
        .map(|part| part.trim().parse().ok().filter(|n: &f64| n.is_finite()).ok_or(format!("{part:?} is not a number")))
        .collect::<Result<_, _>>()?;
    match numbers[..] {
        [_, _, width, height, ..] if width < 1.0 || height < 1.0 => {
            Err(format!("{width} x {height} is smaller than a pixel"))
        }
        [x, y, width, height] => Ok(Crop::upright(Rect::new(x, y, width, height))),
        [x, y, width, height, roll_deg] => Ok(Crop { rect: Rect::new(x, y, width, height), roll_deg }),
        _ => Err(format!("{} numbers; four or five are needed", numbers.len())),
    }
}

/// Runs the command line.
pub fn run() -> ExitCode {
    let outcome = match Arguments::parse().command {
        Command::Check(arguments) => check::run(&arguments),
        Command::Export(arguments) => export::run(&arguments),
        Command::Profiles { json } => list::profiles(json),
        Command::Checks { json, markdown } => list::checks(json, markdown),
    };
    match outcome {
        Ok(outcome) => outcome.into(),
        // Somebody closed the pipe: they have read enough.
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Outcome::Passed.into(),
        Err(error) => {
            eprintln!("photo-precheck: {error}");
            Outcome::CouldNotRun.into()
        }
    }
}
