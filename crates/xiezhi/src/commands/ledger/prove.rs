//! `xiezhi ledger prove`.

use record::log::ProveError;
use record::{EntryId, EntryProof, RecordLog};

use super::{Entry, ProveArgs, refusal};
use crate::commands::pack;
use crate::failure::{Exit, Failure};
use crate::output::print;

pub async fn run(args: ProveArgs) -> Result<Exit, Failure> {
    let log = super::open(&args.data.data).await?;
    let proof = match find(&log, args.entry).await {
        Err(NotThere::Yet) => {
            let done = log.integrate().await;
            done.map_err(|error| refusal::sequencer(&error))?;
            find(&log, args.entry).await
        }
        found => found,
    };
    let proof = proof.map_err(|why| why.failure(args.entry))?;
    let proof = if args.parties {
        proof
    } else {
        proof.without_parties()
    };
    let json = proof.to_json();
    let Some(file) = args.out else {
        return print(&json, Exit::Done);
    };
    pack::write(&file, format!("{json}\n").as_bytes())?;
    Ok(Exit::Done)
}

/// Why there is no proof: perhaps only because the log was not fed yet.
enum NotThere {
    Yet,
    Refused(Box<ProveError>),
}

async fn find(log: &RecordLog, entry: Entry) -> Result<EntryProof, NotThere> {
    let id: EntryId = match entry {
        Entry::Id(id) => id,
        Entry::Index(index) => log.entry_at(index).await?.ok_or(NotThere::Yet)?,
    };
    Ok(log.prove(id).await?)
}

impl From<ProveError> for NotThere {
    fn from(error: ProveError) -> Self {
        match error {
            ProveError::NotYet(_) => Self::Yet,
            error => Self::Refused(Box::new(error)),
        }
    }
}

impl NotThere {
    fn failure(self, entry: Entry) -> Failure {
        match (self, entry) {
            (Self::Refused(error), _) => refusal::prove(&error),
            (Self::Yet, Entry::Id(id)) => refusal::prove(&ProveError::NotYet(id)),
            (Self::Yet, Entry::Index(index)) => Failure::new(
                Exit::Negative,
                format!("账本中还没有第 {index} 号条目（序号从 0 起），或见证人联署还不够。"),
                format!(
                    "there is no entry {index} in the log yet (the first is 0), or not enough witnesses have cosigned it"
                ),
            ),
        }
    }
}
