//! Numbers of cases and documents: given in order and without a gap, each accounted for.
//!
//! A series is of one authority, one word and one year of legal time. A number of it is *used* by an
//! act, *void* with a reason, or *lent* to a device that works without a network.

mod audit_numbers;
mod bulk_numbers;
mod claim;
mod counters;
mod end_range;
mod form;
mod lend_numbers;
mod list_numbers;
mod number_act;
mod of_source;
mod series_words;
mod set_prefix;
mod void_number;

pub use audit_numbers::{NumberAudit, SeriesAudit, SeriesFilter};
pub use bulk_numbers::{BulkNumbers, NumberRows};
pub use claim::NumberClaim;
pub use lend_numbers::{NewRange, Range};
pub use list_numbers::{NumberFilter, NumberPage, NumberRow, RangeFilter, RangePage};
pub use series_words::SeriesWord;
pub use set_prefix::Prefix;
pub use void_number::VoidNumber;

pub(crate) use number_act::{Numbering, dealt};
pub(crate) use of_source::of_source;

use record::{Actor, NewAct, Subject};
use serde_json::Value;
use store::ScopeColumns;
use store::sea_orm::sea_query::Expr;

use crate::error::CaseError;
use crate::tables::{range, series};

/// Where a scope finds what it asks of a series.
fn series_columns() -> ScopeColumns {
    ScopeColumns {
        authority: Some(Expr::col((series::Entity, series::Column::AuthorityId))),
        area: Some(Expr::col((series::Entity, series::Column::Area))),
        ..ScopeColumns::default()
    }
}

/// What the record keeps of something done with numbers outside of cases.
fn recorded(kind: &str, actor: Actor, authority: &str, data: Value) -> Result<NewAct, CaseError> {
    let kind = kind.parse();
    let kind = kind.map_err(|_| CaseError::Damaged(authority.to_owned()))?;
    let subject = Subject {
        kind: "number".to_owned(),
        id: authority.to_owned(),
    };
    Ok(NewAct {
        authority: Some(authority.to_owned()),
        ..NewAct::new(kind, actor, subject, data)
    })
}

/// A range as the record keeps it.
fn range_data(range: &range::Model) -> Value {
    serde_json::json!({
        "range": range.id, "word": range.word, "year": range.year, "first": range.first,
        "last": range.last, "device": range.device, "until": range.until,
    })
}
