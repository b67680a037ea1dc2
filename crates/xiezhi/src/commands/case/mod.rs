//! `xiezhi case`: cases opened, shown, acted in, replayed and handed out for checking.

mod export;
mod hand_over;

use std::path::PathBuf;
use std::sync::Arc;

use base::Lang;
use casework::{ActRequest, Asking, CaseFilter, CaseId, CaseRow, Casework, NewCase, PartyGiven};
use clap::{Args, Subcommand};
use jiff::civil::DateTime;
use library::DataFolder;
use problem::Explained;
use record::Record;
use serde::Serialize;
use serde_json::{Map, Value};
use store::{Limit, PageRequest};

use crate::cli::{DataArgs, PackArgs};
use crate::failure::{Exit, Failure};
use crate::output::print;
use crate::room::{self, refused};

/// `xiezhi case …`
#[derive(Debug, Subcommand)]
pub enum CaseCommand {
    /// 列出案件 / list cases
    #[command(after_help = "没有案件时退出码为 1。The exit code is 1 where there is none.")]
    List(ListArgs),
    /// 登记一件案件 / open a case by its first act
    #[command(after_help = "\
示例 Example:
  xiezhi case new penalty.ordinary register_lead --authority 3f6c… --party 某商行 --role officer --states 线索.json")]
    New(NewArgs),
    /// 案件现状：阶段、事实、文书、瑕疵 / a case as its acts have made it
    Show(OneArgs),
    /// 在案件中作出行为；不符合条件的，逐条说明 / do an act; every rule in its way is told
    #[command(after_help = "\
被拒绝时退出码为 3。用 --happened-at 补录已经发生的行为，不拒绝，只标明瑕疵。
Exit code 3 where it is refused. What already happened is reported with --happened-at: it is never refused, only marked.")]
    Act(ActArgs),
    /// 案件的全部行为 / what was done in a case
    Log(OneArgs),
    /// 案件的期限 / the clocks of a case
    Clocks(OneArgs),
    /// 裁量建议：档次、罚款幅度、从宽情形、尚缺的事实 / what benchmarks and leniency lists suggest
    Suggest(OneArgs),
    /// 类似案件：罚款分布和最接近的案件 / decided cases like it: the spread of fines, the nearest
    Similar(OneArgs),
    /// 由行为重新得出案件，与现状核对 / make the case again from its acts and compare
    #[command(after_help = "不一致时退出码为 1。The exit code is 1 where they differ.")]
    Replay(OneArgs),
    /// 把一名执法人员的在办案件移交他人，逐件说明不能移交的原因 / hand the open cases of an officer over
    #[command(after_help = "\
有案件不能移交时退出码为 1。重复执行即从中断处继续。
Exit code 1 where a case cannot be handed over. Run it again to go on where it broke off.")]
    HandOver(hand_over::HandOverArgs),
    /// 删除已结案件中的个人信息，行为和证明不变 / erase what a closed case tells of persons
    Erase(EraseArgs),
    /// 把案件写成他人可以自行核对的目录 / write a folder that a stranger can check
    Export(ExportArgs),
}

#[derive(Debug, Args)]
pub struct Ground {
    #[command(flatten)]
    pack: PackArgs,
    #[command(flatten)]
    data: DataArgs,
}

#[derive(Debug, Args)]
pub struct ListArgs {
    /// 当事人、案由的一部分，或编号的开头 / part of party or cause, or the beginning of the id
    #[arg(value_name = "WORDS")]
    query: Option<String>,
    /// 阶段 / the stage
    #[arg(long, value_name = "STAGE")]
    stage: Option<String>,
    /// 只列未结案件 / only those that are not closed
    #[arg(long)]
    open: bool,
    /// 输出 JSON / print JSON
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    ground: Ground,
}

#[derive(Debug, Args)]
pub struct OneArgs {
    /// 案件的 id / the id of the case
    #[arg(value_name = "CASE")]
    case: CaseId,
    #[command(flatten)]
    ground: Ground,
}

#[derive(Debug, Args)]
pub struct EraseArgs {
    #[command(flatten)]
    one: OneArgs,
    /// 理由，留痕 / why, for the record
    #[arg(long, value_name = "REASON")]
    reason: String,
}

