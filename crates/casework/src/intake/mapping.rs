//! From the row of another system to rows of the platform's format, along a mapping.

use std::collections::BTreeMap;

use jiff::civil::{Date, DateTime, Time};
use procedure::DocumentGiven;
use rules::model::{IntakeAct, IntakeDocument, IntakeMapping, IntakeType, IntakeValue};
use serde_json::{Map, Value};

use super::format::{CaseActRow, FORMAT, RowAct, RowCase, RowParty};
use super::row_error::RowError;
use crate::numbers::NumberClaim;

/// The rows that a foreign row states, each with its faults or as it is.
pub type Mapped = Vec<Result<CaseActRow, (Option<String>, Vec<RowError>)>>;

type Row = Map<String, Value>;

/// Reads a foreign row. Where its head cannot be read there is nothing but the faults.
pub fn map_row(mapping: &IntakeMapping, row: &Value) -> Result<Mapped, Vec<RowError>> {
    let Some(row) = row.as_object() else {
        return Err(vec![RowError::wrong("row", "JSON 对象", "a JSON object")]);
    };
    let case = head(mapping, row)?;
    let acts = mapping.acts.iter();
    let stated = acts.filter(|act| act.when.iter().all(|column| is_filled(row, column)));
    let rows = stated.map(|act| {
        let id = act_id(act, row);
        let mapped = one_act(act, row, &case).and_then(|row| {
            let mut errors = Vec::new();
            row.check(&mut errors);
            if errors.is_empty() {
                Ok(row)
            } else {
                Err(errors)
            }
        });
        mapped.map_err(|errors| (id, errors))
    });
    Ok(rows.collect())
}

/// The number that a foreign row gives its case, where it can be read.
pub fn case_id(mapping: &IntakeMapping, row: &Value) -> Option<String> {
    let row = row.as_object()?;
    words(&mapping.case.id, row).ok().flatten()
}

fn head(mapping: &IntakeMapping, row: &Row) -> Result<RowCase, Vec<RowError>> {
    let mut errors = Vec::new();
    let case = &mapping.case;
    let mut must = |value: &IntakeValue, field: &str| {
        let column = value.column.as_deref().unwrap_or(field);
        match words(value, row) {
            Ok(Some(text)) => text,
            Ok(None) => {
                errors.push(RowError::missing(column));
                String::new()
            }
            Err(error) => {
                errors.push(error);
                String::new()
            }
        }
    };
    let id = must(&case.id, "case.id");
    let procedure = must(&case.procedure, "case.procedure");
    let authority = must(&case.authority, "case.authority");
    let mut may = |value: &Option<IntakeValue>| {
        let read = value.as_ref().map(|value| words(value, row));
        match read.transpose() {
            Ok(read) => read.flatten(),
            Err(error) => {
                errors.push(error);
                None
            }
        }
    };
    let item = may(&case.item);
    let (party_id, credit_code) = (may(&case.party_id), may(&case.party_code));
    let party = may(&case.party_name).map(|name| RowParty {
        name,
        id: party_id,
        credit_code,
    });
    let head = RowCase {
        id,
        procedure,
        authority,
        item,
        party,
    };
    if errors.is_empty() {
        Ok(head)
    } else {
        Err(errors)
    }
}

fn act_id(act: &IntakeAct, row: &Row) -> Option<String> {
    match &act.id {
        None => Some(act.kind.clone()),
        Some(value) => words(value, row).ok().flatten(),
    }
}

fn one_act(act: &IntakeAct, row: &Row, case: &RowCase) -> Result<CaseActRow, Vec<RowError>> {
    let mut errors = Vec::new();
    let id = act_id(act, row);
    if id.is_none() {
        let column = act.id.as_ref().and_then(|value| value.column.as_deref());
        errors.push(RowError::missing(column.unwrap_or("act.id")));
    }
    let happened_at = moment(act, row).map_err(|error| errors.push(error)).ok();
    let mut officers = Vec::new();
    for value in &act.officers {
        match words(value, row) {
            Ok(code) => officers.extend(code),
            Err(error) => errors.push(error),
        }
    }
    let mut states = Value::Object(Map::new());
    for (path, value) in &act.states {
        match read(value, row) {
            Ok(Some(value)) => put(&mut states, path, value),
            Ok(None) => {}
            Err(error) => errors.push(error),
        }
    }
    let mut documents = Vec::new();
    for given in &act.documents {
        match document(given, row) {
            Ok(given) => documents.push(given),
            Err(error) => errors.push(error),
        }
    }
    let mut numbers = Vec::new();
    for (of, value) in &act.numbers {
        match words(value, row) {
            Ok(number) => numbers.extend(number.map(|number| NumberClaim {
                of: of.clone(),
                number,
            })),
            Err(error) => errors.push(error),
        }
    }
    let (Some(id), Some(happened_at), true) = (id, happened_at, errors.is_empty()) else {
        return Err(errors);
    };
    let Value::Object(states) = states else {
        return Err(errors);
    };
    Ok(CaseActRow {
        format: FORMAT.to_owned(),
        case: case.clone(),
        act: RowAct {
            id,
            kind: act.kind.clone(),
            sequence: None,
            happened_at,
            officers,
            states,
            documents,
            numbers,
        },
        corrects: None,
        late: false,
    })
}

