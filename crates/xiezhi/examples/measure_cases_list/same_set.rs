//! Whether list, count, search and export keep the same set.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::city::Person;
use crate::node::{Client, Node};

/// What is asked for beside the whole list.
const FILTERS: [&str; 4] = ["", "&open=true", "&marked=true", "&q=%E8%99%9A%E6%9E%84"];

/// Walks all pages of lists, and compares them with their counts and exports; the whole list has so
/// many cases.
pub fn check(node: &Node, person: &Person, cases: u64) {
    let mut client = Client::of(node);
    let whole = listed(&mut client, person, "");
    assert_eq!(whole.len() as u64, cases);
    for filter in FILTERS {
        let found = listed(&mut client, person, filter);
        assert!(found.is_subset(&whole), "{filter}");
        let path = format!("/cases/export?{}", filter.trim_start_matches('&'));
        let exported = client.get(&path, person).unwrap();
        assert_eq!(exported.status, 200, "{path}: {}", exported.body);
        let lines = exported.text.lines();
        let ids: BTreeSet<String> = lines
            .map(|line| id(&serde_json::from_str(line).unwrap()))
            .collect();
        assert_eq!(ids, found, "{filter}");
    }
}

/// All pages of a list, whose count must be theirs.
fn listed(client: &mut Client, person: &Person, filter: &str) -> BTreeSet<String> {
    let (mut ids, mut cursor, mut total) = (BTreeSet::new(), String::new(), None);
    loop {
        let path = format!("/cases?limit=100{filter}{cursor}");
        let page = client.get(&path, person).unwrap();
        assert_eq!(page.status, 200, "{path}: {}", page.body);
        for row in page.body["rows"].as_array().unwrap() {
            assert!(ids.insert(id(row)), "twice in the list: {row}");
        }
        total = total.or(page.body["total"].as_u64());
        match page.body["next"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => break,
        }
    }
    assert_eq!(total, Some(ids.len() as u64), "{filter}");
    ids
}

fn id(row: &Value) -> String {
    row["id"].as_str().unwrap().to_owned()
}
