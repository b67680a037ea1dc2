//! Cases in bulk: the engine decides in memory, and the rows that casework would have written go to
//! the database in few statements.

use base::LEGAL_TIME;
use casework::{BulkNumbers, CaseRows, NumberRows};
use jiff::Timestamp;
use jiff::civil::DateTime;
use record::{ActRows, Actor, BulkError, Places, RecordBulk};
use store::StoreError;
use tokio::task::JoinHandle;

use super::bulk_group::{Group, Stage, deal, decide, seal};
use super::rooms::NAME;
use super::{Built, Progress, Rooms, SimulateError, Written};
use crate::{City, Digest, Moment, Planted, Timeline};

/// Acts that are decided on and written together.
const BATCH: usize = 40_000;
/// Groups of parties, whose cases know nothing of those of other groups.
const GROUPS: usize = 16;
/// Batches between two messages.
const TOLD_EVERY: usize = 5;

/// What is played, and what came of it so far.
struct Play<'a> {
    stage: Stage<'a>,
    groups: Vec<Group>,
    written: Written,
    digest: Digest,
}

/// The rows of a batch.
#[derive(Default)]
struct Rows {
    shares: Vec<(ActRows, CaseRows)>,
    numbers: Option<NumberRows>,
}

/// Writes all cases of a timeline; gives the digest of their canonical export with them.
///
/// Decides on every deed as [`write_plain`](super::write_plain()) does, in memory, and
/// writes the same rows apart from ids and salts, which are random. Nobody else can write meanwhile;
/// what is cut off leaves nothing behind.
pub async fn write_bulk(
    rooms: &Rooms,
    built: &Built,
    city: &City,
    mut timeline: Timeline<'_>,
    told: &mut dyn FnMut(Progress),
) -> Result<(Written, Digest), SimulateError> {
    let begun = rooms.casework.bulk().await;
    let (mut bulk, mut numbering, mut numbers) = begun.map_err(|error| failed(&error))?;
    let stage = Stage {
        rooms,
        built,
        city,
        actor: Actor::System {
            name: NAME.to_owned(),
        },
        kind: bulk.kind(),
    };
    let mut play = Play {
        stage,
        groups: (0..GROUPS).map(|_| Group::default()).collect(),
        written: Written::default(),
        digest: Digest::of(city),
    };
    let mut rows = Rows::default();
    for batch in 1_usize.. {
        // The database takes the rows of the batch before while those of this one are made.
        let writing = tokio::spawn(write(bulk, rows));
        let moments: Vec<Moment> = timeline.by_ref().take(BATCH).collect();
        let ends = moments.first().zip(moments.last());
        let ends = ends.map(|(first, last)| (first.deed.at, last.deed.at));
        rows = Rows::default();
        if let Some((first, last)) = ends {
            let places = numbering.take(moments.len(), instant(first), instant(last));
            let places = places.map_err(|error| failed(&error))?;
            rows = play.batch(moments, places, &mut numbers).await?;
            rooms.clock.advance(last);
            if batch.is_multiple_of(TOLD_EVERY) {
                told(Progress::Acts(play.written.acts, last.date()));
            }
        }
        bulk = taken(writing).await.map_err(|error| failed(&error))?;
        if ends.is_none() {
            break;
        }
    }
    let not_written = |error| failed(&BulkError::Store(error));
    numbers.finish(&mut bulk).await.map_err(not_written)?;
    bulk.commit(&numbering).await.map_err(not_written)?;
    let Play {
        mut written,
        digest,
        ..
    } = play;
    let order = |planted: &Planted| (planted.case, planted.act);
    written.planted.sort_by_key(order);
    Ok((written, digest))
}

impl Play<'_> {
    /// The rows of a batch.
    async fn batch(
        &mut self,
        moments: Vec<Moment>,
        places: Places,
        numbers: &mut BulkNumbers,
    ) -> Result<Rows, SimulateError> {
        let count = moments.len();
        let mut acted = decide(&self.stage, &mut self.groups, moments)?;
        deal(&self.stage, &self.groups, &mut acted, numbers).await?;
        let mut rows = Rows {
            shares: Vec::with_capacity(self.groups.len()),
            numbers: Some(numbers.take_rows()),
        };
        for share in seal(&self.stage, &mut self.groups, acted, places)? {
            for (number, id, line) in share.ended {
                self.written.cases.insert(number, id);
                self.digest.add_digest(number, line);
            }
            self.written.planted.extend(share.planted);
            rows.shares.push((share.acts, share.cases));
        }
        self.written.acts += count as u64;
        Ok(rows)
    }
}

/// What writes, once the rows are taken.
async fn taken(
    writing: JoinHandle<Result<RecordBulk, StoreError>>,
) -> Result<RecordBulk, BulkError> {
    let ended = writing.await;
    let ended = ended.unwrap_or_else(|error| Err(StoreError::Folder(std::io::Error::other(error))));
    Ok(ended?)
}

async fn write(mut bulk: RecordBulk, rows: Rows) -> Result<RecordBulk, StoreError> {
    for (acts, cases) in rows.shares {
        bulk.write_acts(acts).await?;
        cases.write(&mut bulk).await?;
    }
    if let Some(numbers) = rows.numbers {
        numbers.write(&mut bulk).await?;
    }
    Ok(bulk)
}

pub(super) fn failed(error: &BulkError) -> SimulateError {
    SimulateError::room(("成批写入", "writing in bulk"))(error)
}

pub(super) fn instant(at: DateTime) -> Timestamp {
    LEGAL_TIME.to_timestamp(at).unwrap_or_default()
}
