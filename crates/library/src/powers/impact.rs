//! What a change of a statute touches: items, the powers, benchmark grades, leniency entries and open
//! cases that rest on them, and the rule packs that cite what changed.

use std::collections::{BTreeMap, HashMap, HashSet};

use jiff::civil::Date;
use law::{ArticleNumber, ProvisionPath, StatuteKey, VersionKey};
use store::Scope;
use store::sea_orm::ConnectionTrait;

use super::effective::statement;
use super::{Asking, ListKind, PowerError, Powers, numbers};
use crate::ItemId;
use crate::view::{Comparison, Impact, ImpactItem, ItemTouched, StatuteName};

/// Which change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImpactRequest {
    /// The statute.
    pub statute: StatuteKey,
    /// The earlier version.
    pub from: VersionKey,
    /// The later version.
    pub to: VersionKey,
    /// Only what stands in this article of the earlier version.
    pub article: Option<ArticleNumber>,
    /// The day on which lists have effect that are counted.
    pub as_of: Date,
    /// Which cases are counted; none of them where the person may list no cases.
    pub cases: Option<Scope>,
}

/// A rule pack with the provisions that it cites: `law/行政处罚法#63.1.3`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PackCitations {
    /// Name of the pack.
    pub pack: String,
    /// Addresses.
    pub cited: Vec<String>,
}

impl Powers {
    /// What the change of a statute, or of one of its articles, touches. `packs` is `None` where
    /// none could be looked at.
    pub async fn impact(
        &self,
        asking: &Asking,
        request: &ImpactRequest,
        packs: Option<&[PackCitations]>,
    ) -> Result<Impact, PowerError> {
        let comparison = self
            .library()
            .compare(&request.statute, request.from, request.to)
            .await?;
        let articles = articles(&comparison, request.article);
        let mut touched: Vec<_> = comparison
            .items
            .iter()
            .filter(|item| item.version == request.from)
            .cloned()
            .collect();
        let ids: Vec<String> = touched.iter().map(|item| item.id.to_string()).collect();
        if let Some(article) = request.article {
            let rows = self.items_by_id(&ids, request.as_of).await?;
            let ending = |address: &str| -> Option<ArticleNumber> {
                let path: ProvisionPath = address.split_once('#')?.1.parse().ok()?;
                Some(path.article)
            };
            let there: HashSet<_> = rows
                .into_iter()
                .filter(|row| ending(&row.address) == Some(article))
                .map(|row| row.id)
                .collect();
            touched.retain(|item| there.contains(&item.id));
        }
        let counts = self.lines_on(asking, &ids, request.as_of).await?;
        let count =
            |id: &str, kind: ListKind| counts.get(&(id.to_owned(), kind)).copied().unwrap_or(0);
        let open = self.open_cases(&touched, request.cases.as_ref()).await?;
        let items = touched.into_iter().map(|item| {
            let id = item.id.to_string();
            ImpactItem {
                powers: count(&id, ListKind::Powers),
                benchmark_grades: count(&id, ListKind::Benchmarks),
                leniency_entries: count(&id, ListKind::Leniency),
                open_cases: open
                    .as_ref()
                    .map(|open| open.get(&item.id).copied().unwrap_or(0)),
                item,
            }
        });
        Ok(Impact {
            statute: StatuteName {
                key: request.statute.clone(),
                title: comparison.to.facts.title.clone(),
            },
            from: request.from,
            to: request.to,
            items: items.collect(),
            packs: packs.map(|packs| citing(packs, request, &articles)),
        })
    }

    /// How many open cases of a scope each of the items has; `None` where nobody may say.
    async fn open_cases(
        &self,
        items: &[ItemTouched],
        scope: Option<&Scope>,
    ) -> Result<Option<HashMap<ItemId, u64>>, PowerError> {
        let (Some(cases), Some(scope)) = (self.cases(), scope) else {
            return Ok(None);
        };
        let ids: Vec<ItemId> = items.iter().map(|item| item.id).collect();
        Ok(Some(cases.open_cases_on(&ids, scope).await?))
    }

