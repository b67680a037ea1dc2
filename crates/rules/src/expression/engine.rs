//! Evaluating a checked expression.

use std::collections::HashMap;
use std::sync::Arc;

use base::Fen;
use cel::objects::{Key, Map};
use cel::{Context, Env, ExecutionError, FunctionContext, Value};
use jiff::civil::{Date, DateTime};
use serde_json::Value as Json;
use thiserror::Error;

use super::legal::{self, Legal, NoAnswer};
use super::{Expression, Over, Type};
use crate::model::ParameterValue;

/// When and where a question is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// The day by which the rule is judged: of the violation, of the filing or of the act.
    pub judged_on: Date,
    /// The day on which it is asked: `today` in expressions.
    pub today: Date,
    /// The field of enforcement, for parameters.
    pub sector: String,
    /// The region, for parameters.
    pub region: String,
}

/// What an expression gave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// Yes or no.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// An amount.
    Money(Fen),
    /// A day.
    Date(Date),
    /// A text.
    String(String),
    /// Values of one type.
    List(Vec<Self>),
}

/// Why an expression gave nothing. A caller treats it as not satisfied and shows the reason.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum EvaluationError {
    /// A function has no answer, or a number does not fit.
    #[error("{source_words:?} cannot be computed: {reason}")]
    Failed {
        /// The expression.
        source_words: String,
        /// Why.
        reason: String,
    },
    /// It gave a value of another type than the check found: the snapshot was not of its schema.
    #[error("{0:?} gave a value of another type: the snapshot is not as its schema has it")]
    OtherType(String),
}

/// Computes expressions with the functions of [`super::FUNCTIONS`].
pub struct Engine {
    root: Context<'static, 'static>,
}

/// Names that no expression can write.
const JUDGED_ON: &str = "@judged_on";
const SECTOR: &str = "@sector";
const REGION: &str = "@region";

impl Engine {
    /// An engine that counts with this calendar, these terms and these parameters.
    pub fn new(legal: &Arc<Legal>) -> Self {
        let mut root = Context::with_env(Arc::new(Env::stdlib()));
        declare(&mut root, legal).expect("no name of a function stands twice");
        Self { root }
    }

    /// Computes an expression over a snapshot. The snapshot is JSON of its schema: days as
    /// `YYYY-MM-DD`, amounts in fen.
    pub fn evaluate(
        &self,
        expression: &Expression,
        over: Over,
        snapshot: &Json,
        question: &Question,
    ) -> Result<Outcome, EvaluationError> {
        self.looking_at(over, snapshot, question)
            .evaluate(expression)
    }

    /// A snapshot made ready for many questions: it is turned into values once.
    pub fn looking_at(&self, over: Over, snapshot: &Json, question: &Question) -> Looking<'_> {
        let mut scope = self.root.new_inner_scope();
        scope.add_variable_from_value(over.name(), value(snapshot));
        scope.add_variable_from_value("today", day(question.today));
        scope.add_variable_from_value(JUDGED_ON, day(question.judged_on));
        scope.add_variable_from_value(SECTOR, text(&question.sector));
        scope.add_variable_from_value(REGION, text(&question.region));
        Looking { scope }
    }

    /// Whether a condition holds.
    pub fn holds(
        &self,
        expression: &Expression,
        over: Over,
        snapshot: &Json,
        question: &Question,
    ) -> Result<bool, EvaluationError> {
        match self.evaluate(expression, over, snapshot, question)? {
            Outcome::Bool(holds) => Ok(holds),
            _ => Err(EvaluationError::OtherType(expression.source().to_owned())),
        }
    }
}

/// A snapshot that questions are asked of.
pub struct Looking<'e> {
    scope: Context<'e, 'e>,
}

