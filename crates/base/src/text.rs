//! Text in the two languages of the platform.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// A language of the platform; Chinese comes first.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    /// Chinese, in simplified characters.
    #[default]
    Zh,
    /// English.
    En,
}

/// A text for people, in both languages; neither is blank.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "Unchecked")]
pub struct Text {
    zh: String,
    en: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Unchecked {
    zh: String,
    en: String,
}

/// A text that lacks a language.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("the text lacks its {} part (the other part is {other:?})", match .lang { Lang::Zh => "Chinese (zh)", Lang::En => "English (en)" })]
pub struct TextError {
    /// The language that is missing.
    pub lang: Lang,
    /// What was given in the other language.
    pub other: String,
}

/// A word that names no language of the platform.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{0:?} is not a language of the platform: zh or en was expected")]
pub struct LangError(String);

impl Text {
    /// A text from its two parts, without the white space around them.
    pub fn new(zh: &str, en: &str) -> Result<Self, TextError> {
        let (zh, en) = (zh.trim(), en.trim());
        match (zh.is_empty(), en.is_empty()) {
            (true, _) => Err(TextError {
                lang: Lang::Zh,
                other: en.to_owned(),
            }),
            (_, true) => Err(TextError {
                lang: Lang::En,
                other: zh.to_owned(),
            }),
            _ => Ok(Self {
                zh: zh.to_owned(),
                en: en.to_owned(),
            }),
        }
    }

    /// The text in this language.
    pub fn get(&self, lang: Lang) -> &str {
        match lang {
            Lang::Zh => &self.zh,
            Lang::En => &self.en,
        }
    }

    /// Several texts as one, with the list mark of each language between them; `None` for no texts.
    pub fn list<'a>(texts: impl IntoIterator<Item = &'a Self>) -> Option<Self> {
        texts.into_iter().fold(None, |list, next| match list {
            None => Some(next.clone()),
            Some(list) => Some(Self {
                zh: format!("{}、{}", list.zh, next.zh),
                en: format!("{}, {}", list.en, next.en),
            }),
        })
    }
}

impl TryFrom<Unchecked> for Text {
    type Error = TextError;

    fn try_from(parts: Unchecked) -> Result<Self, TextError> {
        Self::new(&parts.zh, &parts.en)
    }
}

impl FromStr for Lang {
    type Err = LangError;

    /// Reads `zh`, `en` and the longer tags of both (`zh-CN`, `en_GB`).
    fn from_str(tag: &str) -> Result<Self, LangError> {
        let primary = tag.split(['-', '_']).next().unwrap_or_default();
        if primary.eq_ignore_ascii_case("zh") {
            Ok(Self::Zh)
        } else if primary.eq_ignore_ascii_case("en") {
            Ok(Self::En)
        } else {
            Err(LangError(tag.to_owned()))
        }
    }
}

impl fmt::Display for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Zh => "zh",
            Self::En => "en",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_asked_for_by_language() {
        let text = Text::new(" 立案 ", "filing").unwrap();
        assert_eq!((text.get(Lang::Zh), text.get(Lang::En)), ("立案", "filing"));
    }

    #[test]
    fn a_text_without_one_language_is_refused() {
        let error = Text::new("立案", "  ").unwrap_err();
        assert_eq!(
            error.to_string(),
            "the text lacks its English (en) part (the other part is \"立案\")"
        );
        assert_eq!(Text::new("", "filing").unwrap_err().lang, Lang::Zh);
        assert!(serde_json::from_str::<Text>(r#"{"zh":"立案","en":""}"#).is_err());
        assert!(serde_json::from_str::<Text>(r#"{"zh":"立案"}"#).is_err());
    }

    #[test]
    fn a_text_keeps_its_shape_through_json() {
        let json = r#"{"zh":"立案","en":"filing"}"#;
        let text: Text = serde_json::from_str(json).unwrap();
        assert_eq!(serde_json::to_string(&text).unwrap(), json);
    }

    #[test]
    fn texts_are_listed_in_the_manner_of_each_language() {
        let texts = [Text::new("甲", "A").unwrap(), Text::new("乙", "B").unwrap()];
        assert_eq!(
            Text::list(&texts),
            Some(Text::new("甲、乙", "A, B").unwrap())
        );
        assert_eq!(Text::list([]), None);
    }

    #[test]
    fn language_tags_are_read_in_their_usual_forms() {
        let read = |tag: &str| tag.parse::<Lang>().ok();
        assert_eq!(read("zh"), Some(Lang::Zh));
        assert_eq!(read("zh-CN"), Some(Lang::Zh));
        assert_eq!(read("EN_gb"), Some(Lang::En));
        assert_eq!(read("fr"), None);
        assert_eq!(read(""), None);
    }
}
