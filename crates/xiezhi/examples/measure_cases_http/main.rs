//! How many cases are opened and acts done a second through a real server, by 16 people who are
//! signed in, beside the floor: the same rows by the same statements in the same transactions, in
//! this process, without decision and HTTP. In turns, so that a machine that others load too is fair
//! to both. `cargo run --release -p xiezhi --example measure_cases_http -- XIEZHI DATABASE_URL DATA
//! [CASES]`: the binary, an empty database, an empty folder, cases of each client (48).
//!
//! Every act is requested and passes all of its guards: officers with certificates, an item that the
//! authority holds by a published list, two officers for each deed, filing by the head.

#![allow(clippy::unwrap_used, reason = "a measurement stops where it fails")]

#[path = "../../tests/nodes/city.rs"]
mod city;
mod floor;
#[path = "../../tests/nodes/node.rs"]
mod node;
mod shares;
#[path = "../../tests/nodes/story.rs"]
mod story;

use std::path::Path;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use city::{City, Person, SystemClock};
use floor::{Floor, Template};
use node::{Answer, Client, Node};
use record::Record;
use serde_json::Value;
use shares::Shares;
use store::Database;

const CLIENTS: usize = 16;
/// Acts in each case after it was opened: one of the head, the others of officers.
const ACTS: u32 = 6;
const TURNS: usize = 4;

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let [_, xiezhi, url, data, more @ ..] = &arguments[..] else {
        panic!("three arguments are needed: binary, database, folder");
    };
    let cases: usize = more.first().map_or(48, |cases| cases.parse().unwrap());
    let (url, data) = (url.parse().unwrap(), Path::new(data));
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let city = runtime.block_on(City::make(xiezhi, &url, data, CLIENTS));
    let node = Node::start(xiezhi, &url, data);
    let db = runtime.block_on(Database::open(&url)).unwrap();
    println!("{}", db.kind().name());
    let template = runtime.block_on(take_template(&city, &node, &db));
    let record = runtime.block_on(Record::open(db, Arc::new(SystemClock)));
    let floor = Floor {
        record: record.unwrap(),
        template: Arc::new(template),
    };
    let share = cases / TURNS;
    let (mut opened, mut acted) = (Beside::default(), Beside::default());
    for turn in 0..TURNS {
        let mut shares = Shares::begin(&node);
        let (made, took) = runtime.block_on(floor.open(CLIENTS, share));
        opened.floor += took;
        opened.floor_shares.add(&mut shares);
        let (ids, waits, took) = open(&city, &node, share, turn);
        opened.http += took;
        opened.waits.extend(waits);
        opened.shares.add(&mut shares);
        acted.floor += runtime.block_on(floor.act(made));
        acted.floor_shares.add(&mut shares);
        let (waits, took) = act(&city, &node, ids);
        acted.http += took;
        acted.waits.extend(waits);
        acted.shares.add(&mut shares);
    }
    opened.print("cases opened", CLIENTS * share * TURNS);
    acted.print("acts done", CLIENTS * share * TURNS * ACTS as usize);
}

/// One thing through the server and as floor.
#[derive(Default)]
struct Beside {
    http: Duration,
    floor: Duration,
    waits: Vec<Duration>,
    shares: shares::Sum,
    floor_shares: shares::Sum,
}

impl Beside {
    #[expect(clippy::cast_precision_loss, reason = "a rate for people")]
    fn print(mut self, what: &str, many: usize) {
        let rate = |time: Duration| many as f64 / time.as_secs_f64();
        let (http, floor) = (rate(self.http), rate(self.floor));
        self.waits.sort_unstable();
        let at = |share: usize| self.waits[self.waits.len() * share / 100].as_secs_f64() * 1e3;
        println!(
            "{many} {what} by {CLIENTS} clients: {http:.0}/s through HTTP (p50 {:.1} ms, p99 {:.1} ms), floor {floor:.0}/s, {:.2} of the floor",
            at(50),
            at(99),
            http / floor
        );
        println!(
            "  CPU through HTTP: {}",
            self.shares.text(self.http, "clients")
        );
        println!(
            "  CPU of the floor: {}",
            self.floor_shares.text(self.floor, "floor")
        );
    }
}

