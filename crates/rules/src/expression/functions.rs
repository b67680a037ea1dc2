//! The functions that rules may call, besides what CEL itself has.

use super::Type;

/// A function of the rule language.
#[derive(Debug)]
pub struct Function {
    /// Its name.
    pub name: &'static str,
    /// What it takes.
    pub takes: &'static [Parameter],
    /// What it gives; `None` where a parameter of a pack decides.
    pub gives: Option<Type>,
    /// What it does, in Chinese.
    pub zh: &'static str,
    /// What it does, in English.
    pub en: &'static str,
}

/// What a function takes in one place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Parameter {
    /// A value of this type.
    Value(Type),
    /// A day written out in quotes.
    DateLiteral,
    /// The id of a term written out in quotes.
    TermLiteral,
    /// The id of a parameter written out in quotes.
    ParameterLiteral,
}

use Parameter::{DateLiteral, ParameterLiteral, TermLiteral, Value};

const DATE: Parameter = Value(Type::Date);
const INT: Parameter = Value(Type::Int);
const MONEY: Parameter = Value(Type::Money);
const INSTANT: Parameter = Value(Type::Instant);

/// All of them; `docs/rules.md` shows this table.
pub static FUNCTIONS: &[Function] = &[
    Function {
        name: "date",
        takes: &[DateLiteral],
        gives: Some(Type::Date),
        zh: "写明的日期，如 date('2021-07-15')",
        en: "a day that is written out, such as date('2021-07-15')",
    },
    Function {
        name: "yuan",
        takes: &[INT],
        gives: Some(Type::Money),
        zh: "若干元的金额",
        en: "an amount of so many yuan",
    },
    Function {
        name: "fen",
        takes: &[INT],
        gives: Some(Type::Money),
        zh: "若干分的金额",
        en: "an amount of so many fen",
    },
    Function {
        name: "share",
        takes: &[MONEY, INT, INT],
        gives: Some(Type::Money),
        zh: "金额的几分之几，不足一分的舍去：share(罚款, 3, 100)",
        en: "a share of an amount, a part of a fen dropped: share(fine, 3, 100)",
    },
    Function {
        name: "days_between",
        takes: &[DATE, DATE],
        gives: Some(Type::Int),
        zh: "从前一日的次日到后一日的自然日数，后一日在前则为负",
        en: "calendar days after the first day, up to the second; negative where that is earlier",
    },
    Function {
        name: "workdays_between",
        takes: &[DATE, DATE],
        gives: Some(Type::Int),
        zh: "从前一日的次日到后一日的工作日数，后一日在前则为零",
        en: "working days after the first day, up to the second; 0 where that is earlier",
    },
    Function {
        name: "is_workday",
        takes: &[DATE],
        gives: Some(Type::Bool),
        zh: "是否工作日",
        en: "whether it is a working day",
    },
    Function {
        name: "is_statutory_holiday",
        takes: &[DATE],
        gives: Some(Type::Bool),
        zh: "是否法定节假日",
        en: "whether it is a statutory holiday",
    },
    Function {
        name: "add_days",
        takes: &[DATE, INT],
        gives: Some(Type::Date),
        zh: "若干自然日之后（负数为之前）的日期",
        en: "the day so many calendar days later, or earlier for a negative number",
    },
    Function {
        name: "full_years_between",
        takes: &[DATE, DATE],
        gives: Some(Type::Int),
        zh: "满几年：从出生日期可得周岁",
        en: "full years from the first day to the second: an age from a day of birth",
    },
    Function {
        name: "term_end",
        takes: &[TermLiteral, DATE],
        gives: Some(Type::Date),
        zh: "terms.yaml 中的期限自该日起算的最后一日；节假日尚未公布的年份只扣周末",
        en: "the last day of a term of terms.yaml that is set going on the day; of years whose holidays are not known yet, weekends only are left out",
    },
    Function {
        name: "term_latest_start",
        takes: &[TermLiteral, DATE],
        gives: Some(Type::Date),
        zh: "某日之前须留足该期限时，最迟的日期",
        en: "the last day that leaves the whole term before the given day",
    },
    Function {
        name: "parameter",
        takes: &[ParameterLiteral],
        gives: None,
        zh: "参数在裁判之日、该领域和地域的值，类型由参数定",
        en: "the value of a parameter on the day of judgement, for field and region; its type is the parameter's",
    },
    Function {
        name: "day_of",
        takes: &[INSTANT],
        gives: Some(Type::Date),
        zh: "时刻所在的日期",
        en: "the day of a moment",
    },
    Function {
        name: "hours_between",
        takes: &[INSTANT, INSTANT],
        gives: Some(Type::Int),
        zh: "两个时刻之间的整小时数",
        en: "full hours from the first moment to the second",
    },
];

/// The function of this name.
pub(super) fn named(name: &str) -> Option<&'static Function> {
    FUNCTIONS.iter().find(|function| function.name == name)
}

/// Whether a call is written with a name, not with an operator.
pub(super) fn is_name(called: &str) -> bool {
    let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    called.starts_with(|c: char| c.is_ascii_alphabetic()) && called.chars().all(is_word)
}
