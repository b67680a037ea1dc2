//! Roles given and taken back.

use jiff::Timestamp;
use jiff::civil::Date;
use record::marks::count_change;
use sea_orm::{ActiveValue::Set, EntityTrait};
use serde_json::json;
use store::{Scope, StoreError, WriteTx, sea_orm};
use uuid::Uuid;

use crate::access::Access;
use crate::account::RoleGrant;
use crate::accounts::{AccountError, Manager, is_id};
use crate::acts::act;
use crate::fault::Fault;
use crate::known_roles::GRANTS;
use crate::place::Place;
use crate::policy::{GrantRefusal, may_grant};
use crate::signed::holds;
use crate::tables::{account, role_grant};

/// A role that is to be given.
#[derive(Debug, Clone)]
pub struct NewGrant {
    /// As the policy table names it.
    pub role: String,
    /// Where.
    pub place: Place,
    /// The first day.
    pub from: Date,
    /// The first day on which it is no longer held.
    pub to: Option<Date>,
    /// Why: the decision.
    pub reason: String,
}

impl Access {
    /// Gives a role to an account.
    pub async fn grant_role(
        &self,
        manager: &Manager<'_>,
        account: &str,
        new: NewGrant,
    ) -> Result<RoleGrant, AccountError> {
        let now = self.now()?;
        if new.to.is_some_and(|to| to <= new.from) {
            return Err(AccountError::Days);
        }
        // In the place of an officer stands a deputy, who is named, not granted.
        if matches!(new.place, Place::Officer(_)) {
            return Err(AccountError::PlaceNotFound);
        }
        let reason = checked_reason(&new.reason)?;
        let row = self
            .account_in_scope(manager, account, "account.grant")
            .await?;
        self.check_grant(manager, &row, &new).await?;
        let grant = new_grant_row(
            &row.id,
            &new.role,
            &new.place,
            (new.from, new.to),
            (&reason, manager.by().account()),
            now,
        );
        let access = self.clone();
        let by = manager.by();
        let write = self.0.record.write(move |tx| {
            Box::pin(async move {
                let given = give(tx, grant).await?;
                let data = json!({
                    "grant": given.id, "role": given.role, "place_kind": given.place_kind,
                    "place": given.place_id, "from": given.valid_from,
                    "to": given.valid_to.as_deref().unwrap_or_default(),
                });
                let mut granted = act(
                    "access.role_granted",
                    &by,
                    ("account", &given.account_id),
                    data,
                );
                granted.party_blocks = vec![json!({"reason": given.reason})];
                access.0.record.append(tx, granted).await?;
                Ok::<_, AccountError>(grant_of(given)?)
            })
        });
        write.await
    }

    /// Takes a role back from today on.
    pub async fn revoke_role(
        &self,
        manager: &Manager<'_>,
        account: &str,
        grant: &str,
        reason: &str,
    ) -> Result<RoleGrant, AccountError> {
        self.now()?;
        let reason = checked_reason(reason)?;
        let row = self
            .account_in_scope(manager, account, "account.grant")
            .await?;
        if !is_id(grant) {
            return Err(AccountError::GrantNotFound);
        }
        let found = role_grant::Entity::find_by_id(grant)
            .one(self.0.record.db().read())
            .await?;
        let found = found
            .filter(|found| found.account_id == row.id)
            .ok_or(AccountError::GrantNotFound)?;
        let today = self.today();
        let before = grant_of(found.clone())?;
        if before.to.is_some_and(|to| to <= today) {
            return Err(AccountError::GrantEnded);
        }
        self.check_place(manager, &before.place).await?;
        // A role that has not begun yet never begins.
        let to = today.max(before.from);
        let access = self.clone();
        let by = manager.by();
        let write = self.0.record.write(move |tx| {
            Box::pin(async move {
                let ended = end(tx, &found.id, to).await?;
                let data = json!({"grant": found.id, "role": found.role, "to": to.to_string()});
                let mut revoked = act(
                    "access.role_revoked",
                    &by,
                    ("account", &found.account_id),
                    data,
                );
                revoked.party_blocks = vec![json!({"reason": reason})];
                access.0.record.append(tx, revoked).await?;
                Ok::<_, AccountError>(grant_of(ended)?)
            })
        });
        write.await
    }

