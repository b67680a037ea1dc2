//! What waits for whom along the way of a case; tasks taken and given back.

use casework::{CaseError, Queue, TaskFilter, TaskRow, Whose};
use jiff::civil::{Date, date};
use serde_json::{Value, json};
use store::{Limit, PageRequest};

use crate::city::{City, PEOPLE, in_the_city};
use crate::stages::{TEAM, close, filed, inquired, led};
use crate::walk::{DAY, Walk, lead, officers, proposal};

/// The queues of a person, as their role in the city gives them.
fn queues(city: &City, code: &str) -> Vec<Queue> {
    let role = PEOPLE.iter().find(|known| known.0 == code).unwrap().2;
    let scope = city.asks(code).scope;
    vec![Queue {
        role: role.to_owned(),
        scope,
    }]
}

/// The tasks of a person on a day.
async fn tasks(city: &City, code: &str, whose: Whose, on: Date) -> Vec<TaskRow> {
    city.clock.set(on.at(10, 0, 0, 0));
    let filter = TaskFilter {
        whose,
        ..TaskFilter::default()
    };
    let (asking, queues) = (city.asks(code), queues(city, code));
    let first = PageRequest::default();
    let page = city.casework.tasks(&asking, &queues, &filter, &first);
    let page = page.await.unwrap();
    assert_eq!((page.total, page.is_exact), (page.rows.len() as u64, true));
    page.rows
}

