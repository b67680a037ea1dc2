//! Where a provision stands: `law/行政处罚法@2021-01-22#63.1.3`.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// The number of an article: 第一百三十三条之一 is `133之一`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ArticleNumber {
    /// 133.
    pub main: u32,
    /// 之一 is 1; 0 for none.
    pub sub: u32,
}

/// The path of a provision within one version: article, paragraph (款), point (项), subpoint (目).
///
/// `63.1.3` is article 63, paragraph 1, point 3. An absent level is `None`; a lower level is only
/// present with the levels above it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ProvisionPath {
    /// 条
    pub article: ArticleNumber,
    /// 款, 1-based
    pub paragraph: Option<u32>,
    /// 项, 1-based
    pub point: Option<u32>,
    /// 目, 1-based
    pub subpoint: Option<u32>,
}

/// Which statute, whatever the version: its title without 中华人民共和国, title marks and white space.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StatuteKey(String);

/// Which version: the civil date in the file name or of the last event; `undated` where there is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum VersionKey {
    /// No date is known.
    Undated,
    /// The date on which this text was last passed, approved or amended.
    On(jiff::civil::Date),
}

/// A provision of a version of a statute.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Address {
    /// Which statute.
    pub statute: StatuteKey,
    /// Which version.
    pub version: VersionKey,
    /// Which provision; `None` for the whole text.
    pub path: Option<ProvisionPath>,
}

/// A text that is not an address, a path or a key.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{text:?} is not {expected}")]
pub struct AddressError {
    text: String,
    expected: &'static str,
}

fn refuse<T>(text: &str, expected: &'static str) -> Result<T, AddressError> {
    Err(AddressError {
        text: text.to_owned(),
        expected,
    })
}

impl ArticleNumber {
    /// Article `main`, without 之一.
    pub const fn new(main: u32) -> Self {
        Self { main, sub: 0 }
    }
}

impl fmt::Display for ArticleNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.main)?;
        if self.sub > 0 {
            write!(f, "之{}", crate::numeral::chinese(self.sub))?;
        }
        Ok(())
    }
}

impl FromStr for ArticleNumber {
    type Err = AddressError;

    fn from_str(text: &str) -> Result<Self, AddressError> {
        let expected = "an article number such as 63 or 133之一";
        let (main, sub) = match text.split_once('之') {
            Some((main, sub)) => (main, crate::numeral::parse(sub)),
            None => (text, Some(0)),
        };
        match (main.parse(), sub.and_then(|n| u32::try_from(n).ok())) {
            (Ok(main), Some(sub)) => Ok(Self { main, sub }),
            _ => refuse(text, expected),
        }
    }
}

impl ProvisionPath {
    /// The whole of an article.
    pub const fn article(article: ArticleNumber) -> Self {
        Self {
            article,
            paragraph: None,
            point: None,
            subpoint: None,
        }
    }

    /// Whether `other` is this provision or stands within it.
    pub fn contains(&self, other: &Self) -> bool {
        let within = |mine: Option<u32>, theirs| mine.is_none() || mine == theirs;
        self.article == other.article
            && within(self.paragraph, other.paragraph)
            && within(self.point, other.point)
            && within(self.subpoint, other.subpoint)
    }
}

impl fmt::Display for ProvisionPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.article)?;
        for level in [self.paragraph, self.point, self.subpoint]
            .into_iter()
            .map_while(|level| level)
        {
            write!(f, ".{level}")?;
        }
        Ok(())
    }
}

impl FromStr for ProvisionPath {
    type Err = AddressError;

    fn from_str(text: &str) -> Result<Self, AddressError> {
        let mut parts = text.split('.');
        let article = parts.next().unwrap_or_default().parse()?;
        let mut levels = [None; 3];
        for (at, part) in parts.enumerate() {
            match (levels.get_mut(at), part.parse::<u32>()) {
                (Some(level), Ok(number)) if number > 0 => *level = Some(number),
                _ => return refuse(text, "a provision path such as 63.1.3"),
            }
        }
        Ok(Self {
            article,
            paragraph: levels[0],
            point: levels[1],
            subpoint: levels[2],
        })
    }
}

impl StatuteKey {
    /// The key of a statute with this title.
    pub fn of_title(title: &str) -> Result<Self, AddressError> {
        let key: String = title
            .replace("中华人民共和国", "")
            .chars()
            .filter(|c| {
                !c.is_whitespace() && !matches!(c, '《' | '》' | '〈' | '〉' | '@' | '#' | '/')
            })
            .map(|c| match c {
                '(' => '（',
                ')' => '）',
                c => c,
            })
            .collect();
        if key.is_empty() {
            refuse(title, "the title of a statute")
        } else {
            Ok(Self(key))
        }
    }

    /// The key as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for StatuteKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for StatuteKey {
    type Err = AddressError;

    fn from_str(text: &str) -> Result<Self, AddressError> {
        Self::of_title(text)
    }
}

impl fmt::Display for VersionKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Undated => f.write_str("undated"),
            Self::On(date) => write!(f, "{date}"),
        }
    }
}

impl FromStr for VersionKey {
    type Err = AddressError;

    fn from_str(text: &str) -> Result<Self, AddressError> {
        match (text, text.parse()) {
            ("undated", _) => Ok(Self::Undated),
            (_, Ok(date)) => Ok(Self::On(date)),
            _ => refuse(text, "a version such as 2021-01-22 or undated"),
        }
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "law/{}@{}", self.statute, self.version)?;
        self.path.map_or(Ok(()), |path| write!(f, "#{path}"))
    }
}

impl FromStr for Address {
    type Err = AddressError;

    fn from_str(text: &str) -> Result<Self, AddressError> {
        let expected = "an address such as law/行政处罚法@2021-01-22#63.1.3";
        let Some((statute, rest)) = text
            .strip_prefix("law/")
            .and_then(|rest| rest.split_once('@'))
        else {
            return refuse(text, expected);
        };
        let (version, path) = match rest.split_once('#') {
            Some((version, path)) => (version, Some(path.parse()?)),
            None => (rest, None),
        };
        Ok(Self {
            statute: statute.parse()?,
            version: version.parse()?,
            path,
        })
    }
}

/// Serialises a type as its text.
macro_rules! as_text {
    ($($name:ty),*) => {$(
        impl Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }
        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
            }
        }
    )*};
}
as_text!(
    ArticleNumber,
    ProvisionPath,
    StatuteKey,
    VersionKey,
    Address
);
