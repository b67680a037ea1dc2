//! Performing a plan: one write transaction with the rows, the officers who move and the act.

use jiff::civil::Date;
use store::{Scope, WriteTx};

use super::error::AuthorityError;
use super::load::{write, write_entrustments, write_successions};
use super::model::{Authority, AuthorityState};
use super::plan::Plan;
use super::registry::Registry;
use super::view::InScope;
use crate::AuthorityId;
use crate::officer::transfer;
use crate::register::{AUTHORITIES, Asking, Deed, Register, Told};
use record::marks::count_change;

impl Register {
    /// Decides on the authorities as they are, and performs the plan. Every authority that the plan
    /// touches must be in the scope of who asks, before and after; of those in `seen` nobody may
    /// have changed anything since.
    pub(crate) async fn perform(
        &self,
        asking: &Asking,
        deed: &Deed,
        seen: Vec<(AuthorityId, u32)>,
        decide: impl FnOnce(&Registry) -> Result<Plan, AuthorityError> + Send + 'static,
    ) -> Result<AuthorityId, AuthorityError> {
        if !deed.has_reason() {
            return Err(AuthorityError::NoReason);
        }
        let (room, asking, deed) = (self.clone(), asking.clone(), deed.clone());
        self.record()
            .write(move |tx| {
                Box::pin(async move {
                    let registry = room.authorities_in(tx).await?;
                    check_seen(&registry, &asking.scope, &seen)?;
                    let plan = decide(&registry)?;
                    check_scope(&registry, &asking.scope, &plan)?;
                    room.write_plan(tx, &asking, &deed, plan).await
                })
            })
            .await
    }

    async fn write_plan(
        &self,
        tx: &WriteTx,
        asking: &Asking,
        deed: &Deed,
        plan: Plan,
    ) -> Result<AuthorityId, AuthorityError> {
        write(tx, &plan.authorities).await?;
        write_successions(tx, &plan.successions).await?;
        write_entrustments(tx, &plan.entrustments).await?;
        let mut data = plan.data;
        if let Some(transfer) = &plan.transfer {
            let moved = transfer::perform(tx, transfer).await?;
            data["officers"] = moved.into();
        }
        if let Some((id, on)) = plan.must_be_empty {
            must_be_empty(tx, id, on).await?;
        }
        count_change(tx, AUTHORITIES).await?;
        let told = Told {
            kind: plan.act,
            subject: ("authority", plan.subject.to_string()),
            authority: Some(plan.subject.to_string()),
            data,
            personal: plan.personal,
        };
        self.tell(tx, asking, deed, told).await?;
        Ok(plan.subject)
    }
}

async fn must_be_empty(tx: &WriteTx, id: AuthorityId, on: Date) -> Result<(), AuthorityError> {
    match transfer::officers_from(tx, id, on).await? {
        0 => Ok(()),
        officers => Err(AuthorityError::HasOfficers { officers }),
    }
}

fn check_seen(
    registry: &Registry,
    scope: &Scope,
    seen: &[(AuthorityId, u32)],
) -> Result<(), AuthorityError> {
    for &(id, seen) in seen {
        let authority = registry.get(id).ok_or(AuthorityError::NotFound)?;
        if !any_state(scope, authority) {
            return Err(AuthorityError::NotFound);
        }
        if authority.revision != seen {
            return Err(AuthorityError::Changed {
                seen,
                is: authority.revision,
            });
        }
    }
    Ok(())
}

/// Whether what is touched was, and is going to be, inside the scope. A new authority counts by its
/// area and by the authority above it, since nobody can have been given rights to its own id yet.
fn check_scope(registry: &Registry, scope: &Scope, plan: &Plan) -> Result<(), AuthorityError> {
    for authority in &plan.authorities {
        let allowed = match registry.get(authority.id) {
            Some(before) => any_state(scope, before),
            None => authority
                .states
                .spans()
                .iter()
                .all(|span| may_be_made(scope, authority, &span.value)),
        };
        if !allowed {
            return Err(AuthorityError::OutOfScope);
        }
    }
    Ok(())
}

fn may_be_made(scope: &Scope, authority: &Authority, state: &AuthorityState) -> bool {
    let under = state.parent.unwrap_or(authority.id);
    scope.allows(&InScope::new(under, &state.area))
}

fn any_state(scope: &Scope, authority: &Authority) -> bool {
    let states = authority.states.spans().iter();
    states
        .rev()
        .take(1)
        .any(|span| scope.allows(&InScope::new(authority.id, &span.value.area)))
}
