//! The walk over the tree of an expression: what each part gives, and what it costs at most.

use cel::IdedExpr;
use cel::common::ast::{
    CallExpr, ComprehensionExpr, Expr, ListExpr, LiteralValue, SelectExpr, SourceInfo, operators,
};

use super::functions;
use super::operators::result_of;
use super::tree::{path, proves, start};
use super::{Bound, ExpressionFault, FaultKind, Schema, Type, Vocabulary};

/// What is known of a part of an expression.
#[derive(Debug, Clone)]
pub(super) struct Outcome {
    pub holds: Type,
    /// Steps at most; a list without a limit counts as [`UNLIMITED`] elements.
    pub steps: u64,
}

/// Elements of a list without a limit, for the count of steps.
const UNLIMITED: u64 = 10_000;

/// The state of a walk.
pub(super) struct Checker<'a> {
    schema: &'a Schema,
    pub(super) vocabulary: &'a Vocabulary,
    pub(super) places: &'a SourceInfo,
    variables: Vec<(String, Type)>,
    /// Optional fields that were asked for with `has`, by their path.
    present: Vec<String>,
    /// Walks over lists without a limit around the current part.
    unlimited_walks: u32,
    pub faults: Vec<ExpressionFault>,
}

impl<'a> Checker<'a> {
    pub fn new(schema: &'a Schema, vocabulary: &'a Vocabulary, places: &'a SourceInfo) -> Self {
        let variables = vec![
            (schema.over().name().to_owned(), schema.root()),
            ("today".to_owned(), Type::Date),
        ];
        Self {
            schema,
            vocabulary,
            places,
            variables,
            present: Vec::new(),
            unlimited_walks: 0,
            faults: Vec::new(),
        }
    }

    pub fn check(&mut self, part: &IdedExpr) -> Outcome {
        match &part.expr {
            Expr::Literal(literal) => self.literal(part, literal),
            Expr::Ident(name) => self.variable(part, name),
            Expr::Select(select) => self.select(part, select),
            Expr::Call(call) => self.call(part, call),
            Expr::List(list) => self.list(list),
            Expr::Comprehension(walk) => self.comprehension(part, walk),
            Expr::Map(_) | Expr::Struct(_) | Expr::Unspecified => {
                self.fault(
                    part,
                    FaultKind::Type,
                    "规则中不能构造映射或者结构",
                    "a rule cannot build a map or a message",
                );
                unknown(1)
            }
        }
    }

    fn literal(&mut self, part: &IdedExpr, literal: &LiteralValue) -> Outcome {
        let holds = match literal {
            LiteralValue::Boolean(_) => Type::Bool,
            LiteralValue::Int(_) => Type::Int,
            LiteralValue::String(_) => Type::String,
            LiteralValue::Double(_) => {
                self.fault(
                    part,
                    FaultKind::Float,
                    "不能使用小数：金额用 yuan(…) 或 fen(…)，比例用 share(金额, 分子, 分母)",
                    "floating-point numbers are refused: write yuan(…) or fen(…) for money, share(amount, numerator, denominator) for a rate",
                );
                Type::Unknown
            }
            LiteralValue::Bytes(_) | LiteralValue::Null | LiteralValue::UInt(_) => {
                self.fault(
                    part,
                    FaultKind::Type,
                    "规则中只有是否、整数和文字三种字面值；字段是否存在用 has(…) 询问",
                    "a rule has three kinds of literal, yes or no, whole numbers and texts; ask with has(…) whether a field is there",
                );
                Type::Unknown
            }
        };
        Outcome { holds, steps: 1 }
    }

    fn variable(&mut self, part: &IdedExpr, name: &str) -> Outcome {
        let known = self.variables.iter().rev().find(|(known, _)| known == name);
        if let Some((_, holds)) = known {
            return Outcome {
                holds: holds.clone(),
                steps: 1,
            };
        }
        let root = self.schema.over().name();
        self.fault(
            part,
            FaultKind::UnknownField,
            &format!("没有变量“{name}”；可用 {root} 和 today"),
            &format!("there is no variable {name:?}: {root} and today can be used"),
        );
        unknown(1)
    }

    fn select(&mut self, part: &IdedExpr, select: &SelectExpr) -> Outcome {
        let operand = self.check(&select.operand);
        let steps = operand.steps + 1;
        let record = match operand.holds {
            Type::Record(record) => record,
            Type::Unknown => return unknown(steps),
            other => {
                self.fault(
                    part,
                    FaultKind::Type,
                    &format!("{}没有字段“{}”", other.zh(), select.field),
                    &format!("a {other} has no fields, so no {:?}", select.field),
                );
                return unknown(steps);
            }
        };
        let Some(field) = self.schema.field(&record, &select.field) else {
            self.unknown_field(part, &record, &select.field);
            return unknown(steps);
        };
        if select.test {
            return Outcome {
                holds: Type::Bool,
                steps,
            };
        }
        if field.optional {
            self.ask_first(part);
        }
        Outcome {
            holds: field.holds.clone(),
            steps,
        }
    }

