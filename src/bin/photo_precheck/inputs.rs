//! Paths as given to the files that are judged.

use std::fs::File;
use std::io::{BufRead, Read};
use std::path::{Path, PathBuf};

/// Endings of the files that are taken from a folder, without regard to case.
const ENDINGS: [&str; 11] = ["jpg", "jpeg", "png", "webp", "heic", "heif", "avif", "gif", "bmp", "tif", "tiff"];

/// The largest file that is read, bytes: ten times the largest camera JPEG, and all of it is held in memory.
const LARGEST_FILE_BYTES: u64 = 200_000_000;

/// A file to judge, or why a path cannot be used.
type Input = Result<PathBuf, String>;

/// The files to judge, in order; a path that cannot be used is an error in its place. Standard input is read as the
/// files are asked for, so that whoever names one gets its report before naming the next; without it the number of
/// files is known at once, and is the upper end of the size hint.
pub fn expand(paths: &[PathBuf]) -> Box<dyn Iterator<Item = Input> + Send + '_> {
    let files = paths.iter().flat_map(|path| -> Box<dyn Iterator<Item = Input> + Send> {
        if is_stdin(path) { Box::new(from_stdin()) } else { Box::new(at(path).into_iter()) }
    });
    if paths.iter().any(|path| is_stdin(path)) {
        return Box::new(files);
    }
    Box::new(files.collect::<Vec<_>>().into_iter())
}

/// Whether `path` stands for standard input.
pub fn is_stdin(path: &Path) -> bool {
    path.as_os_str() == "-"
}

/// The files that standard input names, one path a line. Ends with the first error of reading it.
fn from_stdin() -> impl Iterator<Item = Input> + Send {
    let mut over = false;
    std::iter::from_fn(move || {
        if over {
            return None;
        }
        let mut line = Vec::new();
        match std::io::stdin().lock().read_until(b'\n', &mut line) {
            Ok(0) => None,
            Ok(_) => Some(named(line)),
            Err(error) => {
                over = true;
                Some(vec![Err(format!("standard input: {error}"))])
            }
        }
    })
    .flatten()
}

/// The files of one line of standard input; none where it is blank.
fn named(line: Vec<u8>) -> Vec<Input> {
    match String::from_utf8(line) {
        Ok(line) if line.trim().is_empty() => Vec::new(),
        Ok(line) => at(Path::new(line.trim_end_matches(['\r', '\n']))),
        Err(error) => {
            vec![Err(format!("standard input: {:?} is not UTF-8", String::from_utf8_lossy(error.as_bytes())))]
        }
    }
}

/// The file at `path`, or the photos in that folder.
fn at(path: &Path) -> Vec<Input> {
    if !path.is_dir() {
        return vec![Ok(path.to_owned())];
    }
    let mut files = Vec::new();
    for entry in walkdir::WalkDir::new(path).sort_by_file_name() {
        match entry {
            // A link to a photo is a photo; a link to a folder is not followed, it may lead back.
            Ok(entry) if is_photo(entry.path()) && entry.path().is_file() => files.push(Ok(entry.into_path())),
            Ok(_) => {}
            Err(error) => files.push(Err(error.to_string())),
        }
    }
    if files.is_empty() {
        files.push(Err(format!("{}: no photo in this folder", path.display())));
    }
    files
}

fn is_photo(path: &Path) -> bool {
    let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    ENDINGS.iter().any(|known| known.eq_ignore_ascii_case(ending))
}

/// The bytes of the file at `path`.
///
/// # Errors
/// Words that name the path and what is wrong.
pub fn read(path: &Path) -> Result<Vec<u8>, String> {
    let wrong = |error: std::io::Error| format!("{}: {error}", path.display());
    let file = File::open(path).map_err(wrong)?;
    // The length is not asked for: a pipe has none, and a device has no end.
    let mut bytes = Vec::new();
    file.take(LARGEST_FILE_BYTES + 1).read_to_end(&mut bytes).map_err(wrong)?;
    if bytes.len() as u64 > LARGEST_FILE_BYTES {
        return Err(format!("{}: more than {LARGEST_FILE_BYTES} bytes are not read", path.display()));
    }
    Ok(bytes)
}
