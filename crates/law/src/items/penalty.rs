//! The penalties of an article: its paragraphs read as sentences, its lists opened, its pointers followed.
//!
//! | drafting | read |
//! |---|---|
//! | 有下列行为之一的，处罚款：（一）…；（二）… | each point is a deed with the tiers of the intro |
//! | 按照下列规定处罚：（一）未备案的，处罚款；… | each point is a sentence of its own, under the intro |
//! | …的，按照下列规定处罚：（一）造成轻伤的，处…；… | the points are tiers of the intro's deed |
//! | 个人有前款行为的，处…。 | a tier of the deeds of the paragraph before |

use super::back;
use super::chain::{self, Chain, Draft, Frame, TierDraft};
use super::clause::{Segment, split};
use super::deed::{self, Deed, Form};
use super::list;
use super::negative;
use super::opening::{Context, Known};
use super::reference::Place;
use super::sanction;
use super::sentence;
use crate::address::ProvisionPath;
use crate::enforcement_item::SpanRole;
use crate::statute::{Article, Paragraph, Statute};

/// A penalty in the making.
#[derive(Debug, Clone, Default)]
pub(super) struct Penalty {
    /// 款
    pub paragraph: u32,
    /// 项
    pub point: Option<u32>,
    /// The behaviour.
    pub behaviour: String,
    /// Duties breached.
    pub refs: Vec<ProvisionPath>,
    /// How the behaviour is said.
    pub form: Form,
    /// Authority.
    pub subject: Option<String>,
    /// Actor.
    pub object: Option<String>,
    /// Tiers.
    pub tiers: Vec<TierDraft>,
    /// Whether crime is reserved.
    pub crime: bool,
    /// Whether leading officials are disciplined for it.
    pub official: bool,
    /// Whether it is a point of a list of duties, which becomes a deed only where a later sentence breaches it.
    pub duty: bool,
    /// Paragraphs that point back to it.
    pub also: Vec<u32>,
    /// Where it was read.
    pub spans: Vec<(ProvisionPath, SpanRole, std::ops::Range<usize>)>,
}

/// The penalties of one article, in reading order.
pub(super) fn of_article(statute: &Statute, article: &Article) -> Vec<Penalty> {
    let mut penalties: Vec<Penalty> = Vec::new();
    let mut at = 0;
    while at < article.paragraphs.len() {
        let place = Place {
            statute,
            article: article.number,
            paragraph: at as u32 + 1,
        };
        let paragraph = &article.paragraphs[at];
        let lines = list::unlabelled(&article.paragraphs[at..]);
        if lines > 0 {
            let entries = &article.paragraphs[at + 1..=at + lines];
            let labels: Vec<list::Entry> = entries
                .iter()
                .enumerate()
                .map(|(nth, line)| list::Entry::line(place, at as u32 + 2 + nth as u32, &line.text))
                .collect();
            read(place, &paragraph.text, &labels, &mut penalties);
        } else if is_candidate(paragraph) {
            let entries: Vec<list::Entry> = paragraph
                .points
                .iter()
                .flat_map(|point| list::Entry::of_point(place, point))
                .collect();
            read(place, &paragraph.text, &entries, &mut penalties);
        }
        at += lines + 1;
    }
    penalties
}

/// Whether a paragraph can punish at all: most cannot and are not read.
fn is_candidate(paragraph: &Paragraph) -> bool {
    punishes(&paragraph.text) || paragraph.points.iter().any(|point| punishes(&point.text))
}

/// Whether a text holds a word of punishment.
fn punishes(text: &str) -> bool {
    const MARKS: [&str; 25] = [
        "扣留",
        "扣押",
        "拖移",
        "收回",
        "罚",
        "责令",
        "没收",
        "吊销",
        "拘留",
        "警告",
        "通报批评",
        "取缔",
        "撤销",
        "暂扣",
        "处理",
        "不得",
        "取消",
        "关闭",
        "强制",
        "刑事责任",
        "承担责任",
        "收缴",
        "暂停",
        "代为",
        "停止",
    ];
    super::words::holds(text, &MARKS)
}

fn read(place: Place, text: &str, entries: &[list::Entry], penalties: &mut Vec<Penalty>) {
    let frame = Frame {
        place,
        outer: &[],
        has_points: !entries.is_empty(),
        is_entry: false,
    };
    let chains = sentence::read(text, frame);
    let last = chains.len();
    for (nth, chain) in chains.into_iter().enumerate() {
        let open_list = nth + 1 == last && !entries.is_empty();
        if open_list && (list::opens(&chain) || list::punish(place, entries)) {
            list::read(place, &chain, entries, penalties);
        } else {
            take(place, None, &chain, &[], penalties);
        }
    }
    if last == 0 && !entries.is_empty() {
        list::read(place, &Chain::default(), entries, penalties);
    }
}

