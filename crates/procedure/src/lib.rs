//! The engine: what an act does to a case, and whether it may.
//!
//! [`Procedures::decide`] takes a case, an act, what the registers say of it and the moment, and
//! gives the case after the act or a refusal. A *requested* act is refused where a guard of the
//! rules is broken; a *reported* one happened already and is taken in as it happened, with the
//! guards it broke as marks for supervision. [`Procedures::replay`] gives the same case from its
//! acts.
//!
//! Every rule comes from the packs (`rules`): which acts there are, who may do them, what must be
//! true, which clocks run. Nothing here reads a clock, a register or a database; who asks for a
//! decision brings the [`World`] that [`Procedures::needs`] names.
//!
//! Read first [`Case`] and [`Procedures`].

mod act;
mod apply;
mod case;
mod clock;
mod compiled;
mod decide;
mod discretion;
mod explain;
mod late_fee;
mod law_of_the_day;
mod number;
mod personal;
mod possible;
mod snapshot;
mod stated;
mod task;
mod verdict;
mod world;

pub use act::{Act, DocumentGiven, Manner, Override};
pub use case::{Case, Document, Mark};
pub use clock::{ClockRun, ClockState, Pause};
pub use compiled::Procedures;
pub use discretion::{Departure, DepartureRule, GradeNow, Graded, Leniency, Suggestion};
pub use explain::{Condition, FactSeen, Met};
pub use late_fee::{LateFee, LateFeeTerms, Overdue, StandStill};
pub use law_of_the_day::{ItemRule, LawOfTheDay, law_of_the_day};
pub use number::{CASE, Numbered, Wanted};
pub use personal::rejoined;
pub use possible::Possible;
pub use stated::Malformed;
pub use task::Task;
pub use verdict::{Broken, Effects, Refusal, Verdict};
pub use world::{AuthorityNow, OfficerNow, World};
