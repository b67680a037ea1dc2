//! `xiezhi account demo`: in a simulated city, one account for each role of the policy table.

use std::collections::{BTreeMap, HashSet};

use access::{Access, LoginName, Manager, NewAccount, NewGrant, Place};
use base::{Clock as _, Lang};
use casework::{CaseFilter, CaseRow, Casework};
use clap::Args;
use register::officer::{OfficerFilter, OfficerRow};
use register::{AuthorityId, Register};
use rules::model::Role;
use store::{Limit, PageRequest};

use super::account::{RoomArgs, open_rooms};
use crate::failure::{Exit, Failure};
use crate::output::print;
use crate::room::{SystemClock, refused};

#[derive(Debug, Args)]
pub struct DemoArgs {
    /// 服务的地址，用于邀请链接 / where the pages are served, for the links
    #[arg(long, value_name = "URL", default_value = "http://127.0.0.1:8787")]
    pub origin: String,
    #[command(flatten)]
    pub room: RoomArgs,
}

/// Roles that belong to an authority; the others look at the whole city.
const LOCAL: [&str; 4] = ["officer", "team_leader", "legal_reviewer", "head"];
/// How staff numbers of simulated officers begin.
const SIMULATED: &str = "SIM-P";
const REASON: &str = "演示（虚构）demo";

/// Somebody for a role.
struct Chosen {
    role: Role,
    officer: OfficerRow,
    authority: String,
}

/// Makes the accounts that are not there yet, invites again who has not come yet, and prints them.
pub async fn run(args: DemoArgs, lang: Lang) -> Result<Exit, Failure> {
    let rooms = open_rooms(&args.room).await?;
    let chosen = choose(&rooms.register, &rooms.casework).await?;
    let mut lines = Vec::new();
    for one in &chosen {
        let login: LoginName = format!("demo.{}", one.role.id)
            .parse()
            .map_err(|error| Failure::internal(&error))?;
        let code = invite(&rooms.access, &login, one).await?;
        let how = match (code, lang) {
            (Some(code), _) => {
                let origin = args.origin.trim_end_matches('/');
                format!("{origin}/admin/invitation?login={login}#{code}")
            }
            (None, Lang::Zh) => "已设口令，请用登录名登录".to_owned(),
            (None, Lang::En) => "has a password: sign in with the login name".to_owned(),
        };
        let (role, name) = (one.role.name.get(lang), &one.officer.post.name);
        lines.push(format!(
            "{role}\t{login}\t{name}\t{}\n    {how}",
            one.authority
        ));
    }
    let head = match lang {
        Lang::Zh => {
            "演示账号，每个角色一个；打开链接设口令和第二因素（链接 24 小时内有效，只能用一次）："
        }
        Lang::En => {
            "Accounts of the demo, one for each role; open a link to set a password and a second factor (good for 24 hours, once):"
        }
    };
    print(&format!("{head}\n{}", lines.join("\n")), Exit::Done)
}

/// The code of an invitation; none where the account has a password.
async fn invite(
    access: &Access,
    login: &LoginName,
    one: &Chosen,
) -> Result<Option<String>, Failure> {
    let command_line = Manager::CommandLine;
    if let Ok(found) = access.account_named(login).await {
        if found.account.has_password {
            return Ok(None);
        }
        let code = access.invite_again(&command_line, &found.account.id).await;
        let code = code.map_err(|error| refused(&error))?;
        return Ok(Some(code.reveal().to_owned()));
    }
    let authority = one.officer.post.authority.to_string();
    let new = NewAccount {
        login: login.clone(),
        name: one.officer.post.name.clone(),
        officer: Some(one.officer.id.to_string()),
        authority: Some(authority.clone()),
    };
    let made = access.make_account(&command_line, new).await;
    let (account, code) = made.map_err(|error| refused(&error))?;
    let grant = NewGrant {
        role: one.role.id.clone(),
        place: if LOCAL.contains(&one.role.id.as_str()) {
            Place::Authority(authority)
        } else {
            Place::Whole
        },
        from: SystemClock.today(),
        to: None,
        reason: REASON.to_owned(),
    };
    let granted = access.grant_role(&command_line, &account.id, grant).await;
    granted.map_err(|error| refused(&error))?;
    Ok(Some(code.reveal().to_owned()))
}

