//! The house rules that no compiler knows, read from the sources themselves: who imports whom, where JavaScript stops,
//! that nothing is unsafe, how long a file is, and what the page may load.
//!
//! A rule is a row of a table here; a breach is printed with its file.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// The modules, upstream first: one may import those of the rows above its own.
const ROWS: [&[&str]; 15] = [
    &["color", "geometry", "limit", "statistics", "text", "unit"],
    &["error", "resample"],
    &["container"],
    &["decode"],
    &["frame"],
    &["network"],
    &["segment"],
    &["face"],
    &["measure"],
    // A check asks the profile for its limits, a profile names the checks: these two know each other.
    &["checks", "profile"],
    &["crop"],
    &["report"],
    &["output"],
    &["session"],
    &["wasm"],
];

/// The one row whose modules may import each other.
const EACH_OTHER: [&str; 2] = ["checks", "profile"];

/// Pixels stop at `measure`: of these ...
const PIXELS: [&str; 6] = ["decode", "face", "frame", "network", "resample", "segment"];
/// ... these know nothing.
const WITHOUT_PIXELS: [&str; 4] = ["checks", "crop", "profile", "report"];

/// The row for files that belong to no module of the library: they may import all, nobody imports them.
const OUTSIDE: [&str; 2] = ["lib", "bin"];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every file below `folder` with one of these extensions, without what the build makes.
fn files(folder: &str, extensions: &[&str]) -> Vec<PathBuf> {
    const MADE: [&str; 4] = ["www/pkg", "www/models", "tests/golden", "node_modules"];
    let mut found = Vec::new();
    let mut folders = vec![root().join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display())) {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.extend((!MADE.iter().any(|made| path.ends_with(made))).then_some(path));
            } else if path.extension().is_some_and(|is| extensions.iter().any(|wanted| is == *wanted)) {
                found.push(path);
            }
        }
    }
    assert!(!found.is_empty(), "nothing is read in {folder}");
    found.sort();
    found
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn shown(path: &Path) -> String {
    path.strip_prefix(root()).unwrap_or(path).display().to_string()
}

/// A source file of `src`: where it is, which module of the crate's root it belongs to, how deep, and its code.
struct Source {
    name: String,
    module: String,
    /// How many `super::` lead out of it to the crate's root.
    depth: usize,
    /// Without comments, texts and tests.
    code: String,
}

fn sources() -> Vec<Source> {
    let source = |path: PathBuf| {
        let inside = path.strip_prefix(root().join("src")).expect("in src").with_extension("");
        let mut parts: Vec<String> = inside.iter().map(|part| part.to_string_lossy().into_owned()).collect();
        parts.pop_if(|last| last == "mod");
        let module = parts.first().cloned().expect("a path has a part");
        Source { name: shown(&path), module, depth: parts.len(), code: without_tests(&bare(&read(&path))) }
    };
    // Declared under #[cfg(test)] by their modules.
    let tests = |path: &PathBuf| path.file_name().is_some_and(|name| name == "tests.rs");
    files("src", &["rs"]).into_iter().filter(|path| !tests(path)).map(source).collect()
}

/// Rust code with its comments, texts and quoted characters left out.
fn bare(code: &str) -> String {
    let mut out = String::new();
    let mut rest = code;
    while let Some(first) = rest.chars().next() {
        let skipped = match first {
            '/' if rest.starts_with("//") => rest.find('\n').unwrap_or(rest.len()),
            '/' if rest.starts_with("/*") => rest.find("*/").map_or(rest.len(), |end| end + 2),
            '"' => text_length(rest),
            'r' if !out.ends_with(is_word) && rest[1..].trim_start_matches('#').starts_with('"') => raw_length(rest),
            '\'' => quoted_length(rest),
            _ => 0,
        };
        if skipped == 0 {
            out.push(first);
        }
        rest = &rest[skipped.max(first.len_utf8())..];
    }
    out
}

/// Length of the text in double quotes at the start.
fn text_length(rest: &str) -> usize {
    let mut escaped = false;
    let end = rest.char_indices().skip(1).find(|(_, c)| {
        let ends = *c == '"' && !escaped;
        escaped = *c == '\\' && !escaped;
        ends
    });
    end.map_or(rest.len(), |(at, _)| at + 1)
}

/// Length of the raw text at the start.
fn raw_length(rest: &str) -> usize {
    let hashes = rest[1..].chars().take_while(|c| *c == '#').count();
    let end = format!("\"{}", "#".repeat(hashes));
    let from = hashes + 2;
    rest[from..].find(&end).map_or(rest.len(), |at| from + at + end.len())
}

