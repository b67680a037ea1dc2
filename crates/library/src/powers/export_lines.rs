//! The lines of a version back into the template that they can be read from.

use register::workbook::{MAX_ROWS, WorkbookFormat, csv_rows, write_sheet};
use store::{Cursor, Limit, PageRequest};

use super::template::{SHEET, titles};
use super::{Asking, AuthorityBook, LineContent, LineFilter, PowerError, Powers};
use crate::ListId;
use crate::view::ListLine;

impl Powers {
    /// A page of lines of a power list as rows of the CSV template, and the cursor of the next; the
    /// first page begins with the titles.
    pub async fn export_lines(
        &self,
        asking: &Asking,
        id: (ListId, u32),
        cursor: Option<Cursor>,
    ) -> Result<(Vec<u8>, Option<Cursor>), PowerError> {
        let is_first = cursor.is_none();
        let (rows, next) = self.template_rows(asking, id, cursor).await?;
        let bytes = if is_first {
            write_sheet(SHEET, &titles(), WorkbookFormat::Csv, &rows)?
        } else {
            csv_rows(rows.iter().map(Vec::as_slice))?
        };
        Ok((bytes, next))
    }

    /// All lines of a power list as an XLSX template.
    pub async fn export_workbook(
        &self,
        asking: &Asking,
        id: (ListId, u32),
    ) -> Result<Vec<u8>, PowerError> {
        let list = self.list(asking, id.0).await?;
        let version = list.versions.iter().find(|row| row.version == id.1);
        let lines = version.ok_or(PowerError::NoVersion(id.1))?.lines;
        if lines > MAX_ROWS as u64 {
            return Err(PowerError::TooManyLines {
                lines,
                most: MAX_ROWS,
            });
        }
        let (mut rows, mut next) = self.template_rows(asking, id, None).await?;
        while let Some(cursor) = next.take() {
            let (more, after) = self.template_rows(asking, id, Some(cursor)).await?;
            rows.extend(more);
            next = after;
        }
        Ok(write_sheet(SHEET, &titles(), WorkbookFormat::Xlsx, &rows)?)
    }

    async fn template_rows(
        &self,
        asking: &Asking,
        id: (ListId, u32),
        cursor: Option<Cursor>,
    ) -> Result<(Vec<Vec<String>>, Option<Cursor>), PowerError> {
        let page = PageRequest {
            cursor,
            limit: Limit::new(Limit::MAX).unwrap_or_default(),
        };
        let lines = self
            .lines(asking, id, &LineFilter::default(), &page)
            .await?;
        let book = self.book().await?;
        let rows = lines.rows.iter().map(|line| row(line, &book)).collect();
        Ok((rows, lines.next.as_deref().map(str::parse).transpose()?))
    }
}

fn row(line: &ListLine, book: &AuthorityBook) -> Vec<String> {
    let mut cells = vec![
        line.item.id.to_string(),
        line.authority
            .as_ref()
            .map(|authority| authority.code.clone())
            .unwrap_or_default(),
    ];
    if let LineContent::Power(terms) = &line.content {
        let zh = base::Lang::Zh;
        cells.push(terms.power_kind.text(zh).to_owned());
        cells.push(terms.level.text(zh).to_owned());
        cells.push(terms.street_class.clone().unwrap_or_default());
        let tests = terms.tests.as_ref().map(super::FourTests::all);
        for at in 0..4 {
            let test = tests.map(|tests| tests[at]);
            let answer =
                test.map(|test| format!("{}：{}", if test.met { "是" } else { "否" }, test.reason));
            cells.push(answer.unwrap_or_default());
        }
        let by = terms.entrusted_by.as_deref().and_then(|id| book.get(id));
        cells.push(by.map(|by| by.code.clone()).unwrap_or_default());
        let decision = terms.decision.as_ref();
        cells.push(
            decision
                .map(|decision| decision.number.clone())
                .unwrap_or_default(),
        );
        cells.push(
            decision
                .map(|decision| decision.decided_on.to_string())
                .unwrap_or_default(),
        );
        cells.push(
            decision
                .map(|decision| decision.document.clone())
                .unwrap_or_default(),
        );
    } else {
        cells.resize(13, String::new());
    }
    for day in [line.valid_from, line.valid_to] {
        cells.push(day.map(|day| day.to_string()).unwrap_or_default());
    }
    cells.push(line.item.behaviour.clone());
    cells
}