fn document(given: &IntakeDocument, row: &Row) -> Result<DocumentGiven, RowError> {
    let number = given.number.as_ref().map(|value| words(value, row));
    Ok(DocumentGiven {
        kind: given.kind.clone(),
        filled: given.filled.clone(),
        signed: given.signed,
        sealed: given.sealed,
        number: number.transpose()?.flatten(),
    })
}

fn moment(act: &IntakeAct, row: &Row) -> Result<DateTime, RowError> {
    let column = act.happened_at.column.as_deref();
    let column = column.unwrap_or("act.happened_at");
    let at = words(&act.happened_at, row)?.ok_or_else(|| RowError::missing(column))?;
    if let Ok(at) = at.parse::<DateTime>()
        && at.time() != Time::midnight()
    {
        return Ok(at);
    }
    let day: Option<Date> = at.parse().ok();
    let clock = act.clock.as_deref().unwrap_or("00:00");
    let clock = Time::strptime("%H:%M", clock).ok();
    let both = day.zip(clock);
    let both = both.ok_or_else(|| not_of(column, &at, "日期或时间", "a date or a time"))?;
    Ok(both.0.to_datetime(both.1))
}

/// Puts a value at a path: numbers are places of a list.
fn put(into: &mut Value, path: &str, value: Value) {
    let (first, rest) = match path.split_once('.') {
        Some((first, rest)) => (first, Some(rest)),
        None => (path, None),
    };
    let slot = if let Ok(place) = first.parse::<usize>() {
        if !into.is_array() {
            *into = Value::Array(Vec::new());
        }
        let Value::Array(list) = into else { return };
        let place = place.min(list.len());
        if place == list.len() {
            list.push(Value::Object(Map::new()));
        }
        &mut list[place]
    } else {
        if !into.is_object() {
            *into = Value::Object(Map::new());
        }
        let Value::Object(fields) = into else { return };
        let entry = fields.entry(first.to_owned());
        entry.or_insert_with(|| Value::Object(Map::new()))
    };
    match rest {
        Some(rest) => put(slot, rest, value),
        None => *slot = value,
    }
}

fn is_filled(row: &Row, column: &str) -> bool {
    !blank(row.get(column))
}

fn blank(value: Option<&Value>) -> bool {
    match value {
        None | Some(Value::Null) => true,
        Some(Value::String(text)) => text.trim().is_empty(),
        Some(_) => false,
    }
}

fn words(value: &IntakeValue, row: &Row) -> Result<Option<String>, RowError> {
    Ok(read(value, row)?.map(|value| match value {
        Value::String(text) => text,
        other => other.to_string(),
    }))
}

/// The value of a row; `None` where the column is empty.
fn read(value: &IntakeValue, row: &Row) -> Result<Option<Value>, RowError> {
    if let Some(is) = &value.is {
        return Ok(Some(is.clone()));
    }
    let column = value.column.as_deref().unwrap_or_default();
    let found = row.get(column);
    if blank(found) {
        return Ok(value.or.clone());
    }
    let text = match found {
        Some(Value::String(text)) => text.trim().to_owned(),
        Some(other) => other.to_string(),
        None => return Ok(None),
    };
    match &value.split_by {
        None => one(value, column, &text).map(Some),
        Some(between) => {
            let parts = text.split(between.as_str()).map(str::trim);
            let parts = parts.filter(|part| !part.is_empty());
            let parts: Result<Vec<Value>, RowError> =
                parts.map(|part| one(value, column, part)).collect();
            Ok(Some(Value::Array(parts?)))
        }
    }
}

