//! One test for each guard: asked for, the act is refused under its rule, code and article; reported, it
//! is recorded and marked; and a head overrides it with a reason, or cannot, as the law leaves room.

use casework::CaseError;
use jiff::civil::{Date, DateTime, date};
use serde_json::{Value, json};

use crate::city::{City, in_the_city};
use crate::stages::{TEAM, close, filed, filed_on, inquired, led, noticed, served};
use crate::statutes::KITES;
use crate::walk::{DAY, Walk, lead, lead_with_officers, lines, officers, proposal, request};

/// A fine of 1,000 yuan, in fen, and one that carries a right to a hearing.
const FINE: i64 = 100_000;
const LARGE: i64 = 5_000_000;

/// How a case comes to the point at which the act is asked for.
#[derive(Clone, Copy)]
enum After {
    Lead,
    LeadOutside,
    LeadUnlisted,
    LeadOfStreet,
    Filed,
    Inquired,
    InquiredLarge,
    Noticed,
    NoticeRunning,
    HearingAsked,
    ReviewNeeded,
    ReviewPending,
    Major,
    Fined,
    Ended,
    OnSpot,
    Called,
}

/// What is refused.
struct Refused {
    after: After,
    who: &'static [&'static str],
    at: DateTime,
    act: &'static str,
    states: fn(&City) -> Value,
    rule: &'static str,
    codes: &'static [&'static str],
    provision: &'static str,
    void: bool,
}

impl After {
    async fn reach(self, city: &City) -> Walk<'_> {
        let none = json!({});
        match self {
            Self::Lead => led(city, lead(city)).await,
            Self::LeadOutside => {
                let mut lead = lead(city);
                lead["place"] = json!({ "area": "990103001" });
                led(city, lead).await
            }
            Self::LeadUnlisted => {
                let mut lead = lead(city);
                lead["item"] = json!(city.item(KITES));
                led(city, lead).await
            }
            Self::LeadOfStreet => {
                let mut lead = lead(city);
                lead["delegated"] = json!(true);
                lead["item"] = json!(city.item(KITES));
                let (who, first) = (&["s-one", "s-two"], ("register_lead", lead));
                Walk::open(city, DAY, who, "penalty.ordinary", first).await
            }
            Self::Filed => filed(city).await,
            Self::Inquired => inquired(city, FINE, none).await,
            Self::InquiredLarge => inquired(city, LARGE, none).await,
            Self::Noticed => noticed(city, FINE, none).await,
            Self::NoticeRunning => {
                let mut walk = inquired(city, FINE, none).await;
                walk.does(DAY, &["one"], "give_notice", proposal(FINE))
                    .await;
                walk
            }
            Self::HearingAsked => {
                let mut walk = inquired(city, LARGE, none).await;
                walk.does(DAY, &["one"], "give_hearing_notice", proposal(LARGE))
                    .await;
                walk.does(DAY, &["one"], "ask_hearing", json!({})).await;
                walk
            }
            Self::ReviewNeeded => noticed(city, FINE, json!({ "public_interest": true })).await,
            Self::ReviewPending => {
                let mut walk = inquired(city, FINE, none).await;
                walk.does(DAY, &["one"], "request_review", json!({})).await;
                walk
            }
            Self::Major => noticed(city, FINE, json!({ "major": true })).await,
            Self::Fined => {
                served(city, FINE).await;
                noticed(city, FINE, none).await
            }
            Self::Ended => ended(city).await,
            Self::OnSpot => {
                let first = ("find_on_spot", lead_with_officers(city));
                Walk::open(city, DAY, TEAM, "penalty.simple", first).await
            }
            Self::Called => {
                let mut walk = served(city, FINE).await;
                let call = json!({ "served_by": "direct" });
                walk.does(date(2026, 4, 1), &["one"], "call_to_perform", call)
                    .await;
                walk
            }
        }
    }
}

/// A case that is ready for the decision when its authority is confirmed no more.
async fn ended(city: &City) -> Walk<'_> {
    let mut walk = filed_on(city, lead(city)).await;
    close(&mut walk, FINE, json!({})).await;
    walk.does(DAY, &["one"], "give_notice", proposal(FINE))
        .await;
    walk.does(DAY, &["one"], "waive_defence", json!({})).await;
    city.merge_district(date(2026, 3, 5)).await;
    walk
}

