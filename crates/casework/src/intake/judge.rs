//! What the rows of one case make of it. Pure: everything it asks was fetched before.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use jiff::civil::{Date, DateTime};
use procedure::{Act, Case, Effects, Manner, Verdict, World};
use record::{Actor, PreparedAct};
use serde_json::{Value, json};

use super::format::CaseActRow;
use super::known::Known;
use super::lateness::Lateness;
use super::related::Related;
use super::resolve::{Resolved, resolve};
use super::row_error::RowError;
use super::rows::{
    another_case, in_order, other_of, party_block, row_of, set_apart, taken, waiting,
};
use super::sources::Source;
use crate::casework::{Casework, instant};
use crate::error::CaseError;
use crate::numbers::{NumberClaim, of_source};
use crate::recorded_act::{ActDone, recorded_act};
use crate::tables::{intake_case, intake_row};
use crate::world::{Place, authority_now, ids_in, officer_now};
use crate::written::{Kept, deed};

/// A row on its way, with its place in the batch.
#[derive(Debug, Clone)]
pub(crate) struct Wanted {
    pub line: i64,
    pub part: i32,
    pub row: CaseActRow,
    pub digest: String,
    /// The batch and line that brought it, where it has waited since then.
    pub waited: Option<(String, i64, i32, i64)>,
}

/// What is known of a case of a source before the chunk.
#[derive(Default)]
pub(crate) struct Before {
    pub external: Option<intake_case::Model>,
    pub held: Option<(Kept, Case)>,
    /// Rows of it that were taken in or wait, by the id of the act.
    pub rows: HashMap<String, intake_row::Model>,
}

/// What became of a row.
#[derive(Debug, Clone)]
pub(crate) enum Outcome {
    Accepted {
        number: u32,
        entry: String,
        broken: Vec<String>,
        is_late: bool,
    },
    Repeated(Box<intake_row::Model>),
    Waiting {
        missing: u32,
    },
    Rejected(Vec<RowError>),
    /// To be done after the chunk, with the record of the case.
    Correction,
}

/// A case after its rows.
pub(crate) struct After {
    pub kept: Kept,
    pub before: Option<Case>,
    pub case: Case,
    pub on: Date,
    pub acts: Vec<PreparedAct>,
    pub external: intake_case::Model,
}

/// The rows of a case with what became of them, and the case where one was accepted.
pub(crate) struct Judged {
    pub rows: Vec<(Wanted, Outcome)>,
    pub after: Option<After>,
}

/// What all cases of a chunk are judged with.
pub(crate) struct Judging<'a> {
    pub casework: &'a Casework,
    pub actor: &'a Actor,
    pub source: &'a Source,
    pub known: &'a Known,
    pub lateness: &'a Lateness,
    pub now: DateTime,
}

/// A case while its rows are done.
struct Doing<'a, 'k> {
    judging: &'a Judging<'k>,
    related: &'a mut Related,
    before: Before,
    was: Option<Case>,
    acts: Vec<PreparedAct>,
    on: Date,
    rows: Vec<(Wanted, Outcome)>,
}

