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

use super::actor;
use super::back::{self, Back};
use super::breach::{self, Breach};
use super::clause::Segment;
use super::condition::{self, Condition};
use super::reference::{self, Place};
use super::words::{holds, starts};
use crate::address::ProvisionPath;

/// A behaviour as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Deed<'t> {
    /// Its segments, in order.
    pub segments: Vec<Segment<'t>>,
    /// Duties breached.
    pub refs: Vec<ProvisionPath>,
    /// Who acts.
    pub actor: Option<&'t str>,
    /// Whether it says nothing but which provisions were breached: one item for each.
    pub pure: bool,
    /// Whether it only says 违反本条例规定.
    pub generic: bool,
    /// Whether its words are the points below.
    pub list: bool,
    /// Whether it says itself what was breached.
    pub led: bool,
}

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

/// What is known when words are read.
#[derive(Clone, Copy)]
pub(super) struct Context<'s, 'o> {
    /// Where they stand.
    pub place: Place<'s>,
    /// What the clause before names.
    pub outer: &'o [ProvisionPath],
    /// Whether a deed is known already, so that conditions may stand alone.
    pub follows: bool,
    /// Whether the consequence is damages or crime: then harm is a condition.
    pub civil: bool,
    /// Whether a consequence stands before in the same clause.
    pub same_clause: bool,
    /// Whether the text has points below it.
    pub has_points: bool,
    /// Whether the deeds are points below: then every further clause is a condition.
    pub list_open: bool,
}

/// Reads the words.
pub(super) fn read<'t>(words: &[Segment<'t>], context: Context) -> Opening<'t> {
    let kept: Vec<Segment<'t>> = words.iter().filter(|segment| !is_aside(segment.text)).copied().collect();
    let closed = closed(&kept);
    let points_back = closed.first().is_some_and(|first| back::read(first.text, context.place).is_some());
    let (head, condition) = match closed.split_first() {
        Some((first, rest)) if points_back => {
            let (inner, condition) = peel(rest, Context { follows: true, ..context });
            let len = inner.len() + 1;
            let _ = first;
            (&closed[..len], condition)
        }
        _ => peel(closed, context),
    };
    if head.is_empty() {
        return Opening { condition: strip_lead(condition), ..Opening::default() };
    }
    if context.same_clause && !condition.is_empty() && !points_back {
        return Opening { condition: strip_lead(condition), ..Opening::default() };
    }
    pointed(head, &condition, context).unwrap_or_else(|| Opening { deeds: deeds(head, context), condition: strip_lead(condition), back: None })
}

/// Reads all the words as one deed: a point without a consequence.
pub(super) fn whole<'t>(words: &[Segment<'t>], context: Context) -> Option<Deed<'t>> {
    (!words.is_empty()).then(|| deed(words, context))
}

/// What only says when, how or with whose leave: 从逾期之日起, 经本级人民政府批准, 按照所缺面积.
fn is_aside(text: &str) -> bool {
    let since = starts(text, &["自", "从"]).is_some() && (text.ends_with('起') || text.ends_with("起算"));
    let leave = text.starts_with(['经', '报']) && holds(text, &["批准", "同意", "决定"]) && !text.ends_with('的');
    since || leave
}

/// Takes off what stands behind the last 的: 逾期不改正的，按照所缺面积，….
fn closed<'a, 't>(words: &'a [Segment<'t>]) -> &'a [Segment<'t>] {
    let last = words.iter().rposition(|segment| segment.closes() || segment.text.ends_with("之一"));
    let Some(last) = last else { return words };
    let short = words[last + 1..].iter().all(|segment| segment.text.chars().count() <= 30 && starts(segment.text, &["按", "根据", "依", "视", "以", "在", "每", "经", "并", "其", "应"]).is_some());
    let duty = words[last + 1..].iter().any(|segment| holds(segment.text, &["应当", "有权", "可以", "予以", "由"]));
    if short || duty { &words[..=last] } else { words }
}

