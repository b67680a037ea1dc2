//! One module for each command.

mod items;
mod structure;
mod words;

use base::Lang;

use crate::cli::{Command, LawCommand};
use crate::failure::{Exit, Failure};

/// Runs a command.
pub fn run(command: Command, lang: Lang) -> Result<Exit, Failure> {
    match command {
        Command::Law(LawCommand::Structure(args)) => structure::run(&args, lang),
        Command::Law(LawCommand::Items(args)) => items::run(&args, lang),
    }
}
