//! A batch of deeds in three steps: each group of parties decides on its own, then all numbers are
//! dealt in the order of time, then each group makes its rows.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::Arc;

use casework::{
    ActDone, BulkCase, BulkNumbers, BulkOpening, CaseError, CaseId, CaseRows, Casework, PartyGiven,
};
use jiff::civil::DateTime;
use procedure::{Act, Case, Numbered, Wanted};
use rayon::prelude::*;
use record::{ActRows, Actor, BulkError, NewAct, Places, PreparedAct};
use serde_json::Value;
use store::DatabaseKind;

use super::write_bulk::{failed, instant};
use super::write_plain::refused;
use super::{Built, Rooms, SimulateError};
use crate::fault::Planted;
use crate::known::Known;
use crate::play::{Living, Played};
use crate::{City, Moment, canonical, digest_of};

/// What everybody who plays looks at.
pub(super) struct Stage<'a> {
    pub rooms: &'a Rooms,
    pub built: &'a Built,
    pub city: &'a City,
    pub actor: Actor,
    pub kind: DatabaseKind,
}

/// The cases of a group of parties.
#[derive(Default)]
pub(super) struct Group {
    known: Known,
    living: HashMap<u64, InHand>,
}

/// A case that is not at its end.
struct InHand {
    living: Living,
    bulk: BulkCase,
    officers: Option<Value>,
}

/// An act that is decided on and not sealed.
pub(super) struct Acted {
    /// Its place in the batch.
    place: usize,
    case: u64,
    /// Its number in the case.
    number: u32,
    at: DateTime,
    act: NewAct,
    is_last: bool,
    wanted: Vec<Wanted>,
    numbers: Vec<Numbered>,
}

/// What a group did in a batch.
pub(super) struct Share {
    pub acts: ActRows,
    pub cases: CaseRows,
    pub ended: Vec<(u64, CaseId, [u8; 32])>,
    pub planted: Vec<Planted>,
}

/// Lets each group of parties live through its deeds of a batch. What is numbered bears the name of
/// its place until the numbers are dealt.
pub(super) fn decide(
    stage: &Stage<'_>,
    groups: &mut [Group],
    moments: Vec<Moment>,
) -> Result<Vec<Vec<Acted>>, SimulateError> {
    let mut of_group: Vec<Vec<(usize, Moment)>> = (0..groups.len()).map(|_| Vec::new()).collect();
    for (place, moment) in moments.into_iter().enumerate() {
        of_group[moment.story.party.number % groups.len()].push((place, moment));
    }
    let pairs = groups.par_iter_mut().zip(of_group);
    let acted = pairs.map(|(group, moments)| {
        let moments = moments.into_iter();
        moments
            .map(|(place, moment)| group.decide(stage, place, &moment))
            .collect()
    });
    acted.collect()
}

/// Deals the numbers of a batch in the order of time.
pub(super) async fn deal(
    stage: &Stage<'_>,
    groups: &[Group],
    acted: &mut [Vec<Acted>],
    numbers: &mut BulkNumbers,
) -> Result<(), SimulateError> {
    let pairs = groups.iter().zip(acted);
    let all = pairs.flat_map(|(group, acted)| acted.iter_mut().map(move |act| (group, act)));
    let mut wanting: Vec<_> = all.filter(|(_, act)| !act.wanted.is_empty()).collect();
    wanting.sort_unstable_by_key(|(_, act)| act.place);
    for (group, act) in wanting {
        let unknown = || SimulateError::UnknownCase(act.case);
        let bulk = &group.living.get(&act.case).ok_or_else(unknown)?.bulk;
        let number = i32::try_from(act.number).unwrap_or(i32::MAX);
        let casework = &stage.rooms.casework;
        let dealt = casework.deal_in_bulk(numbers, bulk, number, act.at, &act.wanted);
        act.numbers = dealt.await.map_err(|error| {
            SimulateError::room(("为案件编号", "giving numbers to a case"))(&error)
        })?;
    }
    Ok(())
}

/// Makes the rows of the acts of a batch, and of the cases that end in it.
pub(super) fn seal(
    stage: &Stage<'_>,
    groups: &mut [Group],
    acted: Vec<Vec<Acted>>,
    places: Places,
) -> Result<Vec<Share>, SimulateError> {
    let pairs = groups.par_iter_mut().zip(acted);
    let shares = pairs.map(|(group, acted)| {
        let mut share = Share {
            acts: ActRows::new(stage.kind),
            cases: CaseRows::new(stage.kind),
            ended: Vec::new(),
            planted: Vec::new(),
        };
        for act in acted {
            group.seal(stage, act, places, &mut share)?;
        }
        Ok(share)
    });
    shares.collect()
}

/// What the number of a thing is called until it is dealt.
fn unnumbered(place: usize, thing: usize) -> String {
    format!("{place}/{thing}")
}

