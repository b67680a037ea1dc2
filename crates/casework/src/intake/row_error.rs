//! What is wrong with a row: where, what, what to do, in both languages.

use procedure::Malformed;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::error::malformed;

/// Something that is wrong with a row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = IntakeError)]
pub struct RowError {
    /// The code for programs: `row.unknown_officer`. docs/how-to/intake.md lists them.
    pub code: String,
    /// The field of the canonical row, or the column of the foreign one: `act.officers`.
    pub field: String,
    /// In Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
}

impl RowError {
    pub(crate) fn new(code: &str, field: &str, zh: String, en: String) -> Self {
        Self {
            code: format!("row.{code}"),
            field: field.to_owned(),
            zh,
            en,
        }
    }

    pub(crate) fn missing(field: &str) -> Self {
        Self::new(
            "missing",
            field,
            format!("缺少 {field}，请补填后重报该行。"),
            format!("{field} is missing: fill it in and send the row again"),
        )
    }

    pub(crate) fn wrong(field: &str, zh: &str, en: &str) -> Self {
        Self::new(
            "wrong_type",
            field,
            format!("{field} 应为{zh}，请更正后重报该行。"),
            format!("{field} must be {en}: correct it and send the row again"),
        )
    }

    pub(crate) fn unknown(what: &str, field: &str, value: &str, zh: &str, en: &str) -> Self {
        let value: String = value.chars().take(60).collect();
        Self::new(
            &format!("unknown_{what}"),
            field,
            format!("登记中没有{zh}“{value}”，请核对编号，或者先登记再重报该行。"),
            format!(
                "no {en} is registered as {value:?}: check the code, or have it registered, and send the row again"
            ),
        )
    }

    pub(crate) fn of_malformed(error: &Malformed) -> Self {
        let field = match error {
            Malformed::UnknownProcedure(..) => "case.procedure".to_owned(),
            Malformed::UnknownAct { .. } => "act.kind".to_owned(),
            Malformed::UnknownField { field, .. } | Malformed::WrongType { field, .. } => {
                format!("act.states.{field}")
            }
            Malformed::NoElement { list } => format!("act.states.{list}.ref"),
            Malformed::UnknownDocument(_) => "act.documents".to_owned(),
        };
        let code = error.code().trim_start_matches("case.");
        Self::new(code, &field, malformed(error), error.to_string())
    }
}
