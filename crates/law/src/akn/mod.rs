//! Akoma Ntoso 3.0 (OASIS LegalDocML), the international XML format of legislation.
//!
//! 编 is `part`, 分编 `subpart`, 章 `chapter`, 节 `section`, 条 `article`, 款 `paragraph`, 项 `point`,
//! 目 `indent`; an appendix and headings of other ranks are `hcontainer`. An `eId` follows the
//! naming convention of the standard: `art_63__para_1__point_3`.

mod xml;

use crate::address::{ArticleNumber, StatuteKey, VersionKey};
use crate::numeral::chinese;
use crate::statute::{Article, DivisionKind, EventKind, Paragraph, Point, Statute, Subpoint};
use xml::Writer;

const NAMESPACE: &str = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0";
/// The day that stands for an unknown one, since the format demands a day.
const UNKNOWN_DAY: &str = "0001-01-01";
/// Who made the markup.
const SOURCE: &str = "#xiezhi";

/// The statute as an Akoma Ntoso document.
pub fn export(statute: &Statute, key: &StatuteKey, version: VersionKey) -> String {
    let mut out = Writer::new();
    out.open("akomaNtoso", &[("xmlns", NAMESPACE)]);
    out.open("act", &[("name", "act"), ("contains", "singleVersion")]);
    meta(&mut out, statute, key, version);
    preface(&mut out, statute);
    if !statute.preamble.is_empty() && !statute.articles.is_empty() {
        out.open("preamble", &[]);
        lines(&mut out, statute.preamble.iter().map(String::as_str));
        out.close("preamble");
    }
    body(&mut out, statute);
    out.close("act");
    out.close("akomaNtoso");
    out.finish()
}

fn meta(out: &mut Writer, statute: &Statute, key: &StatuteKey, version: VersionKey) {
    let first = statute
        .events
        .iter()
        .find_map(|event| event.on)
        .map_or(UNKNOWN_DAY.to_owned(), |on| on.to_string());
    let day = match version {
        VersionKey::On(on) => on.to_string(),
        VersionKey::Undated => UNKNOWN_DAY.to_owned(),
    };
    let work = format!("/akn/cn/act/{first}/{}", xml::path_segment(key.as_str()));
    let expression = format!("{work}/zho@{day}");
    out.open("meta", &[]);
    out.open("identification", &[("source", SOURCE)]);
    identity(
        out,
        "FRBRWork",
        &work,
        &first,
        "passed",
        &[("FRBRcountry", "value", "cn")],
    );
    identity(
        out,
        "FRBRExpression",
        &expression,
        &day,
        "version",
        &[("FRBRlanguage", "language", "zho")],
    );
    identity(
        out,
        "FRBRManifestation",
        &format!("{expression}.xml"),
        &day,
        "markup",
        &[],
    );
    out.close("identification");
    lifecycle(out, statute);
    out.open("references", &[("source", SOURCE)]);
    out.empty(
        "TLCOrganization",
        &[
            ("eId", "xiezhi"),
            ("href", "/ontology/organization/xiezhi"),
            ("showAs", "Xiezhi 獬豸"),
        ],
    );
    out.close("references");
    out.close("meta");
}

fn identity(
    out: &mut Writer,
    level: &str,
    uri: &str,
    day: &str,
    event: &str,
    extra: &[(&str, &str, &str)],
) {
    out.open(level, &[]);
    out.empty("FRBRthis", &[("value", &format!("{uri}/!main"))]);
    out.empty("FRBRuri", &[("value", uri)]);
    out.empty("FRBRdate", &[("date", day), ("name", event)]);
    out.empty("FRBRauthor", &[("href", SOURCE)]);
    for (name, attribute, value) in extra {
        out.empty(name, &[(attribute, value)]);
    }
    out.close(level);
}

fn lifecycle(out: &mut Writer, statute: &Statute) {
    let dated: Vec<_> = statute
        .events
        .iter()
        .filter_map(|event| Some((event.on?, event.kind)))
        .collect();
    if dated.is_empty() {
        return;
    }
    out.open("lifecycle", &[("source", SOURCE)]);
    for (number, (on, kind)) in (1..).zip(dated) {
        let kind = match kind {
            EventKind::Revised | EventKind::Amended => "amendment",
            EventKind::Repealed => "repeal",
            _ => "generation",
        };
        out.empty(
            "eventRef",
            &[
                ("eId", &format!("event_{number}")),
                ("date", &on.to_string()),
                ("source", SOURCE),
                ("type", kind),
            ],
        );
    }
    out.close("lifecycle");
}

fn preface(out: &mut Writer, statute: &Statute) {
    out.open("preface", &[]);
    out.open_inline("p");
    out.inline("docTitle", &statute.title);
    out.close_inline("p");
    lines(out, statute.subtitle.iter().map(String::as_str));
    for event in &statute.events {
        let day = event
            .on
            .map(|on| format!("{}年{}月{}日", on.year(), on.month(), on.day()))
            .unwrap_or_default();
        out.text("p", &format!("{day}{}", event.text));
    }
    out.close("preface");
}

fn lines<'t>(out: &mut Writer, lines: impl Iterator<Item = &'t str>) {
    for line in lines {
        out.text("p", line);
    }
}

fn body(out: &mut Writer, statute: &Statute) {
    out.open("body", &[]);
    let mut ids = Ids::default();
    let mut open: Vec<usize> = Vec::new();
    let mut next = 0;
    for article in &statute.articles {
        // Divisions without articles are written where they stand.
        while article.division.is_some_and(|division| next <= division) {
            enter(out, statute, &mut open, next, &mut ids);
            next += 1;
        }
        write_article(out, article, &mut ids);
    }
    while next < statute.divisions.len() {
        enter(out, statute, &mut open, next, &mut ids);
        next += 1;
    }
    while let Some(division) = open.pop() {
        leave(out, statute, division);
    }
    if statute.articles.is_empty() {
        container(out, "text", &statute.preamble);
    }
    if !statute.appendix.is_empty() {
        container(out, "appendix", &statute.appendix);
    }
    out.close("body");
}

/// Closes the divisions that do not hold `division`, and opens it.
fn enter(
    out: &mut Writer,
    statute: &Statute,
    open: &mut Vec<usize>,
    division: usize,
    ids: &mut Ids,
) {
    let parent = statute.divisions[division].parent;
    while let Some(&last) = open.last() {
        if Some(last) == parent {
            break;
        }
        open.pop();
        leave(out, statute, last);
    }
    let (kind, heading) = (
        statute.divisions[division].kind,
        &statute.divisions[division],
    );
    let (name, short, word) = names(kind);
    let id = ids.unique(&format!("{short}_{}", division + 1));
    let mut attributes = vec![("eId", id.as_str())];
    if kind == DivisionKind::Other {
        attributes.push(("name", "heading"));
    }
    out.open(name, &attributes);
    if let Some(number) = heading.number {
        out.text("num", &format!("第{}{word}", chinese(number)));
    }
    out.text("heading", &heading.title);
    open.push(division);
    // A division must hold something.
    let is_empty = !statute
        .articles
        .iter()
        .any(|article| article.division == Some(division))
        && !statute
            .divisions
            .iter()
            .any(|other| other.parent == Some(division));
    if is_empty {
        out.open("content", &[]);
        out.empty("p", &[]);
        out.close("content");
    }
}

fn leave(out: &mut Writer, statute: &Statute, division: usize) {
    out.close(names(statute.divisions[division].kind).0);
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
        out.open("content", &[]);
        out.empty("p", &[]);
        out.close("content");
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
struct Ids(std::collections::HashMap<String, u32>);

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
