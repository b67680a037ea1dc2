//! Checking every citation of a text: does it exist, is it in force on the day, where did it move.

use std::ops::Range;
use std::sync::Arc;

use jiff::civil::Date;
use law::citation::{self, Citation, Context, Resolution, Style};
use law::{Address, ProvisionPath, diff};
use store::StoreError;

use crate::Library;
use crate::holdings::{HeldStatute, HeldVersion, Holdings};
use crate::texts::CitedTexts;
use crate::view::{CheckedCitation, CheckedCitations, Verdict, VersionState};

/// What was found out about one provision.
struct Finding {
    verdict: Verdict,
    address: Option<Address>,
    moved_to: Option<Address>,
    /// The statute, as it was named.
    statute: String,
    canonical: Option<String>,
}

impl Library {
    /// Checks the citations of a text as of a day. 本法 and bare articles are read by the statute
    /// that is cited before them.
    pub async fn check_citations(
        &self,
        text: &str,
        as_of: Option<Date>,
    ) -> Result<CheckedCitations, StoreError> {
        let holdings = self.holdings().await?;
        let day = as_of.unwrap_or_else(|| self.today());
        let found = citation::find(text);
        let titles = self.texts_cited_by(&holdings, &found, &[], day).await?;
        let resolved = resolve(text, &titles, day);
        let mut units = Units::of(text);
        let mut citations = Vec::with_capacity(resolved.len());
        for (citation, resolutions) in resolved {
            let findings = self.findings_on(&holdings, resolutions, day).await?;
            citations.push(checked(text, &citation, findings, &mut units));
        }
        Ok(CheckedCitations { citations })
    }

    async fn findings_on(
        &self,
        holdings: &Arc<Holdings>,
        resolutions: Vec<Resolution>,
        day: Date,
    ) -> Result<Vec<Finding>, StoreError> {
        let mut findings = Vec::with_capacity(resolutions.len());
        for resolution in resolutions {
            findings.push(match resolution {
                Resolution::Found(address) => self.found(holdings, address, day).await?,
                Resolution::Missing(address) => self.missing(holdings, address, day).await?,
                Resolution::UnknownStatute(title) => without_address(Verdict::NoSuchStatute, title),
                Resolution::Nowhere => without_address(Verdict::Unreadable, String::new()),
            });
        }
        Ok(findings)
    }

    async fn found(
        &self,
        holdings: &Holdings,
        address: Address,
        day: Date,
    ) -> Result<Finding, StoreError> {
        let Some((statute, version)) = held(holdings, &address) else {
            return Ok(without_address(
                Verdict::NoSuchStatute,
                address.statute.to_string(),
            ));
        };
        let verdict = match version.state_on(day) {
            VersionState::InForce => Verdict::InForce,
            VersionState::NotYetInForce => Verdict::NotYetInForce,
            VersionState::Superseded => Verdict::Superseded,
            VersionState::Repealed => Verdict::Repealed,
        };
        let text = self.text(version).await?;
        let path = address.path.as_ref();
        let canonical = citation::write(&version.title, path, Style::Decision, Some(&text));
        Ok(Finding {
            verdict,
            statute: statute.title.clone(),
            address: Some(address),
            moved_to: None,
            canonical: Some(canonical),
        })
    }

    /// The version of the day lacks the provision: an earlier one may have had it.
    async fn missing(
        &self,
        holdings: &Holdings,
        address: Address,
        day: Date,
    ) -> Result<Finding, StoreError> {
        let moved_to = match (held(holdings, &address), address.path) {
            (Some((statute, version)), Some(path)) => self.moved(statute, version, path).await?,
            _ => None,
        };
        let verdict = match (&moved_to, held(holdings, &address)) {
            (Some(_), _) => Verdict::Moved,
            (None, Some((_, version))) if version.state_on(day) == VersionState::Repealed => {
                Verdict::Repealed
            }
            (None, _) => Verdict::NoSuchProvision,
        };
        Ok(Finding {
            verdict,
            statute: address.statute.to_string(),
            address: Some(address),
            moved_to,
            canonical: None,
        })
    }

    /// Where the article of the latest earlier version that had the provision stands in `current`.
    async fn moved(
        &self,
        statute: &HeldStatute,
        current: &HeldVersion,
        path: ProvisionPath,
    ) -> Result<Option<Address>, StoreError> {
        let now = self.text(current).await?;
        let earlier = statute.versions.iter().rev();
        let earlier = earlier
            .skip_while(|version| version.id != current.id)
            .skip(1);
        for version in earlier {
            let then = self.text(version).await?;
            if !then.has(&path) {
                continue;
            }
            let changes = tokio::task::spawn_blocking(move || diff::diff(&then, &now)).await;
            let changes = changes.unwrap_or_default();
            let change = changes
                .iter()
                .find(|change| change.old == Some(path.article));
            let number = change.and_then(|change| change.new);
            return Ok(number
                .filter(|new| *new != path.article)
                .map(|new| Address {
                    statute: statute.key.clone(),
                    version: current.version,
                    path: Some(ProvisionPath::article(new)),
                }));
        }
        Ok(None)
    }
}

