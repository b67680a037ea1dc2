//! Measures power lists of a large city: `cargo run --release -p library --example measure_powers -- [ITEMS]
//! [AUTHORITIES] [DATABASE]`, by default 28,000 items, 95 authorities and an SQLite file. The items, the authorities
//! and the data folder are made up; the folder is removed at the end.

use std::error::Error;
use std::fmt::Write as _;
use std::sync::Arc;
use std::time::{Duration, Instant};

use base::Clock;
use futures::future::BoxFuture;
use jiff::civil::{Date, date};
use library::import::{ImportSource, Silent};
use library::powers::{
    ActLog, ActLogError, Asking, Authorities, AuthorityBook, AuthorityDays, AuthorityLevel,
    Decision, KnownAuthority, LineContent, LineFilter, ListAct, ListDeed, ListKind, NewLines,
    NewList, PowerFilter, PowerTerms, Powers, Publication,
};
use library::{DataFolder, ItemFilter, ItemId, Library, ListId};
use record::Record;
use store::sea_orm::ConnectionTrait;
use store::{Database, DatabaseUrl, Limit, PageRequest, Scope, StoreError, WriteTx};

struct SystemClock;

impl Clock for SystemClock {
    #[expect(
        clippy::disallowed_methods,
        reason = "a measurement is a shell of its own"
    )]
    fn now(&self) -> jiff::Timestamp {
        jiff::Timestamp::now()
    }
}

struct Register(Arc<AuthorityBook>);

impl Authorities for Register {
    fn book(&self) -> BoxFuture<'_, Result<Arc<AuthorityBook>, StoreError>> {
        let book = Arc::clone(&self.0);
        Box::pin(async move { Ok(book) })
    }
}

/// The record is measured elsewhere.
struct Unrecorded;

impl ActLog for Unrecorded {
    fn append<'t>(&'t self, _: &'t WriteTx, _: ListAct) -> BoxFuture<'t, Result<(), ActLogError>> {
        Box::pin(async { Ok(()) })
    }
}

type Failure = Box<dyn Error>;

#[tokio::main]
async fn main() -> Result<(), Failure> {
    let mut arguments = std::env::args().skip(1);
    let items: usize = arguments.next().map_or(Ok(28_000), |count| count.parse())?;
    let authorities: usize = arguments.next().map_or(Ok(95), |count| count.parse())?;
    let folder = tempfile::tempdir()?;
    let data = DataFolder::at(folder.path());
    let url: DatabaseUrl = match arguments.next() {
        Some(name) if name == "postgres" => store::testing::empty_postgres().await,
        Some(url) => url.parse()?,
        None => data.database(),
    };
    let db = Database::open(&url).await?;
    let record = Record::open(db.clone(), Arc::new(SystemClock)).await?;
    let library = Arc::new(Library::open(record, data.clone()).await?);
    let start = Instant::now();
    let ids = adopted_items(&library, &db, items, folder.path()).await?;
    println!(
        "{} items imported and adopted in {:.1?}",
        ids.len(),
        start.elapsed()
    );
    let book = book(authorities);
    let powers = Powers::new(
        library,
        Arc::new(Register(Arc::new(book))),
        Arc::new(Unrecorded),
        None,
    );
    let list = load(&powers, &ids, authorities).await?;
    ask(&powers, list, &ids, authorities).await?;
    adjust(&powers, list).await?;
    if let Ok(file) = std::fs::metadata(folder.path().join("xiezhi.sqlite")) {
        println!("SQLite file: {} MiB", file.len() >> 20);
    }
    Ok(())
}

