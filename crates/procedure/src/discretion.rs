//! Discretion: the grade of a benchmark and the leniency that fit a case, with why.

use base::{Fen, Lang, Text};
use jiff::civil::Date;
use rules::model::{Benchmark, Binding, Effect, Grade, LeniencyEntry, Target};
use rules::{Citation, Over, Question};
use serde::Serialize;

use crate::case::Case;
use crate::compiled::Procedures;
use crate::explain::{Condition, Explainer, Met};
use crate::snapshot::{around, judged_on};
use crate::world::World;

/// What the benchmark and the lists suggest. A machine suggests; a person signs.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Suggestion {
    /// The benchmark; none where no pack has one for the offence.
    pub benchmark: Option<Graded>,
    /// The entries of the leniency lists for the offence: those that fit first, then those for which
    /// facts are missing, then those that the facts rule out.
    pub leniency: Vec<Leniency>,
    /// What it takes to depart from the benchmark.
    pub departure: Departure,
}

/// A benchmark beside the facts of a case.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Graded {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: Text,
    /// What it rests on.
    pub provisions: Vec<String>,
    /// The provision that punishes the deed.
    pub offence: String,
    /// The least fine that this provision allows, in fen.
    pub fine_least: Fen,
    /// The highest fine that this provision allows, in fen.
    pub fine_most: Fen,
    /// The grades, the lightest first.
    pub grades: Vec<GradeNow>,
    /// The grade that the facts give; none where they do not say enough.
    pub grade: Option<String>,
    /// How the grade was found, or which fact is missing.
    pub because: Text,
}

/// A grade beside the facts of a case.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct GradeNow {
    /// Its id within the benchmark.
    pub id: String,
    /// Its name.
    pub name: Text,
    /// The least fine, in fen.
    pub fine_least: Fen,
    /// The highest fine, in fen.
    pub fine_most: Fen,
    /// The first value of the measure that belongs here, where a measure decides.
    pub from: Option<i64>,
    /// The first value that does not.
    pub below: Option<i64>,
    /// Whether the facts give this grade.
    pub fits: bool,
    /// What must be so.
    pub conditions: Vec<Condition>,
}

/// An entry of a leniency list beside the facts of a case.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Leniency {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: Text,
    /// What it brings: `no_penalty`, `lighter`, `mitigated`, `no_coercion`.
    pub effect: &'static str,
    /// The provisions that it rests on.
    pub provisions: Vec<String>,
    /// Whether it fits: `open` where it may, once the facts are stated that are missing.
    pub fits: Met,
    /// What must be so.
    pub conditions: Vec<Condition>,
}

/// What it takes to depart from the benchmark: what acts of the stage may state, and the guards that
/// will ask for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Departure {
    /// Why the case departs, as it is stated now.
    pub stated: Option<String>,
    /// The acts of the stage that may state it.
    pub acts: Vec<String>,
    /// The guards that ask for it.
    pub rules: Vec<DepartureRule>,
}

/// A guard that asks for the reason of a departure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DepartureRule {
    /// Its id.
    pub rule: String,
    /// What it says where it is broken.
    pub says: Text,
    /// What it rests on.
    pub provisions: Vec<String>,
    /// Whether a head may override it.
    pub can_override: bool,
}

/// The field of a case in which a departure is explained.
const DEPARTURE: &str = "departure";

impl Procedures {
    /// What the benchmarks and lists suggest for a case on an offence, on a day. `offences` are the
    /// addresses by which packs may name the offence, the nearest first: `law/…#25.1.2`, `law/…#25`.
    pub fn suggest(
        &self,
        case: &Case,
        offences: &[Citation],
        world: &World,
        today: Date,
    ) -> Suggestion {
        let departure = self.departure(case, today);
        let Some(procedure) = self.rules.procedure(&case.procedure, today) else {
            return Suggestion {
                benchmark: None,
                leniency: Vec::new(),
                departure,
            };
        };
        let at = today.to_datetime(jiff::civil::Time::midnight());
        let around = around(self, procedure, at, world);
        let mut snapshot = around.snapshot(case, &case.facts);
        let _ = around.look_at(&mut snapshot, &case.facts);
        let deed = case.day("violation_on").unwrap_or(today);
        let explainer = Explainer {
            rules: &self.rules,
            snapshot: &snapshot,
            facts: &case.facts,
            question: Question {
                judged_on: deed,
                today,
                sector: case.words("sector").unwrap_or_default().to_owned(),
                region: self.region.clone(),
            },
        };
        let target = target_of(&snapshot);
        let mut benchmarks = offences
            .iter()
            .flat_map(|offence| self.rules.benchmarks_for(offence, deed));
        let found =
            benchmarks.find(|found| found.target == Target::Any || Some(found.target) == target);
        let entries = self.rules.leniency().iter();
        let entries = entries
            .filter(|entry| offences.contains(&entry.offence) && entry.head.in_force.covers(today));
        let mut leniency: Vec<_> = entries
            .map(|entry| {
                let day = judged_on(entry.head.judged_by, &case.facts, today);
                looked_up(&explainer.on(day), entry)
            })
            .collect();
        leniency.sort_by_key(|entry| entry.fits);
        Suggestion {
            benchmark: found.map(|found| graded(&explainer, found)),
            leniency,
            departure,
        }
    }

