//! The library at a glance.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The library at a glance.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Status {
    /// Version of the program.
    pub version: String,
    /// Statutes.
    pub statutes: u64,
    /// Versions.
    pub versions: u64,
    /// Articles, of all versions.
    pub articles: u64,
    /// Enforcement items, of all versions.
    pub items: u64,
    /// Findings.
    pub findings: u64,
    /// `sqlite` or `postgresql`.
    pub database: String,
    /// Today, in Beijing.
    #[schema(value_type = String, format = Date)]
    pub as_of_today: Date,
    /// Whether the library holds nothing but the sample pack of a fictional city.
    pub sample_only: bool,
}

/// A value that can be filtered by, and how many items have it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Facet {
    /// The value.
    pub value: String,
    /// How many items have it.
    pub count: u64,
}

/// The values that items can be filtered by, each list with the commonest first.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Facets {
    /// Kinds.
    pub kinds: Vec<Facet>,
    /// Levels.
    pub levels: Vec<Facet>,
    /// Regions; the empty one is the whole country.
    pub regions: Vec<Facet>,
    /// States.
    pub states: Vec<Facet>,
    /// The 200 commonest authorities.
    pub authorities: Vec<Facet>,
}
