//! What a line begins with: a heading, 第X条, （一）, 1., （1）, 附件.

use crate::address::ArticleNumber;
use crate::normalize::is_han;
use crate::numeral;
use crate::statute::DivisionKind;

/// The label of a line, and the text after it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Label<'t> {
    /// 第一章 总则; `number` is `None` for a heading that bears none.
    Heading {
        kind: DivisionKind,
        number: Option<u32>,
        title: &'t str,
    },
    /// 第三条. `spaced` tells whether white space follows, `damaged` whether the number did not
    /// stand as it should.
    Article {
        number: ArticleNumber,
        text: &'t str,
        spaced: bool,
        damaged: bool,
    },
    /// （一）
    Point { number: u32, text: &'t str },
    /// `1.`
    Subpoint { number: u32, text: &'t str },
    /// （1）
    Inner { number: u32, text: &'t str },
    /// 附件, 附表, 附录, 附图, 附：, and what else follows a text: 抄送：
    Appendix,
    /// Anything else.
    Plain(&'t str),
}

/// Reads the label of a normalised line.
pub(crate) fn read(line: &str) -> Label<'_> {
    match line.chars().next() {
        Some('#') => heading(line),
        Some('第' | '笫') => article(line)
            .or_else(|| bare_heading(line))
            .unwrap_or(Label::Plain(line)),
        Some('（' | '(') => bracketed(line).unwrap_or(Label::Plain(line)),
        Some('附') if is_appendix(line) => Label::Appendix,
        Some('抄' | '主' | '分' | '报') if is_distribution(line) => Label::Appendix,
        Some('0'..='9' | '\u{2488}'..='\u{249b}') => subpoint(line).unwrap_or(Label::Plain(line)),
        _ => Label::Plain(line),
    }
}

/// The text after a label.
pub(crate) fn text<'t>(label: &Label<'t>) -> &'t str {
    match label {
        Label::Heading { title: text, .. }
        | Label::Article { text, .. }
        | Label::Point { text, .. }
        | Label::Subpoint { text, .. }
        | Label::Inner { text, .. }
        | Label::Plain(text) => text,
        Label::Appendix => "",
    }
}

fn heading(line: &str) -> Label<'_> {
    let text = line.trim_start_matches('#').trim_start();
    if text.starts_with('附') && is_appendix(text) {
        return Label::Appendix;
    }
    match division(text) {
        Some((kind, number, title)) => Label::Heading {
            kind,
            number: Some(number),
            title,
        },
        // An article that was marked as a heading stays an article.
        None => article(text).unwrap_or(Label::Heading {
            kind: DivisionKind::Other,
            number: None,
            title: text,
        }),
    }
}

/// A heading without its mark, as plain text and documents have it. Short and without punctuation.
fn bare_heading(line: &str) -> Option<Label<'_>> {
    let (kind, number, title) = division(line)?;
    let goes_on = ["的", "、", "至", "和第", "规定", "所列", "所称"];
    let is_sentence = title.contains(['。', '，', '；', '：'])
        || goes_on.iter().any(|word| title.starts_with(word));
    let is_title = title.chars().count() <= 30
        && !is_sentence
        && !(title.contains('第') && title.contains('条'));
    is_title.then_some(Label::Heading {
        kind,
        number: Some(number),
        title,
    })
}

/// 第X编, 第X分编, 第X章, 第X节 at the start of `text`: its kind, number and title.
pub(crate) fn division(text: &str) -> Option<(DivisionKind, u32, &str)> {
    let (number, rest) = ordinal(text.strip_prefix('第')?)?;
    let kinds = [
        ("分编", DivisionKind::Subpart),
        ("编", DivisionKind::Part),
        ("章", DivisionKind::Chapter),
        ("节", DivisionKind::Section),
    ];
    let (kind, title) = kinds
        .iter()
        .find_map(|(word, kind)| Some((*kind, rest.strip_prefix(word)?)))?;
    Some((kind, number, title.trim_start()))
}

/// The numeral at the start of `text`, spaces allowed around it, and what follows.
fn ordinal(text: &str) -> Option<(u32, &str)> {
    let end = text
        .find(|c| !is_numeral(c) && c != ' ')
        .unwrap_or(text.len());
    let (numeral, rest) = text.split_at(end);
    let number = parse_loosely(numeral)?;
    Some((number, rest))
}

fn is_numeral(c: char) -> bool {
    matches!(
        c,
        '零' | '〇'
            | '○'
            | '一'
            | '二'
            | '三'
            | '四'
            | '五'
            | '六'
            | '七'
            | '八'
            | '九'
            | '十'
            | '百'
            | '千'
            | '0'..='9'
    )
}

fn parse_loosely(numeral: &str) -> Option<u32> {
    let number = if numeral.contains(' ') {
        numeral::parse(&numeral.replace(' ', ""))
    } else {
        numeral::parse(numeral)
    };
    number.and_then(|n| u32::try_from(n).ok())
}

/// 第X条, 第X条之一. A dash within the numeral stands for 一, as damaged sources have it.
fn article(line: &str) -> Option<Label<'_>> {
    let rest = line.strip_prefix(['第', '笫'])?;
    let end = rest.find(|c| !is_numeral(c) && !is_dash(c) && c != ' ')?;
    let (numeral, rest) = rest.split_at(end);
    let rest = rest.strip_prefix('条')?;
    let dashed = numeral.contains(is_dash);
    let number = if dashed {
        parse_loosely(&numeral.replace(is_dash, "一"))
    } else {
        parse_loosely(numeral)
    };
    let (sub, text) = sub_number(rest);
    Some(Label::Article {
        number: ArticleNumber { main: number?, sub },
        text: text.trim_start(),
        spaced: text.is_empty() || text.starts_with(' '),
        damaged: dashed || numeral.contains(' ') || line.starts_with('笫'),
    })
}