/// Turns a chain into penalties, or into tiers of earlier ones.
pub(super) fn take(
    place: Place,
    entry: Option<&list::Entry>,
    chain: &Chain,
    base: &[Penalty],
    penalties: &mut Vec<Penalty>,
) {
    let known = penalties.len();
    for draft in &chain.drafts {
        let mut pointed = pointed(place, draft, &penalties[..known]);
        if breaches_duties(draft, &pointed, penalties) {
            pointed.clear();
        }
        for at in &pointed {
            penalties[*at].also.push(place.paragraph);
        }
        if draft.tiers.is_empty() && draft.deed.is_none() {
            reserve_crime(chain, &pointed, penalties);
            continue;
        }
        if !pointed.is_empty() {
            let agent = draft.agent.or(chain.agent);
            for at in pointed
                .iter()
                .filter(|at| penalties[**at].tiers.is_empty())
                .copied()
                .collect::<Vec<_>>()
            {
                let subject = &mut penalties[at].subject;
                *subject = subject.take().or_else(|| agent.map(str::to_owned));
            }
            add_to(&pointed, draft, chain.crime, penalties);
            let new = draft
                .deed
                .as_ref()
                .is_some_and(|deed| !matches!(deed.form, Form::Pure | Form::Generic));
            if !new {
                continue;
            }
        }
        let Some(deed) = &draft.deed else { continue };
        if let Some(at) = restated(deed, draft, &penalties[..known]) {
            add_tiers(&mut penalties[at], &draft.tiers, "");
            continue;
        }
        let mut new = penalty(place, entry, chain, draft, deed, base.first());
        new.duty |= draft.tiers.is_empty() && !chain.crime && base.is_empty() && lays_duties(place);
        if !negative::is_negative(&new) {
            penalties.push(new);
        }
    }
    if chain.drafts.is_empty() && chain.crime {
        for penalty in penalties.iter_mut() {
            penalty.crime = true;
        }
    }
}

/// Whether a paragraph tells people what to do: 路灯损坏的，产权人应当及时维修.
fn lays_duties(place: Place) -> bool {
    let article = place
        .statute
        .articles
        .iter()
        .find(|article| article.number == place.article);
    let at = (place.paragraph as usize).saturating_sub(1);
    article
        .and_then(|article| article.paragraphs.get(at))
        .is_some_and(|paragraph| {
            paragraph.text.contains("应当") && !punishes_by_law(&paragraph.text)
        })
}

fn punishes_by_law(text: &str) -> bool {
    super::words::holds(
        text,
        &["处罚", "罚款", "处分", "法律责任", "民事责任", "治安管理"],
    )
}

/// Whether 违反前款第一项规定的 points to duties (应当遵守下列规定：（一）…): then it is the deed itself.
fn breaches_duties(draft: &Draft, pointed: &[usize], penalties: &[Penalty]) -> bool {
    let pure = draft
        .deed
        .as_ref()
        .is_some_and(|deed| matches!(deed.form, Form::Pure | Form::Generic));
    pure && pointed.iter().all(|at| penalties[*at].duty)
}

fn reserve_crime(chain: &Chain, pointed: &[usize], penalties: &mut [Penalty]) {
    if chain.crime {
        for at in pointed {
            penalties[*at].crime = true;
        }
    }
}

/// The earlier penalties that a draft points back to.
fn pointed(place: Place, draft: &Draft, penalties: &[Penalty]) -> Vec<usize> {
    let paths = match (&draft.back, draft.continues) {
        (Some(back), _) => back.paths.clone(),
        (None, true) if place.paragraph > 1 => vec![back::place_before(place)],
        _ => return Vec::new(),
    };
    let names = |penalty: &Penalty, path: &ProvisionPath| {
        path.paragraph.is_none_or(|paragraph| {
            paragraph == penalty.paragraph || penalty.also.contains(&paragraph)
        }) && (path.point.is_none() || path.point == penalty.point)
    };
    (0..penalties.len())
        .filter(|&at| paths.iter().any(|path| names(&penalties[at], path)))
        .collect()
}

/// Adds the tiers of a sentence that points back; a new actor is their outer condition.
fn add_to(pointed: &[usize], draft: &Draft, crime: bool, penalties: &mut [Penalty]) {
    let actor = draft.back.as_ref().map_or("", |back| back.actor);
    for at in pointed {
        let same = penalties[*at]
            .object
            .as_deref()
            .is_some_and(|object| object.ends_with(actor) || actor.ends_with(object));
        let outer = if same { "" } else { actor };
        add_tiers(&mut penalties[*at], &draft.tiers, outer);
        penalties[*at].crime |= crime;
    }
}

