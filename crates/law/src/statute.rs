//! What a statute's text becomes: divisions, articles, paragraphs, points, and what was odd about it.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::address::{ArticleNumber, ProvisionPath};
use crate::finding::Finding;
use crate::numeral;

/// One version of a statute, read from its text.
///
/// Articles and divisions are flat lists in reading order; the tree 编/分编/章/节/条 is their
/// `parent` and `division` indices.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Statute {
    /// The full title, e.g. 中华人民共和国消防法.
    pub title: String,
    /// A second title line, where there is one.
    pub subtitle: Option<String>,
    /// Dated events of the head, oldest first as printed.
    pub events: Vec<Event>,
    /// 编, 分编, 章, 节 in reading order.
    pub divisions: Vec<Division>,
    /// Text between the head and the first article: preambles, and the whole body of a decision
    /// that has no articles.
    pub preamble: Vec<String>,
    /// 条 in reading order.
    pub articles: Vec<Article>,
    /// Everything from 附件/附表/附 on, a line each.
    pub appendix: Vec<String>,
    /// What was damaged, repaired or not understood.
    pub findings: Vec<Finding>,
}

/// A dated event of the head: passed, published, amended, in force.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// The civil date, where it could be read.
    pub on: Option<jiff::civil::Date>,
    /// What happened.
    pub kind: EventKind,
    /// The words of the head, without the date.
    pub text: String,
}

/// The kinds of [`Event`] that the heads of statutes name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum EventKind {
    /// 通过
    Passed,
    /// 批准
    Approved,
    /// 公布, 发布
    Published,
    /// 修订
    Revised,
    /// 修正, 修改
    Amended,
    /// 施行, 生效
    InForce,
    /// 废止, 失效
    Repealed,
    /// Anything else.
    Other,
}

/// The rank of a [`Division`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DivisionKind {
    /// 编
    Part,
    /// 分编
    Subpart,
    /// 章
    Chapter,
    /// 节
    Section,
    /// A heading that is none of these: 序言; 一、管辖 in a judicial interpretation.
    Other,
}

/// A heading and what stands under it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Division {
    /// Its rank.
    pub kind: DivisionKind,
    /// Its number, 1-based; `None` where the source lost it and it could not be inferred.
    pub number: Option<u32>,
    /// The heading without its number, white space squeezed: 总则.
    pub title: String,
    /// Index of the enclosing division.
    pub parent: Option<usize>,
    /// Whether the source lost its 第X章: a bare line such as 法律责任 was read as the heading.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_recovered: bool,
}

/// 条. Its text is `paragraphs`; the number is not part of the text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Article {
    /// 第一百三十三条之一 is (133, 1).
    pub number: ArticleNumber,
    /// Index of the innermost division that holds it.
    pub division: Option<usize>,
    /// 款; none only where the source gives the article no text.
    pub paragraphs: Vec<Paragraph>,
    /// Line of the source at which it starts, 1-based.
    pub line: u32,
}

/// 款: a natural paragraph, with the 项 that it introduces.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paragraph {
    /// Its own words, up to the first 项.
    pub text: String,
    /// Its 项.
    pub points: Vec<Point>,
}

/// 项: （一）. Called `item` in the command line's JSON, `point` in code, since an *item* here is 事项.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Point {
    /// The label as a number, 1-based.
    pub number: u32,
    /// Its words without the label.
    pub text: String,
    /// Its 目.
    pub subpoints: Vec<Subpoint>,
}

/// 目: `1.` below a 项, with 次目 （1） below it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Subpoint {
    /// The label as a number, 1-based.
    pub number: u32,
    /// Its words without the label.
    pub text: String,
    /// 次目, as they stand, labels included.
    pub lines: Vec<String>,
}

