//! The HTTP routes of the room.

#![allow(
    unused_qualifications,
    reason = "the code that utoipa generates has them"
)]

pub mod code;
mod comparison;
mod content;
mod list;
mod view;

use axum::extract::FromRef;
use problem::Door;
use rules::Digest;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::{Packs, PacksError};

/// What the routes work on.
#[derive(Debug, Clone)]
pub struct PacksApi {
    /// The packs.
    pub packs: Packs,
    /// Who finds out who asks.
    pub door: Door,
}

impl FromRef<PacksApi> for Door {
    fn from_ref(api: &PacksApi) -> Self {
        api.door.clone()
    }
}

/// The action of the policy table: reading packs.
pub const READ: &str = "pack.read";

/// Every route, below `/api/v1`.
pub fn router() -> OpenApiRouter<PacksApi> {
    OpenApiRouter::new()
        .routes(routes!(list::list))
        .routes(routes!(comparison::compare))
        .routes(routes!(list::show))
        .routes(routes!(content::file))
        .routes(routes!(content::archive))
        .routes(routes!(content::lint))
        .routes(routes!(content::drawing))
}

/// The digest of a path or query.
fn digest(text: &str) -> Result<Digest, PacksError> {
    let digest = text.parse();
    digest.map_err(|_| PacksError::Digest(text.chars().take(100).collect()))
}
