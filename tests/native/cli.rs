//! The command line as a person or a script meets it: the built program is run on files of every kind, and its reports,
//! its words on standard error and its exit status are read. Over 400 lines because the cases are short and share one desk.

use crate::portrait::Portrait;
use serde_json::Value;
use std::collections::HashSet;
use std::fs::{self, File};
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::{LazyLock, mpsc};
use std::time::Duration;

const MODELS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/www/models");

/// The flawless portrait's file.
static PORTRAIT: LazyLock<Vec<u8>> = LazyLock::new(|| Portrait::default().jpeg());

/// A folder of a test's own, where the program is run.
struct Desk(PathBuf);

impl Desk {
    /// Holds `good.jpg`, the flawless portrait.
    fn new(test: &str) -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("cli").join(test);
        let _ = fs::remove_dir_all(&folder); // of the run before
        let desk = Self(folder);
        desk.put("good.jpg", &PORTRAIT);
        desk
    }

    fn put(&self, name: &str, bytes: &[u8]) -> &Self {
        let path = self.0.join(name);
        fs::create_dir_all(path.parent().expect("a file lies in a folder")).expect("the folder can be made");
        fs::write(&path, bytes).expect("the file can be written");
        self
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_photo-precheck"));
        command.args(arguments).current_dir(&self.0).env("PHOTO_PRECHECK_MODELS", MODELS);
        command
    }

    fn run(&self, arguments: &[&str]) -> Said {
        self.run_on("", arguments)
    }

    /// With paths on standard input.
    fn run_on(&self, lines: &str, arguments: &[&str]) -> Said {
        let mut command = self.command(arguments);
        let piped = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = piped.spawn().expect("the program starts");
        child.stdin.take().expect("it is piped").write_all(lines.as_bytes()).expect("a few lines fit into a pipe");
        Said::from(child.wait_with_output().expect("the program ends"))
    }

    /// The reports of `paths`.
    fn reports(&self, paths: &[&str]) -> Vec<Value> {
        self.run(&[&["check", "--format", "jsonl"], paths].concat()).reports()
    }
}

/// What the program said.
struct Said {
    status: i32,
    out: String,
    err: String,
}

impl From<Output> for Said {
    fn from(output: Output) -> Self {
        let text = |bytes| String::from_utf8(bytes).expect("it writes UTF-8");
        let said = Self {
            status: output.status.code().expect("no signal ends it"),
            out: text(output.stdout),
            err: text(output.stderr),
        };
        assert!(!said.err.contains("panicked"), "{}", said.err);
        said
    }
}

impl Said {
    /// One report a line.
    fn reports(&self) -> Vec<Value> {
        self.out.lines().map(|line| serde_json::from_str(line).expect("a line is a report")).collect()
    }

    /// It could not run, and said why in words that hold all of `words`.
    #[track_caller]
    fn refused(&self, words: &[&str]) {
        assert_eq!(self.status, 2, "{}", self.err);
        for word in words {
            assert!(self.err.contains(word), "{word} is not named: {}", self.err);
        }
    }
}

fn names(reports: &[Value]) -> Vec<&str> {
    reports.iter().map(|report| report["photo"]["name"].as_str().expect("a report names its photo")).collect()
}

fn finding<'a>(report: &'a Value, check: &str) -> &'a Value {
    let findings = report["findings"].as_array().expect("a report has findings");
    findings.iter().find(|finding| finding["check"] == check).expect("the check is on")
}

#[test]
fn the_flawless_portrait_passes_every_check() {
    if !Path::new(MODELS).join("face_mesh.bin").is_file() {
        return eprintln!("SKIPPED: {MODELS} is not there, ./build.sh build makes it");
    }
    let said = Desk::new("flawless").run(&["check", "--format", "jsonl", "good.jpg"]);
    let reports = said.reports();
    let findings = reports[0]["findings"].as_array().expect("a report has findings");
    let others: Vec<_> = findings.iter().filter(|finding| finding["verdict"] != "pass").collect();
    assert!(others.is_empty(), "{others:#?}");
    assert_eq!((said.status, &reports[0]["verdict"], said.err.as_str()), (0, &Value::from("pass"), ""));
}

