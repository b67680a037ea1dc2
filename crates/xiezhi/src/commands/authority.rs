//! `xiezhi authority`: list, show, import, export, merge.

use base::Lang;
use register::authority::{AuthorityHistory, AuthorityRow, MergeInto};
use register::workbook::WorkbookKind;
use register::{AuthorityFilter, Deed};
use store::{Limit, PageRequest};

use super::registered::{self, asking, open, show};
use crate::failure::{Exit, Failure};
use crate::output::print;
use crate::register_cli::{AuthorityCommand, ListArgs, MergeArgs, ShowCodeArgs};
use crate::room::refused;

/// Runs the command.
pub async fn run(command: AuthorityCommand, lang: Lang) -> Result<Exit, Failure> {
    match command {
        AuthorityCommand::List(args) => list(args, lang).await,
        AuthorityCommand::Show(args) => one(args, lang).await,
        AuthorityCommand::Import(args) => {
            registered::import(args, WorkbookKind::Authorities, lang).await
        }
        AuthorityCommand::Export(args) => registered::export(args, WorkbookKind::Authorities).await,
        AuthorityCommand::Merge(args) => merge(args).await,
    }
}

async fn list(args: ListArgs, lang: Lang) -> Result<Exit, Failure> {
    let register = open(&args.ask.data.data).await?;
    let day = args.ask.as_of.unwrap_or_else(|| register.today());
    let filter = AuthorityFilter {
        query: args.query,
        ..AuthorityFilter::on(day)
    };
    let mut page = PageRequest::first(Limit::new(Limit::MAX).unwrap_or_default());
    let mut rows = Vec::new();
    loop {
        let list = register
            .authorities(&asking(), &filter, &page)
            .await
            .map_err(|error| refused(&error))?;
        rows.extend(list.rows);
        let Some(next) = list.next else { break };
        page.cursor = next.parse().ok();
    }
    let exit = if rows.is_empty() {
        Exit::Negative
    } else {
        Exit::Done
    };
    let lines = || {
        rows.iter()
            .map(|row| line(row, lang))
            .collect::<Vec<_>>()
            .join("\n")
    };
    show(&rows, args.ask.json, lines, exit)
}

async fn one(args: ShowCodeArgs, lang: Lang) -> Result<Exit, Failure> {
    let register = open(&args.ask.data.data).await?;
    let day = args.ask.as_of.unwrap_or_else(|| register.today());
    let view = register
        .authority_by_code(&asking(), &args.code, day)
        .await
        .map_err(|error| refused(&error))?;
    if args.ask.json {
        return show(&view, true, String::new, Exit::Done);
    }
    let history = register
        .authority_history(&asking(), view.row.id)
        .await
        .map_err(|error| refused(&error))?;
    print(
        &format!("{}\n{}", line(&view.row, lang), past(&history, lang)),
        Exit::Done,
    )
}

async fn merge(args: MergeArgs) -> Result<Exit, Failure> {
    let register = open(&args.data.data).await?;
    let mut merged = Vec::new();
    let mut target = None;
    for code in &args.codes {
        let held = register
            .authority_by_code(&asking(), code, args.on)
            .await
            .map_err(|error| refused(&error))?;
        if *code == args.into {
            target = Some(held.row.id);
        }
        merged.push((held.row.id, held.revision));
    }
    let authority = target.ok_or_else(|| {
        Failure::new(
            Exit::Input,
            "--into 须是所合并的主体之一。",
            "--into must be one of the merged authorities",
        )
    })?;
    let into = MergeInto::Existing { authority };
    let done = register
        .merge_authorities(&asking(), merged, into, args.on, &Deed::new(&args.reason))
        .await;
    print(
        &done.map_err(|error| refused(&error))?.to_string(),
        Exit::Done,
    )
}

fn line(row: &AuthorityRow, lang: Lang) -> String {
    let state = &row.state;
    let name = match (lang, &state.name_en) {
        (Lang::En, Some(name)) => name,
        _ => &state.name,
    };
    format!(
        "{}  {name}  {}  {}  {}",
        row.code,
        state.kind.text(lang),
        state.level.text(lang),
        state.area
    )
}

fn past(history: &AuthorityHistory, lang: Lang) -> String {
    let spans = history.states.iter().map(|row| {
        let to = row.valid_to.map(|to| to.to_string()).unwrap_or_default();
        format!("  {} – {to}  {}", row.valid_from, row.state.name)
    });
    let links = history.successions.iter().map(|link| {
        format!(
            "  {}  {}: {} → {}",
            link.on,
            link.kind.text(lang),
            link.from,
            link.to
        )
    });
    spans.chain(links).collect::<Vec<_>>().join("\n")
}
