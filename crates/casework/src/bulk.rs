//! Very many cases at once, decided on elsewhere by the same engine: the rows that [`Casework`] would
//! have written act by act, each case once, as it stands in the end.

use std::collections::BTreeSet;

use jiff::civil::{Date, DateTime};
use procedure::{Case, Numbered};
use record::{Actor, BulkError, NewAct, Numbering, RecordBulk};
use serde_json::{Value, json};
use store::{BulkRows, Cell, DatabaseKind, StoreError};

use crate::casework::{CaseId, Casework, id_at, instant};
use crate::error::CaseError;
use crate::numbers::BulkNumbers;
use crate::open_case::PartyGiven;
use crate::recorded_act::{ActDone, recorded_act};
use crate::tables::case;
use crate::tasks::rows;
use crate::written::{Kept, people_of, row, running};

/// A case that is opened in a bulk.
#[derive(Debug, Clone)]
pub struct BulkOpening {
    /// The procedure.
    pub procedure: String,
    /// The authority that handles it, and its area.
    pub authority: (String, String),
    /// The party.
    pub party: PartyGiven,
    /// The officer who opens it.
    pub opened_by: Option<String>,
    /// When its first act happens.
    pub opened_at: DateTime,
}

/// A case of a bulk that is not written yet.
#[derive(Debug, Clone)]
pub struct BulkCase {
    pub(crate) kept: Kept,
    people: BTreeSet<(String, String)>,
    since: Date,
    changed_at_ms: i64,
    party_block: Value,
}

/// Rows of cases, of their people, of what falls due and of what waits.
#[derive(Debug)]
pub struct CaseRows {
    cases: BulkRows,
    people: BulkRows,
    due: BulkRows,
    tasks: BulkRows,
}

const TABLES: [&str; 5] = [
    "cases",
    "case_people",
    "case_due",
    "case_task",
    "case_number",
];

impl Casework {
    /// Begins to write cases in bulk. Nobody else can write meanwhile.
    pub async fn bulk(&self) -> Result<(RecordBulk, Numbering, BulkNumbers), BulkError> {
        let (bulk, numbering) = self.record().bulk(&TABLES).await?;
        let numbers = self.series_of_bulk(bulk.kind()).await?;
        Ok((bulk, numbering, numbers))
    }

    /// A new case of a bulk.
    pub fn bulk_case(&self, opening: &BulkOpening) -> Result<BulkCase, CaseError> {
        let on = opening.opened_at.date();
        let rules = self.procedures().rules().procedure(&opening.procedure, on);
        let unknown = || procedure::Malformed::UnknownProcedure(opening.procedure.clone(), on);
        let subject = serde_json::to_value(rules.ok_or_else(unknown)?.subject).unwrap_or_default();
        let opened_at = instant(opening.opened_at).unwrap_or_default();
        let name = opening.party.name.trim();
        let kept = Kept {
            id: id_at(opened_at).to_string(),
            subject: subject.as_str().unwrap_or_default().to_owned(),
            authority: opening.authority.0.clone(),
            area: opening.authority.1.clone(),
            party_name: Some(name.to_owned()),
            party_id: opening.party.id.clone(),
            opened_by: opening.opened_by.clone(),
            opened_at_ms: opened_at.as_millisecond(),
        };
        Ok(BulkCase {
            party_block: json!({"name": name, "party": opening.party.id}),
            people: BTreeSet::new(),
            since: on,
            changed_at_ms: kept.opened_at_ms,
            kept,
        })
    }

    /// The next act of a case, as it goes on the record.
    pub fn bulk_act(
        &self,
        actor: &Actor,
        bulk: &mut BulkCase,
        done: &ActDone<'_>,
    ) -> Result<NewAct, CaseError> {
        let is_first = done.case.acts == 1;
        let party = is_first.then(|| bulk.party_block.clone());
        let mut blocks: Vec<Value> = party.into_iter().collect();
        let mut act = done.act.clone();
        self.keep_apart(&mut act, &mut blocks);
        let done = ActDone {
            act: &act,
            ..done.clone()
        };
        let new = recorded_act(actor, self.packs(), &bulk.kept, &done, &blocks)?;
        let at = instant(act.at).unwrap_or_default();
        bulk.changed_at_ms = at.as_millisecond();
        Ok(new)
    }

