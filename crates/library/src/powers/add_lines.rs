//! Adding lines to a draft: many items for many authorities at once, written by the database itself.

use std::collections::{BTreeSet, HashMap, HashSet};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::json;
use sha2::{Digest, Sha256};
use store::WriteTx;
use store::sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, QueryFilter,
    QueryOrder, QuerySelect,
};
use utoipa::ToSchema;

use super::act::Opened;
use super::effective::statement;
use super::{
    Asking, AuthorityBook, LineContent, ListDeed, ListKind, ListStep, PowerError, Powers, numbers,
};
use crate::tables::{item, power_list, power_list_content, power_list_version};
use crate::view::ItemState;
use crate::{ItemId, ListId};

/// Lines that say the same of each of some items, for each of some authorities.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewLines {
    /// The items; each is adopted.
    #[schema(value_type = Vec<Uuid>, min_items = 1)]
    pub items: Vec<ItemId>,
    /// The ids of the authorities; in a power list at least one, in other lists none.
    #[serde(default)]
    pub authorities: Vec<String>,
    /// What the lines say.
    pub content: LineContent,
    /// The first day of the lines' own term.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = Date)]
    pub valid_from: Option<Date>,
    /// The first day after the lines' own term.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = Date)]
    pub valid_to: Option<Date>,
}

/// Items of one statement: with 95 authorities it writes some hundred thousand lines.
const CHUNK: usize = 1_000;
/// Lines after which PostgreSQL counts anew.
const MANY: i64 = 10_000;

impl Powers {
    /// Adds lines to a draft: all or none. Gives how many.
    pub async fn add_lines(
        &self,
        asking: &Asking,
        id: (ListId, u32),
        groups: &[NewLines],
        deed: &ListDeed,
    ) -> Result<u64, PowerError> {
        let (tx, added) = self.lines_added(asking, id, groups, deed).await?;
        tx.commit().await?;
        Ok(added)
    }

    /// Whether lines could be added: everything is done and nothing kept.
    pub async fn try_lines(
        &self,
        asking: &Asking,
        id: (ListId, u32),
        groups: &[NewLines],
        deed: &ListDeed,
    ) -> Result<u64, PowerError> {
        let (_undone, added) = self.lines_added(asking, id, groups, deed).await?;
        Ok(added)
    }

    async fn lines_added(
        &self,
        asking: &Asking,
        id: (ListId, u32),
        groups: &[NewLines],
        deed: &ListDeed,
    ) -> Result<(WriteTx, u64), PowerError> {
        let book = self.book().await?;
        let tx = self.alone().await?;
        let opened = self
            .open_version(&tx, (asking, deed), id, ListStep::Edit)
            .await?;
        let kind = ListKind::named(&opened.list.kind)
            .ok_or_else(|| PowerError::Damaged(opened.list.id.clone()))?;
        for group in groups {
            check(kind, group, &book)?;
        }
        let items = adopted(&tx, groups.iter().flat_map(|group| &group.items)).await?;
        let mut added = 0;
        for group in groups {
            added += write_group(&tx, &opened, group, &items, added).await?;
        }
        if added > MANY && tx.get_database_backend() == DbBackend::Postgres {
            // Its planner would otherwise take the tables for small until it looks by itself.
            tx.execute_unprepared("ANALYZE power_list_line, listed_id")
                .await?;
        }
        let list = power_list::ActiveModel {
            number: Set(opened.list.number),
            lines_written: Set(opened.list.lines_written + added),
            ..Default::default()
        };
        power_list::Entity::update(list).exec(&*tx).await?;
        let change = power_list_version::ActiveModel {
            lines: Set(opened.version.lines + added),
            ..Default::default()
        };
        let data = json!({"added": added});
        self.write_step(&tx, &opened, change, ListStep::Edit, (asking, deed), data)
            .await?;
        Ok((tx, added.cast_unsigned()))
    }
}

/// What can be refused without looking at the items.
pub(super) fn check(
    kind: ListKind,
    group: &NewLines,
    book: &AuthorityBook,
) -> Result<(), PowerError> {
    if group.content.of() != kind {
        return Err(PowerError::OtherKind(kind));
    }
    if group.items.is_empty() || group.authorities.is_empty() != (kind != ListKind::Powers) {
        return Err(PowerError::Who);
    }
    if let (Some(from), Some(to)) = (group.valid_from, group.valid_to)
        && to <= from
    {
        return Err(PowerError::Term);
    }
    if let Some(fault) = group.content.fault(group.valid_to) {
        return Err(PowerError::Content(fault));
    }
    let by = group
        .content
        .power()
        .and_then(|terms| terms.entrusted_by.as_ref());
    let unknown = group
        .authorities
        .iter()
        .chain(by)
        .find(|id| book.get(id).is_none());
    unknown.map_or(Ok(()), |id| Err(PowerError::NoAuthority(id.clone())))
}

/// Numbers for items; refused where one is not adopted.
async fn adopted(
    tx: &WriteTx,
    items: impl Iterator<Item = &ItemId>,
) -> Result<HashMap<String, i64>, PowerError> {
    let mut seen = HashSet::new();
    let ids: Vec<ItemId> = items.copied().filter(|id| seen.insert(*id)).collect();
    let written: Vec<String> = ids.iter().map(ToString::to_string).collect();
    for (ids, written) in ids.chunks(CHUNK).zip(written.chunks(CHUNK)) {
        let states: Vec<(String, String)> = item::Entity::find()
            .select_only()
            .columns([item::Column::Id, item::Column::State])
            .filter(item::Column::Id.is_in(written))
            .into_tuple()
            .all(&**tx)
            .await?;
        let states: HashMap<&str, &str> = states
            .iter()
            .map(|(id, state)| (id.as_str(), state.as_str()))
            .collect();
        for (id, written) in ids.iter().zip(written) {
            let state = states
                .get(written.as_str())
                .ok_or(PowerError::NoItem(*id))?;
            match ItemState::named(state) {
                Some(ItemState::Adopted) => {}
                Some(state) => return Err(PowerError::NotAdopted { item: *id, state }),
                None => return Err(PowerError::Damaged(written.clone())),
            }
        }
    }
    Ok(numbers::give(tx, &written).await?)
}