impl Statute {
    /// The article with this number; the first, should the source repeat it.
    pub fn article(&self, number: ArticleNumber) -> Option<&Article> {
        // Where nothing is missing, article n is the n-th.
        let usual = self
            .articles
            .get((number.main as usize).wrapping_sub(1))
            .filter(|article| article.number == number);
        usual.or_else(|| {
            self.articles
                .iter()
                .find(|article| article.number == number)
        })
    }

    /// Whether it has the provision.
    pub fn has(&self, path: &ProvisionPath) -> bool {
        self.text_of(path).is_some()
    }

    /// The provision's own words: of a paragraph without its points, of a point without its label.
    /// For a whole article, all its text.
    pub fn text_of(&self, path: &ProvisionPath) -> Option<Cow<'_, str>> {
        let article = self.article(path.article)?;
        let Some(paragraph) = path.paragraph else {
            return Some(article.text().into());
        };
        let paragraph = nth(&article.paragraphs, paragraph)?;
        let Some(point) = path.point else {
            return Some(paragraph.text.as_str().into());
        };
        let point = paragraph
            .points
            .iter()
            .find(|other| other.number == point)?;
        let Some(subpoint) = path.subpoint else {
            return Some(point.text.as_str().into());
        };
        let subpoint = point
            .subpoints
            .iter()
            .find(|other| other.number == subpoint)?;
        Some(subpoint.text.as_str().into())
    }

    /// Every paragraph, point and subpoint with its own words, in reading order.
    pub fn provisions(&self) -> impl Iterator<Item = (ProvisionPath, &str)> {
        self.articles.iter().flat_map(Article::provisions)
    }
}

fn nth<T>(list: &[T], number: u32) -> Option<&T> {
    list.get((number as usize).checked_sub(1)?)
}

impl Article {
    /// Its paragraphs, points and subpoints with their own words, in reading order.
    pub fn provisions(&self) -> impl Iterator<Item = (ProvisionPath, &str)> {
        let article = ProvisionPath::article(self.number);
        (1..)
            .zip(&self.paragraphs)
            .flat_map(move |(number, paragraph)| {
                let path = ProvisionPath {
                    paragraph: Some(number),
                    ..article
                };
                let points = paragraph.points.iter().flat_map(move |point| {
                    let path = ProvisionPath {
                        point: Some(point.number),
                        ..path
                    };
                    let subpoints = point.subpoints.iter().map(move |subpoint| {
                        (
                            ProvisionPath {
                                subpoint: Some(subpoint.number),
                                ..path
                            },
                            subpoint.text.as_str(),
                        )
                    });
                    std::iter::once((path, point.text.as_str())).chain(subpoints)
                });
                std::iter::once((path, paragraph.text.as_str())).chain(points)
            })
    }

    /// Its whole text, a line for each paragraph, point and subpoint, labels of points included,
    /// its own number not.
    pub fn text(&self) -> String {
        let mut text = String::new();
        for paragraph in &self.paragraphs {
            paragraph.write(&mut text);
        }
        text
    }
}

impl Paragraph {
    /// Its text with its points, a line each.
    pub fn full_text(&self) -> String {
        let mut text = String::new();
        self.write(&mut text);
        text
    }

    fn write(&self, out: &mut String) {
        if !self.text.is_empty() {
            push_line(out, "", &self.text);
        }
        for point in &self.points {
            point.write(out);
        }
    }
}

impl Point {
    /// Its label and text with its subpoints, a line each.
    pub fn full_text(&self) -> String {
        let mut text = String::new();
        self.write(&mut text);
        text
    }

    fn write(&self, out: &mut String) {
        push_line(
            out,
            &format!("（{}）", numeral::chinese(self.number)),
            &self.text,
        );
        for subpoint in &self.subpoints {
            push_line(out, &format!("{}.", subpoint.number), &subpoint.text);
            for line in &subpoint.lines {
                push_line(out, "", line);
            }
        }
    }
}

fn push_line(out: &mut String, label: &str, text: &str) {
    if !out.is_empty() {
        out.push('\n');
    }
    out.push_str(label);
    out.push_str(text);
}
