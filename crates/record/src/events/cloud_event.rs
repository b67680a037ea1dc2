//! An act as a CloudEvent 1.0 in JSON, and its signature (Standard Webhooks 1.0.0, `v1a`).

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ledger::NoteSigner;
use serde_json::{Value, json};

use crate::RecordedAct;

/// The event of an act: without personal data, which is asked for with the rights that it needs.
/// `ledgerindex` and `ledgerdigest` are extension attributes.
pub fn cloud_event(origin: &str, act: &RecordedAct) -> Value {
    json!({
        "specversion": "1.0",
        "id": act.entry,
        "source": format!("//{origin}"),
        "type": act.kind,
        "subject": format!("{}/{}", act.subject.kind, act.subject.id),
        "time": act.recorded_at.to_string(),
        "datacontenttype": "application/json",
        "ledgerindex": act.index.map(|index| index.to_string()),
        "ledgerdigest": act.digest,
        "data": {
            "actor": {"kind": act.actor.kind(), "id": act.actor.id()},
            "authority": act.authority,
            "case": act.case,
            "happened_at": act.happened_at.to_string(),
            "is_reported": act.is_reported,
            "packs": act.packs,
            "data": act.data,
        },
    })
}

/// The value of the header `webhook-signature`: Ed25519 over `<id>.<seconds>.<body>`.
pub fn signature(signer: &NoteSigner, id: &str, unix_seconds: i64, body: &str) -> String {
    let signed = signer.sign(&format!("{id}.{unix_seconds}.{body}"));
    format!("v1a,{}", STANDARD.encode(signed.bytes))
}