fn add_tiers(penalty: &mut Penalty, tiers: &[TierDraft], outer: &str) {
    for tier in tiers {
        let condition: Vec<String> = (!outer.is_empty())
            .then(|| outer.to_owned())
            .into_iter()
            .chain(tier.condition.iter().cloned())
            .collect();
        for measure in &tier.measures {
            chain::add_measure(
                &mut penalty.tiers,
                condition.clone(),
                &tier.target,
                measure.clone(),
                false,
            );
        }
    }
}

/// The earlier penalty whose behaviour this sentence says again in order to add a condition.
fn restated(deed: &Deed, draft: &Draft, penalties: &[Penalty]) -> Option<usize> {
    draft.first_condition.as_ref()?;
    let words: String = deed.segments.iter().map(|segment| segment.text).collect();
    penalties.iter().position(|penalty| {
        let shared = overlap(&words, &penalty.behaviour);
        penalty.behaviour.trim_end_matches('的') == words.trim_end_matches('的')
            || (shared * 10 >= words.chars().count().saturating_sub(1) * 8
                && words.chars().count() >= 8)
    })
}

/// How many neighbouring pairs of characters of `words` stand in `text`.
fn overlap(words: &str, text: &str) -> usize {
    let chars: Vec<(usize, char)> = words.char_indices().collect();
    chars
        .windows(2)
        .filter(|pair| text.contains(&words[pair[0].0..pair[1].0 + pair[1].1.len_utf8()]))
        .count()
}

/// One penalty out of a draft; `base` carries what the intro of a list gave.
pub(super) fn penalty(
    place: Place,
    entry: Option<&list::Entry>,
    chain: &Chain,
    draft: &Draft,
    deed: &Deed,
    base: Option<&Penalty>,
) -> Penalty {
    let path = entry.map_or_else(
        || ProvisionPath {
            paragraph: Some(place.paragraph),
            ..ProvisionPath::article(place.article)
        },
        |entry| entry.path,
    );
    let mut penalty = base.cloned().unwrap_or_default();
    penalty.paragraph = path.paragraph.unwrap_or(place.paragraph);
    penalty.point = path.point;
    penalty.behaviour = behaviour(deed);
    penalty.form = deed.form;
    merge_refs(&mut penalty.refs, &deed.refs);
    let own = draft.agent.map(str::to_owned);
    penalty.subject = own
        .or(penalty.subject)
        .or_else(|| chain.agent.map(str::to_owned));
    penalty.object = penalty.object.or_else(|| deed.actor.map(str::to_owned));
    add_tiers(&mut penalty, &draft.tiers, "");
    penalty.crime |= chain.crime;
    penalty.official |= chain.official;
    penalty.spans.extend(spans(path, deed, draft));
    penalty
}

/// Duties of the intro stay, unless a point names them more exactly.
fn merge_refs(refs: &mut Vec<ProvisionPath>, own: &[ProvisionPath]) {
    if !own.is_empty()
        && own
            .iter()
            .all(|path| path.point.is_some() && refs.contains(path))
    {
        refs.retain(|outer| own.contains(outer));
    }
    refs.retain(|outer| !own.iter().any(|path| outer.contains(path) && outer != path));
    for path in own {
        if !refs.contains(path) {
            refs.push(*path);
        }
    }
}

fn spans(
    path: ProvisionPath,
    deed: &Deed,
    draft: &Draft,
) -> Vec<(ProvisionPath, SpanRole, std::ops::Range<usize>)> {
    let behaviour = deed
        .segments
        .first()
        .zip(deed.segments.last())
        .map(|(first, last)| (path, SpanRole::Behaviour, first.start..last.end()));
    behaviour
        .into_iter()
        .chain(
            draft
                .spans
                .iter()
                .map(|(role, range)| (path, *role, range.clone())),
        )
        .collect()
}

/// The words of a deed, as one text.
fn behaviour(deed: &Deed) -> String {
    let words: Vec<&str> = deed.segments.iter().map(|segment| segment.text).collect();
    words.join("，")
}

/// A point without a consequence of its own is a deed.
pub(super) fn deed_of_point<'t>(
    text: &'t str,
    place: Place,
    outer: &[ProvisionPath],
) -> Option<Deed<'t>> {
    let segments: Vec<Segment<'t>> = split(text)
        .into_iter()
        .filter(|segment| !sanction::is_exempt(segment.text))
        .collect();
    let context = Context {
        place,
        outer,
        known: Known::Nothing,
        civil: false,
        same_clause: false,
        has_points: false,
    };
    deed::whole(&segments, context)
}
