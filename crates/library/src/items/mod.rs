//! Enforcement items 事项: from the machine's reading to adoption by a person.

pub(crate) mod changes;
mod identity;
pub(crate) mod matching;
pub(crate) mod row;
pub(crate) mod summary;

pub(crate) use identity::IdGiver;
pub(crate) use row::{NewItem, path_of};
