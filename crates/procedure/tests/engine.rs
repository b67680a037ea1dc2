//! How the engine works, on a small procedure of its own that stands on the national pack.

#![expect(
    clippy::needless_pass_by_value,
    clippy::unwrap_used,
    reason = "a test fails where it stands"
)]

use std::path::Path;
use std::sync::{Arc, LazyLock};

use jiff::civil::{Date, DateTime, date};
use procedure::{
    Act, AuthorityNow, Case, ClockState, Effects, Malformed, Manner, Override, Procedures, Refusal,
    Verdict, World,
};
use rules::{Folder, RuleSet};
use serde_json::{Map, Value, json};

static PROCEDURES: LazyLock<Procedures> = LazyLock::new(|| {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut folders = Folder::read_with_parents(&root.join("packs/cn")).unwrap();
    let manifest = "id: trial\nname: { zh: 试验, en: trial }\nversion: 0.1.0\nextends: cn\n";
    let files = [
        ("pack.yaml", manifest),
        ("guards/trial.yaml", include_str!("trial/guards.yaml")),
        (
            "procedures/trial.yaml",
            include_str!("trial/procedures.yaml"),
        ),
    ];
    let files = files.map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec()));
    folders.push(Folder::new("trial", files));
    let report = rules::lint(&folders, None);
    let of_trial = report
        .findings
        .iter()
        .filter(|finding| finding.file != "pack.yaml");
    let lines: Vec<_> = of_trial
        .map(|finding| finding.line(base::Lang::En))
        .collect();
    assert!(lines.is_empty(), "{lines:#?}");
    Procedures::new(Arc::new(RuleSet::load(&folders).unwrap()))
});

fn act(kind: &str, on: Date, role: &str, states: Value) -> Act {
    Act {
        kind: kind.to_owned(),
        at: on.at(10, 0, 0, 0),
        manner: Manner::Requested,
        roles: vec![role.to_owned()],
        states: states.as_object().cloned().unwrap_or_default(),
        documents: Vec::new(),
        overriding: None,
        numbers: Vec::new(),
    }
}

fn reported(kind: &str, on: Date, states: Value) -> Act {
    Act {
        manner: Manner::Reported,
        roles: Vec::new(),
        ..act(kind, on, "", states)
    }
}

fn world() -> World {
    World {
        authority: AuthorityNow {
            covers_place: true,
            ..AuthorityNow::unknown()
        },
        ..World::default()
    }
}

fn decide(case: &Case, act: &Act, world: &World) -> Verdict {
    PROCEDURES.decide(case, act, world).unwrap()
}

#[track_caller]
fn done(case: &Case, act: &Act, world: &World) -> Effects {
    match decide(case, act, world) {
        Verdict::Done(effects) => *effects,
        Verdict::Refused(refusal) => panic!("refused: {refusal:#?}"),
    }
}

#[track_caller]
fn refused(case: &Case, act: &Act, world: &World) -> Refusal {
    match decide(case, act, world) {
        Verdict::Refused(refusal) => refusal,
        Verdict::Done(_) => panic!("{} was done", act.kind),
    }
}

fn rules_of(refusal: &Refusal) -> Vec<&str> {
    refusal
        .broken
        .iter()
        .map(|broken| broken.rule.as_str())
        .collect()
}

const FILED: Date = date(2026, 3, 2);

/// A case that was registered and filed.
fn filed(public_interest: bool) -> Case {
    let opened = PROCEDURES.opened("trial", FILED).unwrap();
    let states = json!({ "violation_on": "2026-02-01", "public_interest": public_interest });
    let case = done(
        &opened,
        &act("register", FILED, "officer", states),
        &world(),
    )
    .case;
    done(&case, &act("file", FILED, "head", json!({})), &world()).case
}

#[test]
fn an_act_states_sets_and_starts() {
    let case = filed(false);
    assert_eq!(case.stage, "inquiry");
    assert_eq!(case.day("filed_on"), Some(FILED));
    assert_eq!(case.clocks[0].due_on, Some(date(2026, 5, 31)));
    assert_eq!(case.documents[0].kind, "case_source_record");
    assert!(!case.documents[0].complete, "it is still due");
    assert_eq!(case.acts, 2);
}

