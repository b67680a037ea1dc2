//! Stories against the engine and the national pack.

#![expect(clippy::unwrap_used, reason = "a test may fail")]

mod support;

use std::collections::{BTreeMap, BTreeSet};

use procedure::{Case, Procedures};
use rayon::prelude::*;
use simulate::{City, Digest, Fault, Played, canonical, play, tell};
use support::{city, procedures, window};

const CASES: u64 = 6_000;

fn played(procedures: &Procedures, seed: u64, cases: u64) -> (City, Vec<Played>) {
    let city = city(seed);
    let window = window(&city, procedures);
    let all = (1..=cases).into_par_iter().map(|number| {
        let story = tell(&city, &window, number);
        play(procedures, &city, story).unwrap_or_else(|error| panic!("{error}"))
    });
    let all = all.collect();
    (city, all)
}

/// Whether a clock ended after its time was over.
fn ran_out(case: &Case, clock: &str) -> bool {
    let mut runs = case.clocks.iter().filter(|run| run.clock == clock);
    runs.any(|run| {
        let late = run.due_on.zip(run.ended_on);
        late.is_some_and(|(due, ended)| ended > due)
    })
}

#[test]
fn an_act_breaks_a_rule_exactly_where_the_key_says_so() {
    let (_, all) = played(&procedures(), 126, CASES);
    let mut faults: BTreeMap<Fault, usize> = BTreeMap::new();
    for one in &all {
        let planted: BTreeSet<_> = one.planted.iter().map(|planted| planted.act).collect();
        for (number, done) in (1_u32..).zip(&one.acts) {
            let broke = &done.broke;
            assert!(planted.contains(&number) || broke.is_empty(), "{broke:?}");
        }
        for planted in &one.planted {
            *faults.entry(planted.fault).or_default() += 1;
            if planted.fault.is_clock() {
                let case = one.case.as_ref().unwrap();
                assert!(ran_out(case, planted.rule), "{planted:?}");
                continue;
            }
            let broke = &one.acts[planted.act as usize - 1].broke;
            let found = broke.iter().find(|broke| broke.rule == planted.rule);
            let codes = &found
                .unwrap_or_else(|| panic!("{planted:?}: {broke:?}"))
                .codes;
            assert!(codes.iter().any(|code| code == planted.code), "{planted:?}");
        }
        if let (true, Some(case)) = (one.planted.is_empty(), &one.case) {
            let kept = ["decision", "service"]
                .iter()
                .all(|clock| !ran_out(case, clock));
            assert!(kept, "{:?}", one.story);
        }
    }
    let missing = Fault::ALL
        .iter()
        .filter(|fault| !faults.contains_key(fault));
    let missing: Vec<_> = missing.collect();
    assert!(
        missing.is_empty(),
        "not planted: {missing:?}, planted: {faults:?}"
    );
}

#[test]
fn the_same_seed_gives_the_same_city_and_another_seed_another_one() {
    let procedures = procedures();
    let digest = |seed| {
        let (city, all) = played(&procedures, seed, 300);
        let mut digest = Digest::of(&city);
        for one in &all {
            digest.add(one.story.number, &canonical(&city, one));
        }
        digest.hex()
    };
    let first = digest(5);
    assert_eq!(first, digest(5));
    assert_ne!(first, digest(6));
}

#[test]
fn the_city_lives_in_every_stage_that_its_stories_reach() {
    let (_, all) = played(&procedures(), 126, CASES);
    let stages = all
        .iter()
        .filter_map(|one| Some(one.case.as_ref()?.stage.as_str()));
    let stages: BTreeSet<_> = stages.collect();
    let reached = [
        "lead",
        "not_filed",
        "investigating",
        "review",
        "decided",
        "executing",
        "closed",
        "archived",
    ];
    for stage in reached {
        assert!(stages.contains(stage), "no case is in {stage}: {stages:?}");
    }
    let procedures: BTreeSet<_> = all.iter().map(|one| one.story.procedure).collect();
    let living = [
        "coercion.measure",
        "inspection.on_site",
        "penalty.ordinary",
        "penalty.simple",
        "transfer.crime",
    ];
    assert_eq!(procedures, living.into());
    let done = all.iter().flat_map(|one| &one.acts);
    let done: BTreeSet<_> = done.map(|done| done.act.kind.as_str()).collect();
    let rare = [
        "apply_to_court",
        "extend_seizure",
        "fill_in_scan",
        "grant_instalments",
        "hold_hearing",
        "record_judgment",
        "record_review_decision",
        "recheck_correction",
        "start_late_fee",
        "transfer_case",
    ];
    for act in rare {
        assert!(done.contains(act), "nobody does {act}");
    }
    let acts: usize = all.iter().map(|one| one.acts.len()).sum();
    assert!(acts >= 8 * all.len(), "{acts} acts in {} cases", all.len());
}

#[test]
fn a_replay_gives_the_same_cases() {
    let procedures = procedures();
    let (_, all) = played(&procedures, 9, 500);
    for one in all {
        let acts = one.acts.iter().map(|done| (&done.act, &done.seen));
        let Some(mut case) = one.case else { continue };
        let on = one.acts[0].act.at.date();
        let again = procedures.replay(one.story.procedure, on, acts).unwrap();
        case.marks.clear();
        assert_eq!(again, case);
    }
}
