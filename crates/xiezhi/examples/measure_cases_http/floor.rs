//! The rows of a case that was led through the server, written again for other cases.

use std::sync::Arc;
use std::time::{Duration, Instant};

use futures::FutureExt as _;
use futures::future::join_all;
use record::Record;
use store::sea_orm::{ConnectionTrait, DbBackend, QueryResult, Statement, Value};
use store::{Database, StoreError, WriteTx};

/// The rows of a case after each of its acts.
#[derive(Default)]
pub struct Template {
    after: Vec<Rows>,
}

#[derive(Default)]
struct Rows {
    case: Vec<(String, Value)>,
    people: Vec<Vec<(String, Value)>>,
    due: Vec<Vec<(String, Value)>>,
    act: Vec<(String, Value)>,
    parties: Vec<Vec<(String, Value)>>,
    entry: Vec<(String, Value)>,
    key: Vec<Vec<(String, Value)>>,
}

pub struct Floor {
    pub record: Record,
    pub template: Arc<Template>,
}

/// Which columns the floor fills with values of its own.
struct Own<'a> {
    case: &'a str,
    entry: String,
    key: String,
}

impl Template {
    /// Takes the rows of the case as they are now.
    pub async fn take(&mut self, db: &Database, case: &str) {
        let of = |sql: &str| sql.replace('@', &format!("'{case}'"));
        let last = of("SELECT * FROM record_act WHERE case_id = @ ORDER BY arrival DESC LIMIT 1");
        let mut act = rows(db, &last).await.remove(0);
        let arrival = act.remove(0).1;
        let Value::BigInt(Some(arrival)) = arrival else {
            panic!("arrivals are numbers: {arrival:?}");
        };
        let entry = format!("SELECT arrival, leaf FROM record_entry WHERE arrival = {arrival}");
        let parties = format!(
            "SELECT arrival, number, canonical, salt FROM record_party WHERE arrival = {arrival}"
        );
        let key = of("SELECT * FROM case_key WHERE case_id = @ ORDER BY revision DESC LIMIT 1");
        self.after.push(Rows {
            case: rows(db, &of("SELECT * FROM cases WHERE id = @"))
                .await
                .remove(0),
            people: rows(db, &of("SELECT * FROM case_people WHERE case_id = @")).await,
            due: rows(db, &of("SELECT * FROM case_due WHERE case_id = @")).await,
            act,
            parties: rows(db, &parties).await,
            entry: rows(db, &entry).await.remove(0),
            key: rows(db, &key).await,
        });
    }
}

async fn rows(db: &Database, sql: &str) -> Vec<Vec<(String, Value)>> {
    let found = db
        .read()
        .query_all_raw(statement(db.read(), sql.to_owned(), Vec::new()));
    found.await.unwrap().iter().map(columns).collect()
}

fn columns(row: &QueryResult) -> Vec<(String, Value)> {
    let names = row.column_names().into_iter();
    names
        .map(|name| (name.clone(), value(row, &name)))
        .collect()
}

/// A value of the type that the column has.
fn value(row: &QueryResult, name: &str) -> Value {
    if name == "fine_fen" {
        return row.try_get::<Option<i64>>("", name).unwrap().into();
    }
    if let Ok(text) = row.try_get::<Option<String>>("", name) {
        return text.into();
    }
    if let Ok(number) = row.try_get::<Option<i64>>("", name) {
        return number.into();
    }
    if let Ok(number) = row.try_get::<Option<i32>>("", name) {
        return number.into();
    }
    if let Ok(number) = row.try_get::<Option<i16>>("", name) {
        return number.into();
    }
    row.try_get::<Option<Vec<u8>>>("", name).unwrap().into()
}

fn statement(db: &impl ConnectionTrait, sql: String, values: Vec<Value>) -> Statement {
    let backend: DbBackend = db.get_database_backend();
    Statement::from_sql_and_values(backend, sql, values)
}

impl Floor {
    /// Writes so many new cases from so many tasks; gives their ids by task.
    pub async fn open(&self, clients: usize, share: usize) -> (Vec<Vec<String>>, Duration) {
        let begun = Instant::now();
        let tasks = (0..clients).map(|_| {
            let (record, template) = (self.record.clone(), Arc::clone(&self.template));
            tokio::spawn(async move {
                let mut ids = Vec::new();
                for _ in 0..share {
                    let id = new_id();
                    write(&record, &template, &id, 0).await;
                    ids.push(id);
                }
                ids
            })
        });
        let ids = join_all(tasks).await.into_iter().map(Result::unwrap);
        (ids.collect(), begun.elapsed())
    }

    /// Writes every later act of these cases.
    pub async fn act(&self, cases: Vec<Vec<String>>) -> Duration {
        let begun = Instant::now();
        let tasks = cases.into_iter().map(|ids| {
            let (record, template) = (self.record.clone(), Arc::clone(&self.template));
            tokio::spawn(async move {
                for id in &ids {
                    for act in 1..template.after.len() {
                        write(&record, &template, id, act).await;
                    }
                }
            })
        });
        for done in join_all(tasks).await {
            done.unwrap();
        }
        begun.elapsed()
    }
}

