//! A scope gives the same answer of a record and as a condition of a query, on both databases.

#![allow(clippy::unwrap_used, reason = "a test fails by its panic")]

use std::collections::{BTreeMap, BTreeSet};

use base::AreaCode;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use sea_orm::ConnectionTrait;
use sea_orm::sea_query::{Alias, Expr, Query};
use store::{PeopleTable, Scope, ScopeColumns, Scoped, testing};

#[derive(Debug, Clone)]
struct Record {
    authority: Option<String>,
    area: Option<AreaCode>,
    confidentiality: i16,
    people: BTreeSet<(String, String)>,
}

impl Scoped for Record {
    fn authority(&self) -> Option<&str> {
        self.authority.as_deref()
    }
    fn area(&self) -> Option<&AreaCode> {
        self.area.as_ref()
    }
    fn confidentiality(&self) -> i16 {
        self.confidentiality
    }
    fn has_person(&self, person: &str, role: Option<&str>) -> bool {
        self.people
            .iter()
            .any(|(who, as_what)| who == person && role.is_none_or(|role| role == as_what))
    }
}

fn name(of: &'static [&'static str]) -> impl Strategy<Value = String> {
    prop::sample::select(of).prop_map(str::to_owned)
}

fn area() -> impl Strategy<Value = AreaCode> {
    name(&[
        "990000",
        "990100",
        "990102",
        "990102003",
        "990103",
        "980000",
    ])
    .prop_map(|code| code.parse().unwrap())
}

fn person() -> impl Strategy<Value = (String, String)> {
    (name(&["p1", "p2", "p3"]), name(&["officer", "reviewer"]))
}

fn record() -> impl Strategy<Value = Record> {
    let authority = prop::option::weighted(0.8, name(&["a1", "a2", "a3"]));
    let people = prop::collection::btree_set(person(), 0..3);
    (
        authority,
        prop::option::weighted(0.8, area()),
        0i16..4,
        people,
    )
        .prop_map(|(authority, area, confidentiality, people)| Record {
            authority,
            area,
            confidentiality,
            people,
        })
}

fn scope() -> impl Strategy<Value = Scope> {
    let leaf = prop_oneof![
        Just(Scope::All),
        Just(Scope::None),
        prop::collection::btree_set(name(&["a1", "a2", "a3"]), 0..3).prop_map(Scope::Authorities),
        area().prop_map(Scope::Area),
        (person(), any::<bool>()).prop_map(|((person, role), any_role)| Scope::Person {
            person,
            role: (!any_role).then_some(role),
        }),
        (-1i16..4).prop_map(Scope::ConfidentialityUpTo),
    ];
    leaf.prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Scope::And),
            prop::collection::vec(inner, 0..4).prop_map(Scope::Or),
        ]
    })
}

fn drawn<T>(runner: &mut TestRunner, strategy: &impl Strategy<Value = T>) -> T {
    strategy.new_tree(runner).unwrap().current()
}

#[tokio::test]
async fn a_scope_answers_the_same_of_a_record_and_as_sql() {
    testing::for_each_database(async |db| {
        let mut runner = TestRunner::deterministic();
        let records: BTreeMap<String, Record> = (0..60)
            .map(|n| (format!("r{n:02}"), drawn(&mut runner, &record())))
            .collect();
        write(&db, &records).await;
        let columns = columns();
        for _ in 0..300 {
            let scope = drawn(&mut runner, &scope());
            let expected: Vec<&str> = records
                .iter()
                .filter(|(_, record)| scope.allows(*record))
                .map(|(id, _)| id.as_str())
                .collect();
            let mut select = Query::select();
            select
                .column(Alias::new("id"))
                .from(Alias::new("record"))
                .cond_where(scope.condition(&columns))
                .order_by(Alias::new("id"), sea_orm::Order::Asc);
            let rows = db.read().query_all(&select).await.unwrap();
            let found: Vec<String> = rows
                .iter()
                .map(|row| row.try_get("", "id").unwrap())
                .collect();
            assert_eq!(found, expected, "{scope:?}");
            assert!(!scope.is_empty() || expected.is_empty(), "{scope:?}");
        }
    })
    .await;
}

fn columns() -> ScopeColumns {
    let column = |name: &str| Expr::col((Alias::new("record"), Alias::new(name)));
    ScopeColumns {
        authority: Some(column("authority_id")),
        area: Some(column("area_code")),
        confidentiality: Some(column("confidentiality")),
        people: Some(PeopleTable {
            table: "record_person",
            record: "record_id",
            person: "person_id",
            role: "role",
            id: column("id"),
        }),
    }
}

async fn write(db: &store::Database, records: &BTreeMap<String, Record>) {
    let tx = db.write_tx().await.unwrap();
    for table in [
        "CREATE TABLE record (id TEXT, authority_id TEXT, area_code TEXT, confidentiality SMALLINT NOT NULL)",
        "CREATE TABLE record_person (record_id TEXT, person_id TEXT, role TEXT)",
    ] {
        tx.execute_unprepared(table).await.unwrap();
    }
    for (id, record) in records {
        let mut row = Query::insert();
        row.into_table(Alias::new("record"))
            .columns(["id", "authority_id", "area_code", "confidentiality"].map(Alias::new))
            .values_panic([
                Expr::val(id.as_str()),
                Expr::val(record.authority.clone()),
                Expr::val(record.area.as_ref().map(ToString::to_string)),
                Expr::val(record.confidentiality),
            ]);
        tx.execute(&row).await.unwrap();
        for (person, role) in &record.people {
            let mut row = Query::insert();
            row.into_table(Alias::new("record_person"))
                .columns(["record_id", "person_id", "role"].map(Alias::new))
                .values_panic([id.as_str(), person.as_str(), role.as_str()].map(Expr::val));
            tx.execute(&row).await.unwrap();
        }
    }
    tx.commit().await.unwrap();
}

#[test]
fn a_table_without_a_column_has_no_record_of_it() {
    let none = ScopeColumns::default();
    let text = |scope: Scope| format!("{:?}", scope.condition(&none));
    assert_eq!(
        text(Scope::Authorities(BTreeSet::from(["a1".to_owned()]))),
        text(Scope::None)
    );
    assert_eq!(text(Scope::ConfidentialityUpTo(0)), text(Scope::All));
}
