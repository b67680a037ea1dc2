//! Cases on the command line: opened, refused with the article, reported, replayed, handed out and
//! checked by somebody who trusts nobody.

use std::fs;
use std::process::Output;

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::support::{data, err, json, out, path, run};

const AUTHORITIES: &str = "主体编号,名称,类别,层级,区划代码,确认文号,起始日期
YL-01,云麓市城市管理局（虚构）,行政机关,市级,990100,云府〔2020〕1号（虚构）,2020-01-01
";

struct City {
    data: TempDir,
    authority: String,
}

impl City {
    fn open() -> Self {
        let data = data();
        let file = data.path().join("主体.csv");
        fs::write(&file, AUTHORITIES).unwrap();
        let file = file.to_str().unwrap();
        let at = ["--data", path(&data)];
        let imported = run(&[&["authority", "import", file, "--reason", "确认"], &at[..]].concat());
        assert_eq!(imported.status.code(), Some(0), "{}", out(&imported));
        let listed = json(&run(&[&["authority", "list", "--json"], &at[..]].concat()));
        let authority = listed[0]["id"].as_str().unwrap().to_owned();
        Self { data, authority }
    }

    fn case(&self, arguments: &[&str]) -> Output {
        let at = ["--data", path(&self.data)];
        run(&[&["--lang", "zh", "case"], arguments, &at[..]].concat())
    }

    /// Writes what an act states, and gives the path.
    fn states(&self, name: &str, states: &Value) -> String {
        let file = self.data.path().join(name);
        fs::write(&file, states.to_string()).unwrap();
        file.to_str().unwrap().to_owned()
    }

    fn lead(&self) -> String {
        let states = json!({
            "source": "inspection", "discovered_on": "2026-11-02", "violation_on": "2026-11-01",
            "place": { "area": "990101" }, "sector": "city_appearance",
            "parties": [{ "kind": "organisation" }],
        });
        let states = self.states("线索.json", &states);
        let opened = self.case(&[
            "new",
            "penalty.ordinary",
            "register_lead",
            "--authority",
            &self.authority,
            "--party",
            "虚构商行",
            "--role",
            "officer",
            "--states",
            &states,
        ]);
        assert_eq!(opened.status.code(), Some(0), "{}", err(&opened));
        json(&opened)["id"].as_str().unwrap().to_owned()
    }
}

#[test]
fn an_act_is_refused_with_its_article_and_taken_in_when_it_is_reported() {
    let city = City::open();
    let case = city.lead();
    let officers = json!({ "officers": [{ "id": "a", "role": "handler" }, { "id": "b", "role": "assistant" }] });
    let states = city.states("人员.json", &officers);
    let refused = city.case(&[
        "act",
        &case,
        "file_case",
        "--role",
        "head",
        "--states",
        &states,
    ]);
    assert_eq!(refused.status.code(), Some(3));
    let said = err(&refused);
    assert!(
        said.contains("law/行政处罚法#42.1") && said.contains("执法证件"),
        "{said}"
    );

    let reported = [
        "act",
        &case,
        "file_case",
        "--happened-at",
        "2026-11-03T10:00:00",
        "--states",
        &states,
    ];
    let done = city.case(&reported);
    assert_eq!(done.status.code(), Some(0), "{}", err(&done));
    let codes: Vec<Value> = json(&done)["broken"].as_array().unwrap().clone();
    assert!(
        codes.iter().any(|broken| broken["codes"][0] == "W10"),
        "{codes:?}"
    );

    let clocks = json(&city.case(&["clocks", &case]));
    assert_eq!(clocks[1]["clock"], "decision");
    assert_eq!(
        clocks[1]["due_on"], "2027-02-01",
        "ninety days from the filing"
    );
    let replayed = city.case(&["replay", &case]);
    assert_eq!(replayed.status.code(), Some(0), "{}", out(&replayed));
    let listed = out(&city.case(&["list", "虚构"]));
    assert!(
        listed.contains(&case) && listed.contains("共 1 件"),
        "{listed}"
    );
    assert_eq!(city.case(&["list", "没有"]).status.code(), Some(1));
}

#[test]
fn a_case_is_handed_out_without_its_parties_and_a_stranger_checks_it() {
    let city = City::open();
    let case = city.lead();
    let folder = city.data.path().join("副本");
    let folder = folder.to_str().unwrap();
    let exported = city.case(&["export", &case, folder]);
    assert_eq!(
        exported.status.code(),
        Some(0),
        "{}{}",
        out(&exported),
        err(&exported)
    );
    let file = |name: &str| fs::read_to_string(format!("{folder}/{name}")).unwrap();
    for name in ["case.json", "acts.jsonl", "proofs/0001-register_lead.json"] {
        assert!(
            !file(name).contains("虚构商行"),
            "{name} tells who the party is"
        );
    }
    let checkpoint = json(&run(&[
        "ledger",
        "checkpoint",
        "--json",
        "--data",
        path(&city.data),
    ]));
    let key = checkpoint["keys"][0].as_str().unwrap();
    let proof = format!("{folder}/proofs/0001-register_lead.json");
    let verified = run(&["ledger", "verify", &proof, "--vkey", key]);
    assert_eq!(verified.status.code(), Some(0), "{}", err(&verified));
    let again = city.case(&["export", &case, folder]);
    assert_eq!(again.status.code(), Some(3));
    assert!(err(&again).contains("尚不存在的目录"));
}

#[test]
fn what_is_typed_wrong_is_told() {
    let city = City::open();
    let case = city.lead();
    let unknown = city.case(&["act", &case, "vanish", "--role", "head"]);
    assert_eq!(unknown.status.code(), Some(3));
    let states = city.states("错.json", &json!({ "violation_on": "昨天" }));
    let wrong = city.case(&[
        "act",
        &case,
        "correct_facts",
        "--role",
        "officer",
        "--states",
        &states,
    ]);
    assert_eq!(wrong.status.code(), Some(3));
    assert!(err(&wrong).contains("violation_on"), "{}", err(&wrong));
    let future = city.case(&[
        "act",
        &case,
        "check_lead",
        "--happened-at",
        "2999-01-01T00:00:00",
    ]);
    assert_eq!(future.status.code(), Some(3));
}
