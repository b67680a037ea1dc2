//! Runs of the import.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::ImportId;

/// How far a run has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ImportState {
    /// At work.
    Running,
    /// At its end; single files may have failed.
    Done,
    /// Given up for the reason in `error`; what was read before is kept.
    Failed,
    /// Killed in the middle; what was read before is kept, and a new run goes on from there.
    Interrupted,
}

impl ImportState {
    /// The state as the API and the database write it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Running => "running",
            Self::Done => "done",
            Self::Failed => "failed",
            Self::Interrupted => "interrupted",
        }
    }

    /// The state with this name.
    pub fn named(name: &str) -> Option<Self> {
        let all = [Self::Running, Self::Done, Self::Failed, Self::Interrupted];
        all.into_iter().find(|state| state.as_str() == name)
    }
}

/// A run of the import.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ImportRow {
    /// Its id.
    #[schema(value_type = uuid::Uuid)]
    pub id: ImportId,
    /// What was imported: the name of the folder or file.
    pub source: String,
    /// How far it has come.
    pub state: ImportState,
    /// When it began.
    #[schema(value_type = String, format = DateTime)]
    pub started_at: Timestamp,
    /// When it ended.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub ended_at: Option<Timestamp>,
    /// Files to read.
    pub files_total: u32,
    /// Files done, those included that were known already.
    pub files_done: u32,
    /// Files that could not be read.
    pub files_failed: u32,
    /// Statutes that were new or changed.
    pub statutes: u32,
    /// Versions that were new or changed.
    pub versions: u32,
    /// Articles of these.
    pub articles: u32,
    /// Enforcement items of these.
    pub items: u32,
    /// Findings of this run.
    pub findings: u32,
    /// Files a second so far.
    pub rate_per_second: f64,
    /// Seconds left at this rate, while running.
    pub seconds_left: Option<u32>,
    /// Why it failed.
    pub error: Option<String>,
}
