//! Two servers on one PostgreSQL: 8 clients act in the same cases and in different ones, one server
//! is killed in the middle. No work is lost, none is done twice.
//!
//! 8 steps of each client before the kill and 8 after; `XIEZHI_TORTURE_ROUNDS` asks for more
//! (`make torture-cases`: 200).

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;
use std::sync::{Barrier, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;
use store::DatabaseUrl;
use store::testing::empty_postgres;

use crate::city::{City, Person, address};
use crate::node::{Answer, Client, Node};
use crate::story::{assignment, filing, investigation, lead};

const CLIENTS: usize = 8;
const SHARED: usize = 3;

#[expect(
    clippy::disallowed_methods,
    reason = "how long to torture is said from outside"
)]
fn steps() -> usize {
    std::env::var("XIEZHI_TORTURE_ROUNDS").map_or(8, |rounds| rounds.parse().unwrap())
}

/// What clients were told, by case: the revision and entry of each act.
type Told = Mutex<BTreeMap<String, Vec<(u64, String)>>>;

struct Shown<'a> {
    city: &'a City,
    nodes: [String; 2],
    told: Told,
    stale: Mutex<usize>,
    shared: Vec<String>,
    /// Where all clients wait, before one server is killed.
    half: Barrier,
}

#[test]
fn two_servers_lose_nothing_and_do_nothing_twice() {
    let xiezhi = env!("CARGO_BIN_EXE_xiezhi");
    let data = tempfile::tempdir().unwrap();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let url = runtime.block_on(empty_postgres());
    let city = runtime.block_on(City::make(xiezhi, &url, data.path(), CLIENTS));
    let first = Node::start(xiezhi, &url, data.path());
    let second = Node::start(xiezhi, &url, data.path());
    let mut shown = Shown {
        city: &city,
        nodes: [first.at.clone(), second.at.clone()],
        told: Told::default(),
        stale: Mutex::default(),
        shared: Vec::new(),
        half: Barrier::new(CLIENTS + 1),
    };
    let mut client = Client::of(&first);
    for number in 0..SHARED {
        let case = shown.open(&mut client, number, &format!("shared-{number}"));
        shown.shared.push(case);
    }
    same_key_to_both(&shown);
    thread::scope(|scope| {
        let shown = &shown;
        for number in 0..CLIENTS {
            scope.spawn(move || shown.live(number));
        }
        shown.half.wait();
        thread::sleep(Duration::from_millis(50));
        drop(first);
    });
    every_act_is_there(&shown, &mut Client::of(&second));
    the_ledger_is_whole(xiezhi, &url, data.path());
    let stale = *shown.stale.lock().unwrap();
    assert!(stale > 0, "clients never met in a case");
    let told: usize = shown.told.lock().unwrap().values().map(Vec::len).sum();
    println!("{told} acts acknowledged, {stale} refused as stale");
}

/// A client that goes to the other server when its own is gone, and asks there again.
struct Going<'a> {
    shown: &'a Shown<'a>,
    client: Client,
    at: usize,
}

impl Going<'_> {
    fn post(&mut self, path: &str, who: &Person, headers: &[(&str, &str)], body: &Value) -> Answer {
        if let Ok(answer) = self.client.post(path, who, headers, body) {
            return answer;
        }
        self.at = 1 - self.at;
        self.client = Client::at(&self.shown.nodes[self.at]);
        self.client.post(path, who, headers, body).unwrap()
    }
}

