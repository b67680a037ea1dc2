//! A condition in its parts, for people who want to see which of them is not met.

use std::collections::BTreeSet;

use cel::IdedExpr;
use cel::common::ast::{EntryExpr, Expr};

use super::check::parse;
use super::{Expression, Over, Type};

impl Expression {
    /// The conditions that `&&` joins at the top, in their order; the expression itself where it is
    /// no such chain. Alone, a condition may look at an optional field that an earlier one asked for
    /// with `has`: it then cannot be computed where the field is absent.
    pub fn conditions(&self) -> Vec<Self> {
        let alone = |source: &str| {
            let (tree, _) = parse(source).ok()?;
            Some(Self::part_of(self, source, tree))
        };
        let parts: Option<Vec<Self>> = split(self.source()).into_iter().map(alone).collect();
        parts.unwrap_or_default()
    }

    /// The fields of the snapshot that it looks at: `harm`, `facts.handbills`; those of the elements
    /// of a list follow the name of the list: `parties.coerced`.
    pub fn looks_at(&self, over: Over) -> BTreeSet<String> {
        let mut found = BTreeSet::new();
        let mut walked = vec![(over.name().to_owned(), String::new())];
        look(&self.tree, &mut walked, &mut found);
        let whole = found.clone();
        found.retain(|path| {
            let inside = format!("{path}.");
            !whole.iter().any(|other| other.starts_with(&inside))
        });
        found
    }

    fn part_of(whole: &Self, source: &str, tree: IdedExpr) -> Self {
        Self::checked(source, Type::Bool, whole.steps(), tree)
    }
}

/// The parts of a chain of `&&` outside brackets and texts. A chain with `||` or `?` at the top is
/// one condition.
fn split(source: &str) -> Vec<&str> {
    let source = without_brackets(source.trim());
    let (mut parts, mut from) = (Vec::new(), 0);
    for (at, sign) in top_signs(source) {
        match sign {
            "&&" => {
                parts.push(&source[from..at]);
                from = at + 2;
            }
            _ => return vec![source],
        }
    }
    if parts.is_empty() {
        return vec![source];
    }
    parts.push(&source[from..]);
    parts.into_iter().flat_map(split).collect()
}

/// Where `&&`, `||` and `?` stand outside brackets and texts.
fn top_signs(source: &str) -> Vec<(usize, &str)> {
    let (mut found, mut depth, mut quote) = (Vec::new(), 0_usize, None);
    let mut characters = source.char_indices().peekable();
    while let Some((at, sign)) = characters.next() {
        match (quote, sign) {
            (Some(_), '\\') => {
                characters.next();
            }
            (Some(open), _) if open == sign => quote = None,
            (None, '\'' | '"') => quote = Some(sign),
            (None, '(' | '[' | '{') => depth += 1,
            (None, ')' | ']' | '}') => depth = depth.saturating_sub(1),
            (None, '?') if depth == 0 => found.push((at, "?")),
            (None, '&' | '|')
                if depth == 0 && characters.next_if(|(_, next)| *next == sign).is_some() =>
            {
                found.push((at, if sign == '&' { "&&" } else { "||" }));
            }
            _ => {}
        }
    }
    found
}

/// Without brackets around the whole.
fn without_brackets(source: &str) -> &str {
    let inner = source
        .strip_prefix('(')
        .and_then(|rest| rest.strip_suffix(')'));
    let Some(inner) = inner else { return source };
    let mut depth = 0_i32;
    let closes_early = inner.chars().any(|sign| {
        depth += match sign {
            '(' => 1,
            ')' => -1,
            _ => 0,
        };
        depth < 0
    });
    if closes_early {
        source
    } else {
        without_brackets(inner.trim())
    }
}

/// Adds the fields that a part looks at. `walked` names the variables with what they stand for.
fn look(part: &IdedExpr, walked: &mut Vec<(String, String)>, found: &mut BTreeSet<String>) {
    if let Some(path) = known(&part.expr, walked) {
        if !path.is_empty() {
            found.insert(path);
        }
        return;
    }
    match &part.expr {
        Expr::Select(select) => look(&select.operand, walked, found),
        Expr::Call(call) => {
            for inner in call.target.as_deref().into_iter().chain(&call.args) {
                look(inner, walked, found);
            }
        }
        Expr::List(list) => {
            for inner in &list.elements {
                look(inner, walked, found);
            }
        }
        Expr::Map(map) => {
            for entry in &map.entries {
                if let EntryExpr::MapEntry(entry) = &entry.expr {
                    look(&entry.key, walked, found);
                    look(&entry.value, walked, found);
                }
            }
        }
        Expr::Comprehension(walk) => {
            look(&walk.iter_range, walked, found);
            let of = known(&walk.iter_range.expr, walked);
            let depth = walked.len();
            walked.extend(of.map(|of| (walk.iter_var.clone(), of)));
            for inner in [
                &walk.accu_init,
                &walk.loop_cond,
                &walk.loop_step,
                &walk.result,
            ] {
                look(inner, walked, found);
            }
            walked.truncate(depth);
        }
        _ => {}
    }
}

/// The path in the snapshot that selections on a variable give; `None` for anything else.
fn known(part: &Expr, walked: &[(String, String)]) -> Option<String> {
    match part {
        Expr::Ident(name) => {
            let found = walked.iter().rev().find(|(variable, _)| variable == name);
            found.map(|(_, of)| of.clone())
        }
        Expr::Select(select) => {
            let of = known(&select.operand.expr, walked)?;
            let between = if of.is_empty() { "" } else { "." };
            Some(format!("{of}{between}{}", select.field))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Schema, Vocabulary};
    use super::*;

    fn read(source: &str) -> Expression {
        let schema = Schema::of(Over::Case);
        Expression::read(source, schema, &Type::Bool, &Vocabulary::default()).unwrap()
    }

    #[test]
    fn a_chain_is_split_at_the_top_only() {
        let check = |source: &str, expected: &[&str]| {
            let read = read(source).conditions();
            let parts: Vec<_> = read.iter().map(Expression::source).collect();
            let trimmed: Vec<_> = parts.iter().map(|part| part.trim()).collect();
            assert_eq!(trimmed, expected, "{source}");
        };
        check("case.corrected", &["case.corrected"]);
        check(
            "case.harm == 'none' && (case.corrected && case.waived)",
            &["case.harm == 'none'", "case.corrected", "case.waived"],
        );
        check(
            "case.sector == 'a && b' && !(case.corrected && case.waived)",
            &[
                "case.sector == 'a && b'",
                "!(case.corrected && case.waived)",
            ],
        );
        check(
            "case.corrected && case.waived || case.investigated",
            &["case.corrected && case.waived || case.investigated"],
        );
        check(
            "(case.corrected) && (case.waived)",
            &["case.corrected", "case.waived"],
        );
    }

    #[test]
    fn it_names_the_fields_that_it_looks_at() {
        let check = |source: &str, expected: &[&str]| {
            let found = read(source).looks_at(Over::Case);
            assert_eq!(found.iter().collect::<Vec<_>>(), expected, "{source}");
        };
        check("case.harm in ['none', 'slight']", &["harm"]);
        check("has(case.fine) && case.fine > yuan(3)", &["fine"]);
        check(
            "case.parties.size() > 0 && case.parties.all(p, p.coerced || case.corrected)",
            &["corrected", "parties.coerced"],
        );
        check(
            "days_between(case.violation_on, today) > 3",
            &["violation_on"],
        );
        check("case.place.area == 'a'", &["place.area"]);
    }
}
