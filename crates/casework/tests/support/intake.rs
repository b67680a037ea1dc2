//! Rows of cases of the simple procedure, as a department would send them. Nobody in them exists.

use casework::Asking;
use casework::intake::{CaseActRow, FORMAT, NewSource, RowAct, RowCase, RowParty, SourceOrigin};
use jiff::ToSpan;
use jiff::civil::{DateTime, date};
use record::Actor;
use serde_json::{Value, json};
use store::Scope;

use super::Room;

/// Two officers who may enforce, by staff number, one who may not, and the authority of the cases.
#[derive(Debug, Clone)]
pub struct Team {
    pub authority: String,
    pub authority_id: String,
    pub officers: [String; 2],
    pub auxiliary: String,
}

impl Team {
    pub async fn of(room: &Room) -> Self {
        let names: Vec<String> = room.officers.iter().map(|who| who.id.clone()).collect();
        let register = room.register.clone();
        let mut known = register.officers_named(&names).await.unwrap();
        known.sort_by(|one, other| one.code().cmp(other.code()));
        let on = date(2026, 11, 24);
        let registry = register.authorities_known().await.unwrap();
        let (good, bad): (Vec<_>, Vec<_>) = known.iter().partition(|officer| {
            let serves = officer.in_service(&registry, on);
            serves.is_some_and(|serves| serves.standing.is_valid())
        });
        let bureau = registry.by_code("YL-B06").unwrap();
        Self {
            authority: bureau.code.clone(),
            authority_id: bureau.id.to_string(),
            officers: [good[0].code().to_owned(), good[1].code().to_owned()],
            auxiliary: bad[0].code().to_owned(),
        }
    }

    /// Acts of one finished case that began on a day, the first at nine.
    pub fn case(&self, number: usize, begun: DateTime) -> Vec<CaseActRow> {
        let fine = 5_000 + 100 * i64::try_from(number % 10).unwrap();
        let penalty = json!({"penalty_kinds": ["fine"], "fine": fine});
        let mut decided = penalty.clone();
        decided["remedy_told"] = true.into();
        let day = begun.date().to_string();
        let found = json!({
            "source": "inspection", "discovered_on": day, "violation_on": day,
            "place": {"area": "990101"}, "sector": "water",
            "parties": [{"kind": "organisation"}], "cause": "虚构违法行为",
            "officers": [
                {"id": self.officers[0], "role": "handler"},
                {"id": self.officers[1], "role": "assistant"},
            ],
        });
        let paid = json!({"received": fine, "payments": {"way": "bank"}});
        let closed = json!({"closing_way": "executed"});
        let acts = [
            ("find_on_spot", 0, found),
            ("tell_on_spot", 10, penalty),
            ("decide_on_spot", 20, decided),
            ("record_payment", 24 * 60, paid),
            ("close_case", 48 * 60, closed),
        ];
        let row = |(place, (kind, minutes, states)): (u32, (&str, i64, Value))| {
            let at = begun.checked_add(minutes.minutes()).unwrap();
            self.row(number, place, kind, at, states)
        };
        (1..).zip(acts).map(row).collect()
    }

    pub fn row(
        &self,
        number: usize,
        place: u32,
        kind: &str,
        at: DateTime,
        states: Value,
    ) -> CaseActRow {
        CaseActRow {
            format: FORMAT.to_owned(),
            case: RowCase {
                id: format!("虚案-{number:06}"),
                procedure: "penalty.simple".to_owned(),
                authority: self.authority.clone(),
                item: None,
                party: Some(RowParty {
                    name: format!("虚构商行{number}"),
                    id: None,
                    credit_code: None,
                }),
            },
            act: RowAct {
                id: format!("{place}-{kind}"),
                kind: kind.to_owned(),
                sequence: Some(place),
                happened_at: at,
                officers: self.officers.to_vec(),
                states: states.as_object().cloned().unwrap(),
                documents: Vec::new(),
                numbers: Vec::new(),
            },
            corrects: None,
            late: false,
        }
    }

    pub fn source(&self, name: &str) -> NewSource {
        NewSource {
            name: name.to_owned(),
            title: "虚构业务系统".to_owned(),
            authorities: vec![self.authority.clone()],
            account: Some("account-source".to_owned()),
            origin: SourceOrigin::Other,
            rhythm_hours: Some(72),
            mapping: None,
        }
    }
}

/// The account of a source.
pub fn sender() -> Asking {
    Asking {
        actor: Actor::Person {
            account: "account-source".to_owned(),
        },
        person: Some("account-source".to_owned()),
        roles: vec!["source".to_owned()],
        stands_for: Vec::new(),
        scope: Scope::All,
    }
}

pub fn line(row: &CaseActRow) -> Vec<u8> {
    serde_json::to_vec(row).unwrap()
}

pub fn lines(rows: &[CaseActRow]) -> Vec<Vec<u8>> {
    rows.iter().map(line).collect()
}
