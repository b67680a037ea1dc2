//! Signing in with a provider of OpenID Connect: authorisation code with PKCE (RFC 7636), state and
//! nonce, the provider's addresses and keys by discovery.
//!
//! Nothing secret of a sign-in that has begun is stored: the state is in a cookie, its digest in the
//! database, and nonce and PKCE verifier are derived from it with the key of the room.

use std::time::Duration;

use base::Text;
use chrono::{DateTime, Utc};
use jiff::Timestamp;
use openidconnect::core::{CoreAuthenticationFlow, CoreClient, CoreProviderMetadata};
use openidconnect::{
    AuthorizationCode, ClientId, ClientSecret, CsrfToken, EndpointMaybeSet, EndpointNotSet,
    EndpointSet, HttpRequest, HttpResponse, IssuerUrl, Nonce, PkceCodeChallenge, PkceCodeVerifier,
    RedirectUrl, TokenResponse, http,
};
use problem::{ErrorCode, Explained};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};
use serde_json::json;
use store::sea_orm;
use thiserror::Error;

use crate::access::Access;
use crate::account::AccountState;
use crate::acts::{By, act};
use crate::api::code;
use crate::fault::{Fault, of_faults};
use crate::key::Purpose;
use crate::secret::{Secret, hex};
use crate::sessions::Stage;
use crate::sign_in::{SignInError, Step};
use crate::tables::{account, provider_attempt, provider_identity};

/// A provider, as the operator sets it up.
#[derive(Debug, Clone)]
pub struct Provider {
    /// Its id here: a word in addresses.
    pub id: String,
    /// What people call it.
    pub name: Text,
    /// Its issuer address; `/.well-known/openid-configuration` is found below it.
    pub issuer: String,
    /// What it calls us.
    pub client_id: String,
    /// The secret that it gave us, if it gave one.
    pub client_secret: Option<Secret>,
    /// Whether it asks for a second factor itself, so that ours is not asked for.
    pub proves_second_factor: bool,
}

/// The providers with which people may sign in.
#[derive(Debug)]
pub struct Providers {
    list: Vec<Provider>,
    /// `https://city.example`: where browsers reach us.
    origin: String,
    http: reqwest::Client,
}

/// What the provider sent back through the browser.
#[derive(Debug)]
pub struct Callback {
    /// The state that it was given.
    pub state: Secret,
    /// The state in the browser's cookie.
    pub cookie: Secret,
    /// The code for the token.
    pub code: Secret,
    /// The issuer, where it names itself (RFC 9207).
    pub issuer: Option<String>,
}

/// Why a sign-in with a provider failed.
#[derive(Debug, Error)]
pub enum ProviderError {
    /// No such provider.
    #[error("there is no such sign-in provider")]
    NotFound,
    /// It cannot be reached, or does not speak the protocol.
    #[error("the sign-in provider cannot be used: {0}")]
    Failed(String),
    /// What came back is not the answer to a sign-in that began here.
    #[error("the sign-in was not begun here, has expired or was finished already: begin again")]
    NotBegun,
    /// The token is not good.
    #[error("the sign-in provider did not confirm who you are: begin again")]
    Refused,
    /// Nobody here is known by this subject.
    #[error("your identity at the sign-in provider belongs to no account: ask your administrator")]
    Unknown,
    /// See [`SignInError`].
    #[error(transparent)]
    SignIn(#[from] SignInError),
    /// See [`Fault`].
    #[error(transparent)]
    Fault(#[from] Fault),
}
of_faults!(ProviderError);

/// A provider's answer may not be longer.
const MAX_ANSWER_BYTES: usize = 1 << 20;
const PATIENCE: Duration = Duration::from_secs(10);

type Client = CoreClient<
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointMaybeSet,
    EndpointMaybeSet,
>;

impl Providers {
    /// Providers for a platform that browsers reach at this origin, such as `https://city.example`.
    pub fn new(origin: &str, list: Vec<Provider>) -> Self {
        // Another part of the program may have installed it already: the same one.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let builder = || {
            reqwest::Client::builder()
                .redirect(reqwest::redirect::Policy::none())
                .timeout(PATIENCE)
        };
        // A machine without any certificate authority reaches no provider, but serves.
        let http = builder()
            .build()
            .or_else(|_| builder().tls_certs_only([]).build());
        Self {
            list,
            origin: origin.trim_end_matches('/').to_owned(),
            http: http.expect("the TLS provider was just installed"),
        }
    }

    /// All of them.
    pub fn list(&self) -> &[Provider] {
        &self.list
    }

    fn get(&self, id: &str) -> Result<&Provider, ProviderError> {
        let found = self.list.iter().find(|provider| provider.id == id);
        found.ok_or(ProviderError::NotFound)
    }

    /// Asks a provider for its addresses and keys, and makes a client of it.
    async fn client(&self, provider: &Provider) -> Result<Client, ProviderError> {
        let issuer = IssuerUrl::new(provider.issuer.clone()).map_err(failed)?;
        let http = |request| fetch(self.http.clone(), request);
        let metadata = CoreProviderMetadata::discover_async(issuer, &http)
            .await
            .map_err(failed)?;
        let back = format!(
            "{}/api/v1/sign-in/providers/{}/callback",
            self.origin, provider.id
        );
        let secret = provider.client_secret.as_ref();
        let secret = secret.map(|secret| ClientSecret::new(secret.reveal().to_owned()));
        let client = CoreClient::from_provider_metadata(
            metadata,
            ClientId::new(provider.client_id.clone()),
            secret,
        );
        Ok(client.set_redirect_uri(RedirectUrl::new(back).map_err(failed)?))
    }
}

impl Access {
    /// Begins a sign-in with a provider: where to send the browser, and the state for its cookie.
    pub async fn begin_with(
        &self,
        providers: &Providers,
        id: &str,
    ) -> Result<(String, Secret), ProviderError> {
        let now = self.now()?;
        let provider = providers.get(id)?;
        let client = providers.client(provider).await?;
        let state = Secret::random();
        let challenge = PkceCodeChallenge::from_code_verifier_sha256(&self.verifier(&state));
        let (token, nonce) = (
            CsrfToken::new(state.reveal().to_owned()),
            self.nonce(&state),
        );
        let flow = CoreAuthenticationFlow::AuthorizationCode;
        let (address, _, _) = client
            .authorize_url(flow, move || token, move || nonce)
            .set_pkce_challenge(challenge)
            .url();
        let row = provider_attempt::ActiveModel {
            digest: Set(self.0.key.digest(Purpose::ProviderState, &state)),
            provider: Set(provider.id.clone()),
            ends_at_ms: Set(now.as_millisecond() + self.0.lifetimes.sign_in.as_millis() as i64),
        };
        let write = self.0.record.write(move |tx| {
            Box::pin(async move {
                provider_attempt::Entity::delete_many()
                    .filter(provider_attempt::Column::EndsAtMs.lte(now.as_millisecond()))
                    .exec(&**tx)
                    .await?;
                provider_attempt::Entity::insert(row)
                    .exec_without_returning(&**tx)
                    .await?;
                Ok::<_, ProviderError>(())
            })
        });
        write.await?;
        Ok((address.into(), state))
    }

