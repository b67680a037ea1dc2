//! Enforcement items: list, one.

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use law::ItemKind;
use serde::Deserialize;
use utoipa::IntoParams;

use super::parameter::{self, InPath, PageParams, Params};
use super::problem::Problems;
use super::{LibraryApi, Problem, etag};
use crate::view::{Facets, Item, ItemRow, ItemState, List};
use crate::{ItemFilter, ItemId, Library};

/// Which items.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ItemParams {
    /// Words, pinyin initials, full pinyin, a deed in everyday words.
    q: Option<String>,
    /// Of this kind.
    #[param(value_type = Option<ItemKind>)]
    kind: Option<String>,
    /// 法律, 行政法规, …
    level: Option<String>,
    /// A province; `national` for the whole country.
    region: Option<String>,
    /// The enforcing authority as written.
    authority: Option<String>,
    /// In this state; by default in any but `withdrawn`.
    #[param(value_type = Option<ItemState>)]
    state: Option<String>,
    /// The day on which the version must be in force, by default today; `any` for every version.
    as_of: Option<String>,
    /// Key of a statute.
    statute: Option<String>,
}

impl ItemParams {
    /// The filter asked for.
    pub fn filter(&self, library: &Library) -> Result<ItemFilter, Problem> {
        let statute = parameter::text("statute", self.statute.as_deref())?;
        let as_of = match self.as_of.as_deref() {
            Some("any") => None,
            day => Some(parameter::date("as_of", day)?.unwrap_or_else(|| library.today())),
        };
        Ok(ItemFilter {
            query: parameter::text("q", self.q.as_deref())?,
            kind: parameter::kind(self.kind.as_deref())?,
            level: parameter::text("level", self.level.as_deref())?,
            region: parameter::region(self.region.as_deref())?,
            authority: parameter::text("authority", self.authority.as_deref())?,
            state: parameter::item_state(self.state.as_deref())?,
            as_of,
            statute: statute.as_deref().map(parameter::statute).transpose()?,
        })
    }
}

/// Lists items; with `q` the best first.
#[utoipa::path(get, operation_id = "list_items", path = "/items", tag = "items", params(ItemParams, PageParams),
    responses((status = 200, body = List<ItemRow>), Problems))]
pub async fn list(
    State(api): State<LibraryApi>,
    Params(params): Params<ItemParams>,
    Params(page): Params<PageParams>,
) -> Result<Json<List<ItemRow>>, Problem> {
    let filter = params.filter(&api.library)?;
    Ok(Json(api.library.items(&filter, &page.page()?).await?))
}

/// The values that the filtered items have, with counts.
#[utoipa::path(get, operation_id = "list_facets", path = "/facets", tag = "items", params(ItemParams),
    responses((status = 200, body = Facets), Problems))]
pub async fn facets(
    State(api): State<LibraryApi>,
    Params(params): Params<ItemParams>,
) -> Result<Json<Facets>, Problem> {
    let filter = params.filter(&api.library)?;
    Ok(Json(api.library.facets(&filter).await?))
}

/// An item with its provisions and history.
#[utoipa::path(get, operation_id = "get_item", path = "/items/{id}", tag = "items",
    params(("id" = Uuid, Path, description = "Id of the item")),
    responses((status = 200, body = Item), (status = 304, description = "The client has this revision"), Problems))]
pub async fn detail(
    State(api): State<LibraryApi>,
    InPath(id): InPath<ItemId>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let item = api.library.item(id).await?;
    Ok(etag::revision(&headers, item.row.revision, &item))
}
