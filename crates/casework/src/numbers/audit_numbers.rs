//! Whether every number is accounted for.

use sea_orm::{
    ColumnTrait, Condition, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect,
    Statement,
};
use serde::Serialize;
use store::{PageRequest, sea_orm, split_page};
use utoipa::ToSchema;

use super::series_columns;
use crate::casework::{Asking, Casework};
use crate::error::CaseError;
use crate::tables::series;

/// Which series.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SeriesFilter {
    /// Of this authority.
    pub authority: Option<String>,
    /// Of this year.
    pub year: Option<i32>,
}

/// A series, counted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct SeriesAudit {
    /// The authority.
    #[schema(value_type = Uuid)]
    pub authority: String,
    /// The word.
    pub word: String,
    /// The year.
    pub year: i32,
    /// What its numbers begin with.
    pub prefix: String,
    /// The highest number that was given.
    pub last: i64,
    /// Numbers that acts use.
    pub used: i64,
    /// Numbers that are void, each with a reason.
    pub void: i64,
    /// Numbers that are lent to devices.
    pub lent: i64,
    /// Of those lent, the ones of ranges whose last day is over: they are about to become void.
    pub overdue: i64,
    /// Numbers up to the highest that are none of these.
    pub missing: i64,
    /// Numbers above the highest.
    pub beyond: i64,
    /// Numbers that another series, or another case, has too.
    pub doubled: i64,
    /// Used numbers whose case is not there or bears another number, and void ones without a reason.
    pub unmatched: i64,
    /// The first gaps, each with its first and its last number.
    #[schema(value_type = Vec<Vec<i64>>)]
    pub gaps: Vec<(i64, i64)>,
    /// Whether every number is accounted for, once.
    pub is_whole: bool,
}

/// A page of series, counted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct NumberAudit {
    /// The series, by authority, year and word.
    pub rows: Vec<SeriesAudit>,
    /// The cursor of the next page.
    pub next: Option<String>,
    /// Whether every number of this page is accounted for.
    pub is_whole: bool,
}

/// What one statement counts, so that it sees one moment.
#[derive(Debug, FromQueryResult)]
struct Counted {
    last: i64,
    placed: i64,
    used: i64,
    void: i64,
    lent: i64,
    overdue: i64,
    beyond: i64,
    doubled: i64,
    unmatched: i64,
}

const COUNT: &str = "
    SELECT s.last AS last,
        COALESCE(SUM(CASE WHEN n.number BETWEEN 1 AND s.last THEN 1 ELSE 0 END), 0) AS placed,
        COALESCE(SUM(CASE WHEN n.state = 'used' THEN 1 ELSE 0 END), 0) AS used,
        COALESCE(SUM(CASE WHEN n.state = 'void' THEN 1 ELSE 0 END), 0) AS void,
        COALESCE(SUM(CASE WHEN n.state = 'lent' THEN 1 ELSE 0 END), 0) AS lent,
        COALESCE(SUM(CASE WHEN n.state = 'lent' AND r.until < $4 THEN 1 ELSE 0 END), 0) AS overdue,
        COALESCE(SUM(CASE WHEN n.number < 1 OR n.number > s.last THEN 1 ELSE 0 END), 0) AS beyond,
        COALESCE(SUM(CASE WHEN EXISTS (SELECT 1 FROM case_number o WHERE o.text = n.text
                AND (o.authority_id <> n.authority_id OR o.word <> n.word OR o.year <> n.year
                    OR o.number <> n.number))
            OR EXISTS (SELECT 1 FROM cases d WHERE d.number = n.text
                AND (n.case_id IS NULL OR d.id <> n.case_id)) THEN 1 ELSE 0 END), 0) AS doubled,
        COALESCE(SUM(CASE WHEN n.state = 'used' AND (c.id IS NULL
                OR n.of_kind = 'case' AND (c.number IS NULL OR c.number <> n.text))
            OR n.state = 'void' AND n.reason IS NULL
            OR n.state = 'lent' AND (r.id IS NULL OR r.state <> 'open')
            THEN 1 ELSE 0 END), 0) AS unmatched
    FROM number_series s
    LEFT JOIN case_number n ON n.authority_id = s.authority_id AND n.word = s.word AND n.year = s.year
    LEFT JOIN number_range r ON r.id = n.range_id
    LEFT JOIN cases c ON c.id = n.case_id
    WHERE s.authority_id = $1 AND s.word = $2 AND s.year = $3
    GROUP BY s.last";

