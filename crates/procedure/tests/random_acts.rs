//! Random acts by random people: whatever is asked and reported, a case keeps its invariants, and
//! its acts make the same case again.

#![expect(clippy::unwrap_used, reason = "a test fails where it stands")]

use std::path::Path;
use std::sync::{Arc, LazyLock};

use jiff::civil::date;
use procedure::{
    Act, AuthorityNow, Case, ClockState, ItemRule, LawOfTheDay, Manner, OfficerNow, Override,
    Procedures, Verdict, World,
};
use rules::model::{self, ListEffect};
use rules::{Folder, Over, RuleSet, Schema, Type};
use serde_json::{Map, Value};

static PROCEDURES: LazyLock<Procedures> = LazyLock::new(|| {
    let pack = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs/sample-city");
    let folders = Folder::read_with_parents(&pack).unwrap();
    Procedures::new(Arc::new(RuleSet::load(&folders).unwrap()))
});

/// Numbers that look random and are the same each time (the generator of Steele and Vigna,
/// `SplitMix64`).
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % (end as u64)).unwrap()
    }

    fn one_in(&mut self, many: usize) -> bool {
        self.below(many) == 0
    }

    fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len())]
    }
}

const ROLES: [&str; 4] = ["officer", "team_leader", "legal_reviewer", "head"];

fn value(dice: &mut Dice, schema: &Schema, holds: &Type) -> Value {
    match holds {
        Type::Bool => dice.one_in(2).into(),
        Type::Int => i64::try_from(dice.below(40)).unwrap().into(),
        Type::Money => i64::try_from(dice.below(30_000_000)).unwrap().into(),
        Type::String | Type::Unknown => (*dice.pick(&["1", "2", "fine", "revoke_licence"])).into(),
        Type::Word(words) => dice.pick(words).clone().into(),
        Type::Date => day(dice, 900).to_string().into(),
        Type::Instant => day(dice, 900).at(9, 30, 0, 0).to_string().into(),
        Type::List(of, _) => {
            let many = dice.below(3);
            (0..many).map(|_| value(dice, schema, of)).collect()
        }
        Type::Record(name) => {
            let fields = schema.records()[name].iter();
            let fields = fields.filter(|(_, field)| !field.optional || dice.0 & 1 == 0);
            let fields: Vec<_> = fields.collect();
            let said = fields.into_iter();
            let said = said.map(|(key, field)| (key.clone(), value(dice, schema, &field.holds)));
            Value::Object(said.collect())
        }
    }
}

fn day(dice: &mut Dice, within: usize) -> jiff::civil::Date {
    let days = i64::try_from(dice.below(within)).unwrap();
    date(2024, 1, 2)
        .checked_add(jiff::Span::new().days(days))
        .unwrap()
}

fn states(dice: &mut Dice, rule: &model::Act, case: &Case) -> Map<String, Value> {
    let schema = PROCEDURES.rules().schema(Over::Case);
    let mut said = Map::new();
    for take in &rule.takes {
        if take.required || dice.one_in(2) {
            let field = schema.field("case", &take.field).unwrap();
            said.insert(take.field.clone(), value(dice, schema, &field.holds));
        }
    }
    for change in &rule.lists {
        let mut element = Map::new();
        let Type::List(of, _) = &schema.field("case", &change.list).unwrap().holds else {
            unreachable!("the lint asks for a list")
        };
        let Type::Record(record) = &**of else {
            continue;
        };
        for take in &change.takes {
            let field = schema.field(record, &take.field).unwrap();
            element.insert(take.field.clone(), value(dice, schema, &field.holds));
        }
        if change.does == ListEffect::Change {
            let there = case.facts.get(&change.list).and_then(Value::as_array);
            let last = there.and_then(|there| there.last());
            let Some(id) = last.and_then(|last| last["id"].as_str()) else {
                continue;
            };
            element.insert("ref".to_owned(), id.into());
        }
        said.insert(change.list.clone(), Value::Object(element));
    }
    said
}

fn world(dice: &mut Dice) -> World {
    let person = |dice: &mut Dice, id: usize| OfficerNow {
        id: id.to_string(),
        authority: "a".to_owned(),
        certificate_valid: !dice.one_in(8),
        auxiliary: dice.one_in(10),
        legal_qualification: dice.one_in(2),
        interested: dice.one_in(12),
    };
    let many = dice.below(4);
    World {
        authority: AuthorityNow {
            holds_item: !dice.one_in(8),
            delegated_item: dice.one_in(3),
            confirmed: !dice.one_in(8),
            covers_place: !dice.one_in(8),
            entrustment_valid: !dice.one_in(8),
            ..AuthorityNow::unknown()
        },
        acting: (0..many).map(|id| person(dice, id)).collect(),
        officers: (0..4).map(|id| person(dice, id)).collect(),
        item_rule: dice.one_in(2).then(|| ItemRule {
            kinds: vec!["fine".to_owned()],
            fine_least: Some(1_000),
            fine_most: Some(5_000_000),
            law: LawOfTheDay::Old,
        }),
        fined_before: i64::from(dice.one_in(10)),
        open_elsewhere: i64::from(dice.one_in(10)),
        inspections_this_year: i64::from(dice.one_in(3)),
        earlier_violations: i64::from(dice.one_in(3)),
    }
}

