//! What the tree of an expression tells without types: where a part begins, which fields it names,
//! which fields a condition proves to be there.

use cel::IdedExpr;
use cel::common::ast::{Expr, SourceInfo, operators};

use super::functions;

/// Where a part begins; operators and selections are recorded at their sign, so the leftmost part counts.
pub(super) fn start(part: &IdedExpr, places: &SourceInfo) -> usize {
    let own = places
        .offset_for(part.id)
        .map_or(0, |(start, _)| start as usize);
    match &part.expr {
        Expr::Select(select) => start(&select.operand, places),
        Expr::Call(call) if call.target.is_none() && functions::is_name(&call.func_name) => {
            // A call is recorded at its parenthesis.
            own.saturating_sub(call.func_name.chars().count())
        }
        Expr::Call(call) => {
            let first = call.target.as_deref().or(call.args.first());
            first.map_or(own, |first| start(first, places).min(own))
        }
        Expr::Comprehension(walk) => start(&walk.iter_range, places).min(own),
        _ => own,
    }
}

/// The fields that are there when a condition has this truth.
pub(super) fn proves(condition: &Expr, truth: bool, proven: &mut Vec<String>) {
    match condition {
        Expr::Select(select) if select.test && truth => {
            proven
                .extend(path(&select.operand.expr).map(|path| format!("{path}.{}", select.field)));
        }
        Expr::Call(call) => match (call.func_name.as_str(), call.args.as_slice()) {
            (operators::LOGICAL_NOT, [inner]) => proves(&inner.expr, !truth, proven),
            (operators::LOGICAL_AND, both) if truth => {
                for part in both {
                    proves(&part.expr, true, proven);
                }
            }
            (operators::LOGICAL_OR, both) if !truth => {
                for part in both {
                    proves(&part.expr, false, proven);
                }
            }
            _ => {}
        },
        _ => {}
    }
}

/// `case.place.area` of selections on a variable.
pub(super) fn path(part: &Expr) -> Option<String> {
    match part {
        Expr::Ident(name) => Some(name.clone()),
        Expr::Select(select) if !select.test => {
            Some(format!("{}.{}", path(&select.operand.expr)?, select.field))
        }
        _ => None,
    }
}
