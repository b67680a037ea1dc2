//! Takes in the lines of a file, a few at a time, until it is killed; the child of
//! `tests/intake_torture.rs`. Arguments: the address of the database, the data folder, the file. The
//! number of lines that are durable is printed after each step.

#![allow(clippy::unwrap_used, reason = "its parent reads how it ended")]

use std::io::Write as _;
use std::path::Path;
use std::sync::Arc;

use base::Clock;
use casework::intake::Way;
use casework::{Asking, Casework, NoHoldings};
use jiff::Timestamp;
use record::Record;
use register::Register;
use rules::{Folder, RuleSet};
use store::Database;

struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "this program is its own shell")]
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }
}

#[tokio::main]
async fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let [_, url, data, file] = arguments.as_slice() else {
        panic!("DATABASE_URL DATA FILE");
    };
    let db = Database::open(&url.parse().unwrap()).await.unwrap();
    let record = Record::open(db, Arc::new(SystemClock)).await.unwrap();
    let register = Register::open(record, Path::new(data)).await.unwrap();
    let pack = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs/cn");
    let rules = RuleSet::load(&Folder::read_with_parents(&pack).unwrap()).unwrap();
    let casework = Casework::open(register, Arc::new(rules), Arc::new(NoHoldings));
    let casework = casework.await.unwrap();
    let text = std::fs::read(file).unwrap();
    let lines: Vec<Vec<u8>> = text
        .split(|byte| *byte == b'\n')
        .map(<[u8]>::to_vec)
        .collect();
    let asking = Asking::program("torture");
    let mut batch = casework
        .begin_batch(&asking, "water", Way::Batch, Some("torture"))
        .await
        .unwrap();
    let mut durable = 0;
    for step in lines.chunks(40) {
        batch.take(step).await.unwrap();
        durable += step.len();
        println!("{durable}");
        std::io::stdout().flush().unwrap();
    }
    batch.end().await.unwrap();
}
