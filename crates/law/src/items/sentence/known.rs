//! What the words and kinds of a consequence say about whose it is.

use super::super::words::starts;
use crate::enforcement_item::MeasureKind;

/// What is no measure of ours, and yet what the authority of the sentence does first.
pub(super) const ADMONITIONS: [&str; 9] = [
    "指出违法行为",
    "训诫",
    "批评教育",
    "劝阻",
    "制止",
    "约谈",
    "告诫",
    "劝离",
    "驱离",
];

/// What another authority than the enforcing one imposes: 由公安机关拘留, 由原发证机关吊销许可证.
pub(super) fn is_special(kind: MeasureKind) -> bool {
    matches!(
        kind,
        MeasureKind::Detention
            | MeasureKind::RevokeLicence
            | MeasureKind::LowerGrade
            | MeasureKind::Close
            | MeasureKind::ByReference
    )
}

/// Whether the target of the measure before still holds: 并处…, 可以并处….
pub(super) fn carries_target(text: &str) -> bool {
    starts(
        text,
        &[
            "并处",
            "并可以给予",
            "可以给予",
            "并给予",
            "可以并处",
            "可并处",
            "并可以处",
            "并可处",
            "可以处",
            "可处",
            "单处",
            "处",
        ],
    )
    .is_some()
}
