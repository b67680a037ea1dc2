//! `xiezhi intake`: sources of cases, batches with their receipts, delivery.

use std::io::{BufRead as _, BufReader, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use base::Lang;
use casework::intake::{
    CHUNK, LineSplitter, NewSource, ReceiptFilter, RowReceipt, RowState, SourceOrigin, Way,
    deliver_limit, row_schema,
};
use casework::{Asking, Casework};
use clap::{Args, Subcommand, ValueEnum};
use library::DataFolder;
use problem::Explained;
use record::Record;
use serde::Serialize;
use store::{Limit, PageRequest};

use crate::cli::{DataArgs, PackArgs};
use crate::commands::ledger::refusal;
use crate::failure::{Exit, Failure};
use crate::output::print;
use crate::room::{self, refused};

/// `xiezhi intake …`
#[derive(Debug, Subcommand)]
pub enum IntakeCommand {
    /// 登记、列出数据来源 / register and list sources of cases
    #[command(subcommand)]
    Source(SourceCommand),
    /// 归集一个 JSON Lines 文件 / take in a file of JSON Lines
    #[command(after_help = "\
有行被拒绝时退出码为 1，被拒绝的行逐条列出。中断的，以同一 --key 重新报送即可。
The exit code is 1 where a row was rejected; each is listed. What was cut is sent again with the same --key.
示例 Example:
  xiezhi intake send 台账.jsonl --source water --key 2026-11-24")]
    Send(SendArgs),
    /// 一个批次的回执 / the receipts of a batch
    Receipts(ReceiptArgs),
    /// 缺行：后续行为等待的案件 / cases in which an act is missing that others wait for
    Holes(HoleArgs),
    /// 以同一格式交付案件 / hand out acts of cases in the same format
    Deliver(DeliverArgs),
    /// 行格式的 JSON Schema / the JSON Schema of a row
    Schema,
}

/// `xiezhi intake source …`
#[derive(Debug, Subcommand)]
pub enum SourceCommand {
    /// 登记一个来源 / register a source
    #[command(after_help = "\
示例 Example:
  xiezhi intake source add water --title 水务局台账 --authority YL-B06 --rhythm-hours 72 --mapping 映射.yaml")]
    Add(AddArgs),
    /// 列出来源：静默、滞后、被拒绝的 / list sources: silence, lag, what was rejected
    List(Ground),
}

#[derive(Debug, Args)]
pub struct Ground {
    #[command(flatten)]
    pack: PackArgs,
    #[command(flatten)]
    data: DataArgs,
}

/// 来源的系统属于谁 / whose system a source is
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum Origin {
    /// 本级系统 / of the city itself
    Own,
    /// 垂直系统 / of a ministry or province
    Other,
}

#[derive(Debug, Args)]
pub struct AddArgs {
    /// 名称：小写字母、数字、连字符 / its name: small letters, digits, hyphens
    #[arg(value_name = "NAME")]
    name: String,
    /// 显示名称 / what people call it
    #[arg(long, value_name = "TITLE")]
    title: String,
    /// 可以报送的执法主体：编号、统一社会信用代码或 id / authorities whose cases it may bring
    #[arg(long, value_name = "AUTHORITY", required = true)]
    authority: Vec<String>,
    /// 报送账号的 id / the id of the account that delivers
    #[arg(long, value_name = "ACCOUNT")]
    account: Option<String>,
    /// 系统属于本级还是垂直 / whose system it is
    #[arg(long, value_enum, default_value = "own")]
    origin: Origin,
    /// 至少每多少小时报送一次 / it brings something at least every so many hours
    #[arg(long, value_name = "HOURS")]
    rhythm_hours: Option<u32>,
    /// 映射文件 / the mapping of its rows
    #[arg(long, value_name = "FILE")]
    mapping: Option<PathBuf>,
    #[command(flatten)]
    ground: Ground,
}

#[derive(Debug, Args)]
pub struct SendArgs {
    /// JSON Lines 文件，- 为标准输入 / the file, - for standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// 来源 / the source
    #[arg(long, value_name = "SOURCE")]
    source: String,
    /// 幂等键 / a key that makes it safe to send again
    #[arg(long, value_name = "KEY")]
    key: Option<String>,
    #[command(flatten)]
    ground: Ground,
}

#[derive(Debug, Args)]
pub struct ReceiptArgs {
    /// 批次的 id / the id of the batch
    #[arg(value_name = "BATCH")]
    batch: String,
    /// 来源 / the source
    #[arg(long, value_name = "SOURCE")]
    source: String,
    /// 只列被拒绝的 / only what was rejected
    #[arg(long)]
    rejected: bool,
    #[command(flatten)]
    ground: Ground,
}

#[derive(Debug, Args)]
pub struct HoleArgs {
    /// 来源 / the source
    #[arg(value_name = "SOURCE")]
    source: String,
    #[command(flatten)]
    ground: Ground,
}

#[derive(Debug, Args)]
pub struct DeliverArgs {
    /// 从日志的哪个序号开始 / from this index of the log on
    #[arg(long, value_name = "INDEX", default_value = "0")]
    since: u64,
    #[command(flatten)]
    ground: Ground,
}

/// Runs `xiezhi intake …`.
pub async fn run(command: IntakeCommand, _: Lang) -> Result<Exit, Failure> {
    match command {
        IntakeCommand::Source(SourceCommand::Add(args)) => add(args).await,
        IntakeCommand::Source(SourceCommand::List(ground)) => {
            let (casework, _) = open(&ground).await?;
            told(&casework.source_health(None).await)
        }
        IntakeCommand::Send(args) => send(args).await,
        IntakeCommand::Receipts(args) => receipts(args).await,
        IntakeCommand::Holes(args) => {
            let (casework, _) = open(&args.ground).await?;
            told(&casework.holes(&args.source, 1_000).await)
        }
        IntakeCommand::Deliver(args) => deliver(args).await,
        IntakeCommand::Schema => print(&pretty(&row_schema())?, Exit::Done),
    }
}

async fn open(ground: &Ground) -> Result<(Casework, Record), Failure> {
    let folder = DataFolder::at(&ground.data.data);
    let folders = crate::packs::read(ground.pack.pack.as_deref())?;
    let library = room::open_filled(&ground.data.data).await?;
    let record = room::record(&folder).await?;
    let register = room::register(record.clone(), &folder).await?;
    let casework = room::casework(&register, &Arc::new(library), &folders).await?;
    Ok((casework, record))
}

fn program() -> Asking {
    Asking::program("cli")
}

fn pretty(value: &impl Serialize) -> Result<String, Failure> {
    serde_json::to_string_pretty(value).map_err(|error| Failure::internal(&error))
}

fn told<T: Serialize, E: Explained>(answer: &Result<T, E>) -> Result<Exit, Failure> {
    print(&pretty(answer.as_ref().map_err(refused)?)?, Exit::Done)
}

fn unreadable(path: &Path, error: &std::io::Error) -> Failure {
    let path = path.display();
    Failure::new(
        Exit::Input,
        format!("{path} 无法读取：{error}"),
        format!("{path} cannot be read: {error}"),
    )
}

async fn add(args: AddArgs) -> Result<Exit, Failure> {
    let read =
        |path: &PathBuf| std::fs::read_to_string(path).map_err(|error| unreadable(path, &error));
    let mapping = args.mapping.as_ref().map(read).transpose()?;
    let (casework, _) = open(&args.ground).await?;
    let new = NewSource {
        name: args.name,
        title: args.title,
        authorities: args.authority,
        account: args.account,
        origin: match args.origin {
            Origin::Own => SourceOrigin::Own,
            Origin::Other => SourceOrigin::Other,
        },
        rhythm_hours: args.rhythm_hours,
        mapping,
    };
    told(&casework.add_source(&program(), &new).await)
}

async fn send(args: SendArgs) -> Result<Exit, Failure> {
    let failed = |error: std::io::Error| unreadable(&args.file, &error);
    let input: Box<dyn Read> = if args.file.as_os_str() == "-" {
        Box::new(std::io::stdin())
    } else {
        Box::new(std::fs::File::open(&args.file).map_err(failed)?)
    };
    let mut input = BufReader::with_capacity(1 << 20, input);
    let (casework, _) = open(&args.ground).await?;
    let program = program();
    let begun = casework.begin_batch(&program, &args.source, Way::Batch, args.key.as_deref());
    let mut batch = begun.await.map_err(|error| refused(&error))?;
    let mut splitter = LineSplitter::default();
    let mut lines = Vec::new();
    let mut out = std::io::stdout();
    loop {
        let part = input.fill_buf().map_err(failed)?;
        let (size, is_end) = (part.len(), part.is_empty());
        lines.extend(if is_end {
            splitter.rest()
        } else {
            splitter.push(part)
        });
        input.consume(size);
        if is_end || lines.len() >= CHUNK {
            let receipts = batch.take(&lines).await;
            let receipts = receipts.map_err(|error| refused(&error))?;
            tell_rejected(&mut out, &receipts)?;
            lines.clear();
        }
        if is_end {
            break;
        }
    }
    let batch = batch.end().await.map_err(|error| refused(&error))?;
    let exit = if batch.rejected == 0 {
        Exit::Done
    } else {
        Exit::Negative
    };
    print(&pretty(&batch)?, exit)
}

fn tell_rejected(out: &mut impl std::io::Write, receipts: &[RowReceipt]) -> Result<(), Failure> {
    let rejected = receipts
        .iter()
        .filter(|receipt| receipt.state == RowState::Rejected);
    for receipt in rejected {
        for error in &receipt.errors {
            let (line, field) = (receipt.line, &error.field);
            writeln!(out, "{line}  {field}  {}  {}", error.zh, error.en)
                .map_err(|error| Failure::internal(&error))?;
        }
    }
    Ok(())
}

async fn receipts(args: ReceiptArgs) -> Result<Exit, Failure> {
    let (casework, _) = open(&args.ground).await?;
    let filter = ReceiptFilter {
        state: args.rejected.then_some(RowState::Rejected),
    };
    let mut page = PageRequest::first(Limit::new(Limit::MAX).unwrap_or_default());
    let mut out = std::io::stdout();
    loop {
        let receipts = casework
            .receipts(&args.source, &args.batch, filter, &page)
            .await;
        let receipts = receipts.map_err(|error| refused(&error))?;
        for receipt in &receipts.rows {
            write_line(&mut out, receipt)?;
        }
        match receipts.next.as_deref().map(str::parse) {
            Some(Ok(cursor)) => page.cursor = Some(cursor),
            _ => return Ok(Exit::Done),
        }
    }
}

async fn deliver(args: DeliverArgs) -> Result<Exit, Failure> {
    let (casework, record) = open(&args.ground).await?;
    let log = room::log(record, &DataFolder::at(&args.ground.data.data))?;
    log.integrate()
        .await
        .map_err(|error| refusal::sequencer(&error))?;
    let (mut since, mut out) = (args.since, std::io::stdout());
    loop {
        let delivered = casework
            .deliver(&program(), since, deliver_limit(Some(5_000)))
            .await;
        let delivered = delivered.map_err(|error| refused(&error))?;
        for row in &delivered.rows {
            write_line(&mut out, row)?;
        }
        since = delivered.next;
        if delivered.is_end {
            return Ok(Exit::Done);
        }
    }
}

fn write_line(out: &mut impl std::io::Write, value: &impl Serialize) -> Result<(), Failure> {
    let line = serde_json::to_string(value).map_err(|error| Failure::internal(&error))?;
    writeln!(out, "{line}").map_err(|error| Failure::internal(&error))
}
