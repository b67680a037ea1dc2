//! Decided cases that are like a case: how their fines spread, and the nearest of them.

use base::AreaCode;
use sea_orm::sea_query::{CaseStatement, Expr, ExprTrait as _};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect,
};
use serde::{Deserialize, Serialize};
use store::sea_orm;
use utoipa::ToSchema;

use crate::casework::{Asking, CaseId, Casework, columns};
use crate::error::CaseError;
use crate::nearness::{LIKENESSES, Spread, Traits};
use crate::tables::case::{Column, Entity};

/// Decided cases that are looked at: the latest.
const LOOKED_AT: u64 = 2_000;
/// Cases that are shown.
const SHOWN: usize = 20;
/// Cases of this confidentiality and above count only for those who may see them.
const RESTRICTED: i16 = 2;

/// Decided cases on the item of a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct SimilarCases {
    /// The item; nothing is similar where the case names none.
    pub item: Option<String>,
    /// The grade that others are compared with: the one stated, else the one that the facts give.
    pub grade: Option<String>,
    /// How many decided cases were looked at: the latest, revoked decisions left out.
    pub looked_at: u32,
    /// Whether there are more, older ones, that were not looked at.
    pub more: bool,
    /// The earliest day of decision among them.
    #[schema(format = Date)]
    pub since: Option<String>,
    /// How the fines of all of them spread, whoever handled them; without personal data.
    pub spread: Spread,
    /// The same by grade of the benchmark; those without a grade last.
    pub by_grade: Vec<GradeSpread>,
    /// What makes a case nearer, what counts most first; then the later decision.
    pub order: Vec<String>,
    /// The nearest of those that the person may see, at most 20.
    pub nearest: Vec<SimilarCase>,
    /// How many of them lie outside what the person may see: they count in the spread, and are not
    /// shown.
    pub unseen: u32,
}

/// The fines of the cases of a grade.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct GradeSpread {
    /// The grade; none where the case states none.
    pub grade: Option<String>,
    /// How its fines spread.
    pub spread: Spread,
}

/// A decided case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct SimilarCase {
    /// Its id.
    #[schema(value_type = Uuid)]
    pub id: String,
    /// The authority that decided.
    #[schema(value_type = Uuid)]
    pub authority_id: String,
    /// The area of that authority.
    pub area: String,
    /// The day of the decision.
    #[schema(format = Date)]
    pub decided_on: String,
    /// The fine, in fen.
    pub fine_fen: Option<i64>,
    /// The grade.
    pub grade: Option<String>,
    /// In what it is like the case: some of `order`.
    pub same: Vec<String>,
}

#[derive(Debug, FromQueryResult)]
struct Row {
    id: String,
    authority_id: String,
    area: String,
    sector: Option<String>,
    party_id: Option<String>,
    decided_on: Option<String>,
    fine_fen: Option<i64>,
    state: String,
    seen: i32,
}

/// The part of a case that is compared.
#[derive(Debug, Deserialize)]
struct Compared {
    facts: ComparedFacts,
}

#[derive(Debug, Default, Deserialize)]
struct ComparedFacts {
    grade: Option<String>,
    harm: Option<String>,
    revoked_on: Option<String>,
    #[serde(default)]
    parties: Vec<ComparedParty>,
}

#[derive(Debug, Deserialize)]
struct ComparedParty {
    kind: Option<String>,
}

impl Casework {
    /// Decided cases like a case of the scope: the latest 2,000 on its item, compared by what is
    /// said in `order`.
    pub async fn similar_cases(
        &self,
        asking: &Asking,
        id: CaseId,
    ) -> Result<SimilarCases, CaseError> {
        let row = self.in_scope(asking, id).await?;
        let Some(item) = row.item.clone() else {
            return Ok(SimilarCases::none());
        };
        let rows = self.decided_on_item(asking, &item, &row.id).await?;
        let more = rows.len() as u64 > LOOKED_AT;
        let kept = usize::try_from(LOOKED_AT).unwrap_or(usize::MAX);
        let others: Vec<(Row, Traits)> = compared(rows.into_iter().take(kept));
        let facts = facts_of(&row.state);
        let mut own = traits(facts, &row.area, row.sector);
        own.had_earlier = Some(
            self.had_earlier(&row.id, row.party_id.as_deref(), &item)
                .await?,
        );
        if own.grade.is_none() {
            let suggested = self.suggestion(asking, id).await?.suggestion;
            own.grade = suggested.benchmark.and_then(|graded| graded.grade);
        }
        Ok(SimilarCases::of(item, &own, others, more))
    }

