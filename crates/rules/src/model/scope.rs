//! Scopes: a small closed algebra of which records a right reaches.

use serde::{Deserialize, Serialize};

/// Which records a right reaches.
///
/// In files a word (`own_authority`) or a map of one key (`and: […]`, `role_in_case: reviewer`).
/// `access` compiles it to a condition of the database; [`Scope::admits`] is what that condition
/// means, for one record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// Every record.
    All,
    /// No record.
    None,
    /// The cases in which the person has any role.
    OwnCases,
    /// The records of the person's authority.
    OwnAuthority,
    /// The records of the person's authority and of those below it.
    Subtree,
    /// The records of the areas for which the person is responsible.
    Area,
    /// The cases in which the person has this role.
    RoleInCase(CaseRole),
    /// The records that are no more confidential than this.
    ConfidentialityUpTo(Confidentiality),
    /// What all of them admit.
    And(Vec<Self>),
    /// What any of them admits.
    Or(Vec<Self>),
}

/// A role of a person in one case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CaseRole {
    /// 主办人员
    Handler,
    /// 协办人员
    Assistant,
    /// 法制审核人员
    Reviewer,
    /// 审批人
    Approver,
    /// 听证主持人
    Host,
    /// 归档人员
    Archivist,
}

/// How confidential a record is, the least first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Confidentiality {
    /// 公开
    Public,
    /// 内部
    Internal,
    /// 限制
    Restricted,
    /// 涉密
    Secret,
}

/// What a scope must know of a person.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Person {
    /// The person.
    pub id: String,
    /// Their authority.
    pub authority: String,
    /// The authorities below it, at any depth.
    pub authorities_below: Vec<String>,
    /// The area codes for which they are responsible; a code stands for all that begin with it.
    pub areas: Vec<String>,
}

/// What a scope must know of a record.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Record {
    /// The authority to which it belongs.
    pub authority: String,
    /// Its area code.
    pub area: String,
    /// Who has which role in it; empty for records that are no cases.
    pub roles: Vec<(String, CaseRole)>,
    /// How confidential it is.
    pub confidentiality: Confidentiality,
}

impl Default for Record {
    fn default() -> Self {
        Self {
            authority: String::new(),
            area: String::new(),
            roles: Vec::new(),
            confidentiality: Confidentiality::Internal,
        }
    }
}

impl Scope {
    /// Whether a record is within the scope of a person.
    pub fn admits(&self, person: &Person, record: &Record) -> bool {
        let own_authority = record.authority == person.authority;
        match self {
            Self::All => true,
            Self::None => false,
            Self::OwnCases => record.roles.iter().any(|(id, _)| *id == person.id),
            Self::OwnAuthority => own_authority,
            Self::Subtree => own_authority || person.authorities_below.contains(&record.authority),
            Self::Area => person
                .areas
                .iter()
                .any(|area| !area.is_empty() && record.area.starts_with(area.as_str())),
            Self::RoleInCase(asked) => record
                .roles
                .iter()
                .any(|(id, role)| *id == person.id && role == asked),
            Self::ConfidentialityUpTo(most) => record.confidentiality <= *most,
            Self::And(all) => all.iter().all(|scope| scope.admits(person, record)),
            Self::Or(any) => any.iter().any(|scope| scope.admits(person, record)),
        }
    }
}
