//! Opening the library from the command line.

use std::path::Path;
use std::sync::Arc;

use ::packs::Packs;
use access::{Access, Lifetimes, Registered};
use base::Clock;
use casework::Casework;
use jiff::Timestamp;
use library::powers::Powers;
use library::{DataFolder, Explained, Library, LibraryError};
use record::{Record, RecordLog};
use register::Register;
use rules::{Folder, RuleSet};
use store::{Database, DatabaseUrl, StoreError, UrlError};
use tokio::runtime::Runtime;

use crate::commands::ledger::refusal;
use crate::commands::pack::provisions::FromLibrary;
use crate::failure::{Exit, Failure};
use crate::{packs, settings};

/// The clock of this machine.
#[derive(Debug, Clone, Copy)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(
        clippy::disallowed_methods,
        reason = "this is the shell: the only place that reads the clock"
    )]
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }
}

/// Runs something that waits.
pub fn block_on<T>(work: impl Future<Output = Result<T, Failure>>) -> Result<T, Failure> {
    let runtime = Runtime::new().map_err(|error| Failure::internal(&error))?;
    runtime.block_on(work)
}

/// Whether the data folder has no database yet, and no other is named.
pub fn is_new(data: &Path) -> bool {
    settings::database_url().is_none() && !data.join("xiezhi.sqlite").exists()
}

/// Opens the library for asking. Where there is none yet, says how to fill one.
pub async fn open_filled(data: &Path) -> Result<Library, Failure> {
    let folder = DataFolder::at(data);
    if is_new(data) {
        let data = data.display();
        return Err(Failure::new(
            Exit::Data,
            format!(
                "数据目录 {data} 中还没有法规库。请先运行：xiezhi law import <目录或文件> --data {data}"
            ),
            format!(
                "the data folder {data} holds no library yet. Run first: xiezhi law import PATH --data {data}"
            ),
        ));
    }
    open_folder(folder).await
}

/// Opens the library, and makes what is not there.
pub async fn open(data: &Path) -> Result<Library, Failure> {
    open_folder(DataFolder::at(data)).await
}

async fn open_folder(folder: DataFolder) -> Result<Library, Failure> {
    let record = record(&folder).await?;
    library(record, folder).await
}

/// Opens the library on a record.
pub async fn library(record: Record, folder: DataFolder) -> Result<Library, Failure> {
    let library = Library::open(record, folder).await;
    library.map_err(|error| unusable(&error))
}

/// Opens the record of the database.
pub async fn record(folder: &DataFolder) -> Result<Record, Failure> {
    let db = database(folder).await?;
    let record = Record::open(db, Arc::new(SystemClock)).await;
    record.map_err(|error| no_database(&error))
}

/// The log of a record, with the settings of the data folder.
pub fn log(record: Record, folder: &DataFolder) -> Result<RecordLog, Failure> {
    RecordLog::open(record, folder.path()).map_err(|error| refusal::settings(&error))
}

/// Opens the register on a record.
pub async fn register(record: Record, folder: &DataFolder) -> Result<Register, Failure> {
    Register::open(record, folder.path())
        .await
        .map_err(|error| Failure::new(Exit::Data, Explained::zh(&error), error.to_string()))
}

/// Opens the power lists on a record.
pub async fn powers(
    record: Record,
    register: Register,
    folder: DataFolder,
) -> Result<Powers, Failure> {
    let library = library(record.clone(), folder).await?;
    Ok(Powers::new(
        Arc::new(library),
        Arc::new(register),
        Arc::new(record),
        None,
    ))
}

/// Opens accounts and rights, with the policy table of a pack.
pub async fn access(
    record: Record,
    register: Register,
    folder: &DataFolder,
    folders: &[Folder],
) -> Result<Access, Failure> {
    let rules = RuleSet::load(folders).map_err(|error| packs::unusable(&error))?;
    let key = folder.path().join("keys").join("access.key");
    Access::open(
        record,
        Arc::new(rules),
        Arc::new(Registered::new(register)),
        &key,
        Lifetimes::default(),
    )
    .await
    .map_err(|error| {
        Failure::new(
            Exit::Data,
            format!("账号无法打开：{error}"),
            format!("the accounts cannot be opened: {error}"),
        )
    })
}

/// Opens the cases, with the rules of the packs and the power lists of the library.
pub async fn casework(
    register: &Register,
    library: &Arc<Library>,
    folders: &[Folder],
) -> Result<Casework, Failure> {
    let rules = RuleSet::load(folders).map_err(|error| packs::unusable(&error))?;
    let powers = Powers::new(
        Arc::clone(library),
        Arc::new(register.clone()),
        Arc::new(register.record().clone()),
        None,
    );
    let casework = Casework::open(register.clone(), Arc::new(rules), Arc::new(powers)).await;
    casework.map_err(|error| no_database(&error))
}

/// Opens the packs and keeps those in use.
pub async fn packs(
    record: Record,
    library: Arc<Library>,
    folders: &[Folder],
) -> Result<Packs, Failure> {
    let packs = Packs::open(record, Some(Arc::new(FromLibrary(library))));
    let packs = packs.await.map_err(|error| no_database(&error))?;
    let kept = packs.put_in_use(folders).await;
    kept.map_err(|error| refused(&error))?;
    Ok(packs)
}

/// The database of `DATABASE_URL`, or the one in the data folder.
pub async fn database(folder: &DataFolder) -> Result<Database, Failure> {
    named_database(None, folder).await
}

/// The database with this URL; where none is named, that of [`database`].
pub async fn named_database(url: Option<&str>, folder: &DataFolder) -> Result<Database, Failure> {
    let url = url.map_or_else(|| database_url(folder), str::parse);
    let url = url.map_err(|error| {
        Failure::new(
            Exit::Data,
            "数据库地址应以 postgres:// 或 sqlite: 开头。",
            format!("the address of the database is wrong: {error}"),
        )
    })?;
    Database::open(&url)
        .await
        .map_err(|error| no_database(&error))
}

fn database_url(folder: &DataFolder) -> Result<DatabaseUrl, UrlError> {
    settings::database_url().map_or_else(|| Ok(folder.database()), |url| url.parse())
}

/// The failure for a database that cannot be used.
pub fn no_database(error: &StoreError) -> Failure {
    Failure::new(
        Exit::Data,
        format!("数据库无法打开：{error}。请运行 xiezhi doctor 查看原因。"),
        format!("{error}. Run xiezhi doctor to see why."),
    )
}

fn unusable(error: &LibraryError) -> Failure {
    Failure::new(
        Exit::Data,
        format!("法规库无法打开：{error}。请运行 xiezhi doctor 查看原因。"),
        format!("the library cannot be opened: {error}. Run xiezhi doctor to see why."),
    )
}

/// The failure for an operation of the library that was refused.
pub fn refused(error: &impl Explained) -> Failure {
    let exit = match error.code() {
        "library.internal" => Exit::Data,
        _ => Exit::Input,
    };
    let zh = error.zh();
    let cause = if exit == Exit::Data {
        format!("（{error}）")
    } else {
        String::new()
    };
    Failure::new(exit, format!("{zh}{cause}"), error.to_string())
}
