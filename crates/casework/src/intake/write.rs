//! What a chunk writes, in one transaction: cases, their people and clocks, acts on the record, rows,
//! faults, and the counts of the batch.

use std::collections::HashMap;

use record::Record;
use sea_orm::sea_query::{Expr, ExprTrait as _, OnConflict};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, DbBackend, EntityTrait, IntoActiveModel, Iterable, QueryFilter,
    QuerySelect,
};
use store::{WriteTx, insert_all, sea_orm};

use super::judge::After;
use crate::error::CaseError;
use crate::tables::{case, due, intake_batch, intake_case, intake_fault, intake_row, person};
use crate::tasks::rows;
use crate::written::{people, row, running};

/// Rows of one statement that writes anew.
const ROWS: usize = 500;

/// Everything that a chunk writes.
pub(crate) struct Plan {
    pub afters: Vec<After>,
    pub rows: Vec<intake_row::Model>,
    pub faults: Vec<intake_fault::Model>,
    /// Rows that waited and were rejected when their turn came, by case and act.
    pub dropped: Vec<(String, String)>,
    pub counts: Counts,
    pub source: String,
    pub batch: String,
    pub now_ms: i64,
}

/// What became of lines and acts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    pub lines: i64,
    pub accepted: i64,
    pub repeated: i64,
    pub waiting: i64,
    pub rejected: i64,
}

pub(crate) async fn write(tx: &WriteTx, record: &Record, plan: &Plan) -> Result<(), CaseError> {
    check_nobody_was_quicker(tx, plan).await?;
    write_cases(tx, plan).await?;
    write_around(tx, plan).await?;
    for after in plan.afters.chunks(ROWS) {
        let acts: Vec<_> = after.iter().flat_map(|after| &after.acts).collect();
        record.append_all(tx, &acts).await?;
    }
    write_rows(tx, plan).await?;
    count(tx, plan).await
}

/// The cases are those that were judged; on PostgreSQL they are held until the end.
async fn check_nobody_was_quicker(tx: &WriteTx, plan: &Plan) -> Result<(), CaseError> {
    let changed = plan.afters.iter().filter_map(|after| {
        let before = after.before.as_ref()?;
        Some((after.kept.id.as_str(), before.acts))
    });
    let seen: HashMap<&str, u32> = changed.collect();
    if !seen.is_empty() {
        let mut ids: Vec<&str> = seen.keys().copied().collect();
        ids.sort_unstable();
        let mut select = case::Entity::find()
            .select_only()
            .columns([case::Column::Id, case::Column::Revision])
            .filter(case::Column::Id.is_in(ids));
        if sea_orm::ConnectionTrait::get_database_backend(&**tx) == DbBackend::Postgres {
            select = select.lock_exclusive();
        }
        let now: Vec<(String, i32)> = select.into_tuple().all(&**tx).await?;
        let is_same = |(id, revision): &(String, i32)| {
            seen.get(id.as_str()).copied() == u32::try_from(*revision).ok()
        };
        if now.len() != seen.len() || !now.iter().all(is_same) {
            return Err(CaseError::Busy);
        }
    }
    let new = plan.afters.iter().filter(|after| after.before.is_none());
    let new = new.map(|after| after.external.external_case.as_str());
    let new: Vec<&str> = new.collect();
    let Some(first) = plan.afters.first().filter(|_| !new.is_empty()) else {
        return Ok(());
    };
    let there = intake_case::Entity::find()
        .filter(intake_case::Column::Source.eq(&first.external.source))
        .filter(intake_case::Column::ExternalCase.is_in(new))
        .one(&**tx)
        .await?;
    match there {
        None => Ok(()),
        Some(_) => Err(CaseError::Busy),
    }
}

async fn write_cases(tx: &WriteTx, plan: &Plan) -> Result<(), CaseError> {
    let (mut new, mut changed, mut external) = (Vec::new(), Vec::new(), Vec::new());
    let (mut first, mut again) = (Vec::new(), Vec::new());
    for after in &plan.afters {
        let model = row(&after.kept, &after.case, plan.now_ms)?.into_active_model();
        let place = after.external.clone().into_active_model();
        if after.before.is_none() {
            new.push(model);
            first.push(place);
        } else {
            changed.push(model);
            again.push(place);
        }
        external.push(&after.external);
    }
    insert_all(&**tx, new).await?;
    insert_all(&**tx, first).await?;
    let columns = case::Column::iter().filter(|column| !matches!(column, case::Column::Id));
    let anew = OnConflict::column(case::Column::Id)
        .update_columns(columns)
        .to_owned();
    for rows in changed.chunks(ROWS) {
        case::Entity::insert_many(rows.to_vec())
            .on_conflict(anew.clone())
            .exec_without_returning(&**tx)
            .await?;
    }
    let key = [
        intake_case::Column::Source,
        intake_case::Column::ExternalCase,
    ];
    let anew = OnConflict::columns(key)
        .update_columns([intake_case::Column::Sequence, intake_case::Column::LastAt])
        .to_owned();
    for rows in again.chunks(ROWS) {
        intake_case::Entity::insert_many(rows.to_vec())
            .on_conflict(anew.clone())
            .exec_without_returning(&**tx)
            .await?;
    }
    Ok(())
}

