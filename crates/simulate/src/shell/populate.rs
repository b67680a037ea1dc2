//! The city in the registers.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use base::LEGAL_TIME;
use jiff::civil::{DateTime, date};
use record::ActFilter;
use store::{Limit, PageRequest};

use super::lists::EFFECTIVE;
use super::{Built, Rooms, SimulateError, lists, parties, registers, statutes};
use crate::City;
use crate::city::FOUNDED;

/// How far a city is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    /// Authorities and officers are registered.
    Registered,
    /// The statutes are imported.
    Imported,
    /// The items are adopted.
    Adopted,
    /// The power lists are published.
    Published,
    /// The parties are registered.
    Parties,
    /// So many acts were done, up to this day.
    Acts(u64, jiff::civil::Date),
}

/// When the clock of a simulation must stand before anything is done.
pub(crate) const BEGINS: DateTime = FOUNDED.at(9, 0, 0, 0);

/// Refuses registers that hold a simulated city, and a record on which something younger than the
/// city was done.
pub async fn check_empty(rooms: &Rooms, city: &City) -> Result<(), SimulateError> {
    let failed = SimulateError::room(("读取登记库", "reading the register"));
    let registry = rooms.register.authorities_known().await;
    let registry = registry.map_err(|error| failed(&error))?;
    let first = city.authorities.first();
    if first.is_some_and(|first| registry.by_code(&first.code).is_some()) {
        return Err(SimulateError::Populated);
    }
    let filter = ActFilter {
        recorded_from: LEGAL_TIME.to_timestamp(BEGINS).ok(),
        newest_first: true,
        ..ActFilter::default()
    };
    let page = PageRequest::first(Limit::new(1).unwrap_or_default());
    let acts = rooms.record().acts(&filter, &page).await;
    let failed = SimulateError::room(("读取案卷记录", "reading the record"));
    let acts = acts.map_err(|error| failed(&error))?.acts;
    match acts.first() {
        Some(act) => Err(SimulateError::Later(act.recorded_at.to_string())),
        None => Ok(()),
    }
}

/// Fills the registers, as a city would: authorities and officers in 2020, the statutes and what they
/// let authorities punish, the power lists, and of the parties those with these numbers. The files of
/// the statutes are kept in `folder`.
///
/// The rooms must be empty ([`check_empty`]) and their clock stand before the founding of the city.
pub async fn populate(
    rooms: &Rooms,
    city: &City,
    parties: &BTreeSet<usize>,
    folder: &Path,
    told: &mut dyn FnMut(Progress),
) -> Result<Built, SimulateError> {
    rooms.clock.advance(BEGINS);
    let authorities = registers::authorities(rooms, city).await?;
    let officers = registers::officers(rooms, city).await?;
    told(Progress::Registered);
    rooms.clock.advance(date(2020, 5, 29).at(9, 0, 0, 0));
    statutes::import(rooms, city, &folder.join("statutes")).await?;
    told(Progress::Imported);
    let items = statutes::adopt(rooms, city).await?;
    told(Progress::Adopted);
    rooms.clock.advance(date(2020, 6, 15).at(9, 0, 0, 0));
    lists::publish(rooms, city, &authorities, &items).await?;
    rooms.clock.advance(EFFECTIVE.at(9, 0, 0, 0));
    told(Progress::Published);
    let registering = authorities.first().copied();
    let parties = match registering {
        Some(authority) => parties::register(rooms, city, authority, parties).await?,
        None => BTreeMap::new(),
    };
    told(Progress::Parties);
    Ok(Built::new(city, authorities, officers, items, parties))
}
