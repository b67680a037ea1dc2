//! The language of rules, case by case.

use std::sync::Arc;

use base::Fen;
use base::calendar::{Calendar, HolidayYear};
use base::term::TermRules;
use jiff::civil::date;
use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::model::Parameters;

fn vocabulary() -> Vocabulary {
    Vocabulary {
        parameters: [("sample.limit".to_owned(), Type::Money)].into(),
        terms: [
            "penalty.hearing_request".to_owned(),
            "penalty.decision".to_owned(),
        ]
        .into(),
    }
}

fn engine() -> Engine {
    let file = |name| include_str_of_national_pack(name);
    let parameters = json!([{
        "id": "sample.limit", "name": { "zh": "上限", "en": "limit" }, "provisions": [], "judged_by": "act",
        "in_force": { "from": "2024-01-01" }, "type": "money",
        "values": [
            { "value": "200元", "in_force": { "from": "2024-01-01", "until": "2025-06-01" }, "source": "statute" },
            { "value": "300元", "in_force": { "from": "2025-06-01" }, "source": "statute" },
            { "value": "500元", "in_force": { "from": "2025-06-01" }, "sector": "food", "source": "statute" }
        ]
    }]);
    let legal = Legal {
        calendar: Calendar::new([HolidayYear::parse(&file("holidays/2025.yaml")).unwrap()]),
        terms: vec![Arc::new(TermRules::parse(&file("terms.yaml")).unwrap())],
        parameters: Arc::new(Parameters::new(serde_json::from_value(parameters).unwrap())),
    };
    Engine::new(&Arc::new(legal))
}

fn include_str_of_national_pack(name: &str) -> String {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../packs/cn")
        .join(name);
    std::fs::read_to_string(path).unwrap()
}

fn question() -> Question {
    Question {
        judged_on: date(2025, 7, 1),
        today: date(2025, 7, 2),
        sector: "trade".to_owned(),
        region: "云麓".to_owned(),
    }
}

fn evaluate(source: &str, gives: &Type, given: &Value) -> Result<Outcome, EvaluationError> {
    let schema = Schema::of(Over::Case);
    let snapshot = schema.complete(given).unwrap();
    let expression = Expression::read(source, schema, gives, &vocabulary()).unwrap();
    engine().evaluate(&expression, Over::Case, &snapshot, &question())
}

#[track_caller]
fn check(source: &str, given: &Value, expected: bool) {
    assert_eq!(
        evaluate(source, &Type::Bool, given),
        Ok(Outcome::Bool(expected)),
        "{source}"
    );
}

#[track_caller]
fn refuse(source: &str, kind: FaultKind) {
    let read = Expression::read(source, Schema::of(Over::Case), &Type::Bool, &vocabulary());
    let mut faults: Vec<_> = read
        .unwrap_err()
        .into_iter()
        .map(|fault| fault.kind)
        .collect();
    faults.dedup();
    assert_eq!(faults, [kind], "{source}");
}

#[test]
fn days_and_working_days_are_counted_by_the_calendar() {
    // 2025-10-01 to 2025-10-08 are off, 2025-09-28 and 2025-10-11 are worked.
    check(
        "days_between(date('2025-09-30'), date('2025-10-09')) == 9",
        &json!({}),
        true,
    );
    check(
        "workdays_between(date('2025-09-30'), date('2025-10-11')) == 3",
        &json!({}),
        true,
    );
    check(
        "is_workday(date('2025-10-11')) && !is_workday(date('2025-10-08'))",
        &json!({}),
        true,
    );
    check(
        "add_days(today, -1) == date('2025-07-01')",
        &json!({}),
        true,
    );
}

#[test]
fn terms_end_by_the_rules_of_their_statute() {
    // Five working days after 3 March 2025.
    check(
        "term_end('penalty.hearing_request', date('2025-03-03')) == date('2025-03-10')",
        &json!({}),
        true,
    );
    // Ninety calendar days after 1 January 2025.
    check(
        "term_end('penalty.decision', date('2025-01-01')) == date('2025-04-01')",
        &json!({}),
        true,
    );
}

