//! Reading an expression: parsing, and the check against its snapshot.

use std::collections::HashMap;

use base::Text;
use cel::IdedExpr;
use cel::common::ast::SourceInfo;

use super::checker::Checker;
use super::{Schema, Type};

/// An expression that was checked: it names only what its snapshot has, gives a value of the
/// expected type, and cannot run long.
#[derive(Debug)]
pub struct Expression {
    source: String,
    gives: Type,
    steps: u64,
    pub(super) tree: IdedExpr,
}

/// What is wrong with an expression, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExpressionFault {
    /// What kind of fault it is.
    pub kind: FaultKind,
    /// The offset in the expression, in characters from 0.
    pub offset: usize,
    /// What is wrong and what to do.
    pub message: Text,
}

/// Kinds of fault of expressions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FaultKind {
    /// It is not CEL.
    Syntax,
    /// A field or variable that the snapshot does not have.
    UnknownField,
    /// A function that there is not.
    UnknownFunction,
    /// A wrong number of arguments.
    ArgumentCount,
    /// A type that does not fit.
    Type,
    /// An optional field that is used without asking for it first.
    Unguarded,
    /// A floating-point number.
    Float,
    /// It could run long.
    Cost,
    /// An id that no file of the pack defines.
    UnknownReference,
}

/// What a pack defines that expressions may name.
#[derive(Debug, Clone, Default)]
pub struct Vocabulary {
    /// The types of the parameters by id.
    pub parameters: HashMap<String, Type>,
    /// The ids of the terms.
    pub terms: std::collections::HashSet<String>,
}

/// Characters of an expression at most.
const MOST_CHARACTERS: usize = 4_000;
/// Values within values at most.
const MOST_DEPTH: u16 = 48;
/// Steps of one evaluation at most.
const MOST_STEPS: u64 = 1_000_000;

impl Expression {
    /// Reads and checks an expression over a snapshot that is to give a value of a type.
    pub fn read(
        source: &str,
        schema: &Schema,
        expected: &Type,
        vocabulary: &Vocabulary,
    ) -> Result<Self, Vec<ExpressionFault>> {
        let (tree, places) = parse(source)?;
        let mut checker = Checker::new(schema, vocabulary, &places);
        let outcome = checker.check(&tree);
        let mut faults = checker.faults;
        if !outcome.holds.fits(expected) {
            faults.push(ExpressionFault::new(
                FaultKind::Type,
                0,
                &format!(
                    "表达式应得出{}，现得出{}",
                    expected.zh(),
                    outcome.holds.zh()
                ),
                &format!(
                    "the expression is to give the type {expected}, it gives {}",
                    outcome.holds
                ),
            ));
        }
        if outcome.steps > MOST_STEPS && faults.is_empty() {
            faults.push(ExpressionFault::new(
                FaultKind::Cost,
                0,
                &format!("表达式最多可能执行 {} 步，上限为 {MOST_STEPS} 步；请减少嵌套的遍历", outcome.steps),
                &format!("the expression could take {} steps, {MOST_STEPS} are allowed: nest fewer walks over lists", outcome.steps),
            ));
        }
        if !faults.is_empty() {
            return Err(faults);
        }
        Ok(Self {
            source: source.to_owned(),
            gives: outcome.holds,
            steps: outcome.steps,
            tree,
        })
    }

    pub(super) fn checked(source: &str, gives: Type, steps: u64, tree: IdedExpr) -> Self {
        Self {
            source: source.trim().to_owned(),
            gives,
            steps,
            tree,
        }
    }

    /// Its words.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// The type of what it gives.
    pub const fn gives(&self) -> &Type {
        &self.gives
    }

    /// The steps that it can take at most.
    pub const fn steps(&self) -> u64 {
        self.steps
    }
}

impl ExpressionFault {
    pub(super) fn new(kind: FaultKind, offset: usize, zh: &str, en: &str) -> Self {
        Self {
            kind,
            offset,
            message: Text::new(zh, en).expect("both parts are written out"),
        }
    }
}

pub(super) fn parse(source: &str) -> Result<(IdedExpr, SourceInfo), Vec<ExpressionFault>> {
    if source.chars().count() > MOST_CHARACTERS {
        return Err(vec![ExpressionFault::new(
            FaultKind::Cost,
            0,
            &format!("表达式超过 {MOST_CHARACTERS} 个字符，请拆成几条规则"),
            &format!(
                "the expression is longer than {MOST_CHARACTERS} characters: split it into several rules"
            ),
        )]);
    }
    let parser = cel::parser::Parser::new().max_recursion_depth(MOST_DEPTH);
    parser
        .parse_with_source_info(source)
        .map_err(|errors| syntax(&errors))
}

/// The first fault only: the others follow from it.
fn syntax(errors: &cel::ParseErrors) -> Vec<ExpressionFault> {
    let first = errors.errors.first();
    let said = first.map_or_else(String::new, |error| error.msg.clone());
    let offset = first.map_or(0, |error| usize::try_from(error.pos.1 - 1).unwrap_or(0));
    let said = said.trim_start_matches("Syntax error: ");
    let said = said.split(" expecting ").next().unwrap_or(said);
    vec![ExpressionFault::new(
        FaultKind::Syntax,
        offset,
        &format!("不是有效的 CEL 表达式：{said}"),
        &format!("this is not CEL: {said}"),
    )]
}
