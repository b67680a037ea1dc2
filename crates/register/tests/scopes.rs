//! A list, its pages, its count, a search and a single read agree for every scope, on both databases.

#![allow(clippy::unwrap_used, reason = "a test fails by its panic")]

mod support;

use std::collections::BTreeSet;

use jiff::civil::date;
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;
use register::authority::MergeInto;
use register::{Asking, AuthorityFilter, OfficerFilter};
use store::testing::for_each_database;
use store::{Limit, PageRequest, Scope};
use support::{Room, TODAY, because, clerk};

fn scopes(ids: Vec<String>) -> impl Strategy<Value = Scope> {
    let areas = [
        "990000",
        "990101",
        "990102",
        "990108",
        "990101001",
        "990103002",
        "980000",
    ];
    let leaf = prop_oneof![
        Just(Scope::All),
        Just(Scope::None),
        prop::collection::btree_set(prop::sample::select(ids), 0..20).prop_map(Scope::Authorities),
        prop::sample::select(areas.to_vec()).prop_map(|area| Scope::Area(area.parse().unwrap())),
        Just(Scope::ConfidentialityUpTo(0)),
        Just(Scope::Person {
            person: "虚构".to_owned(),
            role: None
        }),
    ];
    leaf.prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..3).prop_map(Scope::And),
            prop::collection::vec(inner, 0..3).prop_map(Scope::Or),
        ]
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn every_way_of_asking_shows_one_set() {
    for_each_database(async |db| {
        let room = Room::city(db, 80).await;
        let (one, two) = (
            room.authority("YL-S01").await,
            room.authority("YL-S09").await,
        );
        let into = MergeInto::Existing { authority: two };
        let on = date(2026, 6, 1);
        room.register
            .merge_authorities(&clerk(), vec![(one, 1), (two, 1)], into, on, &because("并"))
            .await
            .unwrap();
        let registry = room.register.authorities_known().await.unwrap();
        let authorities: Vec<_> = registry.all().map(|authority| authority.id).collect();
        let mut officers = Vec::new();
        for number in 0..80 {
            officers.push(room.officer(&format!("R{number:06}")).await);
        }
        let strategy = scopes(authorities.iter().map(ToString::to_string).collect());
        let mut runner = TestRunner::deterministic();
        for round in 0..60 {
            let scope = strategy.new_tree(&mut runner).unwrap().current();
            let asking = Asking {
                scope: scope.clone(),
                ..clerk()
            };
            let day = if round % 2 == 0 {
                TODAY
            } else {
                date(2026, 5, 31)
            };
            let mut single = BTreeSet::new();
            for &id in &authorities {
                if room.register.authority(&asking, id, day).await.is_ok() {
                    single.insert(id);
                }
            }
            let filter = AuthorityFilter::on(day);
            assert_eq!(
                listed_authorities(&room, &asking, &filter).await,
                single,
                "{scope:?}"
            );
            assert_eq!(
                room.register
                    .count_authorities(&asking, &filter)
                    .await
                    .unwrap(),
                single.len() as u64
            );
            let searched = AuthorityFilter {
                query: Some("xg".to_owned()),
                ..filter.clone()
            };
            let named = AuthorityFilter {
                query: Some("虚构".to_owned()),
                ..filter
            };
            assert_eq!(
                listed_authorities(&room, &asking, &named).await,
                single,
                "{scope:?}"
            );
            assert_eq!(
                listed_authorities(&room, &asking, &searched).await,
                single,
                "{scope:?}"
            );

            let mut single = BTreeSet::new();
            for &id in &officers {
                if room.register.officer(&asking, id, day).await.is_ok() {
                    single.insert(id);
                }
            }
            let filter = OfficerFilter {
                query: Some("虚构".to_owned()),
                ..OfficerFilter::on(day)
            };
            let mut page = PageRequest::first(Limit::new(7).unwrap());
            let mut listed = BTreeSet::new();
            loop {
                let list = room
                    .register
                    .officers(&asking, &filter, &page)
                    .await
                    .unwrap();
                assert_eq!(list.total, single.len() as u64, "{scope:?}");
                listed.extend(list.rows.iter().map(|row| row.id));
                let Some(next) = list.next else { break };
                page.cursor = Some(next.parse().unwrap());
            }
            assert_eq!(listed, single, "{scope:?}");
        }
    })
    .await;
}

async fn listed_authorities(
    room: &Room,
    asking: &Asking,
    filter: &AuthorityFilter,
) -> BTreeSet<register::AuthorityId> {
    let mut page = PageRequest::first(Limit::new(20).unwrap());
    let mut listed = BTreeSet::new();
    loop {
        let list = room
            .register
            .authorities(asking, filter, &page)
            .await
            .unwrap();
        listed.extend(list.rows.iter().map(|row| row.id));
        let Some(next) = list.next else { return listed };
        page.cursor = Some(next.parse().unwrap());
    }
}
