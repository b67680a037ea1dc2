//! Intake: sources, batches, streams, receipts; delivery.

use axum::Json;
use axum::body::Body as Raw;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use base::AreaCode;
use futures::StreamExt as _;
use futures::stream::{self, BoxStream};
use problem::{Asker, Body, Explained as _, InPath, Params, Problem, Problems, WriteProblems};
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::Scoped;
use utoipa::{IntoParams, ToSchema};

use super::CaseworkApi;
use super::input::{PageParams, asking, key};
use crate::Asking;
use crate::error::{CaseError, problem_of};
use crate::intake::{
    Batch, BatchPage, BatchView, CHUNK, Hole, LineSplitter, NewSource, ReceiptFilter, ReceiptPage,
    RowReceipt, RowState, Source, SourceHealth, Way, deliver_limit, row_schema,
};

const DELIVER: &str = "intake.deliver";
const MANAGE: &str = "intake.manage";
const NDJSON: &str = "application/x-ndjson";
/// Rejected rows that the answer to a batch shows; the others are in its receipts.
const SHOWN: usize = 100;
/// Holes that are listed.
const HOLES: u64 = 200;

/// What a batch did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct BatchAnswer {
    /// The batch.
    #[serde(flatten)]
    pub batch: BatchView,
    /// Its first rejected rows.
    pub first_rejected: Vec<RowReceipt>,
}

/// Which receipts.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ReceiptParams {
    /// Only accepted, waiting or rejected ones.
    #[param(value_type = Option<String>, pattern = "^(accepted|waiting|rejected)$")]
    state: Option<String>,
}

/// From where in the log.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct DeliveryParams {
    /// `next` of the answer before; 0 from the beginning.
    #[param(value_type = Option<u64>)]
    since: Option<String>,
    /// Rows at most, 1 to 5,000.
    #[param(value_type = Option<u32>, minimum = 1, maximum = 5000, default = 1000)]
    limit: Option<String>,
}

/// Registers a source of cases.
#[utoipa::path(post, operation_id = "add_intake_source", path = "/intake/sources", tag = "intake",
    request_body = NewSource,
    responses((status = 201, body = Source), WriteProblems))]
pub async fn add_source(
    asker: Asker,
    State(api): State<CaseworkApi>,
    Body(new): Body<NewSource>,
) -> Result<Response, Problem> {
    let asking = asking(asker.admitted(MANAGE).await?);
    let names = api
        .casework
        .authorities_of(&new)
        .await
        .map_err(problem_of)?;
    covers(&api, &asking, &names, &new.name).await?;
    let source = api.casework.add_source(&asking, &new).await;
    let source = source.map_err(problem_of)?;
    Ok((StatusCode::CREATED, Json(source)).into_response())
}

/// Lists the sources and how they do: silence, lag, what was rejected. A source sees itself only.
#[utoipa::path(get, operation_id = "list_intake_sources", path = "/intake/sources", tag = "intake",
    responses((status = 200, body = Vec<SourceHealth>), Problems))]
pub async fn sources(
    asker: Asker,
    State(api): State<CaseworkApi>,
) -> Result<Json<Vec<SourceHealth>>, Problem> {
    let health = if asker.scope_of(MANAGE).await.is_some() {
        let asking = asking(asker.admitted(MANAGE).await?);
        let all = api.casework.source_health(None).await.map_err(problem_of)?;
        let mut mine = Vec::new();
        for health in all {
            let authorities = &health.source.authorities;
            if covers(&api, &asking, authorities, "").await.is_ok() {
                mine.push(health);
            }
        }
        mine
    } else {
        let asking = asking(asker.admitted(DELIVER).await?);
        let own = api.casework.source_health(Some(asking.actor.id())).await;
        own.map_err(problem_of)?
    };
    Ok(Json(health))
}

/// Takes in a batch: JSON Lines, one object a line. A row that is wrong stops no other. The same key
/// with the same content again gives the first answer; a batch that was cut is sent again.
#[utoipa::path(post, operation_id = "send_intake_batch", path = "/intake/{source}/batches", tag = "intake",
    params(("source" = String, Path, description = "Name of the source"),
        ("Idempotency-Key" = Option<String>, Header, description = "Makes the batch safe to send again")),
    request_body(content = String, content_type = "application/x-ndjson"),
    responses((status = 200, body = BatchAnswer), WriteProblems))]
pub async fn batch(
    asker: Asker,
    State(api): State<CaseworkApi>,
    InPath(source): InPath<String>,
    body: Raw,
) -> Result<Json<BatchAnswer>, Problem> {
    let asking = delivers(&asker, &api, &source).await?;
    let key = key(asker.headers())?;
    let begun = api
        .casework
        .begin_batch(&asking, &source, Way::Batch, key.as_deref());
    let mut batch = begun.await.map_err(problem_of)?;
    let mut splitter = LineSplitter::default();
    let mut body = body.into_data_stream();
    let (mut lines, mut first_rejected) = (Vec::new(), Vec::new());
    loop {
        let part = body.next().await;
        let is_end = part.is_none();
        match part {
            Some(Ok(bytes)) => lines.extend(splitter.push(&bytes)),
            Some(Err(_)) => return Err(cut()),
            None => lines.extend(splitter.rest()),
        }
        if is_end || lines.len() >= CHUNK {
            let receipts = batch.take(&lines).await.map_err(problem_of)?;
            let rejected = receipts.into_iter();
            let rejected = rejected.filter(|receipt| receipt.state == RowState::Rejected);
            let room = SHOWN.saturating_sub(first_rejected.len());
            first_rejected.extend(rejected.take(room));
            lines.clear();
        }
        if is_end {
            break;
        }
    }
    let batch = batch.end().await.map_err(problem_of)?;
    Ok(Json(BatchAnswer {
        batch,
        first_rejected,
    }))
}

