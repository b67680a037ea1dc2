//! `xiezhi`: the command line, and the place where the rooms are put together.
//!
//! It owns what the rooms may not: the environment, the running clock, the terminal and the exit
//! code. Read first: [`cli::Cli`] (what can be asked) and [`commands`] (one module for each).

mod cli;
mod commands;
mod failure;
mod ordered;
mod output;
mod packs;
mod register_cli;
mod room;
mod settings;
mod sign_in;
mod sources;

use std::process::ExitCode;

use clap::Parser;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let cli = match cli::Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return failure::usage(&error),
    };
    let lang = cli.lang.unwrap_or_else(settings::lang);
    match commands::run(cli.command, lang) {
        Ok(exit) => exit.into(),
        Err(failure) => failure.report(lang),
    }
}
