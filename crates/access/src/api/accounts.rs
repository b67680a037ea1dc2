//! Keeping accounts and their roles.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use jiff::civil::Date;
use problem::{Body, InPath, Params, Problem};
use serde::{Deserialize, Serialize};
use store::{Limit, PageRequest};
use utoipa::{IntoParams, ToSchema};

use super::sign_in::{NO_STORE, login};
use super::{AccessApi, AccessProblems};
use crate::account::{Account, AccountState, RoleGrant};
use crate::accounts::{Manager, NewAccount};
use crate::grants::NewGrant;
use crate::place::Place;
use crate::signed::Signed;

/// Which page of the accounts.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PageParams {
    /// `next` of the page before.
    cursor: Option<String>,
    /// Rows of a page.
    #[param(minimum = 1, maximum = 200, default = 50)]
    limit: Option<u64>,
}

/// A page of accounts.
#[derive(Debug, Serialize, ToSchema)]
pub struct AccountPage {
    /// By login name.
    accounts: Vec<Account>,
    /// Where the next page begins.
    next: Option<String>,
}

/// An account with its roles.
#[derive(Debug, Serialize, ToSchema)]
pub struct AccountView {
    /// The account.
    account: Account,
    /// The roles that it holds, held or will hold.
    grants: Vec<RoleGrant>,
}

/// An account that is to be made.
#[derive(Debug, Deserialize, ToSchema)]
pub struct AccountRequest {
    /// With which the person will sign in.
    login: String,
    /// What the person is called.
    #[schema(min_length = 1, max_length = 100)]
    name: String,
    /// Id of the officer whose account it is.
    officer: Option<String>,
    /// Id of the authority that looks after it.
    authority: Option<String>,
}

/// A code by which the owner of an account sets a password. It is shown this once.
#[derive(Debug, Serialize, ToSchema)]
pub struct InvitationView {
    /// Id of the account.
    account: String,
    /// The code.
    code: String,
}

/// Why.
#[derive(Debug, Deserialize, ToSchema)]
pub struct ReasonRequest {
    /// The reason.
    #[schema(min_length = 1, max_length = 500)]
    pub(super) reason: String,
}

/// A role that is to be given.
#[derive(Debug, Deserialize, ToSchema)]
pub struct GrantRequest {
    /// As the policy table names it.
    role: String,
    /// `{"kind":"whole"}`, or `authority` or `area` with an `id`.
    #[schema(value_type = Object)]
    place: Place,
    /// The first day.
    #[schema(value_type = String, format = Date)]
    from: Date,
    /// The first day on which it is no longer held.
    #[schema(value_type = Option<String>, format = Date)]
    to: Option<Date>,
    /// The decision.
    #[schema(min_length = 1, max_length = 500)]
    pub(super) reason: String,
}

/// By whom a person is known elsewhere.
#[derive(Debug, Deserialize, ToSchema)]
pub struct IdentityRequest {
    /// Id of the provider.
    provider: String,
    /// Subject of the person there.
    subject: String,
}

/// The accounts that the person may see.
#[utoipa::path(get, operation_id = "list_accounts", path = "/accounts", tag = "accounts", params(PageParams),
    responses((status = 200, body = AccountPage), AccessProblems))]
pub async fn list(
    signed: Signed,
    State(api): State<AccessApi>,
    Params(params): Params<PageParams>,
) -> Result<Json<AccountPage>, Problem> {
    let cursor = params.cursor.filter(|cursor| !cursor.is_empty());
    let limit = params
        .limit
        .map(Limit::new)
        .transpose()
        .map_err(|_| bad_limit())?;
    let page = PageRequest {
        cursor: cursor.map(|cursor| cursor.parse()).transpose()?,
        limit: limit.unwrap_or_default(),
    };
    let (accounts, next) = api
        .access
        .accounts(&Manager::Person(&signed), &page)
        .await?;
    let next = next.map(String::from);
    Ok(Json(AccountPage { accounts, next }))
}

/// Makes an account.
#[utoipa::path(post, operation_id = "make_account", path = "/accounts", tag = "accounts",
    request_body = AccountRequest,
    responses((status = 201, body = InvitationView), AccessProblems))]
pub async fn make(
    signed: Signed,
    State(api): State<AccessApi>,
    Body(request): Body<AccountRequest>,
) -> Result<Response, Problem> {
    let new = NewAccount {
        login: login(&request.login)?,
        name: request.name,
        officer: request.officer,
        authority: request.authority,
    };
    let (made, code) = api
        .access
        .make_account(&Manager::Person(&signed), new)
        .await?;
    let view = InvitationView {
        account: made.id,
        code: code.reveal().to_owned(),
    };
    Ok((StatusCode::CREATED, [NO_STORE], Json(view)).into_response())
}

/// An account with its roles.
#[utoipa::path(get, operation_id = "account", path = "/accounts/{id}", tag = "accounts",
    params(("id" = String, Path, description = "Id of the account")),
    responses((status = 200, body = AccountView), AccessProblems))]