/// What waits for a person: acts.
async fn mine(city: &City, code: &str, on: Date) -> Vec<String> {
    let rows = tasks(city, code, Whose::Mine, on).await;
    rows.into_iter().map(|row| row.act).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_waits_follows_a_case_to_the_archive() {
    in_the_city(async |city| {
        let (one, head): (&[&str], &[&str]) = (&["one"], &["head"]);
        let mut walk = led(&city, lead(&city)).await;
        assert_eq!(mine(&city, "head", DAY).await, ["file_case"]);
        assert_eq!(mine(&city, "one", DAY).await, [""; 0]);
        let team = json!({ "officers": officers(&city, TEAM) });
        walk.does(DAY, head, "file_case", team).await;
        assert_eq!(mine(&city, "head", DAY).await, [""; 0]);
        assert_eq!(mine(&city, "one", DAY).await, ["record_scene"]);
        assert_eq!(
            mine(&city, "two", DAY).await,
            [""; 0],
            "an assistant helps, the handler has it"
        );
        close(
            &mut walk,
            1_500_000,
            json!({ "public_interest": true, "major": true }),
        )
        .await;
        assert_eq!(
            mine(&city, "one", DAY).await,
            ["give_notice", "request_review"]
        );
        walk.does(DAY, one, "give_notice", proposal(1_500_000))
            .await;
        walk.does(DAY, one, "hear_defence", json!({})).await;
        assert_eq!(
            mine(&city, "one", DAY).await,
            ["recheck_defence", "request_review"]
        );
        let reason = json!({ "reason": "经复核，事实清楚" });
        walk.does(DAY, one, "recheck_defence", reason).await;
        walk.does(DAY, one, "request_review", json!({})).await;
        assert_eq!(mine(&city, "one", DAY).await, [""; 0]);
        assert_eq!(mine(&city, "head", DAY).await, [""; 0]);
        assert_eq!(mine(&city, "reviewer", DAY).await, ["give_review"]);
        let passed = json!({ "legal_review": "passed" });
        walk.does(DAY, &["reviewer"], "give_review", passed).await;
        assert_eq!(mine(&city, "reviewer", DAY).await, [""; 0]);
        assert_eq!(mine(&city, "head", DAY).await, ["discuss"]);
        walk.does(DAY, head, "discuss", json!({})).await;
        let next = tasks(&city, "head", Whose::Mine, DAY).await;
        assert_eq!((next.len(), next[0].act.as_str()), (1, "decide"));
        assert_eq!(
            next[0].due_on.as_deref(),
            Some("2026-06-01"),
            "of the clock that it ends"
        );
        assert_eq!(
            (next[0].name.as_str(), next[0].is_taken),
            ("作出处罚决定", false)
        );
        walk.does(DAY, head, "decide", json!({})).await;
        assert_eq!(mine(&city, "one", DAY).await, ["serve_decision"]);
        let told = json!({ "served_by": "direct", "remedy_told": true });
        walk.does(DAY, one, "serve_decision", told).await;
        assert_eq!(
            mine(&city, "head", DAY).await,
            [""; 0],
            "while the party may pay"
        );
        assert_eq!(
            mine(&city, "head", date(2026, 3, 18)).await,
            [""; 0],
            "the last day is whole"
        );
        let late = tasks(&city, "head", Whose::Mine, date(2026, 3, 19)).await;
        assert_eq!(
            (late[0].act.as_str(), late[0].since.as_str()),
            ("start_late_fee", "2026-03-19")
        );
        let paid = json!({ "received": 1_500_000, "payments": { "way": "bank" } });
        walk.does(DAY, one, "record_payment", paid).await;
        assert_eq!(mine(&city, "head", date(2026, 3, 19)).await, ["close_case"]);
        let executed = json!({ "closing_way": "executed" });
        walk.does(DAY, head, "close_case", executed).await;
        assert_eq!(mine(&city, "one", DAY).await, ["archive_case"]);
        walk.does(DAY, one, "archive_case", json!({})).await;
        assert_eq!(tasks(&city, "head", Whose::All, DAY).await, []);
        walk.is_on_the_record(15).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_decision_waits_until_the_party_can_no_longer_ask_for_a_hearing() {
    in_the_city(async |city| {
        let large = 5_000_000;
        let mut walk = inquired(&city, large, json!({})).await;
        assert_eq!(mine(&city, "one", DAY).await, ["give_hearing_notice"]);
        walk.does(DAY, &["one"], "give_hearing_notice", proposal(large))
            .await;
        let until = walk.clock("hearing_request").await.due_on.unwrap();
        assert_eq!(mine(&city, "head", until).await, [""; 0]);
        assert_eq!(
            mine(&city, "head", until.tomorrow().unwrap()).await,
            ["decide"]
        );
        walk.does(DAY, &["one"], "ask_hearing", json!({})).await;
        assert_eq!(
            mine(&city, "head", until.tomorrow().unwrap()).await,
            ["name_host"]
        );
        assert_eq!(mine(&city, "one", DAY).await, ["call_hearing"]);
        walk.is_on_the_record(6).await;
    })
    .await;
}

/// A case that waits for its legal review, with these officers.
async fn under_review(city: &City, team: Value) -> Walk<'_> {
    let mut walk = led(city, lead(city)).await;
    walk.does(DAY, &["head"], "file_case", json!({ "officers": team }))
        .await;
    close(&mut walk, 1_500_000, json!({ "public_interest": true })).await;
    walk.does(DAY, &["one"], "request_review", json!({})).await;
    walk
}

async fn take(city: &City, walk: &Walk<'_>, code: &str, act: &str) -> Result<TaskRow, CaseError> {
    let (asking, queues) = (city.asks(code), queues(city, code));
    city.casework
        .take_task(&asking, &queues, walk.id, act)
        .await
}

async fn give_back(
    city: &City,
    walk: &Walk<'_>,
    code: &str,
    act: &str,
) -> Result<TaskRow, CaseError> {
    let (asking, queues) = (city.asks(code), queues(city, code));
    city.casework
        .return_task(&asking, &queues, walk.id, act)
        .await
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_who_take_a_task_one_gets_it_and_the_other_is_told_who_has_it() {
    in_the_city(async |city| {
        let mut walk = under_review(&city, officers(&city, TEAM)).await;
        let (first, second) = tokio::join!(
            take(&city, &walk, "reviewer", "give_review"),
            take(&city, &walk, "unqualified", "give_review"),
        );
        let (winner, loser) = if first.is_ok() {
            ("reviewer", "unqualified")
        } else {
            ("unqualified", "reviewer")
        };
        let (got, lost) = if first.is_ok() {
            (first, second)
        } else {
            (second, first)
        };
        let got = got.unwrap();
        assert_eq!((got.person, got.is_taken), (Some(city.id(winner)), true));
        let Err(CaseError::TaskTaken(by)) = lost else {
            panic!("{lost:?}");
        };
        assert!(
            !by.is_empty() && by != city.id(winner),
            "a name, not an id: {by}"
        );
        assert_eq!(mine(&city, winner, DAY).await, ["give_review"]);
        assert_eq!(mine(&city, loser, DAY).await, [""; 0]);
        let again = take(&city, &walk, winner, "give_review").await.unwrap();
        assert!(again.is_taken);

        let theirs = give_back(&city, &walk, loser, "give_review").await;
        assert!(matches!(theirs, Err(CaseError::TaskTaken(_))), "{theirs:?}");
        let free = give_back(&city, &walk, winner, "give_review")
            .await
            .unwrap();
        assert_eq!((free.person, free.is_taken), (None, false));
        assert_eq!(
            give_back(&city, &walk, winner, "give_review")
                .await
                .unwrap()
                .person,
            None
        );
        take(&city, &walk, loser, "give_review").await.unwrap();
        give_back(&city, &walk, "head", "give_review")
            .await
            .unwrap();
        take(&city, &walk, "reviewer", "give_review").await.unwrap();

        // Another act leaves it with who took it; its own ends it.
        walk.does(DAY, TEAM, "take_statement", json!({})).await;
        assert_eq!(mine(&city, "reviewer", DAY).await, ["give_review"]);
        assert_eq!(mine(&city, "unqualified", DAY).await, [""; 0]);
        let passed = json!({ "legal_review": "passed" });
        walk.does(DAY, &["reviewer"], "give_review", passed).await;
        let gone = take(&city, &walk, "reviewer", "give_review").await;
        assert!(matches!(gone, Err(CaseError::TaskGone(_))), "{gone:?}");
        let log = city
            .casework
            .record()
            .acts(
                &record::ActFilter {
                    case: Some(walk.id.to_string()),
                    ..record::ActFilter::default()
                },
                &PageRequest::first(Limit::new(Limit::MAX).unwrap()),
            )
            .await
            .unwrap();
        let moved = log.acts.iter().filter(|act| act.subject.kind == "task");
        let moved: Vec<_> = moved.map(|act| act.kind.to_string()).collect();
        assert_eq!(
            moved,
            [
                "task.take",
                "task.return",
                "task.take",
                "task.return",
                "task.take"
            ]
        );
        walk.is_on_the_record(7).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_task_is_not_for_strangers_other_roles_the_recused_or_where_the_case_names_somebody() {
    in_the_city(async |city| {
        let walk = filed(&city).await;
        let stranger = take(&city, &walk, "s-head", "record_scene").await;
        assert!(matches!(stranger, Err(CaseError::NotFound)), "{stranger:?}");
        assert_eq!(tasks(&city, "s-head", Whose::All, DAY).await, []);
        let named = take(&city, &walk, "two", "record_scene").await;
        assert!(matches!(named, Err(CaseError::TaskNamed(_))), "{named:?}");
        let kept = give_back(&city, &walk, "one", "record_scene").await;
        assert!(matches!(kept, Err(CaseError::TaskNamed(_))), "{kept:?}");

        let mut team = officers(&city, TEAM);
        let reviewer = json!({ "id": city.id("reviewer"), "role": "reviewer", "authority": city.authority("district") });
        team.as_array_mut().unwrap().push(reviewer);
        let mut walk = under_review(&city, team).await;
        let named = take(&city, &walk, "unqualified", "give_review").await;
        assert!(matches!(named, Err(CaseError::TaskNamed(_))), "{named:?}");
        assert_eq!(mine(&city, "reviewer", DAY).await, ["give_review"]);
        let recused = json!({ "reason": "有利害关系", "officers": { "ref": city.id("reviewer"), "recused": true } });
        walk.does(DAY, &["head"], "recuse_officer", recused).await;
        let recused = take(&city, &walk, "reviewer", "give_review").await;
        assert!(matches!(recused, Err(CaseError::TaskRecused)), "{recused:?}");
        let other = take(&city, &walk, "head", "give_review").await;
        assert!(matches!(other, Err(CaseError::TaskOfOthers(_))), "{other:?}");
        take(&city, &walk, "unqualified", "give_review").await.unwrap();
        walk.is_on_the_record(6).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deputy_sees_the_tasks_and_acts_and_the_record_says_in_whose_place() {
    in_the_city(async |city| {
        let mut walk = filed(&city).await;
        let mut deputy = city.asks("host");
        let act = |kind: &str, states: Value| casework::ActRequest {
            act: kind.to_owned(),
            states: states.as_object().cloned().unwrap(),
            officers: vec![city.id("two")],
            ..casework::ActRequest::default()
        };
        let scene = act("record_scene", json!({}));
        let strange = city.casework.do_act(&deputy, walk.id, walk.revision, &scene, None).await;
        assert!(matches!(strange, Err(CaseError::NotFound)), "{strange:?}");

        deputy.stands_for = vec![city.id("one")];
        deputy.scope = store::Scope::Or(vec![deputy.scope, city.asks("one").scope]);
        let (filter, page) = (TaskFilter::default(), PageRequest::default());
        let queues = queues(&city, "host");
        let seen = city.casework.tasks(&deputy, &queues, &filter, &page).await.unwrap();
        assert_eq!((seen.rows.len(), seen.rows[0].act.as_str()), (1, "record_scene"));
        assert_eq!(seen.rows[0].person, Some(city.id("one")));
        let done = city.casework.do_act(&deputy, walk.id, walk.revision, &scene, None).await;
        walk.revision = done.unwrap().revision;
        let log = city.casework.case_log(&city.asks("head"), walk.id, &page).await.unwrap();
        let last = log.rows.iter().find(|act| act.act == "record_scene").unwrap();
        assert_eq!(last.in_place_of, Some(city.id("one")));
        assert_eq!(last.officers, [city.id("host"), city.id("two")], "who did it is the deputy");
        assert!(log.rows.iter().filter(|act| act.act == "file_case").all(|act| act.in_place_of.is_none()));

        let mut team = officers(&city, TEAM);
        team.as_array_mut().unwrap().push(json!({"id": city.id("host"), "role": "assistant"}));
        walk.does(DAY, &["head"], "assign_officers", json!({ "officers": team })).await;
        let recused = json!({ "reason": "有利害关系", "officers": { "ref": city.id("host"), "recused": true } });
        walk.does(DAY, &["head"], "recuse_officer", recused).await;
        let again = act("take_statement", json!({}));
        let refused = city.casework.do_act(&deputy, walk.id, walk.revision, &again, None).await;
        assert!(matches!(refused, Err(CaseError::TaskRecused)), "{refused:?}");
        walk.is_on_the_record(5).await;
    })
    .await;
}