#[test]
fn a_refusal_names_every_rule_that_is_broken() {
    let case = filed(true);
    let mut nowhere = world();
    nowhere.authority.covers_place = false;
    let states = json!({ "fine": 999_999_900 });
    let refusal = refused(&case, &act("decide", FILED, "officer", states), &nowhere);
    assert_eq!(
        rules_of(&refusal),
        ["role", "trial.area", "trial.review", "trial.limit"]
    );
    let review = &refusal.broken[2];
    assert_eq!(review.provisions, ["law/行政处罚法#58.1"]);
    assert_eq!(review.codes, ["W22", "V10"]);
    assert!(!review.can_override && refusal.broken[3].can_override);
}

#[test]
fn the_guards_look_at_the_case_as_the_act_would_make_it() {
    let case = filed(true);
    let states = json!({ "fine": 100, "legal_review": "passed" });
    done(&case, &act("decide", FILED, "head", states), &world());
}

#[test]
fn a_head_overrides_what_can_be_overridden_and_it_is_marked() {
    let case = filed(false);
    let order = |role: &str, public: bool| {
        let case = if public { filed(true) } else { case.clone() };
        let mut act = act("decide", FILED, role, json!({ "fine": 500_000 }));
        act.overriding = Some(Override {
            reason: "上级决定".to_owned(),
        });
        decide(&case, &act, &world())
    };
    let Verdict::Done(effects) = order("head", false) else {
        panic!("a head may override the limit")
    };
    assert_eq!(effects.case.marks.len(), 1);
    assert!(effects.case.marks[0].overridden);
    assert!(matches!(order("officer", false), Verdict::Refused(_)));
    assert!(
        matches!(order("head", true), Verdict::Refused(_)),
        "art. 58 leaves no room"
    );
}

#[test]
fn a_reported_act_is_taken_in_with_what_it_broke() {
    let case = filed(true);
    let effects = done(
        &case,
        &reported("decide", FILED, json!({})),
        &World::default(),
    );
    assert_eq!(effects.case.stage, "decided");
    let rules: Vec<_> = effects
        .case
        .marks
        .iter()
        .map(|mark| mark.rule.as_str())
        .collect();
    assert_eq!(rules, ["field", "trial.area", "trial.review"]);
    assert!(effects.case.marks.iter().all(|mark| !mark.overridden));
}

#[test]
fn what_is_reported_late_moves_a_case_only_forward() {
    let case = filed(false);
    let case = done(
        &case,
        &act("decide", FILED, "head", json!({ "fine": 100 })),
        &world(),
    )
    .case;
    let late = done(&case, &reported("file", FILED, json!({})), &world());
    assert_eq!(late.case.stage, "decided");
    assert_eq!(late.broken[0].rule, "stage");
    let fresh = PROCEDURES.opened("trial", FILED).unwrap();
    let skipped = done(&fresh, &reported("close", FILED, json!({})), &world());
    assert_eq!(skipped.case.stage, "closed");
}

#[test]
fn what_an_act_cannot_state_is_malformed_in_either_manner() {
    let case = filed(false);
    let check = |act: Act, code: &str| {
        let error = PROCEDURES.decide(&case, &act, &world()).unwrap_err();
        assert_eq!(error.code(), code, "{error}");
    };
    check(
        reported("decide", FILED, json!({ "fine": -1 })),
        "case.wrong_type",
    );
    check(
        reported("decide", FILED, json!({ "fine": "100元" })),
        "case.wrong_type",
    );
    check(
        act("decide", FILED, "head", json!({ "stage": "closed" })),
        "case.unknown_field",
    );
    check(
        act(
            "decide",
            FILED,
            "head",
            json!({ "decided_on": "2020-01-01" }),
        ),
        "case.unknown_field",
    );
    check(
        reported("extend", FILED, json!({ "measures": { "ref": "9" } })),
        "case.no_element",
    );
    check(reported("vanish", FILED, json!({})), "case.unknown_act");
}

