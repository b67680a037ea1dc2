//! Officers in memory: what was read of one is used as long as nobody, in whatever process, has
//! changed an officer. After a change of anybody, each is checked against their revision first.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use jiff::civil::Date;
use store::sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};

use super::ask::view;
use super::standing::standing;
use super::{Officer, OfficerError, OfficerView, Standing, load};
use crate::OfficerId;
use crate::authority::Registry;
use crate::register::{OFFICERS, Register};
use crate::tables::officer;

/// Officers as they were last read, each with the mark under which they were found unchanged.
#[derive(Default)]
pub(crate) struct KnownOfficers(RwLock<HashMap<OfficerId, (Arc<Officer>, i64)>>);

/// Officers that are kept at most; a city has some eight thousand.
const KEPT: usize = 20_000;

/// Officers that one statement asks for.
const CHUNK: usize = 1_000;

/// An officer in service on a day, and whether they may enforce.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InService {
    /// Where they serve, their certificates, training and interests.
    pub view: OfficerView,
    /// Whether their certificate is valid, in whatever field and area.
    pub standing: Standing,
}

impl KnownOfficers {
    /// Those of whom nobody has changed anything since.
    fn unchanged(&self, ids: &[OfficerId], mark: i64) -> Option<Vec<Option<Arc<Officer>>>> {
        let known = self.0.read().unwrap_or_else(PoisonError::into_inner);
        let all = ids.iter().map(|id| {
            let found = known.get(id).filter(|(_, held)| *held == mark);
            found.map(|(officer, _)| Some(Arc::clone(officer)))
        });
        all.collect()
    }

    fn get(&self, id: OfficerId, revision: u32) -> Option<Arc<Officer>> {
        let known = self.0.read().unwrap_or_else(PoisonError::into_inner);
        let found = known.get(&id).map(|(officer, _)| officer);
        found.filter(|held| held.revision == revision).cloned()
    }

    fn keep(&self, officer: &Arc<Officer>, mark: i64) {
        let mut known = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= KEPT {
            known.clear();
        }
        known.insert(officer.id, (Arc::clone(officer), mark));
    }
}

/// An officer as of a day; `None` where they were not in service.
pub(super) fn in_service(officer: &Officer, registry: &Registry, day: Date) -> Option<InService> {
    let span = officer.posts.span_at(day)?;
    registry.state(span.value.authority, day)?;
    Some(InService {
        view: view(officer, span, day),
        standing: standing(officer, day, None, None),
    })
}

impl Register {
    /// Officers on a day, in the order of the ids, for the program itself; `None` for one who is not
    /// known or not in service.
    pub async fn in_service(
        &self,
        registry: &Registry,
        ids: &[OfficerId],
        day: Date,
    ) -> Result<Vec<Option<InService>>, OfficerError> {
        let known = self.officers_known(ids).await?;
        let answers = known
            .into_iter()
            .map(|officer| in_service(&*officer?, registry, day));
        Ok(answers.collect())
    }

    /// Officers as they are now, in the order of the ids.
    async fn officers_known(
        &self,
        ids: &[OfficerId],
    ) -> Result<Vec<Option<Arc<Officer>>>, OfficerError> {
        let mark = self.record().marks().await?.of(OFFICERS);
        if let Some(known) = self.known_officers().unchanged(ids, mark) {
            return Ok(known);
        }
        let db = self.record().db().read();
        let mut revisions: HashMap<String, i32> = HashMap::new();
        for chunk in ids.chunks(CHUNK) {
            let rows: Vec<(String, i32)> = officer::Entity::find()
                .select_only()
                .columns([officer::Column::Id, officer::Column::Revision])
                .filter(officer::Column::Id.is_in(chunk.iter().map(ToString::to_string)))
                .into_tuple()
                .all(db)
                .await?;
            revisions.extend(rows);
        }
        let mut found = Vec::with_capacity(ids.len());
        for id in ids {
            let revision = revisions.get(&id.to_string());
            let Some(revision) = revision.and_then(|number| u32::try_from(*number).ok()) else {
                found.push(None);
                continue;
            };
            let officer = match self.known_officers().get(*id, revision) {
                Some(known) => Some(known),
                None => load::load(db, self.sealer(), *id).await?.map(Arc::new),
            };
            if let Some(officer) = &officer {
                self.known_officers().keep(officer, mark);
            }
            found.push(officer);
        }
        Ok(found)
    }
}
