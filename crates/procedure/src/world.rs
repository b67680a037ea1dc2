//! What the registers say of a case on the day of an act.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use crate::law_of_the_day::ItemRule;

/// What the registers say on the day of the act. [`crate::Procedures::needs`] names the fields of the
/// snapshot that an act needs; the others may be left as they are in [`World::default`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct World {
    /// The authority that handles the case.
    pub authority: AuthorityNow,
    /// Those who do the act.
    pub acting: Vec<OfficerNow>,
    /// What is known of those who have a role in the case, by their id.
    pub officers: Vec<OfficerNow>,
    /// What the item allows to impose, where the case names an item.
    pub item_rule: Option<ItemRule>,
    /// Fines already imposed for the same deed.
    pub fined_before: i64,
    /// Cases on the same deed that other authorities filed first.
    pub open_elsewhere: i64,
    /// Inspections of the object by the authority this year.
    pub inspections_this_year: i64,
    /// Earlier violations of the kind.
    pub earlier_violations: i64,
}

/// An authority on the day of the act.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each answers a question of its own"
)]
pub struct AuthorityNow {
    /// Its id.
    pub id: String,
    /// Its level: national, province, city, district, street.
    pub level: String,
    /// Its area code.
    pub area: String,
    /// Its kind: administrative, authorised, entrusted.
    pub kind: String,
    /// Whether it holds the item of the case.
    pub holds_item: bool,
    /// Whether it holds it by the published list of delegated powers.
    pub delegated_item: bool,
    /// Whether it is a confirmed authority.
    pub confirmed: bool,
    /// Whether the place of the deed lies in its area, or jurisdiction was assigned.
    pub covers_place: bool,
    /// Whether its entrustment is valid and published; true where it needs none.
    pub entrustment_valid: bool,
}

/// An officer on the day of the act.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each answers a question of its own"
)]
pub struct OfficerNow {
    /// The id.
    pub id: String,
    /// The authority.
    pub authority: String,
    /// Whether the certificate is valid.
    pub certificate_valid: bool,
    /// Whether auxiliary staff.
    pub auxiliary: bool,
    /// Whether legally qualified.
    pub legal_qualification: bool,
    /// Whether an interest in a party is declared.
    pub interested: bool,
}

impl Default for World {
    fn default() -> Self {
        Self {
            authority: AuthorityNow::unknown(),
            acting: Vec::new(),
            officers: Vec::new(),
            item_rule: None,
            fined_before: 0,
            open_elsewhere: 0,
            inspections_this_year: 0,
            earlier_violations: 0,
        }
    }
}

impl AuthorityNow {
    /// An authority of which nothing is known: it holds nothing and covers nothing.
    pub fn unknown() -> Self {
        Self {
            id: String::new(),
            level: "district".to_owned(),
            area: String::new(),
            kind: "administrative".to_owned(),
            holds_item: false,
            delegated_item: false,
            confirmed: false,
            covers_place: false,
            entrustment_valid: false,
        }
    }
}

impl OfficerNow {
    /// As an element of the lists `acting` and `officers`, in this role of the case.
    pub(crate) fn snapshot(&self, role: &str, recused: bool) -> Value {
        json!({
            "id": self.id, "authority": self.authority, "role": role, "recused": recused,
            "certificate_valid": self.certificate_valid, "auxiliary": self.auxiliary,
            "legal_qualification": self.legal_qualification, "interested": self.interested,
        })
    }
}

impl World {
    /// The fields of the snapshot that it says, besides `acting` and `officers`.
    pub(crate) fn fields(&self) -> Map<String, Value> {
        let mut fields = Map::new();
        let whole = serde_json::to_value(&self.authority).unwrap_or_default();
        fields.insert("authority".to_owned(), whole);
        if let Some(rule) = &self.item_rule {
            let rule = serde_json::to_value(rule).unwrap_or_default();
            fields.insert("item_rule".to_owned(), rule);
        }
        for (name, number) in [
            ("fined_before", self.fined_before),
            ("open_elsewhere", self.open_elsewhere),
            ("inspections_this_year", self.inspections_this_year),
            ("earlier_violations", self.earlier_violations),
        ] {
            fields.insert(name.to_owned(), number.into());
        }
        fields
    }
}
