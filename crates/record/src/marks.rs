//! Marks: numbers by which a process learns that what it holds in memory is out of date (ADR 0016).
//!
//! A room counts its mark up in the transaction of the change. Whoever holds answers in memory keeps
//! them under the number that the mark had, and uses them as long as it is the same.

use std::cell::RefCell;
use std::future::Future;
use std::sync::Arc;

use sea_orm::{ConnectionTrait, DbErr, EntityTrait};
use store::{StoreError, WriteTx, sea_orm};

use crate::Record;
use crate::append::statement;
use crate::tables::mark;

/// The name of what a number counts the changes of: `register.officers`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Mark(pub &'static str);

/// All marks at one moment. Cheap to clone.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Marks(Arc<[(String, i64)]>);

impl Marks {
    /// How many changes were counted by that moment.
    pub fn of(&self, mark: Mark) -> i64 {
        let found = self.0.iter().find(|(name, _)| name == mark.0);
        found.map_or(0, |(_, number)| *number)
    }
}

tokio::task_local! {
    /// What was read for the request that this task serves.
    static VIEW: RefCell<Option<Marks>>;
}

/// Runs the work of one request, in which the marks are read once: a change that is made while it
/// runs may come before or after it. After a write of its own they are read anew.
pub async fn in_one_view<F: Future>(work: F) -> F::Output {
    VIEW.scope(RefCell::default(), work).await
}

/// The next who asks for the marks in this request reads them anew.
pub(crate) fn forget() {
    let _ = VIEW.try_with(|view| view.borrow_mut().take());
}

impl Record {
    /// The marks as they are now, or as they were when this request first asked.
    pub async fn marks(&self) -> Result<Marks, StoreError> {
        if let Ok(Some(marks)) = VIEW.try_with(|view| view.borrow().clone()) {
            return Ok(marks);
        }
        let marks = marks_in(self.db().read()).await?;
        let _ = VIEW.try_with(|view| *view.borrow_mut() = Some(marks.clone()));
        Ok(marks)
    }
}

/// The marks as a connection or transaction sees them now.
pub async fn marks_in(db: &impl ConnectionTrait) -> Result<Marks, DbErr> {
    let rows = mark::Entity::find().all(db).await?;
    Ok(Marks(
        rows.into_iter().map(|row| (row.name, row.number)).collect(),
    ))
}

/// Counts a change, in its transaction.
pub async fn count_change(tx: &WriteTx, mark: Mark) -> Result<(), StoreError> {
    tx.execute_raw(statement(&**tx, COUNT, [mark.0.into()]))
        .await?;
    forget();
    Ok(())
}

const COUNT: &str = "INSERT INTO record_mark (name, number) VALUES ($1, 1) \
    ON CONFLICT (name) DO UPDATE SET number = record_mark.number + 1";