#[test]
fn a_parameter_is_that_of_the_day_the_sector_and_the_region() {
    check("parameter('sample.limit') == yuan(300)", &json!({}), true);
    let schema = Schema::of(Over::Case);
    let expression = Expression::read(
        "parameter('sample.limit')",
        schema,
        &Type::Money,
        &vocabulary(),
    )
    .unwrap();
    let asked =
        |question: Question| engine().evaluate(&expression, Over::Case, &json!({}), &question);
    let food = Question {
        sector: "food".to_owned(),
        ..question()
    };
    assert_eq!(asked(food), Ok(Outcome::Money(Fen::of_yuan(500))));
    let before = Question {
        judged_on: date(2025, 5, 31),
        ..question()
    };
    assert_eq!(asked(before), Ok(Outcome::Money(Fen::of_yuan(200))));
    let long_before = Question {
        judged_on: date(2023, 5, 31),
        ..question()
    };
    assert_eq!(
        asked(long_before).unwrap_err().to_string(),
        "\"parameter('sample.limit')\" cannot be computed: parameter: the parameter \"sample.limit\" has no value on 2023-05-31 for the sector \"trade\" and the region \"云麓\""
    );
}

#[test]
fn money_is_exact_and_of_its_own_type() {
    let fine = json!({ "fine": "1.5万元" });
    check(
        "has(case.fine) && case.fine == yuan(15000) && case.fine == fen(1500000)",
        &fine,
        true,
    );
    check(
        "has(case.fine) && share(case.fine, 3, 100) == yuan(450)",
        &fine,
        true,
    );
    check(
        "has(case.fine) && case.fine * 2 - yuan(1) > yuan(29998)",
        &fine,
        true,
    );
    refuse("yuan(3) == 300", FaultKind::Type);
    refuse("yuan(3) / 2 == yuan(1)", FaultKind::Type);
    refuse("0.03 > 0.02", FaultKind::Float);
}

#[test]
fn what_may_be_absent_is_asked_for_first() {
    refuse("case.decided_on > case.violation_on", FaultKind::Unguarded);
    check(
        "has(case.decided_on) && case.decided_on > case.violation_on",
        &json!({}),
        false,
    );
    check(
        "!has(case.decided_on) || case.decided_on > case.violation_on",
        &json!({}),
        true,
    );
    check(
        "has(case.decided_on) ? case.decided_on > case.violation_on : true",
        &json!({}),
        true,
    );
    check(
        "case.parties.exists(p, has(p.born_on) && p.born_on < today)",
        &json!({ "parties": [{}] }),
        false,
    );
    refuse(
        "(has(case.decided_on) || case.corrected) && case.decided_on > today",
        FaultKind::Unguarded,
    );
    refuse(
        "case.parties.exists(p, p.born_on < today)",
        FaultKind::Unguarded,
    );
    refuse(
        "!(has(case.decided_on) && case.corrected) && case.decided_on > today",
        FaultKind::Unguarded,
    );
}

#[test]
fn lists_are_walked_over_with_the_types_of_their_elements() {
    let given = json!({ "documents": [{ "kind": "a", "signed": true }, { "kind": "b" }], "penalty_kinds": ["warning"] });
    check("case.documents.all(d, d.signed)", &given, false);
    check("case.documents.exists_one(d, d.signed)", &given, true);
    check(
        "case.documents.filter(d, d.signed).map(d, d.kind) == ['a']",
        &given,
        true,
    );
    check(
        "'warning' in case.penalty_kinds && size(case.documents) == 2",
        &given,
        true,
    );
    check("case.documents.map(d, d.kind)[1] == 'b'", &given, true);
    refuse("case.documents.exists(d, d.sined)", FaultKind::UnknownField);
    refuse("case.documents.map(d, d.kind) == [1]", FaultKind::Type);
    refuse("case.harm.exists(d, true)", FaultKind::Type);
}

