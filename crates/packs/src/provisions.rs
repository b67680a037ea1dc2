//! The law library, asked for the provisions that a pack cites.

use std::collections::{BTreeSet, HashMap};
use std::error::Error;

use futures::future::BoxFuture;
use jiff::civil::Date;
use rules::{Citation, Holding, ProvisionIndex};

/// Why the library did not answer.
pub type LibraryFault = Box<dyn Error + Send + Sync>;

/// A library that can be asked for many provisions at once.
pub trait Provisions: Send + Sync {
    /// What it knows of each provision on each day.
    fn ask(
        &self,
        cited: BTreeSet<(Citation, Option<Date>)>,
    ) -> BoxFuture<'_, Result<Answers, LibraryFault>>;
}

/// What a library answered.
#[derive(Debug, Clone, Default)]
pub struct Answers(pub HashMap<(Citation, Option<Date>), Holding>);

impl ProvisionIndex for Answers {
    fn look_up(&self, provision: &Citation, on: Option<Date>) -> Holding {
        let answer = self.0.get(&(provision.clone(), on)).cloned();
        answer.unwrap_or(Holding::UnknownProvision)
    }
}
