//! Candidates prepared for reading, the ones used of late kept within bounds.
//!
//! A search reads the text of two hundred documents and shows twenty. To fetch and fold each anew
//! is most of its cost, and popular articles are candidates again and again. So the folded text is
//! kept, in compact form; what is shown is fetched from the index as it stands.

use std::sync::Arc;

use law::{ArticleNumber, ProvisionPath};
use quick_cache::Weighter;
use quick_cache::sync::Cache;
use tantivy::{DocAddress, Searcher};

use super::SearchError;
use super::catalogue::stored;
use super::document::{ArticleDocument, ItemDocument};
use super::schema::Fields;
use super::tokens;

/// Memory for articles and for items.
const ARTICLES_BYTES: u64 = 16 << 20;
const ITEMS_BYTES: u64 = 8 << 20;
/// What one takes on average, with its place.
const USUAL_BYTES: u64 = 1 << 10;

/// The prepared candidates of one committed state of the index.
pub(crate) struct Shelf {
    articles: Cache<DocAddress, Arc<PreparedArticle>, Bytes>,
    items: Cache<DocAddress, Arc<PreparedItem>, Bytes>,
}

/// An article as it is read.
pub(crate) struct PreparedArticle {
    /// 条
    pub article: ArticleNumber,
    /// Its units in reading order.
    pub units: Box<[PreparedUnit]>,
    folded: Box<str>,
}

/// A paragraph or point as it is read.
#[derive(Clone, Copy)]
pub(crate) struct PreparedUnit {
    /// 款, 1-based.
    pub paragraph: u32,
    /// 项, 1-based.
    pub point: Option<u32>,
    start: u32,
    consequence: u32,
    end: u32,
}

/// An item as it is read.
pub(crate) struct PreparedItem {
    /// Where it stands.
    pub path: ProvisionPath,
    /// The deed, folded.
    pub behaviour: Box<str>,
    /// Who, whom, what follows and which duty is breached, folded.
    pub beside: Box<str>,
}

impl Shelf {
    /// An empty one.
    pub fn new() -> Self {
        let cache = |bytes: u64| ((bytes / USUAL_BYTES) as usize, bytes, Bytes);
        let (articles, items) = (cache(ARTICLES_BYTES), cache(ITEMS_BYTES));
        Self {
            articles: Cache::with_weighter(articles.0, articles.1, articles.2),
            items: Cache::with_weighter(items.0, items.1, items.2),
        }
    }

    /// The article at an address.
    pub fn article(
        &self,
        searcher: &Searcher,
        fields: &Fields,
        address: DocAddress,
    ) -> Result<Arc<PreparedArticle>, SearchError> {
        let prepare = || {
            Ok(Arc::new(PreparedArticle::of(&stored(
                searcher, fields, address,
            )?)))
        };
        self.articles.get_or_insert_with(&address, prepare)
    }

    /// The item at an address.
    pub fn item(
        &self,
        searcher: &Searcher,
        fields: &Fields,
        address: DocAddress,
    ) -> Result<Arc<PreparedItem>, SearchError> {
        let prepare = || {
            Ok(Arc::new(PreparedItem::of(&stored(
                searcher, fields, address,
            )?)))
        };
        self.items.get_or_insert_with(&address, prepare)
    }
}

impl PreparedArticle {
    fn of(article: &ArticleDocument) -> Self {
        let mut folded = String::new();
        let units = article.units.iter().map(|unit| {
            let start = folded.len() as u32;
            folded.extend(unit.text.chars().map(tokens::fold_char));
            PreparedUnit {
                paragraph: unit.paragraph,
                point: unit.point,
                start,
                consequence: start + consequence(&folded[start as usize..]) as u32,
                end: folded.len() as u32,
            }
        });
        Self {
            article: article.article,
            units: units.collect(),
            folded: folded.into_boxed_str(),
        }
    }

    /// The folded words of one of its units.
    pub fn text(&self, unit: &PreparedUnit) -> &str {
        &self.folded[unit.start as usize..unit.end as usize]
    }

    /// The folded words of one of its units: the deed, and what follows from it.
    pub fn deed_and_consequence(&self, unit: &PreparedUnit) -> (&str, &str) {
        self.text(unit)
            .split_at((unit.consequence - unit.start) as usize)
    }
}

/// Where a folded sanction clause goes over from the deed to its consequence; its end where it does
/// not: `…的,由…责令改正,处…`.
fn consequence(text: &str) -> usize {
    text.match_indices("的,")
        .map(|(at, mark)| (at + mark.len(), &text[at + mark.len()..]))
        .find(|(_, rest)| CONSEQUENCES.iter().any(|opening| rest.starts_with(opening)))
        .map_or(text.len(), |(at, _)| at)
}

/// How a consequence opens.
const CONSEQUENCES: [&str; 14] = [
    "由",
    "责令",
    "处",
    "给予",
    "没收",
    "吊销",
    "予以",
    "依照",
    "可以",
    "并处",
    "按照",
    "应当给予",
    "构成",
    "除",
];

impl PreparedItem {
    fn of(item: &ItemDocument) -> Self {
        let parts = [
            item.object.as_deref(),
            item.authority.as_deref(),
            Some(&item.penalty),
        ];
        let mut beside: Vec<&str> = parts.into_iter().flatten().collect();
        beside.extend(item.duties.iter().map(String::as_str));
        Self {
            path: item.path,
            behaviour: tokens::fold(&item.behaviour).into_boxed_str(),
            beside: tokens::fold(&beside.join("\n")).into_boxed_str(),
        }
    }
}

/// Weighs what is kept by the memory that it takes.
#[derive(Clone)]
struct Bytes;

/// What the cache itself and the allocator add to an entry.
const PLACE_BYTES: usize = 128;

impl Weighter<DocAddress, Arc<PreparedArticle>> for Bytes {
    fn weight(&self, _: &DocAddress, article: &Arc<PreparedArticle>) -> u64 {
        let units = size_of_val(article.units.as_ref());
        (PLACE_BYTES + size_of::<PreparedArticle>() + units + article.folded.len()) as u64
    }
}

impl Weighter<DocAddress, Arc<PreparedItem>> for Bytes {
    fn weight(&self, _: &DocAddress, item: &Arc<PreparedItem>) -> u64 {
        let texts = item.behaviour.len() + item.beside.len();
        (PLACE_BYTES + size_of::<PreparedItem>() + texts) as u64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clause_is_cut_where_its_consequence_begins() {
        let check = |text: &str, deed: &str| {
            let folded = tokens::fold(text);
            assert_eq!(&folded[..consequence(&folded)], tokens::fold(deed));
        };
        check(
            "未取得河灯许可证，放河灯的，由河灯局责令改正，处一百元罚款。",
            "未取得河灯许可证，放河灯的，",
        );
        check(
            "在桥下放河灯的，或者泼水的，没收河灯。",
            "在桥下放河灯的，或者泼水的，",
        );
        check("放河灯应当取得河灯许可证。", "放河灯应当取得河灯许可证。");
    }
}
