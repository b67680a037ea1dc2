//! How fast officers list their cases through a real server on a simulated city, and whether list,
//! count, search and export keep the same set. `cargo run --release -p xiezhi --example
//! measure_cases_list -- XIEZHI DATABASE_URL DATA [REQUESTS]`: the binary, the database that
//! `xiezhi simulate` filled, its folder, requests of each client (100).
//!
//! Sixteen officers are taken from the middle of those with cases for a whole page (of a small city, the
//! busiest), and each gets an account that sees what the policy table lets officers see: the cases in
//! which they take part.

#![allow(clippy::unwrap_used, reason = "a measurement stops where it fails")]

#[path = "../../tests/nodes/city.rs"]
mod city;
#[path = "../../tests/nodes/node.rs"]
mod node;
mod same_set;

use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use base::Clock as _;
use city::{Person, Rooms, SystemClock};
use node::{Client, Node};
use register::OfficerId;
use store::sea_orm::{ConnectionTrait, Statement};
use store::{Database, DatabaseUrl};

const CLIENTS: usize = 16;
/// Requests before those that count.
const WARM_UP: usize = 20;
const LIST: &str = "/cases?limit=100";

/// Somebody who lists cases.
struct Lister {
    person: Person,
    /// In so many cases they take part.
    cases: u64,
}

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let [_, xiezhi, url, data, more @ ..] = &arguments[..] else {
        panic!("three arguments are needed: binary, database, folder");
    };
    let requests: usize = more.first().map_or(100, |many| many.parse().unwrap());
    let (url, data) = (url.parse().unwrap(), Path::new(data));
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let listers = runtime.block_on(listers(&url, data));
    let node = Node::start(xiezhi, &url, data);
    for lister in &listers {
        same_set::check(&node, &lister.person, lister.cases);
    }
    let few = listers.iter().map(|lister| lister.cases);
    println!(
        "officers with {} to {} cases; list, count, search and export keep the same set",
        few.clone().min().unwrap(),
        few.max().unwrap()
    );
    let mut alone = Vec::new();
    for lister in &listers {
        alone.extend(ask(&node, lister, requests.div_ceil(4), LIST));
    }
    print("list of 100, one client", alone);
    let begun = Instant::now();
    let all = thread::scope(|scope| {
        let asking: Vec<_> = listers
            .iter()
            .map(|lister| scope.spawn(|| ask(&node, lister, requests, LIST)))
            .collect();
        let waits = asking.into_iter().map(|client| client.join().unwrap());
        waits.flatten().collect::<Vec<_>>()
    });
    let took = begun.elapsed().as_secs_f64();
    let rate = (CLIENTS * (requests + WARM_UP)) as f64 / took;
    print("list of 100, 16 clients", all);
    println!("{rate:.0} lists a second with 16 clients");
    println!(
        "serve holds {} in memory, at most {}",
        memory(&node, "VmRSS"),
        memory(&node, "VmHWM")
    );
}

/// Officers from the middle of the city, signed in.
async fn listers(url: &DatabaseUrl, data: &Path) -> Vec<Lister> {
    let db = Database::open(url).await.unwrap();
    let sql =
        "SELECT person, COUNT(DISTINCT case_id) FROM case_people GROUP BY person ORDER BY 2, 1";
    let asked = Statement::from_string(db.read().get_database_backend(), sql);
    let rows = db.read().query_all_raw(asked).await.unwrap();
    let rows = rows.iter().map(|row| {
        let person: String = row.try_get_by_index(0).unwrap();
        let cases: i64 = row.try_get_by_index(1).unwrap();
        (person, cases.unsigned_abs())
    });
    let rows: Vec<_> = rows.collect();
    db.close().await.unwrap();
    let rooms = Rooms::open(url, data).await;
    let today = SystemClock.today();
    let clerk = register::Asking::program("measure");
    let mut listers = Vec::new();
    let few = rows.partition_point(|(_, cases)| *cases < 100);
    let middle = few + (rows.len() - few) / 2;
    let from = Ord::min(middle, rows.len().saturating_sub(2 * CLIENTS));
    for (person, cases) in rows.into_iter().skip(from) {
        let id: OfficerId = person.parse().unwrap();
        let officer = rooms.register.officer(&clerk, id, today).await;
        let Ok(officer) = officer else { continue };
        let authority = officer.row.post.authority.to_string();
        let person = rooms.signed_in(&person, &authority, "officer", today).await;
        listers.push(Lister { person, cases });
        if listers.len() == CLIENTS {
            break;
        }
    }
    rooms.close().await;
    assert_eq!(listers.len(), CLIENTS, "officers in service with cases");
    listers
}

/// How long each request of a client took.
fn ask(node: &Node, lister: &Lister, requests: usize, path: &str) -> Vec<Duration> {
    let mut client = Client::of(node);
    let mut waits = Vec::with_capacity(requests);
    for number in 0..WARM_UP + requests {
        let answer = client.get(path, &lister.person).unwrap();
        assert_eq!(answer.status, 200, "{}", answer.body);
        let rows = answer.body["rows"].as_array().unwrap().len() as u64;
        assert_eq!(rows, lister.cases.min(100));
        if number >= WARM_UP {
            waits.push(answer.took);
        }
    }
    waits
}

fn print(what: &str, mut waits: Vec<Duration>) {
    waits.sort_unstable();
    let at = |share: usize| waits[waits.len() * share / 100].as_secs_f64() * 1e3;
    println!(
        "{what}: p50 {:.1} ms, p95 {:.1} ms, p99 {:.1} ms ({} requests)",
        at(50),
        at(95),
        at(99),
        waits.len()
    );
}

/// What the process of the server holds, from /proc.
fn memory(node: &Node, name: &str) -> String {
    let status = std::fs::read_to_string(format!("/proc/{}/status", node.child.id())).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix(name));
    let kilobytes: u64 = line
        .and_then(|line| {
            line.trim_matches(|c: char| !c.is_ascii_digit())
                .parse()
                .ok()
        })
        .unwrap();
    format!("{} MB", kilobytes / 1000)
}
