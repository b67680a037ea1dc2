//! Which operators and standard functions of CEL a rule may use, on which types.

use cel::common::ast::operators;

use super::functions::is_name;
use super::{Bound, ExpressionFault, FaultKind, Type};

/// The type that an operator or standard function gives for these types.
pub(super) fn result_of(name: &str, given: &[Type]) -> Result<Type, ExpressionFault> {
    use Type::{Bool, Int, List, Money, String, Unknown, Word};
    if given.contains(&Unknown) && name != operators::ADD {
        return Ok(result_for_unknown(name));
    }
    let holds = match (name, given) {
        (operators::LOGICAL_NOT | operators::NOT_STRICTLY_FALSE, [Bool])
        | ("contains" | "startsWith" | "endsWith", [String | Word(_), String | Word(_)]) => Bool,
        (operators::EQUALS | operators::NOT_EQUALS, [left, right]) if left.fits(right) => Bool,
        (
            operators::LESS
            | operators::LESS_EQUALS
            | operators::GREATER
            | operators::GREATER_EQUALS,
            [left, right],
        ) if left.fits(right) && left.is_ordered() => Bool,
        (operators::IN, [element, List(of, _)]) if element.fits(of) => Bool,
        (
            operators::ADD
            | operators::SUBSTRACT
            | operators::MULTIPLY
            | operators::DIVIDE
            | operators::MODULO,
            [Int, Int],
        )
        | (operators::NEGATE, [Int])
        | ("size", [List(..) | String | Word(_)]) => Int,
        (operators::ADD | operators::SUBSTRACT, [Money, Money])
        | (operators::MULTIPLY, [Money, Int] | [Int, Money]) => Money,
        (operators::ADD, [List(left, a), List(right, b)]) if left.fits(right) => {
            let of = if **left == Unknown { right } else { left };
            List(of.clone(), longer(*a, *b))
        }
        (operators::ADD, [Unknown, other] | [other, Unknown]) => other.clone(),
        (operators::INDEX, [List(of, _), Int]) => (**of).clone(),
        _ => return Err(refusal(name, given)),
    };
    Ok(holds)
}

/// After a fault that is reported, the type that the operator usually gives.
fn result_for_unknown(name: &str) -> Type {
    match name {
        operators::MULTIPLY
        | operators::SUBSTRACT
        | operators::DIVIDE
        | operators::MODULO
        | operators::NEGATE
        | operators::INDEX => Type::Unknown,
        "size" => Type::Int,
        _ => Type::Bool,
    }
}

fn longer(a: Bound, b: Bound) -> Bound {
    match (a, b) {
        (Bound::AtMost(a), Bound::AtMost(b)) => Bound::AtMost(a.saturating_add(b)),
        _ => Bound::None,
    }
}

fn refusal(name: &str, given: &[Type]) -> ExpressionFault {
    let listed: Vec<String> = given.iter().map(ToString::to_string).collect();
    let zh: Vec<String> = given.iter().map(Type::zh).collect();
    let sign = name.trim_matches(|c| matches!(c, '_' | '@'));
    if is_name(name) && !matches!(name, "size" | "contains" | "startsWith" | "endsWith") {
        return ExpressionFault::new(
            FaultKind::UnknownFunction,
            0,
            &format!("没有函数“{name}”；函数表见 docs/rules.md"),
            &format!("there is no function {name:?}: docs/rules.md lists them"),
        );
    }
    let (mut zh_hint, mut en_hint) = (String::new(), String::new());
    if given.contains(&Type::Money) && given.contains(&Type::Int) {
        "；金额请写 yuan(…) 或 fen(…)，比例用 share(…)".clone_into(&mut zh_hint);
        "; write yuan(…) or fen(…) for an amount, share(…) for a rate".clone_into(&mut en_hint);
    } else if given.contains(&Type::Date) && given.contains(&Type::String) {
        "；日期请写 date('2021-07-15')".clone_into(&mut zh_hint);
        "; write date('2021-07-15') for a day".clone_into(&mut en_hint);
    }
    ExpressionFault::new(
        FaultKind::Type,
        0,
        &format!("“{sign}”不能用于{}{zh_hint}", zh.join("与")),
        &format!(
            "{sign:?} does not work on {}{en_hint}",
            listed.join(" and ")
        ),
    )
}
