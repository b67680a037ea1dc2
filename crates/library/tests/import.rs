//! Import: idempotent, resumable, and told at every step.

#![allow(clippy::unwrap_used, reason = "a test fails by its panic")]

mod support;

use std::sync::Mutex;
use std::sync::atomic::{AtomicU32, Ordering};

use library::import::{ImportError, ImportSource, Progress};
use library::view::{ImportRow, ImportState};
use library::{Explained, FindingFilter};
use store::PageRequest;
use store::testing::for_each_database;
use support::{COLLECTION, LANTERNS_2019, Room, import, library_at, sample_pack, write};

#[tokio::test(flavor = "multi_thread")]
async fn the_sample_pack_is_imported_whole() {
    for_each_database(async |db| {
        let room = Room::open(db).await;
        let report = room.import(&sample_pack()).await;
        let status = room.library.status().await.unwrap();
        assert_eq!(report.run.state, ImportState::Done);
        assert_eq!((report.run.files_done, report.run.files_failed), (7, 0));
        assert_eq!((status.statutes, status.versions), (6, 7));
        assert!(status.items > 40, "{status:?}");
        assert!(status.sample_only);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn importing_the_same_content_again_changes_nothing() {
    for_each_database(async |db| {
        let room = Room::open(db).await;
        room.import(&sample_pack()).await;
        let before = (
            room.library.status().await.unwrap(),
            room.items().await,
            room.library.search_index().stamp(),
        );
        let report = room.import(&sample_pack()).await;
        let after = (
            room.library.status().await.unwrap(),
            room.items().await,
            room.library.search_index().stamp(),
        );
        assert_eq!(after, before);
        assert_eq!((report.run.files_done, report.run.versions), (7, 0));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_text_in_two_folders_is_one_version() {
    for_each_database(async |db| {
        let room = Room::open(db).await;
        let source = room.source(&[
            ("甲/云麓市灯会管理条例(2019-03-01).md", LANTERNS_2019),
            ("乙/云麓市灯会管理条例(2019-03-01).md", LANTERNS_2019),
        ]);
        let report = room.import(&source).await;
        assert_eq!((report.run.files_done, report.run.versions), (2, 1));
        assert_eq!(report.findings, []);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn another_text_of_a_version_is_told_and_not_taken() {
    for_each_database(async |db| {
        let room = Room::open(db).await;
        let other = LANTERNS_2019.replace("一千元", "三千元");
        let source = room.source(&[
            ("甲/云麓市灯会管理条例(2019-03-01).md", LANTERNS_2019),
            ("乙/云麓市灯会管理条例(2019-03-01).md", &other),
        ]);
        let report = room.import(&source).await;
        assert_eq!(report.run.versions, 1);
        let codes: Vec<_> = report
            .findings
            .iter()
            .map(|found| (found.code.as_str(), found.count))
            .collect();
        assert_eq!(codes, [("second_text", 1)]);
        assert_eq!(room.import(&source).await.findings, []);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_read_is_a_finding_and_nothing_else_is_lost() {
    for_each_database(async |db| {
        let room = Room::open(db).await;
        let source = room.source(&[("a.md", ""), ("b.txt", LANTERNS_2019)]);
        std::fs::write(source.join("c.md"), b"\x00\x01\x02\x00").unwrap();
        std::fs::write(source.join("d.docx"), b"PK\x03\x04 no zip").unwrap();
        let report = room.import(&source).await;
        assert_eq!(
            (
                report.run.files_done,
                report.run.files_failed,
                report.run.versions
            ),
            (4, 3, 1)
        );
        let all = room
            .library
            .findings(&FindingFilter::default(), &PageRequest::default())
            .await
            .unwrap();
        for file in ["a.md", "c.md", "d.docx"] {
            assert!(
                all.rows
                    .iter()
                    .any(|row| row.file == file && !row.message.is_empty()),
                "{file}"
            );
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn gb18030_is_recognised() {
    for_each_database(async |db| {
        let room = Room::open(db).await;
        let source = room.source(&[]);
        let (bytes, _, _) = encoding_rs::GB18030.encode(LANTERNS_2019);
        std::fs::create_dir_all(&source).unwrap();
        std::fs::write(source.join("灯会.txt"), bytes).unwrap();
        let report = room.import(&source).await;
        assert_eq!(report.run.versions, 1);
        assert_eq!(report.findings[0].code, "recoded");
    })
    .await;
}

/// Many small statutes, so that there is more than one batch.
fn many(room: &Room) -> std::path::PathBuf {
    let root = room.folder.path().join("many");
    for number in 0..500 {
        let text = LANTERNS_2019.replace("灯会", &format!("第{number}号灯会"));
        write(
            &root,
            &[(
                &format!("云麓市第{number}号灯会管理条例(2019-03-01).md"),
                &text,
            )],
        );
    }
    root
}

/// Ends the future that it waits in at the second batch.
struct Killer {
    batches: AtomicU32,
    killed: tokio::sync::Notify,
}

impl Progress for Killer {
    fn advanced(&self, _: &ImportRow) {
        if self.batches.fetch_add(1, Ordering::Relaxed) == 1 {
            self.killed.notify_one();
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_import_that_is_killed_goes_on_where_it_was() {
    for_each_database(async |db| {
        let room = Room::open(db.clone()).await;
        let source = ImportSource::at(many(&room));
        let killer = Killer { batches: AtomicU32::new(0), killed: tokio::sync::Notify::new() };
        tokio::select! {
            biased;
            () = killer.killed.notified() => {}
            done = room.library.import(&source, "测试", &killer) => panic!("it was not killed: {done:?}"),
        }
        let half = room.library.status().await.unwrap();
        assert!((1..500).contains(&half.versions), "{half:?}");

        let again = library_at(db, room.folder.path(), "2026-11-24T05:00:00Z").await;
        let report = import(&again, source.path()).await;
        let whole = again.status().await.unwrap();
        assert_eq!(report.run.files_done, 500);
        assert_eq!(u64::from(report.run.versions) + half.versions, 500);
        assert_eq!((whole.statutes, whole.versions, whole.articles), (500, 500, 2000));
        assert_eq!(again.search_index().documents(), whole.articles + whole.items);
        let runs = again.import_runs(&PageRequest::default()).await.unwrap();
        if whole.database == "sqlite" {
            assert_eq!(runs.rows[1].state, ImportState::Interrupted);
        }
        assert_eq!(runs.rows[0].state, ImportState::Done);
    })
    .await;
}

#[derive(Default)]
struct Seen(Mutex<Vec<ImportRow>>);

impl Progress for Seen {
    fn advanced(&self, run: &ImportRow) {
        self.0.lock().unwrap().push(run.clone());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn progress_never_goes_back_and_ends_at_the_end() {
    for_each_database(async |db| {
        let room = Room::open(db).await;
        let seen = Seen::default();
        let source = ImportSource::at(many(&room));
        room.library.import(&source, "测试", &seen).await.unwrap();
        let seen = seen.0.into_inner().unwrap();
        assert!(seen.len() > 2);
        assert!(seen.is_sorted_by_key(|run| run.files_done));
        let last = seen.last().unwrap();
        assert_eq!(
            (last.state, last.files_done, last.files_total),
            (ImportState::Done, 500, 500)
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_import_at_one_time_is_refused() {
    for_each_database(async |db| {
        let room = Room::open(db).await;
        let source = ImportSource::at(room.source(&COLLECTION));
        let id = room.library.start_import(&source, "测试").await.unwrap();
        let refused = room
            .library
            .start_import(&source, "测试")
            .await
            .unwrap_err();
        assert!(matches!(refused, ImportError::Running));
        assert_eq!(refused.code(), "library.import_running");
        let mut watched = room.library.watch_import(id).unwrap();
        let end = watched
            .wait_for(|run| run.state != ImportState::Running)
            .await
            .unwrap()
            .clone();
        assert_eq!(end.state, ImportState::Done);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_path_with_nothing_to_import_is_refused() {
    for_each_database(async |db| {
        let room = Room::open(db).await;
        let refused = async |path: &str| {
            let source = ImportSource::at(room.folder.path().join(path));
            room.library
                .import(&source, "测试", &library::import::Silent)
                .await
                .unwrap_err()
        };
        assert_eq!(refused("nowhere").await.code(), "library.path_not_found");
        std::fs::write(room.folder.path().join("x.exe"), "x").unwrap();
        assert_eq!(refused("x.exe").await.code(), "library.source_unreadable");
        std::fs::write(room.folder.path().join("x.db"), "no database").unwrap();
        assert_eq!(refused("x.db").await.code(), "library.source_unreadable");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_of_findings_have_no_gap() {
    for_each_database(async |db| {
        let room = Room::open(db).await;
        let source = room.source(&[]);
        for number in 0..23 {
            write(&source, &[(&format!("{number}.md"), "")]);
        }
        room.import(&source).await;
        let mut page = PageRequest::first(store::Limit::new(5).unwrap());
        let mut files = Vec::new();
        loop {
            let list = room
                .library
                .findings(&FindingFilter::default(), &page)
                .await
                .unwrap();
            files.extend(list.rows.into_iter().map(|row| row.file));
            let Some(next) = list.next else { break };
            page.cursor = Some(next.parse().unwrap());
        }
        let total = files.len();
        files.sort();
        files.dedup();
        assert_eq!((total, files.len()), (23, 23));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_text_in_two_folders_is_one_version_however_many_files_lie_between() {
    for_each_database(async |db| {
        let room = Room::open(db).await;
        let source = many(&room);
        let name = "云麓市灯会管理条例(2019-03-01).md";
        write(
            &source,
            &[
                (&format!("0甲/{name}"), LANTERNS_2019),
                (&format!("龙乙/{name}"), LANTERNS_2019),
            ],
        );
        let report = room.import(&source).await;
        assert_eq!((report.run.files_done, report.run.versions), (502, 501));
        assert_eq!(report.findings, []);
    })
    .await;
}
