//! Citations of provisions in Chinese text: found, read, resolved and written.
//!
//! [`find`] gives every citation of a running text with its place; [`parse`] reads one that somebody
//! typed; [`resolve`] turns a citation into addresses, seen from where it stands; [`write`] writes
//! one. Reading is by a small grammar:
//!
//! ```text
//! citation  = [ statute ] place { link place }
//! statute   = 《title》 [ （…） ] | 本法 … | title | law/key@version#
//! place     = [ article ] [ paragraph ] [ point ] [ subpoint ]      at least one
//! article   = 第 numbers 条 [ 之 number ] | 本条 | 前条 | 前两条
//! paragraph = 第 numbers 款 | 本款 | 前款 | 前两款                    and so on for 项 and 目
//! numbers   = number { link number }                                （ ） allowed around each
//! link      = 、 | 和 | 或者 | … | 至
//! ```
//!
//! A place after a link takes the levels above its own from the place before: 第三条第一款、第二款.

mod find;
mod names;
mod reader;
mod resolve;
#[cfg(test)]
mod resolve_tests;
#[cfg(test)]
mod tests;
mod write;

use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::address::{ArticleNumber, StatuteKey, VersionKey};

pub use find::{find, parse};
pub use names::short_names;
pub use resolve::{Context, Resolution, Titles, resolve, resolve_from};
pub use write::{Style, write};

/// A citation as it stands in a text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Citation {
    /// Where it stands, in bytes.
    pub span: Range<usize>,
    /// Which statute.
    pub statute: StatuteRef,
    /// Which provisions, in reading order; none where the statute as a whole is cited.
    pub targets: Vec<Target>,
}

/// The statute of a [`Citation`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StatuteRef {
    /// The statute that the text belongs to: 本法, or none named.
    This,
    /// A title, full or short, without its marks.
    Named(String),
    /// An address.
    Exact(StatuteKey, VersionKey),
}

/// One cited place, or a range of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Target {
    /// The place, or the first of the range.
    pub from: Place,
    /// The last of the range, where it is one.
    pub to: Option<Place>,
}

/// A place as written: levels that are not named are `None`, and are found from where it stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// 条
    pub article: Option<Step<ArticleNumber>>,
    /// 款
    pub paragraph: Option<Step<u32>>,
    /// 项
    pub point: Option<Step<u32>>,
    /// 目
    pub subpoint: Option<Step<u32>>,
}

/// How one level of a [`Place`] is named.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step<N> {
    /// 第三款
    Number(N),
    /// 本款
    This,
    /// 前款 is 1, 前两款 is 2: so many before this one.
    Back(u32),
}
