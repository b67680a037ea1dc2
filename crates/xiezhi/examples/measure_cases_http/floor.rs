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

type Row = Vec<(String, Value)>;

#[derive(Default)]
struct Rows {
    case: Row,
    people: Vec<Row>,
    due: Vec<Row>,
    tasks: Vec<Row>,
    /// The series of the numbers that the act gave, and the numbers.
    series: Vec<Row>,
    numbers: Vec<Row>,
    act: Row,
    parties: Vec<Row>,
    entry: Row,
    key: Vec<Row>,
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
        let last = of("SELECT revision FROM cases WHERE id = @");
        let given = format!("case_id = '{case}' AND act = ({last})");
        let series = format!(
            "SELECT * FROM number_series AS s WHERE EXISTS (SELECT 1 FROM case_number AS n WHERE {given} \
             AND n.authority_id = s.authority_id AND n.word = s.word AND n.year = s.year)"
        );
        let numbers = format!("SELECT * FROM case_number WHERE {given}");
        let key = of("SELECT * FROM case_key WHERE case_id = @ ORDER BY revision DESC LIMIT 1");
        self.after.push(Rows {
            case: rows(db, &of("SELECT * FROM cases WHERE id = @"))
                .await
                .remove(0),
            people: rows(db, &of("SELECT * FROM case_people WHERE case_id = @")).await,
            due: rows(db, &of("SELECT * FROM case_due WHERE case_id = @")).await,
            tasks: rows(db, &of("SELECT * FROM case_task WHERE case_id = @")).await,
            series: rows(db, &series).await,
            numbers: rows(db, &numbers).await,
            act,
            parties: rows(db, &parties).await,
            entry: rows(db, &entry).await.remove(0),
            key: rows(db, &key).await,
        });
    }
}

async fn rows(db: &Database, sql: &str) -> Vec<Row> {
    let found = db
        .read()
        .query_all_raw(statement(db.read(), sql.to_owned(), Vec::new()));
    found.await.unwrap().iter().map(columns).collect()
}

fn columns(row: &QueryResult) -> Row {
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
    give_numbers(tx, rows, &own).await?;
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
    write_tasks(tx, before.map_or(&[], |before| &before.tasks), rows, &own).await?;
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

/// Takes the next number of each series, and writes whose it is.
async fn give_numbers(tx: &WriteTx, rows: &Rows, own: &Own<'_>) -> Result<(), StoreError> {
    for (series, number) in rows.series.iter().zip(&rows.numbers) {
        let sql = insertion("number_series", series, 1)
            + " ON CONFLICT (authority_id, word, year) DO UPDATE SET last = number_series.last + 1 \
               RETURNING last";
        let values = series.iter().map(|column| own.value(column)).collect();
        let found = tx.query_one_raw(statement(&**tx, sql, values)).await?;
        let last: i64 = found.map_or(Ok(0), |row| row.try_get_by_index(0))?;
        let mut number = number.clone();
        for (name, value) in &mut number {
            match name.as_str() {
                "number" => *value = last.into(),
                "text" => *value = format!("{last}-{}", own.entry).into(),
                _ => {}
            }
        }
        insert(tx, "case_number", &[number], own).await?;
    }
    Ok(())
}

/// Writes the tasks that the act changed.
async fn write_tasks(
    tx: &WriteTx,
    before: &[Row],
    now: &Rows,
    own: &Own<'_>,
) -> Result<(), StoreError> {
    let act = |row: &Row| column(row, "act");
    let is_in = |row: &Row, all: &[Row]| all.iter().any(|one| act(one) == act(row));
    let gone: Vec<_> = before
        .iter()
        .filter(|row| !is_in(row, &now.tasks))
        .collect();
    if !gone.is_empty() {
        let places: Vec<String> = (0..gone.len())
            .map(|place| format!("${}", place + 2))
            .collect();
        let places = places.join(", ");
        let sql = format!("DELETE FROM case_task WHERE case_id = $1 AND act IN ({places})");
        let acts = gone.into_iter().map(act);
        let values = std::iter::once(own.case.into()).chain(acts).collect();
        tx.execute_raw(statement(&**tx, sql, values)).await?;
    }
    let (stays, new): (Vec<_>, Vec<_>) = now.tasks.iter().partition(|row| is_in(row, before));
    for row in stays.into_iter().filter(|row| !before.contains(row)) {
        let sql = "UPDATE case_task SET since = $1, due_on = $2, role = $3, person = $4, \
                   taken_at_ms = $5 WHERE case_id = $6 AND act = $7";
        let names = ["since", "due_on", "role", "person", "taken_at_ms"];
        let mut values = names.map(|name| column(row, name)).to_vec();
        values.extend([own.case.into(), act(row)]);
        tx.execute_raw(statement(&**tx, sql.to_owned(), values))
            .await?;
    }
    let new: Vec<Row> = new.into_iter().cloned().collect();
    insert(tx, "case_task", &new, own).await
}

fn column(row: &Row, name: &str) -> Value {
    let found = row.iter().find(|(own, _)| own == name);
    found.expect("the table has this column").1.clone()
}

async fn insert(tx: &WriteTx, table: &str, rows: &[Row], own: &Own<'_>) -> Result<(), StoreError> {
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
