//! The published JSON Schemas (draft 2020-12), written from the tables.

use serde_json::{Map, Value, json};

use super::{FileKind, Record, Shape};

/// The JSON Schema of a kind of file; `packs/schema/KIND.schema.json` holds it.
pub fn json_schema(kind: FileKind) -> Value {
    let mut definitions = Map::new();
    let mut schema = Map::new();
    schema.insert(
        "$schema".to_owned(),
        "https://json-schema.org/draft/2020-12/schema".into(),
    );
    schema.insert("title".to_owned(), kind.title().into());
    schema.extend(record(kind.record(), &mut definitions));
    if !definitions.is_empty() {
        schema.insert("$defs".to_owned(), Value::Object(definitions));
    }
    Value::Object(schema)
}

fn record(record: &Record, definitions: &mut Map<String, Value>) -> Map<String, Value> {
    let mut properties = Map::new();
    for field in record.fields {
        let mut property = shape(&field.shape, definitions);
        if let Value::Object(property) = &mut property {
            property.insert("description".to_owned(), field.docs.into());
        }
        properties.insert(field.name.to_owned(), property);
    }
    let required = record.fields.iter().filter(|field| field.required);
    let required: Vec<_> = required.map(|field| field.name).collect();
    let mut schema = Map::new();
    schema.insert("type".to_owned(), "object".into());
    schema.insert("additionalProperties".to_owned(), false.into());
    if !required.is_empty() {
        schema.insert("required".to_owned(), required.into());
    }
    schema.insert("properties".to_owned(), Value::Object(properties));
    schema
}

fn shape(of: &Shape, definitions: &mut Map<String, Value>) -> Value {
    match of {
        Shape::Text => named("text", definitions, |_| {
            json!({
                "type": "object",
                "additionalProperties": false,
                "required": ["zh", "en"],
                "properties": {
                    "zh": { "type": "string", "minLength": 1 },
                    "en": { "type": "string", "minLength": 1 }
                }
            })
        }),
        Shape::Words => json!({ "type": ["string", "number"], "minLength": 1 }),
        Shape::OneOf(words) => json!({ "enum": words }),
        Shape::Bool => json!({ "type": "boolean" }),
        Shape::Int(least, most) => json!({ "type": "integer", "minimum": least, "maximum": most }),
        Shape::Number => json!({ "type": "number" }),
        Shape::Date => named(
            "date",
            definitions,
            |_| json!({ "type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$" }),
        ),
        Shape::Money => named(
            "money",
            definitions,
            |_| json!({ "type": "string", "pattern": "^[0-9][0-9,]*(\\.[0-9]+)?[万亿]?元$" }),
        ),
        Shape::Provision => named(
            "provision",
            definitions,
            |_| json!({ "type": "string", "pattern": "^law/[^#\\s]+#[0-9][^#\\s]*$" }),
        ),
        Shape::Define(_) | Shape::Refer(_) => named(
            "id",
            definitions,
            |_| json!({ "type": "string", "pattern": "^[a-z][a-z0-9_]*(\\.[a-z0-9_]+)*$" }),
        ),
        Shape::Expression(over, _) => {
            let comment = format!("CEL over the snapshot {over}, see docs/rules.md");
            json!({ "type": "string", "minLength": 1, "maxLength": 4000, "$comment": comment })
        }
        Shape::List(of, least) => {
            let mut list = json!({ "type": "array", "items": shape(of, definitions) });
            if *least > 0 {
                list["minItems"] = (*least).into();
            }
            list
        }
        Shape::Table(of) => {
            json!({ "type": "object", "additionalProperties": shape(of, definitions) })
        }
        Shape::Record(of) => named(of.name, definitions, |definitions| {
            Value::Object(record(of, definitions))
        }),
        Shape::Same(of) => named("scope", definitions, |definitions| shape(of, definitions)),
        Shape::Choice(words, keys) => {
            let keys = keys.iter().map(|(key, of)| {
                json!({
                    "type": "object",
                    "additionalProperties": false,
                    "required": [key],
                    "properties": { (*key): shape(of, definitions) }
                })
            });
            let mut choices = vec![json!({ "enum": words })];
            choices.extend(keys.collect::<Vec<_>>());
            json!({ "oneOf": choices })
        }
        Shape::Free => json!({}),
    }
}

/// A reference to a definition, which is written the first time it is needed.
fn named(
    name: &str,
    definitions: &mut Map<String, Value>,
    write: impl FnOnce(&mut Map<String, Value>) -> Value,
) -> Value {
    if !definitions.contains_key(name) {
        definitions.insert(name.to_owned(), Value::Null);
        let written = write(definitions);
        definitions.insert(name.to_owned(), written);
    }
    json!({ "$ref": format!("#/$defs/{name}") })
}
