//! A list, its count, a search and a single read show one and the same set of records, and it is
//! the set that the policy table means.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::{BTreeMap, BTreeSet};

use access::policy::{HeldRole, Person, scope, within};
use access::{Node, Place, Tree};
use base::AreaCode;
use base::term::InForce;
use jiff::civil::{Date, date};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, TestRunner};
use rules::model::{self, CaseRole, Confidentiality, Grant, Head, JudgedBy, Policy};
use sea_orm::sea_query::{Alias, Expr, Query, SelectStatement};
use sea_orm::{ConnectionTrait, ExprTrait};
use store::{Database, PeopleTable, Scope, ScopeColumns, Scoped, sea_orm, testing};

const AUTHORITIES: [&str; 5] = ["city", "north", "street", "south", "other"];
const AREAS: [&str; 6] = [
    "990000",
    "990100",
    "990102",
    "990102003",
    "990103",
    "980000",
];
const PEOPLE: [&str; 4] = ["p0", "p1", "p2", "p3"];
const ROLES: [&str; 3] = ["officer", "head", "supervisor"];
const ACTION: &str = "case.read";
const ON: Date = date(2026, 11, 24);
const TABLES: u32 = 200;
const PERSONS: usize = 5;
const RECORDS: i64 = 24;

#[derive(Debug, Clone)]
struct Record {
    id: i64,
    words: String,
    authority: String,
    area: AreaCode,
    confidentiality: Confidentiality,
    people: Vec<(String, CaseRole)>,
}

impl Scoped for Record {
    fn authority(&self) -> Option<&str> {
        Some(&self.authority)
    }
    fn area(&self) -> Option<&AreaCode> {
        Some(&self.area)
    }
    fn confidentiality(&self) -> i16 {
        self.confidentiality as i16
    }
    fn has_person(&self, person: &str, role: Option<&str>) -> bool {
        let mut people = self.people.iter();
        people.any(|(who, what)| who == person && role.is_none_or(|role| role == name(*what)))
    }
}

fn name(role: CaseRole) -> String {
    serde_json::to_value(role)
        .unwrap()
        .as_str()
        .unwrap()
        .to_owned()
}

fn tree() -> Tree {
    let node = |parent: &str, area: &str| Node {
        parent: (!parent.is_empty()).then(|| parent.to_owned()),
        area: area.parse().ok(),
    };
    Tree(BTreeMap::from([
        ("city".into(), node("", "990100")),
        ("north".into(), node("city", "990102")),
        ("street".into(), node("north", "990102003")),
        ("south".into(), node("city", "990103")),
        ("other".into(), node("", "980000")),
    ]))
}

fn pick<T: Clone + std::fmt::Debug + 'static>(of: &'static [T]) -> impl Strategy<Value = T> {
    prop::sample::select(of)
}

fn case_role() -> impl Strategy<Value = CaseRole> {
    pick(&[CaseRole::Handler, CaseRole::Assistant, CaseRole::Reviewer])
}

fn level() -> impl Strategy<Value = Confidentiality> {
    pick(&[
        Confidentiality::Public,
        Confidentiality::Internal,
        Confidentiality::Restricted,
        Confidentiality::Secret,
    ])
}

fn area() -> impl Strategy<Value = AreaCode> {
    pick(&AREAS).prop_map(|code| code.parse().unwrap())
}

fn line_scope() -> impl Strategy<Value = model::Scope> {
    let leaf = prop_oneof![
        1 => Just(model::Scope::All),
        1 => Just(model::Scope::None),
        3 => Just(model::Scope::OwnCases),
        3 => Just(model::Scope::OwnAuthority),
        3 => Just(model::Scope::Subtree),
        3 => Just(model::Scope::Area),
        2 => case_role().prop_map(model::Scope::RoleInCase),
        2 => level().prop_map(model::Scope::ConfidentialityUpTo),
    ];
    leaf.prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 2..4).prop_map(model::Scope::And),
            prop::collection::vec(inner, 2..4).prop_map(model::Scope::Or),
        ]
    })
}

