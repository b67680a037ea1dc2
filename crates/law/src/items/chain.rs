//! The sentence as a whole: deeds, and the tiers of consequence that follow each of them.
//!
//! X的，责令改正，处A；拒不改正的，处B；Y的，处C；情节严重的，吊销许可证。
//! X: 责令改正 + A, 拒不改正的 → B, 情节严重的 → 吊销; Y: C, 情节严重的 → 吊销.
//! A condition reaches to the next ； or 。; a tier after the last deed reaches every deed of the sentence.

use std::ops::Range;

use super::back::Back;
use super::clause::{Segment, Stop, split};
use super::condition;
use super::lead::Lead;
use super::measure::Found;
use super::opening::{self, Context, Deed};
use super::reference::Place;
use super::sanction::{self, Expect, Role};
use super::words::{ends, holds, starts};
use crate::address::ProvisionPath;
use crate::enforcement_item::{FineBasis, Measure, MeasureKind, SpanRole};

/// One grade of consequence, in the making.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct TierDraft {
    /// The condition, nested ones in order.
    pub condition: Vec<String>,
    /// Who is punished.
    pub target: String,
    /// The measures.
    pub measures: Vec<Measure>,
    /// Whether it stands behind the last deed's own consequence, so that it reaches earlier deeds.
    pub common: bool,
}

/// A deed with what follows it.
#[derive(Debug, Clone, Default)]
pub(super) struct Draft<'t> {
    /// The deed; `None` where the text starts with a consequence or only points back.
    pub deed: Option<Deed<'t>>,
    /// What it points back to.
    pub back: Option<Back<'t>>,
    /// Whether it is no sentence of its own but continues the paragraph before: 情节严重的，….
    pub continues: bool,
    /// The tiers.
    pub tiers: Vec<TierDraft>,
    /// Where sanctions and conditions stand.
    pub spans: Vec<(SpanRole, Range<usize>)>,
    /// The words of the first condition, when it opened the draft.
    pub first_condition: Option<String>,
}

/// Deeds that share a sentence.
#[derive(Debug, Clone, Default)]
pub(super) struct Chain<'t> {
    /// The deeds in order.
    pub drafts: Vec<Draft<'t>>,
    /// The enforcing authority.
    pub agent: Option<&'t str>,
    /// Whether crime is reserved.
    pub crime: bool,
    /// Whether leading officials are disciplined.
    pub official: bool,
    /// Whether the points punish.
    pub delegated: bool,
    /// On what condition they do.
    pub delegated_on: Option<String>,
}

/// What is known of a text before it is read.
#[derive(Clone, Copy)]
pub(super) struct Frame<'s, 'o> {
    /// Where it stands.
    pub place: Place<'s>,
    /// What the clause before names.
    pub outer: &'o [ProvisionPath],
    /// Whether points stand below it.
    pub has_points: bool,
    /// Whether it is an entry of a list of tiers, so that its first words are a condition.
    pub is_entry: bool,
}

/// Reads a text.
pub(super) fn read<'t>(text: &'t str, frame: Frame) -> Vec<Chain<'t>> {
    let mut reader = Reader::new(frame);
    for segment in split(text) {
        reader.feed(segment);
    }
    reader.finish()
}

struct Reader<'t, 's, 'o> {
    frame: Frame<'s, 'o>,
    done: Vec<Chain<'t>>,
    chain: Chain<'t>,
    pending: Vec<Segment<'t>>,
    /// The condition of an entry, outside every other.
    outer_condition: Option<String>,
    condition: Option<String>,
    agent: Option<&'t str>,
    target: Option<&'t str>,
    optional: bool,
    /// Whether the clause, since the last ； or 。, has a consequence.
    clause_punishes: bool,
    /// Whether the last deed's own consequence is complete.
    deed_complete: bool,
    sentence_ended: bool,
    /// Whether the sentence takes its punishment back.
    disclaimed: bool,
    /// Who is punished, named before the deed is closed.
    named: Option<&'t str>,
    /// Who was banned last.
    banned: Option<&'t str>,
}

