//! From a new version of a statute to the open cases that rest on the old one, on both databases.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use std::collections::BTreeSet;
use std::sync::Arc;

use casework::CaseFilter;
use jiff::civil::date;
use library::ItemId;
use library::powers::{Asking, CaseCounter, ImpactRequest, Powers};
use serde_json::json;
use store::testing::for_each_database;
use store::{PageRequest, Scope};

use support::{Officer, Room, act, head, law, lead, officer, reported};

fn statute(version: &str, fine: &str) -> String {
    format!(
        "# 云麓市风筝管理条例

2019年3月1日 云麓市人民代表大会常务委员会通过
{version}
<!-- INFO END -->

第一条 为了规范放风筝，制定本条例。

第三条 违反本条例规定，在禁放区放风筝的，由城市管理部门责令改正，处{fine}罚款。

第四条 本条例自2019年6月1日起施行。
"
    )
}

async fn case_on(room: &Room, who: &Officer, item: &str) -> casework::Done {
    let mut new = lead();
    new.first.states.insert("item".to_owned(), item.into());
    new.first = reported("2026-11-21T09:00:00", new.first);
    let done = room.casework.open_case(&officer(who), &new, None).await;
    done.unwrap()
}

async fn open_cases(powers: &Powers, item: ItemId, cases: Option<Scope>) -> Option<u64> {
    let request = ImpactRequest {
        statute: "云麓市风筝管理条例".parse().unwrap(),
        from: "2019-03-01".parse().unwrap(),
        to: "2026-11-01".parse().unwrap(),
        article: None,
        as_of: date(2026, 11, 24),
        cases,
    };
    let impact = powers
        .impact(&Asking::program("test"), &request, None)
        .await;
    let impact = impact.unwrap();
    let touched = impact.items.iter().find(|touched| touched.item.id == item);
    touched.expect("the article changed").open_cases
}

#[tokio::test(flavor = "multi_thread")]
async fn a_changed_article_reaches_the_open_cases_of_the_scope() {
    for_each_database(async |db| {
        let room = Room::open(db).await;
        let library = room.powers.library();
        let old = statute("", "一百元以上五百元以下");
        let folder = room.folder.path();
        law::import(library, folder, "云麓市风筝管理条例(2019-03-01).md", &old).await;
        let address = "law/云麓市风筝管理条例@2019-03-01#3.1";
        let item = law::adopted(library, address).await.id;
        let (one, other) = room.strangers();
        let first = case_on(&room, &one, &item.to_string()).await;
        let second = case_on(&room, &one, &item.to_string()).await;
        case_on(&room, &other, &item.to_string()).await;
        case_on(&room, &one, "另一事项").await;

        let passed = "\n2026年11月1日 云麓市人民代表大会常务委员会修订\n";
        let new = statute(passed, "五十元以上二百元以下");
        law::import(library, folder, "云麓市风筝管理条例(2026-11-01).md", &new).await;
        let uncounted = open_cases(&room.powers, item, Some(Scope::All)).await;
        assert_eq!(uncounted, None, "without a counter nothing is known");
        let powers = room
            .powers
            .clone()
            .counting(Arc::new(room.casework.clone()));
        let own = head(&one);
        let count = async |scope| open_cases(&powers, item, scope).await;
        assert_eq!(count(Some(Scope::All)).await, Some(3));
        assert_eq!(count(Some(own.scope.clone())).await, Some(2));
        assert_eq!(count(Some(officer(&other).scope)).await, Some(1));
        assert_eq!(
            count(Some(Scope::Authorities(BTreeSet::new()))).await,
            Some(0)
        );
        assert_eq!(count(None).await, None);

        let filter = CaseFilter {
            item: Some(item.to_string()),
            open: Some(true),
            ..CaseFilter::default()
        };
        let page = PageRequest::default();
        let which = room.casework.cases(&own, &filter, &page);
        let which = which.await.unwrap();
        let ids: BTreeSet<_> = which.rows.iter().map(|row| row.id.clone()).collect();
        assert_eq!(ids, [first.id.to_string(), second.id.to_string()].into());

        let closed = act("refuse_filing", json!({"reason": "虚构"}));
        let closed = reported("2026-11-22T09:00:00", closed);
        let closed = room
            .casework
            .do_act(&officer(&one), first.id, 1, &closed, None)
            .await;
        closed.unwrap();
        let rows = room.casework.cases(&own, &filter, &page);
        let left = rows.await.unwrap().rows.len() as u64;
        assert_eq!(count(Some(own.scope.clone())).await, Some(left));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn items_with_cases_are_those_of_the_days_asked_for() {
    for_each_database(async |db| {
        let room = Room::open(db).await;
        let (one, _) = room.strangers();
        let item = ItemId::try_from(uuid::Uuid::from_u128(7)).unwrap();
        case_on(&room, &one, &item.to_string()).await;
        case_on(&room, &one, "不是本库的事项").await;
        let days = async |from: i8, to: i8| {
            let counter: &dyn CaseCounter = &room.casework;
            let (from, to) = (date(2026, 11, from), date(2026, 11, to));
            counter.items_with_cases(from, to).await.unwrap()
        };
        assert_eq!(days(21, 21).await, [item].into());
        assert_eq!(days(1, 24).await, [item].into());
        assert_eq!(days(22, 24).await, [].into());
        assert_eq!(days(1, 20).await, [].into());
    })
    .await;
}
