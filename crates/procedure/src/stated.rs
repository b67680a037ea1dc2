//! What is stated with an act, checked against what the act takes and the schema of the case.

use jiff::civil::{Date, DateTime};
use rules::model::{self, ListEffect};
use rules::{Over, Schema, Type};
use serde_json::{Map, Value};
use thiserror::Error;

use crate::act::Act;

/// An act that no procedure has, or that states what it cannot: it is not understood, so it is
/// neither done nor taken in as reported.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Malformed {
    /// No pack has the procedure on the day of the act.
    #[error("no rule pack has the procedure {0:?} on {1}")]
    UnknownProcedure(String, Date),
    /// The procedure has no such act.
    #[error("the procedure {procedure:?} has no act {act:?}")]
    UnknownAct {
        /// The procedure.
        procedure: String,
        /// The act.
        act: String,
    },
    /// The act does not take the field.
    #[error("the act {act:?} does not take the field {field:?}; it takes: {takes}")]
    UnknownField {
        /// The act.
        act: String,
        /// The field, `list.field` inside a list.
        field: String,
        /// What it takes, separated by commas.
        takes: String,
    },
    /// The value is of another type.
    #[error("the field {field:?} holds {expected}, the value given is another: {given}")]
    WrongType {
        /// The field.
        field: String,
        /// What it holds.
        expected: String,
        /// What was given, cut short.
        given: String,
    },
    /// A change of a list does not say of which element, or of one that there is not.
    #[error(
        "the act changes an element of {list:?}: name the id of one that is there as {list}.ref"
    )]
    NoElement {
        /// The list.
        list: String,
    },
    /// No pack has the kind of document.
    #[error("no rule pack has the document kind {0:?} on the day of the act")]
    UnknownDocument(String),
}

impl Malformed {
    /// The code for programs.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::UnknownProcedure(..) => "case.unknown_procedure",
            Self::UnknownAct { .. } => "case.unknown_act",
            Self::UnknownField { .. } => "case.unknown_field",
            Self::WrongType { .. } => "case.wrong_type",
            Self::NoElement { .. } => "case.no_element",
            Self::UnknownDocument(_) => "case.unknown_document",
        }
    }
}

/// What an act states, in order: fields of the case and changes of its lists.
pub(crate) struct Stated {
    pub facts: Map<String, Value>,
    pub elements: Vec<Element>,
    /// Required fields that are not stated, `list.field` inside a list.
    pub missing: Vec<String>,
}

/// A change of a list: which element, and what is stated of it.
pub(crate) struct Element {
    pub list: String,
    pub id: Option<String>,
    pub fields: Map<String, Value>,
}

/// Reads what an act states.
pub(crate) fn read(rule: &model::Act, act: &Act, schema: &Schema) -> Result<Stated, Malformed> {
    let mut stated = Stated {
        facts: Map::new(),
        elements: Vec::new(),
        missing: Vec::new(),
    };
    let lists: Vec<&str> = rule
        .lists
        .iter()
        .map(|change| change.list.as_str())
        .collect();
    let plain = act
        .states
        .iter()
        .filter(|(name, _)| !lists.contains(&name.as_str()));
    stated.facts = fields(rule, "case", "", &rule.takes, plain, schema)?;
    let absent = |take: &&model::Take, given: &Map<String, Value>| {
        take.required && !given.contains_key(&take.field)
    };
    let missing = rule.takes.iter().filter(|take| absent(take, &stated.facts));
    stated
        .missing
        .extend(missing.map(|take| take.field.clone()));
    for change in &rule.lists {
        let given = match act.states.get(&change.list) {
            None if change.does == ListEffect::Add && change.takes.is_empty() => &Map::new(),
            None => {
                if change.takes.iter().any(|take| take.required)
                    || change.does == ListEffect::Change
                {
                    stated.missing.push(change.list.clone());
                }
                continue;
            }
            Some(Value::Object(given)) => given,
            Some(other) => return Err(wrong(&change.list, "an object", other)),
        };
        let record = record_of(schema, &change.list);
        let id = given.get("ref").and_then(Value::as_str).map(str::to_owned);
        let rest = given.iter().filter(|(name, _)| name.as_str() != "ref");
        let inside = format!("{}.", change.list);
        let fields = fields(rule, &record, &inside, &change.takes, rest, schema)?;
        let missing = change.takes.iter().filter(|take| absent(take, &fields));
        let missing = missing.map(|take| format!("{inside}{}", take.field));
        stated.missing.extend(missing);
        stated.elements.push(Element {
            list: change.list.clone(),
            id,
            fields,
        });
    }
    Ok(stated)
}

