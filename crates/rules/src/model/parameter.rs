//! Numbers that provisions set.

use std::fmt;

use base::Fen;
use base::term::InForce;
use jiff::civil::Date;
use serde::Deserialize;
use serde_json::Value;

use super::Head;
use crate::Citation;

/// A number that a provision sets, by sector, region and day.
#[derive(Debug, Clone, Deserialize)]
pub struct Parameter {
    /// What it says of itself.
    #[serde(flatten)]
    pub head: Head,
    /// What its values are.
    #[serde(rename = "type")]
    pub holds: ParameterType,
    /// Its values.
    pub values: Vec<ParameterValueLine>,
}

/// What a parameter holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ParameterType {
    /// An amount.
    Money,
    /// A whole number.
    Count,
    /// Whole hundredths.
    Percent,
    /// Yes or no.
    Boolean,
}

/// A value of a parameter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ParameterValue {
    /// An amount.
    Money(Fen),
    /// A whole number.
    Count(i64),
    /// Whole hundredths.
    Percent(i64),
    /// Yes or no.
    Boolean(bool),
}

/// A value with the field, region and days for which it holds.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct ParameterValueLine {
    /// As it stands in the file.
    value: Value,
    /// When it holds.
    pub in_force: InForce,
    /// The only field of enforcement; none for all.
    pub sector: Option<String>,
    /// The only region; none for all.
    pub region: Option<String>,
    /// What this value rests on, where it is not what the parameter rests on.
    #[serde(default)]
    pub provisions: Vec<Citation>,
    /// How well it is known.
    pub source: Source,
    /// The value; set when the parameter is read.
    #[serde(skip)]
    pub read: Option<ParameterValue>,
}

/// How well a value is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// Checked against the text of the statute.
    Statute,
    /// Taken from a published page.
    Publication,
    /// General knowledge that nobody checked: a default to be overridden.
    Unverified,
}

/// The parameters of the packs, the nearest pack first.
#[derive(Debug, Clone, Default)]
pub struct Parameters(Vec<Parameter>);

impl Parameters {
    /// Parameters, those of the nearest pack first.
    pub fn new(parameters: Vec<Parameter>) -> Self {
        Self(
            parameters
                .into_iter()
                .map(Parameter::with_values_read)
                .collect(),
        )
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = &Parameter> {
        self.0.iter()
    }

    /// The value on a day, for a field of enforcement and a region.
    ///
    /// The nearest pack that has one answers; within a pack the line that names both field and
    /// region comes before one that names the field, then the region, then neither.
    pub fn value(&self, id: &str, on: Date, sector: &str, region: &str) -> Option<&ParameterValue> {
        let named = self.0.iter().filter(|parameter| parameter.head.id == id);
        named
            .filter_map(|parameter| parameter.line(on, sector, region))
            .find_map(|line| line.read.as_ref())
    }
}

impl Parameter {
    /// The line that holds on a day, for a field of enforcement and a region.
    pub fn line(&self, on: Date, sector: &str, region: &str) -> Option<&ParameterValueLine> {
        let fits =
            |only: &Option<String>, asked: &str| only.as_deref().is_none_or(|only| only == asked);
        self.values
            .iter()
            .filter(|line| line.in_force.covers(on))
            .filter(|line| fits(&line.sector, sector) && fits(&line.region, region))
            .max_by_key(|line| (line.sector.is_some(), line.region.is_some()))
    }

    fn with_values_read(mut self) -> Self {
        for line in &mut self.values {
            line.read = self.holds.read(&line.value);
        }
        self
    }
}

impl ParameterType {
    /// A value of this type from the JSON of a file; `None` where it is of another.
    pub fn read(self, value: &Value) -> Option<ParameterValue> {
        match self {
            Self::Money => {
                let words = value.as_str().filter(|words| words.ends_with('元'))?;
                words.parse().ok().map(ParameterValue::Money)
            }
            Self::Count => value.as_i64().map(ParameterValue::Count),
            Self::Percent => value.as_i64().map(ParameterValue::Percent),
            Self::Boolean => value.as_bool().map(ParameterValue::Boolean),
        }
    }
}

impl fmt::Display for ParameterValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Money(amount) => amount.fmt(f),
            Self::Count(number) | Self::Percent(number) => number.fmt(f),
            Self::Boolean(yes) => yes.fmt(f),
        }
    }
}
