//! What can go wrong, in both languages.

use base::Lang;
use problem::{ErrorCode, Explained, INTERNAL, internal_zh};
use record::AppendError;
use rules::{Digest, LoadError};
use store::StoreError;
use store::sea_orm::DbErr;
use thiserror::Error;

use crate::api::code;
use crate::provisions::LibraryFault;

/// Why a pack is not kept or not given back.
#[derive(Debug, Error)]
pub enum PacksError {
    /// A text that is no digest.
    #[error("{0:?} is not a digest of a pack: sha256: and 64 hexadecimal digits were expected")]
    Digest(String),
    /// No pack of this digest was ever in use here.
    #[error("no rule pack with the digest {0} was ever in use here")]
    NotKept(Digest),
    /// The pack has no such file.
    #[error("the rule pack has no file {0:?}: its files are listed with it")]
    NoFile(String),
    /// The pack has no such procedure.
    #[error("the rule pack has no procedure {0:?}: its rules are listed with it")]
    NoProcedure(String),
    /// Its rules cannot be used by this version of the program.
    #[error("{}", unusable(.0, Lang::En))]
    Unusable(LoadError),
    /// What is kept is not what the digest is of.
    #[error("what is kept under {0} has another digest: the database is damaged")]
    Damaged(String),
    /// The act was not recorded.
    #[error(transparent)]
    Append(#[from] AppendError),
    /// The library did not answer.
    #[error("the law library cannot be asked for provisions: {0}")]
    Library(LibraryFault),
    /// Work was given up.
    #[error("the work on the pack was given up: {0}")]
    GivenUp(String),
    /// The database refused.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<DbErr> for PacksError {
    fn from(error: DbErr) -> Self {
        Self::Store(error.into())
    }
}

impl Explained for PacksError {
    fn codes(&self) -> &'static [&'static ErrorCode] {
        code::ALL
    }

    fn code(&self) -> &'static str {
        match self {
            Self::Digest(_) => code::DIGEST_INVALID.code,
            Self::NotKept(_) => code::NOT_KEPT.code,
            Self::NoFile(_) => code::NO_FILE.code,
            Self::NoProcedure(_) => code::NO_PROCEDURE.code,
            Self::Unusable(_) => code::UNUSABLE.code,
            Self::Damaged(_)
            | Self::Append(_)
            | Self::Library(_)
            | Self::GivenUp(_)
            | Self::Store(_) => INTERNAL,
        }
    }

    fn zh(&self) -> String {
        match self {
            Self::Digest(text) => {
                format!("“{text}”不是规则包的摘要，应为 sha256: 加 64 位十六进制数字。")
            }
            Self::NotKept(digest) => format!("本平台从未使用过摘要为 {digest} 的规则包。"),
            Self::NoFile(path) => format!("规则包中没有文件“{path}”，全部文件见规则包详情。"),
            Self::NoProcedure(id) => format!("规则包中没有程序“{id}”，全部规则见规则包详情。"),
            Self::Unusable(error) => unusable(error, Lang::Zh),
            Self::Damaged(_)
            | Self::Append(_)
            | Self::Library(_)
            | Self::GivenUp(_)
            | Self::Store(_) => internal_zh(),
        }
    }
}

fn unusable(error: &LoadError, lang: Lang) -> String {
    let first = error.0.first().map(|finding| finding.line(lang));
    let first = first.unwrap_or_default();
    match lang {
        Lang::Zh => format!("本版程序不能使用这个规则包，请看检查结果。第一处：{first}"),
        Lang::En => {
            format!(
                "this version of the program cannot use the pack; see its check. First: {first}"
            )
        }
    }
}
