//! Which lines have effect on a day, as one piece of SQL for every question; and turning such lines
//! into powers for people.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt;

use jiff::civil::Date;
use store::Scope;
use store::sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, FromQueryResult, QueryFilter,
    QuerySelect, Statement, Value,
};

use super::{AuthorityBook, Decision, LineContent, ListState, PowerError, Powers, numbers};
use crate::items::view;
use crate::tables::{item, power_list, power_list_content, power_list_version};
use crate::view::{AuthorityName, ItemRow, PowerRow};

/// Which lines `l` have effect on the day `$1`: a condition on their columns alone. The versions
/// with effect are looked up before, and the plus hides the list from SQLite's planner: it would
/// read whole lists where items or authorities are asked for, thirty times slower.
#[derive(Debug)]
pub(super) struct Effective(String);

impl Effective {
    /// The condition for a day.
    pub(super) async fn on(db: &impl ConnectionTrait, day: Date) -> Result<Self, PowerError> {
        use power_list_version::{Column as C, Entity};
        let day = day.to_string();
        let versions: Vec<(i64, i32)> = Entity::find()
            .select_only()
            .columns([C::ListNumber, C::Version])
            .filter(C::State.eq(ListState::Published.as_str()))
            .filter(C::EffectiveFrom.lte(day.as_str()))
            .filter(
                Condition::any()
                    .add(C::EffectiveTo.is_null())
                    .add(C::EffectiveTo.gt(day.as_str())),
            )
            .into_tuple()
            .all(db)
            .await?;
        let mut lists: BTreeMap<i32, Vec<i64>> = BTreeMap::new();
        for (list, version) in versions {
            lists.entry(version).or_default().push(list);
        }
        let standing = lists.into_iter().map(|(version, lists)| {
            format!(
                "(+l.list_number IN ({}) AND l.since_version <= {version} \
                 AND (l.until_version IS NULL OR l.until_version > {version}))",
                numbers::list(lists)
            )
        });
        let standing: Vec<String> = standing.collect();
        let standing = if standing.is_empty() {
            "1 = 0".to_owned()
        } else {
            standing.join(" OR ")
        };
        Ok(Self(format!(
            "({standing}) AND (l.valid_from IS NULL OR l.valid_from <= $1) AND (l.valid_to IS NULL OR l.valid_to > $1)"
        )))
    }
}

impl fmt::Display for Effective {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A line that has effect on the day that was asked for.
#[derive(Debug, Clone, FromQueryResult)]
pub(super) struct EffectiveLine {
    pub list_number: i64,
    pub number: i64,
    pub item_number: i64,
    pub authority_number: i64,
    pub content_number: i64,
    pub since_version: i32,
    pub until_version: Option<i32>,
    pub valid_from: Option<String>,
    pub valid_to: Option<String>,
}

/// The columns of [`EffectiveLine`].
pub(super) const COLUMNS: &str = "l.list_number, l.number, l.item_number, l.authority_number, \
    l.content_number, l.since_version, l.until_version, l.valid_from, l.valid_to";

/// The authorities that a question is about, by the numbers that lines have.
#[derive(Debug)]
pub(super) struct Holders {
    /// For each authority to which powers were given, those who hold them on the day.
    pub by_number: BTreeMap<i64, Vec<String>>,
    /// Which lines have effect on the day.
    pub effective: Effective,
}

impl Holders {
    /// Lines `l` that have effect on the day `$1`, of these authorities.
    pub(super) fn sql(&self) -> String {
        format!(
            "l.authority_number IN ({}) AND {}",
            self.numbers(),
            self.effective
        )
    }