impl<'t, 's, 'o> Reader<'t, 's, 'o> {
    fn new(frame: Frame<'s, 'o>) -> Self {
        Self {
            frame,
            done: Vec::new(),
            chain: Chain::default(),
            pending: Vec::new(),
            outer_condition: None,
            condition: None,
            agent: None,
            target: None,
            optional: false,
            clause_punishes: false,
            deed_complete: false,
            sentence_ended: false,
            disclaimed: false,
            named: None,
            banned: None,
        }
    }

    fn feed(&mut self, segment: Segment<'t>) {
        match self.inline(segment) {
            Some((deed, sanction)) => {
                self.take(deed);
                self.take(sanction);
            }
            None => self.take(segment),
        }
        match segment.stop {
            Stop::Semicolon => self.end_clause(),
            Stop::Period => self.end_sentence(),
            Stop::Comma | Stop::Colon | Stop::End => {}
        }
    }

    /// 无证经营的责令停业: the comma is missing.
    fn inline(&self, segment: Segment<'t>) -> Option<(Segment<'t>, Segment<'t>)> {
        const VERBS: [&str; 16] = ["由", "责令", "处以", "处", "给予", "予以", "没收", "吊销", "可以", "可处", "依照", "并处", "按照", "对", "暂扣", "依法"];
        if segment.closes() {
            return None;
        }
        segment.text.match_indices('的').map(|(at, of)| at + of.len()).find_map(|at| {
            let (deed, rest) = segment.cut(at);
            let long = deed.text.chars().count() > 4;
            let punishes = long && starts(rest.text, &VERBS).is_some() && !rest.text.starts_with("处罚") && !deed.text.starts_with("由");
            let strong = holds(rest.text, &["罚款", "责令", "处罚", "吊销", "没收", "警告", "拘留"]) && !holds(rest.text, &["处罚决定", "处罚的", "罚款的"]);
            (punishes && strong && self.is_deed_end(deed.text) && matches!(self.role(rest, true), Role::Sanction(..))).then_some((deed, rest))
        })
    }

    /// Whether words that end with 的 may be a deed or a condition, and not the start of a noun.
    fn is_deed_end(&self, text: &str) -> bool {
        !matches!(self.role(Segment { text: text.trim_end_matches('的'), start: 0, stop: Stop::Comma }, false), Role::Sanction(..) | Role::Delegation(_))
    }

