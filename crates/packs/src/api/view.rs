//! What the routes show.

use base::{Lang, Text};
use jiff::Timestamp;
use rules::{FileKind, Folder};
use serde::Serialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;

use crate::{KeptPack, WrittenRule};

/// A text in both languages.
#[derive(Debug, Serialize, ToSchema)]
pub struct PackText {
    /// In Chinese.
    zh: String,
    /// In English.
    en: String,
}

/// A pack that is or was in use.
#[derive(Debug, Serialize, ToSchema)]
pub struct PackRow {
    /// The digest of what it holds: `sha256:` and 64 hexadecimal digits.
    digest: String,
    /// The name by which other packs extend it.
    name: String,
    /// What people call it.
    title: PackText,
    /// Its version.
    version: String,
    /// How many rules it holds.
    rules: u32,
    /// When it was first in use.
    #[schema(value_type = String, format = DateTime)]
    since: Timestamp,
    /// Whether it is in use.
    in_use: bool,
    /// Its place among the packs in use, 0 for the lowest; `null` where it is not in use.
    layer: Option<u32>,
}

/// A file of a pack.
#[derive(Debug, Serialize, ToSchema)]
pub struct PackFile {
    /// Its path within the pack.
    path: String,
    /// Its kind: `procedures`; `null` where it holds no rules.
    kind: Option<&'static str>,
    /// Its size.
    size_bytes: u64,
}

/// A rule as it stands in a pack.
#[derive(Debug, Serialize, ToSchema)]
pub struct PackRule {
    /// The kind of its file: `parameters`, `policy`.
    kind: &'static str,
    /// The key under which it stands: `parameters`, `grants`.
    section: &'static str,
    /// The path of its file.
    file: String,
    /// What other rules call it; empty where it has no name.
    id: String,
    /// What people call it.
    name: Option<PackText>,
    /// The provisions that it rests on.
    provisions: Vec<String>,
    /// Why it holds although no provision speaks of it, or how the provision is understood.
    because: Option<PackText>,
    /// The day by which it is judged: `violation`, `filing`, `act`.
    judged_by: Option<String>,
    /// The first day on which it holds.
    #[schema(value_type = Option<String>, format = Date)]
    from: Option<String>,
    /// The first day on which it holds no longer.
    #[schema(value_type = Option<String>, format = Date)]
    until: Option<String>,
    /// What else it says, in the words of its file.
    #[schema(value_type = Object)]
    content: Map<String, Value>,
}

impl PackText {
    pub(super) fn of(text: &Text) -> Self {
        Self {
            zh: text.get(Lang::Zh).to_owned(),
            en: text.get(Lang::En).to_owned(),
        }
    }

    fn of_value(value: Value) -> Option<Self> {
        let text: Option<Text> = serde_json::from_value(value).ok();
        text.map(|text| Self::of(&text))
    }
}

impl PackRow {
    pub(super) fn of(pack: KeptPack) -> Self {
        Self {
            digest: pack.digest.to_string(),
            title: PackText::of(&pack.title),
            name: pack.name,
            version: pack.version,
            rules: pack.rules,
            since: pack.since,
            in_use: pack.layer.is_some(),
            layer: pack.layer,
        }
    }
}

impl PackFile {
    pub(super) fn all(folder: &Folder) -> Vec<Self> {
        let files = folder.paths().map(|path| Self {
            path: path.to_owned(),
            kind: FileKind::of_path(path).map(FileKind::name),
            size_bytes: folder.file(path).map_or(0, |bytes| bytes.len() as u64),
        });
        files.collect()
    }
}

impl PackRule {
    pub(super) fn of(rule: WrittenRule) -> Self {
        let mut content = match rule.value {
            Value::Object(content) => content,
            other => Map::from_iter([("value".to_owned(), other)]),
        };
        let words = |value: Option<Value>| match value {
            Some(Value::String(words)) => Some(words),
            _ => None,
        };
        let provisions = match content.remove("provisions") {
            Some(Value::Array(provisions)) => provisions,
            _ => content.remove("provision").into_iter().collect(),
        };
        let mut days = match content.remove("in_force") {
            Some(Value::Object(days)) => days,
            _ => Map::new(),
        };
        Self {
            kind: rule.kind.name(),
            section: rule.section,
            file: rule.file,
            id: words(content.remove("id")).unwrap_or_default(),
            name: content.remove("name").and_then(PackText::of_value),
            provisions: provisions
                .into_iter()
                .filter_map(|one| words(Some(one)))
                .collect(),
            because: content.remove("because").and_then(PackText::of_value),
            judged_by: words(content.remove("judged_by")),
            from: words(days.remove("from")),
            until: words(days.remove("until")),
            content,
        }
    }
}
