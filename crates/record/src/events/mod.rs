//! Events: each act on the record leaves as a CloudEvent to the webhooks that asked for its kind.
//!
//! The log is the outbox: an entry is the job, written in the act's own transaction. Once it is
//! numbered, a delivery is made for each webhook. At least once; in order for each subject and for
//! each case; again and again with growing pauses; after the last try it goes to the dead letters,
//! and those behind it go on.

mod cloud_event;
mod courier;
mod webhook;

pub use cloud_event::{cloud_event, signature};
pub use courier::{Courier, CourierError, DeliveryTimes};
pub use webhook::{DeadLetter, NewWebhook, Webhook, WebhookError};
