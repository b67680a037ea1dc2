//! The schemas of snapshots: data in `crates/rules/snapshots`, shown in `docs/rules.md`.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;
use std::sync::{Arc, LazyLock};

use base::Text;
use jiff::civil::{Date, DateTime};
use serde_json::{Map, Value};
use thiserror::Error;

use super::{Bound, Type};
use crate::yaml::Node;

/// What a rule looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Over {
    /// A case.
    Case,
    /// An officer.
    Officer,
    /// An authority.
    Authority,
    /// A document.
    Document,
    /// What another system delivered.
    Feed,
    /// A period of an authority's work.
    Period,
}

/// A word that names no snapshot.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{0:?} is no snapshot: case, officer, authority, document, feed or period was expected")]
pub struct UnknownOver(String);

/// What a snapshot holds: its records by name; the root bears the name of the snapshot.
#[derive(Debug, Clone)]
pub struct Schema {
    over: Over,
    records: BTreeMap<Arc<str>, Record>,
}

/// The fields of a record, in the order of their names.
pub type Record = BTreeMap<String, SnapshotField>;

/// A field of a record.
#[derive(Debug, Clone)]
pub struct SnapshotField {
    /// What it holds.
    pub holds: Type,
    /// Whether it can be absent, so that it must be asked for with `has` first.
    pub optional: bool,
    /// Who says what it holds.
    pub from: Origin,
    /// Whether it tells of a person: the record keeps it apart, so that it can be erased.
    pub personal: bool,
    /// What it means.
    pub meaning: Text,
}

/// Who says what a field of a snapshot holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Origin {
    /// An act states it.
    Act,
    /// Registers are asked on the day of the act.
    World,
    /// The engine keeps it.
    Engine,
    /// The rules of a procedure derive it.
    Rules,
}

/// Where a given value is no snapshot, for the person who wrote it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Misfit {
    /// The keys that lead there, list elements by number.
    pub path: Vec<String>,
    pub message: Text,
}

static SCHEMAS: LazyLock<Vec<Schema>> = LazyLock::new(|| {
    let files = [
        include_str!("../../snapshots/case.yaml"),
        include_str!("../../snapshots/officer.yaml"),
        include_str!("../../snapshots/authority.yaml"),
        include_str!("../../snapshots/document.yaml"),
        include_str!("../../snapshots/feed.yaml"),
        include_str!("../../snapshots/period.yaml"),
    ];
    files.into_iter().map(read_schema).collect()
});

impl Over {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::Case,
        Self::Officer,
        Self::Authority,
        Self::Document,
        Self::Feed,
        Self::Period,
    ];

    /// Its name: that of the variable in expressions.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Case => "case",
            Self::Officer => "officer",
            Self::Authority => "authority",
            Self::Document => "document",
            Self::Feed => "feed",
            Self::Period => "period",
        }
    }
}

impl fmt::Display for Over {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Over {
    type Err = UnknownOver;

    fn from_str(text: &str) -> Result<Self, UnknownOver> {
        let named = Self::ALL.into_iter().find(|over| over.name() == text);
        named.ok_or_else(|| UnknownOver(text.to_owned()))
    }
}

impl Schema {
    /// The schema of a snapshot, without the facts that packs declare.
    pub fn of(over: Over) -> &'static Self {
        SCHEMAS
            .iter()
            .find(|schema| schema.over == over)
            .expect("every snapshot has a schema")
    }

    /// The same with the facts that packs declare for cases.
    #[must_use]
    pub fn with_facts(&self, facts: impl IntoIterator<Item = (String, SnapshotField)>) -> Self {
        let mut schema = self.clone();
        if let Some(record) = schema.records.get_mut("facts") {
            record.extend(facts);
        }
        schema
    }

    /// Of what it is.
    pub const fn over(&self) -> Over {
        self.over
    }

    /// The records by name.
    pub const fn records(&self) -> &BTreeMap<Arc<str>, Record> {
        &self.records
    }

    /// The type of the whole.
    pub fn root(&self) -> Type {
        Type::Record(self.over.name().into())
    }

    /// A field of a record.
    pub fn field(&self, record: &str, name: &str) -> Option<&SnapshotField> {
        self.records.get(record)?.get(name)
    }

    /// What a field that is not optional holds as long as nobody said: empty, zero, no, or the first
    /// of its words.
    pub fn blank_of(&self, holds: &Type) -> Value {
        self.blank(holds)
    }

    /// A whole snapshot from the part that an example gives: money is written in yuan, and what is
    /// not said is absent, empty, zero, no, or the first of its words.
    pub(crate) fn complete(&self, given: &Value) -> Result<Value, Misfit> {
        self.fill(&self.root(), given, &mut Vec::new())
    }

