//! Measures an import: `cargo run --release -p library --example measure_import -- FOLDER [DATABASE]`.
//! The data folder is a new one in the folder for temporary files; it is removed at the end.

use std::error::Error;
use std::sync::Arc;
use std::time::Instant;

use base::Clock;
use library::import::{ImportSource, Progress};
use library::view::ImportRow;
use library::{DataFolder, Library};
use record::Record;
use store::{Database, DatabaseUrl};

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

struct Printed(Instant);

impl Progress for Printed {
    fn advanced(&self, run: &ImportRow) {
        let seconds = self.0.elapsed().as_secs_f64();
        println!(
            "{seconds:6.2} s  {}/{} files  {} items",
            run.files_done, run.files_total, run.items
        );
    }
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let source = arguments.next().ok_or("the folder to import is missing")?;
    let folder = tempfile::tempdir()?;
    let data = DataFolder::at(folder.path());
    let url: DatabaseUrl = match arguments.next() {
        Some(url) => url.parse()?,
        None => data.database(),
    };
    let record = Record::open(Database::open(&url).await?, Arc::new(SystemClock)).await?;
    let library = Library::open(record, data.clone()).await?;
    for run in ["first", "again"] {
        let start = Instant::now();
        let report = library
            .import(&ImportSource::at(&source), "measurement", &Printed(start))
            .await?;
        println!(
            "{run}: {:.2} s  {:?}",
            start.elapsed().as_secs_f64(),
            report.run
        );
        for found in report.findings {
            println!("  {:6} {}", found.count, found.code);
        }
    }
    println!("{:?}", library.status().await?);
    drop(library);
    let start = Instant::now();
    let record = Record::open(Database::open(&url).await?, Arc::new(SystemClock)).await?;
    let library = Library::open(record, data).await?;
    println!(
        "opened in {:.3} s, {} documents",
        start.elapsed().as_secs_f64(),
        library.search_index().documents()
    );
    Ok(())
}
