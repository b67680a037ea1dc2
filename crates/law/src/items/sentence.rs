//! Reading a text segment by segment into chains of deeds and tiers.
//!
//! Words wait until a consequence comes; then [`opening`] says what they were. ； ends a clause and its
//! condition, 。 ends a sentence; a new deed behind 。 starts a new chain.

mod begin;
mod known;

use super::actor::{is_movable, is_person};
use super::aside::{exception, is_rate, is_term};
use super::chain::{Chain, Delegation, Draft, Frame, add_measure, share};
use super::clause::{Segment, Stop, split};
use super::condition;
use super::fine;
use super::lead::Lead;
use super::measure::Found;
use super::sanction::{self, Expect, Role};
use super::words::{holds, starts};
use crate::enforcement_item::{Fine, FineBasis, Measure, MeasureKind, SpanRole};
use known::{ADMONITIONS, carries_target, is_special};

/// Reads a text.
pub(super) fn read<'t>(text: &'t str, frame: Frame) -> Vec<Chain<'t>> {
    let mut reader = Reader::new(frame);
    for segment in split(text) {
        reader.feed(segment);
    }
    reader.finish()
}

#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a separate fact about the place that reading has reached"
)]
struct Reader<'t, 's, 'o> {
    frame: Frame<'s, 'o>,
    done: Vec<Chain<'t>>,
    chain: Chain<'t>,
    pending: Vec<Segment<'t>>,
    /// The condition of an entry, outside every other.
    outer_condition: Option<String>,
    condition: Option<String>,
    /// The condition around the condition: 法律没有规定的，…，没有违法所得的，….
    around: Option<String>,
    agent: Option<&'t str>,
    target: Option<&'t str>,
    /// Whether a comma parts the target from what is imposed on it: 对船长，由海关给予警告.
    fronted: bool,
    optional: bool,
    /// Whether the clause, since the last ； or 。, has a consequence.
    clause_punishes: bool,
    /// Whether the last deed's own consequence is complete.
    deed_complete: bool,
    sentence_ended: bool,
    /// Whether the sentence takes its punishment back.
    disclaimed: bool,
    /// Whether the consequence adds to those before: 还可以….
    adds: bool,
    /// Who is punished, named before the deed is closed.
    named: Option<&'t str>,
    /// The amount that a fine is reckoned by: 按照每人一千元的标准计算，处以罚款.
    rate: Option<Fine>,
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
            around: None,
            agent: None,
            target: None,
            fronted: false,
            optional: false,
            clause_punishes: false,
            deed_complete: false,
            sentence_ended: false,
            disclaimed: false,
            adds: false,
            named: None,
            rate: None,
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
        const VERBS: [&str; 16] = [
            "由", "责令", "处以", "处", "给予", "予以", "没收", "吊销", "可以", "可处", "依照",
            "并处", "按照", "对", "暂扣", "依法",
        ];
        if segment.closes() {
            return None;
        }
        segment
            .text
            .match_indices('的')
            .map(|(at, of)| at + of.len())
            .find_map(|at| {
                let (deed, rest) = segment.cut(at);
                let long = deed.text.chars().count() > 4;
                let punishes = long
                    && starts(rest.text, &VERBS).is_some()
                    && !rest.text.starts_with("处罚")
                    && !deed.text.starts_with("由");
                let strong = holds(
                    rest.text,
                    &["罚款", "责令", "处罚", "吊销", "没收", "警告", "拘留"],
                ) && !holds(rest.text, &["处罚决定", "处罚的", "罚款的"]);
                (punishes
                    && strong
                    && self.is_deed_end(deed.text)
                    && matches!(self.role(rest, true), Role::Sanction(..)))
                .then_some((deed, rest))
            })
    }

    /// Whether words that end with 的 may be a deed or a condition, and not the start of a noun.
    fn is_deed_end(&self, text: &str) -> bool {
        !matches!(
            self.role(
                Segment {
                    text: text.trim_end_matches('的'),
                    start: 0,
                    stop: Stop::Comma
                },
                false
            ),
            Role::Sanction(..) | Role::Delegation { .. }
        )
    }

    fn role(&self, segment: Segment<'t>, closed: bool) -> Role<'t> {
        let punished = self
            .chain
            .drafts
            .iter()
            .any(|draft| !draft.tiers.is_empty());
        let banned = segment.text.starts_with(super::money::starts_number)
            && segment.text.contains("年内不得");
        let goes_on = punished && (banned || segment.text.starts_with("取消"));
        let consequence = closed
            || self.clause_punishes
            || self.pending.iter().any(Segment::closes)
            || (self.pending.is_empty() && (self.condition.is_some() || self.fronted || goes_on));
        let deed = !self.chain.drafts.is_empty()
            && (self.pending.is_empty() || self.pending.iter().any(Segment::closes));
        sanction::read(
            segment.text,
            Expect {
                consequence,
                deed,
                punished,
            },
            self.frame.place,
        )
    }

    fn take(&mut self, segment: Segment<'t>) {
        let segment = match exception(segment) {
            Some((name, _)) if name.text.starts_with('对') => return self.name_actor(name),
            Some((name, _)) if !name.text.is_empty() => {
                self.agent = Some(name.text);
                return;
            }
            Some((_, rest)) if rest.text.is_empty() => return,
            Some((_, rest)) => rest,
            None => segment,
        };
        self.adds |= starts(segment.text, &["还可以", "还应当", "还应"]).is_some();
        match self.role(segment, false) {
            Role::Exempt => {}
            Role::Disclaimer => self.disclaim(),
            Role::Words if is_rate(segment.text) => self.rate = Some(fine::read(segment.text)),
            Role::Words if self.reckons(segment.text) => {
                self.pending.pop();
            }
            Role::Words if self.pending.is_empty() && is_term(segment.text) => {}
            Role::Words => self.pending.push(segment),
            Role::Agent(agent, target) => {
                self.agent = Some(agent);
                if let Some(target) = target {
                    self.set_target(target);
                }
            }
            Role::Target(target) => self.set_target(target),
            Role::Delegation { agent, optional } => self.delegate(agent, optional),
            Role::Other {
                agent,
                target,
                crime,
                official,
            } => {
                self.other(crime, official);
                if holds(segment.text, &ADMONITIONS) {
                    self.chain.agent = self.chain.agent.or(agent);
                }
                self.agent = agent.or(self.agent);
                self.target = target.filter(|name| is_person(name)).or(self.target);
            }
            Role::Sanction(lead, found) => self.punish(segment, lead, found),
        }
    }

    /// 货值金额不足一万元的，按一万元计算: how a sum is reckoned, no tier.
    fn reckons(&self, text: &str) -> bool {
        let short = |segment: &Segment| segment.closes() && segment.text.contains("不足");
        text.starts_with('按') && text.ends_with("计算") && self.pending.last().is_some_and(short)
    }

    /// 对事故单位除…外，由…: who is punished for the deed before.
    fn name_actor(&mut self, target: Segment<'t>) {
        let name = target.text.trim_start_matches('对');
        if self.chain.drafts.is_empty() {
            self.named = Some(name);
        } else {
            self.target = Some(name);
        }
    }

    /// 从其规定, 免予处罚: nothing in this sentence punishes.
    fn disclaim(&mut self) {
        self.pending.clear();
        self.clause_punishes = true;
        self.disclaimed = true;
    }

    fn set_target(&mut self, target: &'t str) {
        if self.pending.iter().any(Segment::closes) {
            self.open(false);
        }
        if is_person(target) {
            self.target = Some(target);
            self.fronted = true;
        } else {
            self.pending.clear();
            self.condition = Some(target.to_owned());
        }
    }

    fn delegate(&mut self, agent: Option<&'t str>, optional: bool) {
        if !self.open(false) {
            return;
        }
        self.chain.delegated = if optional {
            Delegation::May
        } else {
            Delegation::Must
        };
        let graded = |words: &String| {
            condition::read(words).is_some_and(condition::Condition::is_never_a_deed)
        };
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
        let agent = self.agent.or(lead.agent);
        let graded = self.condition.is_some()
            && self
                .chain
                .drafts
                .iter()
                .any(|draft| !draft.tiers.is_empty())
            && found.iter().all(|one| is_special(one.kind));
        if !graded {
            self.chain.agent = self.chain.agent.or(agent);
        }
        if let Some(draft) = self
            .chain
            .drafts
            .last_mut()
            .filter(|draft| draft.tiers.is_empty())
        {
            draft.agent = draft.agent.or(agent);
        }
        if lead.marked {
            self.optional = lead.optional;
        }
        let qualified = holds(
            segment.text,
            &["从业资格", "任职资格", "执业资格", "禁止其"],
        );
        let carries = carries_target(segment.text) || self.fronted || qualified;
        if lead.target.is_some() || (lead.agent.is_some() && !self.fronted) || !carries {
            self.target = if lead.target.is_none() && self.target.is_some() && !self.clause_punishes
            {
                self.target
            } else {
                None
            };
        }
        let ordered = self.clause_punishes
            && lead.agent.is_none()
            && starts(segment.text, &["清除", "拆除", "清理"]).is_some();
        for mut one in found {
            if ordered && one.kind == MeasureKind::Coercion {
                one.kind = MeasureKind::OrderToCorrect;
            }
            self.add(one);
        }
        if let Some(draft) = self.chain.drafts.last_mut() {
            draft
                .spans
                .push((SpanRole::Sanction, segment.start..segment.end()));
        }
        self.clause_punishes = true;
    }

    /// 应当…，责令…: a duty of the authority, no deed before it.
    fn is_duty(&self) -> bool {
        let closed = self.pending.iter().any(|segment| {
            segment.closes() || segment.text.contains("违反") || segment.text.contains("之一")
        });
        !self.pending.is_empty()
            && !closed
            && self
                .pending
                .iter()
                .any(|segment| holds(segment.text, &["应当", "可以", "有权", "必须", "负责"]))
    }

    fn add(&mut self, found: Found<'t>) {
        let target = found.target.or(self.target);
        let (target, class) = match target {
            Some(name) if is_person(name) => (name, None),
            Some(name) => (
                "",
                Some(name.to_owned()).filter(|name| !name.contains("下列")),
            ),
            None => ("", None),
        };
        if found.target.is_some() && class.is_none() {
            self.target = found.target.filter(|_| {
                found.kind != MeasureKind::SuspendBusiness
                    && found.kind != MeasureKind::OrderToCorrect
            });
        }
        let target = if found.kind == MeasureKind::OccupationBan {
            self.ban(target)
        } else {
            target
        };
        let thing = found.kind == MeasureKind::SuspendLicence
            && (class.as_ref().or(self.condition.as_ref())).is_some_and(|name| is_movable(name));
        let condition: Vec<String> = self
            .outer_condition
            .iter()
            .chain(&self.around)
            .cloned()
            .chain(class.or_else(|| self.condition.clone()))
            .collect();
        let optional = found.optional || self.optional;
        let gains = found.bare
            && self
                .condition
                .as_deref()
                .is_some_and(|words| holds(words, super::lexicon::GAINS));
        let kind = if thing {
            MeasureKind::Coercion
        } else if gains {
            MeasureKind::ConfiscateGains
        } else {
            found.kind
        };
        let open = |fine: &Fine| fine.basis == FineBasis::Unspecified;
        let fine = match self.rate.take_if(|_| found.fine.as_ref().is_some_and(open)) {
            Some(rate) => Some(rate),
            None => found.fine,
        };
        let measure = Measure {
            kind,
            mandatory: !optional,
            alt: found.alt,
            fine,
            reference: found.reference,
        };
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

    fn end_clause(&mut self) {
        self.end_unread();
        if self.clause_punishes {
            self.deed_complete = true;
            self.condition = None;
        }
        self.around = None;
        self.adds = false;
        self.target = None;
        self.fronted = false;
        self.rate = None;
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
        if !self.chain.drafts.is_empty()
            || self.chain.crime
            || self.chain.delegated != Delegation::No
        {
            self.end_chain();
        }
        self.done
    }
}
