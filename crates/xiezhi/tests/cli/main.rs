//! The command line as others call it: outputs and exit codes.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod account;
mod case;
mod files;
mod ledger;
mod library;
mod postgres;
mod power;
mod serve;
mod simulate;
mod support;
mod usage;
