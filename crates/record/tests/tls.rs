//! Witnesses and webhooks are called by `https`, and only who has a certificate is believed.

#![allow(clippy::unwrap_used, reason = "a test fails by its panic")]

mod support;

use std::fs;
use std::net::SocketAddr;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::post;
use axum::serve::Listener;
use ledger::KnownLog;
use record::events::{Courier, DeliveryTimes, NewWebhook};
use record::log::KeyFolder;
use record::{LogSettings, Record, RecordLog, Witness, WitnessAddress};
use rustls::ServerConfig;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use store::{Database, DatabaseUrl, PageRequest};
use support::{HandClock, act, append, record_on};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;

const ORIGIN: &str = "ledger.example/city";

fn openssl(folder: &Path, arguments: &str) {
    let mut command = Command::new("openssl");
    let output = command
        .args(arguments.split(' '))
        .current_dir(folder)
        .output();
    let output = output.expect("openssl is there (scripts/setup.sh test)");
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{command:?}: {errors}");
}

/// An authority of our own, and a certificate of it for 127.0.0.1.
fn make_certificates(folder: &Path) {
    fs::write(
        folder.join("san"),
        "subjectAltName=IP:127.0.0.1\nbasicConstraints=critical,CA:FALSE\n",
    )
    .unwrap();
    for command in [
        "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout ca.key -out ca.pem -days 3 -subj /CN=authority.example -addext basicConstraints=critical,CA:TRUE",
        "req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout server.key -out server.csr -subj /CN=server.example",
        "x509 -req -in server.csr -CA ca.pem -CAkey ca.key -CAcreateserial -out server.pem -days 3 -extfile san",
    ] {
        openssl(folder, command);
    }
}

struct TlsListener {
    tcp: TcpListener,
    acceptor: TlsAcceptor,
}

impl Listener for TlsListener {
    type Io = TlsStream<TcpStream>;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Self::Io, Self::Addr) {
        loop {
            let (stream, address) = self.tcp.accept().await.unwrap();
            // A caller that does not believe the certificate hangs up.
            if let Ok(stream) = self.acceptor.accept(stream).await {
                return (stream, address);
            }
        }
    }

    fn local_addr(&self) -> std::io::Result<SocketAddr> {
        self.tcp.local_addr()
    }
}

async fn listening(folder: &Path, app: Router) -> String {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(
            vec![CertificateDer::from_pem_file(folder.join("server.pem")).unwrap()],
            PrivateKeyDer::from_pem_file(folder.join("server.key")).unwrap(),
        );
    let tcp = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = tcp.local_addr().unwrap();
    let acceptor = TlsAcceptor::from(Arc::new(config.unwrap()));
    let listener = TlsListener { tcp, acceptor };
    tokio::spawn(async move { axum::serve(listener, app).await });
    format!("https://{address}")
}

async fn add_checkpoint(State(witness): State<Witness>, body: Bytes) -> (StatusCode, String) {
    let answer = witness.add_checkpoint(&body).await.unwrap();
    let status = StatusCode::from_u16(answer.status()).unwrap();
    (status, answer.body())
}

/// A city whose only witness, and whose receiver of events, are called by `https`.
struct City {
    folder: tempfile::TempDir,
    record: Record,
    clock: Arc<HandClock>,
    settings: LogSettings,
}