#[test]
fn a_photo_that_passes_is_not_asked_to_be_taken_again() {
    let said = Desk::new("no-advice").run(&["check", "--lang", "en", "good.jpg"]);
    assert!(!said.out.contains("retake it"), "{}", said.out);
}

#[test]
fn a_file_that_is_no_whole_photo_is_a_report() {
    let desk = Desk::new("broken");
    let cases: [(&str, &[u8], &str, &str); 3] = [
        ("empty.jpg", b"", "file-format", "empty"),
        ("text.jpg", b"not a photo", "file-format", "not-an-image"),
        ("cut.jpg", &PORTRAIT[..PORTRAIT.len() * 9 / 10], "file-intact", "damaged"),
    ];
    for (file, bytes, check, code) in cases {
        let said = desk.put(file, bytes).run(&["check", "--format", "jsonl", file]);
        assert_eq!((said.status, said.err.as_str()), (1, ""), "{file}");
        assert_eq!(finding(&said.reports()[0], check)["code"], code, "{file}");
    }
}

#[test]
fn a_folder_is_walked_for_photos_in_the_order_of_their_names() {
    let desk = Desk::new("folder");
    desk.put("all/b/2.JPEG", &PORTRAIT).put("all/a.png", b"").put("all/notes.txt", b"no photo");
    let reports = desk.reports(&["all"]);
    assert_eq!(
        names(&reports).iter().map(|name| name.replace('\\', "/")).collect::<Vec<_>>(),
        ["all/a.png", "all/b/2.JPEG"]
    );
}

#[cfg(unix)]
#[test]
fn a_link_to_a_photo_in_a_folder_is_a_photo() {
    let desk = Desk::new("link");
    desk.put("all/notes.txt", b"no photo");
    std::os::unix::fs::symlink("../good.jpg", desk.0.join("all/link.jpg")).expect("links can be made");
    std::os::unix::fs::symlink("..", desk.0.join("all/back.jpg")).expect("links can be made");
    assert_eq!(names(&desk.reports(&["all"])), ["all/link.jpg"]);
}

#[test]
fn a_missing_path_and_an_empty_folder_are_named_and_the_others_are_judged() {
    let desk = Desk::new("missing");
    desk.put("empty.jpg", b"").put("bare/notes.txt", b"no photo");
    let said = desk.run(&["check", "--format", "jsonl", "good.jpg", "none.jpg", "bare", "empty.jpg"]);
    said.refused(&["none.jpg", "bare: no photo in this folder"]);
    assert_eq!(names(&said.reports()), ["good.jpg", "empty.jpg"]);
}

