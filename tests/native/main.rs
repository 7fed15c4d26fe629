//! All that is tested natively from outside the library, in one program: the drawn portraits are compiled once, the
//! networks are loaded once, and the slow tests of every family share the cores.
//!
//! What needs the networks, the command line or the labelled photos says so where it is. The photos are no part of the
//! repository; a test that has them for a part of its work leaves that part out, with a word, where they are not there.

#[path = "../portrait/mod.rs"]
mod portrait;

mod kit;

mod attire_samples;
mod cli;
mod corpus;
mod drawn;
mod export;
mod export_cli;
mod export_photos;
mod export_pixels;
mod export_places;
mod golden;
mod layering;
mod making;
mod origin;
mod portrait_truth;
mod readme;
mod series;
