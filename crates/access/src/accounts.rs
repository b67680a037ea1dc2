//! Keeping accounts: making, showing, listing, locking.

use jiff::Timestamp;
use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, EntityTrait, ExprTrait, QueryFilter, QueryOrder, QuerySelect,
};
use serde_json::json;
use store::{Cursor, CursorError, PageRequest, Scope, ScopeColumns, Scoped, sea_orm, split_page};
use thiserror::Error;
use uuid::Uuid;

use crate::access::Access;
use crate::account::{Account, AccountState, RoleGrant};
use crate::acts::{By, act};
use crate::codes::{checked_name, new_account_row};
use crate::fault::{Fault, of_faults};
use crate::grants::checked_reason;
use crate::login::LoginName;
use crate::password::PasswordFault;
use crate::policy::GrantRefusal;
use crate::secret::Secret;
use crate::sessions::{SessionError, end_all};
use crate::sign_in::SignInError;
use crate::signed::{Forbidden, Signed};
use crate::tables::{account, provider_identity};

/// Who keeps accounts.
#[derive(Debug, Clone, Copy)]
pub enum Manager<'a> {
    /// A person, within their scope.
    Person(&'a Signed),
    /// Who has the server's command line, and with it everything.
    CommandLine,
}

/// An account that is to be made.
#[derive(Debug, Clone)]
pub struct NewAccount {
    /// With which the person will sign in.
    pub login: LoginName,
    /// What they are called.
    pub name: String,
    /// Id of the officer whose account it is.
    pub officer: Option<String>,
    /// Id of the authority that looks after it.
    pub authority: Option<String>,
}

/// An account with the roles that it holds, held or will hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountDetail {
    /// The account.
    pub account: Account,
    /// The roles, the oldest first.
    pub grants: Vec<RoleGrant>,
}

