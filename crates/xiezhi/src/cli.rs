//! What can be asked on the command line.

use std::path::PathBuf;

use base::Lang;
use clap::{Args, Parser, Subcommand, ValueEnum};

const EXIT_CODES: &str = "\
退出码 Exit codes:
  0  完成 done
  1  完成，但答案是否定的：没有命中、引用不成立 done, and the answer is no
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
