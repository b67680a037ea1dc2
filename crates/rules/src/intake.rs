//! A mapping file by itself, as it is given when a source of cases is registered.

use serde::Deserialize as _;

use crate::lint::{Code, Finding};
use crate::model::{IntakeMapping, IntakeType, IntakeValue};
use crate::shape::{FileKind, Walk};
use crate::yaml::Node;

/// The pack that findings in a file without one name.
const NO_PACK: &str = "-";

/// Reads a mapping of the kind [`FileKind::Intake`]; `file` names it in the findings, each of which
/// says line and column, what is wrong and what to do.
pub fn intake_mapping(file: &str, text: &str) -> Result<IntakeMapping, Vec<Finding>> {
    let root = Node::parse(text).map_err(|fault| {
        vec![Finding {
            code: Code::Yaml,
            pack: NO_PACK.to_owned(),
            file: file.to_owned(),
            at: fault.at,
            message: fault.message,
        }]
    })?;
    let mut walk = Walk::new(NO_PACK, file);
    let json = walk.record(FileKind::Intake.record(), &root);
    if walk.findings.is_empty() {
        values(&mut walk, &root);
    }
    if !walk.findings.is_empty() {
        return Err(walk.findings);
    }
    IntakeMapping::deserialize(&json).map_err(|error| {
        let (zh, en) = (
            format!("映射文件不能读取：{error}"),
            format!("the mapping cannot be read: {error}"),
        );
        walk.fault(Code::WrongType, root.at, &zh, &en);
        std::mem::take(&mut walk.findings)
    })
}

/// Checks what the shape does not say: a value has a column or is one, and a pattern can be used.
pub(crate) fn values(walk: &mut Walk<'_>, root: &Node) {
    let named = |node: &Node| -> Vec<Node> {
        node.entries()
            .iter()
            .map(|(_, value)| value.clone())
            .collect()
    };
    let mut all = root.get("case").map(named).unwrap_or_default();
    for act in root.list("acts") {
        all.extend(act.get("id").cloned());
        all.extend(act.get("happened_at").cloned());
        all.extend(act.list("officers").iter().cloned());
        all.extend(act.get("states").map(named).unwrap_or_default());
        let documents = act.list("documents").iter();
        all.extend(documents.filter_map(|document| document.get("number").cloned()));
    }
    for node in &all {
        if node.get("column").is_some() == node.get("is").is_some() {
            walk.fault(
                Code::MissingKey,
                node.at,
                "取值须写 column（取自哪一列）或 is（固定值）之一",
                "a value says one of column (where it is found) and is (what it always is)",
            );
        }
        let value: Option<IntakeValue> = serde_json::from_value(node.json()).ok();
        let Some(value) = value else { continue };
        let dated = matches!(value.holds, IntakeType::Date | IntakeType::Time);
        if value.pattern.is_some() && !dated {
            walk.fault(
                Code::UnknownKey,
                node.at,
                "只有 as 为 date 或 time 时才能写 pattern",
                "pattern goes with as: date or as: time",
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use base::Lang;

    use super::*;

    const GOOD: &str = "\
name: { zh: 虚构, en: fictional }
gives: xiezhi.case-act.v1
case: { id: { column: NO }, procedure: { is: penalty.simple }, authority: { column: ORG } }
acts:
  - kind: find_on_spot
    happened_at: { column: AT, as: date, pattern: '%Y/%m/%d' }
";

    fn says(from: &str, to: &str) -> String {
        let findings = intake_mapping("m.yaml", &GOOD.replace(from, to)).unwrap_err();
        findings[0].line(Lang::En)
    }

    #[test]
    fn a_mapping_is_read() {
        let mapping = intake_mapping("m.yaml", GOOD).unwrap();
        assert_eq!(mapping.case.id.column.as_deref(), Some("NO"));
        assert_eq!(mapping.acts[0].happened_at.holds, IntakeType::Date);
    }

    #[test]
    fn what_is_wrong_with_a_mapping_is_said_with_line_and_key() {
        for (from, to, at, what) in [
            (
                "kind: find_on_spot",
                "kinds: find_on_spot",
                "m.yaml:5",
                "kinds",
            ),
            ("as: date", "as: day", "m.yaml:6", "day"),
            ("{ column: NO }", "{ or: 1 }", "m.yaml:3", "column"),
            ("as: date", "as: yuan", "m.yaml:6", "pattern"),
            ("v1", "v9", "m.yaml:2", "v9"),
        ] {
            let said = says(from, to);
            assert!(
                said.contains(at) && said.contains(what),
                "{from} → {to}: {said}"
            );
        }
    }
}
