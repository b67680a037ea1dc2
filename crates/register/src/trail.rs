//! What was done to an authority or an officer, and why: read from the record.

use std::collections::BTreeSet;

use jiff::Timestamp;
use jiff::civil::Date;
use record::{ActFilter, ReadError, RecordedAct, Subject};
use serde::Serialize;
use store::{Limit, PageRequest};
use utoipa::ToSchema;

use crate::register::{Asking, Register};
use crate::{AuthorityError, AuthorityId, OfficerError, OfficerId, SuccessionKind};

/// Something that was done to an authority or an officer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct DeedRow {
    /// The kind of act on the record, such as `register.authorities_merged`.
    pub kind: String,
    /// When it was recorded.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// The day from which it holds, where the act names one.
    #[schema(value_type = Option<String>, format = Date)]
    pub on: Option<Date>,
    /// Why.
    pub reason: Option<String>,
}

impl Register {
    /// What was done to an authority, the latest first; with the merges and splits in which it ended
    /// or began.
    pub async fn authority_deeds(
        &self,
        asking: &Asking,
        id: AuthorityId,
    ) -> Result<Vec<DeedRow>, AuthorityError> {
        let history = self.authority_history(asking, id).await?;
        let mut found = self.acts_about("authority", &id.to_string()).await?;
        // A merge stands under the authority that follows, a split under the one that ends.
        let elsewhere: BTreeSet<_> = history
            .successions
            .iter()
            .map(|link| match link.kind {
                SuccessionKind::Merge => (link.to, "register.authorities_merged", link.on),
                SuccessionKind::Split => (link.from, "register.authority_split", link.on),
            })
            .filter(|(subject, ..)| *subject != id)
            .collect();
        for (subject, kind, on) in elsewhere {
            let acts = self.acts_about("authority", &subject.to_string()).await?;
            found.extend(
                acts.into_iter()
                    .filter(|act| act.kind.as_str() == kind && day_of(act) == Some(on)),
            );
        }
        // Acts of one instant stay in the order in which they were appended.
        found.sort_by_key(|act| act.recorded_at);
        Ok(found.iter().rev().map(deed).collect())
    }

    /// What was done to an officer, the latest first.
    pub async fn officer_deeds(
        &self,
        asking: &Asking,
        id: OfficerId,
    ) -> Result<Vec<DeedRow>, OfficerError> {
        self.officer_history(asking, id).await?;
        let acts = self.acts_about("officer", &id.to_string()).await?;
        Ok(acts.iter().rev().map(deed).collect())
    }

    async fn acts_about(&self, kind: &str, id: &str) -> Result<Vec<RecordedAct>, ReadError> {
        let filter = ActFilter {
            subject: Some(Subject {
                kind: kind.to_owned(),
                id: id.to_owned(),
            }),
            ..ActFilter::default()
        };
        let mut page = PageRequest::first(Limit::new(Limit::MAX).unwrap_or_default());
        let mut found = Vec::new();
        loop {
            let acts = self.record().acts(&filter, &page).await?;
            // Others note on the same subject too: who looked at an officer.
            let of_the_register = |act: &RecordedAct| act.kind.as_str().starts_with("register.");
            found.extend(acts.acts.into_iter().filter(of_the_register));
            page.cursor = acts.next;
            if page.cursor.is_none() {
                return Ok(found);
            }
        }
    }
}

fn day_of(act: &RecordedAct) -> Option<Date> {
    act.data.get("on")?.as_str()?.parse().ok()
}

fn deed(act: &RecordedAct) -> DeedRow {
    DeedRow {
        on: day_of(act),
        reason: act
            .data
            .get("reason")
            .and_then(|reason| reason.as_str())
            .map(str::to_owned),
        at: act.recorded_at,
        kind: act.kind.as_str().to_owned(),
    }
}
