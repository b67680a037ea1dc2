//! Any bytes give a statute; what is read can be reported, exported and compared with itself.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let statute = law::read_bytes(bytes);
    let _ = law::structure_report(&statute, "", true);
    let _ = law::version_dates(&statute);
    let key = "云麓市灯会条例".parse().expect("a title");
    let _ = law::akn::export(&statute, &key, law::VersionKey::Undated, None);
    assert!(law::diff::diff(&statute, &statute).is_empty());
});
