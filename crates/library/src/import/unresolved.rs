//! Citations of provisions that no version of the cited statute has.

use std::collections::{HashMap, HashSet};

use store::sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use store::{StoreError, WriteTx};

use super::write::Writer;
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
            Some((
                version,
                from.file.clone(),
                path,
                format!("《{key}》 {number}"),
            ))
        });
    let missing: Vec<_> = missing.collect();
    let count = missing.len() as u32;
    finding::Entity::delete_many()
        .filter(
            finding::Column::Code.eq(FindingText::code_of(law::FindingCode::UnresolvedCitation)),
        )
        .exec(&**tx)
        .await?;
    writer.write_unresolved(tx, missing).await?;
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
