//! `xiezhi law structure`: the structure of files, as JSON or for people.

use base::Lang;
use law::finding::Finding;
use law::statute::{Division, DivisionKind, Statute};
use law::{StructureReport, numeral, structure_report};
use serde::Serialize;

use crate::cli::StructureArgs;
use crate::failure::{Exit, Failure, complain};
use crate::ordered;
use crate::output::{Closed, Output};
use crate::sources::{self, Source};

/// What is printed for each file: the counts, and what was odd.
#[derive(Serialize)]
struct Report {
    #[serde(flatten)]
    structure: StructureReport,
    findings: Vec<Finding>,
}

/// Runs the command. Files that cannot be opened are named on standard error, the others read.
pub fn run(args: &StructureArgs, lang: Lang) -> Result<Exit, Failure> {
    let sources = sources::collect(&args.paths)?;
    let mut exit = Exit::Done;
    match print(&sources, args, lang, &mut exit) {
        Ok(()) => Ok(exit),
        Err(closed) => closed.settle(exit),
    }
}

fn print(
    sources: &[Source],
    args: &StructureArgs,
    lang: Lang,
    exit: &mut Exit,
) -> Result<(), Closed> {
    let mut output = Output::open();
    if args.json {
        output.write(b"{\"statutes\":[")?;
    }
    let mut separator: &[u8] = b"\n";
    ordered::for_each(
        sources,
        |source| render(source, args, lang),
        |rendered| {
            match rendered {
                Ok(bytes) => {
                    if args.json {
                        output.write(std::mem::replace(&mut separator, b",\n"))?;
                    }
                    output.write(&bytes)?;
                }
                Err(failure) => {
                    complain(&failure.line(lang));
                    *exit = Exit::Input;
                }
            }
            Ok(())
        },
    )?;
    if args.json {
        output.write(b"\n]}\n")?;
    }
    output.finish()
}

fn render(source: &Source, args: &StructureArgs, lang: Lang) -> Result<Vec<u8>, Failure> {
    let bytes = source
        .read()
        .map_err(|error| sources::unreadable(&source.path, &error))?;
    let mut statute = law::read_bytes(&bytes);
    let structure = structure_report(&statute, &source.name, args.text);
    if !args.json {
        return Ok(outline(&statute, &structure, lang).into_bytes());
    }
    let report = Report {
        structure,
        findings: std::mem::take(&mut statute.findings),
    };
    serde_json::to_vec(&report).map_err(|error| Failure::internal(&error))
}

/// Title, counts, headings and findings, for people.
fn outline(statute: &Statute, report: &StructureReport, lang: Lang) -> String {
    let counts = match lang {
        Lang::Zh => format!(
            "{}条 {}款 {}项 {}目",
            report.article_count, report.paragraphs, report.points, report.subpoints
        ),
        Lang::En => format!(
            "{} articles, {} paragraphs, {} points, {} subpoints",
            report.article_count, report.paragraphs, report.points, report.subpoints
        ),
    };
    let mut lines = vec![format!("{}  {counts}", report.file), statute.title.clone()];
    lines.extend(statute.divisions.iter().map(heading));
    lines.extend(statute.findings.iter().map(|finding| remark(finding, lang)));
    lines.join("\n") + "\n\n"
}

fn heading(division: &Division) -> String {
    let (indent, unit) = match division.kind {
        DivisionKind::Part => ("", "编"),
        DivisionKind::Subpart => ("  ", "分编"),
        DivisionKind::Chapter => ("  ", "章"),
        DivisionKind::Section => ("    ", "节"),
        DivisionKind::Other => ("  ", ""),
    };
    match division.number {
        Some(number) if !unit.is_empty() => {
            let number = numeral::chinese(number);
            format!("{indent}第{number}{unit} {}", division.title)
        }
        _ => format!("{indent}{}", division.title),
    }
}

fn remark(finding: &Finding, lang: Lang) -> String {
    let more = finding.line_count - 1;
    let line = finding.line;
    let (what, place) = match (lang, more) {
        (Lang::Zh, 0) => (finding.code.zh(), format!("第{line}行")),
        (Lang::Zh, _) => (finding.code.zh(), format!("第{line}行及另外{more}行")),
        (Lang::En, 0) => (finding.code.en(), format!("line {line}")),
        (Lang::En, _) => (finding.code.en(), format!("line {line} and {more} more")),
    };
    format!("  ! {place}: {what}  {}", finding.excerpt)
}
