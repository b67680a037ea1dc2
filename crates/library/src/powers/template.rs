//! The template of a power list: a table with a line for each item and authority, as XLSX or CSV.

use std::collections::HashMap;

use jiff::civil::Date;

use super::words::PowerKind;
use super::{
    AuthorityBook, CellFault, Decision, FourTests, LineContent, NewLines, PowerTerms, TestResult,
};
use crate::ItemId;
use register::AuthorityLevel;
use register::workbook::{Row, Title, WorkbookFormat, WriteError, write_sheet};

/// The columns, in Chinese and English; a template names each by either.
pub const TEMPLATE: [(&str, &str); 16] = [
    ("事项编号", "item"),
    ("主体编号", "authority"),
    ("取得方式", "power_kind"),
    ("行使层级", "level"),
    ("下放类别", "street_class"),
    ("易发生", "easy_to_happen"),
    ("易发现", "easy_to_find"),
    ("易判断", "easy_to_judge"),
    ("易处理", "easy_to_handle"),
    ("委托机关编号", "entrusted_by"),
    ("决定文号", "decision_number"),
    ("决定日期", "decided_on"),
    ("决定文件", "decision_document"),
    ("起始日", "valid_from"),
    ("终止日", "valid_to"),
    ("备注", "note"),
];

/// The name of its sheet in a workbook.
pub(super) const SHEET: &str = "权责清单";

/// Columns that every row fills: the first of [`TEMPLATE`].
const NEEDED: usize = 4;

/// The titles of the columns.
pub(super) fn titles() -> Vec<Title<'static>> {
    let titles = TEMPLATE.iter().enumerate();
    titles
        .map(|(at, (zh, _))| Title {
            text: zh,
            needed: at < NEEDED,
        })
        .collect()
}

/// An empty template.
pub fn template(format: WorkbookFormat) -> Result<Vec<u8>, WriteError> {
    write_sheet(SHEET, &titles(), format, &[])
}

/// A table whose first row names the columns: rows of cells.
pub(super) struct Table {
    columns: HashMap<&'static str, usize>,
}

/// A row that was read: where it stands, and what it says.
pub(super) struct ReadLine {
    pub row: u32,
    pub item: ItemId,
    pub authority: String,
    pub content: LineContent,
    pub valid_from: Option<Date>,
    pub valid_to: Option<Date>,
}

