//! Many parties at once by their credit code or id: for whoever takes in rows of others.

use std::collections::HashMap;

use store::sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter};

use super::error::PartyError;
use crate::PartyId;
use crate::register::Register;
use crate::tables::{party, read};

/// Names of one question: both databases take more variables.
const NAMES: usize = 5_000;

impl Register {
    /// The ids of parties by credit code or id, as far as there are such. For the program itself: no
    /// scope is asked, and nothing but the id is told.
    pub async fn parties_known(
        &self,
        names: &[String],
    ) -> Result<HashMap<String, PartyId>, PartyError> {
        let mut known = HashMap::new();
        for names in names.chunks(NAMES) {
            let named = Condition::any()
                .add(party::Column::Id.is_in(names))
                .add(party::Column::CreditCode.is_in(names));
            let rows = party::Entity::find()
                .filter(named)
                .all(self.record().db().read())
                .await?;
            for row in rows {
                let id: Option<PartyId> = read(&row.id);
                let id = id.ok_or_else(|| PartyError::Damaged(row.id.clone()))?;
                known.extend(row.credit_code.map(|code| (code, id)));
                known.insert(row.id, id);
            }
        }
        Ok(known)
    }
}
