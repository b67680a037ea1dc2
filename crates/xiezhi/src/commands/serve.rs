//! `xiezhi serve`: the API and the pages.

use std::io::IsTerminal;
use std::sync::Arc;
use std::time::Duration;

use access::{Access, Secret};
use base::Lang;
use casework::Casework;
use futures::FutureExt as _;
use library::DataFolder;
use record::Sequencer;
use record::events::{Courier, DeliveryTimes};
use server::{ListenAddress, ListenError, Rooms};
use tokio::signal::unix::{SignalKind, signal};
use tokio::task::JoinHandle;

use crate::cli::ServeArgs;
use crate::failure::{Exit, Failure};
use crate::output::print;
use crate::{packs, room, settings, sign_in};

/// Runs the command until it is told to stop.
pub async fn run(args: ServeArgs, lang: Lang) -> Result<Exit, Failure> {
    let address: ListenAddress = args.listen.parse().map_err(|error| cannot_listen(&error))?;
    log("info,sea_orm_migration=warn");
    let rooms = open(&args).await?;
    let listener = address
        .bind()
        .await
        .map_err(|error| cannot_listen(&error))?;
    let bound = listener
        .local_addr()
        .map_err(|error| Failure::internal(&error))?;
    let code = rooms.access.set_up_code().await;
    let code = code.map_err(|error| room::refused(&error))?;
    let origin = format!("http://{bound}");
    print(&welcome(&origin, code.as_ref(), lang), Exit::Done)?;
    // Nobody waits for this: a search that comes sooner loads the words itself.
    tokio::task::spawn_blocking(library::search::warm_up);
    let stop = stop_signal()?.shared();
    let work = start_work(&rooms, &stop).await?;
    let served = server::serve(listener, server::app(&rooms), stop).await;
    served.map_err(|error| Failure::internal(&error))?;
    for task in work {
        task.await.map_err(|error| Failure::internal(&error))?;
    }
    Ok(Exit::Done)
}

/// Opens every room on one record.
async fn open(args: &ServeArgs) -> Result<Rooms, Failure> {
    let folder = DataFolder::at(&args.data.data);
    let record = room::record(&folder).await?;
    let register = room::register(record.clone(), &folder).await?;
    let folders = packs::read(args.pack.pack.as_deref())?;
    let access = room::access(record.clone(), register.clone(), &folder, &folders).await?;
    let (cookies, providers) = sign_in::read(folder.path())?;
    let log = room::log(record.clone(), &folder)?;
    let library = Arc::new(room::library(record.clone(), folder).await?);
    let packs = room::packs(record, Arc::clone(&library), &folders).await?;
    let casework = room::casework(&register, &library, &folders).await?;
    Ok(Rooms {
        casework,
        log,
        register,
        access,
        library,
        packs,
        cited: packs::cited(&folders).into(),
        cookies,
        providers: Arc::new(providers),
    })
}

/// Starts what goes on beside the requests: numbering of entries, delivery of events, the trail,
/// the ends of ranges of numbers.
async fn start_work(
    rooms: &Rooms,
    stop: &(impl Future<Output = ()> + Clone + Send + 'static),
) -> Result<[JoinHandle<()>; 4], Failure> {
    let courier = Courier::new(rooms.log.clone(), DeliveryTimes::default()).await;
    let courier = courier.map_err(|error| Failure::internal(&error))?;
    let sequencer = Sequencer::new(rooms.log.clone());
    Ok([
        tokio::spawn(sequencer.run(stop.clone())),
        tokio::spawn(courier.run(stop.clone())),
        tokio::spawn(keep_trail(rooms.access.clone(), stop.clone())),
        tokio::spawn(end_ranges(rooms.casework.clone(), stop.clone())),
    ])
}

/// Ends the ranges of numbers whose last day is over, within a minute of midnight.
async fn end_ranges(casework: Casework, stop: impl Future<Output = ()>) {
    let mut stop = std::pin::pin!(stop);
    loop {
        if let Err(error) = casework.expire_ranges().await {
            tracing::error!(%error, "ranges of numbers that are over were not ended");
        }
        tokio::select! {
            () = &mut stop => return,
            () = tokio::time::sleep(Duration::from_mins(1)) => {}
        }
    }
}

/// Puts the refusals of each minute on the record, and the last ones at the end.
async fn keep_trail(access: Access, stop: impl Future<Output = ()>) {
    let mut stop = std::pin::pin!(stop);
    loop {
        let stopped = tokio::select! {
            () = &mut stop => true,
            () = tokio::time::sleep(Duration::from_mins(1)) => false,
        };
        if let Err(error) = access.trail().flush(stopped).await {
            tracing::error!(%error, "the refusals of the last minute are not on the record");
        }
        if stopped {
            return;
        }
    }
}

fn cannot_listen(error: &ListenError) -> Failure {
    let zh = match error {
        ListenError::Unreadable(text) => format!("“{text}”不是地址，应如 127.0.0.1:8787"),
        ListenError::NotLoopback(address) => {
            format!(
                "{address} 可从其他机器访问，而口令会明文传送：请监听 127.0.0.1 或 [::1]，由反向代理提供 HTTPS"
            )
        }
        ListenError::Bind { address, error } => format!("无法监听 {address}：{error}"),
    };
    let exit = match error {
        ListenError::Bind { .. } => Exit::Internal,
        _ => Exit::Usage,
    };
    Failure::new(exit, zh, error.to_string())
}

/// Says on standard error what `RUST_LOG` asks for, or `otherwise`.
pub fn log(otherwise: &str) {
    tracing_subscriber::fmt()
        .with_env_filter(settings::log_filter(otherwise))
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal())
        .init();
}

/// What is said at the start: the address, and where nobody has an account yet, the one-time code.
fn welcome(origin: &str, code: Option<&Secret>, lang: Lang) -> String {
    let set_up = code.map(|code| format!("{origin}/admin/set-up#{}", code.reveal()));
    match (lang, set_up) {
        (Lang::Zh, None) => format!("獬豸已就绪：{origin}/\n按 Ctrl-C 停止。"),
        (Lang::En, None) => format!("Xiezhi is ready: {origin}/\nCtrl-C stops it."),
        (Lang::Zh, Some(set_up)) => format!(
            "獬豸已就绪：{origin}/\n尚无账号。请打开此地址设立首位管理员（24 小时内有效，只能用一次）：\n{set_up}\n按 Ctrl-C 停止。"
        ),
        (Lang::En, Some(set_up)) => format!(
            "Xiezhi is ready: {origin}/\nNobody has an account yet. Open this address to make the first administrator (good for 24 hours, works once):\n{set_up}\nCtrl-C stops it."
        ),
    }
}

/// Ready when the process is told to stop, by Ctrl-C or by the system.
pub fn stop_signal() -> Result<impl Future<Output = ()> + Send + 'static, Failure> {
    let listen = |kind| signal(kind).map_err(|error| Failure::internal(&error));
    let (mut interrupted, mut terminated) = (
        listen(SignalKind::interrupt())?,
        listen(SignalKind::terminate())?,
    );
    Ok(async move {
        tokio::select! {
            _ = interrupted.recv() => {}
            _ = terminated.recv() => {}
        }
    })
}