/// Imports statutes of 200 penalties each and adopts everything that was read.
async fn adopted_items(
    library: &Library,
    db: &Database,
    items: usize,
    folder: &std::path::Path,
) -> Result<Vec<ItemId>, Failure> {
    let source = folder.join("statutes");
    std::fs::create_dir_all(&source)?;
    let penalties = 200;
    for number in 0..items.div_ceil(penalties) {
        let mut text = format!(
            "# 云麓市测试管理条例（{number}）\n\n2024年3月1日 云麓市人民代表大会常务委员会通过\n\n<!-- INFO END -->\n\n"
        );
        for article in 1..=penalties {
            writeln!(
                text,
                "第{}条 违反规定，从事第{number}类第{article}种行为的，由市主管部门处{article}千元罚款。\n",
                zh(article)
            )?;
        }
        writeln!(
            text,
            "第{}条 本条例自2024年6月1日起施行。",
            zh(penalties + 1)
        )?;
        std::fs::write(
            source.join(format!("云麓市测试管理条例（{number}）(2024-03-01).md")),
            text,
        )?;
    }
    library
        .import(&ImportSource::at(&source), "measurement", &Silent)
        .await?;
    // Adopting one by one would measure the search index.
    let tx = db.write_tx().await?;
    tx.execute_unprepared("UPDATE item SET state = 'adopted'")
        .await?;
    tx.commit().await?;
    let mut ids = Vec::new();
    let mut page = PageRequest::first(Limit::new(Limit::MAX)?);
    loop {
        let found = library.items(&ItemFilter::default(), &page).await?;
        ids.extend(found.rows.iter().map(|row| row.id));
        let Some(next) = found.next.filter(|_| ids.len() < items) else {
            break;
        };
        page.cursor = Some(next.parse()?);
    }
    ids.truncate(items);
    Ok(ids)
}

/// A bureau, ten districts, and streets.
fn book(authorities: usize) -> AuthorityBook {
    let known = (0..authorities).map(|at| {
        let (level, area) = match at {
            0 => (AuthorityLevel::City, "990100".to_owned()),
            1..=10 => (AuthorityLevel::District, format!("9901{:02}", at + 1)),
            _ => (
                AuthorityLevel::Street,
                format!("9901{:02}{:03}", at % 10 + 2, at),
            ),
        };
        KnownAuthority {
            id: id_of(at),
            code: format!("YL-{at:03}"),
            days: vec![AuthorityDays {
                from: date(2020, 1, 1),
                to: None,
                name: format!("云麓市第{at}执法主体"),
                name_en: None,
                level,
                area: area.parse().expect("the code is well formed"),
            }],
        }
    });
    AuthorityBook::new(known, [])
}

fn id_of(at: usize) -> String {
    format!("00000000-0000-7000-8000-{at:012}")
}

fn who(person: &str) -> Asking {
    Asking::person(person, Scope::All)
}

async fn seen(powers: &Powers, list: ListId) -> Result<ListDeed, Failure> {
    let shown = powers.list(&who("drafter"), list).await?;
    Ok(ListDeed::on(shown.row.latest.revision, "measurement"))
}

async fn load(powers: &Powers, ids: &[ItemId], authorities: usize) -> Result<ListId, Failure> {
    let new = NewList {
        kind: ListKind::Powers,
        title: "权责清单（虚构）".to_owned(),
        title_en: None,
        authority: id_of(0),
    };
    let list = powers
        .open_list(&who("drafter"), &new, &ListDeed::on(0, "measurement"))
        .await?;
    let lines = NewLines {
        items: ids.to_vec(),
        authorities: (0..authorities).map(id_of).collect(),
        content: LineContent::Power(PowerTerms::own(AuthorityLevel::City)),
        valid_from: None,
        valid_to: None,
    };
    let start = Instant::now();
    let added = powers
        .add_lines(
            &who("drafter"),
            (list, 1),
            &[lines],
            &seen(powers, list).await?,
        )
        .await?;
    println!(
        "{added} lines written in {:.1?}, one transaction",
        start.elapsed()
    );
    let start = Instant::now();
    publish(powers, (list, 1), powers.today()).await?;
    println!(
        "submitted, reviewed, adopted and published in {:.1?}",
        start.elapsed()
    );
    Ok(list)
}

async fn publish(powers: &Powers, version: (ListId, u32), from: Date) -> Result<(), Failure> {
    let list = version.0;
    powers
        .submit_version(&who("drafter"), version, &seen(powers, list).await?)
        .await?;
    powers
        .pass_version(&who("reviewer"), version, &seen(powers, list).await?)
        .await?;
    let decision = Decision {
        number: "云府〔2026〕1号".to_owned(),
        decided_on: powers.today(),
        document: "决定（虚构）".to_owned(),
    };
    powers
        .adopt_version(&who("head"), version, &decision, &seen(powers, list).await?)
        .await?;
    let publication = Publication {
        published_in: "公报（虚构）".to_owned(),
        effective_from: from,
    };
    powers
        .publish_version(
            &who("head"),
            version,
            &publication,
            &seen(powers, list).await?,
        )
        .await?;
    Ok(())
}

