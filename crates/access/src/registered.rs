//! The register's answers for access.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use futures::FutureExt;
use futures::future::BoxFuture;
use jiff::civil::Date;
use register::officer::Standing;
use register::{AuthorityError, OfficerError, OfficerId, Register, Registry};
use serde_json::{Value, json};
use store::{StoreError, sea_orm};

use crate::place::{Node, Tree};
use crate::standings::{Standings, TreeAndOfficer};

/// The register, with the tree of its authorities as it was last made.
pub struct Registered {
    register: Register,
    known: Mutex<Option<KnownTree>>,
}

struct KnownTree {
    registry: Arc<Registry>,
    on: Date,
    tree: Arc<Tree>,
}

impl Registered {
    /// The answers of a register.
    pub const fn new(register: Register) -> Self {
        Self {
            register,
            known: Mutex::new(None),
        }
    }

    async fn registry(&self) -> Result<Arc<Registry>, StoreError> {
        let known = self.register.authorities_known().await;
        known.map_err(authority)
    }

    /// The tree of a day, which is the same as long as no authority has changed.
    fn tree_of(&self, registry: &Arc<Registry>, on: Date) -> Arc<Tree> {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = &*known
            && known.on == on
            && Arc::ptr_eq(&known.registry, registry)
        {
            return Arc::clone(&known.tree);
        }
        let tree = Arc::new(tree(registry, on));
        *known = Some(KnownTree {
            registry: Arc::clone(registry),
            on,
            tree: Arc::clone(&tree),
        });
        tree
    }
}

impl fmt::Debug for Registered {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Registered(…)")
    }
}

impl Standings for Registered {
    fn tree(&self, on: Date) -> BoxFuture<'_, Result<Arc<Tree>, StoreError>> {
        async move { Ok(self.tree_of(&self.registry().await?, on)) }.boxed()
    }

    fn officer<'a>(
        &'a self,
        id: &'a str,
        on: Date,
    ) -> BoxFuture<'a, Result<Option<Value>, StoreError>> {
        async move { snapshot(&self.register, &*self.registry().await?, id, on).await }.boxed()
    }

    fn officer_in_tree<'a>(
        &'a self,
        id: &'a str,
        on: Date,
    ) -> BoxFuture<'a, Result<TreeAndOfficer, StoreError>> {
        async move {
            let registry = self.registry().await?;
            let officer = snapshot(&self.register, &registry, id, on).await?;
            Ok((self.tree_of(&registry, on), officer))
        }
        .boxed()
    }
}

fn tree(registry: &Registry, on: Date) -> Tree {
    let states = registry.all().filter_map(|authority| {
        let state = registry.state(authority.id, on)?;
        let node = Node {
            parent: state.parent.map(|parent| parent.to_string()),
            area: Some(state.area.clone()),
        };
        Some((authority.id.to_string(), node))
    });
    Tree(states.collect())
}

/// What conditions of the policy table are computed over.
async fn snapshot(
    register: &Register,
    registry: &Registry,
    id: &str,
    on: Date,
) -> Result<Option<Value>, StoreError> {
    let Ok(id) = id.parse::<OfficerId>() else {
        return Ok(None);
    };
    let found = register.in_service(registry, &[id], on).await;
    let Some(here) = found.map_err(officer)?.into_iter().flatten().next() else {
        return Ok(None);
    };
    let post = &here.view.row.post;
    let level = registry.state(post.authority, on).map(|state| state.level);
    let mut snapshot = json!({
        "id": id.to_string(),
        "authority": post.authority.to_string(),
        "authority_level": level,
        "post": post.post,
        "auxiliary": post.auxiliary,
        "certificate_valid": here.standing.is_valid(),
        "training_hours": here.view.training_hours,
        "legal_qualification": here.view.legal_qualification.is_some(),
    });
    if let Standing::Valid { expires_on, .. } = here.standing {
        snapshot["certificate_until"] = json!(expires_on.to_string());
    }
    Ok(Some(snapshot))
}

fn authority(error: AuthorityError) -> StoreError {
    match error {
        AuthorityError::Store(error) => error,
        other => StoreError::from(sea_orm::DbErr::Custom(other.to_string())),
    }
}

fn officer(error: OfficerError) -> StoreError {
    match error {
        OfficerError::Store(error) => error,
        other => StoreError::from(sea_orm::DbErr::Custom(other.to_string())),
    }
}
