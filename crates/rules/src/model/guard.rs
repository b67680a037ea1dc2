//! Guards: what must be true for an act.

use base::Text;
use serde::Deserialize;

use super::Head;

/// What must be true of the case for an act. Its provisions are what a refusal rests on.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Guard {
    /// What it says of itself.
    #[serde(flatten)]
    pub head: Head,
    /// The warnings and review criteria that it answers to: `W19`, `V08`.
    #[serde(default)]
    pub codes: Vec<String>,
    /// Whether a head can override it.
    pub binding: Binding,
    /// The condition, in CEL over the case; [`crate::RuleSet::expression`] gives it compiled.
    pub require: String,
    /// What a person reads when it is not true.
    pub refusal: Text,
}

/// Whether a head can override a guard.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Binding {
    /// The law says must not, or makes void what is done (行政处罚法 arts. 38, 58, 62): nobody can.
    Void,
    /// A head can, with a reason; the act is marked for supervision.
    Override,
}