/// The name of the record that a list of the case holds.
pub(crate) fn record_of(schema: &Schema, list: &str) -> String {
    match schema.field("case", list).map(|field| &field.holds) {
        Some(Type::List(of, _)) => match &**of {
            Type::Record(name) => name.to_string(),
            _ => String::new(),
        },
        _ => String::new(),
    }
}

fn fields<'a>(
    rule: &model::Act,
    record: &str,
    inside: &str,
    takes: &[model::Take],
    given: impl Iterator<Item = (&'a String, &'a Value)>,
    schema: &Schema,
) -> Result<Map<String, Value>, Malformed> {
    let mut read = Map::new();
    for (name, value) in given {
        let taken = takes.iter().any(|take| take.field == *name);
        let field = schema.field(record, name).filter(|_| taken);
        let field = field.ok_or_else(|| Malformed::UnknownField {
            act: rule.id.clone(),
            field: format!("{inside}{name}"),
            takes: names(takes),
        })?;
        if value.is_null() {
            continue;
        }
        check(&format!("{inside}{name}"), &field.holds, value, schema)?;
        read.insert(name.clone(), value.clone());
    }
    Ok(read)
}

fn names(takes: &[model::Take]) -> String {
    let names: Vec<_> = takes.iter().map(|take| take.field.as_str()).collect();
    names.join(", ")
}

/// Whether a value is one of a type: days as `YYYY-MM-DD`, amounts in fen and not negative.
fn check(at: &str, holds: &Type, value: &Value, schema: &Schema) -> Result<(), Malformed> {
    let fits = match (holds, value) {
        (Type::Bool, Value::Bool(_)) | (Type::String, Value::String(_)) => true,
        (Type::Word(words), Value::String(word)) => words.contains(word),
        (Type::Int, Value::Number(number)) => number.is_i64(),
        (Type::Money, Value::Number(number)) => number.as_i64().is_some_and(|fen| fen >= 0),
        (Type::Date, Value::String(day)) => day.parse::<Date>().is_ok(),
        (Type::Instant, Value::String(at)) => at.parse::<DateTime>().is_ok(),
        (Type::List(of, _), Value::Array(elements)) => {
            for (number, element) in elements.iter().enumerate() {
                check(&format!("{at}[{number}]"), of, element, schema)?;
            }
            true
        }
        (Type::Record(name), Value::Object(fields)) => {
            for (key, value) in fields {
                let inner = format!("{at}.{key}");
                let field = schema.field(name, key);
                let field =
                    field.ok_or_else(|| wrong(&inner, &format!("no field of {name}"), value))?;
                check(&inner, &field.holds, value, schema)?;
            }
            true
        }
        _ => false,
    };
    if fits {
        return Ok(());
    }
    let expected = match holds {
        Type::Word(words) => format!("one of {}", words.join(", ")),
        Type::Money => "a whole number of fen, not negative".to_owned(),
        Type::Date => "a day, YYYY-MM-DD".to_owned(),
        other => format!("a value of the type {other}"),
    };
    Err(wrong(at, &expected, value))
}

fn wrong(field: &str, expected: &str, given: &Value) -> Malformed {
    Malformed::WrongType {
        field: field.to_owned(),
        expected: expected.to_owned(),
        given: given.to_string().chars().take(40).collect(),
    }
}

/// Fills what a value of a type does not say: empty, zero, no, or the first of its words.
pub(crate) fn fill(schema: &Schema, holds: &Type, value: &mut Value) {
    match (holds, value) {
        (Type::List(of, _), Value::Array(elements)) => {
            for element in elements {
                fill(schema, of, element);
            }
        }
        (Type::Record(name), Value::Object(fields)) => {
            let Some(record) = schema.records().get(name) else {
                return;
            };
            for (key, field) in record {
                match fields.get_mut(key) {
                    Some(value) => fill(schema, &field.holds, value),
                    None if field.optional => {}
                    None => {
                        fields.insert(key.clone(), schema.blank_of(&field.holds));
                    }
                }
            }
        }
        _ => {}
    }
}

/// The schema of the case.
pub(crate) fn schema(rules: &rules::RuleSet) -> &Schema {
    rules.schema(Over::Case)
}
