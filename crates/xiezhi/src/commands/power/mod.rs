//! `xiezhi power`: power lists in and out, and the questions about who holds what.

mod lists;
mod questions;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use base::{AreaCode, Lang};
use clap::{Args, Subcommand};
use jiff::civil::Date;
use law::VersionKey;
use library::powers::{Asking, ListKind, ListState, PowerError, Powers};
use library::view::{ItemRow, List};
use library::{DataFolder, ItemId, ListId};
use rules::Folder;
use store::{Limit, PageRequest};

use crate::cli::{DataArgs, PackArgs};
use crate::failure::{Exit, Failure};
use crate::register_cli::AskArgs;
use crate::room::{self, refused};

/// `xiezhi power …`
#[derive(Debug, Subcommand)]
pub enum PowerCommand {
    /// 列出清单 / list power lists, benchmarks and leniency lists
    #[command(after_help = "没有清单时退出码为 1。The exit code is 1 where there is none.")]
    List(ListsArgs),
    /// 这一事项由谁行使 / who holds an item, on a day and in an area
    #[command(after_help = "\
示例 Example:
  xiezhi power who-holds 3f6c… --area 990102001 --as-of 2027-03-01

无人行使时退出码为 1。The exit code is 1 where nobody does.")]
    WhoHolds(WhoHoldsArgs),
    /// 空白：已采用、现行有效而无人行使的事项 / adopted items in force that nobody holds
    #[command(after_help = "有空白时退出码为 1。The exit code is 1 where there are gaps.")]
    Gaps(PlaceArgs),
    /// 重叠：两家对同一地方行使同一事项 / items that two hold for the same place
    #[command(after_help = "有重叠时退出码为 1。The exit code is 1 where there are overlaps.")]
    Overlaps(PlaceArgs),
    /// 从未用于办案的事项 / held items on which no case was opened
    #[command(after_help = "\
没有办案记录时无从知晓，退出码为 1。The exit code is 1 where no cases are recorded.")]
    Unused(UnusedArgs),
    /// 依据已修改或已废止的事项 / held items whose legal basis changed or is gone
    #[command(
        after_help = "有这样的事项时退出码为 1。The exit code is 1 where there are such items."
    )]
    BasisChanges(AskArgs),
    /// 一次修法影响什么 / what a change of a statute touches
    #[command(after_help = "\
示例 Example:
  xiezhi power impact 云麓市灯会管理条例 2019-03-01 2023-03-01 --article 12")]
    Impact(ImpactArgs),
    /// 从模板导入草稿的条目，先试读 / lines of a draft from a template; --dry-run only checks it
    #[command(after_help = "\
全有或全无。模板有错时逐行逐列说明，退出码为 3。
All or nothing. Faults are told by row and column; the exit code is 3 then.")]
    Import(ImportLinesArgs),
    /// 把一版的条目写入模板 / the lines of a version as a template
    Export(ExportLinesArgs),
    /// 写出空模板 / write the empty template
    Template(TemplateArgs),
}

#[derive(Debug, Args)]
pub struct ListsArgs {
    /// 主体编号 / the number of the authority
    #[arg(long, value_name = "CODE")]
    pub authority: Option<String>,
    /// powers、benchmarks、leniency
    #[arg(long, value_parser = kind)]
    pub kind: Option<ListKind>,
    /// 最新一版的状态 / state of the newest version: drafting, in_review, reviewed, adopted, published, abandoned
    #[arg(long, value_parser = state)]
    pub state: Option<ListState>,
    /// 输出 JSON / print JSON
    #[arg(long)]
    pub json: bool,
    #[command(flatten)]
    pub data: DataArgs,
}

#[derive(Debug, Args)]
pub struct WhoHoldsArgs {
    /// 事项的 id / the id of an item
    #[arg(value_name = "ITEM")]
    pub item: ItemId,
    /// 行政区划代码：只要管到该地全部的 / only who acts for the whole of this area
    #[arg(long, value_name = "CODE")]
    pub area: Option<AreaCode>,
    #[command(flatten)]
    pub ask: AskArgs,
}

#[derive(Debug, Args)]
pub struct PlaceArgs {
    /// 行政区划代码 / the code of an area
    #[arg(value_name = "AREA")]
    pub area: AreaCode,
    #[command(flatten)]
    pub ask: AskArgs,
}

#[derive(Debug, Args)]
pub struct UnusedArgs {
    /// 自这一天 / from this day
    #[arg(long, value_name = "DATE")]
    pub from: Date,
    /// 至这一天，默认今天 / to this day, by default today
    #[arg(long, value_name = "DATE")]
    pub to: Option<Date>,
    /// 输出 JSON / print JSON
    #[arg(long)]
    pub json: bool,
    #[command(flatten)]
    pub data: DataArgs,
}

