//! Reading parameters, with a problem that names the one that is wrong.

use jiff::civil::Date;
use law::{ItemKind, StatuteKey, VersionKey};
use serde::Deserialize;
use utoipa::IntoParams;

use super::code;
use super::problem::Problem;
use crate::view::{ItemState, Limit, PageRequest, VersionState};
pub use problem::{InPath, Params};

/// The most characters that a text parameter may have.
const MAX_TEXT: usize = 500;

/// Which page of a list.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PageParams {
    /// `next` of the page before.
    cursor: Option<String>,
    /// Rows of a page.
    #[param(value_type = Option<u32>, minimum = 1, maximum = 200, default = 50)]
    limit: Option<String>,
}

impl PageParams {
    /// The page asked for.
    pub fn page(&self) -> Result<PageRequest, Problem> {
        let cursor = self.cursor.as_deref().filter(|cursor| !cursor.is_empty());
        Ok(PageRequest {
            cursor: cursor.map(str::parse).transpose()?,
            limit: limit(self.limit.as_deref())?.unwrap_or_default(),
        })
    }

    /// Whether a number of rows is asked for.
    pub fn has_limit(&self) -> bool {
        self.limit.as_deref().is_some_and(|limit| !limit.is_empty())
    }
}

/// The problem of a parameter with a value that it cannot have.
pub fn wrong(name: &str, expected: &str, expected_en: &str) -> Problem {
    Problem::new(
        &code::PARAMETER_INVALID,
        format!("参数 {name} 应为{expected}。"),
        format!("The parameter {name} must be {expected_en}."),
    )
}

/// A text of at most 500 characters without control characters; a blank one counts as absent.
pub fn text(name: &str, value: Option<&str>) -> Result<Option<String>, Problem> {
    let Some(value) = value.map(str::trim).filter(|value| !value.is_empty()) else {
        return Ok(None);
    };
    if value.chars().count() > MAX_TEXT || value.chars().any(char::is_control) {
        return Err(wrong(
            name,
            "不超过 500 字、不含控制字符的文字",
            "a text of at most 500 characters without control characters",
        ));
    }
    Ok(Some(value.to_owned()))
}

/// A text that must be there.
pub fn required(name: &str, value: Option<&str>) -> Result<String, Problem> {
    text(name, value)?.ok_or_else(|| wrong(name, "非空的文字", "a text that is not empty"))
}

/// A date, `YYYY-MM-DD`.
pub fn date(name: &str, value: Option<&str>) -> Result<Option<Date>, Problem> {
    let expected = ("日期，如 2024-05-01", "a date such as 2024-05-01");
    read(name, value, expected, |text| {
        (text.len() == "YYYY-MM-DD".len())
            .then(|| text.parse().ok())
            .flatten()
    })
}

/// A kind of item.
pub fn kind(value: Option<&str>) -> Result<Option<ItemKind>, Problem> {
    let expected = (
        "penalty、coercion、inspection、licence 之一",
        "one of penalty, coercion, inspection, licence",
    );
    read("kind", value, expected, |text| match text {
        "penalty" => Some(ItemKind::Penalty),
        "coercion" => Some(ItemKind::Coercion),
        "inspection" => Some(ItemKind::Inspection),
        "licence" => Some(ItemKind::Licence),
        _ => None,
    })
}

/// A state of an item.
pub fn item_state(value: Option<&str>) -> Result<Option<ItemState>, Problem> {
    let expected = (
        "read、reviewed、adopted、withdrawn 之一",
        "one of read, reviewed, adopted, withdrawn",
    );
    read("state", value, expected, ItemState::named)
}

/// What a version is on a day.
pub fn version_state(value: Option<&str>) -> Result<Option<VersionState>, Problem> {
    let expected = (
        "in_force、not_yet_in_force、superseded、repealed 之一",
        "one of in_force, not_yet_in_force, superseded, repealed",
    );
    read("state", value, expected, |text| match text {
        "in_force" => Some(VersionState::InForce),
        "not_yet_in_force" => Some(VersionState::NotYetInForce),
        "superseded" => Some(VersionState::Superseded),
        "repealed" => Some(VersionState::Repealed),
        _ => None,
    })
}

/// A province; `national` is the whole country, which the library writes as an empty text.
pub fn region(value: Option<&str>) -> Result<Option<String>, Problem> {
    let region = text("region", value)?;
    Ok(region.map(|region| match region.as_str() {
        "national" | "全国" => String::new(),
        _ => region,
    }))
}

/// How many rows are asked for.
fn limit(value: Option<&str>) -> Result<Option<Limit>, Problem> {
    let expected = ("1 到 200 的整数", "a whole number from 1 to 200");
    read("limit", value, expected, |text| {
        Limit::new(text.parse().ok()?).ok()
    })
}

/// A statute by its key or title.
pub fn statute(value: &str) -> Result<StatuteKey, Problem> {
    let unknown = || {
        let zh = "路径中的法规名称有误，应为法规的标题，如 行政处罚法。";
        let en = "The name of the statute in the path is wrong: its title is expected.";
        Problem::new(&code::STATUTE_NOT_FOUND, zh, en)
    };
    let value = text("statute", Some(value))
        .map_err(|_| unknown())?
        .ok_or_else(unknown)?;
    value.parse().map_err(|_| unknown())
}

/// A version by its key.
pub fn version(name: &str, value: &str) -> Result<VersionKey, Problem> {
    value
        .parse()
        .map_err(|_| wrong(name, "日期或 undated", "a date or undated"))
}

/// A value of a list of words.
pub fn read<T>(
    name: &str,
    value: Option<&str>,
    (expected, expected_en): (&str, &str),
    parse: impl FnOnce(&str) -> Option<T>,
) -> Result<Option<T>, Problem> {
    match value.filter(|value| !value.is_empty()) {
        None => Ok(None),
        Some(value) => match parse(value) {
            Some(value) => Ok(Some(value)),
            None => Err(wrong(name, expected, expected_en)),
        },
    }
}
