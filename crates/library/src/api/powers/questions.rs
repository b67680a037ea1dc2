//! Who holds what where on a day; what is missing, doubled, outdated, unused, touched.

use axum::Json;
use axum::extract::State;
use jiff::civil::Date;
use law::{ArticleNumber, ProvisionPath};
use serde::Deserialize;
use utoipa::IntoParams;

use super::lines::item;
use super::{Asker, Asks as _, PowersApi, action, area};
use crate::ItemId;
use crate::api::Problem;
use crate::api::parameter::{self, InPath, PageParams, Params};
use crate::api::problem::Problems;
use crate::powers::{ImpactRequest, PowerFilter};
use crate::view::{BasisRow, GapRow, Impact, List, OverlapRow, PowerRow, UnusedItems};

/// Which powers.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PowerParams {
    /// Id of an item.
    #[param(value_type = Option<uuid::Uuid>)]
    item: Option<String>,
    /// Id of the authority that holds.
    authority: Option<String>,
    /// Code of an area: of those who act for the whole of it.
    area: Option<String>,
    /// The day, by default today.
    #[param(value_type = Option<String>, format = Date)]
    as_of: Option<String>,
}

/// Where and when.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PlaceParams {
    /// Code of an area.
    #[param(required = true, value_type = String)]
    area: Option<String>,
    /// The day, by default today.
    #[param(value_type = Option<String>, format = Date)]
    as_of: Option<String>,
}

/// On which day.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct DayParams {
    /// The day, by default today.
    #[param(value_type = Option<String>, format = Date)]
    as_of: Option<String>,
}

/// On which days, both included.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct DaysParams {
    /// The first day.
    #[param(required = true, value_type = String, format = Date)]
    from: Option<String>,
    /// The last day, by default today.
    #[param(value_type = Option<String>, format = Date)]
    to: Option<String>,
}

/// Which change of a statute.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ImpactParams {
    /// Key of the statute.
    #[param(required = true, value_type = String)]
    statute: Option<String>,
    /// The earlier version.
    #[param(required = true, value_type = String)]
    from: Option<String>,
    /// The later version.
    #[param(required = true, value_type = String)]
    to: Option<String>,
    /// Only this article of the earlier version: `58`.
    article: Option<String>,
    /// The day on which lists have effect that are counted, by default today.
    #[param(value_type = Option<String>, format = Date)]
    as_of: Option<String>,
}

/// Powers on a day, by item; `total` comes with the first page.
#[utoipa::path(get, operation_id = "list_powers", path = "/powers", tag = "powers",
    params(PowerParams, PageParams), responses((status = 200, body = List<PowerRow>), Problems))]
pub async fn list(
    asker: Asker,
    State(api): State<PowersApi>,
    Params(params): Params<PowerParams>,
    Params(page): Params<PageParams>,
) -> Result<Json<List<PowerRow>>, Problem> {
    let asking = asker.may(action::SEE_POWERS).await?;
    let filter = PowerFilter {
        item: item("item", params.item.as_deref())?,
        authority: parameter::text("authority", params.authority.as_deref())?,
        area: area(params.area.as_deref())?,
        as_of: parameter::date("as_of", params.as_of.as_deref())?,
    };
    Ok(Json(
        api.powers.powers(&asking, &filter, &page.page()?).await?,
    ))
}

/// Who holds an item on a day, for the whole of an area where one is named.
#[utoipa::path(get, operation_id = "list_item_holders", path = "/items/{id}/holders", tag = "powers",
    params(("id" = Uuid, Path, description = "Id of the item"),
        ("area" = Option<String>, Query, description = "Code of an area"),
        ("as_of" = Option<String>, Query, description = "The day, by default today")),
    responses((status = 200, body = List<PowerRow>), Problems))]
pub async fn holders(
    asker: Asker,
    State(api): State<PowersApi>,
    InPath(id): InPath<ItemId>,
    Params(params): Params<PowerParams>,
) -> Result<Json<List<PowerRow>>, Problem> {
    let asking = asker.may(action::SEE_POWERS).await?;
    let area = area(params.area.as_deref())?;
    let day = day(&api, "as_of", params.as_of.as_deref())?;
    let rows = api
        .powers
        .who_holds(&asking, id, area.as_ref(), day)
        .await?;
    Ok(Json(List {
        total: Some(rows.len() as u64),
        rows,
        next: None,
    }))
}

/// Adopted items in force that nobody holds for the whole of an area.
#[utoipa::path(get, operation_id = "list_power_gaps", path = "/powers/gaps", tag = "powers",
    params(PlaceParams, PageParams), responses((status = 200, body = List<GapRow>), Problems))]
