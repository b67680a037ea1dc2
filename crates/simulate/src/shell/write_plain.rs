//! Cases by the ordinary way: every act is asked of casework.

use std::collections::{BTreeMap, HashMap};
use std::io::Write as _;
use std::path::Path;

use casework::{ActRequest, Asking, CaseId, Done, NewCase, PartyGiven};
use record::Actor;
use serde_json::json;
use store::Scope;

use super::rooms::NAME;
use super::{Built, Progress, Rooms, SimulateError};
use crate::fault::{Fault, Planted};
use crate::play::planted;
use crate::{Moment, Timeline};

/// What was written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Written {
    /// The cases, by number.
    pub cases: BTreeMap<u64, CaseId>,
    /// How many acts were done.
    pub acts: u64,
    /// The key: what was planted, in the order of time.
    pub planted: Vec<Planted>,
}

/// Acts between two messages.
const TOLD_EVERY: u64 = 500;

/// Does every deed of a timeline in casework, with the clock at the time of the deed. The first act
/// that is refused although it carries no fault ends it.
pub async fn write_plain(
    rooms: &Rooms,
    built: &Built,
    timeline: Timeline<'_>,
    told: &mut dyn FnMut(Progress),
) -> Result<Written, SimulateError> {
    let mut written = Written::default();
    let mut living: HashMap<u64, (CaseId, u32)> = HashMap::new();
    for moment in timeline {
        let number = moment.story.number;
        rooms.clock.advance(moment.deed.at);
        let done = match living.get(&number) {
            None => open(rooms, built, &moment).await,
            Some(&(id, seen)) => act(rooms, built, &moment, id, seen).await,
        };
        let done = done.map_err(|error| refused(&moment, &error))?;
        written.acts += 1;
        let planted = planted(number, done.revision, &moment.deed);
        written.planted.extend(planted);
        if moment.is_last {
            living.remove(&number);
        } else {
            living.insert(number, (done.id, done.revision));
        }
        written.cases.insert(number, done.id);
        if written.acts.is_multiple_of(TOLD_EVERY) {
            told(Progress::Acts(written.acts, moment.deed.at.date()));
        }
    }
    Ok(written)
}

async fn open(rooms: &Rooms, built: &Built, moment: &Moment) -> Result<Done, casework::CaseError> {
    let story = &moment.story;
    let party = built.parties.get(&story.party.number);
    let new = NewCase {
        procedure: story.procedure.to_owned(),
        authority: None,
        party: Some(PartyGiven {
            id: party.map(ToString::to_string),
            name: story.party.name.clone(),
        }),
        first: request(built, moment),
    };
    let asking = asking(built, moment);
    rooms.casework.open_case(&asking, &new, None).await
}

async fn act(
    rooms: &Rooms,
    built: &Built,
    moment: &Moment,
    id: CaseId,
    seen: u32,
) -> Result<Done, casework::CaseError> {
    let asking = asking(built, moment);
    let request = request(built, moment);
    rooms
        .casework
        .do_act(&asking, id, seen, &request, None)
        .await
}

/// It is the simulation that asks, for the first of those who do the deed, in the role of the deed.
fn asking(built: &Built, moment: &Moment) -> Asking {
    let first = moment.deed.by.first();
    Asking {
        actor: Actor::System {
            name: NAME.to_owned(),
        },
        person: first.map(|place| built.officers[*place].to_string()),
        roles: vec![moment.deed.role.to_owned()],
        scope: Scope::All,
        stands_for: Vec::new(),
    }
}

/// A deed with a fault is reported, with all who did it; of another those who do it with who asks.
fn request(built: &Built, moment: &Moment) -> ActRequest {
    let deed = &moment.deed;
    let is_reported = deed.fault.is_some();
    let officers = deed.by.iter().skip(usize::from(!is_reported));
    ActRequest {
        act: deed.kind.to_owned(),
        states: built.stated(&deed.states),
        officers: officers
            .map(|place| built.officers[*place].to_string())
            .collect(),
        happened_at: is_reported.then_some(deed.at),
        ..ActRequest::default()
    }
}

pub(super) fn refused(moment: &Moment, error: &casework::CaseError) -> SimulateError {
    let (number, deed) = (moment.story.number, &moment.deed);
    let zh = format!("第 {number} 件案件 {} 的行为 {}", deed.at, deed.kind);
    let en = format!("case {number}, the act {} at {}", deed.kind, deed.at);
    SimulateError::room((&zh, &en))(error)
}

impl Written {
    /// How many of each fault were planted.
    pub fn faults(&self) -> BTreeMap<Fault, usize> {
        let mut faults = BTreeMap::new();
        for planted in &self.planted {
            *faults.entry(planted.fault).or_default() += 1;
        }
        faults
    }
}

/// Writes the key: a line of JSON for each fault that was planted, with the id of its case.
pub fn write_key(written: &Written, path: &Path) -> Result<(), SimulateError> {
    let unwritten = |error| SimulateError::File {
        path: path.display().to_string(),
        error,
    };
    let file = std::fs::File::create(path).map_err(unwritten)?;
    let mut file = std::io::BufWriter::new(file);
    for planted in &written.planted {
        let id = written.cases.get(&planted.case).map(ToString::to_string);
        let mut line = json!(planted);
        line["id"] = id.into();
        writeln!(file, "{line}").map_err(unwritten)?;
    }
    file.flush().map_err(unwritten)
}
