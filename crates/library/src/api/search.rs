//! Full-text search.

use std::time::Instant;

use axum::Json;
use axum::extract::State;
use jiff::civil::Date;
use law::{ArticleNumber, ItemKind, StatuteKey, VersionKey};
use serde::{Deserialize, Serialize};
use store::Cursor;
use utoipa::{IntoParams, ToSchema};

use super::parameter::{self, PageParams, Params};
use super::problem::Problems;
use super::{LibraryApi, Problem};
use crate::search::{Expansion, Filter, Scope, SearchHit, SearchRequest, VersionState};

/// What is searched for.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct SearchParams {
    /// Words, pinyin, a citation, a deed in everyday words.
    #[param(required = true, value_type = String, max_length = 500)]
    q: Option<String>,
    /// Items of this kind.
    #[param(value_type = Option<ItemKind>)]
    kind: Option<String>,
    /// 法律, 行政法规, …
    level: Option<String>,
    /// A province; `national` for the whole country.
    region: Option<String>,
    /// The enforcing authority as written.
    authority: Option<String>,
    /// The day; without it the law of today comes first, and other versions after it.
    #[param(value_type = Option<String>, format = Date)]
    as_of: Option<String>,
    /// What is searched; by default both.
    #[param(inline, value_type = Option<ScopeName>)]
    scope: Option<String>,
}

/// What is searched.
#[derive(Debug, ToSchema)]
#[schema(rename_all = "snake_case")]
#[allow(dead_code, reason = "only described; `scope_named` reads it")]
pub enum ScopeName {
    /// Provisions.
    Provisions,
    /// Enforcement items.
    Items,
    /// Both.
    All,
}

/// What was found.
#[derive(Debug, Serialize, ToSchema)]
pub struct SearchResult {
    /// Best first.
    pub hits: Vec<Hit>,
    /// How many hits there are, up to 200.
    pub total: usize,
    /// The cursor of the next page.
    pub next: Option<String>,
    /// How long the search took, in microseconds.
    pub took_us: u64,
    /// Everyday words that were taken for statutory ones.
    pub corrected: Vec<Correction>,
}

/// An everyday word and the statutory words that were searched for too.
#[derive(Debug, Serialize, ToSchema)]
pub struct Correction {
    /// As typed.
    pub from: String,
    /// As searched for.
    pub to: String,
}

/// Whether a hit is a provision or an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum HitType {
    /// 条款
    Provision,
    /// 事项
    Item,
}

/// A provision or an item that was found.
#[derive(Debug, Serialize, ToSchema)]
pub struct Hit {
    /// Which of them.
    #[serde(rename = "type")]
    pub is_a: HitType,
    /// Id of the item.
    pub id: Option<String>,
    /// Address of the provision.
    pub address: String,
    /// Key of the statute.
    #[schema(value_type = String)]
    pub statute: StatuteKey,
    /// Its title.
    pub title: String,
    /// The version.
    #[schema(value_type = String)]
    pub version: VersionKey,
    /// What that version is on the day.
    #[schema(value_type = crate::view::VersionState)]
    pub state: VersionState,
    /// The file it was read from.
    pub file: String,
    /// `63`, `133之一`
    #[schema(value_type = String)]
    pub article: ArticleNumber,
    /// 款, 1-based.
    pub paragraph: Option<u32>,
    /// 项, 1-based.
    pub item: Option<u32>,
    /// 第六十三条第一款
    pub label: String,
    /// Its words.
    pub text: String,
    /// What of `text` answers, in UTF-16 code units.
    pub highlights: Vec<[u32; 2]>,
    /// Kind of the item.
    pub kind: Option<ItemKind>,
    /// Higher is better; to be compared within one answer.
    pub score: f32,
}

/// Searches provisions and items.
#[utoipa::path(get, operation_id = "search", path = "/search", tag = "search", params(SearchParams, PageParams),
    responses((status = 200, body = SearchResult), Problems))]
pub async fn search(
    State(api): State<LibraryApi>,
    Params(params): Params<SearchParams>,
    Params(page): Params<PageParams>,
) -> Result<Json<SearchResult>, Problem> {
    let request = request(&params, &page, api.library.today())?;
    let (offset, limit) = (request.offset, request.limit);
    let begun = Instant::now();
    let answer = api.library.search(request).await?;
    let seen = offset + answer.hits.len();
    let more = answer.hits.len() == limit && seen < answer.total;
    Ok(Json(SearchResult {
        hits: answer.hits.into_iter().map(Hit::from).collect(),
        total: answer.total,
        next: more.then(|| Cursor::of(&seen).to_string()),
        took_us: begun.elapsed().as_micros() as u64,
        corrected: answer
            .expansions
            .into_iter()
            .map(Correction::from)
            .collect(),
    }))
}

fn request(
    params: &SearchParams,
    page: &PageParams,
    today: Date,
) -> Result<SearchRequest, Problem> {
    let (is_limited, page) = (page.has_limit(), page.page()?);
    let scope = params.scope.as_deref();
    let scopes = (
        "provisions、items、all 之一",
        "one of provisions, items, all",
    );
    let filter = Filter {
        kinds: parameter::kind(params.kind.as_deref())?
            .into_iter()
            .collect(),
        authorities: parameter::text("authority", params.authority.as_deref())?
            .into_iter()
            .collect(),
        levels: parameter::text("level", params.level.as_deref())?
            .into_iter()
            .collect(),
        regions: parameter::region(params.region.as_deref())?
            .into_iter()
            .collect(),
        ..Filter::default()
    };
    let limit = if is_limited {
        page.limit.get() as usize
    } else {
        DEFAULT_HITS
    };
    Ok(SearchRequest {
        scope: parameter::read("scope", scope, scopes, scope_named)?.unwrap_or_default(),
        filter,
        as_of: parameter::date("as_of", params.as_of.as_deref())?,
        offset: page
            .after::<usize>()?
            .unwrap_or(0)
            .min(SearchRequest::WINDOW),
        limit,
        ..SearchRequest::new(parameter::required("q", params.q.as_deref())?, today)
    })
}

/// Hits of a page where no number is asked for.
const DEFAULT_HITS: usize = 20;

fn scope_named(name: &str) -> Option<Scope> {
    match name {
        "provisions" => Some(Scope::Provisions),
        "items" => Some(Scope::Items),
        "all" => Some(Scope::All),
        _ => None,
    }
}

impl From<SearchHit> for Hit {
    fn from(hit: SearchHit) -> Self {
        let address = hit.address().to_string();
        let (id, kind) = match hit.item {
            Some(item) => (Some(item.id), Some(item.kind)),
            None => (None, None),
        };
        Self {
            is_a: if id.is_some() {
                HitType::Item
            } else {
                HitType::Provision
            },
            id,
            address,
            statute: hit.statute,
            title: hit.title,
            version: hit.version,
            state: hit.state,
            file: hit.file,
            article: hit.path.article,
            paragraph: hit.path.paragraph,
            item: hit.path.point,
            label: hit.label,
            text: hit.text,
            highlights: hit.highlights,
            kind,
            score: hit.score,
        }
    }
}

impl From<Expansion> for Correction {
    fn from(expansion: Expansion) -> Self {
        Self {
            from: expansion.from,
            to: expansion.to,
        }
    }
}
