//! Acts come onto the record with their transaction, once, and in order.

#![allow(clippy::unwrap_used, reason = "a test fails by its panic")]

mod support;

use std::sync::Arc;

use futures::FutureExt;
use futures::future::join_all;
use record::{ActFilter, Actor, AppendError, Record, Subject};
use serde_json::json;
use store::testing::for_each_database;
use store::{DatabaseKind, Limit, PageRequest, StoreError};
use support::{HandClock, act, append, person, record_on};

async fn count(record: &Record) -> usize {
    let page = PageRequest::first(Limit::new(200).unwrap());
    let acts = record.acts(&ActFilter::default(), &page).await.unwrap();
    acts.acts.len()
}

#[tokio::test]
async fn an_act_is_read_as_it_was_appended() {
    for_each_database(async |db| {
        let record = record_on(&db).await;
        let mut new = act("a");
        new.case = Some("case-1".to_owned());
        new.happened_at = Some("2026-11-20T01:02:03.456789Z".parse().unwrap());
        new.party_blocks = vec![person("王小云"), person("李四方")];
        let receipt = append(&record, new.clone()).await.unwrap();
        let read = record.act(receipt.entry).await.unwrap();
        assert_eq!(read.digest, receipt.digest);
        assert_eq!((&read.kind, &read.actor), (&new.kind, &new.actor));
        assert_eq!((&read.subject, &read.case), (&new.subject, &new.case));
        assert_eq!(read.data, new.data);
        assert!(read.is_reported && !read.clock_held);
        assert_eq!(read.happened_at.to_string(), "2026-11-20T01:02:03.456Z");
        assert_eq!(read.recorded_at.to_string(), support::NOW);
        assert_eq!(read.index, None);
        let opened = record.opened(receipt.entry).await.unwrap();
        let leaf = opened.leaf().unwrap();
        let digest = ledger::Commitment(ledger::Hash::of_leaf(&leaf.encode()).0);
        assert_eq!(digest.to_string(), receipt.digest);
        assert!(!format!("{read:?}").contains("王小云"));
    })
    .await;
}

#[tokio::test]
async fn the_same_key_of_the_same_actor_is_one_act() {
    for_each_database(async |db| {
        let record = record_on(&db).await;
        let mut new = act("a");
        new.idempotency_key = Some("key-1".to_owned());
        new.party_blocks = vec![person("王小云")];
        let first = append(&record, new.clone()).await.unwrap();
        // Also after a restart.
        let record = record_on(&db).await;
        let again = append(&record, new.clone()).await.unwrap();
        assert!(again.repeated && !first.repeated);
        assert_eq!((again.entry, &again.digest), (first.entry, &first.digest));
        assert_eq!(count(&record).await, 1);
        let mut other = new.clone();
        other.data = json!({"name": "另一个"});
        let refused = append(&record, other).await.unwrap_err();
        assert_eq!(refused.code(), "record.key_reused");
        let mut other = new.clone();
        other.party_blocks = vec![person("李四方")];
        let refused = append(&record, other).await.unwrap_err();
        assert!(matches!(refused, AppendError::KeyReused { entry } if entry == first.entry));
        let mut elsewhere = new;
        elsewhere.actor = Actor::System {
            name: "import".to_owned(),
        };
        assert!(!append(&record, elsewhere).await.unwrap().repeated);
        assert_eq!(count(&record).await, 2);
    })
    .await;
}

#[tokio::test]
async fn submissions_of_one_key_at_one_moment_are_one_act() {
    for_each_database(async |db| {
        let record = record_on(&db).await;
        let mut new = act("a");
        new.idempotency_key = Some("key-1".to_owned());
        let all = join_all((0..12).map(|_| append(&record, new.clone()))).await;
        let all: Vec<_> = all.into_iter().map(Result::unwrap).collect();
        assert_eq!(all.iter().filter(|receipt| !receipt.repeated).count(), 1);
        assert!(all.iter().all(|receipt| receipt.entry == all[0].entry));
        assert_eq!(count(&record).await, 1);
    })
    .await;
}

