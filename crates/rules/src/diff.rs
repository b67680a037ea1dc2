//! What differs between two packs, rule by rule.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;

use crate::folder::Folder;
use crate::reading::{self, ParsedFile};
use crate::shape::FileKind;

/// What differs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// The rules that differ, by kind and id.
    pub changes: Vec<Change>,
}

/// A rule that differs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Change {
    /// The kind of file that it stands in.
    pub kind: &'static str,
    /// Its id, with the day from which it holds where it has one; the path of files without rules.
    pub rule: String,
    /// What happened to it.
    #[serde(flatten)]
    pub change: ChangeKind,
}

/// What happened to a rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "change", rename_all = "snake_case")]
pub enum ChangeKind {
    /// Only the second pack has it.
    Added,
    /// Only the first pack has it.
    Removed,
    /// Both have it, with other values in these fields.
    Changed {
        /// The fields, `values.0.value`.
        fields: Vec<FieldChange>,
    },
}

/// A field with its two values; JSON null where there is none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FieldChange {
    /// The keys that lead to it, elements of lists by number or by their id.
    pub path: String,
    /// Before.
    pub before: Value,
    /// After.
    pub after: Value,
}

/// Compares two packs (without those that they extend). Files that cannot be read count as absent.
pub fn diff(before: &Folder, after: &Folder) -> Difference {
    let (before, after) = (rules_of(before), rules_of(after));
    let mut changes = Vec::new();
    let keys: std::collections::BTreeSet<_> = before.keys().chain(after.keys()).collect();
    for key in keys {
        let change = match (before.get(key), after.get(key)) {
            (None, Some(_)) => ChangeKind::Added,
            (Some(_), None) => ChangeKind::Removed,
            (Some(old), Some(new)) if old != new => {
                let mut fields = Vec::new();
                compare(old, new, &mut Vec::new(), &mut fields);
                ChangeKind::Changed { fields }
            }
            _ => continue,
        };
        changes.push(Change {
            kind: key.0,
            rule: key.1.clone(),
            change,
        });
    }
    Difference { changes }
}

type Rules = BTreeMap<(&'static str, String), Value>;

fn rules_of(folder: &Folder) -> Rules {
    let folders = std::slice::from_ref(folder);
    let parsed = reading::parse(folders, &mut Vec::new());
    let mut rules = Rules::new();
    for file in &parsed {
        collect(file, &mut rules);
    }
    rules
}

fn collect(file: &ParsedFile<'_>, rules: &mut Rules) {
    let kind = file.kind.name();
    let mut json = file.root.json();
    let Value::Object(fields) = &mut json else {
        return;
    };
    let keys: &[&str] = match (file.kind, file.kind.rules_key()) {
        (FileKind::Policy, _) => &["roles", "actions", "grants"],
        (_, Some(key)) => &[key],
        _ => &[],
    };
    for key in keys {
        for rule in fields
            .remove(*key)
            .as_ref()
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
        {
            let id = rule.get("id").and_then(Value::as_str).unwrap_or_default();
            let from = rule.pointer("/in_force/from").and_then(Value::as_str);
            let id = from.map_or_else(|| id.to_owned(), |from| format!("{id} ({from})"));
            rules.insert((kind, id), rule.clone());
        }
    }
    if !fields.is_empty() {
        rules.insert((kind, file.path.to_owned()), json);
    }
}

fn compare(before: &Value, after: &Value, path: &mut Vec<String>, changes: &mut Vec<FieldChange>) {
    if before == after {
        return;
    }
    match (before, after) {
        (Value::Object(old), Value::Object(new)) => {
            let keys: std::collections::BTreeSet<_> = old.keys().chain(new.keys()).collect();
            for key in keys {
                path.push(key.clone());
                compare(
                    old.get(key).unwrap_or(&Value::Null),
                    new.get(key).unwrap_or(&Value::Null),
                    path,
                    changes,
                );
                path.pop();
            }
        }
        (Value::Array(old), Value::Array(new)) => compare_lists(old, new, path, changes),
        _ => changes.push(FieldChange {
            path: path.join("."),
            before: before.clone(),
            after: after.clone(),
        }),
    }
}

/// Elements with ids are paired by them, others by their place.
fn compare_lists(
    old: &[Value],
    new: &[Value],
    path: &mut Vec<String>,
    changes: &mut Vec<FieldChange>,
) {
    let key = |at: usize, value: &Value| {
        let id = value.get("id").and_then(Value::as_str);
        id.map_or_else(|| at.to_string(), str::to_owned)
    };
    let keyed = |list: &[Value]| -> BTreeMap<String, Value> {
        let list = list.iter().enumerate();
        list.map(|(at, value)| (key(at, value), value.clone()))
            .collect()
    };
    let (old, new) = (keyed(old), keyed(new));
    let keys: std::collections::BTreeSet<_> = old.keys().chain(new.keys()).collect();
    for key in keys {
        path.push(key.clone());
        compare(
            old.get(key).unwrap_or(&Value::Null),
            new.get(key).unwrap_or(&Value::Null),
            path,
            changes,
        );
        path.pop();
    }
}
