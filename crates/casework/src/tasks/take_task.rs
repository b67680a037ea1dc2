//! A task taken from the queue.

use futures::FutureExt as _;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, Condition, EntityTrait, PaginatorTrait as _, QueryFilter};
use store::{Scope, WriteTx, sea_orm};

use super::{Queue, TaskRow, recorded};
use crate::casework::{Asking, CaseId, Casework, columns};
use crate::error::CaseError;
use crate::tables::{case, task};
use crate::written::state_of;

impl Casework {
    /// Takes a task from the queue of a role for the person who asks; of two who take it at once one
    /// gets it and the other is told by whom it was taken. Taking it again changes nothing. Who has
    /// the role can do the act all the same: the law gives the power, the queue only the order.
    pub async fn take_task(
        &self,
        asking: &Asking,
        queues: &[Queue],
        id: CaseId,
        act: &str,
    ) -> Result<TaskRow, CaseError> {
        let person = person(asking)?;
        let row = self.in_scope(asking, id).await?;
        let task = self.waiting(asking, id, act).await?;
        match task.person.as_deref() {
            Some(held) if held == person => return Ok(task),
            Some(held) => return Err(self.held(&task, held).await),
            None => {}
        }
        if !self.is_in(queues, &task).await? {
            return Err(CaseError::TaskOfOthers(task.role));
        }
        let case = state_of(&row)?;
        if case.is_recused(&person) {
            return Err(CaseError::TaskRecused);
        }
        let mine = task.clone();
        let (record, actor) = (self.record().clone(), asking.actor.clone());
        let now_ms = record.clock().now().as_millisecond();
        let taken = self.record().write(move |tx| {
            async move {
                let taken = take(tx, &mine, &person, now_ms).await?;
                if taken {
                    let act = recorded("task.take", actor, &mine, &person)?;
                    record.append(tx, act).await?;
                }
                Ok::<_, CaseError>(taken)
            }
            .boxed()
        });
        let taken = taken.await?;
        let task = self.waiting(asking, id, act).await?;
        match task.person.as_deref() {
            Some(held) if !taken && asking.person.as_deref() != Some(held) => {
                Err(self.held(&task, held).await)
            }
            _ => Ok(task),
        }
    }

    /// A task that waits today.
    pub(super) async fn waiting(
        &self,
        asking: &Asking,
        id: CaseId,
        act: &str,
    ) -> Result<TaskRow, CaseError> {
        let found = self.task(asking, &id.to_string(), act).await?;
        found.ok_or_else(|| CaseError::TaskGone(act.to_owned()))
    }

    /// Whether a task is in a queue of the person.
    pub(super) async fn is_in(&self, queues: &[Queue], task: &TaskRow) -> Result<bool, CaseError> {
        let mine = queues.iter().filter(|queue| queue.role == task.role);
        let scope = Scope::Or(mine.map(|queue| queue.scope.clone()).collect());
        let found = case::Entity::find()
            .filter(case::Column::Id.eq(&task.case_id))
            .filter(Condition::all().add(scope.condition(&columns())));
        Ok(found.count(self.db().read()).await? > 0)
    }

    /// Who has a task, for whom wanted it.
    pub(super) async fn held(&self, task: &TaskRow, person: &str) -> CaseError {
        let by = self.name_of(person).await;
        if task.is_taken {
            CaseError::TaskTaken(by)
        } else {
            CaseError::TaskNamed(by)
        }
    }

    /// What an officer is called; their id where the register does not know them.
    async fn name_of(&self, person: &str) -> String {
        let Ok(id) = person.parse() else {
            return person.to_owned();
        };
        let ids = [id];
        let found = async {
            let registry = self.register().authorities_known().await.ok()?;
            let found = self.register().in_service(&registry, &ids, self.today());
            found.await.ok()?.into_iter().flatten().next()
        };
        let found = found.await;
        found.map_or_else(|| person.to_owned(), |officer| officer.view.row.post.name)
    }
}

/// The person for whom a task is taken.
fn person(asking: &Asking) -> Result<String, CaseError> {
    let person = asking.person.clone();
    person.ok_or_else(|| {
        CaseError::input(
            "请写明由哪位执法人员领取（--for）。",
            "say which officer takes it (--for)",
        )
    })
}

/// Takes a task that nobody has; gives whether it did.
async fn take(tx: &WriteTx, task: &TaskRow, person: &str, now_ms: i64) -> Result<bool, CaseError> {
    let taken = task::Entity::update_many()
        .col_expr(task::Column::Person, Expr::value(person))
        .col_expr(task::Column::TakenAtMs, Expr::value(now_ms))
        .filter(task::Column::CaseId.eq(&task.case_id))
        .filter(task::Column::Act.eq(&task.act))
        .filter(task::Column::Person.is_null())
        .exec(&**tx)
        .await?;
    Ok(taken.rows_affected == 1)
}
