//! Parties: list, find, one, history, register, change, reveal, erase. A number never stands in an
//! address: finding by it is a POST.

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use jiff::civil::Date;
use problem::{Body, InPath, Params, Problem, Problems, WriteProblems};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::input::{self, DayParams, Made, OnDay, PageParams, Reason};
use super::{Asking, Register};
use crate::list::List;
use crate::party::{PartyDraft, PartyFilter, PartyRow, PartyState, PartyView};
use crate::register::Deed;
use crate::{AuthorityId, PartyId, PartyKind};

/// Which parties. Names are looked for by POST `/parties/find`.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PartyParams {
    /// `natural_person`, `organisation` or `individual_business`.
    kind: Option<String>,
    /// In this area or in one inside it.
    area: Option<String>,
}

/// What is looked for: one of the three.
#[derive(Deserialize, ToSchema)]
pub struct FindRequest {
    /// A citizen identity number.
    #[serde(default)]
    identity: Option<String>,
    /// A unified social credit code.
    #[serde(default)]
    credit_code: Option<String>,
    /// A part of the name or its pinyin initials.
    #[serde(default)]
    name: Option<String>,
}

/// A party that is to be registered.
#[derive(Deserialize, ToSchema)]
pub struct RegisterPartyRequest {
    /// Why.
    #[schema(min_length = 1, max_length = 2000)]
    reason: String,
    /// What it is.
    kind: PartyKind,
    /// Its unified social credit code.
    #[serde(default)]
    credit_code: Option<String>,
    /// The citizen identity number.
    #[serde(default)]
    identity: Option<String>,
    /// The authority that registers it.
    #[schema(value_type = Uuid)]
    authority: AuthorityId,
    /// From which day.
    #[schema(value_type = String, format = Date)]
    valid_from: Date,
    /// What it is then.
    state: PartyState,
}

/// What a party is from a day on.
#[derive(Debug, Deserialize, ToSchema)]
pub struct ChangePartyRequest {
    /// Why, and from which day on.
    #[serde(flatten)]
    deed: OnDay,
    /// What it is then.
    state: PartyState,
}

/// An identity number.
#[derive(Serialize, ToSchema)]
pub struct Identity {
    /// The 18 characters.
    identity: String,
}

/// Lists parties as of a day, in the order of their registration.
#[utoipa::path(get, operation_id = "list_parties", path = "/parties", tag = "parties",
    params(PartyParams, DayParams, PageParams),
    responses((status = 200, body = List<PartyRow>), Problems))]
pub async fn list(
    asking: Asking,
    State(register): State<Register>,
    Params(params): Params<PartyParams>,
    Params(day): Params<DayParams>,
    Params(page): Params<PageParams>,
) -> Result<Json<List<PartyRow>>, Problem> {
    let filter = PartyFilter {
        kind: input::read(
            "kind",
            params.kind.as_deref(),
            ("当事人类别", "a kind of party"),
            PartyKind::named,
        )?,
        area: input::area(params.area.as_deref())?,
        ..PartyFilter::on(day.day(&register)?)
    };
    Ok(Json(
        register.parties(&asking, &filter, &page.page()?).await?,
    ))
}

/// Finds parties by a number or a name, as of a day.
#[utoipa::path(post, operation_id = "find_parties", path = "/parties/find", tag = "parties",
    params(DayParams, PageParams), request_body = FindRequest,
    responses((status = 200, body = List<PartyRow>), WriteProblems))]
pub async fn find(
    asking: Asking,
    State(register): State<Register>,
    Params(day): Params<DayParams>,
    Params(page): Params<PageParams>,
    Body(request): Body<FindRequest>,
) -> Result<Json<List<PartyRow>>, Problem> {
    let day = day.day(&register)?;
    let identity = input::identity(request.identity.as_deref())?;
    let found = match (
        identity,
        input::credit_code(request.credit_code.as_deref())?,
    ) {
        (Some(number), _) => register.find_by_identity(&asking, &number, day).await?,
        (None, Some(code)) => register.find_by_credit_code(&asking, &code, day).await?,
        (None, None) => {
            let name = input::text("name", request.name.as_deref())?;
            let name =
                name.ok_or_else(|| input::wrong("name", "非空的文字", "a text that is not empty"))?;
            let filter = PartyFilter {
                query: Some(name),
                ..PartyFilter::on(day)
            };
            return Ok(Json(
                register.parties(&asking, &filter, &page.page()?).await?,
            ));
        }
    };
    Ok(Json(List {
        rows: vec![found.row],
        next: None,
        total: 1,
    }))
}

