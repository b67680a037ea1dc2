//! Examples are the tests of a rule: each is tried, and one with another answer is a fault.

use jiff::civil::{Date, date};
use serde_json::Value;

use super::{Code, Finding};
use crate::expression::{Misfit, Over, Question};
use crate::lint::parameters::type_of;
use crate::model::{Person, Record, Scope};
use crate::reading::{ParsedFile, finding};
use crate::rule_set::RuleSet;
use crate::shape::FileKind;
use crate::yaml::{Node, Place};

/// The day on which examples ask, if they do not say.
const EXAMPLE_DAY: Date = date(2025, 1, 2);

pub(super) fn check(file: &ParsedFile<'_>, rules: &RuleSet, findings: &mut Vec<Finding>) {
    let mut trial = Trial {
        file,
        rules,
        findings,
    };
    let Some(key) = file.kind.rules_key() else {
        return;
    };
    for rule in file.root.list(key) {
        match file.kind {
            FileKind::Parameters => trial.parameter(rule),
            FileKind::Documents => trial.document_kind(rule),
            FileKind::Guards => trial.condition(rule, "require", Over::Case),
            FileKind::Procedures => trial.procedure(rule),
            FileKind::Discretion => trial.benchmark(rule),
            FileKind::Leniency => trial.condition(rule, "when", Over::Case),
            FileKind::Policy => trial.grant(rule),
            _ => {}
        }
    }
}

struct Trial<'a> {
    file: &'a ParsedFile<'a>,
    rules: &'a RuleSet,
    findings: &'a mut Vec<Finding>,
}

