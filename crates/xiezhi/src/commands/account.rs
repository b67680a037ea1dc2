//! `xiezhi account`: accounts on the command line, for who has the server itself. Every command is
//! on the record, as done by the command line.

use std::sync::Arc;

use access::{Access, AccountDetail, LoginName, Manager, NewAccount, NewGrant, Place, Secret};
use base::{AreaCode, Clock, Lang};
use casework::Casework;
use clap::{Args, Subcommand};
use jiff::civil::Date;
use library::DataFolder;
use register::Register;
use store::{Limit, PageRequest};

use super::account_demo::{self, DemoArgs};
use crate::cli::{DataArgs, PackArgs};
use crate::failure::{Exit, Failure};
use crate::output::print;
use crate::packs;
use crate::room::{self, SystemClock};

#[derive(Debug, Subcommand)]
pub enum AccountCommand {
    /// 列出账号和角色 / list the accounts and their roles
    List(RoomArgs),
    /// 建立账号，打印一次性邀请代码 / make an account and print its invitation
    #[command(after_help = "\
示例 Examples:
  xiezhi account create chen.wei --name 陈伟
  xiezhi account create chen.wei --name 陈伟 --officer 0190… --authority 0190…")]
    Create(CreateArgs),
    /// 授予角色；不写地点即全市 / give a role; without a place, in the whole city
    #[command(after_help = "\
示例 Examples:
  xiezhi account grant chen.wei administrator --reason 值班
  xiezhi account grant chen.wei head --authority 0190… --from 2026-12-01 --reason 任命")]
    Grant(GrantArgs),
    /// 设定、列出、终止代理 / name, list and end deputies
    #[command(subcommand)]
    Deputy(super::deputy::DeputyCommand),
    /// 清除口令、第二因素和会话，打印新的邀请代码 / take password, second factor and sessions away, print a new invitation
    Reset(LoginArgs),
    /// 模拟的城市中每个角色一个账号，打印邀请链接 / in a simulated city: an account for each role, with its invitation
    #[command(after_help = "\
可重复执行：已设口令的不变，尚未设的得到新的邀请。
It may be repeated: who has a password stays, who has none is invited again.")]
    Demo(DemoArgs),
    /// 终止所有人的会话，并以现在的时钟为准 / end everybody's sessions, and trust the clock as it is now
    EndSessions(RoomArgs),
}

#[derive(Debug, Args)]
pub struct RoomArgs {
    #[command(flatten)]
    pub data: DataArgs,
    #[command(flatten)]
    pub pack: PackArgs,
}

#[derive(Debug, Args)]
pub struct LoginArgs {
    /// 登录名 / the login name
    pub login: LoginName,
    #[command(flatten)]
    pub room: RoomArgs,
}

#[derive(Debug, Args)]
pub struct CreateArgs {
    /// 登录名 / the login name
    pub login: LoginName,
    /// 姓名 / what the person is called
    #[arg(long)]
    pub name: String,
    /// 执法人员编号 / id of the officer whose account it is
    #[arg(long, value_name = "ID")]
    pub officer: Option<String>,
    /// 管理该账号的机关编号 / id of the authority that looks after it
    #[arg(long, value_name = "ID")]
    pub authority: Option<String>,
    #[command(flatten)]
    pub room: RoomArgs,
}

#[derive(Debug, Args)]
pub struct GrantArgs {
    /// 登录名 / the login name
    pub login: LoginName,
    /// 角色，见 docs/access-table.md / the role, see docs/access-table.md
    pub role: String,
    /// 在某机关及其下级 / in an authority and those below it
    #[arg(long, value_name = "ID", conflicts_with = "area")]
    pub authority: Option<String>,
    /// 在某区域 / in an area
    #[arg(long, value_name = "CODE")]
    pub area: Option<AreaCode>,
    /// 起始日，默认今天 / the first day, by default today
    #[arg(long, value_name = "DATE")]
    pub from: Option<Date>,
    /// 终止日（当日不再持有） / the first day on which it is no longer held
    #[arg(long, value_name = "DATE")]
    pub to: Option<Date>,
    /// 理由 / why
    #[arg(long)]
    pub reason: String,
    #[command(flatten)]
    pub room: RoomArgs,
}

/// Runs the command.
pub async fn run(command: AccountCommand, lang: Lang) -> Result<Exit, Failure> {
    match command {
        AccountCommand::Deputy(command) => super::deputy::run(command).await,
        AccountCommand::List(room) => list(&open(&room).await?).await,
        AccountCommand::Create(args) => create(args, lang).await,
        AccountCommand::Grant(args) => grant(args).await,
        AccountCommand::Reset(args) => {
            let access = open(&args.room).await?;
            let found = named(&access, &args.login).await?;
            let reset = access.reset_account(&found.account.id).await;
            invitation(&reset.map_err(|error| room::refused(&error))?, lang)
        }
        AccountCommand::Demo(args) => account_demo::run(args, lang).await,
        AccountCommand::EndSessions(room) => {
            let ended = open(&room).await?.end_all_sessions().await;
            ended.map_err(|error| room::refused(&error))?;
            Ok(Exit::Done)
        }
    }
}