#[tokio::test]
async fn an_operation_that_fails_or_panics_leaves_nothing_and_harms_no_other() {
    for_each_database(async |db| {
        let record = record_on(&db).await;
        let tasks = (0..60_u32).map(|number| {
            let record = record.clone();
            tokio::spawn(async move {
                let inner = record.clone();
                record
                    .write(move |tx| {
                        async move {
                            inner.append(tx, act(&format!("s{number}"))).await?;
                            match number % 3 {
                                0 => Ok(number),
                                1 => Err(AppendError::NotObject),
                                _ => panic!("as the test wants"),
                            }
                        }
                        .boxed()
                    })
                    .await
            })
        });
        let results = join_all(tasks).await;
        for (number, result) in results.into_iter().enumerate() {
            match number % 3 {
                0 => assert_eq!(result.unwrap().unwrap() as usize, number),
                1 => assert!(matches!(result.unwrap(), Err(AppendError::NotObject))),
                _ => assert!(result.unwrap_err().is_panic()),
            }
        }
        let page = PageRequest::first(Limit::new(200).unwrap());
        let acts = record
            .acts(&ActFilter::default(), &page)
            .await
            .unwrap()
            .acts;
        assert_eq!(acts.len(), 20);
        for act in acts {
            let number: u32 = act.subject.id[1..].parse().unwrap();
            assert_eq!(number % 3, 0);
        }
    })
    .await;
}

#[tokio::test]
async fn a_full_disk_refuses_and_acknowledges_nothing() {
    for_each_database(async |db| {
        if db.kind() != DatabaseKind::Sqlite {
            return;
        }
        let record = record_on(&db).await;
        append(&record, act("before")).await.unwrap();
        let limit = "PRAGMA max_page_count = 1";
        pragma(&record, limit).await;
        let mut big = act("big");
        big.data = json!({"text": "字".repeat(100_000)});
        let all = join_all((0..20).map(|_| append(&record, big.clone()))).await;
        for refused in all {
            let error = refused.unwrap_err();
            assert!(error.to_string().contains("full"), "{error}");
        }
        assert_eq!(count(&record).await, 1);
        pragma(&record, "PRAGMA max_page_count = 1073741823").await;
        append(&record, act("after")).await.unwrap();
        assert_eq!(count(&record).await, 2);
    })
    .await;
}

async fn pragma(record: &Record, sql: &'static str) {
    use store::sea_orm::ConnectionTrait;
    let done: Result<(), StoreError> = record
        .write(move |tx| {
            async move {
                tx.execute_unprepared(sql).await?;
                Ok(())
            }
            .boxed()
        })
        .await;
    done.unwrap();
}

#[tokio::test]
async fn time_on_the_record_never_goes_back_also_after_a_restart() {
    for_each_database(async |db| {
        let clock = HandClock::new();
        let record = Record::open(db.clone(), Arc::clone(&clock) as _)
            .await
            .unwrap();
        append(&record, act("a")).await.unwrap();
        clock.forward(-5_000);
        append(&record, act("b")).await.unwrap();
        let record = Record::open(db.clone(), Arc::clone(&clock) as _)
            .await
            .unwrap();
        append(&record, act("c")).await.unwrap();
        clock.forward(9_000);
        append(&record, act("d")).await.unwrap();
        let page = PageRequest::default();
        let acts = record
            .acts(&ActFilter::default(), &page)
            .await
            .unwrap()
            .acts;
        let held: Vec<bool> = acts.iter().map(|act| act.clock_held).collect();
        assert_eq!(held, [false, true, true, false]);
        assert!(acts.is_sorted_by_key(|act| act.recorded_at));
    })
    .await;
}

#[tokio::test]
async fn acts_are_found_by_subject_case_actor_and_kind_a_page_at_a_time() {
    for_each_database(async |db| {
        let record = record_on(&db).await;
        for number in 0..7 {
            let mut new = act(if number % 2 == 0 { "even" } else { "odd" });
            new.case = (number < 3).then(|| "case-1".to_owned());
            new.data = json!({"number": number});
            append(&record, new).await.unwrap();
        }
        let even = ActFilter {
            subject: Some(Subject {
                kind: "authority".to_owned(),
                id: "even".to_owned(),
            }),
            ..ActFilter::default()
        };
        let mut page = PageRequest::first(Limit::new(3).unwrap());
        let first = record.acts(&even, &page).await.unwrap();
        page.cursor = first.next;
        let second = record.acts(&even, &page).await.unwrap();
        let numbers = first.acts.iter().chain(&second.acts);
        let numbers: Vec<i64> = numbers
            .map(|act| act.data["number"].as_i64().unwrap())
            .collect();
        assert_eq!(numbers, [0, 2, 4, 6]);
        assert_eq!(second.next, None);
        let of = async |filter: ActFilter| {
            let page = PageRequest::default();
            record.acts(&filter, &page).await.unwrap().acts.len()
        };
        let case = Some("case-1".to_owned());
        assert_eq!(
            of(ActFilter {
                case,
                ..ActFilter::default()
            })
            .await,
            3
        );
        let kinds = vec!["case.filed".parse().unwrap()];
        assert_eq!(
            of(ActFilter {
                kinds,
                ..ActFilter::default()
            })
            .await,
            0
        );
        let actor = Some(act("x").actor);
        assert_eq!(
            of(ActFilter {
                actor,
                ..ActFilter::default()
            })
            .await,
            7
        );
    })
    .await;
}