impl Judging<'_> {
    /// Does the rows of one case in the order in which they happened.
    pub fn case(
        &self,
        related: &mut Related,
        mut before: Before,
        mut wanted: Vec<Wanted>,
    ) -> Result<Judged, CaseError> {
        wanted.extend(waiting(&mut before, &wanted));
        in_order(&mut wanted);
        let was = before.held.as_ref().map(|(_, case)| case.clone());
        let mut doing = Doing {
            judging: self,
            related,
            before,
            was,
            acts: Vec::new(),
            on: self.now.date(),
            rows: Vec::new(),
        };
        let mut ahead: BTreeMap<u32, Wanted> = BTreeMap::new();
        for wanted in wanted {
            doing.take(wanted, &mut ahead)?;
        }
        let next = doing.next();
        for (_, wanted) in ahead {
            doing
                .rows
                .push((wanted, Outcome::Waiting { missing: next }));
        }
        Ok(doing.judged())
    }

    /// The snapshot that the registers give of an act.
    pub(super) fn world(
        &self,
        case: &Case,
        kept: &Kept,
        act: &Act,
        related: &Related,
        officers: &[String],
    ) -> World {
        let on = act.at.date();
        let needs = self.casework.procedures().needs(case, &act.kind, on);
        let fact = |name: &str| act.states.get(name).or_else(|| case.facts.get(name));
        let text = |name: &str| fact(name).and_then(Value::as_str);
        let item = text("item");
        let party = kept.party_id.as_deref();
        let mut world = World::default();
        let Some(registry) = self.known.registry() else {
            return world;
        };
        if needs.contains("authority") {
            let held = item.map(|item| self.known.held(item, &kept.authority, on));
            let area = fact("place").and_then(|place| place["area"].as_str());
            let held = held.unwrap_or_default();
            world.authority = authority_now(registry, &kept.authority, held, area, on);
        }
        let now = |id: &str| {
            let known = self.known.officer(id);
            let known = known.and_then(|known| known.in_service(registry, on));
            officer_now(id, known.as_ref(), party)
        };
        world.acting = officers.iter().map(|id| now(id)).collect();
        let named = [case.facts.get("officers"), act.states.get("officers")];
        let ids: BTreeSet<&str> = named.into_iter().flatten().flat_map(ids_in).collect();
        world.officers = ids.into_iter().map(now).collect();
        if needs.contains("item_rule") {
            world.item_rule = item.and_then(|item| self.known.rule(item, on)).cloned();
        }
        let counted = [
            "fined_before",
            "open_elsewhere",
            "inspections_this_year",
            "earlier_violations",
        ];
        if counted.iter().any(|name| needs.contains(*name)) {
            let deed = deed(
                party.or(kept.party_name.as_deref()),
                item,
                text("violation_on"),
            );
            let place = Place {
                id: &kept.id,
                authority: &kept.authority,
                party,
                deed: deed.as_deref(),
                opened_at_ms: kept.opened_at_ms,
            };
            related.count(&mut world, &place, item, on);
        }
        world
    }

    /// The numbers that a row names.
    pub(super) fn claims(&self, row: &CaseActRow) -> Vec<NumberClaim> {
        let act = &row.act;
        let on = act.happened_at.date();
        self.casework.claims(&act.numbers, &act.documents, on)
    }

    fn opened(&self, wanted: &Wanted, resolved: &Resolved) -> Result<(Kept, Case), Vec<RowError>> {
        let head = &wanted.row.case;
        let on = wanted.row.act.happened_at.date();
        let procedures = self.casework.procedures();
        let opened = procedures.opened(&head.procedure, on);
        let rules = procedures.rules().procedure(&head.procedure, on);
        let (Some(case), Some(rules)) = (opened, rules) else {
            let unknown = procedure::Malformed::UnknownProcedure(head.procedure.clone(), on);
            return Err(vec![RowError::of_malformed(&unknown)]);
        };
        let subject = serde_json::to_value(rules.subject).unwrap_or_default();
        let opened_at = instant(wanted.row.act.happened_at);
        let kept = Kept {
            id: self.casework.new_id().to_string(),
            subject: subject.as_str().unwrap_or_default().to_owned(),
            authority: resolved.authority.clone(),
            area: resolved.area.clone(),
            party_name: head
                .party
                .as_ref()
                .map(|party| party.name.trim().to_owned()),
            party_id: resolved.party.clone(),
            opened_by: None,
            opened_at_ms: opened_at.map_or(0, jiff::Timestamp::as_millisecond),
        };
        Ok((kept, case))
    }
}

impl Doing<'_, '_> {
    /// The sequence that comes next.
    fn next(&self) -> u32 {
        let last = self
            .before
            .external
            .as_ref()
            .map_or(0, |case| case.sequence);
        u32::try_from(last).unwrap_or(u32::MAX).saturating_add(1)
    }

