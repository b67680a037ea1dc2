//! Officers of a list with the certificate that tells most about them on the day.

use jiff::civil::Date;
use serde::Serialize;
use store::PageRequest;
use store::sea_orm::sea_query::{Expr, ExprTrait as _, Query, SimpleExpr};
use store::sea_orm::{ColumnTrait, Condition};
use utoipa::ToSchema;

use super::ask::{CertificateView, OfficerFilter, OfficerRow, certificate};
use super::error::OfficerError;
use super::load::certificates_of;
use super::model::Certificate;
use crate::CertificateStatus;
use crate::list::List;
use crate::register::{Asking, Register};
use crate::tables::{certificate as held, certificate_status as status, holds_on};

/// An officer of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct OfficerListed {
    /// The officer.
    #[serde(flatten)]
    pub row: OfficerRow,
    /// The certificate that is valid on the day; where none is, the one that was issued last.
    pub certificate: Option<CertificateView>,
}

/// The condition that an officer has, or has not, a certificate that is valid on a day.
pub(super) fn certified(officer: impl ColumnTrait, day: Date, yes: bool) -> SimpleExpr {
    let of_it = Expr::col((held::Entity, held::Column::Id))
        .equals((status::Entity, status::Column::CertificateId));
    let term = Condition::all()
        .add(held::Column::IssuedOn.lte(day.to_string()))
        .add(held::Column::ExpiresOn.gte(day.to_string()));
    let valid = Condition::all()
        .add(status::Column::Status.eq(CertificateStatus::Valid.as_str()))
        .add(holds_on(
            status::Column::ValidFrom,
            status::Column::ValidTo,
            day,
        ));
    let officers = Query::select()
        .column((held::Entity, held::Column::OfficerId))
        .from(held::Entity)
        .inner_join(status::Entity, of_it)
        .cond_where(Condition::all().add(term).add(valid))
        .to_owned();
    if yes {
        officer.in_subquery(officers)
    } else {
        officer.not_in_subquery(officers)
    }
}

impl Register {
    /// Officers by their staff numbers with their certificates, a page at a time.
    pub async fn officers_listed(
        &self,
        asking: &Asking,
        filter: &OfficerFilter,
        page: &PageRequest,
    ) -> Result<List<OfficerListed>, OfficerError> {
        let list = self.officers(asking, filter, page).await?;
        let ids: Vec<_> = list.rows.iter().map(|row| row.id.to_string()).collect();
        let mut certificates = certificates_of(self.record().db().read(), &ids).await?;
        let rows = list.rows.into_iter().map(|row| {
            let held = certificates.remove(&row.id.to_string()).unwrap_or_default();
            let shown = telling(&held, filter.as_of).map(|held| certificate(held, filter.as_of));
            OfficerListed {
                row,
                certificate: shown,
            }
        });
        Ok(List {
            rows: rows.collect(),
            next: list.next,
            total: list.total,
        })
    }
}

fn telling(certificates: &[Certificate], day: Date) -> Option<&Certificate> {
    let valid = |held: &&Certificate| {
        held.draft.issued_on <= day
            && day <= held.draft.expires_on
            && held.statuses.at(day) == Some(&CertificateStatus::Valid)
    };
    let last = || certificates.iter().max_by_key(|held| held.draft.issued_on);
    certificates.iter().find(valid).or_else(last)
}
