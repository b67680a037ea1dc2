//! `xiezhi serve`: the API and the pages.

use std::io::IsTerminal;
use std::sync::Arc;

use base::Lang;
use library::api::{LibraryApi, WriteToken};
use server::{ListenAddress, ListenError};
use tokio::signal::unix::{SignalKind, signal};

use crate::cli::ServeArgs;
use crate::failure::{Exit, Failure};
use crate::output::print;
use crate::{room, settings};

/// Runs the command until it is told to stop.
pub async fn run(args: ServeArgs, lang: Lang) -> Result<Exit, Failure> {
    let address: ListenAddress = args.listen.parse().map_err(|error| cannot_listen(&error))?;
    log("info,sea_orm_migration=warn");
    let library = room::open(&args.data.data).await?;
    let file = library.data().token();
    let token = server::token::load_or_create(&file).map_err(|error| {
        let file = file.display();
        Failure::new(
            Exit::Data,
            format!("口令文件 {file} 无法读写：{error}"),
            format!("the file of the token, {file}, cannot be read or written: {error}"),
        )
    })?;
    let api = LibraryApi {
        library: Arc::new(library),
        token: WriteToken::new(&token),
    };
    let listener = address
        .bind()
        .await
        .map_err(|error| cannot_listen(&error))?;
    let bound = listener
        .local_addr()
        .map_err(|error| Failure::internal(&error))?;
    print(&welcome(&bound.to_string(), &token, lang), Exit::Done)?;
    // Nobody waits for this: a search that comes sooner loads the words itself.
    tokio::task::spawn_blocking(library::search::warm_up);
    let stop = stop_signal()?;
    let served = server::serve(listener, server::app(api), stop).await;
    served.map_err(|error| Failure::internal(&error))?;
    Ok(Exit::Done)
}

fn cannot_listen(error: &ListenError) -> Failure {
    let zh = match error {
        ListenError::Unreadable(text) => format!("“{text}”不是地址，应如 127.0.0.1:8787"),
        ListenError::NotLoopback(address) => {
            format!("{address} 可从其他机器访问，而目前还没有登录功能：请监听 127.0.0.1 或 [::1]")
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

fn welcome(address: &str, token: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("獬豸已就绪：http://{address}/\n写入口令：{token}\n按 Ctrl-C 停止。"),
        Lang::En => format!(
            "Xiezhi is ready: http://{address}/\nToken for writing: {token}\nCtrl-C stops it."
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
