//! Who used the processors: the server, this process, the database.

use std::collections::BTreeMap;
use std::fs;
use std::time::Duration;

use crate::node::Node;

/// Clock ticks of `/proc` a second, on every Linux of today.
const TICKS: f64 = 100.0;

/// Ticks of each party up to a moment.
pub struct Shares {
    server: u32,
    last: [u64; 3],
    /// Ticks of processes of PostgreSQL; one that has ended keeps what it had.
    postgres: BTreeMap<u32, u64>,
}

/// Ticks of server, this process and database over phases.
#[derive(Default)]
pub struct Sum([u64; 3]);

impl Shares {
    pub fn begin(node: &Node) -> Self {
        let mut shares = Self {
            server: node.child.id(),
            last: [0; 3],
            postgres: BTreeMap::new(),
        };
        shares.last = shares.now();
        shares
    }

    fn now(&mut self) -> [u64; 3] {
        for entry in fs::read_dir("/proc").unwrap() {
            let name = entry.unwrap().file_name();
            let Ok(process) = name.to_string_lossy().parse::<u32>() else {
                continue;
            };
            let called = fs::read_to_string(format!("/proc/{process}/comm")).unwrap_or_default();
            if called.trim() == "postgres" {
                self.postgres.insert(process, ticks(process));
            }
        }
        [
            ticks(self.server),
            ticks(std::process::id()),
            self.postgres.values().sum(),
        ]
    }
}

/// User and system time of a process.
fn ticks(process: u32) -> u64 {
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
    let after = stat.rsplit_once(") ").map_or("", |(_, after)| after);
    let fields: Vec<u64> = after
        .split(' ')
        .map(|field| field.parse().unwrap_or_default())
        .collect();
    fields.get(11..=12).map_or(0, |times| times.iter().sum())
}

impl Sum {
    /// Adds what was used since the last look.
    pub fn add(&mut self, shares: &mut Shares) {
        let now = shares.now();
        for (place, (now, last)) in now.iter().zip(shares.last).enumerate() {
            self.0[place] += now.saturating_sub(last);
        }
        shares.last = now;
    }

    /// In processors: 1.0 is one that was busy all the time. PostgreSQL of the whole machine.
    #[expect(clippy::cast_precision_loss, reason = "a share for people")]
    pub fn text(&self, over: Duration, own: &str) -> String {
        let [server, here, postgres] = self
            .0
            .map(|ticks| ticks as f64 / TICKS / over.as_secs_f64());
        format!("server {server:.2}, {own} {here:.2}, PostgreSQL {postgres:.2} of a processor")
    }
}
