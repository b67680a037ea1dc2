//! An act that was taken in wrongly, said again as it was.
//!
//! The record is append-only: the correction is an act of its own that names the entry it corrects,
//! and the case is made again from its acts with the corrected one in the place of the wrong one. What
//! the wrong one broke stays marked; what the corrected one breaks is marked as well.

use procedure::{Act, Case, Effects, Manner, Verdict};
use record::RecordedAct;
use sea_orm::EntityTrait;
use serde_json::{Map, Value, json};
use store::sea_orm;

use super::batch::Batch;
use super::chunk::Unread;
use super::judge::{After, Judging, Outcome, Wanted, said};
use super::related::Related;
use super::resolve::{Resolved, resolve};
use super::row_error::RowError;
use super::rows::{row_of, set_apart};
use super::view::{RowReceipt, RowState};
use crate::casework::{CaseId, Casework};
use crate::error::CaseError;
use crate::numbers::{NumberClaim, of_source};
use crate::recorded_act::recorded_act;
use crate::tables::{case, intake_case, intake_row};
use crate::written::{Kept, kept_of, state_of};

/// An act of a case as it holds now, and what was seen when it was done.
pub(crate) struct InEffect {
    /// The entries that say it: the first, then its corrections.
    pub entries: Vec<String>,
    pub act: Act,
    pub seen: Map<String, Value>,
}

/// The acts of a case with corrected ones in the place of wrong ones; `None` where one cannot be read.
pub(crate) fn in_effect(acts: &[RecordedAct]) -> Option<Vec<InEffect>> {
    let mut all: Vec<InEffect> = Vec::new();
    for recorded in acts {
        let act: Act = serde_json::from_value(recorded.data["act"].clone()).ok()?;
        let seen = serde_json::from_value(recorded.data["seen"].clone()).ok()?;
        let entry = recorded.entry.to_string();
        match recorded.data["corrects"].as_str() {
            None => all.push(InEffect {
                entries: vec![entry],
                act,
                seen,
            }),
            Some(wrong) => {
                let place = all.iter_mut().find(|done| done.entries[0] == wrong)?;
                place.entries.push(entry);
                (place.act, place.seen) = (act, seen);
            }
        }
    }
    Some(all)
}

impl Casework {
    /// The case that acts make, counted with the corrections among them.
    pub(crate) fn made_of(&self, procedure: &str, acts: &[InEffect]) -> Result<Case, CaseError> {
        let first = acts.first().map(|done| done.act.at.date());
        let first = first.ok_or_else(|| CaseError::Damaged(procedure.to_owned()))?;
        let pairs = acts.iter().map(|done| (&done.act, &done.seen));
        let mut made = self.procedures().replay(procedure, first, pairs)?;
        let entries: usize = acts.iter().map(|done| done.entries.len()).sum();
        made.acts = u32::try_from(entries).unwrap_or(u32::MAX);
        Ok(made)
    }
}

impl Batch {
    /// Takes in a correction.
    pub(super) async fn correction(&mut self, wanted: Wanted) -> Result<RowReceipt, CaseError> {
        for _ in 0..3 {
            match self.correct(&wanted).await {
                Err(CaseError::Busy) => {}
                other => return other,
            }
        }
        Err(CaseError::Busy)
    }

    async fn correct(&self, wanted: &Wanted) -> Result<RowReceipt, CaseError> {
        let (casework, taking) = self.parts();
        let now = casework.now();
        let judging = Judging {
            casework,
            actor: &taking.actor,
            source: &taking.source,
            known: &taking.known,
            lateness: &taking.lateness,
            now,
        };
        let mut errors = Vec::new();
        let resolved = resolve(&judging, &wanted.row, &mut errors);
        if wanted.row.act.happened_at > now {
            errors.push(RowError::wrong(
                "act.happened_at",
                "已经过去的时间",
                "a time that has passed",
            ));
        }
        let Some(resolved) = resolved.filter(|_| errors.is_empty()) else {
            return self.rejected(wanted, errors).await;
        };
        match corrected(&judging, wanted, &resolved).await? {
            Err(errors) => self.rejected(wanted, errors).await,
            Ok((after, outcome)) => {
                let mut plan = self.empty_plan();
                plan.counts.accepted = 1;
                let id = after.kept.id.clone();
                let source = &taking.source.name;
                let row = row_of(
                    source,
                    &plan.batch,
                    wanted,
                    plan.now_ms,
                    &outcome,
                    Some(&id),
                );
                let receipt = RowReceipt::of_row(&row, RowState::Accepted);
                plan.rows.push(row);
                plan.afters.push(after);
                self.write(plan).await?;
                Ok(receipt)
            }
        }
    }