fn grant() -> impl Strategy<Value = Grant> {
    let ended = prop::bool::weighted(0.1);
    let other = prop::bool::weighted(0.1);
    let when = prop::option::weighted(0.2, pick(&["officer.certificate_valid"]));
    (pick(&ROLES), line_scope(), ended, other, when).prop_map(
        |(role, scope, ended, other, when)| Grant {
            head: Head {
                id: "line".into(),
                name: base::Text::new("行", "line").unwrap(),
                provisions: Vec::new(),
                because: None,
                judged_by: JudgedBy::Act,
                in_force: InForce {
                    from: date(2020, 1, 1),
                    until: ended.then(|| date(2026, 1, 1)),
                },
            },
            role: role.to_owned(),
            actions: vec![if other { "case.act" } else { ACTION }.to_owned()],
            scope,
            when: when.map(str::to_owned),
        },
    )
}

fn policy() -> impl Strategy<Value = Policy> {
    prop::collection::vec(grant(), 1..8).prop_map(|grants| Policy {
        roles: Vec::new(),
        actions: Vec::new(),
        grants,
    })
}

fn place() -> impl Strategy<Value = Place> {
    prop_oneof![
        1 => Just(Place::Whole),
        6 => pick(&AUTHORITIES).prop_map(|id| Place::Authority(id.to_owned())),
        2 => area().prop_map(Place::Area),
    ]
}

/// A person, with the places of their roles.
fn person() -> impl Strategy<Value = (Person, Vec<Place>)> {
    let roles = prop::collection::vec((pick(&ROLES), place()), 0..3);
    (pick(&PEOPLE), roles, prop::option::of(any::<bool>())).prop_map(|(id, roles, certificate)| {
        let held = roles.iter().map(|(role, place)| HeldRole {
            role: (*role).to_owned(),
            reach: tree().reach(place).unwrap(),
        });
        let person = Person {
            id: id.to_owned(),
            roles: held.collect(),
            officer: certificate.map(|valid| serde_json::json!({"certificate_valid": valid})),
        };
        (person, roles.into_iter().map(|(_, place)| place).collect())
    })
}

fn record() -> impl Strategy<Value = Record> {
    let people = prop::collection::vec((pick(&PEOPLE), case_role()), 0..3);
    let words = pick(&["夜市噪音", "违章搭建", "夜市占道"]);
    (words, pick(&AUTHORITIES), area(), level(), people).prop_map(
        |(words, authority, area, confidentiality, people)| Record {
            id: 0,
            words: words.to_owned(),
            authority: authority.to_owned(),
            area,
            confidentiality,
            people: people
                .into_iter()
                .map(|(who, role)| (who.to_owned(), role))
                .collect(),
        },
    )
}

fn condition(_: &str, officer: &serde_json::Value) -> bool {
    officer["certificate_valid"] == true
}

/// What the table means, by the words of `rules`: told role by role, without scopes of `store`.
fn means(policy: &Policy, person: &Person, places: &[Place], record: &Record) -> bool {
    let asked = model::Record {
        authority: record.authority.clone(),
        area: Some(record.area.clone()),
        roles: record.people.clone(),
        confidentiality: record.confidentiality,
    };
    person.roles.iter().zip(places).any(|(held, place)| {
        let lines = policy.grants.iter().filter(|line| {
            line.role == held.role
                && line.actions.iter().any(|action| action == ACTION)
                && line.head.in_force.covers(ON)
                && line.when.is_none_or_true(person)
        });
        lines.into_iter().any(|line| match place {
            Place::Whole => whole(&line.scope, person, &asked),
            _ => line.scope.admits(&in_words(person, place, &asked), &asked),
        })
    })
}

trait WhenOf {
    fn is_none_or_true(&self, person: &Person) -> bool;
}

impl WhenOf for Option<String> {
    fn is_none_or_true(&self, person: &Person) -> bool {
        let officer = person.officer.as_ref();
        self.is_none() || officer.is_some_and(|officer| condition("", officer))
    }
}

