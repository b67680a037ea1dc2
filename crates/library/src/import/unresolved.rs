//! What only the whole library shows to be amiss: citations of provisions that no version of the
//! cited statute has, and repealed statutes of which nobody says since when.

use std::collections::{HashMap, HashSet};

use store::sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use store::{StoreError, WriteTx};

use super::repeals;
use super::write::{Amiss, Writer};
use crate::finding_text::FindingText;
use crate::holdings::Holdings;
use crate::tables::{article, citation, finding};

/// Puts the findings about citations in line with what the library holds now. A statute that the
/// library does not hold says nothing.
pub(super) async fn write(tx: &WriteTx, writer: &mut Writer) -> Result<u32, StoreError> {
    let holdings = Holdings::load_from(&**tx).await?;
    let held = held_articles(tx, &holdings).await?;
    let cited = citation::Entity::find()
        .select_only()
        .columns([
            citation::Column::VersionId,
            citation::Column::Path,
            citation::Column::TargetKey,
            citation::Column::TargetArticle,
        ])
        .filter(citation::Column::TargetArticle.ne(""))
        .into_tuple::<(i64, String, String, String)>()
        .all(&**tx)
        .await?;
    let missing = cited
        .into_iter()
        .filter_map(|(version, path, key, number)| {
            let is_missing = held
                .get(key.as_str())
                .is_some_and(|articles| !articles.contains(&number));
            let (_, from) = holdings.version(version).filter(|_| is_missing)?;
            Some(Amiss {
                version_id: version,
                file: from.file.clone(),
                path: Some(path),
                excerpt: format!("《{key}》 {number}"),
            })
        });
    let code = FindingText::code_of(law::FindingCode::UnresolvedCitation);
    let unresolved = replace(tx, writer, &code, missing.collect()).await?;
    let endless = holdings.statutes.iter().filter_map(repeals::last_repealed);
    let endless = endless
        .filter(|version| version.in_force_until.is_none())
        .map(|version| Amiss {
            version_id: version.id,
            file: version.file.clone(),
            path: None,
            excerpt: version.title.clone(),
        });
    let code = FindingText::REPEAL_DAY_UNKNOWN.code;
    Ok(unresolved + replace(tx, writer, code, endless.collect()).await?)
}

/// Puts the findings of a code in the place of those that were there, and counts them.
async fn replace(
    tx: &WriteTx,
    writer: &mut Writer,
    code: &str,
    amiss: Vec<Amiss>,
) -> Result<u32, StoreError> {
    let count = amiss.len() as u32;
    finding::Entity::delete_many()
        .filter(finding::Column::Code.eq(code))
        .exec(&**tx)
        .await?;
    writer.write_amiss(tx, code, amiss).await?;
    Ok(count)
}

/// The numbers of the articles that some version of each statute has.
async fn held_articles<'h>(
    tx: &WriteTx,
    holdings: &'h Holdings,
) -> Result<HashMap<&'h str, HashSet<String>>, StoreError> {
    let numbers: Vec<(i64, String)> = article::Entity::find()
        .select_only()
        .columns([article::Column::VersionId, article::Column::Number])
        .into_tuple()
        .all(&**tx)
        .await?;
    let mut held: HashMap<&str, HashSet<String>> = HashMap::new();
    for (version, number) in numbers {
        if let Some((statute, _)) = holdings.version(version) {
            held.entry(statute.key.as_str()).or_default().insert(number);
        }
    }
    Ok(held)
}