impl Refused {
    async fn is_kept(&self, city: &City) {
        let walk = self.after.reach(city).await;
        let on = self.at.date();
        let states = (self.states)(city);
        let broken = walk
            .refused_at(self.at, self.who, self.act, states.clone())
            .await;
        let found = broken.iter().find(|broken| broken.rule == self.rule);
        let found =
            found.unwrap_or_else(|| panic!("{} holds on {on}:\n{}", self.rule, lines(&broken)));
        assert_eq!(found.codes, self.codes, "{}", self.rule);
        let cites = |broken: &procedure::Broken| {
            broken
                .provisions
                .iter()
                .any(|cited| cited == self.provision)
        };
        assert!(cites(found), "{:?}", found.provisions);
        assert_eq!(found.can_override, !self.void, "{}", self.rule);
        self.is_recorded_where_it_is_reported(walk, states.clone())
            .await;

        city.another_deed();
        let mut walk = self.after.reach(city).await;
        city.clock.set(self.at);
        let doers = self.who.iter().map(|code| code.split(':').next().unwrap());
        let doers: Vec<&str> = std::iter::once("head").chain(doers).collect();
        let mut order = request(city, &doers, self.act, states);
        order.override_reason = Some("负责人决定（虚构）".to_owned());
        let orders = if walk.head == "head" {
            "head"
        } else {
            "s-head"
        };
        let ordered = walk.asks(orders, &order).await;
        if self.void || broken.iter().any(|broken| !broken.can_override) {
            assert!(matches!(ordered, Err(CaseError::Refused(_))), "{ordered:?}");
            return;
        }
        let ordered =
            ordered.unwrap_or_else(|error| panic!("a head overrides {}: {error}", self.rule));
        assert!(ordered.broken.iter().any(|broken| broken.rule == self.rule));
        assert!(walk.marks().await.contains(&(self.rule.to_owned(), true)));
        walk.is_replayed(walk.revision).await;
    }

    async fn is_recorded_where_it_is_reported(&self, mut walk: Walk<'_>, states: Value) {
        let acts = walk.revision;
        let doers: Vec<&str> = self
            .who
            .iter()
            .map(|code| code.split(':').next().unwrap())
            .collect();
        let done = walk
            .reports(self.at, (walk.head, &doers), self.act, states)
            .await;
        assert_eq!(done.revision, acts + 1);
        assert!(
            done.broken.iter().any(|broken| broken.rule == self.rule),
            "{}",
            lines(&done.broken)
        );
        assert!(walk.marks().await.contains(&(self.rule.to_owned(), false)));
        let log = walk
            .city
            .casework
            .whole_log(&walk.city.asks(walk.head), walk.id, false)
            .await
            .unwrap();
        let last = log.last().unwrap();
        assert!(last.is_reported && last.broken.iter().any(|rule| rule == self.rule));
        walk.is_on_the_record(acts + 1).await;
    }
}

const fn morning(on: Date) -> DateTime {
    on.at(10, 0, 0, 0)
}

fn nothing(_: &City) -> Value {
    json!({})
}

macro_rules! refusals {
    ($($name:ident: after $after:ident, $who:tt at $at:expr, $act:literal $states:expr =>
        $rule:literal $codes:tt $provision:literal $binding:ident;)*) => {$(
        #[tokio::test(flavor = "multi_thread")]
        async fn $name() {
            let refused = Refused {
                after: After::$after,
                who: &$who,
                at: $at,
                act: $act,
                states: $states,
                rule: $rule,
                codes: &$codes,
                provision: $provision,
                void: stringify!($binding) == "void",
            };
            in_the_city(async |city| refused.is_kept(&city).await).await;
        }
    )*};
}

