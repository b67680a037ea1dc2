//! Deputies 代理: who acts in the place of an officer who is away, from a day to a day.
//!
//! It is of access, because it opens the cases of one person to another for a time and nothing more:
//! the register knows what an officer is, not who is on leave. A deputy acts by their own roles, which
//! must be at least those of the officer whom they stand for; nothing passes on to a third.

use jiff::civil::Date;
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder};
use serde::Serialize;
use serde_json::{Value, json};
use store::{Scope, WriteTx, sea_orm};
use thiserror::Error;
use utoipa::ToSchema;

use crate::access::Access;
use crate::account::RoleGrant;
use crate::accounts::{Manager, is_id};
use crate::acts::act;
use crate::fault::{Fault, of_faults};
use crate::grants::{checked_reason, end, give, grant_of, new_grant_row};
use crate::place::Place;
use crate::signed::Forbidden;
use crate::tables::{account, role_grant};

/// What a deputy holds, as a grant: not a role of the policy table.
pub(crate) const DEPUTY: &str = "deputy";
/// The action by which a person heads an authority.
const HEADS: &str = "case.approve";
/// Names the lock of those who name deputies, on PostgreSQL.
const LOCK: i64 = 0x6465_7075_7479;

/// A deputy who is to be named.
#[derive(Debug, Clone)]
pub struct NewDeputy {
    /// The officer who is away, by id.
    pub officer: String,
    /// The officer who stands in, by id.
    pub deputy: String,
    /// The first day.
    pub from: Date,
    /// The first day on which it is over.
    pub to: Date,
    /// Why: leave, a course.
    pub reason: String,
}

/// A deputy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Deputy {
    /// Its id.
    pub id: String,
    /// The officer who is away, by id.
    pub officer: String,
    /// The officer who stands in, by id.
    pub deputy: String,
    /// The first day.
    #[schema(value_type = String, format = Date)]
    pub from: Date,
    /// The first day on which it is over.
    #[schema(value_type = String, format = Date)]
    pub to: Date,
    /// Why.
    pub reason: String,
}

/// Why a deputy cannot be named.
#[derive(Debug, Error)]
pub enum DeputyError {
    /// Neither oneself nor an officer of one's own authority.
    #[error("you name a deputy for yourself, or as head for an officer of your authority")]
    NotYours,
    /// The days are wrong.
    #[error("a deputy stands in from today or later, and until a day after that")]
    Days,
    /// There is no reason.
    #[error("a reason has 1 to 500 characters")]
    Reason,
    /// The same person.
    #[error("nobody is their own deputy")]
    Oneself,
    /// Not an officer who can sign in.
    #[error("the officer {0} is not in service on that day, or has no account")]
    Unknown(String),
    /// Of another authority.
    #[error("the deputy belongs to another authority")]
    OtherAuthority,
    /// Less power.
    #[error(
        "the deputy does not hold the role {0} there for the whole time: name somebody of equal power, or have the role given first"
    )]
    LessPower(String),
    /// Less qualified.
    #[error("the deputy lacks what the office needs: {0}")]
    Unqualified(&'static str),
    /// Another deputy stands in then.
    #[error("another deputy is named for a part of that time: end that first")]
    Overlap,
    /// A chain.
    #[error(
        "one of the two is away or stands in for somebody else then: nothing passes on to a third"
    )]
    Chain,
    /// There is none.
    #[error("there is no such deputy")]
    NotFound,
    /// It is over.
    #[error("it is over already")]
    Ended,
    /// May not.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// See [`Fault`].
    #[error(transparent)]
    Fault(#[from] Fault),
}
of_faults!(DeputyError);

/// An officer who can sign in, as of a day.
struct Known {
    account: String,
    snapshot: Value,
    grants: Vec<RoleGrant>,
}

impl Known {
    fn authority(&self) -> &str {
        self.snapshot["authority"].as_str().unwrap_or_default()
    }
}

