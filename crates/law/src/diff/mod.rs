//! What changed between two versions of a statute, provision by provision.
//!
//! Articles are paired by equal text, then by likeness (so that a renumbered article is found), then
//! what is left was added or removed. Within a pair the paragraphs, points and subpoints are paired
//! in the same way, and the words of each compared.

mod pair;
mod words;

use serde::{Deserialize, Serialize};

use crate::address::{ArticleNumber, ProvisionPath};
use crate::statute::{Article, Statute};

pub use words::{Words, word_changes};

/// What happened to one article.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArticleChange {
    /// Its number in the old version; `None` for a new article.
    pub old: Option<ArticleNumber>,
    /// Its number in the new version; `None` for a removed article.
    pub new: Option<ArticleNumber>,
    /// What happened.
    pub kind: ChangeKind,
    /// What happened to its parts; empty where the text is the same.
    pub parts: Vec<PartChange>,
}

/// What happened to a paragraph, point or subpoint.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartChange {
    /// Its path in the old version.
    pub old: Option<ProvisionPath>,
    /// Its path in the new version.
    pub new: Option<ProvisionPath>,
    /// What happened.
    pub kind: ChangeKind,
    /// Its words, the same, removed and added, in reading order.
    pub words: Vec<Words>,
}

/// The kinds of change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChangeKind {
    /// Only in the new version.
    Added,
    /// Only in the old version.
    Removed,
    /// Other words under the same number.
    Changed,
    /// The same words under another number.
    Renumbered,
    /// Other words under another number.
    RenumberedAndChanged,
}

/// The changes from `old` to `new`, in the order of the new version; a removed article stands where
/// it stood. What is the same under the same number is left out.
pub fn diff(old: &Statute, new: &Statute) -> Vec<ArticleChange> {
    let old_texts: Vec<String> = old.articles.iter().map(Article::text).collect();
    let new_texts: Vec<String> = new.articles.iter().map(Article::text).collect();
    let same_place = |a: usize, b: usize| old.articles[a].number == new.articles[b].number;
    let pairs = pair::pair(&old_texts, &new_texts, same_place);
    let changes = pairs.into_iter().map(|pair| {
        let (before, after) = (
            pair.old.map(|at| &old.articles[at]),
            pair.new.map(|at| &new.articles[at]),
        );
        let is_same_text = pair
            .old
            .zip(pair.new)
            .is_some_and(|(a, b)| old_texts[a] == new_texts[b]);
        article_change(before, after, is_same_text)
    });
    changes.flatten().collect()
}

fn article_change(
    old: Option<&Article>,
    new: Option<&Article>,
    is_same_text: bool,
) -> Option<ArticleChange> {
    let numbers = (
        old.map(|article| article.number),
        new.map(|article| article.number),
    );
    let kind = kind_of(numbers.0, numbers.1, is_same_text)?;
    let parts = if is_same_text {
        Vec::new()
    } else {
        part_changes(old, new)
    };
    Some(ArticleChange {
        old: numbers.0,
        new: numbers.1,
        kind,
        parts,
    })
}

fn kind_of<T: PartialEq>(old: Option<T>, new: Option<T>, is_same_text: bool) -> Option<ChangeKind> {
    match (old, new) {
        (None, _) => Some(ChangeKind::Added),
        (_, None) => Some(ChangeKind::Removed),
        (old, new) => match (old == new, is_same_text) {
            (true, true) => None,
            (true, false) => Some(ChangeKind::Changed),
            (false, true) => Some(ChangeKind::Renumbered),
            (false, false) => Some(ChangeKind::RenumberedAndChanged),
        },
    }
}