impl Looking<'_> {
    /// Asks the next questions as judged on another day.
    pub fn judged_on(&mut self, date: Date) {
        self.scope.add_variable_from_value(JUDGED_ON, day(date));
    }

    /// Lets a field of the root of the snapshot hold something else.
    pub fn put(&mut self, over: Over, field: &str, holds: &Json) {
        let root = self.scope.get_variable(over.name());
        let Some(Ok(Value::Map(fields))) = root.map(|root| Value::try_from(root.as_ref())) else {
            return;
        };
        let mut fields = fields.map.as_ref().clone();
        fields.insert(Key::String(Arc::new(field.to_owned())), value(holds));
        let fields = Value::Map(Map {
            map: Arc::new(fields),
        });
        self.scope.add_variable_from_value(over.name(), fields);
    }

    /// Computes an expression.
    pub fn evaluate(&self, expression: &Expression) -> Result<Outcome, EvaluationError> {
        let given = Value::resolve(&expression.tree, &self.scope).map_err(|error| {
            EvaluationError::Failed {
                source_words: expression.source().to_owned(),
                reason: reason(&error),
            }
        })?;
        outcome(expression.gives(), &given)
            .ok_or_else(|| EvaluationError::OtherType(expression.source().to_owned()))
    }

    /// Whether a condition holds.
    pub fn holds(&self, expression: &Expression) -> Result<bool, EvaluationError> {
        match self.evaluate(expression)? {
            Outcome::Bool(holds) => Ok(holds),
            _ => Err(EvaluationError::OtherType(expression.source().to_owned())),
        }
    }
}

impl std::fmt::Debug for Looking<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Looking")
    }
}

impl std::fmt::Debug for Engine {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Engine")
    }
}

fn declare(
    root: &mut Context<'static, 'static>,
    legal: &Arc<Legal>,
) -> Result<(), cel::DeclarationError> {
    type Words = Arc<String>;
    type Answer<T> = Result<T, ExecutionError>;
    root.add_function("date", |written: Words| -> Answer<Value> {
        Ok(day(day_in(&written)?))
    })?;
    root.add_function("yuan", |yuan: i64| -> Answer<i64> {
        yuan.checked_mul(100)
            .ok_or_else(|| failed("yuan", "the amount is too large"))
    })?;
    root.add_function("fen", |fen: i64| fen)?;
    root.add_function(
        "share",
        |amount: i64, top: i64, bottom: i64| -> Answer<i64> {
            let part = (i128::from(amount) * i128::from(top)).checked_div(i128::from(bottom));
            let part = part.and_then(|part| i64::try_from(part).ok());
            part.ok_or_else(|| failed("share", "the denominator is 0, or the amount too large"))
        },
    )?;
    root.add_function("days_between", |from: Words, to: Words| -> Answer<i64> {
        Ok(legal::days_between(day_in(&from)?, day_in(&to)?))
    })?;
    root.add_function("add_days", |from: Words, days: i64| -> Answer<Value> {
        answered("add_days", legal::add_days(day_in(&from)?, days)).map(day)
    })?;
    root.add_function(
        "full_years_between",
        |from: Words, to: Words| -> Answer<i64> {
            Ok(legal::full_years_between(day_in(&from)?, day_in(&to)?))
        },
    )?;
    root.add_function("day_of", |at: Words| -> Answer<Value> {
        Ok(day(moment_in(&at)?.date()))
    })?;
    root.add_function("hours_between", |from: Words, to: Words| -> Answer<i64> {
        Ok(legal::hours_between(moment_in(&from)?, moment_in(&to)?))
    })?;
    let pack = Arc::clone(legal);
    root.add_function(
        "workdays_between",
        move |from: Words, to: Words| -> Answer<i64> {
            answered(
                "workdays_between",
                pack.workdays_between(day_in(&from)?, day_in(&to)?),
            )
        },
    )?;
    let pack = Arc::clone(legal);
    root.add_function("is_workday", move |day: Words| -> Answer<bool> {
        answered("is_workday", pack.is_workday(day_in(&day)?))
    })?;
    let pack = Arc::clone(legal);
    root.add_function("is_statutory_holiday", move |day: Words| -> Answer<bool> {
        answered(
            "is_statutory_holiday",
            pack.is_statutory_holiday(day_in(&day)?),
        )
    })?;
    let pack = Arc::clone(legal);
    root.add_function(
        "term_end",
        move |asked: &FunctionContext, id: Words, on: Words| -> Answer<Value> {
            let end = pack.term_end(&id, day_in(&on)?, question(asked)?.judged_on);
            answered("term_end", end).map(day)
        },
    )?;
    let pack = Arc::clone(legal);
    root.add_function(
        "term_latest_start",
        move |asked: &FunctionContext, id: Words, on: Words| -> Answer<Value> {
            let latest = pack.term_latest_start(&id, day_in(&on)?, question(asked)?.judged_on);
            answered("term_latest_start", latest).map(day)
        },
    )?;
    let pack = Arc::clone(legal);
    root.add_function(
        "parameter",
        move |asked: &FunctionContext, id: Words| -> Answer<Value> {
            let value = answered("parameter", pack.parameter(&id, &question(asked)?))?;
            Ok(match value {
                ParameterValue::Money(fen) => Value::Int(fen.get()),
                ParameterValue::Count(number) | ParameterValue::Percent(number) => {
                    Value::Int(number)
                }
                ParameterValue::Boolean(yes) => Value::Bool(yes),
            })
        },
    )
}

