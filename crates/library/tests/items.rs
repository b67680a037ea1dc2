//! Items: ids that stay, acts of persons, pages, filters.

#![allow(clippy::unwrap_used, reason = "a test fails by its panic")]

mod support;

use library::view::{Act, ItemState, LineageRelation, MachineReading};
use library::{Explained, ItemError, ItemFilter, ItemId, SeenItem};
use store::testing::for_each_database;
use store::{Limit, PageRequest};
use support::{COLLECTION, LANTERNS_2019, Room, deed, sample_pack};

const LANTERNS: &str = "地方性法规/云麓/云麓市灯会管理条例(2019-03-01).md";

/// The penalty of article 3 of the lanterns of 2019.
async fn unregistered(room: &Room) -> ItemId {
    let items = room.items().await;
    let found = items.iter().find(|item| {
        item.address == "law/云麓市灯会管理条例@2019-03-01#3.1"
            && item.kind == law::ItemKind::Penalty
    });
    found.unwrap_or_else(|| panic!("{items:#?}")).id
}

#[tokio::test(flavor = "multi_thread")]
async fn an_item_shows_what_it_rests_on() {
    for_each_database(async |db| {
        let room = Room::open(db).await;
        room.import(&room.source(&COLLECTION)).await;
        let item = room.library.item(unregistered(&room).await).await.unwrap();
        assert_eq!(item.row.summary, "责令改正；罚款1000—5000元");
        assert_eq!(item.row.label, "第三条第一款");
        assert_eq!((item.row.state, item.row.revision), (ItemState::Read, 1));
        assert!(!item.row.in_force, "a later version is in force");
        let labels: Vec<_> = item
            .provisions
            .iter()
            .map(|provision| provision.label.as_str())
            .collect();
        assert!(
            labels.contains(&"第三条") && labels.contains(&"第二条"),
            "{labels:?}"
        );
        assert_eq!(
            item.history
                .iter()
                .map(|entry| entry.act)
                .collect::<Vec<_>>(),
            [Act::Read]
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_correction_survives_reading_the_statute_again() {
    for_each_database(async |db| {
        let room = Room::open(db).await;
        let source = room.source(&COLLECTION);
        room.import(&source).await;
        let id = unregistered(&room).await;
        let mut record = room.library.item(id).await.unwrap().record;
        let read = record.clone();
        record.behaviour = "举办灯会未向主管部门备案".to_owned();
        let corrected = room
            .library
            .correct_item(id, &record, &deed(1))
            .await
            .unwrap();
        assert_eq!(
            (corrected.row.revision, corrected.row.state),
            (2, ItemState::Reviewed)
        );
        assert_eq!(corrected.machine_record, Some(read.clone()));

        let text = LANTERNS_2019.replace("五千元以下", "八千元以下");
        support::write(&source, &[(LANTERNS, &text)]);
        room.import(&source).await;
        let after = room.library.item(id).await.unwrap();
        assert_eq!(after.record, record);
        assert_eq!(after.machine_reading, MachineReading::Differs);
        let fine = &after.machine_record.unwrap().tiers[0].measures[1];
        assert_eq!(fine.fine.as_ref().unwrap().max.unwrap().to_string(), "8000");
        assert_eq!(after.row.revision, 2);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_item_that_nobody_touched_follows_the_machine_under_its_id() {
    for_each_database(async |db| {
        let room = Room::open(db).await;
        let source = room.source(&COLLECTION);
        room.import(&source).await;
        let id = unregistered(&room).await;
        let text = LANTERNS_2019
            .replace("五千元以下", "八千元以下")
            .replace("举办灯会未备案的", "举办灯会活动未备案的");
        support::write(&source, &[(LANTERNS, &text)]);
        room.import(&source).await;
        let after = room.library.item(id).await.unwrap();
        assert_eq!(after.row.summary, "责令改正；罚款1000—8000元");
        assert_eq!(
            after
                .history
                .iter()
                .map(|entry| entry.act)
                .collect::<Vec<_>>(),
            [Act::Read, Act::Reread]
        );
        let fields: Vec<_> = after.history[1]
            .changes
            .iter()
            .map(|change| change.field.as_str())
            .collect();
        assert!(fields.contains(&"tiers"), "{fields:?}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_item_that_is_read_no_longer_stays_only_if_a_person_touched_it() {
    for_each_database(async |db| {
        let room = Room::open(db).await;
        let source = room.source(&COLLECTION);
        room.import(&source).await;
        let id = unregistered(&room).await;
        room.library.adopt_item(id, &deed(1)).await.unwrap();
        let without = LANTERNS_2019.replace(
            "由市灯会主管部门责令改正，处一千元以上五千元以下罚款",
            "依法处理",
        );
        support::write(&source, &[(LANTERNS, &without)]);
        room.import(&source).await;
        let after = room.library.item(id).await.unwrap();
        assert_eq!(
            (after.machine_reading, after.row.state),
            (MachineReading::Gone, ItemState::Adopted)
        );

        support::write(&source, &[(LANTERNS, LANTERNS_2019)]);
        room.import(&source).await;
        let again = room.library.item(id).await.unwrap();
        assert_eq!(again.machine_reading, MachineReading::Same);
        let same = room
            .items()
            .await
            .into_iter()
            .filter(|item| item.address == again.row.address && item.kind == again.row.kind);
        assert_eq!(same.count(), 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_saw_an_older_revision_is_refused() {
    for_each_database(async |db| {
        let room = Room::open(db).await;
        room.import(&room.source(&COLLECTION)).await;
        let id = unregistered(&room).await;
        room.library.review_item(id, &deed(1)).await.unwrap();
        let refused = room.library.adopt_item(id, &deed(1)).await.unwrap_err();
        assert!(
            matches!(refused, ItemError::Changed { seen: 1, is: 2 }),
            "{refused}"
        );
        assert_eq!(refused.code(), "library.item_changed");
        let adopted = room.library.adopt_item(id, &deed(2)).await.unwrap();
        assert_eq!(adopted.row.revision, 3);
        let acts: Vec<_> = adopted
            .history
            .iter()
            .map(|entry| (entry.act, entry.actor.as_str()))
            .collect();
        assert_eq!(
            acts,
            [
                (Act::Read, ""),
                (Act::Reviewed, "王小云"),
                (Act::Adopted, "王小云")
            ]
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_acts_at_one_time_one_is_refused() {
    for_each_database(async |db| {
        let room = Room::open(db).await;
        room.import(&room.source(&COLLECTION)).await;
        let id = unregistered(&room).await;
        let (seen_by_one, seen_by_other) = (deed(1), deed(1));
        let (one, other) = tokio::join!(
            Box::pin(room.library.review_item(id, &seen_by_one)),
            Box::pin(room.library.withdraw_item(id, &seen_by_other)),
        );
        assert!(one.is_ok() != other.is_ok(), "{one:?} {other:?}");
        assert_eq!(room.library.item(id).await.unwrap().row.revision, 2);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_withdrawn_is_neither_listed_nor_found_nor_acted_upon() {
    for_each_database(async |db| {
        let room = Room::open(db).await;
        room.import(&room.source(&COLLECTION)).await;
        let id = unregistered(&room).await;
        let query = ItemFilter {
            query: Some("灯会未备案".to_owned()),
            as_of: Some(jiff::civil::date(2020, 1, 1)),
            ..ItemFilter::default()
        };
        let found = async || {
            room.library
                .items(&query, &PageRequest::default())
                .await
                .unwrap()
                .rows
        };
        assert!(found().await.iter().any(|item| item.id == id));
        room.library.withdraw_item(id, &deed(1)).await.unwrap();
        assert!(found().await.iter().all(|item| item.id != id));
        assert!(room.items().await.iter().all(|item| item.id != id));
        let refused = room.library.adopt_item(id, &deed(2)).await.unwrap_err();
        assert_eq!(refused.code(), "library.act_refused");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_split_withdraws_the_whole_and_a_merger_the_parts() {
    for_each_database(async |db| {
        let room = Room::open(db).await;
        let source = room.source(&COLLECTION);
        room.import(&source).await;
        let id = unregistered(&room).await;
        let record = room.library.item(id).await.unwrap().record;
        let parts = ["举办灯会未备案", "变更灯会未备案"].map(|behaviour| law::EnforcementItem {
            behaviour: behaviour.to_owned(),
            ..record.clone()
        });
        let made = room.library.split_item(id, &parts, &deed(1)).await.unwrap();
        assert_eq!(made.len(), 2);
        assert_eq!(made[1].row.behaviour, "变更灯会未备案");
        assert_eq!(made[0].lineage[0].relation, LineageRelation::SplitFrom);
        assert_eq!(
            room.library.item(id).await.unwrap().row.state,
            ItemState::Withdrawn
        );

        let seen = |revision| {
            [&made[0], &made[1]].map(|part| SeenItem {
                id: part.row.id,
                revision,
            })
        };
        let merged = async |revision| {
            room.library
                .merge_items(&seen(revision), &record, &deed(0))
                .await
        };
        assert_eq!(merged(2).await.unwrap_err().code(), "library.item_changed");
        let whole = merged(1).await.unwrap();
        assert_eq!(whole.lineage.len(), 2);
        let before = room.items().await;
        support::write(
            &source,
            &[(LANTERNS, &LANTERNS_2019.replace("规范", "管理"))],
        );
        room.import(&source).await;
        assert_eq!(
            room.items().await,
            before,
            "the machine does not bring back what a person split"
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_record_that_fits_no_provision_is_refused() {
    for_each_database(async |db| {
        let room = Room::open(db).await;
        room.import(&room.source(&COLLECTION)).await;
        let id = unregistered(&room).await;
        let record = room.library.item(id).await.unwrap().record;
        let refused = async |record: law::EnforcementItem| {
            room.library
                .correct_item(id, &record, &deed(1))
                .await
                .unwrap_err()
        };
        let elsewhere = law::EnforcementItem {
            article: law::ArticleNumber::new(99),
            ..record.clone()
        };
        assert!(matches!(refused(elsewhere).await, ItemError::Record(_)));
        let empty = law::EnforcementItem {
            behaviour: " ".to_owned(),
            ..record.clone()
        };
        assert!(matches!(refused(empty).await, ItemError::Record(_)));
        assert!(matches!(refused(record).await, ItemError::Unchanged));
        let unsigned = library::Deed {
            reason: " ".to_owned(),
            ..deed(1)
        };
        assert!(matches!(
            room.library.review_item(id, &unsigned).await.unwrap_err(),
            ItemError::Unsigned
        ));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_of_items_have_no_gap_and_no_double() {
    for_each_database(async |db| {
        let room = Room::open(db).await;
        room.import(&sample_pack()).await;
        let all: Vec<_> = room.items().await.into_iter().map(|item| item.id).collect();
        let mut page = PageRequest::first(Limit::new(7).unwrap());
        let mut paged = Vec::new();
        loop {
            let list = room
                .library
                .items(&ItemFilter::default(), &page)
                .await
                .unwrap();
            assert_eq!(list.total, Some(all.len() as u64));
            paged.extend(list.rows.into_iter().map(|item| item.id));
            let Some(next) = list.next else { break };
            page.cursor = Some(next.parse().unwrap());
        }
        assert_eq!(paged, all);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn list_facets_and_export_count_the_same_items() {
    for_each_database(async |db| {
        let room = Room::open(db).await;
        room.import(&sample_pack()).await;
        let filter = ItemFilter {
            kind: Some(law::ItemKind::Penalty),
            as_of: Some(jiff::civil::date(2023, 1, 1)),
            ..ItemFilter::default()
        };
        let list = room
            .library
            .items(&filter, &PageRequest::first(Limit::new(200).unwrap()))
            .await
            .unwrap();
        let facets = room.library.facets(&filter).await.unwrap();
        let (exported, _) = room.library.export_items(&filter, None).await.unwrap();
        let counted: u64 = facets.kinds.iter().map(|facet| facet.count).sum();
        assert!(list.rows.iter().all(|item| item.in_force), "{list:#?}");
        assert_eq!(
            (list.total, counted, exported.len() as u64),
            (Some(counted), counted, counted)
        );
        assert!(counted > 10);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_item_is_followed_into_the_next_version_under_another_number() {
    for_each_database(async |db| {
        let room = Room::open(db).await;
        room.import(&room.source(&COLLECTION)).await;
        let old = room.library.item(unregistered(&room).await).await.unwrap();
        assert_eq!(old.lineage.len(), 1, "{:?}", old.lineage);
        assert_eq!(old.lineage[0].relation, LineageRelation::NextVersion);
        let new = room.library.item(old.lineage[0].id).await.unwrap();
        assert_eq!(new.row.address, "law/云麓市灯会管理条例@2023-03-01#4.1");
        assert_eq!(new.lineage[0].relation, LineageRelation::PreviousVersion);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn reading_everything_anew_keeps_ids_and_what_persons_made() {
    for_each_database(async |db| {
        let room = Room::open(db).await;
        room.import(&sample_pack()).await;
        let before = room.items().await;
        room.library
            .adopt_item(before[0].id, &deed(1))
            .await
            .unwrap();
        let source = library::import::ImportSource::at(sample_pack()).anew();
        let report = room
            .library
            .import(&source, "测试", &library::import::Silent)
            .await
            .unwrap();
        assert_eq!(report.run.versions, 7);
        let after = room.items().await;
        let ids =
            |items: &[library::view::ItemRow]| items.iter().map(|item| item.id).collect::<Vec<_>>();
        assert_eq!(ids(&after), ids(&before));
        let adopted = room.library.item(before[0].id).await.unwrap();
        assert_eq!(
            (adopted.row.state, adopted.machine_reading),
            (ItemState::Adopted, MachineReading::Same)
        );
        assert_eq!(
            room.library.search_index().documents(),
            room.library
                .status()
                .await
                .map(|status| status.articles + status.items)
                .unwrap()
        );
    })
    .await;
}
