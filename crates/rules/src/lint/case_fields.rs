//! What acts state and what follows from them: fields that the case has and that are theirs to say.

use super::{Code, Finding};
use crate::expression::{Origin, Over, Schema, Type};
use crate::reading::{ParsedFile, Reading, finding};
use crate::yaml::Node;

pub(super) fn check(file: &ParsedFile<'_>, reading: &Reading<'_>, findings: &mut Vec<Finding>) {
    let mut fields = Fields {
        file,
        reading,
        schema: reading.schema(Over::Case),
        findings,
    };
    for procedure in file.root.list("procedures") {
        for derived in procedure.list("derives") {
            fields.said(derived, "case", Origin::Rules, Some("as"));
        }
        for act in procedure.list("acts") {
            fields.changes(act, "case");
            for change in act.list("lists") {
                fields.list(change);
            }
        }
    }
}

struct Fields<'a> {
    file: &'a ParsedFile<'a>,
    reading: &'a Reading<'a>,
    schema: &'a Schema,
    findings: &'a mut Vec<Finding>,
}

impl Fields<'_> {
    fn changes(&mut self, node: &Node, record: &str) {
        for take in node.list("takes") {
            self.said(take, record, Origin::Act, None);
        }
        for set in node.list("sets") {
            self.said(set, record, Origin::Act, Some("to"));
        }
    }

    fn list(&mut self, change: &Node) {
        let name = change.words("list").unwrap_or_default();
        let field = self.schema.field("case", name);
        let Some(Type::List(of, _)) = field.map(|field| &field.holds) else {
            let at = change.get("list").map_or(change.at, |list| list.at);
            return self.say(
                at,
                &format!("案件没有列表“{name}”"),
                &format!("the case has no list {name:?}"),
            );
        };
        let Type::Record(record) = &**of else { return };
        let record = record.to_string();
        self.changes(change, &record);
    }

    /// One field: it is there, its origin is the expected one, the expression fits its type.
    fn said(&mut self, node: &Node, record: &str, origin: Origin, expression: Option<&str>) {
        let name = node.words("field").unwrap_or_default();
        let at = node.get("field").map_or(node.at, |field| field.at);
        let Some(field) = self.schema.field(record, name) else {
            return self.say(
                at,
                &format!("“{record}”没有字段“{name}”"),
                &format!("{record} has no field {name:?}"),
            );
        };
        if field.from != origin {
            return self.say(
                at,
                &format!("字段“{name}”的来源不是这里（见快照定义的 from）"),
                &format!("the field {name:?} is not said here: see `from` in the snapshot"),
            );
        }
        let words = expression.and_then(|key| node.words(key));
        let gives = words.and_then(|words| {
            let key = (Over::Case, words.to_owned());
            self.reading
                .expressions
                .get(&key)
                .map(crate::expression::Expression::gives)
        });
        if let Some(gives) = gives.filter(|gives| !gives.fits(&field.holds)) {
            let message = (
                format!(
                    "字段“{name}”应为{}，表达式得出{}",
                    field.holds.zh(),
                    gives.zh()
                ),
                format!(
                    "the field {name:?} is of the type {}, the expression gives {gives}",
                    field.holds
                ),
            );
            self.say(at, &message.0, &message.1);
        }
    }

    fn say(&mut self, at: crate::yaml::Place, zh: &str, en: &str) {
        self.findings
            .push(finding(self.file, Code::CaseField, at, zh, en));
    }
}
