//! `xiezhi pack lint`: what is wrong with a pack, and where.

use base::Lang;
use rules::{Finding, Report, Severity};
use serde_json::{Value, json};

use super::{LintArgs, provisions, with_parents};
use crate::failure::{Exit, Failure};
use crate::output::print;
use crate::room::block_on;

/// Runs the command.
pub fn run(args: &LintArgs, lang: Lang) -> Result<Exit, Failure> {
    let folders = with_parents(&args.folder)?;
    let report = match &args.data {
        Some(data) => {
            let index = block_on(provisions::fetch(data, rules::cited(&folders)))?;
            rules::lint(&folders, Some(&index))
        }
        None => rules::lint(&folders, None),
    };
    let exit = if report.has_errors() {
        Exit::Negative
    } else {
        Exit::Done
    };
    let text = if args.json {
        for_programs(&report).to_string()
    } else {
        for_people(&report, lang)
    };
    print(&text, exit)
}

fn for_programs(report: &Report) -> Value {
    let findings = report.findings.iter().map(finding);
    json!({
        "findings": findings.collect::<Vec<_>>(),
        "rules": report.rules,
        "expressions": report.expressions,
        "provisions": report.provisions,
    })
}

fn finding(finding: &Finding) -> Value {
    json!({
        "code": finding.code.as_str(),
        "severity": match finding.code.severity() {
            Severity::Error => "error",
            Severity::Note => "note",
        },
        "pack": finding.pack,
        "file": finding.file,
        "line": finding.at.line,
        "column": finding.at.column,
        "message": finding.message,
    })
}

fn for_people(report: &Report, lang: Lang) -> String {
    let is_error = |finding: &&Finding| finding.code.severity() == Severity::Error;
    let errors = report.findings.iter().filter(is_error).count();
    let mut lines: Vec<String> = report
        .findings
        .iter()
        .map(|finding| finding.line(lang))
        .collect();
    let (rules, expressions, provisions) = (report.rules, report.expressions, report.provisions);
    lines.push(match lang {
        Lang::Zh => format!(
            "{rules} 条规则，{expressions} 个表达式，{provisions} 处条款：{errors} 个错误。"
        ),
        Lang::En => format!(
            "{rules} rules, {expressions} expressions, {provisions} provisions: {errors} error(s)."
        ),
    });
    lines.join("\n")
}
