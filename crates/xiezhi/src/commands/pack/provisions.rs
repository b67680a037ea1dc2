//! The law library as the index of provisions that the lint asks.

use std::collections::{BTreeSet, HashMap};
use std::path::Path;

use jiff::civil::Date;
use law::ProvisionPath;
use law::citation::{self, Style};
use library::view::VersionState;
use library::{Library, ProvisionError};
use rules::{Citation, Holding, ProvisionIndex};

use crate::failure::Failure;
use crate::room;

/// What the library answered about each provision that a pack cites.
pub struct Answers(HashMap<(Citation, Option<Date>), Holding>);

impl ProvisionIndex for Answers {
    fn look_up(&self, provision: &Citation, on: Option<Date>) -> Holding {
        let answer = self.0.get(&(provision.clone(), on)).cloned();
        answer.unwrap_or(Holding::UnknownProvision)
    }
}

/// Asks the library of a data folder about every citation.
pub async fn fetch(
    data: &Path,
    cited: BTreeSet<(Citation, Option<Date>)>,
) -> Result<Answers, Failure> {
    let library = room::open_filled(data).await?;
    let mut answers = HashMap::new();
    for (provision, on) in cited {
        let holding = ask(&library, &provision, on).await?;
        answers.insert((provision, on), holding);
    }
    Ok(Answers(answers))
}

async fn ask(
    library: &Library,
    provision: &Citation,
    on: Option<Date>,
) -> Result<Holding, Failure> {
    match library.provision(&words(provision), on).await {
        Ok(found) if on.is_none() || found.state == VersionState::InForce => Ok(Holding::InForce),
        Ok(found) => Ok(Holding::NotInForce(format!(
            "{} {}",
            found.version,
            found.state.as_str()
        ))),
        Err(ProvisionError::NoStatute(_)) => Ok(Holding::UnknownStatute),
        Err(ProvisionError::NoProvision { .. } | ProvisionError::Unreadable(_)) => {
            Ok(Holding::UnknownProvision)
        }
        Err(error) => Err(room::refused(&error)),
    }
}

/// A pinned version is asked for by its address, any other by citation, as of the day.
fn words(provision: &Citation) -> String {
    match provision.path().parse::<ProvisionPath>() {
        Ok(path) if provision.version.is_none() => {
            citation::write(&provision.statute, Some(&path), Style::Decision, None)
        }
        _ => provision.to_string(),
    }
}
