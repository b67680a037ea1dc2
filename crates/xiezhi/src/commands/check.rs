//! `xiezhi law check`: every citation of a text or document.

use base::Lang;
use law::source;
use library::view::{CheckedCitation, Verdict};

use crate::cli::CheckArgs;
use crate::failure::{Exit, Failure};
use crate::output::print;
use crate::room;
use crate::sources::{Source, unreadable};

/// Runs the command.
pub async fn run(args: CheckArgs, lang: Lang) -> Result<Exit, Failure> {
    let text = text(&args)?;
    let library = room::open_filled(&args.data.data).await?;
    let checked = library.check_citations(&text, args.as_of).await;
    let checked = checked.map_err(|error| {
        Failure::new(
            Exit::Data,
            format!("法规库无法读取：{error}"),
            format!("the library cannot be read: {error}"),
        )
    })?;
    let all_hold = checked
        .citations
        .iter()
        .all(|citation| citation.verdict == Verdict::InForce);
    let printed = if args.json {
        serde_json::to_string(&checked).map_err(|error| Failure::internal(&error))?
    } else {
        for_people(&checked.citations, lang)
    };
    print(&printed, if all_hold { Exit::Done } else { Exit::Negative })
}

fn text(args: &CheckArgs) -> Result<String, Failure> {
    let file = Source {
        name: args.file.to_string_lossy().into_owned(),
        path: args.file.clone(),
    };
    let bytes = file
        .read()
        .map_err(|error| unreadable(&args.file, &error))?;
    let source = source::decode(&bytes);
    match source.findings.first() {
        Some(finding) if source.text.is_empty() => Err(Failure::new(
            Exit::Input,
            format!("无法读取 {}：{}", file.name, finding.code.zh()),
            format!("{} cannot be read: {}", file.name, finding.code.en()),
        )),
        _ => Ok(source.text.into_owned()),
    }
}

fn for_people(citations: &[CheckedCitation], lang: Lang) -> String {
    if citations.is_empty() {
        return match lang {
            Lang::Zh => "没有发现法规引用。".to_owned(),
            Lang::En => "The text cites no statute.".to_owned(),
        };
    }
    let lines = citations.iter().map(|citation| {
        let mark = if citation.verdict == Verdict::InForce {
            "✓"
        } else {
            "✗"
        };
        let message = match lang {
            Lang::Zh => &citation.message,
            Lang::En => &citation.message_en,
        };
        format!("{mark} {}  {message}", citation.text)
    });
    lines.collect::<Vec<_>>().join("\n")
}
