//! Writes citations.

use crate::address::ProvisionPath;
use crate::numeral::chinese;
use crate::statute::Statute;

/// How a point is written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Style {
    /// 第一款第三项, as statutes cite.
    #[default]
    Statute,
    /// 第一款第（三）项, as decisions cite.
    Decision,
}

/// Writes a citation of `path`: `statute` is 本法, 《…》 or a title, which is put in marks. Where
/// `text` is given, 第一款 is left out in an article that has no second.
pub fn write(
    statute: &str,
    path: Option<&ProvisionPath>,
    style: Style,
    text: Option<&Statute>,
) -> String {
    let mut parts = vec![named(statute)];
    let Some(path) = path else {
        return parts.concat();
    };
    parts.push(format!("第{}条", chinese(path.article.main)));
    if path.article.sub > 0 {
        parts.push(format!("之{}", chinese(path.article.sub)));
    }
    let article = text.and_then(|text| text.article(path.article));
    let is_only = article.is_some_and(|article| article.paragraphs.len() == 1);
    parts.extend(
        path.paragraph
            .filter(|_| !is_only)
            .map(|paragraph| format!("第{}款", chinese(paragraph))),
    );
    parts.extend(path.point.map(|point| match style {
        Style::Statute => format!("第{}项", chinese(point)),
        Style::Decision => format!("第（{}）项", chinese(point)),
    }));
    parts.extend(
        path.subpoint
            .map(|subpoint| format!("第{}目", chinese(subpoint))),
    );
    parts.concat()
}

fn named(statute: &str) -> String {
    if statute.is_empty() || statute.starts_with(['本', '《']) {
        statute.to_owned()
    } else {
        format!("《{statute}》")
    }
}
