//! The canonical export of cases as the rooms hold them.

use std::collections::HashMap;

use casework::{Asking, CaseId};
use record::ActFilter;
use serde_json::{Value, json};
use store::{Limit, PageRequest};

use super::rooms::NAME;
use super::{Built, Rooms, SimulateError};
use crate::{City, Digest};

/// The digest of the city with these cases, read from the rooms. It is that of the same city played
/// in memory ([`crate::play_all`]).
pub async fn read_digest(
    rooms: &Rooms,
    city: &City,
    built: &Built,
    cases: &[(u64, CaseId)],
) -> Result<String, SimulateError> {
    let mut digest = Digest::of(city);
    for (number, id) in cases {
        digest.add(*number, &line_of(rooms, built, *number, *id).await?);
    }
    Ok(digest.hex())
}

/// The line of a case in the canonical export ([`crate::canonical`]), read from the rooms.
pub async fn line_of(
    rooms: &Rooms,
    built: &Built,
    number: u64,
    id: CaseId,
) -> Result<String, SimulateError> {
    let failed = SimulateError::room(("读取案件", "reading a case"));
    let view = rooms.casework.case(&Asking::program(NAME), id).await;
    let view = view.map_err(|error| failed(&error))?;
    let filter = ActFilter {
        case: Some(id.to_string()),
        ..ActFilter::default()
    };
    // The log puts together what the record keeps apart of persons; what registers said is only there.
    let mut page = PageRequest::first(Limit::new(Limit::MAX).unwrap_or_default());
    let mut seen: HashMap<String, Value> = HashMap::new();
    loop {
        let found = rooms.record().acts(&filter, &page).await;
        let found = found.map_err(|error| failed(&error))?;
        let said = found.acts.into_iter();
        seen.extend(said.map(|mut act| (act.entry.to_string(), act.data["seen"].take())));
        page.cursor = found.next;
        if page.cursor.is_none() {
            break;
        }
    }
    let asking = Asking::program(NAME);
    let log = rooms.casework.whole_log(&asking, id, true).await;
    let log = log.map_err(|error| failed(&error))?;
    let acts = log.into_iter().map(|act| {
        let seen = seen.remove(&act.entry);
        json!({"act": act.said, "by": act.officers, "seen": seen, "broke": act.broken})
    });
    let mut acts: Vec<Value> = acts.collect();
    let mut case = json!(view.case);
    leave_numbers_out(&mut acts, &mut case);
    let party = view.party.as_deref().and_then(|id| built.party(id));
    let mut line = json!({
        "number": number,
        "authority": view.authority,
        "party": party,
        "acts": acts,
        "case": case,
    });
    built.encode(&mut line);
    Ok(line.to_string())
}

/// Numbers depend on the order in which a whole city is written, which a case by itself does not
/// know: the canonical export is without them.
fn leave_numbers_out(acts: &mut [Value], case: &mut Value) {
    let mut given = Vec::new();
    for act in acts {
        let numbers = act["act"]
            .as_object_mut()
            .and_then(|act| act.remove("numbers"));
        let numbers = numbers.as_ref().and_then(Value::as_array);
        given.extend(
            numbers
                .into_iter()
                .flatten()
                .map(|line| line["number"].clone()),
        );
    }
    if let Some(case) = case.as_object_mut() {
        case.remove("case_number");
    }
    let documents = case.get_mut("documents").and_then(Value::as_array_mut);
    for document in documents.into_iter().flatten() {
        if given.contains(&document["number"])
            && let Some(document) = document.as_object_mut()
        {
            document.remove("number");
        }
    }
}
