//! Acts of cases as rows of the same format, for another system, by a place in the log.

use std::collections::{HashMap, HashSet};

use procedure::{Act, DocumentGiven, Numbered};
use record::RecordedAct;
use register::AuthorityId;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde::Serialize;
use serde_json::Value;
use store::sea_orm;

use super::format::{CaseActRow, FORMAT, RowAct, RowCase, RowParty};
use super::resolve::places;
use crate::casework::{Asking, CaseId, Casework, columns};
use crate::error::CaseError;
use crate::numbers::NumberClaim;
use crate::tables::case;
use crate::world::ids_in;

/// Rows of one answer at most.
const ROWS: usize = 5_000;
/// Entries of the log that are looked at together.
const ENTRIES: u64 = 500;

/// Rows that are handed out.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Delivered {
    /// The rows, in the order of the log.
    pub rows: Vec<CaseActRow>,
    /// From where to ask next.
    pub next: u64,
    /// Whether the log ends there for now.
    pub is_end: bool,
}

/// How many rows an answer has, where so many are asked for.
pub fn deliver_limit(asked: Option<usize>) -> usize {
    asked.unwrap_or(1_000).clamp(1, ROWS)
}

impl Casework {
    /// The acts of cases of the scope from an index of the log on: those that the log has numbered, so
    /// that whoever asks again with `next` misses nothing. Officers are named by staff number, the
    /// authority by its number in the register, the party by name.
    pub async fn deliver(
        &self,
        asking: &Asking,
        since: u64,
        limit: usize,
    ) -> Result<Delivered, CaseError> {
        let end = self.record().numbered().await?;
        let (mut next, mut rows) = (since.min(end), Vec::new());
        while next < end && rows.len() < limit {
            let until = end.min(next + ENTRIES);
            let acts = self.record().acts_between(next, until).await?;
            let acts = acts.into_iter().filter(|act| act.subject.kind == "case");
            let acts: Vec<RecordedAct> = acts.collect();
            let left = limit - rows.len();
            let cut = acts.get(left).and_then(|act| act.index);
            rows.extend(
                self.rows_of(asking, acts.into_iter().take(left).collect())
                    .await?,
            );
            next = cut.unwrap_or(until);
        }
        Ok(Delivered {
            rows,
            next,
            is_end: next >= end,
        })
    }

    async fn rows_of(
        &self,
        asking: &Asking,
        mut acts: Vec<RecordedAct>,
    ) -> Result<Vec<CaseActRow>, CaseError> {
        let ids: HashSet<&String> = acts.iter().filter_map(|act| act.case.as_ref()).collect();
        let cases = case::Entity::find()
            .filter(case::Column::Id.is_in(ids))
            .filter(asking.scope.condition(&columns()))
            .all(self.db().read())
            .await?;
        let cases: HashMap<&str, &case::Model> =
            cases.iter().map(|case| (case.id.as_str(), case)).collect();
        for id in cases.keys() {
            let id: CaseId = id
                .parse()
                .map_err(|_| CaseError::Damaged((*id).to_owned()))?;
            self.put_together(id, &mut acts).await?;
        }
        let registry = self.register().authorities_known().await?;
        let officers = self.register().officers_named(&named(&acts)).await?;
        let codes = officers.iter();
        let codes = codes.map(|officer| (officer.id().to_string(), officer.code().to_owned()));
        let codes: HashMap<String, String> = codes.collect();
        let mut rows = Vec::new();
        for recorded in &acts {
            let case = recorded.case.as_deref().and_then(|id| cases.get(id));
            let Some(case) = case else { continue };
            let id: Option<AuthorityId> = case.authority_id.parse().ok();
            let authority = id.and_then(|id| registry.get(id));
            let authority = authority.map_or(&case.authority_id, |known| &known.code);
            let row = row_of(recorded, case, authority, &codes);
            rows.push(row.ok_or_else(|| CaseError::Damaged(case.id.clone()))?);
        }
        Ok(rows)
    }
}

fn row_of(
    recorded: &RecordedAct,
    case: &case::Model,
    authority: &str,
    codes: &HashMap<String, String>,
) -> Option<CaseActRow> {
    let act: Act = serde_json::from_value(recorded.data["act"].clone()).ok()?;
    let officers: Vec<String> = serde_json::from_value(recorded.data["officers"].clone()).ok()?;
    let code = |id: &str| codes.get(id).cloned().unwrap_or_else(|| id.to_owned());
    let mut states = act.states;
    for place in states.get_mut("officers").into_iter().flat_map(places) {
        if let Some(id) = place.as_str() {
            *place = code(id).into();
        }
    }
    let corrects = recorded.data["corrects"].as_str().map(str::to_owned);
    Some(CaseActRow {
        format: FORMAT.to_owned(),
        case: RowCase {
            id: case.id.clone(),
            procedure: case.procedure.clone(),
            authority: authority.to_owned(),
            item: None,
            party: case.party_name.clone().map(|name| RowParty {
                name,
                id: None,
                credit_code: None,
            }),
        },
        act: RowAct {
            id: recorded.entry.to_string(),
            kind: act.kind,
            sequence: None,
            happened_at: act.at,
            officers: officers.iter().map(|id| code(id)).collect(),
            states,
            numbers: numbers(&act.numbers, &act.documents),
            documents: act.documents,
        },
        late: recorded.is_reported && corrects.is_none(),
        corrects,
    })
}

/// The numbers that an act gave and that do not stand on its documents.
fn numbers(given: &[Numbered], documents: &[DocumentGiven]) -> Vec<NumberClaim> {
    let stands = |given: &&Numbered| {
        let mut documents = documents.iter();
        documents.any(|document| {
            document.kind == given.of && document.number.as_ref() == Some(&given.number)
        })
    };
    let given = given.iter().filter(|given| !stands(given));
    let claims = given.map(|given| NumberClaim {
        of: given.of.clone(),
        number: given.number.clone(),
    });
    claims.collect()
}

/// The officers that acts name.
fn named(acts: &[RecordedAct]) -> Vec<String> {
    let mut ids = HashSet::new();
    for act in acts {
        let listed = act.data["officers"].as_array().into_iter().flatten();
        ids.extend(listed.filter_map(Value::as_str).map(str::to_owned));
        let stated = ids_in(&act.data["act"]["states"]["officers"]);
        ids.extend(stated.into_iter().map(str::to_owned));
    }
    ids.into_iter().collect()
}
