//! Akoma Ntoso 3.0 (OASIS LegalDocML), the international XML format of legislation.
//!
//! 编 is `part`, 分编 `subpart`, 章 `chapter`, 节 `section`, 条 `article`, 款 `paragraph`, 项 `point`,
//! 目 `indent`; an appendix and headings of other ranks are `hcontainer`. An `eId` follows the
//! naming convention of the standard: `art_63__para_1__point_3`.

mod body;
mod xml;

use jiff::civil::Date;

use crate::address::{StatuteKey, VersionKey};
use crate::statute::{EventKind, Statute};
use xml::Writer;

const NAMESPACE: &str = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0";
/// The day that stands for an unknown one, since the format demands a day.
const UNKNOWN_DAY: &str = "0001-01-01";
/// Who made the markup.
const SOURCE: &str = "#xiezhi";

/// The statute as an Akoma Ntoso document. `made_on` is the day on which its first version was made,
/// for a text that does not tell it.
pub fn export(
    statute: &Statute,
    key: &StatuteKey,
    version: VersionKey,
    made_on: Option<Date>,
) -> String {
    let mut out = Writer::new();
    out.open("akomaNtoso", &[("xmlns", NAMESPACE)]);
    out.open("act", &[("name", "act"), ("contains", "singleVersion")]);
    meta(&mut out, statute, key, version, made_on);
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

fn meta(
    out: &mut Writer,
    statute: &Statute,
    key: &StatuteKey,
    version: VersionKey,
    made_on: Option<Date>,
) {
    let written = |day: Option<Date>| day.map_or(UNKNOWN_DAY.to_owned(), |day| day.to_string());
    let version_day = match version {
        VersionKey::On(on) => Some(on),
        VersionKey::Undated => None,
    };
    let told = statute.events.iter().filter_map(|event| event.on).min();
    let first = written(told.or(made_on).or(version_day));
    let day = written(version_day.or(told).or(made_on));
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
