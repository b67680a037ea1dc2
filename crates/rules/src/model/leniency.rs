//! Leniency lists 包容审慎清单.

use serde::Deserialize;

use super::Head;
use crate::Citation;

/// An entry of a leniency list.
#[derive(Debug, Clone, Deserialize)]
pub struct LeniencyEntry {
    /// What it says of itself.
    #[serde(flatten)]
    pub head: Head,
    /// The field of enforcement.
    pub sector: String,
    /// The provision that punishes the deed.
    pub offence: Citation,
    /// What it brings.
    pub effect: Effect,
    /// When it fits, in CEL over the case.
    pub when: String,
}

/// What an entry of a leniency list brings. A machine suggests it with its reasons; a person signs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Effect {
    /// 不予处罚
    NoPenalty,
    /// 从轻处罚
    Lighter,
    /// 减轻处罚
    Mitigated,
    /// 不予行政强制
    NoCoercion,
}
