//! Lists: what the points below an intro are, and what they take from it.

mod named;

use super::chain::{self, Chain, Delegation, Draft, Frame};
use super::condition;
use super::deed::Form;
use super::lead::Lead;
use super::measure::{self, Found};
use super::penalty::{self, Penalty};
use super::reference::Place;
use super::sentence;
use crate::address::ProvisionPath;
use crate::enforcement_item::{FineBasis, Measure, MeasureKind};
use crate::statute::{Paragraph, Point};
use named::{listed, tiers_of};

/// One entry of a list, with its address.
#[derive(Debug, Clone, Copy)]
pub(super) struct Entry<'t> {
    /// Where it stands.
    pub path: ProvisionPath,
    /// Its words.
    pub text: &'t str,
}

impl<'t> Entry<'t> {
    /// A line without a label is a paragraph of its own.
    pub fn line(place: Place, paragraph: u32, text: &'t str) -> Self {
        Self {
            path: ProvisionPath {
                paragraph: Some(paragraph),
                ..ProvisionPath::article(place.article)
            },
            text,
        }
    }

    /// A point; one that only introduces subpoints stands for them.
    pub fn of_point(place: Place, point: &'t Point) -> Vec<Self> {
        let path = ProvisionPath {
            paragraph: Some(place.paragraph),
            point: Some(point.number),
            ..ProvisionPath::article(place.article)
        };
        let introduces = point.subpoints.len() > 1
            && (point.text.ends_with('：') || point.text.contains("下列"));
        if introduces && !point.text.contains("罚款") {
            let inner = |subpoint: &'t crate::statute::Subpoint| Self {
                path: ProvisionPath {
                    subpoint: Some(subpoint.number),
                    ..path
                },
                text: &subpoint.text,
            };
            return point.subpoints.iter().map(inner).collect();
        }
        vec![Self {
            path,
            text: &point.text,
        }]
    }
}

/// How many of the following paragraphs are entries of a list whose labels are missing.
pub(super) fn unlabelled(paragraphs: &[Paragraph]) -> usize {
    let Some((intro, rest)) = paragraphs.split_first() else {
        return 0;
    };
    if !intro.text.ends_with('：') || !intro.points.is_empty() || !intro.text.contains("下列") {
        return 0;
    }
    let open = rest
        .iter()
        .take_while(|line| line.points.is_empty() && line.text.ends_with('；'))
        .count();
    if open == 0 {
        0
    } else {
        (open + 1).min(rest.len())
    }
}

/// Whether a chain leads into the points below it.
pub(super) fn opens(chain: &Chain) -> bool {
    (chain.delegated != Delegation::No)
        || chain.drafts.iter().any(|draft| {
            draft
                .deed
                .as_ref()
                .is_some_and(|deed| deed.form == Form::List)
        })
        || chain.drafts.iter().all(|draft| draft.tiers.is_empty())
}

/// Whether the entries punish by themselves.
pub(super) fn punish(place: Place, entries: &[Entry]) -> bool {
    let frame = Frame {
        place,
        outer: &[],
        has_points: false,
        is_entry: false,
    };
    entries.iter().any(|entry| {
        entry.text.contains('罚')
            && sentence::read(entry.text, frame)
                .iter()
                .any(|chain| chain.drafts.iter().any(|draft| !draft.tiers.is_empty()))
    })
}

/// An entry read as a sentence of its own.
struct Line<'e, 't> {
    entry: &'e Entry<'t>,
    chains: Vec<Chain<'t>>,
}

impl Line<'_, '_> {
    fn drafts(&self) -> impl Iterator<Item = &Draft<'_>> {
        self.chains.iter().flat_map(|chain| &chain.drafts)
    }

    fn punishes(&self) -> bool {
        self.drafts().any(|draft| !draft.tiers.is_empty())
    }

    /// The measures of an entry that says nothing else: 责令停业.
    fn measures(&self, place: Place) -> Vec<Found<'_>> {
        let text = self.entry.text.trim_end_matches(['；', '。']);
        let short = text.chars().count() <= 40 && !text.contains('的');
        if short {
            measure::scan(text, &Lead::default(), place)
        } else {
            Vec::new()
        }
    }

    /// Whether it starts with a consequence: no deed, no condition.
    fn only_punishes(&self) -> bool {
        self.drafts().next().is_some_and(|draft| {
            draft.deed.is_none()
                && !draft.continues
                && draft.back.is_none()
                && !draft.tiers.is_empty()
        })
    }
}

