//! Sessions: a random id in a cookie, its digest in the table.

use jiff::{SignedDuration, Timestamp};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, JoinType, QueryFilter, QuerySelect,
};
use serde::Serialize;
use store::sea_orm;
use store::sea_orm::sea_query::Expr;
use thiserror::Error;
use utoipa::ToSchema;

use crate::access::{Access, Inner};
use crate::account::AccountState;
use crate::fault::{Fault, of_faults};
use crate::key::Purpose;
use crate::secret::Secret;
use crate::tables::{account, session};

/// How far a sign-in has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// The second factor is to be shown.
    SecondFactor,
    /// A second factor is to be enrolled.
    Enrolment,
    /// Signed in.
    SignedIn,
}

/// A session that is valid now, and whose it is.
#[derive(Clone)]
pub(crate) struct Session {
    pub digest: String,
    pub stage: Stage,
    pub account: account::Model,
}

/// Why a session is not accepted.
#[derive(Debug, Error)]
pub enum SessionError {
    /// There is no such session, or it has ended.
    #[error("you are not signed in, or the session has ended: sign in")]
    Ended,
    /// The sign-in is not complete.
    #[error("the sign-in is not complete: the second factor is missing")]
    Incomplete,
    /// This step is not the next one.
    #[error("the sign-in is not at this step")]
    OtherStage,
    /// See [`Fault`].
    #[error(transparent)]
    Fault(#[from] Fault),
}
of_faults!(SessionError);

impl Stage {
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::SecondFactor => "second_factor",
            Self::Enrolment => "enrolment",
            Self::SignedIn => "signed_in",
        }
    }

    fn named(name: &str) -> Option<Self> {
        [Self::SecondFactor, Self::Enrolment, Self::SignedIn]
            .into_iter()
            .find(|stage| stage.as_str() == name)
    }
}

/// How exactly the last use of a session is kept.
const TOUCH: SignedDuration = SignedDuration::from_secs(60);

impl Access {
    /// The session with this id, at any stage.
    pub(crate) async fn session(&self, id: &Secret) -> Result<Session, SessionError> {
        let now = self.now()?;
        let is_one = id.reveal().len() == 64 && id.reveal().bytes().all(|b| b.is_ascii_hexdigit());
        if !is_one {
            return Err(SessionError::Ended);
        }
        let digest = self.0.key.digest(Purpose::Session, id);
        let to_account = session::Entity::belongs_to(account::Entity)
            .from(session::Column::AccountId)
            .to(account::Column::Id);
        let found = session::Entity::find_by_id(&digest)
            .select_also(account::Entity)
            .join(JoinType::LeftJoin, to_account.into())
            .one(self.0.record.db().read())
            .await?;
        let Some((row, account)) = found else {
            return Err(SessionError::Ended);
        };
        let account = account.ok_or_else(|| Fault::Damaged(row.account_id.clone()))?;
        let stage = Stage::named(&row.stage).ok_or_else(|| Fault::Damaged("session".into()))?;
        if !self.0.is_alive(&row, stage, now)
            || AccountState::named(&account.state) != AccountState::Active
        {
            self.end(digest).await?;
            return Err(SessionError::Ended);
        }
        if now.as_millisecond() - row.seen_at_ms >= TOUCH.as_millis() as i64 {
            self.touch(digest.clone(), now).await?;
        }
        Ok(Session {
            digest,
            stage,
            account,
        })
    }

    async fn touch(&self, digest: String, now: Timestamp) -> Result<(), SessionError> {
        let write = self.0.record.write(move |tx| {
            Box::pin(async move {
                session::Entity::update_many()
                    .col_expr(session::Column::SeenAtMs, Expr::value(now.as_millisecond()))
                    .filter(session::Column::Digest.eq(digest))
                    .exec(&**tx)
                    .await?;
                Ok::<_, SessionError>(())
            })
        });
        write.await
    }

    async fn end(&self, digest: String) -> Result<(), SessionError> {
        let write = self.0.record.write(move |tx| {
            Box::pin(async move {
                session::Entity::delete_by_id(digest).exec(&**tx).await?;
                Ok::<_, SessionError>(())
            })
        });
        write.await
    }
}

impl Inner {
    fn is_alive(&self, row: &session::Model, stage: Stage, now: Timestamp) -> bool {
        let now = now.as_millisecond();
        let idle = match stage {
            Stage::SignedIn => self.lifetimes.idle,
            Stage::SecondFactor | Stage::Enrolment => self.lifetimes.sign_in,
        };
        let idle_end = row.seen_at_ms.saturating_add(idle.as_millis() as i64);
        now < row.ends_at_ms && now < idle_end
    }

    /// Begins a session in place of another, whose id is no longer good.
    pub async fn begin(
        &self,
        tx: &impl ConnectionTrait,
        account: &str,
        stage: Stage,
        before: Option<&str>,
        now: Timestamp,
    ) -> Result<Secret, store::StoreError> {
        if let Some(before) = before {
            session::Entity::delete_by_id(before).exec(tx).await?;
        }
        // Whoever signs in sweeps up what has ended.
        session::Entity::delete_many()
            .filter(session::Column::EndsAtMs.lte(now.as_millisecond()))
            .exec(tx)
            .await?;
        let lifetime = match stage {
            Stage::SignedIn => self.lifetimes.session,
            Stage::SecondFactor | Stage::Enrolment => self.lifetimes.sign_in,
        };
        let id = Secret::random();
        let row = session::ActiveModel {
            digest: Set(self.key.digest(Purpose::Session, &id)),
            account_id: Set(account.to_owned()),
            stage: Set(stage.as_str().to_owned()),
            made_at_ms: Set(now.as_millisecond()),
            seen_at_ms: Set(now.as_millisecond()),
            ends_at_ms: Set(now.as_millisecond() + lifetime.as_millis() as i64),
        };
        session::Entity::insert(row)
            .exec_without_returning(tx)
            .await?;
        Ok(id)
    }
}

/// Ends the sessions of an account, all but one.
pub(crate) async fn end_all(
    tx: &impl ConnectionTrait,
    account: &str,
    but: Option<&str>,
) -> Result<u64, store::StoreError> {
    let mut ended = session::Entity::delete_many().filter(session::Column::AccountId.eq(account));
    if let Some(digest) = but {
        ended = ended.filter(session::Column::Digest.ne(digest));
    }
    Ok(ended.exec(tx).await?.rows_affected)
}
