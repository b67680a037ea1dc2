//! An act in a case: read, asked of the rules, written with the record in one transaction.

use std::sync::Arc;

use futures::FutureExt as _;
use jiff::civil::{Date, DateTime};
use procedure::{Act, Broken, Case, DocumentGiven, Effects, Manner, Numbered, Override, Verdict};
use record::{Actor, NewAct, Receipt, Record, Subject};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use sha2::{Digest as _, Sha256};
use store::{WriteTx, sea_orm};
use utoipa::ToSchema;

use crate::casework::{Asking, CaseId, Casework, instant};
use crate::error::CaseError;
use crate::numbers::{self, NumberClaim, Numbering};
use crate::tables::{case, key};
use crate::world::Place;
use crate::written::{Kept, deed, row, write_around};

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

/// An act that was decided, on its way to the database.
pub(crate) struct Decided {
    pub kept: Kept,
    pub before: Option<Case>,
    pub effects: Box<Effects>,
    pub act: Act,
    pub officers: Vec<String>,
    pub party_blocks: Vec<Value>,
    pub asked: String,
    pub key: Option<String>,
    pub numbering: Option<Numbering>,
}

/// What was written of an act.
pub(crate) struct Written {
    receipt: Receipt,
    broken: Vec<Broken>,
    numbers: Vec<Numbered>,
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
        let asked = digest(&json!({"case": id, "request": request}));
        if let Some(done) = self.done_before(&asking.actor, key, &asked).await? {
            return Ok(done);
        }
        let row = self.in_scope(asking, id).await?;
        if u32::try_from(row.revision) != Ok(seen) {
            // The same request, sent to another server, may have been what moved the case on.
            let done = self.done_before(&asking.actor, key, &asked).await?;
            return match done {
                Some(done) => Ok(done),
                None => Err(self.stale(id, seen).await?),
            };
        }
        let case = state_of(&row)?;
        let kept = kept_of(&row);
        let act = self.act_of(asking, request)?;
        let ordered = self.is_ordered(asking, &case.procedure, request);
        let officers = doers(asking, request, ordered);
        if !ordered {
            check_doers(asking, request, &case)?;
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
            asked,
            key: key.map(str::to_owned),
        };
        match self.write_decided(asking, decided).await {
            Err(CaseError::Stale { .. }) => {
                // The one who was quicker may share the transaction, which is not durable yet.
                let durable = self
                    .record()
                    .write(|_| async { Ok::<_, CaseError>(()) }.boxed());
                durable.await?;
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

    /// Writes an act that was decided.
    pub(crate) async fn write_decided(
        &self,
        asking: &Asking,
        mut decided: Decided,
    ) -> Result<Done, CaseError> {
        self.keep_apart(&mut decided);
        let record = self.record().clone();
        let packs = self.packs();
        let actor = asking.actor.clone();
        let now_ms = self.record().clock().now().as_millisecond();
        let decided = Arc::new(decided);
        let mine = Arc::clone(&decided);
        let written = self
            .record()
            .write(move |tx| {
                async move { write(tx, &record, &actor, packs, &mine, now_ms).await }.boxed()
            })
            .await;
        match written {
            Ok(written) => done(&decided, written),
            Err(error) => {
                // Another request with the same key may have been quicker.
                let key = decided.key.as_deref();
                let before = self.done_before(&asking.actor, key, &decided.asked).await?;
                before.ok_or(error)
            }
        }
    }

    /// What a request with this key gave before.
    pub(crate) async fn done_before(
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

async fn write(
    tx: &WriteTx,
    record: &Record,
    actor: &Actor,
    packs: Option<String>,
    decided: &Decided,
    now_ms: i64,
) -> Result<Written, CaseError> {
    let kept = &decided.kept;
    let dealt = numbers::dealt(tx, decided, now_ms).await?;
    let (act, effects) = match &dealt {
        Some(dealt) => (&dealt.act, &dealt.effects),
        None => (&decided.act, &*decided.effects),
    };
    let after = &effects.case;
    let model = row(kept, after, now_ms)?;
    match &decided.before {
        None => {
            case::Entity::insert(model.into_active_model())
                .exec_without_returning(&**tx)
                .await?;
        }
        Some(before) => {
            let mut change = model.reset_all_of();
            change.id = sea_orm::ActiveValue::NotSet;
            let changed = case::Entity::update_many()
                .set(change)
                .filter(case::Column::Id.eq(&kept.id))
                .filter(case::Column::Revision.eq(i32::try_from(before.acts).unwrap_or(i32::MAX)))
                .exec(&**tx)
                .await?;
            if changed.rows_affected != 1 {
                return Err(CaseError::Stale {
                    seen: before.acts,
                    now: before.acts,
                    since: String::new(),
                });
            }
        }
    }
    write_around(tx, kept, decided.before.as_ref(), after, act.at.date()).await?;
    let said = recorded(actor, packs, decided, act, effects)?;
    let receipt = record.append(tx, said).await?;
    if let Some(key) = &decided.key {
        let row = key::ActiveModel {
            actor: Set(actor.id().to_owned()),
            key: Set(key.clone()),
            asked: Set(decided.asked.clone()),
            case_id: Set(kept.id.clone()),
            revision: Set(i32::try_from(after.acts).unwrap_or(i32::MAX)),
            entry: Set(receipt.entry.to_string()),
            at_ms: Set(now_ms),
        };
        key::Entity::insert(row)
            .exec_without_returning(&**tx)
            .await?;
    }
    Ok(Written {
        receipt,
        broken: effects.broken.clone(),
        numbers: act.numbers.clone(),
    })
}

/// What the record keeps of an act: enough to make the case from its acts again.
fn recorded(
    actor: &Actor,
    packs: Option<String>,
    decided: &Decided,
    act: &Act,
    effects: &Effects,
) -> Result<NewAct, CaseError> {
    let kind = format!("case.{}", act.kind);
    let kind = kind.parse().map_err(|_| {
        CaseError::input(
            "行为的编号不能记录。",
            "the id of the act cannot be recorded",
        )
    })?;
    let subject = Subject {
        kind: "case".to_owned(),
        id: decided.kept.id.clone(),
    };
    let rules = effects.broken.iter().map(|broken| &broken.rule);
    let mut data = json!({
        "procedure": effects.case.procedure,
        "number": effects.case.acts,
        "act": act,
        "officers": decided.officers,
        "broken": rules.collect::<Vec<_>>(),
        "seen": effects.seen,
    });
    let claims = decided.numbering.iter().flat_map(|of| &of.claims);
    let claims: Vec<_> = claims.collect();
    if !claims.is_empty() {
        data["claims"] = json!(claims);
    }
    if decided.before.is_none() {
        data["opened_by"] = decided.kept.opened_by.clone().into();
    }
    let reported = act.manner == Manner::Reported;
    Ok(NewAct {
        authority: Some(decided.kept.authority.clone()),
        case: Some(decided.kept.id.clone()),
        happened_at: reported.then(|| instant(act.at)).flatten(),
        packs,
        party_blocks: decided.party_blocks.clone(),
        ..NewAct::new(kind, actor.clone(), subject, data)
    })
}

fn done(decided: &Decided, written: Written) -> Result<Done, CaseError> {
    let damaged = || CaseError::Damaged(decided.kept.id.clone());
    Ok(Done {
        id: decided.kept.id.parse().map_err(|_| damaged())?,
        revision: decided.effects.case.acts,
        stage: decided.effects.case.stage.clone(),
        entry: written.receipt.entry.to_string(),
        broken: written.broken,
        numbers: written.numbers,
        repeated: false,
    })
}

/// A digest of what was asked.
pub(crate) fn digest(asked: &Value) -> String {
    let digest = Sha256::digest(asked.to_string().as_bytes());
    digest
        .iter()
        .fold(String::new(), |text, byte| text + &format!("{byte:02x}"))
}

/// The case of a row.
pub(crate) fn state_of(row: &case::Model) -> Result<Case, CaseError> {
    serde_json::from_str(&row.state).map_err(|_| CaseError::Damaged(row.id.clone()))
}

pub(crate) fn id_of(row: &case::Model) -> Result<CaseId, CaseError> {
    row.id
        .parse()
        .map_err(|_| CaseError::Damaged(row.id.clone()))
}

pub(crate) fn kept_of(row: &case::Model) -> Kept {
    Kept {
        id: row.id.clone(),
        subject: row.subject.clone(),
        authority: row.authority_id.clone(),
        area: row.area.clone(),
        party_name: row.party_name.clone(),
        party_id: row.party_id.clone(),
        opened_by: row.opened_by.clone(),
        opened_at_ms: row.opened_at_ms,
    }
}

impl case::Model {
    /// As a change of every column.
    fn reset_all_of(self) -> case::ActiveModel {
        use sea_orm::ActiveModelTrait as _;
        self.into_active_model().reset_all()
    }
}