#[derive(Debug, FromQueryResult)]
struct Gap {
    before: i64,
    number: i64,
}

const GAPS: &str = "
    SELECT before, number FROM (
        SELECT number, LAG(number, 1, CAST(0 AS BIGINT)) OVER (ORDER BY number) AS before
        FROM (SELECT number FROM case_number WHERE authority_id = $1 AND word = $2 AND year = $3
            UNION SELECT last + 1 FROM number_series
            WHERE authority_id = $1 AND word = $2 AND year = $3) AS given
    ) AS pairs WHERE number > before + 1 ORDER BY number LIMIT 20";

impl Casework {
    /// Counts the series of the scope, a page at a time.
    pub async fn audit_numbers(
        &self,
        asking: &Asking,
        filter: &SeriesFilter,
        page: &PageRequest,
    ) -> Result<NumberAudit, CaseError> {
        use series::Column::{AuthorityId, Word, Year};
        let after = page.after::<(String, i32, String)>()?;
        let beyond = after.map(|(authority, year, word)| {
            let same = Condition::all().add(AuthorityId.eq(&authority));
            let same_year = same.clone().add(Year.eq(year));
            Condition::any()
                .add(AuthorityId.gt(&authority))
                .add(same.add(Year.gt(year)))
                .add(same_year.add(Word.gt(word)))
        });
        let authority = filter.authority.as_ref().map(|id| AuthorityId.eq(id));
        let year = filter.year.map(|year| Year.eq(year));
        let wanted = Condition::all()
            .add(asking.scope.condition(&series_columns()))
            .add_option(authority)
            .add_option(year)
            .add_option(beyond);
        let rows = series::Entity::find()
            .filter(wanted)
            .order_by_asc(AuthorityId)
            .order_by_asc(Year)
            .order_by_asc(Word)
            .limit(page.limit.get() + 1)
            .all(self.db().read())
            .await?;
        let key = |row: &series::Model| (row.authority_id.clone(), row.year, row.word.clone());
        let (rows, next) = split_page(rows, page.limit, key);
        let mut counted = Vec::new();
        for row in rows {
            counted.extend(self.counted(row).await?);
        }
        Ok(NumberAudit {
            is_whole: counted.iter().all(|series| series.is_whole),
            rows: counted,
            next: next.map(|next| next.to_string()),
        })
    }

    async fn counted(&self, series: series::Model) -> Result<Option<SeriesAudit>, CaseError> {
        let db = self.db().read();
        let asked = |sql: &str, today: Option<String>| {
            let mut values: Vec<sea_orm::Value> = vec![
                series.authority_id.clone().into(),
                series.word.clone().into(),
                series.year.into(),
            ];
            values.extend(today.map(sea_orm::Value::from));
            Statement::from_sql_and_values(db.get_database_backend(), sql, values)
        };
        let today = self.today().to_string();
        let found = Counted::find_by_statement(asked(COUNT, Some(today)));
        let Some(found) = found.one(db).await? else {
            return Ok(None);
        };
        let missing = found.last - found.placed;
        let gaps = if missing == 0 {
            Vec::new()
        } else {
            let gaps = Gap::find_by_statement(asked(GAPS, None)).all(db).await?;
            let gaps = gaps.into_iter().map(|gap| (gap.before + 1, gap.number - 1));
            gaps.collect()
        };
        let wrong = [missing, found.beyond, found.doubled, found.unmatched];
        Ok(Some(SeriesAudit {
            authority: series.authority_id,
            word: series.word,
            year: series.year,
            prefix: series.prefix,
            last: found.last,
            used: found.used,
            void: found.void,
            lent: found.lent,
            overdue: found.overdue,
            missing,
            beyond: found.beyond,
            doubled: found.doubled,
            unmatched: found.unmatched,
            gaps,
            is_whole: wrong.iter().all(|&count| count == 0),
        }))
    }
}
