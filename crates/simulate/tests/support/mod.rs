//! A small city under the national pack.

#![allow(dead_code, reason = "each test takes what it needs")]

use std::path::Path;
use std::sync::Arc;

use jiff::civil::{Date, date};
use procedure::Procedures;
use rules::{Folder, RuleSet};
use simulate::{City, Size, Window};

pub const SIZE: Size = Size {
    officers: 800,
    items: 2_400,
    parties: 900,
};
pub const FIRST: Date = date(2024, 1, 1);
pub const LAST: Date = date(2026, 10, 30);

pub fn procedures() -> Procedures {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs/cn");
    let folders = Folder::read_with_parents(&root).unwrap();
    Procedures::new(Arc::new(RuleSet::load(&folders).unwrap()))
}

pub fn city(seed: u64) -> City {
    City::of(seed, SIZE).unwrap()
}

pub fn window(city: &City, procedures: &Procedures) -> Window {
    Window::new(city, procedures.rules(), FIRST, LAST)
}
