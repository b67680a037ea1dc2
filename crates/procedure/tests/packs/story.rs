//! A case that is told act by act, under the packs of the repository.

use std::path::Path;
use std::sync::{Arc, LazyLock};

use jiff::civil::{Date, date};
use procedure::{
    Act, AuthorityNow, Broken, Case, ItemRule, LawOfTheDay, Manner, OfficerNow, Override,
    Procedures, Verdict, World,
};
use rules::{Folder, RuleSet};
use serde_json::{Value, json};

pub static PROCEDURES: LazyLock<Procedures> = LazyLock::new(|| {
    let pack = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs/sample-city");
    let folders = Folder::read_with_parents(&pack).unwrap();
    Procedures::new(Arc::new(RuleSet::load(&folders).unwrap()))
});

/// The day on which stories begin: a Tuesday.
pub const DAY: Date = date(2026, 3, 3);

/// A case on its way.
#[derive(Clone)]
pub struct Story {
    pub case: Case,
    pub world: World,
    pub on: Date,
    pub hour: i8,
    /// In which role acts are asked for; that of whom they usually are if none.
    pub role: Option<String>,
}

/// An officer with a valid certificate.
pub fn officer(id: &str) -> OfficerNow {
    OfficerNow {
        id: id.to_owned(),
        authority: "a".to_owned(),
        certificate_valid: true,
        auxiliary: false,
        legal_qualification: id == "reviewer",
        interested: false,
    }
}

fn world() -> World {
    World {
        authority: AuthorityNow {
            holds_item: true,
            delegated_item: true,
            confirmed: true,
            covers_place: true,
            entrustment_valid: true,
            ..AuthorityNow::unknown()
        },
        acting: vec![officer("one"), officer("two")],
        officers: ["one", "two", "reviewer", "host"].map(officer).to_vec(),
        item_rule: Some(ItemRule {
            kinds: ["warning", "fine", "revoke_licence"]
                .map(str::to_owned)
                .to_vec(),
            fine_least: Some(50_000),
            fine_most: Some(20_000_000),
            law: LawOfTheDay::Old,
        }),
        ..World::default()
    }
}

/// The role in which an act is usually asked for.
fn role_of(procedure: &str, act: &str, on: Date) -> String {
    let procedure = PROCEDURES.rules().procedure(procedure, on).unwrap();
    let act = procedure.acts.iter().find(|found| found.id == act);
    act.expect("the procedure has the act").by[0].clone()
}

impl Story {
    pub fn of(procedure: &str) -> Self {
        Self {
            case: PROCEDURES.opened(procedure, DAY).unwrap(),
            world: world(),
            on: DAY,
            hour: 10,
            role: None,
        }
    }

    /// A lead of an organisation on the look of the city, filed on [`DAY`] with two officers.
    pub fn filed() -> Self {
        let mut story = Self::of("penalty.ordinary");
        story.does("register_lead", lead());
        story.does("file_case", json!({ "officers": people() }));
        story
    }

    /// With evidence, the inquiry closed: a fine in fen is proposed.
    pub fn inquired(fine: i64) -> Self {
        let mut story = Self::filed();
        story.does("record_scene", json!({}));
        let states = json!({ "penalty_kinds": ["fine"], "fine": fine, "grade": "ordinary" });
        story.does("close_inquiry", states);
        story
    }

    /// The notice given and waived, so that the decision is next.
    pub fn noticed(fine: i64) -> Self {
        let mut story = Self::inquired(fine);
        story.does("give_notice", proposal(fine));
        story.does("waive_defence", json!({}));
        story
    }

    /// The decision served directly, remedies told.
    pub fn served(fine: i64) -> Self {
        let mut story = Self::noticed(fine);
        story.does("decide", json!({}));
        story.does(
            "serve_decision",
            json!({ "served_by": "direct", "remedy_told": true }),
        );
        story
    }

    pub fn later(&mut self, days: i64) -> &mut Self {
        self.on = self.on.checked_add(jiff::Span::new().days(days)).unwrap();
        self
    }