async fn list(access: &Access) -> Result<Exit, Failure> {
    let mut lines = Vec::new();
    let mut page = PageRequest::first(Limit::new(Limit::MAX).unwrap_or_default());
    loop {
        let found = access.accounts(&Manager::CommandLine, &page).await;
        let (accounts, next) = found.map_err(|error| room::refused(&error))?;
        for account in accounts {
            let found = named(access, &account.login).await?;
            lines.push(line(&found));
        }
        let Some(next) = next else { break };
        page.cursor = Some(next);
    }
    let exit = if lines.is_empty() {
        Exit::Negative
    } else {
        Exit::Done
    };
    print(&lines.join("\n"), exit)
}

async fn create(args: CreateArgs, lang: Lang) -> Result<Exit, Failure> {
    let access = open(&args.room).await?;
    let new = NewAccount {
        login: args.login,
        name: args.name,
        officer: args.officer,
        authority: args.authority,
    };
    let made = access.make_account(&Manager::CommandLine, new).await;
    let (_, code) = made.map_err(|error| room::refused(&error))?;
    invitation(&code, lang)
}

async fn grant(args: GrantArgs) -> Result<Exit, Failure> {
    let access = open(&args.room).await?;
    let found = named(&access, &args.login).await?;
    let place = match (args.authority, args.area) {
        (Some(id), _) => Place::Authority(id),
        (None, Some(code)) => Place::Area(code),
        (None, None) => Place::Whole,
    };
    let new = NewGrant {
        role: args.role,
        place,
        from: args.from.unwrap_or_else(|| SystemClock.today()),
        to: args.to,
        reason: args.reason,
    };
    let granted = access
        .grant_role(&Manager::CommandLine, &found.account.id, new)
        .await;
    granted.map_err(|error| room::refused(&error))?;
    print(&line(&named(&access, &args.login).await?), Exit::Done)
}

async fn named(access: &Access, login: &LoginName) -> Result<AccountDetail, Failure> {
    let found = access.account_named(login).await;
    found.map_err(|error| room::refused(&error))
}

/// Accounts with the register and the cases.
pub struct AccountRooms {
    pub access: Access,
    pub register: Register,
    pub casework: Casework,
}

/// Opens the accounts together with the register and the cases.
pub async fn open_rooms(args: &RoomArgs) -> Result<AccountRooms, Failure> {
    let folder = DataFolder::at(&args.data.data);
    let record = room::record(&folder).await?;
    let register = room::register(record.clone(), &folder).await?;
    let packs = packs::read(args.pack.pack.as_deref())?;
    let access = room::access(record.clone(), register.clone(), &folder, &packs).await?;
    let library = Arc::new(room::library(record, folder).await?);
    let casework = room::casework(&register, &library, &packs).await?;
    Ok(AccountRooms {
        access,
        register,
        casework,
    })
}

/// Opens the room with what it stands on.
pub(super) async fn open(args: &RoomArgs) -> Result<Access, Failure> {
    let folder = DataFolder::at(&args.data.data);
    let record = room::record(&folder).await?;
    let register = room::register(record.clone(), &folder).await?;
    let packs = packs::read(args.pack.pack.as_deref())?;
    room::access(record, register, &folder, &packs).await
}

fn invitation(code: &Secret, lang: Lang) -> Result<Exit, Failure> {
    let code = code.reveal();
    let text = match lang {
        Lang::Zh => format!("一次性邀请代码（24 小时内有效，只显示这一次）：{code}"),
        Lang::En => format!("One-time invitation (good for 24 hours, shown this once): {code}"),
    };
    print(&text, Exit::Done)
}

/// Login name, state, name, and the roles with their days.
fn line(found: &AccountDetail) -> String {
    let account = &found.account;
    let grants = found.grants.iter().map(|grant| {
        let place = match &grant.place {
            Place::Whole => "*".to_owned(),
            Place::Authority(id) | Place::Officer(id) => id.clone(),
            Place::Area(code) => code.to_string(),
        };
        let to = grant.to.map(|to| to.to_string()).unwrap_or_default();
        format!("{}@{place} {}..{to}", grant.role, grant.from)
    });
    let grants: Vec<_> = grants.collect();
    let state = account.state.as_str();
    format!(
        "{}\t{state}\t{}\t{}",
        account.login,
        account.name,
        grants.join("; ")
    )
}
