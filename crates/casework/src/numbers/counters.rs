//! The counters of series: reserved for a whole list at once, then dealt from memory.

use std::collections::BTreeMap;

use sea_orm::sea_query::{Expr, ExprTrait as _, OnConflict};
use sea_orm::{ActiveValue::Set, EntityTrait};
use store::{WriteTx, sea_orm};

use super::form::Series;
use crate::error::CaseError;
use crate::tables::series;

/// What a series is opened with where it is not there yet.
#[derive(Debug, Clone)]
pub(crate) struct Opening {
    pub area: String,
    pub prefix: String,
}

/// Numbers that were reserved and not dealt yet: the last one dealt of each series, and what its
/// numbers begin with.
#[derive(Debug, Default)]
pub(crate) struct Counters(BTreeMap<Series, (i64, String)>);

impl Counters {
    /// Reserves numbers: as many of each series as it stands in the list. The rows of the series are
    /// locked until the transaction ends, in one order for everybody, so that no two wait for each
    /// other and a transaction that fails leaves no gap.
    pub async fn reserve(
        tx: &WriteTx,
        wanted: impl IntoIterator<Item = (Series, i64, Opening)>,
    ) -> Result<Self, CaseError> {
        let mut counts: BTreeMap<Series, (i64, Opening)> = BTreeMap::new();
        for (series, count, opening) in wanted {
            counts.entry(series).or_insert((0, opening)).0 += count;
        }
        let mut counters = Self::default();
        for (series, (count, opening)) in counts {
            let row = series::ActiveModel {
                authority_id: Set(series.authority.clone()),
                word: Set(series.word.clone()),
                year: Set(series.year),
                area: Set(opening.area),
                prefix: Set(opening.prefix),
                last: Set(count),
            };
            let last = Expr::col((series::Entity, series::Column::Last));
            let more = OnConflict::columns([
                series::Column::AuthorityId,
                series::Column::Word,
                series::Column::Year,
            ])
            .value(series::Column::Last, last.add(count))
            .to_owned();
            let row = series::Entity::insert(row)
                .on_conflict(more)
                .exec_with_returning(&**tx)
                .await?;
            counters.0.insert(series, (row.last - count, row.prefix));
        }
        Ok(counters)
    }

    /// The next number of a series, with its text; `None` where none was reserved.
    pub fn deal(&mut self, series: &Series) -> Option<(i64, String)> {
        let (last, prefix) = self.0.get_mut(series)?;
        *last += 1;
        Some((*last, series.text(prefix, *last)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_series_is_dealt_on_its_own_and_in_order() {
        let series = |word: &str| Series {
            authority: "a".to_owned(),
            word: word.to_owned(),
            year: 2026,
        };
        let mut counters = Counters::default();
        let from = |last| (last, "云".to_owned());
        counters.0.insert(series("罚立"), from(11));
        counters.0.insert(series("罚决"), from(0));
        let dealt = [series("罚立"), series("罚决"), series("罚立"), series("催")]
            .map(|series| counters.deal(&series).map(|(_, text)| text));
        let expected = [
            "云罚立〔2026〕12号",
            "云罚决〔2026〕1号",
            "云罚立〔2026〕13号",
        ];
        assert_eq!(
            dealt,
            [
                Some(expected[0].to_owned()),
                Some(expected[1].to_owned()),
                Some(expected[2].to_owned()),
                None
            ]
        );
    }
}