    /// How many lines with effect each of the items has, by kind of list. Powers count that are held
    /// in the scope; benchmarks and leniency lists are for everybody.
    async fn lines_on(
        &self,
        asking: &Asking,
        items: &[String],
        day: Date,
    ) -> Result<HashMap<(String, ListKind), u64>, PowerError> {
        let book = self.book().await?;
        let holders = self.holders(&book, &asking.scope, day, |_| true).await?;
        let known = numbers::known(self.db().read(), items).await?;
        let by_number: HashMap<i64, String> =
            known.into_iter().map(|(id, number)| (number, id)).collect();
        let sql = format!(
            "SELECT l.item_number, p.kind, COUNT(*) FROM power_list_line l \
             JOIN power_list p ON p.number = l.list_number WHERE l.item_number IN ({}) AND {} \
             AND (l.authority_number IS NULL OR l.authority_number IN ({})) GROUP BY l.item_number, p.kind",
            numbers::list(by_number.keys().copied()),
            holders.effective,
            holders.numbers()
        );
        let db = self.db().read();
        let mut counts = HashMap::new();
        for row in db
            .query_all_raw(statement(db, &sql, [day.to_string().into()]))
            .await?
        {
            let (number, kind): (i64, String) =
                (row.try_get_by_index(0)?, row.try_get_by_index(1)?);
            let count: i64 = row.try_get_by_index(2)?;
            if let (Some(id), Some(kind)) = (by_number.get(&number), ListKind::named(&kind)) {
                counts.insert((id.clone(), kind), count.cast_unsigned());
            }
        }
        Ok(counts)
    }
}

/// The articles of the earlier version that changed.
fn articles(comparison: &Comparison, only: Option<ArticleNumber>) -> HashSet<ArticleNumber> {
    let changed = comparison
        .changes
        .iter()
        .filter_map(|change| Some(change.old_path?.article));
    changed
        .filter(|article| only.is_none_or(|only| only == *article))
        .collect()
}

/// The packs that cite an article that changed, in the earlier version or in none.
fn citing(
    packs: &[PackCitations],
    request: &ImpactRequest,
    articles: &HashSet<ArticleNumber>,
) -> Vec<(String, Vec<String>)> {
    let cites =
        |address: &&String| -> bool { is_cited(address, request, articles).unwrap_or(false) };
    let mut citing: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for pack in packs {
        let cited: Vec<String> = pack.cited.iter().filter(cites).cloned().collect();
        if !cited.is_empty() {
            citing.entry(pack.pack.clone()).or_default().extend(cited);
        }
    }
    citing.into_iter().collect()
}

fn is_cited(
    address: &str,
    request: &ImpactRequest,
    articles: &HashSet<ArticleNumber>,
) -> Option<bool> {
    let (statute, path) = address.strip_prefix("law/")?.split_once('#')?;
    let (statute, version) = match statute.split_once('@') {
        Some((statute, version)) => (statute, Some(version.parse::<VersionKey>().ok()?)),
        None => (statute, None),
    };
    let path: ProvisionPath = path.parse().ok()?;
    let same_statute = statute.parse::<StatuteKey>().ok()? == request.statute;
    let same_version = version.is_none_or(|version| version == request.from);
    Some(same_statute && same_version && articles.contains(&path.article))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pack_cites_what_changed_by_statute_article_and_version() {
        let request = ImpactRequest {
            statute: "云麓市灯会管理条例".parse().unwrap(),
            from: "2019-03-01".parse().unwrap(),
            to: "2023-03-01".parse().unwrap(),
            article: None,
            as_of: jiff::civil::date(2026, 1, 1),
            cases: None,
        };
        let articles = HashSet::from([ArticleNumber::new(3)]);
        let check = |address: &str, expected: bool| {
            assert_eq!(
                is_cited(address, &request, &articles),
                Some(expected),
                "{address}"
            );
        };
        check("law/云麓市灯会管理条例#3.1", true);
        check("law/云麓市灯会管理条例@2019-03-01#3", true);
        check("law/云麓市灯会管理条例@2023-03-01#3", false);
        check("law/云麓市灯会管理条例#4", false);
        check("law/云麓市夜市管理条例#3", false);
    }
}
