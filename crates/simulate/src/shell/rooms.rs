//! The rooms that a simulation goes through.

use std::sync::Arc;

use casework::Casework;
use library::Library;
use library::powers::Powers;
use record::Record;
use register::Register;

use super::SimulatedClock;

/// Rooms that were opened on one record with the clock of the simulation.
#[derive(Debug, Clone)]
pub struct Rooms {
    /// Authorities, officers, parties.
    pub register: Register,
    /// Power lists, with the library whose items they hold.
    pub powers: Powers,
    /// Cases.
    pub casework: Casework,
    /// The clock of the record.
    pub clock: Arc<SimulatedClock>,
}

impl Rooms {
    /// The library.
    pub fn library(&self) -> &Library {
        self.powers.library()
    }

    /// The record.
    pub fn record(&self) -> &Record {
        self.register.record()
    }
}

/// What the simulation is called where it acts.
pub(super) const NAME: &str = "simulate";
/// What it is called where another must act than before.
pub(super) const REVIEWER: &str = "simulate.review";
