//! What power lists ask of the register and of the record, answered by those rooms.

use std::sync::Arc;

use futures::FutureExt as _;
use futures::future::BoxFuture;
use record::{ActKind, NewAct, Record, Subject};
use register::authority::Authority;
use register::{AuthorityError, Register, Registry};
use store::sea_orm::DbErr;
use store::{StoreError, WriteTx};

use super::{
    ActLog, ActLogError, Authorities, AuthorityBook, AuthorityDays, KnownAuthority, ListAct,
    Succession,
};

impl Authorities for Register {
    fn book(&self) -> BoxFuture<'_, Result<Arc<AuthorityBook>, StoreError>> {
        async {
            let registry = self
                .authorities_known()
                .await
                .map_err(|error| match error {
                    AuthorityError::Store(error) => error,
                    other => DbErr::Custom(other.to_string()).into(),
                })?;
            Ok(Arc::new(book(&registry)))
        }
        .boxed()
    }
}

impl ActLog for Record {
    fn append<'t>(
        &'t self,
        tx: &'t WriteTx,
        act: ListAct,
    ) -> BoxFuture<'t, Result<(), ActLogError>> {
        async move {
            let kind: ActKind = act.kind.parse().map_err(refused)?;
            let subject = Subject {
                kind: "power_list".to_owned(),
                id: act.list,
            };
            let new = NewAct {
                authority: Some(act.authority),
                ..NewAct::new(kind, act.actor, subject, act.data)
            };
            Self::append(self, tx, new).await.map_err(refused)?;
            Ok(())
        }
        .boxed()
    }
}

fn refused(error: impl std::error::Error) -> ActLogError {
    ActLogError(error.to_string())
}

/// The authorities of the register, as far as powers need them.
fn book(registry: &Registry) -> AuthorityBook {
    let successions = registry.successions().iter().map(|succession| Succession {
        from: succession.from.to_string(),
        to: succession.to.to_string(),
        on: succession.on,
    });
    AuthorityBook::new(registry.all().map(known), successions)
}

fn known(authority: &Authority) -> KnownAuthority {
    let days = authority.states.spans().iter().map(|span| AuthorityDays {
        from: span.from,
        to: span.to,
        name: span.value.name.clone(),
        name_en: span.value.name_en.clone(),
        level: span.value.level,
        area: span.value.area.clone(),
    });
    KnownAuthority {
        id: authority.id.to_string(),
        code: authority.code.clone(),
        days: days.collect(),
    }
}
