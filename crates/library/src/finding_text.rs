//! The words of findings: those of `law` and the library's own.

use law::FindingCode;

/// A code with its words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct FindingText {
    pub code: &'static str,
    pub zh: &'static str,
    pub en: &'static str,
}

impl FindingText {
    /// A version of which another file gave the text already.
    pub(crate) const SECOND_TEXT: Self = Self {
        code: "second_text",
        zh: "同一版本已由另一文件导入，本文件未采用",
        en: "another file has given the text of this version already, and this one was not taken",
    };

    /// A statute that is no longer valid, and nobody says since when.
    pub(crate) const REPEAL_DAY_UNKNOWN: Self = Self {
        code: "repeal_day_unknown",
        zh: "已失效，但没有条文写明失效日期；视为自始不再有效",
        en: "no longer valid, but no provision names the day; it counts as repealed from its beginning",
    };

    const OWN: [Self; 2] = [Self::SECOND_TEXT, Self::REPEAL_DAY_UNKNOWN];

    /// The words of a code in both languages; a code of another version of the program has none.
    pub(crate) fn of(code: &str) -> (&'static str, &'static str) {
        if let Some(own) = Self::OWN.iter().find(|own| own.code == code) {
            return (own.zh, own.en);
        }
        let known = FindingCode::ALL
            .iter()
            .find(|known| Self::code_of(**known) == code);
        known.map_or(("", ""), |known| (known.zh(), known.en()))
    }

    /// The code as the API and the database write it.
    pub(crate) fn code_of(code: FindingCode) -> String {
        match serde_json::to_value(code) {
            Ok(serde_json::Value::String(code)) => code,
            _ => unreachable_code(code),
        }
    }
}

/// Codes are plain words; should one not be, its name in the program stands for it.
fn unreachable_code(code: FindingCode) -> String {
    format!("{code:?}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_words_in_both_languages() {
        for code in FindingCode::ALL {
            let name = FindingText::code_of(*code);
            assert_eq!(name, name.to_lowercase(), "{name}");
            assert_eq!(FindingText::of(&name), (code.zh(), code.en()));
        }
        assert_eq!(
            FindingText::of("second_text").1,
            FindingText::SECOND_TEXT.en
        );
    }
}
