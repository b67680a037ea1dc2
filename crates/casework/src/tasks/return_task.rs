//! A task given back into the queue.

use futures::FutureExt as _;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use store::{WriteTx, sea_orm};

use super::{Queue, TaskRow, recorded};
use crate::casework::{Asking, CaseId, Casework};
use crate::error::CaseError;
use crate::tables::task;

/// The roles that can give back what somebody else of their authority took: they share out the work.
const SHARING: [&str; 2] = ["head", "team_leader"];

impl Casework {
    /// Gives a task that was taken back into the queue: who took it, or a head or team leader for
    /// them. A task in the queue stays there; one for which the case names somebody is theirs until
    /// the case names another.
    pub async fn return_task(
        &self,
        asking: &Asking,
        queues: &[Queue],
        id: CaseId,
        act: &str,
    ) -> Result<TaskRow, CaseError> {
        self.in_scope(asking, id).await?;
        let task = self.waiting(asking, id, act).await?;
        let Some(person) = task.person.clone() else {
            return Ok(task);
        };
        let is_mine =
            asking.person.as_ref() == Some(&person) || asking.stands_for.contains(&person);
        if !task.is_taken || !is_mine && !self.shares_out(queues, &task).await? {
            return Err(self.held(&task, &person).await);
        }
        let (record, actor) = (self.record().clone(), asking.actor.clone());
        let given = task.clone();
        let written = self.record().write(move |tx| {
            async move {
                if give_back(tx, &given, &person).await? {
                    let act = recorded("task.return", actor, &given, &person)?;
                    record.append(tx, act).await?;
                }
                Ok::<_, CaseError>(())
            }
            .boxed()
        });
        written.await?;
        self.waiting(asking, id, act).await
    }

    async fn shares_out(&self, queues: &[Queue], task: &TaskRow) -> Result<bool, CaseError> {
        let queues = queues.iter();
        let sharing = queues.filter(|queue| SHARING.contains(&queue.role.as_str()));
        let sharing: Vec<Queue> = sharing
            .map(|queue| Queue {
                role: task.role.clone(),
                scope: queue.scope.clone(),
            })
            .collect();
        self.is_in(&sharing, task).await
    }
}

/// Gives back what a person took; gives whether they still had it.
async fn give_back(tx: &WriteTx, task: &TaskRow, person: &str) -> Result<bool, CaseError> {
    let given = task::Entity::update_many()
        .col_expr(task::Column::Person, Expr::value(None::<String>))
        .col_expr(task::Column::TakenAtMs, Expr::value(None::<i64>))
        .filter(task::Column::CaseId.eq(&task.case_id))
        .filter(task::Column::Act.eq(&task.act))
        .filter(task::Column::Person.eq(person))
        .filter(task::Column::TakenAtMs.is_not_null())
        .exec(&**tx)
        .await?;
    Ok(given.rows_affected == 1)
}
