//! Which fields of a record changed.

use serde_json::{Map, Value};

use crate::view::RecordChange;

/// The fields that differ between two records, in the order of their names. Where the words were
/// read from (`spans`) is left out: no person reads it.
pub(crate) fn between(before: &str, after: &str) -> Vec<RecordChange> {
    let (before, after) = (fields(before), fields(after));
    let mut names: Vec<&String> = before.keys().chain(after.keys()).collect();
    names.sort();
    names.dedup();
    let value =
        |record: &Map<String, Value>, name: &str| record.get(name).cloned().unwrap_or_default();
    names
        .into_iter()
        .filter(|name| *name != "spans" && before.get(*name) != after.get(*name))
        .map(|name| RecordChange {
            field: name.clone(),
            before: value(&before, name),
            after: value(&after, name),
        })
        .collect()
}

fn fields(record: &str) -> Map<String, Value> {
    match serde_json::from_str(record) {
        Ok(Value::Object(fields)) => fields,
        _ => Map::new(),
    }
}

/// The changes as the database keeps them.
pub(crate) fn json(changes: &[RecordChange]) -> String {
    serde_json::to_string(changes).expect("JSON values are JSON")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_that_differ_are_named_with_both_values() {
        let changes = between(
            r#"{"a":1,"b":2,"spans":[1]}"#,
            r#"{"a":1,"b":3,"c":4,"spans":[]}"#,
        );
        let named: Vec<_> = changes
            .iter()
            .map(|change| (change.field.as_str(), &change.before, &change.after))
            .collect();
        assert_eq!(
            named,
            [
                ("b", &Value::from(2), &Value::from(3)),
                ("c", &Value::Null, &Value::from(4))
            ]
        );
    }
}
