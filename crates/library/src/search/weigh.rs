//! How much a version counts for a query, whatever its text: level, force, place, title, filters.

use std::collections::HashSet;
use std::sync::Arc;

use jiff::civil::Date;

use super::index::Snapshot;
use super::lexicon::Lexicon;
use super::request::{SearchRequest, VersionState};
use super::retrieve::Weigh;
use super::schema::{DocumentFacts, DocumentKind};
use super::understand::Understanding;

/// A version that is not in force on the day, beside one that is.
const NOT_IN_FORCE: f32 = 0.25;

/// A version of a statute that the query names, beside others.
const NAMED: f32 = 3.0;

/// The version that the query addresses, beside other versions.
const ADDRESSED: f32 = 8.0;

/// What a statute gains with each tenfold of articles that name it.
const CENTRAL: f32 = 0.04;

/// A further reading of a short title, beside the likelier one before it.
const LESS_LIKELY: f32 = 0.85;

/// A statute of the place that the query names, and one of another place.
const HERE: f32 = 2.2;
const ELSEWHERE: f32 = 0.5;

/// A sanction beside other words, where a deed is described; where its consequence is asked for.
const SANCTION_FOR_DEED: f32 = 1.25;
const SANCTION_ASKED: f32 = 1.5;

/// How much each document counts for a query.
pub(crate) fn weigh(
    snapshot: &Snapshot,
    lexicon: &Lexicon,
    request: &SearchRequest,
    understanding: &Understanding,
) -> Weigh {
    let weights = version_weights(snapshot, lexicon, request, understanding);
    let kinds = request.filter.kinds.clone();
    let sanction = match (understanding.asks_sanction, understanding.describes_deed) {
        (true, _) => SANCTION_ASKED,
        (_, true) => SANCTION_FOR_DEED,
        _ => 1.0,
    };
    Arc::new(move |version, facts: DocumentFacts| {
        if let DocumentKind::Item(kind) = facts.kind
            && !kinds.is_empty()
            && !kinds.contains(&kind)
        {
            return 0.0;
        }
        let weight = weights.get(version as usize).copied().unwrap_or(0.0);
        if facts.sanctions {
            weight * sanction
        } else {
            weight
        }
    })
}

/// The weight of each version of the catalogue; 0 leaves it out.
fn version_weights(
    snapshot: &Snapshot,
    lexicon: &Lexicon,
    request: &SearchRequest,
    understanding: &Understanding,
) -> Vec<f32> {
    let day = day_asked(request, understanding);
    let place: HashSet<u32> = versions_of(snapshot, &understanding.place).collect();
    let mut weights: Vec<f32> = (0u32..)
        .zip(&snapshot.catalogue.versions)
        .map(|(at, version)| {
            let in_force = version.state_on(day) == VersionState::InForce;
            if !passes(request, version) || (request.as_of.is_some() && !in_force) {
                return 0.0;
            }
            let force = if in_force { 1.0 } else { NOT_IN_FORCE };
            let here = match (
                place.is_empty(),
                place.contains(&at),
                version.region.is_empty(),
            ) {
                (true, ..) | (false, false, true) => 1.0,
                (false, true, _) => HERE,
                (false, false, false) => ELSEWHERE,
            };
            force
                * here
                * lexicon.level_weight(&version.level)
                * centrality(snapshot.catalogue.named_by[at as usize])
        })
        .collect();
    let mut likely = NAMED;
    for &title in &understanding.titles {
        for at in versions_of(snapshot, &[title]) {
            let version = snapshot.catalogue.versions[at as usize].version;
            let addressed = understanding
                .version
                .is_some_and(|wanted| wanted == version);
            weights[at as usize] *= if addressed {
                likely * ADDRESSED
            } else {
                likely
            };
        }
        likely *= LESS_LIKELY;
    }
    weights
}

/// A statute that many others point to is likelier meant than one that stands aside.
fn centrality(named_by: u64) -> f32 {
    1.0 + CENTRAL * (1.0 + named_by as f32).log10()
}

/// The day whose law is asked for.
pub(crate) fn day_asked(request: &SearchRequest, understanding: &Understanding) -> Date {
    request.as_of.or(understanding.day).unwrap_or(request.today)
}

fn versions_of<'s>(snapshot: &'s Snapshot, titles: &'s [u32]) -> impl Iterator<Item = u32> + 's {
    titles
        .iter()
        .flat_map(|&title| snapshot.titles.get(title).versions.iter().copied())
}

fn passes(request: &SearchRequest, version: &super::IndexedVersion) -> bool {
    let filter = &request.filter;
    let among = |list: &[String], value: &String| list.is_empty() || list.contains(value);
    among(&filter.levels, &version.level)
        && among(&filter.regions, &version.region)
        && filter
            .statute
            .as_ref()
            .is_none_or(|key| *key == version.statute)
}
