//! Power lists and who holds what, in a city that does not exist, on both databases.

#![allow(clippy::unwrap_used, reason = "a test fails by its panic")]

#[path = "../support/mod.rs"]
mod support;

mod adjustments;
mod api;
mod city;
mod lists;
mod questions;
mod rooms;
mod template;
