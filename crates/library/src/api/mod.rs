//! The HTTP routes of the library, one file for each resource.
//!
//! A handler reads its parameters, asks one operation of the room and hands on the answer; it holds
//! no rule. Errors are [`Problem`]s with stable codes.

#![allow(
    unused_qualifications,
    reason = "the code that utoipa generates has them"
)]

pub mod code;
pub mod parameter;
pub mod problem {
    //! See the crate `problem`.
    pub use ::problem::{PROBLEM_JSON, Problem, ProblemBody, Problems, WriteProblems};
}

mod body {
    pub use problem::{Body, invalid};
}
mod changes;
mod citations;
mod etag;
mod findings;
mod imports;
mod item_acts;
mod item_export;
mod items;
pub mod powers;
mod provisions;
mod search;
mod status;
mod statutes;

use std::sync::Arc;

use axum::extract::{DefaultBodyLimit, FromRef, FromRequestParts};
use axum::http::request::Parts;
use utoipa_axum::router::{OpenApiRouter, UtoipaMethodRouterExt};
use utoipa_axum::routes;

pub use code::ErrorCode;
pub use problem::{Problem, ProblemBody};

use ::problem::{Asker, Caller, Door};

use crate::Library;

/// What the routes work on.
#[derive(Debug, Clone)]
pub struct LibraryApi {
    /// The room.
    pub library: Arc<Library>,
    /// Who finds out who asks.
    pub door: Door,
}

/// The actions of the policy table that change the library.
pub mod action {
    /// Reviewing, correcting, adopting and withdrawing items.
    pub const ADOPT: &str = "library.adopt";
    /// Importing statutes.
    pub const IMPORT: &str = "library.import";
}

/// Who may act on items; found out before a body is read.
pub(crate) struct Adopter(pub Caller);

/// Who may import statutes; found out before a body is read.
pub(crate) struct Importer(pub Caller);

impl FromRequestParts<LibraryApi> for Adopter {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, api: &LibraryApi) -> Result<Self, Problem> {
        let asker = Asker::from_request_parts(parts, api).await?;
        Ok(Self(asker.admitted(action::ADOPT).await?))
    }
}

impl FromRequestParts<LibraryApi> for Importer {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, api: &LibraryApi) -> Result<Self, Problem> {
        let asker = Asker::from_request_parts(parts, api).await?;
        Ok(Self(asker.admitted(action::IMPORT).await?))
    }
}

impl FromRef<LibraryApi> for Door {
    fn from_ref(api: &LibraryApi) -> Self {
        api.door.clone()
    }
}

/// Bytes that an upload may have.
pub const MAX_UPLOAD_BYTES: usize = 512 << 20;

/// Every route, below `/api/v1`.
pub fn router() -> OpenApiRouter<LibraryApi> {
    OpenApiRouter::new()
        .routes(routes!(statutes::list))
        .routes(routes!(statutes::detail))
        .routes(routes!(statutes::version))
        .routes(routes!(statutes::comparison))
        .routes(routes!(statutes::export))
        .routes(routes!(changes::list))
        .routes(routes!(provisions::by_citation))
        .routes(
            routes!(citations::check).layer(DefaultBodyLimit::max(citations::MAX_DOCUMENT_BYTES)),
        )
        .routes(routes!(search::search))
        .routes(routes!(items::list))
        .routes(routes!(item_export::export))
        .routes(routes!(items::detail))
        .routes(routes!(item_acts::correct))
        .routes(routes!(item_acts::review))
        .routes(routes!(item_acts::adopt))
        .routes(routes!(item_acts::withdraw))
        .routes(routes!(item_acts::split))
        .routes(routes!(item_acts::merge))
        .routes(routes!(items::facets))
        .routes(routes!(imports::list, imports::start))
        .routes(routes!(imports::upload).layer(DefaultBodyLimit::max(MAX_UPLOAD_BYTES)))
        .routes(routes!(imports::detail))
        .routes(routes!(imports::events))
        .routes(routes!(findings::list))
        .routes(routes!(status::status))
}
