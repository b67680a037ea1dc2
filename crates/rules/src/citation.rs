//! A provision that a rule rests on, in its parts.

use std::fmt;
use std::str::FromStr;

use base::term::ProvisionRef;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// The citation of a provision: `law/行政处罚法#63.1.3`, or of one version
/// `law/行政处罚法@2021-01-22#63.1.3`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Citation {
    /// The title of the statute without 中华人民共和国.
    pub statute: String,
    /// The version; none for the one in force on the day that is asked.
    pub version: Option<Date>,
    /// 条: its number, `133之一` for an inserted one.
    pub article: String,
    /// 款, from 1.
    pub paragraph: Option<u32>,
    /// 项, from 1.
    pub point: Option<u32>,
    /// 目, from 1.
    pub subpoint: Option<u32>,
}

/// A text that cites no provision.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error(
    "{0:?} is not the address of a provision: law/STATUTE#ARTICLE.PARAGRAPH.POINT was expected"
)]
pub struct CitationError(String);

impl Citation {
    /// Article, paragraph, point and subpoint: `63.1.3`.
    pub fn path(&self) -> String {
        let mut path = self.article.clone();
        for level in [self.paragraph, self.point, self.subpoint]
            .into_iter()
            .flatten()
        {
            path = format!("{path}.{level}");
        }
        path
    }
}

impl FromStr for Citation {
    type Err = CitationError;

    fn from_str(text: &str) -> Result<Self, CitationError> {
        let address = text.parse::<ProvisionRef>().ok();
        let citation = address.as_ref().and_then(read);
        citation.ok_or_else(|| CitationError(text.to_owned()))
    }
}

fn read(address: &ProvisionRef) -> Option<Citation> {
    let text = address.to_string();
    let (statute, path) = text.strip_prefix("law/")?.split_once('#')?;
    let (statute, version) = match statute.split_once('@') {
        Some((statute, version)) => (statute, Some(version.parse().ok()?)),
        None => (statute, None),
    };
    let mut parts = path.split('.');
    let article = parts.next()?;
    let number = article
        .split_once('之')
        .map_or(article, |(number, _)| number);
    number.parse::<u32>().ok().filter(|number| *number > 0)?;
    let mut levels = [None; 3];
    for (at, part) in parts.enumerate() {
        *levels.get_mut(at)? = Some(part.parse().ok().filter(|number| *number > 0)?);
    }
    Some(Citation {
        statute: statute.to_owned(),
        version,
        article: article.to_owned(),
        paragraph: levels[0],
        point: levels[1],
        subpoint: levels[2],
    })
}

impl TryFrom<String> for Citation {
    type Error = CitationError;

    fn try_from(text: String) -> Result<Self, CitationError> {
        text.parse()
    }
}

impl From<Citation> for String {
    fn from(citation: Citation) -> Self {
        citation.to_string()
    }
}

impl fmt::Display for Citation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "law/{}", self.statute)?;
        if let Some(version) = self.version {
            write!(f, "@{version}")?;
        }
        write!(f, "#{}", self.path())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_citation_is_read_in_its_parts_and_written_back() {
        for text in [
            "law/行政处罚法#63.1.3",
            "law/行政处罚法@2021-01-22#63",
            "law/刑法#133之一.1",
        ] {
            let citation: Citation = text.parse().unwrap();
            assert_eq!(citation.to_string(), text);
        }
        let citation: Citation = "law/行政处罚法#63.1.3".parse().unwrap();
        assert_eq!(
            (
                citation.article.as_str(),
                citation.paragraph,
                citation.point,
                citation.subpoint
            ),
            ("63", Some(1), Some(3), None)
        );
    }

    #[test]
    fn what_is_no_citation_is_refused() {
        for text in [
            "行政处罚法#63",
            "law/甲#0",
            "law/甲#1.0",
            "law/甲#1.2.3.4.5",
            "law/甲@昨天#1",
            "law/甲#1x",
        ] {
            assert!(text.parse::<Citation>().is_err(), "{text}");
        }
    }
}