#[tokio::test]
async fn what_cannot_be_recorded_is_refused_with_its_reason() {
    for_each_database(async |db| {
        let record = record_on(&db).await;
        let check = async |change: fn(&mut record::NewAct), code: &str| {
            let mut new = act("a");
            change(&mut new);
            assert_eq!(append(&record, new).await.unwrap_err().code(), code);
        };
        check(|act| act.data = json!([1]), "record.act_invalid").await;
        check(|act| act.data = json!({"price": 1.5}), "record.act_invalid").await;
        check(|act| act.subject.id = String::new(), "record.act_invalid").await;
        check(
            |act| act.case = Some("长".repeat(201)),
            "record.act_invalid",
        )
        .await;
        check(
            |act| act.party_blocks = vec![json!({}); 256],
            "record.act_too_large",
        )
        .await;
        check(
            |act| act.data = json!({"t": "x".repeat(1 << 20)}),
            "record.act_too_large",
        )
        .await;
        assert_eq!(count(&record).await, 0);
    })
    .await;
}

#[tokio::test]
async fn a_person_is_erased_and_the_rest_still_opens_the_leaf() {
    for_each_database(async |db| {
        let record = record_on(&db).await;
        let mut new = act("a");
        new.party_blocks = vec![person("王小云"), person("李四方")];
        let entry = append(&record, new).await.unwrap().entry;
        let leaf = record.opened(entry).await.unwrap().leaf().unwrap();
        let erase = async |number: u8| {
            let inner = record.clone();
            record
                .write(move |tx| async move { inner.erase(tx, entry, number).await }.boxed())
                .await
        };
        assert!(erase(0).await.unwrap());
        assert!(!erase(0).await.unwrap());
        assert_eq!(erase(2).await.unwrap_err().code(), "record.not_found");
        let opened = record.opened(entry).await.unwrap();
        assert!(opened.parties[0].is_none() && opened.parties[1].is_some());
        opened.verify(&leaf).unwrap();
        assert!(!serde_json::to_string(&opened).unwrap().contains("王小云"));
    })
    .await;
}

#[tokio::test]
async fn many_acts_at_once_are_what_one_by_one_makes_of_them() {
    for_each_database(async |db| {
        let record = record_on(&db).await;
        let new: Vec<_> = (0..2_345)
            .map(|number| {
                let mut new = act(&format!("s-{number}"));
                new.party_blocks = (0..number % 3).map(|_| person("虚构人")).collect();
                new.happened_at = Some("2026-11-20T01:02:03Z".parse().unwrap());
                new
            })
            .collect();
        let prepared = new.iter().cloned().map(|new| record.prepare(new).unwrap());
        let prepared: Vec<_> = prepared.collect();
        let receipts: Vec<_> = prepared.iter().map(record::PreparedAct::receipt).collect();
        let writer = record.clone();
        let written =
            record.write(move |tx| async move { writer.append_all(tx, &prepared).await }.boxed());
        written.await.unwrap();
        let mut page = PageRequest::first(Limit::new(200).unwrap());
        let mut read = Vec::new();
        loop {
            let acts = record.acts(&ActFilter::default(), &page).await.unwrap();
            read.extend(acts.acts);
            page.cursor = acts.next;
            if page.cursor.is_none() {
                break;
            }
        }
        assert_eq!(read.len(), new.len());
        for ((read, new), receipt) in read.iter().zip(&new).zip(&receipts) {
            assert_eq!((read.entry, &read.digest), (receipt.entry, &receipt.digest));
            assert_eq!((&read.subject, &read.data), (&new.subject, &new.data));
        }
        let last = record.opened(receipts[2_342].entry).await.unwrap();
        let leaf = ledger::Hash::of_leaf(&last.leaf().unwrap().encode());
        let digest = ledger::Commitment(leaf.0).to_string();
        assert_eq!(
            (last.parties.len(), digest),
            (2, receipts[2_342].digest.clone())
        );

        let mut keyed = act("k");
        keyed.idempotency_key = Some("key".to_owned());
        assert!(record.prepare(keyed).is_err(), "keys go one by one");
    })
    .await;
}