    /// Finishes it: takes the code to the provider, checks the token, and finds the account.
    pub async fn finish_with(
        &self,
        providers: &Providers,
        id: &str,
        back: Callback,
    ) -> Result<Step, ProviderError> {
        let done = self.finish_unnoted(providers, id, back).await;
        if let Err(error) = &done
            && matches!(
                error,
                ProviderError::NotBegun | ProviderError::Refused | ProviderError::Unknown
            )
        {
            self.refused(None, "sign_in", error.code()).await?;
        }
        done
    }

    async fn finish_unnoted(
        &self,
        providers: &Providers,
        id: &str,
        back: Callback,
    ) -> Result<Step, ProviderError> {
        let now = self.now()?;
        let provider = providers.get(id)?;
        if back
            .issuer
            .as_ref()
            .is_some_and(|issuer| *issuer != provider.issuer)
            || back.state != back.cookie
        {
            return Err(ProviderError::NotBegun);
        }
        self.use_state(&back.state, &provider.id, now).await?;
        let subject = self.subject(providers, provider, &back, now).await?;
        let db = self.0.record.db().read();
        let key = (provider.id.clone(), subject);
        let identity = provider_identity::Entity::find_by_id(key).one(db).await?;
        let account = identity.ok_or(ProviderError::Unknown)?.account_id;
        let row = account::Entity::find_by_id(account).one(db).await?;
        let row = row.ok_or(ProviderError::Unknown)?;
        if AccountState::named(&row.state) != AccountState::Active {
            return Err(SignInError::Locked.into());
        }
        if provider.proves_second_factor {
            return self.sign_in_as(row, &provider.id, now).await;
        }
        Ok(self.pass_on(row, now).await?)
    }

    /// The subject of the person, from a token of which signature, issuer, audience, time and nonce
    /// are right.
    async fn subject(
        &self,
        providers: &Providers,
        provider: &Provider,
        back: &Callback,
        now: Timestamp,
    ) -> Result<String, ProviderError> {
        let client = providers.client(provider).await?;
        let http = |request| fetch(providers.http.clone(), request);
        let token = client
            .exchange_code(AuthorizationCode::new(back.code.reveal().to_owned()))
            .map_err(failed)?
            .set_pkce_verifier(self.verifier(&back.state))
            .request_async(&http)
            .await
            .map_err(|_| ProviderError::Refused)?;
        let seconds = now.as_second();
        let now = move || DateTime::<Utc>::from_timestamp(seconds, 0).unwrap_or_default();
        let verifier = client.id_token_verifier().set_time_fn(now);
        let claims = token.id_token().ok_or(ProviderError::Refused)?;
        let claims = claims
            .claims(&verifier, &self.nonce(&back.state))
            .map_err(|error| {
                tracing::warn!(%error, provider = provider.id, "a provider's token is not good");
                ProviderError::Refused
            })?;
        Ok(claims.subject().as_str().to_owned())
    }

