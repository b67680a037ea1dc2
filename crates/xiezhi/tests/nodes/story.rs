//! What is asked of the servers: a case of the ordinary procedure that its guards let pass.

#![allow(
    dead_code,
    clippy::unwrap_used,
    reason = "each test and the measurement use a part of it, and fail by its panic"
)]

use serde_json::{Value, json};

use crate::city::{City, Person};

/// A new case on the item of the bureau, with a party of its own.
pub fn lead(city: &City, name: &str) -> Value {
    let states = json!({
        "source": "inspection", "discovered_on": city.today.to_string(),
        "violation_on": city.today.to_string(), "place": {"area": "990101"},
        "sector": "city_appearance", "item": city.item, "cause": "虚构案由",
        "parties": [{"kind": "organisation"}],
    });
    json!({
        "procedure": "penalty.ordinary",
        "party": {"name": format!("虚构商行 {name}")},
        "first": {"act": "register_lead", "states": states},
    })
}

/// The filing by the head, with those who handle the case from then on.
pub fn filing(one: &Person, other: &Person) -> Value {
    json!({"act": "file_case", "states": {"officers": pair(one, other)}})
}

/// Other people for the case, by the head.
pub fn assignment(one: &Person, other: &Person) -> Value {
    json!({"act": "assign_officers", "states": {"officers": pair(one, other)}})
}

fn pair(one: &Person, other: &Person) -> Value {
    json!([{"id": one.id, "role": "handler"}, {"id": other.id, "role": "assistant"}])
}

/// What officers do in the investigation, together with another: the acts in turn.
pub fn investigation(number: u32, other: &Person) -> Value {
    let (act, states) = match number % 3 {
        0 => ("record_scene", json!({"summary": "虚构的现场情况"})),
        1 => ("take_statement", json!({"summary": "虚构的询问"})),
        _ => (
            "collect_evidence",
            json!({"evidence": {"kind": "physical"}}),
        ),
    };
    json!({"act": act, "states": states, "officers": [other.id]})
}
