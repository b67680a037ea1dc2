//! The arguments of the functions of rules.

use cel::IdedExpr;
use cel::common::ast::{Expr, LiteralValue};

use super::checker::{Checker, Outcome};
use super::functions::{self, Parameter};
use super::{FaultKind, Type};

impl Checker<'_> {
    /// A call of a function of rules.
    pub(super) fn function(
        &mut self,
        part: &IdedExpr,
        function: &'static functions::Function,
        arguments: &[IdedExpr],
    ) -> Outcome {
        let mut steps = 1;
        let given: Vec<_> = arguments
            .iter()
            .map(|argument| self.check(argument))
            .collect();
        steps += given.iter().map(|outcome| outcome.steps).sum::<u64>();
        if arguments.len() != function.takes.len() {
            self.argument_count(part, function.name, function.takes.len(), arguments.len());
            return Outcome {
                holds: function.gives.clone().unwrap_or(Type::Unknown),
                steps,
            };
        }
        let mut decided = None;
        for ((takes, argument), outcome) in function.takes.iter().zip(arguments).zip(&given) {
            match takes {
                Parameter::Value(expected) if !outcome.holds.fits(expected) => {
                    self.wrong_argument(argument, function.name, expected, &outcome.holds);
                }
                Parameter::Value(_) => {}
                literal => decided = self.literal_argument(argument, literal).or(decided),
            }
        }
        Outcome {
            holds: function.gives.clone().or(decided).unwrap_or(Type::Unknown),
            steps,
        }
    }

    /// The type that a parameter gives, after the id or day in quotes is looked up.
    fn literal_argument(&mut self, argument: &IdedExpr, takes: &Parameter) -> Option<Type> {
        let Expr::Literal(LiteralValue::String(words)) = &argument.expr else {
            self.fault(
                argument,
                FaultKind::Type,
                "这里应写带引号的字面值，以便事先核对",
                "a literal in quotes was expected here, so that it can be checked beforehand",
            );
            return None;
        };
        let words = words.inner();
        match takes {
            Parameter::DateLiteral if words.parse::<jiff::civil::Date>().is_err() => {
                self.fault(
                    argument,
                    FaultKind::Type,
                    &format!("“{words}”不是日期，应写作 2021-07-15"),
                    &format!("{words:?} is not a day: write 2021-07-15"),
                );
            }
            Parameter::TermLiteral if !self.vocabulary.terms.contains(words) => {
                self.unknown_id(argument, "期限", "term", words);
            }
            Parameter::ParameterLiteral => {
                let known = self.vocabulary.parameters.get(words).cloned();
                if known.is_none() {
                    self.unknown_id(argument, "参数", "parameter", words);
                }
                return known;
            }
            _ => {}
        }
        None
    }

    fn unknown_id(&mut self, part: &IdedExpr, zh: &str, en: &str, id: &str) {
        self.fault(
            part,
            FaultKind::UnknownReference,
            &format!("规则包中没有{zh}“{id}”"),
            &format!("no {en} is called {id:?} in the pack"),
        );
    }

    fn wrong_argument(&mut self, part: &IdedExpr, function: &str, expected: &Type, given: &Type) {
        self.fault(
            part,
            FaultKind::Type,
            &format!("{function} 在此处需要{}，现为{}", expected.zh(), given.zh()),
            &format!("{function} takes a {expected} here, this is a {given}"),
        );
    }

    fn argument_count(&mut self, part: &IdedExpr, function: &str, takes: usize, given: usize) {
        self.fault(
            part,
            FaultKind::ArgumentCount,
            &format!("{function} 需要 {takes} 个参数，现有 {given} 个"),
            &format!("{function} takes {takes} argument(s), {given} are given"),
        );
    }
}
