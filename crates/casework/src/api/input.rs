//! Reading what a request says.

use axum::http::HeaderMap;
use jiff::civil::Date;
use problem::{Caller, Problem, code as shared, invalid};
use record::Actor;
use register::PartyId;
use serde::Deserialize;
use store::{Limit, PageRequest};
use utoipa::IntoParams;

use super::code;
use crate::{ActRequest, Asking, CaseFilter, NewCase};

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

/// Which cases.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct CaseParams {
    /// A part of the name of the party or of the cause, or the beginning of the number or the id.
    q: Option<String>,
    /// The number, exactly.
    number: Option<String>,
    /// The procedure.
    procedure: Option<String>,
    /// The stage.
    stage: Option<String>,
    /// The authority.
    #[param(value_type = Option<Uuid>)]
    authority: Option<String>,
    /// The item.
    item: Option<String>,
    /// Only cases that are not closed, or only closed ones.
    #[param(value_type = Option<bool>)]
    open: Option<String>,
    /// Only cases with acts that broke rules, or only those without.
    #[param(value_type = Option<bool>)]
    marked: Option<String>,
    /// Only cases where a clock ends on this day or before.
    #[param(value_type = Option<String>, format = Date)]
    due_by: Option<String>,
}

impl PageParams {
    pub(super) fn page(&self) -> Result<PageRequest, Problem> {
        let cursor = self.cursor.as_deref().map(str::parse).transpose()?;
        let limit = read("limit", self.limit.as_deref(), "1—200", |text| {
            Limit::new(text.parse().ok()?).ok()
        })?;
        Ok(PageRequest {
            cursor,
            limit: limit.unwrap_or_default(),
        })
    }
}

impl CaseParams {
    pub(super) fn filter(&self) -> Result<CaseFilter, Problem> {
        let yes = |name, value: &Option<String>| {
            read(name, value.as_deref(), "true / false", |text| {
                text.parse().ok()
            })
        };
        let texts = [
            &self.q,
            &self.number,
            &self.procedure,
            &self.stage,
            &self.authority,
            &self.item,
        ];
        check_texts(&texts)?;
        Ok(CaseFilter {
            query: self.q.clone(),
            number: self.number.clone(),
            procedure: self.procedure.clone(),
            stage: self.stage.clone(),
            authority: self.authority.clone(),
            item: self.item.clone(),
            open: yes("open", &self.open)?,
            marked: yes("marked", &self.marked)?,
            due_by: day("due_by", self.due_by.as_deref())?,
        })
    }
}

/// Refuses texts of a filter that no column holds.
pub(super) fn check_texts(texts: &[&Option<String>]) -> Result<(), Problem> {
    let is_wrong = |text: &String| text.chars().count() > 200 || text.contains('\0');
    if texts.iter().copied().flatten().any(is_wrong) {
        return Err(wrong("q", "≤ 200"));
    }
    Ok(())
}

pub(super) fn day(name: &str, text: Option<&str>) -> Result<Option<Date>, Problem> {
    read(name, text, "YYYY-MM-DD", |text| text.parse().ok())
}

/// Yes or no, no where nothing is said.
pub(super) fn flag(name: &str, text: Option<&str>) -> Result<bool, Problem> {
    let yes = read(name, text, "true / false", |text| text.parse().ok())?;
    Ok(yes.unwrap_or(false))
}

/// A whole number.
pub(super) fn whole(name: &str, text: &str) -> Result<i32, Problem> {
    let number = read(name, Some(text), "2026", |text| text.parse().ok())?;
    number.ok_or_else(|| wrong(name, "2026"))
}

/// One of some words.
pub(super) fn word(
    name: &str,
    text: Option<String>,
    words: &[&str],
) -> Result<Option<String>, Problem> {
    match text {
        Some(text) if !words.contains(&text.as_str()) => Err(wrong(name, &words.join(" / "))),
        text => Ok(text),
    }
}

