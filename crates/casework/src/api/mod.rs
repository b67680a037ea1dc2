//! The HTTP routes of the room.
//!
//! Which action of the policy table an act needs follows from who may do it: a head approves, a legal
//! reviewer reviews, a team leader assigns, an officer acts.

#![allow(
    unused_qualifications,
    reason = "the code that utoipa generates has them"
)]

mod acts;
mod cases;
pub mod code;
mod hand_over;
mod input;
mod intake;
mod numbers;
mod tasks;

use axum::extract::FromRef;
use problem::Door;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::Casework;

/// What the routes work on.
#[derive(Debug, Clone)]
pub struct CaseworkApi {
    /// The room.
    pub casework: Casework,
    /// Who finds out who asks.
    pub door: Door,
}

impl FromRef<CaseworkApi> for Door {
    fn from_ref(api: &CaseworkApi) -> Self {
        api.door.clone()
    }
}

/// Every route, below `/api/v1`.
pub fn router() -> OpenApiRouter<CaseworkApi> {
    OpenApiRouter::new()
        .routes(routes!(cases::list, acts::open))
        .routes(routes!(cases::due))
        .routes(routes!(cases::export))
        .routes(routes!(hand_over::hand_over))
        .routes(routes!(cases::show))
        .routes(routes!(cases::clocks))
        .routes(routes!(cases::documents))
        .routes(routes!(cases::replay))
        .routes(routes!(cases::suggestion))
        .routes(routes!(cases::similar))
        .routes(routes!(acts::log, acts::act))
        .routes(routes!(acts::possible))
        .routes(routes!(acts::erase))
        .routes(routes!(numbers::audit))
        .routes(routes!(numbers::list))
        .routes(routes!(numbers::words))
        .routes(routes!(numbers::ranges, numbers::lend))
        .routes(routes!(numbers::give_back))
        .routes(routes!(numbers::void))
        .routes(routes!(numbers::prefix))
        .routes(routes!(tasks::list))
        .routes(routes!(tasks::take))
        .routes(routes!(tasks::give_back))
        .routes(routes!(intake::sources, intake::add_source))
        .routes(routes!(intake::schema))
        .routes(routes!(intake::batches, intake::batch))
        .routes(routes!(intake::receipts))
        .routes(routes!(intake::stream))
        .routes(routes!(intake::holes))
        .routes(routes!(intake::delivery))
}
