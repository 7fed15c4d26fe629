//! The README's table of checks is what the command line prints, and its example profile is sound. `BLESS=1` writes the
//! table anew.

use photo_precheck::profile::Profile;
use std::path::Path;
use std::process::Command;

const START: &str = "<!-- checks -->\n";
const END: &str = "<!-- /checks -->";

fn path() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")
}

fn readme() -> String {
    std::fs::read_to_string(path()).expect("README.md")
}

#[test]
fn the_table_of_checks_is_the_catalogue() {
    let printed = Command::new(env!("CARGO_BIN_EXE_photo-precheck")).args(["checks", "--markdown"]).output();
    let table = String::from_utf8(printed.expect("the command line runs").stdout).expect("UTF-8");
    let text = readme();
    let (before, rest) = text.split_once(START).expect("the table's start");
    let (shown, after) = rest.split_once(END).expect("the table's end");
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(path(), format!("{before}{START}{table}{END}{after}")).expect("README.md is written");
    } else {
        assert_eq!(shown, table, "`./build.sh bless` renews it");
    }
}

#[test]
fn the_example_profile_is_sound() {
    let text = readme();
    let mut blocks = text.split("```json\n").skip(1).filter_map(|rest| rest.split("```").next());
    let example = blocks.find(|block| block.contains("\"base\"")).expect("an example profile");
    Profile::parse("README.md", example).expect("sound");
}
