//! The snapshot of a case that rules look at.

use std::collections::BTreeSet;

use jiff::civil::{Date, DateTime};
use rules::model::{JudgedBy, Procedure};
use rules::{Expression, Looking, Outcome, Over, Question, Schema};
use serde_json::{Map, Value};

use crate::case::Case;
use crate::compiled::Procedures;
use crate::stated::{fill, schema};
use crate::world::{OfficerNow, World};

/// What stands around a case when its snapshot is taken.
pub(crate) struct Surroundings<'a> {
    pub procedures: &'a Procedures,
    pub procedure: &'a Procedure,
    pub at: DateTime,
    /// The fields that are looked at; all of them if none.
    pub looks: Option<&'a BTreeSet<String>>,
    /// The fields that registers say.
    pub world: Map<String, Value>,
    /// Those who do the act.
    pub acting: &'a [OfficerNow],
    /// What is known of those who have a role.
    pub officers: &'a [OfficerNow],
}

impl Surroundings<'_> {
    pub fn schema(&self) -> &Schema {
        schema(&self.procedures.rules)
    }

    /// The snapshot of a case with these facts.
    pub fn snapshot(&self, case: &Case, facts: &Map<String, Value>) -> Value {
        let mut whole = Map::new();
        let mut put = |name: &str, value: &dyn Fn() -> Value| {
            if self.is_looked_at(name) {
                whole.insert(name.to_owned(), value());
            }
        };
        for (name, value) in self.procedures.blank.iter().chain(facts).chain(&self.world) {
            put(name, &|| value.clone());
        }
        put("procedure", &|| case.procedure.clone().into());
        put("stage", &|| case.stage.clone().into());
        put("hour", &|| i64::from(self.at.hour()).into());
        put("documents", &|| {
            serde_json::to_value(&case.documents).unwrap_or_default()
        });
        let fee = self
            .is_looked_at("late_fee_now")
            .then(|| {
                self.procedures
                    .late_fee_of(self.procedure, &case.clocks, facts, self.at.date())
            })
            .flatten();
        if let Some(fee) = fee {
            put("late_fee_now", &|| fee.amount.get().into());
        }
        if !self.world.contains_key("acting") {
            put("acting", &|| {
                let acting = self.acting.iter();
                acting.map(|officer| in_case(officer, facts)).collect()
            });
        }
        if let Some(Value::Array(officers)) = whole.get_mut("officers") {
            for officer in officers {
                know(officer, self.officers);
            }
        }
        for (name, value) in &mut whole {
            if let Some(field) = self.schema().field("case", name) {
                fill(self.schema(), &field.holds, value);
            }
        }
        Value::Object(whole)
    }

    fn is_looked_at(&self, name: &str) -> bool {
        self.looks.is_none_or(|looks| looks.contains(name))
    }

    /// A snapshot with what the procedure derives, ready for questions.
    pub fn look_at(&self, snapshot: &mut Value, facts: &Map<String, Value>) -> Looking<'_> {
        let mut looking = self.look(snapshot, facts);
        let derives = self.procedure.derives.iter();
        for derived in derives.filter(|derived| self.is_looked_at(&derived.field)) {
            let expression = self.expression(&derived.expression);
            let value = expression.and_then(|expression| looking.evaluate(expression).ok());
            if let Some(value) = value.map(json_of) {
                looking.put(Over::Case, &derived.field, &value);
                snapshot[derived.field.as_str()] = value;
            }
        }
        looking
    }

    /// Makes a snapshot ready for questions, judged on the day of the act.
    pub fn look(&self, snapshot: &Value, facts: &Map<String, Value>) -> Looking<'_> {
        let today = self.at.date();
        let sector = facts.get("sector").and_then(Value::as_str);
        let question = Question {
            judged_on: today,
            today,
            sector: sector.unwrap_or_default().to_owned(),
            region: self.procedures.region.clone(),
        };
        let engine = self.procedures.rules.engine();
        engine.looking_at(Over::Case, snapshot, &question)
    }

    pub fn expression(&self, source: &str) -> Option<&Expression> {
        self.procedures.rules.expression(Over::Case, source)
    }
}

/// The role in which somebody who does the act stands in the case; the first if several.
fn in_case(officer: &OfficerNow, facts: &Map<String, Value>) -> Value {
    let roles = facts.get("officers").and_then(Value::as_array);
    let mine = roles
        .into_iter()
        .flatten()
        .find(|role| role["id"] == officer.id.as_str());
    let role = mine
        .and_then(|mine| mine["role"].as_str())
        .unwrap_or("assistant");
    let recused = mine.is_some_and(|mine| mine["recused"] == true);
    officer.snapshot(role, recused)
}

/// The day by which a rule is judged.
pub(crate) fn judged_on(by: JudgedBy, facts: &Map<String, Value>, today: Date) -> Date {
    let day = |field: &str| facts.get(field)?.as_str()?.parse().ok();
    match by {
        JudgedBy::Violation => day("violation_on").unwrap_or(today),
        JudgedBy::Filing => day("filed_on").unwrap_or(today),
        JudgedBy::Act => today,
    }
}

/// Adds to a person with a role what the registers say.
fn know(officer: &mut Value, known: &[OfficerNow]) {
    let Value::Object(fields) = officer else {
        return;
    };
    let id = fields.get("id").and_then(Value::as_str).unwrap_or_default();
    let Some(known) = known.iter().find(|known| known.id == id) else {
        return;
    };
    for (name, value) in [
        ("authority", Value::from(known.authority.clone())),
        ("certificate_valid", known.certificate_valid.into()),
        ("auxiliary", known.auxiliary.into()),
        ("legal_qualification", known.legal_qualification.into()),
        ("interested", known.interested.into()),
    ] {
        fields.insert(name.to_owned(), value);
    }
}

/// What an expression gave, as facts are kept.
pub(crate) fn json_of(outcome: Outcome) -> Value {
    match outcome {
        Outcome::Bool(yes) => yes.into(),
        Outcome::Int(number) => number.into(),
        Outcome::Money(fen) => fen.get().into(),
        Outcome::Date(date) => date.to_string().into(),
        Outcome::String(words) => words.into(),
        Outcome::List(values) => values.into_iter().map(json_of).collect(),
    }
}

/// The surroundings that a world gives.
pub(crate) fn around<'a>(
    procedures: &'a Procedures,
    procedure: &'a Procedure,
    at: DateTime,
    world: &'a World,
) -> Surroundings<'a> {
    Surroundings {
        procedures,
        procedure,
        at,
        looks: None,
        world: world.fields(),
        acting: &world.acting,
        officers: &world.officers,
    }
}