/// The question that the scope carries.
fn question(asked: &FunctionContext) -> Result<Question, ExecutionError> {
    let words = |name: &str| -> Result<String, ExecutionError> {
        let value = asked.ptx.get_variable(name);
        match value.map(|value| Value::try_from(value.as_ref())) {
            Some(Ok(Value::String(words))) => Ok(words.as_ref().clone()),
            _ => Err(failed(asked.name, "it is asked outside a question")),
        }
    };
    let judged_on = day_in(&words(JUDGED_ON)?)?;
    Ok(Question {
        judged_on,
        today: judged_on,
        sector: words(SECTOR)?,
        region: words(REGION)?,
    })
}

fn answered<T>(function: &str, answer: Result<T, NoAnswer>) -> Result<T, ExecutionError> {
    answer.map_err(|reason| failed(function, &reason))
}

fn failed(function: &str, reason: &str) -> ExecutionError {
    ExecutionError::FunctionError {
        function: function.to_owned(),
        message: reason.to_owned(),
    }
}

fn day_in(words: &str) -> Result<Date, ExecutionError> {
    words
        .parse()
        .map_err(|_| failed("date", &format!("{words:?} is not a day")))
}

fn moment_in(words: &str) -> Result<DateTime, ExecutionError> {
    words
        .parse()
        .map_err(|_| failed("day_of", &format!("{words:?} is not a moment")))
}

fn reason(error: &ExecutionError) -> String {
    match error {
        ExecutionError::FunctionError { function, message } => format!("{function}: {message}"),
        other => other.to_string(),
    }
}

fn text(words: &str) -> Value {
    Value::String(Arc::new(words.to_owned()))
}

fn day(date: Date) -> Value {
    Value::String(Arc::new(date.to_string()))
}

/// JSON as a value of CEL, whole numbers always signed.
fn value(json: &Json) -> Value {
    match json {
        Json::Null => Value::Null,
        Json::Bool(yes) => Value::Bool(*yes),
        Json::Number(number) => number.as_i64().map_or(Value::Null, Value::Int),
        Json::String(words) => Value::String(Arc::new(words.clone())),
        Json::Array(elements) => Value::List(Arc::new(elements.iter().map(value).collect())),
        Json::Object(fields) => {
            let fields = fields.iter();
            let fields: HashMap<Key, Value> = fields
                .map(|(name, field)| (Key::String(Arc::new(name.clone())), value(field)))
                .collect();
            Value::Map(Map {
                map: Arc::new(fields),
            })
        }
    }
}

fn outcome(gives: &Type, given: &Value) -> Option<Outcome> {
    match (gives, given) {
        (Type::Bool, Value::Bool(yes)) => Some(Outcome::Bool(*yes)),
        (Type::Money, Value::Int(fen)) => Fen::try_from(*fen).ok().map(Outcome::Money),
        (Type::Int, Value::Int(number)) => Some(Outcome::Int(*number)),
        (Type::Date, Value::String(day)) => day.parse().ok().map(Outcome::Date),
        (Type::String | Type::Word(_), Value::String(words)) => {
            Some(Outcome::String(words.as_ref().clone()))
        }
        (Type::List(of, _), Value::List(values)) => {
            let values = values.iter().map(|value| outcome(of, value));
            values.collect::<Option<_>>().map(Outcome::List)
        }
        _ => None,
    }
}
