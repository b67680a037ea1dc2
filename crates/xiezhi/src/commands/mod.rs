//! One module for each command.

pub mod account;
mod account_demo;
mod authority;
pub mod case;
mod check;
mod deputy;
mod diff;
mod doctor;
mod export;
mod import;
pub mod intake;
mod items;
pub mod ledger;
pub mod numbers;
mod officer;
pub mod pack;
mod party;
pub mod power;
mod registered;
mod search;
mod serve;
mod show;
pub mod simulate;
mod structure;
pub mod task;
mod words;

use base::Lang;

use crate::cli::{Command, LawCommand};
use crate::failure::{Exit, Failure};
use crate::room::block_on;

/// Runs a command.
pub fn run(command: Command, lang: Lang) -> Result<Exit, Failure> {
    match command {
        Command::Law(command) => law(command, lang),
        Command::Pack(command) => pack::run(command, lang),
        Command::Authority(command) => block_on(authority::run(command, lang)),
        Command::Officer(command) => block_on(officer::run(command, lang)),
        Command::Party(command) => block_on(party::run(command, lang)),
        Command::Power(command) => block_on(power::run(command, lang)),
        Command::Case(command) => block_on(case::run(command, lang)),
        Command::Numbers(command) => block_on(numbers::run(command)),
        Command::Task(command) => block_on(task::run(command)),
        Command::Intake(command) => block_on(intake::run(command, lang)),
        Command::Account(command) => block_on(account::run(command, lang)),
        Command::Ledger(command) => block_on(ledger::run(command, lang)),
        Command::Simulate(args) => block_on(simulate::run(args, lang)),
        Command::Serve(args) => block_on(serve::run(args, lang)),
        Command::Doctor(args) => block_on(doctor::run(args, lang)),
    }
}

fn law(command: LawCommand, lang: Lang) -> Result<Exit, Failure> {
    match command {
        LawCommand::Structure(args) => structure::run(&args, lang),
        LawCommand::Items(args) => items::run(&args, lang),
        LawCommand::Import(args) => block_on(import::run(args, lang)),
        LawCommand::Search(args) => block_on(search::run(args, lang)),
        LawCommand::Show(args) => block_on(show::run(args, lang)),
        LawCommand::Diff(args) => block_on(diff::run(args, lang)),
        LawCommand::Check(args) => block_on(check::run(args, lang)),
        LawCommand::Export(args) => block_on(export::run(args, lang)),
    }
}
