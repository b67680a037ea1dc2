//! Why a city cannot be written.

use problem::Explained;
use thiserror::Error;

use crate::PlayError;

/// Why a city cannot be written.
#[derive(Debug, Error)]
pub enum SimulateError {
    /// The register holds a simulated city already.
    #[error(
        "the register holds a simulated city already: name a data folder or a database without one"
    )]
    Populated,
    /// Something is on the record that is younger than the city, and time there never goes back.
    #[error(
        "the record has acts of {0} already, and time on a record never goes back: name a data folder or a database on whose record nothing was done yet"
    )]
    Later(String),
    /// The library read a statute differently from how it was drafted.
    #[error(
        "the library reads other items in the statute {title} than were drafted: {found} of {drafted} are the same"
    )]
    Items {
        /// The title.
        title: String,
        /// Items that are as they were drafted.
        found: usize,
        /// Items that were drafted.
        drafted: usize,
    },
    /// A room refused what no fault lies in.
    #[error("{what_en}: {en}")]
    Room {
        /// What was done, in Chinese.
        what_zh: String,
        /// What was done, in English.
        what_en: String,
        /// What the room says, in Chinese.
        zh: String,
        /// What the room says, in English.
        en: String,
    },
    /// The engine refused.
    #[error(transparent)]
    Play(#[from] PlayError),
    /// A case has acts that come after its last one.
    #[error("case {0} is not at hand: its acts do not come in their order")]
    UnknownCase(u64),
    /// A file cannot be written.
    #[error("{path} cannot be written: {error}")]
    File {
        /// The path.
        path: String,
        /// Why.
        error: std::io::Error,
    },
}

impl SimulateError {
    /// What is wrong and what to do, in Chinese.
    pub fn zh(&self) -> String {
        match self {
            Self::Populated => "登记库中已有模拟的城市：请另选数据目录或数据库。".to_owned(),
            Self::Later(at) => format!(
                "案卷记录中已有 {at} 的行为，而记录的时间从不倒退：请选用尚未记录任何行为的数据目录或数据库。"
            ),
            Self::Items {
                title,
                found,
                drafted,
            } => format!(
                "法规库从《{title}》中读出的事项与起草的不同：{drafted} 个中只有 {found} 个相同。"
            ),
            Self::Room { what_zh, zh, .. } => format!("{what_zh}：{zh}"),
            Self::Play(error) => format!("引擎不接受故事：{error}"),
            Self::UnknownCase(number) => {
                format!("第 {number} 件案件已不在手：其行为没有按顺序到来。")
            }
            Self::File { path, error } => format!("无法写入 {path}：{error}"),
        }
    }

    /// A room that refused something.
    pub(super) fn room((what_zh, what_en): (&str, &str)) -> impl Fn(&dyn Explained) -> Self {
        move |error| Self::Room {
            what_zh: what_zh.to_owned(),
            what_en: what_en.to_owned(),
            zh: error.zh(),
            en: error.to_string(),
        }
    }
}
