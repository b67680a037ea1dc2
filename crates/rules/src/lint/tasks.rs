//! Tasks: for a role that may do the act, and read from the case alone, so that only acts change them.

use std::collections::BTreeSet;

use super::{Code, Finding};
use crate::expression::{Origin, Schema};
use crate::reading::{ParsedFile, finding};
use crate::yaml::Node;

pub(super) fn check(file: &ParsedFile<'_>, schema: &Schema, findings: &mut Vec<Finding>) {
    for procedure in file.root.list("procedures") {
        for act in procedure.list("acts") {
            let Some(task) = act.get("task") else {
                continue;
            };
            role(file, act, task, findings);
            if let Some(when) = task.get("when") {
                looks(file, procedure, when, schema, findings);
            }
        }
    }
}

fn role(file: &ParsedFile<'_>, act: &Node, task: &Node, findings: &mut Vec<Finding>) {
    let Some(role) = task.get("role") else { return };
    let name = role.text().unwrap_or_default();
    let mut by = act.list("by").iter().filter_map(Node::text);
    if by.any(|may| may == name) {
        return;
    }
    let zh = format!("待办所等的角色“{name}”不能作出本行为：请改为 by 中的一个");
    let en = format!(
        "the task waits for the role {name:?}, which may not do the act: name one of its by"
    );
    findings.push(finding(file, Code::Task, role.at, &zh, &en));
}

/// What a register says, the hour and the day change without an act of the case.
fn looks(
    file: &ParsedFile<'_>,
    procedure: &Node,
    when: &Node,
    schema: &Schema,
    findings: &mut Vec<Finding>,
) {
    let mut seen = BTreeSet::new();
    let mut names = names_in(when.text().unwrap_or_default());
    while let Some(name) = names.pop() {
        if !seen.insert(name) {
            continue;
        }
        let mut derives = procedure.list("derives").iter();
        if let Some(derived) = derives.find(|line| line.words("field") == Some(name)) {
            names.extend(names_in(derived.words("as").unwrap_or_default()));
        }
        let field = schema.field("case", name);
        let is_of_world = field.is_some_and(|field| field.from == Origin::World);
        if is_of_world || matches!(name, "today" | "hour" | "late_fee_now") {
            let zh =
                format!("待办的条件看到“{name}”，它不经行为也会变：请只看案件自身，期限用 after");
            let en = format!(
                "the task looks at {name:?}, which changes without an act: look at the case alone, and use after for a period"
            );
            findings.push(finding(file, Code::Task, when.at, &zh, &en));
        }
    }
}

/// The fields of the case that an expression names, and whether it names the day.
fn names_in(expression: &str) -> Vec<&str> {
    let is_part = |sign: char| sign.is_ascii_alphanumeric() || sign == '_' || sign == '.';
    let words = expression.split(|sign: char| !is_part(sign));
    let names = words.filter_map(|word| match word.strip_prefix("case.") {
        Some(path) => path.split('.').next(),
        None => (word == "today").then_some(word),
    });
    names.collect()
}
