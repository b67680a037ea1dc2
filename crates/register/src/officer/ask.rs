//! Questions about officers, each as of a day.

use base::AreaCode;
use jiff::civil::Date;
use serde::Serialize;
use store::sea_orm::sea_query::Expr;
use store::sea_orm::{
    ColumnTrait, Condition, EntityTrait, JoinType, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect, Select,
};
use store::{Cursor, PageRequest, Scope, ScopeColumns, split_page};
use utoipa::ToSchema;

use super::certified::certified;
use super::error::OfficerError;
use super::load::{self, post_span};
use super::model::{CertificateDraft, InterestDraft, LegalQualification, Officer, Post, Training};
use super::standing::{Standing, standing};
use crate::authority::{InScope, Registry};
use crate::list::{List, found_by};
use crate::register::{Asking, Register};
use crate::tables::officer_post::Column;
use crate::tables::{authority_state, holds_on, officer_post, read};
use crate::timeline::Span;
use crate::{AuthorityId, CertificateId, CertificateStatus, InterestId, OfficerId};

/// Which officers: one value for lists, counts and exports.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfficerFilter {
    /// As of this day.
    pub as_of: Date,
    /// A part of the name, its pinyin initials or the staff number.
    pub query: Option<String>,
    /// Of this authority and of those under it.
    pub authority: Option<AuthorityId>,
    /// Auxiliary staff only, or none of it.
    pub auxiliary: Option<bool>,
    /// Only who has a certificate that is valid on the day, or only who has none.
    pub certified: Option<bool>,
}

/// An officer as of a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct OfficerRow {
    /// The id.
    #[schema(value_type = Uuid)]
    pub id: OfficerId,
    /// The staff number.
    pub code: String,
    /// The first day of this post.
    #[schema(value_type = String, format = Date)]
    pub valid_from: Date,
    /// The first day on which it no longer holds.
    #[schema(value_type = Option<String>, format = Date)]
    pub valid_to: Option<Date>,
    /// Where they serve.
    #[serde(flatten)]
    pub post: Post,
}

/// An officer as of a day, with certificates, training and interests.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct OfficerView {
    /// The officer.
    #[serde(flatten)]
    pub row: OfficerRow,
    /// Counts the changes; a write names the one that it was made on.
    pub revision: u32,
    /// Whether an identity number is registered; it is not shown.
    pub has_identity: bool,
    /// The certificates.
    pub certificates: Vec<CertificateView>,
    /// The legal qualification, where it was granted by that day.
    pub legal_qualification: Option<LegalQualification>,
    /// Training until that day.
    pub training: Vec<Training>,
    /// Class hours until that day.
    pub training_hours: u32,
    /// For what they withdraw on that day.
    pub interests: Vec<InterestView>,
}

/// A certificate as of a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct CertificateView {
    /// The id.
    #[schema(value_type = Uuid)]
    pub id: CertificateId,
    /// What is printed on it.
    #[serde(flatten)]
    pub printed: CertificateDraft,
    /// What it was worth on that day; absent before it was issued.
    pub status: Option<CertificateStatus>,
    /// What it was worth, from when to when.
    pub history: Vec<StatusView>,
}

/// What a certificate was worth from a day to a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct StatusView {
    /// The first day.
    #[schema(value_type = String, format = Date)]
    pub valid_from: Date,
    /// The first day on which it no longer held.
    #[schema(value_type = Option<String>, format = Date)]
    pub valid_to: Option<Date>,
    /// What it was worth.
    pub status: CertificateStatus,
}

/// For what an officer withdraws.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct InterestView {
    /// The id.
    #[schema(value_type = Uuid)]
    pub id: InterestId,
    /// What it is.
    #[serde(flatten)]
    pub interest: InterestDraft,
    /// The first day on which it no longer holds.
    #[schema(value_type = Option<String>, format = Date)]
    pub valid_to: Option<Date>,
}

impl OfficerFilter {
    /// Every officer of a day.
    pub const fn on(as_of: Date) -> Self {
        Self {
            as_of,
            query: None,
            authority: None,
            auxiliary: None,
            certified: None,
        }
    }

