//! What is read from files alone: structure and items.

use std::fs;
use std::io::{BufRead, BufReader};
use std::process::Stdio;

use serde_json::Value;

use crate::support::{STATUTE, err, folder, json, out, path, run, xiezhi};

#[test]
fn the_structure_of_a_folder_is_printed_as_json() {
    let folder = folder();
    let output = run(&["law", "structure", path(&folder), "--json", "--text"]);
    assert_eq!(output.status.code(), Some(0));
    let statutes = json(&output)["statutes"].clone();
    let statute = &statutes[1];
    assert_eq!(statute["file"], "规章/云麓市夜市管理办法(2023-03-01).md");
    assert_eq!(
        (&statute["章"], &statute["条"], &statute["项"]),
        (&2.into(), &2.into(), &2.into())
    );
    assert_eq!(statute["articles"][1]["article"], "二");
    assert_eq!(
        statute["articles"][0]["text"],
        "为了规范夜市经营，制定本办法。"
    );
    assert_eq!(statutes[0]["file"], "空.txt");
    assert_eq!(statutes[0]["findings"][0]["code"], "empty");
}

#[test]
fn the_structure_is_also_for_people() {
    let folder = folder();
    let output = run(&["law", "structure", path(&folder)]);
    assert!(out(&output).contains("第二章 法律责任"), "{}", out(&output));
    let english = run(&["--lang", "en", "law", "structure", path(&folder)]);
    assert!(out(&english).contains("2 articles"), "{}", out(&english));
}

#[test]
fn the_items_of_a_file_are_printed_a_line_each() {
    let folder = folder();
    let output = run(&[
        "law",
        "items",
        path(&folder),
        "--kind",
        "penalty",
        "--jsonl",
    ]);
    assert_eq!(output.status.code(), Some(0));
    let text = out(&output);
    let items: Vec<Value> = text
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(items.len(), 2);
    let item = &items[1];
    assert_eq!(item["statute"], "云麓市夜市管理办法");
    assert_eq!(item["version"], "2023-03-01");
    assert_eq!(item["file"], "规章/云麓市夜市管理办法(2023-03-01).md");
    assert_eq!(
        (&item["article"], &item["paragraph"], &item["item"]),
        (&"2".into(), &1.into(), &2.into())
    );
    assert_eq!(
        (&item["kind"], &item["behaviour"]),
        (&"penalty".into(), &"占用盲道的".into())
    );
    let measures: Vec<_> = item["tiers"][0]["measures"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| &one["kind"])
        .collect();
    assert_eq!(measures, ["责令改正", "罚款"]);
    assert_eq!(
        out(&run(&[
            "law",
            "items",
            path(&folder),
            "--kind",
            "coercion",
            "--jsonl"
        ])),
        ""
    );
}

#[test]
fn a_reader_that_has_seen_enough_is_no_failure() {
    let folder = tempfile::tempdir().unwrap();
    for at in 0..200 {
        fs::write(folder.path().join(format!("{at}.md")), STATUTE.repeat(20)).unwrap();
    }
    let mut child = xiezhi()
        .args(["law", "items", path(&folder), "--jsonl"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut first = String::new();
    BufReader::new(child.stdout.take().unwrap())
        .read_line(&mut first)
        .unwrap();
    let ended = child.wait_with_output().unwrap();
    assert_eq!((ended.status.code(), err(&ended)), (Some(0), String::new()));
}

#[test]
fn bad_files_give_findings_and_no_panic() {
    let folder = tempfile::tempdir().unwrap();
    let long = vec![b'x'; 1 << 20];
    let files: [(&str, &[u8]); 4] = [
        ("a.md", b"\x00\x01\x02\xff"),
        ("b.md", b"\xff\xfe\xfa"),
        ("c.docx", b"PK\x03\x04 not a document"),
        ("d.md", &long),
    ];
    for (name, bytes) in files {
        fs::write(folder.path().join(name), bytes).unwrap();
    }
    let output = run(&["law", "structure", path(&folder), "--json"]);
    assert_eq!(
        (output.status.code(), err(&output)),
        (Some(0), String::new())
    );
    let statutes = json(&output)["statutes"].as_array().unwrap().clone();
    assert_eq!(statutes.len(), 4);
    for statute in statutes {
        assert_ne!(
            statute["findings"].as_array().unwrap().len(),
            0,
            "{statute}"
        );
    }
}