fn resolve(text: &str, titles: &CitedTexts, day: Date) -> Vec<(Citation, Vec<Resolution>)> {
    let context = Context {
        statute: None,
        here: None,
        short_names: &[],
        as_of: Some(day),
        titles,
    };
    citation::resolve_from(text, &context).0
}

fn held<'h>(
    holdings: &'h Holdings,
    address: &Address,
) -> Option<(&'h HeldStatute, &'h HeldVersion)> {
    let statute = holdings.statute(&address.statute)?;
    Some((statute, statute.version(address.version)?))
}

fn without_address(verdict: Verdict, statute: String) -> Finding {
    Finding {
        verdict,
        address: None,
        moved_to: None,
        statute,
        canonical: None,
    }
}

fn checked(
    text: &str,
    citation: &Citation,
    mut findings: Vec<Finding>,
    units: &mut Units,
) -> CheckedCitation {
    let addresses = findings
        .iter()
        .filter_map(|finding| finding.address.as_ref());
    let addresses = addresses.map(ToString::to_string).collect();
    findings.sort_by_key(|finding| std::cmp::Reverse(finding.verdict));
    let worst = findings.into_iter().next();
    let worst = worst.unwrap_or_else(|| without_address(Verdict::Unreadable, String::new()));
    let [start, end] = units.range(citation.span.clone());
    let (message, message_en) = messages(&worst);
    CheckedCitation {
        text: text[citation.span.clone()].to_owned(),
        start,
        end,
        canonical: worst.canonical,
        addresses,
        verdict: worst.verdict,
        moved_to: worst.moved_to.as_ref().map(ToString::to_string),
        message,
        message_en,
    }
}

fn messages(finding: &Finding) -> (String, String) {
    let statute = &finding.statute;
    let version = finding
        .address
        .as_ref()
        .map(|address| address.version.to_string());
    let version = version.unwrap_or_default();
    match finding.verdict {
        Verdict::InForce => (
            format!("有效，{version} 版本"),
            format!("in force, version {version}"),
        ),
        Verdict::NotYetInForce => (
            format!("尚未施行，{version} 版本"),
            format!("not yet in force, version {version}"),
        ),
        Verdict::Superseded => (
            format!("{version} 版本已被修改"),
            format!("version {version} has been superseded"),
        ),
        Verdict::Repealed => (
            format!("《{statute}》已废止"),
            format!("《{statute}》 has been repealed"),
        ),
        Verdict::Moved => {
            let to = finding.moved_to.as_ref().and_then(|address| address.path);
            let to = citation::write("", to.as_ref(), Style::Decision, None);
            (
                format!("《{statute}》{version} 版本没有这一条款，原内容现为{to}"),
                format!(
                    "version {version} of 《{statute}》 has no such provision; its words are now in {to}"
                ),
            )
        }
        Verdict::NoSuchProvision => (
            format!("《{statute}》{version} 版本没有这一条款"),
            format!("version {version} of 《{statute}》 has no such provision"),
        ),
        Verdict::NoSuchStatute => (
            format!("法规库中没有《{statute}》"),
            format!("the library holds no 《{statute}》"),
        ),
        Verdict::Unreadable => (
            "无法确定所指条款".to_owned(),
            "it could not be made out what is cited".to_owned(),
        ),
    }
}

/// Turns byte offsets into UTF-16 code units in one pass over the text: citations come in order.
struct Units<'t> {
    text: &'t str,
    at: usize,
    count: u32,
}

impl<'t> Units<'t> {
    const fn of(text: &'t str) -> Self {
        Self {
            text,
            at: 0,
            count: 0,
        }
    }

    fn range(&mut self, bytes: Range<usize>) -> [u32; 2] {
        [self.upto(bytes.start), self.upto(bytes.end)]
    }

    fn upto(&mut self, end: usize) -> u32 {
        if end < self.at {
            *self = Self::of(self.text);
        }
        let passed = self.text[self.at..end].chars();
        self.count += passed.map(|letter| letter.len_utf16() as u32).sum::<u32>();
        self.at = end;
        self.count
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_count_as_browsers_do_in_any_order() {
        let text = "𠀀犬只管理";
        let at = text.find("管理").unwrap();
        let mut units = Units::of(text);
        assert_eq!(units.range(at..text.len()), [4, 6]);
        assert_eq!(units.range(0..at), [0, 4]);
    }
}