fn pair(city: &City, number: usize) -> (&Person, &Person) {
    (
        &city.officers[number],
        &city.officers[(number + 1) % CLIENTS],
    )
}

fn noted(answer: &Answer, status: u16) -> String {
    assert_eq!(answer.status, status, "{}", answer.body);
    assert_eq!(answer.body["broken"], Value::Array(Vec::new()));
    answer.body["id"].as_str().unwrap().to_owned()
}

fn open_one(city: &City, client: &mut Client, number: usize, name: &str) -> String {
    let body = story::lead(city, name);
    let key = [("idempotency-key", name)];
    let answer = client.post("/cases", pair(city, number).0, &key, &body);
    noted(&answer.unwrap(), 201)
}

/// The act after this revision.
fn act_one(city: &City, client: &mut Client, number: usize, case: &str, seen: u32) {
    let (officer, other) = pair(city, number);
    let (who, body) = if seen == 1 {
        (&city.head, story::filing(officer, other))
    } else {
        (officer, story::investigation(seen, other))
    };
    let tag = format!("\"{seen}\"");
    let key = format!("{case}-{seen}");
    let headers = [("if-match", &*tag), ("idempotency-key", &*key)];
    let answer = client.post(&format!("/cases/{case}/acts"), who, &headers, &body);
    noted(&answer.unwrap(), 200);
}

type Opened = (Vec<Vec<String>>, Vec<Duration>, Duration);

fn open(city: &City, node: &Node, share: usize, turn: usize) -> Opened {
    let begun = Instant::now();
    let (mut ids, mut waits) = (Vec::new(), Vec::new());
    thread::scope(|scope| {
        let clients: Vec<_> = (0..CLIENTS)
            .map(|number| {
                scope.spawn(move || {
                    let mut client = Client::of(node);
                    let (mut ids, mut waits) = (Vec::new(), Vec::new());
                    for case in 0..share {
                        let begun = Instant::now();
                        let name = format!("{turn}-{number}-{case}");
                        ids.push(open_one(city, &mut client, number, &name));
                        waits.push(begun.elapsed());
                    }
                    (ids, waits)
                })
            })
            .collect();
        for client in clients {
            let (own, waited) = client.join().unwrap();
            ids.push(own);
            waits.extend(waited);
        }
    });
    (ids, waits, begun.elapsed())
}

fn act(city: &City, node: &Node, ids: Vec<Vec<String>>) -> (Vec<Duration>, Duration) {
    let begun = Instant::now();
    let mut waits = Vec::new();
    thread::scope(|scope| {
        let clients: Vec<_> = ids
            .into_iter()
            .enumerate()
            .map(|(number, ids)| {
                scope.spawn(move || {
                    let mut client = Client::of(node);
                    let mut waits = Vec::new();
                    for (case, seen) in ids.iter().flat_map(|id| (1..=ACTS).map(move |n| (id, n))) {
                        let begun = Instant::now();
                        act_one(city, &mut client, number, case, seen);
                        waits.push(begun.elapsed());
                    }
                    waits
                })
            })
            .collect();
        for client in clients {
            waits.extend(client.join().unwrap());
        }
    });
    (waits, begun.elapsed())
}

/// Leads one case through the server, and takes its rows after each act.
async fn take_template(city: &City, node: &Node, db: &Database) -> Template {
    let mut client = Client::of(node);
    let case = open_one(city, &mut client, 0, "template");
    let mut template = Template::default();
    template.take(db, &case).await;
    for seen in 1..=ACTS {
        act_one(city, &mut client, 0, &case, seen);
        template.take(db, &case).await;
    }
    template
}
