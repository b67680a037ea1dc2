//! What a case is written as: its row, its people, what falls due; and the case of a row.

use std::collections::BTreeSet;

use jiff::civil::Date;
use procedure::{Case, ClockState};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};
use serde_json::Value;
use sha2::{Digest as _, Sha256};
use store::{WriteTx, insert_all, sea_orm};

use crate::casework::CaseId;
use crate::error::CaseError;
use crate::tables::{case, due, person};
use crate::tasks::rows;

/// What a case keeps beside what its acts say.
#[derive(Debug, Clone)]
pub(crate) struct Kept {
    pub id: String,
    pub subject: String,
    pub authority: String,
    pub area: String,
    pub party_name: Option<String>,
    pub party_id: Option<String>,
    pub opened_by: Option<String>,
    pub opened_at_ms: i64,
}

/// The row of a case.
pub(crate) fn row(kept: &Kept, case: &Case, now_ms: i64) -> Result<case::Model, CaseError> {
    let words = |name: &str| case.words(name).map(str::to_owned);
    let level = match case.words("confidentiality") {
        None | Some("public") => 0,
        Some("internal") => 1,
        Some("restricted") => 2,
        Some(_) => 3,
    };
    let state = serde_json::to_string(case).map_err(|_| CaseError::Damaged(kept.id.clone()))?;
    Ok(case::Model {
        id: kept.id.clone(),
        number: case.case_number.clone(),
        procedure: case.procedure.clone(),
        subject: kept.subject.clone(),
        stage: case.stage.clone(),
        authority_id: kept.authority.clone(),
        area: kept.area.clone(),
        confidentiality: level,
        item: words("item"),
        sector: words("sector"),
        source: words("source"),
        cause: words("cause"),
        party_name: kept.party_name.clone(),
        party_id: kept.party_id.clone(),
        deed: deed(
            kept.party_id.as_deref().or(kept.party_name.as_deref()),
            case.words("item"),
            case.words("violation_on"),
        ),
        opened_by: kept.opened_by.clone(),
        opened_at_ms: kept.opened_at_ms,
        filed_on: words("filed_on"),
        decided_on: words("decided_on"),
        served_on: words("served_on"),
        closed_on: words("closed_on"),
        fine_fen: case.number("fine"),
        marks: i32::try_from(case.marks.len()).unwrap_or(i32::MAX),
        due_on: running(case)
            .map(|(_, _, day)| day)
            .min()
            .map(|day| day.to_string()),
        revision: i32::try_from(case.acts).unwrap_or(i32::MAX),
        changed_at_ms: now_ms,
        state,
    })
}

/// The case of a row.
pub(crate) fn state_of(row: &case::Model) -> Result<Case, CaseError> {
    serde_json::from_str(&row.state).map_err(|_| CaseError::Damaged(row.id.clone()))
}

pub(crate) fn id_of(row: &case::Model) -> Result<CaseId, CaseError> {
    row.id
        .parse()
        .map_err(|_| CaseError::Damaged(row.id.clone()))
}

pub(crate) fn kept_of(row: &case::Model) -> Kept {
    Kept {
        id: row.id.clone(),
        subject: row.subject.clone(),
        authority: row.authority_id.clone(),
        area: row.area.clone(),
        party_name: row.party_name.clone(),
        party_id: row.party_id.clone(),
        opened_by: row.opened_by.clone(),
        opened_at_ms: row.opened_at_ms,
    }
}

/// What is the same for cases on one deed: party, item and day of the violation.
pub(crate) fn deed(party: Option<&str>, item: Option<&str>, day: Option<&str>) -> Option<String> {
    let words = [party?, item?, day?].join("\n");
    let digest = Sha256::digest(words.as_bytes());
    Some(
        digest
            .iter()
            .take(16)
            .fold(String::new(), |text, byte| text + &format!("{byte:02x}")),
    )
}

/// The clocks that run, with their place in the case.
pub(crate) fn running(case: &Case) -> impl Iterator<Item = (i32, &procedure::ClockRun, Date)> {
    (0..)
        .zip(&case.clocks)
        .filter(|(_, clock)| clock.state() == ClockState::Running)
        .filter_map(|(number, clock)| Some((number, clock, clock.due_on?)))
}

/// Who takes part: those whom the case names, and who opened it as long as nobody handles it.
pub(crate) fn people(kept: &Kept, case: &Case) -> BTreeSet<(String, String)> {
    people_of(kept, case.facts.get("officers"))
}

/// The same, of the officers that the case names.
pub(crate) fn people_of(kept: &Kept, named: Option<&Value>) -> BTreeSet<(String, String)> {
    let named = named.and_then(Value::as_array);
    let named = named.into_iter().flatten();
    let here = named.filter(|officer| officer["recused"] != true);
    let pair = |officer: &Value| {
        let text = |name: &str| officer[name].as_str().map(str::to_owned);
        Some((text("id")?, text("role")?))
    };
    let mut people: BTreeSet<_> = here.filter_map(pair).collect();
    let handled = people.iter().any(|(_, role)| role == "handler");
    if let Some(opener) = kept.opened_by.as_ref().filter(|_| !handled) {
        people.insert((opener.clone(), "handler".to_owned()));
    }
    people
}

/// Writes who takes part, what falls due and what waits anew, where that changed.
pub(crate) async fn write_around(
    tx: &WriteTx,
    kept: &Kept,
    before: Option<&Case>,
    after: &Case,
    on: Date,
) -> Result<(), CaseError> {
    let now = people(kept, after);
    if before.map(|before| people(kept, before)).as_ref() != Some(&now) {
        if before.is_some() {
            person::Entity::delete_many()
                .filter(person::Column::CaseId.eq(&kept.id))
                .exec(&**tx)
                .await?;
        }
        let rows = now.into_iter().map(|(who, role)| person::ActiveModel {
            case_id: Set(kept.id.clone()),
            person: Set(who),
            role: Set(role),
            since: Set(on.to_string()),
        });
        insert_all(&**tx, rows).await?;
    }
    if before.is_none_or(|before| before.clocks != after.clocks) {
        if before.is_some_and(|before| !before.clocks.is_empty()) {
            due::Entity::delete_many()
                .filter(due::Column::CaseId.eq(&kept.id))
                .exec(&**tx)
                .await?;
        }
        let rows = running(after).map(|(number, clock, day)| due::ActiveModel {
            case_id: Set(kept.id.clone()),
            number: Set(number),
            clock: Set(clock.clock.clone()),
            element: Set(clock.of.clone()),
            due_on: Set(day.to_string()),
        });
        insert_all(&**tx, rows.collect::<Vec<_>>()).await?;
    }
    rows::write(tx, kept, before, after).await
}