/// Somebody for every role: the officer who handles the most living cases, those of an authority
/// beside them, the others elsewhere.
async fn choose(register: &Register, casework: &Casework) -> Result<Vec<Chosen>, Failure> {
    let people = simulated(register).await?;
    let (busiest, handler) = busiest(casework).await?;
    let first = people.first().map(|row| row.post.authority);
    let busiest = busiest.or(first);
    let here = |row: &&OfficerRow| Some(row.post.authority) == busiest;
    let mut taken = HashSet::new();
    let registry = register.authorities_known().await;
    let registry = registry.map_err(|error| refused(&error))?;
    let today = SystemClock.today();
    let mut chosen = Vec::new();
    for role in &casework.procedures().rules().policy().roles {
        let is_local = LOCAL.contains(&role.id.as_str());
        let post = match role.id.as_str() {
            "head" => "负责人",
            "legal_reviewer" => "法制审核人员",
            _ => "执法人员",
        };
        let mut fitting = people.iter().filter(|row| {
            let is_theirs = handler.as_deref() == Some(row.id.to_string().as_str());
            row.post.post == post
                && !taken.contains(&row.id)
                && here(row) == is_local
                && (role.id == "officer" || !is_theirs)
        });
        let theirs = people
            .iter()
            .find(|row| role.id == "officer" && handler == Some(row.id.to_string()));
        let found = theirs.or_else(|| fitting.next());
        let Some(officer) = found else { continue };
        taken.insert(officer.id);
        let authority = registry.state(officer.post.authority, today);
        chosen.push(Chosen {
            role: role.clone(),
            officer: officer.clone(),
            authority: authority
                .map(|state| state.name.clone())
                .unwrap_or_default(),
        });
    }
    Ok(chosen)
}

/// The officers of the simulated city.
async fn simulated(register: &Register) -> Result<Vec<OfficerRow>, Failure> {
    let asking = register::Asking::program("xiezhi account demo");
    let filter = OfficerFilter {
        certified: Some(true),
        ..OfficerFilter::on(SystemClock.today())
    };
    let mut page = PageRequest::first(Limit::new(Limit::MAX).unwrap_or_default());
    let mut people = Vec::new();
    loop {
        let rows = register.officers(&asking, &filter, &page).await;
        let rows = rows.map_err(|error| refused(&error))?;
        people.extend(rows.rows);
        let Some(next) = rows.next else { break };
        page.cursor = Some(next.parse().map_err(|error| Failure::internal(&error))?);
    }
    people.retain(|row| row.code.starts_with(SIMULATED));
    if people.is_empty() {
        return Err(Failure::new(
            Exit::Negative,
            "这里没有模拟的城市。请先运行：xiezhi simulate --cases 400",
            "there is no simulated city here. Run first: xiezhi simulate --cases 400",
        ));
    }
    Ok(people)
}

/// The officer who handles the most living cases, and their authority.
async fn busiest(casework: &Casework) -> Result<(Option<AuthorityId>, Option<String>), Failure> {
    let asking = casework::Asking::program("xiezhi account demo");
    let filter = CaseFilter {
        open: Some(true),
        ..CaseFilter::default()
    };
    let mut page = PageRequest::first(Limit::new(Limit::MAX).unwrap_or_default());
    let mut handlers: BTreeMap<String, (usize, String)> = BTreeMap::new();
    loop {
        let rows = casework.cases(&asking, &filter, &page).await;
        let rows = rows.map_err(|error| refused(&error))?;
        for row in rows.rows.iter().filter(|row| lives(casework, row)) {
            let Ok(id) = row.id.parse() else { continue };
            let case = casework.case(&asking, id).await;
            let case = case.map_err(|error| refused(&error))?.case;
            let officers = case.facts.get("officers").and_then(|list| list.as_array());
            let mut officers = officers.into_iter().flatten();
            let handler = officers.find(|officer| officer["role"] == "handler");
            if let Some(id) = handler.and_then(|officer| officer["id"].as_str()) {
                let of = handlers.entry(id.to_owned());
                of.or_insert_with(|| (0, row.authority_id.clone())).0 += 1;
            }
        }
        let Some(next) = rows.next else { break };
        page.cursor = Some(next.parse().map_err(|error| Failure::internal(&error))?);
    }
    let most = handlers.values().map(|(count, _)| *count).max();
    let found = handlers
        .into_iter()
        .find(|(_, (count, _))| Some(*count) == most);
    Ok(match found {
        Some((officer, (_, authority))) => (authority.parse().ok(), Some(officer)),
        None => (None, None),
    })
}

/// Whether acts are still to come in the case.
fn lives(casework: &Casework, row: &CaseRow) -> bool {
    let rules = casework.procedures().rules();
    let rules = rules.procedure(&row.procedure, SystemClock.today());
    let stage = rules.and_then(|rules| rules.stages.iter().find(|stage| stage.id == row.stage));
    stage.is_some_and(|stage| !stage.is_final)
}
