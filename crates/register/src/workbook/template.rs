//! The templates: which columns a sheet has, read by their heads, in any order.

use base::{Lang, Text};
use serde::Serialize;
use utoipa::ToSchema;

use super::sheet::Row;

/// A sheet of the register.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum WorkbookKind {
    /// Authorities.
    Authorities,
    /// Officers.
    Officers,
}

/// A column of a template.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Column {
    pub(crate) zh: &'static str,
    pub(crate) en: &'static str,
    pub(crate) needed: bool,
}

const fn needed(zh: &'static str, en: &'static str) -> Column {
    Column {
        zh,
        en,
        needed: true,
    }
}

const fn optional(zh: &'static str, en: &'static str) -> Column {
    Column {
        zh,
        en,
        needed: false,
    }
}

/// Columns of authorities; `authorities.rs` reads them by these places.
pub(crate) const AUTHORITY: [Column; 12] = [
    needed("主体编号", "code"),
    needed("名称", "name"),
    optional("英文名称", "name_en"),
    needed("类别", "kind"),
    needed("层级", "level"),
    optional("上级编号", "parent"),
    needed("区划代码", "area"),
    optional("统一社会信用代码", "credit_code"),
    optional("负责人", "legal_head"),
    needed("确认文号", "decision"),
    optional("公布日期", "published_on"),
    needed("起始日期", "valid_from"),
];

/// Columns of officers; `officers.rs` reads them by these places.
pub(crate) const OFFICER: [Column; 14] = [
    needed("人员编号", "code"),
    needed("姓名", "name"),
    needed("主体编号", "authority"),
    needed("岗位", "post"),
    optional("辅助人员", "auxiliary"),
    optional("身份号码", "identity"),
    optional("执法证号", "certificate"),
    optional("执法类别", "field"),
    optional("执法区域", "area"),
    optional("核发日期", "issued_on"),
    optional("到期日期", "expires_on"),
    needed("起始日期", "valid_from"),
    optional("法律职业资格证号", "legal_qualification"),
    optional("资格取得日期", "legally_qualified_on"),
];

/// A fault of one cell. It never repeats what stands in the cell, which may be personal data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct RowError {
    /// The row in the file, from 1.
    pub row: u32,
    /// The head of the column, in Chinese; absent where the whole row is meant.
    pub column: Option<String>,
    /// What is wrong, in Chinese.
    pub message: String,
    /// What is wrong, in English.
    pub message_en: String,
}

/// A sheet whose columns are known.
pub(crate) struct Table<'r> {
    columns: &'static [Column],
    /// Where each column of the template stands in the file.
    places: Vec<Option<usize>>,
    pub(crate) rows: &'r [Row],
}

/// One row of a table, with the faults found in it.
pub(crate) struct Cells<'t> {
    table: &'t Table<'t>,
    row: &'t Row,
    faults: Vec<RowError>,
}

impl WorkbookKind {
    pub(crate) const fn columns(self) -> &'static [Column] {
        match self {
            Self::Authorities => &AUTHORITY,
            Self::Officers => &OFFICER,
        }
    }

    /// The name of the sheet.
    pub const fn sheet(self) -> &'static str {
        match self {
            Self::Authorities => "执法主体",
            Self::Officers => "执法人员",
        }
    }

    /// Its name in addresses and acts.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Authorities => "authorities",
            Self::Officers => "officers",
        }
    }
}

impl RowError {
    pub(crate) fn new(row: u32, column: Option<&Column>, text: &Text) -> Self {
        Self {
            row,
            column: column.map(|column| column.zh.to_owned()),
            message: text.get(Lang::Zh).to_owned(),
            message_en: text.get(Lang::En).to_owned(),
        }
    }
}

impl<'r> Table<'r> {
    /// Finds the columns by the first row: their Chinese or English heads, in any order.
    pub(crate) fn of(columns: &'static [Column], rows: &'r [Row]) -> Result<Self, Vec<RowError>> {
        let Some((head, rows)) = rows.split_first() else {
            return Err(Vec::new());
        };
        let place = |column: &Column| head.cells.iter().position(|cell| is_head(cell, column));
        let places: Vec<_> = columns.iter().map(place).collect();
        let mut faults = Vec::new();
        for (column, place) in columns.iter().zip(&places) {
            if column.needed && place.is_none() {
                let text = text(
                    &format!("缺少“{}”一列", column.zh),
                    &format!("the column {} is missing", column.en),
                );
                faults.push(RowError::new(head.number, Some(column), &text));
            }
        }
        for cell in head.cells.iter().filter(|cell| !cell.is_empty()) {
            if !columns.iter().any(|column| is_head(cell, column)) {
                let shown: String = cell.chars().take(40).collect();
                let text = text(
                    &format!("模板中没有“{shown}”一列"),
                    &format!("the template has no column {shown:?}"),
                );
                faults.push(RowError::new(head.number, None, &text));
            }
        }
        if faults.is_empty() {
            Ok(Self {
                columns,
                places,
                rows,
            })
        } else {
            Err(faults)
        }
    }

    pub(crate) fn cells<'t>(&'t self, row: &'t Row) -> Cells<'t> {
        Cells {
            table: self,
            row,
            faults: Vec::new(),
        }
    }
}

