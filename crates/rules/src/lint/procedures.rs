//! Procedures: every stage can be reached, every act done, every clock is started and ended.

use std::collections::HashSet;

use super::{Code, Finding};
use crate::reading::{ParsedFile, finding};
use crate::yaml::Node;

pub(super) fn check(file: &ParsedFile<'_>, all: &[ParsedFile<'_>], findings: &mut Vec<Finding>) {
    let procedures = file.root.list("procedures");
    if procedures.is_empty() {
        return;
    }
    let brought = brought_documents(all);
    for procedure in procedures {
        initial_stage(file, procedure, findings);
        walk(file, procedure, &brought, findings);
        clocks(file, procedure, findings);
        numbers(file, procedure, all, findings);
    }
}

/// The document kinds that parties and other bodies make: they need no act.
fn brought_documents<'a>(all: &'a [ParsedFile<'_>]) -> HashSet<&'a str> {
    let kinds = all.iter().flat_map(|file| file.root.list("document_kinds"));
    let brought = kinds.filter(|kind| matches!(kind.words("made_by"), Some("party" | "third")));
    brought.filter_map(|kind| kind.words("id")).collect()
}

fn initial_stage(file: &ParsedFile<'_>, procedure: &Node, findings: &mut Vec<Finding>) {
    let stages = procedure.list("stages");
    let initial = stages
        .iter()
        .filter(|stage| stage.words("initial") == Some("true"));
    let count = initial.count();
    if count != 1 && !stages.is_empty() {
        let at = procedure
            .get("stages")
            .map_or(procedure.at, |stages| stages.at);
        findings.push(finding(
            file,
            Code::InitialStage,
            at,
            &format!("应有且只有一个初始阶段（initial: true），现有 {count} 个"),
            &format!("exactly one stage is the first (initial: true), {count} are"),
        ));
    }
}

fn ids<'n>(node: &'n Node, key: &str) -> impl Iterator<Item = &'n str> {
    node.list(key).iter().filter_map(Node::text)
}

/// What can be reached: an act can be done in a reached stage when its documents are there; it then
/// reaches its own stage and makes its documents. What is never reached is a fault.
fn walk(
    file: &ParsedFile<'_>,
    procedure: &Node,
    brought: &HashSet<&str>,
    findings: &mut Vec<Finding>,
) {
    let stages = procedure.list("stages");
    let initial = stages
        .iter()
        .filter(|stage| stage.words("initial") == Some("true"));
    let mut reached: HashSet<&str> = initial.filter_map(|stage| stage.words("id")).collect();
    let mut documents = brought.clone();
    let acts = procedure.list("acts");
    let mut done = vec![false; acts.len()];
    loop {
        let mut moved = false;
        for (act, done) in acts.iter().zip(&mut done) {
            let in_stage = ids(act, "from").any(|stage| reached.contains(stage));
            if *done || !in_stage || !ids(act, "documents").all(|kind| documents.contains(kind)) {
                continue;
            }
            *done = true;
            moved = true;
            reached.extend(act.words("to"));
            documents.extend(ids(act, "makes"));
        }
        if !moved {
            break;
        }
    }
    for stage in stages {
        findings.extend(unreached(file, stage, &reached));
    }
    for act in acts
        .iter()
        .zip(&done)
        .filter(|(_, done)| !**done)
        .map(|(act, _)| act)
    {
        findings.push(impossible(file, act, &reached, &documents));
    }
}

fn unreached(file: &ParsedFile<'_>, stage: &Node, reached: &HashSet<&str>) -> Option<Finding> {
    let id = stage.get("id")?;
    let name = id.text()?;
    (!reached.contains(name)).then(|| {
        finding(
            file,
            Code::StageUnreachable,
            id.at,
            &format!("没有行为能到达阶段“{name}”：请让某个行为的 to 指向它，或者删去它"),
            &format!(
                "no act leads to the stage {name:?}: let the to of an act name it, or remove it"
            ),
        )
    })
}

