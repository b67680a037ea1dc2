//! Questions about parties, each as of a day.

use base::{AreaCode, CitizenNumber, CreditCode};
use jiff::civil::Date;
use serde::Serialize;
use store::sea_orm::sea_query::Expr;
use store::sea_orm::{
    ColumnTrait, Condition, EntityTrait, JoinType, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect, Select,
};
use store::{Cursor, PageRequest, Scope, ScopeColumns, split_page};
use utoipa::ToSchema;

use super::error::PartyError;
use super::load;
use super::model::{Party, PartyState};
use crate::authority::InScope;
use crate::list::{List, found_by};
use crate::register::{Asking, Register};
use crate::tables::party_state::Column;
use crate::tables::{holds_on, party, party_state, read};
use crate::timeline::Span;
use crate::{AuthorityId, PartyId, PartyKind};

/// Which parties: one value for lists and counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartyFilter {
    /// As of this day.
    pub as_of: Date,
    /// A part of the name, its pinyin initials or the credit code.
    pub query: Option<String>,
    /// Of this kind.
    pub kind: Option<PartyKind>,
    /// In this area or in one inside it.
    pub area: Option<AreaCode>,
}

/// A party as of a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct PartyRow {
    /// The id.
    #[schema(value_type = Uuid)]
    pub id: PartyId,
    /// What it is.
    pub kind: PartyKind,
    /// Its unified social credit code.
    #[schema(value_type = Option<String>)]
    pub credit_code: Option<CreditCode>,
    /// The authority that registered it.
    #[schema(value_type = Uuid)]
    pub authority: AuthorityId,
    /// The first day of this state.
    #[schema(value_type = String, format = Date)]
    pub valid_from: Date,
    /// The first day on which it no longer holds.
    #[schema(value_type = Option<String>, format = Date)]
    pub valid_to: Option<Date>,
    /// Whether its personal data was erased.
    pub erased: bool,
    /// What it is.
    #[serde(flatten)]
    pub state: PartyState,
}

/// A party as of a day, with its masked number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct PartyView {
    /// The party.
    #[serde(flatten)]
    pub row: PartyRow,
    /// Counts its changes; a write names the one that it was made on.
    pub revision: u32,
    /// The identity number, the middle of it hidden.
    pub identity_masked: Option<String>,
}

impl PartyFilter {
    /// Every party of a day.
    pub const fn on(as_of: Date) -> Self {
        Self {
            as_of,
            query: None,
            kind: None,
            area: None,
        }
    }

    fn select(&self, scope: &Scope) -> Select<party_state::Entity> {
        let query = self
            .query
            .as_deref()
            .filter(|query| !query.trim().is_empty());
        let area = self
            .area
            .as_ref()
            .map(|area| Column::Area.starts_with(area.prefix()));
        let to_party = party_state::Entity::belongs_to(party::Entity)
            .from(Column::PartyId)
            .to(party::Column::Id);
        party_state::Entity::find()
            .join(JoinType::InnerJoin, to_party.into())
            .filter(holds_on(Column::ValidFrom, Column::ValidTo, self.as_of))
            .filter(scope.condition(&scope_columns()))
            .filter(
                Condition::all()
                    .add_option(self.kind.map(|kind| party::Column::Kind.eq(kind.as_str())))
                    .add_option(area)
                    .add_option(query.map(|query| {
                        found_by(
                            query,
                            Column::Name,
                            Column::Initials,
                            party::Column::CreditCode,
                        )
                    })),
            )
    }
}

fn scope_columns() -> ScopeColumns {
    ScopeColumns {
        authority: Some(Expr::col((party::Entity, party::Column::AuthorityId))),
        area: Some(Expr::col((party_state::Entity, Column::Area))),
        confidentiality: Some(Expr::col((party::Entity, party::Column::Confidentiality))),
        ..ScopeColumns::default()
    }
}

impl Register {
    /// Parties in the order of their registration, a page at a time.
    pub async fn parties(
        &self,
        asking: &Asking,
        filter: &PartyFilter,
        page: &PageRequest,
    ) -> Result<List<PartyRow>, PartyError> {
        let db = self.record().db().read();
        let select = filter.select(&asking.scope);
        let total = select.clone().count(db).await?;
        let after = page.after::<String>()?;
        let rows = select
            .filter(Condition::all().add_option(after.map(|id| Column::PartyId.gt(id))))
            .select_also(party::Entity)
            .order_by_asc(Column::PartyId)
            .limit(page.limit.get() + 1)
            .all(db)
            .await?;
        let (rows, next) = split_page(rows, page.limit, |(state, _)| state.party_id.clone());
        let rows = rows
            .into_iter()
            .map(|(state, party)| self.listed(state, party));
        Ok(List {
            rows: rows.collect::<Result<_, _>>()?,
            next: next.as_ref().map(Cursor::to_string),
            total,
        })
    }

