//! How a number is written: `云城执罚立〔2026〕12号`.

/// A series: one authority, one word, one year.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Series {
    pub authority: String,
    pub word: String,
    pub year: i32,
}

impl Series {
    /// A number of it as it is written.
    pub fn text(&self, prefix: &str, number: i64) -> String {
        let Self { word, year, .. } = self;
        format!("{prefix}{word}〔{year}〕{number}号")
    }
}

/// The year and the place that a number names; `None` for what is not written as numbers are.
pub(crate) fn read(text: &str) -> Option<(i32, i64)> {
    let (_, rest) = text.split_once('〔')?;
    let (year, rest) = rest.split_once('〕')?;
    let number = rest.strip_suffix('号')?;
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let plain = year.len() == 4 && digits(year) && digits(number) && !number.starts_with('0');
    if !plain {
        return None;
    }
    Some((year.parse().ok()?, number.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_read_as_it_is_written() {
        let series = Series {
            authority: "a".to_owned(),
            word: "罚立".to_owned(),
            year: 2026,
        };
        let text = series.text("云城执", 12);
        assert_eq!(text, "云城执罚立〔2026〕12号");
        assert_eq!(read(&text), Some((2026, 12)));
        for wrong in [
            "",
            "云城执罚立[2026]12号",
            "罚立〔2026〕012号",
            "罚立〔26〕1号",
            "罚立〔2026〕1",
            "罚立〔2026〕+1号",
        ] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }
}
