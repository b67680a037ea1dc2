//! How many cases are opened, and how many acts are done in them, a second, by so many clients at
//! once, through the operations: `cargo run --release -p casework --example measure_casework --
//! DATABASE_URL DATA AUTHORITY CLIENTS CASES`. The authority is the id of one of the register; DATA is
//! the folder with the keys of that register. What is written stays there.

#![allow(clippy::unwrap_used, reason = "a measurement stops where it fails")]

use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use base::Clock;
use casework::{ActRequest, Asking, CaseId, Casework, NewCase, NoHoldings, PartyGiven};
use jiff::Timestamp;
use record::Record;
use register::Register;
use rules::{Folder, RuleSet};
use serde_json::{Value, json};
use store::Database;

struct Now;

impl Clock for Now {
    #[expect(
        clippy::disallowed_methods,
        reason = "a measurement is a shell of its own"
    )]
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }
}

fn asking(role: &str) -> Asking {
    Asking {
        roles: vec![role.to_owned()],
        ..Asking::program("measure")
    }
}

fn request(act: &str, states: &Value) -> ActRequest {
    ActRequest {
        act: act.to_owned(),
        states: states.as_object().cloned().unwrap_or_default(),
        ..ActRequest::default()
    }
}

fn lead(authority: &str) -> NewCase {
    let states = json!({
        "source": "inspection", "discovered_on": "2026-11-02", "violation_on": "2026-11-01",
        "place": { "area": "990101" }, "sector": "city_appearance",
        "parties": [{ "kind": "organisation" }],
    });
    NewCase {
        procedure: "penalty.ordinary".to_owned(),
        authority: Some(authority.to_owned()),
        party: Some(PartyGiven {
            id: None,
            name: "虚构商行".to_owned(),
        }),
        first: request("register_lead", &states),
    }
}

/// Opens its share of the cases, then does one act in each.
async fn open_share(casework: Casework, authority: String, share: usize) -> Vec<CaseId> {
    let mut opened = Vec::new();
    for _ in 0..share {
        let (officer, lead) = (asking("officer"), lead(&authority));
        let done = casework.open_case(&officer, &lead, None);
        opened.push(done.await.unwrap().id);
    }
    opened
}

async fn act_share(casework: Casework, cases: Vec<CaseId>) {
    let head = asking("head");
    let assigned = json!({ "officers": [{ "id": "a", "role": "handler" }], "reason": "测量" });
    for case in cases {
        let mut request = request("assign_officers", &assigned);
        request.happened_at = Some("2026-11-03T10:00:00".parse().unwrap());
        let done = casework.do_act(&head, case, 1, &request, None);
        done.await.unwrap();
    }
}

#[tokio::main]
async fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let [_, url, data, authority, clients, cases] = arguments.as_slice() else {
        println!("DATABASE_URL DATA AUTHORITY CLIENTS CASES");
        return;
    };
    let (clients, cases): (usize, usize) = (clients.parse().unwrap(), cases.parse().unwrap());
    let db = Database::open(&url.parse().unwrap()).await.unwrap();
    let record = Record::open(db, Arc::new(Now)).await.unwrap();
    let register = Register::open(record, Path::new(data)).await.unwrap();
    let pack = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs/sample-city");
    let rules = RuleSet::load(&Folder::read_with_parents(&pack).unwrap()).unwrap();
    let casework = Casework::open(register, Arc::new(rules), Arc::new(NoHoldings));
    let casework = casework.await.unwrap();

    let begun = Instant::now();
    let shares = (0..clients).map(|_| {
        let share = open_share(casework.clone(), authority.clone(), cases / clients);
        tokio::spawn(share)
    });
    let mut opened = Vec::new();
    for share in shares.collect::<Vec<_>>() {
        opened.push(share.await.unwrap());
    }
    let many: usize = opened.iter().map(Vec::len).sum();
    report("cases opened", many, begun);

    let begun = Instant::now();
    let shares = opened.into_iter();
    let shares = shares.map(|cases| tokio::spawn(act_share(casework.clone(), cases)));
    for share in shares.collect::<Vec<_>>() {
        share.await.unwrap();
    }
    report("acts done", many, begun);
}

#[expect(clippy::cast_precision_loss, reason = "a rate for people")]
fn report(what: &str, many: usize, begun: Instant) {
    let seconds = begun.elapsed().as_secs_f64();
    println!(
        "{many} {what} in {seconds:.2} s: {:.0}/s",
        many as f64 / seconds
    );
}