    fn unknown_field(&mut self, part: &IdedExpr, record: &str, name: &str) {
        let near = self.schema.records()[record]
            .keys()
            .map(|known| (crate::near::distance(known, name), known.clone()))
            .min();
        let near = near.filter(|(distance, _)| *distance <= 3);
        let (zh, en) = near.map_or_else(
            || {
                (
                    "；字段表见 docs/rules.md".to_owned(),
                    ": docs/rules.md lists its fields".to_owned(),
                )
            },
            |(_, known)| {
                (
                    format!("；是否要写“{known}”？"),
                    format!(": is {known:?} meant?"),
                )
            },
        );
        self.fault(
            part,
            FaultKind::UnknownField,
            &format!("{record} 没有字段“{name}”{zh}"),
            &format!("{record} has no field {name:?}{en}"),
        );
    }

    fn ask_first(&mut self, part: &IdedExpr) {
        let Some(path) = path(&part.expr) else { return };
        if !self.present.contains(&path) {
            self.fault(
                part,
                FaultKind::Unguarded,
                &format!("{path} 可能不存在，请先写 has({path}) &&"),
                &format!("{path} may be absent: write has({path}) && before it"),
            );
        }
    }

    fn call(&mut self, part: &IdedExpr, call: &CallExpr) -> Outcome {
        match (call.func_name.as_str(), call.args.as_slice()) {
            (operators::LOGICAL_AND, [left, right]) => self.logic(left, right, true),
            (operators::LOGICAL_OR, [left, right]) => self.logic(left, right, false),
            (operators::CONDITIONAL, [condition, yes, no]) => {
                self.conditional(part, condition, yes, no)
            }
            _ => match functions::named(&call.func_name) {
                Some(function) if call.target.is_none() => {
                    self.function(part, function, &call.args)
                }
                _ => self.operator(part, call),
            },
        }
    }

    fn logic(&mut self, left: &IdedExpr, right: &IdedExpr, and: bool) -> Outcome {
        let first = self.check(left);
        let mut proven = Vec::new();
        proves(&left.expr, and, &mut proven);
        let second = self.with_present(proven, |checker| checker.check(right));
        for (part, outcome) in [(left, &first), (right, &second)] {
            self.expect_bool(part, &outcome.holds);
        }
        Outcome {
            holds: Type::Bool,
            steps: first.steps + second.steps + 1,
        }
    }

    fn conditional(
        &mut self,
        part: &IdedExpr,
        condition: &IdedExpr,
        yes: &IdedExpr,
        no: &IdedExpr,
    ) -> Outcome {
        let asked = self.check(condition);
        self.expect_bool(condition, &asked.holds);
        let branch = |checker: &mut Self, truth, branch: &IdedExpr| {
            let mut proven = Vec::new();
            proves(&condition.expr, truth, &mut proven);
            checker.with_present(proven, |checker| checker.check(branch))
        };
        let (yes, no) = (branch(self, true, yes), branch(self, false, no));
        if !yes.holds.fits(&no.holds) {
            self.fault(
                part,
                FaultKind::Type,
                &format!("两个分支的类型不同：{}与{}", yes.holds.zh(), no.holds.zh()),
                &format!("the branches give a {} and a {}", yes.holds, no.holds),
            );
        }
        let holds = if yes.holds == Type::Unknown {
            no.holds
        } else {
            yes.holds
        };
        Outcome {
            holds,
            steps: asked.steps + yes.steps.max(no.steps) + 1,
        }
    }

    fn expect_bool(&mut self, part: &IdedExpr, holds: &Type) {
        if !holds.fits(&Type::Bool) {
            self.fault(
                part,
                FaultKind::Type,
                &format!("这里应为是否，现为{}", holds.zh()),
                &format!("a bool was expected here, this is a {holds}"),
            );
        }
    }

    fn with_present<T>(&mut self, proven: Vec<String>, work: impl FnOnce(&mut Self) -> T) -> T {
        let before = self.present.len();
        self.present.extend(proven);
        let done = work(self);
        self.present.truncate(before);
        done
    }

