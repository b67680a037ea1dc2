//! Servers as processes, asked by people who are signed in: two on one database, and what must
//! change nothing.

#![allow(clippy::unwrap_used, reason = "a test fails by its panic")]

mod city;
mod hostile;
mod node;
mod revoked;
mod story;
mod two_nodes;
