//! Any text gives items, the same each time, whose spans lie in the statute's own words.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let statute = law::read(text);
    let items = law::items::extract(&statute);
    assert_eq!(items, law::items::extract(&statute));
    for item in &items {
        assert!(item.spans.iter().all(|span| span.start <= span.end));
    }
});