fn is_head(cell: &str, column: &Column) -> bool {
    let cell = cell.trim().trim_end_matches('*').trim();
    cell == column.zh || cell.eq_ignore_ascii_case(column.en)
}

impl Cells<'_> {
    /// The number of the row.
    pub(crate) fn row(&self) -> u32 {
        self.row.number
    }

    /// Says that something is wrong with a column of this row.
    pub(crate) fn fault(&mut self, column: usize, zh: impl Into<String>, en: impl Into<String>) {
        let error = RowError::new(
            self.row.number,
            self.table.columns.get(column),
            &text(&zh.into(), &en.into()),
        );
        self.faults.push(error);
    }

    /// The text of an optional cell.
    pub(crate) fn optional(&self, column: usize) -> Option<&str> {
        let place = (*self.table.places.get(column)?)?;
        self.row
            .cells
            .get(place)
            .map(String::as_str)
            .filter(|cell| !cell.is_empty())
    }

    /// The text of a cell that must have one of at most `max` characters.
    pub(crate) fn text(&mut self, column: usize, max: usize) -> String {
        let found = self.optional(column).map(str::to_owned);
        self.fits(column, found, max).unwrap_or_else(|| {
            if self.optional(column).is_none() {
                self.fault(column, "不能为空", "must not be empty");
            }
            String::new()
        })
    }

    /// The text of a cell that may be empty.
    pub(crate) fn maybe_text(&mut self, column: usize, max: usize) -> Option<String> {
        let found = self.optional(column).map(str::to_owned);
        self.fits(column, found, max)
    }

    fn fits(&mut self, column: usize, found: Option<String>, max: usize) -> Option<String> {
        let found = found?;
        if crate::text::is_plain(&found, max) {
            return Some(found);
        }
        self.fault(
            column,
            format!("应不超过 {max} 字，不含控制字符"),
            format!("must have at most {max} characters and no control characters"),
        );
        None
    }

    /// What a cell stands for; `read` gives it or the message in both languages.
    pub(crate) fn read<T>(
        &mut self,
        column: usize,
        read: impl FnOnce(&str) -> Result<T, (String, String)>,
    ) -> Option<T> {
        match read(self.optional(column)?) {
            Ok(value) => Some(value),
            Err((zh, en)) => {
                self.fault(column, zh, en);
                None
            }
        }
    }

    /// As [`Cells::read`], of a cell that must not be empty.
    pub(crate) fn needed<T>(
        &mut self,
        column: usize,
        read: impl FnOnce(&str) -> Result<T, (String, String)>,
    ) -> Option<T> {
        if self.optional(column).is_none() {
            self.fault(column, "不能为空", "must not be empty");
            return None;
        }
        self.read(column, read)
    }

    /// What was wrong with the row.
    pub(crate) fn into_faults(self) -> Vec<RowError> {
        self.faults
    }
}

/// A text of both languages; neither is ever empty here.
pub(crate) fn text(zh: &str, en: &str) -> Text {
    Text::new(zh, en).expect("messages of the register have both languages")
}

/// A day as clerks write it: `2026-01-31`, `2026/1/31`, `2026.1.31`, `2026年1月31日`, `20260131`.
pub(crate) fn day(text: &str) -> Result<jiff::civil::Date, (String, String)> {
    let wrong = || {
        (
            "应为日期，如 2026-01-31".to_owned(),
            "must be a date such as 2026-01-31".to_owned(),
        )
    };
    let text = text.split([' ', 'T']).next().unwrap_or_default();
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let parts: Vec<&str> = if text.len() == 8 && digits(text) {
        vec![&text[..4], &text[4..6], &text[6..]]
    } else {
        text.trim_end_matches('日')
            .split(['-', '/', '.', '年', '月'])
            .collect()
    };
    let [year, month, day] = parts.as_slice() else {
        return Err(wrong());
    };
    if year.len() != 4 || ![year, month, day].into_iter().all(|part| digits(part)) {
        return Err(wrong());
    }
    let number = |text: &str| text.parse::<i8>().map_err(|_| wrong());
    let year = year.parse().map_err(|_| wrong())?;
    jiff::civil::Date::new(year, number(month)?, number(day)?).map_err(|_| wrong())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_as_clerks_write_them() {
        for written in [
            "2026-01-31",
            "2026/1/31",
            "2026.1.31",
            "2026年1月31日",
            "20260131",
            "2026-01-31 00:00:00",
        ] {
            assert_eq!(day(written).unwrap().to_string(), "2026-01-31", "{written}");
        }
        for wrong in ["", "2026-02-30", "26-1-31", "2026-1", "昨天", "2026-1-31-1"] {
            assert!(day(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_head_that_lacks_a_needed_column_is_refused_by_name() {
        let rows = [Row {
            number: 1,
            cells: vec!["主体编号".to_owned(), "颜色".to_owned()],
        }];
        let faults = Table::of(&AUTHORITY, &rows).err().unwrap();
        assert!(
            faults
                .iter()
                .any(|fault| fault.message.contains("缺少“名称”"))
        );
        assert!(
            faults
                .iter()
                .any(|fault| fault.message_en.contains("no column \"颜色\""))
        );
    }
}