/// Takes the conditions off the end.
fn peel<'a, 't>(words: &'a [Segment<'t>], context: Context) -> (&'a [Segment<'t>], Vec<Segment<'t>>) {
    let defied = words.first().is_some_and(|first| condition::read(first.text).is_some_and(Condition::is_never_a_deed));
    if context.list_open || (context.follows && defied) {
        return (&[], words.to_vec());
    }
    let mut at = words.len();
    while at > 0 {
        let Some(kind) = kind(words, at - 1) else { break };
        let closed_before = at < 2 || words[at - 2].closes();
        let alone = at == 1 && !context.follows && !kind.is_never_a_deed();
        let damages = context.civil && holds(words[at - 1].text, &["损失", "损害", "伤害", "死亡", "犯罪", "违反治安"]);
        let fits = kind.is_never_a_deed() || context.follows || damages || closed_before;
        if alone || !fits {
            break;
        }
        at -= 1;
    }
    if context.follows && at > 0 && at < words.len() && !context.same_clause && !closes_before(words, at, context) && !words[at..].iter().any(|segment| condition::read(segment.text).is_some_and(Condition::is_never_a_deed)) && !context.civil {
        at = words.len();
    }
    (&words[..at], words[at..].to_vec())
}

/// What condition a segment is; 或者… goes on with the one before.
fn kind(words: &[Segment], at: usize) -> Option<Condition> {
    let text = words[at].text;
    condition::read(text).or_else(|| if at > 0 && starts(text, &["或者", "并且", "并"]).is_some() { kind(words, at - 1) } else { None })
}

fn closes_before(words: &[Segment], at: usize, context: Context) -> bool {
    words[at - 1].closes() || is_breach_with_refs(words[at - 1].text, context) || back_like(words[at - 1].text)
}

fn back_like(text: &str) -> bool {
    text.contains("前款") || text.contains("本条第")
}

fn strip_lead(condition: Vec<Segment<'_>>) -> Vec<Segment<'_>> {
    condition
        .into_iter()
        .map(|segment| {
            let lead = starts(segment.text, &["但是", "但", "对于", "对", "其中", "如果"]).map_or(0, str::len);
            segment.cut(lead).1
        })
        .collect()
}

/// A pointer back, with what is new beside it.
fn pointed<'t>(head: &[Segment<'t>], condition: &[Segment<'t>], context: Context) -> Option<Opening<'t>> {
    let (first, others) = head.split_first()?;
    let back = back::read(first.text, context.place)?;
    let others: Vec<Segment<'t>> = others.iter().map(|segment| segment.cut(starts(segment.text, &["或者", "并且", "并"]).map_or(0, str::len)).1).collect();
    if !back.condition.is_empty() {
        let (_, condition) = first.cut(first.text.len() - back.condition.len());
        return Some(Opening { deeds: Vec::new(), condition: vec![condition], back: Some(back) });
    }
    if others.is_empty() {
        let deeds = if condition.is_empty() || breach::read(first.text, context.place, &[]).is_some() { deeds(head, context) } else { Vec::new() };
        return Some(Opening { deeds, condition: strip_lead(condition.to_vec()), back: Some(back) });
    }
    if others.iter().all(|segment| condition::read(segment.text).is_some()) {
        let condition = others.into_iter().chain(condition.iter().copied()).collect();
        return Some(Opening { deeds: Vec::new(), condition: strip_lead(condition), back: Some(back) });
    }
    if breach::read(first.text, context.place, &[]).is_some_and(|_| first.text.contains("违反")) || !back::continues(first.text) {
        return None;
    }
    let joined = head[1].text.starts_with("或者");
    Some(Opening { deeds: deeds(&others, context), condition: strip_lead(condition.to_vec()), back: joined.then_some(back) })
}

/// Cuts the words at each breach that names a provision and reads each part.
fn deeds<'t>(words: &[Segment<'t>], context: Context) -> Vec<Deed<'t>> {
    let mut parts: Vec<Vec<Segment<'t>>> = vec![Vec::new()];
    for segment in words {
        let new = is_breach_with_refs(segment.text, context) && parts.last().is_some_and(|part| has_words(part, context) || part.last().is_some_and(Segment::closes));
        if new {
            parts.push(Vec::new());
        }
        if let Some(part) = parts.last_mut() {
            part.push(*segment);
        }
    }
    parts.iter().filter(|part| !part.is_empty()).map(|part| deed(part, context)).collect()
}

