//! Which records a person may see, as one value that is asked in several ways: of a record in
//! memory and as a condition of a query. Both come from the same match below, so that a list, its
//! count, a search and a single read agree.

use std::collections::BTreeSet;

use base::AreaCode;
use sea_orm::sea_query::{Alias, Condition, Expr, ExprTrait, Query, SimpleExpr};
use serde::{Deserialize, Serialize};

/// A set of records. It is compiled from the policy table for one person, action and day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// Every record.
    All,
    /// No record.
    None,
    /// Records of one of these authorities, by id.
    Authorities(BTreeSet<String>),
    /// Records of this area and of those inside it.
    Area(AreaCode),
    /// Records in which this person takes part; in this role, where one is named.
    Person {
        /// Id of the person.
        person: String,
        /// The role in the record (`officer`, `reviewer`), or any.
        role: Option<String>,
    },
    /// Records whose confidentiality is at most this level; 0 is open.
    ConfidentialityUpTo(i16),
    /// Records that are in all of these; of none: every record.
    And(Vec<Scope>),
    /// Records that are in any of these; of none: no record.
    Or(Vec<Scope>),
}

/// What a record must tell about itself to be looked for in a scope.
pub trait Scoped {
    /// Id of the authority that it belongs to.
    fn authority(&self) -> Option<&str>;
    /// Where it belongs.
    fn area(&self) -> Option<&AreaCode>;
    /// 0 is open.
    fn confidentiality(&self) -> i16;
    /// Whether this person takes part in it, in this role or in any.
    fn has_person(&self, person: &str, role: Option<&str>) -> bool;
}

/// Where a table keeps what [`Scoped`] asks for. What it does not keep, no record of it has.
#[derive(Debug, Clone, Default)]
pub struct ScopeColumns {
    /// Id of the authority.
    pub authority: Option<SimpleExpr>,
    /// Code of the area.
    pub area: Option<SimpleExpr>,
    /// Level, never null; a table without it is open.
    pub confidentiality: Option<SimpleExpr>,
    /// The table of those who take part.
    pub people: Option<PeopleTable>,
}

/// A table of who takes part in which record.
#[derive(Debug, Clone)]
pub struct PeopleTable {
    /// Its name.
    pub table: &'static str,
    /// Its column that names the record.
    pub record: &'static str,
    /// Its column that names the person.
    pub person: &'static str,
    /// Its column that names the role.
    pub role: &'static str,
    /// What the column `record` is compared with: the id of the record that is asked about.
    pub id: SimpleExpr,
}

impl Scope {
    /// Whether the record is in the scope.
    pub fn allows(&self, record: &impl Scoped) -> bool {
        match self {
            Self::All => true,
            Self::None => false,
            Self::Authorities(ids) => record.authority().is_some_and(|id| ids.contains(id)),
            Self::Area(area) => record.area().is_some_and(|inner| area.contains(inner)),
            Self::Person { person, role } => record.has_person(person, role.as_deref()),
            Self::ConfidentialityUpTo(level) => record.confidentiality() <= *level,
            Self::And(parts) => parts.iter().all(|part| part.allows(record)),
            Self::Or(parts) => parts.iter().any(|part| part.allows(record)),
        }
    }

    /// The same as a condition on the rows of a table.
    pub fn condition(&self, columns: &ScopeColumns) -> Condition {
        match self {
            Self::All => always(true),
            Self::None => always(false),
            Self::Authorities(ids) => on(columns.authority.as_ref(), |column| {
                column.is_in(ids.iter().map(String::as_str))
            }),
            Self::Area(area) => on(columns.area.as_ref(), |column| {
                column.like(format!("{}%", area.prefix()))
            }),
            Self::Person { person, role } => columns
                .people
                .as_ref()
                .map_or_else(|| always(false), |table| table.has(person, role.as_deref())),
            Self::ConfidentialityUpTo(level) => match &columns.confidentiality {
                Some(column) => Condition::all().add(column.clone().lte(*level)),
                None => always(*level >= 0),
            },
            Self::And(parts) => each(Condition::all().add(always(true)), parts, columns),
            Self::Or(parts) => each(Condition::any().add(always(false)), parts, columns),
        }
    }

    /// Whether no record at all can be in it, so that a query may be spared.
    pub fn is_empty(&self) -> bool {
        match self {
            Self::None => true,
            Self::Authorities(ids) => ids.is_empty(),
            Self::And(parts) => parts.iter().any(Self::is_empty),
            Self::Or(parts) => parts.iter().all(Self::is_empty),
            _ => false,
        }
    }
}

impl PeopleTable {
    fn has(&self, person: &str, role: Option<&str>) -> Condition {
        let column = |name| Expr::col((Alias::new(self.table), Alias::new(name)));
        let mut rows = Query::select();
        rows.expr(Expr::val(1))
            .from(Alias::new(self.table))
            .and_where(column(self.record).eq(self.id.clone()))
            .and_where(column(self.person).eq(person));
        if let Some(role) = role {
            rows.and_where(column(self.role).eq(role));
        }
        Condition::all().add(Expr::exists(rows))
    }
}

fn each(whole: Condition, parts: &[Scope], columns: &ScopeColumns) -> Condition {
    parts
        .iter()
        .fold(whole, |whole, part| whole.add(part.condition(columns)))
}

fn on(column: Option<&SimpleExpr>, condition: impl FnOnce(SimpleExpr) -> SimpleExpr) -> Condition {
    column.map_or_else(
        || always(false),
        |column| Condition::all().add(condition(column.clone())),
    )
}

fn always(answer: bool) -> Condition {
    Condition::all().add(Expr::val(1).eq(i32::from(answer)))
}
