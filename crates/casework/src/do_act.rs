//! An act in a case: read, and asked of the rules.

use futures::FutureExt as _;
use jiff::civil::{Date, DateTime};
use procedure::{Act, Broken, Case, DocumentGiven, Effects, Manner, Numbered, Override, Verdict};
use record::Actor;
use sea_orm::EntityTrait;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use sha2::{Digest as _, Sha256};
use store::sea_orm;
use utoipa::ToSchema;

use crate::casework::{Asking, CaseId, Casework};
use crate::error::CaseError;
use crate::found_case::FoundCase;
use crate::numbers::NumberClaim;
use crate::tables::{case, key};
use crate::world::Place;
use crate::write_act::Decided;
use crate::written::{Kept, deed, id_of, people};

/// An act that somebody asks for or reports.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ActRequest {
    /// The act of the procedure: `file_case`.
    #[schema(min_length = 1, max_length = 100)]
    pub act: String,
    /// What it states: fields that it takes, and for each list that it changes an object.
    #[serde(default)]
    #[schema(value_type = Object)]
    pub states: Map<String, Value>,
    /// The documents that come with it.
    #[serde(default)]
    #[schema(value_type = Vec<Object>)]
    pub documents: Vec<DocumentGiven>,
    /// The officers who do it together with the one who asks; of a reported act, all who did it.
    #[serde(default)]
    #[schema(max_items = 20)]
    pub officers: Vec<String>,
    /// When it was done, in legal time, where it is reported: such an act is never refused.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub happened_at: Option<DateTime>,
    /// The reason for which a head orders it against guards that can be overridden.
    #[serde(default)]
    #[schema(max_length = 1000)]
    pub override_reason: Option<String>,
    /// Numbers that it bears already, taken from a range that was lent to the device.
    #[serde(default)]
    #[schema(max_items = 20)]
    pub numbers: Vec<NumberClaim>,
    /// The device from whose ranges they come.
    #[serde(default)]
    #[schema(max_length = 100)]
    pub device: Option<String>,
}

/// An act that is done and on the record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Done {
    /// The case.
    #[schema(value_type = Uuid)]
    pub id: CaseId,
    /// Its revision now.
    pub revision: u32,
    /// Where it stands.
    pub stage: String,
    /// The entry on the record.
    #[schema(value_type = Uuid)]
    pub entry: String,
    /// Rules that the act broke although it is done.
    #[schema(value_type = Vec<Object>)]
    pub broken: Vec<Broken>,
    /// The numbers that it gave, to the case and to documents.
    #[schema(value_type = Vec<Object>)]
    pub numbers: Vec<Numbered>,
    /// The same request was done before: this is what it gave then.
    pub repeated: bool,
}

impl Casework {
    /// Does an act in a case of the scope, seen at a revision. The same key of the same person again
    /// gives the first answer.
    pub async fn do_act(
        &self,
        asking: &Asking,
        id: CaseId,
        seen: u32,
        request: &ActRequest,
        key: Option<&str>,
    ) -> Result<Done, CaseError> {
        let found = self.found_case(asking, id).await?;
        self.do_act_in(asking, found, seen, request, key).await
    }

    /// The same in a case that was found in a wider scope, for its procedure says who may act.
    pub(crate) async fn do_act_in(
        &self,
        asking: &Asking,
        found: FoundCase,
        seen: u32,
        request: &ActRequest,
        key: Option<&str>,
    ) -> Result<Done, CaseError> {
        let id = found.id;
        let asked = digest(&json!({"case": id, "request": request}));
        if !asking.scope.allows(&found) {
            return Err(CaseError::NotFound);
        }
        let done = if found.case.acts == seen {
            self.do_found(asking, found, request, key, &asked).await
        } else {
            Err(self.stale(id, seen).await?)
        };
        self.or_first_answer(&asking.actor, key, &asked, done).await
    }

