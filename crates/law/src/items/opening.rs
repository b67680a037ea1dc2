//! Reading the words that stand before a consequence: deeds, conditions, or a pointer back.
//!
//! | words | read |
//! |---|---|
//! | 违反本条例规定，未办证的 | the deed 未办证的 |
//! | 经营者违反第九条规定，未办证，情节严重的 | the deed 未办证 of 经营者, on 情节严重的 |
//! | 违反第九条规定，未办证的，或者违反第十条规定，未备案的 | two deeds |
//! | 有下列行为之一的 | the deeds are the points |
//! | 拒不改正的 | a condition |
//! | 有前款行为，拒不改正的 | a pointer back, on a condition |

use super::aside::{closed, is_aside};
use super::back::{self, Back};
use super::breach;
use super::clause::Segment;
use super::condition::{self, Condition};
use super::deed::{Deed, deeds, is_breach_with_refs};
use super::reference::Place;
use super::words::{holds, starts};
use crate::address::ProvisionPath;

/// What the words before a consequence are.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Opening<'t> {
    /// New deeds.
    pub deeds: Vec<Deed<'t>>,
    /// The condition of what follows.
    pub condition: Vec<Segment<'t>>,
    /// What the sentence points back to.
    pub back: Option<Back<'t>>,
}

/// What stands before the words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Known {
    /// No deed: the words must hold one.
    Nothing,
    /// A deed: the words may be a condition alone.
    Deed,
    /// A list whose deeds are the points: the words can be nothing but a condition.
    List,
}

/// What is known when words are read.
#[derive(Clone, Copy)]
pub(super) struct Context<'s, 'o> {
    /// Where they stand.
    pub place: Place<'s>,
    /// What the clause before names.
    pub outer: &'o [ProvisionPath],
    /// What deeds are known already.
    pub known: Known,
    /// Whether the consequence is damages or crime: then harm is a condition.
    pub civil: bool,
    /// Whether a consequence stands before in the same clause.
    pub same_clause: bool,
    /// Whether the text has points below it.
    pub has_points: bool,
}

/// Reads the words.
pub(super) fn read<'t>(words: &[Segment<'t>], context: Context) -> Opening<'t> {
    let kept: Vec<Segment<'t>> = words
        .iter()
        .filter(|segment| !is_aside(segment.text))
        .copied()
        .collect();
    let closed = closed(&kept);
    if let Some(part) = part_of(closed, context) {
        return Opening {
            condition: part,
            ..Opening::default()
        };
    }
    let points_back = closed
        .first()
        .is_some_and(|first| back::read(first.text, context.place).is_some());
    let (head, condition) = match closed.split_first() {
        Some((first, rest)) if points_back => {
            let (inner, condition) = peel(
                rest,
                Context {
                    known: Known::Deed,
                    ..context
                },
            );
            let len = inner.len() + 1;
            let _ = first;
            (&closed[..len], condition)
        }
        _ => peel(closed, context),
    };
    let (head, condition) = match condition.split_first() {
        Some((first, _)) if is_refusal(head, first.text, context) => (closed, Vec::new()),
        _ => (head, condition),
    };
    if head.is_empty() {
        return Opening {
            condition: strip_lead(condition),
            ..Opening::default()
        };
    }
    if context.same_clause && condition.is_empty() && head[0].text.starts_with('对') {
        return Opening {
            condition: strip_lead(head.to_vec()),
            ..Opening::default()
        };
    }
    if context.same_clause && !condition.is_empty() && !points_back {
        return Opening {
            condition: strip_lead(condition),
            ..Opening::default()
        };
    }
    pointed(head, &condition, context).unwrap_or_else(|| Opening {
        deeds: deeds(head, context),
        condition: strip_lead(condition),
        back: None,
    })
}

/// 其中，在车站内便溺的: a part of the deed before, so a condition.
fn part_of<'t>(words: &[Segment<'t>], context: Context) -> Option<Vec<Segment<'t>>> {
    let (first, rest) = words.split_first()?;
    let part = context.known != Known::Nothing && first.text.starts_with("其中");
    part.then(|| match first.text {
        "其中" => rest.to_vec(),
        _ => strip_lead(words.to_vec()),
    })
    .filter(|part| !part.is_empty())
}

/// 违反本法规定，拒不执行迁离决定的: the refusal is the deed, since nothing else is.
fn is_refusal(head: &[Segment], condition: &str, context: Context) -> bool {
    let generic = |segment: &Segment| {
        breach::read(segment.text, context.place, context.outer)
            .is_some_and(|breach| breach.refs.is_empty() || !breach.closes)
    };
    context.known == Known::Nothing
        && !head.is_empty()
        && head.iter().all(generic)
        && condition::read(condition) == Some(Condition::Defiance)
        && !Condition::Defiance.needs_a_deed(condition)
}

