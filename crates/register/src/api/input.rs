//! Reading what a request says, with a problem that names what is wrong, and answering with
//! revisions.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use jiff::civil::Date;
use problem::{Problem, code};
use serde::{Deserialize, Serialize};
use store::{Limit, PageRequest};
use utoipa::{IntoParams, ToSchema};

use super::{Asking, Register};
use crate::code::{REVISION_MISSING, SIGN_IN_NEEDED};
use crate::register::Deed;

/// The most characters that a text parameter may have.
const MAX_TEXT: usize = 200;

impl<S: Send + Sync> FromRequestParts<S> for Asking {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Problem> {
        parts
            .extensions
            .get::<Self>()
            .cloned()
            .ok_or_else(|| Problem::new(&SIGN_IN_NEEDED, "请先登录。", "Sign in first."))
    }
}

/// The day of a question.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct DayParams {
    /// As of this day, by default today.
    #[param(value_type = Option<String>, format = Date)]
    as_of: Option<String>,
}

impl DayParams {
    pub(super) fn day(&self, register: &Register) -> Result<Date, Problem> {
        Ok(date("as_of", self.as_of.as_deref())?.unwrap_or_else(|| register.today()))
    }
}

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
    pub(super) fn page(&self) -> Result<PageRequest, Problem> {
        let cursor = self.cursor.as_deref().filter(|cursor| !cursor.is_empty());
        let expected = ("1 到 200 的整数", "a whole number from 1 to 200");
        let limit = read("limit", self.limit.as_deref(), expected, |text| {
            Limit::new(text.parse().ok()?).ok()
        })?;
        Ok(PageRequest {
            cursor: cursor.map(str::parse).transpose()?,
            limit: limit.unwrap_or_default(),
        })
    }
}

/// Why something is done.
#[derive(Debug, Deserialize, ToSchema)]
pub struct Reason {
    /// Why.
    #[schema(min_length = 1, max_length = 2000)]
    pub(super) reason: String,
}

/// Why something is done, and from which day on.
#[derive(Debug, Deserialize, ToSchema)]
pub struct OnDay {
    /// Why.
    #[schema(min_length = 1, max_length = 2000)]
    pub(super) reason: String,
    /// From which day on.
    #[schema(value_type = String, format = Date)]
    pub(super) on: Date,
}

/// The id of what was made.
#[derive(Debug, Serialize, ToSchema)]
pub struct Made {
    /// The id.
    #[schema(format = Uuid)]
    id: String,
}

/// 201 with the id of what was made.
pub(super) fn made<K: base::Kind>(id: base::Id<K>) -> Response {
    (StatusCode::CREATED, axum::Json(Made { id: id.to_string() })).into_response()
}

/// A deed on the revision that `If-Match` names.
pub(super) fn deed(headers: &HeaderMap, reason: &str) -> Result<Deed, Problem> {
    let Some(value) = headers.get(header::IF_MATCH) else {
        return Err(Problem::new(
            &REVISION_MISSING,
            "请在请求头 If-Match 中写明所见的修订号（即读取时的 ETag）。",
            "Name the revision that you have seen in If-Match: the ETag when it was read.",
        ));
    };
    let tag = value
        .to_str()
        .ok()
        .map(|text| text.trim().trim_start_matches("W/").trim_matches('"'));
    let seen = tag.and_then(|tag| tag.parse().ok());
    let seen = seen.ok_or_else(|| wrong("If-Match", "ETag，如 \"3\"", "an ETag such as \"3\""))?;
    Ok(Deed::on(seen, reason))
}

/// `value` as JSON under its revision.
pub(super) fn revision(revision: u32, value: &impl Serialize) -> Response {
    let tag = HeaderValue::try_from(format!("\"{revision}\"")).expect("digits only");
    let cache = HeaderValue::from_static("no-store");
    (
        [(header::ETAG, tag), (header::CACHE_CONTROL, cache)],
        axum::Json(value),
    )
        .into_response()
}

/// The problem of a parameter with a value that it cannot have. The value is not repeated.
pub(super) fn wrong(name: &str, expected: &str, expected_en: &str) -> Problem {
    Problem::new(
        &code::PARAMETER_INVALID,
        format!("参数 {name} 应为{expected}。"),
        format!("The parameter {name} must be {expected_en}."),
    )
}

/// A text of at most 200 characters without control characters; a blank one counts as absent.
pub(super) fn text(name: &str, value: Option<&str>) -> Result<Option<String>, Problem> {
    let expected = (
        "不超过 200 字、不含控制字符的文字",
        "a text of at most 200 characters without control characters",
    );
    read(name, value.map(str::trim), expected, |text| {
        crate::text::is_plain(text, MAX_TEXT).then(|| text.to_owned())
    })
}

/// A date, `YYYY-MM-DD`.
pub(super) fn date(name: &str, value: Option<&str>) -> Result<Option<Date>, Problem> {
    let expected = ("日期，如 2024-05-01", "a date such as 2024-05-01");
    read(name, value, expected, |text| {
        (text.len() == 10).then(|| text.parse().ok()).flatten()
    })
}

/// A value of a kind that is read from a text.
pub(super) fn read<T>(
    name: &str,
    value: Option<&str>,
    (expected, expected_en): (&str, &str),
    parse: impl FnOnce(&str) -> Option<T>,
) -> Result<Option<T>, Problem> {
    match value.filter(|value| !value.is_empty()) {
        None => Ok(None),
        Some(value) => parse(value)
            .map(Some)
            .ok_or_else(|| wrong(name, expected, expected_en)),
    }
}

/// An area code.
pub(super) fn area(value: Option<&str>) -> Result<Option<base::AreaCode>, Problem> {
    read(
        "area",
        value,
        ("6、9 或 12 位区划代码", "an area code of 6, 9 or 12 digits"),
        |text| text.parse().ok(),
    )
}

/// A citizen identity number; a wrong one is not repeated.
pub(super) fn identity(value: Option<&str>) -> Result<Option<base::CitizenNumber>, Problem> {
    let text = value.map(str::trim).filter(|text| !text.is_empty());
    let number = text.map(|text| {
        text.parse::<base::CitizenNumber>()
            .map_err(|error| problem::invalid("身份号码有误（GB 11643）", &error.to_string()))
    });
    number.transpose()
}

/// A unified social credit code.
pub(super) fn credit_code(value: Option<&str>) -> Result<Option<base::CreditCode>, Problem> {
    let text = value.map(str::trim).filter(|text| !text.is_empty());
    let code = text.map(|text| {
        text.parse::<base::CreditCode>().map_err(|error| {
            problem::invalid("统一社会信用代码有误（GB 32100）", &error.to_string())
        })
    });
    code.transpose()
}

/// `value` as JSON that nobody is to keep.
pub(super) fn secret(value: &impl Serialize) -> Response {
    (
        [(header::CACHE_CONTROL, HeaderValue::from_static("no-store"))],
        axum::Json(value),
    )
        .into_response()
}
