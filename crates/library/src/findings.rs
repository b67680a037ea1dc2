//! Listing what was odd about the sources.

use law::StatuteKey;
use store::sea_orm::{
    ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
};
use store::{Cursor, PageRequest, StoreError, split_page};

use crate::finding_text::FindingText;
use crate::holdings::Holdings;
use crate::statutes::ListError;
use crate::tables::finding;
use crate::view::{FindingRow, List};
use crate::{ImportId, Library};

/// Which findings.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FindingFilter {
    /// Of this run.
    pub import: Option<ImportId>,
    /// About this statute.
    pub statute: Option<StatuteKey>,
    /// Of this code.
    pub code: Option<String>,
}

impl Library {
    /// Findings, in the order in which they were made.
    pub async fn findings(
        &self,
        filter: &FindingFilter,
        page: &PageRequest,
    ) -> Result<List<FindingRow>, ListError> {
        let holdings = self.holdings().await?;
        let query = finding::Entity::find().filter(condition(filter, &holdings));
        let total = query
            .clone()
            .count(self.db().read())
            .await
            .map_err(StoreError::from)?;
        let after = page.after::<i64>()?.unwrap_or(0);
        let rows = query
            .filter(finding::Column::Id.gt(after))
            .order_by_asc(finding::Column::Id)
            .limit(page.limit.get() + 1)
            .all(self.db().read())
            .await
            .map_err(StoreError::from)?;
        let (rows, next) = split_page(rows, page.limit, |row| row.id);
        Ok(List {
            rows: rows.into_iter().map(|row| view(row, &holdings)).collect(),
            next: next.as_ref().map(Cursor::to_string),
            total: Some(total),
        })
    }

    /// The findings about a version.
    pub(crate) async fn findings_of(
        &self,
        holdings: &Holdings,
        version: i64,
    ) -> Result<Vec<FindingRow>, StoreError> {
        let rows = finding::Entity::find()
            .filter(finding::Column::VersionId.eq(version))
            .order_by_asc(finding::Column::Line)
            .order_by_asc(finding::Column::Id)
            .all(self.db().read())
            .await?;
        Ok(rows.into_iter().map(|row| view(row, holdings)).collect())
    }
}

fn condition(filter: &FindingFilter, holdings: &Holdings) -> Condition {
    let versions = filter.statute.as_ref().map(|key| {
        let held = holdings
            .statute(key)
            .map_or(&[][..], |statute| &statute.versions);
        held.iter().map(|version| version.id).collect::<Vec<_>>()
    });
    Condition::all()
        .add_option(
            filter
                .import
                .map(|id| finding::Column::ImportId.eq(id.to_string())),
        )
        .add_option(
            filter
                .code
                .as_ref()
                .map(|code| finding::Column::Code.eq(code)),
        )
        .add_option(versions.map(|ids| finding::Column::VersionId.is_in(ids)))
}

fn view(row: finding::Model, holdings: &Holdings) -> FindingRow {
    let held = row.version_id.and_then(|id| holdings.version(id));
    let (zh, en) = FindingText::of(&row.code);
    FindingRow {
        message: zh.to_owned(),
        message_en: en.to_owned(),
        code: row.code,
        file: row.file,
        statute: held.map(|(statute, _)| statute.key.clone()),
        version: held.map(|(_, version)| version.version),
        line: row.line.cast_unsigned(),
        path: row.path.and_then(|path| path.parse().ok()),
        excerpt: row.excerpt,
        repaired: row.repaired != 0,
        line_count: row.line_count.cast_unsigned(),
    }
}