/// An id as long as those of cases.
fn new_id() -> String {
    let random = std::fs::read_to_string("/proc/sys/kernel/random/uuid");
    random.unwrap().trim().to_owned()
}

async fn write(record: &Record, template: &Arc<Template>, case: &str, number: usize) {
    let (template, case) = (Arc::clone(template), case.to_owned());
    let written: Result<(), StoreError> = record
        .write(move |tx| async move { write_in(tx, &template, &case, number).await }.boxed())
        .await;
    written.unwrap();
}

/// The statements of `casework` and `record`, in their order.
async fn write_in(
    tx: &WriteTx,
    template: &Template,
    case: &str,
    number: usize,
) -> Result<(), StoreError> {
    let rows = &template.after[number];
    let own = Own {
        case,
        entry: new_id(),
        key: new_id(),
    };
    let before = number.checked_sub(1).map(|number| &template.after[number]);
    match before {
        None => insert(tx, "cases", std::slice::from_ref(&rows.case), &own).await?,
        Some(_) => update(tx, &rows.case, &own, number).await?,
    }
    let lists = [
        (
            "case_people",
            &rows.people,
            before.map(|before| &before.people),
        ),
        ("case_due", &rows.due, before.map(|before| &before.due)),
    ];
    for (table, now, before) in lists {
        if before == Some(now) {
            continue;
        }
        if before.is_some_and(|before| !before.is_empty()) {
            let sql = format!("DELETE FROM {table} WHERE case_id = $1");
            tx.execute_raw(statement(&**tx, sql, vec![case.into()]))
                .await?;
        }
        insert(tx, table, now, &own).await?;
    }
    let arrival = insert_act(tx, &rows.act, &own).await?;
    for mut row in rows.parties.iter().cloned().chain([rows.entry.clone()]) {
        row[0].1 = arrival.into();
        let table = if row.len() == 2 {
            "record_entry"
        } else {
            "record_party"
        };
        insert(tx, table, &[row], &own).await?;
    }
    insert(tx, "case_key", &rows.key, &own).await
}

async fn insert(
    tx: &WriteTx,
    table: &str,
    rows: &[Vec<(String, Value)>],
    own: &Own<'_>,
) -> Result<(), StoreError> {
    let Some(first) = rows.first() else {
        return Ok(());
    };
    let sql = insertion(table, first, rows.len());
    let values = rows.iter().flatten().map(|column| own.value(column));
    let values = values.collect();
    tx.execute_raw(statement(&**tx, sql, values)).await?;
    Ok(())
}

fn insertion(table: &str, row: &[(String, Value)], rows: usize) -> String {
    let names: Vec<&str> = row.iter().map(|(name, _)| name.as_str()).collect();
    let mut places = 1..;
    let places = (0..rows).map(|_| {
        let places = (&mut places).take(names.len());
        let places: Vec<String> = places.map(|place| format!("${place}")).collect();
        format!("({})", places.join(", "))
    });
    let places: Vec<String> = places.collect();
    format!(
        "INSERT INTO {table} ({}) VALUES {}",
        names.join(", "),
        places.join(", ")
    )
}

async fn update(
    tx: &WriteTx,
    row: &[(String, Value)],
    own: &Own<'_>,
    seen: usize,
) -> Result<(), StoreError> {
    let columns = row.iter().filter(|(name, _)| name != "id");
    let sets: Vec<String> = columns
        .clone()
        .zip(1..)
        .map(|((name, _), place)| format!("{name} = ${place}"))
        .collect();
    let (id, revision) = (sets.len() + 1, sets.len() + 2);
    let sql = format!(
        "UPDATE cases SET {} WHERE id = ${id} AND revision = ${revision}",
        sets.join(", ")
    );
    let mut values: Vec<Value> = columns.map(|column| own.value(column)).collect();
    values.extend([
        own.case.into(),
        i32::try_from(seen).unwrap_or_default().into(),
    ]);
    let changed = tx.execute_raw(statement(&**tx, sql, values)).await?;
    assert_eq!(changed.rows_affected(), 1, "the floor lost a case");
    Ok(())
}

async fn insert_act(
    tx: &WriteTx,
    row: &[(String, Value)],
    own: &Own<'_>,
) -> Result<i64, StoreError> {
    let sql = insertion("record_act", row, 1)
        + " ON CONFLICT (actor_kind, actor_id, idempotency_key) WHERE idempotency_key IS NOT NULL \
           DO NOTHING RETURNING arrival";
    let values = row.iter().map(|column| own.value(column)).collect();
    let found = tx.query_one_raw(statement(&**tx, sql, values)).await?;
    Ok(found.map_or(Ok(0), |row| row.try_get_by_index(0))?)
}

impl Own<'_> {
    fn value(&self, (name, value): &(String, Value)) -> Value {
        match name.as_str() {
            "id" | "case_id" | "subject_id" => self.case.into(),
            "entry_id" | "entry" => self.entry.as_str().into(),
            "key" => self.key.as_str().into(),
            _ => value.clone(),
        }
    }
}
