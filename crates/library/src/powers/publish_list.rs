//! Adoption of a reviewed version on a decision, and its publication: from the day stated on, and
//! never before it is published, its powers are held.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde_json::json;
use store::WriteTx;
use store::sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, QueryFilter,
    QueryOrder,
};

use super::act::Opened;
use super::effective::{Effective, name, statement};
use super::{
    Asking, AuthorityBook, AuthorityLevel, Decision, LineContent, ListDeed, ListStep, PowerError,
    PowerKind, Powers, numbers,
};
use crate::ListId;
use crate::tables::power_list_version::{self, Column as C};
use crate::view::ItemState;

/// How a version is published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Publication {
    /// Where: the gazette, the web site.
    pub published_in: String,
    /// The first day on which it has effect; not before today.
    pub effective_from: Date,
}

/// What was newly given to whom.
#[derive(Debug, FromQueryResult)]
struct Given {
    authority_number: i64,
    content_number: i64,
    valid_from: Option<String>,
}

impl Powers {
    /// Adopts a reviewed version on a decision.
    pub async fn adopt_version(
        &self,
        asking: &Asking,
        id: (ListId, u32),
        decision: &Decision,
        deed: &ListDeed,
    ) -> Result<(), PowerError> {
        if !decision.is_whole() {
            return Err(PowerError::Decision);
        }
        let tx = self.alone().await?;
        let opened = self
            .open_version(&tx, (asking, deed), id, ListStep::Adopt)
            .await?;
        let change = power_list_version::ActiveModel {
            decision: Set(Some(json(decision))),
            ..Default::default()
        };
        let data = json!({"decision": decision});
        self.write_step(&tx, &opened, change, ListStep::Adopt, (asking, deed), data)
            .await?;
        Ok(tx.commit().await?)
    }

    /// Publishes an adopted version. The version before gives way on the day on which this one
    /// begins to have effect.
    pub async fn publish_version(
        &self,
        asking: &Asking,
        id: (ListId, u32),
        publication: &Publication,
        deed: &ListDeed,
    ) -> Result<(), PowerError> {
        let (day, today) = (publication.effective_from, self.today());
        if publication.published_in.trim().is_empty() {
            return Err(PowerError::Publication);
        }
        if day < today {
            return Err(PowerError::EffectiveTooEarly {
                effective_from: day,
                published_on: today,
            });
        }
        let book = self.book().await?;
        let tx = self.alone().await?;
        let opened = self
            .open_version(&tx, (asking, deed), id, ListStep::Publish)
            .await?;
        give_way(&tx, &opened, day).await?;
        check_items(&tx, &opened).await?;
        self.check_given(&tx, &opened, &book, day).await?;
        let change = power_list_version::ActiveModel {
            published_on: Set(Some(today.to_string())),
            published_in: Set(Some(publication.published_in.trim().to_owned())),
            effective_from: Set(Some(day.to_string())),
            ..Default::default()
        };
        let data = json!({
            "published_in": publication.published_in.trim(),
            "effective_from": day.to_string(),
            "lines": opened.version.lines,
        });
        self.write_step(
            &tx,
            &opened,
            change,
            ListStep::Publish,
            (asking, deed),
            data,
        )
        .await?;
        self.check_entrusted(&tx, &opened, &book, day).await?;
        Ok(tx.commit().await?)
    }

    /// Whoever is newly given a power must be there when it begins, and be a street or a town where
    /// the power is delegated.
    async fn check_given(
        &self,
        tx: &WriteTx,
        opened: &Opened,
        book: &AuthorityBook,
        day: Date,
    ) -> Result<(), PowerError> {
        let sql = "SELECT DISTINCT authority_number, content_number, valid_from FROM power_list_line \
                   WHERE list_number = $1 AND since_version = $2 AND authority_number IS NOT NULL";
        let values = [opened.list.number.into(), opened.version.version.into()];
        let given = Given::find_by_statement(statement(&**tx, sql, values))
            .all(&**tx)
            .await?;
        let authorities: Vec<i64> = given.iter().map(|given| given.authority_number).collect();
        let ids = numbers::ids(&**tx, &authorities).await?;
        let contents = self
            .contents_in(tx, given.iter().map(|given| given.content_number))
            .await?;
        for given in &given {
            let id = ids.get(&given.authority_number);
            let id = id.ok_or_else(|| PowerError::Damaged(opened.list.id.clone()))?;
            let own: Option<Date> = given.valid_from.as_deref().and_then(|day| day.parse().ok());
            let begins = own.map_or(day, |own| own.max(day));
            let authority = || name(book, id, begins).name;
            let holders = book.holders(id, begins);
            if holders.is_empty() {
                return Err(PowerError::AuthorityGone {
                    authority: authority(),
                    on: begins,
                });
            }
            let terms = contents
                .get(&given.content_number)
                .and_then(LineContent::power);
            let is_delegated = terms.is_some_and(|terms| terms.power_kind == PowerKind::Delegated);
            let is_street = |holder: &&str| {
                book.on(holder, begins)
                    .is_some_and(|state| state.level == AuthorityLevel::Street)
            };
            if is_delegated && !holders.keys().all(is_street) {
                return Err(PowerError::NoStreet {
                    authority: authority(),
                    on: begins,
                });
            }
        }
        Ok(())
    }

