//! One case.

use procedure::{Case, ClockRun, Document, LateFee};
use sea_orm::{EntityTrait, QueryFilter};
use serde::Serialize;
use store::sea_orm;
use utoipa::ToSchema;

use crate::casework::{Asking, CaseId, Casework, columns};
use crate::error::CaseError;
use crate::tables::case;
use crate::written::{id_of, state_of};

/// A case as its acts have made it.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct CaseView {
    /// Its id.
    #[schema(value_type = Uuid)]
    pub id: CaseId,
    /// Its number, once an act gave it one.
    pub number: Option<String>,
    /// Counts its acts; a write names the one it was made on.
    pub revision: u32,
    /// The authority that handles it.
    #[schema(value_type = Uuid)]
    pub authority: String,
    /// The area of that authority.
    pub area: String,
    /// What the party is called.
    pub party_name: Option<String>,
    /// The party in the register.
    #[schema(value_type = Option<Uuid>)]
    pub party: Option<String>,
    /// Stage, facts, documents, clocks and marks.
    #[schema(value_type = Object)]
    pub case: Case,
    /// The late fee as of today, where one was started: what is unpaid, hundredths a day, the cap, the
    /// days counted and those not, the amount, all in fen, and what it rests on (行政处罚法 art. 72).
    #[schema(value_type = Option<Object>)]
    pub late_fee: Option<LateFee>,
}

impl Casework {
    /// A case of the scope.
    pub async fn case(&self, asking: &Asking, id: CaseId) -> Result<CaseView, CaseError> {
        let row = self.in_scope(asking, id).await?;
        let case = state_of(&row)?;
        Ok(CaseView {
            id: id_of(&row)?,
            number: row.number.clone(),
            revision: u32::try_from(row.revision).unwrap_or_default(),
            late_fee: self.procedures().late_fee(&case, self.today()),
            case,
            authority: row.authority_id,
            area: row.area,
            party_name: row.party_name,
            party: row.party_id,
        })
    }

    /// The clocks of a case of the scope, the oldest first.
    pub async fn case_clocks(
        &self,
        asking: &Asking,
        id: CaseId,
    ) -> Result<Vec<ClockRun>, CaseError> {
        Ok(state_of(&self.in_scope(asking, id).await?)?.clocks)
    }

    /// The documents of a case of the scope, in the order in which they came.
    pub async fn case_documents(
        &self,
        asking: &Asking,
        id: CaseId,
    ) -> Result<Vec<Document>, CaseError> {
        Ok(state_of(&self.in_scope(asking, id).await?)?.documents)
    }

    /// The row of a case, where it lies in the scope.
    pub(crate) async fn in_scope(
        &self,
        asking: &Asking,
        id: CaseId,
    ) -> Result<case::Model, CaseError> {
        let found = case::Entity::find_by_id(id.to_string())
            .filter(asking.scope.condition(&columns()))
            .one(self.db().read())
            .await?;
        found.ok_or(CaseError::NotFound)
    }
}
