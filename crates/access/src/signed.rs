//! Who is signed in, and what they may do.

use std::fmt;
use std::sync::Arc;

use jiff::civil::Date;
use rules::{Over, Question, RuleSet};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use serde_json::Value;
use store::{Scope, Scoped, sea_orm};
use thiserror::Error;

use crate::access::Access;
use crate::account::RoleGrant;
use crate::deputies::DEPUTY;
use crate::fault::{Fault, of_faults};
use crate::grants::{grant_of, held_on};
use crate::known_roles::{AsOf, GRANTS};
use crate::place::{Reach, Tree};
use crate::policy::{self, HeldRole, Person};
use crate::secret::Secret;
use crate::sessions::{Session, SessionError, Stage};
use crate::tables::{account, role_grant};

/// A person who is signed in, with the roles of today.
#[derive(Clone)]
pub struct Signed {
    access: Access,
    account: account::Model,
    person: Person,
    on: Date,
    pub(crate) tree: Arc<Tree>,
}

/// What a person may not do.
#[derive(Debug, Error)]
pub enum Forbidden {
    /// No role of theirs allows it, or not with this record.
    #[error("none of your roles allows {action} here: ask your administrator")]
    NotAllowed {
        /// The action of the policy table.
        action: String,
    },
    /// See [`Fault`].
    #[error(transparent)]
    Fault(#[from] Fault),
}
of_faults!(Forbidden);

impl fmt::Debug for Signed {
    /// Without what is kept of the account's secrets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Signed")
            .field("account", &self.account.id)
            .field("roles", &self.person.roles)
            .finish_non_exhaustive()
    }
}

impl Access {
    /// The person of a session, when the sign-in is complete.
    pub async fn signed(&self, session: &Secret) -> Result<Signed, SessionError> {
        let found = self.session(session).await?;
        if found.stage != Stage::SignedIn {
            return Err(SessionError::Incomplete);
        }
        self.person_of(found).await
    }

    async fn person_of(&self, session: Session) -> Result<Signed, SessionError> {
        let on = self.today();
        let (tree, officer) = match &session.account.officer_id {
            Some(officer) => {
                let (tree, officer) = self.0.standings.officer_in_tree(officer, on).await?;
                (tree, officer.map(Some))
            }
            None => (self.0.standings.tree(on).await?, Some(None)),
        };
        let roles = match officer {
            Some(_) => self.roles_of(&session.account.id, on, &tree).await?,
            // An officer who is not in service holds no role.
            None => Arc::default(),
        };
        let id = session
            .account
            .officer_id
            .as_ref()
            .unwrap_or(&session.account.id);
        let person = Person {
            id: id.clone(),
            roles,
            officer: officer.flatten(),
        };
        Ok(Signed {
            access: self.clone(),
            account: session.account,
            person,
            on,
            tree,
        })
    }

    async fn roles_of(
        &self,
        account: &str,
        on: Date,
        tree: &Arc<Tree>,
    ) -> Result<Arc<[HeldRole]>, Fault> {
        let as_of = AsOf {
            grants: self.0.record.marks().await?.of(GRANTS),
            tree: Arc::clone(tree),
            on,
        };
        if let Some(known) = self.0.known_roles.get(account, &as_of) {
            return Ok(known);
        }
        let grants = self.grants_of(account).await?;
        let held = grants.into_iter().filter(|grant| held_on(grant, on));
        let held = held.filter_map(|grant| {
            let reach = tree.reach(&grant.place)?;
            let role = grant.role;
            Some(HeldRole { role, reach })
        });
        let roles = held.collect();
        self.0.known_roles.keep(account, as_of, &roles);
        Ok(roles)
    }

    /// Every role that an account holds, held or will hold, the oldest first.
    pub(crate) async fn grants_of(&self, account: &str) -> Result<Vec<RoleGrant>, Fault> {
        let rows = role_grant::Entity::find()
            .filter(role_grant::Column::AccountId.eq(account))
            .order_by_asc(role_grant::Column::GrantedAtMs)
            .order_by_asc(role_grant::Column::Id)
            .all(self.0.record.db().read())
            .await
            .map_err(store::StoreError::from)?;
        rows.into_iter().map(grant_of).collect()
    }
}

