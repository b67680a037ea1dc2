//! A synthetic city for tests and benchmarks: 云麓市 with 95 authorities, 74 of them streets, and
//! officers. Nobody and nothing in it exists; every name says 虚构. The same seed gives the same city.

use base::{AreaCode, CreditCode};
use jiff::civil::{Date, date};

use crate::workbook::{WorkbookFormat, WorkbookKind, write_rows};

/// Authorities of the city.
pub const AUTHORITIES: usize = 95;
/// Streets among them.
pub const STREETS: usize = 74;

const DISTRICTS: [&str; 8] = [
    "东麓", "西麓", "南麓", "北麓", "云湖", "云岭", "云港", "云田",
];
const BUREAUS: [&str; 12] = [
    "城市管理和综合执法局",
    "市场监督管理局",
    "生态环境局",
    "交通运输局",
    "住房和建设局",
    "水务局",
    "应急管理局",
    "卫生健康委员会",
    "文化广电旅游体育局",
    "规划和自然资源局",
    "农业农村局",
    "司法局",
];
const SURNAMES: [&str; 16] = [
    "赵", "钱", "孙", "李", "周", "吴", "郑", "王", "冯", "陈", "曾", "单", "解", "沈", "韩", "杨",
];
const GIVEN: [&str; 16] = [
    "子一", "子二", "文三", "文四", "明五", "明六", "安七", "安八", "宁九", "宁十", "和甲", "和乙",
    "平丙", "平丁", "清戊", "清己",
];
const FIELDS: [&str; 4] = ["综合执法", "市场监管", "生态环境", "交通运输"];

/// The first day of the city.
pub const FIRST_DAY: Date = date(2024, 1, 1);

/// A city of a seed.
#[derive(Debug, Clone)]
pub struct City {
    state: u64,
}

impl City {
    /// The city of this seed.
    pub const fn new(seed: u64) -> Self {
        Self {
            state: seed.wrapping_mul(2).wrapping_add(1),
        }
    }

    /// The workbook of its authorities: the city, twelve bureaus, eight districts, 74 streets.
    pub fn authorities(&mut self, format: WorkbookFormat) -> Vec<u8> {
        let mut rows = vec![authority(
            "YL",
            "云麓市人民政府（虚构）",
            "市级",
            "",
            "990000",
            0,
        )];
        for (number, name) in (1..).zip(BUREAUS) {
            rows.push(authority(
                &format!("YL-B{number:02}"),
                &format!("云麓市{name}（虚构）"),
                "市级",
                "YL",
                "990000",
                number,
            ));
        }
        for (number, name) in (1..).zip(DISTRICTS) {
            let area = format!("9901{number:02}");
            rows.push(authority(
                &format!("YL-D{number}"),
                &format!("云麓市{name}区人民政府（虚构）"),
                "县区级",
                "YL",
                &area,
                100 + number,
            ));
        }
        for number in 0..STREETS {
            let (district, street) = (number % DISTRICTS.len(), number / DISTRICTS.len() + 1);
            let area = format!("9901{:02}{street:03}", district + 1);
            let name = format!("{}区第{street}街道办事处（虚构）", DISTRICTS[district]);
            let code = format!("YL-S{:02}", number + 1);
            rows.push(authority(
                &code,
                &name,
                "镇街级",
                &format!("YL-D{}", district + 1),
                &area,
                200 + number,
            ));
        }
        debug_assert_eq!(rows.len(), AUTHORITIES);
        write_rows(WorkbookKind::Authorities, format, &rows)
            .expect("a workbook in memory is written")
    }

    /// The workbook of its officers, four fifths of them in streets; one in ten is auxiliary.
    pub fn officers(&mut self, count: usize, format: WorkbookFormat) -> Vec<u8> {
        let rows: Vec<_> = (0..count).map(|number| self.officer(number)).collect();
        write_rows(WorkbookKind::Officers, format, &rows).expect("a workbook in memory is written")
    }

    fn officer(&mut self, number: usize) -> Vec<String> {
        let street = self.below(5) > 0;
        let authority = if street {
            format!("YL-S{:02}", self.below(STREETS) + 1)
        } else {
            format!("YL-B{:02}", self.below(BUREAUS.len()) + 1)
        };
        let name = format!(
            "{}{}（虚构）",
            SURNAMES[self.below(SURNAMES.len())],
            GIVEN[self.below(GIVEN.len())]
        );
        let auxiliary = self.below(10) == 0;
        let mut cells = vec![
            format!("R{number:06}"),
            name,
            authority,
            if auxiliary {
                "执法辅助人员"
            } else {
                "执法员"
            }
            .to_owned(),
            if auxiliary { "是" } else { "否" }.to_owned(),
            identity(number),
        ];
        if auxiliary {
            cells.extend(std::iter::repeat_n(String::new(), 5));
        } else {
            let field = FIELDS[self.below(FIELDS.len())];
            cells.extend([
                format!("Z{number:08}"),
                field.to_owned(),
                "990000".to_owned(),
                "2024-01-01".to_owned(),
                "2029-12-31".to_owned(),
            ]);
        }
        cells.push(FIRST_DAY.to_string());
        cells
    }

    /// A number below `limit`: a plain linear congruential generator is random enough for names.
    fn below(&mut self, limit: usize) -> usize {
        self.state = self
            .state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from((self.state >> 33) % limit as u64).unwrap_or(0)
    }
}

fn authority(
    code: &str,
    name: &str,
    level: &str,
    parent: &str,
    area: &str,
    number: usize,
) -> Vec<String> {
    let cells = [
        code,
        name,
        "",
        "行政机关",
        level,
        parent,
        area,
        &credit_code(number),
        "虚构负责人",
        "虚构确认〔2024〕1号",
        "2024-01-02",
        "2024-01-01",
    ];
    cells.map(str::to_owned).to_vec()
}

/// A credit code of the area 990000, which no registry has, with the right last character.
pub fn credit_code(number: usize) -> String {
    let body = format!("11990000{number:09}");
    let right = |last: char| format!("{body}{last}").parse::<CreditCode>().ok();
    let code = ('0'..='9').chain('A'..='Z').find_map(right);
    code.expect("one of the characters is the right one")
        .to_string()
}

/// An identity number of the area 990000, which nobody bears, with the right last character.
pub fn identity(number: usize) -> String {
    let (days, order) = (number / 999, number % 999 + 1);
    let born =
        date(1970, 1, 1).saturating_add(jiff::Span::new().days(i64::try_from(days).unwrap_or(0)));
    let body = format!("990000{}{order:03}", born.strftime("%Y%m%d"));
    let right = |last: char| format!("{body}{last}").parse::<base::CitizenNumber>().ok();
    let number = ('0'..='9').chain(['X']).find_map(right);
    number
        .expect("one of the characters is the right one")
        .reveal()
        .to_owned()
}

/// The area of the whole city.
pub fn area() -> AreaCode {
    "990000".parse().expect("it has six digits")
}