/// Why an account cannot be kept as asked.
#[derive(Debug, Error)]
pub enum AccountError {
    /// There is none, or the person may not see it.
    #[error("there is no such account")]
    NotFound,
    /// The login name is taken.
    #[error("the login name is taken, or the officer has an account already")]
    Taken,
    /// The text is no name.
    #[error("a name has 1 to 100 characters")]
    Name,
    /// There is no reason.
    #[error("a reason has 1 to 500 characters")]
    Reason,
    /// The register does not know it.
    #[error("the officer is not in service today")]
    OfficerNotFound,
    /// The register does not know it.
    #[error("the authority or area is not in the register today")]
    PlaceNotFound,
    /// The end comes before the beginning.
    #[error("the last day of a role comes after its first")]
    Days,
    /// There is no such role of the account.
    #[error("the account has no such role")]
    GrantNotFound,
    /// It has ended.
    #[error("the role has ended already")]
    GrantEnded,
    /// Nobody does this to their own account.
    #[error("nobody does this to their own account: ask another administrator")]
    Oneself,
    /// Beyond the scope of who grants.
    #[error(transparent)]
    Grant(#[from] GrantRefusal),
    /// The person may not.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// The password is not strong enough.
    #[error(transparent)]
    Password(#[from] PasswordFault),
    /// The password shown is wrong.
    #[error(transparent)]
    SignIn(#[from] SignInError),
    /// The session is none.
    #[error(transparent)]
    Session(#[from] SessionError),
    /// The recovery cannot go on.
    #[error("the recovery was used, has expired, or this person has approved it already")]
    Recovery,
    /// The cursor is of another list.
    #[error(transparent)]
    Cursor(#[from] CursorError),
    /// See [`Fault`].
    #[error(transparent)]
    Fault(#[from] Fault),
}
of_faults!(AccountError);

impl Manager<'_> {
    pub(crate) fn by(self) -> By {
        match self {
            Self::Person(signed) => By::Account(signed.account().to_owned()),
            Self::CommandLine => By::System("command_line"),
        }
    }

    /// The accounts with which the manager may do an action.
    async fn scope(&self, action: &str) -> Result<Scope, Forbidden> {
        match self {
            Self::Person(signed) => signed.authorise(action).await,
            Self::CommandLine => Ok(Scope::All),
        }
    }
}

impl Scoped for account::Model {
    fn authority(&self) -> Option<&str> {
        self.authority_id.as_deref()
    }

    fn area(&self) -> Option<&base::AreaCode> {
        None
    }

    fn confidentiality(&self) -> i16 {
        0
    }

    fn has_person(&self, _: &str, _: Option<&str>) -> bool {
        false
    }
}

impl Access {
    /// Makes an account. Gives the code by which its owner sets a password, which is shown this
    /// once.
    pub async fn make_account(
        &self,
        manager: &Manager<'_>,
        new: NewAccount,
    ) -> Result<(Account, Secret), AccountError> {
        let now = self.now()?;
        let name = checked_name(&new.name).ok_or(AccountError::Name)?;
        let scope = manager.scope("account.write").await?;
        self.check_links(&new).await?;
        let id = Uuid::now_v7().to_string();
        let row = account::ActiveModel {
            officer_id: Set(new.officer.clone()),
            authority_id: Set(new.authority.clone()),
            ..new_account_row(&id, &new.login, &name, now)
        };
        let access = self.clone();
        let by = manager.by();
        let write = self.0.record.write(move |tx| {
            Box::pin(async move {
                let mut taken = account::Column::Login.eq(new.login.as_str());
                if let Some(officer) = &new.officer {
                    taken = taken.or(account::Column::OfficerId.eq(officer));
                }
                if account::Entity::find()
                    .filter(taken)
                    .one(&**tx)
                    .await?
                    .is_some()
                {
                    return Err(AccountError::Taken);
                }
                let made = account::Entity::insert(row)
                    .exec_with_returning(&**tx)
                    .await?;
                if !scope.allows(&made) {
                    let action = "account.write".to_owned();
                    return Err(Forbidden::NotAllowed { action }.into());
                }
                let code = access.new_invitation(&**tx, &id, now).await?;
                let data = json!({
                    "officer": new.officer.unwrap_or_default(),
                    "authority": new.authority.unwrap_or_default(),
                });
                access
                    .0
                    .record
                    .append(tx, act("access.account_made", &by, ("account", &id), data))
                    .await?;
                Ok((account_of(made)?, code))
            })
        });
        let done = write.await;
        if let (Err(AccountError::Forbidden(_)), Manager::Person(signed)) = (&done, manager) {
            signed.refuse("account.write").await;
        }
        done
    }

    /// A new code by which the owner of an account that has no password yet sets one.
    pub async fn invite_again(
        &self,
        manager: &Manager<'_>,
        account: &str,
    ) -> Result<Secret, AccountError> {
        let now = self.now()?;
        let row = self
            .account_in_scope(manager, account, "account.write")
            .await?;
        if row.password.is_some() {
            // With a password it is a recovery, which takes two persons.
            return Err(AccountError::Recovery);
        }
        let access = self.clone();
        let by = manager.by();
        let write = self.0.record.write(move |tx| {
            Box::pin(async move {
                let code = access.new_invitation(&**tx, &row.id, now).await?;
                let invited = act("access.invited", &by, ("account", &row.id), json!({}));
                access.0.record.append(tx, invited).await?;
                Ok::<_, AccountError>(code)
            })
        });
        write.await
    }

    /// The accounts that the manager may see, by login name, a page at a time.
    pub async fn accounts(
        &self,
        manager: &Manager<'_>,
        page: &PageRequest,
    ) -> Result<(Vec<Account>, Option<Cursor>), AccountError> {
        let scope = manager.scope("account.read").await?;
        let mut query = account::Entity::find()
            .filter(scope.condition(&columns()))
            .order_by_asc(account::Column::Login)
            .limit(page.limit.get() + 1);
        if let Some(after) = page.after::<LoginName>()? {
            let after = after.to_string();
            query = query.filter(account::Column::Login.gt(after));
        }
        let rows = query.all(self.0.record.db().read()).await?;
        let (rows, next) = split_page(rows, page.limit, |row| row.login.clone());
        let accounts: Result<Vec<_>, Fault> = rows.into_iter().map(account_of).collect();
        Ok((accounts?, next))
    }

    /// An account with its roles.
    pub async fn account(
        &self,
        manager: &Manager<'_>,
        id: &str,
    ) -> Result<AccountDetail, AccountError> {
        let row = self.account_in_scope(manager, id, "account.read").await?;
        let grants = self.grants_of(&row.id).await?;
        let account = account_of(row)?;
        Ok(AccountDetail { account, grants })
    }

    /// The account of a login name, for the command line.
    pub async fn account_named(&self, login: &LoginName) -> Result<AccountDetail, AccountError> {
        let found = account::Entity::find().filter(account::Column::Login.eq(login.as_str()));
        let found = found
            .one(self.0.record.db().read())
            .await?
            .ok_or(AccountError::NotFound)?;
        self.account(&Manager::CommandLine, &found.id).await
    }

    /// Locks an account, which ends its sessions, or unlocks it.
    pub async fn set_account_state(
        &self,
        manager: &Manager<'_>,
        id: &str,
        state: AccountState,
        reason: &str,
    ) -> Result<Account, AccountError> {
        self.now()?;
        let reason = checked_reason(reason)?;
        let row = self.account_in_scope(manager, id, "account.write").await?;
        if manager.by().account() == row.id {
            return Err(AccountError::Oneself);
        }
        let access = self.clone();
        let by = manager.by();
        let write = self.0.record.write(move |tx| {
            Box::pin(async move {
                let changed = account::ActiveModel {
                    id: Set(row.id.clone()),
                    state: Set(state.as_str().to_owned()),
                    failures: Set(0),
                    failed_at_ms: Set(None),
                    ..Default::default()
                };
                let changed = account::Entity::update(changed).exec(&**tx).await?;
                let kind = match state {
                    AccountState::Locked => {
                        end_all(&**tx, &row.id, None).await?;
                        "access.account_locked"
                    }
                    AccountState::Active => "access.account_unlocked",
                };
                let mut locked = act(kind, &by, ("account", &row.id), json!({}));
                locked.party_blocks = vec![json!({"reason": reason})];
                access.0.record.append(tx, locked).await?;
                Ok::<_, AccountError>(account_of(changed)?)
            })
        });
        write.await
    }

    /// Lets an account sign in with a provider of OpenID Connect, where the person is known by this
    /// subject.
    pub async fn link_identity(
        &self,
        manager: &Manager<'_>,
        id: &str,
        provider: &str,
        subject: &str,
    ) -> Result<(), AccountError> {
        self.now()?;
        let row = self.account_in_scope(manager, id, "account.write").await?;
        if manager.by().account() == row.id {
            return Err(AccountError::Oneself);
        }
        let is_text =
            |text: &str| (1..=255).contains(&text.len()) && !text.chars().any(char::is_control);
        if !is_text(provider) || !is_text(subject) {
            return Err(AccountError::Name);
        }
        let key = (provider.to_owned(), subject.to_owned());
        let access = self.clone();
        let by = manager.by();
        let write = self.0.record.write(move |tx| {
            Box::pin(async move {
                if provider_identity::Entity::find_by_id(key.clone())
                    .one(&**tx)
                    .await?
                    .is_some()
                {
                    return Err(AccountError::Taken);
                }
                let data = json!({"provider": key.0});
                let linked = provider_identity::ActiveModel {
                    provider: Set(key.0),
                    subject: Set(key.1),
                    account_id: Set(row.id.clone()),
                };
                provider_identity::Entity::insert(linked)
                    .exec_without_returning(&**tx)
                    .await?;
                let linked = act("access.identity_linked", &by, ("account", &row.id), data);
                access.0.record.append(tx, linked).await?;
                Ok(())
            })
        });
        write.await
    }

    /// The account, if the manager may do an action with it. One that they may not see is not
    /// found.
    pub(crate) async fn account_in_scope(
        &self,
        manager: &Manager<'_>,
        id: &str,
        action: &str,
    ) -> Result<account::Model, AccountError> {
        let scope = manager.scope(action).await?;
        if !is_id(id) {
            return Err(AccountError::NotFound);
        }
        let found = account::Entity::find_by_id(id)
            .filter(scope.condition(&columns()))
            .one(self.0.record.db().read())
            .await?;
        if let (None, Manager::Person(signed)) = (&found, manager) {
            signed.refuse(action).await;
        }
        found.ok_or(AccountError::NotFound)
    }

    async fn check_links(&self, new: &NewAccount) -> Result<(), AccountError> {
        let today = self.today();
        if let Some(officer) = &new.officer {
            let found = self.0.standings.officer(officer, today).await?;
            found.ok_or(AccountError::OfficerNotFound)?;
        }
        if let Some(authority) = &new.authority {
            let tree = self.0.standings.tree(today).await?;
            tree.0.get(authority).ok_or(AccountError::PlaceNotFound)?;
        }
        Ok(())
    }
}

/// Whether a text has the form of the ids of this room, so that a database takes it.
pub(crate) fn is_id(text: &str) -> bool {
    Uuid::parse_str(text).is_ok()
}

/// Where the table keeps what a scope asks for.
fn columns() -> ScopeColumns {
    ScopeColumns {
        authority: Some(Expr::col((account::Entity, account::Column::AuthorityId))),
        ..ScopeColumns::default()
    }
}

pub(crate) fn account_of(row: account::Model) -> Result<Account, Fault> {
    let damaged = || Fault::Damaged(row.id.clone());
    Ok(Account {
        login: row.login.parse().map_err(|_| damaged())?,
        made_at: Timestamp::from_millisecond(row.made_at_ms).map_err(|_| damaged())?,
        has_password: row.password.is_some(),
        has_second_factor: row.factor_enrolled,
        state: AccountState::named(&row.state),
        id: row.id,
        name: row.name,
        officer: row.officer_id,
        authority: row.authority_id,
    })
}
