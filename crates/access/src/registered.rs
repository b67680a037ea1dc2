//! The register's answers for access.

use std::sync::Arc;

use futures::FutureExt;
use futures::future::BoxFuture;
use jiff::civil::Date;
use register::officer::Standing;
use register::{Asking, AuthorityError, OfficerError, OfficerId, Register};
use serde_json::{Value, json};
use store::{StoreError, sea_orm};

use crate::place::{Node, Tree};
use crate::standings::Standings;

impl Standings for Register {
    fn tree(&self, on: Date) -> BoxFuture<'_, Result<Arc<Tree>, StoreError>> {
        async move {
            let registry = self.authorities_known().await.map_err(authority)?;
            let states = registry.all().filter_map(|authority| {
                let state = registry.state(authority.id, on)?;
                let node = Node {
                    parent: state.parent.map(|parent| parent.to_string()),
                    area: Some(state.area.clone()),
                };
                Some((authority.id.to_string(), node))
            });
            Ok(Arc::new(Tree(states.collect())))
        }
        .boxed()
    }

    fn officer<'a>(
        &'a self,
        id: &'a str,
        on: Date,
    ) -> BoxFuture<'a, Result<Option<Value>, StoreError>> {
        async move {
            let Ok(id) = id.parse::<OfficerId>() else {
                return Ok(None);
            };
            let asking = Asking::program("access");
            let view = match self.officer(&asking, id, on).await {
                Ok(view) => view,
                Err(OfficerError::NotFound) => return Ok(None),
                Err(error) => return Err(officer(error)),
            };
            let standing = self
                .certificate_valid(&asking, id, on, None, None)
                .await
                .map_err(officer)?;
            let registry = self.authorities_known().await.map_err(authority)?;
            let post = &view.row.post;
            let level = registry.state(post.authority, on).map(|state| state.level);
            let mut snapshot = json!({
                "id": id.to_string(),
                "authority": post.authority.to_string(),
                "authority_level": level,
                "post": post.post,
                "auxiliary": post.auxiliary,
                "certificate_valid": matches!(standing, Standing::Valid { .. }),
                "training_hours": view.training_hours,
            });
            if let Standing::Valid { expires_on, .. } = standing {
                snapshot["certificate_until"] = json!(expires_on.to_string());
            }
            Ok(Some(snapshot))
        }
        .boxed()
    }
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
