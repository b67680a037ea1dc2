//! The HTTP routes of the record: the log as everybody who may read it sees it, and the trail of
//! acts.

#![allow(
    unused_qualifications,
    reason = "the code that utoipa generates has them"
)]

mod acts;
pub mod code;
mod ledger;

use axum::extract::{DefaultBodyLimit, FromRef};
use problem::Door;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::RecordLog;

/// What the routes work on.
#[derive(Debug, Clone)]
pub struct RecordApi {
    /// The record with its log.
    pub log: RecordLog,
    /// Who finds out who asks.
    pub door: Door,
}

impl FromRef<RecordApi> for Door {
    fn from_ref(api: &RecordApi) -> Self {
        api.door.clone()
    }
}

/// The actions of the policy table.
pub mod action {
    /// Reading and verifying the log.
    pub const READ_LEDGER: &str = "ledger.read";
    /// Reading the acts, looks, exports and refusals among them.
    pub const READ_TRAIL: &str = "audit.read";
}

/// Bytes that a proof may have.
const MAX_PROOF_BYTES: usize = 2 << 20;

/// Every route, below `/api/v1`.
pub fn router() -> OpenApiRouter<RecordApi> {
    OpenApiRouter::new()
        .routes(routes!(ledger::show))
        .routes(routes!(ledger::checkpoint))
        .routes(routes!(ledger::entry))
        .routes(routes!(ledger::proof))
        .routes(routes!(ledger::verify))
        .routes(routes!(acts::list))
        .layer(DefaultBodyLimit::max(MAX_PROOF_BYTES))
}