fn is_dash(c: char) -> bool {
    matches!(c, '－' | '-' | '—' | '–' | '─')
}

/// 之一 after 条; 0 where there is none.
fn sub_number(rest: &str) -> (u32, &str) {
    let Some(after) = rest.trim_start().strip_prefix('之') else {
        return (0, rest);
    };
    let end = after.find(|c| !is_numeral(c)).unwrap_or(after.len());
    match parse_loosely(&after[..end]) {
        Some(number) if number > 0 => (number, &after[end..]),
        _ => (0, rest),
    }
}

/// （一） is a point, （1） an inner label.
fn bracketed(line: &str) -> Option<Label<'_>> {
    const LONGEST: usize = 12;
    let inside = &line[line.chars().next()?.len_utf8()..];
    let end = inside
        .char_indices()
        .take(LONGEST)
        .find(|&(_, c)| matches!(c, '）' | ')'))?
        .0;
    let numeral = inside[..end].trim();
    let number = parse_loosely(numeral).filter(|&n| n > 0)?;
    let text = inside[end..].trim_start_matches(['）', ')']).trim_start();
    if is_cited(text) {
        return None;
    }
    let arabic = numeral.starts_with(|c: char| c.is_ascii_digit());
    Some(if arabic {
        Label::Inner { number, text }
    } else {
        Label::Point { number, text }
    })
}

/// Whether the text after （一） shows that it is a citation: （一）、（二）项; （一）至（三）项; （一）项规定.
fn is_cited(text: &str) -> bool {
    const LINKS: [&str; 5] = ["、", "至", "和", "或者", "与"];
    const USES: [&str; 6] = ["项规定", "项所", "项的", "项、", "项，", "项和"];
    LINKS.iter().any(|link| {
        text.strip_prefix(link)
            .is_some_and(|rest| rest.starts_with(['（', '(']) || rest.starts_with("第（"))
    }) || USES.iter().any(|used| text.starts_with(used))
}

/// `1.`, `1、` and the single characters ⒈ to ⒛; a decimal such as 1.5 is none.
fn subpoint(line: &str) -> Option<Label<'_>> {
    let first = line.chars().next()?;
    if matches!(first, '\u{2488}'..='\u{249b}') {
        let number = first as u32 - 0x2487;
        return Some(Label::Subpoint {
            number,
            text: line[first.len_utf8()..].trim_start(),
        });
    }
    let end = line.find(|c: char| !c.is_ascii_digit())?;
    let number = line[..end].parse().ok().filter(|n| (1..100).contains(n))?;
    let text = line[end..].strip_prefix(['.', '．', '、'])?.trim_start();
    let is_label = !text.starts_with(|c: char| c.is_ascii_digit());
    is_label.then_some(Label::Subpoint { number, text })
}

/// 抄送：, the list of those who receive the paper, which ends every text.
fn is_distribution(line: &str) -> bool {
    ["抄送：", "主送：", "分送：", "报送："]
        .iter()
        .any(|start| line.starts_with(start))
}

/// 附件, 附表, 附录, 附图, 附 with or without a number, at the end of the line or before a colon.
fn is_appendix(line: &str) -> bool {
    let Some(rest) = line.strip_prefix('附') else {
        return false;
    };
    let rest = rest.trim_start();
    let kind = rest.strip_prefix(['件', '表', '录', '图']);
    let named = kind.is_some();
    let rest = kind.unwrap_or(rest);
    let numbered = rest.trim_start();
    let rest = if numbered.starts_with(is_numeral) {
        numbered
    } else {
        rest
    };
    let rest = rest.trim_start_matches(|c| is_numeral(c) || matches!(c, '（' | '）'));
    match rest.chars().next() {
        None | Some('：' | ':') => true,
        Some(' ') => named && line.chars().count() <= 40,
        Some(c) => !is_han(c) && named,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn article_of(line: &str) -> Option<(String, &str, bool)> {
        match read(line) {
            Label::Article {
                number,
                text,
                damaged,
                ..
            } => Some((number.to_string(), text, damaged)),
            _ => None,
        }
    }

    #[test]
    fn heads_of_articles_are_read() {
        assert_eq!(article_of("第三条 市容"), Some(("3".into(), "市容", false)));
        assert_eq!(
            article_of("第七十五 条市容"),
            Some(("75".into(), "市容", true))
        );
        assert_eq!(
            article_of("第三十－条 市容"),
            Some(("31".into(), "市容", true))
        );
        assert_eq!(
            article_of("第二十条之一 市容"),
            Some(("20之一".into(), "市容", false))
        );
        assert_eq!(article_of("第三人"), None);
    }

    #[test]
    fn other_labels_are_read() {
        assert_eq!(
            read("（十二）损毁"),
            Label::Point {
                number: 12,
                text: "损毁"
            }
        );
        assert_eq!(
            read("1．损毁"),
            Label::Subpoint {
                number: 1,
                text: "损毁"
            }
        );
        assert_eq!(read("1.5米以上"), Label::Plain("1.5米以上"));
        assert_eq!(
            read("（2）损毁"),
            Label::Inner {
                number: 2,
                text: "损毁"
            }
        );
        assert_eq!(read("附件2：图样"), Label::Appendix);
        assert_eq!(read("附带损毁的"), Label::Plain("附带损毁的"));
        assert_eq!(
            read("## 第六章法律责任"),
            Label::Heading {
                kind: DivisionKind::Chapter,
                number: Some(6),
                title: "法律责任"
            }
        );
    }
}