pub async fn detail(
    signed: Signed,
    State(api): State<AccessApi>,
    InPath(id): InPath<String>,
) -> Result<Json<AccountView>, Problem> {
    let found = api.access.account(&Manager::Person(&signed), &id).await?;
    Ok(Json(AccountView {
        account: found.account,
        grants: found.grants,
    }))
}

/// Gives a new code to an account that has no password yet.
#[utoipa::path(post, operation_id = "invite_again", path = "/accounts/{id}/invitation", tag = "accounts",
    params(("id" = String, Path, description = "Id of the account")),
    responses((status = 200, body = InvitationView), AccessProblems))]
pub async fn invite(
    signed: Signed,
    State(api): State<AccessApi>,
    InPath(id): InPath<String>,
) -> Result<Response, Problem> {
    let code = api
        .access
        .invite_again(&Manager::Person(&signed), &id)
        .await?;
    let view = InvitationView {
        account: id,
        code: code.reveal().to_owned(),
    };
    Ok(([NO_STORE], Json(view)).into_response())
}

/// Locks an account; its sessions end.
#[utoipa::path(post, operation_id = "lock_account", path = "/accounts/{id}/lock", tag = "accounts",
    params(("id" = String, Path, description = "Id of the account")), request_body = ReasonRequest,
    responses((status = 200, body = Account), AccessProblems))]
pub async fn lock(
    signed: Signed,
    State(api): State<AccessApi>,
    InPath(id): InPath<String>,
    Body(request): Body<ReasonRequest>,
) -> Result<Json<Account>, Problem> {
    set_state(&api, &signed, &id, AccountState::Locked, &request.reason).await
}

/// Unlocks an account, and forgets its failed attempts.
#[utoipa::path(post, operation_id = "unlock_account", path = "/accounts/{id}/unlock", tag = "accounts",
    params(("id" = String, Path, description = "Id of the account")), request_body = ReasonRequest,
    responses((status = 200, body = Account), AccessProblems))]
pub async fn unlock(
    signed: Signed,
    State(api): State<AccessApi>,
    InPath(id): InPath<String>,
    Body(request): Body<ReasonRequest>,
) -> Result<Json<Account>, Problem> {
    set_state(&api, &signed, &id, AccountState::Active, &request.reason).await
}

/// Lets an account sign in with a provider.
#[utoipa::path(post, operation_id = "link_identity", path = "/accounts/{id}/identities", tag = "accounts",
    params(("id" = String, Path, description = "Id of the account")), request_body = IdentityRequest,
    responses((status = 204, description = "Linked"), AccessProblems))]
pub async fn link(
    signed: Signed,
    State(api): State<AccessApi>,
    InPath(id): InPath<String>,
    Body(request): Body<IdentityRequest>,
) -> Result<StatusCode, Problem> {
    let manager = Manager::Person(&signed);
    let linked = api
        .access
        .link_identity(&manager, &id, &request.provider, &request.subject);
    linked.await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Gives a role to an account.
#[utoipa::path(post, operation_id = "grant_role", path = "/accounts/{id}/grants", tag = "accounts",
    params(("id" = String, Path, description = "Id of the account")), request_body = GrantRequest,
    responses((status = 201, body = RoleGrant), AccessProblems))]
pub async fn grant(
    signed: Signed,
    State(api): State<AccessApi>,
    InPath(id): InPath<String>,
    Body(request): Body<GrantRequest>,
) -> Result<Response, Problem> {
    let new = NewGrant {
        role: request.role,
        place: request.place,
        from: request.from,
        to: request.to,
        reason: request.reason,
    };
    let granted = api
        .access
        .grant_role(&Manager::Person(&signed), &id, new)
        .await?;
    Ok((StatusCode::CREATED, Json(granted)).into_response())
}

/// Takes a role back from today on.
#[utoipa::path(post, operation_id = "revoke_role", path = "/accounts/{id}/grants/{grant}/revocation", tag = "accounts",
    params(("id" = String, Path, description = "Id of the account"),
        ("grant" = String, Path, description = "Id of the grant")), request_body = ReasonRequest,
    responses((status = 200, body = RoleGrant), AccessProblems))]
pub async fn revoke(
    signed: Signed,
    State(api): State<AccessApi>,
    InPath((id, grant)): InPath<(String, String)>,
    Body(request): Body<ReasonRequest>,
) -> Result<Json<RoleGrant>, Problem> {
    let manager = Manager::Person(&signed);
    let revoked = api
        .access
        .revoke_role(&manager, &id, &grant, &request.reason);
    Ok(Json(revoked.await?))
}

async fn set_state(
    api: &AccessApi,
    signed: &Signed,
    id: &str,
    state: AccountState,
    reason: &str,
) -> Result<Json<Account>, Problem> {
    let manager = Manager::Person(signed);
    let changed = api.access.set_account_state(&manager, id, state, reason);
    Ok(Json(changed.await?))
}

fn bad_limit() -> Problem {
    Problem::new(
        &problem::code::PARAMETER_INVALID,
        "参数 limit 应为 1 到 200 的整数。",
        "The parameter limit must be a whole number from 1 to 200.",
    )
}
