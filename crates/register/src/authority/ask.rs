//! Questions about authorities, each as of a day.

use std::collections::BTreeSet;

use base::AreaCode;
use jiff::civil::Date;
use store::sea_orm::sea_query::Expr;
use store::sea_orm::{
    ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
};
use store::{Cursor, PageRequest, Scope, ScopeColumns, split_page};

use super::error::AuthorityError;
use super::load::span;
use super::model::Authority;
use super::registry::Registry;
use super::view::{AuthorityHistory, AuthorityRow, AuthorityView, InScope};
use crate::list::{List, found_by};
use crate::register::{Asking, Register};
use crate::tables::authority_state::{self, Column};
use crate::tables::{holds_on, read};
use crate::{AuthorityId, AuthorityKind, AuthorityLevel};

/// Which authorities: one value for lists, counts and exports.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuthorityFilter {
    /// As of this day.
    pub as_of: Date,
    /// A part of the name, its pinyin initials or the number.
    pub query: Option<String>,
    /// Of this kind.
    pub kind: Option<AuthorityKind>,
    /// Of this level.
    pub level: Option<AuthorityLevel>,
    /// Directly under this one.
    pub parent: Option<AuthorityId>,
    /// In this area or in one inside it.
    pub area: Option<AreaCode>,
}

impl AuthorityFilter {
    /// Every authority of a day.
    pub const fn on(as_of: Date) -> Self {
        Self {
            as_of,
            query: None,
            kind: None,
            level: None,
            parent: None,
            area: None,
        }
    }

    fn condition(&self, scope: &Scope) -> Condition {
        let area = self
            .area
            .as_ref()
            .map(|area| Column::Area.starts_with(area.prefix()));
        let query = self
            .query
            .as_deref()
            .filter(|query| !query.trim().is_empty());
        Condition::all()
            .add(holds_on(Column::ValidFrom, Column::ValidTo, self.as_of))
            .add(scope.condition(&scope_columns()))
            .add_option(self.kind.map(|kind| Column::Kind.eq(kind.as_str())))
            .add_option(self.level.map(|level| Column::Level.eq(level.as_str())))
            .add_option(
                self.parent
                    .map(|parent| Column::ParentId.eq(parent.to_string())),
            )
            .add_option(area)
            .add_option(
                query.map(|query| found_by(query, Column::Name, Column::Initials, Column::Code)),
            )
    }
}

fn scope_columns() -> ScopeColumns {
    let column = |column: Column| Some(Expr::col((authority_state::Entity, column)));
    ScopeColumns {
        authority: column(Column::AuthorityId),
        area: column(Column::Area),
        ..ScopeColumns::default()
    }
}

impl Register {
    /// Authorities by their numbers, a page at a time.
    pub async fn authorities(
        &self,
        asking: &Asking,
        filter: &AuthorityFilter,
        page: &PageRequest,
    ) -> Result<List<AuthorityRow>, AuthorityError> {
        let db = self.record().db().read();
        let condition = filter.condition(&asking.scope);
        let total = authority_state::Entity::find()
            .filter(condition.clone())
            .count(db)
            .await?;
        let after = page.after::<String>()?;
        let rows = authority_state::Entity::find()
            .filter(condition)
            .filter(Condition::all().add_option(after.map(|code| Column::Code.gt(code))))
            .order_by_asc(Column::Code)
            .limit(page.limit.get() + 1)
            .all(db)
            .await?;
        let (rows, next) = split_page(rows, page.limit, |row| row.code.clone());
        Ok(List {
            rows: rows.into_iter().map(listed).collect::<Result<_, _>>()?,
            next: next.as_ref().map(Cursor::to_string),
            total,
        })
    }

    /// How many authorities there are.
    pub async fn count_authorities(
        &self,
        asking: &Asking,
        filter: &AuthorityFilter,
    ) -> Result<u64, AuthorityError> {
        let condition = filter.condition(&asking.scope);
        Ok(authority_state::Entity::find()
            .filter(condition)
            .count(self.record().db().read())
            .await?)
    }

    /// An authority as of a day.
    pub async fn authority(
        &self,
        asking: &Asking,
        id: AuthorityId,
        day: Date,
    ) -> Result<AuthorityView, AuthorityError> {
        let registry = self.authorities_known().await?;
        let authority = visible(&registry, &asking.scope, id, day)?;
        let row = row_on(authority, day).ok_or(AuthorityError::NotFound)?;
        let holds = |entrustment: &&super::Entrustment| {
            entrustment.valid_from <= day && day < entrustment.valid_to
        };
        Ok(AuthorityView {
            revision: authority.revision,
            confirmed_from: authority.states.begins().unwrap_or(row.valid_from),
            confirmed_to: authority.states.ends(),
            predecessors: registry
                .predecessors(id, day)
                .into_iter()
                .cloned()
                .collect(),
            entrustments: registry.entrustments(id).filter(holds).cloned().collect(),
            row,
        })
    }

