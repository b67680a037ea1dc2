//! Batches and receipts as they are told.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::row_error::RowError;
use crate::tables::{intake_batch, intake_row};

/// How rows come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// A whole body, answered at its end.
    Batch,
    /// Line by line, each answered as soon as it is durable.
    Stream,
}

/// What became of an act.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum RowState {
    /// It is on the record.
    Accepted,
    /// It was on the record before: this is the first receipt.
    Repeated,
    /// It waits for the act before it.
    Waiting,
    /// It was not taken in; `errors` say why.
    Rejected,
}

/// The receipt of an act, or of a line that could not be read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RowReceipt {
    /// The line, from 1.
    pub line: i64,
    /// Which act of the line, from 1; 0 for the whole line.
    pub part: i32,
    /// What became of it.
    pub state: RowState,
    /// The number that the source gives the case.
    pub case: Option<String>,
    /// What the source calls the act.
    pub act: Option<String>,
    /// The case.
    #[schema(value_type = Option<Uuid>)]
    pub case_id: Option<String>,
    /// The number of the act in the case.
    pub number: Option<i32>,
    /// The entry on the record.
    #[schema(value_type = Option<Uuid>)]
    pub entry: Option<String>,
    /// Rules that it broke; it was taken in all the same and is marked.
    #[serde(default)]
    pub broken: Vec<String>,
    /// Whether it came after the term.
    pub is_late: bool,
    /// The sequence that it waits for.
    pub waits_for: Option<u32>,
    /// It was rejected, came again and was taken in since.
    pub is_settled: bool,
    /// What is wrong with it.
    #[serde(default)]
    pub errors: Vec<RowError>,
}

/// A batch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct BatchView {
    /// Its id.
    #[schema(value_type = Uuid)]
    pub id: String,
    /// The source.
    pub source: String,
    /// `batch` or `stream`.
    pub way: String,
    /// When its first line came, milliseconds since 1970.
    pub begun_at_ms: i64,
    /// When it ended; none where it was cut: send it again.
    pub ended_at_ms: Option<i64>,
    /// Lines.
    pub lines: i64,
    /// Acts that came onto the record.
    pub accepted: i64,
    /// Acts that were there before.
    pub repeated: i64,
    /// Acts that wait for one before them.
    pub waiting: i64,
    /// Acts and lines that were rejected.
    pub rejected: i64,
    /// SHA-256 of everything that was sent.
    pub digest: Option<String>,
    /// The same batch was sent before: this is what it gave then.
    pub was_sent_before: bool,
}

impl RowReceipt {
    pub(super) const fn of(line: i64, part: i32, state: RowState) -> Self {
        Self {
            line,
            part,
            state,
            case: None,
            act: None,
            case_id: None,
            number: None,
            entry: None,
            broken: Vec::new(),
            is_late: false,
            waits_for: None,
            is_settled: false,
            errors: Vec::new(),
        }
    }

    pub(super) fn of_row(row: &intake_row::Model, state: RowState) -> Self {
        let broken = row.broken.as_deref().unwrap_or_default();
        Self {
            case: Some(row.external_case.clone()),
            act: Some(row.external_act.clone()),
            case_id: row.case_id.clone(),
            number: row.number,
            entry: row.entry.clone(),
            broken: broken.split_whitespace().map(str::to_owned).collect(),
            is_late: row.is_late != 0,
            ..Self::of(row.line, row.part, state)
        }
    }
}

impl From<intake_batch::Model> for BatchView {
    fn from(row: intake_batch::Model) -> Self {
        Self {
            id: row.id,
            source: row.source,
            way: row.way,
            begun_at_ms: row.begun_at_ms,
            ended_at_ms: row.ended_at_ms,
            lines: row.lines,
            accepted: row.accepted,
            repeated: row.repeated,
            waiting: row.waiting,
            rejected: row.rejected,
            digest: row.digest,
            was_sent_before: false,
        }
    }
}