async fn write_group(
    tx: &WriteTx,
    opened: &Opened,
    group: &NewLines,
    items: &HashMap<String, i64>,
    before: i64,
) -> Result<i64, PowerError> {
    let content = content_number(tx, &group.content).await?;
    let authorities: BTreeSet<&String> = group.authorities.iter().collect();
    let authorities: Vec<String> = authorities.into_iter().cloned().collect();
    let authorities = numbers::give(tx, &authorities).await?;
    let authorities = (!authorities.is_empty()).then(|| numbers::list(authorities.into_values()));
    let by_number: BTreeSet<(i64, ItemId)> = group
        .items
        .iter()
        .map(|id| (items[&id.to_string()], *id))
        .collect();
    let by_number: Vec<(i64, ItemId)> = by_number.into_iter().collect();
    let mut added = 0;
    for chunk in by_number.chunks(CHUNK) {
        let chunk_numbers = numbers::list(chunk.iter().map(|(number, _)| *number));
        if let Some(number) =
            standing(tx, opened, &chunk_numbers, authorities.as_deref(), content).await?
        {
            let twice = chunk.iter().find(|(known, _)| *known == number);
            let (_, item) = twice.ok_or_else(|| PowerError::Damaged(opened.list.id.clone()))?;
            return Err(PowerError::Twice { item: *item });
        }
        let first = opened.list.lines_written + before + added;
        let sql = insert(
            opened,
            &chunk_numbers,
            authorities.as_deref(),
            content,
            first,
        );
        let days =
            [group.valid_from, group.valid_to].map(|day| day.map(|day| day.to_string()).into());
        added += tx
            .execute_raw(statement(&**tx, &sql, days))
            .await?
            .rows_affected()
            .cast_signed();
    }
    Ok(added)
}

/// An item of these that stands in the draft already for one of these authorities; in lists without
/// authorities, with the same content.
async fn standing(
    tx: &WriteTx,
    opened: &Opened,
    items: &str,
    authorities: Option<&str>,
    content: i64,
) -> Result<Option<i64>, PowerError> {
    let same = match authorities {
        Some(authorities) => format!("l.authority_number IN ({authorities})"),
        None => format!("l.authority_number IS NULL AND l.content_number = {content}"),
    };
    let sql = format!(
        "SELECT l.item_number FROM power_list_line l WHERE l.item_number IN ({items}) AND {same} \
         AND l.list_number = $1 AND l.until_version IS NULL LIMIT 1"
    );
    let row = tx
        .query_one_raw(statement(&**tx, &sql, [opened.list.number.into()]))
        .await?;
    Ok(row.map(|row| row.try_get_by_index(0)).transpose()?)
}

/// Writes a line for each item and authority. Numbers are written out, since they are our own.
fn insert(
    opened: &Opened,
    items: &str,
    authorities: Option<&str>,
    content: i64,
    first: i64,
) -> String {
    let (list, version) = (opened.list.number, opened.version.version);
    let (authority, from, order) = match authorities {
        Some(authorities) => (
            "a.number",
            format!(
                "listed_id i CROSS JOIN listed_id a WHERE a.number IN ({authorities}) AND i.number IN ({items})"
            ),
            "i.number, a.number",
        ),
        None => (
            "CAST(NULL AS BIGINT)",
            format!("listed_id i WHERE i.number IN ({items})"),
            "i.number",
        ),
    };
    format!(
        "INSERT INTO power_list_line (list_number, number, item_number, authority_number, content_number, \
         since_version, until_version, valid_from, valid_to) \
         SELECT {list}, {first} + ROW_NUMBER() OVER (ORDER BY {order}), i.number, {authority}, {content}, \
         {version}, CAST(NULL AS INTEGER), CAST($1 AS TEXT), CAST($2 AS TEXT) FROM {from}"
    )
}

/// The number of a content, which is written once.
async fn content_number(tx: &WriteTx, content: &LineContent) -> Result<i64, PowerError> {
    let body = serde_json::to_string(content).expect("a line is JSON");
    let digest: [u8; 32] = Sha256::digest(&body).into();
    let digest = hex(&digest);
    let known = power_list_content::Entity::find()
        .filter(power_list_content::Column::Digest.eq(digest.as_str()))
        .one(&**tx)
        .await?;
    if let Some(known) = known {
        return Ok(known.number);
    }
    let last: Option<i64> = power_list_content::Entity::find()
        .select_only()
        .column(power_list_content::Column::Number)
        .order_by_desc(power_list_content::Column::Number)
        .into_tuple()
        .one(&**tx)
        .await?;
    let number = last.unwrap_or(0) + 1;
    let row = power_list_content::ActiveModel {
        number: Set(number),
        digest: Set(digest),
        body: Set(body),
    };
    power_list_content::Entity::insert(row)
        .exec_without_returning(&**tx)
        .await?;
    Ok(number)
}

fn hex(bytes: &[u8]) -> String {
    let mut digits = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        for half in [byte >> 4, byte & 15] {
            digits.extend(char::from_digit(half.into(), 16));
        }
    }
    digits
}
