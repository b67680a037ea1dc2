//! The errors of the room in both languages.

use problem::{ErrorCode, Explained, INTERNAL, internal_zh};

use crate::api::code;
use crate::log::{KeysError, ProveError, VerifyError};
use crate::{BulkError, ReadError};

impl Explained for ReadError {
    fn codes(&self) -> &'static [&'static ErrorCode] {
        code::ALL
    }

    fn code(&self) -> &'static str {
        match self {
            Self::NotFound(_) => code::NOT_FOUND.code,
            Self::Cursor(_) => code::CURSOR_INVALID.code,
            Self::Damaged(_) | Self::Store(_) => INTERNAL,
        }
    }

    fn zh(&self) -> String {
        match self {
            Self::NotFound(entry) => format!("记录中没有条目 {entry}。"),
            Self::Cursor(_) => "游标只能取自上一页的 next，请从第一页重新开始。".to_owned(),
            Self::Damaged(entry) => {
                format!("数据库中的行为 {entry} 已损坏，请运行 xiezhi ledger audit。")
            }
            Self::Store(_) => internal_zh(),
        }
    }
}

impl Explained for BulkError {
    fn codes(&self) -> &'static [&'static ErrorCode] {
        code::ALL
    }

    fn code(&self) -> &'static str {
        INTERNAL
    }

    fn zh(&self) -> String {
        match self {
            Self::Unnumbered(count) => format!(
                "记录中还有 {count} 个条目没有序号，因为另有程序正在写入：请让其停止使用该数据库，再试一次。"
            ),
            Self::Later(at) => format!("记录中已有 {at} 的行为，而记录的时间从不倒退。"),
            Self::Append(_) | Self::Store(_) => internal_zh(),
        }
    }
}

impl Explained for ProveError {
    fn codes(&self) -> &'static [&'static ErrorCode] {
        code::ALL
    }

    fn code(&self) -> &'static str {
        match self {
            Self::Read(error) => Explained::code(error),
            Self::NotYet(_) => code::NOT_YET_PROVED.code,
            _ => INTERNAL,
        }
    }

    fn zh(&self) -> String {
        match self {
            Self::Read(error) => error.zh(),
            Self::NotYet(entry) => {
                format!(
                    "条目 {entry} 已在记录中，但还没有含有它的、经足够见证的检查点，请稍后再取。"
                )
            }
            _ => internal_zh(),
        }
    }
}

impl Explained for KeysError {
    fn codes(&self) -> &'static [&'static ErrorCode] {
        code::ALL
    }

    fn code(&self) -> &'static str {
        match self {
            Self::Rotating => code::KEYS_ROTATING.code,
            _ => INTERNAL,
        }
    }

    fn zh(&self) -> String {
        match self {
            Self::Rotating => "密钥正在更换，请等下一个检查点。".to_owned(),
            _ => internal_zh(),
        }
    }
}

impl Explained for VerifyError {
    fn codes(&self) -> &'static [&'static ErrorCode] {
        code::ALL
    }

    fn code(&self) -> &'static str {
        match self {
            Self::Form(_) => code::PROOF_MALFORMED.code,
            _ => code::PROOF_REFUSED.code,
        }
    }

    fn zh(&self) -> String {
        match self {
            Self::Form(why) => format!("这不是条目证明文件：{why}。"),
            Self::Proof(why) => format!("证明不成立：{why}。"),
            Self::Leaf(why) => format!("叶子有误：{why}。"),
            Self::Opening(why) => format!("文件中的行为与日志中的承诺不符：{why}。"),
            Self::OtherEntry => "文件中的行为属于另一条目。".to_owned(),
        }
    }
}
