//! The description of the API, OpenAPI 3.1. It is committed as `docs/api/openapi.json`.

use access::api::AccessApi;
use axum::Json;
use axum::response::IntoResponse;
use casework::api::CaseworkApi;
use library::api::powers::PowersApi;
use library::api::{LibraryApi, ProblemBody};
use packs::api::PacksApi;
use record::api::RecordApi;
use register::Register;
use utoipa::OpenApi;
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{Components, Schema};
use utoipa::openapi::security::{ApiKey, ApiKeyValue, SecurityScheme};
use utoipa_axum::router::OpenApiRouter;

/// What is not said by the routes themselves.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "獬豸 Xiezhi",
        description = "城市执法平台的接口。The API of the platform for a city's law enforcement.\n\nErrors are RFC 9457 problems; `docs/errors.md` lists their codes.",
        license(name = "Apache-2.0", identifier = "Apache-2.0")
    ),
    servers((url = "/api/v1")),
    components(schemas(ProblemBody)),
    tags(
        (name = "statutes", description = "法规、版本、比对"),
        (name = "provisions", description = "条款和引用"),
        (name = "search", description = "检索"),
        (name = "items", description = "执法事项"),
        (name = "imports", description = "导入和发现的问题"),
        (name = "library", description = "法规库概况"),
        (name = "access", description = "登录和会话"),
        (name = "accounts", description = "账号和角色"),
        (name = "authorities", description = "执法主体"),
        (name = "officers", description = "执法人员"),
        (name = "parties", description = "当事人"),
        (name = "register", description = "登记册的导入和导出"),
        (name = "cases", description = "案件和行为"),
        (name = "intake", description = "数据归集和交付"),
        (name = "powers", description = "权责清单和职权"),
        (name = "packs", description = "规则包"),
        (name = "ledger", description = "存证日志和行为记录"),
    )
)]
struct Frame;

/// The routes of every room with their description.
pub(crate) struct Routes {
    pub library: OpenApiRouter<LibraryApi>,
    pub powers: OpenApiRouter<PowersApi>,
    pub access: OpenApiRouter<AccessApi>,
    pub register: OpenApiRouter<Register>,
    pub record: OpenApiRouter<RecordApi>,
    pub packs: OpenApiRouter<PacksApi>,
    pub casework: OpenApiRouter<CaseworkApi>,
}

pub(crate) fn routes() -> Routes {
    Routes {
        library: library::api::router(),
        powers: library::api::powers::router(),
        access: access::api::router(),
        register: register::api::router(),
        record: record::api::router(),
        packs: packs::api::router(),
        casework: casework::api::router(),
    }
}

/// The description.
pub fn document() -> utoipa::openapi::OpenApi {
    let mut document = Frame::openapi();
    let Routes {
        library,
        powers,
        access,
        register,
        record,
        packs,
        casework,
    } = routes();
    document.merge(library.into_openapi());
    document.merge(powers.into_openapi());
    document.merge(access.into_openapi());
    document.merge(register.into_openapi());
    document.merge(record.into_openapi());
    document.merge(packs.into_openapi());
    document.merge(casework.into_openapi());
    let components = document.components.get_or_insert_default();
    open_tagged(components);
    components.add_security_scheme(
        "session",
        SecurityScheme::ApiKey(ApiKey::Cookie(ApiKeyValue::new("__Host-xiezhi-session"))),
    );
    document
}

/// What a line of a list says carries a tag beside its fields; a schema that is closed for itself
/// would leave no room for it, and no line at all would fit.
fn open_tagged(components: &mut Components) {
    for name in ["PowerTerms", "BenchmarkGrade", "LeniencyEntry"] {
        if let Some(RefOr::T(Schema::Object(object))) = components.schemas.get_mut(name) {
            object.additional_properties = None;
        }
    }
}

/// The description as it is committed.
pub fn document_json() -> String {
    let json = document().to_pretty_json();
    json.expect("the description has text keys only") + "\n"
}

/// Hands it out.
pub(crate) async fn serve() -> impl IntoResponse {
    Json(document())
}