async fn city() -> City {
    let folder = tempfile::tempdir().unwrap();
    make_certificates(folder.path());
    let url = DatabaseUrl::Sqlite(folder.path().join("city.sqlite"));
    let clock = HandClock::new();
    let db = Database::open(&url).await.unwrap();
    let record = Record::open(db, Arc::clone(&clock) as _).await.unwrap();
    let origin = || ORIGIN.parse().unwrap();
    let mut settings = LogSettings::new(folder.path(), origin(), ORIGIN.parse().unwrap());
    let log = RecordLog::new(record.clone(), settings.clone());
    log.integrate().await.unwrap();
    let keys = log.keys().await.unwrap().into_iter();
    let known = KnownLog {
        origin: origin(),
        keys: keys.map(|key| key.verifier).collect(),
    };
    let url = DatabaseUrl::Sqlite(folder.path().join("witness.sqlite"));
    let witness = record_on(&Database::open(&url).await.unwrap()).await;
    let cosigner = KeyFolder::at(folder.path().join("witness"))
        .cosigner(&"witness.example".parse().unwrap())
        .unwrap();
    let key = cosigner.verifier().clone();
    let witness = Witness::new(witness, cosigner, vec![known]);
    let app = Router::new()
        .route("/add-checkpoint", post(add_checkpoint))
        .with_state(witness);
    let url = listening(folder.path(), app).await;
    settings.witnesses.push(WitnessAddress { url, key });
    settings.quorum = 1;
    City {
        folder,
        record,
        clock,
        settings,
    }
}

#[tokio::test]
async fn a_witness_is_believed_only_with_a_certificate_of_a_known_authority() {
    let mut city = city().await;
    let entry = append(&city.record, act("a")).await.unwrap().entry;
    let log = RecordLog::new(city.record.clone(), city.settings.clone());
    log.integrate().await.unwrap();
    let refused = log.prove(entry).await.unwrap_err();
    assert_eq!(refused.code(), "record.not_yet_proved");

    city.settings.ca_file = Some(city.folder.path().join("ca.pem"));
    let log = RecordLog::new(city.record.clone(), city.settings.clone());
    log.integrate().await.unwrap();
    let proof = log.prove(entry).await.unwrap();
    let verified = proof.verify(&log.policy(1).await.unwrap()).unwrap();
    assert_eq!(verified.witnesses.len(), 1);
}

#[tokio::test]
async fn a_file_without_certificates_is_named() {
    let mut city = city().await;
    for (name, said) in [("san", "holds no certificate"), ("gone", "cannot be read")] {
        city.settings.ca_file = Some(city.folder.path().join(name));
        let log = RecordLog::new(city.record.clone(), city.settings.clone());
        let refused = log.integrate().await.unwrap_err();
        assert_eq!(refused.code(), "record.certificates_invalid");
        assert!(refused.to_string().contains(said), "{refused}");
        assert!(refused.to_string().contains(name), "{refused}");
    }
}

#[tokio::test]
async fn an_event_arrives_by_https_and_not_at_a_stranger() {
    let mut city = city().await;
    let taken = Arc::new(AtomicU32::new(0));
    let counter = Arc::clone(&taken);
    let take = async move || {
        counter.fetch_add(1, Ordering::SeqCst);
    };
    let app = Router::new().route("/", post(take));
    let url = listening(city.folder.path(), app).await;
    let hook = NewWebhook {
        url,
        kinds: Vec::new(),
        from_index: Some(0),
    };
    let hook = city.record.add_webhook(hook).await.unwrap();
    append(&city.record, act("a")).await.unwrap();
    let times = DeliveryTimes {
        attempts: 1,
        ..DeliveryTimes::default()
    };
    let log = RecordLog::new(city.record.clone(), city.settings.clone());
    log.integrate().await.unwrap();
    let courier = Courier::new(log, times).await.unwrap();
    courier.round().await.unwrap();
    let page = PageRequest::default();
    let (dead, _) = city.record.dead_letters(hook.id, &page).await.unwrap();
    assert_eq!((dead.len(), taken.load(Ordering::SeqCst)), (1, 0));

    city.settings.ca_file = Some(city.folder.path().join("ca.pem"));
    let log = RecordLog::new(city.record.clone(), city.settings.clone());
    let courier = Courier::new(log, times).await.unwrap();
    city.record.revive_dead_letters(hook.id).await.unwrap();
    city.clock.forward(60_000);
    courier.round().await.unwrap();
    assert_eq!(taken.load(Ordering::SeqCst), 1);
}