    /// What the packs ask of a departure, in the stage in which a case stands.
    fn departure(&self, case: &Case, today: Date) -> Departure {
        let procedure = self.rules.procedure(&case.procedure, today);
        let acts = procedure.iter().flat_map(|procedure| &procedure.acts);
        let stating = acts
            .clone()
            .filter(|act| act.from.contains(&case.stage))
            .filter(|act| act.takes.iter().any(|take| take.field == DEPARTURE));
        let guards = self.rules.guards().iter().filter(|guard| {
            let asked = acts.clone().any(|act| act.guards.contains(&guard.head.id));
            let looks = self
                .rules
                .expression(Over::Case, &guard.require)
                .is_some_and(|require| require.looks_at(Over::Case).contains(DEPARTURE));
            asked && looks && guard.head.in_force.covers(today)
        });
        Departure {
            stated: case.words(DEPARTURE).map(str::to_owned),
            acts: stating.map(|act| act.id.clone()).collect(),
            rules: guards
                .map(|guard| DepartureRule {
                    rule: guard.head.id.clone(),
                    says: guard.refusal.clone(),
                    provisions: cited(&guard.head.provisions),
                    can_override: guard.binding == Binding::Override,
                })
                .collect(),
        }
    }
}

fn graded(explainer: &Explainer<'_>, benchmark: &Benchmark) -> Graded {
    let found = explainer
        .rules
        .grade_of(benchmark, explainer.snapshot, &explainer.question);
    let found = found.ok().flatten();
    let measured = benchmark.measure.as_ref().map(|measure| &measure.fact);
    let grades = benchmark.grades.iter().map(|grade| GradeNow {
        id: grade.id.clone(),
        name: grade.name.clone(),
        fine_least: grade.fine.least.0,
        fine_most: grade.fine.most.0,
        from: grade.from,
        below: grade.below,
        fits: found.is_some_and(|found| found.id == grade.id),
        conditions: match (measured, &grade.when) {
            (Some(fact), _) => vec![explainer.measured(fact, grade)],
            (None, Some(when)) => explainer.conditions(when),
            (None, None) => Vec::new(),
        },
    });
    let grades: Vec<GradeNow> = grades.collect();
    let missing: Vec<&Condition> = grades
        .iter()
        .take_while(|grade| !grade.fits)
        .chain(grades.iter().filter(|grade| grade.fits))
        .flat_map(|grade| &grade.conditions)
        .filter(|condition| condition.met == Met::Open)
        .collect();
    Graded {
        id: benchmark.head.id.clone(),
        name: benchmark.head.name.clone(),
        provisions: cited(&benchmark.head.provisions),
        offence: benchmark.offence.to_string(),
        fine_least: benchmark.range.least.0,
        fine_most: benchmark.range.most.0,
        because: because(found, &missing),
        grade: found.map(|grade| grade.id.clone()),
        grades,
    }
}

fn looked_up(explainer: &Explainer<'_>, entry: &LeniencyEntry) -> Leniency {
    let conditions = explainer.conditions(&entry.when);
    Leniency {
        id: entry.head.id.clone(),
        name: entry.head.name.clone(),
        effect: effect(entry.effect),
        provisions: cited(&entry.head.provisions),
        fits: Met::all(&conditions),
        conditions,
    }
}

/// Whom the first party is; `None` where no party is named.
fn target_of(snapshot: &serde_json::Value) -> Option<Target> {
    match snapshot["parties"][0]["kind"].as_str()? {
        "individual" => Some(Target::Individual),
        _ => Some(Target::Organisation),
    }
}

fn because(found: Option<&Grade>, missing: &[&Condition]) -> Text {
    let unstated = |lang: Lang, between: &str| {
        let mut names: Vec<&str> = Vec::new();
        for fact in missing.iter().flat_map(|condition| &condition.facts) {
            let name = fact.name.get(lang);
            if !fact.stated && !names.contains(&name) {
                names.push(name);
            }
        }
        names.join(between)
    };
    let (zh, en) = (unstated(Lang::Zh, "、"), unstated(Lang::En, ", "));
    let (zh, en) = match found {
        Some(grade) if missing.is_empty() => (
            format!("已陈述的事实符合“{}”档", grade.name.get(Lang::Zh)),
            format!(
                "the stated facts give the grade {:?}",
                grade.name.get(Lang::En)
            ),
        ),
        Some(grade) => (
            format!(
                "暂为“{}”档；以下事实尚未陈述，查明后可能变化：{zh}",
                grade.name.get(Lang::Zh)
            ),
            format!(
                "for now the grade {:?}; these facts are not stated yet and may change it: {en}",
                grade.name.get(Lang::En)
            ),
        ),
        None if missing.is_empty() => (
            "没有任何一档与已陈述的事实相符，请核对".to_owned(),
            "no grade fits the stated facts: check them".to_owned(),
        ),
        None => (
            format!("尚不能确定档次，请先查明：{zh}"),
            format!("the grade cannot be told yet, find out first: {en}"),
        ),
    };
    Text::new(&zh, &en).expect("both parts are written out")
}

fn cited(provisions: &[Citation]) -> Vec<String> {
    provisions.iter().map(ToString::to_string).collect()
}

const fn effect(effect: Effect) -> &'static str {
    match effect {
        Effect::NoPenalty => "no_penalty",
        Effect::Lighter => "lighter",
        Effect::Mitigated => "mitigated",
        Effect::NoCoercion => "no_coercion",
    }
}