async fn ask(
    powers: &Powers,
    list: ListId,
    ids: &[ItemId],
    authorities: usize,
) -> Result<(), Failure> {
    let (asking, today) = (who("anybody"), powers.today());
    let page = PageRequest::default();
    let street: base::AreaCode = format!("9901{:02}{:03}", 11 % 10 + 2, 11).parse()?;
    let city: base::AreaCode = "990100".parse()?;
    let mut times = Vec::new();
    for turn in 0..1_000 {
        let item = ids[turn * 7_919 % ids.len()];
        let start = Instant::now();
        let held = powers
            .who_holds(&asking, item, Some(&street), today)
            .await?;
        times.push(start.elapsed());
        assert!(!held.is_empty(), "the city and the district hold it");
    }
    tell("who holds an item in a street", &mut times);
    let mut times = Vec::new();
    for turn in 0..200 {
        let filter = PowerFilter {
            authority: Some(id_of(turn % authorities)),
            ..PowerFilter::default()
        };
        let start = Instant::now();
        powers.powers(&asking, &filter, &page).await?;
        times.push(start.elapsed());
    }
    tell(
        "what an authority holds, first page with its count",
        &mut times,
    );
    let mut times = Vec::new();
    for turn in 0..200_u64 {
        let cursor = store::Cursor::of(&(turn * 13_000));
        let page = PageRequest {
            cursor: Some(cursor),
            ..PageRequest::default()
        };
        let start = Instant::now();
        powers
            .lines(&asking, (list, 1), &LineFilter::default(), &page)
            .await?;
        times.push(start.elapsed());
    }
    tell("a page of the list", &mut times);
    let start = Instant::now();
    let all = powers
        .powers(&asking, &PowerFilter::default(), &page)
        .await?;
    println!(
        "{:?} powers, first page with its count: {:.1?}",
        all.total,
        start.elapsed()
    );
    let start = Instant::now();
    let gaps = powers.gaps(&asking, &street, today, &page).await?;
    println!("{:?} gaps in a street: {:.1?}", gaps.total, start.elapsed());
    let start = Instant::now();
    let overlaps = powers.overlaps(&asking, &city, today, &page).await?;
    println!(
        "{:?} overlaps in the city, first page with its count: {:.1?}",
        overlaps.total,
        start.elapsed()
    );
    let start = Instant::now();
    let changed = powers.basis_changes(&asking, today, &page).await?;
    println!(
        "{} items with a changed basis: {:.1?}",
        changed.rows.len(),
        start.elapsed()
    );
    Ok(())
}

/// The next version without a hundred lines, and the comparison of both.
async fn adjust(powers: &Powers, list: ListId) -> Result<(), Failure> {
    let start = Instant::now();
    let next = powers
        .adjust_list(&who("drafter"), list, &seen(powers, list).await?)
        .await?;
    let lines: Vec<u64> = (1..=100).collect();
    powers
        .remove_lines(
            &who("drafter"),
            (list, next),
            &lines,
            &seen(powers, list).await?,
        )
        .await?;
    publish(powers, (list, next), powers.today().tomorrow()?).await?;
    println!(
        "adjusted and published without 100 lines: {:.1?}",
        start.elapsed()
    );
    let start = Instant::now();
    let compared = powers
        .compare_versions(&who("a"), list, (1, next), &PageRequest::default())
        .await?;
    println!(
        "{} lines differ, compared in {:.1?}",
        compared.removed,
        start.elapsed()
    );
    Ok(())
}

fn tell(what: &str, times: &mut [Duration]) {
    times.sort();
    let at = |share: usize| times[(times.len() * share / 100).min(times.len() - 1)];
    println!("{what}: p50 {:.2?}, p99 {:.2?}", at(50), at(99));
}

/// A number below a thousand as statutes write it.
fn zh(number: usize) -> String {
    let digits = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let (hundreds, tens, ones) = (number / 100, number / 10 % 10, number % 10);
    let mut text = String::new();
    if hundreds > 0 {
        text = format!("{}百", digits[hundreds]);
    }
    match (hundreds, tens) {
        (0, 0) => {}
        (_, 0) if ones > 0 => text.push('零'),
        (_, 0) => {}
        (0, 1) => text.push('十'),
        (_, tens) => text = format!("{text}{}十", digits[tens]),
    }
    text + digits[ones]
}
