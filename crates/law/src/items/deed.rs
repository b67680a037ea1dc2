//! Deeds: the behaviours in the words before a consequence.
//!
//! | words | read |
//! |---|---|
//! | 违反本条例规定，未办证的 | 未办证的 |
//! | 经营者违反第九条规定，未办证的 | 未办证的, of 经营者, against article 9 |
//! | 违反第九条规定，未办证的，或者违反第十条规定，未备案的 | two deeds |
//! | 违反第九条、第十条规定的 | a pure reference |
//! | 经营者有下列行为之一的 | the points, of 经营者 |

use super::actor;
use super::breach::{self, Breach};
use super::clause::Segment;
use super::opening::Context;
use super::reference;
use super::words::{holds, starts};
use crate::address::ProvisionPath;

/// How a deed is said.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Form {
    /// In words of its own.
    #[default]
    Words,
    /// By nothing but the provisions breached: one item for each.
    Pure,
    /// By nothing but 违反本条例规定.
    Generic,
    /// By the points below.
    List,
}

/// A behaviour as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Deed<'t> {
    /// Its segments, in order.
    pub segments: Vec<Segment<'t>>,
    /// Duties breached.
    pub refs: Vec<ProvisionPath>,
    /// Who acts.
    pub actor: Option<&'t str>,
    /// How it says what was done.
    pub form: Form,
    /// Whether it says itself what was breached.
    pub led: bool,
}

/// Reads all the words as one deed: a point without a consequence.
pub(super) fn whole<'t>(words: &[Segment<'t>], context: Context) -> Option<Deed<'t>> {
    (!words.is_empty()).then(|| deed(words, context))
}

/// Cuts the words at each breach that names a provision and reads each part.
pub(super) fn deeds<'t>(words: &[Segment<'t>], context: Context) -> Vec<Deed<'t>> {
    let mut parts: Vec<Vec<Segment<'t>>> = vec![Vec::new()];
    let (front, words) = actor_in_front(words, context);
    for segment in words {
        let new = is_breach_with_refs(segment.text, context)
            && parts.last().is_some_and(|part| {
                has_words(part, context) || part.last().is_some_and(Segment::closes)
            });
        if new {
            parts.push(Vec::new());
        }
        if let Some(part) = parts.last_mut() {
            part.push(*segment);
        }
    }
    let (set, parts) = setting(&parts, context);
    let front = front.or(set);
    let mut deeds: Vec<Deed<'t>> = parts
        .iter()
        .filter(|part| !part.is_empty())
        .map(|part| deed(part, context))
        .collect();
    if let Some(first) = deeds.first_mut() {
        first.actor = first.actor.or(front);
    }
    deeds
}

/// 经营者承办灯会，违反第九条规定，未备案的: what stands in front of the first breach is no deed of its own.
fn setting<'a, 't>(
    parts: &'a [Vec<Segment<'t>>],
    context: Context,
) -> (Option<&'t str>, &'a [Vec<Segment<'t>>]) {
    match parts {
        [set, second, ..]
            if !set.is_empty()
                && !set.iter().any(Segment::closes)
                && set.iter().all(|segment| {
                    breach::read(segment.text, context.place, context.outer).is_none()
                })
                && has_words(second, context) =>
        {
            (of_rest(set), &parts[1..])
        }
        _ => (None, parts),
    }
}

/// 取得许可证的单位和个人，违反第九条规定的: an actor that a comma parts from its breach.
fn actor_in_front<'a, 't>(
    words: &'a [Segment<'t>],
    context: Context,
) -> (Option<&'t str>, &'a [Segment<'t>]) {
    match words {
        [first, second, ..]
            if is_breach_with_refs(second.text, context)
                && breach::read(first.text, context.place, context.outer).is_none()
                && second.text.starts_with("违反") =>
        {
            let actor = actor::of_lead(first.text).filter(|name| !holds(name, &["擅自", "违反"]));
            actor.map_or((None, words), |actor| (Some(actor), &words[1..]))
        }
        _ => (None, words),
    }
}

pub(super) fn is_breach_with_refs(text: &str, context: Context) -> bool {
    breach::read(
        text.trim_start_matches("或者"),
        context.place,
        context.outer,
    )
    .is_some_and(|breach| !breach.refs.is_empty())
}

fn has_words(part: &[Segment], context: Context) -> bool {
    part.iter()
        .any(|segment| breach::read(segment.text, context.place, context.outer).is_none())
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
    let list = rest
        .iter()
        .any(|segment| is_list_mark(segment.text, context));
    if rest.is_empty() {
        let named = words
            .iter()
            .position(|segment| is_breach_with_refs(segment.text, context))
            .unwrap_or(0);
        let whole = words[named..]
            .iter()
            .map(|segment| without_actor(*segment))
            .collect();
        return Deed {
            segments: whole,
            form: if refs.is_empty() {
                Form::Generic
            } else {
                Form::Pure
            },
            refs,
            actor: lead.actor,
            led: true,
        };
    }
    let mark = rest
        .iter()
        .find(|segment| is_list_mark(segment.text, context))
        .map(|segment| segment.text);
    let actor = lead
        .actor
        .or_else(|| mark.and_then(list_actor))
        .or_else(|| of_rest(rest));
    let segments = if list {
        rest.to_vec()
    } else {
        rest.iter()
            .enumerate()
            .map(|(nth, segment)| unjoined(nth, *segment))
            .collect()
    };
    Deed {
        segments,
        refs,
        actor,
        form: if list { Form::List } else { Form::Words },
        led: lead.len > 0,
    }
}

/// The breaches in front of a deed.
struct Front<'t> {
    len: usize,
    actor: Option<&'t str>,
    refs: Vec<ProvisionPath>,
}

