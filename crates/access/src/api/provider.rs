//! Signing in with a provider of OpenID Connect. A browser walks these addresses itself.

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use problem::{Explained, InPath, Params, Problem};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::cookie::Which;
use super::sign_in::with_session;
use super::{AccessApi, AccessProblems};
use crate::oidc::{Callback, ProviderError};
use crate::secret::Secret;

/// Where the pages are.
const PAGES: &str = "/admin/";

/// A provider to choose.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProviderView {
    /// Its id in addresses.
    id: String,
    /// What people call it, in Chinese.
    name: String,
    /// What people call it, in English.
    name_en: String,
}

/// What the provider sends back.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct CallbackParams {
    #[param(value_type = Option<String>)]
    state: Option<Secret>,
    #[param(value_type = Option<String>)]
    code: Option<Secret>,
    iss: Option<String>,
}

/// The providers with which people may sign in.
#[utoipa::path(get, operation_id = "list_providers", path = "/sign-in/providers", tag = "access",
    responses((status = 200, body = Vec<ProviderView>)))]
pub async fn list(State(api): State<AccessApi>) -> Json<Vec<ProviderView>> {
    let providers = api.providers.list().iter().map(|provider| ProviderView {
        id: provider.id.clone(),
        name: provider.name.get(base::Lang::Zh).to_owned(),
        name_en: provider.name.get(base::Lang::En).to_owned(),
    });
    Json(providers.collect())
}

/// Sends the browser to a provider.
#[utoipa::path(get, operation_id = "begin_with_provider", path = "/sign-in/providers/{id}", tag = "access",
    params(("id" = String, Path, description = "Id of the provider")),
    responses((status = 303, description = "To the provider"), AccessProblems))]
pub async fn begin(
    State(api): State<AccessApi>,
    InPath(id): InPath<String>,
) -> Result<Response, Problem> {
    let (address, state) = api.access.begin_with(&api.providers, &id).await?;
    let lifetime = api.access.lifetimes().sign_in;
    let cookie = api.cookies.set(Which::Provider, &state, lifetime);
    let headers = [
        (header::SET_COOKIE, cookie),
        (header::LOCATION, location(&address)?),
    ];
    Ok((StatusCode::SEE_OTHER, headers).into_response())
}

/// Where the provider sends the browser back to. The pages are next; where it failed, with the
/// code of the problem.
#[utoipa::path(get, operation_id = "finish_with_provider", path = "/sign-in/providers/{id}/callback", tag = "access",
    params(("id" = String, Path, description = "Id of the provider"), CallbackParams),
    responses((status = 303, description = "To the pages"), AccessProblems))]
pub async fn finish(
    State(api): State<AccessApi>,
    InPath(id): InPath<String>,
    headers: HeaderMap,
    Params(params): Params<CallbackParams>,
) -> Result<Response, Problem> {
    let cookie = api.cookies.get(Which::Provider, &headers);
    let done = match (params.state, params.code, cookie) {
        (Some(state), Some(code), Some(cookie)) => {
            let issuer = params.iss;
            let back = Callback {
                state,
                cookie,
                code,
                issuer,
            };
            api.access.finish_with(&api.providers, &id, back).await
        }
        _ => Err(ProviderError::NotBegun),
    };
    let cleared = (header::SET_COOKIE, api.cookies.clear(Which::Provider));
    let mut answer = match done {
        Ok(step) => {
            let to = [(header::LOCATION, location(PAGES)?)];
            with_session(&api, &step, (StatusCode::SEE_OTHER, to).into_response())
        }
        Err(error) => {
            let to = format!("{PAGES}sign-in?problem={}", error.code());
            (StatusCode::SEE_OTHER, [(header::LOCATION, location(&to)?)]).into_response()
        }
    };
    answer.headers_mut().append(cleared.0, cleared.1);
    Ok(answer)
}

fn location(address: &str) -> Result<header::HeaderValue, Problem> {
    header::HeaderValue::try_from(address).map_err(|error| Problem::internal(&error))
}
