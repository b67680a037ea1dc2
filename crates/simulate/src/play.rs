//! A story through the engine.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use jiff::civil::{Date, DateTime};
use procedure::{
    Act, Case, Malformed, Manner, Numbered, Procedures, Refusal, Verdict, Wanted, World,
};
use serde_json::{Map, Value};
use thiserror::Error;

use crate::city::City;
use crate::fault::Planted;
use crate::known::Known;
use crate::story::{Deed, Story};
use crate::timeline::Timeline;

/// A story that the engine has decided on.
#[derive(Debug, Clone, PartialEq)]
pub struct Played {
    /// What was told.
    pub story: Story,
    /// What was done, act by act.
    pub acts: Vec<Done>,
    /// The case after all of it; none where nothing was done yet.
    pub case: Option<Case>,
    /// The faults that it carries.
    pub planted: Vec<Planted>,
}

/// An act that was done.
#[derive(Debug, Clone, PartialEq)]
pub struct Done {
    /// The act.
    pub act: Act,
    /// The places of those who did it.
    pub by: Vec<usize>,
    /// What the registers said where the case depends on it.
    pub seen: Map<String, Value>,
    /// What it broke.
    pub broke: Vec<Broke>,
}

/// What an act wants numbers for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unnumbered {
    /// How many documents the case had before it.
    pub from: usize,
    /// What is to be numbered.
    pub wanted: Vec<Wanted>,
}

/// A rule that an act broke.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Broke {
    /// The rule.
    pub rule: String,
    /// The warnings and criteria that it answers to.
    pub codes: Vec<String>,
}

/// A story that cannot be played: the stories do not fit the packs.
#[derive(Debug, Error)]
pub enum PlayError {
    /// No pack has the procedure on the first day of the story.
    #[error("case {case}: no rule pack has the procedure {procedure:?} on {on}")]
    NoProcedure {
        /// The number of the case.
        case: u64,
        /// The procedure.
        procedure: &'static str,
        /// The first day.
        on: Date,
    },
    /// The engine does not understand an act.
    #[error("case {case}: {error}")]
    Malformed {
        /// The number of the case.
        case: u64,
        /// Why.
        error: Malformed,
    },
    /// The engine refuses an act that carries no fault.
    #[error("case {case}: the act {} on {on} is refused: {}", .refusal.act, rules_of(.refusal))]
    Refused {
        /// The number of the case.
        case: u64,
        /// The day.
        on: Date,
        /// Why.
        refusal: Refusal,
    },
}

fn rules_of(refusal: &Refusal) -> String {
    let rules = refusal
        .broken
        .iter()
        .map(|broken| format!("{} ({})", broken.rule, broken.says.get(base::Lang::En)));
    rules.collect::<Vec<_>>().join("; ")
}

/// Plays a story by itself: every act is decided on by the engine, with what the registers say on
/// its day. Other cases say nothing of it.
pub fn play(procedures: &Procedures, city: &City, mut story: Story) -> Result<Played, PlayError> {
    let deeds = std::mem::take(&mut story.deeds);
    let mut living = Living::new(Arc::new(story));
    let alone = Known::default();
    for deed in &deeds {
        living.act(procedures, city, &alone, deed)?;
    }
    let mut played = living.done();
    played.story.deeds = deeds;
    Ok(played)
}

/// Plays the stories of a timeline, in which cases know of each other. Every story is handed to
/// `each` once its last deed is done; its list of deeds is empty then.
pub fn play_all(
    procedures: &Procedures,
    city: &City,
    timeline: Timeline<'_>,
    mut each: impl FnMut(Played),
) -> Result<(), PlayError> {
    let mut known = Known::default();
    let mut living: HashMap<u64, Living> = HashMap::new();
    for moment in timeline {
        let number = moment.story.number;
        let case = living
            .entry(number)
            .or_insert_with(|| Living::new(Arc::clone(&moment.story)));
        case.act(procedures, city, &known, &moment.deed)?;
        case.tell(&mut known);
        if moment.is_last
            && let Some(case) = living.remove(&number)
        {
            each(case.done());
        }
    }
    Ok(())
}

/// A story as far as it is played.
#[derive(Debug)]
pub struct Living {
    played: Played,
}

impl Living {
    /// A story in which nothing is done yet; its list of deeds is not looked at.
    pub fn new(story: Arc<Story>) -> Self {
        let story = Arc::unwrap_or_clone(story);
        Self {
            played: Played {
                story,
                acts: Vec::new(),
                case: None,
                planted: Vec::new(),
            },
        }
    }

