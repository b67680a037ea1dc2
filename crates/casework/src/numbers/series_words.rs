//! The words of series: those of procedures and of document kinds of the packs.

use std::collections::BTreeMap;

use base::AreaCode;
use serde::Serialize;
use store::Scoped;
use utoipa::ToSchema;

use crate::casework::{Asking, Casework};
use crate::error::CaseError;

/// A word that numbers have.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct SeriesWord {
    /// The word: `罚立`.
    pub word: String,
    /// Whether it numbers cases; else documents.
    pub of_cases: bool,
    /// The ids of the procedures or document kinds that have it.
    pub of: Vec<String>,
}

/// An authority as a scope looks at it.
struct Place<'a> {
    authority: &'a str,
    area: Option<AreaCode>,
}

impl Scoped for Place<'_> {
    fn authority(&self) -> Option<&str> {
        Some(self.authority)
    }

    fn area(&self) -> Option<&AreaCode> {
        self.area.as_ref()
    }

    fn confidentiality(&self) -> i16 {
        0
    }

    fn has_person(&self, _: &str, _: Option<&str>) -> bool {
        false
    }
}

impl Casework {
    /// The words of numbers of the packs in use today, in the order of their signs.
    pub fn number_words(&self) -> Vec<SeriesWord> {
        let today = self.today();
        let rules = self.procedures().rules();
        let procedures = rules.procedures().iter();
        let procedures = procedures.filter(|of| of.head.in_force.covers(today));
        let cases =
            procedures.filter_map(|of| Some((of.number_word.clone()?, true, of.head.id.clone())));
        let kinds = rules.document_kinds().iter();
        let kinds = kinds.filter(|kind| kind.head.in_force.covers(today));
        let documents =
            kinds.filter_map(|of| Some((of.number_word.clone()?, false, of.head.id.clone())));
        let mut words: BTreeMap<(String, bool), Vec<String>> = BTreeMap::new();
        for (word, of_cases, id) in cases.chain(documents) {
            let ids = words.entry((word, of_cases)).or_default();
            if !ids.contains(&id) {
                ids.push(id);
            }
        }
        let words = words.into_iter();
        words
            .map(|((word, of_cases), of)| SeriesWord { word, of_cases, of })
            .collect()
    }

    /// The area of an authority whose numbers the person may deal with.
    pub(super) async fn number_area(
        &self,
        asking: &Asking,
        authority: &str,
    ) -> Result<String, CaseError> {
        let registry = self.register().authorities_known().await?;
        let known = authority.parse().ok().and_then(|id| registry.get(id));
        let state = known.and_then(|known| {
            let last = known.states.spans().last().map(|span| &span.value);
            known.states.at(self.today()).or(last)
        });
        let state = state.filter(|state| {
            let area = Some(state.area.clone());
            asking.scope.allows(&Place { authority, area })
        });
        let state = state.ok_or_else(|| {
            CaseError::input(
                "没有这个执法主体，或者它不在您的权限范围内：请填写本机关的 id。",
                "there is no such authority, or it lies outside your scope: name your own by its id",
            )
        })?;
        Ok(state.area.to_string())
    }
}
