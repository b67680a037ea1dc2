//! What can be done next in a case, and why the rest cannot.

use base::Text;
use jiff::civil::DateTime;
use serde::Serialize;

use crate::act::{Act, Manner};
use crate::case::Case;
use crate::compiled::Procedures;
use crate::verdict::{Broken, Verdict};
use crate::world::World;

/// An act of the stage in which the case stands.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Possible {
    /// Its id.
    pub act: String,
    /// What people call it.
    pub name: Text,
    /// The roles that may do it.
    pub by: Vec<String>,
    /// The provisions that it rests on.
    pub provisions: Vec<String>,
    /// The fields that it takes; with whether they must be stated.
    pub takes: Vec<Input>,
    /// The document kinds that it makes.
    pub makes: Vec<String>,
    /// The stage to which it leads, where it leads to another.
    pub to: Option<String>,
    /// What stands in its way, as far as it can be told before it is stated; empty if nothing.
    pub broken: Vec<Broken>,
}

/// A field that an act takes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Input {
    /// Its name; `list.field` inside a list.
    pub field: String,
    /// What people call it.
    pub name: Text,
    /// What it holds, as `docs/rules.md` names types.
    pub holds: String,
    /// The words that it may hold, where it holds one of some.
    pub words: Vec<String>,
    /// Whether it must be stated.
    pub required: bool,
}

impl Procedures {
    /// The acts of the stage of a case with what stands in their way, for a person of these roles
    /// who would do them at this moment. What is still to be stated does not count as in the way.
    pub fn possible(
        &self,
        case: &Case,
        roles: &[String],
        world: &World,
        at: DateTime,
    ) -> Vec<Possible> {
        let Some(procedure) = self.rules.procedure(&case.procedure, at.date()) else {
            return Vec::new();
        };
        let here = procedure
            .acts
            .iter()
            .filter(|act| act.from.contains(&case.stage));
        here.map(|rule| {
            let act = Act {
                kind: rule.id.clone(),
                at,
                manner: Manner::Requested,
                roles: roles.to_vec(),
                states: serde_json::Map::new(),
                documents: Vec::new(),
                overriding: None,
                numbers: Vec::new(),
            };
            let broken = match self.decide(case, &act, world) {
                Ok(Verdict::Refused(refusal)) => refusal.broken,
                Ok(Verdict::Done(_)) | Err(_) => Vec::new(),
            };
            Possible {
                act: rule.id.clone(),
                name: rule.name.clone(),
                by: rule.by.clone(),
                provisions: rule.provisions.iter().map(ToString::to_string).collect(),
                takes: self.fields(rule),
                makes: rule.makes.clone(),
                to: rule.to.clone(),
                broken: broken
                    .into_iter()
                    .filter(|broken| broken.rule != "field")
                    .collect(),
            }
        })
        .collect()
    }

    fn fields(&self, rule: &rules::model::Act) -> Vec<Input> {
        let schema = crate::stated::schema(&self.rules);
        let described = |record: &str, inside: &str, take: &rules::model::Take| {
            let field = schema.field(record, &take.field)?;
            let words = match &field.holds {
                rules::Type::Word(words) => words.to_vec(),
                _ => Vec::new(),
            };
            Some(Input {
                field: format!("{inside}{}", take.field),
                name: field.meaning.clone(),
                holds: field.holds.to_string(),
                words,
                required: take.required,
            })
        };
        let plain = rule
            .takes
            .iter()
            .filter_map(|take| described("case", "", take));
        let mut fields: Vec<_> = plain.collect();
        for change in &rule.lists {
            let record = crate::stated::record_of(schema, &change.list);
            let inside = format!("{}.", change.list);
            let takes = change.takes.iter();
            fields.extend(takes.filter_map(|take| described(&record, &inside, take)));
        }
        fields
    }
}
