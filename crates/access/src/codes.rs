//! One-time codes: the set-up by the first administrator, and invitations to everybody else.

use jiff::Timestamp;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter,
};
use serde_json::json;
use store::sea_orm;
use thiserror::Error;
use uuid::Uuid;

use crate::access::Access;
use crate::account::AccountState;
use crate::acts::{By, act};
use crate::fault::{Fault, of_faults};
use crate::grants::{give, new_grant_row};
use crate::key::Purpose;
use crate::login::LoginName;
use crate::password::{self, PasswordFault};
use crate::place::Place;
use crate::secret::Secret;
use crate::sessions::Stage;
use crate::sign_in::Step;
use crate::tables::{account, one_time_code};

/// The role of who sets the platform up.
pub const ADMINISTRATOR: &str = "administrator";

/// Why a code does not let in.
#[derive(Debug, Error)]
pub enum CodeError {
    /// It is wrong, was used, or its time is over.
    #[error("the code is wrong, was used already or has expired: ask for a new one")]
    Wrong,
    /// The platform is set up already.
    #[error("the platform is set up already: sign in")]
    SetUp,
    /// The password is not strong enough.
    #[error(transparent)]
    Password(#[from] PasswordFault),
    /// The text is no name.
    #[error("a name has 1 to 100 characters")]
    Name,
    /// See [`Fault`].
    #[error(transparent)]
    Fault(#[from] Fault),
}
of_faults!(CodeError);

/// Whom the platform belongs to at first.
#[derive(Debug)]
pub struct FirstAdministrator {
    /// With which they will sign in.
    pub login: LoginName,
    /// What they are called.
    pub name: String,
    /// Their password.
    pub password: Secret,
}

const SET_UP: &str = "set_up";
const INVITATION: &str = "invitation";

impl Access {
    /// Whether nobody has an account yet.
    pub async fn needs_set_up(&self) -> Result<bool, CodeError> {
        Ok(account::Entity::find()
            .count(self.0.record.db().read())
            .await?
            == 0)
    }

    /// A code for the set-up, to be printed at start; none where somebody has an account. Codes
    /// given out before no longer work.
    pub async fn set_up_code(&self) -> Result<Option<Secret>, CodeError> {
        let now = self.now()?;
        let access = self.clone();
        let write = self.0.record.write(move |tx| {
            Box::pin(async move {
                if account::Entity::find().count(&**tx).await? > 0 {
                    return Ok(None);
                }
                one_time_code::Entity::delete_many()
                    .filter(one_time_code::Column::Purpose.eq(SET_UP))
                    .exec(&**tx)
                    .await?;
                let code = access.new_code(&**tx, SET_UP, None, now).await?;
                Ok::<_, CodeError>(Some(code))
            })
        });
        write.await
    }

    /// Makes the first administrator, who then enrols a second factor.
    pub async fn set_up(&self, code: Secret, first: FirstAdministrator) -> Result<Step, CodeError> {
        let now = self.now()?;
        if !self.needs_set_up().await? {
            return Err(CodeError::SetUp);
        }
        let name = checked_name(&first.name).ok_or(CodeError::Name)?;
        password::check(&first.password, &first.login)?;
        // The code is looked at first: nobody without it may have passwords hashed.
        self.expect_code(&code, SET_UP, now).await?;
        let password = self.0.passwords.digest(first.password).await?;
        let access = self.clone();
        let write = self.0.record.write(move |tx| {
            Box::pin(async move {
                tx.alone(SET_UP_LOCK).await?;
                if account::Entity::find().count(&**tx).await? > 0 {
                    return Err(CodeError::SetUp);
                }
                access.use_up(&**tx, &code, SET_UP, now).await?;
                let id = Uuid::now_v7().to_string();
                let row = account::ActiveModel {
                    password: Set(Some(password)),
                    ..new_account_row(&id, &first.login, &name, now)
                };
                account::Entity::insert(row)
                    .exec_without_returning(&**tx)
                    .await?;
                let on = access.today();
                let grant = new_grant_row(
                    &id,
                    ADMINISTRATOR,
                    &Place::Whole,
                    (on, None),
                    (SET_UP, ""),
                    now,
                );
                give(tx, grant).await?;
                let by = By::System("set_up");
                let made = act(
                    "access.set_up",
                    &by,
                    ("account", &id),
                    json!({"role": ADMINISTRATOR}),
                );
                access.0.record.append(tx, made).await?;
                let stage = Stage::Enrolment;
                let session = access.0.begin(&**tx, &id, stage, None, now).await?;
                Ok(Step { session, stage })
            })
        });
        let done = write.await;
        self.note_wrong(done).await
    }

    /// Sets the password of who was invited, and begins their session.
    pub async fn accept_invitation(
        &self,
        login: &str,
        code: Secret,
        password: Secret,
    ) -> Result<Step, CodeError> {
        let now = self.now()?;
        let login: LoginName = match login.parse() {
            Ok(login) => login,
            Err(_) => return self.note_wrong(Err(CodeError::Wrong)).await,
        };
        password::check(&password, &login)?;
        self.expect_code(&code, INVITATION, now).await?;
        let password = self.0.passwords.digest(password).await?;
        let access = self.clone();
        let write = self.0.record.write(move |tx| {
            Box::pin(async move {
                let invited = access.use_up(&**tx, &code, INVITATION, now).await?;
                let row = account::Entity::find_by_id(invited.unwrap_or_default())
                    .one(&**tx)
                    .await?;
                let row = row.filter(|row| {
                    row.login == login.as_str() && row.state == AccountState::Active.as_str()
                });
                let Some(row) = row else {
                    return Err(CodeError::Wrong);
                };
                let id = row.id.clone();
                let changed = account::ActiveModel {
                    id: Set(id.clone()),
                    password: Set(Some(password)),
                    failures: Set(0),
                    failed_at_ms: Set(None),
                    ..Default::default()
                };
                account::Entity::update(changed).exec(&**tx).await?;
                let by = By::Account(id.clone());
                let accepted = act(
                    "access.invitation_accepted",
                    &by,
                    ("account", &id),
                    json!({}),
                );
                access.0.record.append(tx, accepted).await?;
                let stage = if row.factor_enrolled {
                    Stage::SecondFactor
                } else {
                    Stage::Enrolment
                };
                let session = access.0.begin(&**tx, &id, stage, None, now).await?;
                Ok(Step { session, stage })
            })
        });
        let done = write.await;
        self.note_wrong(done).await
    }

    /// A code by which the owner of an account sets a password. Codes given out before for it no
    /// longer work.
    pub(crate) async fn new_invitation(
        &self,
        tx: &impl ConnectionTrait,
        account: &str,
        now: Timestamp,
    ) -> Result<Secret, store::StoreError> {
        one_time_code::Entity::delete_many()
            .filter(one_time_code::Column::AccountId.eq(account))
            .exec(tx)
            .await?;
        self.new_code(tx, INVITATION, Some(account), now).await
    }

    async fn new_code(
        &self,
        tx: &impl ConnectionTrait,
        purpose: &str,
        account: Option<&str>,
        now: Timestamp,
    ) -> Result<Secret, store::StoreError> {
        let code = Secret::random_code();
        let row = one_time_code::ActiveModel {
            digest: Set(self.code_digest(&code)),
            purpose: Set(purpose.to_owned()),
            account_id: Set(account.map(str::to_owned)),
            ends_at_ms: Set(now.as_millisecond() + self.0.lifetimes.code.as_millis() as i64),
        };
        one_time_code::Entity::insert(row)
            .exec_without_returning(tx)
            .await?;
        Ok(code)
    }

    /// Looks whether a code would let in.
    async fn expect_code(
        &self,
        code: &Secret,
        purpose: &str,
        now: Timestamp,
    ) -> Result<(), CodeError> {
        let found = one_time_code::Entity::find_by_id(self.code_digest(code))
            .one(self.0.record.db().read())
            .await?;
        let is_good = found
            .is_some_and(|row| row.purpose == purpose && now.as_millisecond() < row.ends_at_ms);
        if is_good {
            Ok(())
        } else {
            self.note_wrong(Err(CodeError::Wrong)).await
        }
    }

    /// Uses a code up, and says whose it was.
    async fn use_up(
        &self,
        tx: &impl ConnectionTrait,
        code: &Secret,
        purpose: &str,
        now: Timestamp,
    ) -> Result<Option<String>, CodeError> {
        let digest = self.code_digest(code);
        let found = one_time_code::Entity::find_by_id(&digest).one(tx).await?;
        let good =
            found.filter(|row| row.purpose == purpose && now.as_millisecond() < row.ends_at_ms);
        let good = good.ok_or(CodeError::Wrong)?;
        // Of two that use it at once, one finds it gone.
        let used = one_time_code::Entity::delete_by_id(&digest)
            .exec(tx)
            .await?;
        if used.rows_affected == 1 {
            Ok(good.account_id)
        } else {
            Err(CodeError::Wrong)
        }
    }

    fn code_digest(&self, code: &Secret) -> String {
        self.0.key.digest(Purpose::OneTimeCode, &code.as_typed())
    }

    async fn note_wrong<T>(&self, done: Result<T, CodeError>) -> Result<T, CodeError> {
        if matches!(done, Err(CodeError::Wrong)) {
            self.refused(None, "code", "access.code_wrong").await?;
        }
        done
    }
}

/// Names the lock of the set-up among all that the database knows.
const SET_UP_LOCK: i64 = 0x7869_7365_7475;

/// A name of 1 to 100 characters without control characters.
pub(crate) fn checked_name(name: &str) -> Option<String> {
    let name = name.trim();
    let fits = (1..=100).contains(&name.chars().count()) && !name.chars().any(char::is_control);
    fits.then(|| name.to_owned())
}

/// The row of a new account without password.
pub(crate) fn new_account_row(
    id: &str,
    login: &LoginName,
    name: &str,
    now: Timestamp,
) -> account::ActiveModel {
    account::ActiveModel {
        id: Set(id.to_owned()),
        login: Set(login.to_string()),
        officer_id: Set(None),
        name: Set(name.to_owned()),
        authority_id: Set(None),
        state: Set(AccountState::Active.as_str().to_owned()),
        password: Set(None),
        factor_nonce: Set(None),
        factor_enrolled: Set(false),
        factor_step: Set(0),
        failures: Set(0),
        failed_at_ms: Set(None),
        made_at_ms: Set(now.as_millisecond()),
    }
}