fn lead<'t>(words: &[Segment<'t>], context: Context) -> Front<'t> {
    let mut front = Front {
        len: 0,
        actor: None,
        refs: Vec::new(),
    };
    for segment in words {
        let text = starts(segment.text, &["或者", "但", "并"])
            .map_or(segment.text, |word| &segment.text[word.len()..]);
        if front.len > 0
            && let Some(refs) = breach::goes_on(text, context.place)
        {
            front.refs.extend(refs);
            front.len += 1;
            continue;
        }
        let Some(Breach { actor, refs, .. }) = breach::read(text, context.place, context.outer)
        else {
            break;
        };
        front.actor = front
            .actor
            .or_else(|| actor::of_lead(actor).or_else(|| actor::of_deed(actor, false)));
        front.refs.extend(refs);
        front.len += 1;
    }
    front
}

/// A pure reference starts at 违反 or 有.
fn without_actor(segment: Segment<'_>) -> Segment<'_> {
    let at = [
        "违反",
        "有本",
        "有第",
        "实施本",
        "有前",
        "不履行本",
        "未履行本",
        "存在本",
        "从事本",
        "实施第",
    ]
    .iter()
    .filter_map(|word| segment.text.find(word))
    .min()
    .unwrap_or(0);
    segment.cut(at).1
}

fn unjoined(nth: usize, segment: Segment<'_>) -> Segment<'_> {
    let lead = if nth == 0 {
        starts(segment.text, &["或者", "但是", "但", "以及"])
    } else {
        None
    };
    segment.cut(lead.map_or(0, str::len)).1
}

/// 有下列行为之一的
fn is_list_mark(text: &str, context: Context) -> bool {
    context.has_points
        && holds(text, &["下列", "以下"])
        && !holds(text, &["以下罚款", "以下的罚款"])
        && holds(
            text,
            &[
                "之一",
                "行为的",
                "情形的",
                "规定的",
                "行为",
                "情形",
                "活动的",
                "情况的",
                "违反下列规定",
                "违反以下规定",
            ],
        )
}

fn list_actor(text: &str) -> Option<&str> {
    let at = [
        "有下列",
        "存在下列",
        "有以下",
        "存在以下",
        "实施下列",
        "违反下列",
        "从事下列",
        "发生下列",
        "不履行下列",
        "未履行下列",
    ]
    .iter()
    .filter_map(|word| text.find(word))
    .min()?;
    let place = ["内", "中", "上", "时"]
        .iter()
        .any(|end| text[..at].ends_with(end));
    actor::of_lead(&text[..at]).filter(|_| !place)
}

fn of_rest<'t>(rest: &[Segment<'t>]) -> Option<&'t str> {
    let takes_place = |text: &str| holds(text, &["管理区域内", "管理范围内"]);
    rest.iter()
        .filter(|segment| !takes_place(segment.text))
        .take(3)
        .enumerate()
        .find_map(|(nth, segment)| actor::of_deed(segment.text, nth + 1 < rest.len()))
}
