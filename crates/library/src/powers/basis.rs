//! Held items whose legal basis has changed or fallen away.

use std::collections::HashMap;

use jiff::civil::Date;
use law::{StatuteKey, VersionKey};
use store::sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, QueryFilter};
use store::{Cursor, PageRequest, split_page};

use super::effective::statement;
use super::{Asking, BasisChange, PowerError, Powers};
use crate::holdings::Holdings;
use crate::tables::{item, item_lineage};
use crate::view::{BasisRow, ItemState, ItemTouched, List, ProvisionChangeKind, VersionState};

/// A held item that rests on what is not in force, or is withdrawn.
#[derive(Debug, FromQueryResult)]
struct HeldItem {
    sort: i64,
    id: String,
    state: String,
    version_id: i64,
    held: i64,
}

/// What two versions of a statute have that is not the same, asked for once.
type Compared = HashMap<(StatuteKey, VersionKey, VersionKey), Vec<ItemTouched>>;

impl Powers {
    /// Items that are held on a day although their version is no longer in force on it, or they are
    /// withdrawn; with what they have become.
    pub async fn basis_changes(
        &self,
        asking: &Asking,
        day: Date,
        page: &PageRequest,
    ) -> Result<List<BasisRow>, PowerError> {
        let book = self.book().await?;
        let holders = self.holders(&book, &asking.scope, day, |_| true).await?;
        let after = page.after::<i64>()?.unwrap_or(0);
        // What changed is found first; else the database may count the holders of every item.
        let sql = format!(
            "WITH changed AS MATERIALIZED (SELECT i.sort, i.id, i.state, i.version_id, n.number FROM item i \
             JOIN version ver ON ver.id = i.version_id JOIN listed_id n ON n.id = i.id WHERE i.sort > {after} \
             AND (i.state = 'withdrawn' OR ver.in_force_until <= $1 \
             OR (ver.in_force_until IS NULL AND ver.repealed <> 0))) \
             SELECT changed.sort, changed.id, changed.state, changed.version_id, COUNT(*) AS held FROM changed \
             JOIN power_list_line l ON l.item_number = changed.number WHERE {} \
             GROUP BY changed.sort, changed.id, changed.state, changed.version_id ORDER BY changed.sort LIMIT {}",
            holders.sql(),
            page.limit.get() + 1
        );
        let db = self.db().read();
        let rows = HeldItem::find_by_statement(statement(db, &sql, [day.to_string().into()]))
            .all(db)
            .await?;
        let (rows, next) = split_page(rows, page.limit, |row| row.sort);
        let mut compared = Compared::new();
        let mut shown = Vec::with_capacity(rows.len());
        for row in &rows {
            shown.extend(self.basis_row(row, day, &mut compared).await?);
        }
        Ok(List {
            rows: shown,
            next: next.as_ref().map(Cursor::to_string),
            total: None,
        })
    }

    async fn basis_row(
        &self,
        row: &HeldItem,
        day: Date,
        compared: &mut Compared,
    ) -> Result<Option<BasisRow>, PowerError> {
        let holdings = self.library().holdings().await?;
        let Some((statute, version)) = holdings.version(row.version_id) else {
            return Ok(None);
        };
        let Some(item) = self
            .items_by_id(std::slice::from_ref(&row.id), day)
            .await?
            .pop()
        else {
            return Ok(None);
        };
        let current = statute
            .on(day)
            .filter(|current| current.state_on(day) == VersionState::InForce);
        let successor = match current {
            Some(current) => self.in_version(&row.id, current.id).await?,
            None => None,
        };
        let change = match (current, &successor) {
            _ if row.state == ItemState::Withdrawn.as_str() => BasisChange::Withdrawn,
            (None, _) => BasisChange::Repealed,
            (Some(_), None) => BasisChange::FellAway,
            (Some(current), Some(_)) => {
                let pair = (statute.key.clone(), version.version, current.version);
                self.changed(&row.id, pair, compared).await?
            }
        };
        let successor = match successor {
            Some(id) => self.items_by_id(&[id], day).await?.pop(),
            None => None,
        };
        Ok(Some(BasisRow {
            item,
            change,
            successor,
            held: row.held.cast_unsigned(),
        }))
    }

    /// Whether the words of the item's article changed from one version to another.
    async fn changed(
        &self,
        id: &str,
        pair: (StatuteKey, VersionKey, VersionKey),
        compared: &mut Compared,
    ) -> Result<BasisChange, PowerError> {
        if !compared.contains_key(&pair) {
            let (key, from, to) = &pair;
            let comparison = self.library().compare(key, *from, *to).await?;
            compared.insert(pair.clone(), comparison.items);
        }
        let touched = compared[&pair]
            .iter()
            .find(|touched| touched.id.to_string() == id);
        Ok(match touched.map(|touched| touched.change) {
            None | Some(ProvisionChangeKind::Renumbered) => BasisChange::Continued,
            Some(_) => BasisChange::Changed,
        })
    }

    /// What the item has become in this version, followed from version to version.
    async fn in_version(&self, id: &str, version: i64) -> Result<Option<String>, PowerError> {
        let db = self.db().read();
        let mut at = id.to_owned();
        for _ in 0..MOST_VERSIONS {
            let next = item_lineage::Entity::find()
                .filter(item_lineage::Column::FromItem.eq(at.as_str()))
                .filter(item_lineage::Column::Relation.eq("version"))
                .one(db)
                .await?;
            let Some(next) = next else {
                return Ok(None);
            };
            at = next.to_item;
            let found = item::Entity::find_by_id(at.as_str()).one(db).await?;
            if found.is_some_and(|found| found.version_id == version) {
                return Ok(Some(at));
            }
        }
        Ok(None)
    }
}

/// Versions that an item is followed through.
const MOST_VERSIONS: usize = 100;

impl Powers {
    /// Items as rows of lists, in the order of their ids here; those that are damaged are left out.
    pub(super) async fn items_by_id(
        &self,
        ids: &[String],
        day: Date,
    ) -> Result<Vec<crate::view::ItemRow>, PowerError> {
        let holdings: std::sync::Arc<Holdings> = self.library().holdings().await?;
        let found = item::Entity::find()
            .filter(item::Column::Id.is_in(ids))
            .all(self.db().read())
            .await?;
        let found: HashMap<&str, &item::Model> =
            found.iter().map(|row| (row.id.as_str(), row)).collect();
        let rows = ids
            .iter()
            .filter_map(|id| crate::items::view(found.get(id.as_str())?, &holdings, day));
        Ok(rows.collect())
    }

    /// One number of one row.
    pub(super) async fn one_count(&self, sql: &str, day: Date) -> Result<u64, PowerError> {
        let db = self.db().read();
        let row = db
            .query_one_raw(statement(db, sql, [day.to_string().into()]))
            .await?;
        let count: Option<i64> = row.map(|row| row.try_get_by_index(0)).transpose()?;
        Ok(count.unwrap_or(0).cast_unsigned())
    }
}
