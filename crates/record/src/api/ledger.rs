//! The log: its newest checkpoint, an entry, the proof of an entry, and checking a proof.

use axum::Json;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use ledger::SignedNote;
use problem::{Asker, InPath, Problem, Problems, WriteProblems};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::acts::ActView;
use super::{RecordApi, action};
use crate::log::VerifyError;
use crate::{EntryId, EntryProof, ReadError, RecordLog, RecordedAct};

/// The log as it is now.
#[derive(Debug, Serialize, ToSchema)]
pub struct LedgerView {
    /// Its name, which every checkpoint begins with.
    origin: String,
    /// Leaves under the newest checkpoint; 0 before the first.
    size: u64,
    /// Its root hash, in base 64.
    root: Option<String>,
    /// The newest checkpoint with its signatures (C2SP signed note).
    checkpoint: Option<String>,
    /// Entries that no checkpoint holds yet.
    pending: u64,
    /// The keys of the log, the oldest first.
    keys: Vec<KeyView>,
    /// The witnesses that are asked.
    witnesses: Vec<String>,
    /// How many of them must cosign.
    quorum: usize,
}

/// A key that signs checkpoints.
#[derive(Debug, Serialize, ToSchema)]
pub struct KeyView {
    /// Its public half, a C2SP verifier key.
    verifier: String,
    /// Leaves of the first checkpoint that it signed; `null` until it has signed.
    since_size: Option<u64>,
    /// Leaves of the last that it signed; `null` while it signs.
    until_size: Option<u64>,
}

/// What a proof shows.
#[derive(Debug, Serialize, ToSchema)]
pub struct Verification {
    /// The entry that stands in the log.
    #[schema(value_type = uuid::Uuid)]
    entry: String,
    /// The act, in the form that the leaf commits to.
    #[schema(value_type = Object)]
    act: Value,
    /// Leaves under the checkpoint of the proof.
    size: u64,
    /// Its root hash, in base 64.
    root: String,
    /// The witnesses that cosigned it.
    witnesses: Vec<String>,
}

/// Leaves under the checkpoint of a proof.
fn size_of(proof: &EntryProof) -> Result<u64, VerifyError> {
    let checkpoint = checkpoint_of(&proof.proof.checkpoint);
    let size = checkpoint.map(|checkpoint| checkpoint.size);
    size.ok_or_else(|| VerifyError::Form("its checkpoint cannot be read".to_owned()))
}

/// The log as it is now.
#[utoipa::path(get, operation_id = "get_ledger", path = "/ledger", tag = "ledger",
    responses((status = 200, body = LedgerView), Problems))]
pub async fn show(asker: Asker, State(api): State<RecordApi>) -> Result<Json<LedgerView>, Problem> {
    asker.admitted(action::READ_LEDGER).await?;
    Ok(Json(view(&api.log).await?))
}

/// The newest checkpoint, a C2SP signed note. Anybody may have it: it is what witnesses and citizens
/// compare.
#[utoipa::path(get, operation_id = "get_checkpoint", path = "/ledger/checkpoint", tag = "ledger",
    responses((status = 200, body = String, content_type = "text/plain"), Problems))]
pub async fn checkpoint(State(api): State<RecordApi>) -> Result<Response, Problem> {
    let note = api.log.checkpoint().await?;
    let text = note.map(|note| note.to_string()).unwrap_or_default();
    let kind = [(header::CONTENT_TYPE, "text/plain; charset=utf-8")];
    Ok((kind, text).into_response())
}

/// An act by its entry.
#[utoipa::path(get, operation_id = "get_entry", path = "/ledger/entries/{entry}", tag = "ledger",
    params(("entry" = uuid::Uuid, Path, description = "The entry")),
    responses((status = 200, body = ActView), Problems))]
pub async fn entry(
    asker: Asker,
    State(api): State<RecordApi>,
    InPath(entry): InPath<EntryId>,
) -> Result<Json<ActView>, Problem> {
    Ok(Json(ActView::of(within(&asker, &api, entry).await?)))
}

/// The proof that an act stands in the log: a file that anybody can check without this server. It
/// tells nothing of the parties.
#[utoipa::path(get, operation_id = "get_entry_proof", path = "/ledger/entries/{entry}/proof", tag = "ledger",
    params(("entry" = uuid::Uuid, Path, description = "The entry")),
    responses((status = 200, body = Object), Problems))]
pub async fn proof(
    asker: Asker,
    State(api): State<RecordApi>,
    InPath(entry): InPath<EntryId>,
) -> Result<Response, Problem> {
    within(&asker, &api, entry).await?;
    let proof = api.log.prove(entry).await?.without_parties();
    let kind = [(header::CONTENT_TYPE, "application/json")];
    Ok((kind, proof.to_json()).into_response())
}

/// Checks the proof of an entry against the keys of this log.
#[utoipa::path(post, operation_id = "verify_entry_proof", path = "/ledger/verification", tag = "ledger",
    request_body(content = Object, content_type = "application/json"),
    responses((status = 200, body = Verification), WriteProblems))]
pub async fn verify(
    asker: Asker,
    State(api): State<RecordApi>,
    body: String,
) -> Result<Json<Verification>, Problem> {
    asker.admitted(action::READ_LEDGER).await?;
    let proof = EntryProof::parse(&body)?;
    let policy = api.log.policy(size_of(&proof)?).await?;
    let verified = proof.verify(&policy)?;
    let names = verified.witnesses.iter().map(|(name, _)| name.to_string());
    Ok(Json(Verification {
        entry: proof.entry.to_string(),
        act: proof.opened.act.json.to_value(),
        size: verified.checkpoint.size,
        root: verified.checkpoint.root.to_string(),
        witnesses: names.collect(),
    }))
}

/// The act, where it lies in the scope of who asks; elsewhere there is none.
async fn within(asker: &Asker, api: &RecordApi, entry: EntryId) -> Result<RecordedAct, Problem> {
    let caller = asker.admitted(action::READ_LEDGER).await?;
    let act = api.log.record().act(entry).await?;
    if caller.scope.allows(&act) {
        Ok(act)
    } else {
        Err(ReadError::NotFound(entry).into())
    }
}

async fn view(log: &RecordLog) -> Result<LedgerView, Problem> {
    let note = log.checkpoint().await?;
    let head = note.as_ref().and_then(checkpoint_of);
    let size = head.as_ref().map_or(0, |head| head.size);
    let keys = log.keys().await?.into_iter().map(|key| KeyView {
        verifier: key.verifier.to_string(),
        since_size: key.since_size,
        until_size: key.until_size,
    });
    let settings = log.settings();
    Ok(LedgerView {
        origin: settings.origin.to_string(),
        size,
        root: head.map(|head| head.root.to_string()),
        checkpoint: note.map(|note| note.to_string()),
        pending: log.record().entries().await?.saturating_sub(size),
        keys: keys.collect(),
        witnesses: settings
            .witnesses
            .iter()
            .map(|witness| witness.key.to_string())
            .collect(),
        quorum: settings.quorum,
    })
}

fn checkpoint_of(note: &SignedNote) -> Option<ledger::Checkpoint> {
    note.text().parse().ok()
}
