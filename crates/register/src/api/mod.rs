//! The HTTP routes of the register, one file for each resource.
//!
//! A handler reads its parameters, asks one operation of the room and hands on the answer; it holds
//! no rule. Who asks comes as the request extension [`Asking`], which the sign-in sets for the action
//! of the route; without it the answer is 401.

#![allow(
    unused_qualifications,
    reason = "the code that utoipa generates has them"
)]

mod authorities;
mod authority_acts;
mod input;
mod officer_acts;
mod officers;
mod parties;
mod workbooks;

use axum::extract::DefaultBodyLimit;
use utoipa_axum::router::{OpenApiRouter, UtoipaMethodRouterExt};
use utoipa_axum::routes;

pub use crate::code::ALL as CODES;
use crate::register::{Asking, Register};
use crate::workbook::MAX_FILE_BYTES;

/// Every route, below `/api/v1`.
pub fn router() -> OpenApiRouter<Register> {
    OpenApiRouter::new()
        .routes(routes!(authorities::list, authority_acts::confirm))
        .routes(routes!(authorities::detail))
        .routes(routes!(authorities::history))
        .routes(routes!(authorities::deeds))
        .routes(routes!(authorities::subtree))
        .routes(routes!(authorities::successors))
        .routes(routes!(authority_acts::change))
        .routes(routes!(authority_acts::rename))
        .routes(routes!(authority_acts::end))
        .routes(routes!(authority_acts::merge))
        .routes(routes!(authority_acts::split))
        .routes(routes!(authority_acts::entrust))
        .routes(routes!(authority_acts::withdraw))
        .routes(routes!(officers::list, officer_acts::register))
        .routes(routes!(officers::detail))
        .routes(routes!(officers::history))
        .routes(routes!(officers::deeds))
        .routes(routes!(officers::standing))
        .routes(routes!(officer_acts::moves))
        .routes(routes!(officer_acts::end))
        .routes(routes!(officer_acts::issue))
        .routes(routes!(officer_acts::set_status))
        .routes(routes!(officer_acts::qualify))
        .routes(routes!(officer_acts::train))
        .routes(routes!(officer_acts::declare))
        .routes(routes!(officer_acts::end_interest))
        .routes(routes!(parties::list, parties::register))
        .routes(routes!(parties::detail))
        .routes(routes!(parties::history))
        .routes(routes!(parties::find))
        .routes(routes!(parties::change))
        .routes(routes!(parties::reveal))
        .routes(routes!(parties::erase))
        .routes(routes!(workbooks::import).layer(DefaultBodyLimit::max(MAX_FILE_BYTES)))
        .routes(routes!(workbooks::export))
        .routes(routes!(workbooks::template))
}
