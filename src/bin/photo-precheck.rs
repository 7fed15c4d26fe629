//! The command line: judges photos, lists profiles and checks. Arguments and output only; every judgement is the
//! library's.
#![cfg_attr(target_arch = "wasm32", allow(unused))]

#[cfg(not(target_arch = "wasm32"))]
mod photo_precheck;

#[cfg(not(target_arch = "wasm32"))]
fn main() -> std::process::ExitCode {
    photo_precheck::run()
}

#[cfg(target_arch = "wasm32")]
fn main() {}
