//! The command line as others call it: outputs and exit codes.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;

const STATUTE: &str = "# 云麓市夜市管理办法

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

fn xiezhi() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xiezhi"));
    command
        .env_remove("DATABASE_URL")
        .env_remove("LC_ALL")
        .env("LANG", "zh_CN.UTF-8");
    command
}

fn run(arguments: &[&str]) -> Output {
    xiezhi().args(arguments).output().unwrap()
}

fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn err(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

fn json(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|error| panic!("{error}: {}", out(output)))
}

fn folder() -> TempDir {
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

fn sample() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs/sample-city/statutes")
}

/// A data folder with the sample city.
fn data() -> TempDir {
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

fn path(folder: &TempDir) -> &str {
    folder.path().to_str().unwrap()
}

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
fn a_file_that_cannot_be_opened_is_named_and_the_exit_code_says_so() {
    for command in ["structure", "items"] {
        let output = run(&["law", command, "没有这个文件.md"]);
        assert_eq!(output.status.code(), Some(3));
        assert!(
            err(&output).contains("无法读取 没有这个文件.md"),
            "{}",
            err(&output)
        );
    }
}

#[test]
fn a_wrong_command_line_is_explained() {
    for arguments in [
        &["law", "items"][..],
        &["law", "items", "x", "--kind", "fine"],
        &["loa"],
        &["law", "structure", "x", "--text"],
    ] {
        let output = run(arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(
            err(&output).contains("Usage") || err(&output).contains("--help"),
            "{}",
            err(&output)
        );
    }
}

#[test]
fn the_help_lists_commands_and_exit_codes() {
    let help = out(&run(&["--help"]));
    for words in ["law", "serve", "doctor", "退出码", "DATABASE_URL"] {
        assert!(help.contains(words), "{help}");
    }
    for command in [
        "structure",
        "items",
        "import",
        "search",
        "show",
        "diff",
        "check",
        "export",
    ] {
        let help = out(&run(&["law", command, "--help"]));
        assert!(help.contains("Examples"), "{help}");
    }
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

#[test]
fn without_a_library_the_way_to_one_is_told() {
    let data = tempfile::tempdir().unwrap();
    let output = run(&["law", "search", "犬", "--data", path(&data)]);
    assert_eq!(output.status.code(), Some(4));
    assert!(
        err(&output).contains("xiezhi law import"),
        "{}",
        err(&output)
    );
    let output = xiezhi()
        .env("DATABASE_URL", "mysql://x")
        .args(["law", "search", "犬"])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(4));
    assert!(err(&output).contains("postgres://"), "{}", err(&output));
}

#[test]
fn the_doctor_says_what_is_well_and_what_is_not() {
    let data = data();
    let well = run(&["doctor", "--data", path(&data)]);
    assert_eq!(well.status.code(), Some(0), "{}", out(&well));
    assert!(out(&well).contains("法规 6 部"), "{}", out(&well));
    let file = data.path().join("not-a-folder");
    fs::write(&file, "").unwrap();
    let ill = run(&["--lang", "en", "doctor", "--data", file.to_str().unwrap()]);
    assert_eq!(ill.status.code(), Some(4));
    assert!(out(&ill).contains("cannot be written to"), "{}", out(&ill));
}

#[test]
fn only_this_machine_is_listened_on() {
    let data = tempfile::tempdir().unwrap();
    let open = run(&["serve", "--listen", "0.0.0.0:0", "--data", path(&data)]);
    assert_eq!(open.status.code(), Some(2));
    assert!(err(&open).contains("127.0.0.1"), "{}", err(&open));
}

/// Killed when the test ends, however it ends.
struct Server(Child);

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn the_server_prints_its_address_and_stops_when_told() {
    let data = data();
    let child = xiezhi()
        .args(["serve", "--listen", "127.0.0.1:0", "--data", path(&data)])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut server = Server(child);
    let mut lines = BufReader::new(server.0.stdout.take().unwrap());
    let (mut address, mut token) = (String::new(), String::new());
    lines.read_line(&mut address).unwrap();
    lines.read_line(&mut token).unwrap();
    let address = address
        .trim()
        .trim_end_matches('/')
        .rsplit('/')
        .next()
        .unwrap()
        .to_owned();
    let mut stream = std::net::TcpStream::connect(&address).unwrap();
    let request = format!("GET /health HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n");
    std::io::Write::write_all(&mut stream, request.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    let kept = fs::read_to_string(data.path().join("token")).unwrap();
    assert!(token.contains(kept.trim()), "{token}");
    let stopped = Command::new("kill")
        .arg(server.0.id().to_string())
        .status()
        .unwrap();
    assert!(stopped.success());
    assert_eq!(server.0.wait().unwrap().code(), Some(0));
}