    /// The numbers as the inside of `IN (…)`.
    pub(super) fn numbers(&self) -> String {
        numbers::list(self.by_number.keys().copied())
    }
}

/// A statement of this database.
pub(super) fn statement(
    db: &impl ConnectionTrait,
    sql: &str,
    values: impl IntoIterator<Item = Value>,
) -> Statement {
    Statement::from_sql_and_values(db.get_database_backend(), sql, values)
}

impl Powers {
    /// Those who hold powers on a day, who are in the scope and meet the condition.
    pub(super) async fn holders(
        &self,
        book: &AuthorityBook,
        scope: &Scope,
        day: Date,
        mut is_meant: impl FnMut(&str) -> bool,
    ) -> Result<Holders, PowerError> {
        let mut meant: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (holder, given) in book.given(day) {
            if is_meant(holder) && book.is_in(scope, holder, day) {
                for given in given {
                    meant
                        .entry(given.to_owned())
                        .or_default()
                        .push(holder.to_owned());
                }
            }
        }
        let ids: Vec<String> = meant.keys().cloned().collect();
        let known = numbers::known(self.db().read(), &ids).await?;
        let by_number = known
            .into_iter()
            .filter_map(|(id, number)| Some((number, meant.remove(&id)?)));
        Ok(Holders {
            by_number: by_number.collect(),
            effective: Effective::on(self.db().read(), day).await?,
        })
    }

    /// Items as rows of lists, by their numbers.
    pub(super) async fn item_rows(
        &self,
        numbers_of: impl IntoIterator<Item = i64>,
        day: Date,
    ) -> Result<HashMap<i64, ItemRow>, PowerError> {
        let numbers_of: BTreeSet<i64> = numbers_of.into_iter().collect();
        let numbers_of: Vec<i64> = numbers_of.into_iter().collect();
        let ids = numbers::ids(self.db().read(), &numbers_of).await?;
        let by_id: HashMap<&str, i64> = ids
            .iter()
            .map(|(number, id)| (id.as_str(), *number))
            .collect();
        let holdings = self.library().holdings().await?;
        let mut rows = HashMap::with_capacity(by_id.len());
        let ids: Vec<&str> = by_id.keys().copied().collect();
        for chunk in ids.chunks(1_000) {
            let found = item::Entity::find()
                .filter(item::Column::Id.is_in(chunk.iter().copied()))
                .all(self.db().read())
                .await?;
            rows.extend(
                found
                    .iter()
                    .filter_map(|row| Some((by_id[row.id.as_str()], view(row, &holdings, day)?))),
            );
        }
        Ok(rows)
    }