pub async fn gaps(
    asker: Asker,
    State(api): State<PowersApi>,
    Params(place): Params<PlaceParams>,
    Params(page): Params<PageParams>,
) -> Result<Json<List<GapRow>>, Problem> {
    let asking = asker.may(action::SEE_POWERS).await?;
    let area = place.area()?;
    let day = day(&api, "as_of", place.as_of.as_deref())?;
    Ok(Json(
        api.powers.gaps(&asking, &area, day, &page.page()?).await?,
    ))
}

/// Items that two or more authorities hold for the same place.
#[utoipa::path(get, operation_id = "list_power_overlaps", path = "/powers/overlaps", tag = "powers",
    params(PlaceParams, PageParams), responses((status = 200, body = List<OverlapRow>), Problems))]
pub async fn overlaps(
    asker: Asker,
    State(api): State<PowersApi>,
    Params(place): Params<PlaceParams>,
    Params(page): Params<PageParams>,
) -> Result<Json<List<OverlapRow>>, Problem> {
    let asking = asker.may(action::SEE_POWERS).await?;
    let area = place.area()?;
    let day = day(&api, "as_of", place.as_of.as_deref())?;
    Ok(Json(
        api.powers
            .overlaps(&asking, &area, day, &page.page()?)
            .await?,
    ))
}

/// Held items whose legal basis has changed or fallen away.
#[utoipa::path(get, operation_id = "list_power_basis_changes", path = "/powers/basis-changes", tag = "powers",
    params(DayParams, PageParams), responses((status = 200, body = List<BasisRow>), Problems))]
pub async fn basis_changes(
    asker: Asker,
    State(api): State<PowersApi>,
    Params(params): Params<DayParams>,
    Params(page): Params<PageParams>,
) -> Result<Json<List<BasisRow>>, Problem> {
    let asking = asker.may(action::SEE_POWERS).await?;
    let day = day(&api, "as_of", params.as_of.as_deref())?;
    Ok(Json(
        api.powers
            .basis_changes(&asking, day, &page.page()?)
            .await?,
    ))
}

/// Held items on which no case was opened. Where no cases are recorded, that is said.
#[utoipa::path(get, operation_id = "list_unused_items", path = "/powers/unused", tag = "powers",
    params(DaysParams, PageParams), responses((status = 200, body = UnusedItems), Problems))]
pub async fn unused(
    asker: Asker,
    State(api): State<PowersApi>,
    Params(params): Params<DaysParams>,
    Params(page): Params<PageParams>,
) -> Result<Json<UnusedItems>, Problem> {
    let asking = asker.may(action::SEE_POWERS).await?;
    let from = parameter::date("from", params.from.as_deref())?;
    let from = from.ok_or_else(|| {
        parameter::wrong("from", "日期，如 2024-05-01", "a date such as 2024-05-01")
    })?;
    let days = (from, day(&api, "to", params.to.as_deref())?);
    Ok(Json(
        api.powers
            .unused_items(&asking, days, &page.page()?)
            .await?,
    ))
}

/// What a change of a statute touches: items, powers, benchmarks, leniency lists, open cases, rule packs.
#[utoipa::path(get, operation_id = "show_impact", path = "/powers/impact", tag = "powers",
    params(ImpactParams), responses((status = 200, body = Impact), Problems))]
pub async fn impact(
    asker: Asker,
    State(api): State<PowersApi>,
    Params(params): Params<ImpactParams>,
) -> Result<Json<Impact>, Problem> {
    let asking = asker.may(action::SEE_POWERS).await?;
    let cases = asker.scope_of(action::LIST_CASES).await;
    let version = |name, value: &Option<String>| {
        parameter::required(name, value.as_deref())
            .and_then(|version| parameter::version(name, &version))
    };
    let statute = parameter::required("statute", params.statute.as_deref())?;
    let request = ImpactRequest {
        statute: parameter::statute(&statute)?,
        from: version("from", &params.from)?,
        to: version("to", &params.to)?,
        article: article(params.article.as_deref())?,
        as_of: day(&api, "as_of", params.as_of.as_deref())?,
        cases,
    };
    let impact = api.powers.impact(&asking, &request, api.packs.as_deref());
    Ok(Json(impact.await?))
}

impl PlaceParams {
    fn area(&self) -> Result<base::AreaCode, Problem> {
        let missing = || {
            parameter::wrong(
                "area",
                "6、9 或 12 位行政区划代码",
                "the code of an area: 6, 9 or 12 digits",
            )
        };
        area(self.area.as_deref())?.ok_or_else(missing)
    }
}

fn article(value: Option<&str>) -> Result<Option<ArticleNumber>, Problem> {
    let expected = ("条的序号，如 58", "the number of an article such as 58");
    let read = |text: &str| text.parse().ok().map(|path: ProvisionPath| path.article);
    parameter::read("article", value, expected, read)
}

fn day(api: &PowersApi, name: &str, value: Option<&str>) -> Result<Date, Problem> {
    let day = parameter::date(name, value)?;
    Ok(day.unwrap_or_else(|| api.powers.today()))
}