#[derive(Debug, Args)]
pub struct ExportArgs {
    /// 案件的 id / the id of the case
    #[arg(value_name = "CASE")]
    case: CaseId,
    /// 目录，不得已存在 / the folder to write; it must not exist
    #[arg(value_name = "FOLDER")]
    folder: PathBuf,
    /// 含当事人信息；只交给有权知道的人 / with the parties, for whoever may know them
    #[arg(long)]
    parties: bool,
    #[command(flatten)]
    ground: Ground,
}

#[derive(Debug, Args)]
pub struct Deed {
    /// 以何角色要求作出：officer、team_leader、legal_reviewer、head / the role in which it is asked for
    #[arg(long, value_name = "ROLE")]
    role: Vec<String>,
    /// 一并作出的执法人员 / the officers who do it
    #[arg(long, value_name = "OFFICER")]
    officer: Vec<String>,
    /// 随行为陈述的事项：JSON 文件，- 为标准输入 / what it states: a JSON file, - for standard input
    #[arg(long, value_name = "FILE")]
    states: Option<PathBuf>,
    /// 补录：已于此时作出（北京时间）/ report it: done at this time, in Beijing
    #[arg(long, value_name = "TIME")]
    happened_at: Option<DateTime>,
    /// 负责人决定突破的理由 / why a head overrides what can be overridden
    #[arg(long, value_name = "REASON")]
    override_reason: Option<String>,
}

#[derive(Debug, Args)]
pub struct NewArgs {
    /// 程序 / the procedure
    #[arg(value_name = "PROCEDURE")]
    procedure: String,
    /// 首个行为 / the first act
    #[arg(value_name = "ACT")]
    act: String,
    /// 办案主体的 id / the id of the authority
    #[arg(long, value_name = "AUTHORITY")]
    authority: String,
    /// 当事人名称 / what the party is called
    #[arg(long, value_name = "NAME")]
    party: Option<String>,
    #[command(flatten)]
    deed: Deed,
    #[command(flatten)]
    ground: Ground,
}

#[derive(Debug, Args)]
pub struct ActArgs {
    /// 案件的 id / the id of the case
    #[arg(value_name = "CASE")]
    case: CaseId,
    /// 行为 / the act
    #[arg(value_name = "ACT")]
    act: String,
    #[command(flatten)]
    deed: Deed,
    #[command(flatten)]
    ground: Ground,
}

/// Runs a command.
pub async fn run(command: CaseCommand, lang: Lang) -> Result<Exit, Failure> {
    match command {
        CaseCommand::List(args) => list(args, lang).await,
        CaseCommand::New(args) => new(args).await,
        CaseCommand::Show(args) => {
            let casework = open(&args.ground).await?;
            told(&casework.case(&program(), args.case).await)
        }
        CaseCommand::Act(args) => act(args).await,
        CaseCommand::Log(args) => {
            let casework = open(&args.ground).await?;
            told(&casework.whole_log(&program(), args.case, true).await)
        }
        CaseCommand::Clocks(args) => {
            let casework = open(&args.ground).await?;
            told(&casework.case_clocks(&program(), args.case).await)
        }
        CaseCommand::Suggest(args) => {
            let casework = open(&args.ground).await?;
            told(&casework.suggestion(&program(), args.case).await)
        }
        CaseCommand::Similar(args) => {
            let casework = open(&args.ground).await?;
            told(&casework.similar_cases(&program(), args.case).await)
        }
        CaseCommand::Replay(args) => {
            let casework = open(&args.ground).await?;
            let replayed = casework.replay_case(&program(), args.case).await;
            let same = replayed.as_ref().is_ok_and(|replayed| replayed.is_same);
            let exit = told(&replayed)?;
            Ok(if same { exit } else { Exit::Negative })
        }
        CaseCommand::HandOver(args) => hand_over::run(args).await,
        CaseCommand::Erase(args) => {
            let casework = open(&args.one.ground).await?;
            told(
                &casework
                    .erase_personal(&program(), args.one.case, &args.reason)
                    .await,
            )
        }
        CaseCommand::Export(args) => export::run(args).await,
    }
}

/// Opens the room on the data folder.
pub(super) async fn open(ground: &Ground) -> Result<Casework, Failure> {
    let (casework, _) = open_with_record(ground).await?;
    Ok(casework)
}

