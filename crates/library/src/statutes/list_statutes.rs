//! Listing statutes by title.

use jiff::civil::Date;
use store::{Cursor, CursorError, PageRequest};
use thiserror::Error;

use crate::Library;
use crate::explained::{Explained, INTERNAL, internal_zh};
use crate::holdings::HeldStatute;
use crate::view::{List, StatuteRow, VersionState};

/// Which statutes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StatuteFilter {
    /// Words of the title; all must be in it.
    pub query: Option<String>,
    /// 法律, 行政法规, …
    pub level: Option<String>,
    /// A province; the empty text for the whole country.
    pub region: Option<String>,
    /// Where the version stands that is shown.
    pub state: Option<VersionState>,
    /// The day; today where none is given.
    pub as_of: Option<Date>,
}

/// Why a list cannot be given.
#[derive(Debug, Error)]
pub enum ListError {
    /// The cursor is of another list.
    #[error(transparent)]
    Cursor(#[from] CursorError),
    /// The database refused.
    #[error(transparent)]
    Store(#[from] store::StoreError),
}

impl Explained for ListError {
    fn codes(&self) -> &'static [&'static crate::api::ErrorCode] {
        crate::api::code::ALL
    }

    fn code(&self) -> &'static str {
        match self {
            Self::Cursor(_) => "library.cursor_invalid",
            Self::Store(_) => INTERNAL,
        }
    }

    fn zh(&self) -> String {
        match self {
            Self::Cursor(_) => "游标只能取自上一页的 next，请从第一页重新开始。".to_owned(),
            Self::Store(_) => internal_zh(),
        }
    }
}

impl Library {
    /// Statutes by the version that stands on the day, in the order of their keys.
    pub async fn statutes(
        &self,
        filter: &StatuteFilter,
        page: &PageRequest,
    ) -> Result<List<StatuteRow>, ListError> {
        let holdings = self.holdings().await?;
        let day = filter.as_of.unwrap_or_else(|| self.today());
        let after = page.after::<String>()?;
        let fitting = holdings
            .statutes
            .iter()
            .filter(|statute| filter.fits(statute));
        let rows = fitting.filter_map(|statute| statute.row(day));
        let rows: Vec<StatuteRow> = rows
            .filter(|row| filter.state.is_none_or(|state| row.facts.state == state))
            .collect();
        let total = rows.len() as u64;
        let rest = rows.into_iter().skip_while(|row| {
            after
                .as_deref()
                .is_some_and(|after| row.facts.key.as_str() <= after)
        });
        let rest: Vec<StatuteRow> = rest.take(page.limit.get() as usize + 1).collect();
        let (rows, next) = store::split_page(rest, page.limit, |row| row.facts.key.to_string());
        Ok(List {
            rows,
            next: next.as_ref().map(Cursor::to_string),
            total: Some(total),
        })
    }
}

impl StatuteFilter {
    fn fits(&self, statute: &HeldStatute) -> bool {
        let words = self.query.as_deref().unwrap_or_default().split_whitespace();
        let same =
            |asked: &Option<String>, is: &str| asked.as_deref().is_none_or(|asked| asked == is);
        words.into_iter().all(|word| statute.title.contains(word))
            && same(&self.level, &statute.level)
            && same(&self.region, &statute.region)
    }
}
