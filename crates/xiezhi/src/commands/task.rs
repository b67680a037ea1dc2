//! `xiezhi task`: what waits for whom; taken from a queue and given back.

use casework::{Asking, CaseId, Queue, TaskFilter, TaskRow, Whose};
use clap::{Args, Subcommand};
use jiff::civil::Date;
use store::{Limit, PageRequest};

use super::case::{Ground, open, program, told};
use crate::failure::{Exit, Failure};
use crate::output::print;
use crate::room::refused;

/// `xiezhi task …`
#[derive(Debug, Subcommand)]
pub enum TaskCommand {
    /// 列出待办，一行一个 JSON 对象 / list what waits, a JSON object a line
    #[command(after_help = "没有待办时退出码为 1。The exit code is 1 where nothing waits.")]
    List(ListArgs),
    /// 从队列领取一项待办 / take a task from the queue
    Take(OneArgs),
    /// 把领取的待办退回队列 / give a task back into the queue
    Return(OneArgs),
}

#[derive(Debug, Args)]
pub struct ListArgs {
    /// 只列此人的 / only those of this officer
    #[arg(long = "for", value_name = "OFFICER")]
    person: Option<String>,
    /// 只列等待此角色的：officer、team_leader、legal_reviewer、head / only those that wait for this role
    #[arg(long, value_name = "ROLE")]
    role: Option<String>,
    /// 只列此机关案件的 / only those of cases of this authority
    #[arg(long, value_name = "AUTHORITY")]
    authority: Option<String>,
    /// 只列此案件的 / only those of this case
    #[arg(long, value_name = "CASE")]
    case: Option<CaseId>,
    /// 只列此日或者之前到期的 / only those whose last day is this or earlier
    #[arg(long, value_name = "DAY")]
    due_by: Option<Date>,
    #[command(flatten)]
    ground: Ground,
}

#[derive(Debug, Args)]
pub struct OneArgs {
    /// 案件的 id / the id of the case
    #[arg(value_name = "CASE")]
    case: CaseId,
    /// 待办的行为，如 decide / the act that waits
    #[arg(value_name = "ACT")]
    act: String,
    /// 领取或者退回的执法人员 / the officer who takes it or gives it back
    #[arg(long = "for", value_name = "OFFICER")]
    person: String,
    #[command(flatten)]
    ground: Ground,
}

/// Runs a command.
pub async fn run(command: TaskCommand) -> Result<Exit, Failure> {
    match command {
        TaskCommand::List(args) => list(args).await,
        TaskCommand::Take(args) => {
            let casework = open(&args.ground).await?;
            let (asking, queues) = (of(&args.person), Queue::all());
            told(
                &casework
                    .take_task(&asking, &queues, args.case, &args.act)
                    .await,
            )
        }
        TaskCommand::Return(args) => {
            let casework = open(&args.ground).await?;
            let (asking, queues) = (of(&args.person), Queue::all());
            told(
                &casework
                    .return_task(&asking, &queues, args.case, &args.act)
                    .await,
            )
        }
    }
}

/// The program for an officer.
fn of(person: &str) -> Asking {
    Asking {
        person: Some(person.to_owned()),
        ..program()
    }
}

async fn list(args: ListArgs) -> Result<Exit, Failure> {
    let casework = open(&args.ground).await?;
    let filter = TaskFilter {
        whose: Whose::All,
        person: args.person,
        role: args.role,
        authority: args.authority,
        case: args.case.map(|case| case.to_string()),
        due_by: args.due_by,
        ..TaskFilter::default()
    };
    let mut page = PageRequest::first(Limit::new(Limit::MAX).unwrap_or_default());
    let mut lines = Vec::new();
    loop {
        let tasks = casework.tasks(&program(), &[], &filter, &page).await;
        let tasks = tasks.map_err(|error| refused(&error))?;
        lines.extend(tasks.rows.iter().map(line));
        let next = tasks.next.map(|next| next.parse()).transpose();
        page.cursor = next.map_err(|error: store::CursorError| Failure::internal(&error))?;
        if page.cursor.is_none() {
            let exit = if lines.is_empty() {
                Exit::Negative
            } else {
                Exit::Done
            };
            return print(&lines.join("\n"), exit);
        }
    }
}

fn line(row: &TaskRow) -> String {
    serde_json::to_string(row).unwrap_or_default()
}
