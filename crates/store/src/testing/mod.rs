//! Databases for tests: every test of a system runs on SQLite and on PostgreSQL.
//!
//! PostgreSQL is a throw-away cluster from Debian's binaries, shared by all test processes that run
//! at one time and removed when the last of them has ended, however it ended.

mod cluster;
mod copies;

use std::sync::atomic::{AtomicU32, Ordering};

use sea_orm::ConnectionTrait;

use crate::{Database, DatabaseUrl};
use cluster::Cluster;
pub use copies::for_each_copy;

/// Runs a test on an empty SQLite database and on an empty PostgreSQL one.
pub async fn for_each_database(test: impl AsyncFn(Database)) {
    let folder = tempfile::tempdir().expect("a folder for temporary files is there");
    let sqlite = DatabaseUrl::Sqlite(folder.path().join("test.sqlite"));
    test(open(&sqlite).await).await;
    test(open(&empty_postgres().await).await).await;
}

/// The address of a new and empty PostgreSQL database.
pub async fn empty_postgres() -> DatabaseUrl {
    let cluster = Cluster::shared();
    let name = fresh_name();
    let admin = open(&cluster.url("postgres")).await;
    admin
        .writer()
        .execute_unprepared(&format!("CREATE DATABASE {name}"))
        .await
        .expect("the owner of the cluster may make a database");
    admin.close().await.expect("the connection closes");
    cluster.url(&name)
}

/// A name that no other test gives to a database.
fn fresh_name() -> String {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    format!("test_{}_{count}", std::process::id())
}

async fn open(url: &DatabaseUrl) -> Database {
    Database::open(url)
        .await
        .expect("the test's own database opens")
}
