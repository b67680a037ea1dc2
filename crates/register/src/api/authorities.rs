//! Authorities: list, one, history, subtree, successors.

use axum::Json;
use axum::extract::State;
use axum::response::Response;
use problem::{InPath, Params, Problem, Problems};
use serde::Deserialize;
use utoipa::IntoParams;

use super::input::{self, DayParams, PageParams};
use super::{Asking, Register};
use crate::authority::{AuthorityFilter, AuthorityHistory, AuthorityRow, AuthorityView};
use crate::list::List;
use crate::{AuthorityId, AuthorityKind, AuthorityLevel, DeedRow};

/// Which authorities.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct AuthorityParams {
    /// A part of the name, its pinyin initials or the number.
    q: Option<String>,
    /// `administrative_organ`, `authorised_organisation` or `entrusted_organisation`.
    kind: Option<String>,
    /// `national`, `province`, `city`, `district` or `street`.
    level: Option<String>,
    /// Directly under this authority.
    #[param(value_type = Option<Uuid>)]
    parent: Option<String>,
    /// In this area or in one inside it.
    area: Option<String>,
}

impl AuthorityParams {
    fn filter(&self, day: jiff::civil::Date) -> Result<AuthorityFilter, Problem> {
        let kinds = ("行政主体类别", "a kind of authority");
        let levels = ("行政层级", "a level of government");
        Ok(AuthorityFilter {
            as_of: day,
            query: input::text("q", self.q.as_deref())?,
            kind: input::read("kind", self.kind.as_deref(), kinds, AuthorityKind::named)?,
            level: input::read(
                "level",
                self.level.as_deref(),
                levels,
                AuthorityLevel::named,
            )?,
            parent: input::read(
                "parent",
                self.parent.as_deref(),
                ("编号", "an id"),
                |text| text.parse().ok(),
            )?,
            area: input::area(self.area.as_deref())?,
        })
    }
}

/// Lists authorities as of a day, by their numbers.
#[utoipa::path(get, operation_id = "list_authorities", path = "/authorities", tag = "authorities",
    params(AuthorityParams, DayParams, PageParams),
    responses((status = 200, body = List<AuthorityRow>), Problems))]
pub async fn list(
    asking: Asking,
    State(register): State<Register>,
    Params(params): Params<AuthorityParams>,
    Params(day): Params<DayParams>,
    Params(page): Params<PageParams>,
) -> Result<Json<List<AuthorityRow>>, Problem> {
    let filter = params.filter(day.day(&register)?)?;
    Ok(Json(
        register
            .authorities(&asking, &filter, &page.page()?)
            .await?,
    ))
}

/// An authority as of a day.
#[utoipa::path(get, operation_id = "get_authority", path = "/authorities/{id}", tag = "authorities",
    params(("id" = Uuid, Path, description = "Id of the authority"), DayParams),
    responses((status = 200, body = AuthorityView), Problems))]
pub async fn detail(
    asking: Asking,
    State(register): State<Register>,
    InPath(id): InPath<AuthorityId>,
    Params(day): Params<DayParams>,
) -> Result<Response, Problem> {
    let authority = register.authority(&asking, id, day.day(&register)?).await?;
    Ok(input::revision(authority.revision, &authority))
}

/// Everything that an authority was, is and is going to be.
#[utoipa::path(get, operation_id = "get_authority_history", path = "/authorities/{id}/history", tag = "authorities",
    params(("id" = Uuid, Path, description = "Id of the authority")),
    responses((status = 200, body = AuthorityHistory), Problems))]
pub async fn history(
    asking: Asking,
    State(register): State<Register>,
    InPath(id): InPath<AuthorityId>,
) -> Result<Response, Problem> {
    let history = register.authority_history(&asking, id).await?;
    Ok(input::revision(history.revision, &history))
}

/// An authority and everything under it on a day.
#[utoipa::path(get, operation_id = "get_authority_subtree", path = "/authorities/{id}/subtree", tag = "authorities",
    params(("id" = Uuid, Path, description = "Id of the authority"), DayParams),
    responses((status = 200, body = Vec<AuthorityRow>), Problems))]
pub async fn subtree(
    asking: Asking,
    State(register): State<Register>,
    InPath(id): InPath<AuthorityId>,
    Params(day): Params<DayParams>,
) -> Result<Json<Vec<AuthorityRow>>, Problem> {
    Ok(Json(
        register.subtree(&asking, id, day.day(&register)?).await?,
    ))
}

/// Who stands in the place of an authority on a day: itself, or those who followed it.
#[utoipa::path(get, operation_id = "get_authority_successors", path = "/authorities/{id}/successors", tag = "authorities",
    params(("id" = Uuid, Path, description = "Id of the authority"), DayParams),
    responses((status = 200, body = Vec<AuthorityRow>), Problems))]
pub async fn successors(
    asking: Asking,
    State(register): State<Register>,
    InPath(id): InPath<AuthorityId>,
    Params(day): Params<DayParams>,
) -> Result<Json<Vec<AuthorityRow>>, Problem> {
    Ok(Json(
        register
            .successors(&asking, id, day.day(&register)?)
            .await?,
    ))
}

/// What was done to an authority, and why, the latest first.
#[utoipa::path(get, operation_id = "get_authority_deeds", path = "/authorities/{id}/deeds", tag = "authorities",
    params(("id" = Uuid, Path, description = "Id of the authority")),
    responses((status = 200, body = Vec<DeedRow>), Problems))]
pub async fn deeds(
    asking: Asking,
    State(register): State<Register>,
    InPath(id): InPath<AuthorityId>,
) -> Result<Json<Vec<DeedRow>>, Problem> {
    Ok(Json(register.authority_deeds(&asking, id).await?))
}
