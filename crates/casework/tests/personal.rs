//! What a case tells of persons: apart on the record, and erased without a trace in it.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use casework::{Asking, CaseError, NewCase, PartyGiven};
use record::{ActFilter, EntryId};
use serde_json::{Value, json};
use store::PageRequest;
use store::testing::for_each_database;

use support::{Room, act, lead, officer, reported};

const ADDRESS: &str = "虚构路1号";
const SUMMARY: &str = "虚构人甲在路边摆摊";
const BORN: &str = "1990-02-03";

/// A case that states something of a person in each shape: a field, a field of a record, a list.
fn told() -> NewCase {
    let mut new = lead();
    let states = &mut new.first.states;
    states.insert(
        "place".to_owned(),
        json!({"area": "440305", "address": ADDRESS}),
    );
    states.insert("summary".to_owned(), json!(SUMMARY));
    states.insert(
        "parties".to_owned(),
        json!([{"kind": "individual", "born_on": BORN}]),
    );
    new.party = Some(PartyGiven {
        id: None,
        name: "虚构人甲".to_owned(),
    });
    new.first = reported("2026-11-21T09:00:00", new.first);
    new
}

fn holds_any(text: &str) -> bool {
    [ADDRESS, SUMMARY, BORN, "虚构人甲"]
        .iter()
        .any(|part| text.contains(part))
}

#[tokio::test]
async fn persons_stand_apart_on_the_record_and_are_erased_from_a_closed_case() {
    for_each_database(async |db| {
        let room = Room::open(db).await;
        let (one, _) = room.strangers();
        let who = officer(&one);
        let done = room.casework.open_case(&who, &told(), None).await.unwrap();

        let record = room.casework.record();
        let entry: EntryId = done.entry.parse().unwrap();
        let act_of = record.act(entry).await.unwrap();
        assert!(!holds_any(&act_of.data.to_string()), "{}", act_of.data);
        assert_eq!(act_of.data["act"]["states"]["place"]["area"], "440305");
        let log = room.casework.whole_log(&who, done.id, true).await.unwrap();
        assert_eq!(log[0].said["states"]["place"]["address"], ADDRESS);
        assert_eq!(log[0].said["states"]["parties"][0]["born_on"], BORN);
        let bare = room.casework.whole_log(&who, done.id, false).await.unwrap();
        assert!(!holds_any(&bare[0].said.to_string()));
        assert!(
            room.casework
                .replay_case(&who, done.id)
                .await
                .unwrap()
                .is_same
        );

        let program = Asking::program("test");
        let early = room
            .casework
            .erase_personal(&program, done.id, "期满")
            .await;
        assert!(
            matches!(early, Err(CaseError::Input { .. })),
            "open: {early:?}"
        );
        let closing = json!({"closing_way": "withdrawn"});
        let closing = reported("2026-11-22T09:00:00", act("close_case", closing));
        let closed = room.casework.do_act(&who, done.id, 1, &closing, None).await;
        closed.unwrap();
        let silent = room.casework.erase_personal(&program, done.id, " ").await;
        assert!(matches!(silent, Err(CaseError::Input { .. })));
        let erased = room
            .casework
            .erase_personal(&program, done.id, "期满")
            .await;
        let erased = erased.unwrap();
        assert_eq!(erased.blocks, 2, "the name, and what the first act stated");

        let shown = room.casework.case(&program, done.id).await.unwrap();
        assert_eq!(shown.party_name, None);
        assert!(!holds_any(&json!(shown.case.facts).to_string()));
        assert_eq!(shown.case.facts["place"], json!({"area": "440305"}));
        let log = room
            .casework
            .whole_log(&program, done.id, true)
            .await
            .unwrap();
        assert_eq!(log.len(), 2, "both acts stand");
        assert!(!holds_any(&log[0].said.to_string()));
        assert!(
            room.casework
                .replay_case(&program, done.id)
                .await
                .unwrap()
                .is_same
        );
        let opened = record.opened(entry).await.unwrap();
        assert!(opened.parties.iter().all(Option::is_none));
        let filter = ActFilter {
            case: Some(done.id.to_string()),
            ..ActFilter::default()
        };
        let acts = record.acts(&filter, &PageRequest::default()).await.unwrap();
        let last = acts.acts.last().unwrap();
        assert_eq!(last.kind.as_str(), "casework.personal_data_erased");
        assert_eq!(last.data["reason"], Value::from("期满"));

        let again = room
            .casework
            .erase_personal(&program, done.id, "期满")
            .await;
        assert_eq!(again.unwrap().blocks, 0);
    })
    .await;
}