impl Access {
    /// Names a deputy for an officer: the officer, or a head of their authority.
    pub async fn name_deputy(
        &self,
        manager: &Manager<'_>,
        new: NewDeputy,
    ) -> Result<Deputy, DeputyError> {
        let now = self.now()?;
        if new.from < self.today() || new.to <= new.from {
            return Err(DeputyError::Days);
        }
        if new.officer == new.deputy {
            return Err(DeputyError::Oneself);
        }
        let reason = checked_reason(&new.reason).map_err(|_| DeputyError::Reason)?;
        let absent = self.known(&new.officer, new.from).await?;
        check_manager(*manager, &new.officer, absent.authority())?;
        let deputy = self.known(&new.deputy, new.from).await?;
        check_power(&absent, &deputy, &new)?;
        let row = new_grant_row(
            &deputy.account,
            DEPUTY,
            &Place::Officer(new.officer.clone()),
            (new.from, Some(new.to)),
            (&reason, manager.by().account()),
            now,
        );
        let (access, by) = (self.clone(), manager.by());
        let write = self.0.record.write(move |tx| {
            Box::pin(async move {
                // Of two who are named at once, the second sees the first.
                tx.alone(LOCK).await?;
                check_free(tx, &absent, &new).await?;
                let given = give(tx, row).await?;
                let data = json!({
                    "grant": given.id, "officer": new.officer, "deputy": new.deputy,
                    "from": given.valid_from, "to": given.valid_to,
                });
                let subject = ("account", given.account_id.as_str());
                let mut named = act("access.deputy_named", &by, subject, data);
                named.party_blocks = vec![json!({"reason": given.reason})];
                access.0.record.append(tx, named).await?;
                deputy_of(given, new.deputy)
            })
        });
        write.await
    }

    /// Ends a deputy from today on; one who has not begun never begins.
    pub async fn end_deputy(&self, manager: &Manager<'_>, id: &str) -> Result<Deputy, DeputyError> {
        self.now()?;
        if !is_id(id) {
            return Err(DeputyError::NotFound);
        }
        let found = role_grant::Entity::find_by_id(id)
            .one(self.0.record.db().read())
            .await?;
        let found = found.filter(|row| row.place_kind == "officer");
        let found = found.ok_or(DeputyError::NotFound)?;
        let today = self.today();
        let snapshot = self.0.standings.officer(&found.place_id, today).await?;
        let authority = snapshot.and_then(|known| known["authority"].as_str().map(str::to_owned));
        check_manager(*manager, &found.place_id, &authority.unwrap_or_default())
            .map_err(|_| DeputyError::NotFound)?;
        let before = grant_of(found.clone())?;
        if before.to.is_some_and(|to| to <= today || to <= before.from) {
            return Err(DeputyError::Ended);
        }
        let to = today.max(before.from);
        let deputy = self.officer_of(&found.account_id).await?;
        let (access, by) = (self.clone(), manager.by());
        let write = self.0.record.write(move |tx| {
            Box::pin(async move {
                let ended = end(tx, &found.id, to).await?;
                let data =
                    json!({"grant": found.id, "officer": found.place_id, "to": to.to_string()});
                let subject = ("account", found.account_id.as_str());
                let ending = act("access.deputy_ended", &by, subject, data);
                access.0.record.append(tx, ending).await?;
                deputy_of(ended, deputy)
            })
        });
        write.await
    }

    /// The deputies of an officer, and those for whom the officer stands in, the newest first, as far
    /// as they are not over.
    pub async fn deputies(
        &self,
        manager: &Manager<'_>,
        officer: &str,
    ) -> Result<Vec<Deputy>, DeputyError> {
        let today = self.today();
        let known = self.known(officer, today).await?;
        check_manager(*manager, officer, known.authority())?;
        let of = Condition::any()
            .add(role_grant::Column::PlaceId.eq(officer))
            .add(role_grant::Column::AccountId.eq(&known.account));
        let rows = role_grant::Entity::find()
            .filter(role_grant::Column::PlaceKind.eq("officer"))
            .filter(role_grant::Column::ValidTo.gt(today.to_string()))
            .filter(of)
            .order_by_desc(role_grant::Column::GrantedAtMs)
            .order_by_desc(role_grant::Column::Id)
            .all(self.0.record.db().read())
            .await?;
        let mut all = Vec::with_capacity(rows.len());
        // One that was ended before it began has no day.
        for row in rows
            .into_iter()
            .filter(|row| row.valid_to.as_ref() != Some(&row.valid_from))
        {
            let deputy = self.officer_of(&row.account_id).await?;
            all.push(deputy_of(row, deputy)?);
        }
        Ok(all)
    }

