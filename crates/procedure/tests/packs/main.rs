//! The procedures and guards of the repository's packs, told as cases.

#![expect(
    clippy::needless_pass_by_value,
    clippy::unwrap_used,
    reason = "a test fails where it stands"
)]

mod money;
mod national;
mod refusals_of_decisions;
mod refusals_of_people;
mod story;
