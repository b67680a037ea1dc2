//! Exporting a version as Akoma Ntoso.

use law::StatuteKey;

use crate::statutes::choose;
use crate::{Library, StatuteError, VersionChoice};

impl Library {
    /// A version as an Akoma Ntoso 3.0 document.
    pub async fn akoma_ntoso(
        &self,
        key: &StatuteKey,
        choice: VersionChoice,
    ) -> Result<String, StatuteError> {
        let holdings = self.holdings().await?;
        let (statute, version) = choose(&holdings, key, choice)?;
        let text = self.text(version).await?;
        let made = statute
            .versions
            .iter()
            .filter_map(|held| held.passed_on.or(held.published_on).or(held.in_force_from));
        Ok(law::akn::export(
            &text,
            &statute.key,
            version.version,
            made.min(),
        ))
    }
}
