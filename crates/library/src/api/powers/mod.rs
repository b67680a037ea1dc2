//! Power lists, and who holds what.
//!
//! A handler names the action of the policy table and gets the person with the scope of that action.

mod lines;
mod lists;
mod questions;
mod steps;

use std::fmt;
use std::sync::Arc;

use axum::extract::FromRef;
use axum::http::HeaderMap;
use axum::response::Response;
use base::AreaCode;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::{OpenApiRouter, UtoipaMethodRouterExt};
use utoipa_axum::routes;

use super::body;
use super::{Problem, etag, parameter};
use crate::ListId;
use crate::powers::{Asking, ListDeed, MAX_TEMPLATE_BYTES, PackCitations, Powers};
use ::problem::{Asker, Door};

/// What the routes work on.
#[derive(Clone)]
pub struct PowersApi {
    /// The lists.
    pub powers: Powers,
    /// Who finds out who asks.
    pub door: Door,
    /// The rule packs of the city with what they cite; `None` where none could be read.
    pub packs: Option<Arc<[PackCitations]>>,
}

/// The actions that the policy table rules on.
pub mod action {
    /// Seeing who holds what.
    pub const SEE_POWERS: &str = "power.read";
    /// To list cases, which are counted where an article changed.
    pub const LIST_CASES: &str = "case.list";
    /// Seeing lists in every state.
    pub const SEE_LISTS: &str = "power_list.read";
    /// Drafting, editing, submitting, adjusting and abandoning.
    pub const DRAFT: &str = "power_list.draft";
    /// Passing the review, or returning a version.
    pub const REVIEW: &str = "power_list.review";
    /// Adopting.
    pub const ADOPT: &str = "power_list.adopt";
    /// Publishing.
    pub const PUBLISH: &str = "power_list.publish";
    /// Withdrawing a power.
    pub const WITHDRAW: &str = "power.withdraw";

    /// Every action.
    pub const ALL: [&str; 7] = [
        SEE_POWERS, SEE_LISTS, DRAFT, REVIEW, ADOPT, PUBLISH, WITHDRAW,
    ];
}

/// Every route, below `/api/v1`.
pub fn router() -> OpenApiRouter<PowersApi> {
    use axum::extract::DefaultBodyLimit;
    OpenApiRouter::new()
        .routes(routes!(questions::list))
        .routes(routes!(questions::gaps))
        .routes(routes!(questions::overlaps))
        .routes(routes!(questions::basis_changes))
        .routes(routes!(questions::unused))
        .routes(routes!(questions::impact))
        .routes(routes!(questions::holders))
        .routes(routes!(lists::list, lists::open))
        .routes(routes!(lists::detail))
        .routes(routes!(lists::comparison))
        .routes(routes!(lists::adjust))
        .routes(routes!(lines::list, lines::add))
        .routes(routes!(lines::remove))
        .routes(routes!(lines::import).layer(DefaultBodyLimit::max(MAX_TEMPLATE_BYTES)))
        .routes(routes!(lines::export))
        .routes(routes!(lines::template))
        .routes(routes!(steps::submit))
        .routes(routes!(steps::return_to_drafter))
        .routes(routes!(steps::pass))
        .routes(routes!(steps::adopt))
        .routes(routes!(steps::publish))
        .routes(routes!(steps::abandon))
        .routes(routes!(steps::withdraw))
}

impl FromRef<PowersApi> for Door {
    fn from_ref(api: &PowersApi) -> Self {
        api.door.clone()
    }
}

impl fmt::Debug for PowersApi {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PowersApi(…)")
    }
}

/// What handlers of this room ask of who asks.
trait Asks {
    /// The person with the scope of an action.
    async fn may(&self, action: &'static str) -> Result<Asking, Problem>;

    /// The same with the revision of `If-Match` and a reason.
    async fn acts(
        &self,
        action: &'static str,
        reason: String,
    ) -> Result<(Asking, ListDeed), Problem>;
}

impl Asks for Asker {
    async fn may(&self, action: &'static str) -> Result<Asking, Problem> {
        let caller = self.admitted(action).await?;
        Ok(Asking::person(&caller.account, caller.scope).called(&caller.name))
    }

    async fn acts(
        &self,
        action: &'static str,
        reason: String,
    ) -> Result<(Asking, ListDeed), Problem> {
        let asking = self.may(action).await?;
        if reason.chars().count() > MAX_REASON {
            return Err(body::invalid(
                "理由不得超过 2000 字",
                "a reason has at most 2000 characters",
            ));
        }
        let seen = etag::seen(self.headers())?;
        Ok((asking, ListDeed { reason, seen }))
    }
}

/// Characters that a reason may have.
const MAX_REASON: usize = 2000;

/// Why it is done.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReasonRequest {
    /// Why.
    #[schema(min_length = 1, max_length = 2000)]
    reason: String,
}

/// Which version of which list.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub struct VersionPath {
    /// Id of the list.
    #[param(value_type = uuid::Uuid)]
    id: ListId,
    /// Number of the version.
    version: u32,
}

/// What of the version was seen.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Header)]
#[allow(dead_code, reason = "only described; `Asker` reads it")]
pub struct SeenHeader {
    /// ETag of the list when it was read: the revision of the version.
    #[param(rename = "If-Match")]
    if_match: String,
}

impl VersionPath {
    const fn pair(&self) -> (ListId, u32) {
        (self.id, self.version)
    }
}

/// The list as it is now, under the revision of a version: of the newest where none is named.
async fn shown(
    api: &PowersApi,
    asking: &Asking,
    id: ListId,
    version: Option<u32>,
) -> Result<Response, Problem> {
    let list = api.powers.list(asking, id).await?;
    let named = list
        .versions
        .iter()
        .find(|row| Some(row.version) == version);
    let revision = named.unwrap_or(&list.row.latest).revision;
    Ok(etag::revision(&HeaderMap::new(), revision, &list))
}

/// The code of an area.
fn area(value: Option<&str>) -> Result<Option<AreaCode>, Problem> {
    let expected = (
        "6、9 或 12 位行政区划代码",
        "the code of an area: 6, 9 or 12 digits",
    );
    parameter::read("area", value, expected, |text| text.parse().ok())
}

/// How many lines an act touched.
#[derive(Debug, Serialize, ToSchema)]
pub struct Touched {
    /// Lines.
    lines: u64,
    /// The revision of the version now.
    revision: u32,
}
