//! `xiezhi doctor`: what is well and what is not, and what to do.

use std::fs;
use std::path::Path;

use base::Lang;
use library::{DataFolder, Library};
use store::DatabaseKind;

use crate::cli::DataArgs;
use crate::failure::{Exit, Failure};
use crate::output::print;
use crate::room;

/// Free space below which an import of all statutes may fail.
const LEAST_FREE_BYTES: u64 = 1 << 30;

/// One thing that was looked at.
struct Check {
    is_well: bool,
    zh: String,
    en: String,
}

impl Check {
    fn new(is_well: bool, zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self {
            is_well,
            zh: zh.into(),
            en: en.into(),
        }
    }

    fn line(&self, lang: Lang) -> String {
        let mark = if self.is_well { "✓" } else { "✗" };
        match lang {
            Lang::Zh => format!("{mark} {}", self.zh),
            Lang::En => format!("{mark} {}", self.en),
        }
    }
}

/// Runs the command.
pub async fn run(args: DataArgs, lang: Lang) -> Result<Exit, Failure> {
    let folder = DataFolder::at(&args.data);
    let mut checks = vec![program(), data_folder(folder.path()), disk(folder.path())];
    checks.push(import_folder(&folder));
    checks.extend(room(&folder).await);
    let exit = if checks.iter().all(|check| check.is_well) {
        Exit::Done
    } else {
        Exit::Data
    };
    let lines: Vec<_> = checks.iter().map(|check| check.line(lang)).collect();
    print(&lines.join("\n"), exit)
}

fn program() -> Check {
    let version = env!("CARGO_PKG_VERSION");
    Check::new(true, format!("獬豸 {version}"), format!("Xiezhi {version}"))
}

fn data_folder(path: &Path) -> Check {
    let shown = path.display();
    match tempfile_in(path) {
        Ok(()) => Check::new(
            true,
            format!("数据目录 {shown} 可以写入"),
            format!("the data folder {shown} can be written to"),
        ),
        Err(error) => Check::new(
            false,
            format!(
                "数据目录 {shown} 无法写入：{error}。请用 --data 指定可写的目录，或先运行 xiezhi law import。"
            ),
            format!(
                "the data folder {shown} cannot be written to: {error}. Name another with --data, or run xiezhi law import first."
            ),
        ),
    }
}

fn tempfile_in(folder: &Path) -> std::io::Result<()> {
    let probe = folder.join(".doctor");
    fs::write(&probe, b"")?;
    fs::remove_file(probe)
}

fn disk(path: &Path) -> Check {
    let shown = path.display();
    match rustix::fs::statvfs(path) {
        Ok(disk) => {
            let free = disk.f_bavail.saturating_mul(disk.f_frsize);
            let mib = free >> 20;
            let is_well = free >= LEAST_FREE_BYTES;
            let (zh, en) = if is_well {
                ("", "")
            } else {
                (
                    "：不足 1024 MB，导入可能失败，请清理磁盘",
                    ": less than 1024 MB, an import may fail; make room",
                )
            };
            Check::new(
                is_well,
                format!("磁盘剩余 {mib} MB{zh}"),
                format!("{mib} MB of the disk are free{en}"),
            )
        }
        Err(error) => Check::new(
            false,
            format!("无法得知 {shown} 的磁盘余量：{error}"),
            format!("the free space of {shown} is not known: {error}"),
        ),
    }
}

fn import_folder(folder: &DataFolder) -> Check {
    let path = folder.import();
    let shown = path.display();
    if path.is_dir() {
        Check::new(
            true,
            format!("导入目录 {shown}"),
            format!("the import folder is {shown}"),
        )
    } else {
        Check::new(
            true,
            format!("导入目录 {shown} 还不存在，首次从网页导入时会建立"),
            format!("the import folder {shown} is made by the first import through the pages"),
        )
    }
}

/// What concerns the database and what is in it.
async fn room(folder: &DataFolder) -> Vec<Check> {
    let db = match room::database(folder).await {
        Ok(db) => db,
        Err(failure) => return vec![Check::new(false, failure.zh(), failure.en())],
    };
    let kind = match db.kind() {
        DatabaseKind::Sqlite => "SQLite",
        DatabaseKind::Postgres => "PostgreSQL",
    };
    let mut checks = vec![Check::new(
        true,
        format!("数据库 {kind} 可以打开"),
        format!("the {kind} database opens"),
    )];
    match room::open(folder.path()).await {
        Ok(library) => checks.extend(holdings(&library).await),
        Err(failure) => checks.push(Check::new(false, failure.zh(), failure.en())),
    }
    checks
}

async fn holdings(library: &Library) -> Vec<Check> {
    let status = match library.status().await {
        Ok(status) => status,
        Err(error) => {
            return vec![Check::new(
                false,
                format!("法规库无法读取：{error}"),
                format!("the library cannot be read: {error}"),
            )];
        }
    };
    let is_filled = status.statutes > 0;
    let held = Check::new(
        is_filled,
        if is_filled {
            format!(
                "法规 {} 部、版本 {} 个、条文 {} 条、事项 {} 个",
                status.statutes, status.versions, status.articles, status.items
            )
        } else {
            "法规库是空的，请运行 xiezhi law import <目录或文件>".to_owned()
        },
        if is_filled {
            format!(
                "{} statutes, {} versions, {} articles, {} items",
                status.statutes, status.versions, status.articles, status.items
            )
        } else {
            "the library is empty: run xiezhi law import PATH".to_owned()
        },
    );
    let documents = library.search_index().documents();
    let index = Check::new(
        true,
        format!("检索索引与数据库一致，{documents} 个条目"),
        format!("the search index mirrors the database, {documents} entries"),
    );
    vec![held, index]
}