/// 责令改正；逾期未改正的，可以采取下列措施：… offers the points to choose from, unless they tell deeds.
fn offers_means(place: Place, intro: &Chain, lines: &[Line]) -> bool {
    let punished = intro
        .drafts
        .last()
        .is_some_and(|draft| !draft.tiers.is_empty());
    let tells = |line: &Line| {
        let closes = |draft: &Draft| {
            let last = draft.deed.as_ref().and_then(|deed| deed.segments.last());
            last.is_some_and(super::clause::Segment::closes)
        };
        line.drafts()
            .any(|draft| closes(draft) && !draft.tiers.is_empty())
    };
    if !punished || lines.iter().any(tells) {
        return false;
    }
    let mut articles = place.statute.articles.iter();
    let article = articles.find(|article| article.number == place.article);
    let at = (place.paragraph as usize).saturating_sub(1);
    article
        .and_then(|article| article.paragraphs.get(at))
        .is_some_and(|paragraph| {
            super::words::holds(
                &paragraph.text,
                &["采取下列措施", "采取以下措施", "采取下列监管措施"],
            )
        })
}

/// One deed, with what the entries offer to choose from: 给予下列处罚：（一）警告；（二）….
fn read_measures(place: Place, intro: &Chain, lines: &[Line], penalties: &mut Vec<Penalty>) {
    let mut whole = intro.clone();
    let Some(last) = whole.drafts.last_mut() else {
        return;
    };
    for found in lines.iter().flat_map(|line| line.measures(place)) {
        let measure = Measure {
            kind: found.kind,
            mandatory: !found.optional,
            alt: true,
            fine: found.fine,
            reference: found.reference,
        };
        chain::add_measure(
            &mut last.tiers,
            intro.delegated_on.iter().cloned().collect(),
            "",
            measure,
            false,
        );
    }
    penalty::take(place, None, &whole, &[], penalties);
}

/// Reads the entries under an intro.
pub(super) fn read(place: Place, intro: &Chain, entries: &[Entry], penalties: &mut Vec<Penalty>) {
    let mut base = base(place, intro);
    let frame = Frame {
        place,
        outer: &base.refs,
        has_points: false,
        is_entry: false,
    };
    let lines: Vec<Line> = entries
        .iter()
        .map(|entry| Line {
            entry,
            chains: sentence::read(entry.text, frame),
        })
        .collect();
    let is_list = intro.drafts.iter().any(|draft| {
        draft
            .deed
            .as_ref()
            .is_some_and(|deed| deed.form == Form::List)
    }) || intro.drafts.is_empty();
    if !is_list && lines.iter().all(is_tier) {
        return read_tiers(place, intro, &lines, penalties);
    }
    if (intro.delegated != Delegation::No)
        && !is_list
        && (offers_means(place, intro, &lines)
            || lines.iter().all(|line| !line.measures(place).is_empty()))
    {
        return read_measures(place, intro, &lines, penalties);
    }
    if lines.iter().any(Line::punishes) {
        drop_bare(&mut base);
    }
    let named = listed(place, intro);
    for line in lines {
        let point = line.entry.path.point;
        let left_out = named
            .as_ref()
            .is_some_and(|points| point.is_some_and(|point| !points.contains(&point)));
        let own = Penalty {
            tiers: tiers_of(place, &base.tiers, point, left_out),
            ..base.clone()
        };
        read_entry(place, intro, &own, line, penalties);
    }
}

/// 由主管部门予以处罚：… leaves the measures to the entries.
fn drop_bare(base: &mut Penalty) {
    for tier in &mut base.tiers {
        tier.measures.retain(|measure| {
            measure.kind != MeasureKind::ByReference || measure.reference.is_some()
        });
    }
    base.tiers.retain(|tier| !tier.measures.is_empty());
}

/// What the intro gives to every entry.
fn base(place: Place, intro: &Chain) -> Penalty {
    let mut base = Penalty {
        subject: intro.agent.map(str::to_owned),
        crime: intro.crime,
        official: intro.official,
        ..Penalty::default()
    };
    let is_list = |draft: &&Draft| {
        draft
            .deed
            .as_ref()
            .is_some_and(|deed| deed.form == Form::List)
    };
    base.duty = intro.delegated == Delegation::No
        && !intro.drafts.is_empty()
        && intro
            .drafts
            .iter()
            .all(|draft| draft.tiers.is_empty() && !is_list(&draft));
    let Some(draft) = intro.drafts.iter().find(is_list).or(intro.drafts.last()) else {
        return base;
    };
    if let Some(deed) = &draft.deed {
        base.refs.clone_from(&deed.refs);
        base.object = deed.actor.map(str::to_owned);
    }
    base.tiers.clone_from(&draft.tiers);
    let path = ProvisionPath {
        paragraph: Some(place.paragraph),
        ..ProvisionPath::article(place.article)
    };
    base.spans = draft
        .spans
        .iter()
        .map(|(role, range)| (path, *role, range.clone()))
        .collect();
    base
}

