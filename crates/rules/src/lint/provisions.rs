//! Provisions: does the library know them, and were they in force when the rule holds?

use std::collections::HashMap;

use jiff::civil::Date;

use super::{Code, Finding, days_or_none};
use crate::Citation;
use crate::folder::Folder;
use crate::reading::{ParsedFile, WalkedFile, finding};
use crate::shape::{FileKind, What};
use crate::yaml::Place;

/// What a library knows of a provision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Holding {
    /// It is there, and in force on the day (or no day was named).
    InForce,
    /// It is there, but not in force on the day; in words, when it is.
    NotInForce(String),
    /// The library holds no such statute.
    UnknownStatute,
    /// The version in force has no such provision.
    UnknownProvision,
}

/// A library that can be asked for provisions.
pub trait ProvisionIndex {
    /// What it knows of a provision on a day; without a day, whether any version has it.
    fn look_up(&self, provision: &Citation, on: Option<Date>) -> Holding;
}

/// Asks for every provision once a day; gives how many were asked for.
pub(super) fn check(
    files: &[WalkedFile<'_>],
    index: Option<&dyn ProvisionIndex>,
    findings: &mut Vec<Finding>,
) -> usize {
    let mut known: HashMap<(&Citation, Option<Date>), Holding> = HashMap::new();
    let mut first = None;
    for file in files {
        for used in &file.uses {
            let What::Provision(citation, days) = &used.what else {
                continue;
            };
            first = Some(file);
            for day in days_or_none(days) {
                let holding = known.entry((citation, day)).or_insert_with(|| {
                    index.map_or(Holding::InForce, |index| index.look_up(citation, day))
                });
                findings.extend(judge(file, used.node.at, citation, day, holding));
            }
        }
    }
    if let (None, Some(file)) = (index, first) {
        let mut note = file.finding(
            Code::ProvisionsUnchecked,
            Place { line: 1, column: 1 },
            &format!("没有法规库可查，{} 处条款引用未核对；请用 --data 指明数据目录", known.len()),
            &format!("no library was given, so {} citations were not checked: name its data folder with --data", known.len()),
        );
        "pack.yaml".clone_into(&mut note.file);
        findings.push(note);
    }
    known.len()
}

fn judge(
    file: &WalkedFile<'_>,
    at: Place,
    citation: &Citation,
    day: Option<Date>,
    holding: &Holding,
) -> Option<Finding> {
    let statute = &citation.statute;
    let (code, zh, en) = match holding {
        Holding::InForce => return None,
        Holding::UnknownStatute => (
            Code::ProvisionUnknown,
            format!("法规库中没有《{statute}》，请核对标题或者先导入"),
            format!("the library holds no statute 《{statute}》: check the title, or import it"),
        ),
        Holding::UnknownProvision => (
            Code::ProvisionUnknown,
            format!(
                "《{statute}》没有条款 {}，请核对条、款、项",
                citation.path()
            ),
            format!(
                "《{statute}》 has no provision {}: check article, paragraph and point",
                citation.path()
            ),
        ),
        Holding::NotInForce(when) => {
            let day = day.map_or_else(String::new, |day| day.to_string());
            (
                Code::ProvisionNotInForce,
                format!("《{statute}》在规则有效的 {day} 并非有效（{when}），请改有效期或者引用"),
                format!(
                    "《{statute}》 is not in force on {day}, when the rule is ({when}): change the interval or the citation"
                ),
            )
        }
    };
    Some(file.finding(code, at, &zh, &en))
}

/// Each pack has a manifest, and those that it extends are there.
pub(super) fn manifests(
    folders: &[Folder],
    parsed: &[ParsedFile<'_>],
    findings: &mut Vec<Finding>,
) {
    for (layer, folder) in folders.iter().enumerate() {
        let manifest = parsed
            .iter()
            .find(|file| file.layer == layer && file.kind == FileKind::Manifest);
        let Some(file) = manifest else { continue };
        let Some(parent) = file.root.get("extends") else {
            continue;
        };
        let below = layer.checked_sub(1).and_then(|below| folders.get(below));
        let name = parent.text().unwrap_or_default();
        if below.is_none_or(|below| below.name() != name) {
            findings.push(finding(
                file,
                Code::Manifest,
                parent.at,
                &format!("规则包“{}”所扩展的“{name}”不在旁边", folder.name()),
                &format!(
                    "the pack {name:?}, which {:?} extends, is not beside it",
                    folder.name()
                ),
            ));
        }
    }
}
