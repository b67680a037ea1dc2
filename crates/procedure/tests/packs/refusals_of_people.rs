//! Who acts: authority, item, area, number, certificates, independence. Each guard refuses under its
//! article.

use serde_json::json;

use crate::story::{self, Story, is_refused, lead, people, proposal};

/// A fine of 1,000 yuan, in fen.
const FINE: i64 = 100_000;
/// A fine that carries a right to a hearing in the sample city.
const LARGE: i64 = 5_000_000;

#[test]
fn w01_v01_an_authority_that_is_not_confirmed() {
    let mut story = Story::noticed(FINE);
    story.world.authority.confirmed = false;
    is_refused(
        &story,
        "decide",
        json!({}),
        "authority.confirmed",
        "law/行政处罚法#38.1",
        "V01",
    );
}

#[test]
fn w02_v02_an_item_that_the_authority_does_not_hold() {
    let mut story = Story::of("penalty.ordinary");
    story.does("register_lead", lead());
    story.world.authority.holds_item = false;
    let officers = json!({ "officers": people() });
    is_refused(
        &story,
        "file_case",
        officers,
        "authority.item",
        "law/行政处罚法#17",
        "V02",
    );
}

#[test]
fn w03_v02_a_street_without_the_delegated_item() {
    let mut story = Story::of("penalty.ordinary");
    let mut delegated = lead();
    delegated["delegated"] = true.into();
    story.does("register_lead", delegated);
    story.world.authority.delegated_item = false;
    let officers = json!({ "officers": people() });
    is_refused(
        &story,
        "file_case",
        officers,
        "authority.delegated_item",
        "law/行政处罚法#24",
        "W03",
    );
}

#[test]
fn w06_a_place_outside_the_area() {
    let mut story = Story::of("penalty.ordinary");
    story.does("register_lead", lead());
    story.world.authority.covers_place = false;
    let officers = json!({ "officers": people() });
    is_refused(
        &story,
        "file_case",
        officers,
        "authority.area",
        "law/行政处罚法#22",
        "W06",
    );
}

#[test]
fn w09_v04_one_officer_where_two_are_needed() {
    let mut story = Story::filed();
    story.world.acting.truncate(1);
    is_refused(
        &story,
        "record_scene",
        json!({}),
        "officers.two",
        "law/行政处罚法#42.1",
        "W09",
    );
    is_refused(
        &story,
        "take_statement",
        json!({}),
        "officers.two",
        "law/行政处罚法#42.1",
        "V04",
    );
}

#[test]
fn w10_v03_a_certificate_that_is_not_valid() {
    let mut story = Story::filed();
    story.world.acting[1].certificate_valid = false;
    is_refused(
        &story,
        "record_scene",
        json!({}),
        "officers.certified",
        "law/行政处罚法#42.1",
        "W10",
    );
}

#[test]
fn w13_auxiliary_staff_in_the_place_of_an_officer() {
    let mut story = Story::filed();
    story.world.acting[1].auxiliary = true;
    is_refused(
        &story,
        "record_scene",
        json!({}),
        "officers.no_auxiliary",
        "law/行政处罚法#42.1",
        "W13",
    );
}

#[test]
fn w15_who_investigates_does_not_review_nor_host() {
    let mut story = Story::inquired(FINE);
    story.does("request_review", json!({}));
    story.world.acting = vec![story::officer("one")];
    let passed = json!({ "legal_review": "passed" });
    is_refused(
        &story,
        "give_review",
        passed.clone(),
        "officers.review_independent",
        "law/行政处罚法#58.1",
        "W15",
    );
    story.world.acting = vec![story::officer("reviewer")];
    story.does("give_review", passed);

    let mut story = Story::inquired(LARGE);
    story.does("give_hearing_notice", proposal(LARGE));
    story.does("ask_hearing", json!({}));
    let host = json!({ "officers": { "ref": "one" } });
    is_refused(
        &story,
        "name_host",
        host,
        "officers.host_independent",
        "law/行政处罚法#64",
        "W15",
    );
}
