//! A provision that a query cites: 第六十三条第一款第（三）项, 63条, 63.1.3, law/…@…#63.1.3.

use law::citation::{self, Citation, Place, StatuteRef, Step, Target};
use law::{ArticleNumber, ProvisionPath, StatuteKey, VersionKey};

/// Articles that a cited range may span.
const LONGEST_RANGE: u32 = 50;

/// Places that a query cites within the statute that it names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Cited {
    /// The provisions, in the order of the query.
    pub paths: Vec<ProvisionPath>,
    /// Bytes of the text that cite them.
    pub length: usize,
}

/// The address that a query is: law/行政处罚法@2021-01-22#63.1.3.
pub(crate) fn address_in(query: &str) -> Option<(StatuteKey, VersionKey, Option<ProvisionPath>)> {
    citation::find(query).into_iter().find_map(|citation| {
        let paths = paths_of(&citation);
        match citation.statute {
            StatuteRef::Exact(statute, version) => Some((statute, version, paths.first().copied())),
            _ => None,
        }
    })
}

/// The places cited at the start of a folded text that follows the title of a statute.
pub(crate) fn places_after_title(rest: &str) -> Option<Cited> {
    const TITLE: &str = "《某法》";
    let text = format!("{TITLE}{rest}");
    let found = citation::find(&text)
        .into_iter()
        .next()
        .filter(|found| found.span.start == 0);
    let found = found.and_then(|citation| {
        let paths = paths_of(&citation);
        (!paths.is_empty()).then_some(Cited {
            paths,
            length: citation.span.end - TITLE.len(),
        })
    });
    found.or_else(|| bare_path(rest))
}

/// 63, 63.1.3, #63
fn bare_path(rest: &str) -> Option<Cited> {
    let path = rest.trim_start_matches([' ', '#', '的']);
    let start = rest.len() - path.len();
    let end = path
        .find(|c: char| !c.is_ascii_digit() && c != '.')
        .unwrap_or(path.len());
    let alone = path[end..]
        .chars()
        .next()
        .is_none_or(|c| !c.is_alphanumeric());
    let path: ProvisionPath = path[..end].parse().ok().filter(|_| alone)?;
    Some(Cited {
        paths: vec![path],
        length: start + end,
    })
}

fn paths_of(citation: &Citation) -> Vec<ProvisionPath> {
    citation.targets.iter().flat_map(paths_of_target).collect()
}

fn paths_of_target(target: &Target) -> Vec<ProvisionPath> {
    let Some(first) = path_of(&target.from) else {
        return Vec::new();
    };
    let last = target.to.as_ref().and_then(path_of);
    let mut paths = vec![first];
    if let Some(last) = last {
        let (from, to) = (first.article.main, last.article.main);
        let further = from.saturating_add(1)..=to.min(from.saturating_add(LONGEST_RANGE));
        paths.extend(further.map(|main| ProvisionPath::article(ArticleNumber::new(main))));
    }
    paths
}

fn path_of(place: &Place) -> Option<ProvisionPath> {
    Some(ProvisionPath {
        article: number(place.article)?,
        paragraph: number(place.paragraph),
        point: number(place.point),
        subpoint: number(place.subpoint),
    })
}

fn number<N>(step: Option<Step<N>>) -> Option<N> {
    match step {
        Some(Step::Number(number)) => Some(number),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(rest: &str, path: &str, length: usize) {
        let cited = places_after_title(rest).unwrap_or_else(|| panic!("{rest}"));
        assert_eq!(cited.paths[0].to_string(), path, "{rest}");
        assert_eq!(cited.length, length, "{rest}");
    }

    #[test]
    fn places_are_read_behind_a_title() {
        check("第六条", "6", "第六条".len());
        check("第6条第1款第3项怎么罚", "6.1.3", "第6条第1款第3项".len());
        check("6条", "6", "6条".len());
        check(" 6", "6", 2);
        check("6.1.3", "6.1.3", 5);
        assert_eq!(places_after_title("放河灯"), None);
        assert_eq!(places_after_title("600元"), None);
    }

    #[test]
    fn an_address_is_read() {
        let (statute, version, path) = address_in("law/河灯法@2021-01-22#6.1").unwrap();
        assert_eq!(statute.as_str(), "河灯法");
        assert_eq!(version.to_string(), "2021-01-22");
        assert_eq!(path.unwrap().to_string(), "6.1");
    }
}
