//! The rows of tasks: made of the case alone, written where they change.

use std::collections::BTreeMap;

use procedure::Case;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};
use serde_json::Value;
use store::{WriteTx, insert_all, sea_orm};

use crate::error::CaseError;
use crate::tables::task;
use crate::written::Kept;

/// What waits in a case and for whom, as far as the case says so: nobody has taken anything.
pub(crate) fn rows(kept: &Kept, case: &Case) -> Vec<task::Model> {
    let tasks = case.tasks.iter();
    tasks
        .map(|waiting| task::Model {
            case_id: kept.id.clone(),
            act: waiting.act.clone(),
            role: waiting.role.clone(),
            authority_id: kept.authority.clone(),
            person: named(kept, case, &waiting.role),
            taken_at_ms: None,
            since: waiting.since.to_string(),
            due_on: waiting
                .due_on
                .map_or_else(|| task::NO_DAY.to_owned(), |day| day.to_string()),
        })
        .collect()
}

/// Who does in the case what a role of the policy table does: its handler what officers do, its
/// reviewer what reviewers do. Who opened it handles it as long as it names no handler.
fn named(kept: &Kept, case: &Case, role: &str) -> Option<String> {
    let part = match role {
        "officer" => "handler",
        "legal_reviewer" => "reviewer",
        "head" => "approver",
        _ => return None,
    };
    let officers = case.facts.get("officers").and_then(Value::as_array);
    let mut officers = officers.into_iter().flatten();
    let found = officers.find(|officer| officer["role"] == part && officer["recused"] != true);
    let found = found.and_then(|officer| officer["id"].as_str().map(str::to_owned));
    found.or_else(|| kept.opened_by.clone().filter(|_| part == "handler"))
}

/// A case before and after acts.
pub(crate) type Turned<'a> = (&'a Kept, Option<&'a Case>, &'a Case);

/// Writes what waits, where an act changed it. Who took a task keeps it as long as it waits.
pub(crate) async fn write(
    tx: &WriteTx,
    kept: &Kept,
    before: Option<&Case>,
    after: &Case,
) -> Result<(), CaseError> {
    write_all(tx, [(kept, before, after)]).await
}

/// The same for many cases, in few statements.
pub(crate) async fn write_all(
    tx: &WriteTx,
    cases: impl IntoIterator<Item = Turned<'_>>,
) -> Result<(), CaseError> {
    let mut gone: BTreeMap<Vec<String>, Vec<&str>> = BTreeMap::new();
    let (mut changed, mut new) = (Vec::new(), Vec::new());
    for (kept, before, after) in cases {
        let then = before.map(|before| rows(kept, before)).unwrap_or_default();
        let now = rows(kept, after);
        let is_in =
            |row: &task::Model, all: &[task::Model]| all.iter().any(|one| one.act == row.act);
        let left = then.iter().filter(|row| !is_in(row, &now));
        let left: Vec<String> = left.map(|row| row.act.clone()).collect();
        if !left.is_empty() {
            gone.entry(left).or_default().push(&kept.id);
        }
        let (stays, come): (Vec<_>, Vec<_>) = now.into_iter().partition(|row| is_in(row, &then));
        for row in stays.into_iter().filter(|row| !then.contains(row)) {
            let mut before = then.iter().filter(|before| before.act == row.act);
            let was_named = before.any(|before| before.person.is_some());
            changed.push((row, was_named));
        }
        new.extend(come.into_iter().map(inserted));
    }
    for (acts, cases) in gone {
        task::Entity::delete_many()
            .filter(task::Column::CaseId.is_in(cases))
            .filter(task::Column::Act.is_in(acts))
            .exec(&**tx)
            .await?;
    }
    for (row, was_named) in changed {
        change(tx, row, was_named).await?;
    }
    insert_all(&**tx, new).await?;
    Ok(())
}

/// A task whose day or person changed. Where the case named nobody and names nobody, who took it
/// keeps it.
async fn change(tx: &WriteTx, row: task::Model, was_named: bool) -> Result<(), CaseError> {
    let mut changed = task::ActiveModel {
        since: Set(row.since),
        due_on: Set(row.due_on),
        role: Set(row.role),
        ..Default::default()
    };
    if was_named || row.person.is_some() {
        changed.person = Set(row.person);
        changed.taken_at_ms = Set(None);
    }
    task::Entity::update_many()
        .set(changed)
        .filter(task::Column::CaseId.eq(row.case_id))
        .filter(task::Column::Act.eq(row.act))
        .exec(&**tx)
        .await?;
    Ok(())
}

fn inserted(row: task::Model) -> task::ActiveModel {
    task::ActiveModel {
        case_id: Set(row.case_id),
        act: Set(row.act),
        role: Set(row.role),
        authority_id: Set(row.authority_id),
        person: Set(row.person),
        taken_at_ms: Set(None),
        since: Set(row.since),
        due_on: Set(row.due_on),
    }
}