/// Takes the conditions off the end.
fn peel<'a, 't>(
    words: &'a [Segment<'t>],
    context: Context,
) -> (&'a [Segment<'t>], Vec<Segment<'t>>) {
    let defied = words
        .first()
        .is_some_and(|first| condition::read(first.text).is_some_and(Condition::is_never_a_deed));
    if context.known == Known::List || (context.known != Known::Nothing && defied) {
        return (&[], words.to_vec());
    }
    let mut at = words.len();
    while at > 0 {
        let Some(kind) = kind(words, at - 1) else {
            break;
        };
        let closed_before = at < 2 || words[at - 2].closes();
        if kind == Condition::Sequel && !closed_before {
            break;
        }
        let base = kind_base(words, at - 1);
        let joined = base == 0
            && at > 1
            && context.known == Known::Nothing
            && !context.civil
            && !kind.needs_a_deed(words[0].text);
        let alone = joined
            || at == 1 && context.known == Known::Nothing && !kind.needs_a_deed(words[0].text);
        let damages = context.civil
            && holds(
                words[at - 1].text,
                &["损失", "损害", "伤害", "死亡", "犯罪", "违反治安"],
            );
        let unharmed = at == 2
            && starts(words[1].text, &["未造成", "未引起", "尚未造成", "没有造成"]).is_some()
            && is_breach_with_refs(words[0].text, context);
        let disturbs = at > 1
            && words[at - 1].text.starts_with("构成违反治安管理")
            && !words[..at - 1]
                .iter()
                .all(|segment| breach::read(segment.text, context.place, context.outer).is_some());
        let fits = unharmed
            || disturbs
            || kind.is_never_a_deed()
            || context.known != Known::Nothing
            || damages
            || closed_before;
        if alone || !fits {
            break;
        }
        at -= 1;
    }
    if context.known != Known::Nothing
        && at > 0
        && at < words.len()
        && !context.same_clause
        && !closes_before(words, at, context)
        && !words[at..]
            .iter()
            .any(|segment| condition::read(segment.text).is_some_and(Condition::is_never_a_deed))
        && !context.civil
    {
        at = words.len();
    }
    (&words[..at], words[at..].to_vec())
}

/// What condition a segment is; 或者… goes on with the one before.
fn kind(words: &[Segment], at: usize) -> Option<Condition> {
    let text = words[at].text;
    condition::read(text).or_else(|| {
        if at > 0 && starts(text, &["或者", "并且", "并"]).is_some() {
            kind(words, at - 1)
        } else {
            None
        }
    })
}

/// Where the condition stands that 或者… at `at` goes on with.
fn kind_base(words: &[Segment], at: usize) -> usize {
    let goes_on = at > 0
        && condition::read(words[at].text).is_none()
        && starts(words[at].text, &["或者", "并且", "并"]).is_some();
    if goes_on {
        kind_base(words, at - 1)
    } else {
        at
    }
}

fn closes_before(words: &[Segment], at: usize, context: Context) -> bool {
    words[at - 1].closes()
        || is_breach_with_refs(words[at - 1].text, context)
        || back_like(words[at - 1].text)
}

fn back_like(text: &str) -> bool {
    text.contains("前款") || text.contains("本条第")
}

fn strip_lead(condition: Vec<Segment<'_>>) -> Vec<Segment<'_>> {
    condition
        .into_iter()
        .map(|segment| {
            let lead = starts(segment.text, &["但是", "但", "对于", "对", "其中", "如果"])
                .map_or(0, str::len);
            segment.cut(lead).1
        })
        .collect()
}

/// A pointer back, with what is new beside it.
fn pointed<'t>(
    head: &[Segment<'t>],
    condition: &[Segment<'t>],
    context: Context,
) -> Option<Opening<'t>> {
    let (first, others) = head.split_first()?;
    let back = back::read(first.text, context.place)?;
    let others: Vec<Segment<'t>> = others
        .iter()
        .map(|segment| {
            segment
                .cut(starts(segment.text, &["或者", "并且", "并"]).map_or(0, str::len))
                .1
        })
        .collect();
    if !back.condition.is_empty() {
        let (_, condition) = first.cut(first.text.len() - back.condition.len());
        return Some(Opening {
            deeds: Vec::new(),
            condition: vec![condition],
            back: Some(back),
        });
    }
    if others.is_empty() {
        let deeds =
            if condition.is_empty() || breach::read(first.text, context.place, &[]).is_some() {
                deeds(head, context)
            } else {
                Vec::new()
            };
        return Some(Opening {
            deeds,
            condition: strip_lead(condition.to_vec()),
            back: Some(back),
        });
    }
    if others
        .iter()
        .all(|segment| condition::read(segment.text).is_some())
    {
        let condition = others
            .into_iter()
            .chain(condition.iter().copied())
            .collect();
        return Some(Opening {
            deeds: Vec::new(),
            condition: strip_lead(condition),
            back: Some(back),
        });
    }
    if breach::read(first.text, context.place, &[]).is_some_and(|_| first.text.contains("违反"))
        || !back::continues(first.text)
    {
        return None;
    }
    let joined = head[1].text.starts_with("或者");
    Some(Opening {
        deeds: deeds(&others, context),
        condition: strip_lead(condition.to_vec()),
        back: joined.then_some(back),
    })
}
