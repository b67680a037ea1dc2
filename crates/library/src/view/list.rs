//! Lists, a page at a time.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

pub use store::{Limit, PageRequest};

/// A page of rows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct List<T> {
    /// The rows, in the order of the list.
    pub rows: Vec<T>,
    /// The cursor of the next page; absent on the last one.
    pub next: Option<String>,
    /// How many rows the whole list has, where it was counted.
    pub total: Option<u64>,
}

impl<T> List<T> {
    /// The same page with its rows turned into something else.
    pub fn map<U>(self, into: impl FnMut(T) -> U) -> List<U> {
        List {
            rows: self.rows.into_iter().map(into).collect(),
            next: self.next,
            total: self.total,
        }
    }
}
