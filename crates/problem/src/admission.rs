//! Who asks. It is found out by the composition; a handler names the action of the policy table.

use std::fmt;
use std::sync::Arc;

use axum::extract::{FromRef, FromRequestParts};
use axum::http::HeaderMap;
use axum::http::request::Parts;
use futures::future::BoxFuture;
use store::Scope;

use crate::Problem;

/// Finds out who asks and what they may see or change.
pub trait Admission: Send + Sync {
    /// The person of a request with the scope of an action of the policy table, or the refusal.
    fn admit<'r>(
        &'r self,
        request: &'r Parts,
        action: &'static str,
    ) -> BoxFuture<'r, Result<Caller, Problem>>;

    /// The same for a part of an answer that only those see who may: being unable to is no refusal
    /// then, and is put on no record.
    fn admit_to_part<'r>(
        &'r self,
        request: &'r Parts,
        action: &'static str,
    ) -> BoxFuture<'r, Option<Caller>> {
        Box::pin(async move { self.admit(request, action).await.ok() })
    }
}

/// Somebody who may do an action.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caller {
    /// Id of the account.
    pub account: String,
    /// What the person is called.
    pub name: String,
    /// What names them in records: the id of the officer, or of the account.
    pub person: String,
    /// The roles of the policy table that they hold today.
    pub roles: Vec<String>,
    /// The records with which they may do it; never none.
    pub scope: Scope,
    /// Those in whose place they act today, named as in records.
    pub stands_for: Vec<String>,
}

/// The one who admits, as part of the state of the routes.
#[derive(Clone)]
pub struct Door(pub Arc<dyn Admission>);

/// Somebody who asks; what for is said by the handler.
pub struct Asker {
    door: Door,
    request: Parts,
}

impl fmt::Debug for Asker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Asker(…)")
    }
}

impl fmt::Debug for Door {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Door(…)")
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Asker
where
    Door: FromRef<S>,
{
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let mut request = axum::http::Request::new(()).into_parts().0;
        request.method = parts.method.clone();
        request.uri = parts.uri.clone();
        request.headers = parts.headers.clone();
        request.extensions = parts.extensions.clone();
        Ok(Self {
            door: Door::from_ref(state),
            request,
        })
    }
}

impl Asker {
    /// The person with the scope of an action.
    pub async fn admitted(&self, action: &'static str) -> Result<Caller, Problem> {
        self.door.0.admit(&self.request, action).await
    }

    /// The scope of an action for a part of an answer; `None` where the person may not do it, which
    /// is not held against them.
    pub async fn scope_of(&self, action: &'static str) -> Option<Scope> {
        let caller = self.door.0.admit_to_part(&self.request, action).await;
        caller.map(|caller| caller.scope)
    }

    /// The headers of the request.
    pub const fn headers(&self) -> &HeaderMap {
        &self.request.headers
    }
}
