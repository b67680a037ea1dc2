//! Looks whether the pages were built, since they are embedded.

use std::path::Path;

fn main() {
    let pages = Path::new("../../web/dist");
    println!("cargo::rerun-if-changed=../../web/dist");
    if pages.join("index.html").exists() {
        return;
    }
    // `PROFILE` is set by cargo for build scripts: it is part of the build and no setting of ours.
    let release = std::env::var_os("PROFILE").is_some_and(|profile| profile == "release");
    let sentence =
        "the web pages are not built yet: run `make web` (网页尚未构建，请运行 make web)";
    if release {
        println!("cargo::error={sentence}");
    } else {
        println!("cargo::warning={sentence}");
    }
}
