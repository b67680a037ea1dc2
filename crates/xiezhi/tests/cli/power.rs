//! Power lists on the command line: from a workbook to who holds what.

use std::fs;
use std::path::PathBuf;
use std::process::Output;
use std::sync::Arc;

use base::FixedClock;
use library::powers::{
    Asking, Decision, ListDeed, ListKind, NewList, Powers, Publication, TEMPLATE,
};
use library::view::ItemRow;
use library::{DataFolder, Deed, ItemFilter, Library, ListId};
use record::Record;
use register::Register;
use register::workbook::{Title, WorkbookFormat, write_sheet};
use store::{Database, PageRequest, Scope};
use tempfile::TempDir;
use tokio::runtime::Runtime;

use crate::support::{data, err, json, out, path, run};

const DAY: &str = "2026-11-24";
const AUTHORITIES: &str = "主体编号,名称,类别,层级,区划代码,确认文号,起始日期
YL-01,云麓市城市管理局（虚构）,行政机关,市级,990100,云府〔2020〕1号（虚构）,2020-01-01
YL-11,柳溪街道办事处（虚构）,行政机关,镇街级,990102001,云府〔2020〕1号（虚构）,2020-01-01
";

/// The sample city with two authorities and three adopted items.
struct City {
    data: TempDir,
    items: Vec<ItemRow>,
}

/// The rooms of a data folder.
struct Rooms {
    library: Arc<Library>,
    powers: Powers,
}

async fn rooms(data: &TempDir) -> Rooms {
    let folder = DataFolder::at(data.path());
    let db = Database::open(&folder.database()).await.unwrap();
    let clock = FixedClock(format!("{DAY}T02:00:00Z").parse().unwrap());
    let record = Record::open(db, Arc::new(clock)).await.unwrap();
    let register = Register::open(record.clone(), folder.path()).await.unwrap();
    let library = Arc::new(Library::open(record.clone(), folder).await.unwrap());
    let powers = Powers::new(
        Arc::clone(&library),
        Arc::new(register),
        Arc::new(record),
        None,
    );
    Rooms { library, powers }
}

fn who(person: &str) -> Asking {
    Asking::person(person, Scope::All)
}

impl City {
    fn open() -> Self {
        let data = data();
        let file = data.path().join("主体.csv");
        fs::write(&file, AUTHORITIES).unwrap();
        let file = file.to_str().unwrap();
        let imported = run(&[
            "authority",
            "import",
            file,
            "--reason",
            "确认",
            "--data",
            path(&data),
        ]);
        assert_eq!(imported.status.code(), Some(0), "{}", out(&imported));
        let adopted = async {
            let library = rooms(&data).await.library;
            let all = ItemFilter::default();
            let found = library.items(&all, &PageRequest::default()).await.unwrap();
            let in_force = found.rows.into_iter().filter(|row| row.in_force);
            let rows: Vec<_> = in_force.take(3).collect();
            for row in &rows {
                let deed = Deed {
                    actor: "王小云（虚构）".to_owned(),
                    account: "wang".to_owned(),
                    reason: "核对原文".to_owned(),
                    seen: row.revision,
                };
                library.adopt_item(row.id, &deed).await.unwrap();
            }
            rows
        };
        let items = Runtime::new().unwrap().block_on(adopted);
        assert_eq!(items.len(), 3);
        Self { data, items }
    }

    /// A list of the bureau with the draft of its first version, not by the program.
    fn list(&self) -> ListId {
        let opened = async {
            let powers = rooms(&self.data).await.powers;
            let authority = powers
                .book()
                .await
                .unwrap()
                .coded("YL-01")
                .unwrap()
                .to_owned();
            let new = NewList {
                kind: ListKind::Powers,
                title: "云麓市城市管理局权责清单（虚构）".to_owned(),
                title_en: None,
                authority,
            };
            let deed = ListDeed::on(0, "年度编制");
            powers
                .open_list(&who("drafter"), &new, &deed)
                .await
                .unwrap()
        };
        Runtime::new().unwrap().block_on(opened)
    }

