//! Acts on the record: the trail of a subject, a case, a person.

use jiff::Timestamp;
use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait, Condition, DbErr, EntityTrait, Order, PaginatorTrait as _, QueryFilter,
    QueryOrder, QuerySelect,
};
use store::{
    Cursor, CursorError, PageRequest, Scope, ScopeColumns, StoreError, sea_orm, split_page,
};
use thiserror::Error;

use crate::Record;
use crate::act::{ActKind, Actor, EntryId, RecordedAct, Subject};
use crate::append::{digest, timestamp};
use crate::tables::{act, entry};

/// Which acts. All that is said must hold.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ActFilter {
    /// About this subject.
    pub subject: Option<Subject>,
    /// Of this case.
    pub case: Option<String>,
    /// By this actor.
    pub actor: Option<Actor>,
    /// In the name of this authority.
    pub authority: Option<String>,
    /// Of one of these kinds; of any where empty.
    pub kinds: Vec<ActKind>,
    /// Recorded at this instant or later.
    pub recorded_from: Option<Timestamp>,
    /// Recorded before this instant.
    pub recorded_before: Option<Timestamp>,
    /// Of the authorities in this scope; acts in no authority's name are in that of all records.
    pub scope: Option<Scope>,
    /// The newest first.
    pub newest_first: bool,
}

/// A page of acts.
#[derive(Debug, Clone, PartialEq)]
pub struct ActPage {
    /// The acts.
    pub acts: Vec<RecordedAct>,
    /// Where the next page begins.
    pub next: Option<Cursor>,
}

/// Why acts cannot be shown.
#[derive(Debug, Error)]
pub enum ReadError {
    /// There is no such entry.
    #[error("there is no entry {0} on the record")]
    NotFound(EntryId),
    /// The cursor is of another list.
    #[error(transparent)]
    Cursor(#[from] CursorError),
    /// A row cannot be read.
    #[error("the recorded act {0} is damaged in the database: run xiezhi ledger audit")]
    Damaged(String),
    /// The database refused.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<DbErr> for ReadError {
    fn from(error: DbErr) -> Self {
        Self::Store(error.into())
    }
}

impl ReadError {
    /// Stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NotFound(_) => "record.not_found",
            Self::Cursor(_) => "record.cursor_invalid",
            Self::Damaged(_) | Self::Store(_) => "record.internal",
        }
    }
}

impl Record {
    /// Acts that fit a filter, a page at a time; without personal data.
    pub async fn acts(&self, filter: &ActFilter, page: &PageRequest) -> Result<ActPage, ReadError> {
        let after = page.after::<i64>()?;
        let (order, beyond) = if filter.newest_first {
            let beyond = after.map(|after| act::Column::Arrival.lt(after));
            (Order::Desc, beyond)
        } else {
            let beyond = after.map(|after| act::Column::Arrival.gt(after));
            (Order::Asc, beyond)
        };
        let rows = act::Entity::find()
            .filter(condition(filter).add_option(beyond))
            .order_by(act::Column::Arrival, order)
            .limit(page.limit.get() + 1)
            .all(self.db().read())
            .await?;
        let (rows, next) = split_page(rows, page.limit, |row| row.arrival);
        let acts = self.with_entries(rows).await?;
        Ok(ActPage { acts, next })
    }

    /// One act, without personal data.
    pub async fn act(&self, entry: EntryId) -> Result<RecordedAct, ReadError> {
        let row = act::Entity::find()
            .filter(act::Column::EntryId.eq(entry.to_string()))
            .all(self.db().read())
            .await?;
        let mut acts = self.with_entries(row).await?;
        acts.pop().ok_or(ReadError::NotFound(entry))
    }

    /// How many entries there are, in the log or not yet.
    pub async fn entries(&self) -> Result<u64, ReadError> {
        Ok(entry::Entity::find().count(self.db().read()).await?)
    }

    /// How many entries have an index.
    pub async fn numbered(&self) -> Result<u64, StoreError> {
        crate::log::numbered(self.db()).await
    }

