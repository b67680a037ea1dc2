//! Discretion benchmarks 裁量基准.

use base::Text;
use serde::Deserialize;
use serde_json::Value;

use super::{Head, Money};
use crate::Citation;

/// A benchmark: the range of a fine, cut into grades.
#[derive(Debug, Clone, Deserialize)]
pub struct Benchmark {
    /// What it says of itself.
    #[serde(flatten)]
    pub head: Head,
    /// The provision that punishes the deed.
    pub offence: Citation,
    /// Whom the range is for.
    pub target: Target,
    /// The range that the provision allows.
    pub range: FineRange,
    /// The count or amount that decides the grade; none where conditions do.
    pub measure: Option<Measure>,
    /// The grades, lightest first.
    pub grades: Vec<Grade>,
}

/// Whom a range of fines is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Target {
    /// A natural person.
    Individual,
    /// An organisation.
    Organisation,
    /// Anybody.
    Any,
}

/// A range of fines, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub struct FineRange {
    /// The least.
    pub least: Money,
    /// The most.
    pub most: Money,
}

/// What decides a grade by its number.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Measure {
    /// The fact of the case.
    pub fact: String,
    /// Where the first grade begins; amounts in fen.
    pub from: i64,
}

/// A grade of a benchmark.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Grade {
    /// Its name within the benchmark.
    pub id: String,
    /// What people call it.
    pub name: Text,
    /// The first value of the measure that belongs here.
    pub from: Option<i64>,
    /// The first value that does not; none for the last grade.
    pub below: Option<i64>,
    /// The condition, in CEL over the case, where no measure decides.
    pub when: Option<String>,
    /// The range of the fine.
    pub fine: FineRange,
}

impl Benchmark {
    /// The grade of a case by its measure; `None` where conditions decide, or the case does not
    /// state the fact.
    pub fn grade_by_measure(&self, case: &Value) -> Option<&Grade> {
        let measure = self.measure.as_ref()?;
        let stated = case.get("facts")?.get(&measure.fact)?.as_i64()?;
        self.grades.iter().find(|grade| {
            grade.from.is_none_or(|from| from <= stated)
                && grade.below.is_none_or(|below| stated < below)
        })
    }
}
