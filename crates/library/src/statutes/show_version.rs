//! Showing the text of a version with its citations, items and findings.

use std::collections::HashMap;
use std::sync::Arc;

use jiff::civil::Date;
use law::citation::{self, Citation, Context, Resolution, Style};
use law::statute::{Division, DivisionKind, Event};
use law::{
    Article, ArticleNumber, Paragraph, Point, ProvisionPath, Statute, StatuteKey, VersionKey,
    numeral,
};
use store::StoreError;
use store::sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use super::show_statute::choose;
use super::{StatuteError, VersionChoice};
use crate::Library;
use crate::holdings::{HeldStatute, HeldVersion};
use crate::items::row;
use crate::tables::item;
use crate::texts::{CitedTexts, reason, utf16};
use crate::view::{
    ArticleItem, ArticleText, CitationSpan, DivisionText, EventText, ItemState, ParagraphText,
    PointText, SubpointText, VersionState, VersionText,
};

impl Library {
    /// The text of a version. Its citations of other statutes mean what stands on the day or, of a
    /// version that is not in force then, on its own first day.
    pub async fn version_text(
        &self,
        key: &StatuteKey,
        choice: VersionChoice,
        as_of: Option<Date>,
    ) -> Result<VersionText, StatuteError> {
        let holdings = self.holdings().await?;
        let (statute, version) = choose(&holdings, key, choice)?;
        let day = as_of.unwrap_or_else(|| self.today());
        let text = self.text(version).await?;
        let names = citation::short_names(&text);
        let citing_day = citing_day(version, day);
        let words = text.provisions().map(|(_, words)| words);
        let cited = self
            .cited_texts(&holdings, words, &names, citing_day)
            .await?;
        let writer = Spans {
            statute: &text,
            key,
            version: version.version,
            names: &names,
            day: citing_day,
            cited: &cited,
        };
        let mut items = self.items_by_article(version.id).await?;
        let articles = text.articles.iter().map(|article| ArticleText {
            number: article.number,
            label: label(&ProvisionPath::article(article.number), &text),
            division: article.division,
            paragraphs: paragraphs(article, &writer),
            items: items.remove(&article.number).unwrap_or_default(),
        });
        Ok(VersionText {
            articles: articles.collect(),
            findings: self.findings_of(&holdings, version.id).await?,
            ..head(statute, version, &text, day)
        })
    }

    async fn items_by_article(
        &self,
        version: i64,
    ) -> Result<HashMap<ArticleNumber, Vec<ArticleItem>>, StoreError> {
        let rows = item::Entity::find()
            .filter(item::Column::VersionId.eq(version))
            .filter(item::Column::State.ne(ItemState::Withdrawn.as_str()))
            .order_by_asc(item::Column::Sort)
            .all(self.db().read())
            .await?;
        let mut items: HashMap<ArticleNumber, Vec<ArticleItem>> = HashMap::new();
        for row in rows {
            if let (Ok(number), Some(item)) = (row.article.parse(), article_item(row)) {
                items.entry(number).or_default().push(item);
            }
        }
        Ok(items)
    }
}

fn article_item(row: item::Model) -> Option<ArticleItem> {
    Some(ArticleItem {
        id: row.id.parse().ok()?,
        kind: row::kind_named(&row.kind)?,
        state: ItemState::named(&row.state)?,
        behaviour: row.behaviour,
    })
}

/// The day on which the citations of a version are read.
pub(crate) fn citing_day(version: &HeldVersion, day: Date) -> Date {
    if version.state_on(day) == VersionState::InForce {
        day
    } else {
        version.in_force_from.unwrap_or(day)
    }
}

fn head(statute: &HeldStatute, version: &HeldVersion, text: &Statute, day: Date) -> VersionText {
    VersionText {
        key: statute.key.clone(),
        subtitle: text.subtitle.clone(),
        facts: version.facts(day),
        events: text.events.iter().map(event).collect(),
        preamble: text.preamble.clone(),
        divisions: text.divisions.iter().map(division).collect(),
        articles: Vec::new(),
        appendix: text.appendix.clone(),
        findings: Vec::new(),
    }
}