/// Takes in rows line by line: each is answered by a line as soon as it is durable. The last line is
/// the batch.
#[utoipa::path(post, operation_id = "stream_intake", path = "/intake/{source}/stream", tag = "intake",
    params(("source" = String, Path, description = "Name of the source")),
    request_body(content = String, content_type = "application/x-ndjson"),
    responses((status = 200, body = String, content_type = "application/x-ndjson"), WriteProblems))]
pub async fn stream(
    asker: Asker,
    State(api): State<CaseworkApi>,
    InPath(source): InPath<String>,
    body: Raw,
) -> Result<Response, Problem> {
    let asking = delivers(&asker, &api, &source).await?;
    let begun = api
        .casework
        .begin_batch(&asking, &source, Way::Stream, None);
    let batch = begun.await.map_err(problem_of)?;
    let answering = Answering {
        batch: Some(batch),
        body: body
            .into_data_stream()
            .map(|part| part.ok().map(|part| part.to_vec()))
            .boxed(),
        splitter: LineSplitter::default(),
    };
    let lines = stream::unfold(answering, |mut answering| async move {
        let lines = answering.next().await?;
        Some((Ok::<_, std::convert::Infallible>(lines), answering))
    });
    let headers = [
        (header::CONTENT_TYPE, NDJSON),
        (header::CONTENT_ENCODING, "identity"),
    ];
    Ok((headers, Raw::from_stream(lines)).into_response())
}

/// A stream that is being answered.
struct Answering {
    batch: Option<Batch>,
    body: BoxStream<'static, Option<Vec<u8>>>,
    splitter: LineSplitter,
}

impl Answering {
    /// The next receipts; nothing after the line of the batch. What was cut is not ended.
    async fn next(&mut self) -> Option<String> {
        loop {
            self.batch.as_ref()?;
            let part = self.body.next().await;
            let is_end = part.is_none();
            let lines = match part {
                Some(Some(bytes)) => self.splitter.push(&bytes),
                Some(None) => {
                    self.batch = None;
                    return None;
                }
                None => self.splitter.rest(),
            };
            let taken = self.batch.as_mut()?.take(&lines).await;
            let mut text: String = match taken {
                Ok(receipts) => receipts.iter().map(said).collect(),
                Err(error) => return Some(self.broken(&error)),
            };
            if is_end {
                match self.batch.take()?.end().await {
                    Ok(batch) => text.push_str(&said(&batch)),
                    Err(error) => return Some(self.broken(&error)),
                }
                return Some(text);
            }
            if !text.is_empty() {
                return Some(text);
            }
        }
    }

    fn broken(&mut self, error: &CaseError) -> String {
        self.batch = None;
        let internal = error.code() == problem::INTERNAL;
        let en = if internal {
            "something failed inside: see the log of the service".to_owned()
        } else {
            error.to_string()
        };
        let told = json!({"code": error.code(), "zh": error.zh(), "en": en});
        said(&json!({ "error": told }))
    }
}

fn said(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default() + "\n"
}

/// Lists the batches of a source, the newest first.
#[utoipa::path(get, operation_id = "list_intake_batches", path = "/intake/{source}/batches", tag = "intake",
    params(("source" = String, Path, description = "Name of the source"), PageParams),
    responses((status = 200, body = BatchPage), Problems))]
pub async fn batches(
    asker: Asker,
    State(api): State<CaseworkApi>,
    InPath(source): InPath<String>,
    Params(page): Params<PageParams>,
) -> Result<Json<BatchPage>, Problem> {
    delivers(&asker, &api, &source).await?;
    let page = page.page()?;
    let page = api.casework.batches(&source, &page).await;
    Ok(Json(page.map_err(problem_of)?))
}

/// Lists the receipts of a batch, in the order of its lines.
#[utoipa::path(get, operation_id = "list_intake_receipts", path = "/intake/{source}/batches/{batch}/receipts", tag = "intake",
    params(("source" = String, Path, description = "Name of the source"),
        ("batch" = String, Path, description = "Id of the batch"), ReceiptParams, PageParams),
    responses((status = 200, body = ReceiptPage), Problems))]
