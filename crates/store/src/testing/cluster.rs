//! A PostgreSQL cluster that lives as long as some test process does.
//!
//! Two file locks keep its life: `start` is held while somebody starts or stops it, `users` is held
//! shared by each process that uses it. The kernel gives both back when a process dies. A small
//! watcher stops the cluster when nobody has held `users` for two looks in a row.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;

use crate::DatabaseUrl;

/// A running cluster, in use by this process until it ends.
pub(super) struct Cluster {
    folder: PathBuf,
    _in_use: File,
}

impl Cluster {
    /// The cluster of this machine's user; started by the first who asks.
    pub(super) fn shared() -> &'static Self {
        static SHARED: OnceLock<Cluster> = OnceLock::new();
        SHARED.get_or_init(Self::join)
    }

    fn join() -> Self {
        let user = output(Command::new("id").arg("-u"));
        let folder = std::env::temp_dir().join(format!("xiezhi-test-postgres-{user}"));
        fs::create_dir_all(&folder).expect("the folder for temporary files can be written to");
        let start = lock_file(&folder.join("start.lock"));
        start.lock().expect("file locks work");
        let in_use = lock_file(&folder.join("users.lock"));
        if !is_running(&folder) {
            start_cluster(&folder, user == "0");
        }
        in_use.lock_shared().expect("file locks work");
        Self {
            folder,
            _in_use: in_use,
        }
    }

    /// The address of a database of the cluster.
    pub(super) fn url(&self, database: &str) -> DatabaseUrl {
        let socket = self.folder.join("socket");
        let socket = socket.display().to_string().replace('/', "%2F");
        DatabaseUrl::Postgres(format!(
            "postgres://xiezhi@localhost/{database}?host={socket}"
        ))
    }
}

fn lock_file(path: &Path) -> File {
    File::options()
        .create(true)
        .truncate(false)
        .write(true)
        .open(path)
        .expect("the folder of the cluster can be written to")
}

fn is_running(folder: &Path) -> bool {
    std::os::unix::net::UnixStream::connect(folder.join("socket/.s.PGSQL.5432")).is_ok()
}

/// Makes a new cluster, starts it and leaves a watcher with it.
fn start_cluster(folder: &Path, as_root: bool) {
    for old in ["data", "socket"] {
        let _ = fs::remove_dir_all(folder.join(old));
    }
    let binaries = binaries();
    for new in ["data", "socket"] {
        let mut install = Command::new("install");
        install.args(["-d", "-m", "700"]).arg(folder.join(new));
        if as_root {
            install.args(["-o", SERVER_USER]);
        }
        run(&mut install);
    }
    let data = folder.join("data");
    let mut initdb = as_server_user(&binaries.join("initdb"), as_root);
    initdb
        .args(["--auth=trust", "--username=xiezhi", "--encoding=UTF8"])
        .args(["--locale=C.UTF-8", "--no-sync", "-D"])
        .arg(&data);
    run(&mut initdb);
    let mut start = as_server_user(&binaries.join("pg_ctl"), as_root);
    start.args(["start", "-w", "-s", "-D"]).arg(&data);
    start.arg("-l").arg(data.join("log")).arg("-o").arg(format!(
        "-c listen_addresses= -c unix_socket_directories={} -c fsync=off -c max_connections=300",
        folder.join("socket").display()
    ));
    run(&mut start);
    leave_watcher(folder);
}

/// Who runs the server where the tests run as root, which PostgreSQL refuses.
const SERVER_USER: &str = "postgres";

fn as_server_user(program: &Path, as_root: bool) -> Command {
    let mut command = if as_root {
        let mut command = Command::new("setpriv");
        command
            .args(["--reuid", SERVER_USER, "--regid", SERVER_USER])
            .args(["--clear-groups", "--"])
            .arg(program);
        command
    } else {
        Command::new(program)
    };
    command.current_dir("/");
    command
}

/// The newest PostgreSQL that Debian installed.
fn binaries() -> PathBuf {
    let installed = fs::read_dir("/usr/lib/postgresql").into_iter().flatten();
    installed
        .filter_map(|entry| Some(entry.ok()?.path()))
        .max_by_key(|path| {
            path.file_name()
                .and_then(|name| name.to_string_lossy().parse::<u32>().ok())
        })
        .map(|newest| newest.join("bin"))
        .expect("the tests need PostgreSQL: apt-get install postgresql")
}

/// Leaves a process that stops and removes the cluster when nobody uses it any more.
#[expect(
    clippy::zombie_processes,
    reason = "it outlives this process: that is its purpose"
)]
fn leave_watcher(folder: &Path) {
    const WATCH: &str = r#"
        cd "$1" && idle=0
        while sleep 2; do
            exec 8>start.lock 9>users.lock
            flock 8
            if flock -n 9; then idle=$((idle + 1)); else idle=0; fi
            if [ "$idle" -ge 2 ]; then
                kill -QUIT "$(head -n 1 data/postmaster.pid)"
                while [ -e data/postmaster.pid ] && kill -0 "$(head -n 1 data/postmaster.pid)"; do sleep 0.1; done
                rm -rf data socket
                exit
            fi
            exec 8>&- 9>&-
        done"#;
    Command::new("setsid")
        .args(["sh", "-c", WATCH, "sh"])
        .arg(folder)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("Debian's setsid and sh are there");
}

fn run(command: &mut Command) {
    let done = command.stdin(Stdio::null()).stdout(Stdio::null()).status();
    let done = done.unwrap_or_else(|error| panic!("{command:?} cannot be run: {error}"));
    assert!(done.success(), "{command:?} failed: {done}");
}

fn output(command: &mut Command) -> String {
    let done = command.output().expect("Debian's own tools are there");
    String::from_utf8_lossy(&done.stdout).trim().to_owned()
}