/// Length of the quoted character at the start; 0 where the quote is a lifetime's.
fn quoted_length(rest: &str) -> usize {
    let mut chars = rest.char_indices().skip(1);
    match (chars.next(), chars.next()) {
        (Some((_, '\\')), Some((at, escaped))) => {
            let from = at + escaped.len_utf8();
            rest[from..].find('\'').map_or(0, |end| from + end + 1)
        }
        (Some(_), Some((at, '\''))) => at + 1,
        _ => 0,
    }
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// Code without the blocks under `#[cfg(test)]`.
fn without_tests(code: &str) -> String {
    let mut parts = code.split("#[cfg(test)]");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (item, block) = (part.find(';').unwrap_or(part.len()), part.find('{').unwrap_or(part.len()));
        out.push_str(if item < block { &part[item..] } else { after_block(&part[block..]) });
    }
    out
}

/// What follows the block in braces at the start.
fn after_block(code: &str) -> &str {
    let mut depth = 0;
    let end = code.char_indices().find(|(_, c)| {
        depth += i32::from(*c == '{') - i32::from(*c == '}');
        depth == 0
    });
    end.map_or("", |(at, _)| &code[at + 1..])
}

/// The modules of the crate's root that `source` names by `crate::`.
fn imports(source: &Source) -> BTreeSet<String> {
    let word = |text: &str| text.trim_start().chars().take_while(|c| is_word(*c)).collect::<String>();
    let mut found = BTreeSet::new();
    for after in source.code.split("crate::").skip(1) {
        match after.strip_prefix('{') {
            None => found.extend([word(after)]),
            Some(group) => {
                // Of `{a::{b, c}, d}` the names at depth one.
                let (mut depth, mut starts) = (1, true);
                for (at, c) in group.char_indices() {
                    if starts && is_word(c) && depth == 1 {
                        found.insert(word(&group[at..]));
                    }
                    starts = c == ',' || (starts && c.is_whitespace());
                    depth += i32::from(c == '{') - i32::from(c == '}');
                    if depth == 0 {
                        break;
                    }
                }
            }
        }
    }
    found
}

fn row(module: &str) -> Option<usize> {
    ROWS.iter().position(|row| row.contains(&module))
}

/// Whether `module` may import `other`.
fn allowed(module: &str, other: &str) -> bool {
    let (Some(own), Some(its)) = (row(module), row(other)) else { return OUTSIDE.contains(&module) };
    let known = EACH_OTHER.contains(&module) && EACH_OTHER.contains(&other);
    let pixels = WITHOUT_PIXELS.contains(&module) && PIXELS.contains(&other);
    module == other || known || (its < own && !pixels)
}

fn none(breaches: Vec<String>) {
    assert!(breaches.is_empty(), "\n{}", breaches.join("\n"));
}

#[test]
fn modules_import_upstream_only() {
    let mut breaches = Vec::new();
    for source in sources() {
        let Source { name, module, depth, code } = &source;
        if row(module).is_none() && !OUTSIDE.contains(&module.as_str()) {
            breaches.push(format!("{name}: {module} has no row in tests/native/layering.rs"));
        }
        let upward = imports(&source).into_iter().filter(|other| !allowed(module, other));
        breaches.extend(upward.map(|other| format!("{name}: {module} must not import {other}")));
        // The root is named `crate`, so that imports can be read.
        if module != "bin" && code.contains(&"super::".repeat(*depth)) {
            breaches.push(format!("{name}: write `crate::` for the root"));
        }
    }
    none(breaches);
}

#[test]
fn javascript_stops_at_its_boundary() {
    let names = ["wasm_bindgen", "js_sys", "web_sys"];
    let named = |source: &Source| names.into_iter().find(|name| source.code.contains(name));
    let inside = sources().into_iter().filter(|source| source.name != "src/wasm.rs");
    none(inside.filter_map(|source| Some(format!("{} names {}", source.name, named(&source)?))).collect());
}

#[test]
fn nothing_is_unsafe() {
    let unsafe_code = |source: &Source| source.code.split(|c| !is_word(c)).any(|word| word == "unsafe");
    none(sources().iter().filter(|source| unsafe_code(source)).map(|source| source.name.clone()).collect());
    assert!(read(&root().join("src/lib.rs")).contains("#![forbid(unsafe_code)]"));
}

