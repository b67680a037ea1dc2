//! The lines of a version back into the template that they can be read from.

use store::{Cursor, Limit, PageRequest};

use super::{Asking, AuthorityBook, LineContent, LineFilter, PowerError, Powers, TEMPLATE};
use crate::ListId;
use crate::view::ListLine;

impl Powers {
    /// A page of lines of a power list as rows of the template, and the cursor of the next; the
    /// first page begins with the titles.
    pub async fn export_lines(
        &self,
        asking: &Asking,
        id: (ListId, u32),
        cursor: Option<Cursor>,
    ) -> Result<(Vec<u8>, Option<Cursor>), PowerError> {
        let is_first = cursor.is_none();
        let page = PageRequest {
            cursor,
            limit: Limit::new(Limit::MAX).unwrap_or_default(),
        };
        let lines = self
            .lines(asking, id, &LineFilter::default(), &page)
            .await?;
        let book = self.book().await?;
        let mut writer = csv::WriterBuilder::new()
            .terminator(csv::Terminator::CRLF)
            .from_writer(Vec::new());
        let unwritten = |error: csv::Error| PowerError::Template(error.to_string());
        if is_first {
            writer
                .write_record(TEMPLATE.map(|(zh, _)| zh))
                .map_err(unwritten)?;
        }
        for line in &lines.rows {
            writer.write_record(row(line, &book)).map_err(unwritten)?;
        }
        let written = writer
            .into_inner()
            .map_err(|error| PowerError::Template(error.to_string()))?;
        // The mark tells spreadsheets that the text is UTF-8.
        let bytes = if is_first {
            ["\u{feff}".as_bytes(), &written].concat()
        } else {
            written
        };
        Ok((bytes, lines.next.as_deref().map(str::parse).transpose()?))
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
