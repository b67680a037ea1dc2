//! The table action × role × scope is the committed one, and says what the platform promises.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::path::{Path, PathBuf};

use access::policy::{GrantRefusal, HeldRole, Person, may_grant, page, scope};
use access::{Node, Place, Tree};
use jiff::civil::{Date, date};
use rules::{Folder, RuleSet};
use store::Scope;

const ON: Date = date(2026, 11, 24);

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn national() -> RuleSet {
    let folders = Folder::read_with_parents(&root().join("packs/cn")).unwrap();
    RuleSet::load(&folders).unwrap()
}

fn tree() -> Tree {
    let node = |parent: Option<&str>, area: &str| Node {
        parent: parent.map(str::to_owned),
        area: area.parse().ok(),
    };
    Tree(
        [
            ("north".to_owned(), node(None, "990102")),
            ("street".to_owned(), node(Some("north"), "990102003")),
            ("south".to_owned(), node(None, "990103")),
        ]
        .into(),
    )
}

fn person(role: &str, place: &Place) -> Person {
    let reach = tree().reach(place).unwrap();
    Person {
        id: "p".into(),
        roles: [HeldRole {
            role: role.into(),
            reach,
        }]
        .into(),
        officer: Some(serde_json::json!({})),
    }
}

fn yes(_: &str, _: &serde_json::Value) -> bool {
    true
}

#[test]
fn the_access_table_is_the_committed_one() {
    let file = root().join("docs/access-table.md");
    let table = page(national().policy(), ON);
    if std::env::var_os("UPDATE_GENERATED").is_some() {
        std::fs::write(&file, &table).unwrap();
    }
    let committed = std::fs::read_to_string(&file).unwrap_or_default();
    assert!(
        committed == table,
        "docs/access-table.md is stale: run UPDATE_GENERATED=1 cargo test -p access --test table"
    );
}

#[test]
fn an_administrator_sees_no_cases_and_no_parties() {
    let rules = national();
    let person = person("administrator", &Place::Whole);
    for action in rules.policy().actions.iter().filter(|action| {
        action.id.starts_with("case.")
            || action.id.starts_with("party.")
            || action.id == "figure.read"
    }) {
        let scope = scope(rules.policy(), &person, &action.id, ON, &yes);
        assert_eq!(scope, Scope::None, "{}", action.id);
    }
    assert_eq!(
        scope(rules.policy(), &person, "account.grant", ON, &yes),
        Scope::All
    );
}

#[test]
fn every_role_of_the_table_may_do_something_and_every_action_is_for_somebody() {
    let rules = national();
    let policy = rules.policy();
    let may = |role: &str, action: &str| {
        !scope(policy, &person(role, &Place::Whole), action, ON, &yes).is_empty()
    };
    assert_eq!(policy.roles.len(), 10);
    for role in &policy.roles {
        assert!(
            policy
                .actions
                .iter()
                .any(|action| may(&role.id, &action.id)),
            "{}",
            role.id
        );
    }
    for action in &policy.actions {
        assert!(
            policy.roles.iter().any(|role| may(&role.id, &action.id)),
            "{}",
            action.id
        );
    }
}

#[test]
fn who_holds_a_role_in_one_authority_does_nothing_in_another() {
    let rules = national();
    let head = person("head", &Place::Authority("street".into()));
    let scope = scope(rules.policy(), &head, "case.read", ON, &yes);
    assert_eq!(scope, Scope::Authorities(["street".to_owned()].into()));
}

#[test]
fn an_unmet_condition_takes_the_right_away() {
    let rules = national();
    let officer = person("officer", &Place::Authority("street".into()));
    assert!(!scope(rules.policy(), &officer, "case.act", ON, &yes).is_empty());
    assert!(scope(rules.policy(), &officer, "case.act", ON, &|_, _| false).is_empty());
    let nobody = Person {
        officer: None,
        ..officer
    };
    assert!(scope(rules.policy(), &nobody, "case.act", ON, &yes).is_empty());
}

/// A pack in which administrators grant within their subtree.
fn narrow() -> RuleSet {
    let policy = std::fs::read_to_string(root().join("packs/cn/policy.yaml")).unwrap();
    let at = policy.find("  - id: administrator.system").unwrap();
    let (before, after) = policy.split_at(at);
    let after = after.replacen("scope: all", "scope: subtree", 1).replacen(
        "expect: true",
        "expect: false",
        1,
    );
    let files = Folder::read(&root().join("packs/cn")).unwrap();
    let files = files.paths().map(|path| {
        let bytes = files.file(path).unwrap().to_vec();
        let bytes = if path == "policy.yaml" {
            format!("{before}{after}").into_bytes()
        } else {
            bytes
        };
        (path.to_owned(), bytes)
    });
    RuleSet::load(&[Folder::new("cn", files.collect::<Vec<_>>())]).unwrap()
}

#[test]
fn nobody_grants_beyond_their_own_scope() {
    let rules = narrow();
    let admin = person("administrator", &Place::Authority("north".into()));
    let grant = |role: &str, place: Place| {
        let reach = tree().reach(&place).unwrap();
        may_grant(rules.policy(), &admin, role, &reach, ON, &yes)
    };
    let at = |id: &str| Place::Authority(id.into());
    assert_eq!(grant("officer", at("street")), Ok(()));
    assert_eq!(grant("administrator", at("street")), Ok(()));
    assert_eq!(grant("officer", at("south")), Err(GrantRefusal::Place));
    assert_eq!(grant("officer", Place::Whole), Err(GrantRefusal::Place));
    let area = Place::Area("990103".parse().unwrap());
    assert_eq!(grant("supervisor", area), Err(GrantRefusal::Place));
    assert!(matches!(
        grant("auditor", at("street")),
        Err(GrantRefusal::Beyond { .. })
    ));
    assert_eq!(
        grant("emperor", at("street")),
        Err(GrantRefusal::UnknownRole("emperor".into()))
    );
    let officer = person("officer", &Place::Whole);
    let reach = tree().reach(&at("street")).unwrap();
    assert_eq!(
        may_grant(rules.policy(), &officer, "officer", &reach, ON, &yes),
        Err(GrantRefusal::Place)
    );
}
