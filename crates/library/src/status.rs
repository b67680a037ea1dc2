//! The library at a glance.

use store::StoreError;
use store::sea_orm::{EntityTrait, PaginatorTrait};

use crate::Library;
use crate::tables::{finding, item};
use crate::view::Status;

/// The region of the sample pack, a city that does not exist.
const SAMPLE_REGION: &str = "云麓";

impl Library {
    /// The library at a glance.
    pub async fn status(&self) -> Result<Status, StoreError> {
        let holdings = self.holdings().await?;
        let versions = || {
            holdings
                .statutes
                .iter()
                .flat_map(|statute| &statute.versions)
        };
        let is_sample = |region: &str| region == SAMPLE_REGION;
        Ok(Status {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            statutes: holdings.statutes.len() as u64,
            versions: versions().count() as u64,
            articles: versions().map(|version| u64::from(version.articles)).sum(),
            items: item::Entity::find().count(self.db().read()).await?,
            findings: finding::Entity::find().count(self.db().read()).await?,
            database: self.db().kind().name().to_owned(),
            as_of_today: self.today(),
            sample_only: !holdings.statutes.is_empty()
                && holdings
                    .statutes
                    .iter()
                    .all(|statute| is_sample(&statute.region)),
        })
    }
}
