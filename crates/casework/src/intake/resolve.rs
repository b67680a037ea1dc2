//! The names of a row as ids of the registers.

use serde_json::{Map, Value};

use super::format::CaseActRow;
use super::judge::Judging;
use super::row_error::RowError;

/// A row with ids in the place of names.
pub(crate) struct Resolved {
    pub authority: String,
    pub area: String,
    pub party: Option<String>,
    pub officers: Vec<String>,
    pub states: Map<String, Value>,
}

/// Finds what a row names; what is not found is added to the errors.
pub(crate) fn resolve(
    judging: &Judging<'_>,
    row: &CaseActRow,
    errors: &mut Vec<RowError>,
) -> Option<Resolved> {
    let known = judging.known;
    let authority = authority(judging, row, errors);
    let item = super::known::item_of(row);
    if let Some(item) = item.filter(|item| !known.has_item(item)) {
        errors.push(RowError::unknown("item", "case.item", item, "事项", "item"));
    }
    let mut officers = Vec::new();
    for name in &row.act.officers {
        match known.officer(name) {
            Some(officer) => officers.push(officer.id().to_string()),
            None => errors.push(no_officer("act.officers", name)),
        }
    }
    let party = row.case.party.as_ref();
    let by_id = party.and_then(|party| party.id.as_deref());
    if let Some(id) = by_id.filter(|id| known.party(id).is_none()) {
        errors.push(RowError::unknown(
            "party",
            "case.party.id",
            id,
            "当事人",
            "party",
        ));
    }
    let by_code = party.and_then(|party| party.credit_code.as_deref());
    let found = by_id.or(by_code).and_then(|name| known.party(name));
    let states = states(judging, row, item, errors);
    let (authority, area) = authority?;
    Some(Resolved {
        authority,
        area,
        party: found.map(|party| party.to_string()),
        officers,
        states,
    })
}

fn no_officer(field: &str, name: &str) -> RowError {
    RowError::unknown("officer", field, name, "执法人员", "officer")
}

fn authority(
    judging: &Judging<'_>,
    row: &CaseActRow,
    errors: &mut Vec<RowError>,
) -> Option<(String, String)> {
    let name = &row.case.authority;
    let field = "case.authority";
    let Some(id) = judging.known.authority(name) else {
        errors.push(RowError::unknown(
            "authority",
            field,
            name,
            "执法主体",
            "authority",
        ));
        return None;
    };
    if !judging.source.authorities.contains(&id.to_string()) {
        errors.push(RowError::new(
            "foreign_authority",
            field,
            "该执法主体不在本来源登记的范围内，只能报送登记时写明的主体的案件。".to_owned(),
            "the authority is not one of those that the source is registered for: it may bring their cases only".to_owned(),
        ));
        return None;
    }
    let registry = judging.known.registry()?;
    let states = &registry.get(id)?.states;
    let last = states.spans().last().map(|span| &span.value);
    let state = states.at(judging.now.date()).or(last)?;
    Some((id.to_string(), state.area.to_string()))
}

/// Where a list of officers, or the change of one of them, names an officer.
pub(super) fn places(officers: &mut Value) -> Vec<&mut Value> {
    match officers {
        Value::Array(all) => {
            let ids = all.iter_mut().filter_map(|one| one.get_mut("id"));
            ids.collect()
        }
        one => one.get_mut("ref").into_iter().collect(),
    }
}

/// What the act states, with the ids of officers, and with the item of the head where the act takes it.
fn states(
    judging: &Judging<'_>,
    row: &CaseActRow,
    item: Option<&str>,
    errors: &mut Vec<RowError>,
) -> Map<String, Value> {
    let mut states = row.act.states.clone();
    for place in states.get_mut("officers").into_iter().flat_map(places) {
        let Some(name) = place.as_str() else {
            continue;
        };
        match judging.known.officer(name) {
            Some(known) => *place = known.id().to_string().into(),
            None => errors.push(no_officer("act.states.officers", name)),
        }
    }
    if let Some(item) = item.filter(|_| !states.contains_key("item")) {
        let on = row.act.happened_at.date();
        let rules = judging.casework.procedures().rules();
        let procedure = rules.procedure(&row.case.procedure, on);
        let acts = procedure.into_iter().flat_map(|procedure| &procedure.acts);
        let act = acts.into_iter().find(|act| act.id == row.act.kind);
        let takes = act.is_some_and(|act| act.takes.iter().any(|take| take.field == "item"));
        if takes {
            states.insert("item".to_owned(), item.into());
        }
    }
    states
}
