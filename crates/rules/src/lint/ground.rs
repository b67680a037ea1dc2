//! A rule rests on a provision, or says why it holds without one.

use super::{Code, Finding};
use crate::reading::{ParsedFile, finding};
use crate::yaml::Node;

pub(super) fn check(file: &ParsedFile<'_>, findings: &mut Vec<Finding>) {
    let Some(key) = file.kind.rules_key() else {
        return;
    };
    for rule in file.root.list(key) {
        check_one(file, rule, findings);
        for act in rule.list("acts") {
            check_one(file, act, findings);
        }
    }
}

fn check_one(file: &ParsedFile<'_>, rule: &Node, findings: &mut Vec<Finding>) {
    let Some(provisions) = rule.get("provisions") else {
        return;
    };
    if provisions.elements().is_empty() && rule.get("because").is_none() {
        findings.push(finding(
            file,
            Code::GroundMissing,
            provisions.at,
            "规则没有依据：请写明条款，或者用 because 说明没有条款时为何如此",
            "the rule rests on nothing: cite a provision, or say with because why it holds without one",
        ));
    }
}