    /// Refuses a grant beyond the scope of who gives it.
    async fn check_grant(
        &self,
        manager: &Manager<'_>,
        row: &account::Model,
        new: &NewGrant,
    ) -> Result<(), AccountError> {
        let rules = self.rules();
        if !rules.policy().roles.iter().any(|role| role.id == new.role) {
            return Err(GrantRefusal::UnknownRole(new.role.clone()).into());
        }
        let Manager::Person(signed) = manager else {
            return Ok(());
        };
        if row.id == signed.account() {
            signed.refuse("account.grant").await;
            return Err(AccountError::Oneself);
        }
        let reach = signed
            .tree
            .reach(&new.place)
            .ok_or(AccountError::PlaceNotFound)?;
        let on = signed.on();
        let condition =
            |condition: &str, officer: &serde_json::Value| holds(&rules, condition, officer, on);
        let allowed = may_grant(
            rules.policy(),
            signed.as_person(),
            &new.role,
            &reach,
            on,
            &condition,
        );
        if allowed.is_err() {
            signed.refuse("account.grant").await;
        }
        Ok(allowed?)
    }

    async fn check_place(&self, manager: &Manager<'_>, place: &Place) -> Result<(), AccountError> {
        let Manager::Person(signed) = manager else {
            return Ok(());
        };
        let own = signed.scope("account.grant");
        let reach = signed.tree.reach(place);
        let inside =
            reach.is_none_or(|reach| crate::policy::within(&crate::policy::subtree(&reach), &own));
        if own != Scope::All && !inside {
            signed.refuse("account.grant").await;
            return Err(GrantRefusal::Place.into());
        }
        Ok(())
    }
}

pub(crate) fn checked_reason(reason: &str) -> Result<String, AccountError> {
    let reason = reason.trim();
    let fits = (1..=500).contains(&reason.chars().count()) && !reason.contains('\0');
    fits.then(|| reason.to_owned()).ok_or(AccountError::Reason)
}

/// The row of a new grant.
pub(crate) fn new_grant_row(
    account: &str,
    role: &str,
    place: &Place,
    (from, to): (Date, Option<Date>),
    (reason, by): (&str, &str),
    now: Timestamp,
) -> role_grant::ActiveModel {
    let (kind, id) = match place {
        Place::Whole => ("whole", ""),
        Place::Authority(id) => ("authority", id.as_str()),
        Place::Area(code) => ("area", code.as_str()),
        Place::Officer(id) => ("officer", id.as_str()),
    };
    role_grant::ActiveModel {
        id: Set(Uuid::now_v7().to_string()),
        account_id: Set(account.to_owned()),
        role: Set(role.to_owned()),
        place_kind: Set(kind.to_owned()),
        place_id: Set(id.to_owned()),
        valid_from: Set(from.to_string()),
        valid_to: Set(to.map(|to| to.to_string())),
        granted_by: Set(by.to_owned()),
        granted_at_ms: Set(now.as_millisecond()),
        reason: Set(reason.to_owned()),
    }
}

/// Writes a new grant; what others hold in memory of roles is old from then on.
pub(crate) async fn give(
    tx: &WriteTx,
    grant: role_grant::ActiveModel,
) -> Result<role_grant::Model, StoreError> {
    let given = role_grant::Entity::insert(grant)
        .exec_with_returning(&**tx)
        .await?;
    count_change(tx, GRANTS).await?;
    Ok(given)
}

/// Ends a grant on a day, likewise.
pub(crate) async fn end(
    tx: &WriteTx,
    grant: &str,
    to: Date,
) -> Result<role_grant::Model, StoreError> {
    let ended = role_grant::ActiveModel {
        id: Set(grant.to_owned()),
        valid_to: Set(Some(to.to_string())),
        ..Default::default()
    };
    let ended = role_grant::Entity::update(ended).exec(&**tx).await?;
    count_change(tx, GRANTS).await?;
    Ok(ended)
}

pub(crate) fn grant_of(row: role_grant::Model) -> Result<RoleGrant, Fault> {
    let damaged = || Fault::Damaged(row.id.clone());
    let place = match row.place_kind.as_str() {
        "whole" => Place::Whole,
        "authority" => Place::Authority(row.place_id.clone()),
        "officer" => Place::Officer(row.place_id.clone()),
        "area" => Place::Area(row.place_id.parse().map_err(|_| damaged())?),
        _ => return Err(damaged()),
    };
    let to = row.valid_to.as_deref().map(str::parse).transpose();
    Ok(RoleGrant {
        from: row.valid_from.parse().map_err(|_| damaged())?,
        to: to.map_err(|_: jiff::Error| damaged())?,
        place,
        id: row.id,
        role: row.role,
        granted_by: row.granted_by,
        reason: row.reason,
    })
}

/// Whether a role is held on a day.
pub(crate) fn held_on(grant: &RoleGrant, on: Date) -> bool {
    grant.from <= on && grant.to.is_none_or(|to| on < to)
}