    /// An act in a case that stands as the person saw it.
    async fn do_found(
        &self,
        asking: &Asking,
        found: FoundCase,
        request: &ActRequest,
        key: Option<&str>,
        asked: &str,
    ) -> Result<Done, CaseError> {
        let FoundCase { id, case, kept, .. } = found;
        let seen = case.acts;
        let act = self.act_of(asking, request)?;
        let ordered = self.is_ordered(asking, &case.procedure, request);
        let officers = doers(asking, request, ordered);
        if !ordered {
            check_doers(asking, request, &case)?;
        }
        let in_place_of = in_place_of(asking, request, &kept, &case);
        let me = asking.person.as_deref().unwrap_or_default();
        if in_place_of.is_some() && case.is_recused(me) {
            return Err(CaseError::TaskRecused);
        }
        let effects = self.judged(&case, &kept, &act, &officers).await?;
        let numbering = self.numbering(asking, request, &kept, &effects).await?;
        let decided = Decided {
            kept,
            numbering,
            before: Some(case),
            effects,
            act,
            officers,
            party_blocks: Vec::new(),
            in_place_of,
            asked: asked.to_owned(),
            key: key.map(str::to_owned),
        };
        match self.write_decided(asking, decided).await {
            Err(CaseError::Stale { .. }) => {
                self.wait_for_others().await?;
                Err(self.stale(id, seen).await?)
            }
            other => other,
        }
    }

    /// The act as the engine takes it.
    pub(crate) fn act_of(&self, asking: &Asking, request: &ActRequest) -> Result<Act, CaseError> {
        let now = self.now();
        let at = request.happened_at.unwrap_or(now);
        if at > now {
            return Err(CaseError::Future(at.to_string()));
        }
        let reported = request.happened_at.is_some();
        let reason = request.override_reason.clone();
        Ok(Act {
            kind: request.act.clone(),
            at,
            manner: if reported {
                Manner::Reported
            } else {
                Manner::Requested
            },
            roles: if reported {
                Vec::new()
            } else {
                asking.roles.clone()
            },
            states: request.states.clone(),
            documents: request.documents.clone(),
            overriding: reason.map(|reason| Override { reason }),
            numbers: Vec::new(),
        })
    }

    /// Asks the rules.
    pub(crate) async fn judged(
        &self,
        case: &Case,
        kept: &Kept,
        act: &Act,
        officers: &[String],
    ) -> Result<Box<Effects>, CaseError> {
        let on: Date = act.at.date();
        let needs = self.procedures().needs(case, &act.kind, on);
        let word = |name: &str| {
            let stated = act.states.get(name).and_then(Value::as_str);
            stated.or_else(|| case.words(name))
        };
        let party = kept.party_id.as_deref();
        let deed = deed(
            party.or(kept.party_name.as_deref()),
            word("item"),
            word("violation_on"),
        );
        let place = Place {
            id: &kept.id,
            authority: &kept.authority,
            party,
            deed: deed.as_deref(),
            opened_at_ms: kept.opened_at_ms,
        };
        let world = self
            .world(case, &act.states, &place, officers, on, &needs)
            .await?;
        match self.procedures().decide(case, act, &world)? {
            Verdict::Done(effects) => Ok(effects),
            Verdict::Refused(refusal) => Err(CaseError::Refused(refusal)),
        }
    }

    /// What a request gave; where it failed, what the same one gave when it was done before, perhaps a
    /// moment ago. Another request under its key is told so.
    pub(crate) async fn or_first_answer(
        &self,
        actor: &Actor,
        key: Option<&str>,
        asked: &str,
        done: Result<Done, CaseError>,
    ) -> Result<Done, CaseError> {
        let error = match (done, key) {
            (Err(error), Some(_)) => error,
            (done, _) => return done,
        };
        if matches!(error, CaseError::Store(_)) {
            self.wait_for_others().await?;
        }
        self.done_before(actor, key, asked).await?.ok_or(error)
    }

