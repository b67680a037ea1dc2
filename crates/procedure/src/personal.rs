//! What acts state of persons, taken out and put in again: the record keeps it in a block of its own
//! that can be erased.

use rules::{Schema, Type};
use serde_json::{Map, Value};

use crate::case::Case;
use crate::compiled::Procedures;
use crate::stated::schema;

impl Procedures {
    /// What an act states in two parts: that which tells of nobody, and that which the schema of the
    /// case marks as personal, in the same shape; `None` where there is none.
    pub fn parted(
        &self,
        states: &Map<String, Value>,
    ) -> (Map<String, Value>, Option<Map<String, Value>>) {
        let mut open = states.clone();
        let personal = take(schema(&self.rules), "case", &mut open);
        (open, personal)
    }

    /// The case as it is once nothing personal is left of it.
    #[must_use]
    pub fn impersonal(&self, case: &Case) -> Case {
        Case {
            facts: self.parted(&case.facts).0,
            ..case.clone()
        }
    }
}

/// What an act stated, from the two parts that [`Procedures::parted`] makes of it.
#[must_use]
pub fn rejoined(open: Map<String, Value>, personal: Map<String, Value>) -> Map<String, Value> {
    let mut whole = open;
    for (name, value) in personal {
        let value = match whole.remove(&name) {
            Some(open) => join(open, value),
            None => value,
        };
        whole.insert(name, value);
    }
    whole
}

fn join(open: Value, personal: Value) -> Value {
    match (open, personal) {
        (Value::Object(open), Value::Object(personal)) => rejoined(open, personal).into(),
        (Value::Array(open), Value::Array(personal)) if open.len() == personal.len() => {
            let pairs = open.into_iter().zip(personal);
            pairs.map(|(open, personal)| join(open, personal)).collect()
        }
        (_, personal) => personal,
    }
}

/// Takes what is personal out of a record, and gives it in the shape of the record.
fn take(
    schema: &Schema,
    record: &str,
    fields: &mut Map<String, Value>,
) -> Option<Map<String, Value>> {
    let known = schema.records().get(record)?;
    let mut taken = Map::new();
    let names: Vec<String> = fields.keys().cloned().collect();
    for name in names {
        let Some(field) = known.get(&name) else {
            continue;
        };
        let found = if field.personal {
            fields.remove(&name)
        } else {
            let value = fields.get_mut(&name);
            value.and_then(|value| take_inside(schema, &field.holds, value))
        };
        if let Some(found) = found {
            taken.insert(name, found);
        }
    }
    (!taken.is_empty()).then_some(taken)
}

/// The same inside of a value. An act states one element of a list as an object.
fn take_inside(schema: &Schema, holds: &Type, value: &mut Value) -> Option<Value> {
    match (holds, value) {
        (Type::Record(name), Value::Object(fields)) => {
            take(schema, name, fields).map(Value::Object)
        }
        (Type::List(of, _), element @ Value::Object(_)) => take_inside(schema, of, element),
        (Type::List(of, _), Value::Array(elements)) => {
            let taken = elements.iter_mut();
            let taken: Vec<_> = taken
                .map(|element| take_inside(schema, of, element))
                .collect();
            let nothing = || Value::Object(Map::new());
            let any = taken.iter().any(Option::is_some);
            any.then(|| {
                taken
                    .into_iter()
                    .map(|one| one.unwrap_or_else(nothing))
                    .collect()
            })
        }
        _ => None,
    }
}
