//! The law library as the index of provisions that the lint asks.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use futures::FutureExt as _;
use futures::future::BoxFuture;
use jiff::civil::Date;
use law::ProvisionPath;
use law::citation::{self, Style};
use library::view::VersionState;
use library::{Library, ProvisionError};
use packs::{Answers, LibraryFault, Provisions};
use rules::{Citation, Holding};

use crate::failure::Failure;
use crate::room;

/// The law library of the platform.
pub struct FromLibrary(pub Arc<Library>);

impl Provisions for FromLibrary {
    fn ask(
        &self,
        cited: BTreeSet<(Citation, Option<Date>)>,
    ) -> BoxFuture<'_, Result<Answers, LibraryFault>> {
        async move { Ok(answers(&self.0, cited).await?) }.boxed()
    }
}

/// Asks the library of a data folder about every citation.
pub async fn fetch(
    data: &Path,
    cited: BTreeSet<(Citation, Option<Date>)>,
) -> Result<Answers, Failure> {
    let library = room::open_filled(data).await?;
    let answers = answers(&library, cited).await;
    answers.map_err(|error| room::refused(&error))
}

async fn answers(
    library: &Library,
    cited: BTreeSet<(Citation, Option<Date>)>,
) -> Result<Answers, ProvisionError> {
    let mut answers = Answers::default();
    for (provision, on) in cited {
        let holding = ask(library, &provision, on).await?;
        answers.0.insert((provision, on), holding);
    }
    Ok(answers)
}

async fn ask(
    library: &Library,
    provision: &Citation,
    on: Option<Date>,
) -> Result<Holding, ProvisionError> {
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
        Err(error) => Err(error),
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