fn part_changes(old: Option<&Article>, new: Option<&Article>) -> Vec<PartChange> {
    let parts = |article: Option<&Article>| -> Vec<(ProvisionPath, String)> {
        let provisions = article.into_iter().flat_map(Article::provisions);
        provisions
            .map(|(path, text)| (path, text.to_owned()))
            .filter(|(_, text)| !text.is_empty())
            .collect()
    };
    let (old, new) = (parts(old), parts(new));
    let texts = |parts: &[(ProvisionPath, String)]| -> Vec<String> {
        parts.iter().map(|(_, text)| text.clone()).collect()
    };
    let (old_texts, new_texts) = (texts(&old), texts(&new));
    let place = |path: ProvisionPath| (path.paragraph, path.point, path.subpoint);
    let pairs = pair::pair(&old_texts, &new_texts, |a, b| {
        place(old[a].0) == place(new[b].0)
    });
    let changes = pairs.into_iter().map(|pair| {
        let (before, after) = (pair.old.map(|at| &old[at]), pair.new.map(|at| &new[at]));
        part_change(before, after)
    });
    changes.flatten().collect()
}

fn part_change(
    old: Option<&(ProvisionPath, String)>,
    new: Option<&(ProvisionPath, String)>,
) -> Option<PartChange> {
    let text = |part: Option<&(ProvisionPath, String)>| {
        part.map_or("", |(_, text)| text.as_str()).to_owned()
    };
    let (old_text, new_text) = (text(old), text(new));
    let paths = (old.map(|(path, _)| *path), new.map(|(path, _)| *path));
    let place =
        |path: Option<ProvisionPath>| path.map(|path| (path.paragraph, path.point, path.subpoint));
    let kind = kind_of(place(paths.0), place(paths.1), old_text == new_text)?;
    Some(PartChange {
        old: paths.0,
        new: paths.1,
        kind,
        words: word_changes(&old_text, &new_text),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const OLD: &str = "# 云麓市灯会条例\n\n第一条 为了办好灯会，制定本条例。\n\n第二条 灯会由文化部门主办，经费列入预算。\n\n\
        第三条 灯会期间禁止燃放烟花，保护观众安全。\n\n第四条 违反规定燃放烟花的，处二百元以下罚款。";

    fn check(new: &str, expected: &[&str]) {
        let changes = diff(&crate::read(OLD), &crate::read(new));
        let lines: Vec<String> = changes.iter().map(render).collect();
        assert_eq!(lines, expected);
    }

    fn render(change: &ArticleChange) -> String {
        let number = |number: Option<ArticleNumber>| {
            number.map_or("-".to_owned(), |number| number.to_string())
        };
        let words = change
            .parts
            .iter()
            .flat_map(|part| &part.words)
            .map(|words| match words {
                Words::Same(_) => String::new(),
                Words::Removed(text) => format!(" -{text}"),
                Words::Added(text) => format!(" +{text}"),
            });
        format!(
            "{}>{} {:?}{}",
            number(change.old),
            number(change.new),
            change.kind,
            words.collect::<String>()
        )
    }

    #[test]
    fn the_same_text_has_no_changes() {
        check(OLD, &[]);
    }

    #[test]
    fn changed_words_are_found() {
        check(&OLD.replace("二百元", "五百元"), &["4>4 Changed -二 +五"]);
    }

    #[test]
    fn an_inserted_article_renumbers_those_after_it() {
        let new = "# 云麓市灯会条例\n\n第一条 为了办好灯会，制定本条例。\n\n第二条 灯会每年举办一次。\n\n第三条 灯会由文化部门主办，经费列入预算。\n\n\
            第四条 灯会期间禁止燃放烟花，保护观众安全。\n\n第五条 违反规定燃放烟花的，处五百元以下罚款。";
        check(
            new,
            &[
                "->2 Added +灯会每年举办一次。",
                "2>3 Renumbered",
                "3>4 Renumbered",
                "4>5 RenumberedAndChanged -二 +五",
            ],
        );
    }

    #[test]
    fn a_removed_article_stands_where_it_stood() {
        let new = OLD
            .replace("第二条 灯会由文化部门主办，经费列入预算。\n\n", "")
            .replace("第三条", "第二条")
            .replace("第四条", "第三条");
        check(
            &new,
            &[
                "2>- Removed -灯会由文化部门主办，经费列入预算。",
                "3>2 Renumbered",
                "4>3 Renumbered",
            ],
        );
    }
}