fn one(value: &IntakeValue, column: &str, text: &str) -> Result<Value, RowError> {
    if let Some(table) = &value.words {
        return table
            .get(text)
            .cloned()
            .ok_or_else(|| no_code(column, text, table));
    }
    typed(value, text).ok_or_else(|| {
        let (zh, en) = match value.holds {
            IntakeType::Text => ("文字", "a text"),
            IntakeType::Count => ("整数", "a whole number"),
            IntakeType::Boolean => ("是/否、1/0、true/false", "是/否, 1/0, true/false"),
            IntakeType::Date => ("日期", "a date"),
            IntakeType::Time => ("时间", "a time"),
            IntakeType::Yuan => (
                "以元计的金额，至多两位小数",
                "an amount in yuan, two decimals at most",
            ),
            IntakeType::TenThousandYuan => (
                "以万元计的金额，至多六位小数",
                "an amount in 10,000 yuan, six decimals at most",
            ),
            IntakeType::Fen => ("以分计的整数金额", "a whole amount in fen"),
        };
        let pattern = value.pattern.as_deref().unwrap_or_default();
        not_of(
            column,
            text,
            &format!("{zh} {pattern}"),
            &format!("{en} {pattern}"),
        )
    })
}

fn typed(value: &IntakeValue, text: &str) -> Option<Value> {
    let pattern = value.pattern.as_deref();
    Some(match value.holds {
        IntakeType::Text => text.into(),
        IntakeType::Count => text.parse::<i64>().ok()?.into(),
        IntakeType::Boolean => match text {
            "是" | "1" | "true" | "Y" => true.into(),
            "否" | "0" | "false" | "N" => false.into(),
            _ => return None,
        },
        IntakeType::Date => {
            let day = match pattern {
                None => text.parse::<Date>().ok()?,
                Some(pattern) => Date::strptime(pattern, text).ok()?,
            };
            day.to_string().into()
        }
        IntakeType::Time => {
            let at = match pattern {
                None => text.parse::<DateTime>().ok()?,
                Some(pattern) => DateTime::strptime(pattern, text).ok()?,
            };
            at.to_string().into()
        }
        IntakeType::Yuan => fen(text, 2)?.into(),
        IntakeType::TenThousandYuan => fen(text, 6)?.into(),
        IntakeType::Fen => fen(text, 0)?.into(),
    })
}

/// Whole fen of an amount whose unit is 10 to the power of `places` fen, exact.
fn fen(text: &str, places: usize) -> Option<i64> {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let part = part.trim_end_matches('0');
    if part.len() > places || whole.is_empty() {
        return None;
    }
    let digits = format!("{whole}{part:0<places$}");
    let all = digits.bytes().all(|byte| byte.is_ascii_digit());
    all.then(|| digits.parse().ok()).flatten()
}

fn not_of(column: &str, text: &str, zh: &str, en: &str) -> RowError {
    let text: String = text.chars().take(40).collect();
    RowError::wrong(
        column,
        &format!("{}，现为“{text}”", zh.trim()),
        &format!("{}, not {text:?}", en.trim()),
    )
}

fn no_code(column: &str, text: &str, table: &BTreeMap<String, Value>) -> RowError {
    let text: String = text.chars().take(40).collect();
    let known: Vec<&str> = table.keys().map(String::as_str).collect();
    let known = known.join(", ");
    RowError::new(
        "unknown_code",
        column,
        format!(
            "列 {column} 的代码“{text}”不在映射中；可用：{known}。请更正该行，或者请监督机构补充映射。"
        ),
        format!(
            "the code {text:?} of the column {column} is not in the mapping, which has: {known}. Correct the row, or have the mapping extended"
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_become_whole_fen_and_nothing_is_rounded() {
        for (text, places, is) in [
            ("0.050000", 6, Some(50_000)),
            ("0.05", 6, Some(50_000)),
            ("12", 6, Some(12_000_000)),
            ("12.34", 2, Some(1_234)),
            ("12.345", 2, None),
            ("12.340", 2, Some(1_234)),
            ("-1", 2, None),
            (".5", 2, None),
            ("1e3", 2, None),
        ] {
            assert_eq!(fen(text, places), is, "{text}");
        }
    }

    #[test]
    fn a_path_makes_lists_and_records() {
        let mut made = Value::Object(Map::new());
        for (path, value) in [
            ("officers.0.id", "a"),
            ("officers.1.id", "b"),
            ("officers.0.role", "handler"),
            ("place.area", "990101"),
        ] {
            put(&mut made, path, value.into());
        }
        let expected = serde_json::json!({
            "officers": [{"id": "a", "role": "handler"}, {"id": "b"}],
            "place": {"area": "990101"},
        });
        assert_eq!(made, expected);
    }
}