impl Shown<'_> {
    fn open(&self, client: &mut Client, number: usize, name: &str) -> String {
        let (officer, other) = self.pair(number);
        let key = [("idempotency-key", name)];
        let opened = client.post("/cases", officer, &[key[0]], &lead(self.city, name));
        let case = self.note(&opened.unwrap(), 201);
        let headers = [("if-match", "\"1\"")];
        let path = format!("/cases/{case}/acts");
        let filed = client.post(&path, &self.city.head, &headers, &filing(officer, other));
        self.note(&filed.unwrap(), 200);
        case
    }

    fn pair(&self, number: usize) -> (&Person, &Person) {
        let people = &self.city.officers;
        (
            &people[number % people.len()],
            &people[(number + 1) % people.len()],
        )
    }

    /// Keeps what was told, and gives the case.
    fn note(&self, answer: &Answer, expected: u16) -> String {
        assert_eq!(answer.status, expected, "{}", answer.body);
        let case = answer.body["id"].as_str().unwrap().to_owned();
        let entry = answer.body["entry"].as_str().unwrap().to_owned();
        let revision = answer.body["revision"].as_u64().unwrap();
        let mut told = self.told.lock().unwrap();
        let acts = told.entry(case.clone()).or_default();
        if !acts.contains(&(revision, entry.clone())) {
            acts.push((revision, entry));
        }
        case
    }

    /// Acts in a case of its own and in the shared ones.
    fn live(&self, number: usize) {
        let at = number % 2;
        let client = Client::at(&self.nodes[at]);
        let mut going = Going {
            shown: self,
            client,
            at,
        };
        let (officer, other) = self.pair(number);
        let own = {
            let name = format!("own-{number}");
            self.open(&mut going.client, number, &name)
        };
        let mut revision = 2;
        for step in 0..2 * steps() {
            if step == steps() {
                self.half.wait();
            }
            let key = format!("{number}-{step}");
            if step % 2 == 0 {
                let body = investigation(revision, other);
                let seen = format!("\"{revision}\"");
                let headers = [("if-match", &*seen), ("idempotency-key", &*key)];
                let done = going.post(&format!("/cases/{own}/acts"), officer, &headers, &body);
                self.note(&done, 200);
                revision += 1;
            } else {
                self.meet(&mut going, &key, number, step);
            }
        }
    }

    /// Assigns people to a shared case, as it was read a moment ago.
    fn meet(&self, going: &mut Going<'_>, key: &str, number: usize, step: usize) {
        let case = &self.shared[step / 2 % SHARED];
        let (officer, other) = self.pair(number + step);
        let known = self.told.lock().unwrap()[case].len();
        let seen = format!("\"{known}\"");
        let headers = [("if-match", &*seen), ("idempotency-key", key)];
        let body = assignment(officer, other);
        let done = going.post(
            &format!("/cases/{case}/acts"),
            &self.city.head,
            &headers,
            &body,
        );
        if done.status == 412 {
            assert_eq!(done.code(), "case.stale", "{}", done.body);
            *self.stale.lock().unwrap() += 1;
        } else {
            self.note(&done, 200);
        }
    }
}

/// The same key to both servers in one moment gives one act and one answer.
fn same_key_to_both(shown: &Shown<'_>) {
    let (officer, other) = shown.pair(0);
    for number in 0..10 {
        let both = Barrier::new(2);
        let key = format!("both-{number}");
        let send = |at: &String, path: &str, seen: &str, who: &Person, body: &Value| {
            let mut client = Client::at(at);
            both.wait();
            let headers = [("if-match", seen), ("idempotency-key", &*key)];
            client.post(path, who, &headers, body).unwrap()
        };
        let twice = |path: &str, seen: &str, who: &Person, body: &Value| -> [Answer; 2] {
            thread::scope(|scope| {
                let sent = shown.nodes.each_ref().map(|at| {
                    let send = &send;
                    scope.spawn(move || send(at, path, seen, who, body))
                });
                sent.map(|sent| sent.join().unwrap())
            })
        };
        let body = lead(shown.city, &key);
        let opened = twice("/cases", "\"0\"", officer, &body);
        let cases = opened.each_ref().map(|answer| shown.note(answer, 201));
        assert_eq!(cases[0], cases[1], "one key, two cases");
        let path = format!("/cases/{}/acts", cases[0]);
        let body = filing(officer, other);
        let key_of_head = twice(&path, "\"1\"", &shown.city.head, &body);
        for answer in &key_of_head {
            shown.note(answer, 200);
        }
        let entries = key_of_head
            .each_ref()
            .map(|answer| answer.body["entry"].clone());
        assert_eq!(entries[0], entries[1], "one key, two acts");
        let repeated = key_of_head
            .iter()
            .filter(|answer| answer.body["repeated"] == true);
        assert_eq!(repeated.count(), 1);
    }
}

/// Every acknowledged act is in its case once, and each case is what its acts make of it.
fn every_act_is_there(shown: &Shown<'_>, client: &mut Client) {
    let head = &shown.city.head;
    for (case, told) in &*shown.told.lock().unwrap() {
        let numbers: BTreeSet<u64> = told.iter().map(|(revision, _)| *revision).collect();
        assert_eq!(
            numbers.len(),
            told.len(),
            "two acts have one number: {told:?}"
        );
        let replayed = client.get(&format!("/cases/{case}/replay"), head).unwrap();
        assert_eq!(replayed.body["is_same"], true, "{}", replayed.body);
        assert_eq!(replayed.body["acts"], told.len(), "{case}");
        let shown = client.get(&format!("/cases/{case}"), head).unwrap();
        assert_eq!(shown.body["revision"], told.len(), "{case}");
        assert_eq!(numbers.last(), Some(&(told.len() as u64)));
    }
}

/// The sequencer of the server that is left has gone on; the audit is clean.
fn the_ledger_is_whole(xiezhi: &str, url: &DatabaseUrl, data: &std::path::Path) {
    let begun = Instant::now();
    loop {
        let audit = Command::new(xiezhi)
            .env("DATABASE_URL", address(url))
            .args(["ledger", "audit", "--json", "--data"])
            .arg(data)
            .output()
            .unwrap();
        if audit.status.success() {
            return;
        }
        let said = String::from_utf8_lossy(&audit.stdout).into_owned();
        assert!(begun.elapsed() < Duration::from_mins(1), "{said}");
        thread::sleep(Duration::from_secs(1));
    }
}
