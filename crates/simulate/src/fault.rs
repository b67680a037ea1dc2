//! Faults that are planted, and the key that says which.

use serde::Serialize;

/// A fault that a story carries. The acts that carry it are reported ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Fault {
    /// The decision comes after the time for it is over.
    LateDecision,
    /// The decision is served after the time for it is over.
    LateService,
    /// One officer does what takes two.
    OneOfficer,
    /// An officer acts whose certificate has run out.
    ExpiredCertificate,
    /// The decision is made without notice.
    NoNotice,
    /// The decision is made before the time to be heard is over.
    HastyDecision,
    /// A difficult case is decided without legal review.
    NoLegalReview,
    /// The hearing that was asked for is not held.
    NoHearing,
    /// A major case is decided without collective discussion.
    NoDiscussion,
    /// A fine above the limit of the simple procedure, on the spot.
    OverSimpleLimit,
    /// The place lies outside the area of the authority.
    WrongArea,
}

/// What was planted, as the key file says it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Planted {
    /// The number of the case.
    pub case: u64,
    /// The number of the act in the case, from 1.
    pub act: u32,
    /// The fault.
    pub fault: Fault,
    /// The guard that it breaks, or the clock that it lets run out.
    pub rule: &'static str,
    /// The warning or criterion that must be raised.
    pub code: &'static str,
}

impl Fault {
    /// Every fault.
    pub const ALL: [Self; 11] = [
        Self::LateDecision,
        Self::LateService,
        Self::OneOfficer,
        Self::ExpiredCertificate,
        Self::NoNotice,
        Self::HastyDecision,
        Self::NoLegalReview,
        Self::NoHearing,
        Self::NoDiscussion,
        Self::OverSimpleLimit,
        Self::WrongArea,
    ];

    /// The guard that it breaks, or the clock that it lets run out.
    pub const fn rule(self) -> &'static str {
        match self {
            Self::LateDecision => "decision",
            Self::LateService => "service",
            Self::OneOfficer => "officers.two",
            Self::ExpiredCertificate => "officers.certified",
            Self::NoNotice => "notice.given",
            Self::HastyDecision => "notice.period_over",
            Self::NoLegalReview => "review.passed",
            Self::NoHearing => "hearing.held",
            Self::NoDiscussion => "discussion.held",
            Self::OverSimpleLimit => "simple.limit",
            Self::WrongArea => "authority.area",
        }
    }

    /// The warning or criterion that must be raised.
    pub const fn code(self) -> &'static str {
        match self {
            Self::LateDecision => "W40",
            Self::LateService => "W43",
            Self::OneOfficer => "W09",
            Self::ExpiredCertificate => "W10",
            Self::NoNotice => "W19",
            Self::HastyDecision => "W20",
            Self::NoLegalReview => "W22",
            Self::NoHearing => "V09",
            Self::NoDiscussion => "W23",
            Self::OverSimpleLimit => "W25",
            Self::WrongArea => "W06",
        }
    }

    /// Whether a clock shows it, and not a guard.
    pub const fn is_clock(self) -> bool {
        matches!(self, Self::LateDecision | Self::LateService)
    }
}
