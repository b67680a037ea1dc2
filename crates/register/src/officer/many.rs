//! Many officers at once, with what holds from when to when: for whoever takes in rows of others.

use std::collections::HashMap;

use jiff::civil::Date;
use store::sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter};

use super::error::OfficerError;
use super::known::{InService, in_service};
use super::load::{certificates_of, interest, post_span, qualification};
use super::model::Officer;
use crate::OfficerId;
use crate::authority::Registry;
use crate::register::Register;
use crate::tables::{officer, officer_interest, officer_post, read};
use crate::timeline::Timeline;

/// Names of one question: both databases take more variables.
const NAMES: usize = 5_000;

/// An officer with posts, certificates and interests of all days; training and identity are left out.
#[derive(Debug, Clone)]
pub struct OfficerKnown(Officer);

impl OfficerKnown {
    /// The id.
    pub const fn id(&self) -> OfficerId {
        self.0.id
    }

    /// The staff number.
    pub fn code(&self) -> &str {
        &self.0.code
    }

    /// As of a day; `None` where they were not in service.
    pub fn in_service(&self, registry: &Registry, day: Date) -> Option<InService> {
        in_service(&self.0, registry, day)
    }
}

impl Register {
    /// Officers by id or staff number, as far as there are such, in a few questions. For the program
    /// itself: no scope is asked.
    pub async fn officers_named(
        &self,
        names: &[String],
    ) -> Result<Vec<OfficerKnown>, OfficerError> {
        let mut all = Vec::new();
        for names in names.chunks(NAMES) {
            all.extend(self.officers_of(names).await?);
        }
        Ok(all)
    }

    async fn officers_of(&self, names: &[String]) -> Result<Vec<OfficerKnown>, OfficerError> {
        let db = self.record().db().read();
        let named = Condition::any()
            .add(officer::Column::Id.is_in(names))
            .add(officer::Column::Code.is_in(names));
        let rows = officer::Entity::find().filter(named).all(db).await?;
        let ids: Vec<String> = rows.iter().map(|row| row.id.clone()).collect();
        let mut posts: HashMap<String, Vec<_>> = HashMap::new();
        let found = officer_post::Entity::find()
            .filter(officer_post::Column::OfficerId.is_in(&ids))
            .all(db)
            .await?;
        for row in found {
            let id = row.officer_id.clone();
            let span = post_span(row).ok_or_else(|| OfficerError::Damaged(id.clone()))?;
            posts.entry(id).or_default().push(span);
        }
        let mut interests: HashMap<String, Vec<_>> = HashMap::new();
        let found = officer_interest::Entity::find()
            .filter(officer_interest::Column::OfficerId.is_in(&ids))
            .all(db)
            .await?;
        for row in found {
            let held = interest(&row, None);
            let held = held.ok_or_else(|| OfficerError::Damaged(row.id.clone()))?;
            interests.entry(row.officer_id).or_default().push(held);
        }
        let mut certificates = certificates_of(db, &ids).await?;
        let known = rows.into_iter().map(|row| {
            let damaged = || OfficerError::Damaged(row.id.clone());
            Ok(OfficerKnown(Officer {
                id: read(&row.id).ok_or_else(damaged)?,
                revision: u32::try_from(row.revision).map_err(|_| damaged())?,
                identity: None,
                posts: Timeline::stored(posts.remove(&row.id).unwrap_or_default()),
                certificates: certificates.remove(&row.id).unwrap_or_default(),
                legal_qualification: qualification(&row).ok_or_else(damaged)?,
                training: Vec::new(),
                interests: interests.remove(&row.id).unwrap_or_default(),
                code: row.code.clone(),
            }))
        });
        known.collect()
    }
}
