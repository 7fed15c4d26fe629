//! Paths as given to the files that are judged.

use std::io::BufRead;
use std::path::{Path, PathBuf};

/// Endings of the files that are taken from a folder, without regard to case.
const ENDINGS: [&str; 11] = ["jpg", "jpeg", "png", "webp", "heic", "heif", "avif", "gif", "bmp", "tif", "tiff"];

/// The largest file that is read, bytes: ten times the largest camera JPEG, and all of it is held in memory.
const LARGEST_FILE_BYTES: u64 = 200_000_000;

/// The files to judge, in order; a path that cannot be used is an error in its place.
pub fn expand(paths: &[PathBuf]) -> Vec<Result<PathBuf, String>> {
    let mut files = Vec::new();
    for path in paths {
        if path.as_os_str() != "-" {
            add(path, &mut files);
            continue;
        }
        for line in std::io::stdin().lock().lines() {
            match line {
                Ok(line) if line.trim().is_empty() => {}
                Ok(line) => add(Path::new(line.trim_end_matches('\r')), &mut files),
                Err(error) => files.push(Err(format!("standard input: {error}"))),
            }
        }
    }
    files
}

fn add(path: &Path, files: &mut Vec<Result<PathBuf, String>>) {
    if !path.is_dir() {
        files.push(Ok(path.to_owned()));
        return;
    }
    let before = files.len();
    let walk = walkdir::WalkDir::new(path).sort_by_file_name();
    for entry in walk {
        match entry {
            Ok(entry) if entry.file_type().is_file() && is_photo(entry.path()) => files.push(Ok(entry.into_path())),
            Ok(_) => {}
            Err(error) => files.push(Err(error.to_string())),
        }
    }
    if files.len() == before {
        files.push(Err(format!("{}: no photo in this folder", path.display())));
    }
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
    let length = std::fs::metadata(path).map_err(wrong)?.len();
    if length > LARGEST_FILE_BYTES {
        return Err(format!("{}: {length} bytes are more than the {LARGEST_FILE_BYTES} that are read", path.display()));
    }
    std::fs::read(path).map_err(wrong)
}
