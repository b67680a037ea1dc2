//! A case that is walked through the operations of casework, day by day.

use base::Lang;
use casework::{ActRequest, CaseError, CaseId, CaseView, Done, LoggedAct, NewCase, PartyGiven};
use jiff::civil::{Date, DateTime, date};
use procedure::{Broken, ClockRun};
use record::{EntryProof, LogSettings, RecordLog, Sequencer};
use serde_json::{Value, json};
use store::{Limit, PageRequest};

use crate::city::City;
use crate::statutes::LIGHTBOX;

/// The day on which walks begin: a Tuesday.
pub const DAY: Date = date(2026, 3, 3);

/// A case on its way.
pub struct Walk<'c> {
    pub city: &'c City,
    pub id: CaseId,
    pub revision: u32,
    /// A person who may see it and who heads its authority.
    pub head: &'static str,
}

impl<'c> Walk<'c> {
    /// Opens a case by its first act, on a day; who asks comes first, who does it with them after.
    pub async fn open(
        city: &'c City,
        on: Date,
        who: &[&str],
        procedure: &str,
        (act, states): (&str, Value),
    ) -> Self {
        city.clock.set(on.at(10, 0, 0, 0));
        let new = NewCase {
            procedure: procedure.to_owned(),
            authority: None,
            party: Some(party(city)),
            first: request(city, who, act, states),
        };
        let done = city
            .casework
            .open_case(&city.asks(who[0]), &new, None)
            .await;
        let done = done.unwrap_or_else(|error| panic!("{procedure}: {error}"));
        assert_eq!(done.broken, []);
        let head = if who[0].starts_with("s-") {
            "s-head"
        } else {
            "head"
        };
        Self {
            city,
            id: done.id,
            revision: done.revision,
            head,
        }
    }

    /// An act that is asked for at ten in the morning and done, with no rule broken.
    pub async fn does(&mut self, on: Date, who: &[&str], act: &str, states: Value) -> &mut Self {
        self.city.clock.set(on.at(10, 0, 0, 0));
        let done = self
            .asks(who[0], &request(self.city, who, act, states))
            .await;
        let done = done.unwrap_or_else(|error| panic!("{act} on {on}: {error}"));
        assert_eq!(done.broken, [], "{act} on {on}");
        self
    }

    /// The rules that stand in the way of an act at ten in the morning.
    pub async fn refused(&self, on: Date, who: &[&str], act: &str, states: Value) -> Vec<Broken> {
        self.refused_at(on.at(10, 0, 0, 0), who, act, states).await
    }

    /// The rules that stand in the way of an act; the case stays as it is.
    pub async fn refused_at(
        &self,
        at: DateTime,
        who: &[&str],
        act: &str,
        states: Value,
    ) -> Vec<Broken> {
        self.city.clock.set(at);
        let before = self.shown().await;
        let request = request(self.city, who, act, states);
        let asking = self.city.asks(who[0]);
        let casework = &self.city.casework;
        let answer = casework.do_act(&asking, self.id, self.revision, &request, None);
        let Err(CaseError::Refused(refusal)) = answer.await else {
            panic!("{act} at {at} is not refused");
        };
        assert_eq!(self.shown().await, before, "a refusal changes nothing");
        refusal.broken
    }

    /// The same by the rules alone.
    pub async fn breaks(&self, on: Date, who: &[&str], act: &str, states: Value) -> Vec<String> {
        let broken = self.refused(on, who, act, states).await;
        broken.into_iter().map(|broken| broken.rule).collect()
    }

    /// An act that somebody reports as done by others.
    pub async fn reports(
        &mut self,
        at: DateTime,
        (who, doers): (&str, &[&str]),
        act: &str,
        states: Value,
    ) -> Done {
        let mut request = request(self.city, &[], act, states);
        request.officers = doers.iter().map(|code| self.city.id(code)).collect();
        request.happened_at = Some(at);
        let done = self.asks(who, &request).await;
        done.unwrap_or_else(|error| panic!("reported {act}: {error}"))
    }

    /// Asks for an act at the revision that is known.
    pub async fn asks(&mut self, who: &str, request: &ActRequest) -> Result<Done, CaseError> {
        let asking = self.city.asks(who);
        let casework = &self.city.casework;
        let done = casework
            .do_act(&asking, self.id, self.revision, request, None)
            .await?;
        self.revision = done.revision;
        Ok(done)
    }

    pub async fn shown(&self) -> CaseView {
        let asking = self.city.asks(self.head);
        self.city.casework.case(&asking, self.id).await.unwrap()
    }

    pub async fn stage(&self) -> String {
        self.shown().await.case.stage
    }