/// The person as `rules` sees one who holds a role there.
fn in_words(person: &Person, place: &Place, record: &model::Record) -> model::Person {
    let mut seen = model::Person {
        id: person.id.clone(),
        ..model::Person::default()
    };
    match place {
        Place::Whole | Place::Officer(_) => {}
        Place::Authority(id) => {
            seen.authority.clone_from(id);
            let above = |id: &str| {
                std::iter::successors(tree().0[id].parent.clone(), |id| {
                    tree().0[id].parent.clone()
                })
                .collect::<Vec<_>>()
            };
            seen.authorities_below = AUTHORITIES
                .iter()
                .filter(|below| above(below).contains(id))
                .map(|id| (*id).to_owned())
                .collect();
            seen.areas = tree().0[id].area.iter().cloned().collect();
        }
        Place::Area(code) => {
            seen.areas = vec![code.clone()];
            // Own authority and subtree, held in an area, are the authorities in it.
            let area = tree()
                .0
                .get(&record.authority)
                .and_then(|node| node.area.clone());
            seen.authority = match area {
                Some(area) if code.contains(&area) => record.authority.clone(),
                _ => "nowhere".to_owned(),
            };
        }
    }
    seen
}

/// A role held everywhere: own authority, subtree and area are everything.
fn whole(scope: &model::Scope, person: &Person, record: &model::Record) -> bool {
    use model::Scope;
    match scope {
        Scope::OwnAuthority | Scope::Subtree | Scope::Area => true,
        Scope::And(parts) => parts.iter().all(|part| whole(part, person, record)),
        Scope::Or(parts) => parts.iter().any(|part| whole(part, person, record)),
        other => {
            let seen = model::Person {
                id: person.id.clone(),
                ..model::Person::default()
            };
            other.admits(&seen, record)
        }
    }
}

async fn fill(db: &Database, records: &[Record]) {
    let tx = db.write_tx().await.unwrap();
    for statement in [
        "CREATE TABLE record (id BIGINT PRIMARY KEY, words TEXT NOT NULL, authority TEXT NOT NULL, area TEXT NOT NULL, level SMALLINT NOT NULL)",
        "CREATE TABLE record_person (record BIGINT NOT NULL, person TEXT NOT NULL, role TEXT NOT NULL)",
    ] {
        tx.execute_unprepared(statement).await.unwrap();
    }
    for record in records {
        let (id, level) = (record.id, record.confidentiality as i16);
        let row = format!(
            "INSERT INTO record VALUES ({id}, '{}', '{}', '{}', {level})",
            record.words,
            record.authority,
            record.area.as_str()
        );
        tx.execute_unprepared(&row).await.unwrap();
        for (person, role) in &record.people {
            let row = format!(
                "INSERT INTO record_person VALUES ({id}, '{person}', '{}')",
                name(*role)
            );
            tx.execute_unprepared(&row).await.unwrap();
        }
    }
    tx.commit().await.unwrap();
}

fn columns() -> ScopeColumns {
    let column = |name| Expr::col((Alias::new("record"), Alias::new(name)));
    ScopeColumns {
        authority: Some(column("authority")),
        area: Some(column("area")),
        confidentiality: Some(column("level")),
        people: Some(PeopleTable {
            table: "record_person",
            record: "record",
            person: "person",
            role: "role",
            id: column("id"),
        }),
    }
}

fn select(scope: &Scope) -> SelectStatement {
    let mut select = Query::select();
    select
        .from(Alias::new("record"))
        .cond_where(scope.condition(&columns()));
    select
}

async fn numbers(db: &Database, select: &SelectStatement) -> Vec<i64> {
    let rows = db.read().query_all(select).await.unwrap();
    rows.iter()
        .map(|row| row.try_get_by_index(0).unwrap())
        .collect()
}

