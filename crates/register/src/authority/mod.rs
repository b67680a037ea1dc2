//! Authorities: confirmed, changed, merged and split on a day, and asked for as of a day.

mod ask;
mod error;
mod load;
mod merge_split;
mod model;
mod operations;
mod perform;
pub(crate) mod plan;
mod registry;
mod view;

pub use ask::AuthorityFilter;
pub use error::AuthorityError;
pub use merge_split::{MergeInto, SplitPart};
pub use model::{
    Authority, AuthorityDraft, AuthorityPatch, AuthorityState, Entrustment, Succession,
};
pub use operations::{EntrustmentDraft, NewName};
pub use registry::{Registry, TreeFault};
pub use view::{AuthorityHistory, AuthorityRow, AuthorityView};

pub(crate) use load::{load, write};
pub(crate) use plan::confirmed;
pub(crate) use view::InScope;
