//! Overlaps: items that two or more authorities hold for the same place on a day.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use base::AreaCode;
use jiff::civil::Date;
use store::sea_orm::{FromQueryResult, Statement};
use store::{Cursor, PageRequest, Scope};

use super::effective::{Holders, name, statement};
use super::gaps::may_ask;
use super::{Asking, AuthorityBook, PowerError, Powers};
use crate::view::{List, OverlapRow};

/// Items that are looked at in one step.
const STEP: u64 = 2_000;

/// An item with the numbers of those to whom it was given, joined by commas.
#[derive(Debug, FromQueryResult)]
struct Given {
    item_number: i64,
    authorities: String,
}

/// Which of those who hold on a day act for a common place.
struct Nesting<'b> {
    ids: Vec<&'b str>,
    /// For each, those with whom it shares a place.
    shared: Vec<BTreeSet<usize>>,
    /// For each number of lines, who holds.
    by_number: BTreeMap<i64, Vec<usize>>,
}

impl Powers {
    /// Items that two or more hold for the same place on a day, inside or around the area; counted
    /// on the first page.
    pub async fn overlaps(
        &self,
        asking: &Asking,
        area: &AreaCode,
        day: Date,
        page: &PageRequest,
    ) -> Result<List<OverlapRow>, PowerError> {
        let book = self.book().await?;
        may_ask(asking, &book, area, day)?;
        let cursor = page.after::<i64>()?;
        let holders = self
            .holders(&book, &Scope::All, day, |holder| {
                let state = book.on(holder, day);
                state.is_some_and(|state| state.area.contains(area) || area.contains(&state.area))
            })
            .await?;
        let nesting = Nesting::of(&book, &holders, day);
        let (mut found, mut total, mut after) = (Vec::new(), 0_u64, cursor.unwrap_or(0));
        let limit = page.limit.get() as usize;
        // Most items are held by one of a few groups of authorities.
        let mut known: HashMap<String, Vec<usize>> = HashMap::new();
        loop {
            let given = self.given_after(&holders, day, after).await?;
            let Some(last) = given.last().map(|given| given.item_number) else {
                break;
            };
            for given in &given {
                let sharing = known
                    .entry(given.authorities.clone())
                    .or_insert_with(|| nesting.sharing(&given.authorities));
                if !sharing.is_empty() {
                    total += 1;
                    if found.len() <= limit {
                        found.push((given.item_number, sharing.clone()));
                    }
                }
            }
            after = last;
            let has_enough = cursor.is_some() && found.len() > limit;
            if has_enough || (given.len() as u64) < STEP {
                break;
            }
        }
        let next = (found.len() > limit).then(|| found[limit - 1].0);
        found.truncate(limit);
        let items = self
            .item_rows(found.iter().map(|(number, _)| *number), day)
            .await?;
        let rows = found.into_iter().filter_map(|(number, sharing)| {
            Some(OverlapRow {
                item: items.get(&number)?.clone(),
                same_level: nesting.has_one_level(&book, &sharing, day),
                holders: sharing
                    .iter()
                    .map(|at| name(&book, nesting.ids[*at], day))
                    .collect(),
            })
        });
        Ok(List {
            rows: rows.collect(),
            next: next.map(|number| Cursor::of(&number).to_string()),
            total: cursor.is_none().then_some(total),
        })
    }

    async fn given_after(
        &self,
        holders: &Holders,
        day: Date,
        after: i64,
    ) -> Result<Vec<Given>, PowerError> {
        // The plus keeps SQLite from going authority by authority, which would not give whole items.
        let sql = format!(
            "SELECT l.item_number, string_agg(CAST(l.authority_number AS TEXT), ',') AS authorities \
             FROM power_list_line l WHERE l.item_number > {after} AND +l.authority_number IN ({}) AND {} \
             GROUP BY l.item_number ORDER BY l.item_number LIMIT {STEP}",
            holders.numbers(),
            holders.effective
        );
        let db = self.db().read();
        let asked: Statement = statement(db, &sql, [day.to_string().into()]);
        Ok(Given::find_by_statement(asked).all(db).await?)
    }
}

impl<'b> Nesting<'b> {
    fn of(book: &'b AuthorityBook, holders: &Holders, day: Date) -> Self {
        let all: BTreeSet<&str> = holders
            .by_number
            .values()
            .flatten()
            .map(String::as_str)
            .collect();
        let known = book.all_on(day).filter(|(id, _)| all.contains(id));
        let (ids, states): (Vec<&str>, Vec<_>) = known.unzip();
        let shares = |one: usize, other: usize| {
            let (one, other) = (&states[one].area, &states[other].area);
            one.contains(other) || other.contains(one)
        };
        let shared = (0..ids.len())
            .map(|one| {
                (0..ids.len())
                    .filter(|other| *other != one && shares(one, *other))
                    .collect()
            })
            .collect();
        let place: BTreeMap<&str, usize> =
            ids.iter().enumerate().map(|(at, id)| (*id, at)).collect();
        let by_number = holders.by_number.iter().map(|(number, held)| {
            (
                *number,
                held.iter()
                    .filter_map(|id| place.get(id.as_str()).copied())
                    .collect(),
            )
        });
        Self {
            by_number: by_number.collect(),
            ids,
            shared,
        }
    }

    /// Those who hold what was given to these numbers, and share a place with another of them.
    fn sharing(&self, numbers: &str) -> Vec<usize> {
        let numbers = numbers.split(',').filter_map(|number| number.parse().ok());
        let held: BTreeSet<usize> = numbers
            .filter_map(|number: i64| self.by_number.get(&number))
            .flatten()
            .copied()
            .collect();
        let sharing = held
            .iter()
            .filter(|one| !self.shared[**one].is_disjoint(&held));
        sharing.copied().collect()
    }

    fn has_one_level(&self, book: &AuthorityBook, sharing: &[usize], day: Date) -> bool {
        let level = |at: usize| book.on(self.ids[at], day).map(|state| state.level);
        sharing.iter().any(|one| {
            let others = sharing
                .iter()
                .filter(|other| self.shared[*one].contains(other));
            others.into_iter().any(|other| level(*one) == level(*other))
        })
    }
}