    /// Uses the state up: it works once.
    async fn use_state(
        &self,
        state: &Secret,
        provider: &str,
        now: Timestamp,
    ) -> Result<(), ProviderError> {
        let digest = self.0.key.digest(Purpose::ProviderState, state);
        let provider = provider.to_owned();
        let write = self.0.record.write(move |tx| {
            Box::pin(async move {
                let used = provider_attempt::Entity::delete_many()
                    .filter(provider_attempt::Column::Digest.eq(digest))
                    .filter(provider_attempt::Column::Provider.eq(provider))
                    .filter(provider_attempt::Column::EndsAtMs.gt(now.as_millisecond()))
                    .exec(&**tx)
                    .await?;
                Ok::<_, ProviderError>(used.rows_affected)
            })
        });
        if write.await? == 1 {
            Ok(())
        } else {
            Err(ProviderError::NotBegun)
        }
    }

    async fn sign_in_as(
        &self,
        row: account::Model,
        provider: &str,
        now: Timestamp,
    ) -> Result<Step, ProviderError> {
        let access = self.clone();
        let data = json!({"provider": provider});
        let write = self.0.record.write(move |tx| {
            Box::pin(async move {
                let stage = Stage::SignedIn;
                let session = access.0.begin(&**tx, &row.id, stage, None, now).await?;
                let signed_in = act(
                    "access.signed_in",
                    &By::Account(row.id.clone()),
                    ("account", &row.id),
                    data,
                );
                access.0.record.append(tx, signed_in).await?;
                Ok::<_, ProviderError>(Step { session, stage })
            })
        });
        write.await
    }

    fn verifier(&self, state: &Secret) -> PkceCodeVerifier {
        PkceCodeVerifier::new(hex(&self
            .0
            .key
            .derive(Purpose::ProviderVerifier, state.reveal().as_bytes())))
    }

    fn nonce(&self, state: &Secret) -> Nonce {
        Nonce::new(hex(&self
            .0
            .key
            .derive(Purpose::ProviderNonce, state.reveal().as_bytes())))
    }
}

/// Why a provider gave no answer.
#[derive(Debug, Error)]
enum FetchError {
    #[error(transparent)]
    Http(#[from] reqwest::Error),
    #[error(transparent)]
    Form(#[from] http::Error),
    #[error("the answer is too long")]
    TooLong,
}

async fn fetch(client: reqwest::Client, request: HttpRequest) -> Result<HttpResponse, FetchError> {
    let mut answer = client.execute(request.try_into()?).await?;
    let mut response = http::Response::builder().status(answer.status());
    for (name, value) in answer.headers() {
        response = response.header(name, value);
    }
    let mut body = Vec::new();
    while let Some(bytes) = answer.chunk().await? {
        if body.len() + bytes.len() > MAX_ANSWER_BYTES {
            return Err(FetchError::TooLong);
        }
        body.extend_from_slice(&bytes);
    }
    Ok(response.body(body)?)
}

/// The reason as the operator reads it in the log; it holds addresses, and no secret.
fn failed(error: impl std::error::Error) -> ProviderError {
    let mut reason = error.to_string();
    let mut cause = error.source();
    while let Some(inner) = cause {
        reason = format!("{reason}: {inner}");
        cause = inner.source();
    }
    tracing::warn!(reason, "a sign-in provider cannot be used");
    ProviderError::Failed(reason)
}

impl Explained for ProviderError {
    fn code(&self) -> &'static str {
        match self {
            Self::NotFound => code::PROVIDER_NOT_FOUND.code,
            Self::Failed(_) => code::PROVIDER_FAILED.code,
            Self::NotBegun | Self::Refused => code::PROVIDER_REFUSED.code,
            Self::Unknown => code::IDENTITY_UNKNOWN.code,
            Self::SignIn(error) => error.code(),
            Self::Fault(fault) => fault.code(),
        }
    }

    fn zh(&self) -> String {
        match self {
            Self::NotFound => "没有这个登录提供方。".to_owned(),
            Self::Failed(_) => "登录提供方暂时无法使用，请稍后再试或用口令登录。".to_owned(),
            Self::NotBegun => "登录不是从这里开始的，或已过期、已完成：请重新开始。".to_owned(),
            Self::Refused => "登录提供方未能确认您的身份：请重新开始。".to_owned(),
            Self::Unknown => "您在登录提供方的身份没有对应的账号：请联系管理员。".to_owned(),
            Self::SignIn(error) => error.zh(),
            Self::Fault(fault) => fault.zh(),
        }
    }

    fn codes(&self) -> &'static [&'static ErrorCode] {
        code::ALL
    }
}
