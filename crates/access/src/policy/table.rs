//! The table action × role × scope as a page, for people who want to see who may do what.

use std::fmt::Write;

use jiff::civil::Date;
use rules::model::{Policy, Scope};

/// `docs/access-table.md`: a row for each action, a column for each role, as of a day.
pub fn page(policy: &Policy, on: Date) -> String {
    let mut page = format!(
        "# 权限表 Who may do what\n\n由程序依规则包 `policy.yaml` 生成（{on}），勿手改。\
         Generated from the packs' `policy.yaml` as of {on}: do not edit.\n\n\
         空格：无此权限。*：另有条件。An empty cell is no right; * has a condition.\n\n| 操作 action |"
    );
    for role in &policy.roles {
        let _ = write!(
            page,
            " {} {} |",
            role.name.get(base::Lang::Zh),
            role.name.get(base::Lang::En)
        );
    }
    page.push_str("\n|---|");
    page.push_str(&"---|".repeat(policy.roles.len()));
    page.push('\n');
    for action in &policy.actions {
        let _ = write!(
            page,
            "| {} `{}` |",
            action.name.get(base::Lang::Zh),
            action.id
        );
        for role in &policy.roles {
            let _ = write!(page, " {} |", cell(policy, &role.id, &action.id, on));
        }
        page.push('\n');
    }
    page
}

fn cell(policy: &Policy, role: &str, action: &str, on: Date) -> String {
    let lines = policy.grants_for(role, action);
    let in_force = lines.filter(|line| line.head.in_force.covers(on));
    let words = in_force.map(|line| {
        let mark = if line.when.is_some() { "*" } else { "" };
        format!("{}{mark}", words(&line.scope))
    });
    words.collect::<Vec<_>>().join(" / ")
}

fn words(scope: &Scope) -> String {
    let list = |scopes: &[Scope], between: &str| {
        let words: Vec<_> = scopes.iter().map(words).collect();
        format!("({})", words.join(between))
    };
    match scope {
        Scope::All => "all".to_owned(),
        Scope::None => "none".to_owned(),
        Scope::OwnCases => "own cases".to_owned(),
        Scope::OwnAuthority => "own authority".to_owned(),
        Scope::Subtree => "subtree".to_owned(),
        Scope::Area => "area".to_owned(),
        Scope::RoleInCase(role) => format!("as {}", super::compile::role_name(*role)),
        Scope::ConfidentialityUpTo(level) => {
            format!("confidentiality ≤ {}", super::compile::number(*level))
        }
        Scope::And(scopes) => list(scopes, " and "),
        Scope::Or(scopes) => list(scopes, " or "),
    }
}