/// What is wrong with a cell, in Chinese and English.
pub(super) type Wrong = (&'static str, String, String);

impl Table {
    /// The columns of a first row; those that a template must have are there.
    pub(super) fn new(head: &Row) -> Result<Self, Vec<CellFault>> {
        let mut columns = HashMap::new();
        for (at, title) in head.cells.iter().enumerate() {
            let title = title.trim().trim_end_matches('*').trim_end();
            let known = TEMPLATE
                .iter()
                .find(|(zh, en)| *zh == title || *en == title);
            if let Some((_, name)) = known {
                columns.insert(*name, at);
            }
        }
        let missing = TEMPLATE[..NEEDED]
            .iter()
            .filter(|(_, name)| !columns.contains_key(name));
        let faults: Vec<CellFault> = missing
            .map(|(zh, en)| {
                CellFault::new(
                    head.number,
                    en,
                    format!("缺少“{zh}”一列"),
                    format!("the column {en} is missing"),
                )
            })
            .collect();
        if faults.is_empty() {
            Ok(Self { columns })
        } else {
            Err(faults)
        }
    }

    /// Reads a row.
    pub(super) fn read(
        &self,
        &Row {
            number: row,
            ref cells,
        }: &Row,
        book: &AuthorityBook,
    ) -> Result<ReadLine, Wrong> {
        let cell = |name: &str| {
            let at = self.columns.get(name)?;
            let text = cells.get(*at)?.trim();
            (!text.is_empty()).then_some(text)
        };
        let terms = PowerTerms {
            power_kind: word(cell("power_kind"), "power_kind", PowerKind::written)?,
            level: word(cell("level"), "level", AuthorityLevel::written)?,
            decision: decision(&cell)?,
            street_class: cell("street_class").map(str::to_owned),
            tests: tests(&cell)?,
            entrusted_by: match cell("entrusted_by") {
                Some(code) => Some(authority(code, "entrusted_by", book)?),
                None => None,
            },
        };
        let valid_to = day(cell("valid_to"), "valid_to")?;
        let content = LineContent::Power(terms);
        if let Some(fault) = content.fault(valid_to) {
            let field = if fault.field == "decision" {
                "decision_number"
            } else {
                fault.field
            };
            let field = if field == "tests" {
                "easy_to_happen"
            } else {
                field
            };
            let cited = fault
                .provision
                .map(|provision| format!("（{provision}）"))
                .unwrap_or_default();
            return Err((
                field,
                format!("{}{cited}", fault.zh),
                format!("{}{cited}", fault.en),
            ));
        }
        let item = cell("item").and_then(|id| id.parse().ok());
        Ok(ReadLine {
            row,
            item: item.ok_or_else(|| {
                (
                    "item",
                    "应为事项的编号".to_owned(),
                    "the id of an item is expected".to_owned(),
                )
            })?,
            authority: authority(cell("authority").unwrap_or_default(), "authority", book)?,
            content,
            valid_from: day(cell("valid_from"), "valid_from")?,
            valid_to,
        })
    }
}

/// Rows as groups that say the same, in the order of the rows.
pub(super) fn groups(lines: Vec<ReadLine>) -> Vec<NewLines> {
    let mut groups: Vec<NewLines> = Vec::new();
    let mut places = HashMap::new();
    for line in lines {
        let key = (
            line.authority.clone(),
            line.content.clone(),
            line.valid_from,
            line.valid_to,
        );
        let at = *places.entry(key).or_insert_with(|| {
            groups.push(NewLines {
                items: Vec::new(),
                authorities: vec![line.authority.clone()],
                content: line.content.clone(),
                valid_from: line.valid_from,
                valid_to: line.valid_to,
            });
            groups.len() - 1
        });
        groups[at].items.push(line.item);
    }
    groups
}

fn word<T>(
    text: Option<&str>,
    column: &'static str,
    read: impl FnOnce(&str) -> Option<T>,
) -> Result<T, Wrong> {
    let known = text.and_then(read);
    known.ok_or_else(|| {
        (
            column,
            "不是可用的词，见模板说明".to_owned(),
            "this is not one of the words of the template".to_owned(),
        )
    })
}

fn authority(code: &str, column: &'static str, book: &AuthorityBook) -> Result<String, Wrong> {
    let known = book.coded(code).map(str::to_owned);
    known.ok_or_else(|| {
        (
            column,
            format!("登记库中没有编号为“{code}”的执法主体"),
            format!("the register knows no authority with the number {code:?}"),
        )
    })
}

fn day(text: Option<&str>, column: &'static str) -> Result<Option<Date>, Wrong> {
    let Some(text) = text else { return Ok(None) };
    let known = text.parse().ok();
    let wrong = || {
        (
            column,
            "应为日期，如 2026-05-01".to_owned(),
            "a date such as 2026-05-01 is expected".to_owned(),
        )
    };
    known.map(Some).ok_or_else(wrong)
}

fn decision<'c>(cell: &impl Fn(&str) -> Option<&'c str>) -> Result<Option<Decision>, Wrong> {
    let (number, on, document) = (
        cell("decision_number"),
        cell("decided_on"),
        cell("decision_document"),
    );
    if number.is_none() && on.is_none() && document.is_none() {
        return Ok(None);
    }
    let decided_on = day(on, "decided_on")?;
    match (number, decided_on, document) {
        (Some(number), Some(decided_on), Some(document)) => Ok(Some(Decision {
            number: number.to_owned(),
            decided_on,
            document: document.to_owned(),
        })),
        _ => Err((
            "decision_number",
            "决定须写全文号、日期和文件".to_owned(),
            "a decision needs number, date and document".to_owned(),
        )),
    }
}

fn tests<'c>(cell: &impl Fn(&str) -> Option<&'c str>) -> Result<Option<FourTests>, Wrong> {
    let names = [
        "easy_to_happen",
        "easy_to_find",
        "easy_to_judge",
        "easy_to_handle",
    ];
    if names.iter().all(|name| cell(name).is_none()) {
        return Ok(None);
    }
    let [easy_to_happen, easy_to_find, easy_to_judge, easy_to_handle] =
        names.map(|name| test(cell(name), name));
    Ok(Some(FourTests {
        easy_to_happen: easy_to_happen?,
        easy_to_find: easy_to_find?,
        easy_to_judge: easy_to_judge?,
        easy_to_handle: easy_to_handle?,
    }))
}

/// 是：理由, or yes: reason.
fn test(text: Option<&str>, column: &'static str) -> Result<TestResult, Wrong> {
    let wrong = || {
        (
            column,
            "应写“是：理由”或“否：理由”".to_owned(),
            "“yes: reason” or “no: reason” is expected".to_owned(),
        )
    };
    let (answer, reason) = text
        .and_then(|text| text.split_once(['：', ':']))
        .ok_or_else(wrong)?;
    let met = match answer.trim() {
        "是" | "yes" => true,
        "否" | "no" => false,
        _ => return Err(wrong()),
    };
    Ok(TestResult {
        met,
        reason: reason.trim().to_owned(),
    })
}
