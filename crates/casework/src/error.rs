//! What can go wrong, in both languages.

use base::Lang;
use problem::{ErrorCode, Explained, INTERNAL, Problem, internal_zh};
use procedure::{Malformed, Refusal};
use record::{AppendError, ReadError};
use register::{AuthorityError, OfficerError, PartyError};
use store::sea_orm::DbErr;
use store::{CursorError, StoreError};
use thiserror::Error;

use crate::api::code;

/// Why a case is not shown or changed.
#[derive(Debug, Error)]
pub enum CaseError {
    /// There is no such case, or none that the person may see.
    #[error("there is no such case, or it lies outside what you may see")]
    NotFound,
    /// Rules stand against the act.
    #[error("the act {} may not be done: {}", .0.act, broken(.0, Lang::En))]
    Refused(Refusal),
    /// Somebody did something meanwhile.
    #[error(
        "the case has moved on: it is at revision {now}, you saw {seen}. Since then: {since}. Read it again and decide anew"
    )]
    Stale {
        /// What the person saw.
        seen: u32,
        /// What it is now.
        now: u32,
        /// What was done since.
        since: String,
    },
    /// The request is not understood.
    #[error(transparent)]
    Malformed(#[from] Malformed),
    /// A text of the request is wrong.
    #[error("{en}")]
    Input {
        /// In Chinese.
        zh: String,
        /// In English.
        en: String,
    },
    /// An act that is reported lies in the future.
    #[error("an act is reported after it was done: {0} has not come yet")]
    Future(String),
    /// There is no such source of cases, or none of the one who asks.
    #[error("there is no source of cases named {0:?}, or it is not yours")]
    NoSource(String),
    /// A source of that name is registered.
    #[error("a source named {0:?} is registered already: take another name")]
    SourceExists(String),
    /// Somebody else changes the same cases all the time.
    #[error("others are changing the same cases: send the batch again")]
    Busy,
    /// The key was used for another request.
    #[error("the idempotency key was used for another request: take a new key for a new act")]
    KeyReused,
    /// Nothing of the kind waits in the case.
    #[error("{0} does not wait in the case: it is done, or not due yet; list the tasks again")]
    TaskGone(String),
    /// Somebody else took the task.
    #[error("the task was taken by {0}: choose another, or ask them or the head to give it back")]
    TaskTaken(String),
    /// The case names somebody for the task.
    #[error("the case names {0} for this: assign or hand over the case so that it names another")]
    TaskNamed(String),
    /// The task waits for a role that the person does not have there.
    #[error("the task waits for the role {0}, which you do not have in this case")]
    TaskOfOthers(String),
    /// The person is recused.
    #[error("recused from the case: somebody else has to do this")]
    TaskRecused,
    /// The cursor is of another list.
    #[error(transparent)]
    Cursor(#[from] CursorError),
    /// What is kept of a case cannot be read.
    #[error("the case {0} is damaged in the database: run xiezhi ledger audit")]
    Damaged(String),
    /// The act was not recorded.
    #[error(transparent)]
    Append(#[from] AppendError),
    /// The record did not answer.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// The register did not answer.
    #[error(transparent)]
    Officer(#[from] OfficerError),
    /// The register did not answer.
    #[error(transparent)]
    Authority(#[from] AuthorityError),
    /// The register did not answer.
    #[error(transparent)]
    Party(#[from] PartyError),
    /// The database refused.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<DbErr> for CaseError {
    fn from(error: DbErr) -> Self {
        Self::Store(error.into())
    }
}

impl CaseError {
    pub(crate) fn input(zh: &str, en: &str) -> Self {
        Self::Input {
            zh: zh.to_owned(),
            en: en.to_owned(),
        }
    }
}

/// The rules that are broken, in a line.
fn broken(refusal: &Refusal, lang: Lang) -> String {
    let lines = refusal.broken.iter().map(|broken| {
        let cited = broken.provisions.join(", ");
        let says = broken.says.get(lang);
        if cited.is_empty() {
            says.to_owned()
        } else {
            format!("{says} ({cited})")
        }
    });
    lines.collect::<Vec<_>>().join("; ")
}

impl Explained for CaseError {
    fn codes(&self) -> &'static [&'static ErrorCode] {
        code::ALL
    }

    fn code(&self) -> &'static str {
        match self {
            Self::NotFound => code::NOT_FOUND.code,
            Self::Refused(_) => code::REFUSED.code,
            Self::Stale { .. } => code::STALE.code,
            Self::Malformed(error) => error.code(),
            Self::Input { .. } => code::INPUT.code,
            Self::Future(_) => code::FUTURE.code,
            Self::KeyReused => code::KEY_REUSED.code,
            Self::TaskGone(_) => code::TASK_GONE.code,
            Self::TaskTaken(_) => code::TASK_TAKEN.code,
            Self::TaskNamed(_) => code::TASK_NAMED.code,
            Self::TaskOfOthers(_) => code::TASK_OF_OTHERS.code,
            Self::TaskRecused => code::TASK_RECUSED.code,
            Self::NoSource(_) => code::NO_SOURCE.code,
            Self::SourceExists(_) => code::SOURCE_EXISTS.code,
            Self::Busy => code::BUSY.code,
            Self::Cursor(_) => problem::code::CURSOR_INVALID.code,
            Self::Append(error) if is_refused(error) => code::INPUT.code,
            _ => INTERNAL,
        }
    }

    fn zh(&self) -> String {
        match self {
            Self::NotFound => "没有这个案件，或者它不在您可以查看的范围内。".to_owned(),
            Self::Refused(refusal) => {
                format!("不能作出该行为：{}", broken(refusal, Lang::Zh))
            }
            Self::Stale { seen, now, since } => format!(
                "案件已有新的变化：现为修订号 {now}，您看到的是 {seen}。其间：{since}。请重新查看后再作决定。"
            ),
            Self::Malformed(error) => malformed(error),
            Self::Input { zh, .. } => zh.clone(),
            Self::Future(at) => format!("补报的行为应已发生：{at} 尚未到来。"),
            Self::NoSource(name) => format!("没有名为“{name}”的数据来源，或者它不属于您。"),
            Self::SourceExists(name) => format!("已有名为“{name}”的数据来源，请换一个名称。"),
            Self::Busy => "他人正在变更同一批案件，请重新报送。".to_owned(),
            Self::KeyReused => "该幂等键已用于另一请求，新的行为请用新键。".to_owned(),
            Self::TaskGone(act) => {
                format!("案件中没有待办“{act}”：已经办理，或者尚未到时，请重新列出待办。")
            }
            Self::TaskTaken(by) => {
                format!("该待办已由{by}领取：请另选一项，或者请其本人或负责人退回。")
            }
            Self::TaskNamed(by) => {
                format!("本案已指定由{by}办理：需要换人的，请先指派或者移交案件。")
            }
            Self::TaskOfOthers(role) => format!("该待办等待角色“{role}”，您在本案中没有这一角色。"),
            Self::TaskRecused => "已回避本案：须由他人办理。".to_owned(),
            Self::Cursor(_) => "游标只能取自上一页的 next，请从第一页重新开始。".to_owned(),
            Self::Append(AppendError::TooLarge { size_bytes }) => format!(
                "行为的内容有 {size_bytes} 字节，超过可记录的一兆字节；较大的材料请只写摘要值。"
            ),
            Self::Append(error) if is_refused(error) => {
                format!("行为的内容不能记录：{error}。整数须在 ±9007199254740991 之内。")
            }
            _ => internal_zh(),
        }
    }
}

/// Whether the record refuses what was asked, and not the database.
fn is_refused(error: &AppendError) -> bool {
    !matches!(
        error,
        AppendError::Damaged(_) | AppendError::Store(_) | AppendError::KeyReused { .. }
    )
}

pub(crate) fn malformed(error: &Malformed) -> String {
    match error {
        Malformed::UnknownProcedure(id, on) => format!("{on} 没有规则包含有程序“{id}”。"),
        Malformed::UnknownAct { procedure, act } => {
            format!("程序“{procedure}”没有行为“{act}”，可作的行为见 possible。")
        }
        Malformed::UnknownField { act, field, takes } => {
            format!("行为“{act}”不接受字段“{field}”；可填：{takes}。")
        }
        Malformed::WrongType {
            field,
            expected,
            given,
        } => format!("字段“{field}”应为 {expected}，所填不符：{given}。"),
        Malformed::NoElement { list } => {
            format!("请用 {list}.ref 指明要变更的 {list} 中已有的一项。")
        }
        Malformed::UnknownDocument(kind) => {
            format!("行为之日没有规则包含有文书种类“{kind}”。")
        }
    }
}

/// A refusal with every rule that is broken.
pub(crate) fn problem_of(error: CaseError) -> Problem {
    let rules = match &error {
        CaseError::Refused(refusal) => {
            let rules = refusal.broken.iter();
            let rules = rules.filter_map(|rule| serde_json::to_value(rule).ok());
            rules.collect()
        }
        _ => Vec::new(),
    };
    Problem::from(error).breaking(rules)
}