    /// The latest run of a clock.
    pub async fn clock(&self, clock: &str) -> ClockRun {
        let clocks = self.shown().await.case.clocks;
        let mut runs = clocks.into_iter().rev();
        let found = runs.find(|run| run.clock == clock);
        found.unwrap_or_else(|| panic!("no clock {clock}"))
    }

    /// The kinds of the documents in the file, in the order in which they came.
    pub async fn documents(&self) -> Vec<String> {
        let documents = self.shown().await.case.documents;
        documents
            .into_iter()
            .map(|document| document.kind)
            .collect()
    }

    /// What falls due in this case up to a day, by the due list of its head.
    pub async fn due(&self, until: Date) -> Vec<(String, String)> {
        let asking = self.city.asks(self.head);
        let page = PageRequest::first(Limit::new(100).unwrap());
        let due = self.city.casework.due(&asking, until, &page).await.unwrap();
        let mine = due
            .rows
            .into_iter()
            .filter(|row| row.case_id == self.id.to_string());
        mine.map(|row| (row.clock, row.due_on)).collect()
    }

    /// The rules that were broken in this case although the act was done.
    pub async fn marks(&self) -> Vec<(String, bool)> {
        let marks = self.shown().await.case.marks.into_iter();
        marks.map(|mark| (mark.rule, mark.overridden)).collect()
    }

    /// One entry for each act, and a replay that makes the same case.
    pub async fn is_replayed(&self, acts: u32) -> Vec<LoggedAct> {
        let casework = &self.city.casework;
        let asking = self.city.asks(self.head);
        let log = casework.whole_log(&asking, self.id, false).await.unwrap();
        assert_eq!((log.len(), self.revision), (acts as usize, acts));
        let replayed = casework.replay_case(&asking, self.id).await.unwrap();
        assert!(replayed.is_same && replayed.acts == acts, "{replayed:?}");
        log
    }

    /// The same, with proofs that verify: once in a walk, whose sequencer leads from then on.
    pub async fn is_on_the_record(&self, acts: u32) {
        let log = self.is_replayed(acts).await;
        let origin = "ledger.example/city";
        let keys = self.city.folder.join("log");
        let settings = LogSettings::new(&keys, origin.parse().unwrap(), origin.parse().unwrap());
        let ledger = RecordLog::new(self.city.record.clone(), settings);
        Sequencer::new(ledger.clone()).step().await.unwrap();
        let policy = ledger.policy(1).await.unwrap();
        for act in &log {
            let proof = ledger.prove(act.entry.parse().unwrap()).await.unwrap();
            let proof = EntryProof::parse(&proof.to_json()).unwrap();
            proof.verify(&policy).unwrap();
        }
        assert!(ledger.audit().await.unwrap().is_clean());
    }
}

/// A request of the first of these, together with the others.
pub fn request(city: &City, who: &[&str], act: &str, states: Value) -> ActRequest {
    ActRequest {
        act: act.to_owned(),
        states: states.as_object().cloned().unwrap(),
        officers: who.iter().skip(1).map(|code| city.id(code)).collect(),
        ..ActRequest::default()
    }
}

pub fn party(city: &City) -> PartyGiven {
    PartyGiven {
        id: Some(city.known.party.clone()),
        name: "虚构商行".to_owned(),
    }
}

/// What a lead states: an organisation, the look of the city, the ordinance on lightboxes.
pub fn lead(city: &City) -> Value {
    json!({
        "source": "inspection", "discovered_on": "2026-03-02", "violation_on": city.violation_on(),
        "place": { "area": "990102001" }, "sector": "city_appearance", "cause": "虚构案由",
        "item": city.item(LIGHTBOX), "parties": [{ "kind": "organisation" }],
    })
}

/// A lead with its officers, for procedures that begin with them.
pub fn lead_with_officers(city: &City) -> Value {
    let mut lead = lead(city);
    lead["officers"] = officers(city, &["one", "two"]);
    lead
}

/// The officers of a case: the first is the handler.
pub fn officers(city: &City, codes: &[&str]) -> Value {
    let role = |place| if place == 0 { "handler" } else { "assistant" };
    let officers = codes.iter().enumerate();
    officers
        .map(|(place, code)| json!({ "id": city.id(code), "role": role(place) }))
        .collect()
}

pub fn proposal(fine: i64) -> Value {
    json!({ "penalty_kinds": ["fine"], "fine": fine, "grade": "ordinary", "served_by": "direct" })
}

/// A rule that is broken, in a line: for messages of tests.
pub fn lines(broken: &[Broken]) -> String {
    let lines = broken
        .iter()
        .map(|broken| format!("{}: {}", broken.rule, broken.says.get(Lang::En)));
    lines.collect::<Vec<_>>().join("\n")
}
