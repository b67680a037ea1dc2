//! Import, search, show, diff, export, check on a library.

use std::fs;

use crate::support::{data, err, json, out, path, run, sample};

#[test]
fn an_import_is_reported_and_can_be_repeated() {
    let data = data();
    let sample = sample();
    let again = run(&[
        "law",
        "import",
        sample.to_str().unwrap(),
        "--data",
        path(&data),
    ]);
    assert_eq!(again.status.code(), Some(0));
    assert!(out(&again).contains("版本 0 个"), "{}", out(&again));
    let nothing = run(&["law", "import", "没有", "--data", path(&data)]);
    assert_eq!(nothing.status.code(), Some(3), "{}", err(&nothing));
}

#[test]
fn a_search_prints_hits_and_says_when_there_are_none() {
    let data = data();
    let output = run(&[
        "law",
        "search",
        "《云麓市养犬管理条例》第二十二条",
        "--json",
        "--limit",
        "3",
        "--data",
        path(&data),
    ]);
    assert_eq!(output.status.code(), Some(0));
    let hit = json(&output)["hits"][0].clone();
    assert_eq!(hit["statute"], "云麓市养犬管理条例");
    assert_eq!(
        (&hit["version"], &hit["article"]),
        (&"2022-07-28".into(), &"22".into())
    );
    assert_eq!(hit["file"], "云麓市养犬管理条例(2022-07-28).md");
    for field in ["paragraph", "item", "text", "score"] {
        assert!(hit.get(field).is_some(), "{hit}");
    }
    let old = run(&[
        "law",
        "search",
        "沿途撒漏",
        "--as-of",
        "2020-01-01",
        "--kind",
        "penalty",
        "--json",
        "--data",
        path(&data),
    ]);
    assert_eq!(json(&old)["hits"][0]["version"], "2019-05-30");
    let none = run(&["law", "search", "zzzzqqqq", "--data", path(&data)]);
    assert_eq!(none.status.code(), Some(1));
    let bad = run(&[
        "law",
        "search",
        "犬",
        "--as-of",
        "昨天",
        "--data",
        path(&data),
    ]);
    assert_eq!(bad.status.code(), Some(2));
}

#[test]
fn provisions_are_shown_compared_exported_and_checked() {
    let data = data();
    let shown = run(&[
        "law",
        "show",
        "《云麓市养犬管理条例》第二十二条第一款",
        "--data",
        path(&data),
    ]);
    assert_eq!(shown.status.code(), Some(0), "{}", err(&shown));
    assert!(
        out(&shown).starts_with("《云麓市养犬管理条例》第二十二条第一款"),
        "{}",
        out(&shown)
    );
    let absent = run(&[
        "law",
        "show",
        "《云麓市养犬管理条例》第九百条",
        "--data",
        path(&data),
    ]);
    assert_eq!(absent.status.code(), Some(3));

    let statute = "云麓市市容和环境卫生管理条例";
    let diff = run(&[
        "law",
        "diff",
        statute,
        "2019-05-30",
        "2024-07-31",
        "--json",
        "--data",
        path(&data),
    ]);
    assert_ne!(json(&diff)["changes"].as_array().unwrap().len(), 0);
    let no_version = run(&[
        "law",
        "diff",
        statute,
        "2001-01-01",
        "2024-07-31",
        "--data",
        path(&data),
    ]);
    assert_eq!(no_version.status.code(), Some(3));

    let akn = run(&[
        "law",
        "export",
        statute,
        "--format",
        "akn",
        "--data",
        path(&data),
    ]);
    assert!(out(&akn).starts_with("<?xml"), "{}", out(&akn));
    let exported = run(&[
        "law",
        "export",
        statute,
        "--format",
        "json",
        "--version",
        "2019-05-30",
        "--data",
        path(&data),
    ]);
    assert_eq!(json(&exported)["version"], "2019-05-30");

    let file = data.path().join("决定.txt");
    fs::write(
        &file,
        "依据《云麓市养犬管理条例》第二十二条第一款，决定如下。",
    )
    .unwrap();
    let holds = run(&[
        "law",
        "check",
        file.to_str().unwrap(),
        "--data",
        path(&data),
    ]);
    assert_eq!(holds.status.code(), Some(0), "{}", out(&holds));
    fs::write(&file, "依据《云麓市养犬管理条例》第九百条，决定如下。").unwrap();
    let fails = run(&[
        "law",
        "check",
        file.to_str().unwrap(),
        "--json",
        "--data",
        path(&data),
    ]);
    assert_eq!(fails.status.code(), Some(1));
    assert_eq!(json(&fails)["citations"][0]["verdict"], "no_such_provision");
}
