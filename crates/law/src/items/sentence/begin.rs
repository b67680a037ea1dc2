//! Where a sentence turns from words to consequence: what the words open.

use super::super::aside::duty_before;
use super::super::chain::{Delegation, Draft};
use super::super::clause::Segment;
use super::super::condition::{self, Condition};
use super::super::deed::{Deed, Form};
use super::super::opening::{self, Context, Known};
use super::super::words::starts;
use super::Reader;
use crate::enforcement_item::SpanRole;

impl<'t> Reader<'t, '_, '_> {
    /// Closes the words before a consequence; false if the consequence belongs to nothing.
    pub(super) fn open(&mut self, civil: bool) -> bool {
        if self.pending.is_empty() {
            return true;
        }
        let words = std::mem::take(&mut self.pending);
        let known = self.known();
        let before = self
            .chain
            .drafts
            .last()
            .and_then(|draft| draft.deed.as_ref())
            .map(|deed| deed.refs.clone())
            .unwrap_or_default();
        let context = Context {
            place: self.frame.place,
            outer: if self.frame.outer.is_empty() {
                &before
            } else {
                self.frame.outer
            },
            known,
            civil,
            same_clause: self.clause_punishes,
            has_points: self.frame.has_points,
        };
        if self.frame.is_entry && self.outer_condition.is_none() {
            return self.enter(&words, context);
        }
        if self.clause_punishes && !words.last().is_some_and(Segment::closes) {
            return true;
        }
        let words = &words[duty_before(&words)..];
        let mut opening = opening::read(words, context);
        let added = std::mem::take(&mut self.adds)
            && words.len() == 1
            && opening.back.is_none()
            && self
                .chain
                .drafts
                .iter()
                .any(|draft| !draft.tiers.is_empty());
        if added {
            opening.condition = words.to_vec();
            opening.deeds.clear();
        }
        self.target = None;
        self.optional = false;
        self.begin(opening);
        true
    }

    /// What deeds stand before the words.
    fn known(&self) -> Known {
        let drafts = &self.chain.drafts;
        let is_list = |draft: &Draft| {
            draft
                .deed
                .as_ref()
                .is_some_and(|deed| deed.form == Form::List)
        };
        let has_deed = |draft: &Draft| draft.deed.is_some() || draft.back.is_some();
        let in_entry = self.frame.is_entry && self.outer_condition.is_some();
        if drafts.iter().any(is_list) {
            Known::List
        } else if drafts.iter().any(has_deed) || self.chain.delegated != Delegation::No || in_entry
        {
            Known::Deed
        } else {
            Known::Nothing
        }
    }

    /// The first words of an entry: its class, perhaps with a condition inside.
    pub(super) fn enter(&mut self, words: &[Segment<'t>], context: Context) -> bool {
        let opening = opening::read(
            words,
            Context {
                known: Known::Nothing,
                ..context
            },
        );
        let inner = opening.condition.len();
        let class = &words[..words.len() - inner.min(words.len() - 1)];
        self.outer_condition = joined(class);
        self.condition = if inner > 0 && words.len() > inner {
            joined(&words[words.len() - inner..])
        } else {
            None
        };
        if self.chain.drafts.is_empty() {
            self.chain.drafts.push(Draft::default());
        }
        true
    }

    /// 法律没有规定的，没收违法所得，没有违法所得的，…: the second condition stands inside the first.
    fn nest(&mut self, inner: Option<&str>) {
        let kind = |words: &str| condition::read(words);
        let inside = |outer: &str, inner: &str| {
            kind(inner) == Some(Condition::Amount)
                && starts(inner, &["有违法所得", "有非法所得"]).is_none()
                && kind(outer) != Some(Condition::Amount)
                || inner.starts_with("不能") && !outer.starts_with("不能")
        };
        if !self.clause_punishes {
            return;
        }
        if let (Some(outer), Some(inner)) = (&self.condition, inner)
            && inside(outer, inner)
        {
            self.around = Some(outer.clone());
        }
    }

    pub(super) fn begin(&mut self, opening: opening::Opening<'t>) {
        let condition = joined(&opening.condition);
        let condition_spans = opening
            .condition
            .iter()
            .map(|segment| (SpanRole::Condition, segment.start..segment.end()));
        let condition_spans: Vec<_> = condition_spans.collect();
        if opening.deeds.is_empty() && opening.back.is_none() && !self.chain.drafts.is_empty() {
            self.nest(condition.as_deref());
            self.condition = condition;
            if let Some(draft) = self.chain.drafts.last_mut() {
                draft.spans.extend(condition_spans);
            }
            self.deed_complete |= !self.clause_punishes;
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
        let inherited = self
            .chain
            .drafts
            .last()
            .and_then(|draft| draft.deed.as_ref())
            .map(|deed| deed.refs.clone());
        for deed in deeds.iter_mut().flatten() {
            deed.actor = deed.actor.or(self.named.take());
            if !deed.led
                && deed.refs.is_empty()
                && let Some(refs) = &inherited
            {
                deed.refs.extend(
                    refs.iter()
                        .filter(|path| !deed.refs.contains(path))
                        .copied()
                        .collect::<Vec<_>>(),
                );
            }
        }
        let group = deeds.len();
        for (nth, deed) in deeds.into_iter().enumerate() {
            let back = if nth == 0 { opening.back.clone() } else { None };
            self.chain.drafts.push(Draft {
                deed,
                back,
                continues,
                first_condition: condition.clone(),
                spans: condition_spans.clone(),
                ..Draft::default()
            });
        }
        self.deed_complete = group > 1;
        self.condition = condition;
        self.sentence_ended = false;
    }
}

fn joined(segments: &[Segment]) -> Option<String> {
    let words: Vec<&str> = segments.iter().map(|segment| segment.text).collect();
    (!words.is_empty()).then(|| words.join("，"))
}
