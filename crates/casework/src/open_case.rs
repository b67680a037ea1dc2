//! A new case, by its first act.

use register::{AuthorityId, OfficerId};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::ToSchema;

use crate::casework::{Asking, Casework, instant};
use crate::do_act::{ActRequest, Done, digest, doers};
use crate::error::CaseError;
use crate::write_act::Decided;
use crate::written::Kept;

/// A case that is to be opened.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewCase {
    /// The procedure: `penalty.ordinary`.
    #[schema(min_length = 1, max_length = 100)]
    pub procedure: String,
    /// The authority that handles it; by default the one in which the officer serves.
    #[serde(default)]
    #[schema(value_type = Option<Uuid>)]
    pub authority: Option<String>,
    /// The party.
    #[serde(default)]
    pub party: Option<PartyGiven>,
    /// The first act.
    pub first: ActRequest,
}

/// The party of a new case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PartyGiven {
    /// The party in the register, where it is registered.
    #[serde(default)]
    #[schema(value_type = Option<Uuid>)]
    pub id: Option<String>,
    /// What it is called; personal data.
    #[schema(min_length = 1, max_length = 200)]
    pub name: String,
}

impl Casework {
    /// Opens a case. An officer opens it in their own authority and becomes its handler.
    pub async fn open_case(
        &self,
        asking: &Asking,
        new: &NewCase,
        key: Option<&str>,
    ) -> Result<Done, CaseError> {
        let asked = digest(&json!({ "new": new }));
        let done = self.opened(asking, new, key, &asked).await;
        self.or_first_answer(&asking.actor, key, &asked, done).await
    }

    async fn opened(
        &self,
        asking: &Asking,
        new: &NewCase,
        key: Option<&str>,
        asked: &str,
    ) -> Result<Done, CaseError> {
        let act = self.act_of(asking, &new.first)?;
        let on = act.at.date();
        let unknown = || procedure::Malformed::UnknownProcedure(new.procedure.clone(), on);
        let case = self
            .procedures()
            .opened(&new.procedure, on)
            .ok_or_else(unknown)?;
        let rules = self.procedures().rules().procedure(&new.procedure, on);
        let subject = rules.map(|rules| serde_json::to_value(rules.subject).unwrap_or_default());
        let (authority, area) = self.opening_authority(asking, new).await?;
        let opened_at = instant(act.at).map_or(0, jiff::Timestamp::as_millisecond);
        let party = new.party.as_ref();
        if party.is_some_and(|party| party.name.trim().is_empty()) {
            return Err(CaseError::input(
                "当事人名称不能为空。",
                "the name of the party is empty",
            ));
        }
        let kept = Kept {
            id: self.new_id().to_string(),
            subject: subject
                .as_ref()
                .and_then(Value::as_str)
                .unwrap_or_default()
                .to_owned(),
            authority,
            area,
            party_name: party.map(|party| party.name.trim().to_owned()),
            party_id: party.and_then(|party| party.id.clone()),
            opened_by: asking.person.clone(),
            opened_at_ms: opened_at,
        };
        let officers = {
            let ordered = self.is_ordered(asking, &new.procedure, &new.first);
            doers(asking, &new.first, ordered)
        };
        let effects = self.judged(&case, &kept, &act, &officers).await?;
        let party_blocks = party.map(|party| json!({"name": party.name.trim(), "party": party.id}));
        let first = &new.first;
        let numbering = self.numbering(asking, first, &kept, &effects).await?;
        let decided = Decided {
            kept,
            numbering,
            before: None,
            effects,
            act,
            officers,
            in_place_of: None,
            party_blocks: party_blocks.into_iter().collect(),
            asked: asked.to_owned(),
            key: key.map(str::to_owned),
        };
        self.write_decided(asking, decided).await
    }

    /// The authority of a new case, with its area: a person opens cases where they serve, the program
    /// where it is told to.
    async fn opening_authority(
        &self,
        asking: &Asking,
        new: &NewCase,
    ) -> Result<(String, String), CaseError> {
        let today = self.today();
        let registry = self.register().authorities_known().await?;
        let own = match asking.person.as_deref().map(str::parse::<OfficerId>) {
            Some(Ok(officer)) => {
                let known = self
                    .register()
                    .in_service(&registry, &[officer], today)
                    .await;
                let here = known?.into_iter().flatten().next();
                here.map(|officer| officer.view.row.post.authority.to_string())
            }
            _ => None,
        };
        let is_program = asking.person.is_none();
        let named = new.authority.clone();
        let chosen = match (&own, named) {
            (Some(own), None) => own.clone(),
            (Some(own), Some(named)) if *own == named => named,
            (None, Some(named)) if is_program => named,
            _ => {
                return Err(CaseError::input(
                    "案件应在本人所在的执法主体立案；账号须关联在职执法人员。",
                    "a case is opened in the authority in which you serve; the account must belong to an officer in service",
                ));
            }
        };
        let id: Option<AuthorityId> = chosen.parse().ok();
        let known = id.and_then(|id| registry.get(id));
        let state = known.and_then(|known| {
            let last = known.states.spans().last().map(|span| &span.value);
            known.states.at(today).or(last)
        });
        let state = state.ok_or_else(|| {
            CaseError::input(
                "登记册中没有这个执法主体。",
                "the register has no such authority",
            )
        })?;
        Ok((chosen, state.area.to_string()))
    }
}
