//! Tasks: mine, taken, given back.

use axum::Json;
use axum::extract::State;
use problem::{Asker, InPath, Params, Problem, Problems, WriteProblems};
use serde::Deserialize;
use utoipa::IntoParams;

use super::acts::action_of;
use super::cases::READ;
use super::input::{PageParams, asking, day, word};
use super::{CaseworkApi, cases};
use crate::error::problem_of;
use crate::{CaseId, Queue, TaskFilter, TaskPage, TaskRow, Whose};

/// Which tasks.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct TaskParams {
    /// `mine`, by default: those that name the person, and those in the queues of their roles; `named`:
    /// only the former; `queue`: only the latter; `all`: everybody's, in cases that they may see.
    #[param(value_type = Option<String>)]
    whose: Option<String>,
    /// The role for which they wait.
    role: Option<String>,
    /// The authority of the case.
    #[param(value_type = Option<Uuid>)]
    authority: Option<String>,
    /// The procedure of the case.
    procedure: Option<String>,
    /// The act.
    act: Option<String>,
    /// The case.
    #[param(value_type = Option<Uuid>)]
    case: Option<String>,
    /// Only those whose last day is this or earlier.
    #[param(value_type = Option<String>, format = Date)]
    due_by: Option<String>,
}

const WHOSE: [&str; 4] = ["mine", "named", "queue", "all"];

impl TaskParams {
    fn filter(self) -> Result<TaskFilter, Problem> {
        let whose = match word("whose", self.whose, &WHOSE)?.as_deref() {
            Some("named") => Whose::Named,
            Some("queue") => Whose::Queue,
            Some("all") => Whose::All,
            _ => Whose::Mine,
        };
        let texts = [
            &self.role,
            &self.authority,
            &self.procedure,
            &self.act,
            &self.case,
        ];
        super::input::check_texts(&texts)?;
        Ok(TaskFilter {
            whose,
            due_by: day("due_by", self.due_by.as_deref())?,
            role: self.role,
            authority: self.authority,
            procedure: self.procedure,
            act: self.act,
            person: None,
            case: self.case,
        })
    }
}

/// Lists what waits, the earliest last day first: by default for the person who asks.
#[utoipa::path(get, operation_id = "list_tasks", path = "/tasks", tag = "tasks",
    params(TaskParams, PageParams),
    responses((status = 200, body = TaskPage), Problems))]
pub async fn list(
    asker: Asker,
    State(api): State<CaseworkApi>,
    Params(params): Params<TaskParams>,
    Params(page): Params<PageParams>,
) -> Result<Json<TaskPage>, Problem> {
    let asking = asking(asker.admitted(cases::LIST).await?);
    let (filter, page) = (params.filter()?, page.page()?);
    let queues = queues(&asker, &asking.roles).await;
    let tasks = api.casework.tasks(&asking, &queues, &filter, &page);
    Ok(Json(tasks.await.map_err(problem_of)?))
}

/// Takes a task from the queue; repeated it changes nothing.
#[utoipa::path(post, operation_id = "take_task", path = "/tasks/{case}/{act}/take", tag = "tasks",
    params(("case" = Uuid, Path, description = "Id of the case"),
        ("act" = String, Path, description = "The act that waits")),
    responses((status = 200, body = TaskRow), WriteProblems))]
pub async fn take(
    asker: Asker,
    State(api): State<CaseworkApi>,
    InPath((case, act)): InPath<(CaseId, String)>,
) -> Result<Json<TaskRow>, Problem> {
    let asking = asking(asker.admitted(READ).await?);
    let queues = queues(&asker, &asking.roles).await;
    let taken = api.casework.take_task(&asking, &queues, case, &act).await;
    Ok(Json(taken.map_err(problem_of)?))
}

/// Gives a task that was taken back into the queue; repeated it changes nothing.
#[utoipa::path(post, operation_id = "return_task", path = "/tasks/{case}/{act}/return", tag = "tasks",
    params(("case" = Uuid, Path, description = "Id of the case"),
        ("act" = String, Path, description = "The act that waits")),
    responses((status = 200, body = TaskRow), WriteProblems))]
pub async fn give_back(
    asker: Asker,
    State(api): State<CaseworkApi>,
    InPath((case, act)): InPath<(CaseId, String)>,
) -> Result<Json<TaskRow>, Problem> {
    let asking = asking(asker.admitted(READ).await?);
    let queues = queues(&asker, &asking.roles).await;
    let given = api.casework.return_task(&asking, &queues, case, &act).await;
    Ok(Json(given.map_err(problem_of)?))
}

/// What a person may do as each of their roles.
async fn queues(asker: &Asker, roles: &[String]) -> Vec<Queue> {
    let mut queues = Vec::new();
    for role in roles {
        let Some(action) = action_of(role) else {
            continue;
        };
        if let Some(scope) = asker.scope_of(action).await {
            queues.push(Queue {
                role: role.clone(),
                scope,
            });
        }
    }
    queues
}