    /// Who was quicker may share the transaction, which is not durable yet: waits until it is.
    async fn wait_for_others(&self) -> Result<(), CaseError> {
        self.record().write(|_| async { Ok(()) }.boxed()).await
    }

    /// What a request with this key gave before.
    async fn done_before(
        &self,
        actor: &Actor,
        key: Option<&str>,
        asked: &str,
    ) -> Result<Option<Done>, CaseError> {
        let Some(key) = key else { return Ok(None) };
        let found = key::Entity::find_by_id((actor.id().to_owned(), key.to_owned()))
            .one(self.db().read())
            .await?;
        let Some(found) = found else { return Ok(None) };
        if found.asked != asked {
            return Err(CaseError::KeyReused);
        }
        let row = case::Entity::find_by_id(&found.case_id)
            .one(self.db().read())
            .await?
            .ok_or_else(|| CaseError::Damaged(found.case_id.clone()))?;
        Ok(Some(Done {
            id: id_of(&row)?,
            revision: u32::try_from(found.revision).unwrap_or_default(),
            stage: row.stage,
            entry: found.entry,
            broken: Vec::new(),
            numbers: self.numbers_of_act(&found.case_id, found.revision).await?,
            repeated: true,
        }))
    }

    async fn stale(&self, id: CaseId, seen: u32) -> Result<CaseError, CaseError> {
        let log = self.acts_since(id, seen).await?;
        let lines = log.iter().map(|act| format!("{} {}", act.at, act.act));
        let now = seen.saturating_add(u32::try_from(log.len()).unwrap_or_default());
        Ok(CaseError::Stale {
            seen,
            now,
            since: lines.collect::<Vec<_>>().join(", "),
        })
    }
}

/// Those who do the act: who asks, and whom they name. Who orders it and names others does not do it.
pub(crate) fn doers(asking: &Asking, request: &ActRequest, ordered: bool) -> Vec<String> {
    let by_others = ordered && !request.officers.is_empty();
    let me = asking
        .person
        .iter()
        .filter(|_| request.happened_at.is_none() && !by_others);
    let mut all: Vec<String> = me.cloned().collect();
    for officer in &request.officers {
        if !all.contains(officer) {
            all.push(officer.clone());
        }
    }
    all
}

/// In whose place a person acts who takes no part in the case themselves.
fn in_place_of(asking: &Asking, request: &ActRequest, kept: &Kept, case: &Case) -> Option<String> {
    if asking.stands_for.is_empty() || request.happened_at.is_some() {
        return None;
    }
    let people = people(kept, case);
    let takes_part = |id: &String| people.iter().any(|(person, _)| person == id);
    if asking.person.as_ref().is_some_and(takes_part) {
        return None;
    }
    let mut absent = asking.stands_for.iter();
    absent.find(|id| takes_part(id)).cloned()
}

/// Whom a person names as doing an act with them takes part in the case.
fn check_doers(asking: &Asking, request: &ActRequest, case: &Case) -> Result<(), CaseError> {
    if request.happened_at.is_some() || asking.person.is_none() {
        return Ok(());
    }
    let here = case
        .facts
        .get("officers")
        .or_else(|| request.states.get("officers"));
    let here: Vec<&str> = here
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(|officer| officer["id"].as_str())
        .collect();
    let strange = request.officers.iter().find(|officer| {
        !here.contains(&officer.as_str()) && asking.person.as_ref() != Some(officer)
    });
    if here.is_empty() || strange.is_none() {
        return Ok(());
    }
    Err(CaseError::input(
        "officers 中有人不是本案的办案人员，请先将其指派到本案。",
        "somebody in officers takes no part in this case: assign them first",
    ))
}

/// A digest of what was asked.
pub(crate) fn digest(asked: &Value) -> String {
    let digest = Sha256::digest(asked.to_string().as_bytes());
    digest
        .iter()
        .fold(String::new(), |text, byte| text + &format!("{byte:02x}"))
}
