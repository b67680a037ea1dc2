//! The sentence as a whole: deeds, and the tiers of consequence that follow each of them.
//!
//! X的，责令改正，处A；拒不改正的，处B；Y的，处C；情节严重的，吊销许可证。
//! X: 责令改正 + A, 拒不改正的 → B, 情节严重的 → 吊销; Y: C, 情节严重的 → 吊销.
//! A condition reaches to the next ； or 。; a tier after the last deed reaches every deed of the sentence.

use std::ops::Range;

use super::back::Back;
use super::condition::{self, Condition};
use super::deed::Deed;
use super::reference::Place;
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
    /// Who enforces it, where its own clause says so.
    pub agent: Option<&'t str>,
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

/// Whether the points below punish.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Delegation {
    /// They do not.
    #[default]
    No,
    /// 按照下列规定处罚
    Must,
    /// 可以按照下列规定处罚
    May,
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
    pub delegated: Delegation,
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

/// Gives the tiers behind the last deed to the earlier deeds that lack them.
pub(super) fn share(drafts: &mut [Draft]) {
    let Some((last, earlier)) = drafts.split_last_mut() else {
        return;
    };
    for draft in earlier {
        let bare = draft.tiers.is_empty();
        let shared = |tier: &&TierDraft| tier.common || (bare && !tier.condition.is_empty());
        for tier in last.tiers.iter().filter(shared) {
            for measure in &tier.measures {
                let orders = draft.tiers.iter().any(|own| {
                    own.measures
                        .iter()
                        .any(|measure| measure.kind == MeasureKind::OrderToCorrect)
                });
                let defies = tier
                    .condition
                    .last()
                    .is_some_and(|words| condition::read(words) == Some(Condition::Defiance));
                let lacks = !draft.tiers.iter().any(|own| {
                    own.condition == tier.condition
                        && own.target == tier.target
                        && own.measures.iter().any(|own| own.kind == measure.kind)
                });
                if lacks && (orders || !defies || draft.tiers.is_empty()) {
                    add_measure(
                        &mut draft.tiers,
                        tier.condition.clone(),
                        &tier.target,
                        measure.clone(),
                        true,
                    );
                }
            }
        }
    }
}

/// Adds a measure to its tier; a kind stands once in a tier, obligatory if any part is: of two amounts to
/// choose from the first stands, as the guideline of the gold set has it.
pub(super) fn add_measure(
    tiers: &mut Vec<TierDraft>,
    condition: Vec<String>,
    target: &str,
    measure: Measure,
    common: bool,
) {
    let known = tiers
        .iter()
        .position(|tier| tier.condition == condition && tier.target == target);
    let at = known.unwrap_or(tiers.len());
    if known.is_none() {
        tiers.push(TierDraft {
            condition,
            target: target.to_owned(),
            measures: Vec::new(),
            common,
        });
    }
    let tier = &mut tiers[at];
    match tier
        .measures
        .iter_mut()
        .find(|own| own.kind == measure.kind)
    {
        Some(own) => {
            own.mandatory |= measure.mandatory;
            if own
                .fine
                .as_ref()
                .is_some_and(|fine| fine.basis == FineBasis::Unspecified)
            {
                own.fine = measure.fine;
            }
            own.reference = own.reference.take().or(measure.reference);
        }
        None => tier.measures.push(measure),
    }
}
