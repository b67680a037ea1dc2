//! Recovery of an account whose password or second factor is lost: two persons approve, each is
//! shown one half of a code, and only who holds both can use it.

use jiff::Timestamp;
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use serde_json::json;
use store::sea_orm;
use uuid::Uuid;

use crate::access::Access;
use crate::account::AccountState;
use crate::accounts::{AccountError, Manager, is_id};
use crate::acts::{By, act};
use crate::codes::CodeError;
use crate::grants::checked_reason;
use crate::key::Purpose;
use crate::login::LoginName;
use crate::password;
use crate::secret::Secret;
use crate::sessions::{Stage, end_all};
use crate::sign_in::Step;
use crate::signed::Signed;
use crate::tables::{account, recovery, recovery_code};

/// How far a recovery has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Approval {
    /// The half of the code for who approved now.
    pub half: Secret,
    /// Whether both have approved.
    pub is_complete: bool,
}

impl Access {
    /// Asks for the recovery of an account. Gives its id.
    pub async fn request_recovery(
        &self,
        signed: &Signed,
        account: &str,
        reason: &str,
    ) -> Result<String, AccountError> {
        let now = self.now()?;
        let reason = checked_reason(reason)?;
        let manager = Manager::Person(signed);
        let row = self
            .account_in_scope(&manager, account, "account.write")
            .await?;
        if row.id == signed.account() {
            return Err(AccountError::Oneself);
        }
        let id = Uuid::now_v7().to_string();
        let given = id.clone();
        let by = manager.by();
        let access = self.clone();
        let write = self.0.record.write(move |tx| {
            Box::pin(async move {
                let new = recovery::ActiveModel {
                    id: Set(id.clone()),
                    account_id: Set(row.id.clone()),
                    requested_by: Set(by.account().to_owned()),
                    reason: Set(reason.clone()),
                    requested_at_ms: Set(now.as_millisecond()),
                    ends_at_ms: Set(
                        now.as_millisecond() + access.0.lifetimes.recovery.as_millis() as i64
                    ),
                    first_by: Set(None),
                    first_digest: Set(None),
                    second_by: Set(None),
                    second_digest: Set(None),
                    used_at_ms: Set(None),
                };
                recovery::Entity::insert(new)
                    .exec_without_returning(&**tx)
                    .await?;
                let data = json!({"recovery": id});
                let mut asked = act("access.recovery_requested", &by, ("account", &row.id), data);
                asked.party_blocks = vec![json!({"reason": reason})];
                access.0.record.append(tx, asked).await?;
                Ok::<_, AccountError>(())
            })
        });
        write.await?;
        Ok(given)
    }

    /// Approves a recovery. Two different persons must, and neither may be the owner.
    pub async fn approve_recovery(
        &self,
        signed: &Signed,
        id: &str,
    ) -> Result<Approval, AccountError> {
        let now = self.now()?;
        let manager = Manager::Person(signed);
        if !is_id(id) {
            return Err(AccountError::NotFound);
        }
        let found = recovery::Entity::find_by_id(id)
            .one(self.0.record.db().read())
            .await?;
        let found = found.ok_or(AccountError::NotFound)?;
        let row = self
            .account_in_scope(&manager, &found.account_id, "account.write")
            .await?;
        if row.id == signed.account() {
            signed.refuse("account.write").await;
            return Err(AccountError::Oneself);
        }
        let by = manager.by();
        let access = self.clone();
        let write = self.0.record.write(move |tx| {
            Box::pin(async move {
                let half = Secret::random_code();
                let is_complete = access
                    .put_half(&**tx, &found.id, by.account(), &half, now)
                    .await?;
                let data = json!({"recovery": found.id, "complete": i64::from(is_complete)});
                let approved = act("access.recovery_approved", &by, ("account", &row.id), data);
                access.0.record.append(tx, approved).await?;
                Ok::<_, AccountError>(Approval { half, is_complete })
            })
        });
        write.await
    }

    /// Uses an approved recovery: a new password, no second factor, no session. Whoever does it
    /// enrols a second factor next.
    pub async fn use_recovery(
        &self,
        login: &str,
        halves: (Secret, Secret),
        new: Secret,
    ) -> Result<Step, CodeError> {
        let now = self.now()?;
        let Ok(login) = login.parse::<LoginName>() else {
            self.refused(None, "recovery", "access.code_wrong").await?;
            return Err(CodeError::Wrong);
        };
        password::check(&new, &login)?;
        let Some(found) = self.approved(&login, &halves, now).await? else {
            self.refused(None, "recovery", "access.code_wrong").await?;
            return Err(CodeError::Wrong);
        };
        let digest = self.0.passwords.digest(new).await?;
        let access = self.clone();
        let write = self.0.record.write(move |tx| {
            Box::pin(async move {
                let used = recovery::Entity::update_many()
                    .col_expr(
                        recovery::Column::UsedAtMs,
                        Expr::value(now.as_millisecond()),
                    )
                    .filter(recovery::Column::Id.eq(&found.id))
                    .filter(recovery::Column::UsedAtMs.is_null())
                    .exec(&**tx)
                    .await?;
                if used.rows_affected != 1 {
                    return Err(CodeError::Wrong);
                }
                let id = found.account_id.clone();
                strip(&**tx, &id, Some(digest)).await?;
                let data = json!({"recovery": found.id});
                let used = act(
                    "access.recovery_used",
                    &By::Account(id.clone()),
                    ("account", &id),
                    data,
                );
                access.0.record.append(tx, used).await?;
                let stage = Stage::Enrolment;
                let session = access.0.begin(&**tx, &id, stage, None, now).await?;
                Ok(Step { session, stage })
            })
        });
        write.await
    }