    /// Writes into an act that goes on the record the numbers that it was dealt.
    pub fn bulk_numbered(act: &mut NewAct, numbers: &[Numbered]) {
        if !numbers.is_empty() {
            act.data["act"]["numbers"] = json!(numbers);
        }
    }
}

impl BulkCase {
    /// Its id.
    pub fn id(&self) -> Result<CaseId, CaseError> {
        let damaged = |_| CaseError::Damaged(self.kept.id.clone());
        self.kept.id.parse().map_err(damaged)
    }

    /// Takes the officers that the case names after an act on a day.
    pub fn name_officers(&mut self, officers: Option<&Value>, on: Date) {
        let now = people_of(&self.kept, officers);
        if now != self.people {
            self.people = now;
            self.since = on;
        }
    }
}

impl CaseRows {
    /// No rows yet.
    pub const fn new(kind: DatabaseKind) -> Self {
        Self {
            cases: BulkRows::new(kind),
            people: BulkRows::new(kind),
            due: BulkRows::new(kind),
            tasks: BulkRows::new(kind),
        }
    }

    /// Adds a case as it stands.
    pub fn push(&mut self, bulk: &BulkCase, case: &Case) -> Result<(), CaseError> {
        let model = row(&bulk.kept, case, bulk.changed_at_ms)?;
        self.cases.push(&cells(&model));
        let since = bulk.since.to_string();
        for (person, role) in &bulk.people {
            self.people.push(&[
                (&model.id).into(),
                person.into(),
                role.into(),
                (&since).into(),
            ]);
        }
        for (number, clock, day) in running(case) {
            self.due.push(&[
                (&model.id).into(),
                number.into(),
                (&clock.clock).into(),
                (&clock.of).into(),
                (&day.to_string()).into(),
            ]);
        }
        for task in rows::rows(&bulk.kept, case) {
            self.tasks.push(&[
                (&task.case_id).into(),
                (&task.act).into(),
                (&task.role).into(),
                (&task.authority_id).into(),
                (&task.person).into(),
                (&task.since).into(),
                (&task.due_on).into(),
            ]);
        }
        Ok(())
    }

    /// Writes them in a bulk that [`Casework::bulk`] began.
    pub async fn write(self, bulk: &mut RecordBulk) -> Result<(), StoreError> {
        let people = ["case_id", "person", "role", "since"];
        let due = ["case_id", "number", "clock", "element", "due_on"];
        bulk.write("cases", &COLUMNS, self.cases).await?;
        bulk.write("case_people", &people, self.people).await?;
        bulk.write("case_due", &due, self.due).await?;
        bulk.write("case_task", &TASK_COLUMNS, self.tasks).await
    }
}

const TASK_COLUMNS: [&str; 7] = [
    "case_id",
    "act",
    "role",
    "authority_id",
    "person",
    "since",
    "due_on",
];

const COLUMNS: [&str; 27] = [
    "id",
    "number",
    "procedure",
    "subject",
    "stage",
    "authority_id",
    "area",
    "confidentiality",
    "item",
    "sector",
    "source",
    "cause",
    "party_name",
    "party_id",
    "deed",
    "opened_by",
    "opened_at_ms",
    "filed_on",
    "decided_on",
    "served_on",
    "closed_on",
    "fine_fen",
    "marks",
    "due_on",
    "revision",
    "changed_at_ms",
    "state",
];

fn cells(row: &case::Model) -> [Cell<'_>; 27] {
    [
        (&row.id).into(),
        (&row.number).into(),
        (&row.procedure).into(),
        (&row.subject).into(),
        (&row.stage).into(),
        (&row.authority_id).into(),
        (&row.area).into(),
        i64::from(row.confidentiality).into(),
        (&row.item).into(),
        (&row.sector).into(),
        (&row.source).into(),
        (&row.cause).into(),
        (&row.party_name).into(),
        (&row.party_id).into(),
        (&row.deed).into(),
        (&row.opened_by).into(),
        row.opened_at_ms.into(),
        (&row.filed_on).into(),
        (&row.decided_on).into(),
        (&row.served_on).into(),
        (&row.closed_on).into(),
        Cell::Int(row.fine_fen),
        row.marks.into(),
        (&row.due_on).into(),
        row.revision.into(),
        row.changed_at_ms.into(),
        (&row.state).into(),
    ]
}