/// Who takes part, what falls due and what waits, anew where that changed.
async fn write_around(tx: &WriteTx, plan: &Plan) -> Result<(), CaseError> {
    let (mut left, mut stopped) = (Vec::new(), Vec::new());
    let (mut persons, mut dues) = (Vec::new(), Vec::new());
    for after in &plan.afters {
        let (kept, before) = (&after.kept, after.before.as_ref());
        let now = people(kept, &after.case);
        if before.map(|before| people(kept, before)).as_ref() != Some(&now) {
            left.extend(before.map(|_| kept.id.clone()));
            persons.extend(now.into_iter().map(|(who, role)| person::ActiveModel {
                case_id: Set(kept.id.clone()),
                person: Set(who),
                role: Set(role),
                since: Set(after.on.to_string()),
            }));
        }
        if before.is_none_or(|before| before.clocks != after.case.clocks) {
            stopped.extend(before.map(|_| kept.id.clone()));
            dues.extend(
                running(&after.case).map(|(number, clock, day)| due::ActiveModel {
                    case_id: Set(kept.id.clone()),
                    number: Set(number),
                    clock: Set(clock.clock.clone()),
                    element: Set(clock.of.clone()),
                    due_on: Set(day.to_string()),
                }),
            );
        }
    }
    if !left.is_empty() {
        person::Entity::delete_many()
            .filter(person::Column::CaseId.is_in(left))
            .exec(&**tx)
            .await?;
    }
    if !stopped.is_empty() {
        due::Entity::delete_many()
            .filter(due::Column::CaseId.is_in(stopped))
            .exec(&**tx)
            .await?;
    }
    insert_all(&**tx, persons).await?;
    insert_all(&**tx, dues).await?;
    let turned = plan.afters.iter();
    let turned = turned.map(|after| (&after.kept, after.before.as_ref(), &after.case));
    rows::write_all(tx, turned).await
}

/// Rows that wait may be accepted later; what was accepted is never written over.
async fn write_rows(tx: &WriteTx, plan: &Plan) -> Result<(), CaseError> {
    use intake_row::Column;
    let key = [Column::Source, Column::ExternalCase, Column::ExternalAct];
    let rest = Column::iter().filter(|column| {
        !matches!(
            column,
            Column::Source | Column::ExternalCase | Column::ExternalAct
        )
    });
    let anew = OnConflict::columns(key)
        .update_columns(rest)
        .action_and_where(Expr::col((intake_row::Entity, Column::State)).eq("waiting"))
        .to_owned();
    for rows in plan.rows.chunks(ROWS) {
        let rows = rows.iter().cloned().map(IntoActiveModel::into_active_model);
        intake_row::Entity::insert_many(rows)
            .on_conflict(anew.clone())
            .exec_without_returning(&**tx)
            .await?;
    }
    for (case, act) in &plan.dropped {
        intake_row::Entity::delete_many()
            .filter(Column::Source.eq(&plan.source))
            .filter(Column::ExternalCase.eq(case))
            .filter(Column::ExternalAct.eq(act))
            .filter(Column::State.eq("waiting"))
            .exec(&**tx)
            .await?;
    }
    write_faults(tx, plan).await
}

async fn write_faults(tx: &WriteTx, plan: &Plan) -> Result<(), CaseError> {
    use intake_fault::Column as Fault;
    let anew = OnConflict::columns([Fault::Batch, Fault::Line, Fault::Part])
        .update_columns([
            Fault::ExternalCase,
            Fault::ExternalAct,
            Fault::Errors,
            Fault::ReceivedAtMs,
        ])
        .to_owned();
    for rows in plan.faults.chunks(ROWS) {
        let rows = rows.iter().cloned().map(IntoActiveModel::into_active_model);
        intake_fault::Entity::insert_many(rows)
            .on_conflict(anew.clone())
            .exec_without_returning(&**tx)
            .await?;
    }
    Ok(())
}

async fn count(tx: &WriteTx, plan: &Plan) -> Result<(), CaseError> {
    use intake_batch::Column;
    let Counts {
        lines,
        accepted,
        repeated,
        waiting,
        rejected,
    } = plan.counts;
    let more = |column: Column, by: i64| Expr::col(column).add(by);
    intake_batch::Entity::update_many()
        .col_expr(Column::Lines, more(Column::Lines, lines))
        .col_expr(Column::Accepted, more(Column::Accepted, accepted))
        .col_expr(Column::Repeated, more(Column::Repeated, repeated))
        .col_expr(Column::Waiting, more(Column::Waiting, waiting))
        .col_expr(Column::Rejected, more(Column::Rejected, rejected))
        .filter(Column::Id.eq(&plan.batch))
        .exec(&**tx)
        .await?;
    Ok(())
}
