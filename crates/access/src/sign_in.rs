//! Signing in: the password, then the second factor.

use jiff::Timestamp;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};
use serde_json::json;
use store::sea_orm;
use store::sea_orm::sea_query::Expr;
use thiserror::Error;

use crate::access::Access;
use crate::account::AccountState;
use crate::acts::{By, act};
use crate::attempts::{Attempt, failures, lock_by_id, lock_by_login, set_failures};
use crate::fault::{Fault, of_faults};
use crate::key::Purpose;
use crate::lock_out::Failures;
use crate::login::LoginName;
use crate::second_factor::{Enrolment, SecondFactor};
use crate::secret::Secret;
use crate::sessions::{Session, SessionError, Stage, end_all};
use crate::tables::{account, recovery_code};
use crate::trail::Refused;

/// A step of a sign-in that succeeded.
#[derive(Debug)]
pub struct Step {
    /// The id of the session from now on; any other is no longer good.
    pub session: Secret,
    /// What is to come next.
    pub stage: Stage,
}

/// Why a step of a sign-in failed.
#[derive(Debug, Error)]
pub enum SignInError {
    /// The name or the password is wrong; which, is not said.
    #[error("the login name or the password is wrong")]
    Wrong,
    /// The code is wrong or was used already.
    #[error("the code is wrong, or was used already: wait for the next one")]
    WrongCode,
    /// Too many failures.
    #[error("too many failed attempts: try again after {until}")]
    LockedOut {
        /// When the next attempt is taken.
        until: Timestamp,
    },
    /// A person has locked the account.
    #[error("the account is locked: ask your administrator")]
    Locked,
    /// See [`SessionError`].
    #[error(transparent)]
    Session(#[from] SessionError),
    /// See [`Fault`].
    #[error(transparent)]
    Fault(#[from] Fault),
}
of_faults!(SignInError);

/// Codes that stand in for the second factor, given once.
const RECOVERY_CODES: usize = 10;

impl Access {
    /// Checks name and password. The answer takes as long where there is no such name.
    pub async fn sign_in(&self, name: &str, password: Secret) -> Result<Step, SignInError> {
        let now = self.now()?;
        let attempt = self.attempt_by_name(name, now).await?;
        let before = match attempt {
            Attempt::Open(before) => before,
            Attempt::LockedUntil(until) => {
                self.refused(None, "sign_in", "access.locked_out").await?;
                return Err(SignInError::LockedOut { until });
            }
        };
        let digest = before.as_ref().and_then(|row| row.password.clone());
        let is_right = self.0.passwords.verify(password, digest).await?;
        let Some(row) = before.filter(|_| is_right) else {
            self.refused(None, "sign_in", "access.sign_in_wrong")
                .await?;
            return Err(SignInError::Wrong);
        };
        if AccountState::named(&row.state) != AccountState::Active {
            self.refused(Some(&row.id), "sign_in", "access.account_locked")
                .await?;
            return Err(SignInError::Locked);
        }
        self.pass_on(*row, now).await
    }

    /// Begins the second half of a sign-in: the first half succeeded, by password or provider.
    pub(crate) async fn pass_on(
        &self,
        row: account::Model,
        now: Timestamp,
    ) -> Result<Step, SignInError> {
        let stage = if row.factor_enrolled {
            Stage::SecondFactor
        } else {
            Stage::Enrolment
        };
        let access = self.clone();
        let write = self.0.record.write(move |tx| {
            Box::pin(async move {
                // The attempt was no failure; those before it still count until the second factor.
                set_failures(&**tx, &row.id, failures(&row)).await?;
                let session = access.0.begin(&**tx, &row.id, stage, None, now).await?;
                Ok::<_, SignInError>(Step { session, stage })
            })
        });
        write.await
    }

    /// Checks a code of the second factor, or a recovery code in its place.
    pub async fn second_factor(&self, session: &Secret, code: Secret) -> Result<Step, SignInError> {
        let now = self.now()?;
        let begun = self.session_at(session, Stage::SecondFactor).await?;
        self.count_factor_attempt(&begun, now).await?;
        let access = self.clone();
        let account = begun.account.id.clone();
        let write = self.0.record.write(move |tx| {
            Box::pin(async move {
                let id = begun.account.id.clone();
                let Some(how) = access.use_code(&**tx, &begun.account, &code, now).await? else {
                    return Err(SignInError::WrongCode);
                };
                set_failures(&**tx, &id, Failures::default()).await?;
                let session = access
                    .0
                    .begin(&**tx, &id, Stage::SignedIn, Some(&begun.digest), now)
                    .await?;
                let data = json!({"second_factor": how});
                let signed_in = act(
                    "access.signed_in",
                    &By::Account(id.clone()),
                    ("account", &id),
                    data,
                );
                access.0.record.append(tx, signed_in).await?;
                let stage = Stage::SignedIn;
                Ok(Step { session, stage })
            })
        });
        let done = write.await;
        if matches!(done, Err(SignInError::WrongCode)) {
            self.refused(Some(&account), "sign_in", "access.code_wrong")
                .await?;
        }
        done
    }

    /// Begins to enrol a second factor: for who has none yet, or is signed in and shows the
    /// password again.
    pub async fn begin_enrolment(
        &self,
        session: &Secret,
        password: Option<Secret>,
    ) -> Result<Enrolment, SignInError> {
        let begun = self.enrolling(session).await?;
        if begun.stage == Stage::SignedIn {
            self.check_password_of(&begun, password.unwrap_or_else(|| Secret::new("")))
                .await?;
        }
        Ok(self.factor(&begun.account, &begun.digest)?.enrolment())
    }

    /// Confirms it with a code. Gives recovery codes, which are shown this once.
    pub async fn confirm_enrolment(
        &self,
        session: &Secret,
        code: Secret,
    ) -> Result<(Step, Vec<Secret>), SignInError> {
        let now = self.now()?;
        let begun = self.enrolling(session).await?;
        self.count_factor_attempt(&begun, now).await?;
        let factor = self.factor(&begun.account, &begun.digest)?;
        let Some(step) = factor.step_of(&code, now, 0) else {
            self.refused(Some(&begun.account.id), "sign_in", "access.code_wrong")
                .await?;
            return Err(SignInError::WrongCode);
        };
        let codes: Vec<_> = (0..RECOVERY_CODES)
            .map(|_| Secret::random_short_code())
            .collect();
        let given = codes.clone();
        let access = self.clone();
        let write = self.0.record.write(move |tx| {
            Box::pin(async move {
                let id = begun.account.id.clone();
                let is_first = begun.stage == Stage::Enrolment;
                let enrolled = account::ActiveModel {
                    factor_nonce: Set(Some(begun.digest.clone())),
                    factor_enrolled: Set(true),
                    factor_step: Set(step),
                    failures: Set(0),
                    failed_at_ms: Set(None),
                    ..Default::default()
                };
                let mut update = account::Entity::update_many()
                    .set(enrolled)
                    .filter(account::Column::Id.eq(&id));
                if is_first {
                    // Of two that enrol at once one is an intruder: the second must sign in anew.
                    update = update.filter(account::Column::FactorEnrolled.eq(false));
                }
                if update.exec(&**tx).await?.rows_affected != 1 {
                    return Err(SessionError::Ended.into());
                }
                end_all(&**tx, &id, Some(&begun.digest)).await?;
                recovery_code::Entity::delete_many()
                    .filter(recovery_code::Column::AccountId.eq(&id))
                    .exec(&**tx)
                    .await?;
                let rows = codes.iter().map(|code| recovery_code::ActiveModel {
                    digest: Set(access.recovery_digest(&id, code)),
                    account_id: Set(id.clone()),
                });
                store::insert_all(&**tx, rows.collect::<Vec<_>>()).await?;
                let by = By::Account(id.clone());
                let enrolled = act(
                    "access.second_factor_enrolled",
                    &by,
                    ("account", &id),
                    json!({}),
                );
                access.0.record.append(tx, enrolled).await?;
                let session = access
                    .0
                    .begin(&**tx, &id, Stage::SignedIn, Some(&begun.digest), now)
                    .await?;
                let stage = Stage::SignedIn;
                Ok::<_, SignInError>(Step { session, stage })
            })
        });
        Ok((write.await?, given))
    }

    /// Ends the session. Of one that has ended already, nothing is said.
    pub async fn sign_out(&self, session: &Secret) -> Result<(), SignInError> {
        let found = match self.session(session).await {
            Ok(found) => found,
            Err(SessionError::Ended) => return Ok(()),
            Err(error) => return Err(error.into()),
        };
        let access = self.clone();
        let write = self.0.record.write(move |tx| {
            Box::pin(async move {
                let id = found.account.id;
                crate::tables::session::Entity::delete_by_id(&found.digest)
                    .exec(&**tx)
                    .await?;
                let out = act(
                    "access.signed_out",
                    &By::Account(id.clone()),
                    ("account", &id),
                    json!({}),
                );
                access.0.record.append(tx, out).await?;
                Ok::<_, SignInError>(())
            })
        });
        write.await
    }

    pub(crate) async fn refused(
        &self,
        account: Option<&str>,
        action: &str,
        code: &str,
    ) -> Result<(), Fault> {
        let refused = Refused {
            account,
            action,
            code,
        };
        Ok(self.0.trail.note_refusal(&refused).await?)
    }

    /// Checks the password of who is signed in, once more.
    pub(crate) async fn check_password_of(
        &self,
        session: &Session,
        password: Secret,
    ) -> Result<(), SignInError> {
        let now = self.now()?;
        let before = failures(&session.account);
        self.count_factor_attempt(session, now).await?;
        if !self
            .0
            .passwords
            .verify(password, session.account.password.clone())
            .await?
        {
            self.refused(Some(&session.account.id), "sign_in", "access.sign_in_wrong")
                .await?;
            return Err(SignInError::Wrong);
        }
        let id = session.account.id.clone();
        let write = self.0.record.write(move |tx| {
            Box::pin(async move { Ok::<_, SignInError>(set_failures(&**tx, &id, before).await?) })
        });
        write.await
    }

    async fn attempt_by_name(&self, name: &str, now: Timestamp) -> Result<Attempt, SignInError> {
        let Ok(login) = name.parse::<LoginName>() else {
            return Ok(self.0.count_stranger(name, now));
        };
        let access = self.clone();
        let write = self.0.record.write(move |tx| {
            Box::pin(async move {
                let attempt = match lock_by_login(&**tx, login.as_str()).await? {
                    Some(found) => access.0.count_attempt(&**tx, found, now).await?,
                    None => access.0.count_stranger(login.as_str(), now),
                };
                Ok::<_, SignInError>(attempt)
            })
        });
        write.await
    }

    async fn count_factor_attempt(
        &self,
        session: &Session,
        now: Timestamp,
    ) -> Result<(), SignInError> {
        let access = self.clone();
        let id = session.account.id.clone();
        let write = self.0.record.write(move |tx| {
            Box::pin(async move {
                let found = lock_by_id(&**tx, &id).await?;
                let found = found.ok_or_else(|| Fault::Damaged(id.clone()))?;
                Ok::<_, SignInError>(access.0.count_attempt(&**tx, found, now).await?)
            })
        });
        match write.await? {
            Attempt::Open(_) => Ok(()),
            Attempt::LockedUntil(until) => {
                self.refused(Some(&session.account.id), "sign_in", "access.locked_out")
                    .await?;
                Err(SignInError::LockedOut { until })
            }
        }
    }

    /// Uses a code up. Says which kind it was; none where it is wrong.
    async fn use_code(
        &self,
        tx: &impl sea_orm::ConnectionTrait,
        row: &account::Model,
        code: &Secret,
        now: Timestamp,
    ) -> Result<Option<&'static str>, SignInError> {
        let nonce = row.factor_nonce.as_deref().unwrap_or_default();
        if let Some(step) = self.factor(row, nonce)?.step_of(code, now, row.factor_step) {
            let used = account::Entity::update_many()
                .col_expr(account::Column::FactorStep, Expr::value(step))
                .filter(account::Column::Id.eq(&row.id))
                .filter(account::Column::FactorStep.lt(step))
                .exec(tx)
                .await?;
            return Ok((used.rows_affected == 1).then_some("code"));
        }
        let used = recovery_code::Entity::delete_by_id(self.recovery_digest(&row.id, code))
            .exec(tx)
            .await?;
        Ok((used.rows_affected == 1).then_some("recovery_code"))
    }

    fn recovery_digest(&self, account: &str, code: &Secret) -> String {
        let of_account = Secret::new(format!("{account} {}", code.as_typed().reveal()));
        self.0.key.digest(Purpose::RecoveryCode, &of_account)
    }

    fn factor(&self, row: &account::Model, nonce: &str) -> Result<SecondFactor, Fault> {
        let login: LoginName = row
            .login
            .parse()
            .map_err(|_| Fault::Damaged(row.id.clone()))?;
        Ok(SecondFactor::new(&self.0.key, nonce, &login))
    }

    async fn enrolling(&self, session: &Secret) -> Result<Session, SignInError> {
        let found = self.session(session).await?;
        match found.stage {
            Stage::Enrolment if found.account.factor_enrolled => Err(SessionError::Ended.into()),
            Stage::Enrolment | Stage::SignedIn => Ok(found),
            Stage::SecondFactor => Err(SessionError::OtherStage.into()),
        }
    }

    async fn session_at(&self, session: &Secret, stage: Stage) -> Result<Session, SignInError> {
        let found = self.session(session).await?;
        if found.stage == stage {
            Ok(found)
        } else {
            Err(SessionError::OtherStage.into())
        }
    }
}