pub async fn receipts(
    asker: Asker,
    State(api): State<CaseworkApi>,
    InPath((source, batch)): InPath<(String, String)>,
    Params(params): Params<ReceiptParams>,
    Params(page): Params<PageParams>,
) -> Result<Json<ReceiptPage>, Problem> {
    delivers(&asker, &api, &source).await?;
    let state = match params.state.as_deref() {
        None => None,
        Some("accepted") => Some(RowState::Accepted),
        Some("waiting") => Some(RowState::Waiting),
        Some("rejected") => Some(RowState::Rejected),
        Some(_) => return Err(super::input::wrong("state", "accepted, waiting, rejected")),
    };
    let page = page.page()?;
    let filter = ReceiptFilter { state };
    let page = api.casework.receipts(&source, &batch, filter, &page).await;
    Ok(Json(page.map_err(problem_of)?))
}

/// Lists the cases of a source in which an act is missing that others wait for.
#[utoipa::path(get, operation_id = "list_intake_holes", path = "/intake/{source}/holes", tag = "intake",
    params(("source" = String, Path, description = "Name of the source")),
    responses((status = 200, body = Vec<Hole>), Problems))]
pub async fn holes(
    asker: Asker,
    State(api): State<CaseworkApi>,
    InPath(source): InPath<String>,
) -> Result<Json<Vec<Hole>>, Problem> {
    delivers(&asker, &api, &source).await?;
    let holes = api.casework.holes(&source, HOLES).await;
    Ok(Json(holes.map_err(problem_of)?))
}

/// The JSON Schema of a row.
#[utoipa::path(get, operation_id = "get_intake_schema", path = "/intake/schema", tag = "intake",
    responses((status = 200, body = Object), Problems))]
pub async fn schema() -> Json<serde_json::Value> {
    Json(row_schema())
}

/// Hands out the acts of cases in the format of the intake, in the order of the log. The header
/// `Intake-Next` says from where to ask next.
#[utoipa::path(get, operation_id = "deliver_cases", path = "/cases/delivery", tag = "intake",
    params(DeliveryParams),
    responses((status = 200, body = String, content_type = "application/x-ndjson"), Problems))]
pub async fn delivery(
    asker: Asker,
    State(api): State<CaseworkApi>,
    Params(params): Params<DeliveryParams>,
) -> Result<Response, Problem> {
    let asking = asking(asker.admitted("case.export").await?);
    let number = |name, text: Option<&str>| {
        text.map(|text| {
            text.parse::<u64>()
                .map_err(|_| super::input::wrong(name, "0, 1, 2, …"))
        })
        .transpose()
    };
    let since = number("since", params.since.as_deref())?.unwrap_or_default();
    let limit = number("limit", params.limit.as_deref())?;
    let limit = deliver_limit(limit.and_then(|limit| limit.try_into().ok()));
    let delivered = api.casework.deliver(&asking, since, limit).await;
    let delivered = delivered.map_err(problem_of)?;
    let lines: String = delivered.rows.iter().map(said).collect();
    let headers = [
        ("content-type", NDJSON.to_owned()),
        ("intake-next", delivered.next.to_string()),
        ("intake-end", delivered.is_end.to_string()),
    ];
    Ok((headers, lines).into_response())
}

/// Who may deliver for a source and read its receipts: its account, and whoever keeps the sources of
/// all its authorities.
async fn delivers(asker: &Asker, api: &CaseworkApi, source: &str) -> Result<Asking, Problem> {
    let caller = asking(asker.admitted(DELIVER).await?);
    let found = api.casework.source(source).await.map_err(problem_of)?;
    if found.account.as_deref() == Some(caller.actor.id()) {
        return Ok(caller);
    }
    let keeper = asker.admitted(MANAGE).await;
    let keeper = keeper.map_err(|_| problem_of(CaseError::NoSource(source.to_owned())))?;
    let keeper = asking(keeper);
    covers(api, &keeper, &found.authorities, source).await?;
    Ok(keeper)
}

/// An authority as a scope asks for it.
struct Kept {
    id: String,
    area: AreaCode,
}

impl Scoped for Kept {
    fn authority(&self) -> Option<&str> {
        Some(&self.id)
    }

    fn area(&self) -> Option<&AreaCode> {
        Some(&self.area)
    }

    fn confidentiality(&self) -> i16 {
        0
    }

    fn has_person(&self, _: &str, _: Option<&str>) -> bool {
        false
    }
}

/// Refuses where the scope does not hold each of the authorities.
async fn covers(
    api: &CaseworkApi,
    asking: &Asking,
    authorities: &[String],
    source: &str,
) -> Result<(), Problem> {
    let registry = api.casework.register().authorities_known().await;
    let registry = registry.map_err(|error| problem_of(error.into()))?;
    let inside = |id: &String| {
        let known = id.parse().ok().and_then(|id| registry.get(id));
        let state = known.and_then(|known| known.states.spans().last());
        state.is_some_and(|span| {
            let area = span.value.area.clone();
            let id = id.clone();
            asking.scope.allows(&Kept { id, area })
        })
    };
    if authorities.iter().all(inside) {
        Ok(())
    } else {
        Err(problem_of(CaseError::NoSource(source.to_owned())))
    }
}

fn cut() -> Problem {
    problem_of(CaseError::input(
        "请求在中途断开，已归集的行不受影响；请以同一幂等键重新报送。",
        "the request was cut; what came is kept. Send the batch again with the same key",
    ))
}