fn impossible(
    file: &ParsedFile<'_>,
    act: &Node,
    reached: &HashSet<&str>,
    documents: &HashSet<&str>,
) -> Finding {
    let at = act.get("id").map_or(act.at, |id| id.at);
    let name = act.words("id").unwrap_or_default();
    let missing = ids(act, "documents").find(|kind| !documents.contains(kind));
    let (zh, en) = match missing {
        Some(kind) if ids(act, "from").any(|stage| reached.contains(stage)) => (
            format!("行为“{name}”永远做不了：所需文书“{kind}”在此之前没有行为制作"),
            format!(
                "the act {name:?} can never be done: no act before it makes the document {kind:?}"
            ),
        ),
        _ => (
            format!("行为“{name}”永远做不了：它的起始阶段都无法到达"),
            format!("the act {name:?} can never be done: none of its stages can be reached"),
        ),
    };
    finding(file, Code::ActImpossible, at, &zh, &en)
}

fn clocks(file: &ParsedFile<'_>, procedure: &Node, findings: &mut Vec<Finding>) {
    let lines: Vec<_> = procedure
        .list("acts")
        .iter()
        .flat_map(|act| act.list("clocks"))
        .collect();
    let does = |clock: &str, effect: &str| {
        lines
            .iter()
            .any(|line| line.words("clock") == Some(clock) && line.words("does") == Some(effect))
    };
    for clock in procedure.list("clocks") {
        let Some(id) = clock.get("id") else { continue };
        let name = id.text().unwrap_or_default();
        if !does(name, "start") {
            findings.push(finding(
                file,
                Code::ClockNeverStarts,
                id.at,
                &format!("没有行为启动时钟“{name}”：请在某个行为的 clocks 中写 does: start"),
                &format!(
                    "no act starts the clock {name:?}: write does: start under the clocks of an act"
                ),
            ));
        } else if !does(name, "end") {
            findings.push(finding(
                file,
                Code::ClockNeverEnds,
                id.at,
                &format!("没有行为停止时钟“{name}”：请在某个行为的 clocks 中写 does: end"),
                &format!(
                    "nothing stops the clock {name:?}: write does: end under the clocks of an act"
                ),
            ));
        }
    }
}

/// A word of case numbers is used by an act, an act that numbers has a word, and no document has the
/// same word: one word of one authority and year counts one kind of thing.
fn numbers(
    file: &ParsedFile<'_>,
    procedure: &Node,
    all: &[ParsedFile<'_>],
    findings: &mut Vec<Finding>,
) {
    let acts = procedure.list("acts").iter();
    let mut acts = acts;
    let numbering = acts.find_map(|act| act.get("numbers"));
    let word = procedure.get("number_word");
    let mut found = |at, zh: &str, en: &str| {
        findings.push(finding(file, Code::NumberWord, at, zh, en));
    };
    match (word, numbering) {
        (Some(word), None) => found(
            word.at,
            "案号有用字而没有行为编号：请在立案的行为中写 numbers: case",
            "case numbers have a word and no act gives one: write numbers: case in the act that files the case",
        ),
        (None, Some(numbers)) => found(
            numbers.at,
            "行为编案号而程序没有用字：请为程序写 number_word",
            "the act numbers the case and the procedure has no word: write number_word for the procedure",
        ),
        _ => {}
    }
    let Some((word, said)) = word.and_then(|word| Some((word, word.text()?))) else {
        return;
    };
    let kinds = all.iter().flat_map(|file| file.root.list("document_kinds"));
    let mut same = kinds.filter(|kind| kind.words("number_word") == Some(said));
    if let Some(kind) = same.next() {
        let id = kind.words("id").unwrap_or_default();
        found(
            word.at,
            &format!("案号用字“{said}”与文书“{id}”的相同：请换一个"),
            &format!(
                "the word {said:?} of case numbers is that of the document {id:?}: take another"
            ),
        );
    }
}
