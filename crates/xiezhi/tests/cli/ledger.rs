//! The log on the command line, end to end: acts, proofs, audits, samples for Go, a witness.

mod how_to;

use std::fmt::Write as _;
use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use ledger::{FolderStore, Reader};
use serde_json::{Value, json};
use store::DatabaseUrl;
use store::testing::empty_postgres;
use tempfile::TempDir;

use crate::support::{err, json as read_json, out, path, xiezhi};

const ORIGIN: &str = "ledger.example/yunlu";
/// Where Debian's `golang-golang-x-mod-dev` puts its sources.
const GO_SOURCES: &str = "/usr/share/gocode";

/// A system with a log, perhaps on PostgreSQL.
struct City {
    data: TempDir,
    postgres: Option<String>,
}

impl City {
    fn new(postgres: Option<String>) -> Self {
        let city = Self {
            data: tempfile::tempdir().unwrap(),
            postgres,
        };
        city.set(&json!({"origin": ORIGIN}));
        city
    }

    fn set(&self, settings: &Value) {
        fs::write(self.file("ledger.json"), settings.to_string()).unwrap();
    }

    fn file(&self, name: &str) -> PathBuf {
        self.data.path().join(name)
    }

    fn run(&self, arguments: &[&str]) -> Output {
        let mut command = xiezhi();
        if let Some(url) = &self.postgres {
            command.env("DATABASE_URL", url);
        }
        let arguments = [arguments, &["--data", path(&self.data)]].concat();
        command.args(arguments).output().unwrap()
    }

    #[track_caller]
    fn does(&self, arguments: &[&str]) -> Output {
        let output = self.run(arguments);
        assert_eq!(output.status.code(), Some(0), "{}", err(&output));
        output
    }

    /// Puts authorities on the record, an act each, and one act for the workbook.
    fn confirm(&self, from: u32, to: u32) {
        let mut csv = "主体编号,名称,英文名称,类别,层级,上级编号,区划代码,统一社会信用代码,负责人,确认文号,公布日期,起始日期\n".to_owned();
        for number in from..to {
            writeln!(csv, "YL-{number:03},云麓市第{number}执法所,,行政机关,市级,,370100,,,云法〔2020〕1号,2020-01-01,2020-01-01").unwrap();
        }
        let file = self.file("authorities.csv");
        fs::write(&file, csv).unwrap();
        let file = file.to_str().unwrap();
        self.does(&["authority", "import", file, "--reason", "测试"]);
    }

    fn keys(&self) -> Vec<String> {
        let shown = read_json(&self.does(&["ledger", "checkpoint", "--json"]));
        let keys = shown["keys"].as_array().unwrap().iter();
        keys.map(|key| key.as_str().unwrap().to_owned()).collect()
    }

    /// A proof of the entry at an index, as a file.
    fn prove(&self, index: &str) -> PathBuf {
        let file = self.file(&format!("{index}.json"));
        let text = file.to_str().unwrap().to_owned();
        self.does(&["ledger", "prove", index, "--out", &text]);
        file
    }
}

/// A stranger verifies: only the file and the keys are known.
fn verify(file: &Path, keys: &[(&str, &str)]) -> Output {
    let mut command = xiezhi();
    command
        .args(["ledger", "verify", "--data", "/nowhere"])
        .arg(file);
    for (option, key) in keys {
        command.args([option, key]);
    }
    command.output().unwrap()
}

fn succeeds(command: &mut Command) -> String {
    let output = command.output().unwrap_or_else(|error| {
        panic!("{command:?} cannot be run ({error}): install it with scripts/setup.sh test")
    });
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{command:?}: {errors}");
    String::from_utf8(output.stdout).unwrap()
}

