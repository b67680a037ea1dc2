//! The provision that a citation means on a day.

use std::sync::Arc;

use jiff::civil::Date;
use law::citation::{self, Context, Resolution, Style};
use law::{Address, ProvisionPath, Statute};
use store::StoreError;
use store::sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use thiserror::Error;

use crate::Library;
use crate::explained::{Explained, INTERNAL, internal_zh};
use crate::holdings::{HeldStatute, HeldVersion, Holdings};
use crate::items::rows_in;
use crate::statutes::{Spans, citing_day, label, paragraphs};
use crate::tables::citation as citation_table;
use crate::view::{CitedBy, ParagraphText, Provision, VersionState};

/// Why there is no provision to show.
#[derive(Debug, Error)]
pub enum ProvisionError {
    /// The text is no citation.
    #[error(
        "{0:?} cannot be read as a citation; write 《title》第X条第X款第（X）项 or an address such as law/title@2021-01-22#63.1"
    )]
    Unreadable(String),
    /// It cites a statute that the library does not hold.
    #[error("the library holds no statute 《{0}》")]
    NoStatute(String),
    /// It cites a provision that the version does not have.
    #[error("the version {version} of 《{statute}》 has no {path}")]
    NoProvision {
        /// The statute.
        statute: law::StatuteKey,
        /// The version.
        version: law::VersionKey,
        /// The provision.
        path: ProvisionPath,
    },
    /// The database refused.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Explained for ProvisionError {
    fn codes(&self) -> &'static [&'static crate::api::ErrorCode] {
        crate::api::code::ALL
    }

    fn code(&self) -> &'static str {
        match self {
            Self::Unreadable(_) => "library.citation_unreadable",
            Self::NoStatute(_) => "library.statute_not_found",
            Self::NoProvision { .. } => "library.provision_not_found",
            Self::Store(_) => INTERNAL,
        }
    }

    fn zh(&self) -> String {
        match self {
            Self::Unreadable(text) => {
                format!("“{text}”无法识别为引用，请写作《法规名称》第X条第X款第（X）项。")
            }
            Self::NoStatute(title) => format!("法规库中没有《{title}》。"),
            Self::NoProvision {
                statute,
                version,
                path,
            } => {
                let cited = citation::write(statute.as_str(), Some(path), Style::Decision, None);
                format!("{version} 版本没有{cited}。")
            }
            Self::Store(_) => internal_zh(),
        }
    }
}

/// Provisions that are shown as citing another at most.
const MOST_CITED_BY: u64 = 100;
/// Characters of the words around a citation.
const EXCERPT_CHARS: usize = 60;

impl Library {
    /// The provision that a citation, or an address, means on a day.
    pub async fn provision(
        &self,
        citation: &str,
        as_of: Option<Date>,
    ) -> Result<Provision, ProvisionError> {
        let holdings = self.holdings().await?;
        let day = as_of.unwrap_or_else(|| self.today());
        let address = self.address_of(&holdings, citation, day).await?;
        let (statute, version) = held(&holdings, &address)?;
        let text = self.text(version).await?;
        if let Some(path) = address.path.filter(|path| !text.has(path)) {
            return Err(ProvisionError::NoProvision {
                statute: address.statute,
                version: address.version,
                path,
            });
        }
        Ok(Provision {
            statute: statute.name(),
            version: version.version,
            state: version.state_on(day),
            label: address
                .path
                .map(|path| label(&path, &text))
                .unwrap_or_default(),
            text: words(&text, address.path),
            paragraphs: self
                .cited_paragraphs(&holdings, version, &address, &text, day)
                .await?,
            canonical: citation::write(
                &version.title,
                address.path.as_ref(),
                Style::Decision,
                Some(&text),
            ),
            cited_by: self.cited_by(&holdings, &address, day).await?,
            items: match address.path {
                Some(path) => rows_in(self, &holdings, version.id, &path, day).await?,
                None => Vec::new(),
            },
            address: address.to_string(),
        })
    }

    /// Reads a citation as an address: the first provision that it names, as of the day.
    async fn address_of(
        &self,
        holdings: &Arc<Holdings>,
        text: &str,
        day: Date,
    ) -> Result<Address, ProvisionError> {
        let unreadable = || ProvisionError::Unreadable(text.chars().take(EXCERPT_CHARS).collect());
        if let Ok(address) = text.trim().parse::<Address>() {
            return Ok(address);
        }
        let read = citation::parse(text).ok_or_else(unreadable)?;
        let read = std::slice::from_ref(&read);
        let titles = self.texts_cited_by(holdings, read, &[], day).await?;
        let context = Context {
            statute: None,
            here: None,
            short_names: &[],
            as_of: Some(day),
            titles: &titles,
        };
        match citation::resolve(&read[0], &context).into_iter().next() {
            Some(Resolution::Found(address) | Resolution::Missing(address)) => Ok(address),
            Some(Resolution::UnknownStatute(title)) => Err(ProvisionError::NoStatute(title)),
            Some(Resolution::Nowhere) | None => Err(unreadable()),
        }
    }

