//! Parameters: values of their type, and one value for each sector, region and day.

use jiff::civil::Date;

use super::{Code, Finding};
use crate::model::ParameterType;
use crate::reading::{ParsedFile, finding, shared_day};
use crate::yaml::Node;

pub(super) fn check(file: &ParsedFile<'_>, findings: &mut Vec<Finding>) {
    for parameter in file.root.list("parameters") {
        if let Some(holds) = type_of(parameter) {
            for line in parameter.list("values") {
                findings.extend(
                    line.get("value")
                        .and_then(|value| misfit(file, holds, value)),
                );
            }
        }
        overlaps(file, parameter, findings);
    }
}

pub(super) fn type_of(parameter: &Node) -> Option<ParameterType> {
    match parameter.words("type")? {
        "money" => Some(ParameterType::Money),
        "count" => Some(ParameterType::Count),
        "percent" => Some(ParameterType::Percent),
        "boolean" => Some(ParameterType::Boolean),
        _ => None,
    }
}

fn misfit(file: &ParsedFile<'_>, holds: ParameterType, value: &Node) -> Option<Finding> {
    if holds.read(&value.json()).is_some() {
        return None;
    }
    let (zh, en) = match holds {
        ParameterType::Money => ("金额，写作 200元", "an amount, written 200元"),
        ParameterType::Count => ("整数", "a whole number"),
        ParameterType::Percent => (
            "整数百分比，如 3",
            "a whole number of hundredths, such as 3",
        ),
        ParameterType::Boolean => ("true 或者 false", "true or false"),
    };
    let given = value.text().unwrap_or_default();
    Some(finding(
        file,
        Code::WrongType,
        value.at,
        &format!("这里应为{zh}，现为“{given}”"),
        &format!("expected here: {en}; found {given:?}"),
    ))
}

fn overlaps(file: &ParsedFile<'_>, parameter: &Node, findings: &mut Vec<Finding>) {
    let lines = parameter.list("values");
    for (at, line) in lines.iter().enumerate() {
        let earlier = lines[..at].iter().find_map(|other| {
            let same = line.words("sector") == other.words("sector")
                && line.words("region") == other.words("region");
            let on = shared_day(interval(line)?, interval(other)?)?;
            same.then_some((on, other.at))
        });
        if let Some((on, other)) = earlier {
            findings.push(finding(
                file,
                Code::IntervalOverlap,
                line.at,
                &format!("同一领域和地域在 {on} 有两个值（另一个在 {other}），请给较早的加上 until"),
                &format!("two values hold for one sector and region on {on} (the other stands at {other}): give the earlier one an until"),
            ));
        }
    }
}

fn interval(line: &Node) -> Option<(Date, Option<Date>)> {
    let days = line.get("in_force")?;
    let day = |key| days.words(key).and_then(|day| day.parse().ok());
    Some((day("from")?, day("until")))
}
