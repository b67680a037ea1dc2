//! Tasks 待办: what waits for whom in which case.
//!
//! The rules say what waits (`procedure`), the case says who does it there; what the case leaves open
//! lies in the queue of a role at its authority, from which one takes it. The rows are an index of
//! that, written with the act that changes them.

mod list_tasks;
mod return_task;
pub(crate) mod rows;
mod take_task;

pub use list_tasks::{TaskFilter, TaskPage, TaskRow, Whose};

use record::{Actor, NewAct, Subject};
use sea_orm::sea_query::Expr;
use serde_json::json;
use store::{Scope, ScopeColumns, sea_orm};

use crate::casework::columns;
use crate::error::CaseError;
use crate::tables::task;

/// The cases in which a person may do what a role does: what waits for the role there is for them.
#[derive(Debug, Clone)]
pub struct Queue {
    /// The role of the policy table.
    pub role: String,
    /// The cases.
    pub scope: Scope,
}

impl Queue {
    /// The queues of every role everywhere, for the program.
    pub fn all() -> Vec<Self> {
        let roles = ["officer", "team_leader", "legal_reviewer", "head"];
        let all = roles.map(|role| Self {
            role: role.to_owned(),
            scope: Scope::All,
        });
        all.into()
    }
}

/// Where a scope finds what it asks of a task: the authority in its own row, so that the index of
/// the queue answers, the rest in the row of its case.
fn task_columns() -> ScopeColumns {
    ScopeColumns {
        authority: Some(Expr::col((task::Entity, task::Column::AuthorityId))),
        ..columns()
    }
}

/// What the record keeps of a task that changed hands.
fn recorded(kind: &str, actor: Actor, row: &TaskRow, person: &str) -> Result<NewAct, CaseError> {
    let damaged = || CaseError::Damaged(row.case_id.clone());
    let kind = kind.parse().map_err(|_| damaged())?;
    let subject = Subject {
        kind: "task".to_owned(),
        id: row.case_id.clone(),
    };
    let data = json!({"act": row.act, "role": row.role, "person": person});
    Ok(NewAct {
        authority: Some(row.authority_id.clone()),
        case: Some(row.case_id.clone()),
        ..NewAct::new(kind, actor, subject, data)
    })
}
