//! Whole cases through casework, with registers, items, power lists and the record, on SQLite and on
//! PostgreSQL.

#![allow(
    clippy::unwrap_used,
    clippy::needless_pass_by_value,
    reason = "a test fails by its panic"
)]

mod change_of_law;
mod city;
mod court;
mod hand_over;
mod late_fee;
mod measures;
mod ordinary;
mod paper;
mod refusals;
mod simple;
mod stages;
mod statutes;
mod street;
mod tasks;
mod walk;