impl Signed {
    /// Id of the account.
    pub fn account(&self) -> &str {
        &self.account.id
    }

    /// What the person is called.
    pub fn name(&self) -> &str {
        &self.account.name
    }

    /// What names the person in records: the id of the officer, or of the account.
    pub fn person(&self) -> &str {
        &self.person.id
    }

    /// Id of the officer.
    pub fn officer(&self) -> Option<&str> {
        self.account.officer_id.as_deref()
    }

    /// The day as of which the roles are held.
    pub const fn on(&self) -> Date {
        self.on
    }

    /// The roles of today.
    pub fn roles(&self) -> &[HeldRole] {
        &self.person.roles
    }

    pub(crate) const fn as_person(&self) -> &Person {
        &self.person
    }

    /// The room.
    pub const fn access(&self) -> &Access {
        &self.access
    }

    /// The records with which the person may do an action today; none is an answer too.
    ///
    /// A deputy may do what their own roles allow, in the cases of those in whose place they act too.
    pub fn scope(&self, action: &str) -> Scope {
        let rules = self.access.rules();
        let holds = |condition: &str, officer: &Value| holds(&rules, condition, officer, self.on);
        let of = |person: &Person| policy::scope(rules.policy(), person, action, self.on, &holds);
        let own = of(&self.person);
        let mut parts = vec![own];
        for id in self.stands_for() {
            let absent = Person {
                id: id.to_owned(),
                ..self.person.clone()
            };
            let theirs = of(&absent);
            if !theirs.is_empty() && !parts.contains(&theirs) {
                parts.push(theirs);
            }
        }
        match parts.len() {
            1 => parts.remove(0),
            _ => Scope::Or(parts),
        }
    }

    /// The officers in whose place the person acts today, by id.
    pub fn stands_for(&self) -> impl Iterator<Item = &str> {
        let roles = self.person.roles.iter();
        roles.filter_map(|held| match &held.reach {
            Reach::Officer(id) if held.role == DEPUTY => Some(id.as_str()),
            _ => None,
        })
    }

    /// The actions that the person may do with some record today.
    pub fn actions(&self) -> Vec<String> {
        let rules = self.access.rules();
        let actions = rules.policy().actions.iter().map(|action| &action.id);
        actions
            .filter(|action| !self.scope(action).is_empty())
            .cloned()
            .collect()
    }

    /// The scope for an action; where it is empty, a refusal that is put on the record.
    pub async fn authorise(&self, action: &str) -> Result<Scope, Forbidden> {
        let scope = self.scope(action);
        if scope.is_empty() {
            return Err(self.refuse(action).await);
        }
        Ok(scope)
    }

    /// Whether the person may do an action with this record; if not, a refusal that is put on the
    /// record.
    pub async fn check(
        &self,
        action: &str,
        record: &(impl Scoped + Sync),
    ) -> Result<(), Forbidden> {
        if self.scope(action).allows(record) {
            return Ok(());
        }
        Err(self.refuse(action).await)
    }

    /// Puts a refusal on the record, and gives it.
    pub async fn refuse(&self, action: &str) -> Forbidden {
        let noted = self
            .access
            .refused(Some(self.account()), action, "access.forbidden")
            .await;
        match noted {
            Ok(()) => Forbidden::NotAllowed {
                action: action.to_owned(),
            },
            Err(fault) => fault.into(),
        }
    }
}

/// Whether a condition of the policy table holds for an officer; what cannot be computed does not.
pub(crate) fn holds(rules: &RuleSet, condition: &str, officer: &Value, on: Date) -> bool {
    let question = Question {
        judged_on: on,
        today: on,
        sector: String::new(),
        region: String::new(),
    };
    rules
        .holds(Over::Officer, condition, officer, &question)
        .unwrap_or_else(|error| {
            tracing::warn!(%error, "a condition of the policy table cannot be computed");
            false
        })
}
