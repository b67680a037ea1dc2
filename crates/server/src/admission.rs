//! How the rooms learn who asks: from the session, by the policy table.

use access::{Reach, Signed};
use axum::http::request::Parts;
use futures::FutureExt as _;
use futures::future::BoxFuture;
use problem::{Admission, Caller, Problem};

/// Admits who is signed in, within the scope of the action.
#[derive(Debug, Clone, Copy)]
pub struct BySession;

impl Admission for BySession {
    fn admit<'r>(
        &'r self,
        request: &'r Parts,
        action: &'static str,
    ) -> BoxFuture<'r, Result<Caller, Problem>> {
        async move {
            let signed = Signed::of(&request.extensions)?;
            signed.authorise(action).await?;
            Ok(caller(&signed, action))
        }
        .boxed()
    }

    fn admit_to_part<'r>(
        &'r self,
        request: &'r Parts,
        action: &'static str,
    ) -> BoxFuture<'r, Option<Caller>> {
        async move {
            let signed = Signed::of(&request.extensions).ok()?;
            let caller = caller(&signed, action);
            Some(caller).filter(|caller| !caller.scope.is_empty())
        }
        .boxed()
    }
}

/// The person with the scope of an action, which may be of no record.
fn caller(signed: &Signed, action: &str) -> Caller {
    let held = signed.roles().iter();
    let roles = held.filter(|held| !matches!(held.reach, Reach::Officer(_)));
    let roles = roles.map(|held| held.role.clone());
    Caller {
        account: signed.account().to_owned(),
        name: signed.name().to_owned(),
        person: signed.person().to_owned(),
        roles: roles.collect(),
        scope: signed.scope(action),
        stands_for: signed.stands_for().map(str::to_owned).collect(),
    }
}
