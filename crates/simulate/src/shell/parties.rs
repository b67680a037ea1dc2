//! Parties of the city in the register.

use std::collections::{BTreeMap, BTreeSet};

use base::{AreaCode, CitizenNumber, CreditCode};
use jiff::civil::date;
use register::party::{PartyDetails, PartyDraft, PartyState};
use register::{Asking, AuthorityId, Deed, PartyId};

use super::rooms::NAME;
use super::{Rooms, SimulateError};
use crate::city::{City, FOUNDED};
use crate::parties::{Party, PartyKind};

/// Parties that are registered in one transaction.
const AT_ONCE: usize = 1_000;
/// The first six digits of every number: an area that no registry has.
const AREA: &str = "990000";

/// Registers the parties with these numbers.
pub(super) async fn register(
    rooms: &Rooms,
    city: &City,
    authority: AuthorityId,
    numbers: &BTreeSet<usize>,
) -> Result<BTreeMap<usize, PartyId>, SimulateError> {
    let failed = SimulateError::room(("登记当事人", "registering the parties"));
    let deed = Deed::new("建立模拟城市（虚构）");
    let asking = Asking::program(NAME);
    let numbers: Vec<usize> = numbers.iter().copied().collect();
    let mut known = BTreeMap::new();
    for numbers in numbers.chunks(AT_ONCE) {
        let drafts = numbers
            .iter()
            .map(|number| draft(&Party::of(city.seed, *number), authority));
        let drafts = drafts.collect::<Option<Vec<_>>>().unwrap_or_default();
        let ids = rooms.register.register_parties(&asking, drafts, &deed);
        let ids = ids.await.map_err(|error| failed(&error))?;
        known.extend(numbers.iter().copied().zip(ids));
    }
    Ok(known)
}

/// The entry of a party; `None` where a number of it cannot be written in the digits that there are.
fn draft(party: &Party, authority: AuthorityId) -> Option<PartyDraft> {
    let (kind, needs_code) = match party.kind {
        PartyKind::Individual => (register::PartyKind::NaturalPerson, false),
        PartyKind::Organisation => (register::PartyKind::Organisation, true),
        PartyKind::IndividualBusiness => (register::PartyKind::IndividualBusiness, true),
    };
    let area: AreaCode = AREA.parse().ok()?;
    let credit_code = needs_code.then(|| credit_code(party.number));
    let identity = (!needs_code).then(|| identity(party));
    Some(PartyDraft {
        kind,
        credit_code: match credit_code {
            Some(code) => Some(code?),
            None => None,
        },
        identity: match identity {
            Some(number) => Some(number?),
            None => None,
        },
        authority,
        valid_from: FOUNDED,
        state: PartyState {
            name: party.name.clone(),
            area,
            details: PartyDetails {
                address: Some("虚构路1号".to_owned()),
                ..PartyDetails::default()
            },
        },
    })
}

/// A code of the registry that there is not: its check character is the one that fits.
fn credit_code(number: usize) -> Option<CreditCode> {
    let digits = format!("91{AREA}{number:09}");
    "0123456789ABCDEFGHJKLMNPQRTUWXY"
        .chars()
        .find_map(|check| format!("{digits}{check}").parse().ok())
}

/// A number of an area that there is not: 990 and three more digits, since only a thousand people of
/// an area can be born on a day.
fn identity(party: &Party) -> Option<CitizenNumber> {
    let born_on = party.born_on.unwrap_or(date(1960, 1, 1));
    let (year, month, day) = (born_on.year(), born_on.month(), born_on.day());
    let sequence = party.number % 1_000;
    let area = 990_000 + party.number / 1_000 % 1_000;
    let digits = format!("{area}{year:04}{month:02}{day:02}{sequence:03}");
    "0123456789X"
        .chars()
        .find_map(|check| format!("{digits}{check}").parse().ok())
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn every_party_has_a_number_of_its_own_in_an_area_that_there_is_not() {
        let mut numbers = HashSet::new();
        for number in 0..90_000 {
            let party = Party::of(126, number);
            let drawn = match party.kind {
                PartyKind::Individual => {
                    let identity = identity(&party).unwrap();
                    assert_eq!(Some(identity.born_on()), party.born_on);
                    identity.reveal().to_owned()
                }
                _ => credit_code(number).unwrap().as_str().to_owned(),
            };
            let area = drawn.trim_start_matches("91");
            assert!(area.starts_with("990"), "{drawn}");
            assert!(numbers.insert(drawn));
        }
    }
}
