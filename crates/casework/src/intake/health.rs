//! How a source does: when it last brought something, how late, how much of it was rejected.

use sea_orm::sea_query::{Expr, ExprTrait as _, SimpleExpr};
use sea_orm::{
    ColumnTrait, EntityTrait, Order, PaginatorTrait as _, QueryFilter, QueryOrder, QuerySelect,
    Select,
};
use serde::Serialize;
use store::sea_orm;
use utoipa::ToSchema;

use super::sources::Source;
use crate::casework::Casework;
use crate::error::CaseError;
use crate::tables::{intake_fault, intake_row};

/// Days that are looked back on.
const DAYS: i64 = 30;
const HOUR_MS: i64 = 3_600_000;

/// How long acts took from the day they happened until they came, in seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct Lag {
    /// Half of them took no longer.
    pub median_seconds: i64,
    /// 95 of 100 took no longer.
    pub p95_seconds: i64,
    /// None took longer.
    pub longest_seconds: i64,
}

/// A source, and how it does: over the last 30 days where nothing else is said.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct SourceHealth {
    /// The source.
    #[serde(flatten)]
    pub source: Source,
    /// When its last act came, ever; milliseconds since 1970.
    pub last_row_at_ms: Option<i64>,
    /// Whole hours since then, or since it was registered.
    pub quiet_hours: i64,
    /// Whether that is longer than its rhythm.
    pub is_silent: bool,
    /// Acts that came.
    pub taken_in: u64,
    /// Acts and lines that were rejected.
    pub rejected: u64,
    /// Acts that came after the term of the packs.
    pub late: u64,
    /// Acts that broke a rule.
    pub marked: u64,
    /// Acts that wait for one before them, ever.
    pub waiting: u64,
    /// The lag of what came.
    pub lag: Option<Lag>,
}

impl Casework {
    /// How each source does; only that of an account, where one is named.
    pub async fn source_health(
        &self,
        account: Option<&str>,
    ) -> Result<Vec<SourceHealth>, CaseError> {
        let mut all = Vec::new();
        for source in self.sources().await? {
            if account.is_none() || source.account.as_deref() == account {
                all.push(self.health_of(source).await?);
            }
        }
        Ok(all)
    }

    async fn health_of(&self, source: Source) -> Result<SourceHealth, CaseError> {
        use intake_row::Column;
        let db = self.db().read();
        let now_ms = self.record().clock().now().as_millisecond();
        let since = now_ms - DAYS * 24 * HOUR_MS;
        let mine = || intake_row::Entity::find().filter(Column::Source.eq(&source.name));
        let last: Option<Option<i64>> = mine()
            .select_only()
            .column_as(Column::ReceivedAtMs.max(), "last")
            .into_tuple()
            .one(db)
            .await?;
        let last_row_at_ms = last.flatten();
        let recent = || mine().filter(Column::ReceivedAtMs.gte(since));
        let taken_in = recent().filter(Column::State.eq("accepted"));
        let count = taken_in.clone().count(db).await?;
        let rejected = intake_fault::Entity::find()
            .filter(intake_fault::Column::Source.eq(&source.name))
            .filter(intake_fault::Column::ReceivedAtMs.gte(since));
        let quiet_ms = now_ms - last_row_at_ms.unwrap_or(source.created_at_ms);
        let quiet_hours = quiet_ms.div_euclid(HOUR_MS);
        Ok(SourceHealth {
            last_row_at_ms,
            quiet_hours,
            is_silent: source
                .rhythm_hours
                .is_some_and(|rhythm| quiet_ms > i64::from(rhythm) * HOUR_MS),
            taken_in: count,
            rejected: rejected.count(db).await?,
            late: taken_in
                .clone()
                .filter(Column::IsLate.eq(1))
                .count(db)
                .await?,
            marked: taken_in
                .clone()
                .filter(Column::Broken.is_not_null())
                .count(db)
                .await?,
            waiting: mine().filter(Column::State.eq("waiting")).count(db).await?,
            lag: self.lag(&taken_in, count).await?,
            source,
        })
    }

    async fn lag(
        &self,
        rows: &Select<intake_row::Entity>,
        count: u64,
    ) -> Result<Option<Lag>, CaseError> {
        if count == 0 {
            return Ok(None);
        }
        let mut seconds = Vec::new();
        for place in [(count - 1) / 2, (count * 95).div_ceil(100) - 1, count - 1] {
            let found: Option<i64> = rows
                .clone()
                .select_only()
                .column_as(took(), "took")
                .order_by(took(), Order::Asc)
                .offset(place)
                .limit(1)
                .into_tuple()
                .one(self.db().read())
                .await?;
            seconds.push(found.unwrap_or_default().div_euclid(1_000));
        }
        Ok(Some(Lag {
            median_seconds: seconds[0],
            p95_seconds: seconds[1],
            longest_seconds: seconds[2],
        }))
    }
}

fn took() -> SimpleExpr {
    Expr::col((intake_row::Entity, intake_row::Column::ReceivedAtMs)).sub(Expr::col((
        intake_row::Entity,
        intake_row::Column::HappenedAtMs,
    )))
}
