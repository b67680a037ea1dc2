//! Why a condition of a rule is met or not: its parts beside the facts that they look at.

use base::Text;
use jiff::civil::Date;
use rules::model::Grade;
use rules::{Expression, Origin, Over, Question, RuleSet, SnapshotField, Type};
use serde::Serialize;
use serde_json::{Map, Value};

use crate::stated::record_of;

/// Whether something is so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Met {
    /// It is so, and every fact that it looks at is stated.
    Yes,
    /// A fact that it looks at is not stated: nobody knows yet.
    Open,
    /// It is not so.
    No,
}

/// A part of a condition that must be so.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Condition {
    /// Its words in the pack, in CEL.
    pub words: String,
    /// Whether it is so.
    pub met: Met,
    /// What it looks at.
    pub facts: Vec<FactSeen>,
}

/// A fact that a condition looks at.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FactSeen {
    /// The field of the case: `harm`, `facts.handbills`, `parties.coerced`.
    pub field: String,
    /// What people call it.
    pub name: Text,
    /// Whether an act stated it, or a register answers it. Every element of a list must have it.
    pub stated: bool,
    /// What the case says now; of elements of a list, each; nothing where it is not stated.
    pub value: Option<Value>,
}

impl Met {
    /// Of conditions that must all be so: one that is not rules the whole out.
    pub(crate) fn all(conditions: &[Condition]) -> Self {
        let met = conditions.iter().map(|condition| condition.met);
        met.max().unwrap_or(Self::Yes)
    }
}

/// What conditions are asked of.
pub(crate) struct Explainer<'a> {
    pub rules: &'a RuleSet,
    pub snapshot: &'a Value,
    pub facts: &'a Map<String, Value>,
    pub question: Question,
}

impl Explainer<'_> {
    /// The same, judged on another day.
    pub fn on(&self, judged_on: Date) -> Self {
        Self {
            question: Question {
                judged_on,
                ..self.question.clone()
            },
            ..*self
        }
    }

    /// The parts of a condition of the packs.
    pub fn conditions(&self, source: &str) -> Vec<Condition> {
        let whole = self.rules.expression(Over::Case, source);
        let parts = whole.map(Expression::conditions).unwrap_or_default();
        parts.iter().map(|part| self.condition(part)).collect()
    }

    /// That a measured fact lies in a grade.
    pub fn measured(&self, fact: &str, grade: &Grade) -> Condition {
        let seen = self.seen(&format!("facts.{fact}"));
        let from = grade.from.map(|from| format!("{from} <= {fact}"));
        let below = grade.below.map(|below| format!("{fact} < {below}"));
        let words: Vec<String> = from.into_iter().chain(below).collect();
        let value = seen.value.as_ref().and_then(Value::as_i64);
        let inside = value.map(|value| {
            grade.from.is_none_or(|from| from <= value)
                && grade.below.is_none_or(|below| value < below)
        });
        Condition {
            words: words.join(" && "),
            met: inside.map_or(Met::Open, |inside| if inside { Met::Yes } else { Met::No }),
            facts: vec![seen],
        }
    }

    fn condition(&self, part: &Expression) -> Condition {
        let facts = part.looks_at(Over::Case);
        let facts: Vec<FactSeen> = facts.iter().map(|field| self.seen(field)).collect();
        let engine = self.rules.engine();
        let holds = engine.holds(part, Over::Case, self.snapshot, &self.question);
        let met = match holds {
            _ if facts.iter().any(|fact| !fact.stated) => Met::Open,
            Ok(true) => Met::Yes,
            Ok(false) | Err(_) => Met::No,
        };
        Condition {
            words: part.source().to_owned(),
            met,
            facts,
        }
    }

    fn seen(&self, path: &str) -> FactSeen {
        let known = self.field(path);
        let (first, inner) = path.split_once('.').unwrap_or((path, ""));
        let asked = self.rules.schema(Over::Case).field("case", first);
        let is_known = asked.is_some_and(|field| field.from != Origin::Act);
        let of: &Value = if is_known {
            &self.snapshot[first]
        } else {
            self.facts.get(first).unwrap_or(&Value::Null)
        };
        let value = inside(of, inner);
        FactSeen {
            field: path.to_owned(),
            name: known.map_or_else(|| named(path), |field| field.meaning.clone()),
            stated: value.is_some(),
            value,
        }
    }

    /// The field at a path.
    fn field(&self, path: &str) -> Option<&SnapshotField> {
        let schema = self.rules.schema(Over::Case);
        let (mut record, mut found) = ("case".to_owned(), None);
        for name in path.split('.') {
            let field = schema.field(&record, name)?;
            record = match &field.holds {
                Type::Record(of) => of.to_string(),
                _ => record_of(schema, name),
            };
            found = Some(field);
        }
        found
    }
}

/// What stands at a path; `None` where nobody stated it. Of a list every element must have it.
fn inside(value: &Value, path: &str) -> Option<Value> {
    match value {
        Value::Null => None,
        value if path.is_empty() => Some(value.clone()),
        Value::Array(elements) if elements.is_empty() => None,
        Value::Array(elements) => {
            let each = elements.iter().map(|element| inside(element, path));
            each.collect::<Option<Vec<_>>>().map(Value::Array)
        }
        Value::Object(fields) => {
            let (first, rest) = path.split_once('.').unwrap_or((path, ""));
            inside(fields.get(first)?, rest)
        }
        _ => None,
    }
}

fn named(path: &str) -> Text {
    Text::new(path, path).expect("a path is not empty")
}
