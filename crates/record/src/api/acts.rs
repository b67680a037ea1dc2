//! The trail of acts.

use axum::Json;
use axum::extract::State;
use jiff::Timestamp;
use problem::{Asker, Params, Problem, Problems};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use store::{Cursor, Limit, PageRequest};
use utoipa::{IntoParams, ToSchema};

use super::{RecordApi, action, code};
use crate::{ActFilter, ActKind, Actor, RecordedAct, Subject};

/// Which acts. All that is said must hold.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ActParams {
    /// Kinds, with commas between: `access.looked,access.exported`.
    #[param(max_length = 500)]
    kinds: Option<String>,
    /// Account that did it.
    #[param(max_length = 200)]
    account: Option<String>,
    /// What kind of thing it is about; together with `subject_id`.
    #[param(max_length = 200)]
    subject_kind: Option<String>,
    /// Which one.
    #[param(max_length = 200)]
    subject_id: Option<String>,
    /// Of which case.
    #[param(max_length = 200)]
    case: Option<String>,
    /// Recorded at this instant or later.
    #[param(value_type = Option<String>, format = DateTime)]
    from: Option<String>,
    /// Recorded before this instant.
    #[param(value_type = Option<String>, format = DateTime)]
    before: Option<String>,
    /// `next` of the page before.
    cursor: Option<String>,
    /// Rows of a page.
    #[param(value_type = Option<u32>, minimum = 1, maximum = 200, default = 50)]
    limit: Option<String>,
}

/// An act on the record, without personal data of its parties.
#[derive(Debug, Serialize, ToSchema)]
pub struct ActView {
    /// The entry.
    #[schema(value_type = uuid::Uuid)]
    entry: String,
    /// Its index in the log; `null` until it has one.
    index: Option<u64>,
    /// The hash of its leaf, 64 hexadecimal digits.
    digest: String,
    /// What was done: `access.looked`.
    kind: String,
    /// `person` or `system`.
    actor_kind: &'static str,
    /// The account, or the name of the part of the system.
    actor: String,
    /// Id of the authority in whose name it was done.
    authority: Option<String>,
    /// What kind of thing it was about.
    subject_kind: String,
    /// Which one.
    subject_id: String,
    /// Of which case.
    case: Option<String>,
    /// When it happened.
    #[schema(value_type = String, format = DateTime)]
    happened_at: Timestamp,
    /// Whether it was reported after it had happened.
    is_reported: bool,
    /// When it was recorded.
    #[schema(value_type = String, format = DateTime)]
    recorded_at: Timestamp,
    /// The digest of the rule packs that it was judged with.
    packs: Option<String>,
    /// What else is known.
    #[schema(value_type = Object)]
    data: Value,
}

/// A page of acts, the newest first.
#[derive(Debug, Serialize, ToSchema)]
pub struct ActList {
    /// The acts.
    rows: Vec<ActView>,
    /// Where the next page begins.
    next: Option<String>,
}

/// Lists acts on the record, the newest first: who did what with what, looks, exports and refusals
/// among them.
#[utoipa::path(get, operation_id = "list_acts", path = "/acts", tag = "ledger", params(ActParams),
    responses((status = 200, body = ActList), Problems))]
pub async fn list(
    asker: Asker,
    State(api): State<RecordApi>,
    Params(params): Params<ActParams>,
) -> Result<Json<ActList>, Problem> {
    let caller = asker.admitted(action::READ_TRAIL).await?;
    let page = params.page()?;
    let filter = ActFilter {
        scope: Some(caller.scope),
        newest_first: true,
        ..params.filter()?
    };
    let found = api.log.record().acts(&filter, &page).await?;
    Ok(Json(ActList {
        rows: found.acts.into_iter().map(ActView::of).collect(),
        next: found.next.map(|next| next.to_string()),
    }))
}

impl ActParams {
    fn filter(&self) -> Result<ActFilter, Problem> {
        let kinds =
            said(self.kinds.as_ref()).map_or_else(|| Ok(Vec::new()), |text| kinds(&text))?;
        let subject = match (
            said(self.subject_kind.as_ref()),
            said(self.subject_id.as_ref()),
        ) {
            (Some(kind), Some(id)) => Some(Subject { kind, id }),
            (None, None) => None,
            _ => {
                return Err(wrong(
                    "subject_id",
                    "与 subject_kind 一起给出",
                    "given together with subject_kind",
                ));
            }
        };
        Ok(ActFilter {
            subject,
            case: said(self.case.as_ref()),
            actor: said(self.account.as_ref()).map(|account| Actor::Person { account }),
            kinds,
            recorded_from: instant("from", self.from.as_ref())?,
            recorded_before: instant("before", self.before.as_ref())?,
            ..ActFilter::default()
        })
    }

    fn page(&self) -> Result<PageRequest, Problem> {
        let cursor = said(self.cursor.as_ref()).map(|text| {
            text.parse::<Cursor>().map_err(|_| {
                wrong(
                    "cursor",
                    "取自上一页的 next",
                    "the `next` of the page before",
                )
            })
        });
        let limit = said(self.limit.as_ref()).map(|text| {
            text.parse()
                .ok()
                .and_then(|limit| Limit::new(limit).ok())
                .ok_or_else(|| wrong("limit", "1 至 200 的整数", "a whole number from 1 to 200"))
        });
        Ok(PageRequest {
            cursor: cursor.transpose()?,
            limit: limit.transpose()?.unwrap_or_default(),
        })
    }
}

impl ActView {
    pub(super) fn of(act: RecordedAct) -> Self {
        Self {
            entry: act.entry.to_string(),
            index: act.index,
            digest: act.digest,
            kind: act.kind.to_string(),
            actor_kind: act.actor.kind(),
            actor: act.actor.id().to_owned(),
            authority: act.authority,
            subject_kind: act.subject.kind,
            subject_id: act.subject.id,
            case: act.case,
            happened_at: act.happened_at,
            is_reported: act.is_reported,
            recorded_at: act.recorded_at,
            packs: act.packs,
            data: act.data,
        }
    }
}

/// A text that is not blank.
fn said(text: Option<&String>) -> Option<String> {
    let text = text.map(|text| text.trim()).filter(|text| !text.is_empty());
    text.map(str::to_owned)
}

fn kinds(text: &str) -> Result<Vec<ActKind>, Problem> {
    let kinds: Result<Vec<ActKind>, _> = text.split(',').map(|kind| kind.trim().parse()).collect();
    kinds.map_err(|_| {
        wrong(
            "kinds",
            "行为种类，如 access.looked，多个以逗号分隔",
            "kinds such as access.looked, with commas between",
        )
    })
}

fn instant(name: &str, text: Option<&String>) -> Result<Option<Timestamp>, Problem> {
    let instant = said(text).map(|text| {
        text.parse().map_err(|_| {
            wrong(
                name,
                "时刻，如 2026-11-24T08:00:00Z",
                "an instant such as 2026-11-24T08:00:00Z",
            )
        })
    });
    instant.transpose()
}

fn wrong(name: &str, expected: &str, expected_en: &str) -> Problem {
    Problem::new(
        &code::PARAMETER_INVALID,
        format!("参数 {name} 应为{expected}。"),
        format!("The parameter {name} must be {expected_en}."),
    )
}
