//! Who asks.

use axum::extract::{FromRequestParts, Request, State};
use axum::http::Extensions;
use axum::http::request::Parts;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use problem::Problem;

use super::cookie::Which;
use super::{AccessApi, code, origin};
use crate::secret::Secret;
use crate::sessions::SessionError;
use crate::signed::Signed;

/// The id of the session that the request shows, whatever its stage.
#[derive(Debug, Clone)]
pub(crate) struct Shown(pub Secret);

/// What was found out of who asks.
#[derive(Clone)]
enum Who {
    Signed(Box<Signed>),
    Not(Problem),
}

/// Finds out who asks, before every route: refuses what another site sent, and gives handlers the
/// person as [`Signed`]. A request of nobody goes on; the handler says whether it needs somebody.
pub async fn authenticate(
    State(api): State<AccessApi>,
    mut request: Request,
    next: Next,
) -> Response {
    if origin::is_cross_site(request.method(), request.uri(), request.headers()) {
        let noted = api
            .access
            .refused(None, "request", code::CROSS_SITE.code)
            .await;
        return match noted {
            Ok(()) => cross_site().into_response(),
            Err(fault) => Problem::from(SessionError::from(fault)).into_response(),
        };
    }
    let who = match api.cookies.get(Which::Session, request.headers()) {
        None => Who::Not(SessionError::Ended.into()),
        Some(id) => {
            let who = find(&api, &id).await;
            request.extensions_mut().insert(Shown(id));
            who
        }
    };
    request.extensions_mut().insert(who);
    next.run(request).await
}

async fn find(api: &AccessApi, id: &Secret) -> Who {
    let found = api.access.signed(id).await;
    if matches!(found, Err(SessionError::Ended))
        && let Err(fault) = api
            .access
            .refused(None, "session", code::NOT_SIGNED_IN.code)
            .await
    {
        return Who::Not(SessionError::from(fault).into());
    }
    match found {
        Ok(signed) => Who::Signed(Box::new(signed)),
        Err(error) => Who::Not(error.into()),
    }
}

fn cross_site() -> Problem {
    Problem::new(
        &code::CROSS_SITE,
        "请求来自其他网站的页面，已拒绝。",
        "The request was sent by a page of another site and is refused.",
    )
}

impl<S: Send + Sync> FromRequestParts<S> for Signed {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        Self::of(&parts.extensions)
    }
}

impl Signed {
    /// The person of a request that went through [`authenticate`].
    pub fn of(request: &Extensions) -> Result<Self, Problem> {
        match request.get::<Who>() {
            Some(Who::Signed(signed)) => Ok((**signed).clone()),
            Some(Who::Not(problem)) => Err(problem.clone()),
            None => Err(SessionError::Ended.into()),
        }
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Shown {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let shown = parts.extensions.get::<Self>().cloned();
        shown.ok_or_else(|| SessionError::Ended.into())
    }
}
