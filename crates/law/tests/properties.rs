//! What holds for any text.

use law::citation;
use law::{ArticleNumber, Paragraph, Point, ProvisionPath, Statute, Subpoint};
use proptest::prelude::*;

/// What the parsers decide on.
const PIECES: &[&str] = &[
    "第",
    "三",
    "十",
    "百",
    "条",
    "款",
    "项",
    "目",
    "之",
    "章",
    "节",
    "编",
    " ",
    "\n",
    "\n\n",
    "：",
    "；",
    "。",
    "，",
    "、",
    "（",
    "）",
    "（一）",
    "（二）",
    "1.",
    "（1）",
    "第一条 ",
    "第二条 ",
    "第一章 总则",
    "## ",
    "# ",
    "附件",
    "附则",
    "本法",
    "本条例",
    "前款",
    "前两款",
    "至",
    "和",
    "《",
    "》",
    "云麓市灯会条例",
    "修改为：",
    "以下简称",
    "2019年5月6日",
    "law/",
    "@",
    "#",
    "\u{200b}",
    "\u{e000}",
    "<",
    ">",
    "1",
    "９",
    "a",
    "甲",
    "－",
    "笫",
    "上",
    "<!-- INFO END -->",
];

/// Texts of such pieces in any order.
fn law_like() -> impl Strategy<Value = String> {
    proptest::collection::vec(proptest::sample::select(PIECES), 0..60)
        .prop_map(|pieces| pieces.concat())
}

fn words() -> impl Strategy<Value = String> {
    "[甲乙丙丁灯台廊]{2,8}".prop_map(|words| format!("{words}。"))
}

fn subpoints() -> impl Strategy<Value = Vec<String>> {
    proptest::collection::vec(words(), 0..3)
}

fn points() -> impl Strategy<Value = Vec<(String, Vec<String>)>> {
    proptest::collection::vec((words(), subpoints()), 0..4)
}

fn paragraphs() -> impl Strategy<Value = Vec<Paragraph>> {
    let paragraph = (words(), points()).prop_map(|(text, points)| Paragraph {
        text,
        points: numbered(points),
    });
    proptest::collection::vec(paragraph, 1..4)
}

fn numbered(points: Vec<(String, Vec<String>)>) -> Vec<Point> {
    let subpoints = |texts: Vec<String>| {
        (1..)
            .zip(texts)
            .map(|(number, text)| Subpoint {
                number,
                text,
                lines: Vec::new(),
            })
            .collect()
    };
    (1..)
        .zip(points)
        .map(|(number, (text, below))| Point {
            number,
            text,
            subpoints: subpoints(below),
        })
        .collect()
}

/// The statute as a source would have it.
fn render(articles: &[Vec<Paragraph>]) -> String {
    let head = "# 云麓市灯会条例\n\n2019年5月6日 云麓市人民代表大会通过\n\n<!-- INFO END -->\n";
    let article = |(number, paragraphs): (u32, &Vec<Paragraph>)| {
        let lines: Vec<String> = paragraphs.iter().map(Paragraph::full_text).collect();
        format!(
            "\n第{}条 {}\n",
            law::numeral::chinese(number),
            lines.join("\n")
        )
    };
    std::iter::once(head.to_owned())
        .chain((1..).zip(articles).map(article))
        .collect()
}

fn path() -> impl Strategy<Value = ProvisionPath> {
    let levels = (1u32..2000, 0u32..5, 0u32..20, 0u32..30, 0u32..9);
    levels.prop_map(|(main, sub, paragraph, point, subpoint)| {
        let level = |number: u32| (number > 0).then_some(number);
        let paragraph = level(paragraph);
        let point = paragraph.and_then(|_| level(point));
        let subpoint = point.and_then(|_| level(subpoint));
        ProvisionPath {
            article: ArticleNumber { main, sub },
            paragraph,
            point,
            subpoint,
        }
    })
}

proptest! {
    #[test]
    fn no_text_makes_the_parsers_panic(text in prop_oneof![law_like(), any::<String>()]) {
        let statute = law::read(&text);
        let _ = law::structure_report(&statute, "", true);
        let _ = law::version_dates(&statute);
        let _ = citation::find(&text);
        let _ = citation::parse(&text);
        let _ = citation::short_names(&statute);
        let key = "云麓市灯会条例".parse().expect("a title");
        let _ = law::akn::export(&statute, &key, law::VersionKey::Undated, None);
    }

    #[test]
    fn no_bytes_make_the_parsers_panic(bytes in any::<Vec<u8>>()) {
        let _ = law::read_bytes(&bytes);
    }

    #[test]
    fn citations_lie_in_the_text_one_after_another(text in law_like()) {
        let mut end = 0;
        for citation in citation::find(&text) {
            prop_assert!(citation.span.start >= end && citation.span.end > citation.span.start);
            end = citation.span.end;
            prop_assert!(text.get(citation.span).is_some());
        }
    }

    #[test]
    fn a_rendered_statute_gives_the_same_tree(articles in proptest::collection::vec(paragraphs(), 1..6)) {
        let statute: Statute = law::read(&render(&articles));
        let read: Vec<Vec<Paragraph>> = statute.articles.into_iter().map(|article| article.paragraphs).collect();
        prop_assert_eq!(read, articles);
        prop_assert!(statute.findings.is_empty(), "{:?}", statute.findings);
    }

    #[test]
    fn a_path_reads_as_it_is_written(path in path()) {
        prop_assert_eq!(path.to_string().parse::<ProvisionPath>().expect("a path"), path);
    }

    #[test]
    fn a_citation_reads_as_it_is_written(path in path()) {
        let text = citation::write("云麓市灯会条例", Some(&path), citation::Style::Decision, None);
        let address = format!("law/云麓市灯会条例@undated#{path}");
        let (written, exact) = (citation::parse(&text).expect("a citation"), citation::parse(&address).expect("an address"));
        prop_assert_eq!(written.targets, exact.targets);
    }

    #[test]
    fn a_difference_is_empty_only_between_equal_texts(a in law_like(), b in law_like()) {
        let (old, new) = (law::read(&a), law::read(&b));
        let texts = |statute: &Statute| -> Vec<_> { statute.articles.iter().map(|article| (article.number, article.text())).collect() };
        let changes = law::diff::diff(&old, &new);
        if texts(&old) == texts(&new) {
            prop_assert!(changes.is_empty());
        } else if texts(&old).len() != texts(&new).len() {
            prop_assert!(!changes.is_empty());
        }
    }
}
