//! Keeping the packs in use and giving them back, on both databases.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use base::FixedClock;
use futures::FutureExt as _;
use futures::future::BoxFuture;
use jiff::civil::Date;
use packs::{Answers, Citation, Digest, Holding, LibraryFault, Packs, PacksError, Provisions};
use record::{ActFilter, Record, RecordedAct};
use rules::Folder;
use store::testing::for_each_database;
use store::{Database, PageRequest};

/// The national pack and the sample city on it.
fn sample() -> Vec<Folder> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs/sample-city");
    Folder::read_with_parents(&path).unwrap()
}

/// The packs, with a comment more in the manifest of the city.
fn changed() -> Vec<Folder> {
    let mut folders = sample();
    let city = folders.pop().unwrap();
    let files = city.paths().map(|path| {
        let mut bytes = city.file(path).unwrap().to_vec();
        if path == "pack.yaml" {
            bytes.extend_from_slice(b"# one line more\n");
        }
        (path.to_owned(), bytes)
    });
    folders.push(Folder::new(city.name(), files.collect::<Vec<_>>()));
    folders
}

async fn record_on(db: Database) -> Record {
    let clock = FixedClock("2026-11-24T04:00:00Z".parse().unwrap());
    Record::open(db, Arc::new(clock)).await.unwrap()
}

async fn installed(record: &Record) -> Vec<RecordedAct> {
    let filter = ActFilter {
        kinds: vec!["packs.installed".parse().unwrap()],
        ..ActFilter::default()
    };
    let page = record.acts(&filter, &PageRequest::default()).await;
    page.unwrap().acts
}

#[tokio::test]
async fn each_pack_that_comes_into_use_is_kept_with_an_act() {
    for_each_database(async |db| {
        let record = record_on(db).await;
        let packs = Packs::open(record.clone(), None).await.unwrap();
        let digests = packs.put_in_use(&sample()).await.unwrap();
        assert_eq!(packs.put_in_use(&sample()).await.unwrap(), digests);
        let acts = installed(&record).await;
        assert_eq!(acts.len(), 2, "a start with the same packs records nothing");
        for (act, digest) in acts.iter().zip(&digests) {
            assert_eq!(act.subject.id, digest.to_string());
            assert_eq!(act.actor.id(), "serve");
            assert!(act.data["rules"].as_u64().unwrap() > 0, "{}", act.data);
        }
        let rows = packs.list().await.unwrap();
        let names: Vec<_> = rows
            .iter()
            .map(|row| (row.name.as_str(), row.layer))
            .collect();
        assert_eq!(names, [("cn", Some(0)), ("sample-city", Some(1))]);
    })
    .await;
}

#[tokio::test]
async fn what_a_digest_contained_is_given_back_after_the_pack_was_replaced() {
    for_each_database(async |db| {
        let record = record_on(db).await;
        let packs = Packs::open(record.clone(), None).await.unwrap();
        let old = packs.put_in_use(&sample()).await.unwrap();
        let new = packs.put_in_use(&changed()).await.unwrap();
        assert_eq!((old[0], old[1] == new[1]), (new[0], false));
        assert_eq!(packs.with_parents(old[1]).await.unwrap(), sample());
        assert_eq!(packs.with_parents(new[1]).await.unwrap(), changed());
        let rows = packs.list().await.unwrap();
        let in_use = rows.iter().filter(|row| row.layer.is_some());
        assert_eq!(in_use.map(|row| row.digest).collect::<Vec<_>>(), new);
        assert_eq!(rows.len(), 3);
        assert_eq!(installed(&record).await.len(), 3);
        packs.put_in_use(&sample()).await.unwrap();
        let acts = installed(&record).await;
        assert_eq!(acts.last().unwrap().subject.id, old[1].to_string());
        assert_eq!(
            acts.len(),
            4,
            "going back to an older pack is on the record"
        );
    })
    .await;
}

#[tokio::test]
async fn packs_that_cannot_be_used_are_not_kept() {
    for_each_database(async |db| {
        let record = record_on(db).await;
        let packs = Packs::open(record.clone(), None).await.unwrap();
        let city = sample().pop().unwrap();
        let alone = packs.put_in_use(&[city]).await;
        assert!(matches!(alone, Err(PacksError::Unusable(_))));
        assert_eq!(packs.list().await.unwrap(), []);
        let unknown: Digest = format!("sha256:{}", "0".repeat(64)).parse().unwrap();
        let folder = packs.folder(unknown).await;
        assert!(matches!(folder, Err(PacksError::NotKept(_))));
    })
    .await;
}

#[tokio::test]
async fn a_procedure_is_drawn_from_the_pack_that_has_it() {
    for_each_database(async |db| {
        let record = record_on(db).await;
        let packs = Packs::open(record, None).await.unwrap();
        let digests = packs.put_in_use(&sample()).await.unwrap();
        let id = "penalty.ordinary".to_owned();
        let svg = packs.drawing(digests[0], id.clone()).await.unwrap();
        assert!(svg.starts_with("<svg") && svg.contains("立案"), "{svg}");
        let elsewhere = packs.drawing(digests[1], id).await;
        assert!(matches!(elsewhere, Err(PacksError::NoProcedure(_))));
    })
    .await;
}

/// A library that knows one statute only.
struct Knows(&'static str);

impl Provisions for Knows {
    fn ask(
        &self,
        cited: BTreeSet<(Citation, Option<Date>)>,
    ) -> BoxFuture<'_, Result<Answers, LibraryFault>> {
        let answer = |citation: &Citation| {
            if citation.statute == self.0 {
                Holding::InForce
            } else {
                Holding::UnknownStatute
            }
        };
        let answers = cited
            .into_iter()
            .map(|asked| (asked.clone(), answer(&asked.0)));
        let answers = Answers(answers.collect());
        async move { Ok(answers) }.boxed()
    }
}

#[tokio::test]
async fn the_check_asks_the_library_and_says_where_there_is_none() {
    for_each_database(async |db| {
        let record = record_on(db).await;
        let without = Packs::open(record.clone(), None).await.unwrap();
        let digests = without.put_in_use(&sample()).await.unwrap();
        let report = without.lint(digests[1]).await.unwrap();
        let codes = |report: &rules::Report| {
            let codes = report.findings.iter().map(|finding| finding.code.as_str());
            codes.collect::<BTreeSet<_>>()
        };
        assert_eq!(
            codes(&report),
            BTreeSet::from(["pack.provisions_unchecked"])
        );
        let knows = Knows("云麓市市容和环境卫生管理条例");
        let with = Packs::open(record, Some(Arc::new(knows))).await.unwrap();
        let report = with.lint(digests[1]).await.unwrap();
        assert_eq!(codes(&report), BTreeSet::from(["pack.provision_unknown"]));
        let about_city =
            |finding: &&rules::Finding| finding.message.get(base::Lang::En).contains("云麓市市容");
        assert_eq!(report.findings.iter().filter(about_city).count(), 0);
    })
    .await;
}