    /// The article with its citations, cut to what is cited.
    async fn cited_paragraphs(
        &self,
        holdings: &Arc<Holdings>,
        version: &HeldVersion,
        address: &Address,
        text: &Arc<Statute>,
        day: Date,
    ) -> Result<Vec<ParagraphText>, StoreError> {
        let Some(path) = address.path else {
            return Ok(Vec::new());
        };
        let Some(article) = text.article(path.article) else {
            return Ok(Vec::new());
        };
        let names = citation::short_names(text);
        let citing_day = citing_day(version, day);
        let words = article.provisions().map(|(_, words)| words);
        let cited = self
            .cited_texts(holdings, words, &names, citing_day)
            .await?;
        let spans = Spans {
            statute: text,
            key: &address.statute,
            version: address.version,
            names: &names,
            day: citing_day,
            cited: &cited,
        };
        let mut paragraphs = paragraphs(article, &spans);
        paragraphs.retain(|paragraph| {
            path.paragraph
                .is_none_or(|number| paragraph.number == number)
        });
        for paragraph in &mut paragraphs {
            paragraph
                .points
                .retain(|point| path.point.is_none_or(|number| point.number == number));
        }
        Ok(paragraphs)
    }

    /// Provisions in force on the day that cite this one, or something within it.
    async fn cited_by(
        &self,
        holdings: &Holdings,
        address: &Address,
        day: Date,
    ) -> Result<Vec<CitedBy>, StoreError> {
        let Some(path) = address.path else {
            return Ok(Vec::new());
        };
        use citation_table::Column as C;
        let rows = citation_table::Entity::find()
            .filter(C::TargetKey.eq(address.statute.as_str()))
            .filter(C::TargetArticle.eq(path.article.to_string()))
            .order_by_asc(C::VersionId)
            .order_by_asc(C::Seq)
            .limit(MOST_CITED_BY * 10)
            .all(self.db().read())
            .await?;
        let mut cited_by: Vec<CitedBy> = Vec::new();
        for row in rows {
            let Some((statute, version)) = holdings.version(row.version_id) else {
                continue;
            };
            let target: Option<ProvisionPath> = row.target_path.parse().ok();
            let meets =
                target.is_some_and(|target| path.contains(&target) || target.contains(&path));
            let is_own_past = statute.key == address.statute && version.version != address.version;
            if !meets || is_own_past || version.state_on(day) != VersionState::InForce {
                continue;
            }
            let by = self.citing(statute, version, &row).await?;
            let is_known = |by: &CitedBy| cited_by.iter().any(|known| known.address == by.address);
            if let Some(by) = by.filter(|by| !is_known(by)) {
                cited_by.push(by);
            }
            if cited_by.len() as u64 >= MOST_CITED_BY {
                break;
            }
        }
        Ok(cited_by)
    }

    async fn citing(
        &self,
        statute: &HeldStatute,
        version: &HeldVersion,
        row: &citation_table::Model,
    ) -> Result<Option<CitedBy>, StoreError> {
        let Ok(path) = row.path.parse::<ProvisionPath>() else {
            return Ok(None);
        };
        let text = self.article_text(version.id, path.article).await?;
        let words = text.text_of(&path).unwrap_or_default();
        let address = Address {
            statute: statute.key.clone(),
            version: version.version,
            path: Some(path),
        };
        Ok(Some(CitedBy {
            address: address.to_string(),
            label: citation::write(
                statute.key.as_str(),
                Some(&path),
                Style::Decision,
                Some(&text),
            ),
            excerpt: around(&words, usize::try_from(row.start_byte).unwrap_or(0)),
        }))
    }
}

fn held<'h>(
    holdings: &'h Holdings,
    address: &Address,
) -> Result<(&'h HeldStatute, &'h HeldVersion), ProvisionError> {
    let statute = holdings.statute(&address.statute);
    let version = statute.and_then(|statute| Some((statute, statute.version(address.version)?)));
    version.ok_or_else(|| {
        ProvisionError::NoStatute(format!("{}@{}", address.statute, address.version))
    })
}

/// The whole words of a provision, with what stands below it.
pub(crate) fn words(text: &Statute, path: Option<ProvisionPath>) -> String {
    let Some(path) = path else {
        return String::new();
    };
    let paragraph = text.article(path.article).zip(path.paragraph);
    let paragraph = paragraph
        .and_then(|(article, number)| article.paragraphs.get((number as usize).checked_sub(1)?));
    match (paragraph, path.point) {
        (Some(paragraph), None) => paragraph.full_text(),
        (Some(paragraph), Some(number)) if path.subpoint.is_none() => {
            let point = paragraph.points.iter().find(|point| point.number == number);
            point.map(law::Point::full_text).unwrap_or_default()
        }
        _ => text.text_of(&path).map(String::from).unwrap_or_default(),
    }
}

/// Some words of a text before and after a byte.
fn around(text: &str, byte: usize) -> String {
    let before = text.char_indices().take_while(|(at, _)| *at < byte).count();
    let first = before.saturating_sub(EXCERPT_CHARS / 3);
    let excerpt: String = text.chars().skip(first).take(EXCERPT_CHARS).collect();
    let (opened, cut) = (first > 0, text.chars().count() > first + EXCERPT_CHARS);
    format!(
        "{}{excerpt}{}",
        if opened { "…" } else { "" },
        if cut { "…" } else { "" }
    )
}
