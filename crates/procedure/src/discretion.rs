//! Discretion: the grade of a benchmark and the leniency that fit a case, with why.

use base::{Fen, Text};
use jiff::civil::Date;
use rules::model::{Effect, Grade, Target};
use rules::{Citation, Over, Question};
use serde::Serialize;

use crate::case::Case;
use crate::compiled::Procedures;
use crate::snapshot::{Surroundings, around};
use crate::world::World;

/// What the benchmark and the lists suggest. A machine suggests; a person signs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Suggestion {
    /// The benchmark; none where no pack has one for the offence.
    pub benchmark: Option<String>,
    /// The name of the benchmark.
    pub benchmark_name: Option<Text>,
    /// The grade that the facts give; none where they do not say enough.
    pub grade: Option<String>,
    /// The name of the grade.
    pub grade_name: Option<Text>,
    /// The least fine of the grade, in fen.
    pub fine_least: Option<Fen>,
    /// The highest fine of the grade, in fen.
    pub fine_most: Option<Fen>,
    /// How the grade was found.
    pub because: Option<Text>,
    /// The entries of the leniency lists that fit.
    pub leniency: Vec<Leniency>,
}

/// An entry of a leniency list that fits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Leniency {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: Text,
    /// What it brings: `no_penalty`, `lighter`, `mitigated`, `no_coercion`.
    pub effect: &'static str,
    /// The provisions that it rests on.
    pub provisions: Vec<String>,
}

impl Procedures {
    /// What the benchmarks and lists suggest for a case on an offence, on a day.
    pub fn suggest(
        &self,
        case: &Case,
        offence: &Citation,
        world: &World,
        today: Date,
    ) -> Suggestion {
        let Some(procedure) = self.rules.procedure(&case.procedure, today) else {
            return Suggestion::none();
        };
        let at = today.to_datetime(jiff::civil::Time::midnight());
        let around = around(self, procedure, at, world);
        let mut snapshot = around.snapshot(case, &case.facts);
        let _ = around.look_at(&mut snapshot, &case.facts);
        let deed = case.day("violation_on").unwrap_or(today);
        let question = |judged_on| Question {
            judged_on,
            today,
            sector: case.words("sector").unwrap_or_default().to_owned(),
            region: self.region.clone(),
        };
        let mut suggestion = Suggestion::none();
        let target = target_of(&snapshot);
        let mut benchmarks = self.rules.benchmarks_for(offence, deed);
        let found =
            benchmarks.find(|found| found.target == Target::Any || Some(found.target) == target);
        if let Some(benchmark) = found {
            suggestion.benchmark = Some(benchmark.head.id.clone());
            suggestion.benchmark_name = Some(benchmark.head.name.clone());
            let grade = self.rules.grade_of(benchmark, &snapshot, &question(deed));
            if let Ok(Some(grade)) = grade {
                let measured = benchmark
                    .measure
                    .as_ref()
                    .map(|measure| measure.fact.as_str());
                suggestion.graded(grade, because(&around, &snapshot, grade, measured));
            }
        }
        let entries = self.rules.leniency_for(offence, today);
        let fitting = entries.filter(|entry| {
            let judged = crate::snapshot::judged_on(entry.head.judged_by, &case.facts, today);
            let holds = self
                .rules
                .holds(Over::Case, &entry.when, &snapshot, &question(judged));
            holds.unwrap_or(false)
        });
        suggestion.leniency = fitting
            .map(|entry| Leniency {
                id: entry.head.id.clone(),
                name: entry.head.name.clone(),
                effect: effect(entry.effect),
                provisions: entry
                    .head
                    .provisions
                    .iter()
                    .map(ToString::to_string)
                    .collect(),
            })
            .collect();
        suggestion
    }
}

impl Suggestion {
    const fn none() -> Self {
        Self {
            benchmark: None,
            benchmark_name: None,
            grade: None,
            grade_name: None,
            fine_least: None,
            fine_most: None,
            because: None,
            leniency: Vec::new(),
        }
    }

    fn graded(&mut self, grade: &Grade, because: Text) {
        self.grade = Some(grade.id.clone());
        self.grade_name = Some(grade.name.clone());
        self.fine_least = Some(grade.fine.least.0);
        self.fine_most = Some(grade.fine.most.0);
        self.because = Some(because);
    }
}

/// Whom the first party is; `None` where no party is named.
fn target_of(snapshot: &serde_json::Value) -> Option<Target> {
    match snapshot["parties"][0]["kind"].as_str()? {
        "individual" => Some(Target::Individual),
        _ => Some(Target::Organisation),
    }
}

fn because(
    around: &Surroundings<'_>,
    snapshot: &serde_json::Value,
    grade: &Grade,
    measured: Option<&str>,
) -> Text {
    let (zh, en) = if let Some(fact) = measured {
        let field = around.schema().field("facts", fact);
        let name = |lang| field.map_or(fact, |field| field.meaning.get(lang));
        let value = &snapshot["facts"][fact];
        (
            format!("{}为 {value}", name(base::Lang::Zh)),
            format!("{}: {value}", name(base::Lang::En)),
        )
    } else {
        let when = grade.when.as_deref().unwrap_or_default();
        (
            format!("案情符合条件：{when}"),
            format!("the facts meet: {when}"),
        )
    };
    Text::new(&zh, &en).expect("both parts are written out")
}

const fn effect(effect: Effect) -> &'static str {
    match effect {
        Effect::NoPenalty => "no_penalty",
        Effect::Lighter => "lighter",
        Effect::Mitigated => "mitigated",
        Effect::NoCoercion => "no_coercion",
    }
}
