//! What the record keeps of an act: enough to make the case from its acts again.

use procedure::{Act, Case, Manner};
use record::{Actor, NewAct, Subject};
use serde_json::{Map, Value, json};

use crate::casework::instant;
use crate::error::CaseError;
use crate::numbers::NumberClaim;
use crate::written::Kept;

/// An act that the engine has decided on.
#[derive(Debug, Clone)]
pub struct ActDone<'a> {
    /// The case after it.
    pub case: &'a Case,
    /// What was done.
    pub act: &'a Act,
    /// The officers who did it.
    pub officers: &'a [String],
    /// The rules that it broke.
    pub broken: Vec<&'a str>,
    /// What the registers said where the case depends on it.
    pub seen: &'a Map<String, Value>,
    /// The numbers that were named with it.
    pub claims: Vec<&'a NumberClaim>,
}

/// The act as it is appended to the record.
pub(crate) fn recorded_act(
    actor: &Actor,
    packs: Option<String>,
    kept: &Kept,
    done: &ActDone<'_>,
    party_blocks: &[Value],
) -> Result<NewAct, CaseError> {
    let act = done.act;
    let kind = format!("case.{}", act.kind);
    let kind = kind.parse().map_err(|_| {
        CaseError::input(
            "行为的编号不能记录。",
            "the id of the act cannot be recorded",
        )
    })?;
    let subject = Subject {
        kind: "case".to_owned(),
        id: kept.id.clone(),
    };
    let mut data = json!({
        "procedure": done.case.procedure,
        "number": done.case.acts,
        "act": act,
        "officers": done.officers,
        "broken": done.broken,
        "seen": done.seen,
    });
    if !done.claims.is_empty() {
        data["claims"] = json!(done.claims);
    }
    if done.case.acts == 1 {
        data["opened_by"] = kept.opened_by.clone().into();
    }
    let reported = act.manner == Manner::Reported;
    Ok(NewAct {
        authority: Some(kept.authority.clone()),
        case: Some(kept.id.clone()),
        happened_at: reported.then(|| instant(act.at)).flatten(),
        packs,
        party_blocks: party_blocks.to_vec(),
        ..NewAct::new(kind, actor.clone(), subject, data)
    })
}
