//! What a row keeps of an act, and the canonical text made of the row again.
//!
//! The columns of a row say most of what the canonical text says, so the row keeps the rest only: a
//! form, marks, and the data in canonical form. `1r{…}` is an act in the first form that was reported;
//! `h` marks one that was recorded while the clock was held. Rows of earlier versions keep the whole
//! text, which begins with a brace.

use jiff::Timestamp;
use ledger::act::{CanonicalJsonError, Opening};
use ledger::{CanonicalJson, Salt};
use serde_json::{Value, json};

use crate::act::NewAct;
use crate::append::timestamp;
use crate::record::Instant;
use crate::tables::act;

/// The form in which rows are written.
const FORM: char = '1';
const REPORTED: char = 'r';
const HELD: char = 'h';

/// What the columns of a row do not say.
pub(crate) struct Rest {
    /// Whether the act was reported after it had happened.
    pub is_reported: bool,
    /// Whether the clock showed an earlier time than an act on the record.
    pub clock_held: bool,
    /// The data.
    pub data: Value,
}

/// The text that the row of an act keeps.
pub(crate) fn kept(act: &NewAct, instant: Instant) -> Result<String, CanonicalJsonError> {
    let data = CanonicalJson::of(&act.data)?;
    let mut text = String::with_capacity(data.as_str().len() + 3);
    text.push(FORM);
    if act.happened_at.is_some() {
        text.push(REPORTED);
    }
    if instant.held {
        text.push(HELD);
    }
    text.push_str(data.as_str());
    Ok(text)
}

impl act::Model {
    /// What its columns do not say; `None` where it is damaged.
    pub(crate) fn rest(&self) -> Option<Rest> {
        let Some(text) = self.canonical.strip_prefix(FORM) else {
            let mut said: Value = serde_json::from_str(&self.canonical).ok()?;
            return Some(Rest {
                is_reported: !said["reported_at"].is_null(),
                clock_held: said["clock_held"].as_bool()?,
                data: said["data"].take(),
            });
        };
        let (text, is_reported) = without(text, REPORTED);
        let (text, clock_held) = without(text, HELD);
        Some(Rest {
            is_reported,
            clock_held,
            data: CanonicalJson::parse(text.as_bytes()).ok()?.to_value(),
        })
    }

    /// The canonical text that the leaf commits to; `None` where the row is damaged.
    pub(crate) fn canonical_json(&self) -> Option<CanonicalJson> {
        if !self.canonical.starts_with(FORM) {
            return CanonicalJson::parse(self.canonical.as_bytes()).ok();
        }
        let rest = self.rest()?;
        let at =
            |at_ms: i64| Timestamp::from_millisecond(at_ms).map(|_| timestamp(at_ms).to_string());
        let happened_at = at(self.happened_at_ms).ok()?;
        let whole = json!({
            "version": 1,
            "entry": self.entry_id,
            "kind": self.kind,
            "actor": {"kind": self.actor_kind, "id": self.actor_id},
            "authority": self.authority,
            "subject": {"kind": self.subject_kind, "id": self.subject_id},
            "case": self.case_id,
            "reported_at": rest.is_reported.then_some(happened_at),
            "recorded_at": at(self.recorded_at_ms).ok()?,
            "clock_held": rest.clock_held,
            "packs": self.packs,
            "idempotency_key": self.idempotency_key,
            "data": rest.data,
        });
        CanonicalJson::of(&whole).ok()
    }

    /// What opens the act in its leaf; `None` where the row is damaged.
    pub(crate) fn opening(&self) -> Option<Opening> {
        Some(Opening {
            json: self.canonical_json()?,
            salt: Salt::new(self.salt.as_slice().try_into().ok()?),
        })
    }
}

fn without(text: &str, mark: char) -> (&str, bool) {
    text.strip_prefix(mark)
        .map_or((text, false), |rest| (rest, true))
}
