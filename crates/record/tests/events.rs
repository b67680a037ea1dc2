//! Events arrive signed, at least once, in order for each subject and case; what never arrives is
//! kept as a dead letter.

#![allow(clippy::unwrap_used, reason = "a test fails by its panic")]

mod support;

use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use record::events::{Courier, DeliveryTimes, NewWebhook};
use record::{LogSettings, Record, RecordLog, Sequencer};
use serde_json::{Value, json};
use store::PageRequest;
use store::testing::for_each_database;
use support::{HandClock, act, append};

/// A receiver that refuses the first so many requests about subject `a`.
#[derive(Clone, Default)]
struct Receiver {
    refusals: Arc<Mutex<u32>>,
    taken: Arc<Mutex<Vec<(HeaderMap, String)>>>,
}

async fn receive(State(receiver): State<Receiver>, headers: HeaderMap, body: String) -> StatusCode {
    let event: Value = serde_json::from_str(&body).unwrap();
    let mut refusals = receiver.refusals.lock().unwrap();
    if event["subject"] == "authority/a" && *refusals > 0 {
        *refusals -= 1;
        return StatusCode::SERVICE_UNAVAILABLE;
    }
    receiver.taken.lock().unwrap().push((headers, body));
    StatusCode::NO_CONTENT
}

impl Receiver {
    async fn listen(&self) -> String {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let app = Router::new()
            .route("/", post(receive))
            .with_state(self.clone());
        tokio::spawn(async move { axum::serve(listener, app).await });
        format!("http://{address}/")
    }

    fn events(&self) -> Vec<Value> {
        let taken = self.taken.lock().unwrap();
        taken
            .iter()
            .map(|(_, body)| serde_json::from_str(body).unwrap())
            .collect()
    }
}

#[tokio::test]
async fn events_arrive_signed_and_in_order_though_the_receiver_fails() {
    for_each_database(async |db| {
        let folder = tempfile::tempdir().unwrap();
        let clock = HandClock::new();
        let record = Record::open(db.clone(), Arc::clone(&clock) as _)
            .await
            .unwrap();
        let origin = "ledger.example/city";
        let settings = LogSettings::new(
            folder.path(),
            origin.parse().unwrap(),
            origin.parse().unwrap(),
        );
        let log = RecordLog::new(record.clone(), settings);
        let receiver = Receiver::default();
        *receiver.refusals.lock().unwrap() = 3;
        let hook = NewWebhook {
            url: receiver.listen().await,
            kinds: Vec::new(),
            from_index: None,
        };
        record.add_webhook(hook).await.unwrap();
        for number in 0..12 {
            let mut new = act(["a", "b", "c"][number % 3]);
            // Subjects b and c meet in one case.
            new.case = (number % 3 > 0).then(|| "case-1".to_owned());
            new.data = json!({"number": number});
            append(&record, new).await.unwrap();
        }
        Sequencer::new(log.clone()).step().await.unwrap();
        let courier = Courier::new(log.clone(), DeliveryTimes::default())
            .await
            .unwrap();
        // Two couriers at once, as on two nodes.
        let other = Courier::new(log, DeliveryTimes::default()).await.unwrap();
        for _ in 0..40 {
            let (one, two) = futures::join!(courier.round(), other.round());
            one.unwrap();
            two.unwrap();
            clock.forward(60_000);
        }
        let events = receiver.events();
        assert_eq!(events.len(), 12);
        let numbers = |wanted: &dyn Fn(&Value) -> bool| -> Vec<i64> {
            let of = events.iter().filter(|event| wanted(event));
            of.map(|event| event["data"]["data"]["number"].as_i64().unwrap())
                .collect()
        };
        assert_eq!(
            numbers(&|event| event["subject"] == "authority/a"),
            [0, 3, 6, 9]
        );
        let case = numbers(&|event| event["data"]["case"] == "case-1");
        assert_eq!(case, [1, 2, 4, 5, 7, 8, 10, 11]);
        for (headers, body) in receiver.taken.lock().unwrap().iter() {
            let header = |name: &str| headers[name].to_str().unwrap().to_owned();
            let event: Value = serde_json::from_str(body).unwrap();
            assert_eq!(event["specversion"], "1.0");
            assert_eq!(event["id"], header("webhook-id"));
            assert_eq!(event["source"], "//ledger.example/city");
            assert!(header("content-type").starts_with("application/cloudevents+json"));
            let signed = format!(
                "{}.{}.{body}",
                header("webhook-id"),
                header("webhook-timestamp")
            );
            let signature = header("webhook-signature");
            let signature = STANDARD
                .decode(signature.strip_prefix("v1a,").unwrap())
                .unwrap();
            courier.verifier().verify(&signed, &signature).unwrap();
            assert!(
                courier
                    .verifier()
                    .verify(&format!("{signed} "), &signature)
                    .is_err()
            );
        }
    })
    .await;
}

#[tokio::test]
async fn what_never_arrives_becomes_a_dead_letter_and_can_be_tried_again() {
    for_each_database(async |db| {
        let folder = tempfile::tempdir().unwrap();
        let clock = HandClock::new();
        let record = Record::open(db.clone(), Arc::clone(&clock) as _)
            .await
            .unwrap();
        let origin = "ledger.example/city";
        let settings = LogSettings::new(
            folder.path(),
            origin.parse().unwrap(),
            origin.parse().unwrap(),
        );
        let log = RecordLog::new(record.clone(), settings);
        let receiver = Receiver::default();
        *receiver.refusals.lock().unwrap() = 3;
        let mut other = act("a");
        other.kind = "case.filed".parse().unwrap();
        append(&record, other).await.unwrap();
        append(&record, act("a")).await.unwrap();
        append(&record, act("a")).await.unwrap();
        let hook = NewWebhook {
            url: receiver.listen().await,
            kinds: vec![act("a").kind],
            from_index: Some(0),
        };
        let hook = record.add_webhook(hook).await.unwrap();
        Sequencer::new(log.clone()).step().await.unwrap();
        let times = DeliveryTimes {
            attempts: 3,
            first_pause: Duration::from_secs(1),
            ..DeliveryTimes::default()
        };
        let courier = Courier::new(log, times).await.unwrap();
        for _ in 0..6 {
            courier.round().await.unwrap();
            clock.forward(60_000);
        }
        let page = PageRequest::default();
        let (dead, _) = record.dead_letters(hook.id, &page).await.unwrap();
        assert_eq!(dead.len(), 1);
        assert_eq!((dead[0].index, dead[0].attempts), (1, 3));
        assert!(dead[0].fault.contains("503"), "{}", dead[0].fault);
        assert_eq!(receiver.events().len(), 1);
        assert_eq!(record.revive_dead_letters(hook.id).await.unwrap(), 1);
        courier.round().await.unwrap();
        assert_eq!(receiver.events().len(), 2);
        assert!(
            record
                .dead_letters(hook.id, &page)
                .await
                .unwrap()
                .0
                .is_empty()
        );
        record.remove_webhook(hook.id).await.unwrap();
        assert_eq!(
            record.remove_webhook(hook.id).await.unwrap_err().code(),
            "record.webhook_not_found"
        );
        for bad in ["", "ftp://a/b", "http://", "a"] {
            let hook = NewWebhook {
                url: bad.to_owned(),
                kinds: Vec::new(),
                from_index: None,
            };
            assert_eq!(
                record.add_webhook(hook).await.unwrap_err().code(),
                "record.webhook_url_invalid"
            );
        }
    })
    .await;
}
