//! Why something cannot be done with items.

use store::sea_orm::DbErr;
use store::{CursorError, StoreError};
use thiserror::Error;

use crate::ItemId;
use crate::explained::{Explained, INTERNAL, internal_zh};
use crate::feed::FeedError;
use crate::search::SearchError;

/// Why items cannot be shown, or an act on one is refused.
#[derive(Debug, Error)]
pub enum ItemError {
    /// There is no such item.
    #[error("there is no enforcement item {0}")]
    NotFound(ItemId),
    /// Somebody changed it since it was seen.
    #[error(
        "the item has been changed meanwhile: its revision is {is}, not {seen}; look at it again"
    )]
    Changed {
        /// The revision that was seen.
        seen: u32,
        /// The revision that it has.
        is: u32,
    },
    /// It was withdrawn; nothing more is done with it.
    #[error("the item has been withdrawn; nothing more can be done with it")]
    Withdrawn,
    /// It is in that state already.
    #[error("the item is in that state already")]
    AlreadySo,
    /// Who acts and why must be said.
    #[error("the name of the person and the reason must be given")]
    Unsigned,
    /// The record says what the one before says.
    #[error("the record is the same as before")]
    Unchanged,
    /// The record lacks what every item has, or names a provision that its version does not have.
    #[error("the record is not one of this version: {0}")]
    Record(&'static str),
    /// A split makes at least two, a merger takes at least two, all of one version.
    #[error("at least two different items of one version are needed")]
    TooFew,
    /// The cursor is of another list.
    #[error(transparent)]
    Cursor(#[from] CursorError),
    /// The database refused.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The search index refused.
    #[error(transparent)]
    Search(#[from] SearchError),
    /// The search index could not be brought up to date.
    #[error(transparent)]
    Feed(#[from] FeedError),
    /// The record refused.
    #[error(transparent)]
    Append(#[from] record::AppendError),
    /// A row of the database cannot be read.
    #[error("the item {0} is damaged in the database")]
    Damaged(String),
}

impl From<DbErr> for ItemError {
    fn from(error: DbErr) -> Self {
        Self::Store(error.into())
    }
}

impl Explained for ItemError {
    fn codes(&self) -> &'static [&'static crate::api::ErrorCode] {
        crate::api::code::ALL
    }

    fn code(&self) -> &'static str {
        match self {
            Self::NotFound(_) => "library.item_not_found",
            Self::Changed { .. } => "library.item_changed",
            Self::Withdrawn | Self::AlreadySo => "library.act_refused",
            Self::Unsigned | Self::Unchanged | Self::Record(_) | Self::TooFew => {
                "library.body_invalid"
            }
            Self::Cursor(_) => "library.cursor_invalid",
            Self::Store(_)
            | Self::Search(_)
            | Self::Feed(_)
            | Self::Append(_)
            | Self::Damaged(_) => INTERNAL,
        }
    }

    fn zh(&self) -> String {
        match self {
            Self::NotFound(id) => format!("没有编号为 {id} 的事项。"),
            Self::Changed { seen, is } => {
                format!(
                    "事项已被他人修改：现为第 {is} 次修订，您看到的是第 {seen} 次，请刷新后再试。"
                )
            }
            Self::Withdrawn => "事项已撤回，不能再作处理。".to_owned(),
            Self::AlreadySo => "事项已处于该状态。".to_owned(),
            Self::Unsigned => "须填写办理人姓名和理由。".to_owned(),
            Self::Unchanged => "内容没有变化。".to_owned(),
            Self::Record(_) => "事项内容不完整，或所引条款不属于该版本。".to_owned(),
            Self::TooFew => "至少需要同一版本的两个不同事项。".to_owned(),
            Self::Cursor(_) => "游标只能取自上一页的 next，请从第一页重新开始。".to_owned(),
            Self::Store(_)
            | Self::Search(_)
            | Self::Feed(_)
            | Self::Append(_)
            | Self::Damaged(_) => internal_zh(),
        }
    }
}
