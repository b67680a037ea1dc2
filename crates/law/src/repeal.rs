//! What a closing article says of other statutes: 《…》同时废止.
//!
//! Only what is certain is read: whole statutes, named by their titles, repealed by the words
//! themselves. `《…》第三条同时废止` repeals a part, `《…》中有关…的规定同时废止` nobody knows what.

use jiff::civil::Date;

use crate::head::date_at_start;

/// A statute that an article repeals.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repeal {
    /// The title as written.
    pub title: String,
    /// The day on which the repeal takes effect, where the article names it: 自…起施行.
    pub on: Option<Date>,
}

const REPEALED: &str = "同时废止";

/// The statutes that a paragraph repeals together with its own entry into force.
pub fn repeals(text: &str) -> Vec<Repeal> {
    let on = entry_day(text);
    let mut repeals = Vec::new();
    for sentence in text.split(['。', '；']) {
        let Some((named, _)) = sentence.split_once(REPEALED) else {
            continue;
        };
        let whole = titles(named)
            .into_iter()
            .filter(|(_, after)| stands_whole(after));
        repeals.extend(whole.map(|(title, _)| Repeal {
            title: title.to_owned(),
            on,
        }));
    }
    repeals
}

/// The day of 自…起施行, where the text names one and only one.
fn entry_day(text: &str) -> Option<Date> {
    let mut days = text
        .match_indices('自')
        .filter_map(|(at, word)| date_at_start(&text[at + word.len()..]))
        .filter(|(_, rest)| rest.starts_with("起"))
        .map(|(day, _)| day);
    let day = days.next();
    day.filter(|_| days.next().is_none())
}

/// Each title with what follows it up to the next title or the end.
fn titles(text: &str) -> Vec<(&str, &str)> {
    let mut titles = Vec::new();
    let mut rest = text;
    while let Some((_, after)) = rest.split_once('《') {
        let Some((title, behind)) = after.split_once('》') else {
            break;
        };
        let next = behind.find('《').unwrap_or(behind.len());
        titles.push((title, &behind[..next]));
        rest = behind;
    }
    titles
}

/// Whether nothing between a title and what comes next takes a part of the statute only: the end,
/// a conjunction, a bracket with a date or number, or the making of the next one (…发布的).
fn stands_whole(after: &str) -> bool {
    let mut rest = after;
    if let Some(bracketed) = rest.strip_prefix('（') {
        rest = bracketed
            .split_once('）')
            .map_or(bracketed, |(_, rest)| rest);
    }
    rest.is_empty() || rest.starts_with(['、', '和', '及', '与', '，']) || rest.starts_with("以及")
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn check(text: &str, titles: &[&str], on: Option<Date>) {
        let read = repeals(text);
        let read: Vec<_> = read
            .iter()
            .map(|one| (one.title.as_str(), one.on))
            .collect();
        let expected: Vec<_> = titles.iter().map(|title| (*title, on)).collect();
        assert_eq!(read, expected, "{text}");
    }

    #[test]
    fn statutes_that_are_repealed_whole_are_read_with_their_day() {
        let day = Some(date(2024, 3, 1));
        check(
            "本条例自2024年3月1日起施行。2012年5月8日市人民政府公布的《云麓市灯会管理办法》同时废止。",
            &["云麓市灯会管理办法"],
            day,
        );
        check(
            "本条例自2024年3月1日起施行，《云麓市夜市管理办法》（市政府令第8号）和《云麓市灯会管理办法》同时废止。",
            &["云麓市夜市管理办法", "云麓市灯会管理办法"],
            day,
        );
        check(
            "本条例自公布之日起施行。《云麓市灯会管理办法》同时废止。",
            &["云麓市灯会管理办法"],
            None,
        );
    }

    #[test]
    fn what_is_repealed_in_part_is_left_alone() {
        check("《云麓市灯会管理办法》第三条同时废止。", &[], None);
        check(
            "《云麓市灯会管理办法》中有关收费的规定同时废止。",
            &[],
            None,
        );
        check("《云麓市灯会管理办法》继续施行。", &[], None);
        check("本条例自2024年3月1日起施行。", &[], None);
    }
}
