//! What a chunk of rows asks of the registers, fetched in few questions and kept for the batch.

use std::collections::hash_map::Entry;
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use jiff::civil::Date;
use procedure::ItemRule;
use record::marks::Marks;
use register::officer::OfficerKnown;
use register::{AuthorityId, PartyId, Registry};

use super::format::CaseActRow;
use crate::HeldItem;
use crate::casework::Casework;
use crate::error::CaseError;
use crate::known_holdings::AsOf;
use crate::world::ids_in;

/// Look-ups that one batch made.
#[derive(Default)]
pub(crate) struct Known {
    marks: Option<Marks>,
    registry: Option<Arc<Registry>>,
    by_credit_code: HashMap<String, AuthorityId>,
    officers: HashMap<String, Option<Arc<OfficerKnown>>>,
    parties: HashMap<String, Option<PartyId>>,
    items: HashMap<String, bool>,
    as_of: Option<AsOf>,
    rules: HashMap<(String, Date), Option<ItemRule>>,
    held: HashMap<(String, String, Date), HeldItem>,
}

impl Known {
    /// Fetches what these rows name and is not known yet, and the officers of their cases.
    pub async fn learn<'r>(
        &mut self,
        casework: &Casework,
        rows: impl Iterator<Item = &'r CaseActRow> + Clone + Send,
        in_cases: &BTreeSet<String>,
    ) -> Result<(), CaseError> {
        // A stream may last for hours: what was changed meanwhile is asked anew (ADR 0016).
        let marks = Some(casework.record().marks().await?);
        if self.marks != marks {
            self.officers.clear();
            self.items.clear();
            self.marks = marks;
        }
        self.parties.retain(|_, party| party.is_some());
        let registry = casework.register().authorities_known().await?;
        let is_same = self
            .registry
            .as_ref()
            .is_some_and(|held| Arc::ptr_eq(held, &registry));
        if !is_same {
            self.by_credit_code = credit_codes(&registry);
            self.registry = Some(Arc::clone(&registry));
        }
        let as_of = casework.holdings().as_of(&registry, casework.today());
        let as_of = Some(as_of.await?);
        if self.as_of != as_of {
            self.rules.clear();
            self.held.clear();
            self.as_of = as_of;
        }
        let mut officers: BTreeSet<&str> = in_cases.iter().map(String::as_str).collect();
        let mut parties = BTreeSet::new();
        let mut items = BTreeSet::new();
        for row in rows {
            let named = row.act.officers.iter().map(String::as_str);
            officers.extend(named.chain(in_states(row)));
            let party = row.case.party.as_ref();
            parties.extend(party.and_then(|party| party.id.as_deref()));
            parties.extend(party.and_then(|party| party.credit_code.as_deref()));
            items.extend(item_of(row));
        }
        self.learn_officers(casework, officers).await?;
        let new: Vec<String> = parties
            .into_iter()
            .filter(|name| !self.parties.contains_key(*name))
            .map(str::to_owned)
            .collect();
        if !new.is_empty() {
            let mut found = casework.register().parties_known(&new).await?;
            self.parties.extend(
                new.into_iter()
                    .map(|name| (name.clone(), found.remove(&name))),
            );
        }
        for item in items {
            if !self.items.contains_key(item) {
                let known = casework.holdings().knows(item).await?;
                self.items.insert(item.to_owned(), known);
            }
        }
        Ok(())
    }

    async fn learn_officers(
        &mut self,
        casework: &Casework,
        names: BTreeSet<&str>,
    ) -> Result<(), CaseError> {
        let new: Vec<String> = names
            .into_iter()
            .filter(|name| !self.officers.contains_key(*name))
            .map(str::to_owned)
            .collect();
        if new.is_empty() {
            return Ok(());
        }
        for officer in casework.register().officers_named(&new).await? {
            let officer = Arc::new(officer);
            let code = officer.code().to_owned();
            self.officers.insert(code, Some(Arc::clone(&officer)));
            self.officers
                .insert(officer.id().to_string(), Some(officer));
        }
        for name in new {
            self.officers.entry(name).or_insert(None);
        }
        Ok(())
    }

    /// Fetches how an authority holds an item on a day, and what the item allows.
    pub async fn learn_item(
        &mut self,
        casework: &Casework,
        item: &str,
        authority: &str,
        on: Date,
    ) -> Result<(), CaseError> {
        let Some(as_of) = &self.as_of else {
            return Ok(());
        };
        let holdings = casework.holdings();
        let key = (item.to_owned(), on);
        if let Entry::Vacant(place) = self.rules.entry(key) {
            let rules = holdings.rules(as_of, item, on).await?;
            place.insert(rules.map(|rules| casework.holding(rules, on)));
        }
        let key = (item.to_owned(), authority.to_owned(), on);
        if let Entry::Vacant(place) = self.held.entry(key) {
            place.insert(holdings.held(as_of, item, authority, on).await?);
        }
        Ok(())
    }

    /// The authorities; known once something was learnt.
    pub fn registry(&self) -> Option<&Registry> {
        self.registry.as_deref()
    }

    /// An authority by id, number in the register or credit code.
    pub fn authority(&self, name: &str) -> Option<AuthorityId> {
        let registry = self.registry()?;
        let id = name.parse().ok().and_then(|id| registry.get(id));
        let found = id.or_else(|| registry.by_code(name)).map(|known| known.id);
        found.or_else(|| self.by_credit_code.get(name).copied())
    }

    /// An officer by staff number or id.
    pub fn officer(&self, name: &str) -> Option<&OfficerKnown> {
        self.officers.get(name)?.as_deref()
    }

    /// A party by credit code or id.
    pub fn party(&self, name: &str) -> Option<PartyId> {
        self.parties.get(name).copied().flatten()
    }

    /// Whether the library has an item.
    pub fn has_item(&self, item: &str) -> bool {
        self.items.get(item).copied().unwrap_or_default()
    }

    /// What an item allows on a day.
    pub fn rule(&self, item: &str, on: Date) -> Option<&ItemRule> {
        self.rules.get(&(item.to_owned(), on))?.as_ref()
    }

    /// How an authority holds an item on a day.
    pub fn held(&self, item: &str, authority: &str, on: Date) -> HeldItem {
        let key = (item.to_owned(), authority.to_owned(), on);
        self.held.get(&key).copied().unwrap_or_default()
    }
}

/// The item of a row.
pub(crate) fn item_of(row: &CaseActRow) -> Option<&str> {
    let stated = row.act.states.get("item");
    let stated = stated.and_then(serde_json::Value::as_str);
    stated.or(row.case.item.as_deref())
}

/// The officers whom a row names as those of the case.
fn in_states(row: &CaseActRow) -> impl Iterator<Item = &str> {
    let officers = row.act.states.get("officers");
    officers.into_iter().flat_map(ids_in)
}

fn credit_codes(registry: &Registry) -> HashMap<String, AuthorityId> {
    let mut codes = HashMap::new();
    for authority in registry.all() {
        for span in authority.states.spans() {
            let code = span.value.credit_code.as_ref();
            codes.extend(code.map(|code| (code.as_str().to_owned(), authority.id)));
        }
    }
    codes
}
