//! Numbers in a bulk: dealt from memory in the order of time, the rows that act by act would be there.

use std::collections::HashMap;

use jiff::civil::DateTime;
use procedure::{Numbered, Wanted};
use record::RecordBulk;
use sea_orm::EntityTrait as _;
use store::{BulkRows, DatabaseKind, StoreError, sea_orm};

use super::form::Series;
use crate::bulk::BulkCase;
use crate::casework::{Casework, instant};
use crate::error::CaseError;
use crate::tables::series;

/// The series of all authorities while very many cases are written, and the numbers that were dealt.
#[derive(Debug)]
pub struct BulkNumbers {
    kind: DatabaseKind,
    series: HashMap<Series, Counter>,
    rows: BulkRows,
}

#[derive(Debug)]
struct Counter {
    area: String,
    prefix: String,
    last: i64,
}

impl Casework {
    /// The series as they stand.
    pub(crate) async fn series_of_bulk(
        &self,
        kind: DatabaseKind,
    ) -> Result<BulkNumbers, StoreError> {
        let rows = series::Entity::find().all(self.db().read()).await?;
        let series = rows.into_iter().map(|row| {
            let counter = Counter {
                area: row.area,
                prefix: row.prefix,
                last: row.last,
            };
            let series = Series {
                authority: row.authority_id,
                word: row.word,
                year: row.year,
            };
            (series, counter)
        });
        Ok(BulkNumbers {
            kind,
            series: series.collect(),
            rows: BulkRows::new(kind),
        })
    }

    /// Gives an act of a case, the one with this number in it, the numbers that it wants.
    pub async fn deal_in_bulk(
        &self,
        numbers: &mut BulkNumbers,
        case: &BulkCase,
        act: i32,
        at: DateTime,
        wanted: &[Wanted],
    ) -> Result<Vec<Numbered>, CaseError> {
        let kept = &case.kept;
        let at_ms = instant(at).unwrap_or_default().as_millisecond();
        let mut dealt = Vec::with_capacity(wanted.len());
        for Wanted { of, word } in wanted {
            let series = Series {
                authority: kept.authority.clone(),
                word: word.clone(),
                year: i32::from(at.year()),
            };
            if !numbers.series.contains_key(&series) {
                let opening = self.opening(&kept.authority, &kept.area, at.date());
                let opening = opening.await?;
                let counter = Counter {
                    area: opening.area,
                    prefix: opening.prefix,
                    last: 0,
                };
                numbers.series.insert(series.clone(), counter);
            }
            let Some(counter) = numbers.series.get_mut(&series) else {
                continue;
            };
            counter.last += 1;
            let text = series.text(&counter.prefix, counter.last);
            numbers.rows.push(&[
                (&series.authority).into(),
                (&series.word).into(),
                series.year.into(),
                counter.last.into(),
                (&text).into(),
                "used".into(),
                of.into(),
                (&kept.id).into(),
                act.into(),
                at_ms.into(),
            ]);
            dealt.push(Numbered {
                of: of.clone(),
                number: text,
                claimed: None,
                elsewhere: false,
            });
        }
        Ok(dealt)
    }
}

impl BulkNumbers {
    /// The rows of the numbers that were dealt since the last call.
    pub fn take_rows(&mut self) -> NumberRows {
        NumberRows(std::mem::replace(&mut self.rows, BulkRows::new(self.kind)))
    }

    /// Writes where the series stand now.
    pub async fn finish(self, bulk: &mut RecordBulk) -> Result<(), StoreError> {
        let mut rows = BulkRows::new(self.kind);
        for (series, counter) in &self.series {
            rows.push(&[
                (&series.authority).into(),
                (&series.word).into(),
                series.year.into(),
                (&counter.area).into(),
                (&counter.prefix).into(),
                counter.last.into(),
            ]);
        }
        let columns = ["authority_id", "word", "year", "area", "prefix", "last"];
        bulk.write_anew("number_series", &columns, rows).await
    }
}

/// Rows of numbers that were dealt.
#[derive(Debug)]
pub struct NumberRows(BulkRows);

impl NumberRows {
    /// Writes them.
    pub async fn write(self, bulk: &mut RecordBulk) -> Result<(), StoreError> {
        let columns = [
            "authority_id",
            "word",
            "year",
            "number",
            "text",
            "state",
            "of_kind",
            "case_id",
            "act",
            "at_ms",
        ];
        bulk.write("case_number", &columns, self.0).await
    }
}
