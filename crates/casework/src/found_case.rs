//! A case as it was found, to act in it.

use std::collections::BTreeSet;

use base::AreaCode;
use procedure::Case;
use store::Scoped;

use crate::casework::{Asking, CaseId, Casework};
use crate::error::CaseError;
use crate::written::{Kept, kept_of, people, state_of};

/// A case with what says who may see and change it, from one row.
#[derive(Debug)]
pub struct FoundCase {
    pub(crate) id: CaseId,
    pub(crate) case: Case,
    pub(crate) kept: Kept,
    area: Option<AreaCode>,
    confidentiality: i16,
    people: BTreeSet<(String, String)>,
}

impl FoundCase {
    /// The id of its procedure.
    pub(crate) fn procedure(&self) -> &str {
        &self.case.procedure
    }
}

impl Scoped for FoundCase {
    fn authority(&self) -> Option<&str> {
        Some(&self.kept.authority)
    }

    fn area(&self) -> Option<&AreaCode> {
        self.area.as_ref()
    }

    fn confidentiality(&self) -> i16 {
        self.confidentiality
    }

    fn has_person(&self, person: &str, role: Option<&str>) -> bool {
        let mut people = self.people.iter();
        people.any(|(who, here)| who == person && role.is_none_or(|role| role == here))
    }
}

impl Casework {
    /// A case of the scope.
    pub(crate) async fn found_case(
        &self,
        asking: &Asking,
        id: CaseId,
    ) -> Result<FoundCase, CaseError> {
        let row = self.in_scope(asking, id).await?;
        let (case, kept) = (state_of(&row)?, kept_of(&row));
        Ok(FoundCase {
            id,
            area: row.area.parse().ok(),
            confidentiality: row.confidentiality,
            people: people(&kept, &case),
            case,
            kept,
        })
    }
}