    pub fn act(&self, kind: &str, states: Value) -> Act {
        let usual = || role_of(&self.case.procedure, kind, self.on);
        let role = self.role.clone().unwrap_or_else(usual);
        Act {
            kind: kind.to_owned(),
            at: self.on.at(self.hour, 0, 0, 0),
            manner: Manner::Requested,
            roles: vec![role],
            states: states.as_object().cloned().unwrap_or_default(),
            documents: Vec::new(),
            overriding: None,
            numbers: Vec::new(),
        }
    }

    #[track_caller]
    pub fn does(&mut self, kind: &str, states: Value) -> &mut Self {
        let verdict = PROCEDURES.decide(&self.case, &self.act(kind, states), &self.world);
        match verdict.unwrap() {
            Verdict::Done(effects) => self.case = effects.case,
            Verdict::Refused(refusal) => panic!("{kind} on {}: {:#?}", self.on, refusal.broken),
        }
        self
    }

    /// What a requested act breaks; empty where it would be done.
    pub fn breaks(&self, kind: &str, states: Value) -> Vec<Broken> {
        let verdict = PROCEDURES.decide(&self.case, &self.act(kind, states), &self.world);
        match verdict.unwrap() {
            Verdict::Done(_) => Vec::new(),
            Verdict::Refused(refusal) => refusal.broken,
        }
    }

    /// The last day of the clock that runs.
    pub fn due(&self, clock: &str) -> Option<Date> {
        let runs = self.case.clocks.iter().rev();
        let mut open = runs.filter(|run| run.clock == clock && run.is_open());
        open.next()?.due_on
    }
}

pub fn lead() -> Value {
    json!({
        "source": "inspection", "discovered_on": "2026-03-02", "violation_on": "2026-03-01",
        "place": { "area": "440305" }, "sector": "city_appearance", "item": "item-1",
        "parties": [{ "kind": "organisation" }],
    })
}

pub fn people() -> Value {
    json!([{ "id": "one", "role": "handler" }, { "id": "two", "role": "assistant" }])
}

pub fn proposal(fine: i64) -> Value {
    json!({ "penalty_kinds": ["fine"], "fine": fine, "grade": "ordinary", "served_by": "direct" })
}

/// The act is refused under this guard with this provision and code; reported, it is recorded and
/// marked; and a head overrides it or cannot, as the guard says.
#[track_caller]
pub fn is_refused(
    story: &Story,
    kind: &str,
    states: Value,
    guard: &str,
    provision: &str,
    code: &str,
) {
    let broken = story.breaks(kind, states.clone());
    let found = broken.iter().find(|broken| broken.rule == guard);
    let found = found.unwrap_or_else(|| panic!("{guard} holds; broken: {broken:#?}"));
    assert!(
        found.provisions.iter().any(|cited| cited == provision),
        "{:?}",
        found.provisions
    );
    assert!(
        found.codes.iter().any(|found| found == code),
        "{:?}",
        found.codes
    );

    let reported = Act {
        manner: Manner::Reported,
        roles: Vec::new(),
        ..story.act(kind, states.clone())
    };
    let verdict = PROCEDURES
        .decide(&story.case, &reported, &story.world)
        .unwrap();
    let Verdict::Done(effects) = verdict else {
        panic!("a reported act is never refused")
    };
    assert_eq!(effects.case.acts, story.case.acts + 1);
    let marks = effects.case.marks.iter().skip(story.case.marks.len());
    assert!(
        marks
            .clone()
            .any(|mark| mark.rule == guard && !mark.overridden)
    );

    let mut ordered = story.act(kind, states);
    ordered.roles.push("head".to_owned());
    ordered.overriding = Some(Override {
        reason: "负责人决定".to_owned(),
    });
    let verdict = PROCEDURES
        .decide(&story.case, &ordered, &story.world)
        .unwrap();
    let all = broken.iter().all(|broken| broken.can_override);
    match verdict {
        Verdict::Done(effects) => {
            assert!(all && effects.case.marks.iter().any(|mark| mark.overridden));
        }
        Verdict::Refused(_) => assert!(!all, "a head may override {guard}"),
    }
}
