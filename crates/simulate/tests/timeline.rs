//! All deeds of a city in the order of time.

#![expect(clippy::unwrap_used, reason = "a test may fail")]

mod support;

use std::collections::{BTreeMap, BTreeSet};

use procedure::Case;
use simulate::{Digest, Timeline, canonical, play_all, tell};
use support::{city, procedures, window};

const CASES: u64 = 1_500;

#[test]
fn every_deed_of_every_story_comes_once_and_in_the_order_of_time() {
    let procedures = procedures();
    let city = city(126);
    let window = window(&city, &procedures);
    let mut last = None;
    let mut told: BTreeMap<u64, Vec<_>> = BTreeMap::new();
    let mut ended = BTreeSet::new();
    let mut most = 0;
    let mut timeline = Timeline::new(&city, &window, CASES);
    while let Some(moment) = timeline.next() {
        let (number, place) = (
            moment.story.number,
            (moment.deed.at, moment.story.number, moment.index),
        );
        assert!(last.is_none_or(|last| last < place), "{last:?} {place:?}");
        assert!(!ended.contains(&number));
        last = Some(place);
        let deeds = told.entry(number).or_default();
        assert_eq!(moment.index as usize, deeds.len());
        deeds.push(moment.deed);
        if moment.is_last {
            ended.insert(number);
        }
        most = most.max(timeline.living());
    }
    assert!(most < CASES as usize / 4, "{most} stories in memory");
    assert_eq!(ended.len(), told.len());
    for number in 1..=CASES {
        let mut deeds = tell(&city, &window, number).deeds;
        let mut came = told.remove(&number).unwrap();
        // The day of violation may be moved apart from that of another story.
        for deeds in [&mut deeds, &mut came] {
            deeds[0].states.remove("violation_on");
        }
        assert_eq!(came, deeds, "{number}");
    }
}

#[test]
fn no_deed_is_named_by_two_cases() {
    let procedures = procedures();
    let city = city(3);
    let window = window(&city, &procedures);
    let mut named = BTreeSet::new();
    let mut moved = 0;
    for moment in Timeline::new(&city, &window, 30_000) {
        if moment.index > 0 {
            continue;
        }
        // An inspection names no violation.
        let Some(day) = moment.deed.states.get("violation_on") else {
            continue;
        };
        let story = tell(&city, &window, moment.story.number);
        moved += usize::from(&story.deeds[0].states["violation_on"] != day);
        let deed = (
            moment.story.party.number,
            moment.story.item,
            day.to_string(),
        );
        assert!(named.insert(deed.clone()), "{deed:?} twice");
    }
    assert!(
        moved > 0,
        "the city is too small for this test to mean anything"
    );
}

#[test]
fn cases_that_know_of_each_other_are_played_to_their_end() {
    let procedures = procedures();
    let city = city(126);
    let window = window(&city, &procedures);
    let digest = || {
        let mut digest = Digest::of(&city);
        let mut cases = 0;
        let timeline = Timeline::new(&city, &window, CASES);
        let played = play_all(&procedures, &city, timeline, |played| {
            cases += 1;
            let acts = played.case.as_ref().map(|case: &Case| case.acts as usize);
            assert_eq!(acts, Some(played.acts.len()));
            digest.add(played.story.number, &canonical(&city, &played));
        });
        played.unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(cases, CASES);
        digest.hex()
    };
    assert_eq!(digest(), digest());
}
