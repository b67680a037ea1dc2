//! Accounts on the command line.

use std::path::Path;
use std::process::Output;

use crate::support::{err, out, path, run, xiezhi};

/// Runs `xiezhi account …` on a data folder.
fn account(data: &tempfile::TempDir, arguments: &[&str]) -> Output {
    let pack = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs/cn");
    let mut command = xiezhi();
    command.arg("account").args(arguments);
    command.args(["--data", path(data)]).arg("--pack").arg(pack);
    command.output().unwrap()
}

#[test]
fn an_account_is_made_given_a_role_listed_and_reset() {
    let data = tempfile::tempdir().unwrap();
    let empty = account(&data, &["list"]);
    assert_eq!(empty.status.code(), Some(1), "{}", err(&empty));

    let made = account(&data, &["create", "chen.wei", "--name", "陈伟（虚构）"]);
    assert_eq!(made.status.code(), Some(0), "{}", err(&made));
    assert!(out(&made).contains("一次性邀请代码"), "{}", out(&made));
    let again = account(&data, &["create", "Chen.Wei", "--name", "陈伟（虚构）"]);
    assert_eq!(again.status.code(), Some(3), "{}", out(&again));
    assert!(err(&again).contains("登录名已被使用"), "{}", err(&again));

    let day = [
        "--from",
        "2026-12-01",
        "--to",
        "2027-12-01",
        "--reason",
        "值班",
    ];
    let grant = [&["grant", "chen.wei", "auditor"][..], &day].concat();
    let granted = account(&data, &grant);
    assert_eq!(granted.status.code(), Some(0), "{}", err(&granted));
    let unknown = [&["grant", "chen.wei", "emperor"][..], &day].concat();
    let unknown = account(&data, &unknown);
    assert!(err(&unknown).contains("没有这个角色"), "{}", err(&unknown));

    let listed = out(&account(&data, &["list"]));
    assert_eq!(
        listed,
        "chen.wei\tactive\t陈伟（虚构）\tauditor@* 2026-12-01..2027-12-01\n"
    );
    let reset = account(&data, &["reset", "chen.wei"]);
    assert_ne!(out(&reset), out(&made), "each code is another");
    assert_eq!(account(&data, &["end-sessions"]).status.code(), Some(0));
    let nobody = account(&data, &["reset", "nobody"]);
    assert!(err(&nobody).contains("没有这个账号"), "{}", err(&nobody));
}

#[test]
fn a_lost_key_file_is_named_and_not_replaced() {
    let data = tempfile::tempdir().unwrap();
    account(&data, &["list"]);
    let key = data.path().join("keys/access.key");
    std::fs::remove_file(&key).unwrap();
    let lost = account(&data, &["list"]);
    assert_eq!(lost.status.code(), Some(4));
    assert!(err(&lost).contains("access.key"), "{}", err(&lost));
    assert!(!key.exists());
}

#[test]
fn what_is_no_login_name_is_not_understood() {
    let wrong = run(&["account", "create", "a b", "--name", "某"]);
    assert_eq!(wrong.status.code(), Some(2));
}
