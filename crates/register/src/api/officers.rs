//! Officers: list, one, history, whether they may enforce.

use axum::Json;
use axum::extract::State;
use axum::response::Response;
use base::Lang;
use problem::{InPath, Params, Problem, Problems};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::input::{self, DayParams, PageParams};
use super::{Asking, Register};
use crate::list::List;
use crate::officer::{OfficerFilter, OfficerListed, OfficerRow, OfficerView, Standing};
use crate::{DeedRow, OfficerId};

/// Which officers.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct OfficerParams {
    /// A part of the name, its pinyin initials or the staff number.
    q: Option<String>,
    /// Of this authority and of those under it.
    #[param(value_type = Option<Uuid>)]
    authority: Option<String>,
    /// Auxiliary staff only, or none of it.
    #[param(value_type = Option<bool>)]
    auxiliary: Option<String>,
    /// Only who has a certificate that is valid on the day, or only who has none.
    #[param(value_type = Option<bool>)]
    certified: Option<String>,
}

/// For what an officer is to enforce.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct StandingParams {
    /// The field of enforcement.
    field: Option<String>,
    /// The area.
    area: Option<String>,
}

/// Whether an officer may enforce, and why not.
#[derive(Debug, Serialize, ToSchema)]
pub struct StandingAnswer {
    /// The answer.
    #[serde(flatten)]
    standing: Standing,
    /// In a sentence, in Chinese.
    text: String,
    /// In a sentence, in English.
    text_en: String,
}

/// Lists officers as of a day, by their staff numbers.
#[utoipa::path(get, operation_id = "list_officers", path = "/officers", tag = "officers",
    params(OfficerParams, DayParams, PageParams),
    responses((status = 200, body = List<OfficerListed>), Problems))]
pub async fn list(
    asking: Asking,
    State(register): State<Register>,
    Params(params): Params<OfficerParams>,
    Params(day): Params<DayParams>,
    Params(page): Params<PageParams>,
) -> Result<Json<List<OfficerListed>>, Problem> {
    let yes_or_no = |name: &str, value: Option<&str>| {
        input::read(name, value, ("true 或 false", "true or false"), |text| {
            text.parse().ok()
        })
    };
    let filter = OfficerFilter {
        as_of: day.day(&register)?,
        query: input::text("q", params.q.as_deref())?,
        authority: input::read(
            "authority",
            params.authority.as_deref(),
            ("编号", "an id"),
            |text| text.parse().ok(),
        )?,
        auxiliary: yes_or_no("auxiliary", params.auxiliary.as_deref())?,
        certified: yes_or_no("certified", params.certified.as_deref())?,
    };
    Ok(Json(
        register
            .officers_listed(&asking, &filter, &page.page()?)
            .await?,
    ))
}

/// An officer as of a day.
#[utoipa::path(get, operation_id = "get_officer", path = "/officers/{id}", tag = "officers",
    params(("id" = Uuid, Path, description = "Id of the officer"), DayParams),
    responses((status = 200, body = OfficerView), Problems))]
pub async fn detail(
    asking: Asking,
    State(register): State<Register>,
    InPath(id): InPath<OfficerId>,
    Params(day): Params<DayParams>,
) -> Result<Response, Problem> {
    let officer = register.officer(&asking, id, day.day(&register)?).await?;
    Ok(input::revision(officer.revision, &officer))
}

/// Where an officer served, serves and is going to serve.
#[utoipa::path(get, operation_id = "get_officer_history", path = "/officers/{id}/history", tag = "officers",
    params(("id" = Uuid, Path, description = "Id of the officer")),
    responses((status = 200, body = Vec<OfficerRow>), Problems))]
pub async fn history(
    asking: Asking,
    State(register): State<Register>,
    InPath(id): InPath<OfficerId>,
) -> Result<Json<Vec<OfficerRow>>, Problem> {
    Ok(Json(register.officer_history(&asking, id).await?))
}

/// Whether an officer may enforce on a day; where not, why not.
#[utoipa::path(get, operation_id = "get_officer_standing", path = "/officers/{id}/standing", tag = "officers",
    params(("id" = Uuid, Path, description = "Id of the officer"), StandingParams, DayParams),
    responses((status = 200, body = StandingAnswer), Problems))]
pub async fn standing(
    asking: Asking,
    State(register): State<Register>,
    InPath(id): InPath<OfficerId>,
    Params(params): Params<StandingParams>,
    Params(day): Params<DayParams>,
) -> Result<Json<StandingAnswer>, Problem> {
    let day = day.day(&register)?;
    let field = input::text("field", params.field.as_deref())?;
    let area = input::area(params.area.as_deref())?;
    let standing = register
        .certificate_valid(&asking, id, day, field.as_deref(), area.as_ref())
        .await?;
    Ok(Json(StandingAnswer {
        text: standing.text(Lang::Zh),
        text_en: standing.text(Lang::En),
        standing,
    }))
}

/// What was done to an officer, and why, the latest first.
#[utoipa::path(get, operation_id = "get_officer_deeds", path = "/officers/{id}/deeds", tag = "officers",
    params(("id" = Uuid, Path, description = "Id of the officer")),
    responses((status = 200, body = Vec<DeedRow>), Problems))]
pub async fn deeds(
    asking: Asking,
    State(register): State<Register>,
    InPath(id): InPath<OfficerId>,
) -> Result<Json<Vec<DeedRow>>, Problem> {
    Ok(Json(register.officer_deeds(&asking, id).await?))
}