#[test]
fn long_files_say_why() {
    const LONGEST: usize = 400;
    let code = [
        files("src", &["rs"]),
        files("tests", &["rs", "py", "mjs", "js", "sh", "html"]),
        files("www", &["html", "ts"]),
    ];
    let unexplained = |path: &PathBuf| {
        let text = read(path);
        let head = text.lines().take(10).collect::<Vec<_>>().join(" ");
        let excused = head.contains("lines because") || head.contains("Made by `");
        (text.lines().count() > LONGEST && !excused).then(|| format!("{}: {} lines", shown(path), text.lines().count()))
    };
    none(code.iter().flatten().filter_map(unexplained).collect());
}

#[test]
fn every_source_opens_with_what_it_is() {
    let code = [files("src", &["rs"]), files("tests", &["rs"])];
    let silent = |path: &&PathBuf| !read(path).starts_with("//!") && !path.ends_with("tests.rs");
    none(code.iter().flatten().filter(silent).map(|path| shown(path)).collect());
}

/// The directives of the Content-Security-Policy of a page, each its name and its sources.
fn policy(page: &str) -> Vec<(&str, Vec<&str>)> {
    let content = page.split_once("http-equiv=\"Content-Security-Policy\" content=\"").map(|(_, rest)| rest);
    let content = content.and_then(|rest| rest.split_once('"')).map_or("", |(content, _)| content);
    let words = content.split(';').map(|directive| directive.split_whitespace().collect::<Vec<_>>());
    words.filter_map(|words| Some((*words.first()?, words[1..].to_vec()))).collect()
}

#[test]
fn pages_load_and_send_nothing_elsewhere() {
    /// Nothing but these may be named at all: no host, no scheme of the network, no inline code.
    const SOURCES: [&str; 5] = ["'none'", "'self'", "'wasm-unsafe-eval'", "blob:", "data:"];
    let mut breaches = Vec::new();
    for path in files("www", &["html"]) {
        let (name, page) = (shown(&path), read(&path));
        let policy = policy(&page);
        let sources =
            |directive: &str| policy.iter().find(|(name, _)| *name == directive).map(|(_, sources)| &sources[..]);
        let mut expect = |what: &str, holds: bool| breaches.extend((!holds).then(|| format!("{name}: {what}")));
        expect("default-src 'none' or 'self'", matches!(sources("default-src"), Some(["'none'" | "'self'"])));
        expect(
            "script-src 'self' 'wasm-unsafe-eval'",
            sources("script-src") == Some(&["'self'", "'wasm-unsafe-eval'"]),
        );
        expect("connect-src 'self'", sources("connect-src") == Some(&["'self'"]));
        for (directive, sources) in &policy {
            let known = sources.iter().all(|source| SOURCES.contains(source));
            expect(&format!("{directive} names a source that is not ours: {sources:?}"), known);
        }
        // The policy rules only what stands after it.
        let [policy, script] = ["Content-Security-Policy", "<script"].map(|what| page.find(what));
        expect("the policy stands before the first script", policy < script || script.is_none());
        let inline =
            page.split("<script").skip(1).any(|tag| !tag.split('>').next().is_some_and(|tag| tag.contains(" src=")));
        expect("no script in the page itself", !inline);
        expect("no http: or https: address", !page.contains("http://") && !page.contains("https://"));
    }
    none(breaches);
}

#[test]
fn scripts_name_no_address_and_build_no_code() {
    const FORBIDDEN: [&str; 11] = [
        "http://",
        "https://",
        "innerHTML",
        "outerHTML",
        "insertAdjacentHTML",
        "document.write",
        "eval(",
        "new Function",
        "XMLHttpRequest",
        "WebSocket",
        "sendBeacon",
    ];
    let named = |path: PathBuf| {
        let text = read(&path);
        FORBIDDEN
            .into_iter()
            .filter(|word| text.contains(word))
            .map(|word| format!("{}: {word}", shown(&path)))
            .collect()
    };
    none(files("www", &["js"]).into_iter().flat_map(|path| -> Vec<String> { named(path) }).collect());
}

#[test]
fn sources_are_read_as_the_compiler_reads_them() {
    let code = "use crate::a; // crate::b\n/* crate::c */ let t = \"crate::d\\\"\"; let q = '\"'; fn f<'a>() {}\n\
        let raw = r#\"crate::e\"#; use crate::{f::{g, h}, i};\n#[cfg(test)]\nmod tests { use crate::j; { } }\nuse crate::k::l;\n\
        #[cfg(test)]\nmod tests;\nlet m = crate::m::N;";
    let source = Source { name: String::new(), module: String::new(), depth: 1, code: without_tests(&bare(code)) };
    assert_eq!(imports(&source).into_iter().collect::<String>(), "afikm");
}
