//! Cases of every kind on the engine `procedure`: opened, acted in, listed, watched.
//!
//! For: keeping cases, fetching what the registers say of an act, doing acts in one transaction with
//! the record, lists within the scope of the person who asks, what falls due. Not for: any rule (they
//! come from the packs through `procedure`), who may do what (`access`), documents as files.
//!
//! Read first: [`Casework`] (the room's handle), then `do_act.rs`.

pub mod api;
mod bulk;
mod case_log;
mod casework;
mod count_by_item;
mod do_act;
mod due_list;
mod error;
mod found_case;
mod hand_over;
pub mod intake;
mod item_rule;
mod known_holdings;
mod list_cases;
mod nearness;
mod numbers;
mod open_case;
mod personal;
mod possible_acts;
mod powers;
mod recorded_act;
mod replay_case;
mod show_case;
mod similar;
mod suggest;
mod tables;
mod tasks;
mod world;
mod write_act;
mod written;

pub use bulk::{BulkCase, BulkOpening, CaseRows};
pub use case_log::{LogPage, LoggedAct};
pub use casework::{Asking, CaseId, CaseMark, Casework};
pub use do_act::{ActRequest, Done};
pub use due_list::{DuePage, DueRow};
pub use error::CaseError;
pub use hand_over::{HandOver, HandOverPage, HandOverRow, HandedOver};
pub use list_cases::{CaseFilter, CasePage, CaseRow};
pub use nearness::Spread;
pub use numbers::{
    BulkNumbers, NewRange, NumberAudit, NumberClaim, NumberFilter, NumberPage, NumberRow,
    NumberRows, Prefix, Range, RangeFilter, RangePage, SeriesAudit, SeriesFilter, SeriesWord,
    VoidNumber,
};
pub use open_case::{NewCase, PartyGiven};
pub use personal::Erased;
pub use possible_acts::PossibleAct;
pub use powers::{HeldItem, Holdings, ItemRules, NoHoldings};
pub use recorded_act::ActDone;
pub use replay_case::{OtherPacks, Replayed};
pub use show_case::CaseView;
pub use similar::{GradeSpread, SimilarCase, SimilarCases};
pub use suggest::Suggested;
pub use tasks::{Queue, TaskFilter, TaskPage, TaskRow, Whose};
