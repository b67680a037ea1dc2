//! Runs the binary, on the sample city or a folder of its own.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;
use tempfile::TempDir;

pub const STATUTE: &str = "# 云麓市夜市管理办法

2023年3月1日 云麓市人民政府公布
自2023年5月1日起施行

<!-- INFO END -->

第一章 总则

第一条 为了规范夜市经营，制定本办法。

第二章 法律责任

第二条 夜市经营者有下列行为之一的，由城市管理部门责令改正，处二百元以上一千元以下罚款：

（一）未按照规定时间收摊的；

（二）占用盲道的。
";

pub fn xiezhi() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xiezhi"));
    command
        .env_remove("DATABASE_URL")
        .env_remove("LC_ALL")
        .env("LANG", "zh_CN.UTF-8");
    command
}

pub fn run(arguments: &[&str]) -> Output {
    xiezhi().args(arguments).output().unwrap()
}

pub fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

pub fn err(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

pub fn json(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|error| panic!("{error}: {}", out(output)))
}

pub fn folder() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("规章")).unwrap();
    fs::write(
        folder.path().join("规章/云麓市夜市管理办法(2023-03-01).md"),
        STATUTE,
    )
    .unwrap();
    fs::write(folder.path().join("空.txt"), "").unwrap();
    folder
}

pub fn sample() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs/sample-city/statutes")
}

/// A data folder with the sample city.
pub fn data() -> TempDir {
    let data = tempfile::tempdir().unwrap();
    let sample = sample();
    let imported = run(&[
        "law",
        "import",
        sample.to_str().unwrap(),
        "--data",
        path(&data),
    ]);
    assert_eq!(imported.status.code(), Some(0), "{}", err(&imported));
    data
}

pub fn path(folder: &TempDir) -> &str {
    folder.path().to_str().unwrap()
}