fn is_breach_with_refs(text: &str, context: Context) -> bool {
    breach::read(text.trim_start_matches("或者"), context.place, context.outer).is_some_and(|breach| !breach.refs.is_empty())
}

fn has_words(part: &[Segment], context: Context) -> bool {
    part.iter().any(|segment| breach::read(segment.text, context.place, context.outer).is_none())
}

fn deed<'t>(words: &[Segment<'t>], context: Context) -> Deed<'t> {
    let lead = lead(words, context);
    let rest = &words[lead.len..];
    let mut refs = lead.refs;
    for segment in rest {
        for path in reference::own(segment.text, context.place, &refs.clone()) {
            if !refs.contains(&path) {
                refs.push(path);
            }
        }
    }
    let list = rest.iter().any(|segment| is_list_mark(segment.text, context));
    if rest.is_empty() {
        let named = words.iter().position(|segment| is_breach_with_refs(segment.text, context)).unwrap_or(0);
        let whole = words[named..].iter().map(|segment| without_actor(*segment)).collect();
        return Deed { segments: whole, pure: !refs.is_empty(), generic: refs.is_empty(), refs, actor: lead.actor, list: false, led: true };
    }
    let mark = rest.iter().find(|segment| is_list_mark(segment.text, context)).map(|segment| segment.text);
    let actor = lead.actor.or_else(|| mark.and_then(list_actor)).or_else(|| of_rest(rest));
    let segments = if list { rest.to_vec() } else { rest.iter().enumerate().map(|(nth, segment)| unjoined(nth, *segment)).collect() };
    Deed { segments, refs, actor, pure: false, generic: false, list, led: lead.len > 0 }
}

/// The breaches in front of a deed.
struct Front<'t> {
    len: usize,
    actor: Option<&'t str>,
    refs: Vec<ProvisionPath>,
}

fn lead<'t>(words: &[Segment<'t>], context: Context) -> Front<'t> {
    let mut front = Front { len: 0, actor: None, refs: Vec::new() };
    for segment in words {
        let text = starts(segment.text, &["或者", "但", "并"]).map_or(segment.text, |word| &segment.text[word.len()..]);
        let Some(Breach { actor, refs, .. }) = breach::read(text, context.place, context.outer) else { break };
        front.actor = front.actor.or_else(|| actor::of_lead(actor));
        front.refs.extend(refs);
        front.len += 1;
    }
    front
}

/// A pure reference starts at 违反 or 有.
fn without_actor(segment: Segment<'_>) -> Segment<'_> {
    let at = ["违反", "有本", "有第", "实施本", "有前", "不履行本", "未履行本", "存在本", "从事本", "实施第"].iter().filter_map(|word| segment.text.find(word)).min().unwrap_or(0);
    segment.cut(at).1
}

fn unjoined(nth: usize, segment: Segment<'_>) -> Segment<'_> {
    let lead = if nth == 0 { starts(segment.text, &["或者", "但是", "但", "以及"]) } else { None };
    segment.cut(lead.map_or(0, str::len)).1
}

/// 有下列行为之一的
fn is_list_mark(text: &str, context: Context) -> bool {
    context.has_points && holds(text, &["下列", "以下"]) && !holds(text, &["以下罚款", "以下的罚款"]) && holds(text, &["之一", "行为的", "情形的", "规定的", "行为", "情形", "活动的", "情况的", "违反下列规定", "违反以下规定"])
}

fn list_actor(text: &str) -> Option<&str> {
    let at = ["有下列", "存在下列", "有以下", "存在以下", "实施下列", "违反下列", "从事下列", "发生下列", "不履行下列", "未履行下列"].iter().filter_map(|word| text.find(word)).min()?;
    actor::of_lead(&text[..at])
}

fn of_rest<'t>(rest: &[Segment<'t>]) -> Option<&'t str> {
    rest.iter().take(3).enumerate().find_map(|(nth, segment)| actor::of_deed(segment.text, nth + 1 < rest.len()))
}
