//! A simulated city on the command line, and its accounts.

use std::fs;

use serde_json::Value;
use store::DatabaseUrl;
use store::testing::empty_postgres;

use crate::support::{err, json, out, path, run};

#[test]
fn a_city_is_made_once_and_has_an_account_for_each_role() {
    let data = tempfile::tempdir().unwrap();
    let at = ["--data", path(&data)];
    let simulate = ["simulate", "--seed", "5", "--cases", "25", "--years", "1"];
    let made = run(&[&simulate, &at[..]].concat());
    assert_eq!(made.status.code(), Some(0), "{}", err(&made));
    let folder = data.path().join("simulation");
    let city: Value = fs::read_to_string(folder.join("city.json"))
        .unwrap()
        .parse()
        .unwrap();
    assert_eq!(city["cases"], 25);
    assert!(out(&made).contains(city["digest"].as_str().unwrap()));
    let key = fs::read_to_string(folder.join("key.jsonl")).unwrap();
    assert_eq!(
        key.lines().count() as u64,
        city["planted"].as_u64().unwrap()
    );
    let cases = run(&[&["case", "list", "--json"], &at[..]].concat());
    assert_eq!(json(&cases)["rows"].as_array().map(Vec::len), Some(25));

    let bulk = tempfile::tempdir().unwrap();
    let of_bulk = ["--bulk", "--data", path(&bulk)];
    let made = run(&[&simulate, &of_bulk[..]].concat());
    assert_eq!(made.status.code(), Some(0), "{}", err(&made));
    assert!(out(&made).contains(city["digest"].as_str().unwrap()));
    let audit = run(&["ledger", "audit", "--data", path(&bulk)]);
    assert_eq!(audit.status.code(), Some(0), "{}", err(&audit));
    let audit = run(&["numbers", "audit", "--data", path(&bulk)]);
    assert_eq!(audit.status.code(), Some(0), "{}", err(&audit));

    let again = run(&[&["--lang", "en"], &simulate[..], &at[..]].concat());
    assert_eq!(again.status.code(), Some(4));
    assert!(
        err(&again).contains("a simulated city already"),
        "{}",
        err(&again)
    );
    let again = run(&[&simulate, &at[..]].concat());
    assert!(err(&again).contains("已有模拟的城市"), "{}", err(&again));

    let demo = ["account", "demo", "--origin", "http://127.0.0.1:9/"];
    let invited = out(&run(&[&demo, &at[..]].concat()));
    for role in [
        "officer",
        "legal_reviewer",
        "head",
        "supervisor",
        "administrator",
    ] {
        let link = format!("http://127.0.0.1:9/admin/invitation?login=demo.{role}#");
        assert!(invited.contains(&link), "{role}: {invited}");
    }
    let repeated = run(&[&demo, &at[..]].concat());
    assert_eq!(repeated.status.code(), Some(0), "{}", err(&repeated));
    let listed = out(&run(&[&["account", "list"], &at[..]].concat()));
    assert_eq!(listed.lines().count(), 10, "{listed}");
}

#[test]
fn a_record_on_which_something_was_done_takes_no_city() {
    let data = tempfile::tempdir().unwrap();
    let at = ["--data", path(&data)];
    let made = run(&[
        &["account", "create", "yi", "--name", "乙（虚构）"],
        &at[..],
    ]
    .concat());
    assert_eq!(made.status.code(), Some(0), "{}", err(&made));
    let refused = run(&[&["simulate", "--cases", "0"], &at[..]].concat());
    assert_eq!(refused.status.code(), Some(4));
    assert!(err(&refused).contains("时间从不倒退"), "{}", err(&refused));
    let none = run(&[&["--lang", "en", "account", "demo"], &at[..]].concat());
    assert_eq!(none.status.code(), Some(1));
    assert!(err(&none).contains("no simulated city"), "{}", err(&none));
}

#[tokio::test]
async fn without_cases_the_city_stands_alone_on_postgresql_too() {
    let DatabaseUrl::Postgres(url) = empty_postgres().await else {
        panic!("a PostgreSQL database was asked for");
    };
    let data = tempfile::tempdir().unwrap();
    let made = run(&[
        "simulate",
        "--cases",
        "0",
        "--database",
        &url,
        "--data",
        path(&data),
    ]);
    assert_eq!(made.status.code(), Some(0), "{}", err(&made));
    assert!(
        out(&made).contains("95 个执法主体、800 名人员、2400 个事项"),
        "{}",
        out(&made)
    );
    assert!(!data.path().join("xiezhi.sqlite").exists());
}
