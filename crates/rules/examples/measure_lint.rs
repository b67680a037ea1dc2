//! How long the lint of 5,000 rules takes, and what an expression costs:
//! `cargo run --release -p rules --example measure_lint`.

use std::fmt::Write;
use std::time::{Duration, Instant};

use jiff::civil::{Date, date};
use rules::{Citation, Folder, Holding, Over, ProvisionIndex, Question, RuleSet, lint};
use serde_json::json;

/// A library that holds everything.
struct Everything;

impl ProvisionIndex for Everything {
    fn look_up(&self, _: &Citation, _: Option<Date>) -> Holding {
        Holding::InForce
    }
}

/// Rules of the made-up pack; half leniency entries with an expression each, half benchmarks with
/// three grades.
const RULES: usize = 5_000;

fn main() {
    let folders = [pack()];
    let mut times: Vec<Duration> = (0..5).map(|_| time_lint(&folders)).collect();
    times.sort();
    let report = lint(&folders, Some(&Everything));
    println!(
        "lint: {} rules, {} expressions, {} provisions, {} findings: median {:?}, worst {:?} of 5",
        report.rules,
        report.expressions,
        report.provisions,
        report.findings.len(),
        times[2],
        times[4],
    );
    evaluate(&folders);
}

fn time_lint(folders: &[Folder]) -> Duration {
    let begun = Instant::now();
    let report = lint(folders, Some(&Everything));
    assert!(!report.has_errors(), "{:?}", report.findings.first());
    begun.elapsed()
}

fn evaluate(folders: &[Folder]) {
    let rules = RuleSet::load(folders).expect("the made-up pack is in order");
    let day = date(2025, 6, 2);
    let question = Question {
        judged_on: day,
        today: day,
        sector: String::new(),
        region: String::new(),
    };
    let case = json!({
        "corrected": true, "harm": "none", "earlier_violations": 0, "violation_on": "2025-05-01",
        "parties": [{ "kind": "individual", "born_on": "1990-01-01" }],
        "facts": { "dogs": 2 },
    });
    let begun = Instant::now();
    let entries = rules.leniency();
    for entry in entries {
        let holds = rules.holds(Over::Case, &entry.when, &case, &question);
        assert!(holds.is_ok(), "{holds:?}");
    }
    let each = begun.elapsed() / u32::try_from(entries.len()).unwrap_or(1);
    println!(
        "evaluate: {each:?} an expression over a case of {} fields",
        case.as_object().map_or(0, serde_json::Map::len)
    );
}

fn pack() -> Folder {
    let manifest =
        "id: made_up\nname: { zh: 测速用, en: for measuring }\nversion: 0.1.0\nsynthetic: true\n";
    let facts = "facts:\n  - { id: dogs, name: { zh: 犬只数, en: dogs }, type: count }\n";
    let mut leniency = "entries:\n".to_owned();
    let mut discretion = "benchmarks:\n".to_owned();
    for at in 0..RULES / 2 {
        let (article, limit) = (at % 80 + 1, at % 50 + 3);
        let head = format!(
            "    name: {{ zh: 第{at}条, en: rule {at} }}\n    provisions: [law/样例条例{at}#{article}.1]\n    judged_by: act\n    in_force: {{ from: 2024-01-01 }}\n    offence: law/样例条例{at}#{article}.1\n"
        );
        let _ = write!(
            leniency,
            "  - id: entry.n{at}\n{head}    sector: dogs\n    effect: no_penalty\n    when: >-\n      case.corrected && case.harm == 'none' && has(case.facts.dogs) && case.facts.dogs < {limit}\n      && case.parties.exists(p, has(p.born_on) && days_between(p.born_on, case.violation_on) > {at})\n    examples:\n      - {{ given: {{ corrected: true, facts: {{ dogs: 1 }}, parties: [{{ born_on: 1990-01-01 }}] }}, expect: true }}\n      - {{ given: {{ corrected: false }}, expect: false }}\n"
        );
        let _ = write!(
            discretion,
            "  - id: benchmark.n{at}\n{head}    target: any\n    range: {{ least: 50元, most: 500元 }}\n    measure: {{ fact: dogs, from: 1 }}\n    grades:\n      - {{ id: a, name: {{ zh: 轻, en: slight }}, from: 1, below: {limit}, fine: {{ least: 50元, most: 100元 }} }}\n      - {{ id: b, name: {{ zh: 中, en: ordinary }}, from: {limit}, below: 90, fine: {{ least: 100元, most: 200元 }} }}\n      - {{ id: c, name: {{ zh: 重, en: serious }}, from: 90, fine: {{ least: 200元, most: 500元 }} }}\n    examples:\n      - {{ given: {{ facts: {{ dogs: 1 }} }}, grade: a }}\n"
        );
    }
    let files = [
        ("pack.yaml", manifest.to_owned()),
        ("facts/dogs.yaml", facts.to_owned()),
        ("leniency/all.yaml", leniency),
        ("discretion/all.yaml", discretion),
    ];
    Folder::new(
        "made_up",
        files.map(|(path, text)| (path.to_owned(), text.into_bytes())),
    )
}