fn next_act(dice: &mut Dice, rule: &model::Act, case: &Case, at: jiff::civil::DateTime) -> Act {
    let reported = dice.one_in(4);
    let asked_by = if dice.one_in(5) {
        (*dice.pick(&ROLES)).to_owned()
    } else {
        dice.pick(&rule.by).clone()
    };
    Act {
        kind: rule.id.clone(),
        at,
        manner: if reported {
            Manner::Reported
        } else {
            Manner::Requested
        },
        roles: if reported { Vec::new() } else { vec![asked_by] },
        states: states(dice, rule, case),
        documents: Vec::new(),
        overriding: dice.one_in(3).then(|| Override {
            reason: "试验".to_owned(),
        }),
        numbers: Vec::new(),
    }
}

/// What holds of every case.
fn keeps_its_invariants(case: &Case, procedure: &model::Procedure) {
    assert!(procedure.stages.iter().any(|stage| stage.id == case.stage));
    for (at, run) in case.clocks.iter().enumerate() {
        let same = |other: &&procedure::ClockRun| other.clock == run.clock && other.of == run.of;
        let open = case
            .clocks
            .iter()
            .filter(same)
            .filter(|other| other.is_open());
        assert!(
            open.count() <= 1,
            "one clock of a kind runs at a time: {}",
            run.clock
        );
        if run.state() == ClockState::Paused {
            assert!(run.due_on.is_none(), "what stands still has no end");
        }
        if let Some(due) = run.due_on {
            assert!(due >= run.started_at.date(), "{run:?} at {at}");
        }
        for pair in run.pauses.windows(2) {
            assert!(
                pair[0].to.is_some_and(|to| to < pair[1].from),
                "pauses do not overlap"
            );
        }
    }
    for mark in &case.marks {
        assert!(mark.act >= 1 && mark.act <= case.acts);
    }
}

/// What holds of every act that was done.
fn was_rightly_done(act: &Act, effects: &procedure::Effects, before: &Case) {
    assert_eq!(effects.case.acts, before.acts + 1);
    let new = effects.case.marks.len() - before.marks.len();
    assert_eq!(new, effects.broken.len(), "what it broke is marked");
    if act.manner == Manner::Requested && !effects.broken.is_empty() {
        assert!(act.overriding.is_some() && act.roles.iter().any(|role| role == "head"));
        assert!(effects.broken.iter().all(|broken| broken.can_override));
    }
}

/// One sequence; how many of its acts were done, and how many refused.
fn sequence(seed: u64) -> (usize, usize) {
    let mut dice = Dice(seed);
    let all = PROCEDURES.rules().procedures();
    let procedure = dice.pick(all).clone();
    let first = date(2026, 1, 5);
    let mut case = PROCEDURES.opened(&procedure.head.id, first).unwrap();
    let (mut acts, mut seen) = (Vec::new(), Vec::new());
    let (mut at, mut refused) = (first.at(9, 0, 0, 0), 0);
    for _ in 0..14 {
        at = at
            .checked_add(jiff::Span::new().hours(i64::try_from(dice.below(200)).unwrap()))
            .unwrap();
        let here: Vec<_> = procedure
            .acts
            .iter()
            .filter(|act| act.from.contains(&case.stage))
            .collect();
        let any = here.is_empty() || dice.one_in(6);
        let rule = if any {
            dice.pick(&procedure.acts)
        } else {
            dice.pick(&here)
        };
        let act = next_act(&mut dice, rule, &case, at);
        let world = world(&mut dice);
        match PROCEDURES.decide(&case, &act, &world) {
            Ok(Verdict::Done(effects)) => {
                was_rightly_done(&act, &effects, &case);
                case = effects.case;
                acts.push(act);
                seen.push(effects.seen);
            }
            Ok(Verdict::Refused(refusal)) => {
                assert!(act.manner == Manner::Requested && !refusal.broken.is_empty());
                refused += 1;
            }
            Err(error) => assert_eq!(error.code(), "case.no_element", "{error}: {act:?}"),
        }
        keeps_its_invariants(&case, &procedure);
    }
    let again = PROCEDURES
        .replay(&procedure.head.id, first, acts.iter().zip(&seen))
        .unwrap();
    case.marks.clear();
    assert_eq!(again, case, "seed {seed}: replay makes the same case");
    let kept = serde_json::to_value(&case).unwrap();
    assert_eq!(serde_json::from_value::<Case>(kept).unwrap(), case);
    (acts.len(), refused)
}

/// Runs so many sequences.
fn run(sequences: u64) {
    let (mut done, mut refused) = (0, 0);
    for seed in 0..sequences {
        let counts = sequence(seed);
        done += counts.0;
        refused += counts.1;
    }
    println!("{sequences} sequences: {done} acts done, {refused} refused");
    assert!(
        done > 0 && refused > 0,
        "both must occur: {done} done, {refused} refused"
    );
}

#[test]
fn random_sequences_of_acts_keep_the_invariants_and_replay_equal() {
    run(1_000);
}

#[test]
#[ignore = "long: make torture"]
fn ten_thousand_random_sequences_keep_the_invariants_and_replay_equal() {
    run(10_000);
}
