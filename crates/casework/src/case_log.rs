//! What was done in a case, from the record.

use procedure::Numbered;
use record::{ActFilter, RecordedAct};
use serde::Serialize;
use serde_json::Value;
use store::{Limit, PageRequest};
use utoipa::ToSchema;

use crate::casework::{Asking, CaseId, Casework};
use crate::error::CaseError;

/// An act that was done in a case.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct LoggedAct {
    /// Its number in the case, from 1.
    pub number: u32,
    /// The act of the procedure.
    pub act: String,
    /// When it was done, in UTC.
    pub at: String,
    /// When it was recorded, in UTC.
    pub recorded_at: String,
    /// Whether it was reported after it was done.
    pub is_reported: bool,
    /// Who did it.
    pub officers: Vec<String>,
    /// The officer in whose place a deputy did it.
    pub in_place_of: Option<String>,
    /// What it stated, with its documents.
    #[schema(value_type = Object)]
    pub said: Value,
    /// Rules that it broke.
    pub broken: Vec<String>,
    /// The numbers that it gave, to the case and to documents.
    #[schema(value_type = Vec<Object>)]
    pub numbers: Vec<Numbered>,
    /// The entry on the record.
    #[schema(value_type = Uuid)]
    pub entry: String,
    /// Its place in the log, once it is numbered.
    pub index: Option<u64>,
    /// The digest of its leaf.
    pub digest: String,
    /// The digest of the rule packs that it was judged with.
    pub packs: Option<String>,
}

/// A page of acts.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct LogPage {
    /// The acts, the oldest first.
    pub rows: Vec<LoggedAct>,
    /// The cursor of the next page.
    pub next: Option<String>,
}

impl Casework {
    /// What was done in a case of the scope, the oldest first, a page at a time.
    pub async fn case_log(
        &self,
        asking: &Asking,
        id: CaseId,
        page: &PageRequest,
    ) -> Result<LogPage, CaseError> {
        self.in_scope(asking, id).await?;
        let mut acts = self.record().acts(&of_case(id), page).await?;
        self.put_together(id, &mut acts.acts).await?;
        Ok(LogPage {
            rows: acts.acts.iter().filter_map(logged).collect(),
            next: acts.next.map(|next| next.to_string()),
        })
    }

    /// Everything that was done in a case of the scope, the oldest first; what acts stated of
    /// persons only where it is asked for.
    pub async fn whole_log(
        &self,
        asking: &Asking,
        id: CaseId,
        with_persons: bool,
    ) -> Result<Vec<LoggedAct>, CaseError> {
        self.in_scope(asking, id).await?;
        let mut acts = self.recorded_acts(id).await?;
        if with_persons {
            self.put_together(id, &mut acts).await?;
        }
        Ok(acts.iter().filter_map(logged).collect())
    }

    /// What was done after an act, by its number.
    pub(crate) async fn acts_since(
        &self,
        id: CaseId,
        number: u32,
    ) -> Result<Vec<LoggedAct>, CaseError> {
        let acts = self.recorded_acts(id).await?;
        let acts = acts.iter().filter_map(logged);
        Ok(acts.filter(|act| act.number > number).collect())
    }

    /// Every act of a case, the oldest first, without what it stated of persons.
    pub(crate) async fn recorded_acts(&self, id: CaseId) -> Result<Vec<RecordedAct>, CaseError> {
        let mut page = PageRequest::first(Limit::new(Limit::MAX).unwrap_or_default());
        let mut all = Vec::new();
        loop {
            let acts = self.record().acts(&of_case(id), &page).await?;
            all.extend(acts.acts);
            page.cursor = acts.next;
            if page.cursor.is_none() {
                all.retain(|act| act.subject.kind == "case");
                return Ok(all);
            }
        }
    }
}

fn of_case(id: CaseId) -> ActFilter {
    ActFilter {
        case: Some(id.to_string()),
        ..ActFilter::default()
    }
}

fn logged(act: &RecordedAct) -> Option<LoggedAct> {
    let data = &act.data;
    let list = |name: &str| serde_json::from_value(data[name].clone()).unwrap_or_default();
    Some(LoggedAct {
        number: u32::try_from(data["number"].as_u64()?).ok()?,
        act: data["act"]["kind"].as_str()?.to_owned(),
        at: act.happened_at.to_string(),
        recorded_at: act.recorded_at.to_string(),
        is_reported: act.is_reported,
        officers: list("officers"),
        in_place_of: data["in_place_of"].as_str().map(str::to_owned),
        said: data["act"].clone(),
        broken: list("broken"),
        numbers: serde_json::from_value(data["act"]["numbers"].clone()).unwrap_or_default(),
        entry: act.entry.to_string(),
        index: act.index,
        digest: act.digest.clone(),
        packs: act.packs.clone(),
    })
}
