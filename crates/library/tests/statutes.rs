//! Statutes, versions, provisions and changes as of a day.

#![allow(clippy::unwrap_used, reason = "a test fails by its panic")]

mod support;

use jiff::civil::{Date, date};
use law::StatuteKey;
use library::view::{ChangeKind, ProvisionChangeKind, VersionState};
use library::{ChangeFilter, Explained, StatuteFilter, VersionChoice};
use store::testing::for_each_database;
use store::{Limit, PageRequest};
use support::{COLLECTION, Room, sample_pack};

fn lanterns() -> StatuteKey {
    "云麓市灯会管理条例".parse().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_statute_is_what_it_was_on_the_day() {
    for_each_database(async |db| {
        let room = Room::open(db).await;
        room.import(&room.source(&COLLECTION)).await;
        let on = async |day: Date| {
            let detail = room.library.statute(&lanterns(), Some(day)).await.unwrap();
            (detail.facts.version.to_string(), detail.facts.state)
        };
        let old = "2019-03-01".to_owned();
        let new = "2023-03-01".to_owned();
        assert_eq!(
            on(date(2019, 5, 31)).await,
            (old.clone(), VersionState::NotYetInForce)
        );
        assert_eq!(
            on(date(2019, 6, 1)).await,
            (old.clone(), VersionState::InForce)
        );
        assert_eq!(on(date(2023, 5, 31)).await, (old, VersionState::InForce));
        assert_eq!(on(date(2023, 6, 1)).await, (new, VersionState::InForce));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn states_follow_from_catalogue_and_versions() {
    for_each_database(async |db| {
        let room = Room::open(db).await;
        room.import(&sample_pack()).await;
        let list = room
            .library
            .statutes(&StatuteFilter::default(), &PageRequest::default())
            .await
            .unwrap();
        let state = |key: &str| {
            list.rows
                .iter()
                .find(|row| row.facts.key.as_str() == key)
                .unwrap()
                .facts
                .state
        };
        assert_eq!(state("云麓市户外广告设施管理办法"), VersionState::Repealed);
        assert_eq!(state("云麓市建筑垃圾管理条例"), VersionState::NotYetInForce);
        assert_eq!(state("云麓市市容和环境卫生管理条例"), VersionState::InForce);
        let repealed = StatuteFilter {
            state: Some(VersionState::Repealed),
            ..StatuteFilter::default()
        };
        let list = room
            .library
            .statutes(&repealed, &PageRequest::default())
            .await
            .unwrap();
        assert_eq!(list.total, Some(1));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_repealed_statute_ends_where_the_one_that_repeals_it_begins() {
    const OLD: &str = "# 云麓市灯会管理办法\n\n2012年5月8日 云麓市人民政府公布\n\n<!-- INFO END -->\n\n\
        第一条 办灯会应当安全。\n\n第二条 本办法自2012年7月1日起施行。\n";
    const NEW: &str = "# 云麓市灯会管理条例\n\n2024年1月5日 云麓市人民代表大会常务委员会通过\n\n<!-- INFO END -->\n\n\
        第一条 办灯会应当安全。\n\n第二条 本条例自2024年3月1日起施行。《云麓市灯会管理办法》同时废止。\n";
    const CATALOGUE: &str = "region,name,level,publish,valid_from,expired\n\
        云麓,云麓市灯会管理办法,部门规章,2012-05-08,2012-07-01,1\n\
        云麓,云麓市灯会管理条例,地方性法规,2024-01-05,2024-03-01,0\n";
    let old_file = "云麓市灯会管理办法(2012-05-08).md";
    for_each_database(async |db| {
        let room = Room::open(db).await;
        let key: StatuteKey = "云麓市灯会管理办法".parse().unwrap();
        let state = async |day: Date| {
            let statute = room.library.statute(&key, Some(day)).await.unwrap();
            statute.facts.state
        };
        let alone = room.source(&[("catalogue.csv", CATALOGUE), (old_file, OLD)]);
        let report = room.import(&alone).await;
        let codes: Vec<&str> = report
            .findings
            .iter()
            .map(|one| one.code.as_str())
            .collect();
        assert!(codes.contains(&"repeal_day_unknown"), "{codes:?}");
        assert_eq!(state(date(2020, 1, 1)).await, VersionState::Repealed);

        support::write(&alone, &[("云麓市灯会管理条例(2024-01-05).md", NEW)]);
        let report = room.import(&alone).await;
        assert!(
            report
                .findings
                .iter()
                .all(|one| one.code != "repeal_day_unknown")
        );
        assert_eq!(state(date(2024, 2, 29)).await, VersionState::InForce);
        assert_eq!(state(date(2024, 3, 1)).await, VersionState::Repealed);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_of_statutes_have_no_gap() {
    for_each_database(async |db| {
        let room = Room::open(db).await;
        room.import(&sample_pack()).await;
        let mut page = PageRequest::first(Limit::new(2).unwrap());
        let mut keys = Vec::new();
        loop {
            let list = room
                .library
                .statutes(&StatuteFilter::default(), &page)
                .await
                .unwrap();
            keys.extend(list.rows.into_iter().map(|row| row.facts.key));
            let Some(next) = list.next else { break };
            page.cursor = Some(next.parse().unwrap());
        }
        assert_eq!(keys.len(), 6);
        assert!(keys.is_sorted());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_text_has_its_citations_resolved_as_of_the_day() {
    for_each_database(async |db| {
        let room = Room::open(db).await;
        room.import(&room.source(&COLLECTION)).await;
        let markets: StatuteKey = "云麓市夜市管理条例".parse().unwrap();
        let targets = async |day: Date| {
            let text = room
                .library
                .version_text(&markets, VersionChoice::On(day), Some(day))
                .await
                .unwrap();
            let paragraph = &text.articles[1].paragraphs[0];
            assert_eq!(paragraph.citations[0].text, "《云麓市灯会管理条例》第二条");
            assert_eq!(
                paragraph.citations[0].start,
                "夜市内举办灯会的，适用".chars().count() as u32
            );
            paragraph.citations[0].targets.clone()
        };
        assert_eq!(
            targets(date(2021, 1, 1)).await,
            ["law/云麓市灯会管理条例@2019-03-01#2"]
        );
        assert_eq!(
            targets(date(2024, 1, 1)).await,
            ["law/云麓市灯会管理条例@2023-03-01#2"]
        );
        let text = room
            .library
            .version_text(&markets, VersionChoice::On(date(2024, 1, 1)), None)
            .await
            .unwrap();
        let missing = &text.articles[4].paragraphs[0].citations[0];
        assert!(!missing.resolved && missing.reason.is_some(), "{missing:?}");
        assert!(
            text.findings
                .iter()
                .any(|finding| finding.code == "unresolved_citation"),
            "{:?}",
            text.findings
        );
        assert!(!text.articles[3].items.is_empty());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_provision_is_found_by_citation_or_address_with_what_cites_it() {
    for_each_database(async |db| {
        let room = Room::open(db).await;
        room.import(&room.source(&COLLECTION)).await;
        let find = async |citation: &str, day| room.library.provision(citation, Some(day)).await;
        let found = find("《云麓市灯会管理条例》第二条", date(2024, 1, 1))
            .await
            .unwrap();
        assert_eq!(found.address, "law/云麓市灯会管理条例@2023-03-01#2");
        assert_eq!(
            (found.label.as_str(), found.text.as_str()),
            ("第二条", "举办灯会应当向市灯会主管部门备案。")
        );
        assert_eq!(found.canonical, "《云麓市灯会管理条例》第二条");
        let by: Vec<_> = found.cited_by.iter().map(|by| by.label.as_str()).collect();
        assert!(by.contains(&"《云麓市夜市管理条例》第二条"), "{by:?}");
        let old = find("law/云麓市灯会管理条例@2019-03-01#3.1", date(2024, 1, 1))
            .await
            .unwrap();
        assert_eq!((old.state, old.items.len()), (VersionState::Superseded, 1));
        let code =
            async |citation: &str| find(citation, date(2024, 1, 1)).await.unwrap_err().code();
        assert_eq!(
            code("《云麓市灯会管理条例》第九十条").await,
            "library.provision_not_found"
        );
        assert_eq!(
            code("《云麓市无名条例》第一条").await,
            "library.statute_not_found"
        );
        assert_eq!(code("你好").await, "library.citation_unreadable");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_versions_are_compared_with_the_items_they_touch() {
    for_each_database(async |db| {
        let room = Room::open(db).await;
        room.import(&room.source(&COLLECTION)).await;
        let (from, to) = ("2019-03-01".parse().unwrap(), "2023-03-01".parse().unwrap());
        let found = room.library.compare(&lanterns(), from, to).await.unwrap();
        assert_eq!((found.summary.added, found.summary.removed), (2, 0));
        assert_eq!(found.summary.unchanged, 2);
        let fine = found
            .changes
            .iter()
            .find(|change| change.kind == ProvisionChangeKind::Changed)
            .unwrap();
        assert!(
            fine.segments
                .iter()
                .any(|segment| segment.text.contains('二')),
            "{fine:?}"
        );
        assert!(
            found
                .items
                .iter()
                .any(|item| item.version == from && item.behaviour.contains("未备案"))
        );
        let unknown = room
            .library
            .compare(&lanterns(), from, law::VersionKey::Undated)
            .await
            .unwrap_err();
        assert_eq!(unknown.code(), "library.version_not_found");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_changed_between_two_days_is_listed_with_the_items_it_touches() {
    for_each_database(async |db| {
        let room = Room::open(db).await;
        room.import(&room.source(&COLLECTION)).await;
        let filter = ChangeFilter {
            from: date(2020, 1, 1),
            to: date(2023, 6, 1),
        };
        let list = room
            .library
            .changes(filter, &PageRequest::default())
            .await
            .unwrap();
        let rows: Vec<_> = list
            .rows
            .iter()
            .map(|row| (row.on, row.kind, row.key.as_str()))
            .collect();
        assert_eq!(
            rows,
            [
                (
                    date(2020, 7, 1),
                    ChangeKind::CameIntoForce,
                    "云麓市夜市管理条例"
                ),
                (
                    date(2023, 6, 1),
                    ChangeKind::CameIntoForce,
                    "云麓市灯会管理条例"
                ),
            ]
        );
        assert!(list.rows[1].items_touched >= 1);
        let shorter = ChangeFilter {
            to: date(2023, 5, 31),
            ..filter
        };
        assert_eq!(
            room.library
                .changes(shorter, &PageRequest::default())
                .await
                .unwrap()
                .total,
            Some(1)
        );
    })
    .await;
}
