//! `xiezhi officer`: list, show, import, export.

use base::Lang;
use register::OfficerFilter;
use register::officer::OfficerRow;
use register::workbook::WorkbookKind;
use serde_json::json;
use store::{Limit, PageRequest};

use super::registered::{self, asking, open, show};
use crate::failure::{Exit, Failure};
use crate::register_cli::{ListArgs, OfficerCommand, ShowOfficerArgs};
use crate::room::refused;

/// Runs the command.
pub async fn run(command: OfficerCommand, lang: Lang) -> Result<Exit, Failure> {
    match command {
        OfficerCommand::List(args) => list(args).await,
        OfficerCommand::Show(args) => one(args, lang).await,
        OfficerCommand::Import(args) => {
            registered::import(args, WorkbookKind::Officers, lang).await
        }
        OfficerCommand::Export(args) => registered::export(args, WorkbookKind::Officers).await,
    }
}

async fn list(args: ListArgs) -> Result<Exit, Failure> {
    let register = open(&args.ask.data.data).await?;
    let day = args.ask.as_of.unwrap_or_else(|| register.today());
    let filter = OfficerFilter {
        query: args.query,
        ..OfficerFilter::on(day)
    };
    let mut page = PageRequest::first(Limit::new(Limit::MAX).unwrap_or_default());
    let mut rows = Vec::new();
    loop {
        let list = register
            .officers(&asking(), &filter, &page)
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
    show(
        &rows,
        args.ask.json,
        || rows.iter().map(line).collect::<Vec<_>>().join("\n"),
        exit,
    )
}

/// The exit code is 1 where the officer may not enforce.
async fn one(args: ShowOfficerArgs, lang: Lang) -> Result<Exit, Failure> {
    let register = open(&args.ask.data.data).await?;
    let day = args.ask.as_of.unwrap_or_else(|| register.today());
    let view = register
        .officer_by_code(&asking(), &args.code, day)
        .await
        .map_err(|error| refused(&error))?;
    let standing = register
        .certificate_valid(&asking(), view.row.id, day, args.field.as_deref(), None)
        .await;
    let standing = standing.map_err(|error| refused(&error))?;
    let exit = if standing.is_valid() {
        Exit::Done
    } else {
        Exit::Negative
    };
    let all = json!({"officer": view, "standing": standing});
    show(
        &all,
        args.ask.json,
        || format!("{}\n{}", line(&view.row), standing.text(lang)),
        exit,
    )
}

fn line(row: &OfficerRow) -> String {
    format!(
        "{}  {}  {}  {}",
        row.code, row.post.name, row.post.post, row.post.authority
    )
}
