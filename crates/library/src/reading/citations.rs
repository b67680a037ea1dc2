//! The places that a statute cites, as far as its own words tell.

use law::citation::{Citation, Context, Resolution, Titles, resolve_from};
use law::{Address, ProvisionPath, Statute, StatuteKey, VersionKey};

/// A citation of a provision, for asking what cites a provision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CitedPlace {
    /// Where it stands.
    pub from: ProvisionPath,
    /// Where in the text of `from`, in bytes.
    pub start: usize,
    /// The statute that is cited.
    pub statute: StatuteKey,
    /// The provision; `None` for a whole statute.
    pub path: Option<ProvisionPath>,
}

/// Takes every title for a statute that has every provision: whether it does is asked later, as of
/// a day.
struct AnyTitle;

impl Titles for AnyTitle {
    fn statute(
        &self,
        title: &str,
        _: Option<jiff::civil::Date>,
    ) -> Option<(StatuteKey, VersionKey)> {
        Some((StatuteKey::of_title(title).ok()?, VersionKey::Undated))
    }

    fn has(&self, _: &Address) -> bool {
        true
    }
}

/// Every place that the articles of a statute cite, in reading order.
pub(super) fn of(statute: &Statute, key: &StatuteKey) -> Vec<CitedPlace> {
    let short_names = law::citation::short_names(statute);
    let mut places = Vec::new();
    for (path, text) in statute.provisions() {
        let context = Context {
            statute: Some((statute, key, VersionKey::Undated)),
            here: Some(path),
            short_names: &short_names,
            as_of: None,
            titles: &AnyTitle,
        };
        let (resolved, _) = resolve_from(text, &context);
        places.extend(
            resolved
                .into_iter()
                .flat_map(|(citation, found)| cited(path, &citation, &found)),
        );
    }
    places
}

fn cited(from: ProvisionPath, citation: &Citation, found: &[Resolution]) -> Vec<CitedPlace> {
    let addresses = found.iter().filter_map(|resolution| match resolution {
        Resolution::Found(address) | Resolution::Missing(address) => Some(address),
        Resolution::UnknownStatute(_) | Resolution::Nowhere => None,
    });
    addresses
        .map(|address| CitedPlace {
            from,
            start: citation.span.start,
            statute: address.statute.clone(),
            path: address.path,
        })
        .collect()
}
