//! Write transactions that are durable when they return; on SQLite many share one.
//!
//! SQLite has one writer and each commit waits for the disk. So one task takes the operations that
//! wait, runs each in a savepoint of one transaction, commits, and then answers all. An operation
//! that fails is rolled back to its savepoint and leaves nothing behind.

use std::any::Any;
use std::panic::AssertUnwindSafe;

use futures::FutureExt;
use futures::future::BoxFuture;
use sea_orm::{ConnectionTrait, DbErr};
use store::{Database, DatabaseKind, StoreError, WriteTx, sea_orm};
use tokio::sync::{mpsc, oneshot};

use crate::{Record, marks};

/// Operations of one transaction at most: a bound on how long the first of them waits.
const OPERATIONS: usize = 512;
/// Operations that may wait before callers do.
const WAITING: usize = 4_096;

/// Sends operations to the task that runs them.
pub(crate) struct GroupWriter {
    waiting: mpsc::Sender<Box<dyn Operation>>,
}

/// An operation that waits for its turn.
trait Operation: Send {
    /// Runs it; the answer is given only when the transaction is durable.
    fn run(self: Box<Self>, tx: &WriteTx) -> BoxFuture<'_, Ran>;
    /// It could not be run.
    fn refuse(self: Box<Self>, error: StoreError);
}

/// An operation that has run.
enum Ran {
    /// It succeeded; to be told whether the commit did.
    Done(Box<dyn FnOnce(Result<(), StoreError>) + Send>),
    /// It failed; to be told once its changes are rolled back.
    Failed(Box<dyn FnOnce() + Send>),
}

struct Waiting<F, T, E> {
    operation: F,
    answer: oneshot::Sender<Answer<T, E>>,
}

/// What comes back: a result, or the payload of a panic.
type Answer<T, E> = Result<Result<T, E>, Box<dyn Any + Send>>;

impl Record {
    /// Runs an operation in one write transaction that is durable when this returns.
    ///
    /// On SQLite, operations that wait at one moment share a transaction, each in a savepoint of its
    /// own; one that fails leaves nothing behind. The operation runs to its end even where nobody
    /// waits for the answer any more.
    pub async fn write<T, E, F>(&self, operation: F) -> Result<T, E>
    where
        F: for<'t> FnOnce(&'t WriteTx) -> BoxFuture<'t, Result<T, E>> + Send + 'static,
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let written = match self.group() {
            Some(group) => group.write(operation).await,
            None => write_alone(self.db(), operation).await,
        };
        marks::forget();
        written
    }
}

async fn write_alone<T, E, F>(db: &Database, operation: F) -> Result<T, E>
where
    F: for<'t> FnOnce(&'t WriteTx) -> BoxFuture<'t, Result<T, E>>,
    E: From<StoreError>,
{
    let tx = db.write_tx().await?;
    let value = operation(&tx).await?;
    tx.commit().await?;
    Ok(value)
}

impl GroupWriter {
    /// The writer of an SQLite database; on PostgreSQL each operation has its own transaction.
    pub(crate) fn for_database(db: &Database) -> Option<Self> {
        if db.kind() == DatabaseKind::Postgres {
            return None;
        }
        let (waiting, mut operations) = mpsc::channel(WAITING);
        let db = db.clone();
        tokio::spawn(async move {
            while let Some(first) = operations.recv().await {
                run_group(&db, first, &mut operations).await;
            }
        });
        Some(Self { waiting })
    }

    async fn write<T, E, F>(&self, operation: F) -> Result<T, E>
    where
        F: for<'t> FnOnce(&'t WriteTx) -> BoxFuture<'t, Result<T, E>> + Send + 'static,
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let (answer, answered) = oneshot::channel();
        let waiting: Box<dyn Operation> = Box::new(Waiting { operation, answer });
        let gone = || {
            E::from(custom(
                "the writer has stopped: the program is shutting down",
            ))
        };
        self.waiting.send(waiting).await.map_err(|_| gone())?;
        match answered.await {
            Ok(Ok(result)) => result,
            Ok(Err(panic)) => std::panic::resume_unwind(panic),
            Err(_) => Err(gone()),
        }
    }
}

impl<F, T, E> Operation for Waiting<F, T, E>
where
    F: for<'t> FnOnce(&'t WriteTx) -> BoxFuture<'t, Result<T, E>> + Send + 'static,
    T: Send + 'static,
    E: From<StoreError> + Send + 'static,
{
    fn run(self: Box<Self>, tx: &WriteTx) -> BoxFuture<'_, Ran> {
        let Self { operation, answer } = *self;
        // Who does not wait any more needs no answer: sending may fail.
        async move {
            let ran = AssertUnwindSafe(async { operation(tx).await }).catch_unwind();
            match ran.await {
                Ok(Ok(value)) => Ran::Done(Box::new(move |committed| {
                    let result = committed.map(|()| value).map_err(E::from);
                    let _ = answer.send(Ok(result));
                })),
                Ok(Err(error)) => Ran::Failed(Box::new(move || {
                    let _ = answer.send(Ok(Err(error)));
                })),
                Err(panic) => Ran::Failed(Box::new(move || {
                    let _ = answer.send(Err(panic));
                })),
            }
        }
        .boxed()
    }

    fn refuse(self: Box<Self>, error: StoreError) {
        let _ = self.answer.send(Ok(Err(E::from(error))));
    }
}

async fn run_group(
    db: &Database,
    first: Box<dyn Operation>,
    operations: &mut mpsc::Receiver<Box<dyn Operation>>,
) {
    let tx = match db.write_tx().await {
        Ok(tx) => tx,
        Err(error) => return first.refuse(error),
    };
    let mut done = Vec::new();
    let mut next = Some(first);
    let mut broken = None;
    let mut savepoint = "SAVEPOINT operation";
    while let Some(operation) = next {
        if let Err(error) = tx.execute_unprepared(savepoint).await {
            operation.refuse(error.clone().into());
            broken = Some(error);
            break;
        }
        // The savepoint of the one before is released in the same step.
        savepoint = "RELEASE operation; SAVEPOINT operation";
        match operation.run(&tx).await {
            Ran::Done(answer) => done.push(answer),
            Ran::Failed(answer) => {
                let undone = tx.execute_unprepared("ROLLBACK TO operation").await;
                answer();
                if let Err(error) = undone {
                    // The database gave the whole transaction up: a full disk does that.
                    broken = Some(error);
                    break;
                }
            }
        }
        let has_room = done.len() < OPERATIONS;
        next = has_room.then(|| operations.try_recv().ok()).flatten();
    }
    let committed = match broken {
        Some(error) => Err(error),
        None => commit(tx).await,
    };
    for answer in done {
        answer(committed.clone().map_err(StoreError::from));
    }
}

async fn commit(tx: WriteTx) -> Result<(), DbErr> {
    tx.commit().await.map_err(|error| match error {
        StoreError::Statement(error) => error,
        other => DbErr::Custom(other.to_string()),
    })
}

fn custom(text: &str) -> StoreError {
    DbErr::Custom(text.to_owned()).into()
}