    async fn rejected(
        &self,
        wanted: &Wanted,
        errors: Vec<RowError>,
    ) -> Result<RowReceipt, CaseError> {
        let mut plan = self.empty_plan();
        plan.counts.rejected = 1;
        let (case, act) = (
            Some(wanted.row.case.id.clone()),
            Some(wanted.row.act.id.clone()),
        );
        let unread = Unread {
            line: wanted.line,
            part: wanted.part,
            external: (case.clone(), act.clone()),
            errors,
        };
        plan.faults.push(self.fault(&unread, plan.now_ms));
        self.write(plan).await?;
        Ok(RowReceipt {
            case,
            act,
            errors: unread.errors,
            ..RowReceipt::of(wanted.line, wanted.part, RowState::Rejected)
        })
    }
}

/// The case whose act is to be corrected.
struct Wrong {
    external: intake_case::Model,
    kept: Kept,
    before: Case,
    acts: Vec<InEffect>,
    /// Which of the acts is wrong.
    place: usize,
    related: Related,
}

/// The case with the corrected act in the place of the wrong one.
async fn corrected(
    judging: &Judging<'_>,
    wanted: &Wanted,
    resolved: &Resolved,
) -> Result<Result<(After, Outcome), Vec<RowError>>, CaseError> {
    let row = &wanted.row;
    let Some(mut wrong) = find(judging, wanted).await? else {
        let id = row.corrects.as_deref().unwrap_or_default();
        return Ok(Err(vec![no_such_act(id)]));
    };
    let mut act = Act {
        kind: row.act.kind.clone(),
        at: row.act.happened_at,
        manner: Manner::Reported,
        roles: Vec::new(),
        states: resolved.states.clone(),
        documents: row.act.documents.clone(),
        overriding: None,
        numbers: Vec::new(),
    };
    if wrong.would_be_passed(&act) {
        return Ok(Err(vec![out_of_place()]));
    }
    let prefix = wrong.prefix(judging.casework, &act)?;
    let (kept, officers) = (&wrong.kept, &resolved.officers);
    let world = judging.world(&prefix, kept, &act, &wrong.related, officers);
    let mut effects = match judging.casework.procedures().decide(&prefix, &act, &world) {
        Ok(Verdict::Done(effects)) => effects,
        Ok(Verdict::Refused(refusal)) => return Err(CaseError::Refused(refusal)),
        Err(malformed) => return Ok(Err(vec![RowError::of_malformed(&malformed)])),
    };
    let claims = wrong.claims(judging.claims(row));
    of_source(&mut act, &mut effects, prefix.documents.len(), &claims);
    let root = wrong.put(&act, &effects);
    let made = judging
        .casework
        .made_of(&wrong.before.procedure, &wrong.acts);
    let mut case = match made {
        Ok(case) => case,
        Err(CaseError::Malformed(malformed)) => {
            return Ok(Err(vec![RowError::of_malformed(&malformed)]));
        }
        Err(error) => return Err(error),
    };
    case.marks.clone_from(&wrong.before.marks);
    let number = effects.case.acts;
    for mark in effects.case.marks.iter().filter(|mark| mark.act == number) {
        let mut mark = mark.clone();
        mark.act = case.acts;
        case.marks.push(mark);
    }
    effects.case.acts = case.acts;
    finish(
        judging,
        wanted,
        resolved,
        wrong,
        (&act, *effects, case, root),
        &claims,
    )
    .map(Ok)
}

/// Finds the case, its acts, and which of them is wrong.
async fn find(judging: &Judging<'_>, wanted: &Wanted) -> Result<Option<Wrong>, CaseError> {
    let casework = judging.casework;
    let Some((external, entry)) = corrected_row(judging, wanted).await? else {
        return Ok(None);
    };
    let id = &external.case_id;
    let damaged = || CaseError::Damaged(id.clone());
    let held = case::Entity::find_by_id(id)
        .one(casework.db().read())
        .await?;
    let held = held.ok_or_else(damaged)?;
    let case_id: CaseId = id.parse().map_err(|_| damaged())?;
    let mut acts = casework.recorded_acts(case_id).await?;
    casework.put_together(case_id, &mut acts).await?;
    let acts = in_effect(&acts).ok_or_else(damaged)?;
    let place = acts.iter().position(|done| done.entries.contains(&entry));
    let place = place.ok_or_else(damaged)?;
    let (deeds, parties) = (held.deed.clone(), held.party_id.clone());
    let (deeds, parties) = (deeds.into_iter().collect(), parties.into_iter().collect());
    let mut related = Related::default();
    for other in casework.related(deeds, parties).await? {
        related.put(other);
    }
    Ok(Some(Wrong {
        kept: kept_of(&held),
        before: state_of(&held)?,
        external,
        acts,
        place,
        related,
    }))
}

