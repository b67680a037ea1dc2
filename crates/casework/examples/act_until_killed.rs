//! Opens cases and acts in them from 8 clients, and sequences, until it is killed; the child of
//! `tests/torture.rs`.
//!
//! Arguments: the address of the database, the data folder, the number of the round, and the officers
//! as `id/authority`, one for each client. What a client asks is printed before it is sent, what it
//! is told when it is told, each a line of JSON.

#![allow(clippy::unwrap_used, reason = "its parent reads how it ended")]

#[path = "../tests/support/asked.rs"]
mod asked;

use std::io::Write as _;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use asked::{Asked, CLIENTS, Line, What, Who, lead, next_act};
use base::Clock;
use casework::{CaseError, CaseId, Casework, NoHoldings};
use futures::future::join_all;
use jiff::Timestamp;
use record::{LogSettings, Record, RecordLog, Sequencer};
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

/// A case, with the revision that was seen last and the authority that handles it.
type Seen = (CaseId, u32, String);

struct Client {
    casework: Casework,
    cases: Arc<Mutex<Vec<Seen>>>,
    officer: (String, String),
    other: String,
    name: String,
}

#[tokio::main]
async fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let [_, url, folder, round, officers @ ..] = &arguments[..] else {
        panic!("arguments are needed: database, data folder, round, officers");
    };
    let db = Database::open(&url.parse().unwrap()).await.unwrap();
    let record = Record::open(db, Arc::new(SystemClock)).await.unwrap();
    let register = Register::open(record.clone(), Path::new(folder)).await;
    let pack = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs/cn");
    let rules = RuleSet::load(&Folder::read_with_parents(&pack).unwrap()).unwrap();
    let casework = Casework::open(register.unwrap(), Arc::new(rules), Arc::new(NoHoldings));
    let casework = casework.await.unwrap();
    let origin = "ledger.example/city";
    let mut settings = LogSettings::new(folder, origin.parse().unwrap(), origin.parse().unwrap());
    settings.interval = Duration::from_millis(5);
    settings.lease = Duration::from_millis(200);
    let log = RecordLog::new(record, settings);
    tokio::spawn(Sequencer::new(log).run(futures::future::pending()));
    let usual = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        usual(panic);
        std::process::exit(1);
    }));
    say(&Line::Ready);
    let cases = Arc::default();
    let officers: Vec<(&str, &str)> = officers
        .iter()
        .map(|officer| officer.split_once('/').unwrap())
        .collect();
    let clients = (0..CLIENTS).map(|number| {
        let client = Client {
            casework: casework.clone(),
            cases: Arc::clone(&cases),
            officer: (officers[number].0.to_owned(), officers[number].1.to_owned()),
            other: officers[(number + 1) % CLIENTS].0.to_owned(),
            name: format!("{round}-{number}"),
        };
        tokio::spawn(client.act_for_ever())
    });
    join_all(clients).await;
}

fn say(line: &Line) {
    let text = serde_json::to_string(line).unwrap() + "\n";
    std::io::stdout().write_all(text.as_bytes()).unwrap();
}

impl Client {
    async fn act_for_ever(self) {
        for number in 0_usize.. {
            let key = format!("{}-{number}", self.name);
            // Old cases of all clients, the newest above all, so that clients meet in one.
            let known = self.cases.lock().unwrap().clone();
            let chosen = known.iter().rev().nth(number * 7 % 5).cloned();
            match chosen.filter(|_| number % 4 != 0) {
                Some((case, _, authority)) => self.act(key, case, authority).await,
                None => self.open(key).await,
            }
        }
    }

    async fn open(&self, key: String) {
        let asked = Asked {
            who: Who::Officer(self.officer.0.clone()),
            what: What::Open(Box::new(lead(&format!("虚构商行 {key}")))),
            key,
        };
        self.send(&asked, &self.officer.1).await;
    }

    async fn act(&self, key: String, case: CaseId, authority: String) {
        let revision = {
            let cases = self.cases.lock().unwrap();
            cases.iter().find(|(id, ..)| *id == case).unwrap().1
        };
        let act = next_act(revision, &self.officer.0, &self.other);
        let asked = Asked {
            key,
            who: Who::Head(authority.clone()),
            what: What::Act(case, revision, Box::new(act)),
        };
        self.send(&asked, &authority).await;
    }

    async fn send(&self, asked: &Asked, authority: &str) {
        say(&Line::Asked(asked.clone()));
        match asked.send(&self.casework).await {
            Ok(done) => {
                say(&Line::Done(asked.told(&done)));
                let mut cases = self.cases.lock().unwrap();
                match cases.iter_mut().find(|(id, ..)| *id == done.id) {
                    Some((_, seen, _)) => *seen = done.revision.max(*seen),
                    None => cases.push((done.id, done.revision, authority.to_owned())),
                }
            }
            Err(CaseError::Stale { .. }) => say(&Line::Stale(asked.key.clone())),
            Err(error) => panic!("{asked:?}: {error}"),
        }
    }
}
