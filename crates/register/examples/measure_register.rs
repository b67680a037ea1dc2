//! Prints how long a synthetic city of 95 authorities and 8,000 officers takes from XLSX, and how
//! long questions as of a day take.
//!
//! `cargo run --release -p register --features synthetic --example measure_register [postgres://…]`

#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a measurement is a shell of its own"
)]

use std::sync::Arc;
use std::time::{Duration, Instant};

use base::FixedClock;
use jiff::civil::date;
use record::Record;
use register::authority::MergeInto;
use register::synthetic::City;
use register::workbook::{Workbook, WorkbookFormat, WorkbookKind};
use register::{Asking, AuthorityFilter, Deed, OfficerFilter, Register};
use store::{Database, DatabaseUrl, PageRequest};

const OFFICERS: usize = 8_000;
const QUESTIONS: u32 = 500;

#[tokio::main]
async fn main() {
    let folder = tempfile::tempdir().unwrap();
    let url = std::env::args().nth(1).map_or_else(
        || DatabaseUrl::Sqlite(folder.path().join("measure.sqlite")),
        |url| url.parse().unwrap(),
    );
    let db = Database::open(&url).await.unwrap();
    println!("{}", db.kind().name());
    let clock = Arc::new(FixedClock("2026-11-24T04:00:00Z".parse().unwrap()));
    let record = Record::open(db, clock).await.unwrap();
    let register = Register::open(record, folder.path()).await.unwrap();
    fill(&register).await;
    ask(&register).await;
}

async fn fill(register: &Register) {
    let clerk = Asking::program("measure");
    let mut city = City::new(1);
    let authorities = city.authorities(WorkbookFormat::Xlsx);
    let officers = city.officers(OFFICERS, WorkbookFormat::Xlsx);
    println!("files: {} and {} bytes", authorities.len(), officers.len());
    let begun = Instant::now();
    for (kind, bytes) in [
        (WorkbookKind::Authorities, &authorities),
        (WorkbookKind::Officers, &officers),
    ] {
        let begun = Instant::now();
        let workbook = Workbook {
            kind,
            format: WorkbookFormat::Xlsx,
            bytes,
        };
        let report = register
            .import_workbook(&clerk, workbook, &Deed::new("measure"))
            .await
            .unwrap();
        println!(
            "import of {} {}: {:.2} s",
            report.new,
            kind.name(),
            begun.elapsed().as_secs_f64()
        );
    }
    println!("both: {:.2} s (bar 5 s)", begun.elapsed().as_secs_f64());
}

async fn ask(register: &Register) {
    let clerk = Asking::program("measure");
    let registry = register.authorities_known().await.unwrap();
    let id = |code: &str| registry.by_code(code).unwrap().id;
    let (city, one, two) = (id("YL"), id("YL-S01"), id("YL-S09"));
    let merged = vec![(one, 1), (two, 1)];
    let begun = Instant::now();
    let into = MergeInto::Existing { authority: two };
    register
        .merge_authorities(
            &clerk,
            merged,
            into,
            date(2027, 1, 1),
            &Deed::new("measure"),
        )
        .await
        .unwrap();
    println!(
        "merge of two streets: {:.1} ms",
        begun.elapsed().as_secs_f64() * 1e3
    );
    let day = date(2027, 6, 1);
    let page = PageRequest::default();
    let list = register
        .officers(&clerk, &OfficerFilter::on(day), &page)
        .await
        .unwrap();
    let officer = list.rows[7].id;
    let under = OfficerFilter {
        authority: Some(two),
        ..OfficerFilter::on(day)
    };
    let found = OfficerFilter {
        query: Some("zzy".to_owned()),
        ..OfficerFilter::on(day)
    };
    measure("authority as of", async || {
        let _answer = register.authority(&clerk, two, day).await.unwrap();
    })
    .await;
    measure("subtree of the city as of", async || {
        let _answer = register.subtree(&clerk, city, day).await.unwrap();
    })
    .await;
    measure("successors as of", async || {
        let _answer = register.successors(&clerk, one, day).await.unwrap();
    })
    .await;
    measure("officer as of", async || {
        let _answer = register.officer(&clerk, officer, day).await.unwrap();
    })
    .await;
    measure("certificate valid", async || {
        let _answer = register
            .certificate_valid(&clerk, officer, day, None, None)
            .await
            .unwrap();
    })
    .await;
    measure("authorities listed", async || {
        let _answer = register
            .authorities(&clerk, &AuthorityFilter::on(day), &page)
            .await
            .unwrap();
    })
    .await;
    measure("officers of a street listed", async || {
        let _answer = register.officers(&clerk, &under, &page).await.unwrap();
    })
    .await;
    measure("officers of the city listed", async || {
        let _answer = register
            .officers(&clerk, &OfficerFilter::on(day), &page)
            .await
            .unwrap();
    })
    .await;
    measure("officers found by initials", async || {
        let _answer = register.officers(&clerk, &found, &page).await.unwrap();
    })
    .await;
}

async fn measure(what: &str, question: impl AsyncFn()) {
    let mut times = Vec::new();
    for _ in 0..QUESTIONS {
        let begun = Instant::now();
        question().await;
        times.push(begun.elapsed());
    }
    times.sort_unstable();
    let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize];
    let ms = |time: Duration| time.as_secs_f64() * 1e3;
    println!(
        "{what}: median {:.2} ms, p99 {:.2} ms",
        ms(at(0.5)),
        ms(at(0.99))
    );
}
