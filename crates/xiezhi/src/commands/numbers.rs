//! `xiezhi numbers`: numbers of cases and documents counted, lent, taken back, made void.

use casework::{NewRange, NumberFilter, Prefix, RangeFilter, SeriesFilter, VoidNumber};
use clap::{Args, Subcommand};
use jiff::civil::Date;
use store::{Limit, PageRequest};

use super::case::{Ground, open, program, told};
use crate::failure::{Exit, Failure};
use crate::output::print;
use crate::room::refused;

/// `xiezhi numbers …`
#[derive(Debug, Subcommand)]
pub enum NumbersCommand {
    /// 核对编号：已用、作废、借出，有无缺号重号 / is every number accounted for?
    #[command(
        after_help = "有缺号、重号或不符时退出码为 1。The exit code is 1 where a number is not accounted for."
    )]
    Audit(AuditArgs),
    /// 列出一个序列的编号 / the numbers of a series
    Series(SeriesArgs),
    /// 列出号段 / the ranges of an authority
    Ranges(RangesArgs),
    /// 借出号段 / lend a range to a device
    Lend(LendArgs),
    /// 收回号段，未用的作废 / take a range back; what is unused becomes void
    Return(ReturnArgs),
    /// 作废编号 / make a number void
    Void(VoidArgs),
    /// 设定机关代字，如“云城执” / set what the numbers of an authority begin with
    Prefix(PrefixArgs),
}

#[derive(Debug, Args)]
pub struct AuditArgs {
    /// 机关 / the authority
    #[arg(long, value_name = "AUTHORITY")]
    authority: Option<String>,
    /// 年度 / the year
    #[arg(long, value_name = "YEAR")]
    year: Option<i32>,
    #[command(flatten)]
    ground: Ground,
}

#[derive(Debug, Args)]
pub struct SeriesArgs {
    /// 机关 / the authority
    #[arg(value_name = "AUTHORITY")]
    authority: String,
    /// 用字，如“罚立” / the word
    #[arg(value_name = "WORD")]
    word: String,
    /// 年度 / the year
    #[arg(value_name = "YEAR")]
    year: i32,
    /// 只列此状态的：used、void、lent / only those in this state
    #[arg(long, value_parser = ["used", "void", "lent"])]
    state: Option<String>,
    #[command(flatten)]
    ground: Ground,
}

#[derive(Debug, Args)]
pub struct RangesArgs {
    /// 机关 / the authority
    #[arg(value_name = "AUTHORITY")]
    authority: String,
    #[command(flatten)]
    ground: Ground,
}

#[derive(Debug, Args)]
pub struct LendArgs {
    /// 机关 / the authority
    #[arg(value_name = "AUTHORITY")]
    authority: String,
    /// 用字 / the word
    #[arg(value_name = "WORD")]
    word: String,
    /// 个数 / how many
    #[arg(value_name = "COUNT")]
    count: u32,
    /// 设备 / the device
    #[arg(long, value_name = "DEVICE")]
    device: String,
    /// 最后一天 / the last day
    #[arg(long, value_name = "DAY")]
    until: Date,
    #[command(flatten)]
    ground: Ground,
}

#[derive(Debug, Args)]
pub struct ReturnArgs {
    /// 号段的 id / the id of the range
    #[arg(value_name = "RANGE")]
    range: String,
    #[command(flatten)]
    ground: Ground,
}

#[derive(Debug, Args)]
pub struct VoidArgs {
    /// 编号 / the number
    #[arg(value_name = "NUMBER")]
    number: String,
    /// 理由 / why
    #[arg(long, value_name = "REASON")]
    reason: String,
    #[command(flatten)]
    ground: Ground,
}

#[derive(Debug, Args)]
pub struct PrefixArgs {
    /// 机关 / the authority
    #[arg(value_name = "AUTHORITY")]
    authority: String,
    /// 机关代字 / the prefix
    #[arg(value_name = "PREFIX")]
    prefix: String,
    #[command(flatten)]
    ground: Ground,
}