    /// Lets the engine decide on the next deed; gives what it wants numbers for.
    pub fn act(
        &mut self,
        procedures: &Procedures,
        city: &City,
        known: &Known,
        deed: &Deed,
    ) -> Result<Unnumbered, PlayError> {
        let (story, number) = (&self.played.story, self.played.story.number);
        let on = deed.at.date();
        let before = self.played.case.take();
        let before = before.or_else(|| procedures.opened(story.procedure, on));
        let before = before.ok_or(PlayError::NoProcedure {
            case: number,
            procedure: story.procedure,
            on,
        })?;
        let act = asked(deed);
        let mut world = world(city, story, &before, deed);
        let opened_at = self.opened_at().unwrap_or(deed.at);
        known.tell(&mut world, story, &before, deed, opened_at);
        let verdict = procedures.decide(&before, &act, &world);
        let effects = match verdict.map_err(|error| PlayError::Malformed {
            case: number,
            error,
        })? {
            Verdict::Done(effects) => *effects,
            Verdict::Refused(refusal) => {
                return Err(PlayError::Refused {
                    case: number,
                    on,
                    refusal,
                });
            }
        };
        let acts = effects.case.acts;
        let unnumbered = Unnumbered {
            from: before.documents.len(),
            wanted: effects.numbers,
        };
        self.played.planted.extend(planted(number, acts, deed));
        self.played.case = Some(effects.case);
        let broke = effects.broken.into_iter();
        self.played.acts.push(Done {
            act,
            by: deed.by.clone(),
            seen: effects.seen,
            broke: broke
                .map(|broken| Broke {
                    rule: broken.rule,
                    codes: broken.codes,
                })
                .collect(),
        });
        Ok(unnumbered)
    }

    /// Takes the numbers that its last act was given.
    pub fn number(&mut self, from: usize, numbers: &[Numbered]) {
        if let Some(case) = &mut self.played.case {
            case.take_numbers(from, numbers);
        }
    }

    /// Puts other texts in the place of numbers.
    pub fn renumber(&mut self, texts: &HashMap<String, String>) {
        let Some(case) = &mut self.played.case else {
            return;
        };
        let documents = case.documents.iter_mut();
        let numbers = documents.filter_map(|document| document.number.as_mut());
        for number in case.case_number.iter_mut().chain(numbers) {
            if let Some(text) = texts.get(number) {
                number.clone_from(text);
            }
        }
    }

    /// Tells other cases how it stands.
    pub fn tell(&self, known: &mut Known) {
        if let (Some(case), Some(at)) = (&self.played.case, self.opened_at()) {
            known.done(&self.played.story, case, at);
        }
    }

    /// What was played.
    pub fn done(self) -> Played {
        self.played
    }

    /// The case as it stands, the story and its acts so far.
    pub const fn so_far(&self) -> &Played {
        &self.played
    }

    fn opened_at(&self) -> Option<DateTime> {
        self.played.acts.first().map(|done| done.act.at)
    }
}

/// What a deed plants as the act with this number.
pub(crate) fn planted(case: u64, act: u32, deed: &Deed) -> Option<Planted> {
    let fault = deed.fault?;
    Some(Planted {
        case,
        act,
        fault,
        rule: fault.rule(),
        code: fault.code(),
    })
}

pub(crate) fn asked(deed: &Deed) -> Act {
    let is_reported = deed.fault.is_some();
    Act {
        kind: deed.kind.to_owned(),
        at: deed.at,
        manner: if is_reported {
            Manner::Reported
        } else {
            Manner::Requested
        },
        roles: if is_reported {
            Vec::new()
        } else {
            vec![deed.role.to_owned()]
        },
        states: deed.states.clone(),
        documents: Vec::new(),
        overriding: None,
        numbers: Vec::new(),
    }
}

/// What the registers say of an act: of the authority, of those who do it, and of those who have a
/// role in the case.
pub(crate) fn world(city: &City, story: &Story, case: &Case, deed: &Deed) -> World {
    let on = deed.at.date();
    let known = |place: usize| city.officer_now(place, on);
    let acting = deed.by.iter().map(|place| known(*place));
    let officers = deed
        .states
        .get("officers")
        .filter(|stated| stated.is_array());
    let officers = officers.or_else(|| case.facts.get("officers"));
    let officers = officers.and_then(Value::as_array).into_iter().flatten();
    let ids: BTreeSet<&str> = officers
        .filter_map(|officer| officer["id"].as_str())
        .collect();
    let officers = ids.into_iter().filter_map(|code| city.officer_called(code));
    World {
        authority: city.authority_now(story.authority, story.item, &story.area),
        acting: acting.collect(),
        officers: officers.map(known).collect(),
        item_rule: Some(city.item_rule(story.item)),
        ..World::default()
    }
}