#[test]
fn of_what_is_no_photo_nothing_is_in_order_and_it_is_said_once() {
    let desk = Desk::new("no-photo");
    // The smallest file that says it is HEIC, which is decoded by platforms only.
    desk.put("notes.jpg", b"words").put("album.heic", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic");
    let said = desk.run(&["check", "--lang", "zh", "notes.jpg"]);
    assert_eq!(said.out.matches("照片打不开").count(), 1, "{}", said.out);
    let told = |report: &Value, check: &str| {
        let findings = report["findings"].as_array().expect("findings");
        let found = findings.iter().find(|finding| finding["check"] == check).expect("the check");
        (
            found["verdict"].as_str().unwrap_or_default().to_owned(),
            found["code"].as_str().unwrap_or_default().to_owned(),
        )
    };
    let reports = desk.reports(&["notes.jpg", "album.heic"]);
    for check in ["original-file", "no-padding", "not-generated", "not-selfie"] {
        assert_eq!(told(&reports[0], check), ("unmeasured".to_owned(), "no-pixels".to_owned()), "{check}");
    }
    // Not one to be exported as JPG: there is nothing to export.
    assert_eq!(told(&reports[1], "file-format"), ("fail".to_owned(), "unopened".to_owned()));
}

#[test]
fn a_missing_path_alone_leaves_valid_json_or_nothing() {
    let desk = Desk::new("missing-json");
    let [one, two] = [&["none.jpg"][..], &["none.jpg", "none.png"]]
        .map(|paths| desk.run(&[&["check", "--format", "json"], paths].concat()));
    one.refused(&["none.jpg"]);
    assert_eq!((one.out.as_str(), two.out.as_str()), ("", "[]\n"));
}

#[test]
fn an_unknown_profile_is_named_beside_those_there_are() {
    let said = Desk::new("profile").run(&["check", "--profile", "degre-photo", "good.jpg"]);
    said.refused(&["\"degre-photo\"", " degree-photo", "bit-graduate-2020"]);
    assert_eq!(said.out, "");
}

#[test]
fn a_mistake_in_a_profiles_file_is_named_with_file_field_and_value() {
    let desk = Desk::new("profile-file");
    let cases: [(&str, &[&str]); 6] = [
        (r#""checks": { "head-rol": { "source": "x" } }"#, &["checks.head-rol", "\"head-rol\"", "head-room"]),
        (r#""files": {}"#, &["unknown field `files`"]),
        (r#""checks": { "head-room": { "severty": "warn", "source": "x" } }"#, &["checks.head-room", "`severty`"]),
        (r#""checks": { "head-room": { "severity": "warn" } }"#, &["checks.head-room", "missing field `source`"]),
        (
            r#""checks": { "head-room": { "ideal": [0.3, 0.1], "source": "x" } }"#,
            &["checks.head-room.ideal", "[0.3,0.1]"],
        ),
        (r#""file": { "min_bytes": 9, "max_bytes": 5, "source": "x" }"#, &["file.min_bytes", "9", "5"]),
    ];
    for (mistake, words) in cases {
        let json =
            format!(r#"{{ "id": "mine", "base": "degree-photo", "name": {{ "zh": "某校", "en": "A" }}, {mistake} }}"#);
        let said = desk.put("mine.json", json.as_bytes()).run(&["check", "--profile", "mine.json", "good.jpg"]);
        said.refused(&[&["mine.json"], words].concat());
        assert_eq!(said.out, "");
    }
}

#[test]
fn a_profiles_file_is_judged_by() {
    let json = r#"{ "id": "mine", "base": "degree-photo", "name": { "zh": "某校", "en": "A" },
        "file": { "max_bytes": 60000, "source": "a letter" } }"#;
    let desk = Desk::new("own-profile");
    let said = desk.put("mine.json", json.as_bytes()).run(&[
        "check",
        "--format",
        "jsonl",
        "--profile",
        "mine.json",
        "good.jpg",
    ]);
    let report = &said.reports()[0];
    assert_eq!((said.status, &report["profile"]), (1, &Value::from("mine")));
    assert_eq!(finding(report, "file-size")["ideal"][1], 60_000.0);
}

#[test]
fn without_usable_models_faces_are_unmeasured_and_a_line_says_so() {
    let desk = Desk::new("models");
    let cases: [(&str, Option<&[u8]>); 3] = [("none", None), ("bare", Some(b"")), ("photo", Some(&PORTRAIT))];
    for (folder, bytes) in cases {
        for file in ["face_detection.bin", "face_mesh.bin", "person_segmentation.bin"] {
            bytes.map(|bytes| desk.put(&format!("{folder}/{file}"), bytes));
        }
        let mut command = desk.command(&["check", "--format", "jsonl", "good.jpg"]);
        let said = Said::from(command.env("PHOTO_PRECHECK_MODELS", folder).output().expect("the program starts"));
        assert_eq!((said.status, said.err.lines().count()), (0, 1), "{}", said.err);
        assert!(said.err.contains("face_detection.bin") && said.err.contains(folder), "{}", said.err);
        let report = &said.reports()[0];
        assert_eq!(finding(report, "one-face")["verdict"], "unmeasured");
        assert_eq!(finding(report, "head-height")["code"], "no-models");
        assert_eq!(finding(report, "file-intact")["verdict"], "pass");
    }
}

#[test]
fn paths_on_standard_input_are_judged_in_their_order() {
    let desk = Desk::new("stdin");
    desk.put("empty.jpg", b"").put("有 空格.jpg", &PORTRAIT);
    let said = desk.run_on("good.jpg\r\nempty.jpg\n\n有 空格.jpg\nempty.jpg", &["check", "--format", "jsonl", "-"]);
    assert_eq!((said.status, said.err.as_str()), (1, ""));
    assert_eq!(names(&said.reports()), ["good.jpg", "empty.jpg", "有 空格.jpg", "empty.jpg"]);
}

#[test]
fn a_path_is_judged_while_standard_input_is_still_open() {
    let desk = Desk::new("stream");
    let mut command = desk.command(&["check", "--format", "jsonl", "-"]);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("the program starts");
    let mut paths = child.stdin.take().expect("it is piped");
    let out = BufReader::new(child.stdout.take().expect("it is piped"));
    let (sender, receiver) = mpsc::channel();
    std::thread::spawn(move || out.lines().map_while(Result::ok).try_for_each(|line| sender.send(line)));
    for _ in 0..3 {
        writeln!(paths, "good.jpg").expect("it reads its input");
        let line = receiver.recv_timeout(Duration::from_secs(120)).expect("a report before the next path");
        assert!(line.contains("\"good.jpg\""), "{line}");
    }
    drop(paths);
    assert_eq!(child.wait().expect("the program ends").code(), Some(0));
}

#[test]
fn standard_input_that_names_nothing_is_said() {
    Desk::new("stdin-empty").run_on("\n", &["check", "-"]).refused(&["standard input named no file"]);
}

#[cfg(target_os = "linux")]
#[test]
fn standard_input_that_cannot_be_read_is_said_once() {
    let desk = Desk::new("stdin-folder");
    let folder = File::open(&desk.0).expect("a folder opens");
    let said = Said::from(desk.command(&["check", "-"]).stdin(folder).output().expect("the program starts"));
    said.refused(&["standard input: "]);
    assert_eq!(said.err.lines().count(), 1, "{}", said.err);
}

#[test]
fn text_is_written_in_the_language_asked_for() {
    let desk = Desk::new("lang");
    desk.put("empty.jpg", b"");
    let [zh, en] = ["zh", "en"].map(|lang| desk.run(&["check", "--lang", lang, "empty.jpg"]).out);
    assert!(zh.contains("不合格") && zh.contains("这个文件是空的。"), "{zh}");
    assert!(en.contains("FAIL") && en.contains("This file is empty.") && en.is_ascii(), "{en}");
}

#[test]
fn a_name_in_text_cannot_break_the_line() {
    let name = "two\nlines\u{1b}[31m.jpg";
    let said = Desk::new("control").put(name, b"").run(&["check", name]);
    assert!(said.out.starts_with("two\u{fffd}lines\u{fffd}[31m.jpg: "), "{}", said.out);
}

#[test]
fn json_is_one_object_for_one_file_and_else_an_array() {
    let desk = Desk::new("json");
    let parsed = |said: Said| serde_json::from_str::<Value>(&said.out).expect("it is JSON");
    assert!(parsed(desk.run(&["check", "--format", "json", "good.jpg"])).is_object());
    for path in [".", "-"] {
        let said = desk.run_on("good.jpg\n", &["check", "--format", "json", path]);
        assert_eq!(parsed(said).as_array().map(Vec::len), Some(1), "{path}");
    }
    let two = parsed(desk.run(&["check", "--format", "json", "good.jpg", "good.jpg"]));
    assert_eq!(two.as_array().map(Vec::len), Some(2));
}

#[test]
fn html_escapes_the_files_names() {
    let desk = Desk::new("html");
    let name = "<script>alert(1)</script> & 照片 '\".jpg";
    let said = desk.put(name, b"").run(&["check", "--format", "html", "--lang", "en", name]);
    assert!(said.out.starts_with("<!doctype html><html lang=\"en\">") && said.out.ends_with("</html>\n"));
    assert!(said.out.contains("&lt;script&gt;alert(1)&lt;/script&gt; &amp; 照片 &#39;&quot;.jpg"), "{}", said.out);
    assert!(!said.out.contains("<script"));
}

#[test]
fn a_crop_is_what_is_judged() {
    let desk = Desk::new("crop");
    let said = desk.run(&["check", "--format", "jsonl", "--crop", "-6,80,360,480,2.5", "good.jpg"]);
    let report = &said.reports()[0];
    let expected = serde_json::json!({ "x": -6.0, "y": 80.0, "width": 360.0, "height": 480.0, "roll_deg": 2.5 });
    assert_eq!((said.status, &report["crop"]), (1, &expected));
    assert_eq!(finding(report, "pixel-size")["value"], 0.75);
}

#[test]
fn a_crop_that_is_no_picture_is_refused_with_its_value() {
    let desk = Desk::new("bad-crop");
    for crop in ["", "1,2,3", "1,2,3,4,5,6", "1,2,3,x", "nan,0,9,9", "0,inf,9,9", "0,0,0,9", "0,0,9,-9", "9000,0,9,9"] {
        let said = desk.run(&["check", "--crop", crop, "good.jpg"]);
        said.refused(&["crop", crop]);
        assert_eq!(said.out, "", "{crop}");
    }
}

#[test]
fn the_exit_status_tells_the_gravest_of_all() {
    let desk = Desk::new("status");
    desk.put("empty.jpg", b"");
    let cases: [(&[&str], i32); 6] = [
        (&["check", "good.jpg"], 0),
        (&["check", "empty.jpg", "good.jpg"], 1),
        (&["check", "none.jpg", "empty.jpg", "good.jpg"], 2),
        (&["check"], 2),
        (&["check", "--format", "xml", "good.jpg"], 2),
        (&["no-such-command"], 2),
    ];
    for (arguments, status) in cases {
        assert_eq!(desk.run(arguments).status, status, "{arguments:?}");
    }
}

#[test]
fn the_profiles_are_listed() {
    let desk = Desk::new("profiles");
    let (lines, json) = (desk.run(&["profiles"]), desk.run(&["profiles", "--json"]));
    let profiles: Vec<Value> = serde_json::from_str(&json.out).expect("it is JSON");
    assert_eq!((lines.status, json.status, &profiles[0]["id"]), (0, 0, &Value::from("degree-photo")));
    assert_eq!(lines.out.lines().count(), profiles.len());
    for (line, profile) in lines.out.lines().zip(&profiles) {
        assert_eq!(line.split(' ').next(), profile["id"].as_str());
        assert!(profile["file"]["source"].is_string(), "{profile}");
    }
}

#[test]
fn the_checks_are_listed_alike_in_every_form() {
    let desk = Desk::new("checks");
    let [lines, json, table] =
        [&["checks"][..], &["checks", "--json"], &["checks", "--markdown"]].map(|a| desk.run(a).out);
    let json: Vec<Value> = serde_json::from_str(&json).expect("it is JSON");
    let ids: Vec<_> = json.iter().filter_map(|check| check["id"].as_str()).collect();
    assert_eq!(ids.iter().collect::<HashSet<_>>().len(), json.len());
    assert_eq!(lines.lines().filter_map(|line| line.split(' ').next()).collect::<Vec<_>>(), ids);
    let rows: Vec<Vec<_>> = table.lines().map(|line| line.split(" | ").collect()).collect();
    assert_eq!(rows.len(), ids.len() + 2);
    for (row, id) in rows.iter().skip(2).zip(ids) {
        assert_eq!((row.len(), row[0]), (6, format!("| `{id}`").as_str()));
    }
    desk.run(&["checks", "--json", "--markdown"]).refused(&["--json", "--markdown"]);
}