    /// The authority with this number, as of a day.
    pub async fn authority_by_code(
        &self,
        asking: &Asking,
        code: &str,
        day: Date,
    ) -> Result<AuthorityView, AuthorityError> {
        let registry = self.authorities_known().await?;
        let id = registry.by_code(code).ok_or(AuthorityError::NotFound)?.id;
        self.authority(asking, id, day).await
    }

    /// Everything that an authority was, is and is going to be, as far as the person may see it.
    pub async fn authority_history(
        &self,
        asking: &Asking,
        id: AuthorityId,
    ) -> Result<AuthorityHistory, AuthorityError> {
        let registry = self.authorities_known().await?;
        let authority = registry.get(id).ok_or(AuthorityError::NotFound)?;
        let spans = authority.states.spans().iter();
        let states: Vec<_> = spans
            .filter(|span| asking.scope.allows(&InScope::new(id, &span.value.area)))
            .filter_map(|span| row_on(authority, span.from))
            .collect();
        if states.is_empty() {
            return Err(AuthorityError::NotFound);
        }
        let links = registry.successions().iter();
        Ok(AuthorityHistory {
            id,
            code: authority.code.clone(),
            revision: authority.revision,
            states,
            successions: links
                .filter(|link| link.from == id || link.to == id)
                .cloned()
                .collect(),
            entrustments: registry.entrustments(id).cloned().collect(),
        })
    }

    /// An authority and everything under it on a day, as far as the person may see it.
    pub async fn subtree(
        &self,
        asking: &Asking,
        id: AuthorityId,
        day: Date,
    ) -> Result<Vec<AuthorityRow>, AuthorityError> {
        let registry = self.authorities_known().await?;
        visible(&registry, &asking.scope, id, day)?;
        Ok(rows(
            &registry,
            &asking.scope,
            registry.subtree(id, day),
            day,
        ))
    }

    /// Who stands in the place of an authority on a day, as far as the person may see it.
    pub async fn successors(
        &self,
        asking: &Asking,
        id: AuthorityId,
        day: Date,
    ) -> Result<Vec<AuthorityRow>, AuthorityError> {
        let registry = self.authorities_known().await?;
        registry.get(id).ok_or(AuthorityError::NotFound)?;
        let found = rows(&registry, &asking.scope, registry.successors(id, day), day);
        let seen_before = self.authority_history(asking, id).await.is_ok();
        if found.is_empty() && !seen_before {
            return Err(AuthorityError::NotFound);
        }
        Ok(found)
    }
}

fn listed(row: authority_state::Model) -> Result<AuthorityRow, AuthorityError> {
    let damaged = AuthorityError::Damaged(row.authority_id.clone());
    let (id, code) = (read(&row.authority_id), row.code.clone());
    match (id, span(row)) {
        (Some(id), Some(span)) => Ok(AuthorityRow {
            id,
            code,
            valid_from: span.from,
            valid_to: span.to,
            state: span.value,
        }),
        _ => Err(damaged),
    }
}

fn rows(
    registry: &Registry,
    scope: &Scope,
    ids: BTreeSet<AuthorityId>,
    day: Date,
) -> Vec<AuthorityRow> {
    let mut rows: Vec<_> = ids
        .into_iter()
        .filter_map(|id| visible(registry, scope, id, day).ok())
        .filter_map(|authority| row_on(authority, day))
        .collect();
    rows.sort_by(|one, other| one.code.cmp(&other.code));
    rows
}

fn visible<'r>(
    registry: &'r Registry,
    scope: &Scope,
    id: AuthorityId,
    day: Date,
) -> Result<&'r Authority, AuthorityError> {
    let authority = registry.get(id).ok_or(AuthorityError::NotFound)?;
    let state = authority.states.at(day).ok_or(AuthorityError::NotFound)?;
    if scope.allows(&InScope::new(id, &state.area)) {
        Ok(authority)
    } else {
        Err(AuthorityError::NotFound)
    }
}

/// An authority as a row of a list.
pub(crate) fn row_on(authority: &Authority, day: Date) -> Option<AuthorityRow> {
    let span = authority.states.span_at(day)?;
    Some(AuthorityRow {
        id: authority.id,
        code: authority.code.clone(),
        valid_from: span.from,
        valid_to: span.to,
        state: span.value.clone(),
    })
}
