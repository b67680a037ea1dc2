//! Terms that have a name in a rule pack.

use serde::Deserialize;

use super::{Bound, ExtensionError, InForce, Period, ProvisionRef, Term};
use crate::text::Text;

/// A term of a statute with a name, from the list `terms` of terms.yaml.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NamedTerm {
    /// What rules call it: `penalty.decision`.
    pub id: String,
    /// What people call it.
    pub name: Text,
    /// The provision that sets it; its statute's rules say how it is counted.
    pub provision: ProvisionRef,
    /// When it is in force.
    pub in_force: InForce,
    /// Who must keep it.
    pub bound: Bound,
    /// How long.
    pub period: Period,
    /// Whether it runs from the event or up to it.
    pub runs: Runs,
    /// The event.
    pub anchor: Text,
    /// How it can be extended; `None` where it cannot.
    pub extension: Option<Extension>,
}

/// On which side of its event a term lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Runs {
    /// From the event on: [`Term::end`].
    After,
    /// The act must be done this long before the event: [`Term::latest_day_before`].
    Before,
}

/// How a term can be extended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Extension {
    /// By how much each time, in the unit of the term.
    pub length: u32,
    /// How many times.
    pub max_times: u32,
}

impl Term {
    /// The term after so many extensions; each runs on from the end of what came before it.
    pub fn extended(&self, extension: Extension, times: u32) -> Result<Self, ExtensionError> {
        if times > extension.max_times {
            return Err(ExtensionError::TooOften {
                allowed: extension.max_times,
                asked: times,
            });
        }
        let more = extension.length.checked_mul(times);
        let length = more
            .and_then(|more| self.length.checked_add(more))
            .ok_or(ExtensionError::TooLong)?;
        Ok(Self {
            length,
            ..self.clone()
        })
    }
}
