//! Texts of versions, kept in memory while they are asked for, and the citations in them.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use jiff::civil::Date;
use law::citation::{self, Citation, Resolution, StatuteRef, Titles};
use law::{Address, ArticleNumber, Statute, StatuteKey, VersionKey};
use store::StoreError;
use store::sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use crate::Library;
use crate::feed::read_article;
use crate::holdings::{HeldVersion, Holdings};
use crate::reading::Head;
use crate::tables::{article, version};

/// Texts that were asked for lately.
#[derive(Debug, Default)]
pub(crate) struct Texts(Mutex<HashMap<i64, (String, Arc<Statute>)>>);

/// Texts that are kept: the statutes that one statute cites, and more.
const KEPT: usize = 48;

impl Texts {
    fn get(&self, version: &HeldVersion) -> Option<Arc<Statute>> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (digest, text) = kept.get(&version.id)?;
        (*digest == version.digest).then(|| Arc::clone(text))
    }

    fn keep(&self, version: &HeldVersion, text: &Arc<Statute>) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= KEPT {
            kept.clear();
        }
        kept.insert(version.id, (version.digest.clone(), Arc::clone(text)));
    }
}

/// What citations are resolved against: the titles that the library holds, and the texts that were
/// loaded for them.
pub(crate) struct CitedTexts {
    pub holdings: Arc<Holdings>,
    loaded: HashMap<(StatuteKey, VersionKey), Arc<Statute>>,
}

impl Titles for CitedTexts {
    fn statute(&self, title: &str, as_of: Option<Date>) -> Option<(StatuteKey, VersionKey)> {
        let statute = self.holdings.titled(title)?;
        let version = match as_of {
            Some(day) => statute.on(day),
            None => statute.versions.last(),
        }?;
        Some((statute.key.clone(), version.version))
    }

    fn has(&self, address: &Address) -> bool {
        let Some(path) = &address.path else {
            return true;
        };
        let text = self.loaded.get(&(address.statute.clone(), address.version));
        text.is_some_and(|text| text.has(path))
    }
}

impl Library {
    /// The text of a version.
    pub(crate) async fn text(&self, version: &HeldVersion) -> Result<Arc<Statute>, StoreError> {
        if let Some(text) = self.texts().get(version) {
            return Ok(text);
        }
        let row = version::Entity::find_by_id(version.id)
            .one(self.db().read())
            .await?;
        let head = row.and_then(|row| serde_json::from_str::<Head>(&row.head).ok());
        let head = head.unwrap_or_default();
        let articles = article::Entity::find()
            .filter(article::Column::VersionId.eq(version.id))
            .order_by_asc(article::Column::Seq)
            .all(self.db().read())
            .await?;
        let text = Arc::new(Statute {
            title: version.title.clone(),
            subtitle: head.subtitle,
            events: head.events,
            divisions: head.divisions,
            preamble: head.preamble,
            articles: articles.iter().filter_map(read_article).collect(),
            appendix: head.appendix,
            findings: Vec::new(),
        });
        self.texts().keep(version, &text);
        Ok(text)
    }

    /// An article of a version, as a statute of which nothing else is known.
    pub(crate) async fn article_text(
        &self,
        version: i64,
        number: ArticleNumber,
    ) -> Result<Statute, StoreError> {
        let row = article::Entity::find()
            .filter(article::Column::VersionId.eq(version))
            .filter(article::Column::Number.eq(number.to_string()))
            .order_by_asc(article::Column::Seq)
            .one(self.db().read())
            .await?;
        Ok(Statute {
            articles: row.iter().filter_map(read_article).collect(),
            ..Statute::default()
        })
    }

    /// Loads what the citations of a text may mean on a day.
    pub(crate) async fn cited_texts<'t>(
        &self,
        holdings: &Arc<Holdings>,
        texts: impl Iterator<Item = &'t str>,
        short_names: &[(String, String)],
        as_of: Date,
    ) -> Result<CitedTexts, StoreError> {
        let found: Vec<Citation> = texts.flat_map(citation::find).collect();
        self.texts_cited_by(holdings, &found, short_names, as_of)
            .await
    }

    /// Loads what these citations may mean on a day.
    pub(crate) async fn texts_cited_by(
        &self,
        holdings: &Arc<Holdings>,
        found: &[Citation],
        short_names: &[(String, String)],
        as_of: Date,
    ) -> Result<CitedTexts, StoreError> {
        let mut cited = CitedTexts {
            holdings: Arc::clone(holdings),
            loaded: HashMap::new(),
        };
        for citation in found.iter().filter(|citation| !citation.targets.is_empty()) {
            for (key, version) in meant(&cited, &citation.statute, short_names, as_of) {
                self.load(&mut cited, key, version).await?;
            }
        }
        Ok(cited)
    }

    async fn load(
        &self,
        cited: &mut CitedTexts,
        key: StatuteKey,
        version: VersionKey,
    ) -> Result<(), StoreError> {
        let place = (key, version);
        let holdings = Arc::clone(&cited.holdings);
        let held = holdings
            .statute(&place.0)
            .and_then(|statute| statute.version(version));
        if let Some(held) = held.filter(|_| !cited.loaded.contains_key(&place)) {
            let text = self.text(held).await?;
            cited.loaded.insert(place, text);
        }
        Ok(())
    }
}

/// The statutes that a reference may turn out to mean: a title without marks may have words of the
/// sentence before it, so that any of its tails may be the title.
fn meant(
    cited: &CitedTexts,
    reference: &StatuteRef,
    short_names: &[(String, String)],
    as_of: Date,
) -> Vec<(StatuteKey, VersionKey)> {
    match reference {
        StatuteRef::This => Vec::new(),
        StatuteRef::Exact(key, version) => vec![(key.clone(), *version)],
        StatuteRef::Named(title) => {
            let full = short_names.iter().find(|(short, _)| short == title);
            let full = full.map_or(title.as_str(), |(_, full)| full);
            let tails = full.char_indices().map(|(at, _)| &full[at..]);
            tails
                .take_while(|tail| tail.chars().nth(1).is_some())
                .find_map(|tail| cited.statute(tail, Some(as_of)))
                .into_iter()
                .collect()
        }
    }
}

/// Why a citation has no target, in Chinese.
pub(crate) fn reason(resolution: &Resolution) -> Option<String> {
    match resolution {
        Resolution::Found(_) => None,
        Resolution::Missing(address) => Some(format!("《{}》该版本没有这一条款", address.statute)),
        Resolution::UnknownStatute(title) => Some(format!("法规库中没有《{title}》")),
        Resolution::Nowhere => Some("无法确定所指条款".to_owned()),
    }
}

/// Bytes of a text as UTF-16 code units, as browsers count.
pub(crate) fn utf16(text: &str, bytes: std::ops::Range<usize>) -> [u32; 2] {
    let units = |end: usize| {
        let end = end.min(text.len());
        let end = (0..=end)
            .rev()
            .find(|at| text.is_char_boundary(*at))
            .unwrap_or(0);
        text[..end].chars().map(char::len_utf16).sum::<usize>() as u32
    };
    [units(bytes.start), units(bytes.end)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_count_as_browsers_do() {
        let text = "𠀀犬只管理";
        let at = text.find("管理").unwrap();
        assert_eq!(utf16(text, at..text.len()), [4, 6]);
        assert_eq!(utf16("犬", 1..99), [0, 1]);
    }
}