fn proved_and_verified(city: &City) {
    city.confirm(0, 6);
    let waiting = city.does(&["ledger", "audit"]);
    assert!(
        out(&waiting).contains("账本尚未开始：7 个行为待入账"),
        "{}",
        out(&waiting)
    );
    let proof = city.prove("3");
    let own = city.does(&["ledger", "verify", proof.to_str().unwrap()]);
    assert!(out(&own).contains("成立"), "{}", out(&own));
    for key in city.keys() {
        let held = verify(&proof, &[("--vkey", &key)]);
        assert_eq!(held.status.code(), Some(0), "{}", err(&held));
        assert!(
            out(&held).contains("register.authority_confirmed"),
            "{}",
            out(&held)
        );
    }
    let id = read_json(&city.does(&["ledger", "prove", "3"]))["entry"].clone();
    let by_id = city.does(&["ledger", "prove", id.as_str().unwrap()]);
    assert_eq!(read_json(&by_id)["entry"], id);
    let clean = read_json(&city.does(&["ledger", "audit", "--json"]));
    assert_eq!(
        clean,
        json!({"is_clean": true, "has_begun": true, "size": 7, "acts": 7, "entries": 7, "findings": []})
    );
}

#[test]
fn an_act_is_proved_and_verified_by_a_stranger() {
    proved_and_verified(&City::new(None));
}

#[tokio::test]
async fn an_act_is_proved_and_verified_on_postgresql() {
    let DatabaseUrl::Postgres(url) = empty_postgres().await else {
        panic!("a PostgreSQL database was asked for");
    };
    let checked = tokio::task::spawn_blocking(|| proved_and_verified(&City::new(Some(url))));
    checked.await.unwrap();
}

#[test]
fn a_proof_that_was_tampered_with_is_refused_with_a_sentence() {
    let city = City::new(None);
    city.confirm(0, 4);
    let proof = city.prove("2");
    let key = city.keys()[0].clone();
    let good = fs::read_to_string(&proof).unwrap();
    let other: Value = serde_json::from_str(&fs::read_to_string(city.prove("1")).unwrap()).unwrap();
    let check = |change: &dyn Fn(&mut Value), exit: i32, sentence: &str| {
        let mut changed: Value = serde_json::from_str(&good).unwrap();
        change(&mut changed);
        let file = city.file("changed.json");
        fs::write(&file, changed.to_string()).unwrap();
        let refused = verify(&file, &[("--vkey", &key)]);
        assert_eq!(refused.status.code(), Some(exit), "{}", out(&refused));
        assert!(err(&refused).contains(sentence), "{}", err(&refused));
    };
    let replace = |value: &mut Value, from: &str, to: &str| {
        *value = value.as_str().unwrap().replacen(from, to, 1).into();
    };
    check(&|_| {}, 0, "");
    check(
        &|file| replace(&mut file["opened"]["act"]["canonical"], "YL-002", "YL-003"),
        1,
        "行为内容已被改动",
    );
    check(
        &|file| file["entry"] = other["entry"].clone(),
        1,
        "条目编号已被改动",
    );
    check(
        &|file| file["leaf"] = other["leaf"].clone(),
        1,
        "叶子不在账本的第 2 号位置",
    );
    check(
        &|file| replace(&mut file["proof"], "index 2", "index 1"),
        1,
        "叶子不在账本的第 1 号位置",
    );
    check(
        &|file| replace(&mut file["proof"], "\n5\n", "\n6\n"),
        1,
        "签名无效",
    );
    check(
        &|file| replace(&mut file["proof"], "index", "at"),
        3,
        "文件不是条目证明，或已损坏",
    );
    check(
        &|file| file["format"] = "other".into(),
        3,
        "文件不是条目证明，或已损坏",
    );

    let stranger = City::new(None);
    stranger.confirm(0, 1);
    let refused = verify(&proof, &[("--vkey", &stranger.keys()[0])]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(
        err(&refused).contains("公钥不是这个账本的"),
        "{}",
        err(&refused)
    );
    let nobody = verify(&proof, &[]);
    assert_eq!(nobody.status.code(), Some(4));
    assert!(err(&nobody).contains("--vkey"), "{}", err(&nobody));
    let unknown = city.run(&["ledger", "prove", "0193a6f0-0000-7000-8000-000000000000"]);
    assert_eq!(unknown.status.code(), Some(3));
    assert!(err(&unknown).contains("没有条目"), "{}", err(&unknown));
    assert_eq!(city.run(&["ledger", "prove", "5"]).status.code(), Some(1));
}

#[test]
fn a_flipped_byte_is_found_and_named() {
    let city = City::new(None);
    city.confirm(0, 4);
    city.does(&["ledger", "checkpoint"]);
    city.does(&["ledger", "audit"]);
    // An entry of this house without parties is 34 bytes, after two of length.
    for (file, byte, found) in [
        (
            "tile/entries/000.p/5",
            3 * 36 + 20,
            "tile/entries/000.p/5 第 3 号条目",
        ),
        ("tile/0/000.p/5", 2 * 32 + 7, "tile/0/000.p/5 第 64 字节"),
        ("checkpoint", 5, "checkpoint"),
    ] {
        let file = city.file("ledger").join(file);
        let sound = fs::read(&file).unwrap();
        let mut flipped = sound.clone();
        flipped[byte] ^= 1;
        fs::write(&file, &flipped).unwrap();
        let audit = city.run(&["ledger", "audit"]);
        assert_eq!(audit.status.code(), Some(1), "{}", out(&audit));
        assert!(out(&audit).contains(found), "{}", out(&audit));
        fs::write(&file, sound).unwrap();
    }
    city.does(&["ledger", "audit"]);
}

/// Builds the Go program of the ledger's own tests.
fn go_program(folder: &Path) -> PathBuf {
    let program = folder.join("check");
    succeeds(
        Command::new("go")
            .args(["build", "-o"])
            .arg(&program)
            .arg(".")
            .current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("../ledger/tests/go/check"))
            .env("GO111MODULE", "off")
            .env("GOPATH", GO_SOURCES)
            .env("GOFLAGS", "")
            .env("GOCACHE", folder.join("cache")),
    );
    program
}

