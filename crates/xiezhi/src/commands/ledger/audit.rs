//! `xiezhi ledger audit`.

use base::{Lang, Text};
use ledger::audit::Place;
use record::log::RecordAudit;
use serde::Serialize;

use super::{AskArgs, refusal};
use crate::commands::registered::show;
use crate::failure::{Exit, Failure};

#[derive(Serialize)]
struct Report {
    is_clean: bool,
    /// Whether anything was published yet.
    has_begun: bool,
    /// Entries that the audited checkpoint holds.
    size: Option<u64>,
    acts: u64,
    entries: u64,
    findings: Vec<Finding>,
}

#[derive(Serialize)]
struct Finding {
    /// `None` for a row of the database.
    code: Option<&'static str>,
    /// The file of the log, or the table and its row.
    path: String,
    byte: Option<usize>,
    entry: Option<u64>,
    line: Option<usize>,
    message: String,
    message_en: String,
}

pub async fn run(args: AskArgs, lang: Lang) -> Result<Exit, Failure> {
    let log = super::open(&args.data.data).await?;
    let has_begun = log.has_begun().await;
    let has_begun = has_begun.map_err(|error| refusal::audit(&error.into()))?;
    let audit = log.audit().await.map_err(|error| refusal::audit(&error))?;
    let report = report(&audit, has_begun);
    let exit = if report.is_clean {
        Exit::Done
    } else {
        Exit::Negative
    };
    show(&report, args.json, || summary(&report, lang), exit)
}

fn report(audit: &RecordAudit, has_begun: bool) -> Report {
    let rows = audit.rows.iter().map(|row| {
        let text = row.fault.text();
        finding(None, format!("{} {}", row.table, row.row), None, &text)
    });
    let mut findings: Vec<Finding> = rows.collect();
    if has_begun {
        findings.extend(audit.log.findings.iter().map(|found| {
            let code = Some(found.code.code());
            finding(code, found.path.clone(), found.place, &found.code.text())
        }));
    }
    if audit.acts != audit.entries {
        let text = Text::new(
            "行为数与账本条目数不符",
            "as many acts as entries are needed",
        )
        .expect("both languages are there");
        findings.push(finding(None, "record_act".to_owned(), None, &text));
    }
    Report {
        is_clean: findings.is_empty() && (audit.is_clean() || !has_begun),
        has_begun,
        size: audit.log.checkpoint.as_ref().map(|found| found.size),
        acts: audit.acts,
        entries: audit.entries,
        findings,
    }
}

fn finding(code: Option<&'static str>, path: String, place: Option<Place>, text: &Text) -> Finding {
    let (mut byte, mut entry, mut line) = (None, None, None);
    match place {
        Some(Place::Byte(at)) => byte = Some(at),
        Some(Place::Entry(at)) => entry = Some(at),
        Some(Place::Line(at)) => line = Some(at),
        None => {}
    }
    Finding {
        code,
        path,
        byte,
        entry,
        line,
        message: text.get(Lang::Zh).to_owned(),
        message_en: text.get(Lang::En).to_owned(),
    }
}

fn summary(report: &Report, lang: Lang) -> String {
    let (acts, entries) = (report.acts, report.entries);
    let mut lines: Vec<String> = report
        .findings
        .iter()
        .map(|found| found.line(lang))
        .collect();
    let faults = lines.len();
    let size = report.size.map_or("-".to_owned(), |size| size.to_string());
    lines.push(match (lang, report.has_begun, faults) {
        (Lang::Zh, false, 0) => format!("账本尚未开始：{acts} 个行为待入账，均完好。"),
        (Lang::En, false, 0) => format!("the log has not begun: {acts} acts wait, all sound"),
        (Lang::Zh, true, 0) => {
            format!("账本完好：检查点 {size} 条，数据库 {acts} 个行为、{entries} 个条目。")
        }
        (Lang::En, true, 0) => format!(
            "the log is sound: checkpoint of {size} entries, {acts} acts and {entries} entries in the database"
        ),
        (Lang::Zh, ..) => format!("{faults} 处问题；{acts} 个行为、{entries} 个条目。"),
        (Lang::En, ..) => format!("{faults} faults; {acts} acts, {entries} entries"),
    });
    lines.join("\n")
}

impl Finding {
    fn line(&self, lang: Lang) -> String {
        let place = match (lang, self.byte, self.entry, self.line) {
            (Lang::Zh, Some(byte), ..) => format!(" 第 {byte} 字节"),
            (Lang::En, Some(byte), ..) => format!(" byte {byte}"),
            (Lang::Zh, _, Some(entry), _) => format!(" 第 {entry} 号条目"),
            (Lang::En, _, Some(entry), _) => format!(" entry {entry}"),
            (Lang::Zh, _, _, Some(line)) => format!(" 第 {line} 行"),
            (Lang::En, _, _, Some(line)) => format!(" line {line}"),
            _ => String::new(),
        };
        let code = self.code.map_or(String::new(), |code| format!(" [{code}]"));
        match lang {
            Lang::Zh => format!("{}{place}：{}{code}", self.path, self.message),
            Lang::En => format!("{}{place}: {}{code}", self.path, self.message_en),
        }
    }
}
