//! `xiezhi pack`: rule packs on the command line.

mod diff;
mod digest;
mod draw;
mod lint;
pub mod provisions;

use std::path::{Path, PathBuf};

use base::Lang;
use clap::{Args, Subcommand};
use jiff::civil::Date;
use rules::{Folder, FolderError};

use crate::failure::{Exit, Failure};

#[derive(Debug, Subcommand)]
pub enum PackCommand {
    /// 检查规则包：文件、行、列、问题和办法 / check a pack, with file, line and column
    #[command(after_help = "\
示例 Examples:
  xiezhi pack lint packs/sample-city               所扩展的包在同级目录中找  what it extends is looked for beside it
  xiezhi pack lint packs/cn --data /srv/xiezhi     连同条款一起核对  check the provisions too
  xiezhi pack lint packs/cn --json

有错误时退出码为 1。The exit code is 1 where the pack has an error.")]
    Lint(LintArgs),
    /// 把程序画成 SVG / draw a procedure as SVG
    #[command(after_help = "\
示例 Examples:
  xiezhi pack draw packs/sample-city penalty.ordinary --out 程序.svg")]
    Draw(DrawArgs),
    /// 逐条比对两个规则包 / compare two packs rule by rule
    Diff(PackDiffArgs),
    /// 内容摘要，可另存归档 / the content digest, and the archive it is of
    #[command(after_help = "\
示例 Examples:
  xiezhi pack digest packs/cn
  xiezhi pack digest packs/cn --archive cn.tar && sha256sum cn.tar    同一个值  the same value")]
    Digest(DigestArgs),
}

#[derive(Debug, Args)]
pub struct LintArgs {
    /// 规则包目录 / the folder of a pack
    #[arg(value_name = "DIR")]
    pub folder: PathBuf,
    /// 输出 JSON / print JSON
    #[arg(long)]
    pub json: bool,
    /// 数据目录：用其中的法规库核对条款 / the data folder whose law library is asked for provisions
    #[arg(long, value_name = "DIR")]
    pub data: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub struct DrawArgs {
    /// 规则包目录 / the folder of a pack
    #[arg(value_name = "DIR")]
    pub folder: PathBuf,
    /// 程序编号 / the id of a procedure
    #[arg(value_name = "PROCEDURE")]
    pub procedure: String,
    /// 这一天有效的版本，默认最新 / the version of this day, by default the newest
    #[arg(long, value_name = "DATE")]
    pub as_of: Option<Date>,
    /// 写入文件，默认标准输出 / write to a file instead of standard output
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub struct PackDiffArgs {
    /// 旧的目录 / the older folder
    #[arg(value_name = "OLD")]
    pub before: PathBuf,
    /// 新的目录 / the newer folder
    #[arg(value_name = "NEW")]
    pub after: PathBuf,
    /// 输出 JSON / print JSON
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub struct DigestArgs {
    /// 规则包目录 / the folder of a pack
    #[arg(value_name = "DIR")]
    pub folder: PathBuf,
    /// 另存归档（tar）/ write the archive (tar) too
    #[arg(long, value_name = "FILE")]
    pub archive: Option<PathBuf>,
}

/// Runs a command.
pub fn run(command: PackCommand, lang: Lang) -> Result<Exit, Failure> {
    match command {
        PackCommand::Lint(args) => lint::run(&args, lang),
        PackCommand::Draw(args) => draw::run(&args),
        PackCommand::Diff(args) => diff::run(&args, lang),
        PackCommand::Digest(args) => digest::run(&args),
    }
}

/// A pack with those that it extends.
fn with_parents(path: &Path) -> Result<Vec<Folder>, Failure> {
    Folder::read_with_parents(path).map_err(|error| unreadable(path, &error))
}

/// A pack alone.
fn alone(path: &Path) -> Result<Folder, Failure> {
    Folder::read(path).map_err(|error| unreadable(path, &error))
}

fn unreadable(path: &Path, error: &FolderError) -> Failure {
    Failure::new(
        Exit::Input,
        format!("规则包 {} 无法读取：{error}", path.display()),
        format!("the pack {} cannot be read: {error}", path.display()),
    )
}

/// Writes a file that was asked for.
pub fn write(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    std::fs::write(path, bytes).map_err(|error| {
        Failure::new(
            Exit::Input,
            format!("无法写入 {}：{error}", path.display()),
            format!("{} cannot be written: {error}", path.display()),
        )
    })
}
