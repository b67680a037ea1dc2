//! The HTTP routes of access, and what stands before the routes of every room.
//!
//! [`authenticate`] finds out who asks; a handler takes [`crate::Signed`] as an argument and asks
//! it for the scope of its action.

#![allow(
    unused_qualifications,
    reason = "the code that utoipa generates has them"
)]

mod accounts;
mod ask_register;
pub mod code;
mod cookie;
mod deputies;
mod origin;
#[cfg(feature = "oidc")]
mod provider;
mod recovery;
mod session;
mod set_up;
mod sign_in;
mod who;

#[cfg(feature = "oidc")]
use std::sync::Arc;

use axum::extract::DefaultBodyLimit;
use problem::ProblemBody;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub use ask_register::ask_register;
pub use cookie::Cookies;
pub use who::authenticate;

use crate::Access;
#[cfg(feature = "oidc")]
use crate::oidc::Providers;

/// What the routes work on.
#[derive(Debug, Clone)]
pub struct AccessApi {
    /// The room.
    pub access: Access,
    /// How cookies are set.
    pub cookies: Cookies,
    /// With whom people may sign in too.
    #[cfg(feature = "oidc")]
    pub providers: Arc<Providers>,
}

/// Bytes that the body of a request of this room may have.
const MAX_BODY_BYTES: usize = 16 << 10;

/// Every route, below `/api/v1`.
pub fn router() -> OpenApiRouter<AccessApi> {
    let router = OpenApiRouter::new()
        .routes(routes!(set_up::state, set_up::set_up))
        .routes(routes!(sign_in::sign_in))
        .routes(routes!(sign_in::second_factor))
        .routes(routes!(sign_in::accept_invitation))
        .routes(routes!(sign_in::begin_enrolment))
        .routes(routes!(sign_in::confirm_enrolment))
        .routes(routes!(session::show, session::sign_out))
        .routes(routes!(session::change_password))
        .routes(routes!(accounts::list, accounts::make))
        .routes(routes!(accounts::detail))
        .routes(routes!(accounts::invite))
        .routes(routes!(accounts::lock))
        .routes(routes!(accounts::unlock))
        .routes(routes!(accounts::link))
        .routes(routes!(accounts::grant))
        .routes(routes!(accounts::revoke))
        .routes(routes!(deputies::list, deputies::name))
        .routes(routes!(deputies::end))
        .routes(routes!(recovery::request))
        .routes(routes!(recovery::approve))
        .routes(routes!(recovery::recover));
    #[cfg(feature = "oidc")]
    let router = router
        .routes(routes!(provider::list))
        .routes(routes!(provider::begin))
        .routes(routes!(provider::finish));
    router.layer(DefaultBodyLimit::max(MAX_BODY_BYTES))
}

/// The problems that routes of this room answer with.
#[derive(utoipa::IntoResponses)]
pub enum AccessProblems {
    /// A parameter or the body is wrong.
    #[response(status = 400, content_type = "application/problem+json")]
    BadRequest(ProblemBody),
    /// Not signed in, or a password or code is wrong.
    #[response(status = 401, content_type = "application/problem+json")]
    Unauthorized(ProblemBody),
    /// Not allowed.
    #[response(status = 403, content_type = "application/problem+json")]
    Forbidden(ProblemBody),
    /// There is no such thing.
    #[response(status = 404, content_type = "application/problem+json")]
    NotFound(ProblemBody),
    /// It cannot be done now.
    #[response(status = 409, content_type = "application/problem+json")]
    Conflict(ProblemBody),
    /// The body is too large.
    #[response(status = 413, content_type = "application/problem+json")]
    TooLarge(ProblemBody),
    /// The body is of another kind.
    #[response(status = 415, content_type = "application/problem+json")]
    UnsupportedMediaType(ProblemBody),
    /// Too many failed attempts.
    #[response(status = 429, content_type = "application/problem+json")]
    LockedOut(ProblemBody),
    /// The sign-in provider cannot be used.
    #[response(status = 502, content_type = "application/problem+json")]
    ProviderFailed(ProblemBody),
    /// The clock is wrong, or the system is busy.
    #[response(status = 503, content_type = "application/problem+json")]
    Unavailable(ProblemBody),
}
