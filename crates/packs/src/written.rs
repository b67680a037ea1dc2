//! The rules of a pack as they are written, whether or not this program can use them.

use rules::{FileKind, Folder};
use serde_json::Value;

/// A rule as it stands in a file of a pack.
#[derive(Debug, Clone, PartialEq)]
pub struct WrittenRule {
    /// The kind of its file.
    pub kind: FileKind,
    /// The key under which it stands: `parameters`, `roles`.
    pub section: &'static str,
    /// The path of the file within the pack.
    pub file: String,
    /// The rule, an object.
    pub value: Value,
}

/// Every rule of a pack, by file and in the order in which they are written. Files that cannot be
/// read are passed over: the lint says what is wrong with them.
pub fn written(folder: &Folder) -> Vec<WrittenRule> {
    let mut rules = Vec::new();
    for path in folder.paths() {
        let Some(kind) = FileKind::of_path(path) else {
            continue;
        };
        let text = folder.text(path).unwrap_or_default();
        let Ok(Value::Object(mut file)) = rules::yaml_as_json(text) else {
            continue;
        };
        for section in sections(kind) {
            let Some(Value::Array(values)) = file.remove(section) else {
                continue;
            };
            rules.extend(values.into_iter().map(|value| WrittenRule {
                kind,
                section,
                file: path.to_owned(),
                value,
            }));
        }
    }
    rules
}

/// The keys under which a kind of file has rules.
fn sections(kind: FileKind) -> Vec<&'static str> {
    match kind {
        FileKind::Policy => vec!["roles", "actions", "grants"],
        FileKind::Terms => vec!["rules", "terms"],
        _ => kind.rules_key().into_iter().collect(),
    }
}