    /// The acts of entries from an index on and before another, in order. What has an index is durable,
    /// and nothing comes before it later: who remembers an index misses nothing.
    pub async fn acts_between(
        &self,
        from: u64,
        before: u64,
    ) -> Result<Vec<RecordedAct>, ReadError> {
        let entries = entry::Entity::find()
            .filter(entry::Column::LeafIndex.gte(from.cast_signed()))
            .filter(entry::Column::LeafIndex.lt(before.cast_signed()))
            .all(self.db().read())
            .await?;
        let arrivals = entries.into_iter().map(|entry| entry.arrival);
        let rows = act::Entity::find()
            .filter(act::Column::Arrival.is_in(arrivals))
            .order_by_asc(act::Column::Arrival)
            .all(self.db().read())
            .await?;
        let mut acts = self.with_entries(rows).await?;
        acts.sort_by_key(|act| act.index);
        Ok(acts)
    }

    async fn with_entries(&self, rows: Vec<act::Model>) -> Result<Vec<RecordedAct>, ReadError> {
        let arrivals: Vec<i64> = rows.iter().map(|row| row.arrival).collect();
        let entries = entry::Entity::find()
            .filter(entry::Column::Arrival.is_in(arrivals))
            .order_by_asc(entry::Column::Arrival)
            .all(self.db().read())
            .await?;
        let view = |row: act::Model| {
            let id = row.entry_id.clone();
            let at = entries.binary_search_by_key(&row.arrival, |entry| entry.arrival);
            let entry = at.ok().map(|at| &entries[at]);
            entry
                .and_then(|entry| view(row, entry))
                .ok_or(ReadError::Damaged(id))
        };
        rows.into_iter().map(view).collect()
    }
}

fn condition(filter: &ActFilter) -> Condition {
    let mut condition = Condition::all();
    if let Some(scope) = &filter.scope {
        let columns = ScopeColumns {
            authority: Some(Expr::col((act::Entity, act::Column::Authority))),
            ..ScopeColumns::default()
        };
        condition = condition.add(scope.condition(&columns));
    }
    if let Some(Subject { kind, id }) = &filter.subject {
        condition = condition
            .add(act::Column::SubjectKind.eq(kind))
            .add(act::Column::SubjectId.eq(id));
    }
    if let Some(actor) = &filter.actor {
        condition = condition
            .add(act::Column::ActorKind.eq(actor.kind()))
            .add(act::Column::ActorId.eq(actor.id()));
    }
    if !filter.kinds.is_empty() {
        let kinds = filter.kinds.iter().map(ActKind::as_str);
        condition = condition.add(act::Column::Kind.is_in(kinds));
    }
    let from = filter.recorded_from.map(Timestamp::as_millisecond);
    let before = filter.recorded_before.map(Timestamp::as_millisecond);
    condition
        .add_option(
            filter
                .case
                .as_ref()
                .map(|case| act::Column::CaseId.eq(case)),
        )
        .add_option(
            filter
                .authority
                .as_ref()
                .map(|id| act::Column::Authority.eq(id)),
        )
        .add_option(from.map(|from| act::Column::RecordedAtMs.gte(from)))
        .add_option(before.map(|before| act::Column::RecordedAtMs.lt(before)))
}

fn view(row: act::Model, entry: &entry::Model) -> Option<RecordedAct> {
    let rest = row.rest()?;
    Some(RecordedAct {
        entry: row.entry_id.parse().ok()?,
        index: entry.leaf_index.map(i64::cast_unsigned),
        digest: digest(&entry.leaf),
        kind: row.kind.parse().ok()?,
        actor: Actor::from_row(&row.actor_kind, row.actor_id),
        authority: row.authority,
        subject: Subject {
            kind: row.subject_kind,
            id: row.subject_id,
        },
        case: row.case_id,
        happened_at: timestamp(row.happened_at_ms),
        is_reported: rest.is_reported,
        recorded_at: timestamp(row.recorded_at_ms),
        clock_held: rest.clock_held,
        packs: row.packs,
        data: rest.data,
    })
}