/// A party as of a day.
#[utoipa::path(get, operation_id = "get_party", path = "/parties/{id}", tag = "parties",
    params(("id" = Uuid, Path, description = "Id of the party"), DayParams),
    responses((status = 200, body = PartyView), Problems))]
pub async fn detail(
    asking: Asking,
    State(register): State<Register>,
    InPath(id): InPath<PartyId>,
    Params(day): Params<DayParams>,
) -> Result<Response, Problem> {
    let party = register.party(&asking, id, day.day(&register)?).await?;
    Ok(input::revision(party.revision, &party))
}

/// What a party was, is and is going to be.
#[utoipa::path(get, operation_id = "get_party_history", path = "/parties/{id}/history", tag = "parties",
    params(("id" = Uuid, Path, description = "Id of the party")),
    responses((status = 200, body = Vec<PartyRow>), Problems))]
pub async fn history(
    asking: Asking,
    State(register): State<Register>,
    InPath(id): InPath<PartyId>,
) -> Result<Json<Vec<PartyRow>>, Problem> {
    Ok(Json(register.party_history(&asking, id).await?))
}

/// Registers a party.
#[utoipa::path(post, operation_id = "register_party", path = "/parties", tag = "parties",
    request_body = RegisterPartyRequest, responses((status = 201, body = Made), WriteProblems))]
pub async fn register(
    asking: Asking,
    State(register): State<Register>,
    Body(request): Body<RegisterPartyRequest>,
) -> Result<Response, Problem> {
    let draft = PartyDraft {
        kind: request.kind,
        credit_code: input::credit_code(request.credit_code.as_deref())?,
        identity: input::identity(request.identity.as_deref())?,
        authority: request.authority,
        valid_from: request.valid_from,
        state: request.state,
    };
    Ok(input::made(
        register
            .register_party(&asking, draft, &Deed::new(&request.reason))
            .await?,
    ))
}

/// Lets a party be something else from a day on.
#[utoipa::path(post, operation_id = "change_party", path = "/parties/{id}/changes", tag = "parties",
    params(("id" = Uuid, Path, description = "Id of the party"),
        ("If-Match" = String, Header, description = "ETag of the party when it was read")),
    request_body = ChangePartyRequest, responses((status = 204, description = "Done"), WriteProblems))]
pub async fn change(
    asking: Asking,
    State(register): State<Register>,
    InPath(id): InPath<PartyId>,
    headers: HeaderMap,
    Body(request): Body<ChangePartyRequest>,
) -> Result<Response, Problem> {
    let deed = input::deed(&headers, &request.deed.reason)?;
    register
        .change_party(&asking, id, request.state, request.deed.on, &deed)
        .await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// Shows the identity number of a party; that it was looked at is recorded.
#[utoipa::path(post, operation_id = "reveal_identity", path = "/parties/{id}/identity", tag = "parties",
    params(("id" = Uuid, Path, description = "Id of the party")),
    request_body = Reason, responses((status = 200, body = Identity), WriteProblems))]
pub async fn reveal(
    asking: Asking,
    State(register): State<Register>,
    InPath(id): InPath<PartyId>,
    Body(request): Body<Reason>,
) -> Result<Response, Problem> {
    let identity = register
        .reveal_identity(&asking, id, &Deed::new(&request.reason))
        .await?;
    Ok(input::secret(&Identity { identity }))
}

/// Erases the personal data of a party.
#[utoipa::path(post, operation_id = "erase_party", path = "/parties/{id}/erasure", tag = "parties",
    params(("id" = Uuid, Path, description = "Id of the party"),
        ("If-Match" = String, Header, description = "ETag of the party when it was read")),
    request_body = Reason, responses((status = 204, description = "Done"), WriteProblems))]
pub async fn erase(
    asking: Asking,
    State(register): State<Register>,
    InPath(id): InPath<PartyId>,
    headers: HeaderMap,
    Body(request): Body<Reason>,
) -> Result<Response, Problem> {
    let deed = input::deed(&headers, &request.reason)?;
    register.erase_party(&asking, id, &deed).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}
