//! The body: divisions, articles and what is in them.

use std::collections::HashMap;

use super::lines;
use super::xml::Writer;
use crate::address::ArticleNumber;
use crate::numeral::chinese;
use crate::statute::{Article, DivisionKind, Paragraph, Point, Statute, Subpoint};

/// Writes the body of `statute`.
pub(super) fn write(out: &mut Writer, statute: &Statute) {
    out.open("body", &[]);
    let mut divisions = Divisions::new(statute);
    let mut ids = Ids::default();
    for article in &statute.articles {
        // Divisions without articles are written where they stand.
        divisions.enter_through(out, article.division.map_or(0, |division| division + 1));
        write_article(out, article, &mut ids);
    }
    divisions.enter_through(out, statute.divisions.len());
    divisions.leave_until(out, None);
    if statute.articles.is_empty() {
        container(out, "text", &statute.preamble);
    }
    if !statute.appendix.is_empty() {
        container(out, "appendix", &statute.appendix);
    }
    out.close("body");
}

struct Divisions<'s> {
    statute: &'s Statute,
    /// Whether each holds an article or another division; one that holds nothing is given an empty
    /// paragraph, since the format demands content.
    holds: Vec<bool>,
    open: Vec<usize>,
    next: usize,
}

impl<'s> Divisions<'s> {
    fn new(statute: &'s Statute) -> Self {
        let mut holds = vec![false; statute.divisions.len()];
        let holders = statute.articles.iter().map(|article| article.division);
        for holder in holders
            .chain(statute.divisions.iter().map(|division| division.parent))
            .flatten()
        {
            holds[holder] = true;
        }
        Self {
            statute,
            holds,
            open: Vec::new(),
            next: 0,
        }
    }

    fn enter_through(&mut self, out: &mut Writer, end: usize) {
        while self.next < end {
            self.enter(out, self.next);
            self.next += 1;
        }
    }

    fn enter(&mut self, out: &mut Writer, at: usize) {
        let division = &self.statute.divisions[at];
        self.leave_until(out, division.parent);
        let (name, short, word) = names(division.kind);
        let id = format!("{short}_{}", at + 1);
        match division.kind {
            DivisionKind::Other => out.open(name, &[("eId", &id), ("name", "heading")]),
            _ => out.open(name, &[("eId", &id)]),
        }
        if let Some(number) = division.number {
            out.text("num", &format!("第{}{word}", chinese(number)));
        }
        out.text("heading", &division.title);
        if !self.holds[at] {
            no_content(out);
        }
        self.open.push(at);
    }

    /// Closes divisions until `parent` is the innermost open one.
    fn leave_until(&mut self, out: &mut Writer, parent: Option<usize>) {
        while let Some(last) = self.open.pop_if(|last| Some(*last) != parent) {
            out.close(names(self.statute.divisions[last].kind).0);
        }
    }
}

fn no_content(out: &mut Writer) {
    out.open("content", &[]);
    out.empty("p", &[]);
    out.close("content");
}

/// Element, prefix of the eId, and the word after the number.
fn names(kind: DivisionKind) -> (&'static str, &'static str, &'static str) {
    match kind {
        DivisionKind::Part => ("part", "part", "编"),
        DivisionKind::Subpart => ("subpart", "subpart", "分编"),
        DivisionKind::Chapter => ("chapter", "chp", "章"),
        DivisionKind::Section => ("section", "sec", "节"),
        DivisionKind::Other => ("hcontainer", "hcontainer", ""),
    }
}

fn container(out: &mut Writer, name: &str, text: &[String]) {
    out.open("hcontainer", &[("eId", name), ("name", name)]);
    out.open("content", &[]);
    if text.is_empty() {
        out.empty("p", &[]);
    }
    lines(out, text.iter().map(String::as_str));
    out.close("content");
    out.close("hcontainer");
}

fn write_article(out: &mut Writer, article: &Article, ids: &mut Ids) {
    let id = ids.unique(&format!("art_{}", article_id(article.number)));
    out.open("article", &[("eId", &id)]);
    out.text("num", &article_name(article.number));
    for (number, paragraph) in (1..).zip(&article.paragraphs) {
        write_paragraph(
            out,
            paragraph,
            &ids.unique(&format!("{id}__para_{number}")),
            ids,
        );
    }
    if article.paragraphs.is_empty() {
        no_content(out);
    }
    out.close("article");
}

/// 第三条, 第三条之一.
fn article_name(number: ArticleNumber) -> String {
    let name = format!("第{}条", chinese(number.main));
    if number.sub > 0 {
        format!("{name}之{}", chinese(number.sub))
    } else {
        name
    }
}

fn article_id(number: ArticleNumber) -> String {
    if number.sub > 0 {
        format!("{}-{}", number.main, number.sub)
    } else {
        number.main.to_string()
    }
}

fn write_paragraph(out: &mut Writer, paragraph: &Paragraph, id: &str, ids: &mut Ids) {
    out.open("paragraph", &[("eId", id)]);
    introduction(out, &paragraph.text, paragraph.points.is_empty());
    for point in &paragraph.points {
        write_point(
            out,
            point,
            &ids.unique(&format!("{id}__point_{}", point.number)),
            ids,
        );
    }
    out.close("paragraph");
}

fn write_point(out: &mut Writer, point: &Point, id: &str, ids: &mut Ids) {
    out.open("point", &[("eId", id)]);
    out.text("num", &format!("（{}）", chinese(point.number)));
    introduction(out, &point.text, point.subpoints.is_empty());
    for subpoint in &point.subpoints {
        write_subpoint(
            out,
            subpoint,
            &ids.unique(&format!("{id}__indent_{}", subpoint.number)),
        );
    }
    out.close("point");
}

fn write_subpoint(out: &mut Writer, subpoint: &Subpoint, id: &str) {
    out.open("indent", &[("eId", id)]);
    out.text("num", &format!("{}.", subpoint.number));
    out.open("content", &[]);
    lines(
        out,
        subpoint
            .text
            .split('\n')
            .chain(subpoint.lines.iter().map(String::as_str)),
    );
    out.close("content");
    out.close("indent");
}

/// The words before a list, or the whole content where no list follows.
fn introduction(out: &mut Writer, text: &str, is_whole: bool) {
    let element = if is_whole { "content" } else { "intro" };
    out.open(element, &[]);
    lines(out, text.split('\n'));
    out.close(element);
}

/// Hands out each eId once: a source may repeat a number.
#[derive(Default)]
struct Ids(HashMap<String, u32>);

impl Ids {
    fn unique(&mut self, id: &str) -> String {
        let count = self.0.entry(id.to_owned()).or_default();
        *count += 1;
        match *count {
            1 => id.to_owned(),
            again => format!("{id}-bis{again}"),
        }
    }
}
