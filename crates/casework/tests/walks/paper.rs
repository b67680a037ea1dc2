//! A case that was kept on paper is taken in as it happened: nothing is refused, its faults are marked.

use casework::NewCase;
use jiff::civil::date;
use serde_json::json;

use crate::city::in_the_city;
use crate::stages::TEAM;
use crate::walk::{Walk, lead, officers, party, proposal, request};

#[tokio::test(flavor = "multi_thread")]
async fn a_paper_case_is_taken_in_with_its_faults() {
    in_the_city(async |city| {
        city.clock.set(date(2026, 6, 1).at(9, 0, 0, 0));
        let mut first = request(&city, &[], "register_lead", lead(&city));
        first.happened_at = Some(date(2026, 3, 3).at(9, 30, 0, 0));
        first.officers = vec![city.id("one"), city.id("two")];
        let new = NewCase {
            procedure: "penalty.ordinary".to_owned(),
            authority: None,
            party: Some(party(&city)),
            first,
        };
        let done = city
            .casework
            .open_case(&city.asks("one"), &new, None)
            .await
            .unwrap();
        assert_eq!(done.broken, []);
        let mut walk = Walk {
            city: &city,
            id: done.id,
            revision: done.revision,
            head: "head",
        };
        let (head, one): (&[&str], &[&str]) = (&["head"], &["one"]);
        let closed = json!({ "penalty_kinds": ["fine"], "fine": 100_000, "grade": "ordinary" });
        let told = json!({ "served_by": "direct", "remedy_told": true });
        let paid = json!({ "received": 100_000, "payments": { "way": "bank" } });
        let none = Vec::<&str>::new;
        // Day, who did it, act, what it states, what it broke.
        let acts = [
            (
                3,
                4,
                head,
                "file_case",
                json!({ "officers": officers(&city, TEAM) }),
                none(),
            ),
            (3, 5, one, "record_scene", json!({}), vec!["officers.two"]),
            (3, 9, TEAM, "close_inquiry", closed, none()),
            (3, 10, one, "give_notice", proposal(100_000), none()),
            (3, 11, head, "decide", json!({}), vec!["notice.period_over"]),
            (3, 12, one, "serve_decision", told, none()),
            (3, 20, one, "record_payment", paid, none()),
            (
                3,
                23,
                head,
                "close_case",
                json!({ "closing_way": "executed" }),
                none(),
            ),
        ];
        for (month, day, doers, act, states, broken) in acts {
            let at = date(2026, month, day).at(11, 0, 0, 0);
            let done = walk.reports(at, ("one", doers), act, states).await;
            let rules: Vec<_> = done
                .broken
                .iter()
                .map(|broken| broken.rule.as_str())
                .collect();
            assert_eq!(rules, broken, "{act}");
        }
        assert_eq!(walk.stage().await, "closed");
        let marks = [("officers.two", false), ("notice.period_over", false)];
        let marks: Vec<_> = marks
            .iter()
            .map(|(rule, over)| ((*rule).to_owned(), *over))
            .collect();
        assert_eq!(walk.marks().await, marks);
        // Clocks count from the days on which it happened, not from the day it was taken in.
        assert_eq!(
            walk.clock("decision").await.ended_on,
            Some(date(2026, 3, 11))
        );
        assert_eq!(walk.clock("payment").await.due_on, Some(date(2026, 3, 27)));
        let log = city
            .casework
            .whole_log(&city.asks("head"), walk.id, false)
            .await
            .unwrap();
        assert!(
            log.iter()
                .all(|act| act.is_reported && act.at < act.recorded_at)
        );
        assert_eq!(log[2].broken, ["officers.two"]);
        assert_eq!(log[2].officers, [city.id("one")]);
        walk.is_on_the_record(9).await;
    })
    .await;
}
