//! Any text gives citations that lie in it, one after another, and that can be resolved.
#![no_main]

use law::citation::{self, Context, Titles};
use law::{Address, StatuteKey, VersionKey};
use libfuzzer_sys::fuzz_target;

/// Knows every title, and no provision.
struct Everything;

impl Titles for Everything {
    fn statute(
        &self,
        title: &str,
        _: Option<jiff::civil::Date>,
    ) -> Option<(StatuteKey, VersionKey)> {
        Some((StatuteKey::of_title(title).ok()?, VersionKey::Undated))
    }

    fn has(&self, _: &Address) -> bool {
        false
    }
}

fuzz_target!(|text: &str| {
    let statute = law::read(text);
    let key = "云麓市灯会条例".parse().expect("a title");
    let short_names = citation::short_names(&statute);
    for here in statute
        .provisions()
        .map(|(path, _)| Some(path))
        .take(8)
        .chain([None])
    {
        let context = Context {
            statute: Some((&statute, &key, VersionKey::Undated)),
            here,
            short_names: &short_names,
            as_of: None,
            titles: &Everything,
        };
        let mut end = 0;
        for (citation, _) in citation::resolve_from(text, &context).0 {
            assert!(citation.span.start >= end && text.get(citation.span.clone()).is_some());
            end = citation.span.end;
        }
    }
    let _ = citation::parse(text);
});