impl Trial<'_> {
    fn parameter(&mut self, rule: &Node) {
        let (Some(id), Some(holds)) = (rule.words("id"), type_of(rule)) else {
            return;
        };
        for example in rule.list("examples") {
            let Some(on) = day(example, "on") else {
                continue;
            };
            let Some(expect) = example.get("expect") else {
                continue;
            };
            let word = |key| example.words(key).unwrap_or_default();
            let found = self
                .rules
                .legal()
                .parameters
                .value(id, on, word("sector"), word("region"));
            if found != holds.read(&expect.json()).as_ref() {
                let found = found.map_or("none".to_owned(), ToString::to_string);
                let wanted = expect.text().unwrap_or_default().to_owned();
                self.fails(expect.at, &wanted, &found);
            }
        }
    }

    fn document_kind(&mut self, rule: &Node) {
        let words = |node: &Node, key: &str| -> Vec<String> {
            node.list(key)
                .iter()
                .filter_map(|word| word.text().map(str::to_owned))
                .collect()
        };
        let fields: Vec<&Node> = rule.list("fields").iter().collect();
        for example in rule.list("examples") {
            for key in ["given", "missing"] {
                for word in example.list(key) {
                    if !fields.iter().any(|field| field.words("id") == word.text()) {
                        let id = word.text().unwrap_or_default();
                        self.malformed(
                            word.at,
                            &format!("文书没有字段“{id}”"),
                            &format!("the document has no field {id:?}"),
                        );
                    }
                }
            }
            let given = words(example, "given");
            let required = fields
                .iter()
                .filter(|field| field.words("required") == Some("true"));
            let ids = required.filter_map(|field| field.words("id"));
            let missing: Vec<_> = ids
                .filter(|id| !given.iter().any(|given| given == id))
                .collect();
            let expected = words(example, "missing");
            let same = missing.len() == expected.len()
                && missing
                    .iter()
                    .all(|id| expected.iter().any(|other| other == id));
            if !same {
                let at = example
                    .get("missing")
                    .map_or(example.at, |missing| missing.at);
                self.fails(at, &expected.join(", "), &missing.join(", "));
            }
        }
    }

    fn procedure(&mut self, rule: &Node) {
        for example in rule.list("examples") {
            self.walk(rule, example);
        }
    }

    /// Goes through the acts of an example, by stages and documents alone.
    fn walk(&mut self, rule: &Node, example: &Node) {
        let stages = rule.list("stages");
        let initial = stages
            .iter()
            .find(|stage| stage.words("initial") == Some("true"));
        let Some(mut stage) = initial.and_then(|stage| stage.words("id")) else {
            return;
        };
        for step in example.list("acts") {
            let acts = rule.list("acts");
            let Some(act) = acts.iter().find(|act| act.words("id") == step.text()) else {
                return;
            };
            if !act
                .list("from")
                .iter()
                .any(|from| from.text() == Some(stage))
            {
                let name = step.text().unwrap_or_default();
                return self.say(
                    Code::ExampleFails,
                    step.at,
                    &format!("例子不成立：在阶段“{stage}”不能做“{name}”"),
                    &format!("the example fails: {name:?} cannot be done in the stage {stage:?}"),
                );
            }
            stage = act.words("to").unwrap_or(stage);
        }
        let Some(expected) = example.get("ends_in") else {
            return;
        };
        if expected.text() != Some(stage) {
            let wanted = expected.text().unwrap_or_default().to_owned();
            self.fails(expected.at, &wanted, stage);
        }
    }

    fn benchmark(&mut self, rule: &Node) {
        let id = rule.words("id").unwrap_or_default();
        let from = rule.get("in_force").and_then(|days| day(days, "from"));
        let mut all = self.rules.benchmarks().iter();
        let found = all.find(|benchmark| {
            benchmark.head.id == id && Some(benchmark.head.in_force.from) == from
        });
        let Some(benchmark) = found else { return };
        let rules = self.rules;
        for example in rule.list("examples") {
            let (Some(case), Some(expected)) =
                (self.snapshot(example, Over::Case), example.get("grade"))
            else {
                continue;
            };
            match rules.grade_of(benchmark, &case, &question(example)) {
                Ok(grade) if grade.map(|grade| grade.id.as_str()) == expected.text() => {}
                Ok(grade) => {
                    let wanted = expected.text().unwrap_or_default().to_owned();
                    self.fails(
                        expected.at,
                        &wanted,
                        grade.map_or("none", |grade| &grade.id),
                    );
                }
                Err(error) => self.malformed(
                    expected.at,
                    &format!("例子无法试算：{error}"),
                    &format!("the example cannot be tried: {error}"),
                ),
            }
        }
    }

    fn condition(&mut self, rule: &Node, key: &str, over: Over) {
        let Some(source) = rule.words(key) else {
            return;
        };
        if self.rules.expression(over, source).is_none() {
            return;
        }
        for example in rule.list("examples") {
            if let Some(snapshot) = self.snapshot(example, over) {
                self.try_condition(example, source, over, &snapshot);
            }
        }
    }

    fn try_condition(&mut self, example: &Node, source: &str, over: Over, snapshot: &Value) {
        let Some(expect) = example.get("expect") else {
            return;
        };
        match self.rules.holds(over, source, snapshot, &question(example)) {
            Ok(holds) if Some(holds.to_string().as_str()) == expect.text() => {}
            Ok(holds) => {
                let wanted = expect.text().unwrap_or_default().to_owned();
                self.fails(expect.at, &wanted, &holds.to_string());
            }
            Err(error) => self.malformed(
                expect.at,
                &format!("例子无法试算：{error}"),
                &format!("the example cannot be tried: {error}"),
            ),
        }
    }

    fn grant(&mut self, rule: &Node) {
        let scope = rule
            .get("scope")
            .and_then(|scope| serde_json::from_value::<Scope>(scope.json()).ok());
        let Some(scope) = scope else { return };
        for example in rule.list("examples") {
            let Some(expect) = example.get("expect") else {
                continue;
            };
            let Some((person, officer)) = self.person(example) else {
                continue;
            };
            let Some(record) = self.part::<Record>(example, "record") else {
                continue;
            };
            let mut allowed = scope.admits(&person, &record);
            if let Some(when) = rule
                .words("when")
                .filter(|when| self.rules.expression(Over::Officer, when).is_some())
            {
                let asked = question(example);
                allowed &= self
                    .rules
                    .holds(Over::Officer, when, &officer, &asked)
                    .unwrap_or(false);
            }
            if Some(allowed.to_string().as_str()) != expect.text() {
                let wanted = expect.text().unwrap_or_default().to_owned();
                self.fails(expect.at, &wanted, &allowed.to_string());
            }
        }
    }

    /// The person of an example, and the officer snapshot for the condition.
    fn person(&mut self, example: &Node) -> Option<(Person, Value)> {
        let node = example.get("person")?;
        let mut json = node.json();
        let officer = json
            .as_object_mut()
            .and_then(|person| person.remove("officer"));
        let officer = officer.unwrap_or_else(|| Value::Object(serde_json::Map::new()));
        let person = match serde_json::from_value(json) {
            Ok(person) => person,
            Err(error) => {
                self.malformed(
                    node.at,
                    &format!("人员写法有误：{error}"),
                    &format!("the person is not in order: {error}"),
                );
                return None;
            }
        };
        match self.rules.schema(Over::Officer).complete(&officer) {
            Ok(officer) => Some((person, officer)),
            Err(misfit) => {
                self.misfit(node, &misfit);
                None
            }
        }
    }

    fn part<T: serde::de::DeserializeOwned>(&mut self, example: &Node, key: &str) -> Option<T> {
        let node = example.get(key)?;
        match serde_json::from_value(node.json()) {
            Ok(part) => Some(part),
            Err(error) => {
                self.malformed(
                    node.at,
                    &format!("记录写法有误：{error}"),
                    &format!("the record is not in order: {error}"),
                );
                None
            }
        }
    }

    /// The whole snapshot of an example; a part that is not of the schema is a finding.
    fn snapshot(&mut self, example: &Node, over: Over) -> Option<Value> {
        let given = example.get("given")?;
        match self.rules.schema(over).complete(&given.json()) {
            Ok(snapshot) => Some(snapshot),
            Err(misfit) => {
                self.misfit(given, &misfit);
                None
            }
        }
    }

    fn misfit(&mut self, given: &Node, misfit: &Misfit) {
        let path = misfit.path.join(".");
        let at = place_in(given, &misfit.path);
        let (zh, en) = (
            misfit.message.get(base::Lang::Zh),
            misfit.message.get(base::Lang::En),
        );
        self.malformed(
            at,
            &format!("例子中的 {path} 有误：{zh}"),
            &format!("{path} of the example is wrong: {en}"),
        );
    }

    fn fails(&mut self, at: Place, expected: &str, found: &str) {
        self.say(
            Code::ExampleFails,
            at,
            &format!("例子不成立：应为“{expected}”，规则得出“{found}”；请改规则或者例子"),
            &format!("the example fails: {expected:?} was expected, the rule gives {found:?}; change the rule or the example"),
        );
    }

    fn malformed(&mut self, at: Place, zh: &str, en: &str) {
        self.say(Code::ExampleMalformed, at, zh, en);
    }

    fn say(&mut self, code: Code, at: Place, zh: &str, en: &str) {
        self.findings.push(finding(self.file, code, at, zh, en));
    }
}

fn question(example: &Node) -> Question {
    let today = day(example, "today").unwrap_or(EXAMPLE_DAY);
    Question {
        judged_on: today,
        today,
        sector: String::new(),
        region: String::new(),
    }
}

fn day(node: &Node, key: &str) -> Option<Date> {
    node.words(key).and_then(|day| day.parse().ok())
}

/// Where the value under this path stands, or the nearest one above it.
fn place_in(node: &Node, path: &[String]) -> Place {
    let mut node = node;
    let mut at = node.at;
    for key in path {
        let entry = node
            .entries()
            .iter()
            .find(|(name, _)| name.text() == Some(key));
        let element = key
            .parse::<usize>()
            .ok()
            .and_then(|index| node.elements().get(index));
        match (entry, element) {
            (Some((name, value)), _) => (node, at) = (value, name.at),
            (None, Some(element)) => (node, at) = (element, element.at),
            (None, None) => break,
        }
    }
    at
}