    fn take(&mut self, wanted: Wanted, ahead: &mut BTreeMap<u32, Wanted>) -> Result<(), CaseError> {
        if let Some(outcome) = self.seen_before(&wanted) {
            self.rows.push((wanted, outcome));
            return Ok(());
        }
        if wanted.row.corrects.is_some() {
            self.rows.push((wanted, Outcome::Correction));
            return Ok(());
        }
        match wanted.row.act.sequence {
            Some(sequence) if sequence > self.next() => {
                if let Some(other) = ahead.insert(sequence, wanted) {
                    let outcome = Outcome::Rejected(vec![taken(sequence)]);
                    self.rows.push((other, outcome));
                }
                return Ok(());
            }
            Some(sequence) if sequence < self.next() => {
                let outcome = Outcome::Rejected(vec![taken(sequence)]);
                self.rows.push((wanted, outcome));
                return Ok(());
            }
            _ => self.one(wanted)?,
        }
        while let Some(next) = ahead.remove(&self.next()) {
            let number = self.next();
            self.one(next)?;
            if self.next() == number {
                break;
            }
        }
        Ok(())
    }

    /// What is to be said of a row whose ids were seen before.
    fn seen_before(&self, wanted: &Wanted) -> Option<Outcome> {
        let before = self.before.rows.get(&wanted.row.act.id)?;
        if before.state == "waiting" {
            return None;
        }
        // Where the personal data of the case was erased, what was sent is no longer known.
        if before.digest == wanted.digest || before.digest.is_empty() {
            return Some(Outcome::Repeated(Box::new(before.clone())));
        }
        let id = &wanted.row.act.id;
        Some(Outcome::Rejected(vec![RowError::new(
            "conflict",
            "act.id",
            format!(
                "行为 {id} 已归集，本次内容与之不同。已归集的不能覆盖：请用新的 act.id 重报，并在 corrects 中写明 {id}。"
            ),
            format!(
                "the act {id} was taken in and said something else. Nothing is overwritten: send it with a new act.id and name {id} in corrects"
            ),
        )]))
    }

    fn one(&mut self, wanted: Wanted) -> Result<(), CaseError> {
        let outcome = match self.done(&wanted)? {
            Ok(accepted) => accepted,
            Err(errors) => Outcome::Rejected(errors),
        };
        self.rows.push((wanted, outcome));
        Ok(())
    }

    fn done(&mut self, wanted: &Wanted) -> Result<Result<Outcome, Vec<RowError>>, CaseError> {
        let judging = self.judging;
        let mut errors = Vec::new();
        let resolved = resolve(judging, &wanted.row, &mut errors);
        self.check_order(wanted, &mut errors);
        let Some(resolved) = resolved.filter(|_| errors.is_empty()) else {
            return Ok(Err(errors));
        };
        let (kept, case) = match &self.before.held {
            Some((kept, case)) => (kept.clone(), case.clone()),
            None => match judging.opened(wanted, &resolved) {
                Ok(opened) => opened,
                Err(errors) => return Ok(Err(errors)),
            },
        };
        if case.procedure != wanted.row.case.procedure || kept.authority != resolved.authority {
            return Ok(Err(vec![another_case(&wanted.row)]));
        }
        let mut act = Act {
            kind: wanted.row.act.kind.clone(),
            at: wanted.row.act.happened_at,
            manner: Manner::Reported,
            roles: Vec::new(),
            states: resolved.states,
            documents: wanted.row.act.documents.clone(),
            overriding: None,
            numbers: Vec::new(),
        };
        let world = judging.world(&case, &kept, &act, self.related, &resolved.officers);
        let verdict = judging.casework.procedures().decide(&case, &act, &world);
        let mut effects = match verdict {
            Ok(Verdict::Done(effects)) => effects,
            Ok(Verdict::Refused(refusal)) => return Err(CaseError::Refused(refusal)),
            Err(malformed) => return Ok(Err(vec![RowError::of_malformed(&malformed)])),
        };
        let claims = judging.claims(&wanted.row);
        of_source(&mut act, &mut effects, case.documents.len(), &claims);
        let officers = &resolved.officers;
        self.keep(wanted, kept, &act, *effects, officers, &claims)
            .map(Ok)
    }

