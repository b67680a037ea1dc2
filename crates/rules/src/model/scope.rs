//! Scopes: a small closed algebra of which records a right reaches.

use base::AreaCode;
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
    /// The areas for which they are responsible, with what lies in them.
    pub areas: Vec<AreaCode>,
}

/// What a scope must know of a record.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Record {
    /// The authority to which it belongs.
    pub authority: String,
    /// Where it belongs.
    pub area: Option<AreaCode>,
    /// Who has which role in it; empty for records that are no cases.
    pub roles: Vec<(String, CaseRole)>,
    /// How confidential it is.
    pub confidentiality: Confidentiality,
}

impl CaseRole {
    /// Its word in files and records.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Handler => "handler",
            Self::Assistant => "assistant",
            Self::Reviewer => "reviewer",
            Self::Approver => "approver",
            Self::Host => "host",
            Self::Archivist => "archivist",
        }
    }
}

impl Confidentiality {
    /// Its level, 0 for what is public.
    pub const fn level(self) -> i16 {
        self as i16
    }
}

impl Default for Record {
    fn default() -> Self {
        Self {
            authority: String::new(),
            area: None,
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
            Self::Area => {
                let area = record.area.as_ref();
                area.is_some_and(|area| person.areas.iter().any(|own| own.contains(area)))
            }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_and_levels_are_those_of_the_files() {
        for role in [
            CaseRole::Handler,
            CaseRole::Assistant,
            CaseRole::Reviewer,
            CaseRole::Approver,
            CaseRole::Host,
            CaseRole::Archivist,
        ] {
            assert_eq!(serde_json::to_value(role).unwrap(), role.as_str());
        }
        assert_eq!(Confidentiality::Public.level(), 0);
        assert!(Confidentiality::Restricted.level() < Confidentiality::Secret.level());
    }

    #[test]
    fn an_area_holds_what_lies_in_it() {
        let person = Person {
            areas: vec!["440300".parse().unwrap()],
            ..Person::default()
        };
        let in_area = |code: &str| Record {
            area: Some(code.parse().unwrap()),
            ..Record::default()
        };
        assert!(Scope::Area.admits(&person, &in_area("440305")));
        assert!(!Scope::Area.admits(&person, &in_area("440100")));
        assert!(!Scope::Area.admits(&person, &Record::default()));
    }

    #[test]
    fn nothing_admits_more_than_all_and_less_than_none() {
        let (person, record) = (Person::default(), Record::default());
        assert!(Scope::And(Vec::new()).admits(&person, &record));
        assert!(!Scope::Or(Vec::new()).admits(&person, &record));
        assert!(!Scope::And(vec![Scope::All, Scope::None]).admits(&person, &record));
    }
}