    fn operator(&mut self, part: &IdedExpr, call: &CallExpr) -> Outcome {
        let parts: Vec<&IdedExpr> = call
            .target
            .as_deref()
            .into_iter()
            .chain(&call.args)
            .collect();
        let given: Vec<_> = parts.iter().map(|part| self.check(part)).collect();
        let steps = 1 + given.iter().map(|outcome| outcome.steps).sum::<u64>();
        let types: Vec<Type> = given.into_iter().map(|outcome| outcome.holds).collect();
        if let [operators::EQUALS | operators::NOT_EQUALS, ..] = [call.func_name.as_str()] {
            self.words_that_can_be(&parts, &types);
        }
        match result_of(&call.func_name, &types) {
            Ok(holds) => Outcome { holds, steps },
            Err(fault) => {
                self.fault(
                    part,
                    fault.kind,
                    fault.message.get(base::Lang::Zh),
                    fault.message.get(base::Lang::En),
                );
                unknown(steps)
            }
        }
    }

    /// A comparison with a word that the field never holds.
    fn words_that_can_be(&mut self, parts: &[&IdedExpr], types: &[Type]) {
        let ([left, right], [left_type, right_type]) = (parts, types) else {
            return;
        };
        for (literal, words) in [(left, right_type), (right, left_type)] {
            if let (Expr::Literal(LiteralValue::String(word)), Type::Word(words)) =
                (&literal.expr, words)
                && !words.iter().any(|known| known == word.inner())
            {
                let (word, words) = (word.inner(), words.join(", "));
                self.fault(
                    literal,
                    FaultKind::Type,
                    &format!("此字段不会是“{word}”，只会是：{words}"),
                    &format!("the field is never {word:?}, but one of: {words}"),
                );
            }
        }
    }

    fn list(&mut self, list: &ListExpr) -> Outcome {
        let mut steps = 1;
        let mut holds = Type::Unknown;
        for element in &list.elements {
            let outcome = self.check(element);
            steps += outcome.steps;
            if !outcome.holds.fits(&holds) {
                self.fault(
                    element,
                    FaultKind::Type,
                    &format!("列表元素类型不一：{}与{}", holds.zh(), outcome.holds.zh()),
                    &format!("the list holds a {holds} and a {}", outcome.holds),
                );
            }
            if holds == Type::Unknown {
                holds = outcome.holds;
            }
        }
        let size = u32::try_from(list.elements.len()).unwrap_or(u32::MAX);
        Outcome {
            holds: Type::List(Box::new(holds), Bound::AtMost(size)),
            steps,
        }
    }

    fn comprehension(&mut self, part: &IdedExpr, walk: &ComprehensionExpr) -> Outcome {
        let range = self.check(&walk.iter_range);
        let (of, bound) = match range.holds {
            Type::List(of, bound) => (*of, bound),
            Type::Unknown => (Type::Unknown, Bound::AtMost(1)),
            other => {
                self.fault(
                    part,
                    FaultKind::Type,
                    &format!("只能遍历列表，这里是{}", other.zh()),
                    &format!("only a list can be walked over, this is a {other}"),
                );
                (Type::Unknown, Bound::AtMost(1))
            }
        };
        self.enter(part, bound);
        let before = self.variables.len();
        self.variables.push((walk.iter_var.clone(), of));
        let start = self.check(&walk.accu_init);
        self.variables.push((walk.accu_var.clone(), start.holds));
        let condition = self.check(&walk.loop_cond);
        let step = self.check(&walk.loop_step);
        let gathered = with_bound(step.holds, bound);
        self.variables.pop();
        self.variables.push((walk.accu_var.clone(), gathered));
        let result = self.check(&walk.result);
        self.variables.truncate(before);
        if bound == Bound::None {
            self.unlimited_walks -= 1;
        }
        let each = condition.steps + step.steps;
        let times = match bound {
            Bound::AtMost(most) => u64::from(most),
            Bound::None => UNLIMITED,
        };
        Outcome {
            holds: result.holds,
            steps: (range.steps + start.steps + result.steps)
                .saturating_add(each.saturating_mul(times)),
        }
    }

    fn enter(&mut self, part: &IdedExpr, bound: Bound) {
        if bound != Bound::None {
            return;
        }
        self.unlimited_walks += 1;
        if self.unlimited_walks > 1 {
            self.fault(
                part,
                FaultKind::Cost,
                "在数量不限的列表中又遍历数量不限的列表，耗时没有上限；请改用汇总字段或者分成两条规则",
                "a list without a limit is walked over inside another one, so the cost has no limit: use a summary field, or two rules",
            );
        }
    }

    pub(super) fn fault(&mut self, part: &IdedExpr, kind: FaultKind, zh: &str, en: &str) {
        let offset = start(part, self.places);
        self.faults.push(ExpressionFault::new(kind, offset, zh, en));
    }
}

/// A gathered list is no longer than the list it was gathered from.
fn with_bound(holds: Type, bound: Bound) -> Type {
    match holds {
        Type::List(of, _) => Type::List(of, bound),
        other => other,
    }
}

const fn unknown(steps: u64) -> Outcome {
    Outcome {
        holds: Type::Unknown,
        steps,
    }
}