    async fn officer_of(&self, account: &str) -> Result<String, DeputyError> {
        let found = account::Entity::find_by_id(account)
            .one(self.0.record.db().read())
            .await?;
        let officer = found.and_then(|account| account.officer_id);
        officer.ok_or_else(|| Fault::Damaged(account.to_owned()).into())
    }

    async fn known(&self, officer: &str, on: Date) -> Result<Known, DeputyError> {
        let unknown = || DeputyError::Unknown(officer.to_owned());
        let snapshot = self.0.standings.officer(officer, on).await?;
        let snapshot = snapshot.ok_or_else(unknown)?;
        let account = account::Entity::find()
            .filter(account::Column::OfficerId.eq(officer))
            .one(self.0.record.db().read())
            .await?;
        let account = account.ok_or_else(unknown)?.id;
        let grants = self.grants_of(&account).await?;
        Ok(Known {
            account,
            snapshot,
            grants,
        })
    }
}

fn deputy_of(row: role_grant::Model, deputy: String) -> Result<Deputy, DeputyError> {
    let officer = row.place_id.clone();
    let grant = grant_of(row)?;
    Ok(Deputy {
        officer,
        deputy,
        from: grant.from,
        to: grant.to.unwrap_or(Date::MAX),
        reason: grant.reason,
        id: grant.id,
    })
}

/// For oneself, or for an officer of the authority that one heads.
fn check_manager(manager: Manager<'_>, officer: &str, authority: &str) -> Result<(), DeputyError> {
    let Manager::Person(signed) = manager else {
        return Ok(());
    };
    let theirs = Scope::Authorities([authority.to_owned()].into());
    let heads = || crate::policy::within(&theirs, &signed.scope(HEADS));
    if signed.officer() == Some(officer) || heads() {
        return Ok(());
    }
    Err(DeputyError::NotYours)
}

/// Neither of the two is away or stands in for somebody else in that time.
async fn check_free(tx: &WriteTx, absent: &Known, new: &NewDeputy) -> Result<(), DeputyError> {
    let of = Condition::any()
        .add(role_grant::Column::PlaceId.is_in([&new.officer, &new.deputy]))
        .add(role_grant::Column::AccountId.eq(&absent.account));
    let rows = role_grant::Entity::find()
        .filter(role_grant::Column::PlaceKind.eq("officer"))
        .filter(role_grant::Column::ValidFrom.lt(new.to.to_string()))
        .filter(role_grant::Column::ValidTo.gt(new.from.to_string()))
        .filter(of)
        .all(&**tx)
        .await?;
    // A deputy that was ended before it began has no day.
    let mut rows = rows
        .iter()
        .filter(|row| row.valid_to.as_ref() != Some(&row.valid_from));
    match rows.next() {
        None => Ok(()),
        Some(row) if row.place_id == new.officer => Err(DeputyError::Overlap),
        Some(_) => Err(DeputyError::Chain),
    }
}

/// A deputy is of the same authority, holds every role of the officer there for the whole time, and
/// has what the office needs.
fn check_power(absent: &Known, deputy: &Known, new: &NewDeputy) -> Result<(), DeputyError> {
    if absent.authority() != deputy.authority() {
        return Err(DeputyError::OtherAuthority);
    }
    let whole =
        |grant: &RoleGrant| grant.from <= new.from && grant.to.is_none_or(|to| new.to <= to);
    let touches = |grant: &&RoleGrant| {
        grant.from < new.to && grant.to.is_none_or(|to| new.from < to) && grant.role != DEPUTY
    };
    for needed in absent.grants.iter().filter(touches) {
        let same = |grant: &RoleGrant| {
            grant.role == needed.role && grant.place == needed.place && whole(grant)
        };
        if !deputy.grants.iter().any(same) {
            return Err(DeputyError::LessPower(needed.role.clone()));
        }
    }
    let has = |known: &Known, field: &str| known.snapshot[field] == true;
    if has(deputy, "auxiliary") && !has(absent, "auxiliary") {
        return Err(DeputyError::Unqualified("auxiliary"));
    }
    for field in ["certificate_valid", "legal_qualification"] {
        if has(absent, field) && !has(deputy, field) {
            return Err(DeputyError::Unqualified(field));
        }
    }
    Ok(())
}
