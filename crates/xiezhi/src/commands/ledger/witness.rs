//! `xiezhi ledger witness`: `POST /add-checkpoint` (C2SP tlog-witness).

use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use base::Lang;
use ledger::{KnownLog, VerifierKey};
use library::DataFolder;
use record::Witness;
use record::log::KeyFolder;
use tokio::net::TcpListener;

use super::WitnessArgs;
use crate::commands::serve;
use crate::failure::{Exit, Failure};
use crate::output::print;
use crate::room;

/// A request is a checkpoint (1 MiB at most) and its proof.
const BODY_BYTES_MAX: usize = 2 << 20;

pub async fn run(args: WitnessArgs, lang: Lang) -> Result<Exit, Failure> {
    let logs = known(&args.logs)?;
    let record = room::record(&DataFolder::at(&args.data.data)).await?;
    let keys = KeyFolder::at(args.data.data.join("keys"));
    let cosigner = keys.cosigner(&args.name).map_err(|error| {
        Failure::new(
            Exit::Data,
            format!("见证人密钥无法使用：{error}"),
            error.to_string(),
        )
    })?;
    let key = cosigner.verifier().clone();
    if *key.name() != args.name {
        let (own, name) = (key.name(), &args.name);
        return Err(Failure::new(
            Exit::Usage,
            format!("该数据目录属于见证人 {own}，不是 {name}。"),
            format!("this data folder is that of the witness {own}, not of {name}"),
        ));
    }
    let witness = Witness::new(record, cosigner, logs);
    let stop = serve::stop_signal()?;
    let listener = listen(&args).await?;
    let bound = listener.local_addr();
    let bound = bound.map_err(|error| Failure::internal(&error))?;
    let welcome = match lang {
        Lang::Zh => format!("见证人已就绪：http://{bound}\n公钥：{key}\n按 Ctrl-C 停止。"),
        Lang::En => format!("the witness is ready: http://{bound}\nKey: {key}\nCtrl-C stops it."),
    };
    print(&welcome, Exit::Done)?;
    let app = Router::new()
        .route("/add-checkpoint", post(add_checkpoint))
        .layer(DefaultBodyLimit::max(BODY_BYTES_MAX))
        .with_state(witness);
    let served = server::serve(listener, app, stop).await;
    served.map_err(|error| Failure::internal(&error))?;
    Ok(Exit::Done)
}

async fn listen(args: &WitnessArgs) -> Result<TcpListener, Failure> {
    let address = args.listen;
    TcpListener::bind(address).await.map_err(|error| {
        Failure::new(
            Exit::Internal,
            format!("无法监听 {address}：{error}"),
            format!("cannot listen on {address}: {error}"),
        )
    })
}

/// The logs that are witnessed: keys of one name are those of one log.
fn known(keys: &[VerifierKey]) -> Result<Vec<KnownLog>, Failure> {
    let mut logs: Vec<KnownLog> = Vec::new();
    for key in keys {
        if key.is_cosigner() {
            let name = key.name();
            return Err(Failure::new(
                Exit::Usage,
                format!("{name} 的公钥是见证人的，不是账本的。"),
                format!("the key of {name} is that of a witness, not of a log"),
            ));
        }
        let origin = key.name().as_str().parse();
        let origin = origin.map_err(|error: ledger::checkpoint::CheckpointError| {
            Failure::new(
                Exit::Usage,
                format!("公钥名称有误：{error}"),
                error.to_string(),
            )
        })?;
        match logs.iter_mut().find(|log| log.origin == origin) {
            Some(log) => log.keys.push(key.clone()),
            None => logs.push(KnownLog {
                origin,
                keys: vec![key.clone()],
            }),
        }
    }
    Ok(logs)
}

async fn add_checkpoint(State(witness): State<Witness>, body: Bytes) -> Response {
    match witness.add_checkpoint(&body).await {
        Ok(answer) => {
            let status = StatusCode::from_u16(answer.status());
            let status = status.expect("each answer has a status of HTTP");
            let headers = [(header::CONTENT_TYPE, answer.content_type())];
            (status, headers, answer.body()).into_response()
        }
        Err(error) => {
            tracing::error!(%error, "a checkpoint was not looked at");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}