/// Runs a command.
pub async fn run(command: NumbersCommand) -> Result<Exit, Failure> {
    match command {
        NumbersCommand::Audit(args) => audit(args).await,
        NumbersCommand::Series(args) => series(args).await,
        NumbersCommand::Ranges(args) => ranges(args).await,
        NumbersCommand::Lend(args) => {
            let casework = open(&args.ground).await?;
            let new = NewRange {
                authority: args.authority,
                word: args.word,
                count: args.count,
                device: args.device,
                until: args.until,
            };
            told(&casework.lend_numbers(&program(), &new).await)
        }
        NumbersCommand::Return(args) => {
            let casework = open(&args.ground).await?;
            told(&casework.return_range(&program(), &args.range).await)
        }
        NumbersCommand::Void(args) => {
            let casework = open(&args.ground).await?;
            let void = VoidNumber {
                number: args.number,
                reason: args.reason,
            };
            told(&casework.void_number(&program(), &void).await)
        }
        NumbersCommand::Prefix(args) => {
            let casework = open(&args.ground).await?;
            let prefix = Prefix {
                authority: args.authority,
                prefix: args.prefix,
            };
            let set = casework.set_prefix(&program(), &prefix).await;
            set.map_err(|error| refused(&error))?;
            Ok(Exit::Done)
        }
    }
}

fn first_page() -> PageRequest {
    PageRequest::first(Limit::new(Limit::MAX).unwrap_or_default())
}

/// Every series, a JSON object a line.
async fn audit(args: AuditArgs) -> Result<Exit, Failure> {
    let casework = open(&args.ground).await?;
    let filter = SeriesFilter {
        authority: args.authority,
        year: args.year,
    };
    let (mut page, mut lines, mut whole) = (first_page(), Vec::new(), true);
    loop {
        let audit = casework.audit_numbers(&program(), &filter, &page).await;
        let audit = audit.map_err(|error| refused(&error))?;
        whole &= audit.is_whole;
        lines.extend(audit.rows.iter().map(line));
        page.cursor = next(audit.next)?;
        if page.cursor.is_none() {
            let exit = if whole { Exit::Done } else { Exit::Negative };
            return print(&lines.join("\n"), exit);
        }
    }
}

async fn series(args: SeriesArgs) -> Result<Exit, Failure> {
    let casework = open(&args.ground).await?;
    let filter = NumberFilter {
        authority: args.authority,
        word: args.word,
        year: args.year,
        state: args.state,
    };
    let (mut page, mut lines) = (first_page(), Vec::new());
    loop {
        let numbers = casework.numbers(&program(), &filter, &page).await;
        let numbers = numbers.map_err(|error| refused(&error))?;
        lines.extend(numbers.rows.iter().map(line));
        page.cursor = next(numbers.next)?;
        if page.cursor.is_none() {
            return print(&lines.join("\n"), Exit::Done);
        }
    }
}

async fn ranges(args: RangesArgs) -> Result<Exit, Failure> {
    let casework = open(&args.ground).await?;
    let filter = RangeFilter {
        authority: args.authority,
        state: None,
    };
    let (mut page, mut lines) = (first_page(), Vec::new());
    loop {
        let ranges = casework.ranges(&program(), &filter, &page).await;
        let ranges = ranges.map_err(|error| refused(&error))?;
        lines.extend(ranges.rows.iter().map(line));
        page.cursor = next(ranges.next)?;
        if page.cursor.is_none() {
            return print(&lines.join("\n"), Exit::Done);
        }
    }
}

fn line<T: serde::Serialize>(row: &T) -> String {
    serde_json::to_string(row).unwrap_or_default()
}

fn next(text: Option<String>) -> Result<Option<store::Cursor>, Failure> {
    let next = text.map(|next| next.parse()).transpose();
    next.map_err(|error: store::CursorError| Failure::internal(&error))
}