fn event(event: &Event) -> EventText {
    EventText {
        on: event.on,
        kind: event.kind,
        text: event.text.clone(),
    }
}

fn division(division: &Division) -> DivisionText {
    let unit = match division.kind {
        DivisionKind::Part => "编",
        DivisionKind::Subpart => "分编",
        DivisionKind::Chapter => "章",
        DivisionKind::Section => "节",
        DivisionKind::Other => "",
    };
    let label = match division.number {
        Some(number) if !unit.is_empty() => format!("第{}{unit}", numeral::chinese(number)),
        _ => String::new(),
    };
    DivisionText {
        kind: division.kind,
        number: division.number,
        label,
        title: division.title.clone(),
        parent: division.parent,
    }
}

/// 第六十三条第一款第（三）项
pub(crate) fn label(path: &ProvisionPath, statute: &Statute) -> String {
    citation::write("", Some(path), Style::Decision, Some(statute))
}

/// What the citations of a text are resolved with.
pub(crate) struct Spans<'a> {
    pub statute: &'a Arc<Statute>,
    pub key: &'a StatuteKey,
    pub version: VersionKey,
    pub names: &'a [(String, String)],
    pub day: Date,
    pub cited: &'a CitedTexts,
}

impl Spans<'_> {
    fn of(&self, path: ProvisionPath, text: &str) -> Vec<CitationSpan> {
        let context = Context {
            statute: Some((self.statute, self.key, self.version)),
            here: Some(path),
            short_names: self.names,
            as_of: Some(self.day),
            titles: self.cited,
        };
        let (resolved, _) = citation::resolve_from(text, &context);
        resolved
            .into_iter()
            .map(|(citation, found)| span(text, &citation, &found))
            .collect()
    }
}

fn span(text: &str, citation: &Citation, found: &[Resolution]) -> CitationSpan {
    let [start, end] = utf16(text, citation.span.clone());
    CitationSpan {
        start,
        end,
        text: text[citation.span.clone()].to_owned(),
        targets: found
            .iter()
            .filter_map(Resolution::found)
            .map(ToString::to_string)
            .collect(),
        resolved: found.iter().all(|resolution| resolution.found().is_some()),
        reason: found.iter().find_map(reason),
    }
}

/// The paragraphs of an article with their citations.
pub(crate) fn paragraphs(article: &Article, spans: &Spans) -> Vec<ParagraphText> {
    let whole = ProvisionPath::article(article.number);
    let numbered = (1..).zip(&article.paragraphs);
    numbered
        .map(|(number, text)| {
            paragraph(
                ProvisionPath {
                    paragraph: Some(number),
                    ..whole
                },
                text,
                spans,
            )
        })
        .collect()
}

fn paragraph(path: ProvisionPath, paragraph: &Paragraph, spans: &Spans) -> ParagraphText {
    ParagraphText {
        number: path.paragraph.unwrap_or(1),
        text: paragraph.text.clone(),
        citations: spans.of(path, &paragraph.text),
        points: paragraph
            .points
            .iter()
            .map(|text| point(path, text, spans))
            .collect(),
    }
}

fn point(paragraph: ProvisionPath, point: &Point, spans: &Spans) -> PointText {
    let path = ProvisionPath {
        point: Some(point.number),
        ..paragraph
    };
    PointText {
        number: point.number,
        label: format!("（{}）", numeral::chinese(point.number)),
        text: point.text.clone(),
        citations: spans.of(path, &point.text),
        subpoints: point
            .subpoints
            .iter()
            .map(|subpoint| SubpointText {
                number: subpoint.number,
                text: subpoint.text.clone(),
                lines: subpoint.lines.clone(),
            })
            .collect(),
    }
}
