//! Citations resolved from where they stand.

use jiff::civil::Date;

use super::*;
use crate::address::{Address, ProvisionPath, StatuteKey, VersionKey};

/// Knows 云麓市市容条例, of which article 20 has a paragraph with three points.
struct Library;

impl Titles for Library {
    fn statute(&self, title: &str, _: Option<Date>) -> Option<(StatuteKey, VersionKey)> {
        let known = matches!(title, "云麓市市容条例" | "市容条例");
        known.then(|| {
            (
                StatuteKey::of_title("云麓市市容条例").unwrap(),
                VersionKey::Undated,
            )
        })
    }

    fn has(&self, address: &Address) -> bool {
        address.path.is_some_and(|path| {
            path.article.main <= 20
                && path
                    .point
                    .is_none_or(|point| path.paragraph == Some(2) && point <= 3)
        })
    }
}

const TEXT: &str = "# 云麓市灯会条例\n\n第一条 根据《云麓市市容条例》（以下简称《容条例》），制定本条例。\n\n第二条 甲。\n\n乙。\n\n\
    丙，有下列情形之一的：\n\n（一）子；\n\n（二）丑；\n\n（三）寅。\n\n第三条 丁。\n\n第四条 戊。";

fn check(citation: &str, here: &str, expected: &[&str]) {
    let statute = crate::read(TEXT);
    let key = StatuteKey::of_title(&statute.title).unwrap();
    let short_names = short_names(&statute);
    let context = Context {
        statute: Some((&statute, &key, VersionKey::Undated)),
        here: Some(here.parse().unwrap()),
        short_names: &short_names,
        as_of: None,
        titles: &Library,
    };
    let found = find(citation);
    let text: Vec<String> = found
        .iter()
        .flat_map(|citation| resolve(citation, &context))
        .map(|resolution| match resolution {
            Resolution::Found(address) => address
                .to_string()
                .replace("law/云麓市", "")
                .replace("@undated", ""),
            Resolution::Missing(address) => format!("no {}", address.path.unwrap()),
            Resolution::UnknownStatute(title) => format!("no {title}"),
            Resolution::Nowhere => "nowhere".to_owned(),
        })
        .collect();
    assert_eq!(text, expected, "{citation} at {here}");
}

#[test]
fn relative_places_are_seen_from_where_they_stand() {
    check("前款规定", "2.2", &["灯会条例#2.1"]);
    check("前两款规定", "2.3", &["灯会条例#2.1", "灯会条例#2.2"]);
    check("前款规定", "2.1", &["nowhere"]);
    check("前条规定", "4.1", &["灯会条例#3"]);
    check("前条第三款", "3.1", &["灯会条例#2.3"]);
    check("前两条规定", "4.1", &["灯会条例#2", "灯会条例#3"]);
    check("前项规定", "2.3.2", &["灯会条例#2.3.1"]);
    check("本条第二款", "2.1", &["灯会条例#2.2"]);
    check(
        "第一项至第三项",
        "2.3",
        &["灯会条例#2.3.1", "灯会条例#2.3.2", "灯会条例#2.3.3"],
    );
    check("本条第二项", "2.1", &["灯会条例#2.3.2"]);
}

#[test]
fn a_point_alone_may_belong_to_the_provision_cited_before() {
    let text = "# 云麓市灯会条例\n\n第一条 禁止：\n\n（一）甲；\n\n（二）乙。\n\n第二条 违反第一条规定的，按照下列规定处罚：\n\n（一）违反第二项规定的，警告；\n\n（二）违反第九项规定的，警告。";
    let statute = crate::read(text);
    let key = StatuteKey::of_title(&statute.title).unwrap();
    let at = |here: &str| {
        let here: ProvisionPath = here.parse().unwrap();
        let text = statute.text_of(&here).unwrap();
        let context = Context {
            statute: Some((&statute, &key, VersionKey::Undated)),
            here: Some(here),
            short_names: &[],
            as_of: None,
            titles: &Library,
        };
        let (resolved, findings) = resolve_from(&text, &context);
        (
            resolved[0].1[0]
                .found()
                .and_then(|address| address.path)
                .map(|path| path.to_string()),
            findings.len(),
        )
    };
    // Point 2 of the list itself exists too: the nearer one counts.
    assert_eq!(at("2.1.1"), (Some("2.1.2".to_owned()), 0));
    assert_eq!(at("2.1.2"), (None, 1));
}

#[test]
fn articles_of_this_and_of_other_statutes_are_found() {
    check(
        "本条例第二条第二项、第三条",
        "4.1",
        &["灯会条例#2.3.2", "灯会条例#3"],
    );
    check(
        "本条例第二条至第四条",
        "1.1",
        &["灯会条例#2", "灯会条例#3", "灯会条例#4"],
    );
    check("本条例第九条", "1.1", &["no 9"]);
    check(
        "《云麓市市容条例》第二十条第二项",
        "1.1",
        &["市容条例#20.2.2"],
    );
    check("《容条例》第五条", "1.1", &["市容条例#5"]);
    check("有关单位依照市容条例第五条的规定", "1.1", &["市容条例#5"]);
    check("《云麓市门牌条例》第五条", "1.1", &["no 云麓市门牌条例"]);
    check("《云麓市市容条例》", "1.1", &["市容条例"]);
}