    /// What lines say, by its number.
    pub(super) async fn contents(
        &self,
        numbers_of: impl IntoIterator<Item = i64>,
    ) -> Result<HashMap<i64, LineContent>, PowerError> {
        let numbers_of: BTreeSet<i64> = numbers_of.into_iter().collect();
        let numbers_of: Vec<i64> = numbers_of.into_iter().collect();
        let mut contents = HashMap::new();
        for chunk in numbers_of.chunks(1_000) {
            let rows = power_list_content::Entity::find()
                .filter(power_list_content::Column::Number.is_in(chunk.iter().copied()))
                .all(self.db().read())
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

    /// Lines that have effect, as powers: one for each holder of a line.
    pub(super) async fn power_rows(
        &self,
        lines: &[EffectiveLine],
        holders: &Holders,
        book: &AuthorityBook,
        day: Date,
    ) -> Result<Vec<PowerRow>, PowerError> {
        let items = self
            .item_rows(lines.iter().map(|line| line.item_number), day)
            .await?;
        let contents = self
            .contents(lines.iter().map(|line| line.content_number))
            .await?;
        let given: Vec<i64> = holders.by_number.keys().copied().collect();
        let given = numbers::ids(self.db().read(), &given).await?;
        let lists =
            Lists::load(self.db().read(), lines.iter().map(|line| line.list_number)).await?;
        let mut rows = Vec::with_capacity(lines.len());
        for line in lines {
            let damaged = || PowerError::Damaged(line.list_number.to_string());
            let list = lists.by_number.get(&line.list_number).ok_or_else(damaged)?;
            let terms = contents
                .get(&line.content_number)
                .and_then(LineContent::power)
                .ok_or_else(damaged)?;
            let Some(item) = items.get(&line.item_number) else {
                continue;
            };
            let given = given.get(&line.authority_number).ok_or_else(damaged)?;
            let succeeded = book.holders(given, day);
            let (from, to) = lists.days(line).ok_or_else(damaged)?;
            for holder in holders
                .by_number
                .get(&line.authority_number)
                .into_iter()
                .flatten()
            {
                let since = succeeded.get(holder.as_str()).copied().flatten();
                rows.push(PowerRow {
                    list: list.row.id.parse().map_err(|_| damaged())?,
                    list_title: list.row.title.clone(),
                    line: line.number.cast_unsigned(),
                    item: item.clone(),
                    holder: name(book, holder, day),
                    given_to: (holder != given).then(|| name(book, given, day)),
                    terms: terms.clone(),
                    decision: terms
                        .decision
                        .clone()
                        .or_else(|| list.decision(line.since_version)),
                    valid_from: since.map_or(from, |since| since.max(from)),
                    valid_to: to,
                });
            }
        }
        Ok(rows)
    }
}

/// Lists with their versions.
pub(super) struct Lists {
    pub by_number: HashMap<i64, KnownList>,
}

pub(super) struct KnownList {
    pub row: power_list::Model,
    pub versions: Vec<power_list_version::Model>,
}

impl Lists {
    pub(super) async fn load(
        db: &impl ConnectionTrait,
        numbers_of: impl IntoIterator<Item = i64>,
    ) -> Result<Self, PowerError> {
        let numbers_of: BTreeSet<i64> = numbers_of.into_iter().collect();
        let mut by_number = HashMap::new();
        let rows = power_list::Entity::find()
            .filter(power_list::Column::Number.is_in(numbers_of.iter().copied()))
            .all(db)
            .await?;
        for row in rows {
            let versions = Vec::new();
            by_number.insert(row.number, KnownList { row, versions });
        }
        let versions = power_list_version::Entity::find()
            .filter(power_list_version::Column::ListNumber.is_in(numbers_of))
            .all(db)
            .await?;
        for version in versions {
            if let Some(list) = by_number.get_mut(&version.list_number) {
                list.versions.push(version);
            }
        }
        Ok(Self { by_number })
    }

    /// The first day of a line, and the first day on which it has no effect any more.
    fn days(&self, line: &EffectiveLine) -> Option<(Date, Option<Date>)> {
        let list = self.by_number.get(&line.list_number)?;
        let begins = list.effective_from(line.since_version)?;
        let own: Option<Date> = line.valid_from.as_deref().and_then(|day| day.parse().ok());
        let own_end: Option<Date> = line.valid_to.as_deref().and_then(|day| day.parse().ok());
        let left = line
            .until_version
            .and_then(|version| list.effective_from(version));
        let end = match (own_end, left) {
            (Some(one), Some(other)) => Some(one.min(other)),
            (one, other) => one.or(other),
        };
        Some((own.map_or(begins, |own| own.max(begins)), end))
    }
}

impl KnownList {
    fn version(&self, version: i32) -> Option<&power_list_version::Model> {
        self.versions.iter().find(|row| row.version == version)
    }

    fn effective_from(&self, version: i32) -> Option<Date> {
        self.version(version)?
            .effective_from
            .as_deref()?
            .parse()
            .ok()
    }

    fn decision(&self, version: i32) -> Option<Decision> {
        serde_json::from_str(self.version(version)?.decision.as_deref()?).ok()
    }
}

/// An authority by name.
pub(super) fn name(book: &AuthorityBook, id: &str, day: Date) -> AuthorityName {
    let known = book.get(id);
    let on_day = book.on(id, day);
    let state = on_day.or_else(|| known?.days.last());
    AuthorityName {
        id: id.to_owned(),
        code: known.map(|known| known.code.clone()).unwrap_or_default(),
        name: state.map_or_else(|| id.to_owned(), |state| state.name.clone()),
        name_en: state.and_then(|state| state.name_en.clone()),
        level: on_day.map(|state| state.level),
        area: on_day.map(|state| state.area.to_string()),
    }
}