    /// Submits, passes, adopts and publishes the first version, by the room itself.
    fn publish(&self, list: ListId) {
        let published = async {
            let powers = rooms(&self.data).await.powers;
            let id = (list, 1);
            let seen = async || {
                let shown = powers.list(&who("drafter"), list).await.unwrap();
                ListDeed::on(shown.row.latest.revision, "按程序办理")
            };
            powers
                .submit_version(&who("drafter"), id, &seen().await)
                .await
                .unwrap();
            let own = powers
                .pass_version(&who("drafter"), id, &seen().await)
                .await;
            assert!(own.is_err(), "who drafted must not review");
            powers
                .pass_version(&who("reviewer"), id, &seen().await)
                .await
                .unwrap();
            let decision = Decision {
                number: "云府〔2026〕9号（虚构）".to_owned(),
                decided_on: DAY.parse().unwrap(),
                document: "决定（虚构）".to_owned(),
            };
            powers
                .adopt_version(&who("head"), id, &decision, &seen().await)
                .await
                .unwrap();
            let publication = Publication {
                published_in: "公报（虚构）".to_owned(),
                effective_from: DAY.parse().unwrap(),
            };
            powers
                .publish_version(&who("drafter"), id, &publication, &seen().await)
                .await
                .unwrap();
        };
        Runtime::new().unwrap().block_on(published);
    }

    /// A workbook with a line for each of these: item, authority, kind, level.
    fn workbook(&self, name: &str, lines: &[[&str; 4]]) -> PathBuf {
        let titles: Vec<_> = TEMPLATE
            .iter()
            .map(|(zh, _)| Title {
                text: zh,
                needed: false,
            })
            .collect();
        let rows: Vec<Vec<String>> = lines
            .iter()
            .map(|line| line.iter().map(ToString::to_string).collect())
            .collect();
        let bytes = write_sheet("权责清单", &titles, WorkbookFormat::Xlsx, &rows).unwrap();
        let file = self.data.path().join(name);
        fs::write(&file, bytes).unwrap();
        file
    }

    fn power(&self, arguments: &[&str]) -> Output {
        let arguments = [&["power"], arguments, &["--data", path(&self.data)]].concat();
        run(&arguments)
    }
}

#[test]
fn a_workbook_becomes_a_published_list_that_says_who_holds_what() {
    let city = City::open();
    let ids: Vec<_> = city.items.iter().map(|item| item.id.to_string()).collect();
    let none = city.power(&["list"]);
    assert_eq!(none.status.code(), Some(1), "{}", err(&none));
    let list = city.list();
    let named = list.to_string();

    let lines: Vec<_> = ids[..2]
        .iter()
        .map(|id| [id.as_str(), "YL-01", "法定", "市级"])
        .collect();
    let file = city.workbook("清单.xlsx", &lines);
    let file = file.to_str().unwrap();
    let tried = city.power(&["import", &named, file, "--dry-run", "--json"]);
    assert_eq!(tried.status.code(), Some(0), "{}", out(&tried));
    assert_eq!(
        json(&tried),
        serde_json::json!({"rows": 2, "added": 0, "faults": []})
    );
    let read = city.power(&["import", &named, file, "--reason", "按模板录入"]);
    assert_eq!(read.status.code(), Some(0), "{}", out(&read));
    assert!(out(&read).contains("写入 2 条"), "{}", out(&read));
    let held = ["who-holds", &ids[0], "--as-of", DAY];
    assert_eq!(
        city.power(&held).status.code(),
        Some(1),
        "a draft gives nothing"
    );

    city.publish(list);
    let answer = city.power(&held);
    assert_eq!(answer.status.code(), Some(0), "{}", err(&answer));
    assert!(
        out(&answer).contains("YL-01 云麓市城市管理局（虚构）  法定  2026-11-24"),
        "{}",
        out(&answer)
    );
    let elsewhere = city.power(&["who-holds", &ids[0], "--as-of", DAY, "--area", "110000"]);
    assert_eq!(elsewhere.status.code(), Some(1), "{}", out(&elsewhere));
    let rows = json(&city.power(&[
        "list",
        "--authority",
        "YL-01",
        "--state",
        "published",
        "--json",
    ]));
    assert_eq!(rows[0]["latest"]["lines"], 2, "{rows}");

    let gaps = city.power(&["gaps", "990100", "--as-of", DAY, "--json"]);
    assert_eq!(gaps.status.code(), Some(1));
    assert_eq!(json(&gaps)[0]["item"]["id"], ids[2].as_str());
    let overlaps = city.power(&["overlaps", "990100", "--as-of", DAY]);
    assert_eq!(overlaps.status.code(), Some(0), "{}", out(&overlaps));
    let changed = city.power(&["basis-changes", "--as-of", DAY, "--json"]);
    assert_eq!(json(&changed), serde_json::json!([]));
    let unused = city.power(&["unused", "--from", "2026-01-01"]);
    assert_eq!(unused.status.code(), Some(0), "{}", out(&unused));
    let held = city.items[0].id.to_string();
    assert!(
        out(&unused).contains(&held),
        "no case rests on what is held: {}",
        out(&unused)
    );
}