#[test]
fn a_sample_and_the_log_are_verified_by_go() {
    let city = City::new(None);
    let empty = city.run(&["ledger", "sample", "--count", "3", "--out", "/nowhere"]);
    assert_eq!(empty.status.code(), Some(4), "there is no database yet");
    city.confirm(0, 3);
    city.does(&["ledger", "checkpoint"]);
    let old = fs::read(city.file("ledger/checkpoint")).unwrap();
    city.confirm(3, 290);
    let sample = city.file("sample");
    let folder = sample.to_str().unwrap();
    let done = city.does(&[
        "ledger", "sample", "--count", "20", "--out", folder, "--json",
    ]);
    let indexes = read_json(&done)["indexes"].as_array().unwrap().len();
    assert_eq!(indexes, 20);

    fs::write(sample.join("old-checkpoint"), old).unwrap();
    let tiles = FolderStore::open(&city.file("ledger")).unwrap();
    let proof = Reader::new(&tiles).consistency_proof(4, 292).unwrap();
    let lines: Vec<String> = proof.iter().map(ToString::to_string).collect();
    fs::write(sample.join("consistency"), lines.join("\n") + "\n").unwrap();
    for name in ["checkpoint", "tile"] {
        succeeds(
            Command::new("cp")
                .arg("-r")
                .arg(city.file("ledger").join(name))
                .arg(&sample),
        );
    }
    let said = succeeds(Command::new(go_program(city.data.path())).arg(&sample));
    assert_eq!(said, "tree 292 entries 292 proofs 20\n");

    let index = fs::read_dir(&sample).unwrap().find_map(|entry| {
        let name = entry.unwrap().file_name().into_string().unwrap();
        name.strip_suffix(".leaf").map(str::to_owned)
    });
    let index = index.unwrap();
    let leaf = sample.join(format!("{index}.leaf"));
    let key = fs::read_to_string(sample.join("vkey")).unwrap();
    let keys = [
        ("--vkey", key.trim_end()),
        ("--leaf", leaf.to_str().unwrap()),
    ];
    let proof = sample.join(format!("{index}.tlog-proof"));
    let held = verify(&proof, &keys);
    assert_eq!(held.status.code(), Some(0), "{}", err(&held));
    fs::write(&leaf, b"another").unwrap();
    assert_eq!(verify(&proof, &keys).status.code(), Some(1));
}