    /// Puts the act onto the case, ready for the record.
    fn keep(
        &mut self,
        wanted: &Wanted,
        kept: Kept,
        act: &Act,
        effects: Effects,
        officers: &[String],
        claims: &[NumberClaim],
    ) -> Result<Outcome, CaseError> {
        let judging = self.judging;
        let is_first = self.before.held.is_none();
        let mut party_blocks = if is_first {
            party_block(&wanted.row, &kept)
        } else {
            Vec::new()
        };
        let act = &set_apart(judging.casework, act, &mut party_blocks);
        let packs = judging.casework.packs();
        let done = said(&effects, act, officers, claims);
        let mut new = recorded_act(judging.actor, packs, &kept, &done, &party_blocks)?;
        let (name, row) = (&judging.source.name, &wanted.row);
        new.data["intake"] = json!({"source": name, "case": row.case.id, "act": row.act.id});
        let prepared = judging.casework.record().prepare(new)?;
        let sector = effects.case.words("sector").unwrap_or_default();
        let outcome = Outcome::Accepted {
            number: effects.case.acts,
            entry: prepared.entry().to_string(),
            broken: effects
                .broken
                .into_iter()
                .map(|broken| broken.rule)
                .collect(),
            is_late: judging.lateness.is_late(act.at, judging.now, sector),
        };
        self.related.put(other_of(&kept, &effects.case));
        let sequence = row.act.sequence.map_or_else(
            || {
                self.before
                    .external
                    .as_ref()
                    .map_or(0, |case| case.sequence)
            },
            i64::from,
        );
        let last = self
            .before
            .external
            .as_ref()
            .map(|case| case.last_at.clone());
        let at = act.at.to_string();
        self.before.external = Some(intake_case::Model {
            source: name.clone(),
            external_case: row.case.id.clone(),
            case_id: kept.id.clone(),
            sequence,
            last_at: last.filter(|last| *last > at).unwrap_or(at),
        });
        let now_ms = instant(judging.now).map_or(0, jiff::Timestamp::as_millisecond);
        let model = row_of(name, "", wanted, now_ms, &outcome, Some(&kept.id));
        self.before.rows.insert(row.act.id.clone(), model);
        self.before.held = Some((kept, effects.case));
        self.acts.push(prepared);
        self.on = act.at.date();
        Ok(outcome)
    }

    fn check_order(&self, wanted: &Wanted, errors: &mut Vec<RowError>) {
        let act = &wanted.row.act;
        if act.happened_at > self.judging.now {
            errors.push(RowError::new(
                "future",
                "act.happened_at",
                format!("发生时间 {} 尚未到来，请核对后重报该行。", act.happened_at),
                format!(
                    "{} has not come yet: correct the time and send the row again",
                    act.happened_at
                ),
            ));
        }
        let last = self
            .before
            .external
            .as_ref()
            .map(|case| case.last_at.as_str());
        if !wanted.row.late && last.is_some_and(|last| act.happened_at.to_string().as_str() < last)
        {
            let last = last.unwrap_or_default();
            errors.push(RowError::new(
                "before_previous",
                "act.happened_at",
                format!("发生时间 {} 早于本案已归集的行为（{last}）。时间有误的请更正；确系漏报的，加 \"late\": true 后重报。", act.happened_at),
                format!("{} lies before the last act that was taken in ({last}). Correct the time; where the act was forgotten send it again with \"late\": true", act.happened_at),
            ));
        }
    }

    fn judged(self) -> Judged {
        let after = match (self.before.held, self.before.external) {
            (Some((kept, case)), Some(external)) if !self.acts.is_empty() => Some(After {
                kept,
                before: self.was,
                case,
                on: self.on,
                acts: self.acts,
                external,
            }),
            _ => None,
        };
        Judged {
            rows: self.rows,
            after,
        }
    }
}

/// An act with its effects, as the record is told of it.
pub(super) fn said<'a>(
    effects: &'a Effects,
    act: &'a Act,
    officers: &'a [String],
    claims: &'a [NumberClaim],
) -> ActDone<'a> {
    let broken = effects.broken.iter().map(|broken| broken.rule.as_str());
    ActDone {
        case: &effects.case,
        act,
        officers,
        broken: broken.collect(),
        seen: &effects.seen,
        claims: claims.iter().collect(),
    }
}