/// A list, read in pages of seven.
async fn list(db: &Database, scope: &Scope) -> BTreeSet<i64> {
    let mut found = BTreeSet::new();
    let mut after = -1;
    loop {
        let mut page = select(scope);
        let id = Expr::col(Alias::new("id"));
        page.expr(id.clone())
            .and_where(id.clone().gt(after))
            .order_by_expr(id, sea_orm::Order::Asc)
            .limit(7);
        let rows = numbers(db, &page).await;
        let Some(last) = rows.last() else {
            return found;
        };
        after = *last;
        found.extend(rows);
    }
}

#[tokio::test]
async fn list_count_search_and_single_read_agree_with_the_table() {
    testing::for_each_database(async |db| {
        let mut runner = TestRunner::new_with_rng(
            Config::default(),
            proptest::test_runner::TestRng::deterministic_rng(
                proptest::test_runner::RngAlgorithm::ChaCha,
            ),
        );
        let mut records: Vec<Record> = Vec::new();
        for id in 0..RECORDS {
            let drawn = record().new_tree(&mut runner).unwrap().current();
            records.push(Record { id, ..drawn });
        }
        fill(&db, &records).await;
        let (mut pairs, mut allowed) = (0_u32, 0_u32);
        for _ in 0..TABLES {
            let policy = policy().new_tree(&mut runner).unwrap().current();
            for _ in 0..PERSONS {
                let (person, places) = person().new_tree(&mut runner).unwrap().current();
                let scope = scope(&policy, &person, ACTION, ON, &condition);
                let means: BTreeSet<i64> = records
                    .iter()
                    .filter(|record| means(&policy, &person, &places, record))
                    .map(|record| record.id)
                    .collect();
                let shown = list(&db, &scope).await;
                assert_eq!(shown, means, "list: {policy:?} {person:?} {scope:?}");
                let mut count = select(&scope);
                count.expr(Expr::col(Alias::new("id")).count());
                assert_eq!(
                    numbers(&db, &count).await,
                    [i64::try_from(means.len()).unwrap()],
                    "count: {scope:?}"
                );
                let mut search = select(&scope);
                search
                    .expr(Expr::col(Alias::new("id")))
                    .and_where(Expr::col(Alias::new("words")).like("%夜市%"));
                let found: BTreeSet<i64> = numbers(&db, &search).await.into_iter().collect();
                let expected = records
                    .iter()
                    .filter(|record| record.words.contains("夜市") && means.contains(&record.id));
                assert_eq!(
                    found,
                    expected.map(|record| record.id).collect(),
                    "search: {scope:?}"
                );
                for record in &records {
                    let one = scope.allows(record);
                    assert_eq!(
                        one,
                        means.contains(&record.id),
                        "single read: {record:?} {scope:?}"
                    );
                    allowed += u32::from(one);
                    pairs += 1;
                }
                assert!(
                    !scope.is_empty() || means.is_empty(),
                    "an empty scope shows nothing"
                );
            }
        }
        println!("{pairs} pairs, {allowed} allowed");
        assert!(pairs >= 10_000);
        assert!(
            allowed > pairs / 20 && allowed < pairs * 19 / 20,
            "{allowed} of {pairs}: the sample tells nothing"
        );
    })
    .await;
}

#[test]
fn what_lies_within_a_scope_shows_no_record_outside_it() {
    let mut runner = TestRunner::new_with_rng(
        Config::default(),
        proptest::test_runner::TestRng::deterministic_rng(
            proptest::test_runner::RngAlgorithm::ChaCha,
        ),
    );
    let mut held = 0;
    for _ in 0..20_000 {
        let mut draw = || {
            let (person, _) = person().new_tree(&mut runner).unwrap().current();
            let policy = policy().new_tree(&mut runner).unwrap().current();
            scope(&policy, &person, ACTION, ON, &condition)
        };
        let (inner, outer) = (draw(), draw());
        if inner.is_empty() || outer == Scope::All || !within(&inner, &outer) {
            continue;
        }
        held += 1;
        for _ in 0..20 {
            let record = record().new_tree(&mut runner).unwrap().current();
            assert!(
                !inner.allows(&record) || outer.allows(&record),
                "{inner:?} {outer:?} {record:?}"
            );
        }
    }
    assert!(held > 100, "only {held} pairs lay within one another");
}
