//! Search in process over 60,000 invented articles and 30,000 invented items: items as one types,
//! full text, pinyin, citations. `cargo bench -p library --bench search`.

use std::hint::black_box;
use std::sync::Arc;

use criterion::{Criterion, criterion_group, criterion_main};
use jiff::civil::{Date, date};
use law::{ItemKind, ProvisionPath, VersionKey};
use library::search::{
    ArticleDocument, DocumentBody, IndexDocument, IndexedVersion, ItemDocument, Lexicon, Scope,
    SearchIndex, SearchRequest, Unit, warm_up,
};

const STATUTES: u32 = 1_000;
const ARTICLES: u32 = 60;
const ITEMS: u32 = 30;
const TODAY: Date = date(2026, 11, 24);

const WHO: [&str; 8] = [
    "经营者",
    "施工单位",
    "养犬人",
    "船舶所有人",
    "学校",
    "医疗机构",
    "物业服务人",
    "托运人",
];
const DOES: [&str; 8] = [
    "未取得许可证从事经营活动",
    "擅自占用道路堆放物料",
    "未按照规定登记",
    "在禁止的时间内燃放河灯",
    "拒绝、阻碍监督检查",
    "向水体倾倒废弃物",
    "伪造、变造检验记录",
    "未设置明显的安全警示标志",
];
const WHERE: [&str; 8] = [
    "在河道管理范围内",
    "在公共场所",
    "在住宅小区",
    "在施工现场",
    "在营业场所",
    "在桥梁下",
    "在码头",
    "在校园周边",
];

fn behaviour(seed: u32) -> String {
    let pick = |words: [&'static str; 8], step: u32| words[(seed / step % 8) as usize];
    format!("{}{}{}的", pick(WHO, 1), pick(WHERE, 8), pick(DOES, 64))
}

fn version(number: u32) -> Arc<IndexedVersion> {
    let title = format!("云麓市第{}号管理条例", law::numeral::chinese(number + 1));
    Arc::new(IndexedVersion {
        statute: title.parse().expect("the invented title is one"),
        version: VersionKey::On(date(2020, 1, 1)),
        title,
        level: "地方性法规".to_owned(),
        region: "云岭".to_owned(),
        in_force_from: Some(date(2020, 1, 1)),
        in_force_until: None,
        repealed: false,
        file: format!("{number}.md"),
    })
}

fn article(number: u32, seed: u32) -> ArticleDocument {
    ArticleDocument {
        article: law::ArticleNumber::new(number),
        units: vec![Unit {
            paragraph: 1,
            point: None,
            text: format!(
                "{}，由主管部门责令改正，处一千元以上一万元以下罚款。",
                behaviour(seed)
            ),
        }],
    }
}

fn item(number: u32, seed: u32) -> ItemDocument {
    ItemDocument {
        id: seed.to_string(),
        kind: ItemKind::Penalty,
        state: "read".to_owned(),
        path: ProvisionPath::article(law::ArticleNumber::new(number)),
        behaviour: behaviour(seed),
        authority: Some("主管部门".to_owned()),
        object: None,
        duties: Vec::new(),
        penalty: "责令改正；罚款".to_owned(),
    }
}

fn filled(folder: &std::path::Path) -> SearchIndex {
    let index = SearchIndex::create(folder, Arc::new(Lexicon::built_in())).expect("a new folder");
    let mut writer = index.rewrite().expect("a new generation");
    for statute in 0..STATUTES {
        let version = version(statute);
        for number in 1..=ARTICLES {
            let seed = statute * ARTICLES + number;
            let mut bodies = vec![DocumentBody::Article(article(number, seed))];
            if number <= ITEMS {
                bodies.push(DocumentBody::Item(item(number, seed)));
            }
            for body in bodies {
                let version = Arc::clone(&version);
                writer
                    .add(&IndexDocument { version, body })
                    .expect("the writer is alive");
            }
        }
    }
    writer.commit("bench").expect("the folder can be written");
    index
}

fn search(criterion: &mut Criterion) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let index = filled(folder.path());
    warm_up();
    let cases = [
        ("items, one character", Scope::Items, "未"),
        ("items, words", Scope::Items, "占用道路"),
        ("items, initials", Scope::Items, "wqdxkz"),
        ("items, full pinyin", Scope::Items, "zhanyongdaolu"),
        (
            "full text, words",
            Scope::All,
            "在住宅小区擅自占用道路堆放物料",
        ),
        ("full text, a question", Scope::All, "无证占道经营罚多少"),
        (
            "full text, a citation",
            Scope::All,
            "云麓市第七号管理条例第三条第一款",
        ),
    ];
    for (name, scope, query) in cases {
        let request = SearchRequest {
            scope,
            ..SearchRequest::new(query, TODAY)
        };
        criterion.bench_function(name, |bencher| {
            bencher.iter(|| {
                index
                    .search(black_box(&request))
                    .expect("the index can be read")
            });
        });
    }
}

criterion_group!(benches, search);
criterion_main!(benches);