refusals! {
    w06_a_place_outside_the_area: after LeadOutside, ["head"] at morning(DAY),
        "file_case" |city| json!({ "officers": officers(city, TEAM) })
        => "authority.area" ["W06"] "law/行政处罚法#22" override;
    w09_v04_one_officer_where_two_are_needed: after Filed, ["one"] at morning(DAY),
        "record_scene" nothing
        => "officers.two" ["W09", "V04"] "law/行政处罚法#42.1" override;
    w09_v04_a_case_with_one_officer: after Lead, ["head"] at morning(DAY),
        "file_case" |city| json!({ "officers": officers(city, &["one"]) })
        => "officers.case_two" ["W09", "V04"] "law/行政处罚法#42.1" override;
    w10_v03_a_certificate_that_has_expired: after Lead, ["one", "lapsed"] at morning(DAY),
        "check_lead" nothing
        => "officers.certified" ["W10", "V03"] "law/行政处罚法#42.1" override;
    w10_v03_a_case_officer_without_a_certificate: after Lead, ["head"] at morning(DAY),
        "file_case" |city| json!({ "officers": officers(city, &["one", "lapsed"]) })
        => "officers.case_certified" ["W10", "V03"] "law/行政处罚法#42.1" override;
    w13_auxiliary_staff_as_an_officer: after Lead, ["one", "aux"] at morning(DAY),
        "check_lead" nothing
        => "officers.no_auxiliary" ["W13"] "law/行政处罚法#42.1" override;
    w14_an_officer_with_an_interest_in_the_party: after Lead, ["one", "kin"] at morning(DAY),
        "check_lead" nothing
        => "officers.no_interest" ["W14"] "law/行政处罚法#43.1" override;
    w15_who_investigates_reviews: after ReviewPending, ["one:legal_reviewer"] at morning(DAY),
        "give_review" |_| json!({ "legal_review": "passed" })
        => "officers.review_independent" ["W15"] "law/行政处罚法#58.1" override;
    w15_who_investigates_hosts_the_hearing: after HearingAsked, ["head"] at morning(DAY),
        "name_host" |city| json!({ "officers": { "ref": city.id("one"), "authority": city.authority("district") } })
        => "officers.host_independent" ["W15"] "law/行政处罚法#64" override;
    w16_a_reviewer_without_the_qualification: after ReviewPending, ["unqualified"] at morning(DAY),
        "give_review" |_| json!({ "legal_review": "passed" })
        => "officers.reviewer_qualified" ["W16"] "law/行政处罚法#58.2" override;
    w19_v08_a_decision_without_notice: after Inquired, ["head"] at morning(DAY),
        "decide" nothing
        => "notice.given" ["W19", "V08"] "law/行政处罚法#44" void;
    w20_a_decision_before_the_time_to_answer_is_over: after NoticeRunning, ["head"] at morning(date(2026, 3, 4)),
        "decide" nothing
        => "notice.period_over" ["W20"] "law/行政处罚法#44" override;
    w21_a_notice_without_the_right_to_a_hearing: after InquiredLarge, ["one"] at morning(DAY),
        "give_notice" |_| proposal(LARGE)
        => "notice.right_form" ["W21"] "law/行政处罚法#63.1" override;
    w21_v08_a_licence_revoked_without_the_right_to_a_hearing: after Noticed, ["head"] at morning(DAY),
        "decide" |_| json!({ "penalty_kinds": ["fine", "revoke_licence"] })
        => "hearing.told" ["W21", "V08"] "law/行政处罚法#63.1" void;
    v09_a_hearing_that_was_not_held: after HearingAsked, ["head"] at morning(date(2026, 3, 30)),
        "decide" nothing
        => "hearing.held" ["V09"] "law/行政处罚法#63.1" override;
    w22_v10_no_legal_review: after ReviewNeeded, ["head"] at morning(DAY),
        "decide" nothing
        => "review.passed" ["W22", "V10"] "law/行政处罚法#58.1" void;
    w22_v10_a_review_that_is_not_finished: after ReviewPending, ["one"] at morning(DAY),
        "give_notice" |_| proposal(FINE)
        => "review.not_failed" ["W22", "V10"] "law/行政处罚法#58.1" void;
    w23_v11_no_collective_discussion: after Major, ["head"] at morning(DAY),
        "decide" nothing
        => "discussion.held" ["W23", "V11"] "law/行政处罚法#57.2" override;
    w25_the_simple_procedure_above_its_limit: after OnSpot, ["one", "two"] at morning(DAY),
        "tell_on_spot" |_| json!({ "penalty_kinds": ["fine"], "fine": 300_001 })
        => "simple.limit" ["W25"] "law/行政处罚法#51" override;
    w26_a_kind_that_the_item_does_not_have: after Inquired, ["one"] at morning(DAY),
        "give_notice" |_| json!({ "penalty_kinds": ["close_business"], "grade": "ordinary", "served_by": "direct" })
        => "penalty.kinds" ["W26"] "law/行政处罚法#9" void;
    w26_a_fine_above_the_item: after Inquired, ["one"] at morning(DAY),
        "give_notice" |_| proposal(10_000_001)
        => "penalty.fine_range" ["W26"] "law/行政处罚法#4" override;
    w26_a_fine_below_the_item: after Inquired, ["one"] at morning(DAY),
        "give_notice" |_| proposal(49_999)
        => "penalty.fine_range" ["W26"] "law/行政处罚法#32" override;
    w31_a_second_fine_for_the_same_deed: after Fined, ["head"] at morning(DAY),
        "decide" nothing
        => "penalty.fine_once" ["W31"] "law/行政处罚法#29" override;
    w34_execution_at_night: after Called, ["head"] at date(2026, 4, 20).at(23, 0, 0, 0),
        "execute" |_| json!({ "execution_kind": "transfer_of_money", "own_execution": true })
        => "execution.time" ["W34"] "law/行政强制法#43.1" override;
    w34_execution_on_a_holiday: after Called, ["head"] at morning(date(2026, 5, 1)),
        "execute" |_| json!({ "execution_kind": "transfer_of_money", "own_execution": true })
        => "execution.time" ["W34"] "law/行政强制法#43.1" override;
    w34_utilities_cut: after Called, ["head"] at morning(date(2026, 4, 20)),
        "execute" |_| json!({ "execution_kind": "other", "own_execution": true, "utilities_cut": true })
        => "execution.no_utility_cut" ["W34"] "law/行政强制法#43.2" void;
    v01_an_authority_that_is_not_confirmed: after Ended, ["head"] at morning(date(2026, 3, 6)),
        "decide" nothing
        => "authority.confirmed" ["W01", "V01"] "law/行政处罚法#38.1" void;
    v02_an_item_that_is_not_in_the_list: after LeadUnlisted, ["head"] at morning(DAY),
        "file_case" |city| json!({ "officers": officers(city, TEAM) })
        => "authority.item" ["W02", "V02"] "law/行政处罚法#17" void;
    v02_an_item_that_is_not_delegated: after LeadOfStreet, ["s-head"] at morning(DAY),
        "file_case" |city| json!({ "officers": officers(city, &["s-one", "s-two"]) })
        => "authority.delegated_item" ["W03", "V02"] "law/行政处罚法#24" void;
}