impl Wrong {
    /// Whether another time of the act would pass its neighbours.
    fn would_be_passed(&self, act: &Act) -> bool {
        let at = |place: usize| self.acts.get(place).map(|done| done.act.at);
        let earlier = self.place.checked_sub(1).and_then(at);
        let later = at(self.place + 1);
        let is_moved = at(self.place) != Some(act.at);
        is_moved
            && (earlier.is_some_and(|earlier| act.at < earlier)
                || later.is_some_and(|later| act.at > later))
    }

    /// The case before the wrong act.
    fn prefix(&self, casework: &Casework, act: &Act) -> Result<Case, CaseError> {
        let procedure = &self.before.procedure;
        if self.place > 0 {
            return casework.made_of(procedure, &self.acts[..self.place]);
        }
        let opened = casework.procedures().opened(procedure, act.at.date());
        opened.ok_or_else(|| CaseError::Damaged(self.kept.id.clone()))
    }

    /// What the correction names, and the numbers of the wrong act for which it names no other.
    fn claims(&self, mut claims: Vec<NumberClaim>) -> Vec<NumberClaim> {
        let wrong = &self.acts[self.place].act;
        for given in &wrong.numbers {
            if claims.iter().all(|claim| claim.of != given.of) {
                claims.push(NumberClaim {
                    of: given.of.clone(),
                    number: given.number.clone(),
                });
            }
        }
        claims
    }

    /// Puts the act in the place of the wrong one; gives the entry that said it first.
    fn put(&mut self, act: &Act, effects: &Effects) -> String {
        let place = &mut self.acts[self.place];
        (place.act, place.seen) = (act.clone(), effects.seen.clone());
        place.entries.push(String::new());
        place.entries[0].clone()
    }
}

/// The correction, ready for the record.
fn finish(
    judging: &Judging<'_>,
    wanted: &Wanted,
    resolved: &Resolved,
    wrong: Wrong,
    (act, effects, case, root): (&Act, Effects, Case, String),
    claims: &[NumberClaim],
) -> Result<(After, Outcome), CaseError> {
    let (casework, row) = (judging.casework, &wanted.row);
    let mut party_blocks = Vec::new();
    let open = set_apart(casework, act, &mut party_blocks);
    let done = said(&effects, &open, &resolved.officers, claims);
    let packs = casework.packs();
    let mut new = recorded_act(judging.actor, packs, &wrong.kept, &done, &party_blocks)?;
    new.data["corrects"] = root.into();
    let source = &judging.source.name;
    new.data["intake"] = json!({"source": source, "case": row.case.id, "act": row.act.id});
    let prepared = casework.record().prepare(new)?;
    let sector = case.words("sector").unwrap_or_default();
    let broken = effects.broken.into_iter().map(|broken| broken.rule);
    let outcome = Outcome::Accepted {
        number: case.acts,
        entry: prepared.entry().to_string(),
        broken: broken.collect(),
        is_late: judging.lateness.is_late(act.at, judging.now, sector),
    };
    let after = After {
        kept: wrong.kept,
        before: Some(wrong.before),
        case,
        on: act.at.date(),
        acts: vec![prepared],
        external: wrong.external,
    };
    Ok((after, outcome))
}

/// The case and the entry that a correction names.
async fn corrected_row(
    judging: &Judging<'_>,
    wanted: &Wanted,
) -> Result<Option<(intake_case::Model, String)>, CaseError> {
    let db = judging.casework.db().read();
    let (source, case) = (judging.source.name.clone(), wanted.row.case.id.clone());
    let act = wanted.row.corrects.clone().unwrap_or_default();
    let external = intake_case::Entity::find_by_id((source.clone(), case.clone()))
        .one(db)
        .await?;
    let row = intake_row::Entity::find_by_id((source, case, act))
        .one(db)
        .await?;
    let entry = row.and_then(|row| row.entry);
    Ok(external.zip(entry))
}

fn no_such_act(id: &str) -> RowError {
    RowError::new(
        "corrects_unknown",
        "corrects",
        format!("本案没有已归集的行为“{id}”可供更正；被拒绝的行改正后以原 act.id 重报即可。"),
        format!(
            "the case has no act {id:?} that was taken in and could be corrected; a row that was rejected is simply sent again with its own act.id"
        ),
    )
}

fn out_of_place() -> RowError {
    RowError::new(
        "before_previous",
        "act.happened_at",
        "更正后的时间越过了本案前后相邻的行为，请核对时间。".to_owned(),
        "the corrected time would pass the acts before or after it: correct the time".to_owned(),
    )
}
