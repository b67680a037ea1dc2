//! What benchmarks and leniency lists suggest for a case, on both databases.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use base::Lang;
use casework::{CaseError, Done, Suggested};
use procedure::Met;
use serde_json::{Value, json};
use store::testing::for_each_database;

use support::{Officer, Room, head, law, lead, officer, reported};

/// An ordinance whose provision the benchmarks of the sample pack name; the words are the test's.
const ORDINANCE: &str = "# 云麓市市容和环境卫生管理条例

2024年7月31日 云麓市人民代表大会常务委员会通过

<!-- INFO END -->

第一条 为了市容整洁，制定本条例。

第二十五条 违反本条例规定，擅自占用公共场所摆摊的，由城市管理部门责令改正，可以对个人处五十元以上五百元以下罚款，对单位处二千元以上一万元以下罚款。

第三十条 本条例自2024年10月1日起施行。
";

const STALL: &str = "law/云麓市市容和环境卫生管理条例@2024-07-31#25.1";

/// A case on a stall, taken in from paper with these further statements.
async fn stall(room: &Room, who: &Officer, item: &str, further: Value) -> Done {
    let mut new = lead();
    new.first.states.insert("item".to_owned(), item.into());
    let parties = json!([{ "kind": "individual" }]);
    new.first.states.insert("parties".to_owned(), parties);
    new.first
        .states
        .insert("sector".to_owned(), "city_appearance".into());
    let mut further = further.as_object().cloned().unwrap();
    let corrected = further.remove("corrected");
    new.first.states.extend(further);
    new.first = reported("2026-11-21T09:00:00", new.first);
    let asking = officer(who);
    let opened = room.casework.open_case(&asking, &new, None).await.unwrap();
    let Some(corrected) = corrected else {
        return opened;
    };
    let facts = support::act("correct_facts", json!({ "corrected": corrected }));
    let facts = reported("2026-11-22T09:00:00", facts);
    let done = room.casework.do_act(&asking, opened.id, 1, &facts, None);
    done.await.unwrap()
}

fn fits(suggested: &Suggested, id: &str) -> Met {
    let entries = suggested.suggestion.leniency.iter();
    let found = entries.into_iter().find(|entry| entry.id == id);
    found.unwrap_or_else(|| panic!("no entry {id}")).fits
}

#[tokio::test(flavor = "multi_thread")]
async fn the_grade_and_the_leniency_that_fit_are_told_with_what_is_missing() {
    for_each_database(async |db| {
        let room = Room::open(db).await;
        let library = room.powers.library();
        let name = "云麓市市容和环境卫生管理条例(2024-07-31).md";
        law::import(library, room.folder.path(), name, ORDINANCE).await;
        let item = law::adopted(library, STALL).await.id.to_string();
        let (one, other) = room.strangers();
        let who = officer(&one);

        let unsaid = stall(&room, &one, &item, json!({})).await;
        let suggested = room.casework.suggestion(&who, unsaid.id).await.unwrap();
        assert!(suggested.item_known);
        assert_eq!(suggested.offences[1], STALL.replace("@2024-07-31", ""));
        let rule = suggested.item_rule.as_ref().unwrap();
        assert_eq!(rule.fine_most, Some(1_000_000));
        let graded = suggested.suggestion.benchmark.as_ref().unwrap();
        assert_eq!(
            (graded.id.as_str(), &graded.grade),
            ("stall.individual", &None)
        );
        assert!(
            graded.because.get(Lang::Zh).contains("占用面积"),
            "{graded:?}"
        );
        assert!(graded.because.get(Lang::En).contains("area occupied"));
        let fines = graded.grades.iter();
        let fines: Vec<i64> = fines.map(|grade| grade.fine_most.get()).collect();
        assert_eq!(fines, [15_000, 30_000, 50_000]);
        assert_eq!(fits(&suggested, "stall.no_penalty"), Met::Open);

        let facts =
            json!({"facts": {"occupied_square_metres": 1}, "harm": "none", "corrected": true});
        let small = stall(&room, &one, &item, facts).await;
        let suggested = room.casework.suggestion(&who, small.id).await.unwrap();
        let graded = suggested.suggestion.benchmark.as_ref().unwrap();
        assert_eq!(graded.grade.as_deref(), Some("slight"));
        assert_eq!(fits(&suggested, "stall.no_penalty"), Met::Yes);
        let first = &suggested.suggestion.leniency[0];
        assert_eq!(first.fits, Met::Yes, "what fits stands first");
        assert!(
            first
                .provisions
                .iter()
                .all(|cited| cited.starts_with("law/"))
        );
        let departure = &suggested.suggestion.departure;
        let asking = departure
            .rules
            .iter()
            .find(|rule| rule.rule == "penalty.departure_explained");
        assert_eq!(asking.unwrap().provisions, ["law/行政处罚法#34"]);

        let facts =
            json!({"facts": {"occupied_square_metres": 40}, "harm": "slight", "corrected": true});
        let large = stall(&room, &one, &item, facts).await;
        let suggested = room.casework.suggestion(&who, large.id).await.unwrap();
        let graded = suggested.suggestion.benchmark.as_ref().unwrap();
        assert_eq!(graded.grade.as_deref(), Some("serious"));
        let entries = &suggested.suggestion.leniency;
        let ruled_out = entries.iter().find(|entry| entry.id == "stall.no_penalty");
        let ruled_out = ruled_out.unwrap();
        assert_eq!(ruled_out.fits, Met::No);
        let broken = ruled_out
            .conditions
            .iter()
            .filter(|part| part.met == Met::No);
        let fields: Vec<_> = broken
            .flat_map(|part| &part.facts)
            .map(|fact| fact.field.as_str())
            .collect();
        assert_eq!(fields, ["harm", "facts.occupied_square_metres"]);
        assert_eq!(fits(&suggested, "stall.no_coercion"), Met::Yes);

        for stranger in [officer(&other), head(&other)] {
            let unseen = room.casework.suggestion(&stranger, small.id).await;
            assert!(matches!(unseen, Err(CaseError::NotFound)));
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_an_item_that_nobody_adopted_nothing_is_suggested() {
    for_each_database(async |db| {
        let room = Room::open(db).await;
        let (one, _) = room.strangers();
        let case = stall(&room, &one, "虚构事项", json!({})).await;
        let suggested = room
            .casework
            .suggestion(&officer(&one), case.id)
            .await
            .unwrap();
        assert!(!suggested.item_known);
        assert_eq!(suggested.suggestion.benchmark, None);
        assert_eq!(suggested.suggestion.leniency, []);
    })
    .await;
}
