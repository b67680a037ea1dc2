//! What the name of a file says of the statute in it.

use jiff::civil::Date;

/// `云麓市养犬管理条例(2021-04-29).md`, or `…_20210429.docx` as the national database serves them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileName {
    /// The name without day and ending.
    pub name: String,
    /// The day.
    pub dated: Option<Date>,
}

impl FileName {
    /// Reads the last part of a path.
    pub fn of(path: &str) -> Self {
        let name = path.rsplit(['/', '\\']).next().unwrap_or(path);
        let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
        let (name, dated) = split_day(stem).unwrap_or((stem, None));
        Self {
            name: name.trim().to_owned(),
            dated,
        }
    }
}

fn split_day(stem: &str) -> Option<(&str, Option<Date>)> {
    if let Some(inside) = stem.strip_suffix([')', '）']) {
        let (name, day) = inside.rsplit_once(['(', '（'])?;
        return Some((name, Some(day.trim().parse().ok()?)));
    }
    let (name, digits) = stem.rsplit_once('_')?;
    let is_day = digits.len() == "YYYYMMDD".len() && digits.bytes().all(|b| b.is_ascii_digit());
    let day = is_day.then(|| format!("{}-{}-{}", &digits[..4], &digits[4..6], &digits[6..]))?;
    Some((name, Some(day.parse().ok()?)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn the_day_is_read_in_both_usual_forms() {
        let read = |path: &str| {
            let read = FileName::of(path);
            (read.name, read.dated)
        };
        let day = Some(date(2021, 4, 29));
        assert_eq!(
            read("云麓/养犬条例(2021-04-29).md"),
            ("养犬条例".to_owned(), day)
        );
        assert_eq!(read("养犬条例_20210429.docx"), ("养犬条例".to_owned(), day));
        assert_eq!(
            read("养犬条例（试行）.txt"),
            ("养犬条例（试行）".to_owned(), None)
        );
        assert_eq!(
            read("养犬条例(2021-13-29).md"),
            ("养犬条例(2021-13-29)".to_owned(), None)
        );
        assert_eq!(read(""), (String::new(), None));
    }
}