#[test]
fn faults_of_a_workbook_are_told_by_row_and_column_and_nothing_is_written() {
    let city = City::open();
    let named = city.list().to_string();
    let id = city.items[0].id.to_string();
    let file = city.workbook(
        "有错.xlsx",
        &[
            [&id, "YL-01", "法定", "市级"],
            [&id, "YL-77", "法定", "市级"],
            [&id, "YL-11", "世袭", "镇街级"],
        ],
    );
    let read = city.power(&["import", &named, file.to_str().unwrap(), "--reason", "录入"]);
    assert_eq!(read.status.code(), Some(3), "{}", out(&read));
    let text = out(&read);
    assert!(
        text.contains("第 3 行 主体编号") && text.contains("第 4 行 取得方式"),
        "{text}"
    );
    let rows = json(&city.power(&["list", "--json"]));
    assert_eq!(rows[0]["latest"]["lines"], 0);
    fs::write(city.data.path().join("乱.xlsx"), "no package").unwrap();
    let damaged = city.data.path().join("乱.xlsx");
    let refused = city.power(&["import", &named, damaged.to_str().unwrap(), "--dry-run"]);
    assert_eq!(refused.status.code(), Some(3));
    assert!(err(&refused).contains("已损坏"), "{}", err(&refused));
}

#[test]
fn lines_go_out_to_both_formats_and_come_back() {
    let city = City::open();
    let first = city.list().to_string();
    let id = city.items[0].id.to_string();
    let file = city.workbook("清单.xlsx", &[[&id, "YL-01", "法定", "市级"]]);
    city.power(&["import", &first, file.to_str().unwrap(), "--reason", "录入"]);
    for name in ["出.xlsx", "出.csv"] {
        let file = city.data.path().join(name);
        let file = file.to_str().unwrap();
        let written = city.power(&["export", &first, file]);
        assert_eq!(written.status.code(), Some(0), "{}", err(&written));
        assert_eq!(
            city.power(&["export", &first, file]).status.code(),
            Some(3),
            "never written over"
        );
        let other = city.list().to_string();
        let read = city.power(&["import", &other, file, "--reason", "录入", "--json"]);
        assert_eq!(json(&read)["added"], 1, "{}", out(&read));
    }
    let empty = city.data.path().join("模板.xlsx");
    let written = run(&["power", "template", empty.to_str().unwrap()]);
    assert_eq!(written.status.code(), Some(0), "{}", err(&written));
    let read = city.power(&[
        "import",
        &first,
        empty.to_str().unwrap(),
        "--dry-run",
        "--json",
    ]);
    assert_eq!(json(&read)["rows"], 0, "{}", out(&read));
}

#[test]
fn a_changed_statute_names_the_items_that_rest_on_it() {
    let city = City::open();
    let statute = "云麓市市容和环境卫生管理条例";
    let touched = city.power(&["impact", statute, "2019-05-30", "2024-07-31", "--json"]);
    assert_eq!(touched.status.code(), Some(0), "{}", err(&touched));
    let touched = json(&touched);
    assert!(
        !touched["items"].as_array().unwrap().is_empty(),
        "{touched}"
    );
    assert_eq!(touched["items"][0]["powers"], 0);
    let unknown = city.power(&["impact", statute, "1999-01-01", "2024-07-31"]);
    assert_eq!(unknown.status.code(), Some(3), "{}", out(&unknown));
}