    /// Takes password, second factor and sessions from an account, and gives the code by which its
    /// owner sets a password: for who has the server's command line, where no two administrators
    /// are left to recover it.
    pub async fn reset_account(&self, id: &str) -> Result<Secret, AccountError> {
        let now = self.now()?;
        let row = self
            .account_in_scope(&Manager::CommandLine, id, "account.write")
            .await?;
        let access = self.clone();
        let write = self.0.record.write(move |tx| {
            Box::pin(async move {
                strip(&**tx, &row.id, None).await?;
                let code = access.new_invitation(&**tx, &row.id, now).await?;
                let by = Manager::CommandLine.by();
                let reset = act("access.account_reset", &by, ("account", &row.id), json!({}));
                access.0.record.append(tx, reset).await?;
                Ok::<_, AccountError>(code)
            })
        });
        write.await
    }

    /// Puts the half of a code into the first free place. Says whether both are there now.
    async fn put_half(
        &self,
        tx: &impl sea_orm::ConnectionTrait,
        id: &str,
        by: &str,
        half: &Secret,
        now: Timestamp,
    ) -> Result<bool, AccountError> {
        let digest = self.half_digest(id, half);
        let open = || {
            recovery::Entity::update_many()
                .filter(recovery::Column::Id.eq(id))
                .filter(recovery::Column::UsedAtMs.is_null())
                .filter(recovery::Column::EndsAtMs.gt(now.as_millisecond()))
        };
        let first = open()
            .col_expr(recovery::Column::FirstBy, Expr::value(by))
            .col_expr(recovery::Column::FirstDigest, Expr::value(digest.clone()))
            .filter(recovery::Column::FirstBy.is_null())
            .exec(tx)
            .await?;
        if first.rows_affected == 1 {
            return Ok(false);
        }
        let second = open()
            .col_expr(recovery::Column::SecondBy, Expr::value(by))
            .col_expr(recovery::Column::SecondDigest, Expr::value(digest))
            .filter(recovery::Column::SecondBy.is_null())
            .filter(recovery::Column::FirstBy.ne(by))
            .exec(tx)
            .await?;
        if second.rows_affected == 1 {
            Ok(true)
        } else {
            Err(AccountError::Recovery)
        }
    }

    /// The recovery of an account that both halves open, in either order.
    async fn approved(
        &self,
        login: &LoginName,
        (one, other): &(Secret, Secret),
        now: Timestamp,
    ) -> Result<Option<recovery::Model>, CodeError> {
        let db = self.0.record.db().read();
        let owner = account::Entity::find()
            .filter(account::Column::Login.eq(login.as_str()))
            .one(db)
            .await?;
        let owner = owner.filter(|row| row.state == AccountState::Active.as_str());
        let Some(owner) = owner else { return Ok(None) };
        let open = recovery::Entity::find()
            .filter(recovery::Column::AccountId.eq(&owner.id))
            .filter(recovery::Column::UsedAtMs.is_null())
            .filter(recovery::Column::EndsAtMs.gt(now.as_millisecond()))
            .order_by_desc(recovery::Column::RequestedAtMs)
            .all(db)
            .await?;
        let opens = |row: &recovery::Model| {
            let (one, other) = (
                self.half_digest(&row.id, one),
                self.half_digest(&row.id, other),
            );
            let (Some(first), Some(second)) = (&row.first_digest, &row.second_digest) else {
                return false;
            };
            (*first == one && *second == other) || (*first == other && *second == one)
        };
        Ok(open.into_iter().find(opens))
    }

    fn half_digest(&self, recovery: &str, half: &Secret) -> String {
        let of_recovery = Secret::new(format!("{recovery} {}", half.as_typed().reveal()));
        self.0.key.digest(Purpose::RecoveryHalf, &of_recovery)
    }
}

/// Takes the second factor and the sessions from an account, and sets another password.
async fn strip(
    tx: &impl sea_orm::ConnectionTrait,
    id: &str,
    password: Option<String>,
) -> Result<(), store::StoreError> {
    let changed = account::ActiveModel {
        id: Set(id.to_owned()),
        password: Set(password),
        factor_nonce: Set(None),
        factor_enrolled: Set(false),
        failures: Set(0),
        failed_at_ms: Set(None),
        ..Default::default()
    };
    account::Entity::update(changed).exec(tx).await?;
    recovery_code::Entity::delete_many()
        .filter(recovery_code::Column::AccountId.eq(id))
        .exec(tx)
        .await?;
    end_all(tx, id, None).await?;
    Ok(())
}