#[test]
fn a_clock_stands_still_and_is_extended_once() {
    let mut case = filed(false);
    let steps = [
        ("pause", date(2026, 3, 12), json!({})),
        ("go_on", date(2026, 3, 22), json!({})),
        (
            "seize",
            date(2026, 3, 22),
            json!({ "measures": { "kind": "seizure" } }),
        ),
        (
            "seize",
            date(2026, 3, 23),
            json!({ "measures": { "kind": "sealing" } }),
        ),
        (
            "extend",
            date(2026, 4, 1),
            json!({ "measures": { "ref": "1" } }),
        ),
        (
            "lift",
            date(2026, 4, 2),
            json!({ "measures": { "ref": "2" } }),
        ),
    ];
    for (kind, on, states) in steps {
        let role = if ["seize", "lift"].contains(&kind) {
            "officer"
        } else {
            "head"
        };
        case = done(&case, &act(kind, on, role, states), &world()).case;
        if kind == "pause" {
            assert_eq!(case.clocks[0].state(), ClockState::Paused);
            assert_eq!(case.clocks[0].due_on, None);
        }
    }
    assert_eq!(
        case.clocks[0].due_on,
        Some(date(2026, 6, 10)),
        "ten days later than 31 May"
    );
    assert_eq!(
        case.clocks[1].due_on,
        Some(date(2026, 5, 21)),
        "thirty and thirty days"
    );
    assert_eq!(case.clocks[2].ended_on, Some(date(2026, 4, 2)));
    assert_eq!(case.facts["measures"][0]["extended"], true);
    assert_eq!(case.facts["measures"][1]["ended_on"], "2026-04-02");
}

#[test]
fn a_seizure_is_extended_once_and_no_more() {
    let mut case = filed(false);
    let seizure = json!({ "measures": { "kind": "seizure" } });
    case = done(&case, &act("seize", FILED, "officer", seizure), &world()).case;
    let again = act(
        "extend",
        FILED,
        "head",
        json!({ "measures": { "ref": "1" } }),
    );
    case = done(&case, &again, &world()).case;
    let refusal = refused(&case, &again, &world());
    assert_eq!(rules_of(&refusal), ["clock"]);
    assert_eq!(refusal.broken[0].provisions, ["law/行政强制法#25"]);
}

#[test]
fn an_act_says_what_it_needs_and_replay_needs_no_register() {
    let opened = PROCEDURES.opened("trial", FILED).unwrap();
    let needs = PROCEDURES.needs(&opened, "file", FILED);
    assert_eq!(needs.into_iter().collect::<Vec<_>>(), ["authority"]);
    assert!(PROCEDURES.needs(&opened, "nothing", FILED).is_empty());

    let mut street = world();
    street.authority.delegated_item = true;
    let acts = [
        act(
            "register",
            FILED,
            "officer",
            json!({ "violation_on": "2026-02-01" }),
        ),
        act("file", FILED, "head", json!({})),
        reported("decide", date(2026, 4, 1), json!({ "fine": 100 })),
    ];
    let (mut case, mut seen): (Case, Vec<Map<String, Value>>) = (opened, Vec::new());
    for act in &acts {
        let effects = done(&case, act, &street);
        case = effects.case;
        seen.push(effects.seen);
    }
    assert!(case.is("delegated"));
    case.marks.clear();
    let replayed = PROCEDURES
        .replay("trial", FILED, acts.iter().zip(&seen))
        .unwrap();
    assert_eq!(replayed, case);
}

#[test]
fn what_can_be_done_is_told_with_what_stands_in_its_way() {
    let case = filed(true);
    let at: DateTime = FILED.at(9, 0, 0, 0);
    let possible = PROCEDURES.possible(&case, &["officer".to_owned()], &world(), at);
    let find = |kind: &str| possible.iter().find(|possible| possible.act == kind);
    assert!(find("seize").unwrap().broken.is_empty());
    let decide = find("decide").unwrap();
    let rules: Vec<_> = decide
        .broken
        .iter()
        .map(|broken| broken.rule.as_str())
        .collect();
    assert_eq!(rules, ["role", "trial.review"]);
    assert!(decide.takes[0].required && decide.takes[0].holds == "money");
    assert!(find("close").is_none(), "it belongs to another stage");
}

#[test]
fn a_malformed_act_says_what_it_takes() {
    let case = filed(false);
    let error = PROCEDURES
        .decide(
            &case,
            &act("decide", FILED, "head", json!({ "amount": 3 })),
            &world(),
        )
        .unwrap_err();
    assert!(matches!(error, Malformed::UnknownField { .. }));
    assert!(error.to_string().contains("it takes: fine, legal_review"));
}