fn read<T>(
    name: &str,
    text: Option<&str>,
    expected: &str,
    read: impl FnOnce(&str) -> Option<T>,
) -> Result<Option<T>, Problem> {
    text.map(|text| read(text).ok_or_else(|| wrong(name, expected)))
        .transpose()
}

pub(super) fn wrong(name: &str, expected: &str) -> Problem {
    Problem::new(
        &shared::PARAMETER_INVALID,
        format!("参数 {name} 应为 {expected}。"),
        format!("The parameter {name} must be {expected}."),
    )
}

/// Who asks, as the room knows them.
pub(super) fn asking(caller: Caller) -> Asking {
    Asking {
        actor: Actor::Person {
            account: caller.account,
        },
        person: Some(caller.person),
        roles: caller.roles,
        scope: caller.scope,
        stands_for: caller.stands_for,
    }
}

/// Refuses what the description of the interface rules out: more officers, longer texts.
pub(super) fn check_act(request: &ActRequest) -> Result<(), Problem> {
    let is_long = |text: &str, most: usize| text.chars().count() > most;
    if request.act.is_empty() || is_long(&request.act, 100) {
        return Err(invalid("act 应有 1—100 字", "act has 1 to 100 characters"));
    }
    let reason = request.override_reason.as_deref().unwrap_or_default();
    if is_long(reason, 1_000) {
        return Err(invalid(
            "override_reason 不超过 1000 字",
            "override_reason has at most 1000 characters",
        ));
    }
    let officers = &request.officers;
    if officers.len() > 20 || officers.iter().any(|officer| is_long(officer, 200)) {
        return Err(invalid(
            "officers 不超过 20 人，每个编号不超过 200 字",
            "officers names at most 20, each by an id of at most 200 characters",
        ));
    }
    Ok(())
}

/// The same of a new case; its party is one of the register or none.
pub(super) fn check_new(new: &NewCase) -> Result<(), Problem> {
    check_act(&new.first)?;
    if new.procedure.is_empty() || new.procedure.chars().count() > 100 {
        return Err(invalid(
            "procedure 应有 1—100 字",
            "procedure has 1 to 100 characters",
        ));
    }
    let Some(party) = &new.party else {
        return Ok(());
    };
    if party.name.chars().count() > 200 {
        return Err(invalid(
            "当事人名称不超过 200 字",
            "the name of the party has at most 200 characters",
        ));
    }
    let id = party.id.as_deref().map(str::parse::<PartyId>);
    if matches!(id, Some(Err(_))) {
        return Err(invalid(
            "party.id 应为登记册中当事人的编号",
            "party.id is the id of a party in the register",
        ));
    }
    Ok(())
}

/// The revision that `If-Match` names.
pub(super) fn seen(headers: &HeaderMap) -> Result<u32, Problem> {
    let text = headers
        .get("if-match")
        .and_then(|value| value.to_str().ok());
    let text = text.ok_or_else(|| {
        Problem::new(
            &code::REVISION_MISSING,
            "请在请求头 If-Match 中写明所见的修订号（即读取案件时的 ETag）。",
            "Name the revision that you have seen in If-Match: the ETag of the case when it was read.",
        )
    })?;
    let number = text.trim_start_matches("W/").trim_matches('"').parse();
    number.map_err(|_| wrong("If-Match", "\"3\""))
}

/// The key that makes a request safe to repeat.
pub(super) fn key(headers: &HeaderMap) -> Result<Option<String>, Problem> {
    let Some(value) = headers.get("idempotency-key") else {
        return Ok(None);
    };
    let text = value.to_str().ok().map(|text| text.trim_matches('"'));
    let text = text.filter(|text| !text.is_empty() && text.len() <= 200);
    let text = text.ok_or_else(|| wrong("Idempotency-Key", "1—200 ASCII"))?;
    Ok(Some(text.to_owned()))
}
