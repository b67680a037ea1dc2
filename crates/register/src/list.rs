//! What every list of the register shares.

use serde::Serialize;
use store::sea_orm::sea_query::{Expr, ExprTrait as _, LikeExpr, SimpleExpr};
use store::sea_orm::{ColumnTrait, Condition};
use utoipa::ToSchema;

use crate::text::like_pattern;

/// A page of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct List<T> {
    /// The rows of the page.
    pub rows: Vec<T>,
    /// The cursor of the next page.
    pub next: Option<String>,
    /// How many rows all pages have.
    pub total: u64,
}

/// The condition that a name, its initials or a number holds what a person typed.
pub(crate) fn found_by(
    typed: &str,
    name: impl ColumnTrait,
    initials: impl ColumnTrait,
    code: impl ColumnTrait,
) -> Condition {
    let column = |column: SimpleExpr, part: &str| {
        column.like(LikeExpr::new(like_pattern(part)).escape('\\'))
    };
    let typed = typed.trim();
    let mut found = Condition::any()
        .add(column(Expr::col(name.as_column_ref()), typed))
        .add(column(Expr::col(code.as_column_ref()), typed));
    if typed.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        let lower = typed.to_ascii_lowercase();
        found = found.add(column(Expr::col(initials.as_column_ref()), &lower));
    }
    found
}
