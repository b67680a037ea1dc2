//! Akoma Ntoso 3.0 (OASIS LegalDocML), the international XML format of legislation.
//!
//! 编 is `part`, 分编 `subpart`, 章 `chapter`, 节 `section`, 条 `article`, 款 `paragraph`, 项 `point`,
//! 目 `indent`; an appendix and headings of other ranks are `hcontainer`. An `eId` follows the
//! naming convention of the standard: `art_63__para_1__point_3`.

mod body;
mod xml;

use crate::address::{StatuteKey, VersionKey};
use crate::statute::{EventKind, Statute};
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
    body::write(&mut out, statute);
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

/// `<p>` for each line.
fn lines<'t>(out: &mut Writer, lines: impl Iterator<Item = &'t str>) {
    for line in lines {
        out.text("p", line);
    }
}
