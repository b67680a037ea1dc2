//! `xiezhi ledger`: the transparency log on the command line.

mod audit;
mod checkpoint;
mod prove;
pub mod refusal;
mod sample;
mod verify;
mod witness;

use std::path::{Path, PathBuf};

use base::Lang;
use clap::{Args, Subcommand};
use ledger::{KeyName, VerifierKey};
use library::DataFolder;
use record::{EntryId, RecordLog};

use crate::cli::DataArgs;
use crate::commands::serve;
use crate::failure::{Exit, Failure};
use crate::room;

#[derive(Debug, Subcommand)]
pub enum LedgerCommand {
    /// 出具一个条目的证明文件 / write the proof of an entry
    #[command(after_help = "\
示例 Examples:
  xiezhi ledger prove 0193… --out 证明.json       按条目编号  by the id of the entry
  xiezhi ledger prove 42 --out proof.json         按账本序号  by its index in the log

证明含该行为的内容，不含当事人信息（要附上用 --parties）。尚未进入账本时退出码为 1。
The proof holds the act, and of the parties nothing without --parties. Exit code 1: not yet in the log.")]
    Prove(ProveArgs),
    /// 核对证明文件，无需联网 / verify a proof; no network is needed
    #[command(after_help = "\
示例 Examples:
  xiezhi ledger verify 证明.json --vkey \"$(cat vkey)\"
  xiezhi ledger verify 42.tlog-proof --leaf 42.leaf --vkey \"$(cat vkey)\"
  xiezhi ledger verify 证明.json --data /srv/xiezhi   用本机账本的公钥  with the keys of this log

不成立时退出码为 1，文件读不出时为 3。Exit code 1: it does not verify; 3: it cannot be read.")]
    Verify(VerifyArgs),
    /// 重读账本文件和数据库，指出每一处改动 / reread files and rows, and name whatever was changed
    #[command(after_help = "\
有问题时退出码为 1，只读不写。The exit code is 1 where something is wrong; nothing is written.")]
    Audit(AskArgs),
    /// 打印最新检查点 / print the newest checkpoint
    #[command(after_help = "\
尚未运行服务时，先把待入账的条目写入账本。还没有足够见证人联署的检查点时退出码为 1。
Where no server runs, what waits is put into the log first. Exit code 1: not cosigned by enough yet.")]
    Checkpoint(AskArgs),
    /// 随机抽样，供他人的工具核对 / write random entries with their proofs, for tools of others
    #[command(after_help = "\
示例 Example:
  xiezhi ledger sample --count 10 --out 抽样

写入 vkey、vkey-sm2、witnesses，以及各条的 <序号>.leaf 和 <序号>.tlog-proof。
Writes vkey, vkey-sm2, witnesses and, for each entry, <index>.leaf and <index>.tlog-proof.")]
    Sample(SampleArgs),
    /// 为其他账本作见证 / cosign the checkpoints of other logs
    #[command(after_help = "\
示例 Example:
  xiezhi ledger witness --name witness.example/yunlu --listen 0.0.0.0:9100 \\
      --log \"$(cat vkey)\" --data /srv/witness

启动时打印本见证人的公钥。密钥和各账本的进度存于数据目录：不可丢失，也不可与另一见证人共用。
Prints its public key. Its key and what it cosigned last are in the data folder, for it alone.")]
    Witness(WitnessArgs),
}

#[derive(Debug, Args)]
pub struct ProveArgs {
    /// 条目编号或账本序号 / the id of the entry, or its index in the log
    #[arg(value_name = "ENTRY", value_parser = entry)]
    pub entry: Entry,
    /// 附上当事人信息，只交给有权知道的人 / with what is known of the parties, for who may know it
    #[arg(long)]
    pub parties: bool,
    /// 写入文件，默认标准输出 / write to a file instead of standard output
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
    #[command(flatten)]
    pub data: DataArgs,
}

/// How an entry is named.
#[derive(Debug, Clone, Copy)]
pub enum Entry {
    /// By its id.
    Id(EntryId),
    /// By its index in the log, from 0.
    Index(u64),
}

#[derive(Debug, Args)]
pub struct VerifyArgs {
    /// 证明文件（.json 或 .tlog-proof）/ the proof
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// 账本公钥，可多次 / a public key of the log, repeatable: each must have signed
    #[arg(long, value_name = "KEY")]
    pub vkey: Vec<VerifierKey>,
    /// 叶子文件，.tlog-proof 需要 / the leaf, for a .tlog-proof
    #[arg(long, value_name = "FILE")]
    pub leaf: Option<PathBuf>,
    /// 见证人公钥，可多次 / the key of a witness, repeatable
    #[arg(long, value_name = "KEY", requires = "vkey")]
    pub witness: Vec<VerifierKey>,
    /// 至少几个见证人，默认全部 / how many of them must have cosigned, by default all
    #[arg(long, value_name = "N", requires = "witness")]
    pub quorum: Option<usize>,
    #[command(flatten)]
    pub ask: AskArgs,
}

#[derive(Debug, Args)]
pub struct AskArgs {
    /// 输出 JSON / print JSON
    #[arg(long)]
    pub json: bool,
    #[command(flatten)]
    pub data: DataArgs,
}

#[derive(Debug, Args)]
pub struct SampleArgs {
    /// 几条 / how many entries
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=100_000))]
    pub count: u64,
    /// 写入的目录 / the folder to write to
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
    #[command(flatten)]
    pub ask: AskArgs,
}

#[derive(Debug, Args)]
pub struct WitnessArgs {
    /// 见证人的名称，首次启动后不变 / the name of the witness, kept from the first start on
    #[arg(long, value_name = "NAME")]
    pub name: KeyName,
    /// 所见证账本的公钥，可多次 / a key of a log that is witnessed, repeatable
    #[arg(long = "log", value_name = "KEY", required = true)]
    pub logs: Vec<VerifierKey>,
    /// 监听的地址 / the address to listen on
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:9100")]
    pub listen: std::net::SocketAddr,
    #[command(flatten)]
    pub data: DataArgs,
}

fn entry(text: &str) -> Result<Entry, String> {
    if let Ok(index) = text.parse() {
        return Ok(Entry::Index(index));
    }
    let id = text.parse().map(Entry::Id);
    id.map_err(|_| {
        "应为条目编号（UUID）或账本序号 / the id of an entry (UUID) or its index was expected"
            .to_owned()
    })
}

/// Runs a command.
pub async fn run(command: LedgerCommand, lang: Lang) -> Result<Exit, Failure> {
    serve::log("warn");
    match command {
        LedgerCommand::Prove(args) => prove::run(args).await,
        LedgerCommand::Verify(args) => verify::run(args, lang).await,
        LedgerCommand::Audit(args) => audit::run(args, lang).await,
        LedgerCommand::Checkpoint(args) => checkpoint::run(args).await,
        LedgerCommand::Sample(args) => sample::run(args, lang).await,
        LedgerCommand::Witness(args) => witness::run(args, lang).await,
    }
}

/// The log of a data folder that is in use.
async fn open(data: &Path) -> Result<RecordLog, Failure> {
    if room::is_new(data) {
        let data = data.display();
        return Err(Failure::new(
            Exit::Data,
            format!("数据目录 {data} 中没有数据库：请用 --data 指明系统的数据目录。"),
            format!(
                "the data folder {data} holds no database: name that of the system with --data"
            ),
        ));
    }
    let folder = DataFolder::at(data);
    room::log(room::record(&folder).await?, &folder)
}