    /// How many parties there are.
    pub async fn count_parties(
        &self,
        asking: &Asking,
        filter: &PartyFilter,
    ) -> Result<u64, PartyError> {
        Ok(filter
            .select(&asking.scope)
            .count(self.record().db().read())
            .await?)
    }

    /// A party as of a day.
    pub async fn party(
        &self,
        asking: &Asking,
        id: PartyId,
        day: Date,
    ) -> Result<PartyView, PartyError> {
        let party = load::load(self.record().db().read(), self.sealer(), id)
            .await?
            .ok_or(PartyError::NotFound)?;
        let span = party.states.span_at(day).ok_or(PartyError::NotFound)?;
        if !allows(&asking.scope, &party, span) {
            return Err(PartyError::NotFound);
        }
        let masked = match &party.identity {
            None => None,
            Some(identity) => {
                let number = self
                    .sealer()
                    .open(&load::identity_place(id), &identity.sealed)?;
                let number: CitizenNumber = number
                    .parse()
                    .map_err(|_| PartyError::Damaged(id.to_string()))?;
                Some(number.masked())
            }
        };
        Ok(PartyView {
            row: row(&party, span),
            revision: party.revision,
            identity_masked: masked,
        })
    }

    /// What a party was, is and is going to be, as far as the person may see it.
    pub async fn party_history(
        &self,
        asking: &Asking,
        id: PartyId,
    ) -> Result<Vec<PartyRow>, PartyError> {
        let party = load::load(self.record().db().read(), self.sealer(), id)
            .await?
            .ok_or(PartyError::NotFound)?;
        let spans = party.states.spans().iter();
        let rows: Vec<_> = spans
            .filter(|span| allows(&asking.scope, &party, span))
            .map(|span| row(&party, span))
            .collect();
        if rows.is_empty() {
            Err(PartyError::NotFound)
        } else {
            Ok(rows)
        }
    }

    /// The party with this identity number, where there is one that the person may see.
    pub async fn find_by_identity(
        &self,
        asking: &Asking,
        number: &CitizenNumber,
        day: Date,
    ) -> Result<PartyView, PartyError> {
        let digest = self.sealer().digest("identity", number.reveal());
        self.find(
            asking,
            Condition::all().add(party::Column::IdentityDigest.eq(digest)),
            day,
        )
        .await
    }

    /// The party with this unified social credit code, where there is one that the person may see.
    pub async fn find_by_credit_code(
        &self,
        asking: &Asking,
        code: &CreditCode,
        day: Date,
    ) -> Result<PartyView, PartyError> {
        self.find(
            asking,
            Condition::all().add(party::Column::CreditCode.eq(code.as_str())),
            day,
        )
        .await
    }

    async fn find(
        &self,
        asking: &Asking,
        which: Condition,
        day: Date,
    ) -> Result<PartyView, PartyError> {
        let row = party::Entity::find()
            .filter(which)
            .one(self.record().db().read())
            .await?;
        let id = row
            .and_then(|row| read(&row.id))
            .ok_or(PartyError::NotFound)?;
        self.party(asking, id, day).await
    }

    fn listed(
        &self,
        state: party_state::Model,
        party: Option<party::Model>,
    ) -> Result<PartyRow, PartyError> {
        let damaged = || PartyError::Damaged(state.party_id.clone());
        let held = party.ok_or_else(damaged)?;
        let party = load::of_row(held, crate::Timeline::default()).ok_or_else(damaged)?;
        let span = load::span(self.sealer(), state)?;
        Ok(row(&party, &span))
    }
}

fn allows(scope: &Scope, party: &Party, span: &Span<PartyState>) -> bool {
    scope.allows(&InScope::at_level(
        party.authority,
        &span.value.area,
        party.kind.confidentiality(),
    ))
}

fn row(party: &Party, span: &Span<PartyState>) -> PartyRow {
    PartyRow {
        id: party.id,
        kind: party.kind,
        credit_code: party.credit_code.clone(),
        authority: party.authority,
        valid_from: span.from,
        valid_to: span.to,
        erased: party.erased_ms.is_some(),
        state: span.value.clone(),
    }
}
