//! What can be asked of the register on the command line.

use std::path::PathBuf;

use base::CreditCode;
use clap::{Args, Subcommand};
use jiff::civil::Date;
use register::PartyId;

use crate::cli::DataArgs;

/// `xiezhi authority …`
#[derive(Debug, Subcommand)]
pub enum AuthorityCommand {
    /// 列出执法主体 / list authorities
    List(ListArgs),
    /// 显示一个执法主体及其沿革 / show an authority and its history
    Show(ShowCodeArgs),
    /// 从模板导入，先试运行 / import a template; --dry-run only checks it
    Import(ImportWorkbookArgs),
    /// 写入模板 / export to a template
    Export(ExportWorkbookArgs),
    /// 自某日起合并 / merge authorities on a day
    #[command(after_help = "\
示例 Example:
  xiezhi authority merge YL-S01 YL-S09 --into YL-S09 --on 2027-01-01 --reason 街道撤并")]
    Merge(MergeArgs),
}

/// `xiezhi officer …`
#[derive(Debug, Subcommand)]
pub enum OfficerCommand {
    /// 列出执法人员 / list officers
    List(ListArgs),
    /// 显示一名执法人员及其执法资格 / show an officer, and whether they may enforce
    Show(ShowOfficerArgs),
    /// 从模板导入，先试运行 / import a template; --dry-run only checks it
    Import(ImportWorkbookArgs),
    /// 写入模板 / export to a template
    Export(ExportWorkbookArgs),
}

/// `xiezhi party …`
#[derive(Debug, Subcommand)]
pub enum PartyCommand {
    /// 查找当事人：名称、信用代码，或从标准输入读身份号码 / find parties
    Find(FindArgs),
    /// 显示一个当事人 / show a party
    Show(ShowPartyArgs),
}

/// As of which day, in which form, from where.
#[derive(Debug, Args)]
pub struct AskArgs {
    /// 截至这一天，默认今天 / as of this day, by default today
    #[arg(long, value_name = "DATE")]
    pub as_of: Option<Date>,
    /// 输出 JSON / print JSON
    #[arg(long)]
    pub json: bool,
    #[command(flatten)]
    pub data: DataArgs,
}

#[derive(Debug, Args)]
pub struct ListArgs {
    /// 名称的一部分、拼音首字母或编号 / a part of the name, pinyin initials or the number
    #[arg(value_name = "QUERY")]
    pub query: Option<String>,
    #[command(flatten)]
    pub ask: AskArgs,
}

#[derive(Debug, Args)]
pub struct ShowCodeArgs {
    /// 编号 / the number
    #[arg(value_name = "CODE")]
    pub code: String,
    #[command(flatten)]
    pub ask: AskArgs,
}

#[derive(Debug, Args)]
pub struct ShowOfficerArgs {
    /// 人员编号 / the staff number
    #[arg(value_name = "CODE")]
    pub code: String,
    /// 执法类别 / the field of enforcement
    #[arg(long)]
    pub field: Option<String>,
    #[command(flatten)]
    pub ask: AskArgs,
}

#[derive(Debug, Args)]
pub struct ImportWorkbookArgs {
    /// .xlsx 或 .csv / a workbook
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
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
pub struct ExportWorkbookArgs {
    /// .xlsx 或 .csv，不得已存在 / the workbook to write; it must not exist
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// 截至这一天，默认今天 / as of this day, by default today
    #[arg(long, value_name = "DATE")]
    pub as_of: Option<Date>,
    #[command(flatten)]
    pub data: DataArgs,
}

#[derive(Debug, Args)]
pub struct MergeArgs {
    /// 要合并的主体编号 / numbers of the authorities
    #[arg(value_name = "CODE", required = true, num_args = 2..)]
    pub codes: Vec<String>,
    /// 存续的主体编号 / the one that goes on
    #[arg(long, value_name = "CODE")]
    pub into: String,
    /// 自这一天起 / the first day
    #[arg(long, value_name = "DATE")]
    pub on: Date,
    /// 理由 / why
    #[arg(long)]
    pub reason: String,
    #[command(flatten)]
    pub data: DataArgs,
}

#[derive(Debug, Args)]
pub struct FindArgs {
    /// 名称的一部分或拼音首字母 / a part of the name or pinyin initials
    #[arg(value_name = "NAME", required_unless_present_any = ["credit_code", "identity_from_stdin"])]
    pub name: Option<String>,
    /// 统一社会信用代码 / unified social credit code
    #[arg(long, value_name = "CODE")]
    pub credit_code: Option<CreditCode>,
    /// 从标准输入读身份号码，不留在命令记录里 / read the identity number from standard input
    #[arg(long)]
    pub identity_from_stdin: bool,
    #[command(flatten)]
    pub ask: AskArgs,
}

#[derive(Debug, Args)]
pub struct ShowPartyArgs {
    /// 当事人的 id / its id
    #[arg(value_name = "ID")]
    pub id: PartyId,
    #[command(flatten)]
    pub ask: AskArgs,
}
