//! Why something cannot be done with power lists.

use jiff::civil::Date;
use register::workbook::{SheetError, WriteError};
use store::sea_orm::DbErr;
use store::{CursorError, StoreError};
use thiserror::Error;

use super::content::{ContentFault, HELD_BY_LAW};
use super::neighbours::ActLogError;
use super::words::{ListKind, ListState, ListStep};
use crate::explained::{Explained, INTERNAL, internal_zh};
use crate::view::ItemState;
use crate::{ItemId, ListId, StatuteError};
use base::Lang;

/// Why a list or a power cannot be shown, or an act on one is refused.
#[derive(Debug, Error)]
pub enum PowerError {
    /// There is no such list, or it lies outside the scope of who asks.
    #[error("there is no list {0}")]
    NoList(ListId),
    /// The list has no such version.
    #[error("the list has no version {0}")]
    NoVersion(u32),
    /// The version has no such line.
    #[error("the version has no line {0}")]
    NoLine(u64),
    /// Somebody changed it since it was seen.
    #[error(
        "the version has been changed meanwhile: its revision is {is}, not {seen}; look at it again"
    )]
    Changed {
        /// The revision that was seen.
        seen: u32,
        /// The revision that it has.
        is: u32,
    },
    /// The version is in a state in which this is not done.
    #[error("the version is {}: {} is not possible now", .state.text(Lang::En), .step.text(Lang::En))]
    State {
        /// Its state.
        state: ListState,
        /// What was to be done.
        step: ListStep,
    },
    /// Who drafted a version does not review it.
    #[error("who drafted a version does not review it: another person must")]
    ReviewerDrafted,
    /// A version is on its way already.
    #[error("version {0} is not published yet: finish or abandon it before the next is drafted")]
    OpenVersion(u32),
    /// Who acts and why must be said.
    #[error("the person and the reason must be given")]
    Unsigned,
    /// The list needs a title.
    #[error("the title must have 1 to 200 characters")]
    Title,
    /// A version without lines goes nowhere.
    #[error("the version has no lines")]
    Empty,
    /// A decision needs number and document.
    #[error("the decision needs its number, its date and its document")]
    Decision,
    /// Publication needs a place.
    #[error("say where the list is published")]
    Publication,
    /// A version has no effect before it is published.
    #[error(
        "the day {effective_from} lies before its publication on {published_on}: a list has no effect before it is published ({DECISIVE})"
    )]
    EffectiveTooEarly {
        /// The day that was asked for.
        effective_from: Date,
        /// The day of publication.
        published_on: Date,
    },
    /// The version before begins then, or later.
    #[error("the version before has effect from {0}: this one must begin later")]
    EffectiveOrder(Date),
    /// Only an item that a person has adopted can be held.
    #[error("the item {item} is {}, not adopted: only what a person has adopted as law can be listed ({HELD_BY_LAW})", .state.as_str())]
    NotAdopted {
        /// The item.
        item: ItemId,
        /// Its state.
        state: ItemState,
    },
    /// There is no such item.
    #[error("there is no enforcement item {0}")]
    NoItem(ItemId),
    /// The register knows no such authority.
    #[error("the register knows no authority {0}")]
    NoAuthority(String),
    /// The authority is not there on the first day of its power.
    #[error("the authority {authority} is not an enforcement authority on {on} ({HELD_BY_LAW})")]
    AuthorityGone {
        /// Its name, or else its id.
        authority: String,
        /// The day.
        on: Date,
    },
    /// The lines are of another kind of list.
    #[error("such lines do not stand in a list of the kind {}", .0.as_str())]
    OtherKind(ListKind),
    /// A power needs authorities, a line of another list has none.
    #[error(
        "lines of a power list name at least one authority, those of other lists none; each line names an item"
    )]
    Who,
    /// The line is not complete, or against the law.
    #[error("{}{}", .0.en, cited_en(.0.provision))]
    Content(ContentFault),
    /// A delegated power is held by a street.
    #[error(
        "{authority} is no street or town on {on}: only to those is a power delegated ({})",
        super::content::DELEGATED
    )]
    NoStreet {
        /// Its name.
        authority: String,
        /// The day.
        on: Date,
    },
    /// Who entrusts a power must hold it, and not by entrustment.
    #[error(
        "who entrusts the item {item} does not hold it from {on}, or holds it by entrustment only ({})",
        super::content::ENTRUSTED
    )]
    NotTheirs {
        /// The item.
        item: ItemId,
        /// The day.
        on: Date,
    },
    /// The same line is there already.
    #[error("the item {item} is in this version already for this authority")]
    Twice {
        /// The item.
        item: ItemId,
    },
    /// The term ends before it begins.
    #[error("the term must end after the day on which it begins")]
    Term,
    /// A power is withdrawn from a day on which it is held.
    #[error("the power is not held on {0}, so that it cannot be withdrawn from that day")]
    NotHeld(Date),
    /// The scope of who acts does not reach so far.
    #[error("this lies outside what you may see or change")]
    OutOfScope,
    /// The file cannot be read as a sheet.
    #[error(transparent)]
    Sheet(#[from] SheetError),
    /// The file cannot be written.
    #[error(transparent)]
    Write(#[from] WriteError),
    /// There are more lines than a workbook takes.
    #[error("the version has {lines} lines, more than the {most} of a workbook: ask for CSV")]
    TooManyLines {
        /// Lines of the version.
        lines: u64,
        /// Lines that a workbook may have.
        most: usize,
    },
    /// The cursor is of another list.
    #[error(transparent)]
    Cursor(#[from] CursorError),
    /// The statute or its versions are not there.
    #[error(transparent)]
    Statute(#[from] StatuteError),
    /// The act could not be recorded.
    #[error(transparent)]
    ActLog(#[from] ActLogError),
    /// The database refused.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A row of the database cannot be read.
    #[error("the list {0} is damaged in the database")]
    Damaged(String),
}

/// The decision to hand penalty powers to towns and streets is published: 行政处罚法 article 24;
/// benchmarks are published: article 34.
const DECISIVE: &str = "行政处罚法第二十四条、第三十四条";

impl From<DbErr> for PowerError {
    fn from(error: DbErr) -> Self {
        Self::Store(error.into())
    }
}

fn cited_en(provision: Option<&str>) -> String {
    provision.map_or_else(String::new, |provision| format!(" ({provision})"))
}

impl PowerError {
    /// The provision on which a refusal rests, where law is the reason.
    pub const fn provision(&self) -> Option<&'static str> {
        match self {
            Self::NotAdopted { .. } | Self::AuthorityGone { .. } => Some(HELD_BY_LAW),
            Self::NoStreet { .. } => Some(super::content::DELEGATED),
            Self::NotTheirs { .. } => Some(super::content::ENTRUSTED),
            Self::EffectiveTooEarly { .. } => Some(DECISIVE),
            Self::Content(fault) => fault.provision,
            _ => None,
        }
    }

    fn words_zh(&self) -> String {
        match self {
            Self::NoList(id) => format!("没有编号为 {id} 的清单"),
            Self::NoVersion(version) => format!("该清单没有第 {version} 版"),
            Self::NoLine(number) => format!("该版本没有第 {number} 条"),
            Self::Changed { seen, is } => format!(
                "该版本已被他人修改：现为第 {is} 次修订，您看到的是第 {seen} 次，请刷新后再试"
            ),
            Self::State { state, step } => format!(
                "该版本{}，现在不能{}",
                state.text(Lang::Zh),
                step.text(Lang::Zh)
            ),
            Self::ReviewerDrafted => "起草人不得审核自己起草的版本，须由他人审核".to_owned(),
            Self::OpenVersion(version) => {
                format!("第 {version} 版尚未公布，请先办完或废弃，再起草下一版")
            }
            Self::Unsigned => "须写明办理人和理由".to_owned(),
            Self::Title => "清单名称应为 1 至 200 字".to_owned(),
            Self::Empty => "该版本没有条目".to_owned(),
            Self::Decision => "须写明决定的文号、日期和文件名称".to_owned(),
            Self::Publication => "须写明公布的载体".to_owned(),
            Self::EffectiveTooEarly {
                effective_from,
                published_on,
            } => format!("生效日 {effective_from} 早于公布日 {published_on}：未经公布不生效"),
            Self::EffectiveOrder(before) => format!("上一版自 {before} 起生效，本版须晚于该日"),
            Self::NotAdopted { item, state } => format!(
                "事项 {item} 的状态是 {}，尚未采用：只有经人采用的事项才能列入清单",
                state.as_str()
            ),
            Self::NoItem(item) => format!("没有编号为 {item} 的事项"),
            Self::NoAuthority(authority) => format!("登记库中没有执法主体 {authority}"),
            Self::AuthorityGone { authority, on } => format!("{authority}在 {on} 不是执法主体"),
            Self::OtherKind(kind) => format!("{}不能有这样的条目", kind.text(Lang::Zh)),
            Self::Who => "每条须写明事项；权责清单须写明执法主体，其他清单不写".to_owned(),
            Self::Content(fault) => fault.zh.to_owned(),
            Self::NoStreet { authority, on } => {
                format!("{authority}在 {on} 不是街道或乡镇，不能承接下放的职权")
            }
            Self::NotTheirs { item, on } => {
                format!("委托机关自 {on} 起并不行使事项 {item}，或其职权本身来自委托")
            }
            Self::Twice { item } => format!("事项 {item} 在该版本中已列给同一主体"),
            Self::Term => "终止日须晚于起始日".to_owned(),
            Self::NotHeld(day) => format!("该职权在 {day} 并不有效，不能自该日收回"),
            Self::OutOfScope => "超出您可以查看或办理的范围".to_owned(),
            Self::Sheet(error) => error.zh(),
            Self::TooManyLines { lines, most } => {
                format!("该版本有 {lines} 条，超过表格的 {most} 条：请改用 CSV")
            }
            Self::Cursor(_) => "游标只能取自上一页的 next，请从第一页重新开始".to_owned(),
            Self::Statute(error) => error.zh(),
            Self::ActLog(_) | Self::Store(_) | Self::Damaged(_) | Self::Write(_) => internal_zh(),
        }
    }
}

impl Explained for PowerError {
    fn code(&self) -> &'static str {
        match self {
            Self::NoList(_) => "powers.list_not_found",
            Self::NoVersion(_) => "powers.version_not_found",
            Self::NoLine(_) => "powers.line_not_found",
            Self::Changed { .. } => "powers.version_changed",
            Self::State { .. } | Self::ReviewerDrafted | Self::OpenVersion(_) | Self::Empty => {
                "powers.step_refused"
            }
            Self::NotAdopted { .. }
            | Self::AuthorityGone { .. }
            | Self::Content(_)
            | Self::NoStreet { .. }
            | Self::NotTheirs { .. }
            | Self::Twice { .. } => "powers.line_refused",
            Self::EffectiveTooEarly { .. } | Self::EffectiveOrder(_) | Self::NotHeld(_) => {
                "powers.day_refused"
            }
            Self::OutOfScope => "powers.out_of_scope",
            Self::NoItem(_) => "library.item_not_found",
            Self::NoAuthority(_) => "powers.authority_not_found",
            Self::Unsigned
            | Self::Title
            | Self::Decision
            | Self::Publication
            | Self::OtherKind(_)
            | Self::Who
            | Self::Term
            | Self::TooManyLines { .. } => "library.body_invalid",
            Self::Sheet(error) => error.code(),
            Self::Cursor(_) => "library.cursor_invalid",
            Self::Statute(error) => error.code(),
            Self::ActLog(_) | Self::Store(_) | Self::Damaged(_) | Self::Write(_) => INTERNAL,
        }
    }

    fn codes(&self) -> &'static [&'static crate::api::ErrorCode] {
        match self {
            Self::Sheet(error) => error.codes(),
            _ => crate::api::code::ALL,
        }
    }

    fn zh(&self) -> String {
        let words = self.words_zh();
        let words = words.trim_end_matches('。');
        match self.provision() {
            Some(provision) => format!("{words}（依据：{provision}）。"),
            None => format!("{words}。"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_that_law_demands_names_its_provision_in_both_languages() {
        let error = PowerError::NotAdopted {
            item: ItemId::derived("甲"),
            state: ItemState::Read,
        };
        assert!(error.zh().contains("行政处罚法第十七条"), "{}", error.zh());
        assert!(error.to_string().contains("行政处罚法第十七条"), "{error}");
        assert!(PowerError::Title.zh().ends_with('。'));
    }
}