/// A witness that runs as a process of its own.
struct WitnessProcess {
    child: Child,
    url: String,
    key: String,
}

impl WitnessProcess {
    fn start(data: &Path, logs: &[String]) -> Self {
        let mut command = xiezhi();
        command.args(["ledger", "witness", "--name", "witness.example/yunlu"]);
        command
            .args(["--listen", "127.0.0.1:0", "--data"])
            .arg(data);
        for log in logs {
            command.args(["--log", log]);
        }
        let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut line = |before: &str| {
            let line = lines.next().unwrap().unwrap();
            line.strip_prefix(before)
                .unwrap_or_else(|| panic!("{line}"))
                .to_owned()
        };
        let (url, key) = (line("见证人已就绪："), line("公钥："));
        Self { child, url, key }
    }
}

impl Drop for WitnessProcess {
    fn drop(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

#[test]
fn a_witness_process_cosigns_what_it_knows_and_is_missed_when_it_is_gone() {
    let city = City::new(None);
    city.confirm(0, 2);
    let keys = city.keys();
    let folder = tempfile::tempdir().unwrap();
    let witness = WitnessProcess::start(folder.path(), &keys);
    let settings = json!({
        "origin": ORIGIN,
        "witnesses": [{"url": witness.url, "key": witness.key}],
        "quorum": 1,
    });
    city.set(&settings);
    city.confirm(2, 4);
    let proof = city.prove("5");
    let held = verify(&proof, &[("--vkey", &keys[0]), ("--witness", &witness.key)]);
    assert_eq!(held.status.code(), Some(0), "{}", err(&held));
    assert!(
        out(&held).contains("见证人：witness.example/yunlu 20"),
        "{}",
        out(&held)
    );
    let published = fs::read_to_string(city.file("ledger/checkpoint")).unwrap();
    assert!(
        published.contains("— witness.example/yunlu "),
        "{published}"
    );
    city.does(&["ledger", "audit"]);

    // Its key and what it cosigned outlive it.
    let key = witness.key.clone();
    drop(witness);
    city.confirm(4, 5);
    let missed = city.run(&["ledger", "prove", "7"]);
    assert_eq!(missed.status.code(), Some(1), "{}", out(&missed));
    assert!(
        err(&missed).contains("见证人联署还不够"),
        "{}",
        err(&missed)
    );
    let witness = WitnessProcess::start(folder.path(), &keys);
    assert_eq!(witness.key, key);
    let mut settings = settings;
    settings["witnesses"][0]["url"] = json!(witness.url);
    city.set(&settings);
    city.prove("7");

    let strangers = City::new(None);
    strangers.set(&settings);
    strangers.confirm(0, 1);
    let forged = strangers.run(&["ledger", "checkpoint"]);
    assert_eq!(
        forged.status.code(),
        Some(1),
        "a witness cosigned for keys it does not know"
    );
}

#[test]
fn wrong_settings_are_named() {
    let city = City::new(None);
    city.confirm(0, 1);
    for (settings, found) in [
        (json!({"origin": "a b"}), "origin"),
        (json!({"origin": ORIGIN, "quorum": 1}), "quorum: 1 of 0"),
        (json!({"origin": ORIGIN, "witnes": []}), "witnes"),
    ] {
        city.set(&settings);
        let refused = city.run(&["ledger", "checkpoint"]);
        assert_eq!(refused.status.code(), Some(4), "{}", out(&refused));
        assert!(err(&refused).contains(found), "{}", err(&refused));
        assert!(err(&refused).contains("ledger.json"), "{}", err(&refused));
    }
}
