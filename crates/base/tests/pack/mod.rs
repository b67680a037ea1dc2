//! The national rule pack, read for tests.

use std::fs;
use std::path::PathBuf;

use base::calendar::{Calendar, HolidayYear};

/// Where the pack lies.
pub fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../packs/cn")
}

/// Every holiday file that there is: a new year needs no change here.
pub fn calendar() -> Calendar {
    let files = fs::read_dir(folder().join("holidays")).unwrap();
    Calendar::new(files.map(|file| {
        let path = file.unwrap().path();
        let year = HolidayYear::parse(&fs::read_to_string(&path).unwrap()).unwrap();
        assert_eq!(
            path.file_stem().unwrap().to_str().unwrap(),
            year.year().to_string()
        );
        year
    }))
}