#[derive(Debug, Args)]
pub struct ImpactArgs {
    /// 法规的标题 / title of the statute
    #[arg(value_name = "STATUTE")]
    pub statute: String,
    /// 旧版本：日期或 undated / the older version
    #[arg(value_name = "FROM")]
    pub from: VersionKey,
    /// 新版本 / the newer version
    #[arg(value_name = "TO")]
    pub to: VersionKey,
    /// 只看旧版本的这一条 / only this article of the older version
    #[arg(long, value_name = "N")]
    pub article: Option<String>,
    #[command(flatten)]
    pub pack: PackArgs,
    #[command(flatten)]
    pub ask: AskArgs,
}

#[derive(Debug, Args)]
pub struct ImportLinesArgs {
    /// 清单的 id / the id of the list
    #[arg(value_name = "LIST")]
    pub list: ListId,
    /// .xlsx 或 .csv / a workbook
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// 第几版，默认最新一版 / which version, by default the newest
    #[arg(long, value_name = "N")]
    pub version: Option<u32>,
    /// 只检查，不写入 / only check it
    #[arg(long)]
    pub dry_run: bool,
    /// 理由 / why
    #[arg(long, required_unless_present = "dry_run")]
    pub reason: Option<String>,
    /// 输出 JSON / print JSON
    #[arg(long)]
    pub json: bool,
    #[command(flatten)]
    pub data: DataArgs,
}

#[derive(Debug, Args)]
pub struct ExportLinesArgs {
    /// 清单的 id / the id of the list
    #[arg(value_name = "LIST")]
    pub list: ListId,
    /// .xlsx 或 .csv，不得已存在 / the workbook to write; it must not exist
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// 第几版，默认最新一版 / which version, by default the newest
    #[arg(long, value_name = "N")]
    pub version: Option<u32>,
    #[command(flatten)]
    pub data: DataArgs,
}

#[derive(Debug, Args)]
pub struct TemplateArgs {
    /// .xlsx 或 .csv，不得已存在 / the workbook to write; it must not exist
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
}

/// Runs a command.
pub async fn run(command: PowerCommand, lang: Lang) -> Result<Exit, Failure> {
    match command {
        PowerCommand::List(args) => lists::list(args, lang).await,
        PowerCommand::WhoHolds(args) => questions::who_holds(args, lang).await,
        PowerCommand::Gaps(args) => questions::gaps(args, lang).await,
        PowerCommand::Overlaps(args) => questions::overlaps(args, lang).await,
        PowerCommand::Unused(args) => questions::unused(args, lang).await,
        PowerCommand::BasisChanges(args) => questions::basis_changes(args, lang).await,
        PowerCommand::Impact(args) => questions::impact(args, lang).await,
        PowerCommand::Import(args) => lists::import(args, lang).await,
        PowerCommand::Export(args) => lists::export(args).await,
        PowerCommand::Template(args) => lists::template(&args),
    }
}

/// The command line may see and change everything: who can run it can read the database anyway.
fn asking() -> Asking {
    Asking::program("command_line")
}

/// Opens the lists of a data folder.
async fn open(data: &Path) -> Result<Powers, Failure> {
    let folder = DataFolder::at(data);
    let record = room::record(&folder).await?;
    let register = room::register(record.clone(), &folder).await?;
    room::powers(record, register, folder).await
}

/// The same, with the cases of the database counted.
async fn counting(data: &Path, folders: &[Folder]) -> Result<Powers, Failure> {
    let folder = DataFolder::at(data);
    let record = room::record(&folder).await?;
    let register = room::register(record.clone(), &folder).await?;
    let powers = room::powers(record, register.clone(), folder).await?;
    let casework = room::casework(&register, powers.library(), folders).await?;
    Ok(powers.counting(Arc::new(casework)))
}

/// Every row, page by page.
async fn all<T>(
    mut ask: impl AsyncFnMut(&PageRequest) -> Result<List<T>, PowerError>,
) -> Result<Vec<T>, Failure> {
    let mut page = PageRequest::first(Limit::new(Limit::MAX).unwrap_or_default());
    let mut rows = Vec::new();
    loop {
        let list = ask(&page).await.map_err(|error| refused(&error))?;
        rows.extend(list.rows);
        let Some(next) = list.next else {
            return Ok(rows);
        };
        page.cursor = next.parse().ok();
    }
}

fn item(row: &ItemRow, lang: Lang) -> String {
    let summary = match lang {
        Lang::Zh => &row.summary,
        Lang::En => &row.summary_en,
    };
    format!("{}  {}  {}  {summary}", row.id, row.label, row.behaviour)
}

fn kind(text: &str) -> Result<ListKind, String> {
    let known = ListKind::named(text);
    known.ok_or_else(|| "powers, benchmarks, leniency".to_owned())
}

fn state(text: &str) -> Result<ListState, String> {
    let known = ListState::named(text);
    known.ok_or_else(|| "drafting, in_review, reviewed, adopted, published, abandoned".to_owned())
}
