//! The rooms of a small city in an empty database.

use std::path::Path;
use std::sync::Arc;

use casework::Casework;
use jiff::civil::date;
use library::powers::Powers;
use library::{DataFolder, Library};
use procedure::Procedures;
use record::Record;
use register::Register;
use simulate::Size;
use simulate::shell::{Rooms, SimulatedClock};
use store::Database;

pub const SIZE: Size = Size {
    officers: 400,
    items: 600,
    parties: 60,
};

pub async fn rooms(db: Database, folder: &Path, procedures: &Procedures) -> Rooms {
    let clock = Arc::new(SimulatedClock::at(date(2019, 12, 31).at(9, 0, 0, 0)));
    let record = Record::open(db, Arc::clone(&clock) as _).await.unwrap();
    let register = Register::open(record.clone(), folder).await.unwrap();
    let library = Library::open(record.clone(), DataFolder::at(folder))
        .await
        .unwrap();
    let powers = Powers::new(
        Arc::new(library),
        Arc::new(register.clone()),
        Arc::new(record),
        None,
    );
    let rules = Arc::clone(procedures.rules());
    let holdings = Arc::new(powers.clone());
    let casework = Casework::open(register.clone(), rules, holdings).await;
    Rooms {
        register,
        powers,
        casework: casework.unwrap(),
        clock,
    }
}