    fn fill(&self, holds: &Type, given: &Value, path: &mut Vec<String>) -> Result<Value, Misfit> {
        match (holds, given) {
            (Type::Record(name), Value::Object(given)) => self.fill_record(name, given, path),
            (Type::List(of, _), Value::Array(elements)) => {
                let mut filled = Vec::new();
                for (at, element) in elements.iter().enumerate() {
                    path.push(at.to_string());
                    filled.push(self.fill(of, element, path)?);
                    path.pop();
                }
                Ok(Value::Array(filled))
            }
            (Type::Bool, Value::Bool(_)) | (Type::String, Value::String(_)) => Ok(given.clone()),
            (Type::Int, Value::Number(number)) if number.is_i64() => Ok(given.clone()),
            (Type::Word(words), Value::String(word)) if words.contains(word) => Ok(given.clone()),
            (Type::Word(words), _) => misfit(
                path,
                &format!("应为下列之一：{}", words.join("、")),
                &format!("one of {} was expected", words.join(", ")),
            ),
            (Type::Date, Value::String(day)) if day.parse::<Date>().is_ok() => Ok(given.clone()),
            (Type::Instant, Value::String(at)) if at.parse::<DateTime>().is_ok() => {
                Ok(given.clone())
            }
            (Type::Money, Value::String(amount)) => match amount.parse::<base::Fen>() {
                Ok(fen) => Ok(fen.get().into()),
                Err(error) => misfit(path, "金额应写作“200元”或“1.5万元”", &error.to_string()),
            },
            _ => misfit(
                path,
                &format!("应为{}", holds.zh()),
                &format!("a value of the type {holds} was expected"),
            ),
        }
    }

    fn fill_record(
        &self,
        name: &str,
        given: &Map<String, Value>,
        path: &mut Vec<String>,
    ) -> Result<Value, Misfit> {
        let record = &self.records[name];
        if let Some(unknown) = given.keys().find(|key| !record.contains_key(*key)) {
            path.push(unknown.clone());
            return misfit(
                path,
                &format!("快照 {name} 没有这个字段"),
                &format!("{name} has no such field"),
            );
        }
        let mut filled = Map::new();
        for (key, field) in record {
            match given.get(key) {
                Some(value) => {
                    path.push(key.clone());
                    filled.insert(key.clone(), self.fill(&field.holds, value, path)?);
                    path.pop();
                }
                None if field.optional => {}
                None => {
                    filled.insert(key.clone(), self.blank(&field.holds));
                }
            }
        }
        Ok(Value::Object(filled))
    }

    fn blank(&self, holds: &Type) -> Value {
        match holds {
            Type::Bool => Value::Bool(false),
            Type::Int | Type::Money => Value::from(0),
            Type::String | Type::Unknown => Value::from(""),
            Type::Word(words) => Value::from(words.first().map_or("", String::as_str)),
            Type::Date => Value::from("2025-01-02"),
            Type::Instant => Value::from("2025-01-02T00:00:00"),
            Type::List(..) => Value::Array(Vec::new()),
            Type::Record(name) => {
                let fields = self.records[name].iter();
                let fields = fields.filter(|(_, field)| !field.optional);
                Value::Object(
                    fields
                        .map(|(key, field)| (key.clone(), self.blank(&field.holds)))
                        .collect(),
                )
            }
        }
    }
}

fn misfit<T>(path: &[String], zh: &str, en: &str) -> Result<T, Misfit> {
    Err(Misfit {
        path: path.to_vec(),
        message: Text::new(zh, en).expect("both parts are written out"),
    })
}

/// Reads a file of this crate; a test reads them all.
fn read_schema(yaml: &str) -> Schema {
    let root = Node::parse(yaml).expect("the snapshot files of this crate are YAML");
    let over = root.words("over").and_then(|over| over.parse().ok());
    let records = root.get("records").map_or(&[][..], Node::entries);
    Schema {
        over: over.expect("the file names its snapshot"),
        records: records
            .iter()
            .map(|(name, fields)| (name.text().unwrap_or_default().into(), read_record(fields)))
            .collect(),
    }
}

fn read_record(fields: &Node) -> Record {
    let fields = fields.entries().iter();
    fields
        .map(|(name, field)| {
            (
                name.text().unwrap_or_default().to_owned(),
                read_field(field),
            )
        })
        .collect()
}

fn read_field(field: &Node) -> SnapshotField {
    let word = |key| field.words(key).unwrap_or_default();
    let holds = match word("type") {
        "list" => {
            let bound = word("at_most").parse().map_or(Bound::None, Bound::AtMost);
            Type::List(Box::new(read_type(word("of"), field)), bound)
        }
        name => read_type(name, field),
    };
    SnapshotField {
        holds,
        optional: word("optional") == "true",
        from: match word("from") {
            "world" => Origin::World,
            "engine" => Origin::Engine,
            "rules" => Origin::Rules,
            _ => Origin::Act,
        },
        personal: word("personal") == "true",
        meaning: Text::new(word("zh"), word("en")).expect("every field is explained"),
    }
}

fn read_type(name: &str, field: &Node) -> Type {
    let words = field.list("words");
    match name {
        "string" if !words.is_empty() => Type::Word(
            words
                .iter()
                .map(|word| word.text().unwrap_or_default().to_owned())
                .collect(),
        ),
        "bool" => Type::Bool,
        "int" => Type::Int,
        "string" => Type::String,
        "date" => Type::Date,
        "instant" => Type::Instant,
        "money" => Type::Money,
        record => Type::Record(record.into()),
    }
}