    /// Who entrusts a power must hold it on the day, and not by entrustment itself.
    async fn check_entrusted(
        &self,
        tx: &WriteTx,
        opened: &Opened,
        book: &AuthorityBook,
        day: Date,
    ) -> Result<(), PowerError> {
        let sql = "SELECT DISTINCT content_number, item_number, valid_from FROM power_list_line WHERE list_number = $1 \
                   AND since_version = $2 AND content_number IN (SELECT number FROM power_list_content \
                   WHERE body LIKE '%\"power_kind\":\"entrusted\"%')";
        let values = [opened.list.number.into(), opened.version.version.into()];
        let lines = Entrusted::find_by_statement(statement(&**tx, sql, values))
            .all(&**tx)
            .await?;
        let contents = self
            .contents_in(tx, lines.iter().map(|line| line.content_number))
            .await?;
        for line in &lines {
            let terms = contents
                .get(&line.content_number)
                .and_then(LineContent::power);
            let Some(by) = terms.and_then(|terms| terms.entrusted_by.as_ref()) else {
                continue;
            };
            let own: Option<Date> = line.valid_from.as_deref().and_then(|day| day.parse().ok());
            let begins = own.map_or(day, |own| own.max(day));
            if !self
                .holds_itself(tx, book, by, line.item_number, begins)
                .await?
            {
                let ids = numbers::ids(&**tx, &[line.item_number]).await?;
                let id = ids.get(&line.item_number).and_then(|id| id.parse().ok());
                let item = id.ok_or_else(|| PowerError::Damaged(opened.list.id.clone()))?;
                return Err(PowerError::NotTheirs { item, on: begins });
            }
        }
        Ok(())
    }

    async fn holds_itself(
        &self,
        tx: &WriteTx,
        book: &AuthorityBook,
        authority: &str,
        item: i64,
        day: Date,
    ) -> Result<bool, PowerError> {
        let given = book.given(day).remove(authority).unwrap_or_default();
        let given: Vec<String> = given.into_iter().map(str::to_owned).collect();
        let given = numbers::list(numbers::known(&**tx, &given).await?.into_values());
        let effective = Effective::on(&**tx, day).await?;
        let sql = format!(
            "SELECT l.content_number FROM power_list_line l WHERE l.item_number = $2 \
             AND l.authority_number IN ({given}) AND {effective}"
        );
        let rows = tx
            .query_all_raw(statement(
                &**tx,
                &sql,
                [day.to_string().into(), item.into()],
            ))
            .await?;
        let held: Result<Vec<i64>, _> = rows.iter().map(|row| row.try_get_by_index(0)).collect();
        let contents = self.contents_in(tx, held?).await?;
        Ok(contents
            .values()
            .filter_map(LineContent::power)
            .any(|terms| terms.power_kind != PowerKind::Entrusted))
    }

    /// As [`Powers::contents`], of what the transaction has written too.
    async fn contents_in(
        &self,
        tx: &WriteTx,
        numbers_of: impl IntoIterator<Item = i64>,
    ) -> Result<BTreeMap<i64, LineContent>, PowerError> {
        use crate::tables::power_list_content::{Column, Entity};
        let numbers_of: std::collections::BTreeSet<i64> = numbers_of.into_iter().collect();
        let numbers_of: Vec<i64> = numbers_of.into_iter().collect();
        let mut contents = BTreeMap::new();
        for chunk in numbers_of.chunks(1_000) {
            let rows = Entity::find()
                .filter(Column::Number.is_in(chunk.iter().copied()))
                .all(&**tx)
                .await?;
            for row in rows {
                let content = serde_json::from_str(&row.body);
                contents.insert(
                    row.number,
                    content.map_err(|_| PowerError::Damaged(row.digest))?,
                );
            }
        }
        Ok(contents)
    }
}

#[derive(Debug, FromQueryResult)]
struct Entrusted {
    content_number: i64,
    item_number: i64,
    valid_from: Option<String>,
}

/// A decision as the database keeps it.
pub(super) fn json(decision: &Decision) -> String {
    serde_json::to_string(decision).expect("a decision is JSON")
}

/// The version before has effect until this one begins.
async fn give_way(tx: &WriteTx, opened: &Opened, day: Date) -> Result<(), PowerError> {
    let before = power_list_version::Entity::find()
        .filter(C::ListNumber.eq(opened.list.number))
        .filter(C::State.eq(super::ListState::Published.as_str()))
        .order_by_desc(C::Version)
        .one(&**tx)
        .await?;
    let Some(before) = before else {
        return Ok(());
    };
    let from: Option<Date> = before
        .effective_from
        .as_deref()
        .and_then(|day| day.parse().ok());
    let from = from.ok_or_else(|| PowerError::Damaged(opened.list.id.clone()))?;
    if day <= from {
        return Err(PowerError::EffectiveOrder(from));
    }
    let row = power_list_version::ActiveModel {
        list_number: Set(before.list_number),
        version: Set(before.version),
        effective_to: Set(Some(day.to_string())),
        ..Default::default()
    };
    power_list_version::Entity::update(row).exec(&**tx).await?;
    Ok(())
}

/// Every item is still adopted.
async fn check_items(tx: &WriteTx, opened: &Opened) -> Result<(), PowerError> {
    let sql = "WITH other AS MATERIALIZED (SELECT i.id, i.state, n.number FROM item i \
               JOIN listed_id n ON n.id = i.id WHERE i.state <> 'adopted') \
               SELECT other.id, other.state FROM other JOIN power_list_line l ON l.item_number = other.number \
               WHERE l.list_number = $1 AND l.until_version IS NULL LIMIT 1";
    let row = tx
        .query_one_raw(statement(&**tx, sql, [opened.list.number.into()]))
        .await?;
    let Some(row) = row else {
        return Ok(());
    };
    let (id, state): (String, String) = (row.try_get_by_index(0)?, row.try_get_by_index(1)?);
    match (id.parse(), ItemState::named(&state)) {
        (Ok(item), Some(state)) => Err(PowerError::NotAdopted { item, state }),
        _ => Err(PowerError::Damaged(id)),
    }
}