    fn select(&self, scope: &Scope, registry: &Registry) -> Select<officer_post::Entity> {
        let query = self
            .query
            .as_deref()
            .filter(|query| !query.trim().is_empty());
        let under = self.authority.map(|id| {
            let ids = registry.subtree(id, self.as_of);
            Column::AuthorityId.is_in(ids.iter().map(ToString::to_string))
        });
        let to_authority = officer_post::Entity::belongs_to(authority_state::Entity)
            .from(Column::AuthorityId)
            .to(authority_state::Column::AuthorityId);
        officer_post::Entity::find()
            .join(JoinType::InnerJoin, to_authority.into())
            .filter(holds_on(Column::ValidFrom, Column::ValidTo, self.as_of))
            .filter(holds_on(
                authority_state::Column::ValidFrom,
                authority_state::Column::ValidTo,
                self.as_of,
            ))
            .filter(scope.condition(&scope_columns()))
            .filter(
                Condition::all()
                    .add_option(under)
                    .add_option(
                        self.auxiliary
                            .map(|yes| Column::Auxiliary.eq(i32::from(yes))),
                    )
                    .add_option(
                        self.certified
                            .map(|yes| certified(Column::OfficerId, self.as_of, yes)),
                    )
                    .add_option(query.map(|query| {
                        found_by(query, Column::Name, Column::Initials, Column::Code)
                    })),
            )
    }
}

fn scope_columns() -> ScopeColumns {
    ScopeColumns {
        authority: Some(Expr::col((officer_post::Entity, Column::AuthorityId))),
        area: Some(Expr::col((
            authority_state::Entity,
            authority_state::Column::Area,
        ))),
        ..ScopeColumns::default()
    }
}

impl Register {
    /// Officers by their staff numbers, a page at a time.
    pub async fn officers(
        &self,
        asking: &Asking,
        filter: &OfficerFilter,
        page: &PageRequest,
    ) -> Result<List<OfficerRow>, OfficerError> {
        let db = self.record().db().read();
        let registry = self.authorities_known().await?;
        let select = filter.select(&asking.scope, &registry);
        let total = select.clone().count(db).await?;
        let after = page.after::<String>()?;
        let rows = select
            .filter(Condition::all().add_option(after.map(|code| Column::Code.gt(code))))
            .order_by_asc(Column::Code)
            .limit(page.limit.get() + 1)
            .all(db)
            .await?;
        let (rows, next) = split_page(rows, page.limit, |row| row.code.clone());
        let rows = rows.into_iter().map(listed).collect::<Result<_, _>>()?;
        Ok(List {
            rows,
            next: next.as_ref().map(Cursor::to_string),
            total,
        })
    }

    /// How many officers there are.
    pub async fn count_officers(
        &self,
        asking: &Asking,
        filter: &OfficerFilter,
    ) -> Result<u64, OfficerError> {
        let registry = self.authorities_known().await?;
        Ok(filter
            .select(&asking.scope, &registry)
            .count(self.record().db().read())
            .await?)
    }

    /// An officer as of a day.
    pub async fn officer(
        &self,
        asking: &Asking,
        id: OfficerId,
        day: Date,
    ) -> Result<OfficerView, OfficerError> {
        let officer = self.held_officer(id).await?;
        let registry = self.authorities_known().await?;
        let span = officer.posts.span_at(day).ok_or(OfficerError::NotFound)?;
        if !allows(&asking.scope, &registry, &span.value, day) {
            return Err(OfficerError::NotFound);
        }
        Ok(view(&officer, span, day))
    }

    /// The officer with this staff number, as of a day.
    pub async fn officer_by_code(
        &self,
        asking: &Asking,
        code: &str,
        day: Date,
    ) -> Result<OfficerView, OfficerError> {
        let filter = Column::Code.eq(code);
        let row = officer_post::Entity::find()
            .filter(filter)
            .one(self.record().db().read())
            .await?;
        let id = row
            .and_then(|row| read(&row.officer_id))
            .ok_or(OfficerError::NotFound)?;
        self.officer(asking, id, day).await
    }

