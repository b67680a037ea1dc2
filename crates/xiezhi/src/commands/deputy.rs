//! `xiezhi account deputy`: who acts in the place of an officer who is away.

use access::{Manager, NewDeputy};
use clap::{Args, Subcommand};
use jiff::civil::Date;

use super::account::{RoomArgs, open};
use super::case::told;
use crate::failure::{Exit, Failure};

/// `xiezhi account deputy …`
#[derive(Debug, Subcommand)]
pub enum DeputyCommand {
    /// 设定代理人 / name a deputy
    Name(NameArgs),
    /// 列出某人的代理人和其所代理的人 / the deputies of an officer, and those for whom they stand in
    List(ListArgs),
    /// 终止代理 / end a deputy
    End(EndArgs),
}

#[derive(Debug, Args)]
pub struct NameArgs {
    /// 不在岗的执法人员 / the officer who is away
    #[arg(value_name = "OFFICER")]
    officer: String,
    /// 代理人 / the officer who stands in
    #[arg(value_name = "DEPUTY")]
    deputy: String,
    /// 第一天 / the first day
    #[arg(long, value_name = "DATE")]
    from: Date,
    /// 终止日（当日不再代理）/ the first day on which it is over
    #[arg(long, value_name = "DATE")]
    to: Date,
    /// 理由 / why
    #[arg(long)]
    reason: String,
    #[command(flatten)]
    room: RoomArgs,
}

#[derive(Debug, Args)]
pub struct ListArgs {
    /// 执法人员 / the officer
    #[arg(value_name = "OFFICER")]
    officer: String,
    #[command(flatten)]
    room: RoomArgs,
}

#[derive(Debug, Args)]
pub struct EndArgs {
    /// 代理的编号 / the id of the deputy
    #[arg(value_name = "ID")]
    id: String,
    #[command(flatten)]
    room: RoomArgs,
}

/// Runs a command.
pub async fn run(command: DeputyCommand) -> Result<Exit, Failure> {
    let manager = Manager::CommandLine;
    match command {
        DeputyCommand::Name(args) => {
            let new = NewDeputy {
                officer: args.officer,
                deputy: args.deputy,
                from: args.from,
                to: args.to,
                reason: args.reason,
            };
            let access = open(&args.room).await?;
            told(&access.name_deputy(&manager, new).await)
        }
        DeputyCommand::List(args) => {
            let access = open(&args.room).await?;
            told(&access.deputies(&manager, &args.officer).await)
        }
        DeputyCommand::End(args) => {
            let access = open(&args.room).await?;
            told(&access.end_deputy(&manager, &args.id).await)
        }
    }
}
