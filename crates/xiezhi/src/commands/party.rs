//! `xiezhi party`: find, show. An identity number comes from standard input, never as an argument,
//! which every process of the machine could read.

use std::io::BufRead as _;

use base::{CitizenNumber, Lang};
use register::PartyFilter;
use register::party::PartyRow;
use store::PageRequest;

use super::registered::{asking, open, show};
use crate::failure::{Exit, Failure};
use crate::register_cli::{FindArgs, PartyCommand, ShowPartyArgs};
use crate::room::refused;

/// Runs the command.
pub async fn run(command: PartyCommand, lang: Lang) -> Result<Exit, Failure> {
    match command {
        PartyCommand::Find(args) => find(args, lang).await,
        PartyCommand::Show(args) => one(args, lang).await,
    }
}

async fn find(args: FindArgs, lang: Lang) -> Result<Exit, Failure> {
    let register = open(&args.ask.data.data).await?;
    let day = args.ask.as_of.unwrap_or_else(|| register.today());
    let found = if args.identity_from_stdin {
        Some(
            register
                .find_by_identity(&asking(), &identity()?, day)
                .await,
        )
    } else if let Some(code) = &args.credit_code {
        Some(register.find_by_credit_code(&asking(), code, day).await)
    } else {
        None
    };
    let rows = if let Some(found) = found {
        vec![found.map_err(|error| refused(&error))?.row]
    } else {
        let filter = PartyFilter {
            query: args.name,
            ..PartyFilter::on(day)
        };
        let list = register
            .parties(&asking(), &filter, &PageRequest::default())
            .await;
        list.map_err(|error| refused(&error))?.rows
    };
    let exit = if rows.is_empty() {
        Exit::Negative
    } else {
        Exit::Done
    };
    show(
        &rows,
        args.ask.json,
        || {
            rows.iter()
                .map(|row| line(row, lang))
                .collect::<Vec<_>>()
                .join("\n")
        },
        exit,
    )
}

async fn one(args: ShowPartyArgs, lang: Lang) -> Result<Exit, Failure> {
    let register = open(&args.ask.data.data).await?;
    let day = args.ask.as_of.unwrap_or_else(|| register.today());
    let view = register
        .party(&asking(), args.id, day)
        .await
        .map_err(|error| refused(&error))?;
    show(&view, args.ask.json, || line(&view.row, lang), Exit::Done)
}

fn identity() -> Result<CitizenNumber, Failure> {
    let mut text = String::new();
    let read = std::io::stdin().lock().read_line(&mut text);
    read.map_err(|error| Failure::internal(&error))?;
    text.parse::<CitizenNumber>()
        .map_err(|error| Failure::new(Exit::Input, "身份号码有误（GB 11643）。", error.to_string()))
}

fn line(row: &PartyRow, lang: Lang) -> String {
    format!(
        "{}  {}  {}  {}",
        row.id,
        row.state.name,
        row.kind.text(lang),
        row.state.area
    )
}