    fn role(&self, segment: Segment<'t>, closed: bool) -> Role<'t> {
        let consequence = closed || self.clause_punishes || self.pending.iter().any(Segment::closes) || (self.pending.is_empty() && self.condition.is_some());
        let punished = self.chain.drafts.iter().any(|draft| !draft.tiers.is_empty());
        let deed = !self.chain.drafts.is_empty() && (self.pending.is_empty() || self.pending.iter().any(Segment::closes));
        sanction::read(segment.text, Expect { consequence, deed, punished }, self.frame.place)
    }

    fn take(&mut self, segment: Segment<'t>) {
        let segment = match exception(segment) {
            Some((_, rest)) if rest.text.is_empty() => return,
            Some((target, _)) if !target.text.is_empty() => return self.name_actor(target),
            Some((_, rest)) => rest,
            None => segment,
        };
        match self.role(segment, false) {
            Role::Exempt => {}
            Role::Disclaimer => self.disclaim(),
            Role::Words => self.pending.push(segment),
            Role::Agent(agent) => self.agent = Some(agent),
            Role::Target(target) => self.set_target(target, segment),
            Role::Delegation(agent) => self.delegate(agent),
            Role::Other { crime, official } => self.other(crime, official),
            Role::Sanction(lead, found) => self.punish(segment, lead, found),
        }
    }

    /// 对事故单位除…外，由…: who is punished for the deed before.
    fn name_actor(&mut self, target: Segment<'t>) {
        let name = target.text.trim_start_matches('对');
        if self.chain.drafts.is_empty() { self.named = Some(name) } else { self.target = Some(name) }
    }

    /// 从其规定, 免予处罚: nothing in this sentence punishes.
    fn disclaim(&mut self) {
        self.pending.clear();
        self.clause_punishes = true;
        self.disclaimed = true;
    }

    fn set_target(&mut self, target: &'t str, segment: Segment<'t>) {
        if self.pending.iter().any(Segment::closes) {
            self.open(false);
        }
        if is_person(target) {
            self.target = Some(target);
        } else {
            self.pending.clear();
            self.condition = Some(target.to_owned());
        }
    }

    fn delegate(&mut self, agent: Option<&'t str>) {
        if !self.open(false) {
            return;
        }
        self.chain.delegated = true;
        let graded = |words: &String| condition::read(words).is_some_and(condition::Condition::is_never_a_deed);
        self.chain.delegated_on = self.condition.clone().filter(graded);
        self.chain.agent = self.chain.agent.or(agent).or(self.agent);
        self.clause_punishes = true;
    }

    fn other(&mut self, crime: bool, official: bool) {
        if self.pending.is_empty() || self.open(true) {
            self.chain.official |= official;
            self.chain.crime |= crime;
            self.clause_punishes = true;
        }
    }

    fn punish(&mut self, segment: Segment<'t>, lead: Lead<'t>, found: Vec<Found<'t>>) {
        if self.disclaimed || self.is_duty() {
            self.pending.clear();
            return;
        }
        if !self.open(false) {
            return;
        }
        if self.chain.drafts.is_empty() {
            self.chain.drafts.push(Draft::default());
        }
        self.chain.agent = self.chain.agent.or(self.agent).or(lead.agent);
        if lead.marked {
            self.optional = lead.optional;
        }
        if lead.target.is_some() || lead.agent.is_some() || !carries_target(segment.text) {
            self.target = if lead.target.is_none() && self.target.is_some() && !self.clause_punishes { self.target } else { None };
        }
        for one in found {
            self.add(one);
        }
        if let Some(draft) = self.chain.drafts.last_mut() {
            draft.spans.push((SpanRole::Sanction, segment.start..segment.end()));
        }
        self.clause_punishes = true;
    }

    /// 应当…，责令…: a duty of the authority, no deed before it.
    fn is_duty(&self) -> bool {
        let closed = self.pending.iter().any(|segment| segment.closes() || segment.text.contains("违反") || segment.text.contains("之一"));
        !self.pending.is_empty() && !closed && self.pending.iter().any(|segment| holds(segment.text, &["应当", "可以", "有权", "必须", "负责"]))
    }

    fn add(&mut self, found: Found<'t>) {
        let target = found.target.or(self.target);
        let (target, class) = match target {
            Some(name) if is_person(name) => (name, None),
            Some(name) => ("", Some(name.to_owned()).filter(|name| !name.contains("下列"))),
            None => ("", None),
        };
        if found.target.is_some() && class.is_none() {
            self.target = found.target.filter(|_| found.kind != MeasureKind::SuspendBusiness && found.kind != MeasureKind::OrderToCorrect);
        }
        let target = if found.kind == MeasureKind::OccupationBan { self.ban(target) } else { target };
        let condition: Vec<String> = self.outer_condition.iter().cloned().chain(class.or_else(|| self.condition.clone())).collect();
        let optional = found.optional || self.optional;
        let gains = found.bare && self.condition.as_deref().is_some_and(|words| holds(words, super::lexicon::GAINS));
        let kind = if gains { MeasureKind::ConfiscateGains } else { found.kind };
        let measure = Measure { kind, mandatory: !optional, alt: found.alt, fine: found.fine, reference: found.reference };
        let common = self.deed_complete;
        if let Some(draft) = self.chain.drafts.last_mut() {
            add_measure(&mut draft.tiers, condition, target, measure, common);
        }
    }

    /// A ban holds for the person of the ban before: …五年内不得担任…；情节严重的，终身不得担任.
    fn ban(&mut self, target: &'t str) -> &'t str {
        if !target.is_empty() {
            self.banned = Some(target);
        }
        self.banned.unwrap_or(target)
    }

    /// Closes the words before a consequence; false if the consequence belongs to nothing.
    fn open(&mut self, civil: bool) -> bool {
        if self.pending.is_empty() {
            return true;
        }
        let words = std::mem::take(&mut self.pending);
        let follows = self.chain.drafts.iter().any(|draft| draft.deed.is_some() || draft.back.is_some()) || self.chain.delegated || (self.frame.is_entry && self.outer_condition.is_some());
        let before = self.chain.drafts.last().and_then(|draft| draft.deed.as_ref()).map(|deed| deed.refs.clone()).unwrap_or_default();
        let context = Context {
            place: self.frame.place,
            outer: if self.frame.outer.is_empty() { &before } else { self.frame.outer },
            follows,
            civil,
            same_clause: self.clause_punishes,
            has_points: self.frame.has_points,
            list_open: self.chain.drafts.iter().any(|draft| draft.deed.as_ref().is_some_and(|deed| deed.list)),
        };
        if self.frame.is_entry && self.outer_condition.is_none() {
            return self.enter(&words, context);
        }
        if self.clause_punishes && !words.last().is_some_and(Segment::closes) {
            return true;
        }
        let words = &words[duty_before(&words)..];
        let opening = opening::read(words, context);
        self.target = None;
        self.optional = false;
        self.begin(opening);
        true
    }

    /// The first words of an entry: its class, perhaps with a condition inside.
    fn enter(&mut self, words: &[Segment<'t>], context: Context) -> bool {
        let opening = opening::read(words, Context { follows: false, ..context });
        let inner = opening.condition.len();
        let class = &words[..words.len() - inner.min(words.len() - 1)];
        self.outer_condition = joined(class);
        self.condition = if inner > 0 && words.len() > inner { joined(&words[words.len() - inner..]) } else { None };
        if self.chain.drafts.is_empty() {
            self.chain.drafts.push(Draft::default());
        }
        true
    }

    fn begin(&mut self, opening: opening::Opening<'t>) {
        let condition = joined(&opening.condition);
        let condition_spans = opening.condition.iter().map(|segment| (SpanRole::Condition, segment.start..segment.end()));
        let condition_spans: Vec<_> = condition_spans.collect();
        if opening.deeds.is_empty() && opening.back.is_none() && !self.chain.drafts.is_empty() {
            self.condition = condition;
            if let Some(draft) = self.chain.drafts.last_mut() {
                draft.spans.extend(condition_spans);
            }
            self.deed_complete = true;
            return;
        }
        if self.sentence_ended && !self.chain.drafts.is_empty() {
            self.end_chain();
        }
        let continues = opening.deeds.is_empty() && opening.back.is_none();
        let mut deeds: Vec<Option<Deed<'t>>> = opening.deeds.into_iter().map(Some).collect();
        if deeds.is_empty() {
            deeds.push(None);
        }
        let inherited = self.chain.drafts.last().and_then(|draft| draft.deed.as_ref()).map(|deed| deed.refs.clone());
        for deed in deeds.iter_mut().flatten() {
            deed.actor = deed.actor.or(self.named.take());
            if !deed.led && let Some(refs) = &inherited {
                deed.refs.extend(refs.iter().filter(|path| !deed.refs.contains(path)).copied().collect::<Vec<_>>());
            }
        }
        let group = deeds.len();
        for (nth, deed) in deeds.into_iter().enumerate() {
            let back = if nth == 0 { opening.back.clone() } else { None };
            self.chain.drafts.push(Draft { deed, back, continues, first_condition: condition.clone(), spans: condition_spans.clone(), ..Draft::default() });
        }
        self.deed_complete = group > 1;
        self.condition = condition;
        self.sentence_ended = false;
    }

    fn end_clause(&mut self) {
        self.end_unread();
        if self.clause_punishes {
            self.deed_complete = true;
            self.condition = None;
        }
        self.target = None;
        self.optional = false;
        self.agent = None;
        self.clause_punishes = false;
    }

    /// …的，予以劝阻；: a consequence that is none of ours still closes its deed.
    fn end_unread(&mut self) {
        let last = self.pending.iter().rposition(Segment::closes);
        match last {
            Some(last) if !self.clause_punishes && last + 1 < self.pending.len() => {
                self.pending.truncate(last + 1);
                self.open(true);
                self.clause_punishes = true;
            }
            Some(last) if !self.clause_punishes && last + 1 == self.pending.len() => {}
            _ => self.pending.clear(),
        }
    }

    fn end_sentence(&mut self) {
        self.end_clause();
        self.pending.clear();
        self.condition = None;
        self.disclaimed = false;
        self.sentence_ended = true;
    }

    fn end_chain(&mut self) {
        let mut chain = std::mem::take(&mut self.chain);
        share(&mut chain.drafts);
        self.done.push(chain);
        self.deed_complete = false;
    }

    fn finish(mut self) -> Vec<Chain<'t>> {
        if self.frame.has_points && !self.pending.is_empty() {
            self.open(false);
        }
        if !self.chain.drafts.is_empty() || self.chain.crime || self.chain.delegated {
            self.end_chain();
        }
        self.done
    }
}

/// 对甲除…外 and 除…外，乙: the words on either side of the exception.
fn exception(segment: Segment<'_>) -> Option<(Segment<'_>, Segment<'_>)> {
    let at = segment.text.find("除").filter(|at| *at == 0 || segment.text.starts_with('对'))?;
    let end = segment.text.rfind("之外").map(|end| end + 6).or_else(|| segment.text.rfind('外').map(|end| end + 3)).filter(|end| *end == segment.text.len())?;
    Some((segment.cut(at).0, segment.cut(end).1))
}

/// How many segments in front of a deed only give an authority its duty: 主管部门应当加强监督，对不合格的，….
fn duty_before(words: &[Segment]) -> usize {
    let Some(last) = words.iter().rposition(Segment::closes) else { return 0 };
    let is_duty = |segment: &Segment| {
        let modal = ["应当", "负责", "有权", "可以"].iter().filter_map(|modal| segment.text.find(modal)).min();
        !segment.closes() && modal.is_some_and(|at| ends(&segment.text[..at], &["部门", "机关", "机构", "政府", "单位", "企业", "人员", "人", "者", "公司", "和个人"]))
    };
    words[..last].iter().rposition(is_duty).map_or(0, |at| at + 1)
}

/// Gives the tiers behind the last deed to the earlier deeds that lack them.
fn share(drafts: &mut [Draft]) {
    let Some((last, earlier)) = drafts.split_last_mut() else { return };
    for draft in earlier {
        for tier in last.tiers.iter().filter(|tier| tier.common) {
            for measure in &tier.measures {
                let orders = draft.tiers.iter().any(|own| own.measures.iter().any(|measure| measure.kind == MeasureKind::OrderToCorrect));
                let defies = tier.condition.last().is_some_and(|words| condition::read(words) == Some(condition::Condition::Defiance));
                let lacks = !draft.tiers.iter().any(|own| own.condition == tier.condition && own.target == tier.target && own.measures.iter().any(|own| own.kind == measure.kind));
                if lacks && (orders || !defies || draft.tiers.is_empty()) {
                    add_measure(&mut draft.tiers, tier.condition.clone(), &tier.target, measure.clone(), true);
                }
            }
        }
    }
}

/// Adds a measure to its tier; a kind stands once in a tier, obligatory if any part is.
pub(super) fn add_measure(tiers: &mut Vec<TierDraft>, condition: Vec<String>, target: &str, measure: Measure, common: bool) {
    let tier = match tiers.iter().position(|tier| tier.condition == condition && tier.target == target) {
        Some(at) => &mut tiers[at],
        None => {
            tiers.push(TierDraft { condition, target: target.to_owned(), measures: Vec::new(), common });
            tiers.last_mut().expect("a tier was just pushed")
        }
    };
    match tier.measures.iter_mut().find(|own| own.kind == measure.kind) {
        Some(own) => {
            own.mandatory |= measure.mandatory;
            if own.fine.as_ref().is_some_and(|fine| fine.basis == FineBasis::Unspecified) {
                own.fine = measure.fine;
            }
            own.reference = own.reference.take().or(measure.reference);
        }
        None => tier.measures.push(measure),
    }
}

fn joined(segments: &[Segment]) -> Option<String> {
    let words: Vec<&str> = segments.iter().map(|segment| segment.text).collect();
    (!words.is_empty()).then(|| words.join("，"))
}

/// Whether the target of the measure before still holds: 并处…, 可以并处….
fn carries_target(text: &str) -> bool {
    starts(text, &["并处", "可以并处", "可并处", "并可以处", "并可处", "可以处", "可处", "单处", "处"]).is_some()
}

/// Whether a target is a person or a body; 逃匿的 and 使用国有资金的项目 are conditions.
fn is_person(target: &str) -> bool {
    !target.ends_with('的') && !target.ends_with("项目") && !target.ends_with("行为") && !target.ends_with("物品") && !target.ends_with("产品") && !target.ends_with("设施") && !target.ends_with("所得") && !target.ends_with("部分") && !target.ends_with("建筑物") && !target.ends_with("工程")
}
