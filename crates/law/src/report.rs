//! The structure of a statute as counts, in the shape of the command line's JSON.

use serde::Serialize;

use crate::numeral;
use crate::statute::{Article, DivisionKind, Statute};

/// What `xiezhi law structure --json` prints.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StructureReports {
    /// One for each file, in the order asked.
    pub statutes: Vec<StructureReport>,
}

/// The counts of one statute.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StructureReport {
    /// The file, as it was named.
    pub file: String,
    /// Parts.
    #[serde(rename = "编")]
    pub parts: usize,
    /// Subparts.
    #[serde(rename = "分编")]
    pub subparts: usize,
    /// Chapters.
    #[serde(rename = "章")]
    pub chapters: usize,
    /// Sections.
    #[serde(rename = "节")]
    pub sections: usize,
    /// Articles.
    #[serde(rename = "条")]
    pub article_count: usize,
    /// Paragraphs.
    #[serde(rename = "款")]
    pub paragraphs: usize,
    /// Points.
    #[serde(rename = "项")]
    pub points: usize,
    /// Subpoints.
    #[serde(rename = "目")]
    pub subpoints: usize,
    /// Lines below subpoints.
    #[serde(rename = "次目")]
    pub subpoint_lines: usize,
    /// Lines of the appendices.
    pub appendix_lines: usize,
    /// Each article.
    pub articles: Vec<ArticleReport>,
}

/// The counts of one article.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ArticleReport {
    /// Its number in Chinese without 第 and 条: 一百三十三之一.
    pub article: String,
    /// Its paragraphs.
    #[serde(rename = "款")]
    pub paragraphs: usize,
    /// Points of each paragraph.
    #[serde(rename = "项")]
    pub points: Vec<usize>,
    /// Subpoints of each paragraph.
    #[serde(rename = "目")]
    pub subpoints: Vec<usize>,
    /// Its text, where asked for: lines joined by line feeds, without its number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

/// Counts the structure of `statute`, read from `file`.
pub fn structure_report(statute: &Statute, file: &str, with_text: bool) -> StructureReport {
    // As in the gold set, a heading counts where the source labels it.
    let count = |kind| {
        let labelled = statute
            .divisions
            .iter()
            .filter(|division| !division.is_recovered);
        labelled.filter(|division| division.kind == kind).count()
    };
    let articles: Vec<_> = statute
        .articles
        .iter()
        .map(|article| article_report(article, with_text))
        .collect();
    StructureReport {
        file: file.to_owned(),
        parts: count(DivisionKind::Part),
        subparts: count(DivisionKind::Subpart),
        chapters: count(DivisionKind::Chapter),
        sections: count(DivisionKind::Section),
        article_count: articles.len(),
        paragraphs: articles.iter().map(|article| article.paragraphs).sum(),
        points: articles.iter().flat_map(|article| &article.points).sum(),
        subpoints: articles.iter().flat_map(|article| &article.subpoints).sum(),
        subpoint_lines: statute.articles.iter().map(subpoint_lines).sum(),
        appendix_lines: statute.appendix.len(),
        articles,
    }
}

fn article_report(article: &Article, with_text: bool) -> ArticleReport {
    let points = article
        .paragraphs
        .iter()
        .map(|paragraph| paragraph.points.len());
    let subpoints = article.paragraphs.iter().map(|paragraph| {
        paragraph
            .points
            .iter()
            .map(|point| point.subpoints.len())
            .sum()
    });
    ArticleReport {
        article: numeral::article_number(article.number),
        paragraphs: article.paragraphs.len(),
        points: points.collect(),
        subpoints: subpoints.collect(),
        text: with_text.then(|| article.text()),
    }
}

fn subpoint_lines(article: &Article) -> usize {
    let points = article
        .paragraphs
        .iter()
        .flat_map(|paragraph| &paragraph.points);
    points
        .flat_map(|point| &point.subpoints)
        .map(|subpoint| subpoint.lines.len())
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_report_has_the_keys_of_the_gold_set() {
        let source = "# 云麓市灯会条例\n\n## 第一章 总则\n\n第二十条之一 甲：\n\n（一）乙：\n\n1.丙；\n\n（1）丁。\n\n附件：\n\n图样";
        let report = structure_report(&crate::read(source), "灯会条例.md", true);
        let expected = serde_json::json!({
            "file": "灯会条例.md", "编": 0, "分编": 0, "章": 1, "节": 0, "条": 1, "款": 1, "项": 1, "目": 1, "次目": 1,
            "appendix_lines": 2,
            "articles": [{
                "article": "二十之一", "款": 1, "项": [1], "目": [1],
                "text": "甲：\n（一）乙：\n1.丙；\n（1）丁。",
            }],
        });
        assert_eq!(serde_json::to_value(&report).unwrap(), expected);
        let without = structure_report(&crate::read(source), "灯会条例.md", false);
        assert_eq!(without.articles[0].text, None);
    }
}
