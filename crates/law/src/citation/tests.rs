//! Citations in every usual form, read and written.

use super::*;
use crate::address::ProvisionPath;

fn step<N: ToString>(step: Option<Step<N>>) -> String {
    match step {
        Some(Step::Number(number)) => number.to_string(),
        Some(Step::This) => "this".to_owned(),
        Some(Step::Back(count)) => format!("-{count}"),
        None => "_".to_owned(),
    }
}

fn place(place: &Place) -> String {
    let levels = [
        step(place.article),
        step(place.paragraph),
        step(place.point),
        step(place.subpoint),
    ];
    levels.join(".").trim_end_matches("._").to_owned()
}

fn render(citation: &Citation) -> String {
    let statute = match &citation.statute {
        StatuteRef::This => "this".to_owned(),
        StatuteRef::Named(title) => title.clone(),
        StatuteRef::Exact(key, version) => format!("{key}@{version}"),
    };
    let targets = citation.targets.iter().map(|target| match &target.to {
        Some(to) => format!("{}~{}", place(&target.from), place(to)),
        None => place(&target.from),
    });
    format!("{statute} {}", targets.collect::<Vec<_>>().join(" "))
        .trim_end()
        .to_owned()
}

fn check(text: &str, expected: &[&str]) {
    let found: Vec<String> = find(text).iter().map(render).collect();
    assert_eq!(found, expected, "{text}");
}

fn check_parse(text: &str, expected: Option<&str>) {
    assert_eq!(
        parse(text).map(|citation| render(&citation)).as_deref(),
        expected,
        "{text}"
    );
}

#[test]
fn full_citations_are_read() {
    check(
        "《云麓市市容条例》第六十三条第一款第（三）项",
        &["云麓市市容条例 63.1.3"],
    );
    check("违反本条例第二十条之一第二款的", &["this 20之一.2"]);
    check(
        "依照《云麓市市容条例》（2021年修订）第六条处罚",
        &["云麓市市容条例 6"],
    );
    check("根据《云麓市市容条例》，制定", &["云麓市市容条例"]);
    check("依照市容条例第六条、第七条第二款处罚", &["市容条例 6 7.2"]);
    check(
        "《云麓市实施〈市容条例〉办法》第3条第1目",
        &["云麓市实施〈市容条例〉办法 3._._.1"],
    );
}

#[test]
fn lists_and_ranges_are_read() {
    check("违反本办法第三条至第五条、第八条规定", &["this 3~5 8"]);
    check("第三条第一项至第三项和第五项", &["this 3._.1~3._.3 3._.5"]);
    check("第十、十一条", &["this 10 11"]);
    check("第（一）、（二）项", &["this _._.1 _._.2"]);
    check("第一款第二项至第四项和第三款", &["this _.1.2~_.1.4 _.3"]);
    check("本法第三条和《市容条例》第四条", &["this 3", "市容条例 4"]);
    check("第三条第一款、第二款、第四条", &["this 3.1 3.2 4"]);
}

#[test]
fn relative_citations_are_read() {
    check("前款规定的", &["this _.-1"]);
    check("依照前两款规定", &["this _.-2"]);
    check("前条第二款", &["this -1.2"]);
    check("本条第一款、第三款", &["this this.1 this.3"]);
    check("前项规定", &["this _._.-1"]);
}

#[test]
fn words_that_look_like_citations_are_not() {
    for text in [
        "本条例所称",
        "前项目",
        "本条件",
        "提前款项",
        "第三人",
        "第一章",
        "（一）损毁树木",
        "十条鱼",
        "本条款",
        "有条件",
    ] {
        check(text, &[]);
    }
}

#[test]
fn what_people_type_is_read() {
    check_parse("处罚法63条1款3项", Some("处罚法 63.1.3"));
    check_parse("处罚法第63条", Some("处罚法 63"));
    check_parse("处罚法 第６３条第１款第（3）项", Some("处罚法 63.1.3"));
    check_parse("行政处罚法63.1.3", Some("行政处罚法 63.1.3"));
    check_parse(
        "law/行政处罚法@2021-01-22#63.1.3",
        Some("行政处罚法@2021-01-22 63.1.3"),
    );
    check_parse("行政处罚法", Some("行政处罚法"));
    check_parse("《市容条例》", Some("市容条例"));
    check_parse("占道经营罚多少", None);
    check_parse("", None);
}

#[test]
fn a_written_citation_reads_as_the_same_provision() {
    for path in ["1", "20之一", "133.2", "63.1.3", "110.10.12.1"] {
        let path: ProvisionPath = path.parse().unwrap();
        for style in [Style::Statute, Style::Decision] {
            let text = write("云麓市市容条例", Some(&path), style, None);
            assert_eq!(
                render(&parse(&text).unwrap()),
                format!("云麓市市容条例 {path}"),
                "{text}"
            );
        }
    }
}

#[test]
fn the_only_paragraph_is_not_named() {
    let statute = crate::read("# 云麓市市容条例\n\n第一条 禁止：\n\n（一）涂写；\n\n（二）刻画。");
    let path: ProvisionPath = "1.1.2".parse().unwrap();
    assert_eq!(
        write("本条例", Some(&path), Style::Statute, Some(&statute)),
        "本条例第一条第二项"
    );
    assert_eq!(
        write("市容条例", None, Style::Statute, None),
        "《市容条例》"
    );
}
