//! The library on PostgreSQL, by `DATABASE_URL`.

use std::process::Output;

use store::DatabaseUrl;
use store::testing::empty_postgres;

use crate::support::{err, json, out, path, sample, xiezhi};

#[tokio::test]
async fn a_library_on_postgresql_is_imported_searched_shown_and_compared() {
    let DatabaseUrl::Postgres(url) = empty_postgres().await else {
        panic!("a PostgreSQL database was asked for");
    };
    let data = tempfile::tempdir().unwrap();
    let law = |arguments: &[&str]| -> Output {
        let mut command = xiezhi();
        command.env("DATABASE_URL", &url).arg("law").args(arguments);
        command.args(["--data", path(&data)]).output().unwrap()
    };
    let imported = law(&["import", sample().to_str().unwrap()]);
    assert_eq!(imported.status.code(), Some(0), "{}", err(&imported));

    let found = law(&["search", "《云麓市养犬管理条例》第二十二条", "--json"]);
    assert_eq!(found.status.code(), Some(0), "{}", err(&found));
    let hit = json(&found)["hits"][0].clone();
    assert_eq!(hit["statute"], "云麓市养犬管理条例");
    assert_eq!(hit["article"], "22");

    let shown = law(&["show", "《云麓市养犬管理条例》第二十二条第一款"]);
    let text = out(&shown);
    assert!(
        text.starts_with("《云麓市养犬管理条例》第二十二条第一款"),
        "{text}"
    );

    let statute = "云麓市市容和环境卫生管理条例";
    let diff = law(&["diff", statute, "2019-05-30", "2024-07-31", "--json"]);
    assert_eq!(diff.status.code(), Some(0), "{}", err(&diff));
    assert_ne!(json(&diff)["changes"].as_array().unwrap().len(), 0);

    let kept: Vec<_> = std::fs::read_dir(data.path()).unwrap().collect();
    let is_sqlite = |name: &str| name.contains("sqlite");
    let names = kept.into_iter().map(|entry| entry.unwrap().file_name());
    for name in names {
        let name = name.to_string_lossy().into_owned();
        assert!(!is_sqlite(&name), "{name}: the rows belong to PostgreSQL");
    }
}