impl Group {
    fn decide(
        &mut self,
        stage: &Stage<'_>,
        place: usize,
        moment: &Moment,
    ) -> Result<Acted, SimulateError> {
        let number = moment.story.number;
        let failed = |error: CaseError| refused(moment, &error);
        let case = match self.living.entry(number) {
            Entry::Occupied(entry) => entry.into_mut(),
            Entry::Vacant(entry) => entry.insert(InHand {
                living: Living::new(Arc::clone(&moment.story)),
                bulk: stage.open(moment).map_err(failed)?,
                officers: None,
            }),
        };
        let procedures = stage.rooms.casework.procedures();
        let asks = case
            .living
            .act(procedures, stage.city, &self.known, &moment.deed)?;
        let things = asks.wanted.iter().enumerate();
        let names: Vec<Numbered> = things
            .map(|(thing, wanted)| Numbered {
                of: wanted.of.clone(),
                number: unnumbered(place, thing),
                claimed: None,
                elsewhere: false,
            })
            .collect();
        case.living.number(asks.from, &names);
        case.living.tell(&mut self.known);
        Ok(Acted {
            place,
            case: number,
            number: case.living.so_far().acts.len() as u32,
            at: moment.deed.at,
            act: stage.done(case, moment).map_err(failed)?,
            is_last: moment.is_last,
            wanted: asks.wanted,
            numbers: Vec::new(),
        })
    }

    fn seal(
        &mut self,
        stage: &Stage<'_>,
        mut acted: Acted,
        places: Places,
        share: &mut Share,
    ) -> Result<(), SimulateError> {
        let unknown = || SimulateError::UnknownCase(acted.case);
        if !acted.numbers.is_empty() {
            let dealt = acted.numbers.iter().enumerate();
            let texts = dealt.map(|(thing, numbered)| {
                let name = unnumbered(acted.place, thing);
                (name, numbered.number.clone())
            });
            let case = self.living.get_mut(&acted.case).ok_or_else(unknown)?;
            case.living.renumber(&texts.collect());
            Casework::bulk_numbered(&mut acted.act, &acted.numbers);
        }
        let prepared = PreparedAct::at(acted.act, instant(acted.at));
        let prepared = prepared.map_err(|error| failed(&BulkError::Append(error)))?;
        share.acts.push(&prepared, places.after(acted.place));
        if acted.is_last {
            let unknown = || SimulateError::UnknownCase(acted.case);
            let case = self.living.remove(&acted.case).ok_or_else(unknown)?;
            stage.end(case, share)?;
        }
        Ok(())
    }
}

impl Stage<'_> {
    /// The case that a story opens, as [`write_plain`](super::write_plain()) asks for it.
    fn open(&self, moment: &Moment) -> Result<BulkCase, CaseError> {
        let story = &moment.story;
        let party = self.built.parties.get(&story.party.number);
        let opener = moment.deed.by.first();
        let authority = opener.map_or(story.authority, |place| {
            self.city.officers[*place].authority
        });
        self.rooms.casework.bulk_case(&BulkOpening {
            procedure: story.procedure.to_owned(),
            authority: (
                self.built.authorities[authority].to_string(),
                self.city.authorities[authority].area.clone(),
            ),
            party: PartyGiven {
                id: party.map(ToString::to_string),
                name: story.party.name.clone(),
            },
            opened_by: opener.map(|place| self.built.officers[*place].to_string()),
            opened_at: moment.deed.at,
        })
    }

    /// The last act of a case, as it goes on the record.
    fn done(&self, case: &mut InHand, moment: &Moment) -> Result<NewAct, CaseError> {
        let so_far = case.living.so_far();
        let (Some(done), Some(after)) = (so_far.acts.last(), &so_far.case) else {
            return Err(CaseError::Damaged(moment.story.number.to_string()));
        };
        let named = after.facts.get("officers");
        if after.acts == 1 || named != case.officers.as_ref() {
            case.officers = named.cloned();
            let mut named = named.cloned();
            if let Some(named) = &mut named {
                self.built.decode(named);
            }
            case.bulk.name_officers(named.as_ref(), done.act.at.date());
        }
        let act = Act {
            states: self.built.stated(&done.act.states),
            ..done.act.clone()
        };
        let mut officers: Vec<String> = Vec::with_capacity(done.by.len());
        for place in &done.by {
            let officer = self.built.officers[*place].to_string();
            if !officers.contains(&officer) {
                officers.push(officer);
            }
        }
        let seen = self.built.stated(&done.seen);
        let done = ActDone {
            case: after,
            act: &act,
            officers: &officers,
            broken: done.broke.iter().map(|broke| broke.rule.as_str()).collect(),
            seen: &seen,
            claims: Vec::new(),
        };
        self.rooms
            .casework
            .bulk_act(&self.actor, &mut case.bulk, &done)
    }

    /// The rows of a case that is at its end, and its line in the digest.
    fn end(&self, case: InHand, share: &mut Share) -> Result<(), SimulateError> {
        let mut played: Played = case.living.done();
        let number = played.story.number;
        let failed =
            |error: CaseError| SimulateError::room(("写入案件", "writing a case"))(&error);
        if let Some(ended) = &mut played.case {
            let row = self.named(ended);
            share.cases.push(&case.bulk, &row).map_err(failed)?;
            // The canonical export is without numbers.
            ended.case_number = None;
            for document in &mut ended.documents {
                document.number = None;
            }
        }
        let line = digest_of(&canonical(self.city, &played));
        let id = case.bulk.id().map_err(failed)?;
        share.ended.push((number, id, line));
        share.planted.extend(played.planted);
        Ok(())
    }

    /// A case with the ids of the registers in the place of the codes of the city.
    fn named(&self, case: &Case) -> Case {
        Case {
            facts: self.built.stated(&case.facts),
            ..case.clone()
        }
    }
}
