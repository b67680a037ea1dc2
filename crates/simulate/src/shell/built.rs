//! What the places of a city are called in the registers.

use std::collections::{BTreeMap, HashMap};

use library::ItemId;
use register::{AuthorityId, OfficerId, PartyId};
use serde_json::Value;

use crate::City;

/// What the places in a [`City`] are called in the registers, and back.
#[derive(Debug, Clone)]
pub struct Built {
    /// The authorities, in the order of the city.
    pub authorities: Vec<AuthorityId>,
    /// The officers, in the order of the city.
    pub officers: Vec<OfficerId>,
    /// The items, in the order of the city.
    pub items: Vec<ItemId>,
    /// The parties that were registered, by their number.
    pub parties: BTreeMap<usize, PartyId>,
    /// By the code that stories use: authorities and officers.
    ids: HashMap<String, String>,
    /// By id: codes of authorities and officers, places of items.
    codes: HashMap<String, String>,
}

impl Built {
    /// The names of a city; each list is in the order of the city.
    pub fn new(
        city: &City,
        authorities: Vec<AuthorityId>,
        officers: Vec<OfficerId>,
        items: Vec<ItemId>,
        parties: BTreeMap<usize, PartyId>,
    ) -> Self {
        let mut ids = HashMap::new();
        for (known, id) in city.authorities.iter().zip(&authorities) {
            ids.insert(known.code.clone(), id.to_string());
        }
        for (known, id) in city.officers.iter().zip(&officers) {
            ids.insert(known.code.clone(), id.to_string());
        }
        let mut codes: HashMap<String, String> = ids
            .iter()
            .map(|(code, id)| (id.clone(), code.clone()))
            .collect();
        for (place, id) in items.iter().enumerate() {
            codes.insert(id.to_string(), place.to_string());
        }
        Self {
            authorities,
            officers,
            items,
            parties,
            ids,
            codes,
        }
    }

    /// What a deed states, with the ids of the registers in the place of the codes of the city.
    pub fn stated(
        &self,
        states: &serde_json::Map<String, Value>,
    ) -> serde_json::Map<String, Value> {
        let mut states = states.clone();
        for (name, value) in &mut states {
            let place = value.as_str().and_then(|text| text.parse::<usize>().ok());
            match place.and_then(|place| self.items.get(place)) {
                Some(item) if name == "item" => *value = item.to_string().into(),
                _ => renamed(value, &self.ids),
            }
        }
        states
    }

    /// Puts the ids of the registers in the place of the codes of the city.
    pub fn decode(&self, value: &mut Value) {
        renamed(value, &self.ids);
    }

    /// Puts the codes of the city in the place of the ids of the registers.
    pub fn encode(&self, value: &mut Value) {
        renamed(value, &self.codes);
    }

    /// The code of an authority or officer, the place of an item.
    pub fn code(&self, id: &str) -> Option<&str> {
        self.codes.get(id).map(String::as_str)
    }

    /// The number of a party.
    pub fn party(&self, id: &str) -> Option<usize> {
        let known = self.parties.iter();
        known
            .into_iter()
            .find_map(|(number, party)| (party.to_string() == id).then_some(*number))
    }
}

/// Changes every text that is the whole name of something.
fn renamed(value: &mut Value, names: &HashMap<String, String>) {
    match value {
        Value::String(text) => {
            if let Some(name) = names.get(text.as_str()) {
                text.clone_from(name);
            }
        }
        Value::Array(list) => list.iter_mut().for_each(|value| renamed(value, names)),
        Value::Object(fields) => fields.values_mut().for_each(|value| renamed(value, names)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}
