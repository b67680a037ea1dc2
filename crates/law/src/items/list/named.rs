//! Points that the words above a list name: 有下列第三项至第五项情形之一的 holds for three of them.

use super::super::chain::{self, Chain, TierDraft};
use super::super::deed::Form;
use super::super::reference::{self, Place};

/// The tiers of an intro that hold for a point: 有下列第三项至第五项情形之一的，并处罚款 holds for three of them.
/// `left_out` says that the intro's own tiers are for others: 有下列（一）至（五）项行为之一的.
pub(super) fn tiers_of(
    place: Place,
    tiers: &[TierDraft],
    point: Option<u32>,
    left_out: bool,
) -> Vec<TierDraft> {
    let mut held: Vec<TierDraft> = Vec::new();
    for tier in tiers {
        let named = tier.condition.first().and_then(|words| named(place, words));
        let Some((points, rest)) = named else {
            if !left_out {
                held.push(tier.clone());
            }
            continue;
        };
        if point.is_some_and(|point| points.contains(&point)) {
            let mut own = tier.clone();
            own.condition.remove(0);
            own.condition.splice(0..0, rest);
            for measure in own.measures {
                chain::add_measure(
                    &mut held,
                    own.condition.clone(),
                    &own.target,
                    measure,
                    own.common,
                );
            }
        }
    }
    held
}

/// The points that the intro itself names: 有下列（一）至（五）项行为之一的.
pub(super) fn listed(place: Place, intro: &Chain) -> Option<Vec<u32>> {
    let deeds = intro.drafts.iter().filter_map(|draft| draft.deed.as_ref());
    let mut segments = deeds
        .filter(|deed| deed.form == Form::List)
        .flat_map(|deed| &deed.segments);
    let rest = segments.find_map(|segment| {
        let at = ["下列", "以下"]
            .iter()
            .find_map(|word| segment.text.find(word))?;
        Some(&segment.text[at + "下列".len()..])
    })?;
    let list = reference::list(rest, place, &[])?;
    let points = list.paths.iter().map(|path| path.point);
    points.collect()
}

/// The points that a condition names, and what else it says: 有第三项情形，情节严重的.
fn named(place: Place, words: &str) -> Option<(Vec<u32>, Option<String>)> {
    let lead = super::super::words::starts(
        words,
        &[
            "有",
            "存在",
            "属于",
            "有下列",
            "有前款",
            "有本条",
            "存在下列",
            "违反",
        ],
    )?;
    let list = reference::list(&words[lead.len()..], place, &[])?;
    let points: Option<Vec<u32>> = list
        .paths
        .iter()
        .map(|path| path.point.filter(|_| path.article == place.article))
        .collect();
    let mut rest = &words[lead.len() + list.len..];
    while let Some(word) =
        super::super::words::starts(rest, &["规定", "所列", "情形", "行为", "之一", "的", "，"])
    {
        rest = &rest[word.len()..];
    }
    if rest.starts_with("或者") {
        return None;
    }
    Some((points?, (!rest.is_empty()).then(|| rest.to_owned())))
}
