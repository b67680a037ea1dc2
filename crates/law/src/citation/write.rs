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
pub fn write(statute: &str, path: Option<&ProvisionPath>, style: Style, text: Option<&Statute>) -> String {
    let mut out = named(statute);
    let Some(path) = path else { return out };
    out.push_str(&format!("第{}条", chinese(path.article.main)));
    if path.article.sub > 0 {
        out.push_str(&format!("之{}", chinese(path.article.sub)));
    }
    let is_only = text.and_then(|text| text.article(path.article)).is_some_and(|article| article.paragraphs.len() == 1);
    if let Some(paragraph) = path.paragraph.filter(|_| !is_only) {
        out.push_str(&format!("第{}款", chinese(paragraph)));
    }
    if let Some(point) = path.point {
        out.push_str(&match style {
            Style::Statute => format!("第{}项", chinese(point)),
            Style::Decision => format!("第（{}）项", chinese(point)),
        });
    }
    if let Some(subpoint) = path.subpoint {
        out.push_str(&format!("第{}目", chinese(subpoint)));
    }
    out
}

fn named(statute: &str) -> String {
    if statute.is_empty() || statute.starts_with(['本', '《']) { statute.to_owned() } else { format!("《{statute}》") }
}