    async fn decided_on_item(
        &self,
        asking: &Asking,
        item: &str,
        but: &str,
    ) -> Result<Vec<Row>, CaseError> {
        let in_scope = asking.scope.condition(&columns());
        let open = Expr::col((Entity, Column::Confidentiality)).lt(RESTRICTED);
        let seen = CaseStatement::new().case(in_scope.clone(), 1).finally(0);
        let rows = Entity::find()
            .filter(Column::Item.eq(item))
            .filter(Column::DecidedOn.is_not_null())
            .filter(Column::Id.ne(but))
            .filter(Condition::any().add(open).add(in_scope))
            .select_only()
            .columns([
                Column::Id,
                Column::AuthorityId,
                Column::Area,
                Column::Sector,
                Column::PartyId,
                Column::DecidedOn,
                Column::FineFen,
                Column::State,
            ])
            .expr_as(seen, "seen")
            .order_by_desc(Column::DecidedOn)
            .limit(LOOKED_AT + 1)
            .into_model()
            .all(self.db().read())
            .await?;
        Ok(rows)
    }

    async fn had_earlier(
        &self,
        id: &str,
        party: Option<&str>,
        item: &str,
    ) -> Result<bool, CaseError> {
        let Some(party) = party else { return Ok(false) };
        let earlier = Entity::find()
            .filter(Column::PartyId.eq(party))
            .filter(Column::Item.eq(item))
            .filter(Column::DecidedOn.is_not_null())
            .filter(Column::Id.ne(id))
            .select_only()
            .column(Column::Id)
            .into_tuple::<String>()
            .one(self.db().read());
        Ok(earlier.await?.is_some())
    }
}

fn facts_of(state: &str) -> ComparedFacts {
    let read = serde_json::from_str::<Compared>(state);
    read.map(|case| case.facts).unwrap_or_default()
}

fn traits(facts: ComparedFacts, area: &str, sector: Option<String>) -> Traits {
    Traits {
        grade: facts.grade,
        party_kind: facts
            .parties
            .into_iter()
            .next()
            .and_then(|party| party.kind),
        sector,
        area: area.parse::<AreaCode>().ok(),
        harm: facts.harm,
        had_earlier: None,
    }
}

/// The rows with what is compared, without those whose decision was revoked. Rows come the latest
/// first: a party had an earlier case where an older row is of it too.
fn compared(rows: impl Iterator<Item = Row>) -> Vec<(Row, Traits)> {
    let mut parties = std::collections::HashSet::new();
    let kept = rows.filter_map(|row| {
        let facts = facts_of(&row.state);
        let is_revoked = facts.revoked_on.is_some() && facts.revoked_on >= row.decided_on;
        (!is_revoked).then(|| {
            let traits = traits(facts, &row.area, row.sector.clone());
            (row, traits)
        })
    });
    let mut all: Vec<_> = kept.collect();
    for (row, traits) in all.iter_mut().rev() {
        let known = row.party_id.clone();
        traits.had_earlier = Some(known.is_some_and(|party| !parties.insert(party)));
    }
    all
}

impl SimilarCases {
    fn none() -> Self {
        Self {
            item: None,
            grade: None,
            looked_at: 0,
            more: false,
            since: None,
            spread: Spread::default(),
            by_grade: Vec::new(),
            order: LIKENESSES.map(str::to_owned).into(),
            nearest: Vec::new(),
            unseen: 0,
        }
    }

    fn of(item: String, own: &Traits, mut others: Vec<(Row, Traits)>, more: bool) -> Self {
        let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        let mut grades: Vec<Option<String>> = Vec::new();
        for (_, traits) in &others {
            if !grades.contains(&traits.grade) {
                grades.push(traits.grade.clone());
            }
        }
        grades.sort_by_key(|grade| (grade.is_none(), grade.clone()));
        let by_grade = grades.into_iter().map(|grade| {
            let of_grade = others.iter().filter(|(_, traits)| traits.grade == grade);
            let spread = Spread::of(of_grade.map(|(row, _)| row.fine_fen));
            GradeSpread { grade, spread }
        });
        let by_grade = by_grade.collect();
        let spread = Spread::of(others.iter().map(|(row, _)| row.fine_fen));
        let since = others.last().and_then(|(row, _)| row.decided_on.clone());
        let looked_at = count(others.len());
        others.retain(|(row, _)| row.seen == 1);
        let unseen = looked_at - count(others.len());
        // The rows come the latest first, and the order keeps equals as they come.
        others.sort_by_key(|(_, traits)| std::cmp::Reverse(own.likeness(traits)));
        others.truncate(SHOWN);
        let nearest = others.into_iter().map(|(row, traits)| SimilarCase {
            same: own.same(&traits).map(str::to_owned).collect(),
            grade: traits.grade,
            id: row.id,
            authority_id: row.authority_id,
            area: row.area,
            decided_on: row.decided_on.unwrap_or_default(),
            fine_fen: row.fine_fen,
        });
        Self {
            item: Some(item),
            grade: own.grade.clone(),
            looked_at,
            more,
            since,
            spread,
            by_grade,
            nearest: nearest.collect(),
            unseen,
            ..Self::none()
        }
    }
}