    /// Where an officer served, serves and is going to serve, as far as the person may see it.
    pub async fn officer_history(
        &self,
        asking: &Asking,
        id: OfficerId,
    ) -> Result<Vec<OfficerRow>, OfficerError> {
        let officer = self.held_officer(id).await?;
        let registry = self.authorities_known().await?;
        let spans = officer.posts.spans().iter();
        let rows: Vec<_> = spans
            .filter(|span| allows(&asking.scope, &registry, &span.value, span.from))
            .map(|span| row(officer.id, &officer.code, span))
            .collect();
        if rows.is_empty() {
            Err(OfficerError::NotFound)
        } else {
            Ok(rows)
        }
    }

    /// Whether an officer may enforce on a day, in a field and an area where they are named; where
    /// not, why not.
    pub async fn certificate_valid(
        &self,
        asking: &Asking,
        id: OfficerId,
        day: Date,
        field: Option<&str>,
        area: Option<&AreaCode>,
    ) -> Result<Standing, OfficerError> {
        let officer = self.held_officer(id).await?;
        let registry = self.authorities_known().await?;
        let mut spans = officer.posts.spans().iter();
        if !spans.any(|span| allows(&asking.scope, &registry, &span.value, span.from)) {
            return Err(OfficerError::NotFound);
        }
        Ok(standing(&officer, day, field, area))
    }

    async fn held_officer(&self, id: OfficerId) -> Result<Officer, OfficerError> {
        let officer = load::load(self.record().db().read(), self.sealer(), id).await?;
        officer.ok_or(OfficerError::NotFound)
    }
}

/// The authority of a post must exist on the day, as it must for a row of a list.
fn allows(scope: &Scope, registry: &Registry, post: &Post, day: Date) -> bool {
    let state = registry.state(post.authority, day);
    state.is_some_and(|state| scope.allows(&InScope::new(post.authority, &state.area)))
}

fn listed(held: officer_post::Model) -> Result<OfficerRow, OfficerError> {
    let damaged = OfficerError::Damaged(held.officer_id.clone());
    let (id, code) = (read(&held.officer_id), held.code.clone());
    match (id, post_span(held)) {
        (Some(id), Some(span)) => Ok(row(id, &code, &span)),
        _ => Err(damaged),
    }
}

fn row(id: OfficerId, code: &str, span: &Span<Post>) -> OfficerRow {
    OfficerRow {
        id,
        code: code.to_owned(),
        valid_from: span.from,
        valid_to: span.to,
        post: span.value.clone(),
    }
}

pub(super) fn view(officer: &Officer, span: &Span<Post>, day: Date) -> OfficerView {
    let training: Vec<_> = officer
        .training
        .iter()
        .filter(|training| training.completed_on <= day)
        .cloned()
        .collect();
    OfficerView {
        row: row(officer.id, &officer.code, span),
        revision: officer.revision,
        has_identity: officer.identity.is_some(),
        certificates: officer
            .certificates
            .iter()
            .map(|held| certificate(held, day))
            .collect(),
        legal_qualification: officer
            .legal_qualification
            .clone()
            .filter(|held| held.granted_on <= day),
        training_hours: training
            .iter()
            .map(|training| u32::from(training.hours))
            .sum(),
        training,
        interests: officer
            .interests
            .iter()
            .filter(|held| held.holds_on(day))
            .map(|held| InterestView {
                id: held.id,
                interest: held.draft.clone(),
                valid_to: held.valid_to,
            })
            .collect(),
    }
}

pub(super) fn certificate(held: &super::Certificate, day: Date) -> CertificateView {
    let history = held.statuses.spans().iter();
    CertificateView {
        id: held.id,
        printed: held.draft.clone(),
        status: held.statuses.at(day).copied(),
        history: history
            .map(|span| StatusView {
                valid_from: span.from,
                valid_to: span.to,
                status: span.value,
            })
            .collect(),
    }
}
