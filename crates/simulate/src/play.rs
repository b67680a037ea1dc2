//! A story through the engine.

use jiff::civil::Date;
use procedure::{Act, Case, Malformed, Manner, Procedures, Refusal, Verdict, World};
use serde_json::{Map, Value};
use thiserror::Error;

use crate::city::City;
use crate::fault::Planted;
use crate::story::{Deed, Story};

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

/// Plays a story: every act is decided on by the engine, with what the registers say on its day.
pub fn play(procedures: &Procedures, city: &City, story: Story) -> Result<Played, PlayError> {
    let mut played = Played {
        acts: Vec::with_capacity(story.deeds.len()),
        case: None,
        planted: Vec::new(),
        story,
    };
    let Some(first) = played.story.deeds.first() else {
        return Ok(played);
    };
    let (number, on) = (played.story.number, first.at.date());
    let procedure = played.story.procedure;
    let opened = procedures.opened(procedure, on);
    let mut case = opened.ok_or(PlayError::NoProcedure {
        case: number,
        procedure,
        on,
    })?;
    for deed in &played.story.deeds {
        let act = asked(deed);
        let world = world(city, &played.story, deed);
        let verdict = procedures.decide(&case, &act, &world);
        let effects = match verdict.map_err(|error| PlayError::Malformed {
            case: number,
            error,
        })? {
            Verdict::Done(effects) => effects,
            Verdict::Refused(refusal) => {
                return Err(PlayError::Refused {
                    case: number,
                    on: deed.at.date(),
                    refusal,
                });
            }
        };
        case = effects.case;
        if let Some(fault) = deed.fault {
            played.planted.push(Planted {
                case: number,
                act: case.acts,
                fault,
                rule: fault.rule(),
                code: fault.code(),
            });
        }
        let broke = effects.broken.into_iter();
        played.acts.push(Done {
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
    }
    played.case = Some(case);
    Ok(played)
}

fn asked(deed: &Deed) -> Act {
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
    }
}

fn world(city: &City, story: &Story, deed: &Deed) -> World {
    let on = deed.at.date();
    let known = |place: &usize| city.officer_now(*place, on);
    World {
        authority: city.authority_now(story.authority, story.item, &story.area),
        acting: deed.by.iter().map(known).collect(),
        officers: story.people.iter().map(known).collect(),
        item_rule: Some(city.item_rule(story.item)),
        ..World::default()
    }
}
