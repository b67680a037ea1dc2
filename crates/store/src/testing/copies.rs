//! Databases that are filled once for each build of a test program and copied for each test.

use std::fs::{self, File};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

use sea_orm::ConnectionTrait;

use super::cluster::Cluster;
use super::{fresh_name, open};
use crate::{Database, DatabaseUrl};

/// After this long the copies of an older build are removed.
const OLD: Duration = Duration::from_hours(12);

/// Runs a test on a SQLite and on a PostgreSQL database, each a copy of what `build` made of an empty
/// one, with a copy of the folder that it filled. `build` runs once for a build of the test program,
/// whatever process comes first, and closes what it opens.
pub async fn for_each_copy(
    build: impl AsyncFn(Database, &Path),
    test: impl AsyncFn(Database, PathBuf),
) {
    let home = home();
    let lock =
        File::create(home.join("lock")).expect("the folder for temporary files can be written");
    lock.lock().expect("file locks work");
    let sqlite = home.join("sqlite");
    if !sqlite.join("made").exists() {
        let _ = fs::remove_dir_all(&sqlite);
        fs::create_dir_all(sqlite.join("data")).expect("the folder can be made");
        let url = DatabaseUrl::Sqlite(sqlite.join("test.sqlite"));
        build(open(&url).await, &sqlite.join("data")).await;
        File::create(sqlite.join("made")).expect("the folder can be written");
    }
    let postgres = home.join("postgres");
    let template = made_postgres(&home, &postgres, &build).await;
    lock.unlock().expect("file locks work");

    let folder = tempfile::tempdir().expect("a folder for temporary files is there");
    copy(&sqlite, folder.path());
    let url = DatabaseUrl::Sqlite(folder.path().join("test.sqlite"));
    test(open(&url).await, folder.path().join("data")).await;

    let folder = tempfile::tempdir().expect("a folder for temporary files is there");
    copy(&postgres, folder.path());
    let name = fresh_name();
    admin(&format!("CREATE DATABASE {name} TEMPLATE {template}")).await;
    test(
        open(&Cluster::shared().url(&name)).await,
        folder.path().join("data"),
    )
    .await;
}

/// The name of the PostgreSQL database to copy: made now where the cluster is a new one.
async fn made_postgres(
    home: &Path,
    folder: &Path,
    build: &impl AsyncFn(Database, &Path),
) -> String {
    let stamp = home.file_name().expect("it has a name").to_string_lossy();
    let name = format!("made_{stamp}");
    let known = open(&Cluster::shared().url("postgres")).await;
    let found = known
        .read()
        .query_one_raw(sea_orm::Statement::from_string(
            known.read().get_database_backend(),
            format!("SELECT 1 FROM pg_database WHERE datname = '{name}'"),
        ))
        .await
        .expect("the catalogue can be read");
    known.close().await.expect("the connection closes");
    if found.is_none() {
        let _ = fs::remove_dir_all(folder);
        fs::create_dir_all(folder.join("data")).expect("the folder can be made");
        admin(&format!(
            "DROP DATABASE IF EXISTS part_{stamp} WITH (FORCE)"
        ))
        .await;
        admin(&format!("CREATE DATABASE part_{stamp}")).await;
        let url = Cluster::shared().url(&format!("part_{stamp}"));
        build(open(&url).await, &folder.join("data")).await;
        admin(&format!("ALTER DATABASE part_{stamp} RENAME TO {name}")).await;
    }
    name
}

async fn admin(sql: &str) {
    let admin = open(&Cluster::shared().url("postgres")).await;
    let done = admin.writer().execute_unprepared(sql).await;
    done.expect("the owner of the cluster may make a database");
    admin.close().await.expect("the connection closes");
}

/// The folder of this build of the test program; those of builds long ago are removed.
fn home() -> PathBuf {
    let program = std::env::current_exe().expect("a program knows where it lies");
    let file = fs::metadata(&program).expect("the program is a file");
    let mut stamp = DefaultHasher::new();
    (&program, file.len(), file.modified().ok()).hash(&mut stamp);
    let all = std::env::temp_dir().join("xiezhi-test-copies");
    let home = all.join(format!("{:016x}", stamp.finish()));
    let first = !home.exists();
    fs::create_dir_all(&home).expect("the folder for temporary files can be written");
    if first {
        let modified = |path: &Path| fs::metadata(path).and_then(|data| data.modified()).ok();
        let now = modified(&home);
        for other in fs::read_dir(&all).into_iter().flatten().flatten() {
            let then = modified(&other.path());
            let age = now
                .zip(then)
                .and_then(|(now, then)| now.duration_since(then).ok());
            if age.is_some_and(|age| age > OLD) {
                let _ = fs::remove_dir_all(other.path());
            }
        }
    }
    home
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("the folder can be made");
    for entry in fs::read_dir(from).expect("the folder is there").flatten() {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).expect("the file can be copied");
        }
    }
}
