//! What access asks of the register: who stands where on a day.

use std::sync::Arc;

use futures::FutureExt as _;
use futures::future::BoxFuture;
use jiff::civil::Date;
use serde_json::Value;
use store::StoreError;

use crate::place::Tree;

/// The authorities of a day, and an officer in service on it.
pub type TreeAndOfficer = (Arc<Tree>, Option<Value>);

/// The register's answers. `Ok(None)` and an empty tree are answers; an error refuses the request.
pub trait Standings: Send + Sync {
    /// The authorities on a day.
    fn tree(&self, on: Date) -> BoxFuture<'_, Result<Arc<Tree>, StoreError>>;

    /// An officer on a day: the snapshot over which conditions of the policy table are computed.
    /// None for who is not in service on the day, who then holds no role.
    fn officer<'a>(
        &'a self,
        id: &'a str,
        on: Date,
    ) -> BoxFuture<'a, Result<Option<Value>, StoreError>>;

    /// Both in one answer.
    fn officer_in_tree<'a>(
        &'a self,
        id: &'a str,
        on: Date,
    ) -> BoxFuture<'a, Result<TreeAndOfficer, StoreError>> {
        async move { Ok((self.tree(on).await?, self.officer(id, on).await?)) }.boxed()
    }
}