#[test]
fn walks_without_limit_do_not_stand_inside_one_another() {
    let read =
        |source| Expression::read(source, Schema::of(Over::Feed), &Type::Bool, &vocabulary());
    assert!(read("feed.records.exists(a, a.duplicate)").is_ok());
    let faults =
        read("feed.records.exists(a, feed.records.exists(b, a.kind == b.kind))").unwrap_err();
    assert!(
        faults.iter().any(|fault| fault.kind == FaultKind::Cost),
        "{faults:?}"
    );
    let faults =
        read("feed.records.map(r, feed.records.filter(q, q.valid)).size() > 3").unwrap_err();
    assert!(
        faults.iter().any(|fault| fault.kind == FaultKind::Cost),
        "{faults:?}"
    );
    let gathered = "feed.records.filter(a, a.valid).exists(b, feed.records.filter(c, c.valid).exists(d, b.kind == d.kind))";
    assert!(
        read(gathered)
            .unwrap_err()
            .iter()
            .any(|fault| fault.kind == FaultKind::Cost)
    );
}

#[test]
fn long_and_deep_expressions_are_refused() {
    refuse(&format!("{}true", "true || ".repeat(600)), FaultKind::Cost);
    let deep = format!("{}true{}", "(".repeat(200), ")".repeat(200));
    refuse(&deep, FaultKind::Syntax);
    let many = "case.documents.all(a, case.parties.all(b, case.officers.all(c, true)))";
    refuse(many, FaultKind::Cost);
}

#[test]
fn what_cel_has_and_rules_have_not_is_refused() {
    refuse("case.id.matches('.*')", FaultKind::UnknownFunction);
    refuse("double(1) > double(0)", FaultKind::UnknownFunction);
    refuse("dyn(case.id) == 1", FaultKind::UnknownFunction);
    refuse("case.id + 'x' == 'ax'", FaultKind::Type);
    refuse("case.id == null", FaultKind::Type);
    refuse("1u < 2u", FaultKind::Type);
}

#[test]
fn a_snapshot_that_is_not_of_its_schema_gives_an_error_and_no_answer() {
    let schema = Schema::of(Over::Case);
    let expression =
        Expression::read("case.corrected", schema, &Type::Bool, &vocabulary()).unwrap();
    let engine = engine();
    let answer = |snapshot| engine.holds(&expression, Over::Case, &snapshot, &question());
    assert!(answer(json!({})).is_err());
    assert!(answer(json!({ "corrected": "yes" })).is_err());
    assert_eq!(answer(json!({ "corrected": true })), Ok(true));
}

#[test]
fn an_engine_serves_many_threads() {
    fn is_shared<T: Send + Sync>() {}
    is_shared::<Engine>();
    is_shared::<Expression>();
    is_shared::<crate::RuleSet>();
}

/// Conditions that are of the right types by construction.
fn condition() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        Just("case.corrected".to_owned()),
        Just("case.harm == 'none'".to_owned()),
        Just("case.earlier_violations + 1 > 1".to_owned()),
        Just("(has(case.fine) && case.fine < yuan(200))".to_owned()),
        Just("case.violation_on < today".to_owned()),
        Just("case.parties.exists(p, p.confessed)".to_owned()),
        Just("days_between(case.violation_on, today) > 30".to_owned()),
    ];
    leaf.prop_recursive(4, 32, 3, |inner| {
        prop_oneof![
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("({a} && {b})")),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("({a} || {b})")),
            inner.clone().prop_map(|a| format!("!({a})")),
            (inner.clone(), inner.clone(), inner)
                .prop_map(|(a, b, c)| format!("({a} ? {b} : {c})")),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn what_the_check_accepts_always_has_an_answer(source in condition(), corrected: bool, fined: bool, violations in 0..5) {
        let mut given = json!({ "corrected": corrected, "earlier_violations": violations, "parties": [{ "confessed": corrected }] });
        if fined {
            given["fine"] = json!("100元");
        }
        prop_assert!(matches!(evaluate(&source, &Type::Bool, &given), Ok(Outcome::Bool(_))), "{}", source);
    }

    #[test]
    fn any_text_is_read_or_refused(source in "\\PC{0,60}") {
        let _ = Expression::read(&source, Schema::of(Over::Case), &Type::Bool, &vocabulary());
    }
}