async fn open_with_record(ground: &Ground) -> Result<(Casework, Record), Failure> {
    let folder = DataFolder::at(&ground.data.data);
    let folders = crate::packs::read(ground.pack.pack.as_deref())?;
    let library = room::open_filled(&ground.data.data).await?;
    let record = room::record(&folder).await?;
    let register = room::register(record.clone(), &folder).await?;
    let casework = room::casework(&register, &Arc::new(library), &folders).await?;
    Ok((casework, record))
}

pub(super) fn program() -> Asking {
    Asking::program("cli")
}

/// An answer as JSON.
pub(super) fn told<T: Serialize, E: Explained>(answer: &Result<T, E>) -> Result<Exit, Failure> {
    let answer = answer.as_ref().map_err(refused)?;
    let json = serde_json::to_string_pretty(answer).map_err(|error| Failure::internal(&error))?;
    print(&json, Exit::Done)
}

async fn list(args: ListArgs, lang: Lang) -> Result<Exit, Failure> {
    let casework = open(&args.ground).await?;
    let filter = CaseFilter {
        query: args.query,
        stage: args.stage,
        open: args.open.then_some(true),
        ..CaseFilter::default()
    };
    let page = PageRequest::first(Limit::new(Limit::MAX).unwrap_or_default());
    let page = casework.cases(&program(), &filter, &page).await;
    if args.json {
        return told(&page);
    }
    let page = page.map_err(|error| refused(&error))?;
    let exit = if page.rows.is_empty() {
        Exit::Negative
    } else {
        Exit::Done
    };
    let mut lines: Vec<String> = page.rows.iter().map(line).collect();
    let more = if page.is_exact { "" } else { "+" };
    lines.push(match lang {
        Lang::Zh => format!("共 {}{more} 件", page.total),
        Lang::En => format!("{}{more} cases", page.total),
    });
    print(&lines.join("\n"), exit)
}

/// A case as a line: id, procedure, stage, next day due, party, cause.
fn line(row: &CaseRow) -> String {
    let words = |words: &Option<String>| words.clone().unwrap_or_else(|| "-".to_owned());
    let (due, party, cause) = (
        words(&row.due_on),
        words(&row.party_name),
        words(&row.cause),
    );
    let CaseRow {
        id,
        procedure,
        stage,
        ..
    } = row;
    format!("{id}  {procedure}  {stage}  {due}  {party}  {cause}")
}

async fn new(args: NewArgs) -> Result<Exit, Failure> {
    let casework = open(&args.ground).await?;
    let new = NewCase {
        procedure: args.procedure,
        authority: Some(args.authority),
        party: args.party.map(|name| PartyGiven { id: None, name }),
        first: args.deed.request(args.act)?,
    };
    told(&casework.open_case(&args.deed.asking(), &new, None).await)
}

async fn act(args: ActArgs) -> Result<Exit, Failure> {
    let casework = open(&args.ground).await?;
    let asking = args.deed.asking();
    let request = args.deed.request(args.act)?;
    let seen = casework.case(&asking, args.case).await;
    let seen = seen.map_err(|error| refused(&error))?.revision;
    let done = casework.do_act(&asking, args.case, seen, &request, None);
    told(&done.await)
}

impl Deed {
    fn asking(&self) -> Asking {
        Asking {
            roles: self.role.clone(),
            ..program()
        }
    }

    fn request(&self, act: String) -> Result<ActRequest, Failure> {
        Ok(ActRequest {
            act,
            states: self
                .states
                .as_ref()
                .map(read)
                .transpose()?
                .unwrap_or_default(),
            documents: Vec::new(),
            officers: self.officer.clone(),
            happened_at: self.happened_at,
            override_reason: self.override_reason.clone(),
            ..ActRequest::default()
        })
    }
}

/// A JSON object of a file or of standard input.
fn read(path: &PathBuf) -> Result<Map<String, Value>, Failure> {
    let wrong = |error: &dyn std::fmt::Display| {
        let path = path.display();
        Failure::new(
            Exit::Input,
            format!("{path} 应为一个 JSON 对象：{error}"),
            format!("{path} must hold a JSON object: {error}"),
        )
    };
    let text = if path.as_os_str() == "-" {
        std::io::read_to_string(std::io::stdin())
    } else {
        std::fs::read_to_string(path)
    };
    let text = text.map_err(|error| wrong(&error))?;
    serde_json::from_str(&text).map_err(|error| wrong(&error))
}