/// Whether an entry is a grade of the intro's own deed.
fn is_tier(line: &Line) -> bool {
    let first = line
        .entry
        .text
        .split(['，', '；'])
        .next()
        .unwrap_or_default();
    line.punishes() && (condition::read(first).is_some() || is_class(first) || line.only_punishes())
}

/// 单位, 个人, 经营面积一百平方米以上的: a class and no deed.
fn is_class(words: &str) -> bool {
    let short = words.chars().count() <= 24;
    short
        && !super::words::holds(
            words,
            &["未", "擅自", "违反", "不按", "拒", "不得", "没有", "非法"],
        )
        && (super::words::starts(words, &["对", "属", "单位", "个人", "在", "是"]).is_some()
            || super::words::ends(
                words,
                &[
                    "以上的",
                    "以下的",
                    "不足的",
                    "单位的",
                    "个人的",
                    "项目",
                    "项目的",
                ],
            ))
}

/// One deed with a tier for each entry.
fn read_tiers(place: Place, intro: &Chain, lines: &[Line], penalties: &mut Vec<Penalty>) {
    let mut whole = intro.clone();
    let Some(last) = whole.drafts.last_mut() else {
        return;
    };
    for line in lines {
        let frame = Frame {
            place,
            outer: &[],
            has_points: false,
            is_entry: !line.only_punishes(),
        };
        for mut chain in sentence::read(line.entry.text, frame) {
            nest(&mut chain, intro);
            whole.crime |= chain.crime;
            for draft in &chain.drafts {
                merge(last, draft);
            }
        }
    }
    penalty::take(place, None, &whole, &[], penalties);
}

fn merge(into: &mut Draft, from: &Draft) {
    for tier in &from.tiers {
        for measure in &tier.measures {
            chain::add_measure(
                &mut into.tiers,
                tier.condition.clone(),
                &tier.target,
                measure.clone(),
                false,
            );
        }
    }
}

/// 逾期不改正的，按照下列规定处罚: the condition stands outside those of the entry.
fn nest(chain: &mut Chain, intro: &Chain) {
    if intro.delegated == Delegation::May {
        let tiers = chain.drafts.iter_mut().flat_map(|draft| &mut draft.tiers);
        for measure in tiers.flat_map(|tier| &mut tier.measures) {
            measure.mandatory = false;
        }
    }
    let Some(outer) = &intro.delegated_on else {
        return;
    };
    for tier in chain.drafts.iter_mut().flat_map(|draft| &mut draft.tiers) {
        if tier.condition.first() != Some(outer) {
            tier.condition.insert(0, outer.clone());
        }
    }
}

/// 并处罚款：… leaves the amount to an entry that names one.
fn without_open_fine(base: &Penalty, line: &Line) -> Penalty {
    let amount = |measure: &Measure| {
        let fine = measure.fine.as_ref();
        fine.is_some_and(|fine| fine.basis != FineBasis::Unspecified)
    };
    let mut tiers = line.drafts().flat_map(|draft| &draft.tiers);
    let mut base = base.clone();
    if tiers.any(|tier| tier.measures.iter().any(amount)) {
        for tier in &mut base.tiers {
            tier.measures
                .retain(|measure| measure.kind != MeasureKind::Fine || amount(measure));
        }
        base.tiers.retain(|tier| !tier.measures.is_empty());
    }
    base
}

/// One entry: a sentence of its own where it punishes, a deed where it does not.
fn read_entry(
    place: Place,
    intro: &Chain,
    base: &Penalty,
    line: Line,
    penalties: &mut Vec<Penalty>,
) {
    let entry = line.entry;
    if line
        .drafts()
        .any(|draft| !draft.tiers.is_empty() && draft.deed.is_some())
    {
        let base = &without_open_fine(base, &line);
        for mut chain in line.chains {
            nest(&mut chain, intro);
            let mut own = Vec::new();
            penalty::take(
                place,
                Some(entry),
                &chain,
                std::slice::from_ref(base),
                &mut own,
            );
            penalties.extend(own);
        }
        return;
    }
    let text = entry.text.trim_end_matches(['；', '。', '，', '：']);
    if let Some(deed) = penalty::deed_of_point(text, place, &base.refs) {
        let chain = Chain {
            crime: base.crime,
            ..Chain::default()
        };
        penalties.push(penalty::penalty(
            place,
            Some(entry),
            &chain,
            &Draft::default(),
            &deed,
            Some(base),
        ));
    }
}
