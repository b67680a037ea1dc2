//! Adopting many items at once: all or none, each with the checks and the act of its own.

use std::collections::HashMap;

use record::{ActKind, Actor, NewAct, Subject};
use serde_json::json;
use store::insert_all;
use store::sea_orm::sea_query::{Expr, ExprTrait as _};
use store::sea_orm::{
    ColumnTrait, ConnectionTrait as _, DbBackend, EntityTrait, QueryFilter, QueryOrder as _,
    QuerySelect as _,
};

use super::acts::event;
use super::{Deed, ItemError, SeenItem};
use crate::Library;
use crate::import::new_stamp;
use crate::tables::{item, item_event};
use crate::view::{Act, ItemState};

/// Items of one statement.
const CHUNK: usize = 1_000;

impl Library {
    /// Adopts items, as [`Library::adopt_item`] does one by one; `seen` in the deed is of no use, each
    /// item has its own. Where one of them may not be adopted none is.
    pub async fn adopt_items(&self, seen: &[SeenItem], deed: &Deed) -> Result<(), ItemError> {
        deed.check()?;
        let tx = self.db().write_tx().await?;
        let now = self.clock().now();
        let mut acts = Vec::with_capacity(seen.len());
        for chunk in seen.chunks(CHUNK) {
            let ids: Vec<String> = chunk.iter().map(|seen| seen.id.to_string()).collect();
            let mut query = item::Entity::find()
                .filter(item::Column::Id.is_in(&ids))
                .order_by_asc(item::Column::Id);
            if tx.get_database_backend() == DbBackend::Postgres {
                query = query.lock_exclusive();
            }
            let found = query.all(&*tx).await?;
            let found: HashMap<&str, &item::Model> =
                found.iter().map(|row| (row.id.as_str(), row)).collect();
            let mut events = Vec::with_capacity(chunk.len());
            for (seen, id) in chunk.iter().zip(&ids) {
                let row = found.get(id.as_str());
                let revision = may_be_adopted(seen, row.copied())? + 1;
                events.push(event(id, revision, Act::Adopted, deed, &[], now));
                acts.push(self.record().prepare(adopted(deed, id, revision))?);
            }
            item::Entity::update_many()
                .col_expr(
                    item::Column::State,
                    Expr::value(ItemState::Adopted.as_str()),
                )
                .col_expr(
                    item::Column::Revision,
                    Expr::col(item::Column::Revision).add(1),
                )
                .col_expr(item::Column::ByPerson, Expr::value(1))
                .filter(item::Column::Id.is_in(&ids))
                .exec(&*tx)
                .await?;
            insert_all::<item_event::ActiveModel>(&*tx, events).await?;
        }
        self.record().append_all(&tx, &acts).await?;
        let stamp = new_stamp(&tx).await?;
        tx.commit().await?;
        let ids: Vec<String> = seen.iter().map(|seen| seen.id.to_string()).collect();
        self.index_items(&ids, stamp).await
    }
}

/// The revision of an item that may be adopted as it was seen.
fn may_be_adopted(seen: &SeenItem, row: Option<&item::Model>) -> Result<i32, ItemError> {
    let row = row.ok_or(ItemError::NotFound(seen.id))?;
    let is = row.revision.cast_unsigned();
    if is != seen.revision {
        return Err(ItemError::Changed {
            seen: seen.revision,
            is,
        });
    }
    match ItemState::named(&row.state) {
        Some(ItemState::Withdrawn) => Err(ItemError::Withdrawn),
        Some(ItemState::Adopted) => Err(ItemError::AlreadySo),
        _ => Ok(row.revision),
    }
}

fn adopted(deed: &Deed, id: &str, revision: i32) -> NewAct {
    let kind: ActKind = format!("library.item_{}", Act::Adopted.as_str())
        .parse()
        .expect("acts are named in lower case");
    let actor = Actor::Person {
        account: deed.account.clone(),
    };
    let subject = Subject {
        kind: "item".to_owned(),
        id: id.to_owned(),
    };
    let data = json!({"revision": revision, "reason": deed.reason.trim(), "others": []});
    NewAct::new(kind, actor, subject, data)
}
